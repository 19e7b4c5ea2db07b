# ruff: noqa: INP001 -- Sphinx puts these on its path
"""What the JSON Schemas say, as words: each object, and each field of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from importlib_resources import files


if TYPE_CHECKING:
    from collections.abc import Iterator

#: Words for what a schema asks of a value, in the order they are given.
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

#: Regular expressions longer than this say more than a reader wants to take in.
LONGEST_PATTERN = 60


class Link(NamedTuple):
    """The name of an object, and where it is described."""

    text: str
    anchor: str


class Field(NamedTuple):
    """A field: its type is made of texts and of links to objects."""

    name: str
    kind: tuple[str | Link, ...]
    required: bool
    about: str
    choices: tuple[str, ...]


class Described(NamedTuple):
    """A file, an object in it, or a text with rules; the first of a file is the file."""

    title: str
    anchor: str
    about: str
    id: str | None
    fields: tuple[Field, ...]


def dictionary() -> list[tuple[Described, ...]]:
    """Each schema with the objects that it defines, by the names of the files."""
    folder = files("imh_evidence").joinpath("data", "schema")
    paths = sorted(folder.iterdir(), key=lambda path: path.name)
    return [_file(path.name, json.loads(path.read_bytes())) for path in paths]


def _file(name: str, schema: dict[str, Any]) -> tuple[Described, ...]:
    file = name.removesuffix(".schema.json")
    head = Described(
        schema["title"], file, schema["description"], schema["$id"], tuple(_fields(schema, file))
    )
    return (
        head,
        *(
            Described(
                _words(key), _anchor(file, key), _about(part), None, tuple(_fields(part, file))
            )
            for key, part in schema.get("$defs", {}).items()
        ),
    )


def _fields(part: dict[str, Any], file: str) -> Iterator[Field]:
    required = part.get("required", [])
    for name, field in part.get("properties", {}).items():
        choices = _choices(field) or _choices(field.get("items", {}))
        yield Field(
            name,
            tuple(_kind(field, file)),
            name in required,
            _about(field),
            tuple("null" if each is None else str(each) for each in choices),
        )


def _kind(field: dict[str, Any], file: str, many: str = "") -> Iterator[str | Link]:
    """What kind of value a field takes."""
    if "$ref" in field:
        yield many
        yield _link(field["$ref"], file)
    elif "const" in field:
        yield f"“{field['const']}”"
    elif "anyOf" in field:
        for at, each in enumerate(field["anyOf"]):
            yield ", or " if at else ""
            yield from _kind(each, file, "" if at else many)
    elif field.get("type") == "array":
        yield from _kind(field["items"], file, "list of ")
    elif isinstance(field.get("additionalProperties"), dict):
        yield many + "object of any "
        yield from _kind(field["additionalProperties"], file)
    else:
        kinds = field.get("type", "string")
        kinds = [kinds] if isinstance(kinds, str) else kinds
        plural = "s" if many else ""
        yield many + " or ".join(kind if kind == "null" else f"{kind}{plural}" for kind in kinds)


def _link(reference: str, file: str) -> Link:
    """An object of this file, of another file, or another file as a whole."""
    urn, _, path = reference.partition("#")
    home = urn.split(":")[-2] if urn else file
    if not path:
        return Link(_words(home).lower(), home)
    key = path.rpartition("/")[2]
    return Link(_words(key).lower(), _anchor(home, key))


def _about(field: dict[str, Any]) -> str:
    limits = [*_limits(field, ""), *_limits(field.get("items", {}), "each ")]
    text = "; ".join(limits)
    told = f"{text[0].upper()}{text[1:]}." if text else ""
    return " ".join(filter(None, [field.get("description", ""), told]))


def _choices(field: dict[str, Any]) -> list[Any]:
    found: list[Any] = list(field.get("enum", []))
    for each in field.get("anyOf", []):
        found += each.get("enum", [])
    return found


def _limits(field: dict[str, Any], prefix: str) -> Iterator[str]:
    for key, words in LIMITS.items():
        value = field.get(key)
        if value is None or (key == "pattern" and len(value) > LONGEST_PATTERN):
            continue
        # A pattern says already that a text is not empty.
        if key != "minLength" or "pattern" not in field:
            yield prefix + words.format(value)


def _words(key: str) -> str:
    """A name of a definition as words: ``LocalTheory`` is a local theory."""
    words = "".join(f" {c.lower()}" if c.isupper() else c for c in key)
    return words.strip().capitalize()


def _anchor(file: str, key: str) -> str:
    return f"{file}-{_words(key).lower().replace(' ', '-')}"
