"""Sheets that hold a list under headings, read with the place of each cell.

What writes such sheets is here too, so that whoever reads them has one place to go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ..model.errors import Fault, listed, nearest, shown
from ..model.names import name_key
from ..model.record import Record
from .books import Book, Heading, first_day
from .cells import Cell, Sheet, UnreadableWorkbook
from .xlsx import read_sheets


if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "Book",
    "Cell",
    "Heading",
    "Row",
    "Sheet",
    "UnreadableWorkbook",
    "first_day",
    "read_rows",
    "read_sheets",
]


@attrs.frozen
class Row(Record):
    """One row of a list.

    Args:
        number: its row in the sheet.
        address: the row, as a spreadsheet writes it.
        cells: the cells under each heading; of a numbered one, those that
            hold something.
    """

    number: int
    address: str
    cells: Mapping[str, tuple[Cell, ...]]

    def __getitem__(self, title: str) -> Cell:
        return self.cells[title][0]

    def several(self, title: str) -> tuple[Cell, ...]:
        """The cells under a numbered heading that hold something."""
        return tuple(cell for cell in self.cells[title] if cell.kind != "empty")


def read_rows(
    sheet: Sheet, headings: Sequence[Heading]
) -> tuple[tuple[Row, ...], tuple[Fault, ...]]:
    """The rows of a sheet that holds a list, its first row being the headers.

    Args:
        sheet: the sheet.
        headings: the columns it has, in any order, and may have.

    Returns:
        Each row that holds something, and what is wrong with the headers;
        where those are wrong, there are no rows.

    >>> sheet = Sheet("Facts", ((Cell("Facts", 1, 1, "text", "Nam"),),))
    >>> rows, faults = read_rows(sheet, [Heading(title="Name")])
    >>> print(faults[0])
    Facts!A1: found 'Nam', expected a header: Name (the nearest is 'Name')
    """
    columns: dict[int, Heading] = {}
    faults = []
    header, *rest = sheet.rows or ((),)
    if not header or header[0].row != 1:
        header, rest = (), [*sheet.rows]
    known: dict[str, Heading] = {name_key(each.title): each for each in headings}
    titles = [each.title for each in headings]
    for cell in header:
        key = name_key(str(cell.value)) if cell.kind == "text" else ""
        heading = known.get(key)
        base, _, number = key.rpartition(" ")
        if heading is None and number.isdecimal() and base in known:
            heading = known[base] if known[base].numbered else None
        if heading is None:
            near = nearest(cell.value, {title.lower(): title for title in titles})
            label = next((each for each in titles if each.lower() == near), None)
            faults.append(cell.fault(f"a header: {listed(titles)}", label))
        elif heading in columns.values() and not heading.numbered:
            faults.append(cell.fault("each header once"))
        else:
            columns[cell.column] = heading
    faults += (
        Fault(f"{sheet.address}!1:1", "nothing", f"the header {shown(each.title)}")
        for each in headings
        if each.required and each not in columns.values()
    )
    if faults:
        return (), tuple(faults)
    rows = []
    for cells in rest:
        faults += (cell.fault("a header over it") for cell in cells if cell.column not in columns)
        rows.append(_row(sheet, cells, columns, headings))
    return tuple(rows), tuple(faults)


def _row(
    sheet: Sheet, cells: Sequence[Cell], columns: Mapping[int, Heading], headings: Sequence[Heading]
) -> Row:
    number = cells[0].row
    held = {cell.column: cell for cell in cells}
    by_title: dict[str, list[Cell]] = {heading.title: [] for heading in headings}
    for column, heading in sorted(columns.items()):
        empty = Cell(sheet.name, number, column)
        by_title[heading.title].append(held.get(column, empty))
    for heading in headings:
        # A column that is not there has no place; the row has one.
        by_title[heading.title] = by_title[heading.title] or [Cell(sheet.name, number, 1)]
    return Row(
        number,
        f"{sheet.address}!{number}:{number}",
        {title: tuple(found) for title, found in by_title.items()},
    )
