"""Records to plain JSON and back, with every fault of a file in one error."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeVar

import attrs
from cattrs import ClassValidationError, Converter, IterableValidationError
from cattrs.errors import AttributeValidationNote, ForbiddenExtraKeysError, IterableValidationNote
from cattrs.gen import make_dict_structure_fn

from ..documents.jsontext import within
from ..model.errors import (
    Fault,
    Faults,
    ImhEvidenceError,
    UnknownValue,
    WrongType,
    listed,
    nearest,
    shown,
)
from ..model.records import CellProvenance, Intervention, Provenance
from ..model.scales import (
    Audience,
    EfficacyLevel,
    EfficacyRange,
    EvidenceLevel,
    LocalTheory,
    PracticeLevel,
    Theory,
    in_scale_order,
)
from .ratings import InvalidRating


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from cattrs.dispatch import StructureHook


__all__ = ["PUBLISHED", "WRITABLE", "Hook", "Reader", "Refused", "read", "to_plain", "unwritable"]

T = TypeVar("T")


class Refused(ValueError):
    """A value that a hook does not accept.

    Args:
        found: what stands there.
        expected: what would be accepted.
        nearest: the accepted value spelt most like it, or None.
    """

    def __init__(self, found: str, expected: str, nearest: str | None = None) -> None:
        self.found, self.expected, self.nearest = found, expected, nearest


class Hook(NamedTuple):
    """How values of one type are read and written, where the codec does not know.

    Args:
        kind: the type, as a record's field names it.
        read: gives the value of plain JSON values; what it raises, a
            :class:`Refused` or an error of this library, is told as a fault.
        plain: gives the plain JSON values of a value.
    """

    kind: Any
    read: Callable[[Any], Any]
    plain: Callable[[Any], Any]


# -- Hooks -------------------------------------------------------------------


def _exactly(kind: type[T], expected: str) -> Callable[[Any, Any], T]:
    """Accepts instances of one JSON type, where cattrs would convert others to it."""

    def hook(raw: Any, _: object) -> T:
        if type(raw) is kind:
            return raw
        raise Refused(shown(raw), expected)

    return hook


def _text(raw: Any, _: object) -> str:
    """Accepts text that can be shown and written anywhere."""
    if type(raw) is not str:
        raise Refused(shown(raw), "text")
    wrong = unwritable(raw)
    if wrong:
        raise Refused(f"the character {wrong!a}", WRITABLE)
    return raw


#: What a text of a record is.
WRITABLE = "text without control characters and half characters"

# Control characters, and halves of characters that no encoding writes.
_UNWRITABLE = ("Cc", "Cs")


def unwritable(text: str) -> str:
    """The first character that cannot be shown and written anywhere, or nothing."""
    if text.isprintable():
        return ""
    from unicodedata import category

    return next(
        (
            character
            for character in text
            if category(character) in _UNWRITABLE and character not in "\t\n\r"
        ),
        "",
    )


def _member(accepted: Mapping[str, T], expected: str, besides: str = "") -> Callable[[Any, Any], T]:
    """Accepts one slug of a vocabulary."""
    choices = f"{expected}: {listed(map(shown, accepted))}{besides}"

    def hook(raw: Any, _: object) -> T:
        try:
            return accepted[raw]
        except (KeyError, TypeError):
            raise Refused(shown(raw), choices, nearest(raw, accepted)) from None

    return hook


# How many faults of one list are told before its rest is left unread.
_TOLD = 100


def _noted(errors: list[Exception], step: int | str, error: Exception) -> bool:
    """Note an item's error; whether that was the last to be told of its list."""
    errors.append(_at(step, error))
    if len(errors) < _TOLD:
        return False
    errors.append(_at(step, Refused("more faults after this", "fewer of them")))
    return True


# Theories are the one vocabulary that a file may add to.
_DECLARED = ", or one that the file declares under 'theories'"


