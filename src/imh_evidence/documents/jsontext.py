"""JSON text in and out: strict where the format is lax, canonical where it is free."""

import json
from collections import Counter
from collections.abc import Iterator
from math import isfinite
from typing import Any

from ..model.errors import Fault, Faults, shown


__all__ = ["MAX_BYTES", "MAX_FAULTS", "canonical", "parse", "parsed", "within"]

#: How large a file or a text may be.
MAX_BYTES = 32 * 1024 * 1024

#: How many faults of one list are reported before the rest of it is passed over.
MAX_FAULTS = 100

# Longer numbers are no line, year or measure, and slow to convert.
_MAX_DIGITS, _MAX_CHARACTERS = 15, 40

# How deep lists and objects may be nested; our own documents need nine.
_MAX_DEPTH = 40


_NUMBER = "a finite number, and not a very long one"


class _Wrong:
    """What stands for a value that is not taken, so that its place can be reported."""

    def __init__(self, found: str, expected: str = _NUMBER) -> None:
        self.found, self.expected = found[:_MAX_CHARACTERS], expected

    def __repr__(self) -> str:
        return self.found


def _integer(text: str) -> object:
    return int(text) if len(text.lstrip("-")) <= _MAX_DIGITS else _Wrong(text)


def _real(text: str) -> object:
    fine = len(text) <= _MAX_CHARACTERS and isfinite(float(text))
    return float(text) if fine else _Wrong(text)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) < len(pairs):
        again = _Wrong("this key more than once", "each key once")
        counts = Counter(key for key, _ in pairs)
        plain |= {key: again for key, count in counts.items() if count > 1}
    return plain


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_constant=_Wrong, parse_int=_integer, parse_float=_real
)


def parse(data: str | bytes, origin: str) -> object:
    """The value of a JSON text.

    Args:
        data: the text, or its UTF-8 bytes; a byte-order mark is accepted.
        origin: what to call it in an error.

    Raises:
        Faults: if it is not UTF-8 or not JSON, is larger than 32 MB or nested
            deeper than 40, repeats a key, or has a number that is not finite or
            has very many digits.

    >>> parse('{"a": [1]}', "example")
    {'a': [1]}
    """
    value, faults = parsed(data, origin)
    if faults:
        raise Faults(origin, faults)
    return value


def parsed(data: str | bytes, origin: str) -> tuple[object, tuple[Fault, ...]]:
    """The value of a JSON text as far as there is one, and what is wrong in it.

    Raises:
        Faults: if there is no value, or one nested too deep.
    """
    try:
        if len(data) > MAX_BYTES:
            fault = Fault("$", "a larger text", f"at most {MAX_BYTES} bytes")
        else:
            text = data.decode() if isinstance(data, bytes) else data
            value: object = _DECODER.decode(text.removeprefix("\ufeff"))
            return value, () if _is_sound(value) else tuple(_flaws(value, "$"))
    except UnicodeDecodeError as error:
        fault = Fault(f"byte {error.start}", error.reason, "UTF-8")
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        fault = Fault(place, f"text that is not JSON ({error.msg})", "JSON")
    except RecursionError:
        fault = Fault("$", "deeper nesting", f"at most {_MAX_DEPTH} levels")
    raise Faults(origin, (fault,))


def _is_sound(value: object) -> bool:
    """Whether nothing in a value is wrong; looked through level by level."""
    sound, level = True, [value]
    for _ in range(_MAX_DEPTH + 1):
        sound = sound and _Wrong not in map(type, level)
        inside = (
            each.values() if isinstance(each, dict) else each
            for each in level
            if isinstance(each, dict | list)
        )
        level = [e for part in inside for e in part if type(e) in (dict, list, _Wrong)]
        if not level:
            return sound
    raise RecursionError


def _flaws(value: object, path: str) -> Iterator[Fault]:
    if isinstance(value, _Wrong):
        yield Fault(path, value.found, value.expected)
    elif isinstance(value, dict | list):
        steps = value.items() if isinstance(value, dict) else enumerate(value)
        for step, each in steps:
            yield from _flaws(each, within(path, step))


def within(path: str, step: str | int) -> str:
    """The JSON path of an item or a key of what stands at a path.

    >>> within("$.rows", 2), within("$", "a key")
    ('$.rows[2]', "$['a key']")
    """
    if isinstance(step, int):
        return f"{path}[{step}]"
    return f"{path}.{step}" if step.isidentifier() else f"{path}[{shown(step)}]"


def canonical(plain: object) -> str:
    """Plain values as this project writes JSON: indented, with one line end at the end.

    >>> print(canonical({"name": "Café"}), end="")
    {
      "name": "Café"
    }
    """
    return json.dumps(plain, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
