"""``check`` and ``--catalogue``: a file of one's own at the terminal."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import attrs
import pytest

from imh_evidence import Catalogue, interventions
from imh_evidence.cli import main
from imh_evidence.decisions import shortlist


ROW = {
    "id": "bear",
    "name": "Bear",
    "theories": ["play"],
    "audiences": ["universal"],
    "practice_levels": ["skilled"],
    "evidence": "low",
    "efficacy": {"low": "low", "high": "medium"},
    "aliases": ["Ted"],
}
FILE = {
    "schema": "urn:imh-evidence:schema:catalogue:1",
    "source": {"title": "Our service"},
    "theories": [{"slug": "play", "label": "Play Theory"}],
    "interventions": [ROW],
}
ENDORSED = ("recommend", "Hexagon", "endors", "page")


@pytest.fixture(name="run")
def _run(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture(name="own")
def _own(tmp_path: Path) -> str:
    path = tmp_path / "own.json"
    path.write_text(json.dumps(FILE), "utf-8")
    return str(path)


@pytest.fixture(name="invalid")
def _invalid(tmp_path: Path) -> str:
    path = tmp_path / "invalid.json"
    row = {**ROW, "evidence": "hgh", "recommended": True}
    path.write_text(json.dumps({**FILE, "interventions": [row]}), "utf-8")
    return str(path)


@pytest.fixture(name="edited")
def _edited(tmp_path: Path) -> str:
    """The page's own source over a row that does not say what the page prints."""
    path = tmp_path / "edited.json"
    (row,) = interventions[1:2].to_dicts()
    row = {**row, "efficacy": {"low": "high", "high": "high"}}
    del row["recommended"], row["provenance"]
    plain = json.loads(interventions.to_json())
    path.write_text(json.dumps({**plain, "interventions": [row]}), "utf-8")
    return str(path)


@pytest.fixture(name="mixed")
def _mixed(tmp_path: Path, own: str) -> str:
    path = tmp_path / "mixed.json"
    Catalogue.load(own).extend(interventions[:3], source="Both").save(path)
    return str(path)


FAULTS = [
    {
        "path": "$.interventions[0].evidence",
        "found": "'hgh'",
        "expected": "evidence level: 'low', 'medium', 'high'",
        "nearest": "high",
    },
]  # fmt: skip


