"""Each form of file reads back what was written, and says what it is."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import attrs
import pytest

from imh_evidence import (
    Catalogue,
    InvalidCatalogue,
    LocalTheory,
    Theory,
    UnknownIntervention,
    UnknownValue,
    WrongType,
    interventions,
)
from imh_evidence.codec import Limits
from imh_evidence.formats import LINES_SCHEMA, Form, write_catalogue
from imh_evidence.jsontext import parse_json
from imh_evidence.records import RetiredId, Source
from imh_evidence.tabular import CSV_SCHEMA


HOSTILE = [
    "quotes \" and '",
    "line\nbreak\r\nand tab\t.",
    "right \u202e to left \u200f",
    "=1+1",
    "@SUM(A1)",
    "bear \U0001f9f8",
    "NA",
    "None",
    "null",
    "true, 1, 0",
    "\u2028 line separator \x85".replace("\x85", ""),
]
PLAY = LocalTheory("play", "Play Theory")


@pytest.fixture(name="hostile")
def _hostile() -> Catalogue:
    base = attrs.evolve(
        interventions[0], recommended=None, aliases=(), theory_group=None
    )
    rows = [
        attrs.evolve(base, id=f"row-{i}", name=name, theories=(PLAY, Theory.ATTACHMENT))
        for i, name in enumerate(HOSTILE)
    ]
    return Catalogue.from_records(
        rows,
        source=Source('Our "service"', publisher="NA"),
        retired=[RetiredId("row-99", ("row-1",), "merged")],
    )


def written(catalogue: Catalogue, form: Form) -> bytes:
    """The bytes of a catalogue in a form."""
    return b"".join(write_catalogue(catalogue._file(), form))


def faults_of(data: bytes, form: Form, **limits: Any) -> list[tuple[str, str, str]]:
    """Place, what was found and what was expected of each fault."""
    with pytest.raises(InvalidCatalogue) as caught:
        Catalogue.load(data, form, limits=Limits(**limits))
    return [(f.path, f.found, f.expected) for f in caught.value.faults]


class TestRoundTrips:
    @pytest.mark.parametrize("form", ["json", "jsonl", "csv"])
    @pytest.mark.parametrize("of", ["published", "a view", "hostile", "empty"])
    def test_what_is_written_is_read(
        self, form: Form, of: str, hostile: Catalogue, tmp_path: Path
    ) -> None:
        """Records, source, retired ids and theories of one's own come back."""
        catalogue = {
            "published": interventions,
            "a view": interventions.where(audience="universal"),
            "hostile": hostile,
            "empty": Catalogue.from_records([]),
        }[of]
        path = tmp_path / f"file.{form}"
        catalogue.save(path)
        loaded = Catalogue.load(path)

        assert catalogue == loaded
        assert catalogue.source == loaded.source
        assert catalogue.retired == loaded.retired
        assert catalogue.groups == loaded.groups
        assert catalogue.ids == tuple(loaded[id_].id for id_ in catalogue.ids)

    @pytest.mark.parametrize("form", ["json", "jsonl", "csv"])
    def test_paths_bytes_and_open_files_are_read(
        self, form: Form, tmp_path: Path
    ) -> None:
        """A file is the same from a path, from its bytes and open."""
        path = tmp_path / f"file.{form}"
        interventions.save(str(path))

        with path.open("rb") as stream:
            assert interventions == Catalogue.load(stream, form)
        assert interventions == Catalogue.load(path.read_bytes(), form)
        assert interventions == Catalogue.load(io.BytesIO(path.read_bytes()), form)
        assert interventions == Catalogue.load(
            b"\xef\xbb\xbf" + path.read_bytes(), form
        )

    def test_json_lines_are_one_record_each(self, hostile: Catalogue) -> None:
        """A header record says what the file is, and each line after it is a row."""
        lines = written(hostile, "jsonl").decode().removesuffix("\n").split("\n")

        assert LINES_SCHEMA == json.loads(lines[0])["schema"]
        assert [{"slug": "play", "label": "Play Theory"}] == json.loads(lines[0])[
            "theories"
        ]
        assert HOSTILE == [json.loads(line)["name"] for line in lines[1:]]

    def test_machine_csv_is_read_by_any_csv_reader(self, hostile: Catalogue) -> None:
        """Flat columns are text, others JSON, and the first record says what it is."""
        table = list(
            csv.DictReader(io.StringIO(written(hostile, "csv").decode(), newline=""))
        )

        assert CSV_SCHEMA == json.loads(table[0]["about"])["schema"]
        assert ["catalogue"] + ["intervention"] * len(HOSTILE) == [
            row["record"] for row in table
        ]
        assert HOSTILE == [row["name"] for row in table[1:]]
        assert ["play", "attachment"] == json.loads(table[1]["theories"])
        assert ("medium", "high") == (
            table[1]["efficacy_low"],
            table[1]["efficacy_high"],
        )


