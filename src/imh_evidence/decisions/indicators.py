"""The six indicators of the Hexagon Tool, and what is entered of each.

Programme indicators are read in the Early Intervention Framework and entered
with the day on which they were read; site indicators are scored by the service
itself. Only the names of the indicators stand here: what a rating means is said
in the tool.
"""

from __future__ import annotations

import datetime  # noqa: ICN001, TC003 -- fields and signatures name the type in full
from enum import Enum
from typing import Annotated, Any, Literal

import attrs

from ..answers import Caution
from ..model.errors import UnknownValue, WrongType
from ..model.record import Record
from .codec import PUBLISHED
from .documents import read_date
from .fields import writable
from .ratings import RatingRange, checked_rating


__all__ = [
    "HEXAGON_CAUTIONS",
    "HexagonIndicator",
    "ProgrammeRating",
    "Score",
    "SiteScore",
    "filled_text",
    "hexagon_cautions",
    "indicators_of",
    "optional_text",
    "stripped",
    "stripped_or_none",
    "text_only",
]

#: A whole number from 1 to 5, in a document.
Score = Annotated[int, "1 to 5"]

#: What to bear in mind of every assessment.
HEXAGON_CAUTIONS = (
    Caution(
        "indicators-not-added",
        "The six indicators are not added or averaged. Each stands by itself, and one "
        "without a score is shown as unscored.",
    ),
    Caution(
        "scores-describe-a-context",
        "Scores describe a service's context and put no row before another.",
    ),
    Caution(
        "framework-another-scale",
        "Ratings read in the Early Intervention Framework and the levels of the table "
        "are different scales, and neither follows from the other.",
    ),
    Caution(
        "meanings-in-the-tool",
        "What each number means is said in the Hexagon Tool, whose licence does not "
        "let its texts stand here.",
    ),
)


_RECOMMENDED = Caution(
    "recommended", "The page recommends every row of its table, whatever a service scores it."
)


def hexagon_cautions(*, published: bool) -> tuple[Caution, ...]:
    """What to bear in mind of assessments.

    Args:
        published: whether each is of a row of the published table.
    """
    return (*HEXAGON_CAUTIONS, _RECOMMENDED) if published else HEXAGON_CAUTIONS


class HexagonIndicator(Enum):
    """The six indicators of the Hexagon Tool, by their names alone.

    >>> HexagonIndicator("need").kind, HexagonIndicator.SUPPORTS.kind
    ('site', 'programme')
    """

    USABILITY = "usability"
    SUPPORTS = "supports"
    EVIDENCE = "evidence"
    NEED = "need"
    FIT = "fit"
    CAPACITY = "capacity"

    @property
    def kind(self) -> Literal["programme", "site"]:
        """Whether the Framework's team rates it or the service itself."""
        return "site" if self in _SITE else "programme"

    @property
    def label(self) -> str:
        """Its name as people read it."""
        return self.value.capitalize()

    @classmethod
    def _missing_(cls, value: object) -> None:
        raise UnknownValue("indicator", value, tuple(member.value for member in cls))

    def __str__(self) -> str:
        return self.label

    def __repr__(self) -> str:
        return f"{type(self).__name__}.{self.name}"


_SITE = (HexagonIndicator.NEED, HexagonIndicator.FIT, HexagonIndicator.CAPACITY)


def indicators_of(kind: Literal["programme", "site"]) -> tuple[HexagonIndicator, ...]:
    """The three indicators of a kind.

    >>> [each.value for each in indicators_of("site")]
    ['need', 'fit', 'capacity']
    """
    return tuple(each for each in HexagonIndicator if each.kind == kind)


def _of_programme(_: object, __: object, value: HexagonIndicator) -> None:
    _require_kind(value, "programme")


def _of_site(_: object, __: object, value: HexagonIndicator) -> None:
    _require_kind(value, "site")


