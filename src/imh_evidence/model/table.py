"""A table as a value: columns that say what they hold, and rows of plain cells.

Whatever leaves the library as a table is written from one of these, and whatever
comes in as a table is read into one.
"""

from collections.abc import Iterable
from typing import Any, Literal

import attrs

from .errors import Fault, Faults, shown
from .notice import Notice
from .record import Record, text, tuple_of


Cell = str | int | float | bool | None
Kind = Literal["text", "number", "flag", "date", "level", "levels", "range"]


def cell_text(cell: Cell) -> str:
    """A cell as people read it; an empty one is empty.

    >>> cell_text(True), cell_text(2.5), cell_text(None)
    ('Yes', '2.5', '')
    """
    if cell is None:
        return ""
    return ("No", "Yes")[cell] if isinstance(cell, bool) else str(cell)


# What a column or a table is called, if nothing else is said.
_NAME: Any = attrs.Factory(lambda made: made.name, takes_self=True)


@attrs.frozen
class Column(Record):
    """One column of a table: what it is called and what its cells mean.

    Args:
        name: its name in programs.
        heading: its heading as people read it; the name if none is given.
        kind: what its cells hold. A ``level`` is one term of the vocabulary,
            ``levels`` are several, a ``range`` is one term or two as ``Low–High``.
        description: what it means, in a sentence.
        vocabulary: every accepted value, if there are only so many.
        ordered: whether the vocabulary runs from low to high.
        required: whether people must fill its cells.

    Raises:
        Faults: for a name or a heading that nobody can see.

    >>> Column("efficacy", "Efficacy", "range", vocabulary=["Low", "High"]).vocabulary
    ('Low', 'High')
    """

    name: str = attrs.field(validator=text)
    heading: str = attrs.field(default=_NAME, validator=text)
    kind: Kind = "text"
    description: str = ""
    vocabulary: tuple[str, ...] = attrs.field(default=(), converter=tuple_of)
    ordered: bool = False
    required: bool = False


def _rows(value: Iterable[Iterable[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(tuple_of(row) for row in tuple_of(value))


@attrs.frozen
class Table(Record):
    """Columns, and rows with a plain cell for each of them.

    Args:
        name: its name in programs and files.
        columns: what the cells of each row are, in order.
        rows: the rows; a cell is a text, a number, True, False or None.
        title: its title as people read it; the name if none is given.
        notice: where the rows come from and how to use them, or None.

    Raises:
        Faults: for rows with too few or too many cells, cells that are not plain
            and columns with the same name: all of them, at once.
        WrongType: if the rows, or one of them, cannot be walked.

    >>> table = Table("costs", [Column("name"), Column("pounds", kind="number")],
    ...     rows=[("EasyPeasy", 40), ("Child First", None)])
    >>> table.rows[1]
    ('Child First', None)
    """

    name: str = attrs.field(validator=text)
    columns: tuple[Column, ...] = attrs.field(converter=tuple_of)
    rows: tuple[tuple[Cell, ...], ...] = attrs.field(default=(), converter=_rows)
    title: str = attrs.field(default=_NAME, validator=text)
    notice: Notice | None = None

    def __attrs_post_init__(self) -> None:
        names = [column.name for column in self.columns]
        twice = dict.fromkeys(name for name in names if names.count(name) > 1)
        faults = [Fault("columns", f"{shown(name)} twice", "different names") for name in twice]
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(names):
                expected = f"{len(names)}, one for each column"
                faults.append(Fault(f"row {number}", f"{len(row)} cells", expected))
            for column, cell in zip(self.columns, row, strict=False):
                if not isinstance(cell, str | int | float | None):
                    expected = "text, a number, True, False or None"
                    faults.append(Fault(f"row {number}, {column.name}", shown(cell), expected))
        if faults:
            raise Faults(self.name, tuple(faults))
