"""Levels are ordered within one scale; ranges are related, and never sorted."""

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
    Relation,
    Theory,
    UnknownValue,
    WrongType,
)
from imh_evidence.model.scales import counted, in_scale_order, joined


Compare = Callable[[Any, Any], bool]

SLUGS: dict[Any, list[str]] = {
    Audience: ["universal", "targeted"],
    Theory: [
        "attachment",
        "social-learning",
        "family-systems",
        "cognitive-learning",
        "cognitive-behavioural",
        "psychoanalytic-psychotherapy",
        "developmental-psychopathology",
        "psychoeducation",
    ],
    PracticeLevel: ["informed", "skilled", "enhanced", "specialist"],
    EvidenceLevel: ["low", "medium", "high"],
    EfficacyLevel: ["low", "medium", "high"],
}
LABELS: dict[Any, str] = {
    Theory.ATTACHMENT: "Attachment Theory",
    Theory.SOCIAL_LEARNING: "Social Learning Theory",
    Theory.FAMILY_SYSTEMS: "Family Systems Theory",
    Theory.COGNITIVE_LEARNING: "Cognitive Learning Theory",
    Theory.COGNITIVE_BEHAVIOURAL: "Cognitive Behavioural Theory (CBT)",
    Theory.PSYCHOANALYTIC_PSYCHOTHERAPY: "Psychoanalytic Psychotherapy",
    Theory.DEVELOPMENTAL_PSYCHOPATHOLOGY: "Developmental Psychopathology",
    Theory.PSYCHOEDUCATION: "Psychoeducation",
    Audience.UNIVERSAL: "Universal",
    PracticeLevel.SPECIALIST: "Specialist",
    EfficacyLevel.MEDIUM: "Medium",
}
ORDERED = (PracticeLevel, EvidenceLevel, EfficacyLevel)
COMPARISONS = (operator.lt, operator.le, operator.gt, operator.ge)


class TestVocabularies:
    @pytest.mark.parametrize("scale", SLUGS)
    def test_values_are_slugs_in_their_order(self, scale: Any) -> None:
        """A vocabulary lists its slugs in one fixed order and finds members by them."""
        slugs = [member.value for member in scale]

        assert SLUGS[scale] == slugs
        assert list(scale) == [scale(slug) for slug in slugs]

    @pytest.mark.parametrize(("member", "label"), LABELS.items())
    def test_labels_are_as_printed(self, member: Theory, label: str) -> None:
        """A member's label, and its text, are the words of the page."""
        assert label == member.label
        assert label == str(member)

    @pytest.mark.parametrize("scale", SLUGS)
    def test_an_unknown_slug_names_the_accepted_and_the_nearest(self, scale: Any) -> None:
        """A misspelt slug is refused with what would have been accepted."""
        slug = SLUGS[scale][-1]

        with pytest.raises(UnknownValue) as caught:
            scale(slug + "x")

        assert tuple(SLUGS[scale]) == caught.value.accepted
        assert slug == caught.value.nearest
        assert repr(slug + "x") in str(caught.value)

    def test_a_member_of_another_scale_is_a_wrong_type(self) -> None:
        """Evidence and efficacy both print High, and neither stands for the other."""
        with pytest.raises(WrongType, match="EfficacyLevel: found EvidenceLevel.HIGH"):
            EfficacyLevel(EvidenceLevel.HIGH)

    def test_a_number_is_a_wrong_type(self) -> None:
        """A level is no number, so a number finds none."""
        with pytest.raises(WrongType, match="expected one of its members, or of 'low'"):
            EfficacyLevel(2)

    def test_a_local_theory_speaks_like_a_published_one(self) -> None:
        """A theory of one's own has a slug, a label and a text."""
        play = LocalTheory("play", "Play Theory")

        assert ("play", "Play Theory", "Play Theory") == (play.value, play.label, str(play))

    def test_members_have_no_attributes_to_set(self) -> None:
        """A label cannot be changed."""
        with pytest.raises(AttributeError):
            Theory.ATTACHMENT.label = "x"  # type: ignore[misc]


