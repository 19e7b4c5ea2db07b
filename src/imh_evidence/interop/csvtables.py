"""Tables as CSV, for programs: what is missing is an empty cell."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from .tables import Cell, Table

__all__ = ["csv_table"]


def csv_table(table: Table) -> bytes:
    """A table as a CSV file: UTF-8, commas, lines that end in CR LF."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows(map(_text, row) for row in table.rows)
    return text.getvalue().encode()


def _text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return "" if cell is None else str(cell)
