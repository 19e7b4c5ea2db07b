"""Notebook cards: the same content as the text, as escaped HTML."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ..scales import joined


if TYPE_CHECKING:
    from ..catalogue import Catalogue
    from ..records import Intervention

__all__ = ["catalogue_html"]

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


def catalogue_html(catalogue: Catalogue) -> str:
    """A catalogue as an HTML table, with its cautions, edition and source below."""
    head = "".join(f'<th scope="col">{heading}</th>' for heading in _HEADINGS)
    rows = "".join(_row(record) for record in catalogue[:_SHOWN_ROWS])
    hidden = len(catalogue) - _SHOWN_ROWS
    more = f"<p>and {hidden} more</p>" if hidden > 0 else ""
    cautions = "".join(f"<li>{escape(str(each))}</li>" for each in catalogue.cautions)
    source = catalogue.source
    parts = [source.title, source.publisher, source.updated, source.address]
    footer = escape("; ".join(filter(None, parts)))
    return (
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{more}"
        f"<ul>{cautions}</ul><footer><small>Edition and source: {footer}</small></footer>"
    )


def _row(record: Intervention) -> str:
    cells = (
        " / ".join(theory.label for theory in record.theories),
        joined(record.audiences),
        joined(record.practice_levels),
        record.evidence.label,
        str(record.efficacy),
    )
    name = f'<th scope="row">{escape(record.name)}</th>'
    return f"<tr>{name}{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
