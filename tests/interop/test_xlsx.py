"""Cells are read as they were typed; a file that is no workbook is one clear fault."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_BZIP2, ZIP_STORED

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from imh_evidence import ImhEvidenceError
from imh_evidence.interop import xlsx
from imh_evidence.interop.cells import Cell, Sheet, UnreadableWorkbook, letters
from imh_evidence.interop.xlsx import FREE_SIZE, read_sheets

from .making import MAIN, OFFICE, packed, parts, relations


def values(cells: str, **more: str) -> list[tuple[str, str, Any]]:
    """Address, kind and value of each cell of a workbook made by hand."""
    (sheet,) = read_sheets(packed(parts(cells, **more)))
    return [
        (cell.address.removeprefix("S!"), cell.kind, cell.value)
        for row in sheet.rows
        for cell in row
    ]


def refusal(data: bytes) -> tuple[str, str, str]:
    """Place, what was found and what was expected of the one fault of a file."""
    with pytest.raises(UnreadableWorkbook) as caught:
        read_sheets(data)
    fault = caught.value.fault
    return fault.place, fault.found, fault.expected


class TestCells:
    @pytest.mark.parametrize(
        ("cell", "kind", "value"),
        [
            ('t="s"><v>0</v>', "text", "plain"),
            ('t="s"><v>1</v>', "text", "two runs"),
            ('t="s"><v>2</v>', "text", " _x0041_ \r "),
            ('t="inlineStr"><is><t>NA</t></is>', "text", "NA"),
            ('t="inlineStr"><is><r><t>a</t></r><r><t>_x0009_b</t></r></is>', "text", "a\tb"),
            ('t="str"><v>typed</v>', "text", "typed"),
            ('t="n"><v>3</v>', "number", 3),
            ("><v> -2.5E0 </v>", "number", -2.5),
            ('t="b"><v>1</v>', "flag", True),
            ('t="b"><v>0</v>', "flag", False),
            ('t="e"><v>#N/A</v>', "error", "#N/A"),
            ('t="d"><v>2024-05-06</v>', "date", date(2024, 5, 6)),
            ('s="1"><v>45413</v>', "date", date(2024, 5, 1)),
            ('s="1"><v>45413.75</v>', "date", datetime(2024, 5, 1, 18)),  # noqa: DTZ001 -- sheets know no zones
            ('s="2"><v>45413</v>', "date", date(2024, 5, 1)),
            ('s="3"><v>45413</v>', "number", 45413),
            ('s="1"><v>-1</v>', "number", -1),
            ('s="9"><v>7</v>', "number", 7),
            ("><f>1+1</f><v>2</v>", "formula", "=1+1"),
            ('t="str"><f>A1</f><v>x</v>', "formula", "=A1"),
            ('><f t="shared" si="0"/><v>2</v>', "formula", "="),
        ],
    )  # fmt: skip
    def test_are_what_was_typed(self, cell: str, kind: str, value: object) -> None:
        """Text, numbers, dates and flags are read; formulas and errors told apart."""
        found = values(f'<row r="1"><c r="A1" {cell}</c></row>')

        assert [("A1", kind, value)] == found
        assert type(value) is type(found[0][2])

    @pytest.mark.parametrize(
        "cell",
        ["/>", 's="1"/>', 't="s"/>', "><v></v></c>", 't="inlineStr"/>',
         't="inlineStr"><is><t></t></is></c>', 't="str"><v/></c>'],
    )  # fmt: skip
    def test_that_hold_nothing_are_left_out(self, cell: str) -> None:
        """A cell with a style and no value is as good as none."""
        assert [] == values(f'<row r="1"><c r="A1" {cell}</row>')

    def test_days_are_counted_from_1904_where_the_file_says_so(self) -> None:
        """A workbook of the other calendar gives the days it shows."""
        book = parts("")["xl/workbook.xml"].replace(
            "<sheets>", '<workbookPr date1904="1"/><sheets>'
        )
        cells = '<row><c s="1"><v>0</v></c></row>'

        assert [("A1", "date", date(1904, 1, 1))] == values(cells, **{"xl/workbook.xml": book})

    def test_places_may_be_left_out(self) -> None:
        """Without addresses, cells follow one another."""
        cells = "<row> <c><v>1</v></c>\n<c><v>2</v></c></row><row><c r='C2'><v>3</v></c></row>"

        assert [("A1", "number", 1), ("B1", "number", 2), ("C2", "number", 3)] == values(cells)

    def test_are_read_from_what_another_library_wrote(self) -> None:
        """A file of openpyxl's is read as openpyxl reads it."""
        rows = [
            ["NA", "None", 7, 1.5, True, date(2024, 5, 1)],
            ["\U0001f9f8 \u202e bear", " spaces ", "a\nb\tc", -1, False, None],
        ]
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        sheet.title = "A sheet's \u00fc"
        for row in rows:
            sheet.append(row)
        out = BytesIO()
        book.save(out)
        (found,) = read_sheets(out.getvalue())

        assert "A sheet's \u00fc" == found.name
        assert [[value for value in row if value is not None] for row in rows] == [
            [cell.value for cell in row] for row in found.rows
        ]
        assert "'A sheet''s \u00fc'!B2" == found.rows[1][1].address