class TestCheck:
    def test_says_what_a_valid_file_holds(self, run: Any, own: str) -> None:
        """A valid file is counted, and named with its source; exit 0."""
        assert (0, f"{own}: valid; 1 intervention from Our service\n", "") == run(
            "check", own
        )

    def test_of_another_kind_of_file_tells_just_that(
        self, run: Any, tmp_path: Path
    ) -> None:
        """A decision is no faulty catalogue: its schema is told, and nothing else."""
        path = tmp_path / "decision.json"
        shortlist(interventions).save(path)
        code, out, err = run("check", str(path))

        assert (1, "") == (code, err)
        assert [
            "decision.json: 1 fault",
            (
                "  $.schema: found 'urn:imh-evidence:schema:decision:1', expected "
                "'urn:imh-evidence:schema:catalogue:1'"
            ),
        ] == out.splitlines()

    def test_reads_what_was_saved(self, run: Any, tmp_path: Path) -> None:
        """A saved table is valid."""
        path = tmp_path / "table.json"
        interventions.save(path)
        code, out, _ = run("check", str(path))

        assert 0 == code
        assert out.endswith("valid; 14 interventions from Infant mental health\n")

    def test_tells_every_fault(self, run: Any, invalid: str) -> None:
        """An invalid file is answered with each fault on a line; exit 1."""
        code, out, err = run("check", invalid)

        assert (1, "") == (code, err)
        assert [
            "invalid.json: 1 fault",
            (
                "  $.interventions[0].evidence: found 'hgh', expected evidence level: "
                "'low', 'medium', 'high' (the nearest is 'high')"
            ),
        ] == out.splitlines()

    def test_answers_programs_in_json(self, run: Any, own: str, invalid: str) -> None:
        """JSON says whether the file is valid, and each fault in its parts."""
        code, out, err = run("check", own, "--json")
        assert (0, "") == (code, err)
        assert {"valid": True, "interventions": 1, "faults": []} == json.loads(out)

        code, out, err = run("check", "--json", invalid)
        assert (1, "") == (code, err)
        assert {"valid": False, "faults": FAULTS} == json.loads(out)

    @pytest.mark.parametrize("arguments", [(), ("--json",)])
    def test_tells_all_of_many_faults(
        self, run: Any, tmp_path: Path, arguments: tuple[str, ...]
    ) -> None:
        """People and programs see every fault, however many there are."""
        path = tmp_path / "many.json"
        path.write_text(json.dumps({**FILE, "interventions": [1] * 25}), "utf-8")
        code, out, _ = run("check", str(path), *arguments)

        assert 1 == code
        if arguments:
            assert 25 == len(json.loads(out)["faults"])
        else:
            assert ["many.json: 25 faults", 26] == [
                out.splitlines()[0],
                len(out.splitlines()),
            ]
            assert out.splitlines()[-1].startswith("  $.interventions[24]: found 1, ")

    @pytest.mark.parametrize("ending", [".json", ""])
    @pytest.mark.parametrize("arguments", [(), ("--json",)])
    def test_of_an_unreadable_file_exits_2(
        self, run: Any, tmp_path: Path, arguments: tuple[str, ...], ending: str
    ) -> None:
        """A missing file, or a directory, is told as such whatever its ending."""
        missing = str(tmp_path / f"nobody{ending}")
        folder = tmp_path / f"folder{ending}"
        folder.mkdir()

        assert (2, "", f"imh-evidence: {missing}: No such file or directory\n") == run(
            "check", missing, *arguments
        )
        assert (2, "", f"imh-evidence: {folder}: Is a directory\n") == run(
            "check", str(folder), *arguments
        )

    def test_of_an_unknown_ending_exits_2(self, run: Any, tmp_path: Path) -> None:
        """A name whose ending says no form is told with the endings that do."""
        (tmp_path / "table.xls").touch()
        code, out, err = run("check", str(tmp_path / "table.xls"))

        assert (2, "") == (code, out)
        assert (
            "imh-evidence: the ending of a catalogue file's name: found 'table.xls', "
            "expected one of '.json', '.xlsx'\n"
        ) == err

    def test_needs_a_file(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Without a file the command says how it is used."""
        with pytest.raises(SystemExit) as caught:
            main(["check"])

        assert 2 == caught.value.code
        assert "required: file" in capsys.readouterr().err

    @pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux only")
    @pytest.mark.parametrize("text", ["{}", "valid", None])
    def test_a_name_of_any_bytes_is_shown(
        self, run: Any, tmp_path: Path, text: str | None
    ) -> None:
        """A file name that is no UTF-8, or would steer a terminal, is shown escaped."""
        path = tmp_path / os.fsdecode(b"\xff\x1b[31m.json")
        if text is not None:
            path.write_text(json.dumps(FILE) if text == "valid" else text, "utf-8")
        code, out, err = run("check", str(path))

        assert {"{}": 1, "valid": 0, None: 2}[text] == code
        assert r"\udcff\x1b[31m.json" in (out + err).splitlines()[0]
        assert (out + err).encode()

    def test_keys_of_any_characters_are_shown(self, run: Any, tmp_path: Path) -> None:
        """A key in the file cannot steer a terminal, nor stop the command."""
        path = tmp_path / "keys.json"
        path.write_text(json.dumps({**FILE, "a\x1b[31m\ud800": 1}), "utf-8")
        code, out, _ = run("check", str(path))

        assert 1 == code
        assert [True, True] == [line.isprintable() for line in out.splitlines()]


class TestOtherVerbs:
    @pytest.mark.parametrize(
        "verb",
        [
            ("list",),
            ("show", "FNP"),
            ("search", "nurse"),
            ("workforce", "enhanced"),
            ("coverage", "FNP"),
            ("shortlist",),
            ("explore", "--output", "edited.html"),
            ("hexagon", "edited.json.hexagon", "--intervention", "FNP"),
        ],
    )
    def test_an_edited_row_is_not_the_pages(
        self,
        run: Any,
        edited: str,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        verb: tuple[str, ...],
    ) -> None:
        """A row that was changed borrows neither edition nor advice from its source."""
        monkeypatch.chdir(tmp_path)
        texts = [
            run(*verb, "--catalogue", edited, *more)[1] for more in ((), ("--json",))
        ]
        texts += [path.read_text("utf-8") for path in tmp_path.glob("*.html")]

        for text in texts:
            assert "All are recommended" not in text
            assert "To be reviewed" not in text
            assert '"edition": "2023-04"' not in text
            assert "edition 2023-04," not in text

    def test_list_shows_the_file(self, run: Any, own: str) -> None:
        """The table is of the file's rows, under its own theories, with its source."""
        code, out, err = run("list", "--catalogue", own)

        assert (0, "") == (code, err)
        lines = out.splitlines()
        assert "Play Theory" == lines[3]
        assert ["Bear", "Universal", "Skilled", "Low", "Low–Medium"] == lines[4].split()
        assert "- 1 intervention." in lines
        assert "Source: Our service." == lines[-1]

    def test_show_finds_by_alias(self, run: Any, own: str) -> None:
        """A row of the file answers to its alias, with the file's source."""
        code, out, err = run("show", "ted", "--catalogue", own)

        assert (0, "") == (code, err)
        assert out.startswith("Bear\n====\nid:           bear\n")
        assert "theories:     Play Theory" in out
        assert out.endswith("Source: Our service.\n")

    def test_search_looks_in_the_file(self, run: Any, own: str) -> None:
        """Only the file is searched."""
        assert (0, "Bear\n  bear\n  alias: Ted\n", "") == run(
            "search", "ted", "--catalogue", own
        )
        code, out, _ = run("search", "nurse", "--catalogue", own)
        assert 0 == code
        assert out.startswith("Nothing holds 'nurse'.")

    @pytest.mark.parametrize("verb", [("list",), ("show", "bear"), ("search", "bear")])
    def test_an_own_row_is_never_shown_as_endorsed(
        self, run: Any, own: str, verb: tuple[str, ...]
    ) -> None:
        """Nothing about a service's own row speaks of the page or its recommendation."""
        for arguments in ((), ("--json",)):
            code, out, _ = run(*verb, "--catalogue", own, *arguments)

            assert 0 == code
            assert "Bear" in out
            assert [] == [word for word in ENDORSED if word in out]

    def test_json_names_the_source_of_the_file(self, run: Any, own: str) -> None:
        """Programs are told the file's source, and no edition of the page."""
        _, listed, _ = run("list", "--catalogue", own, "--json")
        _, shown, _ = run("show", "bear", "--catalogue", own, "--json")
        _, found, _ = run("search", "bear", "--catalogue", own, "--json")

        assert {"source", "interventions", "cautions"} == {*json.loads(listed)}
        assert [ROW] == json.loads(listed)["interventions"]
        assert {"source", "intervention"} == {*json.loads(shown)}
        assert ROW == json.loads(shown)["intervention"]
        assert {"source", "hits"} == {*json.loads(found)}
        assert {"title": "Our service"} == json.loads(found)["source"]

    def test_a_mixed_file_says_how_many_are_recommended(
        self, run: Any, mixed: str
    ) -> None:
        """Published rows are counted, and the others are said to carry no recommendation (Bear)."""
        _, out, _ = run("list", "--catalogue", mixed)
        text = " ".join(out.split())

        assert (
            "- 4 interventions. - The published page recommends 3 of these; the others "
            "carry no recommendation (Bear)."
        ) in text
        assert "All are recommended" not in text
        assert "Source: Both." in text

    def test_each_row_of_a_mixed_file_has_its_own_source(
        self, run: Any, mixed: str
    ) -> None:
        """A row is shown with the source it came from and its own endorsement only."""
        _, published, _ = run("show", "FNP", "--catalogue", mixed)
        _, own, _ = run("show", "bear", "--catalogue", mixed)

        assert "recommended:  All are recommended" in published
        assert "Infant mental health, edition 2023-04" in published
        assert own.endswith("Source: Our service.\n")
        assert [] == [word for word in ENDORSED if word in own]

    def test_programs_see_which_rows_are_recommended(
        self, run: Any, mixed: str
    ) -> None:
        """In JSON a row without a recommendation has no such key."""
        _, out, _ = run("list", "--catalogue", mixed, "--json")

        assert [None, True, True, True] == [
            row.get("recommended") for row in json.loads(out)["interventions"]
        ]

    def test_programs_see_the_source_of_the_row(self, run: Any, mixed: str) -> None:
        """In JSON one row of a mixed file is named with the source it came from."""
        _, own, _ = run("show", "bear", "--catalogue", mixed, "--json")
        _, published, _ = run("show", "FNP", "--catalogue", mixed, "--json")

        assert "Our service" == json.loads(own)["source"]["title"]
        assert "Infant mental health" == json.loads(published)["source"]["title"]

    def test_a_saved_copy_of_the_table_is_the_table(
        self, run: Any, tmp_path: Path
    ) -> None:
        """The published rows from a file are shown as the published rows."""
        path = tmp_path / "table.json"
        interventions.save(path)

        assert run("list") == run("list", "--catalogue", str(path))

    @pytest.mark.parametrize("verb", [("list",), ("show", "bear"), ("search", "bear")])
    @pytest.mark.parametrize("arguments", [(), ("--json",)])
    def test_an_invalid_file_exits_1(
        self, run: Any, invalid: str, verb: tuple[str, ...], arguments: tuple[str, ...]
    ) -> None:
        """No answer is given from a file with faults; they are told instead."""
        code, out, err = run(*verb, *arguments, "--catalogue", invalid)

        assert (1, "") == (code, out)
        assert err.startswith("imh-evidence: invalid.json: 1 fault\n")
        assert "'hgh'" in err

    @pytest.mark.parametrize("verb", [("list",), ("show", "bear"), ("search", "bear")])
    def test_an_unreadable_file_exits_2(
        self, run: Any, tmp_path: Path, verb: tuple[str, ...]
    ) -> None:
        """A file that is not there is one line."""
        path = tmp_path / "nobody.csv"

        assert (2, "", f"imh-evidence: {path}: No such file or directory\n") == run(
            *verb, "--catalogue", str(path)
        )

    def test_a_key_that_the_file_lacks_exits_2(self, run: Any, own: str) -> None:
        """A published row is not in a file of one's own."""
        code, out, err = run("show", "FNP", "--catalogue", own)

        assert (2, "") == (code, out)
        assert "no intervention has the id, name or alias 'FNP'" in err


class TestHostileNames:
    def test_are_shown_on_lines_of_their_own(self, run: Any, tmp_path: Path) -> None:
        """A name cannot break out of its row nor turn the text around."""
        names = ["line\nbreak", "right \u202e to left", "=1+1", "NA", "'quoted'"]
        rows = [
            attrs.evolve(
                interventions[0],
                id=f"row-{i}",
                name=name,
                aliases=(),
                recommended=None,
                theory_group=None,
            )
            for i, name in enumerate(names)
        ]
        path = tmp_path / "hostile.json"
        Catalogue.from_records(rows, source="Ours \u202e").save(path)

        for verb in (("list",), ("show", "row-0"), ("search", "o"), ("check",)):
            where = (str(path),) if verb == ("check",) else ("--catalogue", str(path))
            code, out, _ = run(*verb, *where)

            assert 0 == code
            assert "\u202e" not in out
        assert r"right \u202e to left" in run("list", "--catalogue", str(path))[1]
