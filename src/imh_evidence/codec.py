"""Records to plain JSON and back, with every fault of a file in one error.

Reading goes through a private cattrs converter twice at most: once without
bookkeeping, and only if that fails once more in detail, to say where each
fault lies. Values of the facets are few, so each distinct one is checked and
built once and shared from then on.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any, TypeVar

import attrs
from cattrs import ClassValidationError, Converter, IterableValidationError
from cattrs.errors import (
    AttributeValidationNote,
    ForbiddenExtraKeysError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn

from .errors import Fault, InvalidCatalogue, nearest, shown
from .jsontext import canonical, flaws, parse_json
from .names import normalise, slug
from .records import (
    CellProvenance,
    Intervention,
    Provenance,
    RetiredId,
    Source,
    TheoryGroup,
)
from .scales import (
    Audience,
    EfficacyLevel,
    EfficacyRange,
    EvidenceLevel,
    LocalTheory,
    PracticeLevel,
    Theory,
    in_scale_order,
)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from cattrs.dispatch import StructureHook


__all__ = [
    "CATALOGUE_SCHEMA",
    "CatalogueFile",
    "check_records",
    "read",
    "read_catalogue",
    "to_json",
    "to_plain",
]

T = TypeVar("T")

#: The schema that a catalogue file names: a URN, as the project owns no domain.
CATALOGUE_SCHEMA = "urn:imh-evidence:schema:catalogue:1"


@attrs.frozen(kw_only=True)
class CatalogueFile:
    """What a catalogue file holds.

    Args:
        source: where its rows come from.
        theories: the theories it declares beside the published ones.
        groups: the headings its rows stand under.
        interventions: its rows, in order.
        retired: the ids it used once.
    """

    source: Source
    theories: tuple[LocalTheory, ...] = ()
    groups: tuple[TheoryGroup, ...] = ()
    interventions: tuple[Intervention, ...]
    retired: tuple[RetiredId, ...] = ()


class _Refused(ValueError):
    """A value that a hook does not accept."""

    def __init__(self, found: str, expected: str, nearest: str | None = None) -> None:
        super().__init__(found, expected, nearest)
        self.found, self.expected, self.nearest = found, expected, nearest


# -- Hooks -------------------------------------------------------------------


def _exactly(kind: type[T], expected: str) -> Callable[[Any, Any], T]:
    """Accepts instances of one JSON type, where cattrs would convert others to it."""

    def hook(raw: Any, _: object) -> T:
        if type(raw) is kind:
            return raw
        raise _Refused(shown(raw), expected)

    return hook


def _member(accepted: Mapping[str, T], expected: str) -> Callable[[Any, Any], T]:
    """Accepts one slug of a vocabulary."""

    def hook(raw: Any, _: object) -> T:
        try:
            return accepted[raw]
        except (KeyError, TypeError):
            choices = ", ".join(repr(choice) for choice in accepted)
            raise _Refused(
                shown(raw), f"{expected}: {choices}", nearest(raw, accepted)
            ) from None

    return hook


def _members(
    accepted: Mapping[str, T], expected: str, build: Callable[[list[T]], Any]
) -> Callable[[Any, Any], Any]:
    """Accepts a list of slugs, once each; equal lists give one shared value."""
    one = _member(accepted, expected)
    seen: dict[tuple[str, ...], Any] = {}
    shared: dict[Any, Any] = {}

    def hook(raw: Any, kind: Any) -> Any:
        if type(raw) is not list:
            raise _Refused(shown(raw), f"a list of {expected}s")
        try:
            return seen[tuple(raw)]
        except (KeyError, TypeError):
            pass
        if not raw:
            raise _Refused("an empty list", f"at least one {expected}")
        errors: list[Exception] = []
        members = []
        for i, item in enumerate(raw):
            try:
                members.append(one(item, kind))
                if members.index(members[-1]) < len(members) - 1:
                    raise _Refused(shown(item), f"each {expected} once")
            except _Refused as error:
                errors.append(_at(i, error))
        if errors:
            raise _together(errors, kind)
        value = build(members)
        return seen.setdefault(tuple(raw), shared.setdefault(value, value))

    return hook


def _at(step: str | int, error: Exception) -> Exception:
    """The error with a note on where in its surroundings it lies."""
    if isinstance(step, int):
        error.add_note(IterableValidationNote("", step, object))
    else:
        error.add_note(AttributeValidationNote("", step, object))
    return error


def _together(errors: list[Exception], kind: Any) -> Exception:
    """Several errors of one value as one."""
    return ClassValidationError("", errors, kind)  # pyright: ignore[reportCallIssue]


def _ranges(level: Callable[[Any, Any], EfficacyLevel]) -> Callable[[Any, Any], Any]:
    """Accepts ``{"low": ..., "high": ...}``; equal ranges give one shared value."""
    seen: dict[tuple[str, str], EfficacyRange] = {}

    def hook(raw: Any, kind: Any) -> EfficacyRange:
        if not isinstance(raw, dict):
            raise _Refused(shown(raw), 'an object with "low" and "high"')
        if len(raw) == 2:  # noqa: PLR2004 -- a third key must not hide behind the memo
            try:
                return seen[raw["low"], raw["high"]]
            except (KeyError, TypeError):
                pass
        errors: list[Exception] = []
        ends = []
        for name in ("low", "high"):
            try:
                if name not in raw:
                    raise _Refused("nothing", "this key")
                ends.append(level(raw[name], kind))
            except _Refused as error:
                errors.append(_at(name, error))
        extra = set(raw) - {"low", "high"}
        if extra:
            errors.append(ForbiddenExtraKeysError("", EfficacyRange, extra))
        if not errors and ends[0] > ends[1]:
            errors.append(
                _Refused(
                    f"{ends[0]} to {ends[1]}", "a low end that is not above the high"
                )
            )
        if errors:
            raise _together(errors, EfficacyRange)
        return seen.setdefault((raw["low"], raw["high"]), EfficacyRange(*ends))

    return hook


def _provenance(converter: Converter) -> Callable[[Any, Any], Provenance]:
    """Accepts cells by field; edition and checksum are written once for all cells."""

    def hook(raw: Any, _: object) -> Provenance:
        if not isinstance(raw, dict):
            raise _Refused(shown(raw), "an object")
        shared = {key: raw[key] for key in ("edition", "checksum") if key in raw}
        cells = raw.get("cells", {})
        errors: list[Exception] = []
        extra = set(raw) - {"edition", "checksum", "cells"}
        if extra:
            errors.append(ForbiddenExtraKeysError("", Provenance, extra))
        if not isinstance(cells, dict):
            error = _Refused(shown(cells), "an object of cells by field")
            errors.append(_at("cells", error))
            cells = {}
        read = []
        wrong: list[Exception] = []
        for field, cell in cells.items():
            try:
                if not isinstance(cell, dict):
                    raise _Refused(shown(cell), "an object")
                stated = {"field", *shared} & set(cell)
                if stated:
                    raise ForbiddenExtraKeysError("", CellProvenance, stated)
                whole = {"field": field, **cell, **shared}
                read.append(converter.structure(whole, CellProvenance))
            except Exception as error:  # noqa: BLE001 -- reported with its place
                wrong.append(_at(field, error))
        if wrong:
            group = _together(wrong, Provenance)
            errors.append(_at("cells", group))
        if errors:
            raise _together(errors, Provenance)
        return Provenance(tuple(read), **shared)

    return hook


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
    """Generated hooks for our classes, behind a check that there is an object."""

    def factory(kind: Any) -> StructureHook:
        build = make_dict_structure_fn(
            kind,
            converter,
            _cattrs_forbid_extra_keys=True,
            _cattrs_detailed_validation=converter.detailed_validation,
        )

        def hook(raw: Any, kind: Any) -> Any:
            if not isinstance(raw, dict):
                raise _Refused(shown(raw), "an object")
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
                raise _Refused(shown(raw), "a list")
            items = []
            errors: list[Exception] = []
            for i, item in enumerate(raw):
                try:
                    items.append(build(item, item_kind))
                except Exception as error:  # noqa: BLE001 -- reported with its place
                    errors.append(_at(i, error))
            if errors:
                raise _together(errors, kind)
            return tuple(items)

        return hook

    return factory


def _converter(theories: Iterable[LocalTheory] = (), *, detailed: bool) -> Converter:
    """A private converter that knows the published theories and the given ones."""
    converter = Converter(
        detailed_validation=detailed, forbid_extra_keys=True, omit_if_default=True
    )
    structure, plain = (
        converter.register_structure_hook_func,
        (converter.register_unstructure_hook_func),
    )
    converter.register_structure_hook_factory(attrs.has, _records(converter))
    converter.register_structure_hook_factory(_is_list, _lists(converter))
    for kind, expected in (
        (str, "text"),
        (int, "a whole number"),
        (bool, "true or false"),
    ):
        converter.register_structure_hook(kind, _exactly(kind, expected))
    for scale, name in (
        (Audience, "audience"),
        (PracticeLevel, "practice level"),
        (EvidenceLevel, "evidence level"),
        (EfficacyLevel, "efficacy level"),
    ):
        accepted = _by_slug(scale)
        several = frozenset[scale]  # type: ignore[valid-type]
        converter.register_structure_hook(scale, _member(accepted, name))
        structure(_is(several), _members(accepted, name, frozenset))
        plain(_is(several), _plain_set)
    known = {**_by_slug(Theory), **_by_slug(theories)}
    combination = tuple[Theory | LocalTheory, ...]
    structure(_is(combination), _members(known, "theory", tuple))
    plain(_is(combination), lambda theories: [theory.value for theory in theories])
    level = _member(_by_slug(EfficacyLevel), "efficacy level")
    converter.register_structure_hook(EfficacyRange, _ranges(level))
    converter.register_structure_hook(Provenance, _provenance(converter))
    converter.register_unstructure_hook(Provenance, _plain_provenance)
    return converter


def _is(kind: Any) -> Callable[[Any], bool]:
    return lambda other: bool(other == kind)


def _is_list(kind: Any) -> bool:
    return getattr(kind, "__origin__", None) is tuple


def _plain_set(members: frozenset[Any]) -> list[str]:
    return [member.value for member in in_scale_order(members)]


# -- Faults ------------------------------------------------------------------


def _faults(error: BaseException, path: str) -> Iterator[Fault]:
    """Each leaf of an error group, with the path that its notes spell out."""
    if isinstance(error, ClassValidationError | IterableValidationError):
        for inner in error.exceptions:
            yield from _faults(inner, path + _step(inner))
    elif isinstance(error, ForbiddenExtraKeysError):
        fields = [field.name for field in attrs.fields(error.cl)]
        for key in sorted(error.extra_fields):
            yield Fault(
                f"{path}.{key}",
                "an unknown key",
                f"one of {', '.join(fields)}",
                nearest(key, fields),
            )
    elif isinstance(error, _Refused):
        yield Fault(path, error.found, error.expected, error.nearest)
    else:  # a KeyError, which is how cattrs says that a key is missing
        yield Fault(path, "nothing", "this key")


def _step(error: BaseException) -> str:
    """The part of a path that an error's notes spell out, outermost last."""
    steps = [
        f".{note.name}"
        if isinstance(note, AttributeValidationNote)
        else f"[{note.index}]"
        for note in getattr(error, "__notes__", ())
        if isinstance(note, AttributeValidationNote | IterableValidationNote)
    ]
    return "".join(reversed(steps))


