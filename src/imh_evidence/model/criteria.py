"""A question as a value: which rows meet which conditions, certainly or possibly.

A range of levels answers a question on efficacy in one of two honest ways:
*certainly*, when every level in the range does, and *possibly*, when some
level does. These are the certain and possible answers of databases with
incomplete information; they do not say how sure the evidence is.
"""

import re
from collections.abc import Iterable
from typing import Any, TypedDict, Unpack

import attrs
from attrs.converters import optional

from . import scales
from .errors import AmbiguousLevel, InvalidCriteria, UnknownField, UnknownValue, WrongType, shown
from .names import fold
from .record import Record, Vocabulary, of_type
from .records import Intervention
from .scales import AnyTheory, Audience, EfficacyLevel, EfficacyRange, EvidenceLevel, PracticeLevel


Bound = EfficacyLevel | scales.LevelSlug | None


class Reading(Vocabulary):
    """The two honest ways in which a range answers a question."""

    #: True at every level in the range.
    CERTAINLY = "certainly"
    #: True at some level in the range.
    POSSIBLY = "possibly"


def _at_least(value: Bound) -> EfficacyLevel | None:
    return None if value is None else scales.members(EfficacyLevel, value, "at_least")[0]


def _at_most(value: Bound) -> EfficacyLevel | None:
    return None if value is None else scales.members(EfficacyLevel, value, "at_most")[0]


@attrs.frozen(repr=False)
class EfficacyBounds(Record):
    """A condition on the efficacy range: its reading, and one or two bounds.

    Made by :func:`certainly` and :func:`possibly`.

    Args:
        reading: whether every level must lie within the bounds, or some level.
        at_least: the lower bound, or None.
        at_most: the upper bound, or None.
    """

    reading: Reading = attrs.field(converter=Reading)
    at_least: EfficacyLevel | None = attrs.field(default=None, converter=_at_least)
    at_most: EfficacyLevel | None = attrs.field(default=None, converter=_at_most)

    def __attrs_post_init__(self) -> None:
        if self.at_least is None and self.at_most is None:
            problem = "it has no bound; give at_least, at_most or both"
            raise InvalidCriteria(f"{self.reading.value}()", problem)
        if self.at_least and self.at_most and self.at_least > self.at_most:
            problem = "no level is both; at_least must not be above at_most"
            raise InvalidCriteria(repr(self), problem)

    def admits(self, efficacy: EfficacyRange) -> bool:
        """Whether a range meets the condition.

        >>> certainly(at_least="medium").admits(EfficacyRange("low", "high"))
        False
        >>> possibly(at_least="medium").admits(EfficacyRange("low", "high"))
        True
        """
        low, high = efficacy.low, efficacy.high
        if self.reading is Reading.POSSIBLY:
            low, high = high, low
        return (self.at_least is None or low >= self.at_least) and (
            self.at_most is None or high <= self.at_most
        )

    def _bounds(self, form: str) -> list[str]:
        bounds = {"at_least": self.at_least, "at_most": self.at_most}
        return [form.format(name, level, level.value) for name, level in bounds.items() if level]

    def __str__(self) -> str:
        bounds = " and ".join(self._bounds("{0} {1}")).replace("_", " ")
        part = "across the whole" if self.reading is Reading.CERTAINLY else "in part of the"
        return f"efficacy {bounds}, {part} printed range"

    def __repr__(self) -> str:
        return f"{self.reading.value}({', '.join(self._bounds('{0}={2!r}'))})"


def certainly(*, at_least: Bound = None, at_most: Bound = None) -> EfficacyBounds:
    """The condition that the whole printed efficacy range lies within bounds.

    Args:
        at_least: no level of the range is below it.
        at_most: no level of the range is above it.

    Raises:
        InvalidCriteria: without a bound, or with bounds no level meets.
        UnknownValue: if a bound is not an efficacy level.

    >>> from imh_evidence import certainly, interventions
    >>> interventions.where(efficacy=certainly(at_least="high")).ids
    ('promoting-first-relationships', 'parent-child-interaction-therapy')
    """
    return EfficacyBounds(Reading.CERTAINLY, at_least, at_most)


def possibly(*, at_least: Bound = None, at_most: Bound = None) -> EfficacyBounds:
    """The condition that part of the printed efficacy range lies within bounds.

    Args:
        at_least: some level of the range is at least this.
        at_most: and that level is at most this.

    Raises:
        InvalidCriteria: without a bound, or with bounds no level meets.
        UnknownValue: if a bound is not an efficacy level.

    >>> from imh_evidence import interventions, possibly
    >>> len(interventions.where(efficacy=possibly(at_least="high")))
    7
    """
    return EfficacyBounds(Reading.POSSIBLY, at_least, at_most)


