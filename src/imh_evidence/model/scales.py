"""The vocabularies of the table, and the range of efficacy levels that a row prints.

Evidence and efficacy are two scales with two types. A level is compared with
levels of its own scale only; a range is compared with a range by
:meth:`EfficacyRange.relation`, because ranges are partially ordered. There is
no arithmetic on either: a finite ordered scale has none.
"""

from collections.abc import Collection, Iterable, Mapping
from operator import attrgetter
from typing import Any, Literal, Self, TypeVar

import attrs

from .errors import InvalidRange, UnknownValue, WrongType, shown
from .names import fold
from .record import Record, Vocabulary, name_text, slug_text


AudienceSlug = Literal["universal", "targeted"]
TheorySlug = Literal[
    "attachment", "social-learning", "family-systems", "cognitive-learning",
    "cognitive-behavioural", "psychoanalytic-psychotherapy", "developmental-psychopathology",
    "psychoeducation",
]  # fmt: skip
PracticeLevelSlug = Literal["informed", "skilled", "enhanced", "specialist"]
LevelSlug = Literal["low", "medium", "high"]


class Scale(Vocabulary):
    """A vocabulary with an order, low to high as its members are listed."""

    def _above(self, other: Self, sign: str) -> int:
        """By how many places this level is above another of its scale."""
        if type(other) is not type(self):
            name = type(self).__name__
            expected = f"a member of {name}: levels are ordered within one scale only"
            raise WrongType(f"{self!r} {sign} ...", other, expected)
        return self.rank - other.rank

    def __lt__(self, other: Self) -> bool:
        return self._above(other, "<") < 0

    def __le__(self, other: Self) -> bool:
        return self._above(other, "<=") <= 0

    def __gt__(self, other: Self) -> bool:
        return self._above(other, ">") > 0

    def __ge__(self, other: Self) -> bool:
        return self._above(other, ">=") >= 0


class Audience(Vocabulary):
    """Who an intervention is for; a row may serve both, so a row holds several.

    >>> Audience("targeted").label
    'Targeted'
    """

    #: The general population.
    UNIVERSAL = "universal"
    #: Families with risk factors, and families where there is concern already.
    TARGETED = "targeted"


class Theory(Vocabulary):
    """The theories named in the headings of the table.

    >>> Theory.ATTACHMENT.label
    'Attachment Theory'
    """

    ATTACHMENT = "attachment", "Attachment Theory"
    SOCIAL_LEARNING = "social-learning", "Social Learning Theory"
    FAMILY_SYSTEMS = "family-systems", "Family Systems Theory"
    COGNITIVE_LEARNING = "cognitive-learning", "Cognitive Learning Theory"
    #: Printed as Cognitive Behavioural Theory and as Cognitive Behaviour Therapy.
    COGNITIVE_BEHAVIOURAL = "cognitive-behavioural", "Cognitive Behavioural Theory (CBT)"
    PSYCHOANALYTIC_PSYCHOTHERAPY = "psychoanalytic-psychotherapy", "Psychoanalytic Psychotherapy"
    DEVELOPMENTAL_PSYCHOPATHOLOGY = "developmental-psychopathology", "Developmental Psychopathology"
    PSYCHOEDUCATION = "psychoeducation"


class PracticeLevel(Scale):
    """Types of psychological practice, by growing training.

    The types are gov.scot's. Treating them as an order is ours.

    >>> PracticeLevel.SKILLED < PracticeLevel.ENHANCED
    True
    """

    #: All staff in health, care and the third sector; in no row of the table.
    INFORMED = "informed"
    #: Extra skills, used within routine care with protected time.
    SKILLED = "skilled"
    #: Short-course training and a role with protected time.
    ENHANCED = "enhanced"
    #: Highly trained therapists, registered or accredited.
    SPECIALIST = "specialist"


class EvidenceLevel(Scale):
    """How good the evidence base is; the page prints High in every row.

    The order low, medium, high is ours: the page does not define the scale.

    >>> EvidenceLevel.LOW < EvidenceLevel.HIGH
    True
    """

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class EfficacyLevel(Scale):
    """How large the reported effects are; the page gives no cut-offs.

    >>> EfficacyLevel.HIGH > EfficacyLevel.MEDIUM
    True
    """

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Relation(Vocabulary):
    """How one efficacy range stands to another."""

    #: Every level of the first is above every level of the second.
    ABOVE = "above"
    #: No level of the first is below any of the second; they share one end.
    AT_LEAST = "at-least", "At least"
    #: Both are the same single level.
    EQUAL = "equal"
    #: The mirror of AT_LEAST.
    AT_MOST = "at-most", "At most"
    #: The mirror of ABOVE.
    BELOW = "below"
    #: Everything else, also two equal spreads.
    UNDECIDED = "undecided"

    @property
    def reverse(self) -> "Relation":
        """The relation seen from the other range.

        >>> Relation.ABOVE.reverse
        Relation.BELOW
        """
        mirrored = [*Relation][:-1]
        return mirrored[-1 - mirrored.index(self)] if self in mirrored else self


