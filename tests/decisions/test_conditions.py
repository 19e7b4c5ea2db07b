"""Conditions hold for a row at every level of its range, at part of it, or at none."""

from __future__ import annotations

from typing import Any

import pytest

from imh_evidence import (
    AmbiguousLevel,
    Criteria,
    EfficacyRange,
    InvalidCriteria,
    InvalidRange,
    LocalTheory,
    UnknownValue,
    certainly,
    interventions,
    possibly,
)
from imh_evidence.decisions import FactCondition, Holding, fact, parse_condition
from imh_evidence.decisions.conditions import holding, levels_met, split, told

from .making import local_fact


MEDIUM = Criteria(efficacy=certainly(at_least="medium"))


class TestFact:
    @pytest.mark.parametrize(
        "asked", [{}, {"unit": "GBP"}, {"at_most": 5, "equals": 5}, {"one_of": []}]
    )
    def test_needs_bounds_or_values(self, asked: dict[str, Any]) -> None:
        """Neither, or both, is no condition."""
        with pytest.raises(
            InvalidCriteria,
            match="^a condition on 'cost': give at_least, at_most or both, or else the values it may equal$",
        ):
            fact("cost", **asked)

    def test_needs_bounds_that_some_number_meets(self) -> None:
        """Bounds that exclude every number are refused; equal ones are not."""
        with pytest.raises(
            InvalidCriteria,
            match="^cost is at least 6 and at most 5: no number is both; at_least must not be above at_most$",
        ):
            fact("cost", at_least=6, at_most=5)
        assert fact("cost", at_least=5, at_most=5).admits(local_fact("FNP", "cost", 5))

    @pytest.mark.parametrize("kind", [list, tuple, set, iter, dict.fromkeys])
    def test_the_order_of_values_says_nothing(self, kind: Any) -> None:
        """Values are kept once each, numbers before texts, however they are given."""
        for given in (["b", 2, "a", 1.5, "b"], ["a", "b", "b", 1.5, 2]):
            asked = fact("cost", one_of=kind(given))

            assert "fact('cost', one_of=(1.5, 2, 'a', 'b'))" == repr(asked)
        assert "fact('cost', one_of=(1,))" == repr(fact("cost", one_of=[1.0, 1]))
        assert "fact('cost', one_of=(1, 'a'))" == repr(fact("cost", equals="a", one_of=kind([1])))
        assert (1, "a") == FactCondition("cost", one_of={"a", 1}).one_of

    @pytest.mark.parametrize(
        ("value", "unit", "asked", "expected"),
        [
            (5, None, {"at_most": 5}, True),
            (5.5, None, {"at_most": 5}, False),
            (5, None, {"at_least": 5}, True),
            (4, None, {"at_least": 5}, False),
            (4, None, {"at_least": 1, "at_most": 3}, False),
            (0, None, {"at_least": 0}, True),
            (5, "GBP", {"at_most": 5}, None),
            (5, None, {"at_most": 5, "unit": "GBP"}, None),
            (5, "gbp", {"at_most": 5, "unit": "GBP"}, True),
            (5, "GBP per year", {"at_most": 5, "unit": "GBP"}, None),
            ("about 5", None, {"at_most": 5}, None),
            ("Group", None, {"equals": "group"}, True),
            ("One-to-one", None, {"one_of": ["group", "one to one"]}, True),
            ("online", None, {"one_of": ["group", "one to one"]}, False),
            (5, None, {"equals": 5}, True),
            (5, None, {"equals": 6}, False),
            (5, None, {"equals": "5"}, None),
            ("5", None, {"equals": 5}, None),
            (5, None, {"one_of": ["five", 5]}, True),
            (6, None, {"one_of": ["five", 5]}, False),
        ],
    )
    def test_admits(self, value: Any, unit: Any, asked: Any, expected: Any) -> None:
        """Numbers in the same unit are compared, texts as names are, and nothing else."""
        known = local_fact("FNP", "cost", value, unit)

        assert expected is fact("cost", **asked).admits(known)

    def test_does_not_know_a_missing_fact(self) -> None:
        """Nothing is assumed where a fact is missing."""
        assert fact("cost", at_most=5).admits(None) is None


