"""A template that is filled in reads back as a catalogue, or tells every fault by cell."""

from __future__ import annotations

import json
import sys
from datetime import date
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

import attrs
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imh_evidence import (
    Catalogue,
    InvalidCatalogue,
    LocalTheory,
    MissingExtra,
    Theory,
    UnknownValue,
    WrongType,
    interventions,
)
from imh_evidence import strategies as ours
from imh_evidence.cli import main
from imh_evidence.interop.filled import Filled
from imh_evidence.interop.sheets import Cell, Sheet, read_sheets
from imh_evidence.interop.template import read_template, write_template
from imh_evidence.records import (
    CellProvenance,
    Provenance,
    RelatedProgramme,
    RetiredId,
    Source,
    TheoryGroup,
)

from .making import cells_of, edited, template


HOSTILE = [
    "quotes \" and '",
    "line\nbreak\r\nand tab\t.",
    "right \u202e to left \u200f",
    "=1+1",
    "@SUM(A1)",
    "+44",
    "-1",
    "  spaces  ",
    "bear \U0001f9f8",
    "NA",
    "None",
    "null",
    "TRUE",
    "1001",
    "2024-05-06",
    "_x0041_",
    "#N/A",
    "a; b, c / d",
]
PLAY = LocalTheory("play", "Play; = Theory")
#: A theory whose label another theory has too.
TWIN = LocalTheory("twin", "Attachment theory")
#: A theory whose label is the slug of another.
ODD = LocalTheory("odd", "play")


@pytest.fixture(name="hostile")
def _hostile() -> Catalogue:
    base = attrs.evolve(
        interventions[0],
        recommended=None,
        aliases=(),
        related=(),
        provenance=Provenance(),
    )
    rows = [
        attrs.evolve(
            base,
            id=f"row-{i}",
            name=name,
            theories=(PLAY, Theory.ATTACHMENT, TWIN, ODD),
            theory_group=30,
            aliases=(f"also {name}", "\n=" + str(i)),
            related=(
                RelatedProgramme(name, "other", None),
                RelatedProgramme("x", "=y", name),
            ),
            is_suite=i % 2 == 0,
            provenance=Provenance(
                (CellProvenance("name", "=rule", name, i + 1, "elsewhere", "e", "c"),),
                "e",
                "c",
            ),
        )
        for i, name in enumerate(HOSTILE)
    ]
    return Catalogue.from_records(
        [
            *rows,
            attrs.evolve(
                base,
                id="last",
                name="Last",
                theory_group=None,
                provenance=Provenance((), "e"),
            ),
        ],
        source=Source(
            'Our "service"', "NA", "=p", "https://example.org", "2024-05", "0f"
        ),
        groups=[TheoryGroup(30, "=group", (PLAY, Theory.ATTACHMENT, TWIN, ODD), 7, 8)],
        retired=[
            RetiredId("row-99", ("row-1", "row-2", "row-3"), "merged"),
            RetiredId("row-98", (), "gone"),
        ],
    )


@pytest.fixture(name="whole", scope="module")
def _whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Sheet, ...]:
    """The sheets of a template that has all of them."""
    more = Catalogue.from_records(interventions[2:3], source="More")
    both = interventions[:2].extend(more)
    return read_sheets(template(tmp_path_factory.mktemp("whole"), both))


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
            "Retired ids!A2": "sing-along",
            "Retired ids!B2": "sing-and-sway",
            "Retired ids!D2": "renamed",
        },
    )


def faults_of(data: bytes) -> list[tuple[str, str, str, str | None]]:
    """Each fault of a workbook, in its parts."""
    with pytest.raises(InvalidCatalogue) as caught:
        read_template(data)
    return [(f.path, f.found, f.expected, f.nearest) for f in caught.value.faults]


