"""JSON text in and out: strict where the format is lax, canonical where it is free."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from .errors import Fault, InvalidCatalogue, shown, within


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MAX_SIZE", "canonical", "compact", "flaws", "parse_json"]

# Longer numbers are no line, year or percentage, and are slow to convert.
_MAX_DIGITS = 15

#: How deep lists and objects may be nested; our own formats need nine.
MAX_DEPTH = 40

#: How many bytes a file of JSON may hold.
MAX_SIZE = 32 * 1024 * 1024


class _Flawed(dict[str, Any]):
    """A JSON object in which keys were repeated."""

    repeated: tuple[str, ...] = ()


class _NoNumber:
    """A number that JSON or this library does not take, kept to be reported."""

    def __init__(self, text: str) -> None:
        self._text = text
        if len(text) > _MAX_DIGITS:
            digits = len(text.removeprefix("-"))
            self._text = f"{text[:_MAX_DIGITS]}... ({digits} digits)"

    def __repr__(self) -> str:
        return self._text


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    flawed = _Flawed(plain)
    counts = Counter(key for key, _ in pairs)
    flawed.repeated = tuple(key for key, count in counts.items() if count > 1)
    return flawed


def _integer(text: str) -> object:
    digits = text.removeprefix("-")
    return int(text) if len(digits) <= _MAX_DIGITS else _NoNumber(text)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_pairs, parse_constant=_NoNumber, parse_int=_integer
)


def parse_json(data: bytes | str, origin: str) -> object:
    """The value of a JSON text, or every fault that keeps it from being one.

    Args:
        data: the text, or its UTF-8 bytes; a byte-order mark is accepted.
        origin: what to call it in an error.

    Raises:
        InvalidCatalogue: for invalid UTF-8 or JSON, nesting too deep to read,
            repeated keys, and numbers that are not finite or far too long.
    """
    try:
        text = data.decode() if isinstance(data, bytes) else data
    except UnicodeDecodeError as error:
        fault = Fault(f"byte {error.start}", error.reason, "UTF-8")
        raise InvalidCatalogue(origin, [fault]) from None
    try:
        value: object = _DECODER.decode(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        found = f"text that is no JSON ({error.msg})"
        if not text.strip("\ufeff \t\r\n"):
            where, found = "$", "an empty text"
        raise InvalidCatalogue(origin, [Fault(where, found, "JSON")]) from None
    except RecursionError:
        raise InvalidCatalogue(origin, [Fault("$", *_TOO_DEEP)]) from None
    return value


def flaws(value: object, path: str = "$", depth: int = 0) -> Iterator[Fault]:
    """What is wrong in a parsed value whatever it stands for, as faults.

    Keys that are repeated in an object, and nesting beyond :data:`MAX_DEPTH`.
    """
    if depth > MAX_DEPTH:
        yield Fault(path, *_TOO_DEEP)
    elif isinstance(value, dict):
        if isinstance(value, _Flawed):
            for key in value.repeated:
                yield Fault(
                    path, f"the key {shown(key)} more than once", "each key once"
                )
        for key, item in value.items():
            yield from flaws(item, within(path, key), depth + 1)
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from flaws(item, f"{path}[{i}]", depth + 1)


_TOO_DEEP = ("lists or objects nested too deep", f"at most {MAX_DEPTH} levels")


def canonical(plain: object) -> str:
    """Plain values as this project writes JSON: indented, UTF-8, one line end."""
    return json.dumps(plain, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def compact(plain: object) -> str:
    """Plain values as JSON on one line."""
    return json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