class TestHolding:
    @pytest.mark.parametrize(
        ("criteria", "key", "expected"),
        [
            (MEDIUM, "PCIT", Holding.HOLDS),
            (MEDIUM, "Triple P", Holding.IN_PART),
            (MEDIUM, "FNP", Holding.FAILS),
            (Criteria(efficacy=certainly(at_most="low")), "Triple P", Holding.IN_PART),
            (Criteria(efficacy=certainly(at_least="medium", at_most="medium")), "Triple P", Holding.IN_PART),
            (Criteria(efficacy=possibly(at_least="high")), "Triple P", Holding.HOLDS),
            (Criteria(efficacy=possibly(at_least="high")), "EPEC", Holding.FAILS),
            (Criteria(efficacy=EfficacyRange("low", "high")), "Triple P", Holding.HOLDS),
            (Criteria(efficacy=EfficacyRange("low", "low")), "Triple P", Holding.FAILS),
            (Criteria(audience="universal", efficacy=certainly(at_least="medium")), "Triple P", Holding.IN_PART),
            (Criteria(audience="universal", efficacy=certainly(at_least="medium")), "Child First", Holding.FAILS),
            (Criteria(), "FNP", Holding.HOLDS),
        ],
    )  # fmt: skip
    def test_of_criteria(self, criteria: Criteria, key: str, expected: Holding) -> None:
        """A bound on the whole range is asked of each level, all else of the row."""
        assert expected is holding(criteria, interventions[key])

    def test_of_facts(self) -> None:
        """A condition on a fact holds, fails, or is not known."""
        row, asked = interventions["FNP"], fact("cost", at_most=5)

        assert [Holding.HOLDS, Holding.FAILS, Holding.NOT_KNOWN] == [
            holding(asked, row, local_fact("FNP", "cost", 5)),
            holding(asked, row, local_fact("FNP", "cost", 6)),
            holding(asked, row),
        ]

    def test_levels_are_in_scale_order(self) -> None:
        """The levels that meet a bound are listed low to high."""
        levels = levels_met(MEDIUM, interventions["Triple P"])

        assert ["Medium", "High"] == [str(level) for level in levels]


class TestSplit:
    def test_gives_one_facet_each(self) -> None:
        """Criteria fall apart by facet, in one order; a condition on a fact does not."""
        whole = Criteria(
            efficacy=certainly(at_least="low"),
            evidence="high",
            practice_level="skilled",
            audience="universal",
            theory="attachment",
        )
        asked = fact("cost", at_most=5)

        assert (
            Criteria(theory="attachment"),
            Criteria(audience="universal"),
            Criteria(practice_level="skilled"),
            Criteria(evidence="high"),
            Criteria(efficacy=certainly(at_least="low")),
        ) == split(whole)
        assert (asked,) == split(asked)
        assert () == split(Criteria())


class TestTold:
    @pytest.mark.parametrize(
        ("asked", "value", "unit", "why"),
        [
            ({"at_most": 5}, 5, "GBP", "the condition names no unit"),
            ({"at_most": 5, "unit": "GBP"}, 5, None, "the condition is in GBP"),
            ({"at_most": 5}, "five", None, "the condition is on a number"),
            ({"equals": "five"}, 5, None, "the condition is on text"),
        ],
    )
    def test_says_why_a_fact_cannot_be_compared(
        self, asked: dict[str, Any], value: Any, unit: str | None, why: str
    ) -> None:
        """A fact that tells nothing of a condition is shown with the reason."""
        known = local_fact("PCIT", "cost", value, unit)
        text = told(fact("cost", **asked), interventions["PCIT"], known)

        assert f"cost: {known.words}, which cannot be compared, as {why}" == text


