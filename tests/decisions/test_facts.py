"""Local facts stand beside the published fields, and what is missing is not known."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import attrs
import pytest

from imh_evidence import Faults, UnknownValue, WrongType, interventions
from imh_evidence.decisions import LocalFacts

from .making import local_fact


@pytest.fixture(name="facts")
def _facts() -> LocalFacts:
    return LocalFacts(
        [
            local_fact("FNP", "cost", 1250, "GBP per family"),
            local_fact("FNP", "format", "one to one"),
            local_fact("EasyPeasy", "Cost", 40.5, "GBP per family"),
        ]
    )


class TestFact:
    def test_reads_as_a_sentence(self) -> None:
        """A fact says its value, unit, source, date and who says so."""
        assert ("cost: 1,250 GBP per family (quotation 12, 2026-10-01, A. Analyst)") == str(
            local_fact("FNP", "cost", 1250, "GBP per family")
        )
        assert dt.date(2026, 10, 1) == local_fact("FNP", "cost", 1).date

    @pytest.mark.parametrize("field", ["intervention", "name", "source", "who", "unit"])
    @pytest.mark.parametrize("wrong", ["", "  ", 5])
    def test_needs_words(self, field: str, wrong: Any) -> None:
        """A fact without a source, a name or who says so is refused."""
        with pytest.raises(WrongType, match="expected text that is not empty"):
            attrs.evolve(local_fact("FNP", "cost", 5), **{field: wrong})

    @pytest.mark.parametrize("wrong", [True, None, "", " ", float("nan"), [], 10**15])
    def test_needs_a_value(self, wrong: Any) -> None:
        """A value is a finite number or text."""
        with pytest.raises(
            WrongType,
            match="^the value of a fact: .*, expected a number, or text that is not empty$",
        ):
            local_fact("FNP", "cost", wrong)

    def test_needs_a_text_that_can_be_shown(self) -> None:
        """Control characters are refused where they would be written."""
        with pytest.raises(WrongType, match="^the value of a fact: "):
            local_fact("FNP", "cost", "\x1b[2J")

    def test_needs_a_date(self) -> None:
        """A date that is none is refused, with its form."""
        with pytest.raises(WrongType, match="^the date of a fact: .*'2026-11-23'$"):
            attrs.evolve(local_fact("FNP", "cost", 5), date="yesterday")


class TestFacts:
    def test_are_found_by_name(self, facts: LocalFacts) -> None:
        """A fact is found under what it was given for, whatever capitals and dashes say."""
        known = facts.get("fnp", "COST")

        assert known is not None
        assert 1250 == known.value
        assert facts.get("FNP", "training") is None
        assert facts.get("family-nurse-partnership", "cost") is None

    def test_have_names_and_a_size(self, facts: LocalFacts) -> None:
        """Names come once each, as they were first spelt."""
        assert ("cost", "format") == facts.names
        assert 3 == len(facts) == len(list(facts))
        assert "<LocalFacts: 3 facts of 2 interventions>" == repr(facts)
        assert "<LocalFacts: 1 fact of 1 intervention>" == repr(LocalFacts([*facts][:1]))
        assert "<LocalFacts: 0 facts of 0 interventions>" == repr(LocalFacts())

    def test_refuse_the_same_fact_twice(self) -> None:
        """A fact that is given again is told with the place of the first."""
        first = local_fact("FNP", "cost", 5)
        second = local_fact("FNP", "format", "group")

        with pytest.raises(Faults) as raised:
            LocalFacts([second, first, attrs.evolve(first, name="Cost"), second])

        assert [
            ("$.facts[2]: found 'Cost' of 'FNP' again, expected it once; $.facts[1] gives it too"),
            (
                "$.facts[3]: found 'format' of 'FNP' again, expected it once; $.facts[0] "
                "gives it too"
            ),
        ] == [str(each) for each in raised.value.faults]
        assert "local facts" == raised.value.origin

    def test_are_put_under_ids(self, facts: LocalFacts) -> None:
        """Within a catalogue, each fact is of an id."""
        assert ["family-nurse-partnership", "family-nurse-partnership", "easypeasy"] == [
            each.intervention for each in facts.within(interventions)
        ]

    def test_of_rows_outside_a_view_are_kept(self, facts: LocalFacts) -> None:
        """A view knows the ids of the whole catalogue."""
        view = interventions.where(audience="universal")

        assert facts.within(interventions) == facts.within(view)

    def test_of_unknown_interventions_are_all_told(self, facts: LocalFacts) -> None:
        """Every intervention that there is not is a fault, with the nearest."""
        wrong = LocalFacts(
            [local_fact("Child Frist", "cost", 5), *facts, local_fact("zzz", "cost", 5)]
        )

        with pytest.raises(Faults) as raised:
            wrong.within(interventions)

        assert [
            (
                "$.facts[0].intervention: found 'Child Frist', expected an id, name or "
                "alias in 'Infant mental health' (the nearest is 'child-first')"
            ),
            (
                "$.facts[4].intervention: found 'zzz', expected an id, name or alias in "
                "'Infant mental health'"
            ),
        ] == [str(each) for each in raised.value.faults]
        assert "local facts" == raised.value.origin

    def test_under_two_names_of_one_row_clash(self, facts: LocalFacts) -> None:
        """An alias and an id give the same fact twice."""
        both = LocalFacts([*facts, local_fact("Family Nurse Partnership", "cost", 1)])

        with pytest.raises(Faults, match="'cost' of 'family-nurse-partnership'"):
            both.within(interventions)


class TestFiles:
    def test_json_reads_back(self, facts: LocalFacts, tmp_path: Any) -> None:
        """What was written is read, from text and from a file."""
        facts.save(tmp_path / "facts.json")

        assert facts == LocalFacts.from_json(facts.to_json())
        assert facts == LocalFacts.load(tmp_path / "facts.json")
        assert facts.to_json() == (tmp_path / "facts.json").read_text("utf-8")

    def test_json_has_the_fields_by_name(self) -> None:
        """A fact in a file is one flat object."""
        plain = json.loads(LocalFacts([local_fact("FNP", "cost", 5)]).to_json())

        assert {
            "schema": "urn:imh-evidence:schema:facts:1",
            "facts": [
                {
                    "intervention": "FNP",
                    "name": "cost",
                    "value": 5,
                    "source": "quotation 12",
                    "date": "2026-10-01",
                    "who": "A. Analyst",
                }
            ],
        } == plain

    def test_a_fact_without_a_source_is_one_clear_fault(self) -> None:
        """The missing key is told with its path."""
        plain = json.loads(LocalFacts([local_fact("FNP", "cost", 5)]).to_json())
        del plain["facts"][0]["source"]

        with pytest.raises(Faults) as raised:
            LocalFacts.from_json(json.dumps(plain))

        assert "facts: 1 fault\n  $.facts[0].source: found nothing, expected this key" == str(
            raised.value
        )

    def test_an_empty_source_and_a_fact_twice_are_faults(self) -> None:
        """What a record or the whole refuses is told with its place."""
        plain = json.loads(LocalFacts([local_fact("FNP", "cost", 5)]).to_json())
        plain["facts"].append(dict(plain["facts"][0]))
        with pytest.raises(Faults, match=r"\$\.facts\[1\]: found 'cost' of"):
            LocalFacts.from_json(json.dumps(plain))

        plain["facts"][1]["source"] = ""
        with pytest.raises(Faults, match=r"\$\.facts\[1\]: found '' for the so"):
            LocalFacts.from_json(json.dumps(plain))

    @pytest.mark.parametrize("name", ["facts.csv", "facts"])
    def test_other_endings_are_refused(self, name: str, tmp_path: Any) -> None:
        """A file of another kind is neither read nor written."""
        said = f"^the ending of the name of a file of local facts: found '{name}', expected one of '.json', '.xlsx'"
        with pytest.raises(UnknownValue, match=said):
            LocalFacts().save(tmp_path / name)
        with pytest.raises(UnknownValue, match=said):
            LocalFacts.load(tmp_path / name)
        assert LocalFacts() == _saved(tmp_path / "FACTS.JSON")


def _saved(path: Any) -> LocalFacts:
    LocalFacts().save(path)
    return LocalFacts.load(path)