class TestPeoplesForm:
    def test_holds_labels_and_no_formula(
        self, hostile: Catalogue, tmp_path: Path
    ) -> None:
        """A spreadsheet shows names as they are and computes nothing."""
        path = tmp_path / "people.csv"
        hostile.save(path, "people-csv")
        rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))

        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        assert ["'=1+1", "'@SUM(A1)", "bear \U0001f9f8", "NA"] == [
            row[0] for row in rows[4:8]
        ]
        assert [
            "Play Theory / Attachment Theory",
            "Targeted",
            "Enhanced",
            "High",
            "Medium\u2013High",
            "",
            "",
            'Our "service"',
        ] == rows[1][1:]

    def test_names_what_the_page_recommends(self) -> None:
        """Published rows are marked, with aliases and source."""
        rows = list(
            csv.reader(io.StringIO(written(interventions, "people-csv").decode()))
        )

        assert ["FNP", "yes", "Infant mental health, 2023-04"] == rows[2][6:]

    def test_is_not_read_back(self) -> None:
        """The people's form is refused with what to do instead."""
        data = written(interventions, "people-csv")

        assert [
            (
                "line 1",
                "the people's form, which is written to be read by people only",
                "the machine form: save the catalogue as csv",
            )
        ] == faults_of(data, "csv")
        with pytest.raises(UnknownValue, match="'json', 'jsonl', 'csv'"):
            Catalogue.load(data, "people-csv")


class TestChoosing:
    def test_an_unknown_ending_is_refused(self, tmp_path: Path) -> None:
        """A path whose ending says nothing needs its form named."""
        (tmp_path / "table.xls").touch()
        with pytest.raises(UnknownValue, match="found 'table.xls'.*'.json', '.jsonl'"):
            Catalogue.load(tmp_path / "table.xls")
        with pytest.raises(UnknownValue, match="found 'table'"):
            interventions.save(tmp_path / "table")

        interventions.save(tmp_path / "table", "jsonl")
        assert interventions == Catalogue.load(tmp_path / "table", "jsonl")

    def test_an_unknown_form_is_refused(self, tmp_path: Path) -> None:
        """A form that is not there is told with those that are."""
        form: Any = "jsn"
        with pytest.raises(UnknownValue, match="nearest is 'json'"):
            interventions.save(tmp_path / "x", form)
        with pytest.raises(UnknownValue, match="nearest is 'json'"):
            Catalogue.load(b"{}", form)

    def test_other_things_are_no_files(self) -> None:
        """A number is neither a path nor a file."""
        with pytest.raises(WrongType, match="a path, bytes, or a file open for bytes"):
            Catalogue.load(3)  # type: ignore[arg-type]

    @pytest.mark.parametrize("name", ["nobody.json", "nobody", "nobody.xls"])
    def test_a_missing_file_is_an_oserror(self, tmp_path: Path, name: str) -> None:
        """A file that is not there is Python's own error, whatever its ending."""
        with pytest.raises(FileNotFoundError):
            Catalogue.load(tmp_path / name)


