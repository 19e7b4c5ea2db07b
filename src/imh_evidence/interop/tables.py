"""What a table is: columns with types, a key, references to other tables, rows."""

from __future__ import annotations

from typing import Literal

import attrs

from ..model.record import Record


__all__ = ["Cell", "Field", "ForeignKey", "Kind", "Table"]

#: What a cell holds.
Cell = str | int | bool | None

Kind = Literal["text", "number", "flag"]


@attrs.frozen
class Field(Record):
    """One column of a table.

    Args:
        name: its name.
        kind: ``text``, ``number`` (whole) or ``flag`` (true or false).
        description: what it holds, in one sentence.
        required: whether every row has a value.
        accepted: the only values there are, if there are few.
        ordered: whether the accepted values are listed low to high.
        unique: whether no two rows have the same value.
    """

    name: str
    kind: Kind
    description: str
    required: bool = True
    accepted: tuple[str, ...] = ()
    ordered: bool = False
    unique: bool = False


@attrs.frozen
class ForeignKey(Record):
    """A column whose values are found in another table.

    Args:
        field: the column.
        table: the other table.
        target: the column of the other table.
    """

    field: str
    table: str
    target: str


@attrs.frozen
class Table(Record):
    """One table with its rows.

    Args:
        name: its name.
        description: what it holds, in one sentence.
        fields: its columns.
        key: the columns that tell its rows apart.
        foreign: the columns that refer to other tables, which come before it.
        rows: its rows, in order.
    """

    name: str
    description: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    foreign: tuple[ForeignKey, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(field.name for field in self.fields)
