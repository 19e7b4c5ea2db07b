"""The page's rows in the words that files use, read from the copy made by hand."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.edition import TRANSCRIPTION


__all__ = ["EDITION", "LEVELS", "levels", "universal"]

LEVELS = ("Low", "Medium", "High")

#: The month that the page gives itself, as files have it.
EDITION = datetime.strptime(TRANSCRIPTION["updated"], "%B %Y").strftime("%Y-%m")  # noqa: DTZ007 -- a month has no zone


def levels(printed: str) -> tuple[str, ...]:
    """Every level in a printed range, low to high."""
    ends = [part.strip() for part in printed.split("-")]
    return LEVELS[LEVELS.index(ends[0]) : LEVELS.index(ends[-1]) + 1]


def universal(row: dict[str, Any]) -> bool:
    """Whether a row is printed for universal audiences."""
    return "universal" in row["who_for"].lower()