# -- Reading and writing -----------------------------------------------------

_PLAIN = _converter(detailed=False)


def read(kind: type[T], raw: object, origin: str) -> T:
    """A record of one kind from plain JSON values.

    Args:
        kind: the class of the record.
        raw: what :func:`parse_json` gave.
        origin: what to call it in an error.

    Raises:
        InvalidCatalogue: with every fault.
    """
    record, faults = _structured(raw, kind)
    faults = [*flaws(raw), *faults]
    if record is None or faults:
        raise InvalidCatalogue(origin, faults)
    return record


def _structured(
    raw: object, kind: type[T], theories: tuple[LocalTheory, ...] = ()
) -> tuple[T | None, list[Fault]]:
    """The record, or every fault that keeps it from being one."""
    quick = _converter(theories, detailed=False) if theories else _PLAIN
    with suppress(Exception):  # read again in detail, to find every fault
        return quick.structure(raw, kind), []
    try:
        return _converter(theories, detailed=True).structure(raw, kind), []
    except Exception as error:  # noqa: BLE001 -- told as faults
        return None, [*_faults(error, "$")]


def read_catalogue(data: bytes | str, origin: str) -> CatalogueFile:
    """A catalogue file from its JSON text.

    Args:
        data: the text, or its UTF-8 bytes.
        origin: what to call it in an error.

    Raises:
        InvalidCatalogue: with every fault of the file.
    """
    raw = parse_json(data, origin)
    faults = [*flaws(raw)]
    if not isinstance(raw, dict):
        raise InvalidCatalogue(origin, [*faults, Fault("$", shown(raw), "an object")])
    body = dict(raw)
    schema = body.pop("schema", None)
    if schema != CATALOGUE_SCHEMA:
        found = "nothing" if schema is None else shown(schema)
        faults.append(Fault("$.schema", found, repr(CATALOGUE_SCHEMA)))
    theories: tuple[LocalTheory, ...] = ()
    with suppress(Exception):  # what is wrong is found again below, with its place
        theories = _PLAIN.structure(body.get("theories", []), tuple[LocalTheory, ...])
    file, wrong = _structured(body, CatalogueFile, theories)
    faults += [*wrong, *_clashes(body)]
    if file is None or faults:
        raise InvalidCatalogue(origin, faults)
    return file


