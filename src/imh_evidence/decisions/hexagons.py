"""An intervention on the six indicators of the Hexagon Tool, for one service.

Nothing is added up, averaged or filled in: what is not known is shown as not
known.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from ..interop.notice import notice_of_row
from ..model.errors import Fault, Faults, WrongType, nearest, shown
from ..model.record import Record
from ..model.scales import counted
from .codec import Hook
from .documents import DATE, Document, members_of
from .framework import early_intervention_framework
from .indicators import (
    HexagonIndicator,
    ProgrammeRating,
    Score,
    SiteScore,
    filled_text,
    hexagon_cautions,
    optional_text,
    stripped_or_none,
)
from .ratings import checked_rating
from .rows import catalogue_or_published, row_of


if TYPE_CHECKING:
    import datetime  # noqa: ICN001 -- signatures name the type in full
    from collections.abc import Iterable
    from os import PathLike

    from ..answers import Caution
    from ..catalogue.catalogue import Catalogue
    from ..model.records import Intervention
    from .framework import FrameworkEntry
    from .panels import Disagreement, OpenQuestion

__all__ = ["HexagonAssessment"]

E = TypeVar("E", bound="ProgrammeRating | SiteScore")

_PLACES = {indicator: place for place, indicator in enumerate(HexagonIndicator)}


def _key(entry: ProgrammeRating | SiteScore) -> tuple[int, str]:
    """What an assessment holds at most one entry of: an indicator, and whose."""
    whose = entry.assessor if isinstance(entry, SiteScore) else entry.address or ""
    return _PLACES[entry.indicator], whose


def _ratings(entries: Iterable[ProgrammeRating]) -> tuple[ProgrammeRating, ...]:
    return tuple(sorted(entries, key=_key))


def _scores(entries: Iterable[SiteScore]) -> tuple[SiteScore, ...]:
    return tuple(sorted(entries, key=_key))


def _with(entries: tuple[E, ...], new: E) -> tuple[E, ...]:
    """The entries with a new one, which takes the place of one that is like it."""
    others = [each for each in entries if _key(each) != _key(new)]
    return (*others, new)


def _once(_: object, field: Any, entries: tuple[Any, ...]) -> None:
    """A validator: no two entries of one indicator are whose one is."""
    seen: set[tuple[int, str]] = set()
    faults = []
    for i, entry in enumerate(entries):
        if _key(entry) in seen:
            whose = "assessor" if isinstance(entry, SiteScore) else "address"
            found = f"{entry.indicator.value} twice for one {whose}"
            expected = f"one entry of an indicator by {whose}"
            faults.append(Fault(f"$.{field.name}[{i}]", found, expected))
        seen.add(_key(entry))
    if faults:
        raise Faults("a Hexagon assessment", tuple(faults))


@attrs.frozen(repr=False, kw_only=True)
class HexagonAssessment(Record):
    """One intervention on the six indicators, as far as they have been filled in.

    It is made by :meth:`of`, and grows by :meth:`rate` and :meth:`score`, each
    of which gives a new one. It holds at most one score of an indicator by each
    assessor, and one rating of an indicator at each address.

    Args:
        intervention: id of the row.
        name: its name.
        service: the service that assesses it, or None.
        edition: the edition of the published table, or None of another.
        data_version: the version of the published data, or None.
        ratings: programme indicators that were entered.
        scores: site indicators that were scored.
    """

    intervention: str = attrs.field(validator=filled_text)
    name: str = attrs.field(validator=filled_text)
    service: str | None = attrs.field(
        default=None, converter=stripped_or_none, validator=optional_text
    )
    edition: str | None = attrs.field(default=None, validator=optional_text)
    data_version: str | None = attrs.field(default=None, validator=optional_text)
    ratings: tuple[ProgrammeRating, ...] = attrs.field(
        default=(), converter=_ratings, validator=_once
    )
    scores: tuple[SiteScore, ...] = attrs.field(default=(), converter=_scores, validator=_once)

    @classmethod
    def of(
        cls,
        row: str | Intervention,
        *,
        catalogue: Catalogue | None = None,
        service: str | None = None,
    ) -> HexagonAssessment:
        """An assessment in which nothing is filled in yet.

        Args:
            row: a record of the catalogue, or an id, name or alias.
            catalogue: where it is looked up; the published table by default.
            service: the service that assesses it.

        Raises:
            UnknownIntervention: for a key that names no intervention.
            WrongType: for a record of elsewhere, or something that is no key.

        >>> HexagonAssessment.of("FNP", service="Our service")
        <HexagonAssessment of 'family-nurse-partnership': 3 programme indicators not entered, 3 site indicators unscored>
        """
        catalogue = catalogue_or_published(catalogue)
        record = row_of("HexagonAssessment.of(...)", row, catalogue)
        notice = notice_of_row(catalogue, record)
        return cls(
            intervention=record.id,
            name=record.name,
            service=service,
            edition=notice.edition,
            data_version=notice.data_version,
        )

    # -- Filling in ----------------------------------------------------------

    def rate(  # noqa: PLR0913 -- what a programme indicator is entered with
        self,
        indicator: HexagonIndicator | str,
        printed: str,
        *,
        read_on: datetime.date | str,
        address: str | None = None,
        read_by: str | None = None,
        note: str = "",
    ) -> HexagonAssessment:
        """The assessment with a programme indicator entered, as it was read.

        Args:
            indicator: usability, supports or evidence.
            printed: the rating as printed (``5``, ``4 - 5``, ``3+``), or
                ``not rated``.
            read_on: the day on which it was read.
            address: where; the Framework's address by default, where it has one
                for this row and no more than one.
            read_by: who read it.
            note: anything to add.

        Raises:
            InvalidRating: if what was printed is no rating.
            UnknownValue: for no such indicator.
            WrongType: if the Framework has several programmes for the row and
                no address says which.

        >>> HexagonAssessment.of("EPEC").rate("supports", "4 - 5", read_on="2026-10-05")
        <HexagonAssessment of 'empowering-parent-empowering-communities': 2 programme indicators not entered, 3 site indicators unscored>
        """
        if address is None:
            known = [entry.address for entry in self.framework_entries]
            if len(known) > 1:
                expected = f"one of the Framework's for this row: {', '.join(known)}"
                raise WrongType("rate(address=...)", address, expected)
            address = known[0] if known else None
        new = ProgrammeRating(indicator, printed, read_on, address, read_by, note)
        return attrs.evolve(self, ratings=_with(self.ratings, new))

    def score(
        self,
        indicator: HexagonIndicator | str,
        score: int,
        *,
        assessor: str,
        date: datetime.date | str,
        note: str = "",
    ) -> HexagonAssessment:
        """The assessment with a site indicator scored by one assessor.

        Args:
            indicator: need, fit or capacity.
            score: a whole number from 1 to 5.
            assessor: who scores it; a score of theirs that is there is replaced.
            date: the day on which it is scored.
            note: why.

        Raises:
            InvalidRating: for anything but a whole number from 1 to 5.
            UnknownValue: for no such indicator.

        >>> mine = HexagonAssessment.of("FNP").score(
        ...     "need", 4, assessor="A. Assessor", date="2026-10-05", note="waiting list"
        ... )
        >>> mine.scores_of("need")[0].note
        'waiting list'
        """
        new = SiteScore(indicator, score, assessor, date, note)
        return attrs.evolve(self, scores=_with(self.scores, new))

    # -- Looking -------------------------------------------------------------

    @property
    def framework_entries(self) -> tuple[FrameworkEntry, ...]:
        """The Framework's programmes that belong to the row, which may be none."""
        return early_intervention_framework().entries_of(self.intervention)

    @property
    def assessors(self) -> tuple[str, ...]:
        """Everybody who scored an indicator, by name."""
        return tuple(sorted({each.assessor for each in self.scores}))

    def ratings_of(self, indicator: HexagonIndicator | str) -> tuple[ProgrammeRating, ...]:
        """What was entered of a programme indicator."""
        wanted = HexagonIndicator(indicator)
        return tuple(each for each in self.ratings if each.indicator is wanted)

    def scores_of(self, indicator: HexagonIndicator | str) -> tuple[SiteScore, ...]:
        """The scores of a site indicator, by assessor."""
        wanted = HexagonIndicator(indicator)
        return tuple(each for each in self.scores if each.indicator is wanted)

    @property
    def missing(self) -> tuple[HexagonIndicator, ...]:
        """The indicators of which nothing was entered or scored."""
        filled_in = {each.indicator for each in self.ratings}
        filled_in |= {each.indicator for each in self.scores}
        return tuple(each for each in HexagonIndicator if each not in filled_in)

    @property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """The site indicators that assessors scored differently."""
        from .panels import disagreements_in

        return disagreements_in(self)

    @property
    def open_questions(self) -> tuple[OpenQuestion, ...]:
        """What is still to be found out, by indicator, and then of the row."""
        from .panels import questions_of

        return questions_of(self)

    @property
    def cautions(self) -> tuple[Caution, ...]:
        """What to bear in mind of the assessment."""
        return hexagon_cautions(published=self.edition is not None)

    # -- Taking it elsewhere -------------------------------------------------

    def to_plain(self) -> dict[str, Any]:
        """The assessment as the plain JSON values of its document."""
        return _document().to_plain(self)

    def to_json(self) -> str:
        """The assessment as a JSON document with a checksum.

        >>> HexagonAssessment.of("FNP").to_json().splitlines()[1]
        '  "schema": "urn:imh-evidence:schema:hexagon-assessment:1",'
        """
        return _document().to_json(self)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the assessment to a file, whole or not at all.

        Raises:
            OSError: if the file cannot be written; it is then as it was.
        """
        _document().save(self, path)

    @classmethod
    def from_json(
        cls, data: str | bytes, *, catalogue: Catalogue | None = None, origin: str | None = None
    ) -> HexagonAssessment:
        """The assessment of a JSON document.

        Args:
            data: the text, or its UTF-8 bytes.
            catalogue: where its row is looked up; the published table by default.
            origin: what to call it in an error.

        Raises:
            Faults: with every fault: a version that is not known, a
                checksum that does not fit, no such intervention, a rating that
                is none.

        >>> empty = HexagonAssessment.of("FNP")
        >>> HexagonAssessment.from_json(empty.to_json()) == empty
        True
        """
        read = _document().from_json(data, origin)
        return _known(read, catalogue, origin)

    @classmethod
    def load(
        cls, path: str | PathLike[str], *, catalogue: Catalogue | None = None
    ) -> HexagonAssessment:
        """The assessment in a file.

        Args:
            path: the file.
            catalogue: where its row is looked up; the published table by default.

        Raises:
            Faults: with every fault.
            OSError: if the file cannot be read.
        """
        return _known(_document().load(path), catalogue, str(path))

    def _repr_html_(self) -> str:
        from ..views.assessment import assessment_card

        return assessment_card(self)

    def __repr__(self) -> str:
        site = sum(each.kind == "site" for each in self.missing)
        programme = len(self.missing) - site
        return (
            f"<HexagonAssessment of {self.intervention!r}: "
            f"{counted(programme, 'programme indicator')} not entered, "
            f"{counted(site, 'site indicator')} unscored>"
        )


@cache
def _document() -> Document[HexagonAssessment]:
    return Document(
        "hexagon-assessment",
        HexagonAssessment,
        (
            DATE,
            members_of(HexagonIndicator, "Hexagon indicator"),
            Hook(Score, lambda raw: checked_rating(raw, "a score"), int),
        ),
        sealed=True,
    )


def _known(
    read: HexagonAssessment, catalogue: Catalogue | None, origin: str | None
) -> HexagonAssessment:
    """The assessment, if its row is one of the catalogue's."""
    ids = catalogue_or_published(catalogue).ids
    if read.intervention in ids:
        return read
    fault = Fault(
        "$.intervention",
        shown(read.intervention),
        "the id of an intervention in the catalogue; give the catalogue that it is in",
        nearest(read.intervention, ids),
    )
    raise Faults(origin or "a Hexagon assessment", (fault,))
