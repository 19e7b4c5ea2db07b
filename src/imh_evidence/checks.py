"""What must hold between the records of a catalogue, and of records made by hand.

One set of rules, whether records come from a file or from a program: names are
shared by no two records.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, get_args, get_origin

import attrs

from .codec import WRITABLE, unwritable
from .errors import (
    Fault,
    InvalidCatalogue,
    listed,
    printable,
    shown,
)
from .names import normalise, slug
from .records import Intervention
from .scales import LocalTheory, Theory


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from .records import Origin, RetiredId, Source, TheoryGroup

__all__ = [
    "Names",
    "check_records",
    "group_faults",
    "head_faults",
    "source_faults",
    "tail_faults",
]


class Names:
    """The names that records have taken so far, to find those that two share.

    Args:
        where: tells the place of a record from its position.
    """

    __slots__ = ("_where", "taken")

    def __init__(self, where: Callable[[int], str]) -> None:
        self._where = where
        #: Each normalised name, with the position of the record that took it.
        self.taken: dict[str, int] = {}

    def faults(
        self, position: int, id_: object, name: object, aliases: object = ()
    ) -> Iterator[Fault]:
        """What is wrong with the names of the next record.

        Values that are no text are passed over: they are faults of their own.
        """
        mine: list[str] = []
        given: set[str] = set()
        steps = [(".id", id_), (".name", name)]
        if isinstance(aliases, list | tuple):
            steps += [(f".aliases[{i}]", alias) for i, alias in enumerate(aliases)]
        for step, text in steps:
            if not isinstance(text, str):
                continue
            path, key = self._where(position) + step, normalise(text)
            if not key:
                yield Fault(path, shown(text), "a name with a letter or digit in it")
            elif key in self.taken:
                yield Fault(
                    path,
                    f"{shown(text)}, which {self._where(self.taken[key])} has too",
                    "each id, name and alias to name one intervention",
                )
            elif step == ".id" and slug(text) != text:
                yield Fault(path, shown(text), f"a slug, such as {shown(slug(text))}")
            elif text in given:
                yield Fault(path, f"{shown(text)} once more", "each alias once")
            mine.append(key)
            if step not in {".id", ".name"}:
                given.add(text)
        for key in mine:
            self.taken.setdefault(key, position)


_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


def source_faults(path: str, source: Source) -> Iterator[Fault]:
    """What is wrong with what is said of a catalogue's source."""
    wrong = [*_made_faults(path, source)]
    yield from wrong
    if wrong:
        return
    if not source.title.strip():
        yield Fault(f"{path}.title", shown(source.title), "a title to show")
    if source.updated is not None and not _MONTH.fullmatch(source.updated):
        yield Fault(f"{path}.updated", shown(source.updated), "a month, as YYYY-MM")


def head_faults(
    path: str,
    theories: Iterable[LocalTheory],
    groups: Iterable[TheoryGroup],
    retired: Iterable[RetiredId],
) -> Iterator[Fault]:
    """What is wrong with the theories, groups and retired ids that a file declares."""
    slugs = {theory.value for theory in Theory}
    for i, theory in enumerate(theories):
        where = f"{path}.theories[{i}].slug"
        if theory.slug in slugs:
            yield Fault(where, shown(theory.slug), "a slug that no other theory has")
        elif not theory.slug or slug(theory.slug) != theory.slug:
            yield Fault(where, shown(theory.slug), "a slug, such as 'play-theory'")
        if not normalise(theory.label):
            found = shown(theory.label)
            yield Fault(f"{path}.theories[{i}].label", found, "a label to show")
        slugs.add(theory.slug)
    numbers: set[int] = set()
    for i, group in enumerate(groups):
        if group.number in numbers:
            where = f"{path}.groups[{i}].number"
            yield Fault(where, str(group.number), "a number that no other group has")
        numbers.add(group.number)
    for i, each in enumerate(retired):
        if slug(each.id) != each.id or not each.id:
            yield Fault(f"{path}.retired[{i}].id", shown(each.id), "a slug")


def group_faults(
    path: str, record: Intervention, groups: Mapping[int, TheoryGroup]
) -> Iterator[Fault]:
    """What is wrong between a record and the group it says it stands under."""
    group = groups.get(record.theory_group or 0)
    where = f"{path}.theory_group"
    if group is None:
        numbers = listed(map(str, groups))
        yield Fault(
            where, shown(record.theory_group), f"the number of a group: {numbers}"
        )
    elif group.theories != record.theories:
        heading = listed(theory.value for theory in group.theories)
        yield Fault(
            where, str(group.number), f"a group of the row's theories, not {heading}"
        )


def tail_faults(
    ids: AbstractSet[str], retired: Iterable[RetiredId], origins: Iterable[Origin]
) -> Iterator[Fault]:
    """What is wrong with ids that a file names beside its rows."""
    for i, each in enumerate(retired):
        if each.id in ids:
            found = f"{shown(each.id)}, which a row has"
            yield Fault(f"$.retired[{i}].id", found, "an id no longer in use")
    for i, origin in enumerate(origins):
        for j, id_ in enumerate(origin.ids):
            if id_ not in ids:
                yield Fault(f"$.origins[{i}].ids[{j}]", shown(id_), "the id of a row")