ROW = {
    "id": "bear",
    "name": "Bear",
    "theories": ["attachment"],
    "audiences": ["universal"],
    "practice_levels": ["skilled"],
    "evidence": "low",
    "efficacy": {"low": "low", "high": "medium"},
}
HEAD = {"schema": LINES_SCHEMA, "source": {"title": "Ours"}}


def lines(*records: object) -> bytes:
    """JSON Lines of the records; text stands as it is."""
    texts = (each if isinstance(each, str) else json.dumps(each) for each in records)
    return "\n".join(texts).encode()


class TestLines:
    def test_faults_name_their_lines(self) -> None:
        """Each fault says on which line it stands, blank lines counted."""
        data = lines(
            HEAD,
            ROW,
            "",
            {**ROW, "id": "doll", "name": "Doll", "evidence": "x"},
            "{",
            {**ROW, "name": "BEAR", "id": "bear"},
        )

        assert [
            ("line 4: $.evidence", "'x'", "evidence level: 'low', 'medium', 'high'"),
            (
                "line 5, column 2",
                (
                    "text that is no JSON "
                    "(Expecting property name enclosed in double quotes)"
                ),
                "JSON",
            ),
            (
                "line 6: $.id",
                "'bear', which line 2: $ has too",
                "each id, name and alias to name one intervention",
            ),
            (
                "line 6: $.name",
                "'BEAR', which line 2: $ has too",
                "each id, name and alias to name one intervention",
            ),
        ] == faults_of(data, "jsonl")

    @pytest.mark.parametrize(
        ("records", "fault"),
        [
            ([], ("line 1", "an empty file", "the record that says what the file is")),
            (["[]"], ("line 1: $", "[]", "an object")),
            ([ROW], ("line 1: $.schema", "nothing", repr(LINES_SCHEMA))),
            ([{**HEAD, "theories": 3}], ("line 1: $.theories", "3", "a list")),
            (["", "3x"], ("line 2, column 2", "text that is no JSON (Extra data)", "JSON")),
        ],
    )  # fmt: skip
    def test_the_header_record_is_checked(self, records: list[Any], fault: Any) -> None:
        """The first record must say what the file is."""
        assert fault == faults_of(lines(*records), "jsonl")[0]

    def test_rows_in_the_header_are_refused(self) -> None:
        """Rows belong on lines of their own, and none is lost in silence."""
        data = lines(
            {**HEAD, "interventions": [ROW]}, {**ROW, "id": "doll", "name": "Doll"}
        )

        assert [
            (
                "line 1: $.interventions",
                "rows in the header record",
                "rows on the lines that follow",
            )
        ] == faults_of(data, "jsonl")

    def test_a_known_rest_of_a_line_does_not_skip_checks(self) -> None:
        """A line that differs from a lawful one anywhere is read anew."""
        good = json.dumps({**ROW, "id": "doll", "name": "Doll"})
        data = lines(
            HEAD,
            ROW,
            good.replace('"medium"}', '"medium", "mid": 1}'),
            good.replace('"low",', '"low", "evidence": "low",', 1),
            good.replace('"Doll"', '"Do\\u0007ll"'),
            good.replace('"Doll"', '"Doll", "name": "Doll"'),
            good.replace('"Doll"', "3"),
            good + "}",
            good.replace('"id": "doll"', '"id": "Duck"'),
            good + "\x0c",
            good + "X",
            good[:-1] + ', "aliases": ["Do\\u0007ll"]}',
            good[:-1] + ', "aliases": [["Dolly"]]}',
            good[:-1] + ', "aliases": "Dolly"}',
            good[:-1] + ', "aliases": [NaN]}',
            good[:-1] + ', "aliases": ["Dolly"], "aliases": ["Do"]}',
            good[:-1] + ', "aliases": ["Dolly"], "alias": 1}',
            good[:-1] + ', "aliases": ["' + "D" * 10_001 + '"]}',
        )

        assert [
            ("line 3: $.efficacy.mid", "an unknown key"),
            ("line 4: $", "the key 'evidence' more than once"),
            ("line 5: $.name", "the character '\\x07'"),
            ("line 6: $", "the key 'name' more than once"),
            ("line 7: $.name", "3"),
            ("line 8, column 184", "text that is no JSON (Extra data)"),
            ("line 9: $.id", "'Duck'"),
            ("line 10, column 184", "text that is no JSON (Extra data)"),
            ("line 11, column 184", "text that is no JSON (Extra data)"),
            ("line 12: $.aliases[0]", "the character '\\x07'"),
            ("line 13: $.aliases[0]", "['Dolly']"),
            ("line 14: $.aliases", "'Dolly'"),
            ("line 15: $.aliases[0]", "NaN"),
            ("line 16: $", "the key 'aliases' more than once"),
            ("line 17: $.alias", "an unknown key"),
            ("line 18: $.aliases[0]", "10001 characters"),
        ] == [
            fault[:2] for fault in faults_of(data, "jsonl") if "has too" not in fault[1]
        ]

    def test_known_parts_of_lines_never_repeat_a_key(self) -> None:
        """Parts of lawful lines, in our order or another, are told where they clash."""
        one, two = (
            json.dumps({**ROW, "id": name.lower(), "name": name}, separators=(",", ":"))
            for name in ("Doll", "Duck")
        )
        early = '"practice_levels":["skilled"],"evidence":"low"'
        late = '"evidence":"low","practice_levels":["skilled"]'
        data = lines(
            HEAD,
            one.replace(early, late),
            two,
            two.replace("uck", "og")
            .replace("uck", "og")
            .replace(early, f'{late},"evidence":"low"'),
        )

        assert [("line 4: $", "the key 'evidence' more than once")] == [
            fault[:2] for fault in faults_of(data, "jsonl")
        ]

    def test_known_parts_of_lines_of_mixed_spacing(self) -> None:
        """Spaces in a line change neither its values nor what is wrong in it."""
        first, second, third, fourth = (
            json.dumps({**ROW, "id": name.lower(), "name": name}, separators=(",", ":"))
            for name in ("Ape", "Bat", "Cat", "Dog")
        )
        spaced = ', "practice_levels": ["{}"]'
        good = [
            first.replace(',"practice_levels":["skilled"]', spaced.format("skilled")),
            second.replace(',"practice_levels":["skilled"]', spaced.format("enhanced")),
            third.replace(',"practice_levels":["skilled"]', spaced.format("skilled")),
            fourth[:-1] + ', "aliases": []}',
        ]
        loaded = Catalogue.load(lines(HEAD, *good), "jsonl")
        repeated = (
            good[3].replace("og", "oe").replace("og", "oe")[:-1] + ',"aliases":["X"]}'
        )

        assert [["skilled"], ["enhanced"], ["skilled"], ["skilled"]] == [
            [level.value for level in row.practice_levels] for row in loaded
        ]
        assert [("line 6: $", "the key 'aliases' more than once")] == [
            fault[:2] for fault in faults_of(lines(HEAD, *good, repeated), "jsonl")
        ]

    @pytest.mark.parametrize("separators", [(",", ":"), (", ", ": ")])
    def test_known_parts_are_not_parsed_again(
        self, monkeypatch: pytest.MonkeyPatch, separators: tuple[str, str]
    ) -> None:
        """Lines that are new in their names, or join known parts anew, are not parsed."""
        parsed = []

        def parse(data: bytes, origin: str) -> object:
            parsed.append(data)
            return parse_json(data, origin)

        monkeypatch.setattr("imh_evidence.reading.parse_json", parse)
        both = {"audiences": ["universal", "targeted"]}
        elan = {"id": "élan", "name": "Élan"}
        changes: list[dict[str, Any]] = [
            {"is_suite": True, "aliases": ["A 1", "A 2"]},
            {**both, "evidence": "high"},
            {"is_suite": True},
            {**both, **elan, "is_suite": True},
            {"evidence": "high", "aliases": ["A 3"]},
        ]
        rows = [
            {**ROW, "id": f"r-{i}", "name": f"R {i}", **each}
            for i, each in enumerate(changes)
        ]
        texts = [json.dumps(row, separators=separators) for row in rows]
        loaded = Catalogue.load(lines(HEAD, *texts), "jsonl")

        assert rows == loaded.to_dicts()
        assert [json.dumps(HEAD), *texts[:2]] == [data.decode() for data in parsed]

    def test_a_known_line_may_have_aliases_of_its_own(self) -> None:
        """Aliases are read in every line, and related programmes and provenance too."""
        programme = {"name": "Doll", "note": "another toy"}
        cells = {"provenance": {"cells": {"name": {"rule": "ours"}}}}
        changes: list[dict[str, Any]] = [
            {},
            {"aliases": ["A", "B"]},
            {"aliases": ["C"], "related": [programme]},
            {"related": [programme]},
            {"related": [programme]},
            cells,
            cells,
            {"is_suite": True, "aliases": ["D"]},
            {"is_suite": True},
            {"aliases": ["E"], **cells},
            {},
        ]
        rows = [
            {**ROW, "id": f"r-{i}", "name": f"R {i}", **each}
            for i, each in enumerate(changes)
        ]
        for separators in ((",", ":"), (", ", ": ")):
            texts = [json.dumps(row, separators=separators) for row in rows]
            loaded = Catalogue.load(lines(HEAD, *texts), "jsonl")

            assert rows == loaded.to_dicts()

    @pytest.mark.parametrize(
        "line",
        [
            b'{"id":"\xff',
            b'{"id":"a',
            b'{"id":"a","name":"b',
            b'{"id":"a","nam":1}',
            b'{"id":"a","name":"b","practice_levels":[],"aliases":' + b"[" * 100_000,
            b'{"id":"a","name":"b","practice_levels":[],"aliases":[' + b"9" * 9_000,
        ],
        ids=range(6),
    )
    def test_a_line_that_only_begins_like_one_of_ours_is_refused(
        self, line: bytes
    ) -> None:
        """A broken line is told as any other broken JSON."""
        assert 0 < len(faults_of(lines(HEAD) + b"\n" + line, "jsonl"))

    def test_lines_that_differ_in_names_only_share_their_facets(self) -> None:
        """What was read once is shared, however the names are spelt."""
        names = ["Bear", "Doll \u00e9", "T\u0142um", 'Q"']
        rows = [{**ROW, "id": f"r-{i}", "name": name} for i, name in enumerate(names)]
        loaded = Catalogue.load(lines(HEAD, *rows), "jsonl")

        assert names == [row.name for row in loaded]
        assert 1 == len({id(row.efficacy) for row in loaded})

    def test_no_more_rests_are_kept_than_a_file_of_facets_has(self) -> None:
        """Thousands of different rests are read, and only some of them remembered."""
        rows = [
            {**ROW, "id": f"r-{i}", "name": f"R {i}", "theory_group": i}
            for i in range(4200)
        ]
        loaded = Catalogue.load(
            lines(HEAD, *rows, {**rows[0], "id": "x", "name": "X"}), "jsonl"
        )

        assert 4201 == len(loaded)
        assert 0 == loaded["x"].theory_group

    def test_groups_are_checked_on_every_line(self) -> None:
        """A row whose rest is known is still held against the file's groups."""
        head = {
            **HEAD,
            "groups": [{"number": 1, "label": "One", "theories": ["attachment"]}],
        }
        rows = [
            {**ROW, "id": f"r-{i}", "name": f"R {i}", "theory_group": 1}
            for i in range(3)
        ]

        assert 3 == len(Catalogue.load(lines(head, *rows), "jsonl"))
        assert [("line 2: $.theory_group", "2")] == [
            fault[:2]
            for fault in faults_of(lines(head, {**ROW, "theory_group": 2}), "jsonl")
        ]


