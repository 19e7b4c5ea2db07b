# ruff: noqa: INP001 -- Sphinx puts these on its path
"""The data dictionary: every object of every file format, from the JSON Schemas."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from computed import table_node
from docutils import nodes  # type: ignore[import-untyped]
from importlib_resources import files
from sphinx.util.docutils import SphinxDirective
from tables import Table


if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

#: Words for what a schema says of a value, in the order they are given.
LIMITS = {
    "minItems": "at least {} of them",
    "maxItems": "at most {} of them",
    "uniqueItems": "each once",
    "minProperties": "at least {} of its fields",
    "maxProperties": "at most {} of its fields",
    "minLength": "not empty",
    "minimum": "at least {}",
    "maximum": "at most {}",
    "pattern": "matches {}",
    "format": "written as a {}",
}
#: Regular expressions that say more than a reader wants to take in.
LONGEST_PATTERN = 60


class DataDictionary(SphinxDirective):
    """A section for each schema, and in it a table for each object."""

    def run(self) -> list[nodes.Node]:
        """The sections, by the names of the files."""
        folder = files("imh_evidence").joinpath("data", "schema")
        paths = sorted(folder.iterdir(), key=lambda path: path.name)
        for path in paths:
            self.env.note_dependency(str(path))
        return [_file(path.name, json.loads(path.read_bytes())) for path in paths]


def _file(name: str, schema: dict[str, Any]) -> nodes.section:
    id_ = name.removesuffix(".schema.json")
    section = nodes.section("", nodes.title(text=schema["title"]), ids=[id_])
    lead = nodes.paragraph(text=f"{schema['description']} Its name: ")
    lead += nodes.literal(text=schema["$id"])
    lead += nodes.Text(".")
    section += lead
    section += _fields(schema, id_)
    for key, part in schema.get("$defs", {}).items():
        section += _object(key, part, id_)
    return section


def _object(key: str, part: dict[str, Any], file: str) -> nodes.section:
    name = _words(key)
    section = nodes.section("", nodes.title(text=name), ids=[_anchor(file, key)])
    text = part.get("description", "")
    if "properties" not in part:
        text = f"{text} {_sentence(', '.join(_limits(part, '')))}".strip()
    section += nodes.paragraph(text=text)
    if "properties" in part:
        section += _fields(part, file)
    return section


def _fields(part: dict[str, Any], file: str) -> nodes.table:
    required = part.get("required", [])
    rows = [
        (
            nodes.paragraph("", "", nodes.literal(text=name)),
            _type(field, file),
            "yes" if name in required else "no",
            _about(field),
        )
        for name, field in part["properties"].items()
    ]
    header = ("Field", "Type", "Required", "What it holds")
    return table_node(Table("", header, rows), "computed-dictionary")


def _type(field: dict[str, Any], file: str) -> nodes.paragraph:
    return nodes.paragraph("", "", *_typed(field, file))


def _typed(field: dict[str, Any], file: str, many: str = "") -> Iterator[nodes.Node]:
    """What kind of value a field takes; named objects are links."""
    plural = "s" if many else ""
    if "$ref" in field:
        key = field["$ref"].rpartition("/")[2]
        yield nodes.Text(many)
        yield nodes.reference(
            "", _words(key).lower(), internal=True, refid=_anchor(file, key)
        )
    elif "const" in field:
        yield nodes.literal(text=str(field["const"]))
    elif "anyOf" in field:
        for at, each in enumerate(field["anyOf"]):
            if at:
                yield nodes.Text(", or ")
            yield from _typed(each, file, many if not at else "")
    elif field.get("type") == "array":
        yield from _typed(field["items"], file, "list of ")
    else:
        kinds = field.get("type", "string")
        kinds = [kinds] if isinstance(kinds, str) else kinds
        names = [{"null": "null"}.get(kind, f"{kind}{plural}") for kind in kinds]
        yield nodes.Text(many + " or ".join(names))


def _about(field: dict[str, Any]) -> nodes.paragraph:
    said = field.get("description", "")
    limits = [*_limits(field, "")]
    inner = field.get("items", {})
    limits += _limits(inner, "each ")
    node = nodes.paragraph(
        text=" ".join(filter(None, [said, _sentence("; ".join(limits))]))
    )
    choices = _choices(field) or _choices(inner)
    if choices:
        node += nodes.Text(" One of: " if node.astext() else "One of: ")
        for at, choice in enumerate(choices):
            if at:
                node += nodes.Text(", ")
            node += nodes.literal(text="null" if choice is None else str(choice))
        node += nodes.Text(".")
    return node


def _choices(field: dict[str, Any]) -> list[Any]:
    found: list[Any] = field.get("enum", [])
    for each in field.get("anyOf", []):
        found = [*found, *each.get("enum", [])]
    return found


def _limits(field: dict[str, Any], prefix: str) -> Iterator[str]:
    for key, words in LIMITS.items():
        value = field.get(key)
        if key not in field or (key == "pattern" and len(value) > LONGEST_PATTERN):
            continue
        if key == "minLength" and "pattern" in field:
            continue
        yield prefix + words.format(value)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _words(key: str) -> str:
    """A name of a definition as words: ``localTheory`` is a local theory."""
    return "".join(f" {c.lower()}" if c.isupper() else c for c in key).capitalize()


def _anchor(file: str, key: str) -> str:
    return f"{file}-{_words(key).lower().replace(' ', '-')}"


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the directive."""
    app.add_directive("data-dictionary", DataDictionary)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
