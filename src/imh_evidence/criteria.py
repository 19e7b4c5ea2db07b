"""A question as a value: which rows have which facets, certainly or possibly.

A range of levels answers a question on efficacy in one of two honest ways:
*certainly*, when every level in the range does, and *possibly*, when some
level does. These are the certain and possible answers of databases with
incomplete information; they say nothing on how sure the evidence is.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Any

import attrs

from .errors import (
    AmbiguousLevel,
    InvalidCatalogue,
    InvalidCriteria,
    UnknownValue,
    WrongType,
)
from .jsontext import canonical, flaws, parse_json
from .scales import (
    Audience,
    EfficacyLevel,
    EfficacyRange,
    EvidenceLevel,
    LocalTheory,
    PracticeLevel,
    Theory,
    Value,
    in_scale_order,
    joined,
)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    from .records import Intervention
    from .scales import AudienceSlug, LevelSlug, PracticeLevelSlug, TheorySlug

    AnyTheory = Theory | LocalTheory
    AudienceChoice = (
        Audience | AudienceSlug | Collection[Audience | AudienceSlug] | None
    )
    TheoryChoice = AnyTheory | TheorySlug | Collection[AnyTheory | TheorySlug] | None
    PracticeLevelChoice = (
        PracticeLevel
        | PracticeLevelSlug
        | Collection[PracticeLevel | PracticeLevelSlug]
        | None
    )
    EvidenceChoice = (
        EvidenceLevel | LevelSlug | Collection[EvidenceLevel | LevelSlug] | None
    )

__all__ = [
    "CRITERIA_SCHEMA",
    "Criteria",
    "EfficacyBounds",
    "Failure",
    "Reading",
    "certainly",
    "possibly",
]

#: The schema that criteria written as JSON name.
CRITERIA_SCHEMA = "urn:imh-evidence:schema:criteria:1"


class Reading(Enum):
    """The two honest ways in which a range answers a question."""

    #: True at every level in the range.
    CERTAINLY = "certainly"
    #: True at some level in the range.
    POSSIBLY = "possibly"

    __hash__ = object.__hash__

    def __repr__(self) -> str:
        return f"Reading.{self.name}"


def _at_least(value: Any) -> EfficacyLevel | None:
    return _bound("at_least", value)


def _at_most(value: Any) -> EfficacyLevel | None:
    return _bound("at_most", value)


def _bound(name: str, value: Any) -> EfficacyLevel | None:
    if value is None or isinstance(value, EfficacyLevel):
        return value
    if not isinstance(value, str):
        raise WrongType(name, value, "an EfficacyLevel or its slug")
    known = _LEVELS.get(value)
    if known is None:
        raise UnknownValue(name, value, _LEVELS)
    return known


_LEVELS = {level.value: level for level in EfficacyLevel}


@attrs.frozen(repr=False)
class EfficacyBounds(Value):
    """A condition on the efficacy range: its reading, and one or two bounds.

    Made by :func:`certainly` and :func:`possibly`.

    Args:
        reading: whether every level must lie within the bounds, or some level.
        at_least: the lower bound, or None.
        at_most: the upper bound, or None.
    """

    reading: Reading
    at_least: EfficacyLevel | None = attrs.field(default=None, converter=_at_least)
    at_most: EfficacyLevel | None = attrs.field(default=None, converter=_at_most)

    def __attrs_post_init__(self) -> None:
        if self.at_least is None and self.at_most is None:
            raise InvalidCriteria(
                f"{self.reading.value}()",
                "it has no bound; give at_least, at_most or both, each one of "
                "'low', 'medium', 'high'",
            )
        if (
            self.at_least is not None
            and self.at_most is not None
            and self.at_least > self.at_most
        ):
            raise InvalidCriteria(
                repr(self), "no level is both; at_least must not be above at_most"
            )

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
        whole = self.reading is Reading.CERTAINLY
        part = "the whole" if whole else "part of the"
        bounds = []
        if self.at_least is not None:
            bounds.append(f"at least {self.at_least}")
        if self.at_most is not None:
            bounds.append(f"at most {self.at_most}")
        return f"{part} printed efficacy range is {' and '.join(bounds)}"

    def __repr__(self) -> str:
        bounds = ", ".join(
            f"{name}={level.value!r}"
            for name, level in (("at_least", self.at_least), ("at_most", self.at_most))
            if level is not None
        )
        return f"{self.reading.value}({bounds})"


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
        UnknownValue: if a bound is no efficacy level.

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
        UnknownValue: if a bound is no efficacy level.

    >>> from imh_evidence import interventions, possibly
    >>> len(interventions.where(efficacy=possibly(at_least="high")))
    7
    """
    return EfficacyBounds(Reading.POSSIBLY, at_least, at_most)


