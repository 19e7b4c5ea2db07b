"""What users see, kept as files: a change shows as a diff that is meant or a fault.

``python -m tests.test_snapshots`` writes them anew.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import tempfile
from collections.abc import Callable
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

import pytest

from imh_evidence import interventions
from imh_evidence.cli import main


SNAPSHOTS = Path(__file__).parent / "snapshots"
INPUTS = SNAPSHOTS / "inputs"

QUESTION = (
    "shortlist --must audience=universal --must 'whole efficacy>=medium'"
    " --must 'cost<=500 GBP per family' --wish theory=attachment --facts facts.json"
    " --question 'Which programmes for all families?' --when 2026-11-28"
    " --override FNP meets 'it runs here' 'the service lead'"
)
HEXAGON = (
    "hexagon {} --intervention FNP --service 'Family hubs' --set need={}"
    " --set usability=4-5 --assessor {} --date 2026-11-01"
)

#: Each snapshot by its name: commands, run one after the other in one folder.
#: ``cat`` shows a file that was written.
COMMANDS: dict[str, tuple[str, ...]] = {
    "table.txt": ("",),
    "help.txt": ("--help",),
    "list.json": ("list --json --where practice_level=specialist",),
    "list.txt": ("list --where audience=universal --where 'whole efficacy>=medium'",),
    "own-rows.txt": ("list --catalogue ours.json", "check ours.json"),
    "show.json": ("show FNP --json",),
    "show.txt": ("show FNP", "show EPEC --provenance"),
    "search.txt": ("search attach", "search attach --json", "search xyzzy"),
    "cite.txt": ("cite", "cite --style bibtex", "cite --style ris", "cite --json"),
    "compare.txt": ("compare ABC FNP PCIT",),
    "compare.json": ("compare ABC FNP --json",),
    "workforce.txt": ("workforce skilled",),
    "workforce.json": ("workforce skilled enhanced --json",),
    "coverage.txt": (
        "coverage --list programmes.txt",
        "coverage 'Child Frist' --confirm 'Child Frist=child-first'",
        "coverage 'Child Frist' --confirm 'Child Frist'",
    ),
    "coverage.json": ("coverage FNP 'Triple P' --json",),
    "shortlist.txt": (QUESTION,),
    "shortlist.json": (f"{QUESTION} --json",),
    "decision.json": (f"{QUESTION} --save decision.json", "cat decision.json"),
    "brief.md": (f"{QUESTION} --brief brief.md", "cat brief.md"),
    "brief.html": (f"{QUESTION} --brief brief.html", "cat brief.html"),
    "replay.txt": (f"{QUESTION} --save decision.json", "shortlist --replay decision.json"),
    "hexagon.txt": (
        HEXAGON.format("a.json", 4, "AB"),
        "cat a.json",
        HEXAGON.format("b.json", 2, "CD"),
        "hexagon a.json b.json",
    ),
    "hexagon.json": (
        HEXAGON.format("a.json", 4, "AB"),
        HEXAGON.format("b.json", 2, "CD"),
        "hexagon a.json --json",
        "hexagon a.json b.json --json",
    ),
    "diff.txt": ("diff ours.json published", "diff published published"),
    "export.json": ("export json a.json --where practice_level=specialist", "cat a.json"),
    "export-people.csv": ("export people-csv a.csv", "cat a.csv"),
    "export-bibtex.txt": ("export bibtex a.bib", "cat a.bib"),
    "export-ris.txt": ("export ris a.ris --corrected", "cat a.ris"),
    "export-csl.json": ("export csl-json a.json", "cat a.json"),
    "errors.txt": (
        "check wrong.json",
        "list --where audiance=universal",
        "list --where audience=universl",
        "show NFP",
        "show 'Family Foundation'",
        "export exel a.xlsx",
        "shortlist --must 'efficacy>=medium'",
        "compare FNP",
    ),
}

CARDS: dict[str, Callable[[], str]] = {
    "card-row.html": interventions["FNP"]._repr_html_,
    "card-table.html": lambda: interventions.where(practice_level="specialist")._repr_html_(),
    "reprs.txt": lambda: "\n".join(
        repr(each)
        for each in (
            interventions,
            interventions["FNP"],
            interventions["EPEC"].efficacy,
            interventions.where(audience="universal").cautions,
            interventions.count_by("theory"),
        )
    ),
}


def shown(commands: tuple[str, ...]) -> str:
    """What the commands print, each after its own words, with its exit code."""
    parts = []
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        shutil.copytree(INPUTS, folder, dirs_exist_ok=True)
        for command in commands:
            name, _, path = command.partition(" ")
            if name == "cat":
                text = Path(path).read_text(encoding="utf-8")
                parts.append(f"$ {command}\n{text}")
                continue
            out, err = io.StringIO(), io.StringIO()
            with redirect_stdout(out), redirect_stderr(err):
                try:
                    code = main(shlex.split(command))
                except SystemExit as error:
                    code = int(error.code or 0)
            streams = out.getvalue() + err.getvalue()
            parts.append(f"$ imh-evidence {command}\n{streams}[{code}]\n")
    return "\n".join(parts)


def taken() -> dict[str, str]:
    """Every snapshot, as it would be now."""
    with patch.dict(os.environ, COLUMNS="80"):
        texts = {name: shown(commands) for name, commands in COMMANDS.items()}
    texts |= {name: f"{make()}\n" for name, make in CARDS.items()}
    return {name: re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE) for name, text in texts.items()}


@pytest.fixture(name="now", scope="module")
def _now() -> dict[str, str]:
    return taken()


@pytest.mark.parametrize("name", [*COMMANDS, *CARDS])
def test_what_users_see_is_what_was_kept(name: str, now: dict[str, str]) -> None:
    """Each output is its snapshot; if it is meant to differ, take the snapshots anew."""
    kept = (SNAPSHOTS / name).read_text(encoding="utf-8")

    assert kept == now[name]


def test_no_snapshot_is_left_over() -> None:
    """Every file is the snapshot of something."""
    files = {path.name for path in SNAPSHOTS.iterdir() if path.is_file()}

    assert {*COMMANDS, *CARDS} == files


if __name__ == "__main__":
    for _name, _text in taken().items():
        (SNAPSHOTS / _name).write_text(_text, encoding="utf-8", newline="\n")