class TestParsing:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("audience=universal", Criteria(audience="universal")),
            (" Audience = universal , targeted ", Criteria(audience=("universal", "targeted"))),
            ("practice level=skilled,enhanced", Criteria(practice_level=("skilled", "enhanced"))),
            ("practice_level=skilled", Criteria(practice_level="skilled")),
            ("evidence=high", Criteria(evidence="high")),
            ("theory=attachment", Criteria(theory="attachment")),
            ("theory=play,attachment", Criteria(theory=(LocalTheory("play", "Play"), "attachment"))),
            ("printed efficacy=Low - High", Criteria(efficacy=EfficacyRange("low", "high"))),
            ("whole efficacy>=medium", MEDIUM),
            ("the whole efficacy >= Medium", MEDIUM),
            ("part efficacy <= low", Criteria(efficacy=possibly(at_most="low"))),
            ("Part of efficacy>=high", Criteria(efficacy=possibly(at_least="high"))),
            ("cost<=500 GBP per family", fact("cost", at_most=500, unit="GBP per family")),
            ("waiting time >= 2.5", fact("waiting time", at_least=2.5)),
            ("format=group, one to one", fact("format", one_of=("group", "one to one"))),
            ("format=a<=b", fact("format", equals="a<=b")),
            ("age=0,1.5", fact("age", one_of=(0, 1.5))),
            ("cost=500", fact("cost", equals=500)),
            ("cost=500 GBP per family", fact("cost", equals=500, unit="GBP per family")),
            ("cost=500\u00a0GBP", fact("cost", equals=500, unit="GBP")),
            ("cost<=500\u00a0GBP", fact("cost", at_most=500, unit="GBP")),
            ("cost = 500 gbp, 400 GBP", fact("cost", one_of=(500, 400), unit="GBP")),
            ('training="2 days"', fact("training", equals="2 days")),
            ('training="', fact("training", equals='"')),
            ("format=nan", fact("format", equals="nan")),
            ("format=inf GBP", fact("format", equals="inf GBP")),
        ],
    )  # fmt: skip
    def test_reads_a_condition(self, text: str, expected: Any) -> None:
        """A facet, a sign and values are criteria; any other name is a local fact."""
        assert expected == parse_condition(text, [LocalTheory("play", "Play")])

    @pytest.mark.parametrize(
        "text", ["", "audience", "=x", "cost<=", ">=", "cost is 5", "cost==", "cost=5,<"]
    )
    def test_refuses_what_is_none(self, text: str) -> None:
        """A text without a name, a sign or a value is told what a condition looks like."""
        with pytest.raises(InvalidCriteria) as raised:
            parse_condition(text)

        assert str(raised.value).startswith(
            f"{text!r}: this is no condition; write audience=universal, practice_level="
        )

    @pytest.mark.parametrize(
        ("text", "lead", "meant"),
        [
            ("cost=>500", ">", "cost>=500"),
            ("cost=<500 GBP", "<", "cost<=500 GBP"),
            ("cost = > 500", ">", "cost>=500"),
            ("cost==500", "=", "cost=500"),
            ("cost=5,>6", ">", "cost>=6"),
            ("audience=>universal", ">", "audience=universal"),
            ("practice level==skilled", "=", "practice level=skilled"),
            ("printed efficacy=<Low", "<", "printed efficacy=Low"),
            ("the whole efficacy=<low", "<", "the whole efficacy<=low"),
            ("whole efficacy=>medium", ">", "whole efficacy>=medium"),
        ],
    )
    def test_refuses_signs_that_are_written_otherwise(
        self, text: str, lead: str, meant: str
    ) -> None:
        """A value that begins with a sign is no text, and the error spells the condition."""
        with pytest.raises(InvalidCriteria) as raised:
            parse_condition(text)

        assert f"{text!r}: no value begins with {lead!r}; write {meant!r}" == str(raised.value)

    @pytest.mark.parametrize(
        "text", ["cost=400,500 GBP", "cost=1,250 GBP", "cost=low,5 GBP", "a=1 b,2 c"]
    )
    def test_refuses_several_units(self, text: str) -> None:
        """Values are in one unit or in none; a comma in a number parts two of them."""
        with pytest.raises(InvalidCriteria) as raised:
            parse_condition(text)

        assert (
            f"{text!r}: its values are not in one unit; give every number the same unit, "
            "and write no comma in a number, such as 'cost=500 GBP,1250 GBP'"
        ) == str(raised.value)

    def test_what_is_equal_in_words_holds(self) -> None:
        """A number with its unit, as a sheet shows it, is the fact of the sheet."""
        known = local_fact("FNP", "cost", 500, "GBP per family")

        for text, expected in (
            ("cost=500 GBP per family", Holding.HOLDS),
            ("cost=400 GBP per family", Holding.FAILS),
            ("cost=500", Holding.NOT_KNOWN),
        ):
            asked = parse_condition(text)
            assert expected is holding(asked, interventions["FNP"], known)

    @pytest.mark.parametrize("text", ["efficacy>=medium", "efficacy <= low", "efficacy=high"])
    def test_refuses_a_bound_that_can_be_read_in_two_ways(self, text: str) -> None:
        """A bare bound on efficacy is told of both readings."""
        with pytest.raises(InvalidCriteria) as raised:
            parse_condition(text)

        assert (
            f"{text!r}: a printed range can meet a bound in two ways: write 'whole "
            "efficacy>=medium' or 'part efficacy>=medium'; 'printed efficacy=Low-High' "
            "asks for that very print"
        ) == str(raised.value)

    @pytest.mark.parametrize(
        "text", ["audience>=universal", "whole efficacy=medium", "printed efficacy>=low"]
    )
    def test_refuses_a_sign_that_a_facet_does_not_take(self, text: str) -> None:
        """Sets have no order, and a reading needs a bound."""
        with pytest.raises(InvalidCriteria, match=": write audience=universal, "):
            parse_condition(text)

    def test_refuses_values_that_there_are_not(self) -> None:
        """A misspelt value is told with the nearest, and a bound must be a number."""
        with pytest.raises(UnknownValue, match="the nearest is 'universal'"):
            parse_condition("audience=univeral")
        with pytest.raises(UnknownValue, match="medum"):
            parse_condition("whole efficacy>=medum")
        with pytest.raises(InvalidRange):
            parse_condition("printed efficacy=tall")
        with pytest.raises(InvalidCriteria) as raised:
            parse_condition("cost<=much GBP")
        assert ("'cost<=much GBP': 'much' is no number; write such as 'cost<=500 GBP'") == str(
            raised.value
        )
        with pytest.raises(AmbiguousLevel):
            Criteria(efficacy="medium")  # type: ignore[arg-type]
