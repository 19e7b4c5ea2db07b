"""Rows as people see them: the printed columns, the card of one, the table of several.

A row here is an Intervention. Rows show themselves, so their module stands above
this one, which therefore cannot name their type.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from .record import Vocabulary
from .report import Caution, Part, Report
from .scales import Audience, EfficacyLevel, EvidenceLevel, PracticeLevel, counted
from .table import Cell, Column, Kind, Table, cell_text


_PRACTICE = "Type of psychological practice"

#: Headings of the printed columns that are always there.
ALWAYS_PRINTED = ("Intervention", "Who for", _PRACTICE, "Evidence", "Efficacy")

# Rows of a card; a notebook need not draw a catalogue of thousands.
_SHOWN_ROWS = 100


def _column(heading: str, kind: Kind, description: str, scale: Iterable[Vocabulary] = ()) -> Column:
    name, labels = heading.lower().replace(" ", "_"), [member.label for member in scale]
    ordered, required = bool(labels) and scale is not Audience, heading in ALWAYS_PRINTED
    return Column(name, heading, kind, description, labels, ordered, required)


_COLUMNS = (
    _column("Intervention", "text", "The name as printed."),
    _column("Who for", "levels", "Who it is for.", Audience),
    _column(_PRACTICE, "levels", "Who can deliver it.", PracticeLevel),
    _column("Evidence", "level", "How good the evidence base is.", EvidenceLevel),
    _column("Efficacy", "range", "How large the reported effects are.", EfficacyLevel),
    _column("Id", "text", "Its id, made from the name."),
    _column("Theory", "text", "The theories it stands under."),
    _column("Also known as", "text", "Other names of the same programme."),
    _column("Suite", "flag", "Whether it is a suite of programmes."),
    _column("Source", "text", "Where the row comes from."),
)

#: Every printed column by heading: those always there, then those to be asked for.
PRINTED = {column.heading: column for column in _COLUMNS}


def printed_cells(row: Any) -> dict[str, Cell]:
    """The cells of a row by the heading of their column; a row does not know its source.

    >>> from imh_evidence import interventions
    >>> printed_cells(interventions["FNP"])["Also known as"]
    'FNP'
    """
    return {
        "Intervention": row.name,
        "Who for": row.who_for,
        _PRACTICE: row.practice,
        "Evidence": row.evidence.label,
        "Efficacy": str(row.efficacy),
        "Id": row.id,
        "Theory": " / ".join(theory.label for theory in row.theories),
        "Also known as": "; ".join(row.aliases),
        "Suite": row.is_suite,
    }


def printed_row(row: Any) -> dict[str, str]:
    """A row as printed: the headings that are always there, and the texts under them.

    >>> from imh_evidence import interventions
    >>> printed_row(interventions["EasyPeasy"])["Who for"]
    'Universal'
    """
    cells = printed_cells(row)
    return {heading: cell_text(cells[heading]) for heading in ALWAYS_PRINTED}


def _table(headings: Iterable[str], rows: Iterable[Mapping[str, Cell]]) -> Table:
    cells = [[row[heading] for heading in headings] for row in rows]
    return Table("interventions", [PRINTED[heading] for heading in headings], cells)


def intervention_report(row: Any) -> Report:
    """The card of one row: everything it prints, and the edition it was read in.

    Args:
        row: an Intervention.

    >>> from imh_evidence import interventions
    >>> print(intervention_report(interventions["FNP"]).foot[-1])
    Edition 2023-04. Sources: the page; not from the page: names in common use.
    """
    headings = ["Theory", *ALWAYS_PRINTED[1:], "Also known as", "Id", "Suite"]
    table = _table(headings, [printed_cells(row) | {"Suite": row.is_suite or None}])
    unlike = []
    for each in row.related:
        short = f" ({each.abbreviation})" if each.abbreviation else ""
        unlike.append(f"Not the same as {each.name}{short}: {each.note}.")
    sources = "; ".join(dict.fromkeys(cell.source for cell in row.provenance.values()))
    read = [f"Edition {row.provenance.edition}."] if row.provenance.edition else []
    read += [f"Sources: {sources}."] if sources else []
    parts = [Part(table=table, layout="upright"), Part(items=unlike)]
    return Report(row.name, parts, (), [" ".join(read)] if read else [])


def catalogue_report(
    rows: Iterable[Any],
    title: str,
    cautions: Iterable[Caution] = (),
    foot: Iterable[str] = (),
    groups: Mapping[int | None, str] | None = None,
) -> Report:
    """Rows as a table under the headings of their groups, and a line of count.

    Args:
        rows: Interventions; of very many the first are shown, and the rest counted.
        title: what they are.
        cautions: what to bear in mind.
        foot: lines that close it.
        groups: the heading of each group by its number; a row in none of them
            stands under its theories.
    """
    rows, labels = tuple(rows), groups or {}
    cells = [printed_cells(row) for row in rows[:_SHOWN_ROWS]]
    for row, each in zip(rows, cells, strict=False):
        each["Theory"] = labels.get(row.theory_group) or each["Theory"]
    table = _table([*ALWAYS_PRINTED, "Theory"], cells)
    count = f"{counted(len(rows), 'programme')}."
    count += f" The first {_SHOWN_ROWS} are shown." if len(rows) > _SHOWN_ROWS else ""
    return Report(title, [Part(table=table, group="theory"), Part(items=[count])], cautions, foot)
