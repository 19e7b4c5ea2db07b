"""Conditions of a shortlist, on published fields and on local facts.

A condition on published fields is a :class:`~imh_evidence.Criteria`; a
condition on a local fact is made by :func:`fact`. Each is held against a row
level by level of its printed efficacy range, so that what depends on the range
is told apart from what does not.
"""

from collections.abc import Iterable
from enum import Enum
from typing import Any

import attrs

from ..documents.criteria import CRITERIA
from ..model.criteria import Criteria, EfficacyBounds, Reading, certainly
from ..model.errors import Faults, InvalidCriteria, UnknownValue, WrongType, shown
from ..model.names import name_key
from ..model.record import Record
from ..model.records import Intervention
from ..model.scales import EfficacyLevel, EfficacyRange, joined
from .codec import Hook, Reader, Refused
from .documents import NUMBER, SCALAR, Scalar
from .facts import NOT_KNOWN, LocalFact, in_words
from .fields import filled, finite, writable


__all__ = [
    "CONDITION",
    "Condition",
    "FactCondition",
    "Holding",
    "fact",
    "holding",
    "levels_met",
    "musts_of",
    "split",
    "told",
    "wishes_of",
]


class Holding(Enum):
    """Whether a condition holds for a row."""

    #: Whichever printed level of efficacy applies.
    HOLDS = "holds"
    #: At part of the printed efficacy range only.
    IN_PART = "in-part"
    #: At no printed level.
    FAILS = "fails"
    #: A local fact is missing, or cannot be compared.
    NOT_KNOWN = "not-known"

    __hash__ = object.__hash__

    @property
    def label(self) -> str:
        """How it holds, to stand behind the condition in a sentence."""
        return _HOLDING_LABELS[self]

    def __repr__(self) -> str:
        return f"Holding.{self.name}"

    @classmethod
    def _missing_(cls, value: object) -> None:
        raise UnknownValue("holding", value, tuple(each.value for each in cls))


_HOLDING_LABELS = {
    Holding.HOLDS: "holds",
    Holding.IN_PART: "holds at part of the printed range",
    Holding.FAILS: "does not hold",
    Holding.NOT_KNOWN: "is not known",
}


def _bound(value: Any) -> int | float | None:
    return None if value is None else finite("a bound on a fact", value)


def _choices(value: Any) -> tuple[Scalar, ...]:
    several = (value,) if isinstance(value, str | int | float) else value
    if not isinstance(several, Iterable) or isinstance(several, bytes):
        raise WrongType(_CHOICE, value, f"{_EXPECTED}, or several of them")
    choices = tuple(several)
    for choice in choices:
        if isinstance(choice, str):
            filled(_CHOICE)(None, None, choice)
        else:
            finite(_CHOICE, choice, _EXPECTED)
    # A document gives them in the order in which it was written; a set in none.
    return choices if isinstance(several, list | tuple) else _in_order(choices)


_CHOICE = "a value that a fact may have"
_EXPECTED = "a number, or text that is not empty"


def _in_order(choices: Iterable[Scalar]) -> tuple[Scalar, ...]:
    """Values each once, numbers before texts."""

    def key(choice: Scalar) -> tuple[bool, Scalar, bool]:
        return isinstance(choice, str), choice, isinstance(choice, float)

    return tuple(dict.fromkeys(sorted(choices, key=key)))


