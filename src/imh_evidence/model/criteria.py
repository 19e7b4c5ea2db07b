"""A question as a value: which rows meet which conditions, certainly or possibly.

A range of levels answers a question on efficacy in one of two honest ways:
*certainly*, when every level in the range does, and *possibly*, when some
level does. These are the certain and possible answers of databases with
incomplete information; they do not say how sure the evidence is.
"""

import re
from collections.abc import Collection, Iterable
from enum import Enum
from typing import Any, Never

import attrs

from .errors import AmbiguousLevel, InvalidCriteria, UnknownField, UnknownValue, WrongType, shown
from .names import fold
from .record import Record
from .records import Intervention
from .scales import (
    Audience,
    AudienceSlug,
    EfficacyLevel,
    EfficacyRange,
    EvidenceLevel,
    LevelSlug,
    LocalTheory,
    PracticeLevel,
    PracticeLevelSlug,
    Theory,
    TheorySlug,
    in_scale_order,
    members,
)


AnyTheory = Theory | LocalTheory
AudienceChoice = Audience | AudienceSlug | Collection[Audience | AudienceSlug] | None
TheoryChoice = AnyTheory | TheorySlug | Collection[AnyTheory | TheorySlug] | None
PracticeLevelChoice = (
    PracticeLevel | PracticeLevelSlug | Collection[PracticeLevel | PracticeLevelSlug] | None
)
EvidenceChoice = EvidenceLevel | LevelSlug | Collection[EvidenceLevel | LevelSlug] | None


class Reading(Enum):
    """The two honest ways in which a range answers a question."""

    #: True at every level in the range.
    CERTAINLY = "certainly"
    #: True at some level in the range.
    POSSIBLY = "possibly"

    def __repr__(self) -> str:
        return f"Reading.{self.name}"


def _at_least(value: EfficacyLevel | str | None) -> EfficacyLevel | None:
    return None if value is None else members(EfficacyLevel, value, "at_least")[0]


def _at_most(value: EfficacyLevel | str | None) -> EfficacyLevel | None:
    return None if value is None else members(EfficacyLevel, value, "at_most")[0]


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

    def __str__(self) -> str:
        bounds = (("at least", self.at_least), ("at most", self.at_most))
        told = " and ".join(f"{word} {level}" for word, level in bounds if level)
        whole = self.reading is Reading.CERTAINLY
        part = "across the whole" if whole else "in part of the"
        return f"efficacy {told}, {part} printed range"

    def __repr__(self) -> str:
        bounds = (("at_least", self.at_least), ("at_most", self.at_most))
        told = ", ".join(f"{name}={level.value!r}" for name, level in bounds if level)
        return f"{self.reading.value}({told})"


def certainly(
    *,
    at_least: EfficacyLevel | LevelSlug | None = None,
    at_most: EfficacyLevel | LevelSlug | None = None,
) -> EfficacyBounds:
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


def possibly(
    *,
    at_least: EfficacyLevel | LevelSlug | None = None,
    at_most: EfficacyLevel | LevelSlug | None = None,
) -> EfficacyBounds:
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


# -- Facets --------------------------------------------------------------------


def _chosen(facet: str, scale: Any, value: Any, *others: type) -> Any:
    """A member, a slug, a label or several of them, as members; None stays None."""
    if value is None:
        return None
    if isinstance(value, Collection) and not len(value):
        problem = f"it would match nothing; leave {facet} out to match any"
        raise InvalidCriteria(f"{facet}: an empty collection", problem)
    return in_scale_order(members(scale, value, facet, *others))


def _theories(value: TheoryChoice) -> tuple[AnyTheory, ...] | None:
    return _chosen("theory", Theory, value, LocalTheory)  # type: ignore[no-any-return]


def _audiences(value: AudienceChoice) -> tuple[Audience, ...] | None:
    return _chosen("audience", Audience, value)  # type: ignore[no-any-return]


def _practices(value: PracticeLevelChoice) -> tuple[PracticeLevel, ...] | None:
    return _chosen("practice_level", PracticeLevel, value)  # type: ignore[no-any-return]


