"""Words that are no text, and streams that take none, are told in a line."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest

from imh_evidence import interventions
from imh_evidence.cli import main, parser
from imh_evidence.decisions import HexagonAssessment, LocalFacts, shortlist


# How a byte that is no UTF-8 reaches a program that asked for text.
ODD = os.fsdecode(b"\xff")
WHO = "--assessor A --date 2026-10-05"

#: What each command exits with where {} stands for such a byte.
COMMANDS = {
    # Names of files are bytes to the system.
    "check {}.json": 2,
    "check {}own.json": 0,
    "check {}own.json --json": 0,
    "list --catalogue {}own.json --json": 0,
    "show FNP --catalogue {}own.json": 0,
    "search FNP --catalogue {}own.json": 0,
    "diff {}own.json published": 0,
    "diff published {}own.json": 0,
    "verify {}own.json": 2,
    "template {}.xlsx": 0,
    "template {}.xlsx --json": 0,
    "template x.xlsx --catalogue {}own.json": 0,
    "compare FNP FF --facts {}facts.json": 0,
    "compare FNP FF --catalogue {}own.json": 0,
    "shortlist --facts {}facts.json": 0,
    "shortlist --catalogue {}own.json --json": 0,
    "shortlist --save {}.json": 0,
    "shortlist --brief {}.md": 0,
    "shortlist --replay {}decision.json": 0,
    "hexagon {}.json --intervention FNP": 0,
    "hexagon {}hexagon.json {}other.json": 0,
    "hexagon {}hexagon.json --catalogue {}own.json": 0,
    "workforce skilled --catalogue {}own.json": 0,
    "coverage FNP --catalogue {}own.json": 0,
    "coverage --list {}list.txt": 0,
    "export json {}.json": 0,
    "export json {}.json --json": 0,
    "export bibtex {}.bib --json": 0,
    "export sqlite {}.db --catalogue {}own.json": 0,
    "explore --output {}.html": 0,
    "explore --output {}.html --json": 0,
    "explore --catalogue {}own.json": 0,
    # What is looked for is not found.
    "{}": 2,
    "show {}": 2,
    "search {}": 0,
    "search {} --json": 0,
    "cite --style {}": 2,
    "list --where {}": 2,
    "list --where {}=1": 2,
    "list --where audience={}": 2,
    "export json x.json --where {}": 2,
    "export {} x.json": 2,
    "compare {} FNP": 2,
    "hexagon x.json --intervention {}": 2,
    "workforce {}": 2,
    "coverage FNP x --confirm {}": 2,
    "coverage FNP x --confirm {}=FNP": 2,
    "coverage FNP x --confirm x={}": 2,
    "coverage {}": 0,
    "coverage {} --json": 0,
    "shortlist --override {} meets r w": 2,
    "shortlist --override FNP {} r w": 2,
    "shortlist --when {}": 2,
    # What a file is to hold must be text.
    "shortlist --must {}<=5": 2,
    "shortlist --must cost={} --json": 2,
    "shortlist --wish {}=5 --json": 2,
    "shortlist --override FNP meets {} w": 2,
    "shortlist --override FNP meets r {}": 2,
    "shortlist --question {}": 2,
    "shortlist --question {} --json": 2,
    "shortlist --question {} --save x.json": 2,
    "hexagon x.json --intervention FNP --service {}": 2,
    f"hexagon {{}}hexagon.json --set need={{}} {WHO}": 2,
    f"hexagon {{}}hexagon.json --set usability={{}} {WHO}": 2,
    f"hexagon {{}}hexagon.json --set {{}}=4 {WHO}": 2,
    f"hexagon {{}}hexagon.json --set need=4 {WHO} --note {{}}": 2,
    f"hexagon {{}}hexagon.json --set fit=4 --set need=4 {WHO} --assessor {{}}": 2,
    f"hexagon {{}}hexagon.json --set need=4 {WHO} --date {{}}": 2,
    f"hexagon {{}}hexagon.json --set usability=4 {WHO} --address {{}}": 2,
}


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """A folder whose files have names that are no text."""
    interventions.save(tmp_path / f"{ODD}own.json")
    shortlist(interventions).save(tmp_path / f"{ODD}decision.json")
    HexagonAssessment.of("FNP").save(tmp_path / f"{ODD}hexagon.json")
    HexagonAssessment.of("FNP").save(tmp_path / f"{ODD}other.json")
    LocalFacts([]).save(tmp_path / f"{ODD}facts.json")
    (tmp_path / f"{ODD}list.txt").write_text("FNP\n", "utf-8")
    return tmp_path


def takers() -> set[tuple[str, str]]:
    """Each verb with each word that it takes a value with."""
    (verbs,) = (each for each in parser()._actions if each.choices)
    assert isinstance(verbs.choices, dict)
    return {
        (verb, option)
        for verb, takes in verbs.choices.items()
        for action in takes._actions
        for option in action.option_strings or [action.dest]
        if action.nargs != 0
    }


@pytest.mark.skipif(sys.platform != "linux", reason="words are bytes on Linux only")
class TestWordsThatAreNoText:
    @pytest.mark.parametrize(("command", "code"), COMMANDS.items())
    def test_are_told_in_a_line(
        self, folder: Path, capsys: pytest.CaptureFixture[str], command: str, code: int
    ) -> None:
        """Every command answers, or says what is wrong, in text that can be shown."""
        with chdir(folder):
            try:
                found: Any = main(command.replace("{}", ODD).split())
            except SystemExit as error:
                found = error.code
        out, err = capsys.readouterr()

        assert code == found
        assert bool(err) == (code != 0)
        assert bool(out) == (code == 0)
        assert (out + err).encode()

    def test_are_tried_with_every_option(self) -> None:
        """No verb takes a value that the commands above leave out."""
        tried = set()
        for command in COMMANDS:
            verb, *words = command.split()
            options = [word for word in words if word.startswith("--")]
            tried |= {(verb, option) for option in options}
            tried |= {(verb, word) for word in POSITIONALS.get(verb, ())}

        assert takers() == tried - {(verb, "--json") for verb, _ in tried}

    @pytest.mark.parametrize(
        ("command", "key"),
        [
            ("export json {}.json", "path"),
            ("export ris {}.ris", "path"),
            ("template {}.xlsx", "written"),
            ("explore --output {}.html", "file"),
        ],
    )
    def test_reach_programs_as_they_were(
        self, folder: Path, capsys: pytest.CaptureFixture[str], command: str, key: str
    ) -> None:
        """JSON names a file that was written by the bytes of its name."""
        with chdir(folder):
            main([*command.replace("{}", ODD).split(), "--json"])
            path = json.loads(capsys.readouterr().out)[key]

            assert os.fsencode(path).startswith(b"\xff.")
            assert Path(path).is_file()


# Words that a verb takes by their place.
POSITIONALS = {
    "check": ["file"],
    "template": ["path"],
    "verify": ["page"],
    "diff": ["old", "new"],
    "show": ["key"],
    "search": ["text"],
    "compare": ["keys"],
    "hexagon": ["files"],
    "workforce": ["practice_levels"],
    "coverage": ["names"],
    "export": ["format", "path"],
}


class TestLongWords:
    @pytest.mark.parametrize(
        "words",
        [
            ("hexagon", "x.json", "--intervention", "FNP", "--set", "need={}",
             *WHO.split()),
            ("shortlist", "--must", "cost<={}"),
            ("show", "{}"),
            ("coverage", "FNP", "x", "--confirm", "{}"),
        ],
    )  # fmt: skip
    def test_are_cut(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
    ) -> None:
        """A number of thousands of digits is none, and is not repeated in full."""
        with chdir(tmp_path):
            code = main([word.replace("{}", "9" * 5000) for word in words])
        out, err = capsys.readouterr()

        assert (2, "") == (code, out)
        assert 1 == err.count("\n")
        assert len(err) < 500


class Full(io.StringIO):
    """A stream that takes nothing."""

    def write(self, text: str) -> int:
        """Nothing is written."""
        raise OSError(28, "No space left on device")


class TestStreams:
    @pytest.mark.parametrize("arguments", [("list",), ("--help",), ("--version",)])
    def test_that_are_full_are_told(
        self,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
        arguments: tuple[str, ...],
    ) -> None:
        """An answer that is lost is no success."""
        monkeypatch.setattr(sys, "stdout", Full())

        assert 2 == main(arguments)
        assert (
            "imh-evidence: the standard output: No space left on device\n"
            == capsys.readouterr().err
        )

    def test_that_are_closed_are_told(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        """Without an output nothing is done at all."""
        path = tmp_path / "x.json"
        with monkeypatch.context() as patched:
            patched.setattr(sys, "stdout", None)
            code = main(["export", "json", str(path)])

        assert 2 == code
        assert "imh-evidence: the standard output is closed; " in capsys.readouterr().err
        assert not path.exists()

    @pytest.mark.parametrize("stream", [None, Full()])
    def test_for_complaints_need_not_be_there(
        self, monkeypatch: pytest.MonkeyPatch, stream: Any
    ) -> None:
        """The exit code says that something is wrong where nothing else can."""
        monkeypatch.setattr(sys, "stderr", stream)

        assert 2 == main(["show", "nobody"])
        with pytest.raises(SystemExit) as raised:
            main(["shw"])
        assert 2 == raised.value.code

    @pytest.mark.skipif(os.name != "posix", reason="shells differ")
    @pytest.mark.parametrize(
        ("arguments", "code", "told"),
        [
            ("list >/dev/full", 2, "standard output: No space left"),
            ("--help >/dev/full", 2, "standard output: No space left"),
            ("list >&-", 2, "standard output is closed"),
            ("list >&- 2>&-", 2, ""),
            ("show nobody 2>/dev/full", 2, ""),
            ("list 2>&- >/dev/null", 0, ""),
        ],
    )
    def test_are_left_as_they_should_be(self, arguments: str, code: int, told: str) -> None:
        """Python has nothing to add when it ends, and no other exit code."""
        done = subprocess.run(
            f"{sys.executable} -m imh_evidence {arguments}",
            shell=True,
            check=False,
            capture_output=True,
            text=True,
        )

        assert code == done.returncode
        assert told in done.stderr
        assert bool(told) == done.stderr.count("\n")

    def test_that_are_interrupted_end_in_a_line(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Ctrl-C is answered without a traceback."""

        def interrupted(path: Path) -> bytes:
            raise KeyboardInterrupt

        monkeypatch.setattr(Path, "read_bytes", interrupted)

        assert 2 == main(["verify", "page.txt"])
        assert "imh-evidence: interrupted\n" == capsys.readouterr().err