class TestTables:
    @pytest.fixture(name="table")
    def _table(self) -> list[list[str]]:
        rows = written(interventions[:2], "csv").decode()
        return list(csv.reader(io.StringIO(rows, newline="")))

    def text(self, table: list[list[str]]) -> bytes:
        """A table as CSV."""
        out = io.StringIO()
        csv.writer(out).writerows(table)
        return out.getvalue().encode()

    @pytest.mark.parametrize(
        ("at", "cell", "fault"),
        [
            ((0, 3), "nam", [("line 1", "the column 'nam'"), ("line 1", "0 columns 'name'")]),
            ((1, 0), "catalog", [("line 2, column record", "'catalog'")]),
            ((1, 1), "{", [("line 2, column about: line 1, column 2", "text that is no JSON (Expecting property name enclosed in double quotes)")]),
            ((1, 1), "[]", [("line 2: $.about", "[]")]),
            ((2, 0), "x", [("line 3, column record", "'x'")]),
            ((2, 4), "attachment", [("line 3, column theories: line 1, column 1", "text that is no JSON (Expecting value)"), ("line 3: $.theories", "nothing")]),
            ((2, 7), "hgh", [("line 3: $.evidence", "'hgh'")]),
            ((2, 8), "", [("line 3: $.efficacy.low", "nothing")]),
            ((3, 3), "", [("line 4: $.name", "nothing")]),
        ],
    )  # fmt: skip
    def test_faults_name_line_and_column(
        self, table: list[list[str]], at: tuple[int, int], cell: str, fault: Any
    ) -> None:
        """A wrong cell is told by its line, and by its column where it is no JSON."""
        table[at[0]][at[1]] = cell

        assert fault == [found[:2] for found in faults_of(self.text(table), "csv")]

    def test_columns_stand_in_their_order(self, table: list[list[str]]) -> None:
        """Columns that changed places are refused with the order."""
        turned = [[row[0], row[1], row[3], row[2], *row[4:]] for row in table]

        ((place, found, _),) = faults_of(self.text(turned), "csv")
        assert ("line 1", "columns in another order") == (place, found)

    @pytest.mark.parametrize(
        ("data", "fault"),
        [
            (b"", ("line 1", "an empty line")),
            (b"\n\n", ("line 1", "an empty line")),
            (b"\xff", ("byte 0", "invalid start byte")),
        ],
    )
    def test_what_is_no_table_is_refused(self, data: bytes, fault: Any) -> None:
        """An empty file and wrong bytes are faults."""
        assert [fault] == [each[:2] for each in faults_of(data, "csv")]

    def test_blank_lines_are_passed_over_and_short_ones_told(
        self, table: list[list[str]]
    ) -> None:
        """A line of too few cells is a fault, an empty one is not."""
        data = self.text([*table[:2], [], *table[2:]])

        assert interventions[:2] == Catalogue.load(data, "csv")
        assert [("line 5", "2 cells", "16 cells")] == faults_of(
            self.text([*table, ["a", "b"]]), "csv"
        )

    def test_a_table_without_its_first_record_is_refused(
        self, table: list[list[str]]
    ) -> None:
        """Without the record that says what it is, a table is none of ours."""
        assert [("line 2", "nothing", "the record that says what the file is")] == (
            faults_of(self.text(table[:1]), "csv")
        )

    def test_broken_quotes_are_told(self, table: list[list[str]]) -> None:
        """A quote that never closes is a fault of the line it ends on."""
        data = self.text(table) + b'intervention,"'

        assert ("line 5", "unexpected end of data", "CSV") == faults_of(data, "csv")[-1]


