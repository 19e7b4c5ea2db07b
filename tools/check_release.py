"""Say what stands between the tree and a release.

python tools/check_release.py

A release is a heading of the changelog with a version and a date, under which the
versions of code and data are those of the package, the citation file and the record
of changes; and a tree in which nothing waits to be committed.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from imh_evidence import __version__, dataset


ROOT = Path(__file__).parents[1]
RELEASE = re.compile(r"^## (?P<version>\S+) - (?P<date>\d{4}-\d{2}-\d{2})$", re.MULTILINE)
DATA = re.compile(r"^### Data (?P<version>\S+) ", re.MULTILINE)
CITED = re.compile(r"^version: (?P<version>\S+)$", re.MULTILINE)


def changelog_faults(changelog: str, code: str, data: str) -> list[str]:
    """What is wrong with a changelog for a release of these versions."""
    waiting = re.search(r"^## Unreleased\n(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    if waiting and waiting[1].strip():
        return [f"CHANGELOG.md: lines under Unreleased; head them '## {code} - DATE'"]
    newest = RELEASE.search(changelog)
    if newest is None:
        return [f"CHANGELOG.md: no release; head its lines '## {code} - DATE'"]
    faults = []
    if newest["version"] != code:
        faults.append(
            f"CHANGELOG.md: the newest release is {newest['version']}, and the package is {code}"
        )
    told = DATA.search(changelog)
    if told is None or told["version"] != data:
        found = told["version"] if told else "none"
        faults.append(f"CHANGELOG.md: the newest data version is {found}, and the data are {data}")
    return faults


def version_faults(citation: str, changes: str, code: str, data: str) -> list[str]:
    """Which of the files that repeat a version are out of step."""
    faults = []
    cited = CITED.search(citation)
    if cited is None or cited["version"] != code:
        faults.append(f"CITATION.cff: its version is not {code}")
    newest = json.loads(changes)["changes"][-1]["version"]
    if newest != data:
        faults.append(f"changes.json: its newest version is {newest}, and the data are {data}")
    return faults


def main() -> int:
    """Print each fault; none is a pass."""

    def text(name: str) -> str:
        return (ROOT / name).read_text(encoding="utf-8")

    faults = changelog_faults(text("CHANGELOG.md"), __version__, dataset.version)
    faults += version_faults(
        text("CITATION.cff"),
        text("src/imh_evidence/data/changes.json"),
        __version__,
        dataset.version,
    )
    status = subprocess.run(
        ["git", "status", "--porcelain"],  # noqa: S607 -- the git on PATH
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    faults += [f"not committed: {line[3:]}" for line in status.splitlines()]
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
