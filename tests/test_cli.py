"""The terminal prints text for people and JSON for programs, and fails with one line."""

from __future__ import annotations

import io
import json
import runpy
import subprocess
import sys
from contextlib import chdir
from pathlib import Path
from typing import Any

import attrs
import pytest

from imh_evidence import Catalogue, __version__, dataset, interventions
from imh_evidence.cli import main
from imh_evidence.interop.notice import notice_of_row, published_notice
from imh_evidence.model.records import CellProvenance, Provenance
from imh_evidence.tables.citations import cite
from imh_evidence.views.text import WIDTH, hits_text, provenance_text, record_text, table_text


@pytest.fixture(name="run")
def _run(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*arguments: str, code: int = 0) -> str:
        assert code == main(arguments)
        out, err = capsys.readouterr()
        assert bool(err) == bool(code)
        return out or err

    return run


class TestTable:
    def test_fits_eighty_columns(self, run: Any) -> None:
        """No line of the table, a record or a search is wider than a terminal."""
        texts = [run(), run("search", "e"), *(run("show", id_) for id_ in interventions.ids)]

        assert WIDTH == 80
        assert [] == [line for text in texts for line in text.splitlines() if len(line) > 80]

    def test_is_json_on_request(self, run: Any) -> None:
        """JSON holds the rows, edition, source, advice and cautions."""
        plain = json.loads(run("list", "--json"))

        assert interventions.to_dicts() == plain["interventions"]
        assert (dataset.edition, dataset.version) == (plain["edition"], plain["data_version"])
        assert dataset.source.sha256 == plain["source"]["sha256"]
        assert plain["advice"].startswith("All are recommended; choose with the Hexagon")
        assert "not-exhaustive" == plain["cautions"][-1]["id"]

    def test_is_of_the_rows_that_are_asked_for(self, run: Any) -> None:
        """Conditions leave the rows that meet all of them, with their own cautions."""
        asked = ("--where", "audience=universal", "--where", "whole efficacy>=medium")
        text, plain = run("list", *asked), json.loads(run("list", *asked, "--json"))

        assert ["promoting-first-relationships", "family-foundations", "easypeasy"] == [
            each["id"] for each in plain["interventions"]
        ]
        assert "- 3 interventions." in text.splitlines()
        assert "suite-beside-single" not in [each["id"] for each in plain["cautions"]]
        assert "the nearest is 'audience'" in run("list", "--where", "audiance=universal", code=2)

    @pytest.mark.parametrize("verb", [(), ("list",), ("show", "FNP")])
    def test_takes_options_before_the_verb_too(self, run: Any, verb: tuple[str, ...]) -> None:
        """An option said before the verb means what it means after it."""
        before = run("--json", *verb)

        assert before == run(*(verb or ("list",)), "--json")
        assert "source" in json.loads(before)

    def test_refuses_a_catalogue_that_would_not_be_asked(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A verb without a catalogue says so instead of leaving the file unread."""
        with pytest.raises(SystemExit) as raised:
            main(["--catalogue", "mine.json", "cite"])

        assert 2 == raised.value.code
        assert "leave out --catalogue" in capsys.readouterr().err

    def test_of_ones_own_rows_endorses_nothing(self) -> None:
        """Rows that the page does not recommend are not said to be recommended."""
        own = attrs.evolve(interventions[0], recommended=None, theory_group=None)
        ours = Catalogue.from_records([own], source="Ours")
        text = table_text(ours)

        assert "1 intervention." in text
        assert "recommended" not in text
        assert "Attachment Theory" in text.splitlines()
        assert "recommended" not in record_text(own, notice_of_row(ours, own))


class TestShow:
    def test_of_an_unknown_name_fails_in_one_line(self, run: Any) -> None:
        """A misspelt name exits 2 with one line that suggests what was meant."""
        text = run("show", "Child Frist", code=2)

        assert "imh-evidence: no intervention has the id, name or alias 'Child Frist'" in text
        assert "did you mean 'child-first'" in text
        assert 1 == text.count("\n")


class TestSearch:
    def test_says_when_nothing_matched(self, run: Any) -> None:
        """No hit is an answer, not an error."""
        assert "Nothing holds 'zzz'" in run("search", "zzz")
        assert "Nothing holds ''" in run("search", "")


class TestCite:
    @pytest.mark.parametrize("style", ["text", "bibtex", "ris", "csl-json"])
    def test_prints_each_style(self, run: Any, style: Any) -> None:
        """The terminal prints what the library cites."""
        assert cite([dataset.work()], style) == run("cite", "--style", style)

    def test_is_json_on_request(self, run: Any) -> None:
        """JSON of a citation is CSL-JSON."""
        told = cite([dataset.work()], "csl-json")

        assert told == run("cite", "--json")
        assert told == run("cite", "--style", "csl-json", "--json")

    @pytest.mark.parametrize("style", ["text", "bibtex", "ris"])
    def test_in_two_styles_is_refused(self, run: Any, style: str) -> None:
        """A style that is no JSON is not dropped for one that is."""
        assert (
            f"imh-evidence: --json prints csl-json; leave out --json or --style {style}\n"
            == run("cite", "--style", style, "--json", code=2)
        )


class TestProvenance:
    def test_steers_no_terminal(self) -> None:
        """The name of a field is shown as everything else is."""
        cell = CellProvenance("na\x1b[31mme", "by\x1bhand")
        text = provenance_text(attrs.evolve(interventions[0], provenance=Provenance((cell,))))

        assert "\x1b" not in text
        assert "na\\x1b[31mme" in text


class TestVerify:
    def test_an_unreadable_page_exits_two(self, run: Any, tmp_path: Path) -> None:
        """A text that is no such page is refused, and a missing one is named."""
        page = tmp_path / "page.txt"
        page.write_text("nothing like it", "utf-8")

        assert "line" in run("verify", str(page), code=2)
        assert "nobody.txt: No such file" in run("verify", str(tmp_path / "nobody.txt"), code=2)

    @pytest.mark.parametrize("arguments", [(), ("--json",)])
    def test_a_page_that_differs_exits_one(
        self, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
    ) -> None:
        """A short page of the same shape is compared, and differs from the table."""
        page = Path(__file__).parent / "source" / "page.txt"

        assert 1 == main(["verify", str(page), *arguments])
        out, _ = capsys.readouterr()
        assert '"agrees": false' in out if arguments else "Compared: " in out


class TestDiff:
    def test_nothing_changed_exits_nought(self, run: Any, tmp_path: Path) -> None:
        """The table and a saved copy of it are the same."""
        interventions.save(tmp_path / "copy.json")

        assert "nothing changed" in run("diff", "published", str(tmp_path / "copy.json"))

    @pytest.mark.parametrize("arguments", [(), ("--json",)])
    def test_a_change_exits_one(
        self, capsys: pytest.CaptureFixture[str], tmp_path: Path, arguments: tuple[str, ...]
    ) -> None:
        """A row that is gone is told."""
        interventions[1:].save(tmp_path / "less.json")

        assert 1 == main(["diff", "published", str(tmp_path / "less.json"), *arguments])
        assert "attachment-and-biobehavioural-catch-up" in capsys.readouterr().out

    @pytest.mark.parametrize("side", [0, 1])
    def test_a_file_with_faults_exits_two(self, run: Any, tmp_path: Path, side: int) -> None:
        """Exit 1 means a difference, so that a file that is no catalogue exits 2."""
        (tmp_path / "wrong.json").write_text("[]")
        sides = ["published", "published"]
        sides[side] = str(tmp_path / "wrong.json")

        assert "imh-evidence: wrong.json: 1 fault\n" in run("diff", *sides, code=2)


class TestRunning:
    def test_runs_as_a_module(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """`python -m imh_evidence` is the command, exit code included."""
        monkeypatch.setattr(sys, "argv", ["imh-evidence", "show", "nobody"])
        with pytest.raises(SystemExit) as caught:
            runpy.run_module("imh_evidence", run_name="__main__")

        assert 2 == caught.value.code
        assert capsys.readouterr().err.startswith("imh-evidence: no intervention")

    def test_text_streams_become_utf8(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A stream of another encoding is switched before anything is written."""
        buffer = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(buffer, encoding="ascii"))

        assert 0 == main(["show", "EPEC"])
        assert "Low\u2013Medium" in buffer.getvalue().decode("utf-8")

    def test_unknown_words_exit_two(self, capsys: pytest.CaptureFixture[str]) -> None:
        """A verb that is not there is answered with those that are."""
        with pytest.raises(SystemExit) as caught:
            main(["shw"])

        assert 2 == caught.value.code
        assert "invalid choice: 'shw'" in capsys.readouterr().err

    @pytest.mark.parametrize(
        "words",
        [
            ("list", "--catalogue", ""),
            ("check", ""),
            ("diff", "published", ""),
            ("verify", ""),
            ("template", ""),
            ("compare", "FNP", "FF", "--facts", ""),
            ("shortlist", "--save", ""),
            ("shortlist", "--brief", ""),
            ("shortlist", "--replay", ""),
            ("hexagon", ""),
            ("coverage", "--list", ""),
            ("export", "datapackage", ""),
            ("explore", "--output", ""),
        ],
    )
    def test_a_name_of_a_file_is_not_empty(
        self, capsys: pytest.CaptureFixture[str], tmp_path: Path, words: tuple[str, ...]
    ) -> None:
        """A variable that a shell does not know is not the directory one is in."""
        with chdir(tmp_path), pytest.raises(SystemExit) as caught:
            main(words)

        assert 2 == caught.value.code
        assert "the name of a file is empty\n" in capsys.readouterr().err
        assert [] == [*tmp_path.iterdir()]

    def test_prints_its_version(self, capsys: pytest.CaptureFixture[str]) -> None:
        """The code's version is that of the package."""
        with pytest.raises(SystemExit) as caught:
            main(["--version"])

        assert 0 == caught.value.code
        assert f"imh-evidence {__version__}\n" == capsys.readouterr().out

    def test_a_reader_that_stops_early_is_no_error(self) -> None:
        """Output cut off by the next program in a pipe makes no noise."""
        piped = subprocess.run(
            f"{sys.executable} -m imh_evidence list --json | head -c 1",
            shell=True,
            capture_output=True,
            text=True,
            check=True,
        )

        assert ("{", "") == (piped.stdout, piped.stderr)

    def test_a_closed_pipe_is_no_error(self) -> None:
        """Writing to a pipe that nobody reads ends quietly."""
        done = subprocess.Popen(
            [sys.executable, "-m", "imh_evidence", "list", "--json"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert done.stdout is not None
        assert done.stderr is not None
        done.stdout.close()

        assert b"" == done.stderr.read()
        assert 0 == done.wait()
        done.stderr.close()

    def test_control_characters_are_shown_and_not_sent(self) -> None:
        """A name cannot steer the terminal it is printed on."""
        hostile = attrs.evolve(interventions[0], name="Bear\u202e", aliases=())

        assert r"Bear\u202e" in record_text(hostile, published_notice())
        assert r"\x1b" in hits_text((), "\x1b")
