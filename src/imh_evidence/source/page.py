"""What a published page is read into: each fact with its printed text and its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ..model.errors import Faults, ImhEvidenceError
from ..model.names import slug
from ..model.record import Record
from ..model.records import CellProvenance
from ..model.scales import Audience, EfficacyRange, EvidenceLevel, PracticeLevel, joined


if TYPE_CHECKING:
    from ..model.errors import Fault

__all__ = [
    "Cell",
    "Page",
    "PageAges",
    "PageCitation",
    "PageClaim",
    "PageFigure",
    "PageGroup",
    "PageList",
    "PageReference",
    "PageRow",
    "UnfitDiff",
    "UnreadablePage",
]


@attrs.frozen
class Cell(Record):
    """A piece of the page as it is printed.

    Args:
        printed: the text, with line ends made spaces.
        line: the line it begins on, counted from 1.
        rule: how it was read.
    """

    printed: str
    line: int
    rule: str


@attrs.frozen
class PageGroup(Record):
    """A heading of the table.

    Args:
        number: its place on the page, from 1.
        label: the heading as printed, without the words around it.
        line: its line.
        theories: slugs of the theories it names, in printed order; a theory
            that is not in the vocabulary has the slug of its printed name.
        recommended: whether the sentence over it recommends all of its rows.
        recommendation: that sentence as printed, or None where there is none.
        recommendation_line: the line the sentence begins on, or None.
    """

    number: int
    label: str
    line: int
    theories: tuple[str, ...]
    recommended: bool
    recommendation: str | None = None
    recommendation_line: int | None = None


@attrs.frozen(repr=False)
class PageRow(Record):
    """A row of the table: five cells, and what is read in them.

    Args:
        group: number of the group it stands under.
        who_for: the first cell.
        name: the second cell.
        practice: the third cell.
        evidence: the fourth cell.
        efficacy: the fifth cell.
        audiences: what the first cell says.
        practice_levels: what the third cell says.
        evidence_level: what the fourth cell says.
        efficacy_range: what the fifth cell says.
    """

    group: int
    who_for: Cell
    name: Cell
    practice: Cell
    evidence: Cell
    efficacy: Cell
    audiences: tuple[Audience, ...]
    practice_levels: tuple[PracticeLevel, ...]
    evidence_level: EvidenceLevel
    efficacy_range: EfficacyRange

    @property
    def id(self) -> str:
        """The id that the printed name gives."""
        return slug(self.name.printed)

    @property
    def cells(self) -> tuple[CellProvenance, ...]:
        """The cells as a record keeps them."""
        return tuple(
            CellProvenance(field, cell.rule, cell.printed, cell.line)
            for field, cell in (
                ("name", self.name),
                ("audiences", self.who_for),
                ("practice_levels", self.practice),
                ("evidence", self.evidence),
                ("efficacy", self.efficacy),
            )
        )

    def __repr__(self) -> str:
        return (
            f"<PageRow {self.id!r}, line {self.name.line}: {joined(self.audiences)}; "
            f"{joined(self.practice_levels)}; evidence {self.evidence_level}; "
            f"efficacy {self.efficacy_range}>"
        )


@attrs.frozen
class PageFigure(Record):
    """A figure on prevalence, with the words that say of whom and of what.

    Args:
        printed: the figure as printed.
        low_percent: its lower end.
        high_percent: its upper end; the same for a single figure.
        approximate: whether the page says about or around.
        population: the key words on who was counted, in printed order.
        condition: the key words on what was counted, in printed order.
        references: numbers of the references it rests on.
        line: the line of the figure.
    """

    printed: str
    low_percent: float
    high_percent: float
    approximate: bool
    population: tuple[str, ...]
    condition: tuple[str, ...]
    references: tuple[int, ...]
    line: int


@attrs.frozen
class PageClaim(Record):
    """A statement of the page on effects.

    Args:
        line: the line it begins on.
        theories: slugs of the theories it names, in printed order.
        audience: the slug of the audience it is about, or None.
        printed: the sizes as printed, or None.
        claimed: the sizes read as levels, or None.
        references: numbers of the references it rests on.
        times_greater: how many times greater an effect it names, or None.
        highest: whether it sets the table above what is not in it.
    """

    line: int
    theories: tuple[str, ...] = ()
    audience: str | None = None
    printed: str | None = None
    claimed: EfficacyRange | None = None
    references: tuple[int, ...] = ()
    times_greater: int | None = None
    highest: bool = False


@attrs.frozen
class PageCitation(Record):
    """A mark in the prose that points to a reference.

    Args:
        number: the reference's number.
        line: the line of the mark.
    """

    number: int
    line: int


@attrs.frozen
class PageReference(Record):
    """A numbered reference, field by field as printed.

    Args:
        number: its number.
        line: the line it begins on.
        authors: its authors in printed order.
        year: year of publication.
        title: its title.
        container: journal or series.
        volume: volume.
        issue: issue.
        pages: pages or article number.
        doi: DOI without a resolver.
        pmid: PubMed id.
        pmcid: PubMed Central id.
        url: address.
        note: further dates and pages.
    """

    number: int
    line: int
    authors: tuple[str, ...]
    year: int
    title: str
    container: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    url: str | None = None
    note: str | None = None


@attrs.frozen
class PageAges(Record):
    """A span of ages that the prose names.

    Args:
        start: where it begins.
        end_months: where it ends, in months.
        printed: the words.
        line: their line.
    """

    start: str
    end_months: int
    printed: str
    line: int


@attrs.frozen
class PageList(Record):
    """A list that the prose gives, such as whom the page is for.

    Args:
        items: its items in printed order.
        line: the line it begins on.
    """

    items: tuple[str, ...]
    line: int


@attrs.frozen(repr=False)
class Page(Record):
    """A published page as it was read.

    Args:
        title: its title, above the date.
        title_line: the title's line.
        updated_printed: the date as printed.
        updated: the date as ``YYYY-MM``.
        updated_line: the date's line.
        groups: the headings of the table.
        rows: the rows of the table.
        ages: every span of ages that the prose names.
        readers: whom it is for, or None.
        exclusions: what it does not cover, or None.
        figures: figures on prevalence.
        claims: statements on effects.
        citations: marks that point to references.
        references: the references.
        sha256: checksum of what was read, in hexadecimal.
        text: the text that lines are counted in; of HTML, what it was reduced to.
    """

    title: str
    title_line: int
    updated_printed: str
    updated: str
    updated_line: int
    groups: tuple[PageGroup, ...]
    rows: tuple[PageRow, ...]
    ages: tuple[PageAges, ...]
    readers: PageList | None
    exclusions: PageList | None
    figures: tuple[PageFigure, ...]
    claims: tuple[PageClaim, ...]
    citations: tuple[PageCitation, ...]
    references: tuple[PageReference, ...]
    sha256: str
    text: str

    def __repr__(self) -> str:
        return (
            f"<Page {self.title!r}, {self.updated}: {len(self.groups)} groups, "
            f"{len(self.rows)} rows, {len(self.references)} references>"
        )


# -- Errors --------------------------------------------------------------------


@attrs.define(slots=False, repr=False)
class UnreadablePage(ImhEvidenceError, ValueError):
    """A text that is not such a page, with everything in it that cannot be read.

    >>> from imh_evidence import source
    >>> try:
    ...     source.parse("Updated some day")
    ... except source.UnreadablePage as error:
    ...     print(error.faults[0])
    line 1: found 'Updated some day', expected a month and year after Updated
    """

    #: Every fault, in the order of the page; the error's text shows the first twenty.
    faults: tuple[Fault, ...]

    def __str__(self) -> str:
        return Faults("page", self.faults).to_text()


@attrs.define(slots=False, repr=False)
class UnfitDiff(ImhEvidenceError, ValueError):
    """A diff that was asked of, or applied to, catalogues it does not fit."""

    #: What does not fit, and what to do.
    problem: str

    _says = "{problem}"
