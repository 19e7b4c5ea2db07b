"""The parts of a workbook file, each taken in as it is parsed."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from ..model.errors import shown
from .cells import Cell, unreadable


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .cells import Kind

__all__ = ["Cells", "Dates", "PartHandler", "Parts", "Relations", "Strings"]

#: How many columns a sheet may have before it is no list that people fill in.
MAX_COLUMNS = 200


def _plain(name: str) -> str:
    """A name without its namespace; there are two sets of them for one format."""
    return name.rpartition(" ")[2]


class PartHandler:
    """Takes one part as it is parsed, and the text within the elements it asks for."""

    #: Elements whose text is kept.
    texts: frozenset[str] = frozenset()

    def __init__(self) -> None:
        self._held: list[str] | None = None

    def start(self, name: str, given: dict[str, str]) -> None:
        """An element begins, with its attributes."""
        plain = _plain(name)
        if plain in self.texts:
            self._held = []
        self._opened(plain, {_plain(key): value for key, value in given.items()})

    def end(self, name: str) -> None:
        """An element ends."""
        plain, held = _plain(name), ""
        if plain in self.texts:
            held, self._held = "".join(self._held or ()), None
        self._closed(plain, held)

    def text(self, text: str) -> None:
        """Text within an element."""
        if self._held is not None:
            self._held.append(text)

    def _opened(self, name: str, given: dict[str, str]) -> None:
        """An element begins."""

    def _closed(self, name: str, text: str) -> None:
        """An element ends."""


class Relations(PartHandler):
    """What a part names: an id, a kind and a target of each, none outside the file."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []

    def _opened(self, name: str, given: dict[str, str]) -> None:
        if name == "Relationship" and given.get("TargetMode") != "External":
            self.found.append((given["Id"], given["Type"], given["Target"]))


class Parts(PartHandler):
    """The names of the sheets, and the day that dates are counted from."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str]] = []
        self.base = datetime(1899, 12, 30)  # noqa: DTZ001 -- sheets know no zones

    def _opened(self, name: str, given: dict[str, str]) -> None:
        if name == "sheet":
            self.sheets.append((given["name"], given["id"]))
        elif name == "workbookPr" and given.get("date1904") in {"1", "true"}:
            self.base = datetime(1904, 1, 1)  # noqa: DTZ001 -- the same


class Strings(PartHandler):
    """The texts that cells share, without the readings written beside characters."""

    texts = frozenset("t")

    def __init__(self) -> None:
        super().__init__()
        self.all: list[str] = []
        self._runs: list[str] = []
        self._beside = False

    def _opened(self, name: str, given: dict[str, str]) -> None:  # noqa: ARG002 -- as named
        if name == "rPh":
            self._beside = True

    def _closed(self, name: str, text: str) -> None:
        if name == "t" and not self._beside:
            self._runs.append(text)
        elif name == "rPh":
            self._beside = False
        elif name in {"si", "is"}:
            self.all.append(_unescaped("".join(self._runs)))
            self._runs = []


def _unescaped(text: str) -> str:
    """Text with the characters that XML cannot hold, which stand as ``_xHHHH_``."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), text)


# Numbers of the formats for dates and times that need not be declared.
_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
# Parts of a format that are shown as they stand, or are colours and the like.
_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)


class Dates(PartHandler):
    """Which of the styles are those of dates."""

    def __init__(self) -> None:
        super().__init__()
        self.styles: list[bool] = []
        self._own: set[int] = set()
        self._within = False

    def _opened(self, name: str, given: dict[str, str]) -> None:
        if name == "numFmt" and re.search(
            "[dmyhs]", _SHOWN.sub("", given["formatCode"]), re.IGNORECASE
        ):
            self._own.add(int(given["numFmtId"]))
        elif name == "cellXfs":
            self._within = True
        elif name == "xf" and self._within:
            number = int(given.get("numFmtId", 0))
            self.styles.append(number in _DATES or number in self._own)

    def _closed(self, name: str, text: str) -> None:  # noqa: ARG002 -- as named
        if name == "cellXfs":
            self._within = False


