"""JSON text in and out: strict where the format is lax, canonical where it is free."""

import json
from collections import Counter
from typing import Any

import attrs

from ..model.errors import Fault, Faults, shown


#: How large a file or a text may be.
MAX_BYTES = 32 * 1024 * 1024

#: How many faults of one list are reported before the rest of it is passed over.
MAX_FAULTS = 100

#: What is said of values that are nested too deep to be read.
DEEP = Fault("$", "very deep nesting", "at most some hundred levels")

# Longer numbers are no line, year or measure, and slow to convert; no object of ours
# has so many keys, and each would take memory several times over.
_MAX_DIGITS, _MAX_CHARACTERS, _MAX_KEYS = 15, 40, 100_000


@attrs.frozen(repr=False)
class Wrong:
    """What JSON has and no field takes, kept so that its place can be reported."""

    found: str
    expected: str

    def __repr__(self) -> str:
        return self.found


def _integer(text: str) -> object:
    fine = len(text.lstrip("-")) <= _MAX_DIGITS
    return int(text) if fine else Wrong(text[:_MAX_CHARACTERS], "a shorter number")


def _object(pairs: list[tuple[str, Any]]) -> object:
    if len(pairs) > _MAX_KEYS:
        return Wrong(f"an object of {len(pairs)} keys", f"at most {_MAX_KEYS} keys")
    values = dict(pairs)
    if len(values) < len(pairs):
        again = Wrong("this key more than once", "each key once")
        counts = Counter(key for key, _ in pairs)
        values |= {key: again for key, count in counts.items() if count > 1}
    return values


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_int=_integer)


def decoded(data: str | bytes, origin: str) -> str:
    """A text without its byte-order mark.

    Raises:
        Faults: if it is larger than 32 MB or is not UTF-8.
    """
    try:
        if len(data) <= MAX_BYTES:
            return (data.decode() if isinstance(data, bytes) else data).removeprefix("\ufeff")
        fault = Fault("$", "a larger text", f"at most {MAX_BYTES} bytes")
    except UnicodeDecodeError as error:
        fault = Fault(f"byte {error.start}", error.reason, "UTF-8")
    raise Faults(origin, (fault,))


def parse(data: str | bytes, origin: str) -> object:
    """The value of a JSON text, with :class:`Wrong` for what no field takes.

    Args:
        data: the text, or its UTF-8 bytes; a byte-order mark is accepted.
        origin: what to call it in an error.

    Raises:
        Faults: if it is not UTF-8 or not JSON, larger than 32 MB or very deep.

    >>> parse('{"a": [1], "b": 2, "b": 3}', "example")
    {'a': [1], 'b': this key more than once}
    """
    try:
        return _DECODER.decode(decoded(data, origin))
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        fault = Fault(place, f"text that is not JSON ({error.msg})", "JSON")
    except RecursionError:
        fault = DEEP
    raise Faults(origin, (fault,))


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