@attrs.frozen
class Failure(Value):
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
        return f"{self.facet} is {self.value}, and the question is: {self.condition}"


def _members(facet: str, scale: Any, value: Any, kinds: Any = None) -> Any:
    """A member, a slug or several of them, as a set of members; None stays None."""
    if value is None:
        return None
    kinds = kinds or scale
    known = _KNOWN[scale]
    # Members and slugs of the vocabulary, the common case, take the short way;
    # everything else is looked at one by one, and told off where it is wrong.
    try:
        if type(value) not in _COLLECTIONS:
            return frozenset((known[value],))
        if value:
            return frozenset(map(known.__getitem__, value))
    except (KeyError, TypeError):
        pass
    one_alone = isinstance(value, str | bytes | dict | kinds)
    several = (value,) if one_alone or not isinstance(value, Iterable) else value
    chosen = frozenset(_member(facet, scale, each, kinds) for each in several)
    if not chosen:
        choices = ", ".join(repr(member.value) for member in scale)
        raise InvalidCriteria(
            f"{facet}: an empty collection",
            f"it would match nothing; leave {facet} out to match any, or give some "
            f"of {choices}",
        )
    return chosen


_COLLECTIONS = (tuple, list, set, frozenset)
_KNOWN: dict[Any, dict[Any, Any]] = {
    scale: {key: member for member in scale for key in (member, member.value)}
    for scale in (Audience, Theory, PracticeLevel, EvidenceLevel)
}


def _member(facet: str, scale: Any, value: Any, kinds: Any) -> Any:
    if isinstance(value, kinds):
        return value
    if not isinstance(value, str):
        raise WrongType(facet, value, f"{scale.__name__} members or their slugs")
    try:
        return scale(value)
    except UnknownValue as error:
        raise UnknownValue(facet, value, error.accepted) from None


def _theories(value: TheoryChoice) -> frozenset[Theory | LocalTheory] | None:
    chosen: frozenset[Theory | LocalTheory] | None
    chosen = _members("theory", Theory, value, Theory | LocalTheory)
    return chosen


def _audiences(value: AudienceChoice) -> frozenset[Audience] | None:
    chosen: frozenset[Audience] | None = _members("audience", Audience, value)
    return chosen


def _practice_levels(value: PracticeLevelChoice) -> frozenset[PracticeLevel] | None:
    chosen: frozenset[PracticeLevel] | None
    chosen = _members("practice_level", PracticeLevel, value)
    return chosen


def _evidence(value: EvidenceChoice) -> frozenset[EvidenceLevel] | None:
    chosen: frozenset[EvidenceLevel] | None
    chosen = _members("evidence", EvidenceLevel, value)
    return chosen


def _efficacy(
    value: EfficacyBounds | EfficacyRange | None,
) -> EfficacyBounds | EfficacyRange | None:
    if value is None or isinstance(value, (EfficacyBounds, EfficacyRange)):
        return value
    if isinstance(value, EfficacyLevel):
        raise AmbiguousLevel(value.value)
    if isinstance(value, str):
        # As printed or as a slug, one level can be read in two ways.
        if value.lower() in _LEVELS:
            raise AmbiguousLevel(value.lower())
        raise UnknownValue("efficacy", value, _LEVELS)
    raise WrongType(
        "efficacy", value, "certainly(...), possibly(...) or an EfficacyRange"
    )


