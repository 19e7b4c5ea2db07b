# ruff: noqa: INP001 -- Sphinx puts these on its path
"""A directive that shows a table worked out when the pages are built.

It takes the name of a table, then what that table needs to know::

    .. computed-table:: counts audience practice_level
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes  # type: ignore[import-untyped]
from sphinx.util.docutils import SphinxDirective

from tables import TABLES, Cell, Table


if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx


class ComputedTable(SphinxDirective):
    """One of the tables, worked out now."""

    required_arguments = 1
    optional_arguments = 2

    def run(self) -> list[nodes.Node]:
        """The table as a node."""
        name, *arguments = self.arguments
        return [table_node(TABLES[name](*arguments), f"computed-{name}")]


def table_node(table: Table, kind: str) -> nodes.table:
    """A table as the page's own, with a class to style it by."""
    width = len(table.rows[0])
    group = nodes.tgroup("", cols=width)
    group += [nodes.colspec(colwidth=1) for _ in range(width)]
    if table.header:
        group += nodes.thead("", _row(table.header))
    group += nodes.tbody("", *map(_row, table.rows))
    node = nodes.table("", classes=[kind])
    if table.caption:
        node += nodes.title(text=table.caption)
    node += group
    return node


def _row(cells: Iterable[Cell]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", *_cell(cell)) for cell in cells))


def _cell(cell: Cell) -> list[nodes.Node]:
    if isinstance(cell, nodes.Node):
        return [cell]
    if isinstance(cell, str):
        return [nodes.paragraph(text=cell)]
    texts = [nodes.paragraph(text=text) for text in cell if text.endswith(":")]
    items = [
        nodes.list_item("", nodes.paragraph(text=text)) for text in cell if not text.endswith(":")
    ]
    return [*texts, nodes.bullet_list("", *items)]


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the directive."""
    app.add_directive("computed-table", ComputedTable)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
