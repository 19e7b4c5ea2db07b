"""Hexagon assessments for people: one, or several beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..decisions import NOT_RATED, HexagonIndicator, beside, early_intervention_framework
from ..decisions.ratings import HIGHEST, LOWEST
from ..model.scales import joined
from .bars import Barred
from .reports import Part, Report, Table, report_card, report_text


if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..decisions import (
        AssessmentPanel,
        FrameworkEntry,
        HexagonAssessment,
        PanelCell,
        ProgrammeRating,
        SiteScore,
    )

__all__ = [
    "NOT_ENTERED",
    "RATINGS",
    "UNSCORED",
    "assessed_edition",
    "assessment_card",
    "assessment_text",
    "framework_words",
    "panel_card",
    "panel_text",
    "programme_of",
    "read_as",
    "tool_line",
]

#: The scale of ratings and scores.
RATINGS = tuple(map(str, range(LOWEST, HIGHEST + 1)))

#: What is told of an indicator that is empty.
NOT_ENTERED = "not entered"
UNSCORED = "unscored"


def assessment_text(assessment: HexagonAssessment) -> str:
    """An assessment as text: what is filled in, where assessors differ, what is open."""
    return report_text(_assessment(assessment))


def assessment_card(assessment: HexagonAssessment) -> str:
    """The same content as a card for a notebook."""
    return report_card(_assessment(assessment))


def panel_text(panel: AssessmentPanel) -> str:
    """Assessments beside each other as text."""
    return report_text(_panel(panel))


def panel_card(panel: AssessmentPanel) -> str:
    """The same content as a card for a notebook."""
    return report_card(_panel(panel))


def _assessment(assessment: HexagonAssessment) -> Report:
    panel = beside(assessment)
    cells = panel.cells(assessment.intervention)
    programme = [row for cell in cells[:3] for row in _rating_rows(cell)]
    site = [row for cell in cells[3:] for row in _score_rows(cell)]
    heading = f"Hexagon assessment: {assessment.name}"
    if assessment.service is not None:
        heading += f", for {assessment.service}"
    return Report(
        heading,
        (
            Part(
                "Programme indicators, as read",
                table=Table(
                    ("Indicator", "As printed", "Read as", "Read on", "By", "Note"), programme
                ),
            ),
            Part(
                "Site indicators, scored 1 to 5 by the service",
                table=Table(("Indicator", "Score", "Assessor", "Date", "Note"), site),
            ),
            _differences(panel),
            Part("Open questions", assessment.open_questions),
            Part("In the Early Intervention Framework", map(_entry, assessment.framework_entries)),
        ),
        assessment.cautions,
        [*assessed_edition(assessment), tool_line()],
    )


def _rating_rows(cell: PanelCell) -> list[tuple[str | Barred, ...]]:
    if not cell.ratings:
        return [(cell.indicator.label, NOT_ENTERED, "", "", "", "")]
    return [
        (
            cell.indicator.label,
            each.printed.strip(),
            _read(each),
            each.read_on.isoformat(),
            each.read_by or "",
            "; ".join(filter(None, (each.note, programme_of(each)))),
        )
        for each in cell.ratings
    ]


def _read(entry: ProgrammeRating) -> Barred:
    """The same, with the ratings that it may stand for to be drawn."""
    rating = entry.rating
    filled = [] if rating is None else range(rating.low, rating.high + 1)
    return _barred(read_as(entry), entry.indicator, filled)


def _given(score: SiteScore) -> Barred:
    return _barred(str(score.score), score.indicator, [score.score])


def _barred(text: str, indicator: HexagonIndicator, filled: Iterable[int]) -> Barred:
    return Barred(text, RATINGS, tuple(map(str, filled)), f"{indicator}: {text}")


def read_as(entry: ProgrammeRating) -> str:
    """What the print of a rating is taken to say."""
    return NOT_RATED if entry.rating is None else str(entry.rating)


def programme_of(entry: ProgrammeRating) -> str:
    """The Framework's name for the programme at an address, or the address."""
    entries = early_intervention_framework().entries
    names = (each.programme for each in entries if each.address == entry.address)
    return next(names, entry.address or "")


