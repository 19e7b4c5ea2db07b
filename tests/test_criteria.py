"""A question is a value: checked when made, and told in words.

What it means, and that its text is read back, is in the laws.
"""

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


Anything: Any = Criteria
FACETS = ["audience", "theory", "practice_level", "evidence"]


class TestMaking:
    def test_members_slugs_and_collections_are_one(self) -> None:
        """However members are given, the question is the same value."""
        one = Criteria(audience="universal")

        assert one == Criteria(audience=Audience.UNIVERSAL) == Anything(audience="UNIVERSAL")
        assert one == Anything(audience=(each for each in ["universal"]))
        assert hash(one) == hash(Criteria(audience={Audience.UNIVERSAL}))
        assert one != Criteria(audience=["universal", "targeted"])

    def test_members_are_kept_once_in_scale_order(self) -> None:
        """Labels and slugs in any case are members; theories of one's own are kept."""
        play = LocalTheory("play", "Play")
        question = Anything(practice_level=["ENHANCED", "Skilled", "enhanced"], theory=play)

        assert (PracticeLevel.SKILLED, PracticeLevel.ENHANCED) == question.practice_level
        assert (play,) == question.theory

    @pytest.mark.parametrize(
        ("facet", "value", "nearest"),
        [
            ("audience", "univeral", "universal"),
            ("theory", "atachment", "attachment"),
            ("practice_level", ["skilled", "enhancd"], "enhanced"),
            ("evidence", "hihg", "high"),
            ("efficacy", "hihg", "high"),
        ],
    )
    def test_an_unknown_member_is_refused_with_the_nearest(
        self, facet: str, value: Any, nearest: str
    ) -> None:
        """A misspelt slug names its facet and the nearest of what is accepted."""
        with pytest.raises(UnknownValue) as caught:
            Anything(**{facet: value})

        assert (facet, nearest) == (caught.value.what, caught.value.nearest)
        assert nearest in caught.value.accepted

    @pytest.mark.parametrize("facet", [*FACETS, "efficacy"])
    @pytest.mark.parametrize("value", [3, {"high": 1}, [3], b"high"])
    def test_a_value_of_another_type_is_refused(self, facet: str, value: Any) -> None:
        """A facet takes its own members and slugs only, efficacy its conditions."""
        with pytest.raises(WrongType) as caught:
            Anything(**{facet: value})

        assert facet == caught.value.what

    @pytest.mark.parametrize("facet", FACETS)
    def test_a_level_of_another_scale_is_refused(self, facet: str) -> None:
        """High of efficacy is not High of evidence, nor the other way round."""
        with pytest.raises(WrongType):
            Anything(**{facet: EfficacyLevel.HIGH})
        with pytest.raises(WrongType):
            Anything(efficacy=EvidenceLevel.HIGH)

    @pytest.mark.parametrize("facet", FACETS)
    def test_an_empty_collection_is_refused(self, facet: str) -> None:
        """Any of nothing would match nothing."""
        with pytest.raises(UnknownValue) as caught:
            Anything(**{facet: []})

        assert (facet, []) == (caught.value.what, caught.value.value)

    @pytest.mark.parametrize("level", ["high", "High", EfficacyLevel.HIGH])
    def test_a_bare_efficacy_level_is_refused(self, level: Any) -> None:
        """A range can meet a level in two ways, and the error shows both."""
        with pytest.raises(AmbiguousLevel) as caught:
            Anything(efficacy=level)

        assert "high" == caught.value.level
        assert "certainly(at_least='high')" in str(caught.value)
        assert "possibly(at_least='high')" in str(caught.value)

    @pytest.mark.parametrize("make", [certainly, possibly])
    def test_bounds_are_checked(self, make: Any) -> None:
        """No bound, contradictory bounds and misspelt bounds are each refused."""
        with pytest.raises(InvalidCriteria):
            make()
        with pytest.raises(InvalidCriteria):
            make(at_least="high", at_most="low")
        with pytest.raises(UnknownValue) as unknown:
            make(at_least="hig")
        assert ("at_least", "high") == (unknown.value.what, unknown.value.nearest)
        with pytest.raises(WrongType) as wrong:
            make(at_most=EvidenceLevel.HIGH)
        assert "at_most" == wrong.value.what

    def test_an_unknown_keyword_is_refused_with_the_nearest(self) -> None:
        """A misspelt facet is told with the facets there are."""
        with pytest.raises(UnknownField) as caught:
            Anything(audiences="universal")

        assert ("audiences", "audience") == (caught.value.value, caught.value.nearest)

    @pytest.mark.parametrize("value", [1, 0, "yes", []])
    def test_a_suite_is_asked_for_by_yes_or_no(self, value: Any) -> None:
        """Nothing but True and False says whether a row is a suite."""
        with pytest.raises(WrongType) as caught:
            Anything(is_suite=value)

        assert "is_suite of Criteria" == caught.value.what


