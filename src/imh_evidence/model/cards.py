"""Rows as people see them: the printed columns, the card of one, the table of several.

A row here is an Intervention. Rows show themselves, so their module stands above
this one, which therefore cannot name their type.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from .errors import UnknownField
from .notice import Notice
from .report import Caution, Part, Report
from .scales import counted
from .table import Cell, Column, Kind, Table, cell_text


__all__ = [
    "ALWAYS_PRINTED",
    "PRINTED",
    "catalogue_report",
    "intervention_report",
    "printed_row",
    "printed_table",
    "theories_of",
]

_LEVELS = ("Low", "Medium", "High")
_PRACTICES = ("Informed", "Skilled", "Enhanced", "Specialist")
_PRACTICE = "Type of psychological practice"

#: Headings of the printed columns that are always there.
ALWAYS_PRINTED = ("Intervention", "Who for", _PRACTICE, "Evidence", "Efficacy")


def _column(heading: str, kind: Kind, description: str, *vocabulary: str) -> Column:
    name, required = heading.lower().replace(" ", "_"), heading in ALWAYS_PRINTED
    ordered = vocabulary in (_LEVELS, _PRACTICES)
    return Column(name, heading, kind, description, vocabulary, ordered, required)


#: Every printed column by heading: those always there, then those to be asked for.
PRINTED = {
    column.heading: column
    for column in (
        _column("Intervention", "text", "The name as printed."),
        _column("Who for", "levels", "Who it is for.", "Universal", "Targeted"),
        _column(_PRACTICE, "levels", "Who can deliver it.", *_PRACTICES),
        _column("Evidence", "level", "How good the evidence base is.", *_LEVELS),
        _column("Efficacy", "range", "How large the reported effects are.", *_LEVELS),
        _column("Id", "text", "Its id, made from the name."),
        _column("Theory", "text", "The theories it stands under."),
        _column("Also known as", "text", "Other names of the same programme."),
        _column("Suite", "flag", "Whether it is a suite of programmes."),
        _column("Source", "text", "Where the row comes from."),
    )
}
_NOT_THE_SAME = Column("not_the_same_as", "Not the same as")


def theories_of(row: Any) -> str:
    """The theories of a row as one text, in printed order.

    >>> from imh_evidence.model.records import Intervention
    >>> theories_of(Intervention("a", "A", ["attachment", "psychoeducation"],
    ...     ["universal"], ["skilled"], "high", "low"))
    'Attachment Theory / Psychoeducation'
    """
    return " / ".join(each.label for each in row.theories)


def _cells(row: Any, headings: Iterable[str], **known: Cell) -> list[Cell]:
    cells = {
        "Intervention": row.name,
        "Who for": row.who_for,
        _PRACTICE: row.practice,
        "Evidence": row.evidence.label,
        "Efficacy": str(row.efficacy),
        "Id": row.id,
        "Theory": theories_of(row),
        "Also known as": "; ".join(row.aliases),
        "Suite": row.is_suite,
        "Source": None,
        **known,
    }
    return [cells[heading] for heading in headings]


def _headings(more: Iterable[str]) -> list[str]:
    wanted = dict.fromkeys((*ALWAYS_PRINTED, *more))
    for heading in wanted:
        if heading not in PRINTED:
            raise UnknownField("printed columns", heading, tuple(PRINTED))
    return [heading for heading in PRINTED if heading in wanted]


def printed_row(row: Any, more: Iterable[str] = ()) -> dict[str, str]:
    """A row as printed: headings, and the texts under them.

    Args:
        row: an Intervention.
        more: headings of :data:`PRINTED` that are not always there.

    Raises:
        UnknownField: for another heading, with the nearest.

    >>> from imh_evidence.model.records import Intervention
    >>> row = Intervention("easypeasy", "EasyPeasy", ["psychoeducation"],
    ...     ["universal"], ["skilled"], "high", "medium")
    >>> printed_row(row)["Who for"]
    'Universal'
    """
    headings = _headings(more)
    return dict(zip(headings, map(cell_text, _cells(row, headings)), strict=True))


def printed_table(
    rows: Iterable[Any],
    more: Iterable[str] = (),
    *,
    title: str = "Interventions",
    notice: Notice | None = None,
    sources: Mapping[str, str] | None = None,
) -> Table:
    """The printed columns of rows, as a table.

    Args:
        rows: Interventions.
        more: headings of :data:`PRINTED` that are not always there.
        title: the title of the table.
        notice: where the rows come from and how to use them.
        sources: the source of each row by its id, for the column Source.

    Raises:
        UnknownField: for another heading, with the nearest.

    >>> printed_table([], ["Theory"]).columns[-1].heading
    'Theory'
    """
    headings, known = _headings(more), sources or {}
    cells = [_cells(row, headings, Source=known.get(row.id)) for row in rows]
    columns = [PRINTED[heading] for heading in headings]
    return Table("interventions", columns, cells, title, notice)


def intervention_report(row: Any, foot: Iterable[str] = ()) -> Report:
    """The card of one row: everything it prints, and the edition it was read in.

    Args:
        row: an Intervention.
        foot: further lines to close it, above its edition.
    """
    headings = ["Theory", *ALWAYS_PRINTED[1:], "Also known as"]
    unlike = "; ".join(
        f"{each.name} ({each.abbreviation}): {each.note}"
        if each.abbreviation
        else f"{each.name}: {each.note}"
        for each in row.related
    )
    columns = [*(PRINTED[heading] for heading in headings), _NOT_THE_SAME]
    table = Table("intervention", columns, [[*_cells(row, headings), unlike]])
    edition = row.provenance.edition
    read = [f"Read in edition {edition} of the source."] if edition else []
    return Report(row.name, [Part(table=table, layout="upright")], (), [*foot, *read])


def catalogue_report(
    rows: Iterable[Any],
    title: str,
    cautions: Iterable[Caution] = (),
    foot: Iterable[str] = (),
    groups: Mapping[int | None, str] | None = None,
) -> Report:
    """Rows as a table under the headings of their groups, and a line of count.

    Args:
        rows: Interventions.
        title: what they are.
        cautions: what to bear in mind.
        foot: lines that close it.
        groups: the heading of each group by its number; a row in none of them
            stands under its theories.
    """
    rows = tuple(rows)
    headings, labels = [*ALWAYS_PRINTED, "Theory"], groups or {}
    cells = [
        _cells(row, headings, Theory=labels.get(row.theory_group) or theories_of(row))
        for row in rows
    ]
    table = Table("interventions", [PRINTED[each] for each in headings], cells)
    count = f"{counted(len(rows), 'programme')}."
    parts = [Part(table=table, group="theory"), Part(items=[count])]
    return Report(title, parts, cautions, foot)
