"""The cells of a workbook file, read with the standard library and within limits.

Only text, numbers, dates, true and false are taken; a formula or an error value
is told apart, so that nobody takes what a program last computed for what was
typed. Nothing outside the file is opened, and no entity is expanded.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from io import BytesIO
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING, Literal
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 -- its own name says nothing

import attrs

from ..codec import LIMITS, Limits
from ..errors import Fault, ImhEvidenceError, printable, shown
from ..scales import Value


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["Cell", "Sheet", "UnreadableWorkbook", "letters", "read_sheets"]

Kind = Literal["empty", "text", "number", "flag", "date", "formula", "error"]

#: How many columns a sheet may have before it is no list that people fill in.
MAX_COLUMNS = 200

#: How many times its size a file may unpack to; tables of text stay below 50.
MAX_RATIO = 200

#: What any file may unpack to, whatever its size.
FREE_SIZE = 4 * 1024 * 1024


class UnreadableWorkbook(ImhEvidenceError, ValueError):
    """A file that cannot be read as a workbook.

    Args:
        fault: what is wrong with it, and where.
    """

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault

    def __str__(self) -> str:
        return str(self.fault)


@attrs.frozen
class Cell(Value):
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
        return f"the {self.kind} {printable(str(self.value))[:80]}"

    def fault(self, expected: str, near: str | None = None) -> Fault:
        """The fault of this cell.

        Args:
            expected: what would be accepted.
            near: the accepted value spelt most like it, or None.
        """
        return Fault(self.address, self.found, expected, near)


@attrs.frozen
class Sheet(Value):
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


def read_sheets(data: bytes, limits: Limits = LIMITS) -> tuple[Sheet, ...]:
    """The sheets of a workbook, in its order.

    Args:
        data: the bytes of an ``.xlsx`` file.
        limits: how much it may hold, packed and unpacked.

    Raises:
        UnreadableWorkbook: if the file is broken, encrypted, too large or no
            workbook.

    >>> read_sheets(b"PK")
    Traceback (most recent call last):
    ...
    imh_evidence.interop.xlsx.UnreadableWorkbook: the file: found no workbook (File is not a zip file), expected an .xlsx workbook
    """
    if len(data) > limits.size:
        raise _too_large(limits)
    if data.startswith(_COMPOUND):
        found = "a workbook with a password, or of the old .xls kind"
        raise _unreadable(found, "an .xlsx workbook without a password")
    try:
        with ZipFile(BytesIO(data)) as archive:
            return tuple(_Package(archive, len(data), limits).sheets())
    except _DAMAGED as error:
        raise _unreadable(f"no workbook ({printable(str(error))[:80]})") from None


# How the files of older programs, and all encrypted ones, begin.
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")

# What a damaged archive, or damaged XML in it, makes the standard library raise.
_DAMAGED = (
    BadZipFile,
    ZlibError,
    expat.ExpatError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


def _unreadable(
    found: str, expected: str = "an .xlsx workbook", where: str = "the file"
) -> UnreadableWorkbook:
    return UnreadableWorkbook(Fault(where, found, expected))


def _too_large(limits: Limits) -> UnreadableWorkbook:
    limit = f"at most {limits.size} bytes, or a limit you raise"
    return _unreadable("a larger file", limit)


class _Package:
    """An open workbook file and its parts, by the names other parts give them."""

    def __init__(self, archive: ZipFile, size: int, limits: Limits) -> None:
        self._archive = archive
        self._limits = limits
        infos = archive.infolist()
        if any(info.flag_bits & 1 for info in infos):
            found, expected = "encrypted parts", "an .xlsx workbook without a password"
            raise _unreadable(found, expected)
        unpacked = sum(info.file_size for info in infos)
        if unpacked > limits.size:
            raise _too_large(limits)
        if unpacked > max(FREE_SIZE, MAX_RATIO * size):
            found = f"{size} bytes that unpack to {unpacked}"
            raise _unreadable(found, f"at most {MAX_RATIO} times the size")

    def sheets(self) -> Iterator[Sheet]:
        """The sheets in the order of the workbook."""
        book = self._related("", "officeDocument")
        if not book:
            raise _unreadable("an archive that is no workbook")
        path = next(iter(book.values()))
        parts = _Parts()
        self._parse(path, parts)
        if not parts.sheets:
            raise _unreadable("a workbook with no sheet")
        strings, dates = _Strings(), _Dates()
        for found, reader in (("sharedStrings", strings), ("styles", dates)):
            for part in self._related(path, found).values():
                self._parse(part, reader)
        targets = self._related(path, "worksheet")
        for name, relation in parts.sheets:
            if relation in targets:
                cells = _Cells(name, strings, dates, parts.base, self._limits)
                self._parse(targets[relation], cells)
                yield Sheet(name, tuple(cells.rows()))

    def _related(self, path: str, kind: str) -> dict[str, str]:
        """The parts that a part names, of one kind, by the ids of the relations."""
        folder = dirname(path)
        name = join(folder, "_rels", f"{path.removeprefix(folder).strip('/')}.rels")
        relations = _Relations()
        if name in self._archive.NameToInfo:
            self._parse(name, relations)
        return {
            id_: normpath(join("/", folder, target)).lstrip("/")
            for id_, type_, target in relations.found
            if type_.rsplit("/", 1)[-1] == kind
        }

    def _parse(self, path: str, reader: _Reader) -> None:
        """Feed a part to a reader, a little at a time."""
        info = self._archive.getinfo(path)
        if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise _unreadable("parts packed in another way")
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = reader.start
        parser.EndElementHandler = reader.end
        parser.CharacterDataHandler = reader.text
        with self._archive.open(info) as stream:
            while chunk := stream.read(1 << 16):
                parser.Parse(chunk)
        parser.Parse(b"", True)  # noqa: FBT003 -- expat takes it by position


def _refuse_doctype(*_: object) -> None:
    # Entities are declared there, and no workbook has any.
    raise _unreadable("a document type declaration", "a workbook without any")


def _plain(name: str) -> str:
    """A name without its namespace; there are two sets of them for one format."""
    return name.rpartition(" ")[2]


class _Reader:
    """Takes one part as it is parsed, and the text within the elements it asks for."""

    #: Elements whose text is kept.
    texts: frozenset[str] = frozenset()

    def __init__(self) -> None:
        self._held: list[str] | None = None

    def start(self, name: str, given: dict[str, str]) -> None:
        plain = _plain(name)
        if plain in self.texts:
            self._held = []
        self.opened(plain, {_plain(key): value for key, value in given.items()})

    def end(self, name: str) -> None:
        plain = _plain(name)
        held = None
        if plain in self.texts and self._held is not None:
            held, self._held = "".join(self._held), None
        self.closed(plain, held or "")

    def text(self, text: str) -> None:
        if self._held is not None:
            self._held.append(text)

    def opened(self, name: str, given: dict[str, str]) -> None:
        """An element begins."""

    def closed(self, name: str, text: str) -> None:
        """An element ends."""


class _Relations(_Reader):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []

    def opened(self, name: str, given: dict[str, str]) -> None:
        if name == "Relationship" and given.get("TargetMode") != "External":
            self.found.append((given["Id"], given["Type"], given["Target"]))


class _Parts(_Reader):
    """The names of the sheets, and the day that dates are counted from."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str]] = []
        self.base = datetime(1899, 12, 30)  # noqa: DTZ001 -- sheets know no zones

    def opened(self, name: str, given: dict[str, str]) -> None:
        if name == "sheet":
            self.sheets.append((given["name"], given["id"]))
        elif name == "workbookPr" and given.get("date1904") in {"1", "true"}:
            self.base = datetime(1904, 1, 1)  # noqa: DTZ001 -- the same


