"""The piles of a shortlist: what they are called, and what puts a row in one."""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

import attrs

from ..model.criteria import Criteria, EfficacyBounds, Reading
from ..model.errors import UnknownValue
from ..model.names import name_key
from ..model.record import Record
from ..model.records import Intervention
from .conditions import Condition, FactCondition, Holding, holding, told
from .facts import LocalFact
from .fields import filled


__all__ = ["Judgement", "Override", "Pile", "Reason", "judge", "pile_of", "reason_for"]


class Pile(Enum):
    """Where a row stands once every condition was held against it."""

    #: Every must holds, whichever printed level of efficacy applies.
    MEETS = "meets"
    #: No must fails at every level, and one holds at part of the range only.
    DEPENDS = "depends-on-the-range"
    #: Some must fails, whichever printed level applies.
    DOES_NOT_MEET = "does-not-meet"
    #: No must fails, and one cannot be told because a local fact is not known.
    NOT_KNOWN = "not-known"

    __hash__ = object.__hash__

    @property
    def label(self) -> str:
        """The pile as people read it."""
        slug: str = self.value
        return slug.replace("-", " ")

    def __repr__(self) -> str:
        return f"Pile.{self.name}"

    @classmethod
    def _missing_(cls, value: object) -> None:
        raise UnknownValue("pile", value, tuple(pile.value for pile in cls))


def pile_of(musts: Iterable[Holding]) -> Pile:
    """The pile of a row, from how each must holds for it.

    A must that fails outweighs everything: no fact and no level could mend it.
    A fact that is not known outweighs a range, because the row could still
    fail by it at every level.

    >>> pile_of([Holding.HOLDS, Holding.IN_PART, Holding.NOT_KNOWN])
    Pile.NOT_KNOWN
    """
    found = set(musts)
    if Holding.FAILS in found:
        return Pile.DOES_NOT_MEET
    if Holding.NOT_KNOWN in found:
        return Pile.NOT_KNOWN
    return Pile.DEPENDS if Holding.IN_PART in found else Pile.MEETS


#: What of its musts put a row in a pile.
_DECIDING = {
    Pile.MEETS: (Holding.HOLDS,),
    Pile.DEPENDS: (Holding.IN_PART,),
    Pile.DOES_NOT_MEET: (Holding.FAILS,),
    Pile.NOT_KNOWN: (Holding.NOT_KNOWN, Holding.IN_PART),
}


@attrs.frozen
class Judgement(Record):
    """How the conditions of a shortlist hold for one row, and its pile.

    Args:
        id: the id of the row.
        pile: the pile that its musts put it in.
        musts: how each must holds, in the order of the musts.
        wishes: how each wish holds, in the order of the wishes.
    """

    id: str
    pile: Pile
    musts: tuple[Holding, ...]
    wishes: tuple[Holding, ...] = ()

    def decides(self, must: Holding) -> bool:
        """Whether a must that holds in this way is why the row is in its pile."""
        return must in _DECIDING[self.pile]


def judge(
    row: Intervention,
    must: Iterable[Condition],
    wish: Iterable[Condition],
    facts: Mapping[tuple[str, str], LocalFact],
) -> Judgement:
    """Hold every condition against a row.

    Args:
        row: the row.
        must: the musts.
        wish: the wishes.
        facts: local facts by the id of their row and their name, normalised.
    """
    musts, wishes = (
        tuple(holding(each, row, known_for(each, row, facts)) for each in conditions)
        for conditions in (must, wish)
    )
    return Judgement(row.id, pile_of(musts), musts, wishes)


def known_for(
    condition: Condition, row: Intervention, facts: Mapping[tuple[str, str], LocalFact]
) -> LocalFact | None:
    """The local fact of a row that a condition is on, if there is one."""
    if isinstance(condition, FactCondition):
        return facts.get((name_key(row.id), name_key(condition.name)))
    return None


# -- Reasons -----------------------------------------------------------------


@attrs.frozen
class Reason(Record):
    """How one condition holds for one row, and what the row has.

    Args:
        condition: the condition.
        holding: how it holds.
        value: what the row has of what the condition is on, in words.
    """

    condition: Condition
    holding: Holding
    value: str

    def __str__(self) -> str:
        if self.holding is Holding.HOLDS:
            said = str(self.condition)
        elif self.holding is Holding.FAILS:
            said = f"does not hold: {self.condition}"
        elif self.holding is Holding.IN_PART:
            said = f"only {_in_part(self.condition)}"
        else:
            said = f"whether {self.condition}"
        return f"{said} ({self.value})"


def _in_part(condition: Condition) -> str:
    """A condition that only part of the range meets, in words for that part."""
    if isinstance(condition, Criteria) and isinstance(condition.efficacy, EfficacyBounds):
        changes: Any = {"efficacy": attrs.evolve(condition.efficacy, reading=Reading.POSSIBLY)}
        condition = attrs.evolve(condition, **changes)
    return str(condition)


def reason_for(
    condition: Condition, row: Intervention, known: LocalFact | None, held: Holding
) -> Reason:
    """Why a condition holds for a row as it does."""
    return Reason(condition, held, told(condition, row, known))


# -- What a person puts beside it ---------------------------------------------


def _member(value: Any) -> Pile:
    return Pile(value)


@attrs.frozen(kw_only=True)
class Override(Record):
    """A person's own placing of a row, which stands beside the computed pile.

    Args:
        intervention: the id, name or alias of the row.
        pile: the pile the person puts it in, or its slug.
        reason: why.
        who: who says so.

    Raises:
        UnknownValue: for a pile that there is not.
        WrongType: for an empty text.

    >>> moved = Override(
    ...     intervention="FNP", pile="meets", reason="we deliver it now", who="B. Lead"
    ... )
    >>> print(moved)
    put in 'meets' by B. Lead: we deliver it now
    """

    intervention: str = attrs.field(validator=filled("the intervention of an override"))
    pile: Pile = attrs.field(converter=_member)
    reason: str = attrs.field(validator=filled("the reason of an override"))
    who: str = attrs.field(validator=filled("who overrides"))

    def __str__(self) -> str:
        return f"put in '{self.pile.label}' by {self.who}: {self.reason}"