def _members(
    accepted: Mapping[str, T], expected: str, build: Callable[[list[T]], Any], besides: str = ""
) -> Callable[[Any, Any], Any]:
    """Accepts a list of slugs, once each."""
    one = _member(accepted, expected, besides)

    def hook(raw: Any, kind: Any) -> Any:
        if type(raw) is not list:
            raise Refused(shown(raw), "a list of slugs")
        if not raw:
            raise Refused("an empty list", f"at least one {expected}")
        errors: list[Exception] = []
        members: dict[T, None] = {}
        for i, item in enumerate(raw):
            try:
                member = one(item, kind)
                if member in members:
                    raise Refused(shown(item), f"each {expected} once")
                members[member] = None
            except Refused as error:
                if _noted(errors, i, error):
                    break
        if errors:
            raise _together(errors)
        return build([*members])

    return hook


def _at(step: str | int, error: Exception) -> Exception:
    """The error with a note on where in its surroundings it lies."""
    if isinstance(step, int):
        error.add_note(IterableValidationNote("", step, object))
    else:
        error.add_note(AttributeValidationNote("", step, object))
    return error


def _together(errors: list[Exception]) -> Exception:
    """Several errors of one value as one."""
    return ClassValidationError("", errors, object)  # pyright: ignore[reportCallIssue]


def _ranges(converter: Converter) -> Callable[[Any, Any], EfficacyRange]:
    """Accepts ``{"low": ..., "high": ...}``."""
    level = converter.get_structure_hook(EfficacyLevel)

    def hook(raw: Any, kind: Any) -> EfficacyRange:
        if not isinstance(raw, dict):
            raise Refused(shown(raw), 'an object with "low" and "high"')
        errors: list[Exception] = []
        ends = []
        for name in ("low", "high"):
            try:
                if name not in raw:
                    raise Refused("nothing", "this key")
                ends.append(level(raw[name], kind))
            except Refused as error:
                errors.append(_at(name, error))
        extra = set(raw) - {"low", "high"}
        if extra:
            errors.append(ForbiddenExtraKeysError("", EfficacyRange, extra))
        if sorted(ends) != ends:
            errors.append(
                Refused(f"{ends[0]} to {ends[1]}", "a low end that is not above the high")
            )
        if errors:
            raise _together(errors)
        return EfficacyRange(*ends)

    return hook


def _provenance(converter: Converter) -> Callable[[Any, Any], Provenance]:
    """Accepts cells by field; edition and checksum are written once for all cells."""

    def hook(raw: Any, _: object) -> Provenance:
        if not isinstance(raw, dict):
            raise Refused(shown(raw), "an object")
        errors: list[Exception] = []
        cells: tuple[CellProvenance, ...] = ()
        shared = {}
        for key in ("edition", "checksum"):
            if key in raw:
                try:
                    shared[key] = converter.structure(raw[key], str)
                except Refused as error:
                    errors.append(_at(key, error))
        extra = set(raw) - {"edition", "checksum", "cells"}
        if extra:
            errors.append(ForbiddenExtraKeysError("", Provenance, extra))
        try:
            cells = _cells(converter, raw.get("cells", {}), shared)
        except Exception as error:  # noqa: BLE001 -- reported with its place
            errors.append(_at("cells", error))
        if errors:
            raise _together(errors)
        return Provenance(cells, **shared)

    return hook


def _cells(converter: Converter, raw: Any, shared: dict[str, str]) -> tuple[CellProvenance, ...]:
    if not isinstance(raw, dict):
        raise Refused(shown(raw), "an object of cells by field")
    cells = []
    errors: list[Exception] = []
    for field, cell in raw.items():
        try:
            if field not in _FIELDS:
                fields = ", ".join(_FIELDS)
                near = nearest(field, _FIELDS)
                raise Refused("a cell of no field", f"a field: {fields}", near)
            if not isinstance(cell, dict):
                raise Refused(shown(cell), "an object")
            stated = {"field", "edition", "checksum"} & set(cell)
            if stated:
                raise ForbiddenExtraKeysError("", CellProvenance, stated)
            line = cell.get("line")
            if type(line) is int and line < 1:
                raise _at("line", Refused(str(line), "a line, counted from 1"))
            whole = {"field": field, **cell, **shared}
            cells.append(converter.structure(whole, CellProvenance))
        except Exception as error:  # noqa: BLE001 -- reported with its place
            if _noted(errors, field, error):
                break
    if errors:
        raise _together(errors)
    return tuple(cells)


