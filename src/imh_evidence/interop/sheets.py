"""Sheets of a workbook: lists and pages written, and lists read with each cell's place."""

from __future__ import annotations

import re
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import attrs

from ..errors import Fault, MissingExtra, listed, nearest, shown
from ..names import normalise
from ..scales import Value
from ..writing import write_whole
from .xlsx import Cell, Sheet, UnreadableWorkbook, letters, read_sheets


if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from os import PathLike

__all__ = [
    "Book",
    "Cell",
    "Heading",
    "Row",
    "Sheet",
    "UnreadableWorkbook",
    "read_rows",
    "read_sheets",
]

#: How many characters and rows a spreadsheet takes.
MAX_TEXT, MAX_ROWS = 32_767, 1_048_576

#: The longest list of choices that a cell can carry itself.
MAX_CHOICES = 255


@attrs.frozen(kw_only=True)
class Heading(Value):
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


# -- Reading -----------------------------------------------------------------


@attrs.frozen
class Row(Value):
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
    known: dict[str, Heading] = {normalise(each.title): each for each in headings}
    titles = [each.title for each in headings]
    for cell in header:
        key = normalise(str(cell.value)) if cell.kind == "text" else ""
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
        faults += (
            cell.fault("a header over it")
            for cell in cells
            if cell.column not in columns
        )
        rows.append(_row(sheet, cells, columns, headings))
    return tuple(rows), tuple(faults)


def _row(
    sheet: Sheet,
    cells: Sequence[Cell],
    columns: Mapping[int, Heading],
    headings: Sequence[Heading],
) -> Row:
    number = cells[0].row
    held = {cell.column: cell for cell in cells}
    by_title: dict[str, list[Cell]] = {heading.title: [] for heading in headings}
    for column, heading in sorted(columns.items()):
        empty = Cell(sheet.name, number, column)
        by_title[heading.title].append(held.get(column, empty))
    for heading in headings:
        # A column that is not there has no place; the row has one.
        by_title[heading.title] = by_title[heading.title] or [
            Cell(sheet.name, number, 1)
        ]
    return Row(
        number,
        f"{sheet.address}!{number}:{number}",
        {title: tuple(found) for title, found in by_title.items()},
    )


# -- Writing -----------------------------------------------------------------

# What XML cannot hold, what it would change, and what looks like an escape.
_UNHELD = re.compile(
    "[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)"
)

_FORMULA = frozenset("=+-@\t\r\n|%\uff1d\uff0b\uff0d\uff20")

# The narrowest and the widest column that is made to fit its cells.
_NARROW, _WIDE = 9, 48

_INK, _RULE, _PALE = "1F3A4D", "C9D3DA", "EEF3F6"


class Book:
    """A workbook that is being written.

    Args:
        title: what its properties call it.
        made: the day that the file gives as its own.

    Raises:
        MissingExtra: if openpyxl is not installed.

    >>> book = Book("Facts", date(2026, 11, 23))
    >>> book.add_list("Facts", [Heading(title="Name")], [["=1+1"]])
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
        # Files packed by zip know no earlier day.
        made = max(made, date(1980, 1, 1))
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
        from openpyxl.styles import Border, Font, PatternFill, Side

        sheet = self._book.create_sheet(name)
        count = 1
        widths = [0] * len(headings)
        for row in ([heading.title for heading in headings], *rows):
            if count > MAX_ROWS:
                fault = Fault(f"{name}!{count}:{count}", "more rows", f"{MAX_ROWS}")
                raise UnreadableWorkbook(fault)
            for column, value in enumerate(row, 1):
                self._put(sheet, count, column, value)
                longest = max(map(len, str(value or "").split("\n")))
                # A header is bold, and has the button of its filter beside it.
                longest += 5 if count == 1 else 1
                widths[column - 1] = max(widths[column - 1], longest)
            count += 1
        for cell in sheet[1]:
            cell.font = Font(bold=True, color="FFFFFF")
            cell.fill = PatternFill("solid", fgColor=_INK)
            cell.border = Border(bottom=Side("medium", color=_INK))
        for column, (heading, fitting) in enumerate(
            zip(headings, widths, strict=True), 1
        ):
            dimension = sheet.column_dimensions[letters(column)]
            dimension.width = heading.width or min(max(fitting, _NARROW), _WIDE)
            if heading.text:
                dimension.number_format = "@"
            if heading.choices or heading.prompt:
                _offer(sheet, heading, column, max(count - 1, 2) + spare)
        last = letters(len(headings))
        sheet.freeze_panes = "B2"
        sheet.auto_filter.ref = f"A1:{last}{max(count - 1, 1)}"
        sheet.print_title_rows = "1:1"
        _set_page(sheet, landscape=True)

    def add_page(
        self, name: str, parts: Iterable[tuple[str, Sequence[tuple[str, str]]]]
    ) -> None:
        """Add a sheet to be read: parts under headings, each a table of two columns.

        Args:
            name: the sheet's name.
            parts: the heading of each part, and its pairs of a term and what
                there is to say of it; a term may be empty.
        """
        from openpyxl.styles import Font

        sheet = self._book.create_sheet(name)
        sheet.sheet_view.showGridLines = False
        sheet.column_dimensions["A"].width = 30
        sheet.column_dimensions["B"].width = 96
        row = 1
        for heading, pairs in parts:
            self._put(sheet, row, 1, heading, border=False)
            size = 16 if row == 1 else 12
            cell = sheet.cell(row, 1)
            cell.font = Font(bold=True, size=size, color=_INK)
            cell.alignment = cell.alignment.copy(wrap_text=False)
            for term, text in pairs:
                row += 1
                self._put(sheet, row, 1, term or None)
                self._put(sheet, row, 2, text)
                sheet.cell(row, 1).font = Font(bold=True)
            row += 2
        _set_page(sheet, landscape=False)

    def _put(
        self, sheet: Any, row: int, column: int, value: object, *, border: bool = True
    ) -> None:
        from openpyxl.styles import Alignment, Border, Side

        cell = sheet.cell(row, column)
        if isinstance(value, str):
            text = _escaped(value)
            if len(text.encode("utf-16-le")) > 2 * MAX_TEXT:
                found = f"{len(text)} characters"
                place = Cell(sheet.title, row, column).address
                expected = f"at most {MAX_TEXT}, which is what a cell holds"
                raise UnreadableWorkbook(Fault(place, found, expected))
            cell.value = text
            # Whatever openpyxl took it for.
            cell.data_type = "s"
            cell.number_format = "@"
            cell.quotePrefix = text[:1] in _FORMULA or text.lstrip()[:1] in _FORMULA
        elif value is not None:
            cell.value = value
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        if border:
            cell.border = Border(bottom=Side("thin", color=_RULE))

    def to_bytes(self) -> bytes:
        """The file: the same bytes for the same content, on every run."""
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
        write_whole(path, [self.to_bytes()])


def _escaped(text: str) -> str:
    """Text with what XML cannot hold as ``_xHHHH_``, which spreadsheets read back."""
    return _UNHELD.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


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
    sheet.print_options.horizontalCentered = False
