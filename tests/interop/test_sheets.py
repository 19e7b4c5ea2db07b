"""Lists and pages are written with no live formula, and lists read with each cell's place."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imh_evidence import MissingExtra
from imh_evidence.interop.sheets import (
    Book,
    Cell,
    Heading,
    Sheet,
    UnreadableWorkbook,
    read_rows,
    read_sheets,
)


DAY = date(2026, 11, 23)
NAME = Heading(title="Name")
LIKE_FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "|x", "\uff1d1", "#N/A", "=!x"]
PLAIN = ["NA", "None", "1001", "TRUE", "2024-05-06", "'quoted", "a\nb", " x ", "\u202e\U0001f9f8"]


def listed(*values: object, headings: tuple[Heading, ...] = (NAME,), **options: Any) -> bytes:
    """A workbook with one list of one column."""
    book = Book("List", DAY)
    book.add_list("List", headings, [[value] for value in values], **options)
    return book.to_bytes()


def opened(data: bytes) -> Any:
    """The first sheet of a workbook, as another library reads it."""
    return openpyxl.load_workbook(BytesIO(data)).worksheets[0]


def grid(*rows: list[Any]) -> Sheet:
    """A sheet with texts and numbers in its cells; None is an empty cell."""
    cells = (
        tuple(
            Cell("S", i, j, "number" if isinstance(value, int) else "text", value)
            for j, value in enumerate(row, 1)
            if value is not None
        )
        for i, row in enumerate(rows, 1)
    )
    return Sheet("S", tuple(row for row in cells if row))


def faults_of(sheet: Sheet, *headings: Heading) -> list[tuple[str, str, str, str | None]]:
    """Each fault of a list, in its parts."""
    _, faults = read_rows(sheet, headings or (NAME,))
    return [(f.place, f.found, f.expected, f.nearest) for f in faults]


class TestWritten:
    @pytest.mark.parametrize("text", LIKE_FORMULAS)
    def test_text_is_never_a_formula(self, text: str) -> None:
        """What looks like a formula or an error is text, and marked as such."""
        data = listed(text)
        cell = opened(data)["A2"]

        assert ("s", text) == (cell.data_type, cell.value)
        assert (text.strip()[0] != "#") is bool(cell.quotePrefix)
        assert b"<f>" not in ZipFile(BytesIO(data)).read("xl/worksheets/sheet1.xml")

    @pytest.mark.parametrize("text", PLAIN)
    def test_text_stays_what_it_is(self, text: str) -> None:
        """What a spreadsheet might take for a number, a day or nothing is text."""
        cell = opened(listed(text))["A2"]

        assert ("s", text, "@") == (cell.data_type, cell.value, cell.number_format)
        assert not cell.quotePrefix

    # A workbook takes openpyxl some 30 ms, so there are more texts in fewer of them.
    @settings(max_examples=settings().max_examples // 4)
    @given(st.lists(st.text(st.characters(), min_size=1), min_size=1, max_size=20))
    def test_any_text_is_read_back(self, texts: list[str]) -> None:
        """Every character comes back, those that XML cannot hold among them."""
        (sheet,) = read_sheets(listed(*texts))

        assert texts == [row[0].value for row in sheet.rows[1:]]

    def test_numbers_days_and_flags_keep_their_kinds(self) -> None:
        """What is no text is written as what it is, and None not at all."""
        (sheet,) = read_sheets(listed(3, 2.5, bool(1), DAY, None, "x"))

        assert [
            ("A2", "number", 3),
            ("A3", "number", 2.5),
            ("A4", "flag", True),
            ("A5", "date", DAY),
            ("A7", "text", "x"),
        ] == [
            (row[0].address.removeprefix("List!"), row[0].kind, row[0].value)
            for row in sheet.rows[1:]
        ]

    def test_a_list_has_filters_and_a_frozen_header(self) -> None:
        """The header stays in sight, is printed on each page, and filters."""
        sheet = opened(listed("a", "b"))

        assert ("B2", "A1:A3", "$1:$1") == (
            sheet.freeze_panes,
            sheet.auto_filter.ref,
            sheet.print_title_rows,
        )

    def test_cells_offer_choices(self) -> None:
        """Lists of choices are checked or only offered, with a prompt or without."""
        headings = (
            Heading(title="Level", choices=("Low", "High"), prompt="Choose."),
            Heading(title="Theory", choices="Theories!$A$2:$A$9", strict=False),
            Heading(title="Note", prompt="Anything."),
            Heading(title="Id", text=False),
        )
        book = Book("List", DAY)
        book.add_list("List", headings, [], spare=5)
        sheet = opened(book.to_bytes())
        found = {
            str(each.sqref): (each.type, each.formula1, bool(each.showErrorMessage), each.prompt)
            for each in sheet.data_validations.dataValidation
        }

        assert {
            "A2:A7": ("list", '"Low,High"', True, "Choose."),
            "B2:B7": ("list", "Theories!$A$2:$A$9", False, None),
            "C2:C7": (None, None, False, "Anything."),
        } == found
        assert ["@", "@", "@", "General"] == [
            sheet.column_dimensions[letter].number_format for letter in "ABCD"
        ]

    def test_a_page_is_headings_and_pairs(self) -> None:
        """What is to be read stands in two columns, under headings."""
        book = Book("Page", DAY)
        book.add_page("Page", [("One", [("=a", "b"), ("", "+c")]), ("Two", [])])
        rows = [[cell.value for cell in row] for row in opened(book.to_bytes()).rows]

        assert [["One", None], ["=a", "b"], [None, "+c"], [None, None], ["Two", None]] == rows

    def test_text_that_no_cell_holds_is_refused(self) -> None:
        """A text is written whole or told with its cell, counted as sheets count it."""
        longest = "\U0001f9f8" * (32_767 // 2)

        (sheet,) = read_sheets(listed(longest))
        assert longest == sheet.rows[1][0].value
        with pytest.raises(UnreadableWorkbook) as caught:
            listed("x", longest + "xx")
        assert (
            "List!A3: found 32768 characters, expected at most 32767, which is what a cell holds"
        ) == str(caught.value)

    def test_without_openpyxl_says_what_to_install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Writing needs an extra, and says which."""
        monkeypatch.setitem(sys.modules, "openpyxl", None)

        with pytest.raises(MissingExtra, match=r'pip install "imh-evidence\[excel\]"'):
            Book("List", DAY)


