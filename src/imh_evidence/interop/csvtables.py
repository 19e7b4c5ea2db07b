"""Tables as CSV: exact text, with a mark of its own for what is missing."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from ..errors import Fault, InvalidCatalogue
from .rebuilding import Found


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .tables import Cell, Table

__all__ = ["csv_table", "missing_mark", "read_csv_table", "text_of"]


def missing_mark(tables: Iterable[Table]) -> str:
    """The text that stands for a missing value, and that no cell has.

    The empty text, unless a cell is empty and not missing.
    """
    texts = {
        cell
        for table in tables
        for row in table.rows
        for cell in row
        if isinstance(cell, str)
    }
    mark = ""
    while mark in texts:
        mark = f"({mark or 'missing'})"
    return mark


def text_of(mark: str) -> Callable[[Cell], str]:
    """How a cell is written, given the mark of what is missing."""

    def written(cell: Cell) -> str:
        if cell is None:
            return mark
        if isinstance(cell, bool):
            return "true" if cell else "false"
        return str(cell)

    return written


def csv_table(table: Table, mark: str) -> bytes:
    """A table as a CSV file: UTF-8, commas, lines that end in CR LF."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(table.columns)
    written = text_of(mark)
    writer.writerows(map(written, row) for row in table.rows)
    return text.getvalue().encode()


def read_csv_table(data: bytes, name: str, origin: str, mark: str) -> Found:
    """A table as it stands in a CSV file.

    Args:
        data: the file.
        name: the name of the file.
        origin: what to call the whole in an error.
        mark: the text that stands for a missing value.

    Raises:
        InvalidCatalogue: if it is no CSV, or has rows of other lengths.
    """
    try:
        text = io.StringIO(data.decode(), newline="")
        records = [*csv.reader(text, strict=True)]
    except (UnicodeDecodeError, csv.Error) as error:
        fault = Fault(name, str(error), "a table as CSV in UTF-8")
        raise InvalidCatalogue(origin, [fault]) from None
    if not records:
        fault = Fault(name, "an empty file", "a table as CSV in UTF-8")
        raise InvalidCatalogue(origin, [fault])
    columns, *rows = records
    faults = [
        Fault(f"{name}, record {number}", f"{len(row)} cells", f"{len(columns)} cells")
        for number, row in enumerate(rows, 1)
        if len(row) != len(columns)
    ]
    if len(set(columns)) != len(columns):
        faults.append(Fault(name, "a column more than once", "each column once"))
    if faults:
        raise InvalidCatalogue(origin, faults)
    return Found(
        tuple(columns),
        [tuple(None if cell == mark else cell for cell in row) for row in rows],
    )
