"""Catalogue files: JSON to records and back, and CSV for people, which is only written."""

from __future__ import annotations

import csv
import io
from typing import IO, Literal

from .codec import PUBLISHED
from .errors import Fault, InvalidCatalogue, UnknownValue
from .jsontext import MAX_SIZE, canonical, parse_json
from .reading import CatalogueFile, FileReading, head_of
from .scales import joined


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "CATALOGUE_SCHEMA",
    "FORMS",
    "Form",
    "form_of",
    "read_catalogue",
    "write_catalogue",
]

Form = Literal["json", "people-csv"]

FORMS: tuple[Form, ...] = ("json", "people-csv")

#: The schema that catalogue files name: a URN, as the project owns no domain.
CATALOGUE_SCHEMA = "urn:imh-evidence:schema:catalogue:1"


def form_of(name: str) -> Form:
    """The form that a file's name stands for.

    Raises:
        UnknownValue: for a name with another ending.
    """
    if name.lower().endswith(".json"):
        return "json"
    what = "the ending of a catalogue file's name"
    if name.lower().endswith(".xlsx"):
        # A room above this one, so that no catalogue need know of spreadsheets.
        what += " (imh_evidence.interop.template reads and writes workbooks)"
    raise UnknownValue(what, name, [".json"])


def read_catalogue(
    stream: IO[bytes], origin: str
) -> tuple[CatalogueFile, dict[str, int]]:
    """A catalogue file from its bytes, which are JSON.

    Args:
        stream: the file, open for bytes.
        origin: what to call it in an error.

    Returns:
        What it holds, and each normalised name with the position of its row.

    Raises:
        InvalidCatalogue: with every fault of the file.
    """
    data = stream.read(MAX_SIZE + 1)
    if len(data) > MAX_SIZE:
        fault = Fault("$", "a larger file", f"at most {MAX_SIZE} bytes")
        raise InvalidCatalogue(origin, [fault])
    reading = FileReading(origin)
    body = parse_json(data, origin)
    rows: list[object] = []
    if isinstance(body, dict) and isinstance(body.get("interventions"), list):
        # Rows are looked at one by one below; here only their presence counts.
        rows, body["interventions"] = body["interventions"], []
    reading.head(body, CATALOGUE_SCHEMA, "$")
    for row in rows:
        if not reading.room():
            break
        reading.row(row)
    return reading.finished()


# -- Writing -----------------------------------------------------------------


def write_catalogue(file: CatalogueFile, form: Form) -> bytes:
    """The bytes of a catalogue file."""
    if form == "people-csv":
        return "".join(_people_text(file)).encode()
    rows = [PUBLISHED.to_plain(row) for row in file.interventions]
    body = {**head_of(file, CATALOGUE_SCHEMA), "interventions": rows}
    return canonical(body).encode()


_PEOPLE = (
    "For people, not to be read back: intervention",
    "Theory",
    "Who for",
    "Type of psychological practice",
    "Evidence",
    "Efficacy",
    "Also known as",
    "Recommended by the source",
    "Source",
)


def _people_text(file: CatalogueFile) -> Iterator[str]:
    """People's CSV, a line at a time."""
    # Spreadsheets take a byte-order mark as the sign of UTF-8.
    yield "\ufeff" + _cells(_PEOPLE)
    origins = {id_: origin.source for origin in file.origins for id_ in origin.ids}
    for row in file.interventions:
        source = origins.get(row.id, file.source)
        cells = (
            row.name,
            " / ".join(theory.label for theory in row.theories),
            joined(row.audiences),
            joined(row.practice_levels),
            row.evidence.label,
            str(row.efficacy),
            "; ".join(row.aliases),
            "yes" if row.recommended else "",
            ", ".join(filter(None, (source.title, source.updated))),
        )
        yield _cells([_unformulated(cell) for cell in cells])
    blank = [""] * (len(_PEOPLE) - 1)
    for line in ("", *file.notice) if file.notice else ():
        yield _cells([_unformulated(line), *blank])


def _unformulated(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.lstrip()[:1] in _FORMULA or cell[:1] in _FORMULA else cell


_FORMULA = frozenset("=+-@\t\r\n|%\uff1d\uff0b\uff0d\uff20")


def _cells(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue()
