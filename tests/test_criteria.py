"""A question is a value: checked when made, told in words, and what it means."""

from __future__ import annotations

from typing import Any

import pytest

from imh_evidence import (
    AmbiguousLevel,
    Audience,
    Criteria,
    EfficacyLevel,
    EfficacyRange,
    EvidenceLevel,
    InvalidCriteria,
    LocalTheory,
    PracticeLevel,
    Theory,
    UnknownField,
    UnknownValue,
    WrongType,
    certainly,
    interventions,
    possibly,
)
from imh_evidence.model.criteria import EfficacyBounds, Failure, Reading


FULL = Criteria(
    theory=["psychoeducation", LocalTheory("play", "Play Theory"), Theory.ATTACHMENT],
    audience="universal",
    practice_level=("enhanced", "skilled"),
    evidence=[EvidenceLevel.HIGH, "medium"],
    efficacy=possibly(at_least="medium", at_most="high"),
)
Anything: Any = Criteria


class TestMaking:
    def test_members_slugs_and_collections_are_one(self) -> None:
        """However members are given, the question is the same value."""
        one = Criteria(audience="universal")

        assert one == Criteria(audience=Audience.UNIVERSAL)
        assert one == Criteria(audience=(each for each in ["universal"]))  # type: ignore[arg-type]
        assert hash(one) == hash(Criteria(audience={Audience.UNIVERSAL}))
        assert one != Criteria(audience=["universal", "targeted"])

    @pytest.mark.parametrize(
        ("facet", "value", "nearest", "accepted"),
        [
            ("audience", "univeral", "universal", "'universal', 'targeted'"),
            ("theory", "atachment", "attachment", "'attachment', 'social-learning'"),
            ("practice_level", ["skiled"], "skilled", "'informed', 'skilled'"),
            ("evidence", "hihg", "high", "'low', 'medium', 'high'"),
        ],
    )
    def test_an_unknown_member_is_refused_with_the_nearest(
        self, facet: str, value: Any, nearest: str, accepted: str
    ) -> None:
        """A misspelt slug names its facet, what is accepted and the nearest."""
        with pytest.raises(UnknownValue, match=f"{facet}: found .*{accepted}") as caught:
            Anything(**{facet: value})

        assert nearest == caught.value.nearest

    @pytest.mark.parametrize("facet", ["audience", "theory", "practice_level", "evidence"])
    @pytest.mark.parametrize("value", [3, EfficacyLevel.HIGH, b"high", {"high": 1}, [3]])
    def test_a_value_of_another_type_or_scale_is_refused(self, facet: str, value: Any) -> None:
        """A facet takes its own members and slugs only."""
        with pytest.raises(WrongType, match=facet):
            Anything(**{facet: value})

    @pytest.mark.parametrize("facet", ["audience", "theory", "practice_level", "evidence"])
    def test_an_empty_collection_is_refused(self, facet: str) -> None:
        """Any of nothing would match nothing; the error says how to ask for any."""
        with pytest.raises(InvalidCriteria, match=f"leave {facet} out to match any"):
            Anything(**{facet: []})

    @pytest.mark.parametrize("level", ["high", "High", EfficacyLevel.HIGH])
    def test_a_bare_efficacy_level_is_refused(self, level: Any) -> None:
        """A range can meet a level in two ways, and the error shows both."""
        with pytest.raises(AmbiguousLevel) as caught:
            Anything(efficacy=level)

        assert "certainly(at_least='high')" in str(caught.value)
        assert "possibly(at_least='high')" in str(caught.value)

    def test_a_misspelt_bare_level_is_unknown(self) -> None:
        """A bare text that is no level is refused as such."""
        with pytest.raises(UnknownValue, match=r"^efficacy: found 'hgh', .*'high'$"):
            Anything(efficacy="hgh")

    @pytest.mark.parametrize("value", [3, EvidenceLevel.HIGH, ["high"]])
    def test_efficacy_takes_conditions_only(self, value: Any) -> None:
        """Any other value in place of a condition is refused with the three forms."""
        with pytest.raises(WrongType, match=r"certainly\(...\), possibly\(...\) or an"):
            Anything(efficacy=value)

    @pytest.mark.parametrize("make", [certainly, possibly])
    def test_bounds_are_checked(self, make: Any) -> None:
        """No bound, contradictory bounds and misspelt bounds are each refused."""
        with pytest.raises(InvalidCriteria, match=r"\(\): it has no bound"):
            make()
        with pytest.raises(InvalidCriteria, match="at_least must not be above at_most"):
            make(at_least="high", at_most="low")
        with pytest.raises(UnknownValue, match="^at_least: .* the nearest is 'high'"):
            make(at_least="hig")
        with pytest.raises(WrongType, match="^at_most: found EvidenceLevel.HIGH"):
            make(at_most=EvidenceLevel.HIGH)

    def test_members_are_given_in_any_spelling_and_kept_in_order(self) -> None:
        """Labels and slugs in any case are members; each is kept once, in scale order."""
        question = Anything(
            practice_level=["ENHANCED", "Skilled", "enhanced"], theory=LocalTheory("play", "Play")
        )

        assert (PracticeLevel.SKILLED, PracticeLevel.ENHANCED) == question.practice_level
        assert (LocalTheory("play", "Play"),) == question.theory

    def test_an_unknown_keyword_is_refused_with_the_nearest(self) -> None:
        """A misspelt facet is told beside the facets there are."""
        with pytest.raises(UnknownField, match="nearest is 'audience'") as caught:
            Anything(audiences="universal")

        assert "audience" == caught.value.nearest

    @pytest.mark.parametrize("value", [1, 0, "yes", []])
    def test_a_suite_is_asked_for_by_yes_or_no(self, value: Any) -> None:
        """Nothing but True and False says whether a row is a suite."""
        with pytest.raises(WrongType, match="^is_suite: .* True or False"):
            Anything(is_suite=value)


