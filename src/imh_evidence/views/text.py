"""Text for a terminal of 80 columns, and for anything that reads lines."""

from __future__ import annotations

from textwrap import fill, wrap
from typing import TYPE_CHECKING

from ..interop.headings import under_headings
from ..interop.notice import notice_of
from ..model.errors import printable
from ..model.scales import joined
from .content import catalogue_notes, edition_lines, record_fields, record_notes


if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..catalogue.catalogue import Catalogue
    from ..interop.notice import Notice
    from ..model.records import Intervention, Provenance
    from ..search import SearchHit

__all__ = [
    "WIDTH",
    "bullets",
    "checked_text",
    "hits_text",
    "provenance_text",
    "record_text",
    "table_text",
]

#: Columns of a terminal that nobody has widened.
WIDTH = 80

_COLUMNS = (
    ("Intervention", 33),
    ("Who for", 12),
    ("Practice", 12),
    ("Evidence", 8),
    ("Efficacy", 11),
)


def table_text(catalogue: Catalogue) -> str:
    """The rows under the headings they stand under, and what to bear in mind."""
    lines = [
        _line([heading for heading, _ in _COLUMNS]),
        _line(["-" * width for _, width in _COLUMNS]),
    ]
    heading = None
    for label, record in under_headings(catalogue):
        if label != heading:
            lines += ["", fill(printable(label), WIDTH)]
            heading = label
        lines += _row(record)
    notes = bullets(catalogue_notes(catalogue))
    lines += ["", *notes, "", *_edition(notice_of(catalogue))]
    return "\n".join(lines) + "\n"


def _row(record: Intervention) -> list[str]:
    cells = (
        record.name,
        joined(record.audiences),
        joined(record.practice_levels),
        record.evidence.label,
        str(record.efficacy),
    )
    wrapped = [
        wrap(printable(cell), width) for cell, (_, width) in zip(cells, _COLUMNS, strict=True)
    ]
    height = max(map(len, wrapped))
    return [_line([part[i] if i < len(part) else "" for part in wrapped]) for i in range(height)]


def _line(cells: Sequence[str]) -> str:
    padded = (cell.ljust(width) for cell, (_, width) in zip(cells, _COLUMNS, strict=True))
    return " ".join(padded).rstrip()


def _edition(notice: Notice) -> list[str]:
    lines = edition_lines(notice)
    if notice.edition is not None:
        # The address is longer than a line of a terminal; citing it is a verb.
        lines.append("Address and citation: imh-evidence cite")
    return [fill(printable(line), WIDTH) for line in lines]


def bullets(texts: Iterable[str]) -> list[str]:
    """Each text as an item of a list, escaped and wrapped."""
    return [
        fill(printable(text), WIDTH, initial_indent="- ", subsequent_indent="  ") for text in texts
    ]


def record_text(record: Intervention, notice: Notice) -> str:
    """Everything a record holds, a line for each field, and where it comes from."""
    name = printable(record.name)
    lines = [name, "=" * min(len(name), WIDTH)]
    lines += [
        fill(
            f"{label + ':':<14}{printable(text)}",
            WIDTH,
            subsequent_indent=" " * 14,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for label, text in record_fields(record)
    ]
    lines += ["", *bullets(record_notes(record)), "", *_edition(notice)]
    return "\n".join(lines) + "\n"


def provenance_text(record: Intervention) -> str:
    """What stands behind each field of a record, a paragraph for each."""
    provenance = record.provenance
    read_in = _read_in(provenance)
    if not provenance and not read_in:
        return "Provenance: none is recorded.\n"
    lines = ["Provenance"]
    for cell in provenance.values():
        printed = "" if cell.printed is None else f"printed {printable(repr(cell.printed))}"
        line = "" if cell.line is None else f"line {cell.line}"
        source = "" if cell.source == "the page" else cell.source
        parts = filter(None, (printed, line, cell.rule, source))
        text = f"{cell.field + ':':<18}{'; '.join(parts)}"
        lines.append(fill(printable(text), WIDTH, subsequent_indent=" " * 18))
    if read_in:
        lines += ["", fill(printable(read_in), WIDTH)]
    return "\n".join(lines) + "\n"


def _read_in(provenance: Provenance) -> str:
    """Where cells were read, as far as that is known; nothing where nothing is."""
    edition, checksum = provenance.edition, provenance.checksum
    if edition:
        known = f", sha256 of its text {checksum}" if checksum else ""
        return f"Read in edition {edition}{known}."
    return f"Read in a text with the sha256 {checksum}." if checksum else ""


def hits_text(hits: Sequence[SearchHit], text: str) -> str:
    """What a search found and why, or that it found nothing."""
    if not hits:
        return f"Nothing holds {printable(text)!r}. The table is not an exhaustive list.\n"
    lines = []
    for hit in hits:
        lines.append(printable(hit.intervention.name))
        lines.append(f"  {hit.intervention.id}")
        lines += [
            fill(printable(str(match)), WIDTH, initial_indent="  ", subsequent_indent="    ")
            for match in hit.matches
        ]
    return "\n".join(lines) + "\n"


def checked_text(catalogue: Catalogue, name: str) -> str:
    """What a catalogue file holds, once nothing was found wrong in it."""
    count = len(catalogue)
    return (
        f"{printable(name)}: valid; {count} intervention{'' if count == 1 else 's'} "
        f"from {printable(catalogue.source.title)}\n"
    )
