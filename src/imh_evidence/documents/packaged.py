"""The data files of this package as records, made by the records' own constructors.

Nothing here needs the codec: the files are ours and tested, and a look-up in the
table should not wait for the import of what reads other people's files.
"""

import json
from enum import EnumType
from functools import cache
from typing import Any, get_args

import attrs
from importlib_resources import files

from ..model.notice import Source
from ..model.records import Intervention, Provenance, RetiredId, TheoryGroup
from ..model.topic import Topic


@attrs.frozen
class Table:
    """The published table.

    Args:
        rows: its rows, in the page's order.
        source: the page.
        groups: the headings they stand under.
        retired: ids that were used once.
    """

    rows: tuple[Intervention, ...]
    source: Source
    groups: tuple[TheoryGroup, ...]
    retired: tuple[RetiredId, ...] = ()


def data(name: str) -> dict[str, Any]:
    """What a file of the packaged data holds, as plain values without its schema.

    >>> data("edition.json")["edition"]
    '2023-04'
    """
    text = files("imh_evidence").joinpath("data", name).read_text(encoding="utf-8")
    values: dict[str, Any] = json.loads(text)
    del values["schema"]
    return values


def made(kind: Any, plain: Any) -> Any:
    """A value of a record, or of the type that a record's field has."""
    if kind is Provenance:
        head = {name: plain[name] for name in plain if name != "cells"}
        plain = head | {"cells": [{"field": f} | c | head for f, c in plain["cells"].items()]}
    if isinstance(plain, dict):
        (kind,) = filter(attrs.has, (kind, *get_args(kind)))
        kinds = {each.name: each.type for each in attrs.fields(kind)}
        return kind(**{name: made(kinds[name], each) for name, each in plain.items()})
    if isinstance(plain, list):
        return tuple(made(get_args(kind)[0], each) for each in plain)
    enums = [each for each in (kind, *get_args(kind)) if isinstance(each, EnumType)]
    return enums[0](plain) if enums and plain is not None else plain


@cache
def table() -> Table:
    """The published table, read once.

    >>> len(table().rows)
    14
    """
    file = data("interventions.json")
    return made(Table, {"rows": file.pop("interventions"), **file})  # type: ignore[no-any-return]


@cache
def topic() -> Topic:
    """What the page says around its table.

    >>> topic().title
    'Infant mental health'
    """
    items = {"items": data("references.json")["references"]}
    return made(Topic, data("topic.json") | {"references": items})  # type: ignore[no-any-return]