_FIELDS = tuple(field.name for field in attrs.fields(Intervention))[:-1]


def _plain_provenance(provenance: Provenance) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for name in ("edition", "checksum"):
        value = getattr(provenance, name)
        if value is not None:
            plain[name] = value
    plain["cells"] = {
        cell.field: {
            key: value
            for key, value in (
                ("printed", cell.printed),
                ("line", cell.line),
                ("rule", cell.rule),
                ("source", cell.source if cell.source != "the page" else None),
            )
            if value is not None
        }
        for cell in provenance.cells
    }
    return plain


def _by_slug(members: Iterable[Any]) -> dict[str, Any]:
    return {member.value: member for member in members}


def _records(converter: Converter) -> Callable[[Any], StructureHook]:
    """Hooks for our classes, behind a check that there is an object."""

    def factory(kind: Any) -> StructureHook:
        build = make_dict_structure_fn(kind, converter)

        def hook(raw: Any, kind: Any) -> Any:
            if not isinstance(raw, dict):
                raise Refused(shown(raw), "an object")
            return build(raw, kind)

        return hook

    return factory


def _lists(converter: Converter) -> Callable[[Any], StructureHook]:
    """Hooks for tuples of one kind, which take lists and nothing else."""

    def factory(kind: Any) -> StructureHook:
        item_kind = kind.__args__[0]
        build = converter.get_structure_hook(item_kind)

        def hook(raw: Any, _: Any) -> tuple[Any, ...]:
            if type(raw) is not list:
                raise Refused(shown(raw), "a list")
            items = []
            errors: list[Exception] = []
            for i, item in enumerate(raw):
                try:
                    items.append(build(item, item_kind))
                except Exception as error:  # noqa: BLE001 -- reported with its place
                    if _noted(errors, i, error):
                        break
            if errors:
                raise _together(errors)
            return tuple(items)

        return hook

    return factory


def _converter(theories: Iterable[LocalTheory], hooks: Iterable[Hook]) -> Converter:
    """A private converter that knows the published theories and the given ones."""
    converter = Converter(forbid_extra_keys=True, omit_if_default=True)
    structure = converter.register_structure_hook_func
    plain = converter.register_unstructure_hook_func
    converter.register_structure_hook_factory(attrs.has, _records(converter))
    converter.register_structure_hook_factory(_is_list, _lists(converter))
    converter.register_structure_hook(str, _text)
    converter.register_structure_hook(int, _exactly(int, "a whole number"))
    converter.register_structure_hook(bool, _exactly(bool, "true or false"))
    for scale, name in (
        (Audience, "audience"),
        (PracticeLevel, "practice level"),
        (EvidenceLevel, "evidence level"),
        (EfficacyLevel, "efficacy level"),
    ):
        accepted = _by_slug(scale)
        several = tuple[scale, ...]  # type: ignore[valid-type]
        converter.register_structure_hook(scale, _member(accepted, name))
        structure(_is(several), _members(accepted, name, tuple))
        plain(_is(several), _plain_set)
    known = {**_by_slug(Theory), **_by_slug(theories)}
    combination = tuple[Theory | LocalTheory, ...]
    structure(_is(combination), _members(known, "theory", tuple, _DECLARED))
    plain(_is(combination), lambda theories: [theory.value for theory in theories])
    converter.register_structure_hook(EfficacyRange, _ranges(converter))
    converter.register_structure_hook(Provenance, _provenance(converter))
    converter.register_unstructure_hook(Provenance, _plain_provenance)
    for hook in hooks:
        structure(_is(hook.kind), _without_kind(hook.read))
        structure(_is(hook.kind | None), _without_kind(_or_none(hook.read)))
        plain(_is(hook.kind), hook.plain)
        plain(_is(hook.kind | None), _or_none(hook.plain))
    return converter