class TestParsing:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("efficacy>=medium", "efficacy>=medium"),
            ("efficacy=high", "efficacy=high"),
            ("audience", "audience"),
            ("audience>=universal", "audience>=universal"),
            ("audience=", "audience="),
            ("whole efficacy=medium", "whole efficacy=medium"),
            ("audience=universal; who for=targeted", "audience=universal; who for=targeted"),
        ],
    )
    def test_what_is_no_condition_is_refused(self, text: str, found: str) -> None:
        """A condition that cannot be read, or is read in two ways, is repeated."""
        with pytest.raises(InvalidCriteria) as caught:
            Criteria.parse(text)

        assert repr(found) == caught.value.found

    @pytest.mark.parametrize(
        ("text", "nearest"),
        [
            ("audiense=universal", "audience"),
            ("audience=univeral", "universal"),
            ("suite=yess", "yes"),
            ("part efficacy>=hihg", "high"),
        ],
    )
    def test_an_unknown_word_is_refused_with_the_nearest(self, text: str, nearest: str) -> None:
        """Names of conditions and values are spelt right."""
        with pytest.raises(UnknownValue) as caught:
            Criteria.parse(text)

        assert nearest == caught.value.nearest

    def test_theories_of_ones_own_are_found_by_slug_and_label(self) -> None:
        """They are given with the text."""
        play = LocalTheory("play", "Play Theory")
        for text in ("theory=play", "theory = PLAY THEORY", "theory=play, Play Theory"):
            assert Criteria(theory=play) == Criteria.parse(text, [play])
        assert Criteria() == Criteria.parse("")
        with pytest.raises(WrongType):
            Criteria.parse(3)  # type: ignore[arg-type]


class TestExplaining:
    def test_each_condition_that_fails_has_facet_words_and_value(self) -> None:
        """A failure repeats the condition, and what the row holds instead."""
        question = Criteria(audience="universal", efficacy=certainly(at_least="medium"))
        audience, efficacy = question.explain(interventions["FNP"])

        assert ("audience", "Targeted") == (audience.facet, audience.value)
        assert ("efficacy", "Low") == (efficacy.facet, efficacy.value)
        assert audience.condition in str(audience)

    def test_rows_are_asked(self) -> None:
        """A name is no row."""
        with pytest.raises(WrongType):
            Criteria().matches("FNP")  # type: ignore[arg-type]

    def test_a_local_theory_is_told_from_a_published_one(self) -> None:
        """In the repr, which makes the question again, it stands as itself."""
        question = Criteria(theory=["attachment", LocalTheory("play", "Play")])

        assert question == eval(repr(question))  # noqa: S307 -- our own repr, which names Theory
        assert question.theory is not None
        assert Theory.ATTACHMENT in question.theory
        assert "any intervention" == str(Criteria())
        assert "Low\u2013High" in str(Criteria(efficacy=EfficacyRange("low", "high")))
