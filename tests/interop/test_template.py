"""A template that is filled in reads back as a catalogue, or tells every fault by cell."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

import attrs
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imh_evidence import Faults, Theory, WrongType, interventions
from imh_evidence import strategies as ours
from imh_evidence.cli import main
from imh_evidence.interop.filled import Filled
from imh_evidence.interop.sheets import Cell, Sheet, read_sheets
from imh_evidence.interop.template import read_template

from .making import cells_of, edited, kept, template


@pytest.fixture(name="whole", scope="module")
def _whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Sheet, ...]:
    """The sheets of a template with rows in all of them."""
    return read_sheets(template(tmp_path_factory.mktemp("whole"), interventions[:3]))


@pytest.fixture(name="filled", scope="module")
def _filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A small catalogue of one's own, as a person would fill it in."""
    return edited(
        template(tmp_path_factory.mktemp("filled")),
        {
            "About!B2": "Our service",
            "About!B6": "2026-04",
            "Theories!A10": "Play Theory",
            "Theories!B10": "play",
            "Interventions!A2": "Sing and Sway",
            "Interventions!C2": "Play Theory",
            "Interventions!D2": "attachment theory",
            "Interventions!F2": "Yes",
            "Interventions!I2": "yes",
            "Interventions!L2": "Low",
            "Interventions!M2": "low",
            "Interventions!N2": "Medium",
            "Interventions!A5": "Rock",
            "Interventions!B5": "rock-a-bye",
            "Interventions!E5": "psychoeducation",
            "Interventions!F5": True,
            "Interventions!G5": " YES ",
            "Interventions!H5": "No",
            "Interventions!K5": "Yes",
            "Interventions!L5": "High",
            "Interventions!M5": "High",
            "Interventions!N5": "High",
            "Interventions!O5": "Yes",
            "Other names!A2": "sing & sway",
            "Other names!B2": "S&S",
            "Other names!A3": "rock-a-bye",
            "Other names!B3": "=R",
            "Related programmes!A2": "Rock",
            "Related programmes!B2": "Roll",
            "Related programmes!C2": "another",
        },
    )


def faults_of(data: bytes) -> list[tuple[str, str, str | None]]:
    """Each fault of a workbook, in its parts."""
    with pytest.raises(Faults) as caught:
        read_template(data)
    return [(f.place, f.found, f.nearest) for f in caught.value.faults]


class TestRoundTrips:
    def test_paths_bytes_and_open_files_are_read(self, tmp_path: Path) -> None:
        """A file is the same from a path, from its bytes and open."""
        data = template(tmp_path, interventions)
        path = tmp_path / "template.xlsx"

        with path.open("rb") as stream:
            assert kept(interventions) == [*read_template(stream)]
        for file in (str(path), data, BytesIO(data)):
            assert kept(interventions) == [*read_template(file)]
        with pytest.raises(WrongType, match="a path, bytes, or a file open for bytes"):
            read_template(3)  # type: ignore[arg-type]