def check_records(
    records: Iterable[Intervention],
    source: Source,
    groups: tuple[TheoryGroup, ...] = (),
    retired: tuple[RetiredId, ...] = (),
) -> dict[str, int]:
    """Refuses records made by hand that no catalogue file could hold.

    Args:
        records: the records, in order.
        source: where they come from.
        groups: the headings they stand under.
        retired: the ids used once.

    Returns:
        Each normalised name, with the position of its record.

    Raises:
        InvalidCatalogue: with every fault.
    """
    faults = [*source_faults("$.source", source)]
    wrong = [
        fault
        for name, each in (("groups", groups), ("retired", retired))
        for i, record in enumerate(each)
        for fault in _made_faults(f"$.{name}[{i}]", record)
    ]
    if wrong:
        # Rows are not held against groups that are none.
        faults += wrong
        groups = retired = ()
    names = Names(_in_file)
    numbered = {group.number: group for group in groups}
    theories: dict[LocalTheory, None] = {}
    ids: set[str] = set()
    for i, record in enumerate(records):
        path = _in_file(i)
        wrong = [*_made_faults(path, record)] or [*_row_faults(path, record)]
        if not wrong:
            theories |= dict.fromkeys(
                each for each in record.theories if isinstance(each, LocalTheory)
            )
            if record.theory_group is not None and numbered:
                wrong.extend(group_faults(path, record, numbered))
        faults += wrong
        faults += names.faults(i, record.id, record.name, record.aliases)
        ids.add(record.id)
    faults += head_faults("$", theories, groups, retired)
    faults += tail_faults(ids, retired, ())
    if faults:
        raise InvalidCatalogue(printable(str(source.title)), faults)
    return names.taken


def _in_file(position: int) -> str:
    return f"$.interventions[{position}]"


def _row_faults(path: str, record: Intervention) -> Iterator[Fault]:
    """What is wrong with a record whose fields are of the right kinds."""
    for field in ("theories", "audiences", "practice_levels"):
        members = getattr(record, field)
        if not members or len({*members}) < len(members):
            yield Fault(f"{path}.{field}", shown(members), "one or more, each once")
    provenance = record.provenance
    told = (provenance.edition, provenance.checksum)
    seen: set[str] = set()
    for cell in provenance.cells:
        where = f"{path}.provenance.cells.{cell.field}"
        if cell.field not in _CELLS or cell.field in seen:
            found = shown(cell.field)
            yield Fault(f"{path}.provenance", found, "a field of the row, each once")
        elif cell.line is not None and cell.line < 1:
            yield Fault(f"{where}.line", str(cell.line), "a line, counted from 1")
        elif (cell.edition, cell.checksum) != told:
            found = shown((cell.edition, cell.checksum))
            yield Fault(where, found, "the edition and checksum of its provenance")
        seen.add(cell.field)


_CELLS = {each.name for each in attrs.fields(Intervention)} - {"provenance"}


# -- What a record made by hand holds, as its annotations say ------------------


def _made_faults(path: str, record: object) -> Iterator[Fault]:
    """The fields of a record that hold something else than their kind.

    Args:
        path: where the record stands.
        record: a record of attrs fields; what is inside them counts too.
    """
    kind: Any = type(record)
    for field in attrs.fields(kind):
        value = getattr(record, field.name)
        if not _check_of(field.type)(value):
            yield Fault(f"{path}.{field.name}", shown(value), _told(field.type))


@cache
def _check_of(kind: Any) -> Callable[[Any], bool]:
    """A check that a value is of a kind, with all that is inside it."""
    parts = [_check_of(each) for each in get_args(kind) if each is not Ellipsis]
    if get_origin(kind) in {tuple, frozenset}:
        several, (part,) = get_origin(kind), parts
        return lambda value: isinstance(value, several) and all(map(part, value))
    if parts:
        return lambda value: any(part(value) for part in parts)
    if kind is str:
        return lambda value: isinstance(value, str) and not unwritable(value)
    if attrs.has(kind):
        checks = [(each.name, _check_of(each.type)) for each in attrs.fields(kind)]
        return lambda value: (
            isinstance(value, kind)
            and all(check(getattr(value, name)) for name, check in checks)
        )
    # Exactly: True is no number.
    return lambda value: type(value) is kind


def _told(kind: Any) -> str:
    """What a field takes, in words."""
    parts = [_told(each) for each in get_args(kind) if each is not Ellipsis]
    if get_origin(kind) in {tuple, frozenset}:
        return f"a {get_origin(kind).__name__}, each of it {parts[0]}"
    if parts:
        return " or ".join(parts)
    return _WORDS.get(kind) or kind.__name__


_WORDS = {
    str: WRITABLE,
    int: "a whole number",
    bool: "True or False",
    type(None): "None",
}
