"""A second, plain implementation of every answer, to hold the library against.

It shares no code with the library. Records are read once, into slugs; all the
rest is loops over slugs. Each ordered scale is a mapping from slug to integer,
and any strictly increasing integers will do: the caller chooses them, and no
answer may depend on the choice.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING, Any
from unicodedata import category, normalize


if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["Codes", "Model", "Question", "Row", "plain_key", "plain_name"]

AUDIENCES = ("universal", "targeted")
THEORIES = (
    "attachment",
    "social-learning",
    "family-systems",
    "cognitive-learning",
    "cognitive-behavioural",
    "psychoanalytic-psychotherapy",
    "developmental-psychopathology",
    "psychoeducation",
)
PRACTICE_LEVELS = ("informed", "skilled", "enhanced", "specialist")
LEVELS = ("low", "medium", "high")

MIRRORED = {"below": "above", "at-most": "at-least"}


@dataclass(frozen=True)
class Codes:
    """An integer for each slug of each ordered scale."""

    practice_level: Mapping[str, int]
    evidence: Mapping[str, int]
    efficacy: Mapping[str, int]


@dataclass(frozen=True)
class Row:
    """What a record says, in slugs."""

    id: str
    theory: frozenset[str]
    audience: frozenset[str]
    practice_level: frozenset[str]
    evidence: frozenset[str]
    efficacy: tuple[str, str]
    is_suite: bool

    @classmethod
    def of(cls, record: Any) -> Row:
        """The row of a record."""
        return cls(
            id=record.id,
            theory=frozenset(each.value for each in record.theories),
            audience=frozenset(each.value for each in record.audiences),
            practice_level=frozenset(each.value for each in record.practice_levels),
            evidence=frozenset((record.evidence.value,)),
            efficacy=(record.efficacy.low.value, record.efficacy.high.value),
            is_suite=record.is_suite,
        )


@dataclass(frozen=True)
class Question:
    """What criteria ask, in slugs: accepted members by facet, and the efficacy."""

    members: Mapping[str, frozenset[str]]
    #: ``certainly`` or ``possibly`` with two bounds, or ``equals`` with two ends.
    efficacy: tuple[str, str | None, str | None] | None
    is_suite: bool | None

    @classmethod
    def of(cls, criteria: Any) -> Question:
        """The question that criteria ask."""
        members = {}
        for facet in ("theory", "audience", "practice_level", "evidence"):
            chosen = getattr(criteria, facet)
            if chosen is not None:
                members[facet] = frozenset(each.value for each in chosen)
        asked = criteria.efficacy
        efficacy: tuple[str, str | None, str | None] | None = None
        if hasattr(asked, "reading"):
            least, most = (
                None if bound is None else bound.value for bound in (asked.at_least, asked.at_most)
            )
            efficacy = (asked.reading.value, least, most)
        elif asked is not None:
            efficacy = ("equals", asked.low.value, asked.high.value)
        return cls(members, efficacy, criteria.is_suite)


@dataclass(frozen=True)
class Model:
    """Every answer, worked out from slugs and codes."""

    codes: Codes

    def levels(self, ends: tuple[str, str]) -> list[str]:
        """The efficacy levels that a range spans."""
        code = self.codes.efficacy
        low, high = (code[end] for end in ends)
        return [level for level in LEVELS if low <= code[level] <= high]

    def failing(self, question: Question, row: Row) -> list[str]:
        """The facets on which a row does not meet a question."""
        facets = [
            facet
            for facet, accepted in question.members.items()
            if not any(slug in accepted for slug in getattr(row, facet))
        ]
        if question.efficacy and not self.admits(question.efficacy, row.efficacy):
            facets.append("efficacy")
        if question.is_suite not in (None, row.is_suite):
            facets.append("is_suite")
        return facets

    def admits(self, asked: tuple[str, str | None, str | None], ends: tuple[str, str]) -> bool:
        """Whether a range meets a condition, level by level."""
        reading, least, most = asked
        if reading == "equals":
            return (least, most) == ends
        code = self.codes.efficacy
        inside = [
            (least is None or code[level] >= code[least])
            and (most is None or code[level] <= code[most])
            for level in self.levels(ends)
        ]
        return all(inside) if reading == "certainly" else any(inside)

    def where(self, question: Question, rows: Iterable[Row]) -> list[str]:
        """The ids of the rows that meet a question."""
        return [row.id for row in rows if not self.failing(question, row)]

    def relation(self, first: tuple[str, str], second: tuple[str, str]) -> str:
        """How one range stands to another, from every pair of their levels."""
        ours, theirs = (
            [self.codes.efficacy[level] for level in self.levels(ends)] for ends in (first, second)
        )
        pairs = list(product(ours, theirs))
        if all(a == b for a, b in pairs):
            return "equal"
        if all(a > b for a, b in pairs):
            return "above"
        if all(a >= b for a, b in pairs):
            return "at-least"
        if all(a < b for a, b in pairs):
            return "below"
        if all(a <= b for a, b in pairs):
            return "at-most"
        return "undecided"

    def relations(self, rows: Iterable[Row]) -> dict[str, tuple[int, int]]:
        """Pairs by relation, and how many of them serve the same audiences."""
        pairs: Counter[str] = Counter()
        same: Counter[str] = Counter()
        for first, second in combinations(rows, 2):
            relation = self.relation(first.efficacy, second.efficacy)
            relation = MIRRORED.get(relation, relation)
            pairs[relation] += 1
            same[relation] += first.audience == second.audience
        kinds = ("above", "at-least", "equal", "undecided")
        return {kind: (pairs[kind], same[kind]) for kind in kinds}

    def members(self, facet: str, rows: Iterable[Row]) -> list[Any]:
        """What a facet is counted by, in scale order; local theories by slug."""
        if facet == "theory":
            held = {slug for row in rows for slug in row.theory}
            return [*THEORIES, *sorted(held.difference(THEORIES))]
        if facet == "audience":
            return list(AUDIENCES)
        code: Mapping[str, int] = getattr(self.codes, facet)
        ranked = sorted(code, key=lambda slug: code[slug])
        if facet == "efficacy":
            return [(a, b) for a in ranked for b in ranked if code[a] <= code[b]]
        return ranked

    def memberships(
        self, rows: Sequence[Row], universe: Sequence[Row], facets: tuple[str, ...]
    ) -> list[tuple[Any, int]]:
        """Rows by each member, or each tuple of members, that they hold."""
        counts = []
        for key in product(*(self.members(facet, universe) for facet in facets)):
            holding = [
                row
                for row in rows
                if all(
                    _holds(row, facet, member) for facet, member in zip(facets, key, strict=True)
                )
            ]
            counts.append((key if len(facets) > 1 else key[0], len(holding)))
        return counts

    def combinations(self, rows: Iterable[Row], facets: tuple[str, ...]) -> Counter[Any]:
        """Rows by the exact sets that they hold."""
        return Counter(
            tuple(getattr(row, facet) for facet in facets)
            if len(facets) > 1
            else getattr(row, facets[0])
            for row in rows
        )

    def cautions(self, rows: Sequence[Row]) -> set[str]:
        """The ids of what is to be borne in mind of rows read together."""
        found = {"not-exhaustive"}
        for first, second in combinations(rows, 2):
            found.add("outcomes-may-differ")
            if first.audience != second.audience:
                found.add("audiences-differ")
            if first.is_suite != second.is_suite:
                found.add("suite-beside-single")
        if len(rows) > 1 and all(row.evidence == rows[0].evidence for row in rows):
            found.add("evidence-constant")
        for row in rows:
            if max(map(len, (row.theory, row.audience, row.practice_level))) > 1:
                found.add("memberships-exceed-rows")
        return found


def _holds(row: Row, facet: str, member: Any) -> bool:
    held = getattr(row, facet)
    return bool(held == member if facet == "efficacy" else member in held)


def plain_key(key: Any, *, nested: bool = False) -> Any:
    """A key that the library counted by, in slugs.

    Args:
        key: a member, a range, or a tuple of them.
        nested: whether a tuple stands for a set of members.
    """
    if isinstance(key, tuple):
        parts = [plain_key(part, nested=nested) for part in key]
        return frozenset(parts) if nested else tuple(parts)
    if hasattr(key, "low"):
        return (key.low.value, key.high.value)
    return key.value


# -- Names -------------------------------------------------------------------

#: Each becomes a space in a key.
SEPARATORS = (
    " ,-\t\n\r\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00a0\u2007\u2009\u200a\u202f\u3000"
)
#: Each goes.
DROPPED = (
    "'\"`.\u00b4\u02bc\u2018\u2019\u201a\u201b\u2032\u201c\u201d\u201e\u201f\u2033\u00ae\u2122"
)
#: Letters and marks that are drawn as nothing, next to those of category Cf.
BLANK = {
    *map(ord, "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"),
    *range(0xFE00, 0xFE10),
    *range(0xE0100, 0xE01F0),
}


def plain_name(text: str) -> str:
    """The form under which a name is compared, found character by character."""
    before = None
    while before != text:
        before, text = text, _plain_name(text)
    return text


def _plain_name(text: str) -> str:
    letters = []
    for each in normalize("NFC", re.sub(r"\((r|tm)\)", "", text.casefold())):
        if each in SEPARATORS:
            letters.append(" ")
        elif each == "&":
            letters.append(" and ")
        elif each not in DROPPED and ord(each) not in BLANK and category(each) != "Cf":
            letters.append(each)
    alike = normalize("NFKC", "".join(letters)).casefold()
    # Folded, Cherokee is in capitals.
    return " ".join(normalize("NFKC", alike).lower().split())
