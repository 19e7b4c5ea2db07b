"""A workbook's cells and sheets, each with its address, and what cannot be read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import attrs

from ..model.errors import SHOWN_CHARACTERS, Fault, ImhEvidenceError, printable, shown
from ..model.record import Record


if TYPE_CHECKING:
    from datetime import date

__all__ = ["Cell", "Sheet", "UnreadableWorkbook", "letters", "unreadable"]

Kind = Literal["empty", "text", "number", "flag", "date", "formula", "error"]


@attrs.define(slots=False, repr=False)
class UnreadableWorkbook(ImhEvidenceError, ValueError):
    """A file that cannot be read as a workbook."""

    #: What is wrong with it, and where.
    fault: Fault

    _says = "{fault}"


def unreadable(
    found: str, expected: str = "an .xlsx workbook", where: str = "the file"
) -> UnreadableWorkbook:
    """The error of a file in which something was found."""
    return UnreadableWorkbook(Fault(where, found, expected))


@attrs.frozen
class Cell(Record):
    """One cell of a sheet.

    Args:
        sheet: the name of its sheet.
        row: its row, from 1.
        column: its column, from 1.
        kind: ``text``, ``number``, ``flag``, ``date``, ``empty``, or one of
            the two that no reader takes: ``formula`` and ``error``.
        value: what stands in it; of a formula or an error, its text.

    >>> Cell("Interventions", 5, 5, "text", "hgh").address
    'Interventions!E5'
    """

    sheet: str
    row: int
    column: int
    kind: Kind = "empty"
    value: str | int | float | bool | date | None = None

    @property
    def address(self) -> str:
        """Where it is, as a spreadsheet writes it."""
        return f"{_quoted(self.sheet)}!{letters(self.column)}{self.row}"

    @property
    def found(self) -> str:
        """What stands in it, as an error says it."""
        if self.kind == "empty":
            return "nothing"
        if self.kind == "text":
            return shown(self.value)
        if self.kind == "flag":
            return str(self.value).upper()
        return f"the {self.kind} {printable(str(self.value)[:SHOWN_CHARACTERS])}"

    def fault(self, expected: str, near: str | None = None) -> Fault:
        """The fault of this cell.

        Args:
            expected: what would be accepted.
            near: the accepted value spelt most like it, or None.
        """
        return Fault(self.address, self.found, expected, near)


@attrs.frozen
class Sheet(Record):
    """One sheet of a workbook.

    Args:
        name: its name.
        rows: its rows that hold something, each with its cells that do.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...] = ()

    @property
    def address(self) -> str:
        """The sheet, as the first part of an address."""
        return _quoted(self.name)


def _quoted(name: str) -> str:
    """A sheet's name as an address writes it: in quotes, unless it is one word."""
    if re.fullmatch("[A-Za-z_][A-Za-z0-9_]*", name):
        return name
    doubled = printable(name).replace("'", "''")
    return f"'{doubled}'"


def letters(column: int) -> str:
    """The letters of a column.

    >>> letters(1), letters(26), letters(27), letters(703)
    ('A', 'Z', 'AA', 'AAA')
    """
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
