"""What each error of scales, criteria and catalogues holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from imh_evidence import (
    AmbiguousLevel,
    Audience,
    Catalogue,
    Criteria,
    DifferentUniverses,
    EfficacyLevel,
    EfficacyRange,
    EvidenceLevel,
    InvalidCriteria,
    InvalidRange,
    PracticeLevel,
    Theory,
    UnknownValue,
    WrongType,
    certainly,
    interventions,
    possibly,
)
from imh_evidence.model.errors import ImhEvidenceError


LOW, MEDIUM, HIGH = EfficacyLevel
EXACT = EfficacyRange("low", "low")
THEORIES = f"one of its members, or of {', '.join(repr(each.value) for each in Theory)}"


def raised(act: Callable[[], object]) -> ImhEvidenceError:
    """The error of ours that an act ends in."""
    with pytest.raises(ImhEvidenceError) as caught:
        act()
    return caught.value


@pytest.fixture(name="ours")
def _ours() -> Catalogue:
    return Catalogue.from_records(interventions[:2], source="Ours")


@pytest.fixture(name="theirs")
def _theirs() -> Catalogue:
    return Catalogue.from_records(interventions[1:3], source="Theirs")


class TestWrongTypes:
    @pytest.mark.parametrize(
        ("act", "what", "value", "expected"),
        [
            (lambda: Audience(3), "Audience", 3, "one of its members, or of 'universal', 'targeted'"),
            (lambda: EvidenceLevel(LOW), "EvidenceLevel", LOW, "one of its members, or of 'low', 'medium', 'high'"),
            (lambda: EvidenceLevel.LOW < LOW, "EvidenceLevel.LOW < ...", LOW, "a member of EvidenceLevel: levels are ordered within one scale only"),  # type: ignore[operator]
            (lambda: PracticeLevel.SKILLED <= "enhanced", "PracticeLevel.SKILLED <= ...", "enhanced", "a member of PracticeLevel: levels are ordered within one scale only"),  # type: ignore[operator]
            (lambda: HIGH > None, "EfficacyLevel.HIGH > ...", None, "a member of EfficacyLevel: levels are ordered within one scale only"),  # type: ignore[operator]
            (lambda: MEDIUM >= 2, "EfficacyLevel.MEDIUM >= ...", 2, "a member of EfficacyLevel: levels are ordered within one scale only"),  # type: ignore[operator]
            (lambda: EfficacyRange.parse(3), "EfficacyRange.parse(...)", 3, "text such as 'Low - High'"),  # type: ignore[arg-type]
            (lambda: EXACT.relation("low"), "relation(...)", "low", "an EfficacyRange"),  # type: ignore[arg-type]
            (lambda: EXACT.same_range(LOW), "same_range(...)", LOW, "an EfficacyRange"),  # type: ignore[arg-type]
            (lambda: Criteria(practice_level=3), "practice_level", 3, "one of its members, or of 'informed', 'skilled', 'enhanced', 'specialist'"),  # type: ignore[arg-type]
            (lambda: Criteria(practice_level=["skilled", 4]), "practice_level", 4, "one of its members, or of 'informed', 'skilled', 'enhanced', 'specialist'"),  # type: ignore[list-item]
            (lambda: Criteria(theory={"play": 1}), "theory", {"play": 1}, THEORIES),  # type: ignore[dict-item]
            (lambda: Criteria(theory=b"attachment"), "theory", b"attachment", THEORIES),  # type: ignore[arg-type]
            (lambda: Criteria(efficacy=["high"]), "efficacy", ["high"], "certainly(...), possibly(...) or an EfficacyRange"),  # type: ignore[arg-type]
            (lambda: certainly(at_least=3), "at_least", 3, "one of its members, or of 'low', 'medium', 'high'"),  # type: ignore[arg-type]
            (lambda: Catalogue.from_records([1]), "from_records(...)", 1, "Intervention records"),  # type: ignore[list-item]
            (lambda: Catalogue.load(3), "load(...)", 3, "a path, bytes, or a file open for bytes"),  # type: ignore[arg-type]
            (lambda: interventions.beside([]), "beside(...)", [], "a Catalogue"),  # type: ignore[arg-type]
            (lambda: interventions[1.5], "catalogue[...]", 1.5, "a position, a slice, or an id, name or alias"),  # type: ignore[call-overload]
            (lambda: interventions[True], "catalogue[...]", True, "a position, a slice, or an id, name or alias"),
            (lambda: interventions[::-1], "catalogue[::step]", -1, "a positive step: order is the catalogue's"),
            (lambda: interventions[::0], "catalogue[::step]", 0, "a positive step: order is the catalogue's"),
            (lambda: interventions.get(3), "get(...)", 3, "an id, name or alias"),  # type: ignore[call-overload]
            (lambda: interventions.where("universal"), "where(...)", "universal", "Criteria, or conditions by name (audience=...)"),  # type: ignore[arg-type]
            (lambda: interventions.isdisjoint([]), "isdisjoint(...)", [], "a Catalogue"),  # type: ignore[arg-type]
        ],
    )  # fmt: skip
    def test_say_what_for_what_and_what_instead(
        self, act: Callable[[], object], what: str, value: object, expected: str
    ) -> None:
        """A value of a wrong type is shown with its type, beside what is accepted."""
        error = raised(act)

        assert isinstance(error, WrongType)
        assert (what, value, expected) == (error.what, error.value, error.expected)


class TestUnknownValues:
    @pytest.mark.parametrize(
        ("act", "value", "nearest"),
        [
            (lambda: Audience("univeral"), "univeral", "universal"),
            (lambda: EvidenceLevel("x"), "x", None),
            (lambda: EfficacyRange("low", "hgih"), "hgih", "high"),  # type: ignore[arg-type]
            (lambda: EXACT.certainly_at_least("hi"), "hi", "high"),  # type: ignore[arg-type]
            (lambda: possibly(at_least="higher"), "higher", "high"),  # type: ignore[arg-type]
            (lambda: Criteria(audience="univeral"), "univeral", "universal"),  # type: ignore[arg-type]
            (lambda: Criteria(theory=["play"]), "play", None),  # type: ignore[list-item]
            (lambda: Criteria(efficacy="hihg"), "hihg", "high"),  # type: ignore[arg-type]
            (lambda: Catalogue.load(__file__), "test_messages.py", None),
            (lambda: interventions.save("table.xls"), "table.xls", None),
            (lambda: interventions.count_by("audience", kind="members"), "members", "memberships"),  # type: ignore[arg-type]
        ],
    )  # fmt: skip
    def test_come_with_the_accepted_and_the_nearest(
        self, act: Callable[[], object], value: str, nearest: str | None
    ) -> None:
        """A value that is not known is told beside those that are, and the nearest."""
        error = raised(act)

        assert isinstance(error, UnknownValue)
        assert (value, nearest) == (error.value, error.nearest)


class TestRanges:
    @pytest.mark.parametrize(
        "act",
        [
            lambda: EfficacyRange("high", "low"),
            lambda: EfficacyRange.parse("High - Low"),
            lambda: EfficacyRange.parse("High Medium"),
            lambda: EfficacyRange.parse("Low-Medium-High"),
        ],
    )  # fmt: skip
    def test_that_are_none_say_why(self, act: Callable[[], object]) -> None:
        """A pair of levels, or a text, that makes no range is shown as given."""
        error = raised(act)

        assert isinstance(error, InvalidRange)


@pytest.mark.parametrize("level", ["medium", MEDIUM])
def test_a_bare_level_is_ambiguous(level: Any) -> None:
    """A bare level is refused, because a range can meet it in two ways."""
    error = raised(lambda: Criteria(efficacy=level))

    assert isinstance(error, AmbiguousLevel)
    assert "medium" == error.level


class TestQuestions:
    @pytest.mark.parametrize(
        "act",
        [
            certainly,
            possibly,
            lambda: certainly(at_least="high", at_most="low"),
        ],
    )  # fmt: skip
    def test_that_cannot_be_asked_say_why(self, act: Callable[[], object]) -> None:
        """A question that nothing could answer, or that cannot be read, says why."""
        error = raised(act)

        assert isinstance(error, InvalidCriteria)


class TestUniverses:
    @pytest.mark.parametrize(
        ("act", "operation"),
        [
            (lambda a, b: a | b, "|"),
            (lambda a, b: a & b, "&"),
            (lambda a, b: a - b, "-"),
            (lambda a, b: a ^ b, "^"),
            (lambda a, b: a <= b, "<="),
            (lambda a, b: a < b, "<"),
            (lambda a, b: a.isdisjoint(b), "isdisjoint()"),
        ],
    )
    def test_that_differ_are_not_compared(
        self,
        act: Callable[[Catalogue, Catalogue], object],
        operation: str,
        ours: Catalogue,
        theirs: Catalogue,
    ) -> None:
        """Sets of different universes are refused, by operation and titles."""
        error = raised(lambda: act(ours, theirs))

        assert isinstance(error, DifferentUniverses)
        assert (operation, ("Ours", "Theirs")) == (error.operation, error.sources)