def _clashes(body: dict[str, Any]) -> Iterator[Fault]:
    """What is wrong between records, read from whatever of them is readable."""
    groups = [
        group["number"]
        for group in _objects(body.get("groups"))
        if isinstance(group.get("number"), int)
    ]
    rows = _objects(body.get("interventions"))
    yield from _shared_names(
        (f"$.interventions[{i}]", row.get("id"), row.get("name"), row.get("aliases"))
        for i, row in enumerate(rows)
    )
    for i, row in enumerate(rows):
        number = row.get("theory_group")
        if isinstance(number, int) and groups and number not in groups:
            yield Fault(
                f"$.interventions[{i}].theory_group",
                shown(number),
                f"the number of a group: {', '.join(map(str, groups))}",
            )


def _shared_names(rows: Iterable[tuple[str, Any, Any, Any]]) -> Iterator[Fault]:
    """Names that are empty, or that two records share once normalised."""
    taken: dict[str, str] = {}
    for path, id_, name, aliases in rows:
        mine: dict[str, str] = {}
        steps = [("id", id_), ("name", name)]
        if isinstance(aliases, list | tuple):
            steps += [(f"aliases[{i}]", alias) for i, alias in enumerate(aliases)]
        for step, text in steps:
            if not isinstance(text, str):
                continue
            where, key = f"{path}.{step}", normalise(text)
            if not key:
                yield Fault(where, shown(text), "a name with a letter or digit in it")
            elif key in taken:
                yield Fault(
                    where,
                    f"{shown(text)}, which {taken[key]} has too",
                    "each id, name and alias to name one intervention",
                )
            elif step == "id" and slug(text) != text:
                yield Fault(where, shown(text), f"a slug, such as {slug(text)!r}")
            mine.setdefault(key, where)
        taken.update(mine)


