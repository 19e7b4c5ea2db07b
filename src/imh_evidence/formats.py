"""Catalogue files: JSON, JSON Lines and CSV to records and back.

Each form carries the source, the schema version and the theories that the file
declares. JSON is for people and tools that edit, JSON Lines for long lists,
machine CSV for programs that take nothing else; the three read back exactly.
People's CSV is for people: it is written and never read.
"""

from __future__ import annotations

from itertools import chain
from json import JSONDecoder, decoder
from operator import attrgetter
from typing import IO, Any, Literal

import attrs

from .codec import LIMITS, PUBLISHED, Limits
from .errors import UnknownValue
from .jsontext import canonical, compact, parse_json
from .reading import NOTHING, CatalogueFile, FileReading, head_of, take_no_rows
from .records import Intervention


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "CATALOGUE_SCHEMA",
    "FORMS",
    "LINES_SCHEMA",
    "READABLE",
    "Form",
    "form_of",
    "read_catalogue",
    "write_catalogue",
]

Form = Literal["json", "jsonl", "csv", "people-csv"]

FORMS: tuple[Form, ...] = ("json", "jsonl", "csv", "people-csv")
#: The forms that are read back.
READABLE: tuple[Form, ...] = ("json", "jsonl", "csv")

#: The schemas that catalogue files name: URNs, as the project owns no domain.
CATALOGUE_SCHEMA = "urn:imh-evidence:schema:catalogue:1"
LINES_SCHEMA = "urn:imh-evidence:schema:catalogue-lines:1"

_SUFFIXES: dict[str, Form] = {
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
}


def form_of(name: str) -> Form:
    """The form that a file's name stands for.

    Raises:
        UnknownValue: for a name with another ending.
    """
    for suffix, form in _SUFFIXES.items():
        if name.lower().endswith(suffix):
            return form
    what = "the ending of a catalogue file's name"
    if name.lower().endswith(".xlsx"):
        # A room above this one, so that no catalogue need know of spreadsheets.
        what += " (imh_evidence.interop.template reads and writes workbooks)"
    raise UnknownValue(what, name, _SUFFIXES)


def read_catalogue(
    stream: IO[bytes], origin: str, form: Form, limits: Limits = LIMITS
) -> tuple[CatalogueFile, dict[str, int]]:
    """A catalogue file from its bytes.

    Args:
        stream: the file, open for bytes.
        origin: what to call it in an error.
        form: the form it is in.
        limits: how much it may hold.

    Returns:
        What it holds, and each normalised name with the position of its row.

    Raises:
        InvalidCatalogue: with every fault of the file.
    """
    reading = FileReading(origin, limits, many=form != "json")
    if form == "json":
        _read_json(reading, stream)
    elif form == "jsonl":
        _read_lines(reading, stream)
    else:
        from .tabular import read_csv

        read_csv(reading, stream)
    return reading.finished()


def _read_json(reading: FileReading, stream: IO[bytes]) -> None:
    body = parse_json(reading.within_size(stream), reading.origin)
    rows: list[object] = []
    if isinstance(body, dict) and isinstance(body.get("interventions"), list):
        # Rows are looked at one by one below; here only their presence counts.
        rows, body["interventions"] = body["interventions"], []
    reading.head(body, CATALOGUE_SCHEMA, "$")
    for row in rows:
        if not reading.room():
            break
        reading.row(row)


def _read_lines(reading: FileReading, stream: IO[bytes]) -> None:
    from array import array

    numbers = array("Q")
    reading.where = lambda position: f"line {numbers[position]}: $"
    rows = _Lines(reading)
    size = 0
    chunks = iter(lambda: stream.readline(reading.limits.size + 1), b"")
    for number, chunk in enumerate(chunks, 1):
        size += len(chunk)
        if size > reading.limits.size:
            reading.too_large()
            break
        data = chunk.rstrip(b" \t\r\n")
        if not data:
            continue
        if not reading.headed:
            head = reading.parsed(data, number)
            if isinstance(head, dict):
                take_no_rows(reading, head, f"line {number}: $")
            reading.head(head, LINES_SCHEMA, f"line {number}: $")
        elif reading.room():
            numbers.append(number)
            rows.read(data, number)
        else:
            break
    if not reading.headed:
        expected = "the record that says what the file is"
        reading.fault("line 1", "an empty file", expected)


# Distinct parts of lines that are remembered; a file of facets has far fewer.
_REMEMBERED = 4096

