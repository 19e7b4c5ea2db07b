"""A workbook to fill in: a catalogue of one's own as sheets, written and read back.

Each sheet is a list. They hold what people write of a programme. Groups, origins, retired
ids and where each cell was read stand in catalogue files of JSON only.
"""

from __future__ import annotations

import json
from collections import Counter
from io import BytesIO
from os import PathLike
from typing import IO, TYPE_CHECKING, Any

import attrs

from ..catalogue.catalogue import Catalogue, as_catalogue
from ..documents.jsontext import within
from ..model.errors import Fault, Faults, WrongType
from ..model.names import name_key
from ..model.scales import Audience, EvidenceLevel, PracticeLevel, Theory
from .arguments import as_day, as_path
from .filled import Filled
from .layout import COLUMNS, FACTS, GUIDE, SPARE, YES
from .sheets import Book, Heading, UnreadableWorkbook, first_day, read_sheets
from .xlsx import MAX_PACKED


if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    Plain = Mapping[str, Any]
    Rows = list[list[object]]

__all__ = ["read_template", "write_template"]

# How many columns of theories a template has at least.
_THEORIES = 3


def write_template(
    path: str | PathLike[str], catalogue: Catalogue | None = None, *, made: date | None = None
) -> None:
    """Write a workbook to fill in, which :func:`read_template` reads.

    Args:
        path: the file; one that is there is replaced in one step.
        catalogue: a catalogue to start from; by default the sheets are empty.
            Its groups, origins and retired ids and its rows' provenance have no
            sheet, so they are not written.
        made: the day that the file gives as its own; by default the first of
            the month in which the source was updated.

    Raises:
        MissingExtra: if openpyxl is not installed.
        WrongType: for what is no catalogue, path or day.
        Faults: if the catalogue has an empty text, which no cell tells
            from nothing; with every fault.
        UnreadableWorkbook: for a text or a list that no spreadsheet holds.
        OSError: if the file cannot be written; it is then as it was.

    >>> from tempfile import mkdtemp
    >>> from imh_evidence import interventions
    >>> path = f"{mkdtemp()}/ours.xlsx"
    >>> write_template(path, interventions[:2])
    >>> read_template(path).ids
    ('attachment-and-biobehavioural-catch-up', 'family-nurse-partnership')
    """
    body: Plain = {"source": {}, "interventions": []}
    updated = None
    if catalogue is not None:
        held = json.loads(as_catalogue(catalogue).to_json())
        held["interventions"] = [_kept(row) for row in held.get("interventions", [])]
        body = _kept(held)
        updated = catalogue.source.updated
        faults = [*_empty(body, "$")]
        if faults:
            raise Faults(catalogue.source.title, tuple(faults))
    target, made = as_path(path), as_day(made)
    book = Book("A catalogue of your own", made or first_day(updated))
    book.add_page(GUIDE, _GUIDE)
    lists = _lists(body)
    for name, columns in COLUMNS.items():
        headings, cells = _laid_out(columns, lists[name])
        book.add_list(name, headings, cells, spare=SPARE)
    book.save(target)


# What a catalogue file holds and the sheets do not.
_LEFT_OUT = {"groups", "origins", "provenance", "retired", "theory_group"}


def _kept(plain: Plain) -> Plain:
    return {key: value for key, value in plain.items() if key not in _LEFT_OUT}


_GUIDE = (
    (
        "How to fill in this workbook",
        [
            ("About", "Say what your list is: a title, and as far as they are known the rest."),
            (
                "Interventions",
                (
                    "One intervention in each row. Needed are a name, a theory, an "
                    "audience, a type of practice, evidence, and both ends of efficacy."
                ),
            ),
            (
                "Theories",
                (
                    "The theories to choose from. Add one of your own at the end, with a "
                    "slug: lower-case words joined by hyphens."
                ),
            ),
            ("Other names", "Other names of the same programme, one in each row."),
            ("Related programmes", "Programmes that are easily taken for it."),
        ],
    ),
    (
        "Checking",
        [
            ("Command", "imh-evidence check FILE.xlsx"),
            (
                "",
                (
                    "It names every fault with its sheet and cell, such as "
                    "Interventions!L5, all at once."
                ),
            ),
        ],
    ),
    (
        "Bear in mind",
        [
            ("Headers", "Leave the first row of each sheet as it is. Columns may be moved."),
            ("Formulas", "Write values; a formula is refused."),
            (
                "Evidence",
                (
                    "How good the evidence base is: Low, Medium or High. It is another "
                    "scale than efficacy, and the two are never compared."
                ),
            ),
            (
                "Efficacy",
                (
                    "How large the reported effects are. A range is a spread over studies, "
                    "outcomes or variants of a programme. For a single level choose it "
                    "at both ends."
                ),
            ),
            (
                "Recommended",
                (
                    "The published page recommends its own rows. Yes for another row is "
                    "your list's own statement, and is shown as such."
                ),
            ),
        ],
    ),
)


