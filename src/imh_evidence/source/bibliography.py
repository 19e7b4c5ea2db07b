"""The numbered references of a page, field by field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .page import PageReference


if TYPE_CHECKING:
    from ..model.errors import Fault
    from .sheet import Sheet

__all__ = ["read_references"]

_NUMBERED = re.compile(r"\s*(?P<number>[0-9]{1,3})\.\s+(?P<text>\S.*)")
_GOES_ON = re.compile(r"\s*(?:https?:|www\.|doi\b|PM(?:C)?ID\b)")
_THANKS = re.compile(r"\s*Thanks\b")

# -- What may stand anywhere in a reference ------------------------------------

_URL = re.compile(r"(?:\b(?:Retrieved|Available)\s+from:?\s+)?(?P<value>(?:https?://|\bwww\.)\S+)")
_MARKS = {
    "doi": re.compile(r"\bdoi\s*:\s*(?P<value>[^\s;,]+)", re.IGNORECASE),
    "pmcid": re.compile(r"\bPMCID:\s*(?P<value>\w+)"),
    "pmid": re.compile(r"\bPMID:\s*(?P<value>\w+)"),
    "epub": re.compile(r"(?P<value>\bEpub\s+[^.;]+)"),
}
_DOI_ADDRESS = re.compile(r"https?://(?:dx\.)?doi\.org/(?P<value>10\.\S+)")

# -- How the rest is laid out --------------------------------------------------

_MAX_LENGTH = 2_000

_DATED = re.compile(r"(?P<authors>\S.*?)\s*\((?P<year>[0-9]{4})\)\s*\.?\s*(?P<rest>\S.*)")
_LISTED = re.compile(
    r"(?P<authors>[^.]+)\.\s+(?P<title>\S.*?)\.\s+(?P<container>[^.]+)\.\s+"
    r"(?P<date>(?P<year>[0-9]{4})[^;]*);\s*(?P<volume>\w+)"
    r"(?:\((?P<issue>[^)]+)\))?:\s*(?P<pages>[\w-]+)(?:;\s*(?P<note>.+))?"
)
_JOURNAL = re.compile(
    r"(?P<title>\S.*)\.\s+(?P<container>[^.]+?),?\s+(?P<volume>\w+)"
    r"\s*(?:\((?P<issue>[^)]+)\))?\s*[,:]\s*(?P<pages>[A-Za-z]*[0-9][\w-]*)"
)
_SERIES = re.compile(r"(?P<title>\S.*?)[.,]?\s+(?P<container>Working Paper No\.?\s*\w+)")

_INITIALS = r"(?:[A-Z]\.[\s-]?)+"
_FULL_AUTHOR = re.compile(rf"[^\s,&][^,&]*,\s+{_INITIALS}(?=\s*(?:[,&]|\Z))")
_SHORT_AUTHOR = re.compile(r"\S.*\s[A-Z]{1,4}")


def read_references(sheet: Sheet, start: int, faults: list[Fault]) -> tuple[PageReference, ...]:
    """The references of a page, in the order it prints them.

    Args:
        sheet: the page.
        start: where they begin.
        faults: takes what cannot be read.
    """
    found: dict[int, PageReference] = {}
    for place, number, text in _entries(sheet, start):
        reference = _reference(number, sheet.line(place), text)
        if reference is None:
            expected = "authors, a year and a title, as references are laid out"
            faults.append(sheet.fault(place, text, expected))
        elif number in found:
            expected = f"one reference {number}; another is on line {found[number].line}"
            faults.append(sheet.fault(place, text, expected))
        else:
            found[number] = reference
    if not found:
        faults.append(sheet.fault(len(sheet.flat), "", "numbered references"))
    return tuple(found.values())


def _entries(sheet: Sheet, start: int) -> list[tuple[int, int, str]]:
    """Place, number and text of each reference, which may go on over lines."""
    found: list[tuple[int, int, list[str]]] = []
    ended = True
    for place, line in sheet.lines():
        if place < start:
            continue
        if match := _NUMBERED.fullmatch(line):
            at = place + match.start("number")
            found.append((at, int(match["number"]), [match["text"]]))
            ended = False
        elif _THANKS.match(line) or not line.strip():
            ended = True
        elif found and (not ended or _GOES_ON.match(line)):
            found[-1][2].append(line)
    return [(at, number, " ".join(parts)) for at, number, parts in found]


def _reference(number: int, line: int, text: str) -> PageReference | None:
    """The fields of one reference, or None where it has no known layout."""
    fields: dict[str, str] = {}
    for name, pattern in {"url": _URL, **_MARKS}.items():
        if match := pattern.search(text):
            fields[name] = match["value"].rstrip(".,;")
            text = f"{text[: match.start()]} {text[match.end() :]}"
    if match := _DOI_ADDRESS.fullmatch(fields.get("url", "")):
        fields.setdefault("doi", match["value"])
    text = re.sub(r"\s+[.;](?=\s|\Z)", "", " ".join(text.split())).rstrip(" .;")
    laid_out = _laid_out(text) if len(text) <= _MAX_LENGTH else None
    if laid_out is None:
        return None
    fields.update({key: value for key, value in laid_out.items() if value})
    date = fields.pop("date", None)
    notes = [None if date == fields["year"] else date, fields.pop("note", None)]
    note = "; ".join(filter(None, [*notes, fields.pop("epub", None)]))
    return PageReference(
        number=number,
        line=line,
        authors=_authors(fields.pop("authors")),
        year=int(fields.pop("year")),
        note=note or None,
        **fields,
    )


def _laid_out(text: str) -> dict[str, str] | None:
    """The parts of a reference by the first layout that it fits."""
    if dated := _DATED.fullmatch(text):
        rest = dated["rest"]
        layout = _JOURNAL.fullmatch(rest) or _SERIES.fullmatch(rest)
        parts = layout.groupdict() if layout else {"title": rest}
        return {"authors": dated["authors"], "year": dated["year"], **parts}
    listed = _LISTED.fullmatch(text)
    return listed.groupdict() if listed else None


def _authors(text: str) -> tuple[str, ...]:
    """The authors one by one; what is no list of people is one organisation."""
    people = [match[0].strip() for match in _FULL_AUTHOR.finditer(text)]
    if people and re.sub(r"[\s,&]", "", text) == re.sub(r"[\s,]", "", "".join(people)):
        return tuple(people)
    people = re.split(r",\s+(?:and\s+)?|\s+and\s+", text)
    if all(_SHORT_AUTHOR.fullmatch(person) for person in people):
        return tuple(people)
    return (text,)
