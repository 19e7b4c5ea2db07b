"""The page's table as it was copied by hand, for tests of what is taken elsewhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


__all__ = ["ROWS", "levels", "transcription"]

LEVELS = ("Low", "Medium", "High")


def transcription() -> dict[str, Any]:
    """The hand-made copy."""
    path = Path(__file__).parents[1] / "transcription.json"
    copied: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return copied


#: The rows of the page, in its order.
ROWS: tuple[dict[str, Any], ...] = tuple(transcription()["rows"])


def levels(printed: str) -> tuple[str, ...]:
    """Every level in a printed range, low to high."""
    ends = [part.strip() for part in printed.split("-")]
    return LEVELS[LEVELS.index(ends[0]) : LEVELS.index(ends[-1]) + 1]