class TestWhatIsSaidOfAFile:
    @pytest.mark.parametrize(
        ("changes", "fault"),
        [
            ({"source": {"title": " "}}, ("line 1: $.source.title", "' '", "a title to show")),
            ({"source": {"title": "A", "updated": "May 2024"}}, ("line 1: $.source.updated", "'May 2024'", "a month, as YYYY-MM")),
            ({"source": {"title": "A", "updated": "2024-13"}}, ("line 1: $.source.updated", "'2024-13'", "a month, as YYYY-MM")),
            ({"theories": [{"slug": "play", "label": " "}]}, ("line 1: $.theories[0].label", "' '", "a label to show")),
        ],
    )  # fmt: skip
    def test_is_checked(self, changes: dict[str, Any], fault: Any) -> None:
        """Titles and labels can be shown, and a month is a month."""
        assert [fault] == faults_of(lines({**HEAD, **changes}), "jsonl")

    def test_rows_in_the_first_record_of_a_table_are_refused(self) -> None:
        """No row is lost in silence in the record that says what a table is."""
        data = written(interventions[:0], "csv").replace(
            b'""source""', b'""interventions"":[1],""source""'
        )

        assert [
            (
                "line 2: $.about.interventions",
                "rows in the header record",
                "rows on the lines that follow",
            )
        ] == faults_of(data, "csv")

    def test_a_cell_may_be_long(self) -> None:
        """Many long aliases are one cell, and come back."""
        aliases = tuple(f"{i} " + "x" * 9_000 for i in range(20))
        own = Catalogue.from_records(
            [
                attrs.evolve(
                    interventions[0],
                    recommended=None,
                    aliases=aliases,
                    theory_group=None,
                )
            ]
        )

        assert own == Catalogue.load(written(own, "csv"), "csv")

    def test_faults_are_told_up_to_a_limit(self) -> None:
        """After the limit the last fault says that there are more."""
        data = lines(HEAD, *([0] * 10))

        assert ("$", "more faults", "at most 3, or a limit you raise") == faults_of(
            data, "jsonl", faults=3
        )[-1]
        assert 4 == len(faults_of(data, "jsonl", faults=3))

    def test_faults_of_one_list_are_told_up_to_a_hundred(self) -> None:
        """A list that is wrong throughout is not read to its end."""
        for field in ("audiences", "aliases"):
            found = faults_of(lines(HEAD, {**ROW, field: [0] * 1000}), "jsonl")

            assert 101 == len(found)
            assert ("more faults after this", "fewer of them") == found[-1][1:]

        cells: dict[str, Any] = {f"x{i}": {} for i in range(1000)}
        found = faults_of(lines(HEAD, {**ROW, "provenance": {"cells": cells}}), "jsonl")
        assert 101 == len(found)


