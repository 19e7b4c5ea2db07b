"""Ratings are read in the ways in which people write them, and in no other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imh_evidence import InvalidRating
from imh_evidence.decisions import RatingRange


NUMBERS = st.integers(1, 5)

#: What people write, and the lowest and highest rating that it stands for.
WRITTEN = [
    ("1", 1, 1),
    ("5", 5, 5),
    (" 3 ", 3, 3),
    ("3\n", 3, 3),
    ("4 - 5", 4, 5),
    ("4-5", 4, 5),
    ("4  -  5", 4, 5),
    ("4 \u2013 5", 4, 5),
    ("4\u20145", 4, 5),
    ("4\u00a0-\u202f5", 4, 5),
    ("4\t-\t5", 4, 5),
    ("1 to 3", 1, 3),
    ("1 TO 3", 1, 3),
    ("1to3", 1, 3),
    ("2 - 2", 2, 2),
    ("3+", 3, 5),
    ("1+", 1, 5),
    ("5+", 5, 5),
    ("1+ - 4+", 1, 5),
    ("1 - 4+", 1, 5),
    ("1+ - 4", 1, 5),
    ("3+ - 4", 3, 5),
]

UNRATED = [
    "99 - -99",
    "99 --99",
    "99--99",
    " 99 - -99 ",
    "99 \u2013 \u221299",
    "not rated",
    "Not  Rated",
]

NO_RATINGS = [
    "",
    " ",
    "0",
    "6",
    "10",
    "55",
    "2.5",
    "2,5",
    "-3",
    "- 3",
    "3 -",
    "+3",
    "3 +",
    "3++",
    "4 5",
    "4 / 5",
    "4 - 6",
    "0 - 4",
    "1 - 2 - 3",
    "3 - 4 x",
    "x 3",
    "high",
    "99",
    "-99",
    "99 - 99",
    "-99 - 99",
    "99 99",
    "unrated?",
    "notrated",
    "\u0663",
]


class TestParsing:
    @pytest.mark.parametrize(("text", "low", "high"), WRITTEN)
    def test_reads_what_people_write(self, text: str, low: int, high: int) -> None:
        """A number, two with a dash, or a plus is read as the ratings that may apply."""
        read = RatingRange.parse(text)

        assert read is not None
        assert (low, high) == (read.low, read.high)

    @pytest.mark.parametrize("text", UNRATED)
    def test_not_rated_is_none(self, text: str) -> None:
        """What says that there is no rating gives none, and no number."""
        assert RatingRange.parse(text) is None

    @pytest.mark.parametrize("text", NO_RATINGS)
    def test_refuses_anything_else(self, text: str) -> None:
        """No other text is guessed at, and the error says what would be read."""
        with pytest.raises(InvalidRating) as raised:
            RatingRange.parse(text)

        expected = (
            f"a rating: found {text!r}, expected a whole number from 1 to 5 (5), two "
            "with a dash (4 - 5), a plus (3+), or 'not rated'"
        )

        assert expected == str(raised.value)

    @pytest.mark.parametrize("text", ["5 - 4", "3+ - 2", "2 to 1+"])
    def test_refuses_a_range_turned_round(self, text: str) -> None:
        """A low end above the high end is told as such."""
        with pytest.raises(InvalidRating) as raised:
            RatingRange.parse(text)

        expected = f"a rating: found {text!r}, expected the low end first; swap them"

        assert expected == str(raised.value)

    @given(NUMBERS, NUMBERS)
    def test_reads_what_it_prints(self, one: int, other: int) -> None:
        """A range is read from its own print."""
        made = RatingRange(min(one, other), max(one, other))

        assert made == RatingRange.parse(str(made))

    @given(st.text(alphabet="0123456789+- to\u20139.", max_size=8))
    def test_a_text_is_a_rating_or_an_error(self, text: str) -> None:
        """Any text gives ratings from 1 to 5, none, or the error for it."""
        try:
            read = RatingRange.parse(text)
        except InvalidRating:
            return

        assert read is None or 1 <= read.low <= read.high <= 5


class TestMaking:
    @pytest.mark.parametrize("bad", [0, 6, 2.5, True, "4", None, -1])
    @pytest.mark.parametrize("end", ["low", "high"])
    def test_takes_whole_numbers_from_one_to_five(self, bad: object, end: str) -> None:
        """Each end is a rating, or the error says which is none."""
        ends: dict[str, object] = {"low": 1, "high": 5, end: bad}
        with pytest.raises(InvalidRating) as raised:
            RatingRange(**ends)  # type: ignore[arg-type]

        expected = f"{end} end of a rating: found {bad!r}, expected a whole number from 1 to 5"

        assert expected == str(raised.value)

    def test_refuses_ends_turned_round(self) -> None:
        """The low end is not above the high end."""
        with pytest.raises(InvalidRating) as raised:
            RatingRange(5, 4)

        expected = "a range of ratings: found 5 to 4, expected the low end first; swap them"

        assert expected == str(raised.value)


class TestAsking:
    @given(NUMBERS, NUMBERS, NUMBERS)
    def test_whole_and_part(self, one: int, other: int, rating: int) -> None:
        """The whole range is at least a rating if every level is, part if some is."""
        made = RatingRange(min(one, other), max(one, other))
        levels = [each for each in (1, 2, 3, 4, 5) if made.low <= each <= made.high]

        assert tuple(levels) == made.levels
        assert all(each >= rating for each in levels) is made.certainly_at_least(rating)
        assert any(each >= rating for each in levels) is made.possibly_at_least(rating)
        assert (len(levels) == 1) is made.is_exact

    def test_prints_with_a_dash(self) -> None:
        """One rating prints as itself, a range with an en dash."""
        assert ("4", "3\u20135") == (str(RatingRange(4, 4)), str(RatingRange(3, 5)))
        assert "RatingRange(3, 5)" == repr(RatingRange(3, 5))


class TestNoOrder:
    def test_ranges_do_not_sort(self) -> None:
        """There is no order of ranges, so none of them can be put before another."""
        with pytest.raises(TypeError):
            sorted([RatingRange(1, 1), RatingRange(5, 5)])  # type: ignore[type-var]

    def test_none_does_not_sort_among_ranges(self) -> None:
        """No rating is no number: it cannot be compared with one."""
        with pytest.raises(TypeError):
            sorted([RatingRange.parse("99 - -99"), RatingRange(5, 5)])  # type: ignore[type-var]
