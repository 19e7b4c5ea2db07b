# ruff: noqa: INP001 -- Sphinx puts these on its path
"""The data dictionary: a section for each file format, a table for each object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from computed import table_node
from docutils import nodes  # type: ignore[import-untyped]
from schemas import Described, Field, Link, dictionary
from sphinx.util.docutils import SphinxDirective

from tables import Table


if TYPE_CHECKING:
    from sphinx.application import Sphinx


class DataDictionary(SphinxDirective):
    """Every schema, in words."""

    def run(self) -> list[nodes.Node]:
        """A section for each file, in which there is one for each object."""
        sections = []
        for head, *objects in dictionary():
            section = _section(head)
            section += [_section(each) for each in objects]
            sections.append(section)
        return sections


def _section(described: Described) -> nodes.section:
    node = nodes.section("", nodes.title(text=described.title), ids=[described.anchor])
    lead = nodes.paragraph(text=described.about)
    if described.id is not None:
        lead += nodes.Text(" Its name: ")
        lead += nodes.literal(text=described.id)
        lead += nodes.Text(".")
    node += lead
    if described.fields:
        header = ("Field", "Type", "Required", "What it holds")
        rows: list[tuple[Any, ...]] = [
            (
                nodes.paragraph("", "", nodes.literal(text=field.name)),
                nodes.paragraph("", "", *map(_kind, field.kind)),
                "yes" if field.required else "no",
                _about(field),
            )
            for field in described.fields
        ]
        node += table_node(Table("", header, rows), "computed-dictionary")
    return node


def _kind(part: str | Link) -> nodes.Node:
    if isinstance(part, str):
        return nodes.Text(part)
    return nodes.reference("", part.text, internal=True, refid=part.anchor)


def _about(field: Field) -> nodes.paragraph:
    node = nodes.paragraph(text=field.about)
    if field.choices:
        node += nodes.Text(" One of: " if field.about else "One of: ")
        for at, choice in enumerate(field.choices):
            node += nodes.Text(", " if at else "")
            node += nodes.literal(text=choice)
        node += nodes.Text(".")
    return node


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the directive."""
    app.add_directive("data-dictionary", DataDictionary)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