class TestRoundTrips:
    @pytest.mark.parametrize("of", ["published", "a view", "hostile", "both", "empty"])
    def test_what_is_written_is_read(
        self, of: str, hostile: Catalogue, tmp_path: Path
    ) -> None:
        """Everything that a catalogue file holds comes back."""
        catalogue = {
            "published": interventions,
            "a view": interventions.where(audience="universal"),
            "hostile": hostile,
            "both": hostile.extend(interventions, source="Both"),
            "empty": Catalogue.from_records([]),
        }[of]
        path = tmp_path / "template.xlsx"
        write_template(path, catalogue)
        loaded = read_template(path)

        assert catalogue == loaded
        assert catalogue.to_json() == loaded.to_json()
        assert catalogue.ids == tuple(loaded[id_].id for id_ in catalogue.ids)

    @settings(max_examples=settings().max_examples // 8)  # openpyxl takes its time
    @given(
        ours.catalogues(
            rows=ours.interventions(
                theories=st.sampled_from([*Theory, PLAY, TWIN, ODD])
            )
            | ours.published()
        )
    )
    def test_any_catalogue_is_read_back(
        self, tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue
    ) -> None:
        """Whatever rows and names a catalogue has, it comes back whole."""
        path = tmp_path_factory.getbasetemp() / "any.xlsx"
        write_template(path, catalogue)

        assert catalogue.to_json() == read_template(path).to_json()

    def test_paths_bytes_and_open_files_are_read(self, tmp_path: Path) -> None:
        """A file is the same from a path, from its bytes and open."""
        data = template(tmp_path, interventions)
        path = tmp_path / "template.xlsx"

        with path.open("rb") as stream:
            assert interventions == read_template(stream)
        assert interventions == read_template(str(path))
        assert interventions == read_template(data)
        assert interventions == read_template(BytesIO(data))
        with pytest.raises(WrongType, match="a path, bytes, or a file open for bytes"):
            read_template(3)  # type: ignore[arg-type]

    def test_no_cell_is_a_formula(self, hostile: Catalogue, tmp_path: Path) -> None:
        """Another library finds text in every cell that holds a name."""
        book = openpyxl.load_workbook(BytesIO(template(tmp_path, hostile)))
        kinds = {
            cell.data_type
            for sheet in book
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }

        assert {"s", "n"} == kinds
        assert (
            HOSTILE[3:5]
            == [
                row[0] for row in cells_of(template(tmp_path, hostile), "Interventions")
            ][4:6]
        )


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
            "retired": [
                {
                    "id": "sing-along",
                    "replaced_by": ["sing-and-sway"],
                    "note": "renamed",
                }
            ],
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
        del book["Retired ids"]
        del book["How to fill in"]
        book.create_sheet("Empty")
        out = BytesIO()
        book.save(out)

        assert interventions[:2] == read_template(out.getvalue())

    def test_a_month_that_became_a_day_is_read(self, filled: bytes) -> None:
        """A spreadsheet makes a day of a month that is typed; it is still that month."""
        day = date(2026, 4, 1)

        assert (
            "2026-04" == read_template(edited(filled, {"About!B6": day})).source.updated
        )

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
            "Retired ids",
        ] == openpyxl.load_workbook(BytesIO(data)).sheetnames

    def test_reading_needs_no_other_library(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A template is read without the library that writes it."""
        data = template(tmp_path, interventions)
        monkeypatch.setitem(sys.modules, "openpyxl", None)

        assert interventions == read_template(data)
        with pytest.raises(MissingExtra):
            write_template(tmp_path / "x.xlsx")


SEE_INTERVENTIONS = "the name or id of a row of the sheet Interventions"
TEXT = "text: type it into a cell whose format is Text"
THEORY = "a theory of the sheet Theories: Attachment Theory, Social Learning Theory, Family Systems Theory, Cognitive Learning Theory, Cognitive Behavioural Theory (CBT), Psychoanalytic Psychotherapy, Developmental Psychopathology, Psychoeducation, Play Theory"
HEADERS = "a header: Name, Id, Theory, Universal, Targeted, Informed, Skilled, Enhanced, Specialist, Evidence, Efficacy, low end, Efficacy, high end, Suite, Group, Recommended by the published page"


class TestFaults:
    @pytest.mark.parametrize(
        ("changes", "faults"),
        [
            ({"Interventions!L5": "Hgh"}, [("Interventions!L5", "'Hgh'", "one of Low, Medium, High", "High")]),
            ({"Interventions!L5": 3}, [("Interventions!L5", "the number 3", "one of Low, Medium, High", None)]),
            ({"Interventions!L5": None}, [("Interventions!L5", "nothing", "a value", None)]),
            ({"Interventions!L5": " "}, [("Interventions!L5", "nothing", "a value", None)]),
            ({"Interventions!N2": None}, [("Interventions!N2", "nothing", "a value", None)]),
            ({"Interventions!N5": "Low"}, [("Interventions!M5", "High to Low", "a low end that is not above the high", None)]),
            ({"Interventions!A2": None}, [("Interventions!A2", "nothing", "a value", None), ("'Other names'!A2", "'sing & sway'", SEE_INTERVENTIONS, None)]),
            ({"Interventions!A2": 7}, [("Interventions!A2", "the number 7", TEXT, None), ("'Other names'!A2", "'sing & sway'", SEE_INTERVENTIONS, None)]),
            ({"Interventions!A5": "-"}, [("Interventions!A5", "'-'", "a name with a letter or digit in it", None), ("'Related programmes'!A2", "'Rock'", SEE_INTERVENTIONS, None)]),
            ({"Interventions!B5": "Rock!"}, [("Interventions!B5", "'Rock!'", "a slug, such as 'rock!'", None), ("'Other names'!A3", "'rock-a-bye'", SEE_INTERVENTIONS, None)]),
            ({"Interventions!A5": "SING and sway", "Related programmes!A2": "rock-a-bye"}, [("Interventions!A5", "'SING and sway', which Interventions!2:2 has too", "each id, name and alias to name one intervention", None)]),
            ({"Interventions!C2": "Pray Theory"}, [("Interventions!C2", "'Pray Theory'", THEORY, "Play Theory")]),
            ({"Interventions!C2": 1, "Interventions!D2": "x"}, [("Interventions!C2", "the number 1", TEXT, None), ("Interventions!D2", "'x'", THEORY, None)]),
            ({"Interventions!C2": "play", "Interventions!D2": "Play Theory"}, [("Interventions!D2", "'play'", "each theory once", None)]),
            ({"Interventions!E5": None}, [("Interventions!C5", "nothing", THEORY, None)]),
            ({"Interventions!F2": None}, [("Interventions!F2", "nothing", "Yes under at least one of Universal, Targeted", None)]),
            ({"Interventions!I2": "No"}, [("Interventions!H2", "nothing", "Yes under at least one of Informed, Skilled, Enhanced, Specialist", None)]),
            ({"Interventions!F2": "Yse"}, [("Interventions!F2", "'Yse'", "Yes, or an empty cell", "Yes")]),
            ({"Interventions!O2": 1}, [("Interventions!O2", "the number 1", "Yes, or an empty cell", None)]),
            ({"Interventions!L2": "=!A1"}, [("Interventions!L2", "the formula =!A1", "one of Low, Medium, High", None)]),
            ({"Interventions!A9": "X"}, [("Interventions!C9", "nothing", THEORY, None), ("Interventions!F9", "nothing", "Yes under at least one of Universal, Targeted", None), ("Interventions!H9", "nothing", "Yes under at least one of Informed, Skilled, Enhanced, Specialist", None), ("Interventions!L9", "nothing", "a value", None), ("Interventions!M9", "nothing", "a value", None), ("Interventions!N9", "nothing", "a value", None)]),
            ({"Interventions!Q2": "mine"}, [("Interventions!Q2", "'mine'", "a header over it", None)]),
            ({"About!B2": None}, [("About!B2", "nothing", "a value", None)]),
            ({"About!B2": " "}, [("About!B2", "' '", "a title to show", None)]),
            ({"About!B6": "April"}, [("About!B6", "'April'", "a month, as YYYY-MM", None)]),
            ({"About!B6": 2026}, [("About!B6", "the number 2026", TEXT, None)]),
            ({"About!A7": "Titel"}, [("About!A7", "'Titel'", "one of Title, Part of, Publisher, Address, Updated, Checksum", "Title")]),
            ({"About!A7": 3}, [("About!A7", "the number 3", "one of Title, Part of, Publisher, Address, Updated, Checksum", None)]),
            ({"About!A7": "title"}, [("About!A7", "'title'", "each of these once", None)]),
            ({"About!A2": None}, [("About", "nothing", "a value", None), ("About!A2", "nothing", "one of Title, Part of, Publisher, Address, Updated, Checksum", None)]),
            ({"Theories!A2": "Detachment"}, [("Theories!A2", "'Detachment'", "Attachment Theory, as its slug is that of a published theory", None)]),
            ({"Theories!B10": "Play!"}, [("Theories!B10", "'Play!'", "a slug, such as 'play-theory'", None)]),
            ({"Theories!A10": None, "Interventions!C2": None}, [("Theories!A10", "nothing", "a value", None)]),
            ({"Theories!A11": "Play", "Theories!B11": "play"}, [("Theories!B11", "'play'", "a slug that no other theory has", None)]),
            ({"Other names!A2": "Sing and Sawy"}, [("'Other names'!A2", "'Sing and Sawy'", SEE_INTERVENTIONS, "Sing and Sway")]),
            ({"Other names!A2": None}, [("'Other names'!A2", "nothing", SEE_INTERVENTIONS, None)]),
            ({"Other names!A2": 3}, [("'Other names'!A2", "the number 3", TEXT, None)]),
            ({"Other names!B2": None}, [("'Other names'!B2", "nothing", "a name, or no row", None)]),
            ({"Other names!B2": "rock"}, [("Interventions!A5", "'Rock', which Interventions!2:2 has too", "each id, name and alias to name one intervention", None)]),
            ({"Related programmes!C2": None}, [("'Related programmes'!C2", "nothing", "a value", None)]),
            ({"Related programmes!A2": "x"}, [("'Related programmes'!A2", "'x'", SEE_INTERVENTIONS, None)]),
            ({"Retired ids!A2": "rock-a-bye"}, [("'Retired ids'!A2", "'rock-a-bye', which a row has", "an id no longer in use", None)]),
            ({"Retired ids!B2": 4}, [("'Retired ids'!B2", "the number 4", TEXT, None)]),
            ({"Interventions!A1": "Nam"}, [("Interventions!1:1", "nothing", "the header 'Name'", None), ("Interventions!A1", "'Nam'", HEADERS, "Name")]),
            ({"Theories!A1": "Nam"}, [("Theories!1:1", "nothing", "the header 'Label'", None), ("Theories!A1", "'Nam'", "a header: Label, Slug", None)]),
            ({"About!A1": "x"}, [("About!1:1", "nothing", "the header 'Of your list'", None), ("About!A1", "'x'", "a header: Of your list, Your answer, What to write", None)]),
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
            "Retired ids!A2": "R!",
            "Other names!A3": "nobody",
            "Interventions!N5": "x",
            "Interventions!B5": 5,
            "Interventions!L2": "y",
            "Theories!B10": "Play!",
            "About!B6": "z",
        }

        assert [
            "About!B6",
            "Interventions!L2",
            "Interventions!B5",
            "Interventions!N5",
            "Theories!B10",
            "'Other names'!A3",
            "'Retired ids'!A2",
        ] == [fault[0] for fault in faults_of(edited(filled, changes))]

    @pytest.mark.parametrize(
        ("changes", "fault"),
        [
            ({"Provenance!B2": "nme"}, ("Provenance!B2", "a cell of no field")),
            ({"Provenance!B2": None}, ("Provenance!B2", "nothing")),
            ({"Provenance!B3": "name"}, ("Provenance!B3", "'name'")),
            ({"Provenance!D2": "first"}, ("Provenance!D2", "'first'")),
            ({"Provenance!D2": 0}, ("Provenance!D2", "0")),
            ({"Provenance!E2": None}, ("Provenance!E2", "nothing")),
            ({"Provenance!G3": "2022"}, ("Provenance!G3", "'2022'")),
            ({"Provenance!A2": "x"}, ("Provenance!A2", "'x'")),
            ({"Interventions!P2": 99}, ("Interventions!P2", "99")),
            ({"Interventions!P2": "1" * 16}, ("Interventions!P2", "'1111111111111111'")),
            ({"Interventions!P2": 1.5}, ("Interventions!P2", "the number 1.5")),
            ({"Interventions!Q2": "Perhaps"}, ("Interventions!Q2", "'Perhaps'")),
            ({"Groups!A2": "one"}, ("Groups!A2", "'one'")),
            ({"Groups!A3": 1}, ("Groups!A3", "1")),
            ({"Groups!B2": None}, ("Groups!B2", "nothing")),
            ({"Groups!C2": "Play"}, ("Groups!C2", "'Play'")),
            ({"Origins!A2": "x"}, ("Origins!A2", "'x'")),
            ({"Origins!B2": None}, ("Origins!B2", "nothing")),
        ],
    )  # fmt: skip
    def test_in_what_a_catalogue_brought_along(
        self, tmp_path: Path, changes: dict[str, Any], fault: tuple[str, str]
    ) -> None:
        """Sheets that people seldom fill in are checked as well."""
        more = Catalogue.from_records(
            [
                attrs.evolve(
                    interventions[5],
                    id="x1",
                    name="X1",
                    aliases=(),
                    related=(),
                    recommended=None,
                    theory_group=None,
                )
            ],
            source="More",
        )
        data = template(tmp_path, interventions[:5].extend(more))

        assert fault in [each[:2] for each in faults_of(edited(data, changes))]

    def test_the_nearest_is_looked_for_where_it_is_read(self, filled: bytes) -> None:
        """Of very many faults, the first hundred name what was perhaps meant."""
        changes = {f"Other names!A{i}": "Sing and Sawy" for i in range(2, 122)}
        faults = faults_of(edited(filled, changes))

        assert [100, 20] == [
            sum(fault[3] == near for fault in faults)
            for near in ("Sing and Sway", None)
        ]

    def test_a_slug_tells_theories_of_one_label_apart(self, filled: bytes) -> None:
        """A label that two theories have names neither; their slugs do."""
        twins = {"Theories!A11": "Play theory", "Theories!B11": "play-2"}
        (fault,) = faults_of(edited(filled, twins))

        assert ("Interventions!C2", "'Play Theory'") == fault[:2]
        assert "play-2" == (
            read_template(edited(filled, {**twins, "Interventions!C2": "play-2"}))[0]
            .theories[0]
            .value
        )

    def test_sheets_that_are_missing_or_strange_are_told(self, filled: bytes) -> None:
        """A sheet with another name is never passed over in silence."""
        book = openpyxl.load_workbook(BytesIO(filled))
        book["About"].title = "Abuot"
        book["Interventions"].title = "My list!"
        out = BytesIO()
        book.save(out)
        sheets = (
            "one of the sheets About, Interventions, Theories, Other names, Related "
            "programmes, Retired ids, Groups, Provenance, Origins"
        )

        assert [
            ("About", "no such sheet", "this sheet", None),
            ("Interventions", "no such sheet", "this sheet", None),
            ("Abuot", "a sheet of another name", sheets, "About"),
            ("'My list!'", "a sheet of another name", sheets, None),
        ] == sorted(
            faults_of(out.getvalue()), key=lambda fault: fault[1] != "no such sheet"
        )

    def test_a_file_that_is_no_workbook_is_one_fault(self, tmp_path: Path) -> None:
        """The path's name is in the error, and what would be accepted."""
        path = tmp_path / "list.xlsx"
        path.write_bytes(b"id,name\n")
        with pytest.raises(InvalidCatalogue) as caught:
            read_template(path)

        assert (
            "list.xlsx: 1 fault\n  the file: found no workbook (File is not a zip "
            "file), expected an .xlsx workbook"
        ) == str(caught.value)

    @given(
        st.lists(
            st.tuples(
                st.sampled_from(
                    ["About", "Interventions", "Theories", "Other names", "Provenance",
                     "Groups", "Origins", "Retired ids", "Related programmes"]
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
        except InvalidCatalogue as error:
            places = [fault.path.partition("!")[0] for fault in error.faults]
            assert all(place and "$" not in place for place in places)


def _patched(sheets: tuple[Sheet, ...], changes: list[Any]) -> list[Sheet]:
    """Sheets with other cells."""
    grids = {
        sheet.name: {
            (cell.row, cell.column): cell for row in sheet.rows for cell in row
        }
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
            tuple(
                tuple(cells)
                for _, cells in groupby(sorted(grid.values(), key=_place), _row)
            ),
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

    def test_check_reads_a_workbook(
        self, run: Any, tmp_path: Path, filled: bytes
    ) -> None:
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
        assert (1, "Interventions!L5") == (code, json.loads(out)["faults"][0]["path"])

    def test_other_verbs_ask_a_workbook(
        self, run: Any, tmp_path: Path, filled: bytes
    ) -> None:
        """A workbook is asked like any other catalogue file."""
        path = tmp_path / "ours.xlsx"
        path.write_bytes(filled)

        assert "Sing and Sway" in run("list", "--catalogue", str(path))[1]
        assert run("show", "S&S", "--catalogue", str(path))[1].startswith(
            "Sing and Sway"
        )
        assert 0 == run("diff", str(path), str(path))[0]

    def test_template_writes_a_workbook(self, run: Any, tmp_path: Path) -> None:
        """An empty template, or one that holds a catalogue of one's own."""
        path, own = str(tmp_path / "t.xlsx"), tmp_path / "own.json"
        interventions.save(own)

        assert (0, f"{path}: written; fill it in, then check it\n", "") == run(
            "template", path
        )
        assert 1 == run("check", path)[0]
        filled = str(tmp_path / "filled.xlsx")
        code, out, _ = run("template", filled, "--catalogue", str(own), "--json")
        assert (0, {"written": filled}) == (code, json.loads(out))
        assert interventions == read_template(filled)

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

    def test_load_says_where_workbooks_are_read(self, tmp_path: Path) -> None:
        """A catalogue's own reader names the room that reads workbooks."""
        (tmp_path / "ours.xlsx").touch()
        with pytest.raises(UnknownValue, match=r"imh_evidence\.interop\.template"):
            Catalogue.load(tmp_path / "ours.xlsx")