class TestOrder:
    @pytest.mark.parametrize("scale", ORDERED)
    @pytest.mark.parametrize("compare", COMPARISONS)
    def test_members_compare_as_they_are_listed(self, scale: Any, compare: Compare) -> None:
        """Within a scale, order is the order of the list."""
        members = list(enumerate(scale))

        for (i, one), (j, other) in itertools.product(members, repeat=2):
            assert compare(i, j) is compare(one, other)

    @pytest.mark.parametrize("compare", COMPARISONS)
    def test_members_of_two_scales_do_not_compare(self, compare: Compare) -> None:
        """Across scales an order is a TypeError of our family that says why."""
        with pytest.raises(WrongType, match="within one scale only") as caught:
            compare(EvidenceLevel.HIGH, EfficacyLevel.LOW)

        assert isinstance(caught.value, TypeError)
        assert isinstance(caught.value, ImhEvidenceError)

    def test_members_of_two_scales_are_not_equal(self) -> None:
        """Two levels that print alike are unequal across scales."""
        evidence: object = EvidenceLevel.HIGH

        assert evidence != EfficacyLevel.HIGH

    @pytest.mark.parametrize("scale", [Audience, Theory])
    def test_unordered_vocabularies_have_no_order(self, scale: Any) -> None:
        """Audiences and theories are kinds, not levels."""
        first, second, *_ = scale

        with pytest.raises(TypeError):
            first < second  # noqa: B015

    def test_sets_are_listed_in_scale_order(self) -> None:
        """What a set prints never depends on the order of the set; ours come last."""
        play, art = LocalTheory("play", "Play"), LocalTheory("art", "Art")
        theories: list[Theory | LocalTheory] = [play, Theory.PSYCHOEDUCATION, art]

        assert (PracticeLevel.SKILLED, PracticeLevel.ENHANCED) == in_scale_order(
            {PracticeLevel.ENHANCED, PracticeLevel.SKILLED}
        )
        assert (Theory.PSYCHOEDUCATION, art, play) == in_scale_order(theories)
        assert "Universal and Targeted" == joined(frozenset(Audience))


L, M, H = EfficacyLevel
RANGES = [EfficacyRange(a, b) for a in EfficacyLevel for b in EfficacyLevel if a <= b]
# Each relation written out by hand, upper range first.
RELATIONS = {
    ("H", "L"): "above",
    ("H", "M"): "above",
    ("M", "L"): "above",
    ("H", "LM"): "above",
    ("MH", "L"): "above",
    ("H", "LH"): "at-least",
    ("H", "MH"): "at-least",
    ("M", "LM"): "at-least",
    ("LH", "L"): "at-least",
    ("LM", "L"): "at-least",
    ("MH", "M"): "at-least",
    ("MH", "LM"): "at-least",
    ("L", "L"): "equal",
    ("M", "M"): "equal",
    ("H", "H"): "equal",
    ("M", "LH"): "undecided",
    ("LM", "LM"): "undecided",
    ("MH", "MH"): "undecided",
    ("LH", "LH"): "undecided",
    ("LH", "LM"): "undecided",
    ("LH", "MH"): "undecided",
}
MIRROR = {"above": "below", "at-least": "at-most"}


def spread(code: str) -> EfficacyRange:
    """LH stands for Low to High."""
    levels = {"L": L, "M": M, "H": H}
    return EfficacyRange(levels[code[0]], levels[code[-1]])


