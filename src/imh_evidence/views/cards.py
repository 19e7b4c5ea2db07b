"""Notebook cards: a catalogue's, and the parts that the cards of decisions are made of.

A card takes the colours of the page around it and adds none of its own, so it
reads wherever the page does, dark or light, whatever its browser prefers.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ..interop.notice import notice_of
from ..model.errors import printable
from ..model.report import Caution, Part, Report
from ..model.scales import counted
from ..model.table import Table
from ..tables.printed import ALWAYS_PRINTED, PRINTED, printed_cells
from .content import advice_on, edition_lines


if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..catalogue.catalogue import Catalogue
    from ..model.records import Intervention
    from .bars import Barred

__all__ = ["barred_html", "card", "catalogue_card", "notes_html", "safe", "table_html"]

# Grey at this opacity shows on white as on black. Front ends have rules of their own
# for tables; the class is doubled so that these come before them.
_STYLE = """
.imh-card { line-height: 1.45; overflow-x: auto; }
.imh-card p { margin: 0 0 .4em; }
.imh-card.imh-card table { border-collapse: collapse; table-layout: auto;
  margin: 0 0 .6em; }
.imh-card caption { caption-side: top; text-align: left; padding: 0 0 .3em; }
.imh-card.imh-card :is(th, td) { text-align: left; vertical-align: top;
  padding: .3em .8em .3em .4em; border-bottom: 1px solid rgba(128, 128, 128, .45);
  white-space: normal; }
.imh-card tbody th { font-weight: 600; }
.imh-card h1, .imh-card h2 { font-size: 1.15em; margin: 0 0 .4em; }
.imh-card h3 { font-size: 1em; margin: .8em 0 .2em; }
.imh-card ul { margin: 0 0 .6em; padding-left: 1.2em; }
.imh-card .imh-level { white-space: nowrap; }
.imh-card.imh-card .imh-bar { vertical-align: -2px; margin: 0 .4em 0 0;
  max-width: none; }
.imh-card footer { font-size: .85em; }
.imh-card footer small { font-size: 1em; }
"""


def safe(text: object) -> str:
    """A text that shows itself: nothing in it is markup or steers its display."""
    return escape(printable(str(text)))


def card(title: str, *parts: str) -> str:
    """A card of parts that are HTML, under a title that is text."""
    return (
        f'<div class="imh-card" role="group" aria-label="{safe(title)}">'
        f"<style>{_STYLE}</style>{''.join(parts)}</div>"
    )


def table_html(headings: Sequence[str], rows: Iterable[Iterable[str]], caption: str = "") -> str:
    """A table of cells that are HTML; the first of each row is its heading.

    Args:
        headings: the heading of each column, as text.
        rows: the cells of each row, as HTML.
        caption: what the table holds, as text; none where it is empty.
    """
    head = "".join(f'<th scope="col">{safe(heading)}</th>' for heading in headings)
    body = "".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>'
        for first, *rest in rows
    )
    named = f"<caption>{safe(caption)}</caption>" if caption else ""
    return f"<table>{named}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def notes_html(notes: Iterable[object]) -> str:
    """Sentences to bear in mind, as a list."""
    return f"<ul>{''.join(f'<li>{safe(note)}</li>' for note in notes)}</ul>"


def barred_html(barred: Barred) -> str:
    """A text behind its bar, on one line."""
    return f'<span class="imh-level">{barred.bar}{safe(barred)}</span>'


# Rows of a card; a notebook need not draw a catalogue of thousands.
_SHOWN_ROWS = 100


def catalogue_report(
    rows: Iterable[Intervention],
    title: str,
    cautions: Iterable[Caution] = (),
    foot: Iterable[str] = (),
    groups: Mapping[int | None, str] | None = None,
) -> Report:
    """Rows as a table under the headings of their groups, and a line of count.

    Args:
        rows: the rows; of very many the first are shown, and the rest counted.
        title: what they are.
        cautions: what to bear in mind.
        foot: lines that close it.
        groups: the heading of each group by its number; a row in none of them
            stands under its theories.
    """
    rows, labels, headings = tuple(rows), groups or {}, [*ALWAYS_PRINTED, "Theory"]
    cells = []
    for row in rows[:_SHOWN_ROWS]:
        held = printed_cells(row)
        held["Theory"] = labels.get(row.theory_group) or held["Theory"]
        cells.append([held[heading] for heading in headings])
    table = Table("interventions", [PRINTED[heading] for heading in headings], cells)
    count = f"{counted(len(rows), 'programme')}."
    count += f" The first {_SHOWN_ROWS} are shown." if len(rows) > _SHOWN_ROWS else ""
    return Report(title, [Part(table=table, group="theory"), Part(items=[count])], cautions, foot)


def catalogue_card(catalogue: Catalogue) -> Report:
    """A catalogue as a card: its rows, what to bear in mind, advice and source."""
    # The last caution is true of every table, so it is never cut: it stands with the advice.
    *cautions, standing = [Caution(each.id, each.text) for each in catalogue.cautions]
    advice = f"{advice_on(catalogue)} {standing}".strip()
    foot = [advice, " ".join(edition_lines(notice_of(catalogue)))]
    groups: dict[int | None, str] = {group.number: group.label for group in catalogue.groups}
    return catalogue_report(catalogue, catalogue.source.title, cautions, foot, groups)