class TestLimits:
    @pytest.mark.parametrize("form", ["json", "jsonl", "csv"])
    def test_of_size_and_number_can_be_raised(self, form: Form) -> None:
        """A file beyond a limit is refused, and read once the limit is raised."""
        data = written(interventions, form)
        size = f"at most {len(data) - 1} bytes, or a limit you raise"

        assert ("$", "a larger file", size) in faults_of(data, form, size=len(data) - 1)
        assert [("$", "more interventions", "at most 13, or a limit you raise")] == (
            faults_of(data, form, records=13)
        )
        assert interventions == Catalogue.load(
            data, form, limits=Limits(size=len(data), records=14)
        )

    def test_of_text_can_be_raised(self) -> None:
        """A long name is refused by default and taken where the caller allows it."""
        data = lines(HEAD, {**ROW, "name": "B" * 20_000, "id": "b"})
        second = lines(HEAD, ROW, {**ROW, "name": "B" * 20_000, "id": "b"})

        assert [("line 2: $.name", "20000 characters", "at most 10000")] == faults_of(
            data, "jsonl"
        )
        assert [("line 3: $.name", "20000 characters", "at most 10000")] == faults_of(
            second, "jsonl"
        )
        assert 1 == len(Catalogue.load(data, "jsonl", limits=Limits(text=20_000)))