def _without_kind(read: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda raw, _: read(raw)


def _or_none(turn: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else turn(value)


def _is(kind: Any) -> Callable[[Any], bool]:
    return lambda other: bool(other == kind)


def _is_list(kind: Any) -> bool:
    return getattr(kind, "__origin__", None) is tuple


def _plain_set(members: tuple[Any, ...]) -> list[str]:
    return [member.value for member in in_scale_order(members)]


# -- Faults ------------------------------------------------------------------


def _faults(error: BaseException, path: str) -> Iterator[Fault]:
    """Each leaf of an error group, with the path that its notes spell out."""
    if isinstance(error, ClassValidationError | IterableValidationError):
        for inner in error.exceptions:
            yield from _faults(inner, _inside(inner, path))
    elif isinstance(error, ForbiddenExtraKeysError):
        fields = [field.name for field in attrs.fields(error.cl)]
        for key in sorted(error.extra_fields):
            yield Fault(
                within(path, key),
                "an unknown key",
                f"one of {', '.join(fields)}",
                nearest(key, fields),
            )
    elif isinstance(error, Refused):
        yield Fault(path, error.found, error.expected, error.nearest)
    elif isinstance(error, ImhEvidenceError):
        yield from _told(error, path)
    else:  # a KeyError, which is how cattrs says that a key is missing
        yield Fault(path, "nothing", "this key")


def _told(error: ImhEvidenceError, path: str) -> Iterator[Fault]:
    """An error of this library, that a hook or a record raised, as faults."""
    if isinstance(error, Faults):
        for fault in error.faults:
            yield attrs.evolve(fault, place=path + fault.place.removeprefix("$"))
    elif isinstance(error, UnknownValue):
        choices = f"one of {listed(map(shown, error.accepted))}"
        found = f"{shown(error.value)} for {error.what}"
        yield Fault(path, found, choices, error.nearest)
    elif isinstance(error, WrongType):
        found = f"{shown(error.value)} for {error.what}"
        yield Fault(path, found, error.expected)
    elif isinstance(error, InvalidRating):
        yield Fault(path, f"{error.found} for {error.what}", error.expected)
    else:
        yield Fault(path, "a value that has no meaning", str(error))


def _inside(error: BaseException, path: str) -> str:
    """The path with what an error's notes add to it, innermost note first."""
    notes = [
        note
        for note in getattr(error, "__notes__", ())
        if isinstance(note, AttributeValidationNote | IterableValidationNote)
    ]
    for note in reversed(notes):
        if isinstance(note, AttributeValidationNote):
            path = within(path, note.name)
        else:
            path = f"{path}[{note.index}]"
    return path


# -- Reading and writing -----------------------------------------------------


class Reader:
    """Reads plain JSON values as records of the published and the given theories.

    Args:
        theories: theories known beside the published ones.
        hooks: how to read what is no record of the catalogue.
    """

    __slots__ = ("_converter",)

    def __init__(self, theories: Iterable[LocalTheory] = (), hooks: Iterable[Hook] = ()) -> None:
        self._converter = _converter(theories, hooks)

    def structure(
        self, raw: object, kind: type[T], path: str = "$"
    ) -> tuple[T | None, list[Fault]]:
        """The record if there is one, and every fault of the value.

        A record with faults is one whose values are lawful, and repeated.
        """
        faults: list[Fault] = []
        try:
            return self._converter.structure(raw, kind), faults
        except Exception as error:  # noqa: BLE001 -- told as faults
            return None, [*faults, *_faults(error, path)]

    def to_plain(self, record: object) -> dict[str, Any]:
        """A record as plain JSON values, defaults left out."""
        plain: dict[str, Any] = self._converter.unstructure(record)
        return plain


#: Reads and writes what holds no theories but the published ones.
PUBLISHED = Reader()


def read(kind: type[T], raw: object, origin: str) -> T:
    """A record of one kind from plain JSON values.

    Args:
        kind: the class of the record.
        raw: what :func:`~imh_evidence.jsontext.parse` gave.
        origin: what to call it in an error.

    Raises:
        Faults: with every fault.
    """
    record, faults = PUBLISHED.structure(raw, kind)
    if record is None or faults:
        raise Faults(origin, tuple(faults))
    return record


def to_plain(record: object) -> dict[str, Any]:
    """A record as plain JSON values, defaults left out."""
    return PUBLISHED.to_plain(record)
