"""JSON Schemas made from the records, for editors and for other languages.

What a schema cannot say, such as that no two rows share a name, is checked when
a document is read.
"""

import datetime as dt
import re
from collections.abc import Mapping
from inspect import getdoc
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import attrs

from ..model.records import Intervention
from ..model.scales import LocalTheory, Theory
from .catalogue_file import CATALOGUE
from .codec import is_of_slugs
from .criteria import CRITERIA
from .document import Document
from .shapes import SHAPES


__all__ = ["catalogue_schema", "criteria_schema", "document_schema", "intervention_schema"]

_DIALECT = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
_SCHEMA = "the name of this schema and its version"
_CHECKSUM = {
    "type": "string",
    "pattern": "^[0-9a-f]{64}$",
    "description": "sha256 of all the rest, in hexadecimal",
}
_THEORIES = "the theories that are named in it next to the published ones"


def catalogue_schema() -> dict[str, Any]:
    """The schema of a catalogue file, as plain values.

    >>> catalogue_schema()["$id"]
    'urn:imh-evidence:schema:catalogue:1'
    """
    return document_schema(CATALOGUE)


def criteria_schema() -> dict[str, Any]:
    """The schema of a question, as plain values.

    >>> criteria_schema()["required"]
    ['schema']
    """
    return document_schema(CRITERIA)


def intervention_schema() -> dict[str, Any]:
    """The schema of one row as a catalogue file has it, as plain values.

    >>> intervention_schema()["title"]
    'Intervention'
    """
    return _schema(Intervention, "urn:imh-evidence:schema:intervention:1")


def document_schema(document: Document[Any]) -> dict[str, Any]:
    """The schema of a kind of document, as plain values."""
    declared = {} if document.declares else {"theories": tuple[LocalTheory, ...]}
    whole = _schema(document.kind, document.schema, declared)
    head: dict[str, Any] = {
        "schema": {"const": document.schema, "description": _SCHEMA},
        "checksum": dict(_CHECKSUM),
    }
    required = ["schema", "checksum"] if document.sealed else ["schema"]
    whole["properties"] = head | whole["properties"]
    whole["required"] = required + whole["required"]
    return whole


def _schema(kind: Any, urn: str, also: Mapping[str, Any] = {}) -> dict[str, Any]:
    defs: dict[str, Any] = {}
    whole = _DIALECT | {"$id": urn, "title": kind.__name__} | _record(kind, defs)
    whole["properties"] |= {
        name: _type(each, defs) | {"description": _THEORIES} for name, each in also.items()
    }
    return whole | {"$defs": dict(sorted(defs.items()))}


_SIMPLE: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    NoneType: {"type": "null"},
    dt.date: {"type": "string", "format": "date"},
    dt.datetime: {"type": "string"},
    # Any slug, because a document may declare theories of its own.
    Theory | LocalTheory: {"type": "string", "minLength": 1},
}


def _type(kind: Any, defs: dict[str, Any]) -> dict[str, Any]:
    """The schema of values of a type; records join the definitions."""
    origin, args = get_origin(kind), get_args(kind)
    if kind in SHAPES or attrs.has(kind):
        kind = SHAPES[kind].kind if kind in SHAPES else kind
        name = kind.__name__.lstrip("_")
        if name not in defs:
            defs[name] = _record(kind, defs)
        schema: dict[str, Any] = {"$ref": f"#/$defs/{name}"}
    elif kind in _SIMPLE:
        schema = dict(_SIMPLE[kind])
    elif origin is tuple:
        schema = {"type": "array", "items": _type(args[0], defs)}
        schema |= {"minItems": 1, "uniqueItems": True} if is_of_slugs(kind) else {}
    elif origin is Mapping:
        names, values = (_type(each, defs) for each in args)
        schema = {"type": "object", "propertyNames": names, "additionalProperties": values}
    elif origin in (Union, UnionType):
        schema = {"anyOf": [_type(each, defs) for each in args]}
    else:
        schema = {"enum": [*(args or (each.value for each in kind))]}
    return schema


def _record(kind: Any, defs: dict[str, Any]) -> dict[str, Any]:
    fields = [each for each in attrs.fields(kind) if each.init]
    said = getdoc(kind) or ""
    return {
        "type": "object",
        "description": _words(said.partition("\n\n")[0]),
        "properties": {e.name: _type(e.type, defs) | _about(e.name, said) for e in fields},
        "required": [each.name for each in fields if each.default is attrs.NOTHING],
        "additionalProperties": False,
    }


def _about(field: str, said: str) -> dict[str, str]:
    """What a docstring says of a field among its arguments."""
    found = re.search(rf"^    {field}: (.+(?:\n     +.+)*)", said, re.MULTILINE)
    return {"description": _words(found[1])} if found else {}


def _words(text: str) -> str:
    plain = re.sub(r":\w+:`~?([^`]+)`", r"\1", text).replace("``", "'")
    return " ".join(plain.split())