@attrs.frozen(kw_only=True, cache_hash=True, repr=False)
class Criteria(Value):
    """A question to a catalogue, as a value.

    Every condition given must hold. Within a facet, several members mean any
    of them. Audience, theory and practice level are sets in a row, so a row
    that serves both audiences meets a condition on either.

    Args:
        theory: the row stands under any of these.
        audience: the row reaches any of these.
        practice_level: any of these types of practice delivers the row.
        evidence: the row's evidence is any of these levels.
        efficacy: :func:`certainly` or :func:`possibly` within bounds, or the
            very range that the row prints. A bare level is refused, because a
            range can meet it in two ways.

    Raises:
        UnknownValue: for a value that is no member, with the nearest that is.
        WrongType: for a value of a type that no facet takes.
        AmbiguousLevel: for a bare efficacy level.
        InvalidCriteria: for an empty collection.

    >>> from imh_evidence import Criteria, certainly
    >>> question = Criteria(audience="universal", efficacy=certainly(at_least="medium"))
    >>> print(question)
    reaches universal audiences; the whole printed efficacy range is at least Medium
    """

    theory: frozenset[Theory | LocalTheory] | None = attrs.field(
        default=None, converter=_theories
    )
    audience: frozenset[Audience] | None = attrs.field(
        default=None, converter=_audiences
    )
    practice_level: frozenset[PracticeLevel] | None = attrs.field(
        default=None, converter=_practice_levels
    )
    evidence: frozenset[EvidenceLevel] | None = attrs.field(
        default=None, converter=_evidence
    )
    efficacy: EfficacyBounds | EfficacyRange | None = attrs.field(
        default=None, converter=_efficacy
    )

    def matches(self, intervention: Intervention) -> bool:
        """Whether a row meets every condition.

        >>> from imh_evidence import Criteria, interventions
        >>> Criteria(audience="universal").matches(interventions["FNP"])
        False
        """
        return (
            (self.theory is None or not self.theory.isdisjoint(intervention.theories))
            and (
                self.audience is None
                or not self.audience.isdisjoint(intervention.audiences)
            )
            and (
                self.practice_level is None
                or not self.practice_level.isdisjoint(intervention.practice_levels)
            )
            and (self.evidence is None or intervention.evidence in self.evidence)
            and (self.efficacy is None or _admits(self.efficacy, intervention.efficacy))
        )

    def explain(self, intervention: Intervention) -> tuple[Failure, ...]:
        """Each condition that a row does not meet, with the value that fails it.

        Args:
            intervention: the row.

        Returns:
            No failure for a row that matches.

        >>> from imh_evidence import Criteria, interventions
        >>> for failure in Criteria(audience="universal").explain(interventions["FNP"]):
        ...     print(failure)
        audience is Targeted, and the question is: reaches universal audiences
        """
        held: dict[str, frozenset[Any]] = {
            "theory": frozenset(intervention.theories),
            "audience": intervention.audiences,
            "practice_level": intervention.practice_levels,
            "evidence": frozenset((intervention.evidence,)),
        }
        failures = [
            Failure(facet, condition, joined(held[facet]))
            for facet, members, condition in self._set_conditions()
            if members.isdisjoint(held[facet])
        ]
        if self.efficacy is not None and not _admits(
            self.efficacy, intervention.efficacy
        ):
            failures.append(
                Failure(
                    "efficacy",
                    _efficacy_condition(self.efficacy),
                    str(intervention.efficacy),
                )
            )
        return tuple(failures)

    def _set_conditions(self) -> list[tuple[str, frozenset[Any], str]]:
        conditions: list[tuple[str, frozenset[Any], str]] = []
        if self.theory is not None:
            theories = " or ".join(_labels(in_scale_order(self.theory)))
            conditions.append(("theory", self.theory, f"stands under {theories}"))
        if self.audience is not None:
            words = " or ".join(a.value for a in in_scale_order(self.audience))
            conditions.append(("audience", self.audience, f"reaches {words} audiences"))
        if self.practice_level is not None:
            words = " or ".join(_labels(in_scale_order(self.practice_level)))
            conditions.append(
                (
                    "practice_level",
                    self.practice_level,
                    f"is delivered by {words} practice",
                )
            )
        if self.evidence is not None:
            words = " or ".join(_labels(in_scale_order(self.evidence)))
            conditions.append(("evidence", self.evidence, f"prints evidence {words}"))
        return conditions

    def __str__(self) -> str:
        conditions = [condition for _, _, condition in self._set_conditions()]
        if self.efficacy is not None:
            conditions.append(_efficacy_condition(self.efficacy))
        return "; ".join(conditions) or "any intervention"

    def __repr__(self) -> str:
        parts = []
        for facet in ("theory", "audience", "practice_level", "evidence"):
            members = getattr(self, facet)
            if members is not None:
                # A slug alone would be asked of the published vocabulary.
                given = [
                    member if isinstance(member, LocalTheory) else member.value
                    for member in in_scale_order(members)
                ]
                shown = given[0] if len(given) == 1 else tuple(given)
                parts.append(f"{facet}={shown!r}")
        if self.efficacy is not None:
            parts.append(f"efficacy={self.efficacy!r}")
        return f"Criteria({', '.join(parts)})"

    def to_plain(self) -> dict[str, Any]:
        """The question as plain JSON values; :meth:`from_plain` reads them.

        >>> from imh_evidence import Criteria
        >>> Criteria(audience="targeted").to_plain()["audience"]
        ['targeted']
        """
        plain: dict[str, Any] = {"schema": CRITERIA_SCHEMA}
        if self.theory is not None:
            plain["theory"] = [
                {"slug": theory.slug, "label": theory.label}
                if isinstance(theory, LocalTheory)
                else theory.value
                for theory in in_scale_order(self.theory)
            ]
        for facet in ("audience", "practice_level", "evidence"):
            members = getattr(self, facet)
            if members is not None:
                plain[facet] = [member.value for member in in_scale_order(members)]
        if isinstance(self.efficacy, EfficacyRange):
            ends = {"low": self.efficacy.low.value, "high": self.efficacy.high.value}
            plain["efficacy"] = {"equals": ends}
        elif self.efficacy is not None:
            bounds = {
                name: level.value
                for name, level in (
                    ("at_least", self.efficacy.at_least),
                    ("at_most", self.efficacy.at_most),
                )
                if level is not None
            }
            plain["efficacy"] = {self.efficacy.reading.value: bounds}
        return plain

    @classmethod
    def from_plain(cls, plain: object) -> Criteria:
        """A question from what :meth:`to_plain` gave.

        Args:
            plain: an object of JSON values.

        Raises:
            UnknownValue: for an unknown key, member or schema version.
            WrongType: for a value of a type that its key does not take.
            InvalidCriteria: for no schema or an empty list.
        """
        body = _object("criteria", plain, ("schema", *_FACETS))
        if "schema" not in body:
            raise InvalidCriteria(
                "criteria", f'they name no schema; add "schema": "{CRITERIA_SCHEMA}"'
            )
        schema = body.pop("schema")
        if schema != CRITERIA_SCHEMA:
            raise UnknownValue("criteria schema", schema, (CRITERIA_SCHEMA,))
        for facet in ("theory", "audience", "practice_level", "evidence"):
            if facet in body and not isinstance(body[facet], list):
                raise WrongType(f"criteria.{facet}", body[facet], "a list of slugs")
        if "theory" in body:
            body["theory"] = [_local(theory) for theory in body["theory"]]
        if "efficacy" in body:
            body["efficacy"] = _efficacy_from_plain(body["efficacy"])
        return cls(**body)

    def to_json(self) -> str:
        """The question as JSON text; :meth:`from_json` reads it.

        >>> from imh_evidence import Criteria
        >>> question = Criteria(evidence="high")
        >>> Criteria.from_json(question.to_json()) == question
        True
        """
        return canonical(self.to_plain())

    @classmethod
    def from_json(cls, text: str | bytes) -> Criteria:
        """A question from JSON text.

        Raises:
            InvalidCriteria: if the text is no JSON.
            UnknownValue: for an unknown key, member or schema version.
            WrongType: for a value of a type that its key does not take.
        """
        if not isinstance(text, str | bytes):
            raise WrongType("criteria from JSON", text, "text or bytes of JSON")
        try:
            plain = parse_json(text, "criteria")
        except InvalidCatalogue as error:
            raise InvalidCriteria(
                "criteria", "; ".join(map(str, error.faults))
            ) from None
        repeated = "; ".join(map(str, flaws(plain)))
        if repeated:
            raise InvalidCriteria("criteria", repeated)
        return cls.from_plain(plain)


