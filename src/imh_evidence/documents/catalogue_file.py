"""A catalogue as a document, and what must hold between its rows."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import attrs

from ..model import notice, record, records
from ..model.errors import Fault, listed, shown
from ..model.names import name_key
from ..model.scales import LocalTheory
from .document import Document
from .jsontext import MAX_FAULTS


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
    theories: tuple[LocalTheory, ...] = attrs.field(default=(), converter=record.tuple_of)
    groups: tuple[records.TheoryGroup, ...] = attrs.field(default=(), converter=record.tuple_of)
    interventions: tuple[records.Intervention, ...] = attrs.field(
        default=(), converter=record.tuple_of
    )
    retired: tuple[records.RetiredId, ...] = attrs.field(default=(), converter=record.tuple_of)
    origins: tuple[records.Origin, ...] = attrs.field(default=(), converter=record.tuple_of)


def _faults(body: Mapping[str, Any]) -> Iterator[Fault]:
    """What is wrong between the parts of a catalogue's plain values."""
    for find in (_group_faults, _name_faults, _id_faults):
        found = [*islice(find(body), MAX_FAULTS + 1)]
        yield from found[:MAX_FAULTS]
        if len(found) > MAX_FAULTS:
            yield Fault("$", "more faults like the last", "fewer of them")


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
    for path, row in _objects(body, "interventions") if groups else ():
        number = row.get("theory_group")
        if type(number) is not int:
            continue
        if number not in groups:
            yield Fault(f"{path}.theory_group", str(number), numbers)
        elif (theories := groups[number].get("theories")) != row.get("theories"):
            expected = f"the group of the row's theories, and not of {shown(theories)}"
            yield Fault(f"{path}.theory_group", str(number), expected)


def _name_faults(body: Mapping[str, Any]) -> Iterator[Fault]:
    taken: dict[str, str] = {}
    for path, row in _objects(body, "interventions"):
        texts = (row.get("id"), row.get("name"), *_items(row, "aliases"))
        for at, text in enumerate(texts, -2):
            key = name_key(text) if isinstance(text, str) else ""
            if key and (holder := taken.setdefault(key, path)) != path:
                step = ("id", "name")[at] if at < 0 else f"aliases[{at}]"
                found = f"{shown(text)}, which {holder} has too"
                yield Fault(f"{path}.{step}", found, "a name that no other intervention has")


def _id_faults(body: Mapping[str, Any]) -> Iterator[Fault]:
    rows = [row for row in _items(body, "interventions") if isinstance(row, dict)]
    known = {id_ for row in rows if isinstance(id_ := row.get("id"), str)}
    for path, retired in _objects(body, "retired"):
        if isinstance(found := retired.get("id"), str) and found in known:
            yield Fault(f"{path}.id", shown(found), "an id that no row has")
    for path, origin in _objects(body, "origins"):
        for index, found in enumerate(_items(origin, "ids")):
            if isinstance(found, str) and found not in known:
                yield Fault(f"{path}.ids[{index}]", shown(found), "the id of a row")


#: A catalogue as a document.
CATALOGUE = Document("catalogue", CatalogueFile, checks=_faults)