def _evidence(value: EvidenceChoice) -> tuple[EvidenceLevel, ...] | None:
    return _chosen("evidence", EvidenceLevel, value)  # type: ignore[no-any-return]


def _efficacy(
    value: EfficacyBounds | EfficacyRange | None,
) -> EfficacyBounds | EfficacyRange | None:
    given: Any = value
    if given is None or isinstance(given, EfficacyBounds | EfficacyRange):
        return given
    if isinstance(given, EfficacyLevel | str):
        raise AmbiguousLevel(members(EfficacyLevel, given, "efficacy")[0].value)
    expected = "certainly(...), possibly(...) or an EfficacyRange"
    raise WrongType("efficacy", given, expected)


def _suite(value: bool | None) -> bool | None:
    given: Any = value
    if given is None or isinstance(given, bool):
        return given
    raise WrongType("is_suite", given, "True or False")


#: Each facet, where a row holds it, and how a condition on it begins in words.
_FACETS = {
    "theory": ("theories", "theory is"),
    "audience": ("audiences", "who for includes"),
    "practice_level": ("practice_levels", "practice includes"),
    "evidence": ("evidence", "evidence is"),
}
_NAMES = (*_FACETS, "efficacy", "is_suite")


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
        UnknownValue: for a value that is not in the vocabulary, with the nearest.
        WrongType: for a value of a type that the condition does not take.
        AmbiguousLevel: for a bare efficacy level.
        InvalidCriteria: for an empty collection.

    >>> from imh_evidence import Criteria, certainly
    >>> question = Criteria(audience="universal", efficacy=certainly(at_least="medium"))
    >>> print(question)
    who for includes Universal; efficacy at least Medium, across the whole printed range
    """

    theory: tuple[AnyTheory, ...] | None = attrs.field(default=None, converter=_theories)
    audience: tuple[Audience, ...] | None = attrs.field(default=None, converter=_audiences)
    practice_level: tuple[PracticeLevel, ...] | None = attrs.field(
        default=None, converter=_practices
    )
    evidence: tuple[EvidenceLevel, ...] | None = attrs.field(default=None, converter=_evidence)
    efficacy: EfficacyBounds | EfficacyRange | None = attrs.field(default=None, converter=_efficacy)
    is_suite: bool | None = attrs.field(default=None, converter=_suite)

    def __init__(  # noqa: PLR0913 -- a keyword for each facet
        self,
        *,
        theory: TheoryChoice = None,
        audience: AudienceChoice = None,
        practice_level: PracticeLevelChoice = None,
        evidence: EvidenceChoice = None,
        efficacy: EfficacyBounds | EfficacyRange | None = None,
        is_suite: bool | None = None,
        **unknown: Never,
    ) -> None:
        for name in unknown:
            raise UnknownField("Criteria(...)", name, _NAMES)
        self.__attrs_init__(
            theory=theory,
            audience=audience,
            practice_level=practice_level,
            evidence=evidence,
            efficacy=efficacy,
            is_suite=is_suite,
        )

    @classmethod
    def parse(cls, text: str, theories: Iterable[LocalTheory] = ()) -> "Criteria":
        """The question that a short text asks, its conditions between semicolons.

        Args:
            text: such as ``audience=universal; whole efficacy>=medium``.
            theories: theories that may be named beside the published ones.

        Raises:
            InvalidCriteria: for a text that is not a condition, or a facet twice.
            UnknownValue: for an unknown condition or value, with the nearest.

        >>> Criteria.parse("who for=Universal; practice=skilled, enhanced")
        Criteria(audience='universal', practice_level=('skilled', 'enhanced'))
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
        for facet, (field, _) in _FACETS.items():
            wanted, held = getattr(self, facet), getattr(intervention, field)
            held = held if isinstance(held, tuple) else (held,)
            if wanted is not None and not any(each in wanted for each in held):
                value = " and ".join(each.label for each in held)
                failures.append(Failure(facet, self._words(facet), value))
        asked, efficacy = self.efficacy, intervention.efficacy
        if asked is not None and not (
            asked.admits(efficacy) if isinstance(asked, EfficacyBounds) else asked == efficacy
        ):
            words = self._words("efficacy")
            failures.append(Failure("efficacy", words, str(efficacy)))
        if self.is_suite is not None and self.is_suite is not intervention.is_suite:
            value = _SUITE[intervention.is_suite]
            failures.append(Failure("is_suite", self._words("is_suite"), value))
        return tuple(failures)

    def _words(self, facet: str) -> str:
        """The condition on a facet, as people read it."""
        value = getattr(self, facet)
        if facet == "is_suite":
            return f"is {_SUITE[value]}"
        if isinstance(value, EfficacyRange):
            return f"efficacy printed as {value}"
        if facet == "efficacy":
            return str(value)
        return f"{_FACETS[facet][1]} {' or '.join(each.label for each in value)}"

    @property
    def asked(self) -> tuple[str, ...]:
        """The names of the facets that have a condition, in one order.

        >>> Criteria(evidence="high", audience="universal").asked
        ('audience', 'evidence')
        """
        return tuple(name for name in _NAMES if getattr(self, name) is not None)

    def __str__(self) -> str:
        return "; ".join(map(self._words, self.asked)) or "any intervention"

    def __repr__(self) -> str:
        parts = []
        for facet in self.asked:
            value = getattr(self, facet)
            if isinstance(value, tuple):
                # A slug alone would be sought in the published vocabulary.
                given = [e if isinstance(e, LocalTheory) else e.value for e in value]
                value = given[0] if len(given) == 1 else tuple(given)
            parts.append(f"{facet}={value!r}")
        return f"Criteria({', '.join(parts)})"


