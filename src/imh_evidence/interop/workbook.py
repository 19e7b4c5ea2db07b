"""A catalogue as a workbook for people: the table, how to read it, the references."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ..model.record import Record
from ..model.scales import EfficacyLevel, EfficacyRange, EvidenceLevel, joined
from .arguments import as_day, as_path
from .books import MAX_CHOICES, Book, Heading, first_day
from .headings import under_headings
from .notice import is_recommended, notice_of
from .template import read_template, write_template


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from os import PathLike

    from ..catalogue.catalogue import Catalogue
    from ..model.records import Intervention
    from ..model.topic import Correction, Reference
    from .notice import Notice

__all__ = ["read_template", "write_template", "write_workbook"]

_LEVELS = tuple(level.label for level in EvidenceLevel)
_RANGES = tuple(
    str(EfficacyRange(low, high)) for low in EfficacyLevel for high in EfficacyLevel if low <= high
)


def write_workbook(
    catalogue: Catalogue, path: str | PathLike[str], *, made: date | None = None
) -> None:
    """Write a catalogue as a workbook that people open, filter and print.

    The first sheet is the table, with filters. The second says how to read it:
    source, edition, advice, columns, scales and cautions. Of the published
    table there is a third, with the references of the page. The workbook is
    not read back; :func:`write_template` makes one that is.

    Args:
        catalogue: the catalogue, whole or a view.
        path: the file; one that is there is replaced in one step.
        made: the day that the file gives as its own; by default the first of
            the month in which the source was updated.

    Raises:
        MissingExtra: if openpyxl is not installed.
        WrongType: for what is no catalogue, path or day.
        UnreadableWorkbook: for a text that no spreadsheet holds.
        OSError: if the file cannot be written; it is then as it was.

    >>> from pathlib import Path
    >>> from tempfile import mkdtemp
    >>> from imh_evidence import interventions
    >>> from imh_evidence.interop.sheets import read_sheets
    >>> path = Path(mkdtemp()) / "table.xlsx"
    >>> write_workbook(interventions, path)
    >>> [sheet.name for sheet in read_sheets(path.read_bytes())]
    ['Interventions', 'How to read', 'References']
    """
    from ..published import references

    notice = notice_of(catalogue)
    target, made = as_path(path), as_day(made)
    book = Book(notice.title, made or first_day(notice.updated))
    columns = _columns(catalogue)
    rows = ([column.value(record) for column in columns] for record in catalogue)
    book.add_list("Interventions", [column.heading for column in columns], rows)
    book.add_page("How to read", _guide(catalogue, notice, columns))
    if notice.edition is not None:
        book.add_list("References", _REFERENCE, map(_reference, references))
    book.save(target)


# -- The table ---------------------------------------------------------------


@attrs.frozen
class _Column(Record):
    """One column of the table: its header, what it holds, and what a row has in it."""

    heading: Heading
    says: str
    value: Callable[[Intervention], str | None]


def _columns(catalogue: Catalogue) -> tuple[_Column, ...]:
    headings = {row.id: heading for heading, row in under_headings(catalogue)}
    columns = [
        _column("Intervention", "The name as its source prints it.", _name, width=30),
        _column(
            "Theory",
            "The heading it stands under: one theory, or several together.",
            lambda row: headings[row.id],
            width=30,
        ),
        _column(
            "Who for",
            "The audience; both, where the source prints both.",
            lambda row: joined(row.audiences),
            ("Universal", "Targeted", "Universal and Targeted"),
            width=14,
        ),
        _column(
            "Type of practice",
            "The types of psychological practice that deliver it.",
            lambda row: joined(row.practice_levels),
            _choices(joined(row.practice_levels) for row in catalogue),
            width=15,
        ),
        _column(
            "Evidence", "How good the evidence base is.", lambda row: row.evidence.label, _LEVELS
        ),
        _column(
            "Efficacy",
            "How large the reported effects are, as printed: one level, or a range "
            "of levels, any of which may apply.",
            lambda row: str(row.efficacy),
            _RANGES,
            width=15,
        ),
        _column(
            "Efficacy, low end",
            "The lowest level printed. To find the rows of which the whole printed "
            "range is at least Medium, filter this column to Medium and High.",
            lambda row: row.efficacy.low.label,
            _LEVELS,
            width=12,
        ),
        _column(
            "Efficacy, high end",
            "The highest level printed. To find the rows of which part of the printed "
            "range is at least Medium, filter this column to Medium and High.",
            lambda row: row.efficacy.high.label,
            _LEVELS,
            width=12,
        ),
        _column(
            "Also known as",
            "Other names of the same programme.",
            lambda row: "; ".join(row.aliases) or None,
            width=30,
        ),
        _column(
            "Suite",
            "Yes for a suite of programmes; its row is not one single programme.",
            lambda row: "Yes" if row.is_suite else None,
            ("Yes",),
        ),
    ]
    if any(map(is_recommended, catalogue)):
        columns.append(
            _column(
                "Recommended by the published page",
                "Yes where the published page recommends it; no order is meant.",
                lambda row: "Yes" if is_recommended(row) else None,
                ("Yes",),
                width=17,
            )
        )
    if catalogue.origins:
        origins = {id_: each.source.title for each in catalogue.origins for id_ in each.ids}
        title = catalogue.source.title
        columns.append(
            _column("Source", "Where the row comes from.", lambda row: origins.get(row.id, title))
        )
    columns.append(_column("Id", "What programs call it.", lambda row: row.id, width=26))
    return tuple(columns)


def _column(
    title: str,
    says: str,
    value: Callable[[Intervention], str | None],
    choices: tuple[str, ...] = (),
    width: int = 0,
) -> _Column:
    return _Column(Heading(title=title, choices=choices, width=width), says, value)


def _name(row: Intervention) -> str:
    return row.name


def _choices(values: Iterable[str]) -> tuple[str, ...]:
    """The values of a column, once each, if they are few enough to choose from."""
    choices = tuple(sorted({*values}))
    return choices if len(",".join(choices)) <= MAX_CHOICES else ()


# -- The guide ---------------------------------------------------------------


def _guide(
    catalogue: Catalogue, notice: Notice, columns: Iterable[_Column]
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """What a reader of the table has to know, in parts."""
    from ..published import dataset, topic

    published = notice.edition is not None
    parted = (line.partition(": ") for line in notice.lines())
    facts = [(label, text) for label, _, text in parted]
    if published:
        facts.append(("Cite as", dataset.cite().strip()))
    yield "How to read this workbook", facts
    cautions = {caution.id: caution.text for caution in catalogue.cautions}
    if published:
        # A caveat of the page before a caution on the same; the advice stands above.
        cautions |= {each.id: each.text for each in topic.caveats}
        del cautions["all-recommended"]
    yield "Bear in mind", [("", text) for text in cautions.values()]
    yield "The columns", [(each.heading.title, each.says) for each in columns]
    for vocabulary in dataset.vocabularies:
        if vocabulary.name != "theory":
            name = _SCALES[vocabulary.name]
            terms = [
                (term.label, term.meaning or "Not defined on the page.")
                for term in vocabulary.terms
            ]
            standing = vocabulary.standing
            yield name, [*terms, ("Note", f"{standing[:1].upper()}{standing[1:]}.")]
    if published:
        yield "What the table is for", [("", text) for text in dataset.intended_use]
        yield "What it is not for", [("", text) for text in dataset.not_for]
        yield (
            "Where to go next",
            [
                (each.name, " ".join(filter(None, (each.about, each.address))))
                for each in topic.pointers
            ],
        )


_SCALES = {
    "audience": "Who for",
    "practice_level": "Types of psychological practice",
    "evidence": "Evidence",
    "efficacy": "Efficacy",
}


# -- References --------------------------------------------------------------

_REFERENCE = (
    Heading(title="No.", width=7, text=False),
    Heading(title="Authors", width=30),
    Heading(title="Year", width=9, text=False),
    Heading(title="Title", width=40),
    Heading(title="In", width=20),
    Heading(title="Volume", width=11),
    Heading(title="Issue", width=10),
    Heading(title="Pages", width=12),
    Heading(title="DOI", width=22),
    Heading(title="Address", width=26),
    Heading(title="Cited for", width=26),
    Heading(title="Corrections, not from the page", width=52),
)


def _reference(reference: Reference) -> tuple[str | int | None, ...]:
    return (
        reference.number,
        ", ".join(author.printed for author in reference.authors),
        reference.year,
        reference.title,
        reference.container,
        reference.volume,
        reference.issue,
        reference.pages,
        reference.doi,
        reference.url,
        reference.cited_for,
        "\n".join(map(_correction, reference.corrections)) or None,
    )


def _correction(correction: Correction) -> str:
    told = correction.note
    if correction.corrected and correction.printed:
        printed = f"the page has {correction.printed}"
        told = f"{correction.corrected}; {printed} ({correction.note})"
    elif correction.corrected:
        told = f"{correction.corrected} ({correction.note})"
    return f"{correction.field}: {told}"
