"""From cells to plain values, and where each value stood, so that a fault names its cell."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

import attrs

from ..documents.jsontext import within
from ..model.errors import Fault, listed, nearest
from ..model.names import name_key
from ..model.scales import EvidenceLevel


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from .sheets import Cell, Row

__all__ = ["Taking", "Unfit", "flag", "level", "month", "nearest_of", "needed", "text", "yes"]

# Of how many faults the nearest value is looked for; looking takes a while.
_COMPARED = 100

_ANSWERS = {"yes": True, "no": False}
_LEVELS = {level.label.lower(): level.value for level in EvidenceLevel}


class Unfit(ValueError):
    """A cell that does not hold what it should.

    Args:
        expected: what would be accepted.
        near: the accepted value spelt most like it, or None.
    """

    def __init__(self, expected: str, near: str | None = None) -> None:
        super().__init__(expected, near)
        self.expected, self.near = expected, near


def nearest_of(value: object, labels: Iterable[str]) -> str | None:
    """The label spelt most like a value, whatever the case of either.

    >>> nearest_of("hgh", ["Low", "Medium", "High"])
    'High'
    """
    lowered = {label.lower(): label for label in islice(labels, 1_000)}
    return lowered.get(nearest(value, lowered) or "")


def _is_blank(cell: Cell) -> bool:
    return cell.kind == "empty" or (isinstance(cell.value, str) and not name_key(cell.value))


def text(cell: Cell) -> str | None:
    """The text of a cell, to the letter."""
    if cell.kind == "empty":
        return None
    if cell.kind != "text":
        raise Unfit("text: type it into a cell whose format is Text")
    return str(cell.value)


def needed(cell: Cell) -> str:
    """The text of a cell that may not be empty."""
    value = text(cell)
    if value is None:
        raise Unfit("a name, or no row")
    return value


def flag(cell: Cell) -> bool | None:
    """Whether a cell says yes; None if it says nothing."""
    if _is_blank(cell):
        return None
    if cell.kind == "flag":
        return bool(cell.value)
    answer = _ANSWERS.get(name_key(str(cell.value))) if cell.kind == "text" else None
    if answer is None:
        raise Unfit("Yes, or an empty cell", nearest_of(cell.value, ["Yes"]))
    return answer


def yes(cell: Cell) -> bool | None:
    """Whether a cell says yes; None if it says no, or nothing."""
    return flag(cell) or None


def level(cell: Cell) -> str | None:
    """The slug of the level that a cell names."""
    if _is_blank(cell):
        return None
    slug: str | None = _LEVELS.get(name_key(str(cell.value))) if cell.kind == "text" else None
    if slug is None:
        labels = [each.label for each in EvidenceLevel]
        raise Unfit(f"one of {listed(labels)}", nearest_of(cell.value, labels))
    return slug


def month(cell: Cell) -> str | None:
    """A year and month; a spreadsheet may have made a day of what was typed."""
    if isinstance(cell.value, date):
        return f"{cell.value.year:04}-{cell.value.month:02}"
    return text(cell)


class Taking:
    """What has been taken from the cells of a workbook so far.

    Args:
        limit: how many faults are told.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        #: What is wrong with cells.
        self.faults: list[Fault] = []
        #: Where each value stood, by its path.
        self.places: dict[str, str] = {"$": "the file"}
        #: The paths of values that need no more telling.
        self.told: set[str] = set()

    @property
    def is_full(self) -> bool:
        """Whether there are as many faults as are told."""
        return len(self.faults) >= self._limit

    def near(self, value: object, labels: Iterable[str]) -> str | None:
        """The label nearest to a value, as long as anybody reads so many faults."""
        if len(self.faults) >= _COMPARED:
            return None
        return nearest_of(value, labels)

    def refuse(self, path: str, cell: Cell, error: Unfit) -> None:
        """Note what is wrong with the cell of a value."""
        self.faults.append(cell.fault(error.expected, error.near))
        self.told.add(path)

    def take(
        self,
        plain: dict[str, Any],
        path: str,
        key: str,
        cell: Cell,
        read: Callable[[Cell], Any] = text,
    ) -> None:
        """Put what a cell holds under a key; an empty cell holds nothing."""
        where = within(path, key)
        self.places[where] = cell.address
        try:
            value = read(cell)
        except Unfit as error:
            self.refuse(where, cell, error)
        else:
            if value is not None:
                plain[key] = value

    def take_all(self, path: str, row: Row, texts: Mapping[str, str]) -> dict[str, Any]:
        """What the cells of a row hold, by key, given the heading of each."""
        plain: dict[str, Any] = {}
        for key, title in texts.items():
            self.take(plain, path, key, row[title])
        return plain

    def take_list(
        self,
        plain: dict[str, Any],
        path: str,
        key: str,
        cells: Iterable[Cell],
        read: Callable[[Cell], Any] = text,
    ) -> None:
        """Put what several cells hold under a key, as a list."""
        where = within(path, key)
        values: list[Any] = []
        for cell in cells:
            self.places.setdefault(where, cell.address)
            try:
                value = read(cell)
            except Unfit as error:
                self.refuse(where, cell, error)
            else:
                self.places[f"{where}[{len(values)}]"] = cell.address
                values.append(value)
        plain[key] = values

    def placed(self, faults: Iterable[Fault]) -> Iterator[Fault]:
        """Faults of plain values at their cells, without those that are told."""
        for fault in faults:
            path = fault.place
            if path in self.told:
                continue
            # Where a value has no cell of its own, what it is part of has one.
            while path not in self.places:
                path = path[: max(path.rfind("."), path.rfind("["))]
            expected = "a value" if fault.expected == "this key" else fault.expected
            yield attrs.evolve(fault, place=self.places[path], expected=expected)