def _score_rows(cell: PanelCell) -> list[tuple[str | Barred, ...]]:
    label = cell.indicator.label
    if not cell.scores:
        return [(label, UNSCORED, "", "", "")]
    scored = (
        (label, _given(each), each.assessor, each.date.isoformat(), each.note)
        for each in cell.scores
    )
    unscored = ((label, UNSCORED, name, "", "") for name in cell.unscored_by)
    return [*scored, *unscored]


def _differences(panel: AssessmentPanel) -> Part:
    return Part("Where assessors differ", panel.disagreements)


def _entry(entry: FrameworkEntry) -> str:
    return f"{entry.programme} ({framework_words(entry)}): {entry.address}"


def framework_words(entry: FrameworkEntry) -> str:
    """What the Early Intervention Framework tells of a programme, and when it was seen."""
    told = [
        joined(entry.classification) or "audience not stated",
        f"ages {entry.ages or 'not stated'}",
        f"in Scotland: {entry.in_scotland}",
        entry.seen,
    ]
    return "; ".join(told)


def assessed_edition(assessment: HexagonAssessment) -> list[str]:
    """The edition of the table that was assessed, if it is the published one."""
    if assessment.edition is None:
        return []
    return [f"Table: edition {assessment.edition}, data version {assessment.data_version}."]


def tool_line() -> str:
    """Whose the Hexagon Tool is, and where."""
    tool = early_intervention_framework().tool
    return f"{tool.name}: {tool.authors}, {tool.publisher}, {tool.years}: {tool.address}"


def _panel(panel: AssessmentPanel) -> Report:
    parts = []
    if len(panel.interventions) > 1:
        parts.append(_interventions(panel))
    parts += [
        _assessors(panel, id_, name) for id_, name in panel.interventions if panel.assessors_of(id_)
    ]
    count = len(panel.interventions)
    names = " beside ".join(name for _, name in panel.interventions)
    title = names if count > 1 else f"Assessors of {names}"
    return Report(
        f"Hexagon assessments: {title}",
        (*parts, _differences(panel)),
        panel.cautions,
        [tool_line()],
    )


def _interventions(panel: AssessmentPanel) -> Part:
    ids = [id_ for id_, _ in panel.interventions]
    rows = [
        (
            f"{indicator.label} ({indicator.kind})",
            *(_told(panel.cell(id_, indicator)) for id_ in ids),
        )
        for indicator in HexagonIndicator
    ]
    columns = ("Indicator", *(name for _, name in panel.interventions))
    return Part("Interventions side by side, in the order given", table=Table(columns, rows))


def _told(cell: PanelCell) -> str:
    if cell.is_empty:
        return UNSCORED if cell.indicator.kind == "site" else NOT_ENTERED
    told = [f"{read_as(each)} (read {each.read_on})" for each in cell.ratings]
    told += [f"{each.score} ({each.assessor})" for each in cell.scores]
    told += [f"{UNSCORED} ({name})" for name in cell.unscored_by]
    return "; ".join(told)


def _assessors(panel: AssessmentPanel, id_: str, name: str) -> Part:
    assessors = panel.assessors_of(id_)
    rows = [
        (
            cell.indicator.label,
            *(
                "; ".join(_score(each) for each in cell.scores if each.assessor == who) or UNSCORED
                for who in assessors
            ),
        )
        for cell in panel.cells(id_)[3:]
    ]
    return Part(
        f"Site indicators of {name}, by assessor", table=Table(("Indicator", *assessors), rows)
    )


def _score(score: SiteScore) -> str:
    note = f": {score.note}" if score.note.strip() else ""
    return f"{score.score} ({score.date}){note}"
