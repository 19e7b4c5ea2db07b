"""Assessments beside each other: who scored what, where they differ, what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from ..model.errors import WrongType
from ..model.record import Record
from ..model.scales import counted
from .codec import to_plain
from .framework import early_intervention_framework
from .hexagons import HexagonAssessment
from .indicators import (
    HexagonIndicator,
    ProgrammeRating,
    SiteScore,
    hexagon_cautions,
    indicators_of,
)
from .ratings import NOT_RATED, PLUS_READING


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..answers import Caution

__all__ = [
    "AssessmentPanel",
    "Disagreement",
    "OpenQuestion",
    "PanelCell",
    "beside",
    "disagreements_in",
    "questions_of",
]


@attrs.frozen
class Disagreement(Record):
    """A site indicator of an intervention that was scored differently.

    Args:
        intervention: id of the row.
        name: its name.
        indicator: the indicator.
        scores: every score of it.
    """

    intervention: str
    name: str
    indicator: HexagonIndicator
    scores: tuple[SiteScore, ...]

    def to_plain(self) -> dict[str, Any]:
        """The disagreement as plain JSON values, and in a sentence."""
        return {
            "intervention": self.intervention,
            "indicator": self.indicator.value,
            "scores": [_plain_score(each) for each in self.scores],
            "text": str(self),
        }

    def __str__(self) -> str:
        given = ", ".join(f"{each.score} ({each.assessor}, {each.date})" for each in self.scores)
        return f"{self.indicator} of {self.name} was scored differently: {given}."


@attrs.frozen
class OpenQuestion(Record):
    """Something that is still to be found out.

    Args:
        about: the indicator that it is about, or ``framework``.
        text: the question in a sentence.
    """

    about: str
    text: str

    def __str__(self) -> str:
        return self.text


@attrs.frozen
class PanelCell(Record):
    """What is known of one indicator of one intervention.

    Args:
        intervention: id of the row.
        indicator: the indicator.
        ratings: what was entered of a programme indicator.
        scores: the scores of a site indicator, by assessor and day.
        unscored_by: who scored something of the intervention, but not this.
    """

    intervention: str
    indicator: HexagonIndicator
    ratings: tuple[ProgrammeRating, ...] = ()
    scores: tuple[SiteScore, ...] = ()
    unscored_by: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was entered or scored."""
        return not self.ratings and not self.scores

    def to_plain(self) -> dict[str, Any]:
        """The cell as plain JSON values."""
        plain: dict[str, Any] = {"indicator": self.indicator.value, "kind": self.indicator.kind}
        if self.indicator.kind == "programme":
            plain["ratings"] = [_plain_rating(each) for each in self.ratings]
        else:
            plain["scores"] = [_plain_score(each) for each in self.scores]
            plain["unscored_by"] = list(self.unscored_by)
        return plain


def _plain_score(score: SiteScore) -> dict[str, Any]:
    return {
        "score": score.score,
        "assessor": score.assessor,
        "date": score.date.isoformat(),
        "note": score.note,
    }


def _plain_rating(entry: ProgrammeRating) -> dict[str, Any]:
    return {
        "printed": entry.printed,
        "rating": to_plain(entry.rating),
        "read_on": entry.read_on.isoformat(),
        "address": entry.address,
        "read_by": entry.read_by,
        "note": entry.note,
    }


@attrs.frozen(repr=False)
class AssessmentPanel(Record):
    """Several assessments, laid beside each other indicator by indicator.

    Interventions stand in the order in which they were given, which says
    nothing of them. Assessments of one intervention are read together.

    Args:
        assessments: the assessments.
    """

    assessments: tuple[HexagonAssessment, ...]

    @property
    def interventions(self) -> tuple[tuple[str, str], ...]:
        """Id and name of each intervention, once, in the order given."""
        found = {each.intervention: each.name for each in self.assessments}
        return tuple(found.items())

    def _of(self, intervention: str) -> tuple[HexagonAssessment, ...]:
        return tuple(each for each in self.assessments if each.intervention == intervention)

    def assessors_of(self, intervention: str) -> tuple[str, ...]:
        """Everybody who scored an indicator of an intervention, by name."""
        found = {name for each in self._of(intervention) for name in each.assessors}
        return tuple(sorted(found))

    def cell(self, intervention: str, indicator: HexagonIndicator | str) -> PanelCell:
        """What is known of an indicator of an intervention.

        Args:
            intervention: its id.
            indicator: the indicator, or its name.
        """
        indicator = HexagonIndicator(indicator)
        own = self._of(intervention)
        ratings = {each for one in own for each in one.ratings_of(indicator)}
        scores = {each for one in own for each in one.scores_of(indicator)}
        scored = {each.assessor for each in scores}
        unscored: tuple[str, ...] = ()
        if indicator.kind == "site":
            everybody = self.assessors_of(intervention)
            unscored = tuple(name for name in everybody if name not in scored)
        return PanelCell(
            intervention,
            indicator,
            tuple(
                sorted(
                    ratings,
                    key=lambda each: (
                        each.address or "",
                        each.read_on,
                        each.read_by or "",
                        each.printed,
                        each.note,
                    ),
                )
            ),
            tuple(
                sorted(scores, key=lambda each: (each.assessor, each.date, each.score, each.note))
            ),
            unscored,
        )

    def cells(self, intervention: str) -> tuple[PanelCell, ...]:
        """What is known of each of the six indicators of an intervention."""
        return tuple(self.cell(intervention, each) for each in HexagonIndicator)

    @property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """Where scores of one indicator of one intervention differ.

        Scores of different interventions are not held against each other.
        """
        return tuple(
            Disagreement(id_, name, cell.indicator, cell.scores)
            for id_, name in self.interventions
            for cell in self.cells(id_)
            if len({each.score for each in cell.scores}) > 1
        )

    @property
    def cautions(self) -> tuple[Caution, ...]:
        """What to bear in mind of them."""
        published = all(each.edition is not None for each in self.assessments)
        return hexagon_cautions(published=published)

    def to_plain(self) -> dict[str, Any]:
        """The panel as plain JSON values, with its cautions."""
        return {
            "interventions": [
                {
                    "id": id_,
                    "name": name,
                    "assessors": list(self.assessors_of(id_)),
                    "indicators": [cell.to_plain() for cell in self.cells(id_)],
                }
                for id_, name in self.interventions
            ],
            "disagreements": [each.to_plain() for each in self.disagreements],
            "cautions": [to_plain(each) for each in self.cautions],
        }

    def _repr_html_(self) -> str:
        from ..views.assessment import panel_card

        return panel_card(self)

    def __repr__(self) -> str:
        return (
            f"<AssessmentPanel of {counted(len(self.assessments), 'assessment')} of "
            f"{counted(len(self.interventions), 'intervention')}: "
            f"{counted(len(self.disagreements), 'disagreement')}>"
        )