class TestExtend:
    @pytest.fixture(name="ours")
    def _ours(self) -> Catalogue:
        row = attrs.evolve(
            interventions[0],
            id="bear",
            name="Bear",
            aliases=(),
            recommended=None,
            theory_group=None,
            theories=(PLAY,),
        )
        return Catalogue.from_records(
            [row], source="Ours", retired=[RetiredId("doll", ("bear",), "x")]
        )

    def test_makes_a_universe_of_both(self, ours: Catalogue) -> None:
        """Rows follow each other, and each keeps its origin."""
        both = interventions.extend(ours)

        assert Source("All") == interventions.extend(ours, source=Source("All")).source
        assert (*interventions, *ours) == tuple(both)
        assert "Infant mental health + Ours" == both.source.title
        assert interventions.source == both.origin("FNP")
        assert "Ours" == both.origin(both["bear"]).title
        assert interventions.groups == both.groups
        assert ours.retired == both.retired
        assert ("bear",) == both.where(theory=PLAY).ids
        assert None is both["bear"].recommended

    @pytest.mark.parametrize("form", ["json", "jsonl", "csv"])
    def test_origins_are_written_and_read(self, ours: Catalogue, form: Form) -> None:
        """A file of an extended catalogue knows where its rows come from."""
        both = ours.extend(interventions, source="All")
        loaded = Catalogue.load(written(both, form), form)

        assert both == loaded
        assert "All" == loaded.source.title
        assert ["Ours", "Infant mental health"] == [
            loaded.origin(key).title for key in ("bear", "FNP")
        ]
        assert "Infant mental health" == loaded[3:].origin("PAFT").title

    def test_origins_survive_being_extended_again(self, ours: Catalogue) -> None:
        """A row keeps its first origin."""
        more = attrs.evolve(ours[0], id="duck", name="Duck")
        third = Catalogue.from_records([more], source="Third")
        whole = ours.extend(interventions[:1]).extend(third)

        assert ["Ours", "Infant mental health", "Third"] == [
            whole.origin(row).title for row in whole
        ]
        with pytest.raises(UnknownIntervention):
            whole.origin("nobody")

    def test_all_clashes_are_told_together(self, ours: Catalogue) -> None:
        """Shared names, theories of one slug and two labels, and used ids are one error."""
        label = LocalTheory("play", "Another")
        rows = [
            attrs.evolve(ours[0], theories=(label,)),
            attrs.evolve(ours[0], id="doll", name="Doll", theories=(label,)),
        ]
        theirs = Catalogue.from_records(rows, source="Theirs")

        with pytest.raises(InvalidCatalogue) as caught:
            ours.extend(theirs)

        assert [
            ("Theirs[0].id", "'bear', which Ours[0] has too"),
            ("Theirs[0].name", "'Bear', which Ours[0] has too"),
            ("$.theories[1].slug", "'play'"),
            ("$.retired[0].id", "'doll', which a row has"),
        ] == [(fault.path, fault.found) for fault in caught.value.faults]

    def test_clashes_of_one_title_tell_the_sides_apart(self, ours: Catalogue) -> None:
        """Two catalogues of one title are called first and second."""
        with pytest.raises(
            InvalidCatalogue, match=r"second\[0\].id: .* first\[0\] has"
        ):
            ours.extend(ours)

    def test_a_group_of_other_theories_is_a_clash(self, ours: Catalogue) -> None:
        """A row does not come to stand under a heading of another catalogue."""
        row = attrs.evolve(ours[0], theory_group=9)
        theirs = Catalogue.from_records([row], source="Theirs")

        with pytest.raises(
            InvalidCatalogue, match=r"Theirs\[0\].theory_group: found 9"
        ):
            interventions.extend(theirs)

    def test_other_things_do_not_extend(self, ours: Catalogue) -> None:
        """Only a catalogue extends a catalogue."""
        with pytest.raises(WrongType, match="a Catalogue"):
            ours.extend(list(interventions))  # type: ignore[arg-type]
