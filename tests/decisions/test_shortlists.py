"""shortlist puts rows in piles, with reasons, and keeps all that it was made from."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.edition import COUNT

from imh_evidence import (
    Catalogue,
    Criteria,
    EfficacyRange,
    Faults,
    InvalidCriteria,
    LocalTheory,
    UnknownIntervention,
    UnknownValue,
    WrongType,
    certainly,
    dataset,
    interventions,
    possibly,
)
from imh_evidence.decisions import Decision, LocalFacts, Override, Pile, fact, shortlist
from imh_evidence.decisions.documents import checksum_of
from imh_evidence.decisions.piles import Reason
from imh_evidence.model.records import Provenance

from .making import amended, local_fact


FACTS = LocalFacts(
    [
        local_fact("FF", "cost", 300, "GBP"),
        local_fact("EasyPeasy", "cost", 40, "GBP"),
        local_fact("Triple P", "cost", 350, "GBP"),
        local_fact("IY Toddler", "cost", 620, "GBP"),
        local_fact("EPEC", "cost", 180, "GBP per year"),
        local_fact("FF", "format", "Group"),
    ]
)
MEDIUM = certainly(at_least="medium")


@pytest.fixture(name="decision")
def _decision() -> Decision:
    return shortlist(
        interventions,
        must=[
            Criteria(audience="universal", efficacy=MEDIUM),
            fact("cost", at_most=500, unit="GBP"),
        ],
        wish=[
            Criteria(theory="attachment"),
            fact("format", equals="group"),
            Criteria(efficacy=certainly(at_least="high")),
        ],
        facts=FACTS,
        overrides=[
            Override(intervention="FNP", pile="meets", reason="it runs here", who="B. Lead")
        ],
        question="What next?",
        when="2026-11-20",
    )


def names(rows: Any) -> list[str]:
    """The ids of rows."""
    return [row.id for row in rows]


class TestPiles:
    def test_of_nothing_that_must_hold_are_one(self) -> None:
        """Without musts every row meets, and there is no reason to give."""
        decision = shortlist(interventions)

        assert interventions.ids == tuple(names(decision.meets))
        assert () == decision.reasons("FNP") == decision.wishes_met("FNP")
        assert ((), (), ()) == (decision.must, decision.wish, decision.facts)

    def test_of_a_view_are_of_its_rows(self) -> None:
        """Only the rows of the view are judged, and facts of others are left out."""
        view = interventions.where(theory="psychoeducation")
        decision = shortlist(view, facts=FACTS)

        assert [*view.ids] == names(decision.rows)
        assert ["easypeasy"] == [each.intervention for each in decision.facts]

    def test_part_of_the_range_is_enough_if_that_is_asked(self) -> None:
        """A bound on part of the range never depends on it."""
        decision = shortlist(interventions, must=Criteria(efficacy=possibly(at_least="high")))

        assert () == decision.depends
        assert 7 == len(decision.meets)

    def test_the_very_print_does_not_depend(self) -> None:
        """A row prints a range or does not."""
        spread = EfficacyRange("low", "high")
        decision = shortlist(interventions, must=Criteria(efficacy=spread))

        assert (2, 0) == (len(decision.meets), len(decision.depends))


class TestMusts:
    def test_are_taken_apart(self, decision: Decision) -> None:
        """Each must is on one facet, so that a reason is."""
        assert (
            Criteria(audience="universal"),
            Criteria(efficacy=MEDIUM),
            fact("cost", at_most=500, unit="GBP"),
        ) == decision.must

    def test_bounds_on_the_whole_range_become_one(self) -> None:
        """Several bounds on the whole range are their intersection, in the first place."""
        decision = shortlist(
            interventions,
            must=[
                Criteria(audience="universal"),
                Criteria(efficacy=certainly(at_least="low", at_most="high")),
                Criteria(efficacy=possibly(at_least="high")),
                Criteria(efficacy=certainly(at_least="medium")),
                Criteria(efficacy=certainly(at_most="medium")),
            ],
        )

        assert (
            Criteria(audience="universal"),
            Criteria(efficacy=certainly(at_least="medium", at_most="medium")),
            Criteria(efficacy=possibly(at_least="high")),
        ) == decision.must

    def test_that_no_level_meets_are_refused(self) -> None:
        """At least High and at most Low is no question."""
        with pytest.raises(InvalidCriteria, match="no level is both"):
            shortlist(
                interventions,
                must=[
                    Criteria(efficacy=certainly(at_least="high")),
                    Criteria(efficacy=certainly(at_most="low")),
                ],
            )

    def test_come_once_each(self) -> None:
        """A condition that is given again is the same condition."""
        asked = fact("cost", at_most=5)
        decision = shortlist(interventions, must=[asked, asked], wish=[asked, asked])

        assert ((asked,), (asked,)) == (decision.must, decision.wish)

    def test_bounds_on_one_side_stay_so(self) -> None:
        """A bound from above alone is the bound that is asked."""
        low = Criteria(efficacy=certainly(at_most="low"))

        assert (low,) == shortlist(interventions, must=[low, low]).must


class TestReasons:
    def told(self, decision: Decision, key: str) -> list[str]:
        """The reasons of a row in words."""
        return [str(each) for each in decision.reasons(key)]

    def test_are_among_the_findings(self, decision: Decision) -> None:
        """Findings are told of every must, also of those that decide nothing."""
        assert [
            "does not hold: who for includes Universal (who for: Targeted)",
            (
                "does not hold: efficacy at least Medium, across the whole printed range "
                "(efficacy: Low, Targeted)"
            ),
            "whether cost is at most 500 GBP (cost: not known)",
        ] == [str(each) for each in decision.findings("FNP")]
        assert all(isinstance(each, Reason) for each in decision.findings("FNP"))

    def test_stand_in_a_flat_table(self, decision: Decision) -> None:
        """Each row once, in order, with its pile, its reasons and its wishes as texts."""
        told = decision.to_dicts()

        assert [row.name for row in decision.rows] == [each["name"] for each in told]
        for each in told:
            id_ = each["id"]
            assert decision.judgement(id_).pile.label == each["pile"]
            assert [str(reason) for reason in decision.reasons(id_)] == each["reasons"]
            wishes = [*decision.wishes_met(id_), *decision.wishes_open(id_)]
            assert [str(wish) for wish in wishes] == [*each["wishes_met"], *each["wishes_open"]]
        assert {None, str(decision.overrides[0])} == {each["override"] for each in told}

    def test_list_wishes_and_do_not_count_them(self, decision: Decision) -> None:
        """Wishes that hold are told apart from those that are open."""
        assert [
            (
                "theory is Attachment Theory (theory: Cognitive Behavioural Theory "
                "(CBT) / Attachment Theory)"
            ),
            "format is group (format: Group)",
        ] == [str(each) for each in decision.wishes_met("FF")]
        assert [
            (
                "only efficacy at least High, in part of the printed range "
                "(efficacy: Medium–High, Universal)"
            )
        ] == [str(each) for each in decision.wishes_open("FF")]
        assert ["whether format is group (format: not known)"] == [
            str(each) for each in decision.wishes_open("FNP")
        ]

    def test_tell_what_a_row_lacks(self, decision: Decision) -> None:
        """A must or wish whose fact is not known is lacking, and no other."""
        cost, group = decision.must[2], decision.wish[1]

        assert decision.lacks("FNP", cost)
        assert decision.lacks("FNP", group)
        assert not decision.lacks("FF", cost)
        assert not decision.lacks("FNP", decision.must[0])

    def test_of_a_condition_on_several_facets_in_part(self) -> None:
        """A wish on several facets keeps them together, and says part of the range."""
        wish = Criteria(audience="universal", efficacy=MEDIUM)
        decision = shortlist(interventions, wish=wish)

        assert [
            (
                "only who for includes Universal; efficacy at least Medium, in part of the "
                "printed range (who for: Universal and Targeted; efficacy: Low–High, "
                "Universal and Targeted)"
            )
        ] == [str(each) for each in decision.wishes_open("Triple P")]


class TestOverrides:
    def test_stand_beside_the_computed_pile(self, decision: Decision) -> None:
        """The pile stays what the conditions give, and the override is told apart."""
        override = decision.override("FNP")

        assert override is not None
        assert "put in 'meets' by B. Lead: it runs here" == str(override)
        assert "family-nurse-partnership" == override.intervention
        assert Pile.DOES_NOT_MEET is decision.judgement("FNP").pile
        assert (override,) == decision.moved_to(Pile.MEETS) == decision.moved_to("meets")
        assert () == decision.moved_to(Pile.DEPENDS)
        assert decision.override("PCIT") is None

    @pytest.mark.parametrize(
        ("field", "what"),
        [
            ("intervention", "the intervention of an override"),
            ("reason", "the reason of an override"),
            ("who", "who overrides"),
        ],
    )
    def test_need_a_reason_and_a_name(self, field: str, what: str) -> None:
        """An override without a reason or a name is refused."""
        given = {"intervention": "FNP", "pile": "meets", "reason": "r", "who": "w"}

        with pytest.raises(WrongType, match=f"^{what}: found ''"):
            Override(**{**given, field: ""})
        with pytest.raises(UnknownValue, match="^pile: found 'yes'"):
            Override(**{**given, "pile": "yes"})

    def test_are_of_rows_that_are_judged(self, decision: Decision) -> None:
        """An override of an unknown row, or two of one, is refused."""
        one = Override(intervention="FNP", pile="meets", reason="r", who="w")
        with pytest.raises(UnknownIntervention, match="nobody"):
            shortlist(interventions, overrides=[attrs.evolve(one, intervention="nobody")])
        with pytest.raises(Faults) as raised:
            shortlist(interventions, overrides=[one, one])
        assert [
            ("$.overrides[1]: found 'family-nurse-partnership', expected one override of a row")
        ] == [str(each) for each in raised.value.faults]


class TestWhatItKeeps:
    def test_the_edition(self, decision: Decision) -> None:
        """Edition, data version, source and the checksum of the rows are kept."""
        assert (dataset.edition, dataset.version) == (decision.edition, decision.data_version)
        assert dataset.source == decision.source
        assert dt.date(2026, 11, 20) == decision.when
        assert "What next?" == decision.question
        assert 64 == len(decision.rows_sha256)
        assert checksum_of(json.loads(decision.to_json())["rows"]) == decision.rows_sha256

    def test_of_rows_of_ones_own(self) -> None:
        """Other rows have a source and a checksum, and no edition."""
        play = LocalTheory("play", "Play")
        own = Catalogue.from_records(
            [attrs.evolve(amended("FNP", theories=(play,)), recommended=None)], source="Ours"
        )
        decision = shortlist(own, must=Criteria(theory=play))

        assert (None, None) == (decision.edition, decision.data_version)
        assert "Ours" == decision.source.title
        assert ["family-nurse-partnership"] == names(decision.meets)
        assert decision == Decision.from_json(decision.to_json())
        assert [{"slug": "play", "label": "Play"}] == json.loads(decision.to_json())["theories"]
        assert "recommended" not in {each.id for each in decision.cautions}

    def test_the_facts_of_every_row(self, decision: Decision) -> None:
        """Rows are embedded without their provenance, and facts under ids."""
        assert interventions.ids == tuple(names(decision.rows))
        assert {Provenance()} == {row.provenance for row in decision.rows}
        assert [
            attrs.evolve(each, intervention=interventions[each.intervention].id) for each in FACTS
        ] == list(decision.facts)

    def test_the_time_that_the_caller_gives(self) -> None:
        """A day or a time is taken as it is, and no clock is asked."""
        noon = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)

        assert noon == shortlist(interventions, when=noon).when
        assert shortlist(interventions).when is None
        with pytest.raises(WrongType, match="^when a decision is made: found 'now'"):
            shortlist(interventions, when="now")

    @pytest.mark.parametrize(
        ("asked", "expected"),
        [
            ({}, set()),
            ({"must": Criteria(audience="universal")}, set()),
            ({"wish": Criteria(efficacy=MEDIUM)}, {"own-efficacy-criterion"}),
            ({"must": fact("cost", at_most=5)}, {"local-facts"}),
            ({"facts": FACTS}, {"local-facts"}),
            ({"facts": list(FACTS)}, {"local-facts"}),
        ],
    )
    def test_cautions_that_fit(self, asked: dict[str, Any], expected: set[str]) -> None:
        """A caution on efficacy or local facts is there where either was used."""
        found = {each.id for each in shortlist(interventions, **asked).cautions}

        assert expected == found & {"own-efficacy-criterion", "local-facts"}

    def test_cautions_of_rows_of_which_some_are_recommended(self) -> None:
        """The page recommends what it recommends, and no more."""
        own = attrs.evolve(amended("FNP", id="ours", name="Ours", aliases=()), recommended=None)
        mixed = Catalogue.from_records([own, interventions["PCIT"]], source="Mixed")

        assert (
            shortlist(mixed)
            .cautions[0]
            .text.startswith("The page recommends 1 of the 2 rows judged, and not Ours;")
        )

    def test_refuses_facts_of_nobody(self) -> None:
        """A fact of an unknown intervention is one clear error."""
        with pytest.raises(Faults, match=r"facts\[0\]\.intervention: found 'nobody'"):
            shortlist(interventions, facts=[local_fact("nobody", "cost", 5)])


class TestFiles:
    def test_old_ones_are_read_and_written_as_they_were(self) -> None:
        """A file keeps its checksum, and the values of a condition their order."""
        path = Path(__file__).parent / "fixtures" / "decision-1.json"
        old = Decision.load(path)

        assert path.read_text("utf-8") == old.to_json()
        assert (
            "<Decision on 2 rows: meets 1, depends on the range 0, does not meet 0, not known 1>"
        ) == repr(old)
        assert [
            "format is online or group or 5",
            "format is 5 or group or online",
            "cost is at most 500 GBP",
        ] == [str(each) for each in old.must]
        assert old.replay(interventions[:2]).is_empty

    def test_read_back(self, decision: Decision, tmp_path: Any) -> None:
        """A decision in a file is the decision."""
        decision.save(tmp_path / "decision.json")

        assert decision == Decision.load(tmp_path / "decision.json")
        assert decision == Decision.from_json(decision.to_json())

    def tampered(self, decision: Decision, *steps: Any, value: Any) -> list[str]:
        """The faults of a decision in which one value is another, sealed again."""
        plain = json.loads(decision.to_json())
        place = plain
        for step in steps[:-1]:
            place = place[step]
        place[steps[-1]] = value
        del plain["checksum"]
        plain["checksum"] = checksum_of(plain)
        with pytest.raises(Faults) as raised:
            Decision.from_json(json.dumps(plain))
        return [str(each) for each in raised.value.faults]

    def test_a_tampered_one_is_refused(self, decision: Decision) -> None:
        """A change by hand is noticed by the checksum."""
        text = decision.to_json().replace("What next?", "What then?")

        with pytest.raises(Faults, match=r"decision: 1 fault\n  \$\.checksum: "):
            Decision.from_json(text)

    def test_a_pile_that_its_rows_do_not_give(self, decision: Decision) -> None:
        """A judgement is held against the rows, facts and conditions."""
        assert [
            (
                "$.judgements[1].pile: found 'meets', expected 'does-not-meet', as the rows, "
                "facts and conditions give"
            )
        ] == self.tampered(decision, "judgements", 1, "pile", value="meets")
        assert [
            (
                "$.judgements[1].musts: found ['holds'], expected ['fails', 'fails', "
                "'not-known'], as the rows, facts and conditions give"
            )
        ] == self.tampered(decision, "judgements", 1, "musts", value=["holds"])
        assert [
            (
                "$.judgements[1].id: found 'x', expected 'family-nurse-partnership', as the "
                "rows, facts and conditions give"
            )
        ] == self.tampered(decision, "judgements", 1, "id", value="x")
        assert [
            (
                "$.judgements[1].wishes: found [], expected ['holds', 'not-known', 'fails'], "
                "as the rows, facts and conditions give"
            )
        ] == self.tampered(decision, "judgements", 1, "wishes", value=[])
        assert [
            f"$.judgements: found 0 judgements, expected one for each of {COUNT} rows"
        ] == self.tampered(decision, "judgements", value=[])

    def test_a_checksum_that_its_rows_do_not_give(self, decision: Decision) -> None:
        """The rows are what they were."""
        assert [
            (f"$.rows_sha256: found '0', expected {decision.rows_sha256!r}, as the rows give")
        ] == self.tampered(decision, "rows_sha256", value="0")

    def test_parts_of_rows_that_are_not_there(self, decision: Decision) -> None:
        """Facts and overrides are of rows in the decision, each once."""
        assert [
            ("$.overrides[0].intervention: found 'nobody', expected the id of one of the rows")
        ] == self.tampered(decision, "overrides", 0, "intervention", value="nobody")
        assert [
            "$.facts[5].intervention: found 'nobody', expected the id of one of the rows",
            (
                "$.judgements[10].wishes: found ['holds', 'holds', 'in-part'], expected "
                "['holds', 'not-known', 'in-part'], as the rows, facts and conditions give"
            ),
        ] == self.tampered(decision, "facts", 5, "intervention", value="nobody")
        faults = self.tampered(decision, "facts", 5, "name", value="cost")
        assert faults[0].startswith("$.facts[5]: found 'cost' of 'family-foundations' again")

    def test_a_row_twice(self, decision: Decision) -> None:
        """Each row is judged once."""
        faults = self.tampered(
            decision, "rows", 1, "id", value="attachment-and-biobehavioural-catch-up"
        )

        assert (
            "$.rows[1].id: found 'attachment-and-biobehavioural-catch-up', expected each row once"
        ) == faults[0]
