"""What a hook of one's own raises is told as a fault, with its place and parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import pytest

from imh_evidence import InvalidCatalogue, UnknownValue, WrongType
from imh_evidence.catalogue import as_catalogue
from imh_evidence.codec import Hook, Reader, Refused
from imh_evidence.errors import (
    Fault,
    InvalidCriteria,
    InvalidDocument,
    InvalidRange,
    InvalidRating,
)


if TYPE_CHECKING:
    from collections.abc import Callable


@attrs.frozen
class Day:
    """A value that only a hook can read."""

    text: str


@attrs.frozen
class Diary:
    """A record with such a value, and one that may be missing."""

    day: Day
    other: Day | None = None


def reader(error: Exception | None = None) -> Reader:
    """A reader whose hook raises an error, or reads the text of a day."""

    def read(raw: Any) -> Day:
        if error is not None:
            raise error
        return Day(raw)

    return Reader((), hooks=(Hook(Day, read, lambda day: day.text),))


class TestErrors:
    @pytest.mark.parametrize(
        ("made", "expected"),
        [
            (lambda: Refused("x", "y", "z"), [("$.d.day", "x", "y", "z")]),
            (
                lambda: UnknownValue("the day", "mnday", ["monday", "friday"]),
                [
                    (
                        "$.d.day",
                        "'mnday' for the day",
                        "one of 'monday', 'friday'",
                        "monday",
                    )
                ],
            ),
            (
                lambda: WrongType("the day", 5, "a name"),
                [("$.d.day", "5 for the day", "a name", None)],
            ),
            (
                lambda: InvalidRating("need", "6", "1 to 5"),
                [("$.d.day", "6 for need", "1 to 5", None)],
            ),
            (
                lambda: InvalidRange("High to Low", "swap them"),
                [
                    (
                        "$.d.day",
                        "a value that has no meaning",
                        "efficacy range High to Low: swap them",
                        None,
                    )
                ],
            ),
            (
                lambda: InvalidCriteria("the week", "name a day"),
                [
                    (
                        "$.d.day",
                        "a value that has no meaning",
                        "the week: name a day",
                        None,
                    )
                ],
            ),
            (
                lambda: InvalidDocument(
                    "week", [Fault("$", "a", "b"), Fault("$.n", "c", "d")]
                ),
                [("$.d.day", "a", "b", None), ("$.d.day.n", "c", "d", None)],
            ),
            (
                lambda: InvalidCatalogue("week", [Fault("$[0]", "a", "b", "e")]),
                [("$.d.day[0]", "a", "b", "e")],
            ),
        ],
    )
    def test_are_told_with_their_parts(
        self, made: Callable[[], Exception], expected: list[Any]
    ) -> None:
        """Each error of the family is told by where, what was found, what is expected."""
        record, faults = reader(made()).structure({"day": "x"}, Diary, "$.d")

        assert record is None
        assert expected == [attrs.astuple(fault) for fault in faults]


class TestValues:
    def test_are_read_and_written(self) -> None:
        """A value goes through its hook both ways, also where it may be missing."""
        for plain in ({"day": "x"}, {"day": "x", "other": "y"}):
            record, faults = reader().structure(plain, Diary)

            assert [] == faults
            assert plain == reader().to_plain(record)
        assert Diary(Day("x"), Day("y")) == record

    def test_may_be_none_where_the_record_says_so(self) -> None:
        """A missing value is none, and none is no text for the hook to read."""
        record, faults = reader().structure({"day": "x", "other": None}, Diary)

        assert (Diary(Day("x")), []) == (record, faults)


def test_what_is_no_catalogue_is_refused_by_name() -> None:
    """Whoever needs a catalogue says so in the same words."""
    with pytest.raises(WrongType) as raised:
        as_catalogue([])

    assert (
        "catalogue: found [] (list), expected a Catalogue, such as interventions"
    ) == str(raised.value)
