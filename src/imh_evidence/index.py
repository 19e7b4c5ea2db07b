"""The rows of a catalogue as bit sets, one per facet member.

A bit set is a Python int: bit *i* stands for row *i* of the universe. A
question becomes a few ``&`` and ``|`` over whole ints, a count becomes
``bit_count``, and records are touched only when somebody iterates.
"""

from __future__ import annotations

from typing import Any

from .model.criteria import Criteria, EfficacyBounds, Reading
from .model.errors import WrongType
from .model.scales import (
    Audience,
    EfficacyLevel,
    EfficacyRange,
    EvidenceLevel,
    LocalTheory,
    PracticeLevel,
    Theory,
    in_scale_order,
)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .answers import Facet
    from .model.records import Intervention

__all__ = ["Index", "bits_of", "rows_of"]


def rows_of(bits: int, rows: Sequence[Any]) -> Iterator[Any]:
    """The rows whose bits are set, in order."""
    return (row for row, digit in zip(rows, reversed(bin(bits)), strict=False) if digit == "1")


def bits_of(flags: Iterable[object]) -> int:
    """The bit set whose bit *i* is set where the *i*-th flag is true."""
    return int("".join("1" if flag else "0" for flag in flags)[::-1] or "0", 2)


class Column:
    """One field of all rows."""

    __slots__ = ("_values", "distinct")

    def __init__(self, rows: tuple[Intervention, ...], field: str) -> None:
        self._values = [getattr(row, field) for row in rows]
        #: Each value that some row has, in order of first appearance.
        self.distinct = tuple(dict.fromkeys(self._values))

    def where(self, wanted: set[Any]) -> int:
        """The rows that have one of the wanted values."""
        return bits_of(value in wanted for value in self._values)


class Index:
    """The bit sets of one universe, built whole on its first question."""

    __slots__ = (
        "audience",
        "efficacy_high_from",
        "efficacy_low_from",
        "everything",
        "evidence",
        "local",
        "practice_level",
        "ranges",
        "several",
        "suites",
        "theory",
    )

    def __init__(self, rows: tuple[Intervention, ...]) -> None:
        self.everything = (1 << len(rows)) - 1
        audiences = Column(rows, "audiences")
        levels = Column(rows, "practice_levels")
        theories = Column(rows, "theories")
        evidence = Column(rows, "evidence")
        efficacy = Column(rows, "efficacy")
        #: Rows by each member that they hold, per facet.
        self.audience = _memberships(audiences, Audience)
        self.practice_level = _memberships(levels, PracticeLevel)
        self.theory = _memberships(theories, Theory)
        self.evidence = {level: evidence.where({level}) for level in EvidenceLevel}
        #: Rows by the range that they print.
        self.ranges: dict[EfficacyRange, int] = {
            spread: efficacy.where({spread}) for spread in efficacy.distinct
        }
        #: Rows that hold several members of some set, and rows that are suites.
        self.several = 0
        for column in (theories, audiences, levels):
            self.several |= column.where({value for value in column.distinct if len(value) > 1})
        self.suites = Column(rows, "is_suite").where({True})
        #: Theories that the rows bring along, by slug.
        self.local = {
            theory.slug: theory for theory in self.theory if isinstance(theory, LocalTheory)
        }
        #: Rows whose range begins, and ends, at a level or above: cumulative.
        self.efficacy_low_from = self._cumulative("low")
        self.efficacy_high_from = self._cumulative("high")

    def _cumulative(self, end: str) -> dict[EfficacyLevel, int]:
        return {
            level: sum(
                bits for spread, bits in self.ranges.items() if getattr(spread, end) >= level
            )
            for level in EfficacyLevel
        }

    def members(self, facet: Facet) -> dict[Any, int]:
        """The rows by each member of a facet; by printed range for efficacy."""
        if facet == "efficacy":
            ends = list(EfficacyLevel)
            spreads = (EfficacyRange(a, b) for a in ends for b in ends if a <= b)
            return {spread: self.ranges.get(spread, 0) for spread in spreads}
        return getattr(self, facet)  # type: ignore[no-any-return]

    def answer(self, criteria: Criteria) -> int:
        """The rows that meet every condition of a question."""
        if not isinstance(criteria, Criteria):
            raise WrongType(
                "where(...)", criteria, "Criteria, or conditions by name (audience=...)"
            )
        bits = self.everything
        if criteria.theory is not None:
            bits &= _any(self.theory, criteria.theory)
        if criteria.audience is not None:
            bits &= _any(self.audience, criteria.audience)
        if criteria.practice_level is not None:
            bits &= _any(self.practice_level, criteria.practice_level)
        if criteria.evidence is not None:
            bits &= _any(self.evidence, criteria.evidence)
        if criteria.efficacy is not None:
            bits &= self._efficacy(criteria.efficacy)
        if criteria.is_suite is not None:
            bits &= self.suites if criteria.is_suite else self.everything ^ self.suites
        return bits

    def _efficacy(self, condition: EfficacyBounds | EfficacyRange) -> int:
        if isinstance(condition, EfficacyRange):
            return self.ranges.get(condition, 0)
        lower, upper = self.efficacy_low_from, self.efficacy_high_from
        if condition.reading is Reading.POSSIBLY:
            lower, upper = upper, lower
        bits = self.everything
        if condition.at_least is not None:
            bits &= lower[condition.at_least]
        if condition.at_most is not None and condition.at_most is not EfficacyLevel.HIGH:
            above = EfficacyLevel.MEDIUM
            if condition.at_most is EfficacyLevel.MEDIUM:
                above = EfficacyLevel.HIGH
            bits &= self.everything ^ upper[above]
        return bits


def _memberships(column: Column, scale: Iterable[Any]) -> dict[Any, int]:
    members = set(scale).union(*column.distinct)
    return {
        member: column.where({value for value in column.distinct if member in value})
        for member in in_scale_order(members)
    }


def _any(bits_by_member: dict[Any, int], members: Iterable[Any]) -> int:
    bits = 0
    for member in members:
        bits |= bits_by_member.get(member, 0)
    return bits
