"""Nothing is released while its changelog, its versions or its citation lag behind."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

from imh_evidence import __version__, dataset


ROOT = Path(__file__).parents[1]
TOOL: dict[str, Any] = runpy.run_path(str(ROOT / "tools" / "check_release.py"))

GOOD = """# Changelog

## Unreleased

## 1.2.0 - 2027-01-31

### Data 3.0.0 (edition 2026-10)

### Code 1.2.0
"""
CHANGES = '{"changes": [{"version": "2.9.0"}, {"version": "3.0.0"}]}'


class TestChangelog:
    def test_may_be_released(self) -> None:
        """A dated heading with the versions of code and data is all it takes."""
        assert [] == TOOL["changelog_faults"](GOOD, "1.2.0", "3.0.0")

    @pytest.mark.parametrize(
        ("before", "after", "told"),
        [
            ("## Unreleased\n", "## Unreleased\n\n- A thing.\n", "under Unreleased"),
            ("## 1.2.0 - 2027-01-31", "## 1.2.0", "no release"),
            ("## 1.2.0 -", "## 1.1.0 -", "newest release is 1.1.0"),
            ("Data 3.0.0", "Data 2.9.0", "newest data version is 2.9.0"),
            ("### Data 3.0.0 (edition 2026-10)", "", "newest data version is none"),
        ],
    )
    def test_may_lag_in_these_ways(self, before: str, after: str, told: str) -> None:
        """Lines without a release, and versions that are not the package's."""
        assert before in GOOD
        (fault,) = TOOL["changelog_faults"](GOOD.replace(before, after), "1.2.0", "3.0.0")

        assert told in fault


class TestVersions:
    def test_may_be_released(self) -> None:
        """The citation repeats the code's version, the record of changes the data's."""
        faults = TOOL["version_faults"]("version: 1.2.0\n", CHANGES, "1.2.0", "3.0.0")

        assert [] == faults

    def test_may_lag(self) -> None:
        """Both files are told at once."""
        faults = TOOL["version_faults"]("version: 1.1.0\n", CHANGES, "1.2.0", "3.1.0")

        assert 2 == len(faults)
        assert "CITATION.cff" in faults[0]
        assert "newest version is 3.0.0" in faults[1]

    def test_are_in_step_at_any_time(self) -> None:
        """The files of this tree repeat the versions of this tree."""
        texts = [
            (ROOT / name).read_text(encoding="utf-8")
            for name in ("CITATION.cff", "src/imh_evidence/data/changes.json")
        ]

        assert [] == TOOL["version_faults"](*texts, __version__, dataset.version)