def beside(*assessments: HexagonAssessment) -> AssessmentPanel:
    """Assessments of several assessors, or several interventions, side by side.

    Args:
        assessments: one or more; their order is kept, and says nothing.

    Raises:
        WrongType: if there is none, or something is no assessment.

    >>> mine = HexagonAssessment.of("FNP").score(
    ...     "fit", 2, assessor="A. Assessor", date="2026-10-05"
    ... )
    >>> theirs = HexagonAssessment.of("FNP").score(
    ...     "fit", 4, assessor="B. Assessor", date="2026-10-06"
    ... )
    >>> print(beside(mine, theirs).disagreements[0])
    Fit of Family Nurse Partnership was scored differently: 2 (A. Assessor, 2026-10-05), 4 (B. Assessor, 2026-10-06).
    """
    if not assessments:
        raise WrongType("beside(...)", assessments, "one assessment or more")
    for each in assessments:
        if not isinstance(each, HexagonAssessment):
            raise WrongType("beside(...)", each, "Hexagon assessments")
    return AssessmentPanel(assessments)


def disagreements_in(assessment: HexagonAssessment) -> tuple[Disagreement, ...]:
    """The site indicators that an assessment's assessors scored differently."""
    return beside(assessment).disagreements


# -- What is open -------------------------------------------------------------


def questions_of(assessment: HexagonAssessment) -> tuple[OpenQuestion, ...]:
    """What is still to be found out for an assessment."""
    panel = beside(assessment)
    found: list[OpenQuestion] = []
    for indicator in indicators_of("programme"):
        told = _of_programme(assessment, indicator)
        found += (OpenQuestion(indicator.value, text) for text in told)
    for indicator in indicators_of("site"):
        told = _of_site(panel.cell(assessment.intervention, indicator))
        found += (OpenQuestion(indicator.value, text) for text in told)
        found += (
            OpenQuestion(indicator.value, str(each))
            for each in panel.disagreements
            if each.indicator is indicator
        )
    found += (OpenQuestion("framework", text) for text in _of_framework(assessment))
    return tuple(found)


def _of_programme(assessment: HexagonAssessment, indicator: HexagonIndicator) -> Iterator[str]:
    entered = assessment.ratings_of(indicator)
    read = {each.address for each in entered}
    entries = assessment.framework_entries
    for entry in entries:
        if entry.address not in read:
            yield (
                f"{indicator} of {entry.programme} has not been entered; read it at "
                f"{entry.address}."
            )
    if not entries and not entered:
        yield f"{indicator} has not been entered."
    for each in entered:
        where = each.address or "an address that was not noted"
        if each.rating is None:
            yield (f"{indicator} was {NOT_RATED} when it was read on {each.read_on} at {where}.")
        elif not each.rating.is_exact:
            plus = f" {PLUS_READING}" if "+" in each.printed else ""
            yield (
                f"{indicator} was read as {each.printed.strip()!r} at {where}: any "
                f"rating from {each.rating.low} to {each.rating.high} may apply.{plus}"
            )


def _of_site(cell: PanelCell) -> Iterator[str]:
    if not cell.scores:
        yield f"{cell.indicator} is unscored."
    else:
        for name in cell.unscored_by:
            yield f"{cell.indicator} is unscored by {name}."
    for each in cell.scores:
        if not each.note.strip():
            yield (f"{cell.indicator}: no note says why {each.assessor} scored it {each.score}.")


def _of_framework(assessment: HexagonAssessment) -> Iterable[str]:
    from ..published import interventions

    framework = early_intervention_framework()
    entries = assessment.framework_entries
    if not entries:
        yield (
            f"The copies of the Early Intervention Framework that were seen have no "
            f"entry for this row, which says nothing against it; look at "
            f"{framework.address}."
        )
    for entry in entries:
        if entry.scope_note is not None:
            yield f"{entry.programme}: {entry.scope_note}"
        if entry.in_scotland == "not stated":
            yield (
                f"{entry.programme}: whether it is in use in Scotland was not stated, "
                "which does not mean no."
            )
    record = interventions.get(assessment.intervention)
    if record is not None:
        yield from map(str, framework.disagreements([record]))