_SUITE = {True: "a suite of programmes", False: "a single programme"}

# -- As text -------------------------------------------------------------------

_SYNTAX = (
    "audience=universal, practice=skilled,enhanced, theory=attachment, "
    "'whole efficacy>=medium', 'part efficacy>=medium' or 'printed efficacy=Low-High'"
)

#: What people write for each facet, folded.
_WRITTEN = {
    "theory": "theory",
    "audience": "audience",
    "who for": "audience",
    "practice_level": "practice_level",
    "practice level": "practice_level",
    "practice": "practice_level",
    "type of psychological practice": "practice_level",
    "evidence": "evidence",
    "whole efficacy": "certainly",
    "part efficacy": "possibly",
    "printed efficacy": "printed",
    "suite": "is_suite",
    "is_suite": "is_suite",
}
_BOUNDS = {">=": "at_least", "<=": "at_most"}
_YES = {"yes": True, "true": True, "no": False, "false": False}


def _parsed(text: str, theories: dict[str, LocalTheory]) -> tuple[str, Any]:
    """One condition: the name of its facet, and what is asked of it."""
    found = re.fullmatch(r"([^<>=]+?)\s*(>=|<=|=)\s*([^<>=\s].*)", text)
    if found is None:
        raise InvalidCriteria(shown(text), f"not a condition; write {_SYNTAX}")
    name, sign, value = found.groups()
    facet = _WRITTEN.get(fold(name))
    if fold(name) == "efficacy":
        problem = (
            "a printed range can meet a bound in two ways: write 'whole efficacy>=medium' "
            "or 'part efficacy>=medium'; 'printed efficacy=Low-High' asks for that range"
        )
        raise InvalidCriteria(shown(text), problem)
    if facet is None:
        raise UnknownValue("the name of a condition", name, tuple(_WRITTEN))
    if facet in ("certainly", "possibly") and sign in _BOUNDS:
        ends = {_BOUNDS[sign]: value}
        return "efficacy", EfficacyBounds(Reading(facet), **ends)
    if sign != "=" or facet in ("certainly", "possibly"):
        problem = f"{name} does not go with {sign!r}; write {_SYNTAX}"
        raise InvalidCriteria(shown(text), problem)
    if facet == "printed":
        return "efficacy", EfficacyRange.parse(value)
    if facet == "is_suite":
        if fold(value) not in _YES:
            raise UnknownValue("suite", value, tuple(_YES))
        return facet, _YES[fold(value)]
    several = [each.strip() for each in re.split(r",|\bor\b", value) if each.strip()]
    if facet == "theory":
        return facet, [theories.get(fold(each), each) for each in several]
    return facet, several