class _Strings(_Reader):
    """The texts that cells share, without the readings written beside characters."""

    texts = frozenset("t")

    def __init__(self) -> None:
        super().__init__()
        self.all: list[str] = []
        self._runs: list[str] = []
        self._beside = False

    def opened(self, name: str, given: dict[str, str]) -> None:  # noqa: ARG002 -- as named
        if name == "rPh":
            self._beside = True

    def closed(self, name: str, text: str) -> None:
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


class _Dates(_Reader):
    """Which of the styles are those of dates."""

    def __init__(self) -> None:
        super().__init__()
        self.styles: list[bool] = []
        self._own: set[int] = set()
        self._within = False

    def opened(self, name: str, given: dict[str, str]) -> None:
        if name == "numFmt" and re.search(
            "[dmyhs]", _SHOWN.sub("", given["formatCode"]), re.IGNORECASE
        ):
            self._own.add(int(given["numFmtId"]))
        elif name == "cellXfs":
            self._within = True
        elif name == "xf" and self._within:
            number = int(given.get("numFmtId", 0))
            self.styles.append(number in _DATES or number in self._own)

    def closed(self, name: str, text: str) -> None:  # noqa: ARG002 -- as named
        if name == "cellXfs":
            self._within = False


_PLACE = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")
# Longer numbers are no number that anybody typed, and are slow to convert.
_MAX_DIGITS = 32


class _Cells(_Strings):
    """The cells of one sheet."""

    texts = frozenset(("t", "v", "f"))

    def __init__(
        self,
        sheet: str,
        strings: _Strings,
        dates: _Dates,
        base: datetime,
        limits: Limits,
    ) -> None:
        super().__init__()
        self._sheet = sheet
        self._strings, self._dates, self._base = strings.all, dates.styles, base
        self._limits = limits
        self._rows: dict[int, dict[int, Cell]] = {}
        self._row = self._column = 0
        self._given: dict[str, str] = {}
        self._value = ""
        self._formula: str | None = None
        self._opened: dict[str, Callable[[dict[str, str]], None]] = {
            "row": self._next_row,
            "c": self._next_cell,
        }

    def rows(self) -> Iterable[tuple[Cell, ...]]:
        """Rows that hold something, from the top."""
        for _, row in sorted(self._rows.items()):
            yield tuple(cell for _, cell in sorted(row.items()))

    def opened(self, name: str, given: dict[str, str]) -> None:
        super().opened(name, given)
        if name in self._opened:
            self._opened[name](given)
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
                raise _unreadable(f"a cell with the address {shown(given['r'])}")
            self._row, self._column = int(place[2]), 0
            for letter in place[1]:
                self._column = self._column * 26 + ord(letter) - ord("A") + 1

    def closed(self, name: str, text: str) -> None:
        super().closed(name, text)
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
            raise _unreadable("more columns", expected, cell.address)
        # One row more than there may be records: the header.
        if len(self._rows) > self._limits.records + 1:
            limit = f"at most {self._limits.records}, or a limit you raise"
            raise _unreadable("more rows", limit, cell.address)

    def _read(self) -> tuple[Kind, str | int | float | bool | date | None]:
        type_ = self._given.get("t", "n")
        if self._formula is not None:
            return "formula", f"={self._formula}"
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

    def _number(
        self, type_: str
    ) -> tuple[Kind, str | int | float | bool | date | None]:
        value = self._value.strip()
        if not value:
            return "empty", None
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
