"""``check`` and ``--catalogue``: a file of one's own at the terminal."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.edition import COUNT

from imh_evidence import Catalogue, dataset, interventions
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
    Catalogue.load(own).beside(interventions[:3], source="Both").save(path)
    return str(path)


FAULTS = [
    {
        "place": "$.interventions[0].evidence",
        "found": "'hgh'",
        "expected": "one of 'low', 'medium', 'high'",
        "nearest": "high",
    },
]  # fmt: skip


class TestCheck:
    def test_says_what_a_valid_file_holds(self, run: Any, own: str) -> None:
        """A valid file is counted, and named with its source; exit 0."""
        assert (0, f"{own}: valid; 1 intervention from Our service\n", "") == run("check", own)

    def test_of_another_kind_of_file_tells_just_that(self, run: Any, tmp_path: Path) -> None:
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
        assert out.endswith(f"valid; {COUNT} interventions from Infant mental health\n")

    def test_tells_every_fault(self, run: Any, invalid: str) -> None:
        """An invalid file is answered with each fault on a line; exit 1."""
        code, out, err = run("check", invalid)

        assert (1, "") == (code, err)
        assert [
            "invalid.json: 1 fault",
            (
                "  $.interventions[0].evidence: found 'hgh', expected one of "
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

    @pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux only")
    @pytest.mark.parametrize("text", ["{}", "valid", None])
    def test_a_name_of_any_bytes_is_shown(self, run: Any, tmp_path: Path, text: str | None) -> None:
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
        texts = [run(*verb, "--catalogue", edited, *more)[1] for more in ((), ("--json",))]
        texts += [path.read_text("utf-8") for path in tmp_path.glob("*.html")]

        for text in texts:
            assert "All are recommended" not in text
            assert "To be reviewed" not in text
            assert '"edition": "2023-04"' not in text
            assert "edition 2023-04," not in text

    @pytest.mark.parametrize("verb", [("list",), ("show", "bear"), ("search", "bear")])
    def test_an_own_row_is_never_shown_as_endorsed(
        self, run: Any, own: str, verb: tuple[str, ...]
    ) -> None:
        """Nothing about a service's own row speaks of the page or its recommendation."""
        for arguments in ((), ("--json",)):
            code, out, _ = run(*verb, "--catalogue", own, *arguments)

            assert 0 == code
            assert "Bear" in out
            told = out.replace('"recommended": null', "")
            assert [] == [word for word in ENDORSED if word in told]

    def test_a_mixed_file_says_how_many_are_recommended(self, run: Any, mixed: str) -> None:
        """Published rows are counted, and the others are said to carry no recommendation (Bear)."""
        _, out, _ = run("list", "--catalogue", mixed)
        text = " ".join(out.split())

        assert (
            "- 4 interventions. - The published page recommends 3 of these; the others "
            "carry no recommendation (Bear)."
        ) in text
        assert "All are recommended" not in text
        assert "Source: Both." in text

    def test_each_row_of_a_mixed_file_has_its_own_source(self, run: Any, mixed: str) -> None:
        """A row is shown with the source it came from and its own endorsement only."""
        _, published, _ = run("show", "FNP", "--catalogue", mixed)
        _, own, _ = run("show", "bear", "--catalogue", mixed)

        assert "recommended:  All are recommended" in published
        assert f"Infant mental health, edition {dataset.edition}" in published
        assert own.endswith("Source: Our service.\n")
        assert [] == [word for word in ENDORSED if word in own]

    def test_a_saved_copy_of_the_table_is_the_table(self, run: Any, tmp_path: Path) -> None:
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
