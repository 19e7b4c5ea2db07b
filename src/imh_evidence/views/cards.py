"""Notebook cards: the same content as the text, as escaped HTML.

A card takes the colours of the page around it and adds none of its own, so it
reads wherever the page does, dark or light, whatever its browser prefers.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ..interop.headings import theories_of
from ..interop.notice import notice_of, published_notice
from ..model.errors import printable
from ..model.scales import joined
from .bars import range_bar
from .content import catalogue_notes, edition_lines, record_fields, record_notes


if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..catalogue import Catalogue
    from ..interop.notice import Notice
    from ..model.records import Intervention
    from ..model.scales import EfficacyRange
    from .bars import Barred

__all__ = [
    "bar_cell",
    "barred_html",
    "card",
    "catalogue_html",
    "edition_html",
    "fields_html",
    "intervention_html",
    "notes_html",
    "safe",
    "table_html",
]

# A notebook need not draw a catalogue of thousands.
_SHOWN_ROWS = 100

_HEADINGS = (
    "Intervention",
    "Theory",
    "Who for",
    "Type of psychological practice",
    "Evidence",
    "Efficacy",
)

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


def fields_html(fields: Iterable[tuple[str, str]], caption: str) -> str:
    """Names beside their values, which are HTML."""
    rows = "".join(
        f'<tr><th scope="row">{safe(name)}</th><td>{value}</td></tr>' for name, value in fields
    )
    return (
        f"<table><caption><strong>{safe(caption)}</strong></caption><tbody>{rows}</tbody></table>"
    )


def notes_html(notes: Iterable[object]) -> str:
    """Sentences to bear in mind, as a list."""
    return f"<ul>{''.join(f'<li>{safe(note)}</li>' for note in notes)}</ul>"


def bar_cell(efficacy: EfficacyRange, text: str = "") -> str:
    """A range as a bar and as text, on one line."""
    return f'<span class="imh-level">{range_bar(efficacy)}{safe(efficacy)}</span>{safe(text)}'


def barred_html(barred: Barred) -> str:
    """A text behind its bar, on one line."""
    return f'<span class="imh-level">{barred.bar}{safe(barred)}</span>'


def edition_html(notice: Notice) -> str:
    """Where rows come from, at the foot of a card."""
    says = " ".join([*edition_lines(notice), notice.source.address or ""]).strip()
    return f"<footer>{safe(says)}</footer>"


def catalogue_html(catalogue: Catalogue) -> str:
    """A catalogue as a card: its rows, what to bear in mind, edition and source."""
    hidden = len(catalogue) - _SHOWN_ROWS
    more = f"<p>and {hidden} more</p>" if hidden > 0 else ""
    return card(
        catalogue.source.title,
        table_html(_HEADINGS, map(_row, catalogue[:_SHOWN_ROWS])),
        more,
        notes_html(catalogue_notes(catalogue)),
        edition_html(notice_of(catalogue)),
    )


def _row(record: Intervention) -> tuple[str, ...]:
    return (
        safe(record.name),
        safe(theories_of(record)),
        safe(joined(record.audiences)),
        safe(joined(record.practice_levels)),
        safe(record.evidence),
        bar_cell(record.efficacy),
    )


def intervention_html(record: Intervention) -> str:
    """A record as a card: its fields, what to bear in mind, and its edition."""
    fields = [(name, _value(record, name, text)) for name, text in record_fields(record)]
    return card(
        record.name,
        fields_html(fields, record.name),
        notes_html(record_notes(record)),
        _origin(record),
    )


def _value(record: Intervention, name: str, text: str) -> str:
    if name != "efficacy":
        return safe(text)
    return bar_cell(record.efficacy, text.removeprefix(str(record.efficacy)))


def _origin(record: Intervention) -> str:
    """A record does not know its catalogue; a published one is known anyhow."""
    from ..published import interventions

    if interventions.get(record.id) == record:
        return edition_html(published_notice())
    edition = record.provenance.edition
    return f"<footer>Read in edition {safe(edition)}.</footer>" if edition else ""