_FACETS = ("theory", "audience", "practice_level", "evidence", "efficacy")


def _admits(condition: EfficacyBounds | EfficacyRange, efficacy: EfficacyRange) -> bool:
    if isinstance(condition, EfficacyRange):
        return condition == efficacy
    return condition.admits(efficacy)


def _efficacy_condition(condition: EfficacyBounds | EfficacyRange) -> str:
    if isinstance(condition, EfficacyRange):
        return f"prints efficacy {condition}"
    return str(condition)


def _labels(members: Iterable[Any]) -> list[str]:
    return [member.label for member in members]


def _object(what: str, plain: object, keys: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(plain, dict):
        raise WrongType(what, plain, "an object")
    for key in plain:
        if key not in keys:
            raise UnknownValue(f"a key of {what}", key, keys)
    return dict(plain)


def _local(theory: object) -> object:
    if not isinstance(theory, dict):
        return theory
    body = _object("criteria.theory", theory, ("slug", "label"))
    for key in ("slug", "label"):
        if not isinstance(body.get(key), str):
            raise WrongType(f"criteria.theory.{key}", body.get(key), "text")
    return LocalTheory(**body)


def _efficacy_from_plain(plain: object) -> EfficacyBounds | EfficacyRange:
    what = "criteria.efficacy"
    kinds = (*(reading.value for reading in Reading), "equals")
    body = _object(what, plain, kinds)
    if len(body) != 1:
        raise InvalidCriteria(what, f"expected exactly one of {', '.join(kinds)}")
    ((kind, condition),) = body.items()
    if kind == "equals":
        ends = _object(f"{what}.equals", condition, ("low", "high"))
        for end in ("low", "high"):
            if end not in ends:
                raise InvalidCriteria(
                    f"{what}.equals", f"it has no {end!r}; give both ends"
                )
        return EfficacyRange(ends["low"], ends["high"])
    bounds = _object(f"{what}.{kind}", condition, ("at_least", "at_most"))
    return EfficacyBounds(Reading(kind), **bounds)
