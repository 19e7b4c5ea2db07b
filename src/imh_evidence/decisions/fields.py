"""What the fields of this room's records may hold: texts, numbers, records and paths."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from ..model.errors import WrongType
from .codec import PUBLISHED


if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["any_text", "filled", "finite", "records_of", "writable"]

T = TypeVar("T")


def filled(what: str, *, or_none: bool = False) -> Callable[[object, object, Any], None]:
    """A validator of a field that takes text, and not an empty one.

    Args:
        what: what the text is, in an error.
        or_none: whether there may be none.
    """

    def check(_: object, __: object, value: Any) -> None:
        if or_none and value is None:
            return
        if not isinstance(value, str) or not value.strip():
            raise WrongType(what, value, "text that is not empty")
        writable(what, value)

    return check


def any_text(what: str) -> Callable[[object, object, Any], None]:
    """A validator of a field that takes text, also an empty one.

    Args:
        what: what the text is, in an error.
    """

    def check(_: object, __: object, value: Any) -> None:
        writable(what, value)

    return check


def records_of(what: str, kind: type[T], given: Any) -> tuple[T, ...]:
    """Records of one kind that are given, one or several, or WrongType.

    Args:
        what: what they are given for, in an error.
        kind: the class of each.
        given: the records.
    """
    records = tuple(given) if isinstance(given, Iterable) else (given,)
    for each in records:
        if not isinstance(each, kind):
            raise WrongType(what, each, f"{kind.__name__} records")
    return records


def writable(what: str, text: str) -> str:
    """A text that can be shown and written anywhere, or WrongType.

    Args:
        what: what the text is, in an error.
        text: the text.
    """
    _, faults = PUBLISHED.structure(text, str)
    if faults:
        raise WrongType(what, text, faults[0].expected)
    return text


def finite(what: str, value: object, expected: str = "a number") -> int | float:
    """A number that every document can hold, or WrongType.

    Args:
        what: what the number is, in an error.
        value: the number.
        expected: what would be accepted.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise WrongType(what, value, expected)
    # What is no number at all is not smaller than anything.
    if abs(value) < LARGEST:
        return value
    raise WrongType(what, value, expected)


#: Numbers are smaller than this: longer ones are misprints, and JSON's readers differ.
LARGEST = 10**15