class TestWords:
    def test_reads_as_plain_english(self) -> None:
        """The text of a question names each condition in words."""
        assert (
            "theory is Attachment Theory or Psychoeducation or Play Theory; "
            "who for includes Universal; "
            "practice includes Skilled or Enhanced; "
            "evidence is Medium or High; "
            "efficacy at least Medium and at most High, in part of the printed range"
        ) == str(FULL)
        assert "efficacy at most Low, across the whole printed range" == str(
            Criteria(efficacy=certainly(at_most="low"))
        )
        assert "efficacy printed as Low–High" == str(
            Criteria(efficacy=EfficacyRange("low", "high"))
        )
        assert "is a suite of programmes" == str(Criteria(is_suite=True))
        assert "any intervention" == str(Criteria())

    def test_repr_makes_the_question_again(self) -> None:
        """The repr is the call that makes the value."""
        question = Criteria(
            audience="universal",
            practice_level=["skilled", "enhanced"],
            efficacy=certainly(at_least="low", at_most="medium"),
        )

        assert (
            "Criteria(audience='universal', practice_level=('skilled', 'enhanced'), "
            "efficacy=certainly(at_least='low', at_most='medium'))"
        ) == repr(question)
        assert question == eval(repr(question))  # noqa: S307 -- our own repr
        assert "Reading.CERTAINLY" == repr(Reading.CERTAINLY)

    def test_repr_tells_a_local_theory_from_a_published_one(self) -> None:
        """A theory of one's own stands as itself, and the repr makes it again."""
        question = Criteria(theory=["attachment", LocalTheory("play", "Play")])

        assert ("Criteria(theory=('attachment', LocalTheory(slug='play', label='Play')))") == repr(
            question
        )
        assert question == eval(repr(question))  # noqa: S307 -- our own repr


class TestExplain:
    def test_tells_each_condition_that_fails(self) -> None:
        """Each failure names facet, condition and the value that fails it."""
        question = Criteria(
            theory="psychoeducation",
            audience="universal",
            practice_level="specialist",
            evidence="low",
            efficacy=certainly(at_least="medium"),
            is_suite=True,
        )

        assert (
            Failure("theory", "theory is Psychoeducation", "Attachment Theory"),
            Failure("audience", "who for includes Universal", "Targeted"),
            Failure("practice_level", "practice includes Specialist", "Enhanced"),
            Failure("evidence", "evidence is Low", "High"),
            Failure("efficacy", "efficacy at least Medium, across the whole printed range", "Low"),
            Failure("is_suite", "is a suite of programmes", "a single programme"),
        ) == question.explain(interventions["FNP"])
        assert not question.matches(interventions["FNP"])

    def test_tells_nothing_of_a_row_that_matches(self) -> None:
        """A row that meets the question has no failure."""
        assert () == FULL.explain(interventions["EasyPeasy"])
        assert FULL.matches(interventions["EasyPeasy"])

    def test_a_failure_reads_as_a_sentence(self) -> None:
        """A failure's text tells the value and the question."""
        (failure,) = Criteria(efficacy=EfficacyRange("low", "high")).explain(interventions["FNP"])

        assert "efficacy printed as Low–High; it is Low" == str(failure)


class TestBounds:
    @pytest.mark.parametrize("reading", Reading)
    def test_hold_as_a_plain_loop_over_levels_says(self, reading: Reading) -> None:
        """Bounds admit a range if every level, or some level, lies within them."""
        code = {"low": 1, "medium": 2, "high": 3}
        decide = all if reading is Reading.CERTAINLY else any
        levels: list[Any] = list(code)
        for low, high in [(a, b) for a in levels for b in levels if code[a] <= code[b]]:
            bounds = EfficacyBounds(reading, low, high)
            for one in (EfficacyRange(a, b) for a in levels for b in levels if code[a] <= code[b]):
                held = [code[level.value] for level in one.levels]
                assert decide(code[low] <= h <= code[high] for h in held) is bounds.admits(one)

    def test_members_of_a_row_are_what_counts(self) -> None:
        """A row of two types of practice meets a condition on either."""
        triple_p = interventions["Triple P"]

        assert Criteria(practice_level=PracticeLevel.SKILLED).matches(triple_p)
        assert Criteria(practice_level=PracticeLevel.ENHANCED).matches(triple_p)
        assert not Criteria(practice_level=PracticeLevel.SPECIALIST).matches(triple_p)
