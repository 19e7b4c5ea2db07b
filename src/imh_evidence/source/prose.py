"""What a page says around its table, recognised by figures, marks and key words.

No sentence of a page is kept here. A fact is found by its shape: a percentage,
a mark such as ``(REF 3)``, the name of a theory beside a size of effect.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..model.scales import Audience, EfficacyLevel, EfficacyRange
from .page import PageAges, PageCitation, PageClaim, PageFigure, PageList
from .table import THEORIES


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..model.errors import Fault
    from .sheet import Sheet

__all__ = [
    "read_ages",
    "read_citations",
    "read_claims",
    "read_date",
    "read_exclusions",
    "read_figures",
    "read_readers",
]

_ANY_CASE = re.IGNORECASE | re.ASCII

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_UPDATED = re.compile(
    rf"\bUpdated:?\s+(?P<printed>(?P<month>{'|'.join(_MONTHS)})\s+(?P<year>[0-9]{{4}}))\b"
)
_CITATION = re.compile(r"\(\s*REFS?\b\.?(?P<numbers>[^()]{0,80})\)")
_NUMBERS = re.compile(r"[0-9]{1,3}(?:\s*(?:,|&|;|\band\b|,\s*and\b)\s*[0-9]{1,3})*")
_SENTENCE_END = re.compile(r"[.!?](?=\s)")

_FIGURE = re.compile(
    r"(?P<hedge>\b(?:about|around|approximately|roughly|nearly|almost|some)\s+)?"
    r"(?<![\w.,-])(?P<printed>(?P<low>[0-9]{1,3}(?:\.[0-9]+)?)\s?%?"
    r"(?:\s*(?:-|\bto\b)\s*(?P<high>[0-9]{1,3}(?:\.[0-9]+)?))?\s*(?:%|\bper\s?cent\b))",
    _ANY_CASE,
)

# -- Of whom and of what -------------------------------------------------------

_PEOPLE = (
    "adolescents|adults|babies|boys|caregivers|carers|children|families|fathers|girls|"
    "infants|men|mothers|newborns|parents|people|pupils|students|teenagers|toddlers|women"
)
_POPULATION = re.compile(
    r"\b(?:(?:up\s+to|under|over|above|below|aged|from|until)\s+[0-9]{1,3}"
    r"(?:(?:\s+|-)(?:weeks?|months?|years?)(?:(?:\s+|-)olds?)?)?"
    r"|[0-9]{1,3}(?:\s+|-)(?:week|month|year)s?(?:(?:\s+|-)olds?)?"
    rf"|(?:(?:very|young|younger|older|preschool|school|all)\s+){{0,2}}(?:{_PEOPLE})"
    r"|\w+\s+populations?|\w+\s+study)\b",
    _ANY_CASE,
)
_CONDITION = re.compile(
    r"(?:\b\w+\s+){0,3}\b(?:disorders?|difficult(?:y|ies)|problems?"
    r"|attachment(?!\s+classif))\b|\b\w+\s+(?:caregiver|carer)\b",
    _ANY_CASE,
)
# Words before a condition that are no part of it.
_LEADING = re.compile(
    r"\A.*\b(?:a|an|the|had|has|have|of|for|in|with|to|and|or|as|that|their|experiencing)\s+",
    _ANY_CASE | re.DOTALL,
)

# -- Effects -------------------------------------------------------------------

_SIZES = {"small": EfficacyLevel.LOW, "medium": EfficacyLevel.MEDIUM, "large": EfficacyLevel.HIGH}
_SIZE = re.compile(
    r"\b(?P<low>small|medium|large)\b"
    r"(?:\s*(?:-|\bto\b)\s*(?P<high>small|medium|large)\b)?",
    _ANY_CASE,
)
_AUDIENCE = re.compile(
    r"\b(?:(?P<universal>universal(?:ly)?|community-based)"
    r"|(?P<targeted>targeted|risk\s+factors|difficulties|concerns))\b",
    _ANY_CASE,
)
_THEORY = re.compile(
    "|".join(rf"\b(?P<{theory.name}>{form})(?!\w)" for theory, form in THEORIES.items()), _ANY_CASE
)
_ASIDE = re.compile(r"\([^()]*\)")
_TIMES = re.compile(r"\b(?P<times>\w+)\s+times\s+(?:greater|larger|higher)\b", _ANY_CASE)
_NUMBER_WORDS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_NUMBERED: dict[str, int] = {word: n for n, word in enumerate(_NUMBER_WORDS, 2)}
_HIGHEST = re.compile(
    r"\bhighest\s+levels?\s+of\s+evidence\s+and\s+(?:of\s+)?efficacy\b", _ANY_CASE
)

# -- Scope ---------------------------------------------------------------------

_AGES = re.compile(
    r"\b(?P<start>antenatal|prenatal|perinatal|postnatal|pregnancy|conception|birth)"
    r"(?:\s+period)?\s+(?:until|till|up\s+to|to)\s+"
    r"(?P<end>[0-9]{1,3})\s+(?P<unit>months?|years?)\b",
    _ANY_CASE,
)
_READERS = re.compile(r"\binformation\s+is\s+for\s+(?P<items>[^.]{1,200}?)\s+to\b")
# Words of a list that tell no item from another.
_FILLERS = re.compile(r"\b(?:interventions?|which|that|are)\b", _ANY_CASE)
_EXCLUSIONS = re.compile(r"\bdoes\s+not\s+cover\s+(?P<items>[^.]{1,300})")


# Title, date and lines of a page on which there are none; it is refused.
_NO_DATE = ("", 1, "", "", 1)


def read_date(sheet: Sheet, faults: list[Fault]) -> tuple[str, int, str, str, int]:
    """Title and its line, date as printed and as ``YYYY-MM``, and its line.

    Args:
        sheet: the page.
        faults: takes what cannot be read.
    """
    match = _UPDATED.search(sheet.flat)
    if match is None:
        near = re.search(r"\bUpdated[^\n]{0,40}", sheet.flat)
        faults.append(
            sheet.fault(
                near.start() if near else 0,
                near[0] if near else "",
                "a month and year after Updated",
            )
        )
        return _NO_DATE
    title = re.search(r"(?P<title>\S[^\n]*?)?\s*\Z", sheet.flat[: match.start()])
    if title is None or not title["title"]:
        faults.append(sheet.fault(match.start(), match[0], "a title above the date"))
        return _NO_DATE
    month = _MONTHS.index(match["month"]) + 1
    return (
        sheet.printed(*title.span("title")),
        sheet.line(title.start("title")),
        sheet.printed(*match.span("printed")),
        f"{match['year']}-{month:02}",
        sheet.line(match.start()),
    )


def read_citations(sheet: Sheet, end: int, faults: list[Fault]) -> tuple[PageCitation, ...]:
    """The marks in the prose that point to references.

    Args:
        sheet: the page.
        end: where the prose ends.
        faults: takes what cannot be read.
    """
    found = []
    for mark in _CITATION.finditer(sheet.flat[:end]):
        if not _NUMBERS.fullmatch(mark["numbers"].strip()):
            expected = "numbers of references after REF"
            faults.append(sheet.fault(mark.start(), mark[0], expected))
        line = sheet.line(mark.start())
        found += [PageCitation(number, line) for number in _cited(mark)]
    return tuple(found)


def _cited(mark: re.Match[str]) -> tuple[int, ...]:
    return tuple(map(int, re.findall("[0-9]{1,3}", mark["numbers"])))


def _sentences(sheet: Sheet, end: int) -> Iterator[tuple[int, int]]:
    start = 0
    for stop in _SENTENCE_END.finditer(sheet.flat[:end]):
        yield start, stop.end()
        start = stop.end()
    yield start, end


def _once(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(each.split()) for each in found))


# -- Figures -------------------------------------------------------------------


def read_figures(sheet: Sheet, end: int) -> tuple[PageFigure, ...]:
    """The figures on prevalence: every percentage in the prose.

    Args:
        sheet: the page.
        end: where the prose ends.
    """
    found = []
    for start, stop in _sentences(sheet, end):
        figures = [*_FIGURE.finditer(sheet.flat, start, stop)]
        for after, figure in enumerate(figures, 1):
            ending = figures[after].start() if after < len(figures) else stop
            found.append(_figure(sheet, figure, start, ending))
            start = ending  # noqa: PLW2901 -- what follows speaks of the next figure
    return tuple(found)


def _figure(sheet: Sheet, figure: re.Match[str], start: int, end: int) -> PageFigure:
    cited = _CITATION.search(sheet.flat, figure.end(), end)
    words = sheet.flat[start : cited.start() if cited else end]
    words = words.replace(figure["printed"], " ")
    return PageFigure(
        printed=sheet.printed(*figure.span("printed")),
        low_percent=_number(figure["low"]),
        high_percent=_number(figure["high"] or figure["low"]),
        approximate=figure["hedge"] is not None,
        population=_once(match[0] for match in _POPULATION.finditer(words)),
        condition=_once(_LEADING.sub("", match[0]) for match in _CONDITION.finditer(words)),
        references=_cited(cited) if cited else (),
        line=sheet.line(figure.start("printed")),
    )


def _number(text: str) -> float:
    return float(text) if "." in text else int(text)


# -- Claims --------------------------------------------------------------------


def read_claims(sheet: Sheet, end: int) -> tuple[PageClaim, ...]:
    """The statements on effects, one for each theory, audience and size.

    Args:
        sheet: the page.
        end: where the prose ends.
    """
    found: list[PageClaim] = []
    for start, stop in _sentences(sheet, end):
        words = sheet.flat[start:stop]
        line = sheet.line(start + len(words) - len(words.lstrip()))
        if not re.search(r"\beffects?\b", words):
            if _HIGHEST.search(words):
                found.append(PageClaim(line, highest=True))
            continue
        sizes = [*_SIZE.finditer(words)]
        marks = [number for mark in _CITATION.finditer(words) for number in _cited(mark)]
        if sizes:
            found += _sized(words, sizes, tuple(marks), line)
        elif marks:
            times = _TIMES.search(words)
            named = _NUMBERED.get(times["times"].lower()) if times else None
            found.append(PageClaim(line, references=tuple(marks), times_greater=named))
    return tuple(found)


def _sized(
    words: str, sizes: list[re.Match[str]], marks: tuple[int, ...], line: int
) -> Iterator[PageClaim]:
    """One claim for each audience; or for each theory, where told respectively."""
    theories = _named(words)
    audiences: list[str] = []
    for match in _AUDIENCE.finditer(words):
        audience = str(match.lastgroup)
        if audience not in audiences[-1:]:
            audiences.append(audience)
    count = max(len(sizes), len(audiences))
    if re.search(r"\brespectively\b", words):
        count = max(len(sizes), len(theories))
        audiences = (audiences or [""])[:1] * count
    else:
        theories = [sum(theories, ())] * count
    if len(sizes) == 1:
        sizes *= count
    for i in range(count):
        size = sizes[i] if i < len(sizes) else None
        audience = audiences[i] if i < len(audiences) else ""
        yield PageClaim(
            line,
            theories=theories[i] if i < len(theories) else (),
            audience=Audience(audience).value if audience else None,
            printed=size and " ".join(size[0].split()),
            claimed=size and _claimed(size),
            references=marks,
        )


def _named(words: str) -> list[tuple[str, ...]]:
    """The theories, each with those that stand in brackets after it."""
    asides = [range(*aside.span()) for aside in _ASIDE.finditer(words)]
    found: list[tuple[str, ...]] = []
    for match in _THEORY.finditer(words):
        (slug,) = (each.value for each in THEORIES if each.name == match.lastgroup)
        if found and any(match.start() in aside for aside in asides):
            found[-1] += (slug,)
        else:
            found.append((slug,))
    return found


def _claimed(size: re.Match[str]) -> EfficacyRange:
    ends = [_SIZES[size[end].lower()] for end in ("low", "high") if size[end]]
    return EfficacyRange(min(ends), max(ends))


# -- Scope ---------------------------------------------------------------------


def read_ages(sheet: Sheet, end: int) -> tuple[PageAges, ...]:
    """The spans of ages that the prose names.

    Args:
        sheet: the page.
        end: where the prose ends.
    """
    return tuple(
        PageAges(
            match["start"].lower(),
            int(match["end"]) * (12 if match["unit"].lower().startswith("y") else 1),
            sheet.printed(*match.span()),
            sheet.line(match.start()),
        )
        for match in _AGES.finditer(sheet.flat[:end])
    )


def read_readers(sheet: Sheet, end: int) -> PageList | None:
    """Whom the page says that it is for, or None.

    Args:
        sheet: the page.
        end: where the prose ends.
    """
    return _listed(sheet, _READERS.search(sheet.flat[:end]), r",\s*|\s+and\s+")


def read_exclusions(sheet: Sheet, end: int) -> PageList | None:
    """What the page says that it does not cover, or None.

    Args:
        sheet: the page.
        end: where the prose ends.
    """
    match = _EXCLUSIONS.search(sheet.flat[:end])
    return _listed(sheet, match, r",\s*(?:or\s+)?|\s+or\s+")


def _listed(sheet: Sheet, match: re.Match[str] | None, between: str) -> PageList | None:
    if match is None:
        return None
    items = re.split(between, match["items"])
    words = (" ".join(_FILLERS.sub(" ", item).split()) for item in items)
    return PageList(tuple(filter(None, words)), sheet.line(match.start()))
