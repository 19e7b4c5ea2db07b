"""A comparison as text for a terminal, and as escaped HTML."""

from __future__ import annotations

from textwrap import fill, wrap
from typing import TYPE_CHECKING

from ..decisions.comparison import EFFICACY
from ..errors import printable
from .cards import bar_cell, card, edition_html, notes_html, safe, table_html
from .text import WIDTH


if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..decisions.comparison import Attribute, Comparison

__all__ = ["comparison_html", "comparison_text"]

#: What stands over facts that are not published.
LOCAL = "Local facts, not published"

# A column narrower than this breaks most words, so more rows go below each other.
_NARROWEST = 20
_LABELS = 14


def comparison_text(comparison: Comparison, *, differences: bool = False) -> str:
    """Interventions side by side where the terminal is wide enough for them."""
    names = [printable(row.name) for row in comparison.rows]
    lines: list[str] = []
    heading = ""
    for attribute in comparison.attributes(differences=differences):
        if not lines:
            lines += _side_by_side("", names)
            lines.append("-" * WIDTH)
        if attribute.local and heading != LOCAL:
            heading = LOCAL
            lines += ["", f"{LOCAL}:"]
        values = [printable(value) for value in attribute.values]
        lines += _cells(attribute, names, values)
    lines += [""] if lines else ["The rows do not differ in any field.", ""]
    lines += _bullets(comparison.relations)
    lines.append("")
    lines += _bullets(caution.text for caution in comparison.cautions)
    source = comparison.source
    parts = filter(None, (source.title, source.publisher, source.updated))
    lines += ["", fill(printable(f"Source: {', '.join(parts)}."), WIDTH)]
    return "\n".join(lines) + "\n"


def _cells(attribute: Attribute, names: list[str], values: list[str]) -> list[str]:
    label = printable(attribute.name)
    if _wide_enough(names):
        return _side_by_side(label, values)
    return [
        f"{label}:",
        *(
            fill(
                f"{name}: {value}", WIDTH, initial_indent="  ", subsequent_indent="    "
            )
            for name, value in zip(names, values, strict=True)
        ),
    ]


def _wide_enough(names: list[str]) -> bool:
    return (WIDTH - _LABELS) // len(names) >= _NARROWEST


def _side_by_side(label: str, values: list[str]) -> list[str]:
    if not _wide_enough(values):
        return [fill("; ".join(values), WIDTH)]
    width = (WIDTH - _LABELS) // len(values) - 1
    columns = [wrap(label, _LABELS - 1), *(wrap(value, width) for value in values)]
    widths = (_LABELS - 1, *(width for _ in values))
    return [
        " ".join(
            (column[i] if i < len(column) else "").ljust(each)
            for column, each in zip(columns, widths, strict=True)
        ).rstrip()
        for i in range(max(map(len, columns)))
    ]


def _bullets(texts: Iterable[str]) -> list[str]:
    return [
        fill(printable(text), WIDTH, initial_indent="- ", subsequent_indent="  ")
        for text in texts
    ]


def comparison_html(comparison: Comparison, *, differences: bool = False) -> str:
    """Interventions side by side as a card, with relations and cautions below."""
    names = [row.name for row in comparison.rows]
    rows: list[list[str]] = []
    local: list[list[str]] = []
    for attribute in comparison.attributes(differences=differences):
        cells = [safe(value) for value in attribute.values]
        if attribute.name == EFFICACY:
            cells = [
                bar_cell(row.efficacy, value.removeprefix(str(row.efficacy)))
                for row, value in zip(comparison.rows, attribute.values, strict=True)
            ]
        (local if attribute.local else rows).append([safe(attribute.name), *cells])
    told = " beside ".join(names)
    return card(
        told,
        table_html(("Field", *names), rows) if rows else "",
        table_html(("Field", *names), local, LOCAL) if local else "",
        "" if rows or local else "<p>The rows do not differ in any field.</p>",
        notes_html(comparison.relations),
        notes_html(comparison.cautions),
        edition_html(comparison.source),
    )
