"""A catalogue as a document, and what must hold between its rows."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from ..model import notice, record, records
from ..model.errors import Fault, listed, shown
from ..model.names import name_key
from ..model.scales import LocalTheory
from .document import Document
from .jsontext import MAX_FAULTS


__all__ = ["CATALOGUE", "CatalogueFile"]


def _several() -> Any:
    return attrs.field(default=(), converter=record.tuple_of)


@attrs.frozen
class CatalogueFile(record.Record):
    """What a catalogue file holds.

    Args:
        source: where its rows come from.
        theories: the theories it declares next to the published ones.
        groups: the headings its rows stand under.
        interventions: its rows, in order.
        retired: ids that it used once.
        origins: the sources of rows that come from elsewhere.
    """

    source: notice.Source
    theories: tuple[LocalTheory, ...] = _several()
    groups: tuple[records.TheoryGroup, ...] = _several()
    interventions: tuple[records.Intervention, ...] = _several()
    retired: tuple[records.RetiredId, ...] = _several()
    origins: tuple[records.Origin, ...] = _several()


def _faults(body: Mapping[str, Any]) -> Iterator[Fault]:
    """What is wrong between the parts of a catalogue's plain values.

    The parts may be wrong in themselves, which is not told here.
    """
    for find in (_group_faults, _name_faults, _id_faults):
        for count, fault in enumerate(find(body)):
            if count == MAX_FAULTS:
                yield Fault("$", "more faults like the last", "fewer of them")
                break
            yield fault


def _objects(body: Mapping[str, Any], name: str) -> Iterator[tuple[str, Any]]:
    """The objects of a list, each with its path."""
    for index, each in enumerate(_items(body, name)):
        if isinstance(each, dict):
            yield f"$.{name}[{index}]", each


def _items(holder: Mapping[str, Any], name: str) -> list[Any]:
    found = holder.get(name)
    return found if isinstance(found, list) else []


def _group_faults(body: Mapping[str, Any]) -> Iterator[Fault]:
    groups: dict[int, Any] = {}
    for path, group in _objects(body, "groups"):
        number = group.get("number")
        if type(number) is int and groups.setdefault(number, group) is not group:
            yield Fault(f"{path}.number", str(number), "a number of its own")
    numbers = f"the number of a group: {listed(map(str, groups))}"
    for path, row in _objects(body, "interventions"):
        number = row.get("theory_group")
        if not groups or type(number) is not int:
            continue
        theories = groups.get(number, {}).get("theories")
        if number not in groups or theories != row.get("theories"):
            heading = f"the group of the row's theories, and not of {shown(theories)}"
            expected = heading if number in groups else numbers
            yield Fault(f"{path}.theory_group", str(number), expected)


def _name_faults(body: Mapping[str, Any]) -> Iterator[Fault]:
    taken: dict[str, str] = {}
    for path, row in _objects(body, "interventions"):
        texts = (row.get("id"), row.get("name"), *_items(row, "aliases"))
        for step, text in enumerate(texts):
            if not isinstance(text, str) or not (key := _key(text)):
                continue
            holder = taken.setdefault(key, path)
            if holder != path:
                found = f"{shown(text)}, which {holder} has too"
                expected = "each id, name and alias to name one intervention"
                yield Fault(f"{path}.{_step(step)}", found, expected)
            elif not step and (slug := key.replace(" ", "-")) != text:
                expected = f"a slug, such as {slug!r}"
                yield Fault(f"{path}.id", shown(text), expected, slug)


def _step(count: int) -> str:
    return ("id", "name")[count] if count in (0, 1) else f"aliases[{count - 2}]"


def _id_faults(body: Mapping[str, Any]) -> Iterator[Fault]:
    ids = [row.get("id") for _, row in _objects(body, "interventions")]
    known = {each for each in ids if isinstance(each, str)}
    for path, retired in _objects(body, "retired"):
        if isinstance(found := retired.get("id"), str) and found in known:
            yield Fault(f"{path}.id", shown(found), "an id that no row has")
    for path, origin in _objects(body, "origins"):
        for index, found in enumerate(_items(origin, "ids")):
            if isinstance(found, str) and found not in known:
                yield Fault(f"{path}.ids[{index}]", shown(found), "the id of a row")


_PLAIN = re.compile(r"[a-z0-9 ',.-]+")
_KEYED = str.maketrans("-,", "  ", "'.")


def _key(text: str) -> str:
    """The key of a name; most names need little of the work that some do."""
    lower = text.lower() if text.isascii() else text
    if _PLAIN.fullmatch(lower):
        return " ".join(lower.translate(_KEYED).split())
    return name_key(text)


#: A catalogue as a document.
CATALOGUE = Document("catalogue", CatalogueFile, checks=_faults)
