"""What every view of a record or a catalogue says, whatever it looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..interop.headings import theories_of
from ..interop.notice import ADVICE, is_recommended, notice_of, without_recommendation
from ..model.scales import joined


if TYPE_CHECKING:
    from collections.abc import Collection

    from ..catalogue.catalogue import Catalogue
    from ..interop.notice import Notice
    from ..model.records import Intervention

__all__ = [
    "advice_on",
    "caption_of",
    "catalogue_notes",
    "edition_lines",
    "record_fields",
    "record_notes",
]


def record_fields(record: Intervention) -> list[tuple[str, str]]:
    """What a record holds, as a name and a text for each field that is not empty."""
    efficacy = str(record.efficacy)
    if not record.efficacy.is_exact:
        efficacy += " (a printed range; any level in it may apply)"
    fields = [
        ("id", record.id),
        ("theories", theories_of(record)),
        ("who for", joined(record.audiences)),
        ("practice", joined(record.practice_levels)),
        ("evidence", record.evidence.label),
        ("efficacy", efficacy),
        ("aliases", "; ".join(record.aliases)),
        *(("not the same", f"{related.name}: {related.note}") for related in record.related),
        ("suite", "a suite of programmes, not a single one" if record.is_suite else ""),
        ("recommended", ADVICE if is_recommended(record) else ""),
    ]
    return [(name, text) for name, text in fields if text]


def record_notes(record: Intervention) -> list[str]:
    """What to bear in mind of one row."""
    notes = ["The outcome, comparator and follow-up behind an efficacy level are not given."]
    if len(record.audiences) > 1:
        notes.append("One efficacy cell serves both audiences and cannot be split.")
    notes.append("The table is not an exhaustive list.")
    return notes


def advice_on(catalogue: Catalogue) -> str:
    """Whose recommendation the rows carry, and how to choose; empty if none does."""
    endorsed = sum(map(is_recommended, catalogue))
    if not endorsed:
        return ""
    if endorsed == len(catalogue):
        return ADVICE
    return (
        f"The published page recommends {endorsed} of these; the others carry no "
        f"recommendation ({without_recommendation(catalogue)}). Choose with the Hexagon "
        "Tool for your context."
    )


def catalogue_notes(catalogue: Catalogue) -> list[str]:
    """How many rows there are, whose recommendation they carry, and the cautions."""
    count = len(catalogue)
    notes = [f"{count} intervention{'' if count == 1 else 's'}.", advice_on(catalogue)]
    notes += (caution.text for caution in catalogue.cautions)
    return [note for note in notes if note]


def edition_lines(notice: Notice) -> list[str]:
    """Where rows come from, and in which edition, where it is the published one."""
    from ..published import dataset

    source = notice.source
    if notice.edition is not None:
        version = f"edition {notice.edition} (data version {notice.data_version})"
        return [
            f"{source.title}, {version}.",
            f"{source.publisher}. To be reviewed by {dataset.review_due}.",
        ]
    parts = [source.title, source.publisher, source.updated]
    lines = [f"Source: {', '.join(filter(None, parts))}."]
    if source == dataset.source:
        lines.append(
            f"Not as published: something here differs from edition {dataset.edition} "
            f"(data version {dataset.version})."
        )
    return lines


def caption_of(catalogue: Catalogue, *, without: Collection[str] = ()) -> list[str]:
    """What stands below a picture of rows: notes, cautions, edition and source.

    Args:
        catalogue: the rows.
        without: the ids of cautions on what is not in the picture.
    """
    left_out = [each.text for each in catalogue.cautions if each.id in without]
    notes = [note for note in catalogue_notes(catalogue) if note not in left_out]
    source = catalogue.source
    lines = [" ".join(edition_lines(notice_of(catalogue))), source.address or ""]
    return [*notes, *filter(None, lines)]