class TestFilledIn:
    def test_is_a_catalogue(self, filled: bytes) -> None:
        """What a person fills in is the catalogue that a file of JSON would give."""
        rows: list[dict[str, Any]] = [
            {
                "id": "sing-and-sway",
                "name": "Sing and Sway",
                "theories": ["play", "attachment"],
                "audiences": ["universal"],
                "practice_levels": ["skilled"],
                "evidence": "low",
                "efficacy": {"low": "low", "high": "medium"},
                "aliases": ["S&S"],
            },
            {
                "id": "rock-a-bye",
                "name": "Rock",
                "theories": ["psychoeducation"],
                "audiences": ["universal", "targeted"],
                "practice_levels": ["specialist"],
                "evidence": "high",
                "efficacy": {"low": "high", "high": "high"},
                "is_suite": True,
                "aliases": ["=R"],
                "related": [{"name": "Roll", "note": "another"}],
            },
        ]
        body = {
            "schema": "urn:imh-evidence:schema:catalogue:1",
            "source": {"title": "Our service", "updated": "2026-04"},
            "theories": [{"slug": "play", "label": "Play Theory"}],
            "interventions": rows,
        }

        assert body == json.loads(read_template(filled).to_json())

    def test_columns_may_be_moved_and_sheets_left_out(self, tmp_path: Path) -> None:
        """Headers say what a column is; a sheet with nothing to say may go."""
        book = openpyxl.load_workbook(BytesIO(template(tmp_path, interventions[:2])))
        sheet = book["Interventions"]
        for row in sheet.iter_rows():
            values = [cell.value for cell in row]
            for cell, value in zip(row, reversed(values), strict=True):
                cell.value = value
        del book["Related programmes"]
        del book["How to fill in"]
        book.create_sheet("Empty")
        out = BytesIO()
        book.save(out)

        unrelated = [attrs.evolve(row, related=()) for row in interventions[:2]]
        assert kept(unrelated) == [*read_template(out.getvalue())]

    def test_a_month_that_became_a_day_is_read(self, filled: bytes) -> None:
        """A spreadsheet makes a day of a month that is typed; it is still that month."""
        day = date(2026, 4, 1)

        assert "2026-04" == read_template(edited(filled, {"About!B6": day})).source.updated

    def test_a_template_without_a_catalogue_is_empty(self, tmp_path: Path) -> None:
        """The sheets to fill in hold headers and what there is to choose from."""
        data = template(tmp_path)

        assert 1 == len(cells_of(data, "Interventions"))
        assert [
            ["Label", "Slug"],
            *([theory.label, theory.value] for theory in Theory),
        ] == cells_of(data, "Theories")
        assert [
            "How to fill in",
            "About",
            "Interventions",
            "Theories",
            "Other names",
            "Related programmes",
        ] == openpyxl.load_workbook(BytesIO(data)).sheetnames


