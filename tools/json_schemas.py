"""JSON Schemas made from the records, for editors and for other languages.

``regenerate.py`` writes them to ``data/schema``. What a schema cannot say, such as
that no two rows share a name, is checked when a document is read.
"""

import datetime as dt
import re
from collections.abc import Mapping
from inspect import getdoc
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import attrs

from imh_evidence.documents.codec import is_of_slugs
from imh_evidence.documents.document import Document
from imh_evidence.documents.shapes import SHAPES
from imh_evidence.model.errors import Faults
from imh_evidence.model.scales import LocalTheory, Theory


_DIALECT = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
_SCHEMA = "the name of this schema and its version"
_CHECKSUM = {
    "type": "string",
    "pattern": "^[0-9a-f]{64}$",
    "description": "sha256 of all the rest, in hexadecimal",
}
_THEORIES = "the theories that are named in it next to the published ones"


def document_schema(document: Document[Any]) -> dict[str, Any]:
    """The schema of a kind of document, as plain values."""
    defs: dict[str, Any] = {}
    made: dict[str, Any] = _DIALECT | {"$id": document.schema, "title": document.kind.__name__}
    made |= _record(document.kind, defs)
    head: dict[str, Any] = {
        "schema": {"const": document.schema, "description": _SCHEMA},
        "checksum": dict(_CHECKSUM),
    }
    if not document.declares:
        theories = _type(tuple[LocalTheory, ...], defs)
        made["properties"]["theories"] = theories | {"description": _THEORIES}
    made["properties"] = head | made["properties"]
    made["required"] = [*head][: 1 + document.sealed] + made["required"]
    return made | {"$defs": dict(sorted(defs.items()))}


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
        kind = SHAPES.get(kind, kind)
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
        "properties": {each.name: _field(each, defs) | _about(each.name, said) for each in fields},
        "required": [each.name for each in fields if each.default is attrs.NOTHING],
        "additionalProperties": False,
    }


def _field(field: "attrs.Attribute[Any]", defs: dict[str, Any]) -> dict[str, Any]:
    """The schema of a field, which may refuse values that its type takes."""
    schema = _type(field.type, defs)
    for kind, value, part in ((str, "", schema), (tuple[str, ...], ("",), schema.get("items", {}))):
        if kind in (field.type, *get_args(field.type)) and _refuses(field, value):
            texts = [
                each for each in (part, *part.get("anyOf", ())) if each.get("type") == "string"
            ]
            texts[0]["minLength"] = 1
    return schema


def _refuses(field: "attrs.Attribute[Any]", value: Any) -> bool:
    try:
        (field.validator or (lambda *_: None))(None, field, value)
    except Faults:
        return True
    return False


def _about(field: str, said: str) -> dict[str, str]:
    """What a docstring says of a field among its arguments."""
    found = re.search(rf"^    {field}: (.+(?:\n     +.+)*)", said, re.MULTILINE)
    return {"description": _words(found[1])} if found else {}


def _words(text: str) -> str:
    plain = re.sub(r":\w+:`~?([^`]+)`", r"\1", text).replace("``", "'")
    return " ".join(plain.split())
