"""JSON Schemas of what the library reads and writes, for editors and other languages.

Each has a URN for its ``$id``, as the project owns no domain. What a schema
cannot say, such as that no two rows share a name, ``Catalogue.load`` checks.
"""

from __future__ import annotations

from typing import Any

from importlib_resources import files

from .jsontext import parse_json


__all__ = ["catalogue_schema", "criteria_schema", "intervention_schema"]


def catalogue_schema() -> dict[str, Any]:
    """The schema of a catalogue file in JSON.

    Returns:
        A new copy at each call, as plain values.

    >>> from imh_evidence import schemas
    >>> schemas.catalogue_schema()["$id"]
    'urn:imh-evidence:schema:catalogue:1'
    """
    return _read("catalogue")


def criteria_schema() -> dict[str, Any]:
    """The schema of a question in JSON, as ``Criteria.to_json`` writes it.

    Returns:
        A new copy at each call, as plain values.

    >>> from imh_evidence import schemas
    >>> sorted(schemas.criteria_schema()["properties"])
    ['audience', 'efficacy', 'evidence', 'practice_level', 'schema', 'theory']
    """
    return _read("criteria")


def intervention_schema() -> dict[str, Any]:
    """The schema of one row, as ``Catalogue.to_dicts`` gives it.

    Returns:
        A new copy at each call, as plain values.

    >>> from imh_evidence import schemas
    >>> schemas.intervention_schema()["$id"]
    'urn:imh-evidence:schema:intervention:1'
    """
    whole = _read("catalogue")
    shared: dict[str, Any] = whole["$defs"]
    row: dict[str, Any] = shared.pop("intervention")
    return {
        "$schema": whole["$schema"],
        "$id": "urn:imh-evidence:schema:intervention:1",
        "title": "Intervention",
        **row,
        "$defs": {name: shared[name] for name in _needed(row, shared)},
    }


def _needed(part: Any, shared: dict[str, Any]) -> list[str]:
    """The shared definitions that a part refers to, and those that these refer to."""
    needed: dict[str, None] = {}
    waiting = [part]
    while waiting:
        each = waiting.pop()
        if isinstance(each, list):
            waiting += each
        elif isinstance(each, dict):
            waiting += each.values()
            name = str(each.get("$ref", "")).removeprefix("#/$defs/")
            if name in shared and name not in needed:
                needed[name] = None
                waiting.append(shared[name])
    return [name for name in shared if name in needed]


def _read(name: str) -> dict[str, Any]:
    path = files("imh_evidence").joinpath("data", "schema", f"{name}.schema.json")
    body: Any = parse_json(path.read_bytes(), path.name)
    return body  # type: ignore[no-any-return]
