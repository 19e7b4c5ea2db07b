"""Levels are ordered within one scale; ranges are related, and never sorted.

What ranges mean is in the laws: relations, bounds and texts.
"""

from __future__ import annotations

import itertools
import operator
from collections.abc import Callable
from typing import Any

import pytest

from imh_evidence import (
    Audience,
    EfficacyLevel,
    EfficacyRange,
    EvidenceLevel,
    ImhEvidenceError,
    InvalidRange,
    LocalTheory,
    PracticeLevel,
    Theory,
    UnknownValue,
    WrongType,
)
from imh_evidence.model.scales import counted, in_scale_order, joined


Compare = Callable[[Any, Any], bool]

SCALES: list[Any] = [Audience, Theory, PracticeLevel, EvidenceLevel, EfficacyLevel]
COMPARISONS = (operator.lt, operator.le, operator.gt, operator.ge)
SPREAD = EfficacyRange("low", "high")


class TestVocabularies:
    """That slugs, labels and order are the page's, tests/test_data.py holds."""

    @pytest.mark.parametrize("scale", SCALES)
    def test_members_are_found_by_slug_and_label_in_any_case(self, scale: Any) -> None:
        """A member, its slug and its label are one, and its text is its label."""
        for member in scale:
            texts = (member.value, member.label, member.label.upper(), f" {member.value} ")

            assert {member} == {scale(member), *map(scale, texts)}
            assert str(member) == member.label

    @pytest.mark.parametrize("scale", SCALES)
    def test_an_unknown_slug_names_the_accepted_and_the_nearest(self, scale: Any) -> None:
        """A misspelt slug is refused with what would have been accepted."""
        slugs = [member.value for member in scale]

        with pytest.raises(UnknownValue) as caught:
            scale(slugs[-1] + "x")

        assert tuple(slugs) == caught.value.accepted
        assert slugs[-1] == caught.value.nearest
        assert slugs[-1] + "x" == caught.value.value

    @pytest.mark.parametrize("value", [EvidenceLevel.HIGH, 2, None, ["high"]])
    def test_what_is_no_level_of_the_scale_is_a_wrong_type(self, value: object) -> None:
        """Evidence and efficacy both print High, and neither stands for the other."""
        with pytest.raises(WrongType) as caught:
            EfficacyLevel(value)

        assert ("EfficacyLevel", value) == (caught.value.what, caught.value.value)

    def test_a_local_theory_speaks_like_a_published_one(self) -> None:
        """A theory of one's own has a slug, a label and a text."""
        play = LocalTheory("play", "Play Theory")

        assert ("play", "Play Theory", "Play Theory") == (play.value, play.label, str(play))

    def test_members_have_no_attributes_to_set(self) -> None:
        """A label cannot be changed."""
        with pytest.raises(AttributeError):
            Theory.ATTACHMENT.label = "x"  # type: ignore[misc]


class TestOrder:
    @pytest.mark.parametrize("scale", [PracticeLevel, EvidenceLevel, EfficacyLevel])
    @pytest.mark.parametrize("compare", COMPARISONS)
    def test_members_compare_as_they_are_listed(self, scale: Any, compare: Compare) -> None:
        """Within a scale, order is the order of the list."""
        members = list(enumerate(scale))

        for (i, one), (j, other) in itertools.product(members, repeat=2):
            assert compare(i, j) is compare(one, other)

    @pytest.mark.parametrize("compare", COMPARISONS)
    def test_members_of_two_scales_do_not_compare(self, compare: Compare) -> None:
        """Across scales an order is a TypeError of our family, and nothing is equal."""
        evidence: object = EvidenceLevel.HIGH
        with pytest.raises(WrongType) as caught:
            compare(evidence, EfficacyLevel.LOW)

        assert isinstance(caught.value, ImhEvidenceError)
        assert EfficacyLevel.LOW is caught.value.value
        assert evidence != EfficacyLevel.HIGH

    @pytest.mark.parametrize("scale", [Audience, Theory])
    @pytest.mark.parametrize("compare", COMPARISONS)
    def test_unordered_vocabularies_have_no_order(self, scale: Any, compare: Compare) -> None:
        """Audiences and theories are kinds, not levels."""
        with pytest.raises(TypeError):
            compare(*list(scale)[:2])

    def test_sets_are_listed_in_scale_order(self) -> None:
        """What a set prints never depends on the order of the set; ours come last."""
        play, art = LocalTheory("play", "Play"), LocalTheory("art", "Art")
        theories: list[Theory | LocalTheory] = [play, Theory.PSYCHOEDUCATION, art]

        assert tuple(PracticeLevel) == in_scale_order({*PracticeLevel})
        assert (Theory.PSYCHOEDUCATION, art, play) == in_scale_order(theories)
        assert "Universal and Targeted" == joined(frozenset(Audience))


class TestRange:
    def test_takes_members_or_slugs(self) -> None:
        """Slugs and members make equal ranges, and so does the repr."""
        assert SPREAD == EfficacyRange(EfficacyLevel.LOW, EfficacyLevel.HIGH)
        assert SPREAD == eval(repr(SPREAD))  # noqa: S307 -- our own repr

    def test_ends_the_wrong_way_round_are_refused(self) -> None:
        """A low end above the high end is not turned round in silence."""
        with pytest.raises(InvalidRange) as caught:
            EfficacyRange("high", "low")

        assert "High to Low" == caught.value.found

    def test_levels_of_another_scale_are_refused(self) -> None:
        """Neither an end nor a bound is a level of evidence."""
        level: Any = EvidenceLevel.LOW
        for asked in (
            lambda: EfficacyRange(level, level),
            lambda: SPREAD.certainly_at_least(level),
            lambda: SPREAD.possibly_at_most(level),
        ):
            with pytest.raises(WrongType):
                asked()

    @pytest.mark.parametrize("method", ["relation", "same_range"])
    def test_a_range_is_not_compared_with_a_level(self, method: str) -> None:
        """A level in place of a range is refused."""
        with pytest.raises(WrongType) as caught:
            getattr(SPREAD, method)(EfficacyLevel.HIGH)

        assert EfficacyLevel.HIGH is caught.value.value

    @pytest.mark.parametrize("compare", COMPARISONS)
    def test_ranges_have_no_order_and_no_number(self, compare: Compare) -> None:
        """Ranges are partially ordered, so they cannot be sorted, and have no arithmetic."""
        with pytest.raises(TypeError):
            compare(SPREAD, EfficacyRange("low", "low"))
        with pytest.raises(TypeError):
            float(SPREAD)  # type: ignore[arg-type]

    def test_only_text_is_parsed(self) -> None:
        """A level is not parsed; it is one already."""
        with pytest.raises(WrongType):
            EfficacyRange.parse(EfficacyLevel.HIGH)  # type: ignore[arg-type]


def test_one_thing_is_told_as_one() -> None:
    """A count takes the singular for one alone."""
    assert ["0 rows", "1 row", "2 rows"] == [counted(n, "row") for n in range(3)]