class TestSameBytes:
    def test_on_every_run(self, tmp_path: Path) -> None:
        """Neither the clock, the process nor the order of sets is in the file."""
        program = (
            "import sys; from datetime import date;"
            "from imh_evidence import interventions;"
            "from imh_evidence.interop.workbook import write_template, write_workbook;"
            "write_workbook(interventions, sys.argv[1] + '-w.xlsx');"
            "write_template(sys.argv[1] + '-t.xlsx', interventions)"
        )
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo")):
            environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
            path = str(tmp_path / seed)
            subprocess.run([sys.executable, "-c", program, path], env=environment, check=True)

        for kind in ("w", "t"):
            first, second = ((tmp_path / f"{seed}-{kind}.xlsx").read_bytes() for seed in "12")
            assert first == second

    def test_the_day_is_the_callers(self) -> None:
        """The day that is given stands on every part, and in the properties."""
        archive = ZipFile(BytesIO(listed("x")))
        properties = openpyxl.load_workbook(BytesIO(listed("x"))).properties

        assert {(2026, 11, 23, 0, 0, 0)} == {info.date_time for info in archive.infolist()}
        assert (DAY, DAY, "List") == (
            properties.created.date(),
            properties.modified.date(),
            properties.title,
        )

    @pytest.mark.parametrize("number", [0.1 + 0.2, 2 / 3, 1e-300, -2.5, 5.0, -0.0])
    def test_numbers_come_back_to_the_last_digit(self, number: float) -> None:
        """A number is a number for a spreadsheet, and the very same when read."""
        book = Book("List", DAY)
        book.add_list("List", [NAME], [[number]])
        (sheet,) = read_sheets(book.to_bytes())
        cell = sheet.rows[1][0]

        assert ("number", number) == (cell.kind, cell.value)
        loaded = openpyxl.load_workbook(BytesIO(book.to_bytes())).worksheets[0]
        assert (number, "n") == (loaded["A2"].value, loaded["A2"].data_type)


class TestRead:
    def test_columns_are_found_by_their_headers(self) -> None:
        """Order, case and spaces of headers are free; optional ones may be missing."""
        sheet = grid(["note ", "OTHER  name"], ["n", "o"], [None, "p"])
        headings = [
            Heading(title="Other name"),
            Heading(title="Note", required=False),
            Heading(title="Extra", required=False),
        ]
        rows, faults = read_rows(sheet, headings)

        assert () == faults
        assert [("S!2:2", "S!B2", "o", "n"), ("S!3:3", "S!B3", "p", None)] == [
            (row.address, row["Other name"].address, row["Other name"].value, row["Note"].value)
            for row in rows
        ]
        assert ("empty", "S!A2") == (rows[0]["Extra"].kind, rows[0]["Extra"].address)

    def test_numbered_columns_are_one_list(self) -> None:
        """Columns with numbers are read together, without what is empty."""
        sheet = grid(["Theory 1", "Name", "theory 3", "Theory"], ["a", "x", None, "c"])
        (row,), _ = read_rows(sheet, [NAME, Heading(title="Theory", numbered=True)])

        assert ["S!A2", "S!D2"] == [each.address for each in row.several("Theory")]

    @pytest.mark.parametrize(
        ("rows", "faults"),
        [
            ([["nme"]], [("S!A1", "'nme'", "a header: Name", "Name"), ("S!1:1", "nothing", "the header 'Name'", None)]),
            ([["Name", "Name"]], [("S!B1", "'Name'", "each header once", None)]),
            ([["Name", 3]], [("S!B1", "the number 3", "a header: Name", None)]),
            ([["Name", "Name 2"]], [("S!B1", "'Name 2'", "a header: Name", "Name")]),
            ([["Name"], ["x", "y"]], [("S!B2", "'y'", "a header over it", None)]),
            ([], [("S!1:1", "nothing", "the header 'Name'", None)]),
            ([[None], ["Name"]], [("S!1:1", "nothing", "the header 'Name'", None)]),
        ],
    )  # fmt: skip
    def test_faults_name_their_cells(self, rows: list[Any], faults: list[Any]) -> None:
        """What is wrong with headers is told, each with its place."""
        assert faults == faults_of(grid(*rows))