@attrs.frozen
class Failure(Record):
    """A condition that a row does not meet, and the value that does not meet it.

    Args:
        facet: the facet it is on.
        condition: the condition in words.
        value: the row's value in words.
    """

    facet: str
    condition: str
    value: str

    def __str__(self) -> str:
        return f"{self.condition}; it is {self.value}"


def _theories(value: scales.TheoryChoice) -> tuple[AnyTheory, ...]:
    return scales.in_scale_order(scales.theories(value))


def _efficacy(value: Any) -> Any:
    if value is None or isinstance(value, EfficacyBounds | EfficacyRange):
        return value
    if isinstance(value, EfficacyLevel | str):
        raise AmbiguousLevel(scales.members(EfficacyLevel, value, "efficacy")[0].value)
    raise WrongType("efficacy", value, "certainly(...), possibly(...) or an EfficacyRange")


class Conditions(TypedDict, total=False):
    """The conditions of a question by name, as :class:`Criteria` takes them."""

    theory: scales.TheoryChoice | None
    audience: scales.AudienceChoice | None
    practice_level: scales.PracticeLevelChoice | None
    evidence: scales.EvidenceChoice | None
    efficacy: EfficacyBounds | EfficacyRange | None
    is_suite: bool | None


#: Where a row holds each facet, and how a condition on it begins in words.
_FACETS = {
    "theory": ("theories", "theory is "),
    "audience": ("audiences", "who for includes "),
    "practice_level": ("practice_levels", "practice includes "),
    "evidence": ("evidence", "evidence is "),
    "efficacy": ("efficacy", "efficacy printed as "),
    "is_suite": ("is_suite", "is "),
}


@attrs.frozen(kw_only=True, repr=False, init=False)
class Criteria(Record):
    """A question to a catalogue, as a value.

    Every condition given must hold. Several members of one facet mean any of
    them. Members are taken as such, as slugs or as printed labels. A row may
    serve both audiences, stand under several theories and have several types of
    practice; it meets a condition that names one of them.

    Args:
        theory: the row stands under any of these.
        audience: the row is for any of these.
        practice_level: any of these types of practice delivers the row.
        evidence: the row's evidence is any of these levels.
        efficacy: :func:`certainly` or :func:`possibly` within bounds, or the
            very range that the row prints. A bare level is refused, because a
            range can meet it in two ways.
        is_suite: whether the row is a suite of programmes.

    Raises:
        UnknownField: for another keyword, with the nearest.
        UnknownValue: for a value that is not in the vocabulary, with the nearest,
            and for an empty collection.
        WrongType: for a value of a type that the condition does not take.
        AmbiguousLevel: for a bare efficacy level.

    >>> from imh_evidence import Criteria, certainly
    >>> question = Criteria(audience="universal", efficacy=certainly(at_least="medium"))
    >>> print(question)
    who for includes Universal; efficacy at least Medium, across the whole printed range
    """

    theory: tuple[AnyTheory, ...] | None = attrs.field(default=None, converter=optional(_theories))
    audience: tuple[Audience, ...] | None = attrs.field(
        default=None, converter=optional(scales.audiences)
    )
    practice_level: tuple[PracticeLevel, ...] | None = attrs.field(
        default=None, converter=optional(scales.practice_levels)
    )
    evidence: tuple[EvidenceLevel, ...] | None = attrs.field(
        default=None, converter=optional(scales.evidence_levels)
    )
    efficacy: EfficacyBounds | EfficacyRange | None = attrs.field(default=None, converter=_efficacy)
    is_suite: bool | None = attrs.field(
        default=None, validator=attrs.validators.optional(of_type("True or False", bool))
    )

    def __init__(self, **conditions: Unpack[Conditions]) -> None:
        for name in conditions:
            if name not in _FACETS:
                raise UnknownField("Criteria(...)", name, tuple(_FACETS))
        self.__attrs_init__(**conditions)  # pyright: ignore[reportAttributeAccessIssue]

    @classmethod
    def parse(cls, text: str, theories: Iterable[scales.LocalTheory] = ()) -> "Criteria":
        """The question that a short text asks, its conditions between semicolons.

        Args:
            text: such as ``audience=universal; whole efficacy>=medium``.
            theories: theories that may be named beside the published ones.

        Raises:
            InvalidCriteria: for a text that is not a condition, or a facet twice.
            UnknownValue: for an unknown condition or value, with the nearest.

        >>> Criteria.parse("who for=Universal; suite=no")
        Criteria(audience=(Audience.UNIVERSAL,), is_suite=False)
        """
        if not isinstance(text, str):
            raise WrongType("Criteria.parse(...)", text, f"text, such as {_SYNTAX}")
        known = {fold(name): each for each in theories for name in (each.slug, each.label)}
        found: dict[str, Any] = {}
        for each in filter(str.strip, text.split(";")):
            name, value = _parsed(each.strip(), known)
            if name in found:
                raise InvalidCriteria(shown(text), f"{name} is asked twice; ask it once")
            found[name] = value
        return cls(**found)

    def matches(self, intervention: Intervention) -> bool:
        """Whether a row meets every condition.

        >>> from imh_evidence import Criteria, interventions
        >>> Criteria(audience="universal").matches(interventions["FNP"])
        False
        """
        return not self.explain(intervention)

    def explain(self, intervention: Intervention) -> tuple[Failure, ...]:
        """Each condition that a row does not meet, with the value that fails it.

        Returns:
            No failure for a row that matches.

        >>> from imh_evidence import Criteria, interventions
        >>> for failure in Criteria(audience="universal").explain(interventions["FNP"]):
        ...     print(failure)
        who for includes Universal; it is Targeted
        """
        if not isinstance(intervention, Intervention):
            raise WrongType("a row", intervention, "an Intervention")
        failures = []
        for facet in self.asked:
            held = getattr(intervention, _FACETS[facet][0])
            if not _meets(held, getattr(self, facet)):
                failures.append(Failure(facet, self._words(facet), _in_words(held, " and ")))
        return tuple(failures)

    def _words(self, facet: str) -> str:
        """The condition on a facet, as people read it."""
        value = getattr(self, facet)
        opening = "" if isinstance(value, EfficacyBounds) else _FACETS[facet][1]
        return opening + _in_words(value, " or ")

    @property
    def asked(self) -> tuple[str, ...]:
        """The names of the facets that have a condition, in one order.

        >>> Criteria(evidence="high", audience="universal").asked
        ('audience', 'evidence')
        """
        return tuple(name for name in _FACETS if getattr(self, name) is not None)

    def __str__(self) -> str:
        return "; ".join(map(self._words, self.asked)) or "any intervention"

    def __repr__(self) -> str:
        asked = [f"{facet}={getattr(self, facet)!r}" for facet in self.asked]
        return f"Criteria({', '.join(asked)})"