def _require_kind(value: HexagonIndicator, kind: Literal["programme", "site"]) -> None:
    if value.kind != kind:
        accepted = tuple(each.value for each in indicators_of(kind))
        raise UnknownValue(f"a {kind} indicator", value.value, accepted)


def text_only(_: object, field: Any, value: Any) -> None:
    """A validator of a field that takes text which a document can hold."""
    text, faults = PUBLISHED.structure(value, str)
    if text is None:
        raise WrongType(field.name.replace("_", " "), value, faults[0].expected)


def filled_text(record: object, field: Any, value: Any) -> None:
    """A validator of a field that takes such text, and not an empty one."""
    text_only(record, field, value)
    if value == "":
        what = field.name.replace("_", " ")
        raise WrongType(what, value, "text that is not empty")


def optional_text(record: object, field: Any, value: Any) -> None:
    """A validator of a field that takes such text, or None."""
    if value is not None:
        filled_text(record, field, value)


def stripped(value: Any) -> Any:
    """Text without the spaces around it; what is no text is left to be refused."""
    return value.strip() if isinstance(value, str) else value


def stripped_or_none(value: str | None) -> str | None:
    """Text without the spaces around it, or None."""
    text: str | None = stripped(value)
    return text


def _indicator(value: HexagonIndicator | str) -> HexagonIndicator:
    return HexagonIndicator(value)


def _read_on(value: datetime.date | str) -> datetime.date:
    return read_date(value, "the day on which it was read")


def _scored_on(value: datetime.date | str) -> datetime.date:
    return read_date(value, "the day on which it was scored")


@attrs.frozen
class ProgrammeRating(Record):
    """A programme indicator as somebody read it.

    Args:
        indicator: usability, supports or evidence.
        printed: the rating as it was printed; see :meth:`RatingRange.parse`.
        read_on: the day on which it was read.
        address: where it was read, or None.
        read_by: who read it, or None.
        note: anything to add.

    Raises:
        InvalidRating: if what was printed is no rating.
        UnknownValue: for an indicator that the service scores itself.

    >>> read = ProgrammeRating("usability", "3+", "2026-10-05")
    >>> print(read.rating)
    3–5
    """

    indicator: HexagonIndicator = attrs.field(converter=_indicator, validator=_of_programme)
    printed: str = attrs.field(converter=stripped)
    read_on: datetime.date = attrs.field(converter=_read_on)
    address: str | None = attrs.field(
        default=None, converter=stripped_or_none, validator=optional_text
    )
    read_by: str | None = attrs.field(
        default=None, converter=stripped_or_none, validator=optional_text
    )
    note: str = attrs.field(default="", validator=text_only)

    def __attrs_post_init__(self) -> None:
        RatingRange.parse(self.printed)
        writable("printed", self.printed)

    @property
    def rating(self) -> RatingRange | None:
        """What the print stands for; None where there was no rating."""
        return RatingRange.parse(self.printed)


@attrs.frozen
class SiteScore(Record):
    """A site indicator as one assessor scored it.

    Args:
        indicator: need, fit or capacity.
        score: a whole number from 1 to 5, which the tool describes in words.
        assessor: who scored it.
        date: the day on which it was scored.
        note: why.

    Raises:
        InvalidRating: for anything but a whole number from 1 to 5.
        UnknownValue: for an indicator that the Framework's team rates.

    >>> SiteScore("need", 6, "A. Assessor", "2026-10-05")
    Traceback (most recent call last):
    ...
    imh_evidence.decisions.ratings.InvalidRating: need: found 6, expected a whole number from 1 to 5
    """

    indicator: HexagonIndicator = attrs.field(converter=_indicator, validator=_of_site)
    score: Score
    assessor: str = attrs.field(converter=stripped, validator=filled_text)
    date: datetime.date = attrs.field(converter=_scored_on)
    note: str = attrs.field(default="", validator=text_only)

    def __attrs_post_init__(self) -> None:
        checked_rating(self.score, self.indicator.value)
