"""Text on which places are found without regard to layout, and told by line."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from ..model.errors import Fault, shown


if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Sheet"]

# Characters that print nothing: soft hyphen, zero-width marks, byte-order mark.
_UNPRINTED = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))

# A no-break space belongs to the word before it.
_NO_BREAK = "\u00a0\u202f"

# One character for one, so that a place in the flat text is one in the text.
_FLAT = str.maketrans(
    {
        **dict.fromkeys(
            "\t\v\f\r\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004"
            "\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000",
            " ",
        ),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    }
)


class Sheet:
    """A page's text, with every space one kind of space and every dash one dash.

    Args:
        text: the text; its lines end with a line feed.
    """

    def __init__(self, text: str) -> None:
        self.text = text.translate(_UNPRINTED)
        self.flat = self.text.translate(_FLAT)
        self._ends = [match.start() for match in re.finditer("\n", self.flat)]

    def line(self, place: int) -> int:
        """The number of the line that a place is on, counted from 1."""
        return bisect_left(self._ends, place) + 1

    def lines(self) -> Iterator[tuple[int, str]]:
        """Each line of the flat text, with the place it begins at."""
        place = 0
        for line in self.flat.split("\n"):
            yield place, line
            place += len(line) + 1

    def printed(self, start: int, end: int) -> str:
        """The text between two places, with line ends made spaces."""
        while end < len(self.text) and self.text[end] in _NO_BREAK:
            end += 1
        return re.sub(r"\s*\n\s*", " ", self.text[start:end])

    def fault(self, place: int, found: str, expected: str) -> Fault:
        """What is wrong at a place."""
        excerpt = shown(" ".join(found.split())) if found.strip() else "nothing"
        return Fault(f"line {self.line(place)}", excerpt, expected)
