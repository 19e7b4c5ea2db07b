"""The table of a page: headings and rows, each row read from both of its ends.

Who it is for stands at the front of a row, practice, evidence and efficacy at
the back; the name is the rest. Line ends are spaces here, so that cells may
share a line or be spread over several. Where a name could as well be the rest
of one row and the start of another, nothing is guessed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..model.errors import InvalidRange
from ..model.names import slug
from ..model.scales import (
    Audience,
    EfficacyRange,
    EvidenceLevel,
    PracticeLevel,
    Theory,
    in_scale_order,
)
from .page import Cell, PageGroup, PageRow


if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..model.errors import Fault
    from .sheet import Sheet

__all__ = ["THEORIES", "Table"]

#: The theories, each with the forms in which a page may print it.
THEORIES = {
    Theory.ATTACHMENT: r"Attachment(?:\s+Theory)?",
    Theory.SOCIAL_LEARNING: r"Social\s+Learning(?:\s+Theory)?",
    Theory.FAMILY_SYSTEMS: r"Family\s+Systems(?:\s+Theory)?",
    Theory.COGNITIVE_LEARNING: r"Cognitive\s+Learning(?:\s+Theory)?",
    Theory.COGNITIVE_BEHAVIOURAL: (
        r"(?:Cognitive\s+Behaviou?r(?:al)?\s+(?:Theory|Therapy)"
        r"(?:\s*\(\s*CBT\s*\))?|CBT\b)"
    ),
    Theory.PSYCHOANALYTIC_PSYCHOTHERAPY: r"Psychoanalytic\s+Psychotherap(?:y|eutic)",
    Theory.DEVELOPMENTAL_PSYCHOPATHOLOGY: r"Developmental\s+Psychopathology",
    Theory.PSYCHOEDUCATION: r"Psycho-?education",
}

# Only ASCII letters ignore case: elsewhere re takes a long s for an s.
_ANY_CASE = re.IGNORECASE | re.ASCII

_COLUMNS = re.compile(
    r"(?:\bRecommendation\s+)?\bWho\s+for\s*\?\s+List\s+of\s+Interventions\s+"
    r"Type\s+of\s+Psychological\s+Practice\s+Evidence\s+Efficacy\b"
)
_HEADING = re.compile(r"\bBased\s+on\s+(?P<label>[^.:?]{1,200}?)\s+[Ii]ncluding\s*:")
_ADVICE = re.compile(r"\bThese\s+interventions\b(?=[^.]{0,60}\brecommended\b)")
_RECOMMENDED = re.compile(r"(?![^.]*\b(?:no|not|never)\b)[^.]*\ball\s+recommended\s*\.", _ANY_CASE)
_REFERENCE = re.compile(r"^\s*(?:References?\s*:?\s*$|[0-9]{1,3}\.\s+\S)", re.MULTILINE)

_JOIN = r"\s*(?:\band\b|[&/,+])\s*"
_WHO = rf"(?:Universal|Targeted)\b(?:{_JOIN}(?:Universal|Targeted)\b)*+"
_PRACTICE = r"(?:Informed|Skilled|Enhanced|Specialist)"
_PRACTICES = rf"{_PRACTICE}\b(?:{_JOIN}{_PRACTICE}\b)*+"
_LEVEL = r"(?:Low|Medium|High)"
_RANGE = rf"{_LEVEL}\b(?:\s*(?:-|\bto\b)\s*{_LEVEL}\b)?+"

_CELLS = (
    rf"\s*(?P<who_for>{_WHO})\s+(?P<name>\S(?s:.){{0,200}}?)"
    rf"\s+(?P<practice>{_PRACTICES})\s+(?P<evidence>{_LEVEL})\s+(?P<efficacy>{_RANGE})"
)
_ROW = re.compile(rf"{_CELLS}(?=\s*\Z|\s+{_WHO})", _ANY_CASE)
_ROW_AND_MORE = re.compile(rf"{_CELLS}\s+(?=\S)", _ANY_CASE)
_PARTS = ("who_for", "name", "practice", "evidence", "efficacy")
_ROW_START = re.compile(rf"(?<=\n)[^\S\n]*{_WHO}(?=\s)", _ANY_CASE)
_ROW_EXPECTED = (
    "a row: Universal or Targeted, a name, a type of practice, "
    "a level of evidence, a level or range of efficacy"
)

# What a name holds if a row lost a cell and ran into the next.
_END_INSIDE = re.compile(rf"\b(?:{_PRACTICE}\s+{_LEVEL}\b|{_LEVEL}\s+{_WHO})", _ANY_CASE)
_WHO_ON_A_LINE = re.compile(rf"^\s*{_WHO}", _ANY_CASE | re.MULTILINE)
_HALF_JOINED = re.compile(r"\A(?:and\b|[&/,+-])|(?:\band|[&/,+-])\Z", _ANY_CASE)


class Table:
    """The table of a page, as it is read group by group.

    Args:
        sheet: the page.
        faults: takes what cannot be read.
    """

    def __init__(self, sheet: Sheet, faults: list[Fault]) -> None:
        self.groups: list[PageGroup] = []
        self.rows: list[PageRow] = []
        self._sheet = sheet
        self._faults = faults
        # Each group may have a table, and so names of columns, of its own.
        self._flat = _COLUMNS.sub(_blank, sheet.flat)
        headings = [*_HEADING.finditer(self._flat)]
        columns = _COLUMNS.search(sheet.flat)
        advice = _ADVICE.search(self._flat)
        marks = [*headings, *filter(None, (columns, advice))]
        #: Where the prose ends and the table begins.
        self.start = min((mark.start() for mark in marks), default=len(self._flat))
        last = headings[-1].end() if headings else self.start
        reference = _REFERENCE.search(self._flat, last)
        #: Where the table ends and the references begin.
        self.end = reference.start() if reference else len(self._flat)
        if not headings:
            self._refuse(self.start, "", "the headings of a table: Based on ...")
        elif columns is None or columns.start() > headings[0].start():
            self._refuse(
                headings[0].start(),
                headings[0][0],
                "the names of the columns above it, from Who for? to Efficacy",
            )
        self._read_groups(headings)

    def _refuse(self, place: int, found: str, expected: str) -> None:
        self._faults.append(self._sheet.fault(place, found, expected))

    def _read_groups(self, headings: list[re.Match[str]]) -> None:
        begins = self.start
        for after, heading in enumerate(headings, 1):
            end = headings[after].start() if after < len(headings) else self.end
            advice = self._advice(begins, heading.start())
            for place in advice[:-1]:
                self._refuse_advice(place)
            self._add_group(heading, advice[-1] if advice else None)
            begins = heading.end()
            known = len(self.rows), len(self._faults)
            self._read_rows(begins, next(iter(self._advice(begins, end)), end))
            if known == (len(self.rows), len(self._faults)):
                self._refuse(heading.start(), heading[0], "rows under each heading")
        for place in self._advice(begins, self.end):
            self._refuse_advice(place)

    def _advice(self, start: int, end: int) -> list[int]:
        return [mark.start() for mark in _ADVICE.finditer(self._flat, start, end)]

    def _refuse_advice(self, place: int) -> None:
        found = self._flat[place : place + 40]
        self._refuse(place, found, "a heading after each such sentence: Based on ...")

    def _add_group(self, heading: re.Match[str], advice: int | None) -> None:
        sentence = None
        if advice is not None:
            sentence = " ".join(self._flat[advice : heading.start()].split())
        self.groups.append(
            PageGroup(
                number=len(self.groups) + 1,
                label=self._sheet.printed(*heading.span("label")),
                line=self._sheet.line(heading.start()),
                theories=tuple(_theories(heading["label"])),
                recommended=bool(sentence and _RECOMMENDED.match(sentence)),
                recommendation=sentence,
                recommendation_line=(None if advice is None else self._sheet.line(advice)),
            )
        )

    def _read_rows(self, start: int, end: int) -> None:
        place = start
        while rest := self._flat[place:end].lstrip():
            place = end - len(rest)
            row = _ROW.match(self._flat, place, end)
            if row and not self._is_doubtful(row):
                self._add_row(row)
                place = row.end()
                continue
            # Perhaps a row is whole, and what follows it is not.
            whole = _ROW_AND_MORE.match(self._flat, place, end)
            if whole and not self._is_doubtful(whole):
                place = whole.end()
            begins = _ROW_START.search(self._flat, place + 1, end)
            after = begins.start() if begins else end
            self._refuse(place, self._flat[place:after], _ROW_EXPECTED)
            place = after

    def _is_doubtful(self, row: re.Match[str]) -> bool:
        """Whether the name may be the rest of one row and the start of another."""
        name, begins = row["name"], row.start("name")
        if _HALF_JOINED.search(name):
            return True
        if "\n" in name:
            return bool(_END_INSIDE.search(name) or _WHO_ON_A_LINE.search(name))
        before, line, after = map(
            self._sheet.line, (row.end("who_for"), begins, row.start("practice"))
        )
        alone = before < line < after
        return not alone and bool(_END_INSIDE.search(name))

    def _add_row(self, row: re.Match[str]) -> None:
        try:
            efficacy = EfficacyRange.parse(row["efficacy"])
        except InvalidRange as error:
            self._refuse(row.start("efficacy"), row["efficacy"], error.problem)
            return
        lines = {
            part: (self._sheet.line(row.start(part)), self._sheet.line(row.end(part) - 1))
            for part in _PARTS
        }
        cells = {
            part: Cell(
                (printed := self._sheet.printed(*row.span(part))),
                lines[part][0],
                _rule(part, printed, lines),
            )
            for part in _PARTS
        }
        self.rows.append(
            PageRow(
                group=len(self.groups),
                who_for=cells["who_for"],
                name=cells["name"],
                practice=cells["practice"],
                evidence=cells["evidence"],
                efficacy=cells["efficacy"],
                audiences=in_scale_order(map(Audience, _terms(row["who_for"]))),
                practice_levels=in_scale_order(map(PracticeLevel, _terms(row["practice"]))),
                evidence_level=EvidenceLevel(row["evidence"].lower()),
                efficacy_range=efficacy,
            )
        )


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _theories(label: str) -> Iterator[str]:
    for part in label.split("/"):
        for theory, form in THEORIES.items():
            if re.fullmatch(form, part.strip(), _ANY_CASE):
                yield theory.value
                break
        else:
            yield slug(part)


def _terms(cell: str) -> list[str]:
    return [term for term in re.findall("[a-z]+", cell.lower()) if term != "and"]


def _rule(part: str, printed: str, lines: Mapping[str, tuple[int, int]]) -> str:
    """By what rule a cell was read, in the words of the published provenance."""
    first, last = lines[part]
    sharing = [each for each in _PARTS if first in lines[each]]
    rule = "cell alone on its line"
    if first != last:
        rule = "cell spread over lines"
    elif {"who_for", "name"} & set(sharing[:-1]):
        rule = "cells share a line, read from both ends"
    elif len(sharing) > 1:
        together = " and ".join(sharing).replace(" and ", ", ", len(sharing) - 2)
        rule = f"{together} share a line, read from the end"
    joined = len(_terms(printed)) > 1
    if part == "who_for" and joined:
        rule = "two audiences joined by and"
    elif part == "practice" and joined:
        rule = "two types of practice joined by and"
    elif part == "efficacy" and joined:
        even = re.search(r"\w( ?)(?:-|to)\1\w", printed)
        rule = rule.replace("cell alone", "on its own line").removesuffix(" on its line")
        rule = f"range{'' if even else ' with irregular spacing'}, {rule}"
    if printed.endswith(("\u00a0", "\u202f")):
        rule += "; trailing no-break space dropped"
    return rule