class TestSheets:
    def test_come_in_the_order_of_the_workbook(self) -> None:
        """Names and order are the workbook's, whatever the parts are called."""
        cells = (
            '<worksheet xmlns="{}"><sheetData><row><c><v>{}</v></c></row></sheetData></worksheet>'
        )
        files = parts("") | {
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="Z" r:id="r2"/><sheet name="Chart" r:id="r3"/>'
            '<sheet name="A" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relations(
                ("worksheet", "worksheets/sheet1.xml"),
                ("worksheet", "../xl/worksheets/sheet2.xml"),
                ("chartsheet", "chartsheets/sheet1.xml"),
            ),
            "xl/worksheets/sheet1.xml": cells.format(MAIN, 1),
            "xl/worksheets/sheet2.xml": cells.format(MAIN, 2),
        }

        assert [("Z", 2), ("A", 1)] == [
            (sheet.name, sheet.rows[0][0].value) for sheet in read_sheets(packed(files))
        ]

    def test_nothing_outside_the_file_is_opened(self) -> None:
        """A sheet that is said to lie elsewhere is no sheet of the file."""
        more = {
            "xl/_rels/workbook.xml.rels": relations(
                ("worksheet", "file:///etc/passwd"), TargetMode="External"
            )
        }

        assert () == read_sheets(packed(parts("", **more)))


class TestRefusals:
    @pytest.mark.parametrize(
        ("data", "found"),
        [
            (b"", "no workbook (File is not a zip file)"),
            (b"id,name\n", "no workbook (File is not a zip file)"),
            (packed({"a.txt": "x"}), "an archive that is no workbook"),
            (packed(parts("<row>")), "no workbook (mismatched tag: line 1, column 95)"),
            (packed(parts('<row><c r="a1"/></row>')), "a cell with the address 'a1'"),
            (packed(parts('<row><c r="A0"/></row>')), "a cell with the address 'A0'"),
            (packed(parts('<row r="x"/>')), "no workbook (invalid literal for int() with base 10: 'x')"),
            (packed(parts('<row><c t="s"><v>9</v></c></row>')), "no workbook (a text that is not there)"),
            (packed(parts('<row><c t="s"><v>-1</v></c></row>')), "no workbook (a text that is not there)"),
            (packed(parts(f"<row><c><v>{'1' * 40}</v></c></row>")), "no workbook (a number that is too long)"),
            (packed(parts("<row><c><v>1e999</v></c></row>")), "no workbook (a number that is not finite)"),
            (packed(parts("<row><c><v>nan</v></c></row>")), "no workbook (a number that is not finite)"),
            (packed(parts("", **{"xl/workbook.xml": "<workbook/>"})), "a workbook with no sheet"),
            (packed(parts(""), ZIP_BZIP2), "parts packed in another way"),
        ],
    )  # fmt: skip
    def test_a_broken_file_is_one_fault(self, data: bytes, found: str) -> None:
        """What cannot be read is told in a line, with what would be."""
        assert ("the file", found, "an .xlsx workbook") == refusal(data)

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
    @pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml"])
    def test_a_document_type_is_refused(self, part: str, encoding: str) -> None:
        """No entity is expanded or fetched, whatever the encoding."""
        bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
        files = {name: text.encode() for name, text in parts("<row/>").items()}
        files[part] = (bomb + files[part].decode()).encode(encoding)

        assert ("the file", "a document type declaration", "a workbook without any") == refusal(
            packed(files)
        )

    def test_a_locked_or_old_file_is_told_apart(self) -> None:
        """Files with a password and those of old programs have one beginning."""
        data = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 512

        assert (
            "the file",
            "a workbook with a password, or of the old .xls kind",
            "an .xlsx workbook without a password",
        ) == refusal(data)

    def test_sizes_are_checked_before_anything_is_unpacked(self) -> None:
        """A small file that unpacks to a large one is refused by what it declares."""
        data = packed(parts("", bomb="\0" * (FREE_SIZE + 1)))

        assert (
            "the file",
            f"{len(data)} bytes that unpack to {FREE_SIZE + 1 + _unpacked('')}",
            "at most 200 times the size",
        ) == refusal(data)

    def test_limits_hold_packed_and_unpacked(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A cap on the file and one on its parts keep a workbook small."""
        data, size = packed(parts("<row/>" * 99)), _unpacked("<row/>" * 99)

        monkeypatch.setattr(xlsx, "MAX_UNPACKED", size - 1)
        assert ("the file", "a larger file") == refusal(data)[:2]
        monkeypatch.setattr(xlsx, "MAX_UNPACKED", size)
        assert 1 == len(read_sheets(data))
        monkeypatch.setattr(xlsx, "MAX_PACKED", len(data) - 1)
        assert ("the file", "a larger file") == refusal(data)[:2]

    @given(
        st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=8),
        st.booleans(),
    )
    def test_any_bytes_are_read_or_refused(self, changes: list[tuple[int, int]], cut: bool) -> None:
        """A damaged file never raises anything but the library's own errors."""
        cells = '<row r="1"><c r="A1" t="s"><v>0</v></c><c s="1"><v>45413</v></c></row>'
        data = bytearray(packed(parts(cells), ZIP_STORED))
        for at, byte in changes:
            data[at % len(data)] = byte
        with suppress(ImhEvidenceError):
            read_sheets(bytes(data[: changes[0][0]] if cut else data))


def _unpacked(cells: str) -> int:
    return sum(map(len, parts(cells).values()))


class TestAddresses:
    def test_are_as_spreadsheets_write_them(self) -> None:
        """A name of several words, or of other letters, is quoted."""
        assert "Facts!AB12" == Cell("Facts", 12, 28).address
        assert "'Other names'!A1" == Cell("Other names", 1, 1).address
        assert "'It''s'" == Sheet("It's").address
        assert "'\\x1b'" == Sheet("\x1b").address

    def test_letters_are_those_of_openpyxl(self) -> None:
        """Letters of columns agree with another library's."""
        for column in (1, 26, 27, 52, 53, 702, 703, 16384):
            assert get_column_letter(column) == letters(column)
