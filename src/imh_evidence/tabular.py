"""CSV: a machine form that reads back exactly, and a people's form that does not."""

from __future__ import annotations

import csv
import io
from array import array
from contextlib import contextmanager
from threading import Lock
from typing import IO, Any

from .codec import PUBLISHED
from .errors import nearest, shown
from .jsontext import compact
from .reading import NOTHING, CatalogueFile, FileReading, head_of, take_no_rows
from .scales import joined


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["CSV_SCHEMA", "cells_of_any_size", "csv_text", "people_text", "read_csv"]

#: The schema that the second line of machine CSV names.
CSV_SCHEMA = "urn:imh-evidence:schema:catalogue-csv:1"

_ABOUT = 1
_JSON_COLUMNS = frozenset(
    (
        "theories",
        "audiences",
        "practice_levels",
        "theory_group",
        "recommended",
        "is_suite",
        "aliases",
        "related",
        "provenance",
    )
)
_COLUMNS = (
    "record",
    "about",
    "id",
    "name",
    "theories",
    "audiences",
    "practice_levels",
    "evidence",
    "efficacy_low",
    "efficacy_high",
    "theory_group",
    "recommended",
    "is_suite",
    "aliases",
    "related",
    "provenance",
)


def read_csv(reading: FileReading, stream: IO[bytes]) -> None:
    """Read machine CSV: its columns, the record that says what it is, its rows."""
    numbers = array("Q")
    reading.where = lambda position: f"line {numbers[position]}: $"
    try:
        text = reading.within_size(stream).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reading.fault(f"byte {error.start}", error.reason, "UTF-8")
        return
    table = csv.reader(io.StringIO(text, newline=""), strict=True)
    with cells_of_any_size(reading.limits.size):
        _read_table(reading, table, numbers)


# The limit on a cell is the process's own, so one reader at a time may move it.
_lock = Lock()


@contextmanager
def cells_of_any_size(size: int) -> Iterator[None]:
    """While inside, the csv module takes cells of up to so many characters."""
    with _lock:
        before = csv.field_size_limit(size)
        try:
            yield
        finally:
            csv.field_size_limit(before)


def _read_table(reading: FileReading, table: Any, numbers: array[int]) -> None:
    try:
        columns: list[str] = next(table, [])
        if columns != [*_COLUMNS]:
            _refuse_columns(reading, columns)
            return
        for cells in table:
            line = table.line_num
            kind = "intervention" if reading.headed else "catalogue"
            if not cells:
                continue
            if len(cells) != len(_COLUMNS):
                expected = f"{len(_COLUMNS)} cells"
                reading.fault(f"line {line}", f"{len(cells)} cells", expected)
            elif cells[0] != kind:
                place = f"line {line}, column {_COLUMNS[0]}"
                reading.fault(place, shown(cells[0]), repr(kind), kind)
                reading.headed = True
            elif not reading.headed:
                about = reading.parsed(cells[_ABOUT], line, "about")
                if isinstance(about, dict):
                    take_no_rows(reading, about, f"line {line}: $.about")
                reading.head(about, CSV_SCHEMA, f"line {line}: $.about")
            elif reading.room():
                numbers.append(line)
                reading.row(_raw(reading, cells, line))
            else:
                break
    except csv.Error as error:
        reading.fault(f"line {table.line_num}", str(error), "CSV")
    if not reading.headed and not reading.faults:
        reading.fault("line 2", "nothing", "the record that says what the file is")


def _refuse_columns(reading: FileReading, columns: list[str]) -> None:
    if not columns:
        reading.fault("line 1", "an empty line", f"the columns {', '.join(_COLUMNS)}")
        return
    if columns[:1] == [_PEOPLE[0]]:
        reading.fault(
            "line 1",
            "the people's form, which is written to be read by people only",
            "the machine form: save the catalogue as csv",
        )
        return
    for column in columns[: 2 * len(_COLUMNS)]:
        if column not in _COLUMNS:
            choices = ", ".join(_COLUMNS)
            reading.fault(
                "line 1",
                f"the column {shown(column)}",
                f"one of {choices}",
                nearest(column, _COLUMNS),
            )
    for column in _COLUMNS:
        if columns.count(column) != 1:
            found = f"{columns.count(column)} columns {column!r}"
            reading.fault("line 1", found, "one such column")
    if not reading.faults:
        reading.fault("line 1", "columns in another order", ", ".join(_COLUMNS))


def _raw(reading: FileReading, cells: list[str], line: int) -> dict[str, Any]:
    """A row of plain values from the cells of a CSV; an empty cell is no value."""
    raw: dict[str, Any] = {}
    for column, cell in zip(_COLUMNS[2:], cells[2:], strict=True):
        if cell == "":
            continue
        value: object = cell
        if column in _JSON_COLUMNS:
            value = reading.parsed(cell, line, column)
            if value is NOTHING:
                continue
        if column.startswith("efficacy_"):
            raw.setdefault("efficacy", {})[column.removeprefix("efficacy_")] = value
        else:
            raw[column] = value
    return raw


def csv_text(file: CatalogueFile) -> Iterator[str]:
    """Machine CSV, a line at a time."""
    head = head_of(file, CSV_SCHEMA)
    del head["interventions"]
    blank = [""] * (len(_COLUMNS) - 2)
    yield _cells(_COLUMNS)
    yield _cells(["catalogue", compact(head), *blank])
    for row in file.interventions:
        plain = PUBLISHED.to_plain(row)
        ends = plain.pop("efficacy")
        plain |= {"efficacy_low": ends["low"], "efficacy_high": ends["high"]}
        cells = (plain.get(name, "") for name in _COLUMNS[2:])
        texts = (
            compact(cell) if name in _JSON_COLUMNS and cell != "" else cell
            for name, cell in zip(_COLUMNS[2:], cells, strict=True)
        )
        yield _cells(["intervention", "", *texts])


_PEOPLE = (
    "For people, not to be read back: intervention",
    "Theory",
    "Who for",
    "Type of psychological practice",
    "Evidence",
    "Efficacy",
    "Also known as",
    "Recommended by the published page",
    "Source",
)


def people_text(file: CatalogueFile) -> Iterator[str]:
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
