"""A comparison as text for a terminal, and as escaped HTML."""

from __future__ import annotations

from textwrap import fill, wrap
from typing import TYPE_CHECKING

from ..decisions.comparison import EFFICACY
from ..model.errors import printable
from .bars import range_bar
from .cards import card, safe
from .text import WIDTH, bullets


if TYPE_CHECKING:
    from ..decisions.comparison import Attribute, Comparison

__all__ = ["comparison_card", "comparison_html", "comparison_text"]

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
    lines += bullets(comparison.relations)
    lines.append("")
    lines += bullets(caution.text for caution in comparison.cautions)
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
            fill(f"{name}: {value}", WIDTH, initial_indent="  ", subsequent_indent="    ")
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


def comparison_html(comparison: Comparison, *, differences: bool = False) -> str:
    """Interventions side by side as a table, with relations and cautions below."""
    return _html(comparison, differences=differences, bars=False)


def comparison_card(comparison: Comparison) -> str:
    """The same as a card for a notebook, with a bar before each efficacy."""
    names = " beside ".join(row.name for row in comparison.rows)
    return card(names, _html(comparison, differences=False, bars=True))


def _html(comparison: Comparison, *, differences: bool, bars: bool) -> str:
    names = "".join(f'<th scope="col">{safe(row.name)}</th>' for row in comparison.rows)
    rows, heading = [], ""
    for attribute in comparison.attributes(differences=differences):
        if attribute.local and heading != LOCAL:
            heading = LOCAL
            span = len(comparison.rows) + 1
            rows.append(f'<tr><th colspan="{span}" scope="rowgroup">{LOCAL}</th></tr>')
        values = [safe(value) for value in attribute.values]
        if bars and attribute.name == EFFICACY:
            drawn = (range_bar(row.efficacy) for row in comparison.rows)
            values = list(map("".join, zip(drawn, values, strict=True)))
        cells = "".join(f"<td>{value}</td>" for value in values)
        rows.append(f'<tr><th scope="row">{safe(attribute.name)}</th>{cells}</tr>')
    relations = "".join(f"<li>{safe(each)}</li>" for each in comparison.relations)
    cautions = "".join(f"<li>{safe(each.text)}</li>" for each in comparison.cautions)
    source = comparison.source
    parts = (source.title, source.publisher, source.updated, source.address)
    footer = safe("; ".join(filter(None, parts)))
    return (
        f"<table><thead><tr><td></td>{names}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table>"
        f"<ul>{relations}</ul><ul>{cautions}</ul>"
        f"<footer><small>Source: {footer}</small></footer>"
    )
