"""Records to plain JSON values and back, with every fault and its place at once."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from enum import EnumType
from types import NoneType
from typing import Any, Literal, NoReturn, TypeVar, get_args, get_origin

import attrs
import cattrs.errors as ce
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, override

from ..model import record
from ..model.errors import Fault, Faults, ImhEvidenceError, listed, nearest, shown
from ..model.scales import AnyTheory, LocalTheory, Theory
from .jsontext import MAX_FAULTS, Wrong, within
from .shapes import SHAPES


T = TypeVar("T")
Hook = Callable[[Any, Any], Any]

_CODEC = Converter(detailed_validation=True, forbid_extra_keys=True)

# What hooks raise.
_WRONG = (ce.BaseValidationError, ImhEvidenceError)

#: Reads the theories that the document being read may name.
_THEORIES: ContextVar[Hook] = ContextVar("theories")


def structure(
    raw: object, kind: type[T], path: str = "$", theories: Iterable[LocalTheory] = ()
) -> tuple[T | None, list[Fault]]:
    """The record of plain JSON values, or None and every fault.

    Args:
        raw: the values.
        kind: the type of the record.
        path: where they stand.
        theories: theories that they may name next to the published ones.

    >>> from imh_evidence.model.scales import EfficacyRange
    >>> structure({"low": "low"}, EfficacyRange)[1]
    [Fault(place='$.high', found='nothing', expected='this key', nearest=None)]
    """
    known = {each.value: each for each in (*Theory, *theories)}
    token = _THEORIES.set(_choice(known, ", or one declared under 'theories'"))
    try:
        return _CODEC.structure(raw, kind), []
    except _WRONG as error:
        return None, [*_faults(error, path)]
    finally:
        _THEORIES.reset(token)


def plain(value: Any, used: dict[LocalTheory, None]) -> Any:
    """A value as plain JSON values; records without their defaults.

    Args:
        value: a record, or what a field of one holds.
        used: takes the local theories, of which the slugs are written.

    >>> from imh_evidence.model.scales import EfficacyRange
    >>> plain(EfficacyRange("low", "high"), {})
    {'low': 'low', 'high': 'high'}
    """
    if isinstance(value, LocalTheory):
        used[value] = None
        return value.slug
    if attrs.has(type(value)):
        written = {}
        for field in attrs.fields(type(value)):
            held = getattr(value, field.name)
            if field.init and held != field.default:
                shape = SHAPES.get(field.type)
                written[field.name] = plain(shape.of(held) if shape else held, used)
        return written
    if isinstance(value, Mapping):
        return {key: plain(each, used) for key, each in value.items()}
    if isinstance(value, tuple):
        return [plain(each, used) for each in value]
    return record.plain(value)


# -- Hooks ---------------------------------------------------------------------


def _refuse(raw: object, expected: str, near: str | None = None) -> NoReturn:
    expected = raw.expected if isinstance(raw, Wrong) else expected
    raise Faults("", (Fault("", shown(raw), expected, near),))


def _exactly(expected: str, kind: type) -> Hook:
    """Takes instances of one JSON type; text that can be encoded."""

    def read(raw: object, _: object) -> Any:
        if type(raw) is not kind:
            _refuse(raw, expected)
        if isinstance(raw, str) and not raw.isprintable() and re.search("[\ud800-\udfff]", raw):
            _refuse(raw, "text without halves of characters")
        return raw

    return read


def _choice(choices: Mapping[Any, Any], besides: str = "") -> Hook:
    """Takes one of some values, and says which is nearest to another one."""

    def read(raw: Any, _: object) -> Any:
        if type(raw) in (str, int) and raw in choices:
            return choices[raw]
        expected = f"one of {listed(map(shown, choices))}{besides}"
        return _refuse(raw, expected, nearest(raw, map(str, choices)))

    return read


def _each(steps: Iterable[tuple[Any, Any]], read: Hook, kind: Any) -> list[Any]:
    """What is read at each step, or all of the errors with their places."""
    found, wrong = [], []
    for step, raw in steps:
        try:
            found.append(read(raw, kind))
        except _WRONG as error:
            error.add_note(ce.IterableValidationNote("", step, object))
            wrong.append(error)
            if len(wrong) == MAX_FAULTS:
                wrong.append(Faults("", (Fault("", "more faults", "fewer of them"),)))
                break
    if wrong:
        raise ce.IterableValidationError("", wrong, object)  # pyright: ignore[reportCallIssue]
    return found


def _tuples(kind: Any) -> Hook:
    item = get_args(kind)[0]
    read_item, once = _CODEC.get_structure_hook(item), is_of_slugs(kind)

    def read(raw: Any, _: object) -> tuple[Any, ...]:
        if type(raw) is not list:
            _refuse(raw, "a list")
        steps: Iterable[Any] = enumerate(raw)
        if once and len(raw) > 1:
            again = "each of them once"
            steps = ((at, Wrong(shown(e), again) if e in raw[:at] else e) for at, e in steps)
        return tuple(_each(steps, read_item, item))

    return read


def is_of_slugs(kind: Any) -> bool:
    """Whether a type is a tuple of members of vocabularies."""
    item = (*get_args(kind), None)[0]
    return get_origin(kind) is tuple and (item == AnyTheory or isinstance(item, EnumType))


def _object(read: Hook) -> Hook:
    return lambda raw, kind: read(raw, kind) if type(raw) is dict else _refuse(raw, "an object")


def _mappings(kind: Any) -> Hook:
    name, item = get_args(kind)
    read_name, read_item = map(_CODEC.get_structure_hook, (name, item))

    def read_pair(pair: Any, _: object) -> tuple[str, Any]:
        return read_name(pair[0], name), read_item(pair[1], item)

    def read(raw: Any, kind: Any) -> dict[str, Any]:
        return dict(_each(zip(raw, raw.items(), strict=True), read_pair, kind))

    return _object(read)


def _records(kind: Any) -> Hook:
    """Reads records by their constructors, which stop at the first field that is wrong.

    So what is refused is read once more, field by field, to find every fault.
    """
    build = make_dict_structure_fn(kind, _CODEC, _cattrs_detailed_validation=False)
    hooks: Any = {e.name: override(struct_hook=_field(kind, e)) for e in attrs.fields(kind)}
    find_faults = make_dict_structure_fn(kind, _CODEC, **hooks)

    def read(raw: Any, _: object) -> Any:
        try:
            return build(raw, kind)
        except (*_WRONG, ce.ForbiddenExtraKeysError, KeyError):
            return find_faults(raw, kind)

    return _object(read)


def _field(kind: Any, field: "attrs.Attribute[Any]") -> Hook:
    """Reads a field as its record does."""
    read = _CODEC.get_structure_hook(field.type)
    convert: Any = field.converter or (lambda value: value)
    validate, blank = field.validator or (lambda *_: None), object.__new__(kind)

    def checked(raw: Any, kind: Any) -> Any:
        value = convert(read(raw, kind))
        validate(blank, field, value)
        return value

    return checked


def _hook(kind: Any) -> Hook:
    """How values of a type are read."""
    origin, args = get_origin(kind), get_args(kind)
    if shape := SHAPES.get(kind):
        read = _CODEC.get_structure_hook(shape)
        return lambda raw, _: read(raw, shape).value()
    if kind == AnyTheory:
        return lambda raw, _: _THEORIES.get()(raw, _)  # noqa: PLW0108 -- they differ by document
    if attrs.has(kind):
        return _records(kind)
    if origin in (tuple, Mapping):
        return _tuples(kind) if origin is tuple else _mappings(kind)
    choices = args if origin is Literal else [each.value for each in kind]
    return _choice(dict(zip(choices, args or kind, strict=True)))


def _is_ours(kind: Any) -> bool:
    return kind in SHAPES or NoneType not in get_args(kind)  # as cattrs reads None


_CODEC.register_structure_hook_factory(_is_ours, _hook)
# For these, cattrs has hooks of its own, which convert.
_CODEC.register_structure_hook(str, _exactly("text", str))
_CODEC.register_structure_hook(int, _exactly("a whole number", int))
_CODEC.register_structure_hook(bool, _exactly("true or false", bool))


# -- Faults --------------------------------------------------------------------


def _faults(error: BaseException, path: str) -> Iterator[Fault]:
    """Each fault of an error, at the path that the notes on it spell out."""
    step = None
    for note in reversed(getattr(error, "__notes__", ())):
        step = getattr(note, "name", getattr(note, "index", None))
        path = path if step is None else within(path, step)
    if isinstance(error, ce.ForbiddenExtraKeysError):
        names = [*attrs.fields_dict(error.cl)]
        for key in sorted(error.extra_fields)[:MAX_FAULTS]:
            expected, near = f"one of {', '.join(names)}", nearest(key, names)
            yield Fault(within(path, key), "an unknown key", expected, near)
    elif isinstance(error, ce.BaseValidationError):
        for each in error.exceptions:
            yield from _faults(each, path)
    elif isinstance(error, Faults):
        for fault in error.faults:
            # A field's validator begins with the field, as which the path has ended.
            place = fault.place.removeprefix("$").removeprefix(str(step or ""))
            dot = "." if place and place[0] not in ".[" else ""
            yield attrs.evolve(fault, place=f"{path}{dot}{place}")
    elif isinstance(error, ImhEvidenceError):
        held: Any = {"found": "a value", "problem": error} | vars(error)
        found = shown(held["value"]) if "value" in held else held["found"]
        yield Fault(path, found, getattr(error, "expected", f"another value: {held['problem']}"))
    else:  # a KeyError, which is how cattrs says that a key is missing
        yield Fault(path, "nothing", "this key")