class TestRange:
    def test_takes_members_or_slugs(self) -> None:
        """Slugs and members make equal ranges."""
        assert EfficacyRange(L, H) == EfficacyRange("low", "high")

    def test_ends_the_wrong_way_round_are_refused(self) -> None:
        """A low end above the high end is an error that says what to do."""
        with pytest.raises(InvalidRange, match="High to Low: .*swap them") as caught:
            EfficacyRange("high", "low")

        assert isinstance(caught.value, ValueError)

    def test_levels_of_another_scale_are_refused(self) -> None:
        """A range of efficacy takes no level of evidence."""
        with pytest.raises(WrongType):
            EfficacyRange(EvidenceLevel.LOW, EvidenceLevel.HIGH)  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("code", "levels"), [("L", [L]), ("LM", [L, M]), ("LH", [L, M, H]), ("MH", [M, H])]
    )
    def test_levels_are_those_between_the_ends(
        self, code: str, levels: list[EfficacyLevel]
    ) -> None:
        """A range holds its ends and what lies between, low to high."""
        assert tuple(levels) == spread(code).levels
        assert (len(levels) == 1) is spread(code).is_exact

    @pytest.mark.parametrize("level", EfficacyLevel)
    @pytest.mark.parametrize("each", RANGES)
    def test_bounds_hold_for_every_or_for_some_level(
        self, each: EfficacyRange, level: EfficacyLevel
    ) -> None:
        """Certainly is every level of the range, possibly is some level of it."""
        order = [L, M, H]
        held = [order.index(one) for one in each.levels]
        bound = order.index(level)

        assert all(one >= bound for one in held) is each.certainly_at_least(level)
        assert any(one >= bound for one in held) is each.possibly_at_least(level)
        assert all(one <= bound for one in held) is each.certainly_at_most(level)
        assert any(one <= bound for one in held) is each.possibly_at_most(level)

    def test_bounds_take_slugs_and_refuse_other_scales(self) -> None:
        """A bound is an efficacy level or its slug."""
        assert spread("MH").certainly_at_least("medium")
        with pytest.raises(WrongType):
            spread("MH").possibly_at_most(EvidenceLevel.HIGH)  # type: ignore[arg-type]

    @pytest.mark.parametrize(("codes", "relation"), RELATIONS.items())
    def test_each_pair_of_ranges_has_its_relation(
        self, codes: tuple[str, str], relation: str
    ) -> None:
        """Every pair of the six ranges relates as written out by hand, both ways."""
        upper, lower = map(spread, codes)
        mirrored = MIRROR.get(relation, relation)

        assert relation == upper.relation(lower).value
        assert mirrored == lower.relation(upper).value
        assert Relation(mirrored) is Relation(relation).reverse

    def test_the_pairs_written_out_are_all_there_are(self) -> None:
        """Six ranges make 21 pairs, themselves with themselves included."""
        assert 21 == len(RELATIONS)
        assert 21 == len(list(itertools.combinations_with_replacement(RANGES, 2)))

    def test_same_range_compares_the_print(self) -> None:
        """Two equal spreads print the same, though their relation is undecided."""
        assert spread("LH").same_range(spread("LH"))
        assert not spread("LH").same_range(spread("LM"))

    @pytest.mark.parametrize("method", ["relation", "same_range"])
    def test_a_range_is_not_compared_with_a_level(self, method: str) -> None:
        """A level in place of a range is an error that says what is expected."""
        with pytest.raises(WrongType, match="an EfficacyRange"):
            getattr(spread("LH"), method)(H)

    @pytest.mark.parametrize("compare", COMPARISONS)
    def test_ranges_have_no_order(self, compare: Compare) -> None:
        """Ranges are partially ordered, so they cannot be sorted."""
        with pytest.raises(TypeError):
            compare(spread("H"), spread("L"))

    def test_ranges_have_no_number(self) -> None:
        """A finite ordered scale has no arithmetic."""
        with pytest.raises(TypeError):
            float(spread("H"))  # type: ignore[arg-type]


class TestParse:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("Low", "L"),
            (" HIGH ", "H"),
            ("Low - High", "LH"),
            ("Low -Medium", "LM"),
            ("Medium\u2013High", "MH"),
            ("medium \u2014 high", "MH"),
            ("Low\u00a0-\u202fHigh", "LH"),
            ("low to medium", "LM"),
            ("High - High", "H"),
        ],
    )
    def test_reads_what_is_printed(self, text: str, code: str) -> None:
        """Dashes, spaces and capitals of any kind make no difference."""
        assert spread(code) == EfficacyRange.parse(text)

    @pytest.mark.parametrize(
        "text",
        ["", "  ", "-", "High Medium", "Low - ", "- High", "Low - - High", "Lo", "Low-Medium-High"],
    )
    def test_refuses_what_is_no_range(self, text: str) -> None:
        """Anything else is refused, evidence and efficacy side by side above all."""
        with pytest.raises(InvalidRange, match="expected one level"):
            EfficacyRange.parse(text)

    def test_refuses_ends_the_wrong_way_round(self) -> None:
        """A printed range that runs down is refused, not turned round in silence."""
        with pytest.raises(InvalidRange, match="swap them"):
            EfficacyRange.parse("High - Low")

    def test_refuses_what_is_no_text(self) -> None:
        """A level is not parsed; it is one already."""
        with pytest.raises(WrongType, match="text such as"):
            EfficacyRange.parse(H)  # type: ignore[arg-type]

    @pytest.mark.parametrize("each", RANGES)
    def test_reads_its_own_print(self, each: EfficacyRange) -> None:
        """What a range prints parses to the range, and so does its repr."""
        assert each == EfficacyRange.parse(str(each))
        assert each == eval(repr(each))  # noqa: S307 -- our own repr


def test_one_thing_is_told_as_one() -> None:
    """A count takes the singular for one alone."""
    assert ["0 rows", "1 row", "2 rows"] == [counted(n, "row") for n in range(3)]
