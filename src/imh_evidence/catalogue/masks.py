"""Which rows hold what, as ints with a bit for each row."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from ..model.criteria import Criteria, EfficacyBounds
from ..model.records import Intervention
from ..model.scales import EfficacyLevel, EfficacyRange, in_scale_order


T = TypeVar("T")

#: Where a row holds each facet.
FIELDS = {
    "theory": "theories",
    "audience": "audiences",
    "practice_level": "practice_levels",
    "evidence": "evidence",
    "efficacy": "efficacy",
    "is_suite": "is_suite",
}


def rows_of(mask: int, rows: Sequence[T]) -> Iterator[T]:
    """The rows whose bits are set, in order."""
    return (row for row, digit in zip(rows, reversed(bin(mask)), strict=False) if digit == "1")


class Masks:
    """The masks of some rows; those of a facet are made on its first question.

    Args:
        rows: the rows.
    """

    def __init__(self, rows: tuple[Intervention, ...]) -> None:
        self.rows, self.everything = rows, (1 << len(rows)) - 1
        self._made: dict[str, dict[Any, int]] = {}

    def by(self, facet: str) -> dict[Any, int]:
        """The rows that hold each member of a facet that some row holds."""
        if facet not in self._made:
            held = [getattr(row, FIELDS[facet]) for row in reversed(self.rows)]
            by_member: dict[Any, set[Any]] = {}
            for value in dict.fromkeys(held):
                for member in value if isinstance(value, tuple) else (value,):
                    by_member.setdefault(member, set()).add(value)
            self._made[facet] = {
                member: int("".join("01"[value in values] for value in held), 2)
                for member, values in by_member.items()
            }
        return self._made[facet]

    def members(self, facet: str, scale: Iterable[Any]) -> dict[Any, int]:
        """The rows that hold each member of a facet, in scale order; ranges for efficacy."""
        found = self.by(facet)
        if facet == "efficacy":
            ends = [*EfficacyLevel]
            order: Any = [EfficacyRange(a, b) for a in ends for b in ends if a <= b]
        else:
            order = in_scale_order([*scale, *found])
        return {member: found.get(member, 0) for member in order}

    def several(self, facet: str) -> int:
        """The rows that hold more than one member of a facet."""
        seen = twice = 0
        for bits in self.by(facet).values():
            twice |= seen & bits
            seen |= bits
        return twice

    def answer(self, criteria: Criteria) -> int:
        """The rows that meet every condition of a question."""
        mask = self.everything
        for facet in FIELDS:
            wanted = getattr(criteria, facet)
            if wanted is None:
                continue
            found, met = self.by(facet), 0
            if isinstance(wanted, EfficacyBounds):
                wanted = [spread for spread in found if wanted.admits(spread)]
            elif not isinstance(wanted, tuple):
                wanted = (wanted,)
            for each in wanted:
                met |= found.get(each, 0)
            mask &= met
        return mask