@attrs.frozen(repr=False)
class FactCondition(Record):
    """A condition on a local fact, made by :func:`fact`.

    Args:
        name: the name of the fact.
        at_least: the smallest number that meets it, or None.
        at_most: the largest number that meets it, or None.
        one_of: the values that meet it, where it has no bounds.
        unit: the unit that bounds or values are in, or None.
    """

    name: str = attrs.field(validator=filled("the name of a fact"))
    at_least: int | float | None = attrs.field(default=None, converter=_bound)
    at_most: int | float | None = attrs.field(default=None, converter=_bound)
    one_of: tuple[Scalar, ...] = attrs.field(default=(), converter=_choices)
    unit: str | None = attrs.field(
        default=None, validator=filled("the unit of a condition", or_none=True)
    )

    def __attrs_post_init__(self) -> None:
        bounded = self.at_least is not None or self.at_most is not None
        if bounded == bool(self.one_of):
            raise InvalidCriteria(
                f"a condition on {shown(self.name)}",
                "give at_least, at_most or both, or else the values it may equal",
            )
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise InvalidCriteria(
                str(self), "no number is both; at_least must not be above at_most"
            )

    def admits(self, known: LocalFact | None) -> bool | None:
        """Whether a fact meets the condition, or None if that is not known.

        It is not known where the fact is missing, has another unit, or is text
        where the condition is on numbers, or the other way round. No unit is
        converted. Texts are compared as names are: capitals, dashes and runs
        of spaces do not matter.

        Args:
            known: the fact, or None.

        >>> print(fact("cost", at_most=500, unit="GBP").admits(None))
        None
        """
        if known is None or _unit(known.unit) != _unit(self.unit):
            return None
        value = known.value
        if self.one_of:
            alike = [each for each in self.one_of if _is_text(each) == _is_text(value)]
            if not alike:
                return None
            return any(_plain(each) == _plain(value) for each in alike)
        if isinstance(value, str):
            return None
        return (self.at_least is None or value >= self.at_least) and (
            self.at_most is None or value <= self.at_most
        )

    def __str__(self) -> str:
        if self.one_of:
            bounds = " or ".join(in_words(each, self.unit) for each in self.one_of)
            return f"{self.name} is {bounds}"
        parts = [
            f"{sign} {in_words(bound, self.unit)}"
            for sign, bound in (("at least", self.at_least), ("at most", self.at_most))
            if bound is not None
        ]
        return f"{self.name} is {' and '.join(parts)}"

    def __repr__(self) -> str:
        given = [
            f"{name}={value!r}"
            for name, value in (
                ("at_least", self.at_least),
                ("at_most", self.at_most),
                ("one_of", self.one_of or None),
                ("unit", self.unit),
            )
            if value is not None
        ]
        return f"fact({', '.join((repr(self.name), *given))})"


def _is_text(value: Scalar) -> bool:
    return isinstance(value, str)


def _plain(value: Scalar) -> Scalar:
    return name_key(value) if isinstance(value, str) else value


def _unit(unit: str | None) -> str | None:
    return None if unit is None else name_key(unit)


def fact(  # noqa: PLR0913 -- a keyword for each way to ask
    name: str,
    /,
    *,
    at_least: float | None = None,
    at_most: float | None = None,
    equals: Scalar | None = None,
    one_of: Iterable[Scalar] = (),
    unit: str | None = None,
) -> FactCondition:
    """A condition on a local fact, for a shortlist.

    Args:
        name: the name of the fact, such as ``cost``.
        at_least: the smallest number that meets it.
        at_most: the largest number that meets it.
        equals: the one value that meets it.
        one_of: the values that meet it, any of them; their order says nothing.
        unit: the unit the numbers are in; a fact in another unit cannot be
            compared, and what it meets is then not known.

    Raises:
        InvalidCriteria: without a bound or value, with both, or with bounds
            that no number meets.
        WrongType: for a bound that is no number, or an empty text.

    >>> print(fact("cost", at_most=500, unit="GBP per family"))
    cost is at most 500 GBP per family
    >>> print(fact("format", one_of=["online", "group"]))
    format is group or online
    """
    choices = _choices(one_of) if equals is None else (equals, *_choices(one_of))
    return FactCondition(name, at_least, at_most, _in_order(_choices(choices)), unit)


Condition = Criteria | FactCondition


def _read(raw: Any) -> Condition:
    """A condition from its plain JSON values."""
    if not isinstance(raw, dict):
        raise Refused(shown(raw), "an object: criteria, or a condition on a fact")
    if "name" not in raw:
        return CRITERIA.from_plain(raw, "criteria")
    condition, faults = _CONDITIONS.structure(raw, FactCondition)
    if condition is None:
        raise Faults("condition", tuple(faults))
    return condition


def _plainly(condition: Condition) -> dict[str, Any]:
    if isinstance(condition, Criteria):
        return CRITERIA.to_plain(condition)
    return _CONDITIONS.to_plain(condition)


_CONDITIONS = Reader((), hooks=(NUMBER, SCALAR))

#: How conditions are read and written in documents.
CONDITION = Hook(Condition, _read, _plainly)


def split(condition: Condition) -> tuple[Condition, ...]:
    """A condition as conditions on one facet each, so that each can fail alone."""
    if isinstance(condition, FactCondition):
        return (condition,)
    return tuple(Criteria(**{facet: getattr(condition, facet)}) for facet in condition.asked)


#: The facets that a condition written as text may be on.
FACETS = ("theory", "audience", "practice_level", "evidence", "efficacy")


