"""The rows of a catalogue as bit sets, one per facet member.

A bit set is a Python int: bit *i* stands for row *i* of the universe. A
question becomes a few ``&`` and ``|`` over whole ints, a count becomes
``bit_count``, and records are touched only when somebody iterates.
"""

from __future__ import annotations

from itertools import chain, compress
from operator import attrgetter
from typing import Any

from .criteria import Criteria, EfficacyBounds, Reading
from .errors import WrongType
from .scales import (
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
    from .criteria import (
        AudienceChoice,
        EvidenceChoice,
        PracticeLevelChoice,
        TheoryChoice,
    )
    from .records import Intervention

__all__ = ["Index", "bits_of", "rows_of"]

_SET, _CLEAR = ord("1"), ord("0")
_DIGITS = bytes.maketrans(b"\x00\x01", b"01")
_TRUTH = bytes.maketrans(b"01", b"\x00\x01")
# Bytes walked at a time, and the bits in them that are still few.
_BLOCK, _FEW = 512, 200
# A byte holds this many distinct values of a facet.
_CODES = 256


def rows_of(bits: int, rows: Sequence[Any]) -> Iterator[Any]:
    """The rows whose bits are set, in order.

    Taking the lowest bit off a long int again and again is quadratic in its
    length. Blocks of it are walked as they are asked for instead: one with
    few bits from digit to digit, any other by ``compress`` in one pass.
    """
    return chain.from_iterable(_blocks(bits, rows))


def _blocks(bits: int, rows: Sequence[Any]) -> Iterator[Iterable[Any]]:
    data = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    for start in range(0, len(data), _BLOCK):
        block = int.from_bytes(data[start : start + _BLOCK], "little")
        if not block:
            continue
        digits = bin(block)[:1:-1]
        chosen = rows[start * 8 : start * 8 + len(digits)] if start else rows
        if block.bit_count() > _FEW:
            yield compress(chosen, digits.encode().translate(_TRUTH))
        else:
            yield _found(digits, chosen)


def _found(digits: str, rows: Sequence[Any]) -> Iterator[Any]:
    at = digits.find("1")
    while at >= 0:
        yield rows[at]
        at = digits.find("1", at + 1)


def bits_of(flags: bytes | bytearray) -> int:
    """The bit set whose bit *i* is set where the *i*-th flag is 1, and not 0."""
    return _packed(bytes(flags).translate(_DIGITS))


def _packed(digits: bytes) -> int:
    return int(digits[::-1], 2) if digits else 0


class Column:
    """One field of all rows: which distinct value each row has."""

    __slots__ = ("_codes", "_distinct", "_values")

    def __init__(self, rows: tuple[Intervention, ...], field: str) -> None:
        self._values = list(map(attrgetter(field), rows))
        self._distinct = dict.fromkeys(self._values)
        self._codes: bytes | None = None
        if len(self._distinct) <= _CODES:
            codes = {value: code for code, value in enumerate(self._distinct)}
            self._codes = bytes(map(codes.__getitem__, self._values))

    @property
    def distinct(self) -> Iterable[Any]:
        """Each value that some row has, in order of first appearance."""
        return self._distinct.keys()

    def where(self, wanted: set[Any]) -> int:
        """The rows that have one of the wanted values."""
        digits = [_SET if value in wanted else _CLEAR for value in self._distinct]
        if self._codes is not None:
            table = bytes(digits) + bytes(_CODES - len(digits))
            return _packed(self._codes.translate(table))
        digit = dict(zip(self._distinct, digits, strict=True))
        return _packed(bytes(map(digit.__getitem__, self._values)))


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
            self.several |= column.where(
                {value for value in column.distinct if len(value) > 1}
            )
        self.suites = Column(rows, "is_suite").where({True})
        #: Theories that the rows bring along, by slug.
        self.local = {
            theory.slug: theory
            for theory in self.theory
            if isinstance(theory, LocalTheory)
        }
        #: Rows whose range begins, and ends, at a level or above: cumulative.
        self.efficacy_low_from = self._cumulative("low")
        self.efficacy_high_from = self._cumulative("high")

    def _cumulative(self, end: str) -> dict[EfficacyLevel, int]:
        return {
            level: sum(
                bits
                for spread, bits in self.ranges.items()
                if getattr(spread, end) >= level
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

    def ask(
        self,
        theory: TheoryChoice,
        audience: AudienceChoice,
        practice_level: PracticeLevelChoice,
        evidence: EvidenceChoice,
        efficacy: EfficacyBounds | EfficacyRange | None,
    ) -> int:
        """The rows that meet conditions not yet made into a question."""
        return self.answer(
            Criteria(
                theory=theory,
                audience=audience,
                practice_level=practice_level,
                evidence=evidence,
                efficacy=efficacy,
            )
        )

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
        if (
            condition.at_most is not None
            and condition.at_most is not EfficacyLevel.HIGH
        ):
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
