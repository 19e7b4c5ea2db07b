"""Workbooks written for people: lists and pages, with no live formula.

The same content gives the same bytes on every run; the caller gives the day.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from io import BytesIO
from textwrap import wrap
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import attrs

from ..documents.files import save_bytes
from ..model.errors import Fault, MissingExtra
from ..model.record import Record
from .cells import Cell, UnreadableWorkbook, letters


if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from os import PathLike

__all__ = ["MAX_CHOICES", "Book", "Heading", "first_day"]

#: How many characters and rows a spreadsheet takes.
MAX_TEXT, MAX_ROWS = 32_767, 1_048_576

#: The longest list of choices that a cell can carry itself.
MAX_CHOICES = 255


# What XML cannot hold, what it would change, and what looks like an escape.
_UNHELD = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")

# What spreadsheets take a formula by; text that begins so is marked as text.
_FORMULA = frozenset("=+-@|%\uff1d\uff0b\uff0d\uff20")

# The narrowest and the widest column that is made to fit its cells, the room of
# the button of a filter, and the most lines that a row is made to show.
_NARROW, _WIDE, _BUTTON, _LINES = 9, 48, 3, 20

# The height of a line, in points.
_LINE = 15.0

# Files packed by zip know no earlier day, and no later one.
_FIRST_DAY, _LAST_DAY = date(1980, 1, 1), date(2107, 12, 31)

_INK, _RULE = "1F3A4D", "C9D3DA"


@attrs.frozen(kw_only=True)
class Heading(Record):
    """One column of a list: what stands over it, and what under it.

    Args:
        title: its header; compared as names are, so case and spaces are free.
        required: whether a list without this column is refused.
        numbered: whether there are several, as ``Theory 1``, ``Theory 2``.
        choices: what a cell offers to choose from: texts, or the address of
            the cells that list them.
        strict: whether the spreadsheet refuses anything else.
        prompt: what the spreadsheet says of a cell while it is filled in.
        width: in characters; 0 for one that fits.
        text: whether the spreadsheet keeps what is typed as it is typed.
    """

    title: str
    required: bool = True
    numbered: bool = False
    choices: tuple[str, ...] | str = ()
    strict: bool = True
    prompt: str = ""
    width: int = 0
    text: bool = True


class Book:
    """A workbook that is being written.

    Args:
        title: what its properties call it.
        made: the day that the file gives as its own; of the years 1980 to 2107,
            the day nearest to it.

    Raises:
        MissingExtra: if openpyxl is not installed.

    >>> book = Book("Facts", date(2026, 11, 23))
    >>> book.add_list("Facts", [Heading(title="Name")], [["=1+1"]])
    >>> from imh_evidence.interop.sheets import read_sheets
    >>> sheet, = read_sheets(book.to_bytes())
    >>> sheet.rows[1][0].found
    "'=1+1'"
    """

    def __init__(self, title: str, made: date) -> None:
        try:
            from openpyxl import Workbook
        except ImportError:
            raise MissingExtra("a workbook", "openpyxl", "excel") from None
        self._book = Workbook()
        self._book.remove(self._book.worksheets[0])
        self._styles = _Styles()
        # Writing changes what openpyxl would write next, so it is done once.
        self._bytes: bytes | None = None
        made = min(max(made, _FIRST_DAY), _LAST_DAY)
        self._made = datetime(made.year, made.month, made.day)  # noqa: DTZ001 -- sheets know no zones
        properties = self._book.properties
        properties.title, properties.creator = _escaped(title), "imh-evidence"
        properties.created = properties.modified = self._made

    def add_list(
        self,
        name: str,
        headings: Sequence[Heading],
        rows: Iterable[Sequence[object]],
        *,
        spare: int = 0,
    ) -> None:
        """Add a sheet with a list: its header frozen, with filters.

        Args:
            name: the sheet's name.
            headings: its columns.
            rows: its cells; a text is written as text, whatever it begins with,
                and None leaves the cell empty.
            spare: how many more rows offer their choices.

        Raises:
            UnreadableWorkbook: for a text or a list that no spreadsheet holds.
        """
        sheet, styles, self._bytes = self._book.create_sheet(name), self._styles, None
        header = [heading.title for heading in headings]
        table = [header, *rows]
        if len(table) > MAX_ROWS:
            fault = Fault(name, f"{len(table)} rows", f"at most {MAX_ROWS}")
            raise UnreadableWorkbook(fault)
        widths = [
            heading.width or _fitting(row[place] for row in table)
            for place, heading in enumerate(headings)
        ]
        for number, row in enumerate(table, 1):
            for column, value in enumerate(row, 1):
                cell = self._put(sheet, number, column, value)
                cell.alignment, cell.border = styles.wrapped, styles.ruled
                if isinstance(value, str):
                    cell.number_format = "@"
            # The button of a filter takes room in the header.
            room = (width - _BUTTON * (number == 1) for width in widths)
            _set_height(sheet, number, row, room)
        for cell in sheet[1]:
            cell.font, cell.fill = styles.header, styles.dark
            cell.alignment = styles.centred
        for column, (heading, width) in enumerate(zip(headings, widths, strict=True), 1):
            dimension = sheet.column_dimensions[letters(column)]
            dimension.width = width
            if heading.text:
                dimension.number_format = "@"
            if heading.choices or heading.prompt:
                _offer(sheet, heading, column, max(len(table), 2) + spare)
        sheet.freeze_panes = "B2"
        sheet.auto_filter.ref = f"A1:{letters(len(headings))}{len(table)}"
        sheet.print_title_rows = "1:1"
        _set_page(sheet, landscape=True)

    def add_page(self, name: str, parts: Iterable[tuple[str, Sequence[tuple[str, str]]]]) -> None:
        """Add a sheet to be read: parts under headings, each a table of two columns.

        Args:
            name: the sheet's name.
            parts: the heading of each part, and its pairs of a term and what
                there is to say of it; a term may be empty.

        Raises:
            UnreadableWorkbook: for a text that no spreadsheet holds.
        """
        sheet, styles, self._bytes = self._book.create_sheet(name), self._styles, None
        sheet.sheet_view.showGridLines = False
        widths = (28, 92)
        for column, width in enumerate(widths, 1):
            sheet.column_dimensions[letters(column)].width = width
        row = 1
        for heading, pairs in parts:
            cell = self._put(sheet, row, 1, heading)
            cell.font = styles.title if row == 1 else styles.heading
            sheet.row_dimensions[row].height = _LINE * (1.8 if row == 1 else 1.3)
            for pair in pairs:
                row += 1
                for column, text in enumerate(pair, 1):
                    cell = self._put(sheet, row, column, text or None)
                    cell.alignment = styles.wrapped
                sheet.cell(row, 1).font = styles.term
                _set_height(sheet, row, pair, widths)
            row += 2
        _set_page(sheet, landscape=False)

    def _put(self, sheet: Any, row: int, column: int, value: object) -> Any:
        """The cell that now holds a value, and never a formula."""
        cell = sheet.cell(row, column)
        if isinstance(value, str):
            text = _escaped(value)
            # A spreadsheet counts a character beyond the first 65,536 as two.
            length = len(text.encode("utf-16-le")) // 2
            if length > MAX_TEXT:
                found = f"{length} characters"
                place = Cell(sheet.title, row, column).address
                expected = f"at most {MAX_TEXT}, which is what a cell holds"
                raise UnreadableWorkbook(Fault(place, found, expected))
            cell.value = text
            # Whatever openpyxl took it for.
            cell.data_type = "s"
            cell.quotePrefix = text.lstrip()[:1] in _FORMULA
        elif isinstance(value, float):
            # openpyxl would write 16 digits, and some numbers need 17.
            cell.value = float.__repr__(value)
            cell.data_type = "n"
        elif value is not None:
            cell.value = value
        return cell

    def to_bytes(self) -> bytes:
        """The file: the same bytes for the same content, on every run."""
        if self._bytes is None:
            self._bytes = self._packed()
        return self._bytes

    def _packed(self) -> bytes:
        from openpyxl.writer.excel import ExcelWriter

        written, packed = BytesIO(), BytesIO()
        ExcelWriter(self._book, ZipFile(written, "w", ZIP_DEFLATED)).save()
        day = self._made
        with ZipFile(written) as old, ZipFile(packed, "w", ZIP_DEFLATED) as new:
            for name in old.namelist():
                info = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
                info.compress_type, info.external_attr = ZIP_DEFLATED, 0o600 << 16
                info.create_system = 3
                new.writestr(info, old.read(name))
        return packed.getvalue()

    def save(self, path: str | PathLike[str]) -> None:
        """Write the file, whole or not at all.

        Raises:
            OSError: if it cannot be written; it is then as it was.
        """
        save_bytes(path, self.to_bytes(), replace=True)


def first_day(month: str | None) -> date:
    """The first day of a month given as ``YYYY-MM``, or of the years zip files know.

    >>> first_day("2023-04"), first_day(None)
    (datetime.date(2023, 4, 1), datetime.date(1980, 1, 1))
    """
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError:
        return _FIRST_DAY


def _escaped(text: str) -> str:
    """Text with what XML cannot hold as ``_xHHHH_``, which spreadsheets read back."""
    return _UNHELD.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


class _Styles:
    """The styles that cells share."""

    def __init__(self) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        # Without a name and size, a font is whatever the program thinks of.
        self.title = Font("Calibri", 16, bold=True, color=_INK)
        self.heading = Font("Calibri", 12, bold=True, color=_INK)
        self.term = Font("Calibri", 11, bold=True)
        self.header = Font("Calibri", 11, bold=True, color="FFFFFF")
        self.dark = PatternFill("solid", fgColor=_INK)
        self.wrapped = Alignment("left", "top", wrap_text=True)
        self.centred = Alignment("left", "center", wrap_text=True)
        self.ruled = Border(bottom=Side("thin", color=_RULE))


def _fitting(values: Iterable[object]) -> int:
    """The width at which a column fits what it holds, its header first."""
    header, *texts = (str(value or "") for value in values)
    longest = max((_width(line) for text in texts for line in text.split("\n")), default=0)
    return min(max(_width(header) + _BUTTON, longest + 1, _NARROW), _WIDE)


def _width(text: str) -> int:
    """How many columns of a terminal a text takes; a sheet's are much the same."""
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in text)


