"""Records to plain JSON values and back, with every fault and its place at once."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from enum import Enum
from math import isfinite
from types import NoneType, UnionType
from typing import Any, Literal, NoReturn, TypeVar, Union, get_args, get_origin

import attrs
import cattrs.errors as ce
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, override

from ..model import errors, record
from ..model.errors import Fault, Faults, ImhEvidenceError, nearest, shown
from ..model.scales import EfficacyRange, LocalTheory, Theory
from .jsontext import MAX_FAULTS, within
from .shapes import SHAPES


__all__ = ["is_of_slugs", "plain", "structure"]

T = TypeVar("T")
Hook = Callable[[Any, Any], Any]

_CODEC = Converter(detailed_validation=True, forbid_extra_keys=True)

#: The theories that the values being read may name, by slug, and what was read so far.
_READING: ContextVar[tuple[Mapping[str, Any], dict[Any, Any]]] = ContextVar("reading")


def structure(
    raw: object, kind: type[T], path: str = "$", theories: Iterable[LocalTheory] = ()
) -> tuple[T | None, list[Fault]]:
    """The record of plain JSON values, or None and every fault.

    Args:
        raw: the values.
        kind: the type of the record.
        path: where they stand.
        theories: theories that they may name next to the published ones.

    >>> structure({"low": "low"}, EfficacyRange)[1]
    [Fault(place='$.high', found='nothing', expected='this key', nearest=None)]
    """
    known = {each.value: each for each in (*Theory, *theories)}
    token = _READING.set((known, {}))
    try:
        return _CODEC.structure(raw, kind), []
    except (ce.BaseValidationError, ImhEvidenceError) as error:
        return None, [*_faults(error, path)]
    finally:
        _READING.reset(token)


def plain(value: Any, used: dict[LocalTheory, None]) -> Any:
    """A value as plain JSON values; records without their defaults.

    Args:
        value: a record, or what a field of one holds.
        used: takes the local theories, of which the slugs are written.

    >>> plain(EfficacyRange("low", "high"), {})
    {'low': 'low', 'high': 'high'}
    """
    if isinstance(value, LocalTheory):
        used[value] = None
        return value.slug
    if attrs.has(type(value)):
        values = {}
        for field in attrs.fields(type(value)):
            held = getattr(value, field.name)
            if field.init and held != field.default:
                shape = SHAPES.get(field.type)
                values[field.name] = plain(shape.write(held) if shape else held, used)
        return values
    if isinstance(value, Mapping):
        return {key: plain(each, used) for key, each in value.items()}
    if isinstance(value, tuple):
        return [plain(each, used) for each in value]
    return record.plain(value)


# -- Hooks ---------------------------------------------------------------------


def _refuse(raw: object, expected: str, near: str | None = None) -> NoReturn:
    raise Faults("", (Fault("", shown(raw), expected, near),))


def _exactly(expected: str, *kinds: type) -> Hook:
    """Takes instances of some JSON types; numbers that are finite, text that is whole."""

    def read(raw: Any, _: object) -> Any:
        if type(raw) not in kinds or (type(raw) is float and not isfinite(raw)):
            _refuse(raw, expected)
        if type(raw) is str and not raw.isprintable() and _HALVES.search(raw):
            _refuse(raw, "text without halves of characters")
        return raw

    return read


_NUMBER = _exactly("a finite number", int, float)
_SCALAR = _exactly("text or a finite number", str, int, float)
_HALVES = re.compile("[\ud800-\udfff]")
_DAY, _TIME = "a day such as '2026-11-23'", "or a time such as '2026-11-23T10:30'"


def _read_day(raw: Any, _: object) -> dt.date:
    try:
        return dt.date.fromisoformat(raw if len(raw) == len("YYYY-MM-DD") else "")
    except (TypeError, ValueError):
        _refuse(raw, _DAY)


def _read_moment(raw: Any, _: object) -> dt.date:
    try:
        return (dt.datetime if "T" in raw else dt.date).fromisoformat(raw)
    except (TypeError, ValueError):
        _refuse(raw, f"{_DAY}, {_TIME}")


def _choice(choices: Mapping[Any, Any], besides: str = "") -> Hook:
    """Takes one of some values, and says which is nearest to another one."""

    def read(raw: Any, _: object) -> Any:
        if type(raw) in (str, int) and raw in choices:
            return choices[raw]
        expected = f"one of {errors.listed(map(shown, choices))}{besides}"
        return _refuse(raw, expected, nearest(raw, map(str, choices)))

    return read


def _read_theory(raw: Any, kind: object) -> Any:
    known = _READING.get()[0]
    return _choice(known, ", or one declared under 'theories'")(raw, kind)


def _each(items: Iterable[tuple[Any, Any]], read: Callable[[Any], Any]) -> Iterator[Any]:
    """What is read of each item, or all of their errors with their places."""
    wrong: list[Exception] = []
    for step, raw in items:
        try:
            yield read(raw)
        except (ce.BaseValidationError, ImhEvidenceError) as error:
            wrong.append(error)
            error.add_note(ce.IterableValidationNote("", step, object))
        if len(wrong) == MAX_FAULTS:
            wrong.append(Faults("", (Fault("", "more faults", "fewer of them"),)))
            break
    if wrong:
        raise ce.IterableValidationError("", wrong, object)


def _tuples(kind: Any) -> Hook:
    (item, _), once = get_args(kind), is_of_slugs(kind)
    hook = _CODEC.get_structure_hook(item)

    def read(raw: Any, _: object) -> tuple[Any, ...]:
        if type(raw) is not list:
            _refuse(raw, "a list")
        seen: list[Any] = []

        def read_one(each: Any) -> Any:
            value = hook(each, item)
            if once and value in seen:
                _refuse(each, "each of them once")
            seen.append(value)
            return value

        return tuple(_each(enumerate(raw), read_one))

    return read


def is_of_slugs(kind: Any) -> bool:
    """Whether a type is a tuple of members of vocabularies."""
    item = (get_args(kind) or (None,))[0]
    return get_origin(kind) is tuple and (_is_a(Enum)(item) or Theory in get_args(item))


def _remembered(read: Hook) -> Hook:
    """Reads equal values once: there are few of them, and many rows."""

    def look_up(raw: Any, kind: Any) -> Any:
        seen = _READING.get()[1]
        try:
            key = (read, type(raw), *(raw.items() if type(raw) is dict else raw))
            return seen[key] if key in seen else seen.setdefault(key, read(raw, kind))
        except TypeError:  # something that is not a slug, and so a fault
            return read(raw, kind)

    return look_up


def _mappings(kind: Any) -> Hook:
    name, item = get_args(kind)
    read_name, read_item = map(_CODEC.get_structure_hook, (name, item))

    def read_entry(entry: Any) -> tuple[Any, Any]:
        return read_name(entry[0], name), read_item(entry[1], item)

    def read(raw: Any, _: object) -> dict[str, Any]:
        if type(raw) is not dict:
            _refuse(raw, "an object")
        return dict(_each(zip(raw, raw.items(), strict=True), read_entry))

    return read


def _unions(kind: Any) -> Hook:
    parts = {*get_args(kind)} - {NoneType}
    if len(parts) < len(get_args(kind)):
        rest: Any = Union[tuple(parts)]  # noqa: UP007
        hook = _CODEC.get_structure_hook(rest)
        return lambda raw, _: None if raw is None else hook(raw, rest)
    return _UNIONS[frozenset(parts)]


def _records(kind: Any) -> Hook:
    fields = [each for each in attrs.fields(kind) if each.init]
    hooks: Any = {e.name: override(struct_hook=_field(kind, e)) for e in fields}
    build = make_dict_structure_fn(kind, _CODEC, **hooks)

    def read(raw: Any, _: object) -> Any:
        return build(raw, kind) if type(raw) is dict else _refuse(raw, "an object")

    return _remembered(read) if kind is EfficacyRange else read


def _field(kind: Any, field: "attrs.Attribute[Any]") -> Hook:
    """Reads a field, with what its record says of the value at its place.

    A constructor stops at the first field that is wrong.
    """
    read = _CODEC.get_structure_hook(field.type)
    convert: Any = field.converter or (lambda value: value)
    validate, blank = field.validator or (lambda *_: None), object.__new__(kind)

    def checked(raw: Any, kind: Any) -> Any:
        value = read(raw, kind)
        try:
            value = convert(value)
            validate(blank, field, value)
        except Faults as error:
            # Their places begin with the field, as does the path by then.
            cut = [(each, each.place.removeprefix(field.name)) for each in error.faults]
            faults = (attrs.evolve(each, place=place) for each, place in cut)
            raise Faults("", tuple(faults)) from None
        return value

    if is_of_slugs(field.type):
        return _remembered(checked)
    return checked if field.converter or field.validator else read


def _shapes(kind: Any) -> Hook:
    shape = SHAPES[kind]
    read = _CODEC.get_structure_hook(shape.kind)
    return lambda raw, _: shape.read(read(raw, shape.kind))


def _has_origin(*origins: Any) -> Callable[[Any], bool]:
    return lambda kind: get_origin(kind) in origins


def _is_a(base: type) -> Callable[[Any], bool]:
    return lambda kind: isinstance(kind, type) and issubclass(kind, base)


_UNIONS: dict[frozenset[Any], Hook] = {
    frozenset({Theory, LocalTheory}): _read_theory,
    frozenset({dt.date, dt.datetime}): _read_moment,
    frozenset({int, float}): _NUMBER,
    frozenset({str, int, float}): _SCALAR,
}

# The last that fits a type is taken.
for _fits, _factory in (
    (attrs.has, _records),
    (_has_origin(tuple), _tuples),
    (_has_origin(Mapping), _mappings),
    (_has_origin(Union, UnionType), _unions),
    (_has_origin(Literal), lambda kind: _choice({e: e for e in get_args(kind)})),
    (_is_a(Enum), lambda kind: _choice({each.value: each for each in kind})),
    (lambda kind: kind in SHAPES, _shapes),
):
    _CODEC.register_structure_hook_factory(_fits, _factory)
for _kind, _read in (
    (str, _exactly("text", str)),
    (int, _exactly("a whole number", int)),
    (bool, _exactly("true or false", bool)),
    (float, _NUMBER),
    (dt.date, _read_day),
):
    _CODEC.register_structure_hook(_kind, _read)


# -- Faults --------------------------------------------------------------------


def _faults(error: BaseException, path: str) -> Iterator[Fault]:
    """Each fault of an error, at the path that the notes on it spell out."""
    for note in reversed(getattr(error, "__notes__", ())):
        step = getattr(note, "name", getattr(note, "index", None))
        path = path if step is None else within(path, step)
    if isinstance(error, ce.ForbiddenExtraKeysError):
        names = [*attrs.fields_dict(error.cl)]
        for key in sorted(error.extra_fields)[:MAX_FAULTS]:
            expected = f"one of {', '.join(names)}"
            place = within(path, key)
            yield Fault(place, "an unknown key", expected, nearest(key, names))
    elif isinstance(error, ce.BaseValidationError):
        for each in error.exceptions:
            yield from _faults(each, path)
    elif isinstance(error, Faults):
        for fault in error.faults:
            place = fault.place.removeprefix("$")
            dot = "." if place and place[0] not in ".[" else ""
            yield attrs.evolve(fault, place=f"{path}{dot}{place}")
    elif isinstance(error, errors.UnknownValue):
        expected = f"one of {errors.listed(map(shown, error.accepted))}"
        yield Fault(path, shown(error.value), expected, error.nearest)
    elif isinstance(error, errors.WrongType):
        yield Fault(path, shown(error.value), error.expected)
    elif isinstance(error, ImhEvidenceError):
        problem = getattr(error, "problem", str(error))
        yield Fault(path, getattr(error, "found", "a value"), f"another: {problem}")
    else:  # a KeyError, which is how cattrs says that a key is missing
        yield Fault(path, "nothing", "this key")
