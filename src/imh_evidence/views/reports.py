"""One report, as text for a terminal or as a card: the same content, by construction."""

from __future__ import annotations

from textwrap import fill, wrap
from typing import TYPE_CHECKING

import attrs

from ..model.errors import printable
from ..model.record import Record
from .bars import Barred
from .cards import barred_html, card, notes_html, safe, table_html
from .text import WIDTH


if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..answers import Caution

__all__ = ["Part", "Report", "Table", "report_card", "report_text"]

# Between two columns of a table, and the narrowest that one is made.
_GAP = "  "
_NARROWEST = 6


def _rows(rows: Iterable[Iterable[str | Barred]]) -> tuple[tuple[str | Barred, ...], ...]:
    return tuple(map(tuple, rows))


def _texts(texts: Iterable[object]) -> tuple[str, ...]:
    """Each as text; disagreements, questions and cautions have their sentence."""
    return tuple(map(str, texts))


@attrs.frozen
class Table(Record):
    """Rows of cells under headings.

    Args:
        columns: the headings.
        rows: the rows, a cell for each heading; the first cell heads its row.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str | Barred, ...], ...] = attrs.field(converter=_rows)


@attrs.frozen
class Part(Record):
    """A part of a report under its own heading.

    Args:
        heading: its heading.
        items: what it lists.
        table: its table, or None.
    """

    heading: str
    items: tuple[str, ...] = attrs.field(default=(), converter=_texts)
    table: Table | None = None


@attrs.frozen
class Report(Record):
    """What is told of a result.

    Args:
        title: its title.
        parts: its parts.
        cautions: what to bear in mind.
        footer: where it comes from.
    """

    title: str
    parts: tuple[Part, ...]
    cautions: tuple[Caution, ...]
    footer: tuple[str, ...] = attrs.field(default=(), converter=_texts)


def _parts(report: Report) -> tuple[Part, ...]:
    """The parts that say something, the cautions last."""
    told = (each for each in report.parts if each.items or each.table)
    return (*told, Part("Bear in mind", report.cautions))


def report_text(report: Report) -> str:
    """A report for a terminal of 80 columns; only an address may be wider."""
    title = printable(report.title)
    lines = [*wrap(title, WIDTH), "=" * min(len(title), WIDTH)]
    for part in _parts(report):
        heading = printable(part.heading)
        lines += ["", heading, "-" * len(heading)]
        if part.table is not None:
            lines += _table_lines(part.table)
        lines += map(_bullet, part.items)
    lines += (line for each in report.footer for line in ("", _filled(each)))
    return "\n".join(lines) + "\n"


def _filled(text: str, first: str = "", rest: str = "") -> str:
    return fill(
        printable(text),
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _bullet(text: str) -> str:
    return _filled(text, "- ", "  ")


def _table_lines(table: Table) -> list[str]:
    rows = [[printable(str(cell)) for cell in row] for row in (table.columns, *table.rows)]
    widths = _widths(rows)
    lines = [line for row in rows[:1] for line in _row_lines(row, widths)]
    lines.append(_GAP.join("-" * width for width in widths))
    for row in rows[1:]:
        lines += _row_lines(row, widths)
    return lines


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """How wide each column is: as its cells are, the widest cut until all fit."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    room = WIDTH - len(_GAP) * (len(widths) - 1)
    while sum(widths) > room and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _row_lines(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    cells = [wrap(cell, width) for cell, width in zip(row, widths, strict=True)]
    return [
        _GAP.join(
            (cell[i] if i < len(cell) else "").ljust(width)
            for cell, width in zip(cells, widths, strict=True)
        ).rstrip()
        for i in range(max(map(len, cells)))
    ]


def report_card(report: Report) -> str:
    """The same content as a card for a notebook, with a bar before each rating."""
    parts = "".join(map(_part_html, _parts(report)))
    footer = "".join(f"<p><small>{safe(each)}</small></p>" for each in report.footer)
    foot = f"<footer>{footer}</footer>" if footer else ""
    return card(report.title, f"<section><h2>{safe(report.title)}</h2>{parts}{foot}</section>")


def _drawn(cell: object) -> str:
    return barred_html(cell) if isinstance(cell, Barred) else safe(cell)


def _part_html(part: Part) -> str:
    table = ""
    if part.table is not None:
        rows = (map(_drawn, row) for row in part.table.rows)
        table = table_html(part.table.columns, rows)
    listed = notes_html(part.items) if part.items else ""
    return f"<h3>{safe(part.heading)}</h3>{table}{listed}"