def check_records(records: Iterable[Intervention], origin: str) -> None:
    """Refuses records made by hand that no catalogue file could hold.

    Raises:
        InvalidCatalogue: with every fault.
    """
    records = tuple(records)
    faults = []
    for i, record in enumerate(records):
        for field, (fits, expected) in _FITS.items():
            value = getattr(record, field)
            if not fits(value):
                faults.append(
                    Fault(f"$.interventions[{i}].{field}", shown(value), expected)
                )
    faults.extend(
        _shared_names(
            (f"$.interventions[{i}]", record.id, record.name, record.aliases)
            for i, record in enumerate(records)
        )
    )
    if faults:
        raise InvalidCatalogue(origin, faults)


def _several(kind: Any, members: Any) -> Callable[[Any], bool]:
    def fits(value: Any) -> bool:
        return (
            isinstance(value, kind)
            and bool(value)
            and all(isinstance(each, members) for each in value)
        )

    return fits


def _one(kind: Any) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, kind)


_FITS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "id": (_one(str), "text"),
    "name": (_one(str), "text"),
    "theories": (_several(tuple, Theory | LocalTheory), "a tuple of theories"),
    "audiences": (_several(frozenset, Audience), "a frozenset of Audience"),
    "practice_levels": (
        _several(frozenset, PracticeLevel),
        "a frozenset of PracticeLevel",
    ),
    "evidence": (_one(EvidenceLevel), "an EvidenceLevel"),
    "efficacy": (_one(EfficacyRange), "an EfficacyRange"),
    "aliases": (
        lambda value: value == () or _several(tuple, str)(value),
        "a tuple of texts",
    ),
    "provenance": (_one(Provenance), "a Provenance"),
}


def _objects(value: object) -> list[dict[str, Any]]:
    """The items of a list, with an empty object for each that is none."""
    if not isinstance(value, list):
        return []
    return [item if isinstance(item, dict) else {} for item in value]


def to_plain(record: object) -> dict[str, Any]:
    """A record as plain JSON values, in the order of its fields, defaults left out."""
    plain: dict[str, Any] = _PLAIN.unstructure(record)
    return plain


def to_json(file: CatalogueFile) -> str:
    """A catalogue file as canonical JSON text: the same bytes in every process."""
    plain = to_plain(file)
    fields = (field.name for field in attrs.fields(CatalogueFile))
    body = {name: plain[name] for name in fields if name in plain}
    return canonical({"schema": CATALOGUE_SCHEMA, **body})