class TestFaults:
    @pytest.mark.parametrize(
        ("changes", "faults"),
        [
            ({"Interventions!L5": "Hgh"}, [("Interventions!L5", "'Hgh'", "High")]),
            ({"Interventions!L5": 3}, [("Interventions!L5", "the number 3", None)]),
            ({"Interventions!L5": None}, [("Interventions!L5", "nothing", None)]),
            ({"Interventions!L5": " "}, [("Interventions!L5", "nothing", None)]),
            ({"Interventions!N2": None}, [("Interventions!N2", "nothing", None)]),
            ({"Interventions!N5": "Low"}, [("Interventions!M5", "High to Low", None)]),
            ({"Interventions!A2": None}, [("Interventions!A2", "nothing", None), ("'Other names'!A2", "'sing & sway'", None)]),
            ({"Interventions!A2": 7}, [("Interventions!A2", "the number 7", None), ("'Other names'!A2", "'sing & sway'", None)]),
            ({"Interventions!A5": "-", "Interventions!B5": None}, [("Interventions!A5", "'-'", None), ("'Other names'!A3", "'rock-a-bye'", None), ("'Related programmes'!A2", "'Rock'", None)]),
            ({"Interventions!B5": "Rock!"}, [("Interventions!B5", "'Rock!'", "rock!"), ("'Other names'!A3", "'rock-a-bye'", None)]),
            ({"Interventions!A5": "SING and sway", "Related programmes!A2": "rock-a-bye"}, [("Interventions!A5", "'SING and sway', which Interventions!2:2 has too", None)]),
            ({"Interventions!C2": "Pray Theory"}, [("Interventions!C2", "'Pray Theory'", "Play Theory")]),
            ({"Interventions!C2": 1, "Interventions!D2": "x"}, [("Interventions!C2", "the number 1", None), ("Interventions!D2", "'x'", None)]),
            ({"Interventions!C2": "play", "Interventions!D2": "Play Theory"}, [("Interventions!D2", "'play'", None)]),
            ({"Interventions!E5": None}, [("Interventions!C5", "nothing", None)]),
            ({"Interventions!F2": None}, [("Interventions!F2", "nothing", None)]),
            ({"Interventions!I2": "No"}, [("Interventions!H2", "nothing", None)]),
            ({"Interventions!F2": "Yse"}, [("Interventions!F2", "'Yse'", "Yes")]),
            ({"Interventions!O2": 1}, [("Interventions!O2", "the number 1", None)]),
            ({"Interventions!L2": "=!A1"}, [("Interventions!L2", "the formula =!A1", None)]),
            ({"Interventions!A9": "X"}, [("Interventions!C9", "nothing", None), ("Interventions!F9", "nothing", None), ("Interventions!H9", "nothing", None), ("Interventions!L9", "nothing", None), ("Interventions!M9", "nothing", None), ("Interventions!N9", "nothing", None)]),
            ({"Interventions!Q2": "mine"}, [("Interventions!Q2", "'mine'", None)]),
            ({"About!B2": None}, [("About!B2", "nothing", None)]),
            ({"About!B2": " "}, [("About!B2", "' '", None)]),
            ({"About!B6": 2026}, [("About!B6", "the number 2026", None)]),
            ({"About!A7": "Titel"}, [("About!A7", "'Titel'", "Title")]),
            ({"About!A7": 3}, [("About!A7", "the number 3", None)]),
            ({"About!A7": "title"}, [("About!A7", "'title'", None)]),
            ({"About!A2": None}, [("About", "nothing", None), ("About!A2", "nothing", None)]),
            ({"Theories!A2": "Detachment"}, [("Theories!A2", "'Detachment'", None)]),
            ({"Theories!B10": "Play!"}, [("Theories!B10", "'Play!'", "play!")]),
            ({"Theories!A10": None, "Interventions!C2": None}, [("Theories!A10", "nothing", None)]),
            ({"Theories!A11": "Play", "Theories!B11": "play"}, [("Theories!B11", "'play'", None)]),
            ({"Other names!A2": "Sing and Sawy"}, [("'Other names'!A2", "'Sing and Sawy'", "Sing and Sway")]),
            ({"Other names!A2": None}, [("'Other names'!A2", "nothing", None)]),
            ({"Other names!A2": 3}, [("'Other names'!A2", "the number 3", None)]),
            ({"Other names!B2": None}, [("'Other names'!B2", "nothing", None)]),
            ({"Other names!B2": "rock"}, [("Interventions!A5", "'Rock', which Interventions!2:2 has too", None)]),
            ({"Related programmes!C2": None}, [("'Related programmes'!C2", "nothing", None)]),
            ({"Related programmes!A2": "x"}, [("'Related programmes'!A2", "'x'", None)]),
            ({"Interventions!A1": "Nam"}, [("Interventions!1:1", "nothing", None), ("Interventions!A1", "'Nam'", "Name")]),
            ({"Theories!A1": "Nam"}, [("Theories!1:1", "nothing", None), ("Theories!A1", "'Nam'", None)]),
            ({"About!A1": "x"}, [("About!1:1", "nothing", None), ("About!A1", "'x'", None)]),
        ],
    )  # fmt: skip
    def test_name_their_cells(
        self, filled: bytes, changes: dict[str, Any], faults: list[Any]
    ) -> None:
        """Each thing wrong is told once, at its cell, with what would be right."""
        assert faults == faults_of(edited(filled, changes))

    def test_come_all_at_once_in_the_order_of_the_sheets(self, filled: bytes) -> None:
        """One reading finds everything, from the first sheet to the last."""
        changes = {
            "Related programmes!A2": "R!",
            "Other names!A3": "nobody",
            "Interventions!N5": "x",
            "Interventions!B5": 5,
            "Interventions!L2": "y",
            "Theories!B10": "Play!",
            "About!B6": 3,
        }

        assert [
            "About!B6",
            "Interventions!L2",
            "Interventions!B5",
            "Interventions!N5",
            "Theories!B10",
            "'Other names'!A3",
            "'Related programmes'!A2",
        ] == [fault[0] for fault in faults_of(edited(filled, changes))]

    def test_sheets_that_are_missing_or_strange_are_told(self, filled: bytes) -> None:
        """A sheet with another name is never passed over in silence."""
        book = openpyxl.load_workbook(BytesIO(filled))
        book["About"].title = "Abuot"
        book["Interventions"].title = "My list!"
        out = BytesIO()
        book.save(out)

        assert {
            ("About", "no such sheet", None),
            ("Interventions", "no such sheet", None),
            ("Abuot", "a sheet of another name", "About"),
            ("'My list!'", "a sheet of another name", None),
        } == {*faults_of(out.getvalue())}

    def test_a_file_that_is_no_workbook_is_one_fault(self, tmp_path: Path) -> None:
        """The path's name is in the error, and what would be accepted."""
        path = tmp_path / "list.xlsx"
        path.write_bytes(b"id,name\n")
        with pytest.raises(Faults) as caught:
            read_template(path)

        (fault,) = caught.value.faults
        assert ("list.xlsx", "the file") == (caught.value.origin, fault.place)

    @given(
        st.lists(
            st.tuples(
                st.sampled_from(
                    ["About", "Interventions", "Theories", "Other names",
                     "Related programmes"]
                ),
                st.integers(1, 5),
                st.integers(1, 17),
                st.none() | ours._names() | st.integers() | st.booleans(),
                st.sampled_from(["text", "number", "flag", "formula", "error"]),
            ),
            max_size=6,
        )
    )  # fmt: skip
    def test_any_cells_are_read_or_refused(
        self, whole: tuple[Sheet, ...], changes: list[Any]
    ) -> None:
        """Whatever stands in a cell, there is a catalogue or a fault with a place."""
        try:
            Filled(_patched(whole, changes), "f").catalogue()
        except Faults as error:
            places = [fault.place.partition("!")[0] for fault in error.faults]
            assert all(place and "$" not in place for place in places)