# How we and most programs write a line: between its parts, and before its end.
_STYLES = (
    ('{"id":"', ',"name":"', ',"practice_levels":', ',"aliases":'),
    ('{"id": "', ', "name": "', ', "practice_levels": ', ', "aliases": '),
)
_FIELDS = [field.name for field in attrs.fields(Intervention)]
_CUT, _END = _FIELDS.index("practice_levels"), _FIELDS.index("aliases")
_first_of = attrgetter(*_FIELDS[2:_CUT])
_last_of = attrgetter(*_FIELDS[_CUT:_END])

if TYPE_CHECKING:
    # Id and name, theories and audiences, what follows them, and the aliases.
    _Parts = tuple[tuple[str, str], str, str, tuple[Any, ...]]


class _Lines:
    """The rows of JSON Lines, where a line that is new only in its names is known.

    A line is cut after id and name, before the practice levels and before the
    aliases. Most rows differ in names and share their facets: a part that stood,
    to the letter, in an earlier line that was read and checked whole holds the
    same values, and only names are left to check. Any other line is read whole.
    """

    __slots__ = ("_first", "_last", "_longest", "_reading")

    def __init__(self, reading: FileReading) -> None:
        self._reading = reading
        self._longest = reading.limits.text
        # The values of the theories and audiences, and of what follows them.
        self._first: dict[str, tuple[Any, ...]] = {}
        self._last: dict[str, tuple[Any, ...]] = {}

    def read(self, data: bytes, number: int) -> None:
        """Read the next row from its line."""
        reading, parts = self._reading, _parts(data)
        if parts is not None:
            names, first, last, aliases = parts
            start, end = self._first.get(first), self._last.get(last)
            if start and end and all(map(self._is_plain, (*names, *aliases))):
                values: tuple[Any, ...] = (*names, *start, *end, aliases)
                reading.count += 1
                reading.accept(Intervention(*values), reading.count - 1)
                return
        raw: Any = reading.parsed(data, number)
        if raw is NOTHING:
            reading.count += 1
            return
        before = len(reading.faults)
        record = reading.row(raw)
        if parts is not None and record is not None and len(reading.faults) == before:
            self._remember(parts, [*raw], record)

    def _is_plain(self, text: object) -> bool:
        return type(text) is str and text.isprintable() and len(text) <= self._longest

    def _remember(self, parts: _Parts, keys: list[str], record: Intervention) -> None:
        """Keep the values of a lawful line's parts, if each may stand in another line.

        A part must hold the keys that it is known for and no others: two parts of
        different lines could otherwise repeat a key that neither line repeats.
        """
        _, first, last, aliases = parts
        if (
            max(len(self._first), len(self._last)) < _REMEMBERED
            and keys[: _CUT + 1] == _FIELDS[: _CUT + 1]
            and {*_FIELDS[: _END + 1]}.issuperset(keys)
            and bool(aliases) == ("aliases" in keys)
        ):
            self._first[first] = _first_of(record)
            self._last[last] = _last_of(record)


_DECODER = JSONDecoder()
# The value of a JSON text from behind its first quote, and where it ends; in C.
_text_from = decoder.scanstring  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue]


def _parts(data: bytes) -> _Parts | None:
    """The parts of a line that is in our order, or None."""
    try:
        line = data.decode()
        for start, middle, between, before in _STYLES:
            if not line.startswith(start):
                continue
            id_, end = _text_from(line, len(start))
            if not line.startswith(middle, end):
                return None
            name, end = _text_from(line, end + len(middle))
            first, found, last = line[end:].partition(between)
            if not found:
                return None
            last, found, rest = last.partition(before)
            if not found:
                return (id_, name), first, last, ()
            aliases, end = _DECODER.raw_decode(rest)
            if type(aliases) is list and aliases and rest[end:] == "}":
                return (id_, name), first, f"{last}}}", tuple(aliases)
    except (ValueError, RecursionError):
        pass
    return None


# -- Writing -----------------------------------------------------------------


def write_catalogue(file: CatalogueFile, form: Form) -> Iterator[bytes]:
    """The bytes of a catalogue file, in order."""
    if form in ("csv", "people-csv"):
        from .tabular import csv_text, people_text

        texts = csv_text(file) if form == "csv" else people_text(file)
    else:
        texts = _json_text(file) if form == "json" else _lines_text(file)
    return (text.encode() for text in texts)


def _json_text(file: CatalogueFile) -> Iterator[str]:
    rows = [PUBLISHED.to_plain(row) for row in file.interventions]
    yield canonical({**head_of(file, CATALOGUE_SCHEMA), "interventions": rows})


def _lines_text(file: CatalogueFile) -> Iterator[str]:
    head = head_of(file, LINES_SCHEMA)
    del head["interventions"]
    for plain in chain([head], map(PUBLISHED.to_plain, file.interventions)):
        yield compact(plain) + "\n"
