"""Ratings of the Hexagon Tool: whole numbers from 1 to 5, or a range of them.

A rating is a place on a scale that its tool describes in words. There is no
arithmetic on it here, and no order of ranges.
"""

from __future__ import annotations

import re

import attrs

from ..interop.spelling import DASHES
from ..model.errors import ImhEvidenceError, WrongType, shown
from ..model.record import Record


__all__ = ["NOT_RATED", "PLUS_READING", "RatingRange", "checked_rating"]

#: The ratings there are.
LOWEST, HIGHEST = 1, 5

#: How a rating that was not given is printed.
NOT_RATED = "not rated"

#: What a plus is taken to mean.
PLUS_READING = (
    "A plus after a rating is not defined where it is printed; it is read as that "
    "rating or any above it."
)

_RATING = re.compile("([1-5])([+]?)(?: *(?:-|to) *([1-5])([+]?))?")
_UNRATED = re.compile("99 *- *- *99|not +rated")
_SPACES = "\t\u00a0\u2007\u2009\u200a\u202f\u3000"
_SPELLING = str.maketrans({**dict.fromkeys(DASHES, "-"), **dict.fromkeys(_SPACES, " ")})


@attrs.define(slots=False, repr=False)
class InvalidRating(ImhEvidenceError, ValueError):
    """A number or a text that is not a rating of the Hexagon Tool.

    >>> from imh_evidence.decisions import RatingRange
    >>> RatingRange(0, 3)
    Traceback (most recent call last):
    ...
    imh_evidence.decisions.ratings.InvalidRating: low end of a rating: found 0, expected a whole number from 1 to 5
    """

    #: What it was given for.
    what: str
    #: What was given.
    found: str
    #: What would be accepted, and what to do.
    expected: str

    _says = "{what}: found {found}, expected {expected}"


def checked_rating(value: object, what: str) -> int:
    """The value, if it is a rating.

    Args:
        value: what was given.
        what: what it was given for.

    Raises:
        InvalidRating: for anything but a whole number from 1 to 5.

    >>> checked_rating(4, "need")
    4
    """
    if type(value) is int and LOWEST <= value <= HIGHEST:
        return value
    raise InvalidRating(what, shown(value), f"a whole number from {LOWEST} to {HIGHEST}")


@attrs.frozen(repr=False, order=False)
class RatingRange(Record):
    """A rating as it was read: one number from 1 to 5, or a range of them.

    Ranges have no order here: two of them may overlap, and what each number
    means is said in the tool and not by the number.

    Args:
        low: the lowest rating that may apply.
        high: the highest.

    Raises:
        InvalidRating: if one is no rating, or ``low`` is above ``high``.

    >>> print(RatingRange(3, 5))
    3–5
    >>> RatingRange(3, 5).certainly_at_least(4), RatingRange(3, 5).possibly_at_least(4)
    (False, True)
    """

    low: int
    high: int

    def __attrs_post_init__(self) -> None:
        checked_rating(self.low, "low end of a rating")
        checked_rating(self.high, "high end of a rating")
        if self.low > self.high:
            raise InvalidRating(
                "a range of ratings", f"{self.low} to {self.high}", "the low end first; swap them"
            )

    @classmethod
    def parse(cls, text: str) -> RatingRange | None:
        """The rating that a text stands for, in the ways in which people write it.

        Args:
            text: a number (``5``), two with a dash or ``to`` between them
                (``4 - 5``), either with a plus (``3+``, ``1+ - 4+``), or
                ``99 - -99`` or ``not rated`` where there is no rating.

        Returns:
            The range, or None where the text says that there is no rating. A
            plus is not defined where it is printed: ``3+`` is read as 3 to 5.

        Raises:
            InvalidRating: for any other text.
            WrongType: if it is no text.

        >>> RatingRange.parse("4 - 5"), RatingRange.parse("3+")
        (RatingRange(4, 5), RatingRange(3, 5))
        >>> RatingRange.parse("99 - -99") is None
        True
        """
        if not isinstance(text, str):
            raise WrongType("RatingRange.parse(...)", text, "text such as '4 - 5'")
        spelt = text.strip().translate(_SPELLING).lower()
        if _UNRATED.fullmatch(spelt):
            return None
        read = _RATING.fullmatch(spelt)
        if read is None:
            raise InvalidRating(
                "a rating",
                shown(text),
                "a whole number from 1 to 5 (5), two with a dash (4 - 5), "
                "a plus (3+), or 'not rated'",
            )
        low, plus, high, high_plus = read.groups()
        last = int(high or low)
        if int(low) > last:
            raise InvalidRating("a rating", shown(text), "the low end first; swap them")
        return cls(int(low), HIGHEST if plus or high_plus else last)

    @property
    def levels(self) -> tuple[int, ...]:
        """Every rating in the range, low to high."""
        return tuple(range(self.low, self.high + 1))

    @property
    def is_exact(self) -> bool:
        """Whether the range is a single rating."""
        return self.low == self.high

    def certainly_at_least(self, rating: int) -> bool:
        """Whether the whole range is at least the rating.

        >>> RatingRange(4, 5).certainly_at_least(4)
        True
        """
        return self.low >= checked_rating(rating, "certainly_at_least(...)")

    def possibly_at_least(self, rating: int) -> bool:
        """Whether part of the range is at least the rating.

        >>> RatingRange(1, 3).possibly_at_least(3)
        True
        """
        return self.high >= checked_rating(rating, "possibly_at_least(...)")

    def __str__(self) -> str:
        return str(self.low) if self.is_exact else f"{self.low}\u2013{self.high}"

    def __repr__(self) -> str:
        return f"RatingRange({self.low}, {self.high})"
