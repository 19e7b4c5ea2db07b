"""Local facts as a sheet of Excel, to be filled in by people."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from ..interop.sheets import Book, Heading, UnreadableWorkbook, read_rows, read_sheets
from ..model.errors import Fault, Faults, WrongType, shown
from .facts import LocalFact, LocalFacts


if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..catalogue.catalogue import Catalogue
    from ..interop.sheets import Row

__all__ = ["SHEET", "fact_form", "facts_from_xlsx", "facts_to_xlsx"]

#: The sheet that facts stand on.
SHEET = "Local facts"

_HEADINGS = (
    Heading(title="Intervention", prompt="Its id, name or abbreviation."),
    Heading(title="Fact", prompt="What is known, such as cost or youngest age."),
    Heading(title="Value", prompt="A number, or text.", text=False),
    Heading(title="Unit", required=False, prompt="What a number counts."),
    Heading(title="Source", prompt="Where it is from."),
    Heading(title="Date", prompt="The day it was true, as 2026-11-23.", text=False),
    Heading(title="Who", prompt="Who says so."),
)

_FIELDS = {
    "intervention": "Intervention",
    "name": "Fact",
    "value": "Value",
    "unit": "Unit",
    "source": "Source",
    "date": "Date",
    "who": "Who",
}

# The heading under which stands what an error is about.
_TITLES = {
    "the intervention of a fact": "Intervention",
    "the name of a fact": "Fact",
    "the value of a fact": "Value",
    "the unit of a fact": "Unit",
    "the source of a fact": "Source",
    "the date of a fact": "Date",
    "who says a fact": "Who",
}

# What stands in a row before anybody has filled it in.
_GIVEN = ("Intervention", "Fact", "Unit")

# Nothing is older than this, so that an empty sheet is the same on every day.
_NO_DAY = dt.date(1980, 1, 1)

# Spreadsheets count no day before 1900, and a 29 February in that year.
_COUNTED = dt.date(1900, 3, 1)


def facts_to_xlsx(facts: LocalFacts) -> bytes:
    """Local facts as a workbook; the same facts, the same bytes.

    A day that spreadsheets do not count right is written as text.

    Args:
        facts: the facts.

    Raises:
        Faults: if a sheet that is read does not hold that much.
        MissingExtra: if openpyxl is not installed.
    """
    rows = [[_cell(getattr(fact, field)) for field in _FIELDS] for fact in facts]
    data = _workbook(rows, max((fact.date for fact in facts), default=_NO_DAY))
    facts_from_xlsx(data, "local facts")
    return data


def _cell(value: Any) -> Any:
    is_early = isinstance(value, dt.date) and value < _COUNTED
    return value.isoformat() if is_early else value


def fact_form(catalogue: Catalogue, names: Iterable[str]) -> bytes:
    """A workbook to fill in: a row for each intervention and fact that is wanted.

    Rows that stay empty are read as facts that are not known.

    Args:
        catalogue: the interventions.
        names: what is wanted of each, such as ``cost``.

    Raises:
        MissingExtra: if openpyxl is not installed.
    """
    wanted = tuple(names)
    blank = [None] * (len(_HEADINGS) - 2)
    return _workbook([[row.name, name, *blank] for row in catalogue for name in wanted], _NO_DAY)


def _workbook(rows: list[list[Any]], made: dt.date) -> bytes:
    book = Book(SHEET, made)
    try:
        book.add_list(SHEET, _HEADINGS, rows, spare=100)
    except UnreadableWorkbook as error:
        raise Faults("local facts", (error.fault,)) from None
    return book.to_bytes()


def facts_from_xlsx(data: bytes, origin: str = SHEET) -> LocalFacts:
    """Local facts from a workbook, of its first sheet.

    Args:
        data: the bytes of an ``.xlsx`` file.
        origin: what to call it in an error.

    Raises:
        Faults: with every fault, each with its cell.
    """
    try:
        sheets = read_sheets(data)
    except UnreadableWorkbook as error:
        raise Faults(origin, (error.fault,)) from None
    rows, head_faults = read_rows(sheets[0], _HEADINGS)
    facts: list[LocalFact] = []
    faults = [*head_faults]
    places = []
    for row in rows:
        if all(row[each.title].kind == "empty" or each.title in _GIVEN for each in _HEADINGS):
            continue  # a row of a form that nobody has filled in
        wrong = [*_faults(row)]
        if not wrong:
            values: dict[str, Any] = {field: row[title].value for field, title in _FIELDS.items()}
            try:
                facts.append(LocalFact(**values))
                places.append(row.address)
            except WrongType as error:
                found = f"{shown(error.value)} for {error.what}"
                cell = row[_TITLES[error.what]]
                wrong.append(Fault(cell.address, found, error.expected))
        faults += wrong
    if faults:
        raise Faults(origin, tuple(faults))
    try:
        return LocalFacts(facts)
    except Faults as error:
        raise Faults(origin, tuple(_placed(error, places))) from None


def _faults(row: Row) -> Iterable[Fault]:
    """What is wrong with the cells of a row."""
    for heading in _HEADINGS:
        cell = row[heading.title]
        if cell.kind == "empty":
            if heading.title != "Unit":
                yield Fault(cell.address, "nothing", f"{heading.title.lower()}")
        elif heading.title == "Value":
            if cell.kind not in {"number", "text"}:
                yield cell.fault("a number or text")
        elif heading.title == "Date":
            if cell.kind not in {"date", "text"}:
                yield cell.fault("a date such as 2026-11-23")
        elif cell.kind != "text":
            yield cell.fault("text")


def _placed(error: Faults, places: list[str]) -> Iterable[Fault]:
    """Faults of facts beside each other, by the rows of the sheet."""
    for fault in error.faults:
        path, expected = fault.place, fault.expected
        for i, place in enumerate(places):
            path = place if path == f"$.facts[{i}]" else path
            expected = expected.replace(f"$.facts[{i}] ", f"{place} ")
        yield Fault(path, fault.found, expected)