def _patched(sheets: tuple[Sheet, ...], changes: list[Any]) -> list[Sheet]:
    """Sheets with other cells."""
    grids = {
        sheet.name: {(cell.row, cell.column): cell for row in sheet.rows for cell in row}
        for sheet in sheets
    }
    for name, row, column, value, kind in changes:
        grids[name].pop((row, column), None)
        if value is not None:
            held = str(value) if kind == "text" else value
            grids[name][row, column] = Cell(name, row, column, kind, held)
    return [
        Sheet(
            name,
            tuple(tuple(cells) for _, cells in groupby(sorted(grid.values(), key=_place), _row)),
        )
        for name, grid in grids.items()
    ]


def _place(cell: Cell) -> tuple[int, int]:
    return cell.row, cell.column


def _row(cell: Cell) -> int:
    return cell.row


class TestCommand:
    @pytest.fixture(name="run")
    def _run(self, capsys: pytest.CaptureFixture[str]) -> Any:
        def run(*arguments: str) -> tuple[int, str, str]:
            code = main(arguments)
            out, err = capsys.readouterr()
            return code, out, err

        return run

    def test_check_reads_a_workbook(self, run: Any, tmp_path: Path, filled: bytes) -> None:
        """A valid workbook is counted, and one that is not is told by cell."""
        path = tmp_path / "ours.XLSX"
        path.write_bytes(filled)

        assert (0, f"{path}: valid; 2 interventions from Our service\n", "") == run(
            "check", str(path)
        )
        path.write_bytes(edited(filled, {"Interventions!L5": "hgh"}))
        told = (
            "ours.XLSX: 1 fault\n  Interventions!L5: found 'hgh', expected one of Low, "
            "Medium, High (the nearest is 'High')\n"
        )
        assert (1, told, "") == run("check", str(path))
        code, out, _ = run("check", str(path), "--json")
        assert (1, "Interventions!L5") == (code, json.loads(out)["faults"][0]["place"])

    def test_template_writes_a_workbook(self, run: Any, tmp_path: Path) -> None:
        """An empty template, or one that holds a catalogue of one's own."""
        path, own = str(tmp_path / "t.xlsx"), tmp_path / "own.json"
        interventions.save(own)

        assert (0, f"{path}: written; fill it in, then check it\n", "") == run("template", path)
        assert 1 == run("check", path)[0]
        filled = str(tmp_path / "filled.xlsx")
        code, out, _ = run("template", filled, "--catalogue", str(own), "--json")
        assert (0, {"written": filled}) == (code, json.loads(out))
        assert kept(interventions) == [*read_template(filled)]

    def test_template_refuses_another_ending(self, run: Any, tmp_path: Path) -> None:
        """A name that says another form is told, and nothing is written."""
        code, out, err = run("template", str(tmp_path / "t.csv"))

        assert (2, "") == (code, out)
        assert "expected one of '.xlsx'" in err
        assert [] == list(tmp_path.iterdir())

    def test_does_not_write_over_a_file(self, run: Any, tmp_path: Path) -> None:
        """A template that somebody may have filled in stays as it is."""
        path = tmp_path / "ours.xlsx"
        path.write_bytes(b"filled in")

        assert "is there already; give another name" in str(run("template", str(path)))
        assert b"filled in" == path.read_bytes()