def _laid_out(columns: Sequence[Heading], rows: Rows) -> tuple[list[Heading], Rows]:
    """Headings and cells, a numbered heading once for each cell it needs.

    An optional column that is typed at the end and empty in all rows is left out.
    """
    headings: list[Heading] = []
    spans = []
    for place, heading in enumerate(columns):
        cells = [row[place] for row in rows]
        if heading.numbered:
            span = max([_THEORIES, *(len(cell) for cell in cells if isinstance(cell, list))])
            headings += (
                attrs.evolve(heading, title=f"{heading.title} {number}")
                for number in range(1, span + 1)
            )
        else:
            empty = all(cell is None for cell in cells)
            span = 0 if heading.title in _SELDOM and empty else 1
            headings += [heading] * span
        spans.append(span)

    def cells_of(row: list[object]) -> Iterator[object]:
        for cell, span in zip(row, spans, strict=True):
            if isinstance(cell, list):
                yield from [*cell, *[None] * (span - len(cell))]
            elif span:
                yield cell

    return headings, [[*cells_of(row)] for row in rows]


# Columns that a list of one's own has no use for.
_SELDOM = ("Recommended by its source",)


def _empty(value: object, path: str) -> Iterator[Fault]:
    """The empty texts in plain values: an empty cell would say that there is none."""
    if value == "":
        yield Fault(path, "an empty text", "a text, or none, in a workbook")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _empty(item, within(path, key))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _empty(item, f"{path}[{place}]")


# -- The cells of a catalogue ------------------------------------------------


def _lists(body: Plain) -> dict[str, Rows]:
    """The rows of each sheet, from the plain values of a catalogue file."""
    source, rows = body["source"], body.get("interventions", [])
    labels = _labels(body.get("theories", ()))
    lists: dict[str, Rows] = {
        "About": [[title, source.get(key), says] for key, (title, says) in FACTS.items()],
        "Interventions": [_row(row, labels) for row in rows],
        "Theories": [[theory.label, theory.value] for theory in Theory],
    }
    lists["Theories"] += ([each["label"], each["slug"]] for each in body.get("theories", ()))
    lists["Other names"] = [
        [row["name"], alias] for row in rows for alias in row.get("aliases", ())
    ]
    lists["Related programmes"] = [
        [row["name"], each["name"], each["note"], each.get("abbreviation")]
        for row in rows
        for each in row.get("related", ())
    ]
    return lists


def _labels(own: Sequence[Plain]) -> dict[str, str]:
    """What the sheets call each theory: its label, or its slug where two share one."""
    labels = {theory.value: theory.label for theory in Theory}
    labels |= {each["slug"]: each["label"] for each in own}
    keys = Counter(key for pair in labels.items() for key in {*map(name_key, pair)})
    return {slug: label if keys[name_key(label)] == 1 else slug for slug, label in labels.items()}


def _row(row: Plain, labels: Mapping[str, str]) -> list[object]:
    efficacy = row["efficacy"]
    return [
        row["name"],
        row["id"],
        [labels[slug] for slug in row["theories"]],
        *(_yes(each.value in row["audiences"]) for each in Audience),
        *(_yes(each.value in row["practice_levels"]) for each in PracticeLevel),
        *(
            EvidenceLevel(slug).label
            for slug in (row["evidence"], efficacy["low"], efficacy["high"])
        ),
        _yes(row.get("is_suite", False)),
        _yes(row.get("recommended", False)),
    ]


def _yes(holds: bool) -> str | None:
    return YES if holds else None


# -- Reading -----------------------------------------------------------------


def read_template(file: str | PathLike[str] | bytes | IO[bytes]) -> Catalogue:
    """A catalogue from a filled-in template.

    It is checked as every other catalogue file is, and nothing in it is
    dropped in silence. Reading needs no library beyond this one.

    Args:
        file: a path, the bytes of a file, or a file open for bytes.

    Returns:
        A catalogue whose universe is the workbook's rows.

    Raises:
        Faults: with every fault, each with its sheet and cell.
        OSError: if the file cannot be read.
        WrongType: for what is no file.

    >>> read_template(b"")
    Traceback (most recent call last):
    ...
    imh_evidence.model.errors.Faults: bytes: 1 fault
      the file: found no workbook (File is not a zip file), expected an .xlsx workbook
    """
    if isinstance(file, str | PathLike):
        path = as_path(file)
        with path.open("rb") as stream:
            return _read(stream, path.name)
    if isinstance(file, bytes):
        return _read(BytesIO(file), "bytes")
    if not hasattr(file, "read"):
        expected = "a path, bytes, or a file open for bytes"
        raise WrongType("read_template(...)", file, expected)
    return _read(file, str(getattr(file, "name", "file")))


def _read(stream: IO[bytes], origin: str) -> Catalogue:
    try:
        # One byte more than there may be, to tell that there are more.
        sheets = read_sheets(stream.read(MAX_PACKED + 1))
    except UnreadableWorkbook as error:
        raise Faults(origin, (error.fault,)) from None
    return Catalogue(Filled(sheets, origin).catalogue())