def _meets(held: Any, wanted: Any) -> bool:
    """Whether what a row holds meets a condition."""
    if isinstance(wanted, EfficacyBounds):
        return wanted.admits(held)
    if isinstance(wanted, tuple):
        return any(each in wanted for each in (held if isinstance(held, tuple) else (held,)))
    return bool(held == wanted)


def _in_words(value: Any, joint: str) -> str:
    if isinstance(value, bool):
        return "a suite of programmes" if value else "a single programme"
    return joint.join(map(str, value if isinstance(value, tuple) else (value,)))


# -- As text -------------------------------------------------------------------

_SYNTAX = (
    "audience=universal, practice=skilled,enhanced, theory=attachment, "
    "'whole efficacy>=medium', 'part efficacy>=medium' or 'printed efficacy=Low-High'"
)
_RANGES = (
    "a printed range can meet a bound in two ways: write 'whole efficacy>=medium' or "
    "'part efficacy>=medium'; 'printed efficacy=Low-High' asks for that range"
)

#: What people write for each facet, folded; for efficacy with the reading.
_WRITTEN = {
    "theory": "theory", "evidence": "evidence",
    "audience": "audience", "who for": "audience",
    "practice": "practice_level", "practice level": "practice_level",
    "type of psychological practice": "practice_level",
    "whole efficacy": "certainly", "part efficacy": "possibly", "printed efficacy": "efficacy",
    "suite": "is_suite", "is suite": "is_suite",
}  # fmt: skip
_YES = {"yes": True, "true": True, "no": False, "false": False}


def _parsed(text: str, theories: dict[str, scales.LocalTheory]) -> tuple[str, Any]:
    """One condition: the name of its facet, and what is asked of it."""
    found = re.fullmatch(r"([^<>=]+?)\s*(>=|<=|=)\s*([^<>=\s].*)", text)
    if found is None:
        raise InvalidCriteria(shown(text), f"not a condition; write {_SYNTAX}")
    name, sign, value = found.groups()
    if fold(name) == "efficacy":
        raise InvalidCriteria(shown(text), _RANGES)
    facet = _WRITTEN.get(fold(name).replace("_", " "))
    if facet is None:
        raise UnknownValue("the name of a condition", name, tuple(_WRITTEN))
    bounded = facet in ("certainly", "possibly")
    if bounded is (sign == "="):
        raise InvalidCriteria(shown(text), f"{name} does not go with {sign!r}; write {_SYNTAX}")
    if bounded:
        ends: Any = {"at_least" if sign == ">=" else "at_most": value}
        return "efficacy", EfficacyBounds(Reading(facet), **ends)
    if facet == "efficacy":
        return facet, EfficacyRange.parse(value)
    if facet == "is_suite":
        if fold(value) not in _YES:
            raise UnknownValue("suite", value, tuple(_YES))
        return facet, _YES[fold(value)]
    several = [each.strip() for each in re.split(r",|\bor\b", value) if each.strip()]
    known = theories if facet == "theory" else {}
    return facet, [known.get(fold(each), each) for each in several]