def _set_height(sheet: Any, row: int, values: Iterable[object], widths: Iterable[int]) -> None:
    """Make a row as high as its fullest cell, which not every program does itself."""
    lines = 1
    for value, width in zip(values, widths, strict=True):
        if isinstance(value, str):
            # No more than are shown: a text may be very long.
            held = value[: _LINES * width].split("\n")
            # Widths are told in figures, and letters are a little narrower.
            fits = max(width * 11 // 10 - 2, 1)
            wrapped = sum(len(wrap(line, fits)) or 1 for line in held)
            lines = max(lines, wrapped)
    if lines > 1:
        sheet.row_dimensions[row].height = _LINE * min(lines, _LINES)


def _offer(sheet: Any, heading: Heading, column: int, last: int) -> None:
    """Offer choices, or say what belongs here, in each cell of a column."""
    from openpyxl.worksheet.datavalidation import DataValidation

    choices = heading.choices
    if isinstance(choices, tuple):
        choices = f'"{",".join(choices)}"' if choices else ""
    offer = DataValidation(
        type="list" if choices else None,
        formula1=choices or None,
        allow_blank=True,
        showErrorMessage=bool(choices) and heading.strict,
        showInputMessage=bool(heading.prompt),
    )
    if heading.prompt:
        offer.promptTitle, offer.prompt = heading.title[:32], heading.prompt[:255]
    if choices:
        offer.errorTitle = heading.title[:32]
        offer.error = "Choose from the list."
    letter = letters(column)
    offer.add(f"{letter}2:{letter}{min(last, MAX_ROWS)}")
    sheet.add_data_validation(offer)


def _set_page(sheet: Any, *, landscape: bool) -> None:
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = margins.bottom = 0.4