@attrs.frozen
class LocalTheory(Record):
    """A theory that a service's own catalogue declares next to the published ones.

    Args:
        slug: its name in files and questions.
        label: its name as people read it.

    >>> LocalTheory("play", "Play Theory").label
    'Play Theory'
    """

    slug: str = attrs.field(validator=slug_text)
    label: str = attrs.field(validator=name_text)

    @property
    def value(self) -> str:
        """The slug, under the name that it has on a published theory."""
        return self.slug

    @property
    def rank(self) -> int:
        """Its place, which is after all published theories."""
        return len(Theory)

    def __str__(self) -> str:
        return self.label


_M = TypeVar("_M", bound=Vocabulary | LocalTheory)

AnyTheory = Theory | LocalTheory
#: What conditions and fields of several members take.
AudienceChoice = Audience | AudienceSlug | Collection[Audience | AudienceSlug]
TheoryChoice = AnyTheory | TheorySlug | Collection[AnyTheory | TheorySlug]
PracticeLevelChoice = (
    PracticeLevel | PracticeLevelSlug | Collection[PracticeLevel | PracticeLevelSlug]
)
EvidenceChoice = EvidenceLevel | LevelSlug | Collection[EvidenceLevel | LevelSlug]


def in_scale_order(members: Iterable[_M]) -> tuple[_M, ...]:
    """The members, each once, in the order of their vocabulary.

    Local theories come after the published ones, by slug.

    >>> in_scale_order([PracticeLevel.ENHANCED, PracticeLevel.SKILLED])
    (PracticeLevel.SKILLED, PracticeLevel.ENHANCED)
    """
    return tuple(sorted(dict.fromkeys(members), key=lambda each: (each.rank, each.value)))


# What is one value, although it can be walked.
_ONE = (str, bytes, Mapping)


def members(scale: Any, value: Any, what: str, *others: type) -> tuple[Any, ...]:
    """Members of a vocabulary, each once, as given: members, slugs or labels.

    Args:
        scale: the vocabulary.
        value: one of them, or several.
        what: what they were given for, as an error names it.
        others: further types that are taken as they are.
    """
    one = type(value) is not tuple and (isinstance(value, _ONE) or not isinstance(value, Iterable))
    known = (scale, *others)
    try:
        found = [e if isinstance(e, known) else scale(e) for e in ((value,) if one else value)]
    except (UnknownValue, WrongType) as error:
        raise type(error)(what, *error.args[1:]) from None
    if not found:
        raise UnknownValue(what, value, tuple(member.value for member in scale))
    return tuple(found if len(found) == 1 else dict.fromkeys(found))


def theories(value: TheoryChoice) -> tuple[AnyTheory, ...]:
    """A converter: theories, in the order given."""
    found = members(Theory, value, "theory", LocalTheory)
    if len(found) > 1 and len({each.value for each in found}) < len(found):
        raise WrongType("theory", found, "one theory for each slug")
    return found


def audiences(value: AudienceChoice) -> tuple[Audience, ...]:
    """A converter: audiences, in scale order."""
    return tuple(sorted(members(Audience, value, "audience"), key=attrgetter("rank")))


def practice_levels(value: PracticeLevelChoice) -> tuple[PracticeLevel, ...]:
    """A converter: types of practice, in scale order."""
    return tuple(sorted(members(PracticeLevel, value, "practice_level"), key=attrgetter("rank")))


def evidence_levels(value: EvidenceChoice) -> tuple[EvidenceLevel, ...]:
    """A converter: levels of evidence, in scale order."""
    return tuple(sorted(members(EvidenceLevel, value, "evidence"), key=attrgetter("rank")))


def _level(value: EfficacyLevel | LevelSlug) -> EfficacyLevel:
    return value if isinstance(value, EfficacyLevel) else EfficacyLevel(value)