def _conditions(value: Any, what: str) -> tuple[Condition, ...]:
    several = (value,) if isinstance(value, Criteria | FactCondition) else value
    if not isinstance(several, Iterable) or isinstance(several, str):
        raise WrongType(what, value, _ASKED)
    conditions = tuple(several)
    for condition in conditions:
        if not isinstance(condition, Criteria | FactCondition):
            raise WrongType(what, condition, _ASKED)
        if isinstance(condition, Criteria):
            for theory in condition.theory or ():
                writable("the slug of a theory", theory.value)
                writable("the label of a theory", theory.label)
    return conditions


_ASKED = "Criteria(...), fact(...), or several of them"


def musts_of(value: Any) -> tuple[Condition, ...]:
    """Musts on one facet each; bounds on the whole efficacy range made one."""
    parts: list[Condition] = []
    whole: list[EfficacyBounds] = []
    place = 0
    for each in (part for one in _conditions(value, "must") for part in split(one)):
        bounds = each.efficacy if isinstance(each, Criteria) else None
        if isinstance(bounds, EfficacyBounds) and bounds.reading is Reading.CERTAINLY:
            place = place if whole else len(parts)
            whole.append(bounds)
        else:
            parts.append(each)
    if whole:
        lows = [each.at_least for each in whole if each.at_least is not None]
        highs = [each.at_most for each in whole if each.at_most is not None]
        one = certainly(at_least=max(lows, default=None), at_most=min(highs, default=None))
        parts.insert(place, Criteria(efficacy=one))
    return tuple(dict.fromkeys(parts))


def wishes_of(value: Any) -> tuple[Condition, ...]:
    """Wishes as they are given, each once."""
    return tuple(dict.fromkeys(_conditions(value, "wish")))


def levels_met(criteria: Criteria, row: Intervention) -> tuple[EfficacyLevel, ...]:
    """The levels of a row's printed range at which criteria hold.

    A bound on the whole range is asked of each level. All else is the same at
    every level: it holds at all of them or at none.
    """
    bounds = criteria.efficacy
    if isinstance(bounds, EfficacyBounds) and bounds.reading is Reading.CERTAINLY:
        if any(failure.facet != "efficacy" for failure in criteria.explain(row)):
            return ()
        return tuple(
            level for level in row.efficacy.levels if bounds.admits(EfficacyRange(level, level))
        )
    return row.efficacy.levels if criteria.matches(row) else ()


def holding(condition: Condition, row: Intervention, known: LocalFact | None = None) -> Holding:
    """Whether a condition holds for a row.

    Args:
        condition: the condition.
        row: the row.
        known: the local fact that the condition is on, if there is one.

    >>> from imh_evidence import Criteria, certainly, interventions
    >>> medium = Criteria(efficacy=certainly(at_least="medium"))
    >>> [holding(medium, interventions[key]) for key in ("PCIT", "Triple P", "FNP")]
    [Holding.HOLDS, Holding.IN_PART, Holding.FAILS]
    """
    if isinstance(condition, FactCondition):
        verdict = condition.admits(known)
        if verdict is None:
            return Holding.NOT_KNOWN
        return Holding.HOLDS if verdict else Holding.FAILS
    met = levels_met(condition, row)
    if not met:
        return Holding.FAILS
    return Holding.HOLDS if met == row.efficacy.levels else Holding.IN_PART


def _obstacle(condition: FactCondition, known: LocalFact) -> str:
    """Why a fact cannot be held against a condition, or nothing where it can."""
    if condition.admits(known) is not None:
        return ""
    if _unit(known.unit) != _unit(condition.unit):
        unit = f"is in {condition.unit}" if condition.unit else "names no unit"
        return f", which cannot be compared, as the condition {unit}"
    kind = "a number" if _is_text(known.value) else "text"
    return f", which cannot be compared, as the condition is on {kind}"


def told(condition: Condition, row: Intervention, known: LocalFact | None) -> str:
    """What a row has of what a condition is on, in words."""
    if isinstance(condition, FactCondition):
        if known is None:
            return f"{condition.name}: {NOT_KNOWN}"
        return f"{condition.name}: {known.words}{_obstacle(condition, known)}"
    values = {
        "theory": ("theory", " / ".join(theory.label for theory in row.theories)),
        "audience": ("who for", joined(row.audiences)),
        "practice_level": ("practice", joined(row.practice_levels)),
        "evidence": ("evidence", row.evidence.label),
        # One cell serves all the audiences of a row, so they stand beside it.
        "efficacy": ("efficacy", f"{row.efficacy}, {joined(row.audiences)}"),
        "is_suite": ("suite of programmes", "yes" if row.is_suite else "no"),
    }
    return "; ".join(": ".join(values[facet]) for facet in condition.asked)