_PLACE = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")
# Longer numbers are no number that anybody typed, and are slow to convert.
_MAX_DIGITS = 32


class Cells(Strings):
    """The cells of one sheet."""

    texts = frozenset(("t", "v", "f"))

    def __init__(self, sheet: str, strings: Strings, dates: Dates, base: datetime) -> None:
        super().__init__()
        self._sheet = sheet
        self._strings, self._dates, self._base = strings.all, dates.styles, base
        self._rows: dict[int, dict[int, Cell]] = {}
        self._row = self._column = 0
        self._given: dict[str, str] = {}
        self._value = ""
        self._formula: str | None = None
        self._takes: dict[str, Callable[[dict[str, str]], None]] = {
            "row": self._next_row,
            "c": self._next_cell,
        }

    def rows(self) -> Iterable[tuple[Cell, ...]]:
        """Rows that hold something, from the top."""
        for _, row in sorted(self._rows.items()):
            yield tuple(cell for _, cell in sorted(row.items()))

    def _opened(self, name: str, given: dict[str, str]) -> None:
        super()._opened(name, given)
        if name in self._takes:
            self._takes[name](given)
        elif name == "f":
            self._formula = ""

    def _next_row(self, given: dict[str, str]) -> None:
        self._row = int(given.get("r", self._row + 1))
        self._column = 0

    def _next_cell(self, given: dict[str, str]) -> None:
        self._given, self._value, self._formula = given, "", None
        self._column += 1
        if "r" in given:
            place = _PLACE.fullmatch(given["r"])
            if place is None:
                raise unreadable(f"a cell with the address {shown(given['r'])}")
            self._row, self._column = int(place[2]), 0
            for letter in place[1]:
                self._column = self._column * 26 + ord(letter) - ord("A") + 1

    def _closed(self, name: str, text: str) -> None:
        super()._closed(name, text)
        if name == "v":
            self._value = text
        elif name == "f":
            self._formula = text
        elif name == "c":
            kind, value = self._read()
            self.all.clear()
            if kind != "empty":
                self._keep(Cell(self._sheet, self._row, self._column, kind, value))

    def _keep(self, cell: Cell) -> None:
        row = self._rows.setdefault(cell.row, {})
        row[cell.column] = cell
        if cell.column > MAX_COLUMNS:
            expected = f"at most {MAX_COLUMNS} columns"
            raise unreadable("more columns", expected, cell.address)

    def _read(self) -> tuple[Kind, str | int | float | bool | date | None]:
        type_ = self._given.get("t", "n")
        if self._formula is not None:
            return "formula", f"={self._formula}"
        if not self._value and type_ != "inlineStr":
            return "empty", None
        if type_ == "inlineStr":
            value = "".join(self.all)
        elif type_ == "s":
            index = int(self._value)
            if not 0 <= index < len(self._strings):
                raise IndexError("a text that is not there")
            value = self._strings[index]
        elif type_ == "str":
            value = _unescaped(self._value)
        else:
            return self._number(type_)
        return ("text", value) if value else ("empty", None)

    def _number(self, type_: str) -> tuple[Kind, str | int | float | bool | date | None]:
        value = self._value.strip()
        if type_ == "e":
            return "error", value
        if type_ == "b":
            return "flag", value in {"1", "true"}
        if type_ == "d":
            return "date", _day(datetime.fromisoformat(value))
        if len(value) > _MAX_DIGITS:
            raise ValueError("a number that is too long")
        number = float(value)
        style = int(self._given.get("s", 0))
        # Up to the day after the last that spreadsheets count to.
        if self._dates[style : style + 1] == [True] and 0 <= number < 2_958_466:  # noqa: PLR2004
            return "date", _day(self._base + timedelta(number))
        if number != number or abs(number) == float("inf"):  # noqa: PLR0124 -- not a number
            raise ValueError("a number that is not finite")
        return "number", int(number) if number.is_integer() else number


def _day(moment: datetime) -> date:
    """A moment to the second; midnight is a day."""
    moment = (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
    whole = moment.time() == datetime.min.time()
    return moment.date() if whole else moment