@attrs.frozen(repr=False, order=False)
class EfficacyRange(Record):
    """The efficacy that a row prints: one level, or a spread of levels.

    The spread is over studies, outcomes or variants of a programme. It is not
    a confidence interval; that is our reading, as the page does not say what a
    range spans. Answers hold whichever printed level applies.

    Args:
        low: the lowest level, a member or its slug.
        high: the highest level, a member or its slug.

    Raises:
        InvalidRange: if ``low`` is above ``high``.
        UnknownValue: if one is not an efficacy level.
        WrongType: if one is a level of another scale.

    >>> spread = EfficacyRange("low", "medium")
    >>> print(spread)
    Low–Medium
    >>> spread.certainly_at_least("medium"), spread.possibly_at_least("medium")
    (False, True)
    """

    low: EfficacyLevel = attrs.field(converter=_level)
    high: EfficacyLevel = attrs.field(converter=_level)

    def __attrs_post_init__(self) -> None:
        if self.low.rank > self.high.rank:
            found = f"{self.low} to {self.high}"
            raise InvalidRange(found, "its low end is above its high end; swap them")

    @classmethod
    def parse(cls, text: str) -> "EfficacyRange":
        """The range that a printed text stands for.

        Args:
            text: a level, or two with a dash or ``to`` between them; spaces and
                capitals do not matter.

        Raises:
            InvalidRange: if the text is not such a range. ``High Medium`` is
                not: on the page it is a level of evidence and one of efficacy.

        >>> EfficacyRange.parse("Low -Medium")
        EfficacyRange('low', 'medium')
        """
        if not isinstance(text, str):
            expected = "text such as 'Low - High'"
            raise WrongType("EfficacyRange.parse(...)", text, expected)
        known = {level.value: level for level in EfficacyLevel}
        ends = fold(fold(text).replace("-", " to ")).split(" to ")
        if ends[2:] or not known.keys() >= {*ends}:
            expected = "expected one level (Low, Medium, High) or two with a dash between"
            raise InvalidRange(shown(text), expected)
        return cls(known[ends[0]], known[ends[-1]])

    @property
    def levels(self) -> tuple[EfficacyLevel, ...]:
        """Every level in the range, low to high."""
        return tuple(level for level in EfficacyLevel if self.low <= level <= self.high)

    @property
    def is_exact(self) -> bool:
        """Whether the range is a single level."""
        return self.low is self.high

    def certainly_at_least(self, level: EfficacyLevel | LevelSlug) -> bool:
        """Whether the whole range is at least the level.

        >>> EfficacyRange("medium", "high").certainly_at_least("medium")
        True
        """
        return self.low >= EfficacyLevel(level)

    def possibly_at_least(self, level: EfficacyLevel | LevelSlug) -> bool:
        """Whether part of the range is at least the level.

        >>> EfficacyRange("low", "high").possibly_at_least("medium")
        True
        """
        return self.high >= EfficacyLevel(level)

    def certainly_at_most(self, level: EfficacyLevel | LevelSlug) -> bool:
        """Whether the whole range is at most the level.

        >>> EfficacyRange("low", "high").certainly_at_most("medium")
        False
        """
        return self.high <= EfficacyLevel(level)

    def possibly_at_most(self, level: EfficacyLevel | LevelSlug) -> bool:
        """Whether part of the range is at most the level.

        >>> EfficacyRange("low", "high").possibly_at_most("medium")
        True
        """
        return self.low <= EfficacyLevel(level)

    def relation(self, other: "EfficacyRange") -> Relation:
        """How this range stands to another.

        Args:
            other: the range to stand it beside.

        Returns:
            UNDECIDED wherever levels of the two could fall either way, also for
            two equal spreads: the same print is not the same effect.

        >>> EfficacyRange("high", "high").relation(EfficacyRange("low", "medium"))
        Relation.ABOVE
        >>> EfficacyRange("low", "high").relation(EfficacyRange("low", "high"))
        Relation.UNDECIDED
        """
        _require_range(other, "relation(...)")
        if self.is_exact and self == other:
            return Relation.EQUAL
        if self.low >= other.high:
            return Relation.ABOVE if self.low > other.high else Relation.AT_LEAST
        if self.high <= other.low:
            return Relation.BELOW if self.high < other.low else Relation.AT_MOST
        return Relation.UNDECIDED

    def same_range(self, other: "EfficacyRange") -> bool:
        """Whether the two print the same, which does not make their effects equal.

        >>> EfficacyRange("low", "high").same_range(EfficacyRange("low", "high"))
        True
        """
        _require_range(other, "same_range(...)")
        return self == other

    def __str__(self) -> str:
        return self.low.label if self.is_exact else f"{self.low}\u2013{self.high}"

    def __repr__(self) -> str:
        return f"EfficacyRange({self.low.value!r}, {self.high.value!r})"


def _require_range(other: object, what: str) -> None:
    if not isinstance(other, EfficacyRange):
        raise WrongType(what, other, "an EfficacyRange")


def joined(members: Iterable[_M]) -> str:
    """Members as people write them, in scale order.

    >>> joined([PracticeLevel.ENHANCED, PracticeLevel.SKILLED])
    'Skilled and Enhanced'
    """
    return " and ".join(member.label for member in in_scale_order(members))


def counted(count: int, noun: str) -> str:
    """A number of things as people write it.

    >>> counted(1, "row"), counted(2, "row")
    ('1 row', '2 rows')
    """
    return f"{count} {noun}{'' if count == 1 else 's'}"
