"""replay tells what would now differ: row, field, old, new, and the effect on the pile."""

from __future__ import annotations

import json
from typing import Any

import attrs
import pytest

from imh_evidence import (
    Audience,
    Criteria,
    EfficacyRange,
    InvalidDocument,
    WrongType,
    certainly,
    interventions,
)
from imh_evidence.catalogue import Catalogue
from imh_evidence.decisions import Decision, LocalFacts, Override, Pile, fact, shortlist
from imh_evidence.decisions.replaying import Effect, Replay, replay
from imh_evidence.records import RetiredId
from imh_evidence.source.changes import Change
from imh_evidence.universe import Universe

from .making import amended, local_fact, table_with


FACTS = LocalFacts([local_fact("FF", "cost", 300), local_fact("EasyPeasy", "cost", 40)])


@pytest.fixture(name="decision")
def _decision() -> Decision:
    return shortlist(
        interventions,
        must=[
            Criteria(audience="universal", efficacy=certainly(at_least="medium")),
            fact("cost", at_most=500),
        ],
        wish=Criteria(theory="attachment"),
        facts=FACTS,
        overrides=[
            Override(
                intervention="FF", pile="does-not-meet", reason="no room", who="B."
            )
        ],
        question="What next?",
    )


def sentences(replayed: Replay) -> list[str]:
    """What is told."""
    return [str(each) for each in replayed.effects]


class TestCells:
    def test_a_change_of_one_cell_is_one_sentence(self, decision: Decision) -> None:
        """Row, field, old, new, the effect on the pile, and the condition that did it."""
        spread = EfficacyRange("low", "medium")
        replayed = decision.replay(table_with(amended("FF", efficacy=spread)))

        assert [
            (
                "Family Foundations: efficacy was Medium–High, is now Low–Medium; this moves "
                "it from 'meets' to 'depends on the range'; the must 'the whole printed "
                "efficacy range is at least Medium' holds before and holds at part of the "
                "printed range now"
            )
        ] == sentences(replayed)
        (effect,) = replayed.moved
        assert (Pile.MEETS, Pile.DEPENDS, Pile.DEPENDS) == (
            effect.was,
            effect.alone,
            effect.now,
        )
        assert "<Replay: 1 row changed, 1 to another pile>" == repr(replayed)
        assert not replayed.is_empty

    def test_a_change_that_moves_nothing(self, decision: Decision) -> None:
        """A change without effect is told too."""
        replayed = decision.replay(
            table_with(amended("FNP", efficacy=EfficacyRange("low", "high")))
        )

        assert [
            (
                "Family Nurse Partnership: efficacy was Low, is now Low–High; it stays in "
                "'does not meet'; the must 'the whole printed efficacy range is at least "
                "Medium' does not hold before and holds at part of the printed range now"
            )
        ] == sentences(replayed)
        assert () == replayed.moved
        assert not replayed.is_empty
        assert "<Replay: 1 row changed, 0 to another pile>" == repr(replayed)

    def test_a_name_and_aliases(self, decision: Decision) -> None:
        """Fields that no condition is on are told, and move nothing."""
        replayed = decision.replay(
            table_with(amended("FNP", name="FNP Scotland", aliases=("FNP",)))
        )

        assert [
            (
                "Family Nurse Partnership: name was Family Nurse Partnership, is now FNP "
                "Scotland; it stays in 'does not meet'"
            ),
        ] == sentences(replayed)

    def test_changes_that_move_a_row_only_together(self, decision: Decision) -> None:
        """Each change is told with what it does alone and with the others."""
        replayed = decision.replay(
            table_with(
                amended(
                    "Child First",
                    audiences=frozenset(Audience),
                    efficacy=EfficacyRange("medium", "medium"),
                )
            )
        )

        assert [
            (
                "Child First: audiences was Targeted, is now Universal and Targeted; this "
                "moves it from 'does not meet' to 'not known'; the must 'reaches universal "
                "audiences' does not hold before and holds now"
            ),
            (
                "Child First: efficacy was Low–Medium, is now Medium; with its other changes "
                "it moves from 'does not meet' to 'not known'; the must 'the whole printed "
                "efficacy range is at least Medium' holds at part of the printed range "
                "before and holds now"
            ),
        ] == sentences(replayed)

    def test_changes_that_undo_each_other(self, decision: Decision) -> None:
        """A change that alone would move a row is told though others keep it."""
        replayed = decision.replay(
            table_with(
                amended(
                    "FNP",
                    audiences=frozenset(Audience),
                    efficacy=EfficacyRange("medium", "high"),
                )
            ),
            LocalFacts([*FACTS, local_fact("FNP", "cost", 900)]),
        )

        assert [
            (
                "Family Nurse Partnership: audiences was Targeted, is now Universal and "
                "Targeted; it stays in 'does not meet'; the must 'reaches universal "
                "audiences' does not hold before and holds now"
            ),
            (
                "Family Nurse Partnership: efficacy was Low, is now Medium–High; it stays in "
                "'does not meet'; the must 'the whole printed efficacy range is at least "
                "Medium' does not hold before and holds now"
            ),
            (
                "Family Nurse Partnership: local fact 'cost' was not known, is now 900; it "
                "stays in 'does not meet'; the must 'cost is at most 500' is not known "
                "before and does not hold now"
            ),
        ] == sentences(replayed)

    def test_a_change_that_alone_would_do_otherwise(self, decision: Decision) -> None:
        """What one change does alone is told beside what all of them do."""
        both = decision.replay(
            table_with(amended("FF", efficacy=EfficacyRange("low", "high"))),
            LocalFacts(
                [local_fact("FF", "cost", 900), local_fact("EasyPeasy", "cost", 40)]
            ),
        )
        kept = decision.replay(
            table_with(amended("Child First", audiences=frozenset(Audience))),
            LocalFacts([*FACTS, local_fact("Child First", "cost", 900)]),
        )

        assert [
            (
                "this alone would move it from 'meets' to 'depends on the range', and with "
                "its other changes it moves to 'does not meet'"
            ),
            "this moves it from 'meets' to 'does not meet'",
        ] == [each.split("; ")[1] for each in sentences(both)]
        assert [
            (
                "this alone would move it from 'does not meet' to 'not known', and with its "
                "other changes it stays in 'does not meet'"
            ),
            "it stays in 'does not meet'",
        ] == [each.split("; ")[1] for each in sentences(kept)]

    def test_a_wish(self, decision: Decision) -> None:
        """A wish that holds otherwise is told, and moves nothing."""
        theories = interventions["EasyPeasy"].theories + interventions["FNP"].theories
        replayed = decision.replay(table_with(amended("EasyPeasy", theories=theories)))

        assert [
            (
                "EasyPeasy: theories was 'Psychoeducation (psychoeducation)', is now "
                "'Psychoeducation (psychoeducation) / Attachment Theory (attachment)'; it "
                "stays in 'meets'; the wish 'stands under Attachment Theory' does not hold "
                "before and holds now"
            )
        ] == sentences(replayed)

    def test_text_that_could_steer_a_terminal(self, decision: Decision) -> None:
        """Names and values are shown escaped."""
        replayed = decision.replay(table_with(amended("FNP", name="FNP\u202e[2J")))

        assert "is now FNP\\u202e[2J; it stays" in sentences(replayed)[0]


class TestRows:
    def test_that_are_gone_and_new(self, decision: Decision) -> None:
        """A row that is no longer there, and one that was not, are told at the end."""
        new = amended("EasyPeasy", id="new-row", name="New Row", aliases=())
        replayed = decision.replay(table_with(new, without="easypeasy"))

        assert [
            "EasyPeasy: was in 'meets', is no longer among the rows",
            "New Row: not among the rows that were judged, is now; it goes to 'not known'",
        ] == sentences(replayed)
        assert "<Replay: 2 rows changed, 2 to another pile>" == repr(replayed)
        gone, fresh = (each.to_plain() for each in replayed.effects)
        assert ("row", "there", "not there", "meets", None, None) == tuple(
            gone[key] for key in ("field", "old", "new", "was", "alone", "now")
        )
        assert ("row", "not there", "there", None, "not-known", "not-known") == tuple(
            fresh[key] for key in ("field", "old", "new", "was", "alone", "now")
        )
        assert ["easypeasy", "new-row"] == [each.change.id for each in replayed.moved]

    def test_that_have_another_id(self, decision: Decision) -> None:
        """A retired id leads to the row that took its place, with its facts."""
        rows = [
            amended("EasyPeasy", id="easy-peasy", name="Easy Peasy")
            if row.id == "easypeasy"
            else row
            for row in interventions
        ]
        retired = RetiredId("easypeasy", ("easy-peasy",), "respelt")
        now = Catalogue(Universe(tuple(rows), interventions.source, (), (retired,)))
        replayed = decision.replay(now)

        assert [
            "EasyPeasy: id was easypeasy, is now easy-peasy; it stays in 'meets'",
            "EasyPeasy: name was EasyPeasy, is now Easy Peasy; it stays in 'meets'",
        ] == sentences(replayed)
        assert {"easypeasy"} == {each.change.id for each in replayed.effects}
        assert "easy-peasy" in {each.intervention for each in replayed.after.facts}

    def test_that_never_were(self) -> None:
        """An effect that is made by hand reads as what it says."""
        change = Change("x", "row", "there", "not there")

        assert "X: is no longer among the rows" == str(
            Effect("X", change, None, None, None)
        )

    def test_that_were_not_judged(self) -> None:
        """A decision on a view is asked again of the same view."""
        view = interventions.where(audience="universal")
        decision = shortlist(view)

        assert decision.replay(view).is_empty
        assert 6 == len(decision.replay(interventions).effects)


class TestFacts:
    def test_are_those_of_the_decision(self, decision: Decision) -> None:
        """Without facts of now, those of then are used."""
        assert decision.replay(interventions).is_empty
        assert decision.facts == decision.replay(interventions).after.facts
        assert "nothing would differ" == str(decision.replay(interventions))
        assert decision.question == decision.replay(interventions).after.question
        assert decision.must == decision.replay(interventions).after.must
        assert decision.wish == decision.replay(interventions).after.wish

    def test_of_now(self, decision: Decision) -> None:
        """A fact that came, went or changed is told as a field is."""
        facts = [
            local_fact("FF", "Cost", 600),
            local_fact("FF", "format", "group"),
            local_fact("Triple P", "cost", 5, "GBP"),
        ]
        replayed = replay(decision, interventions, facts)

        assert [
            (
                "Triple P suite of trainings: local fact 'cost' was not known, is now 5 GBP; "
                "it stays in 'not known'"
            ),
            (
                "Family Foundations: local fact 'Cost' was 300, is now 600; this moves it "
                "from 'meets' to 'does not meet'; the must 'cost is at most 500' holds "
                "before and does not hold now"
            ),
            (
                "Family Foundations: local fact 'format' was not known, is now group; with "
                "its other changes it moves from 'meets' to 'does not meet'"
            ),
            (
                "EasyPeasy: local fact 'cost' was 40, is now not known; this moves it from "
                "'meets' to 'not known'; the must 'cost is at most 500' holds before and is "
                "not known now"
            ),
        ] == sentences(replayed)
        assert [
            "triple-p-suite-of-trainings",
            "family-foundations",
            "family-foundations",
            "easypeasy",
        ] == [each.change.id for each in replayed.effects]
        assert "\n".join([*sentences(replayed), *replayed.overrides_to_revisit]) == str(
            replayed
        )

    def test_with_another_source(self, decision: Decision) -> None:
        """A fact that is the same from elsewhere is told with both sources."""
        facts = [attrs.evolve(each, who="C. Clerk", name="Cost") for each in FACTS]
        replayed = decision.replay(interventions, LocalFacts(facts))

        assert (
            "Family Foundations: local fact 'Cost' was 300 (quotation 12, "
            "2026-10-01, A. Analyst), is now 300 (quotation 12, 2026-10-01, C. "
            "Clerk); it stays in 'meets'"
        ) == sentences(replayed)[0]

    def test_spelt_otherwise(self, decision: Decision) -> None:
        """A fact under another spelling of its name is the same fact."""
        facts = [attrs.evolve(each, name="COST") for each in FACTS]

        assert decision.replay(interventions, LocalFacts(facts)).is_empty

    def test_that_say_they_are_not_known(self, decision: Decision) -> None:
        """A text that reads as a missing fact is told from one."""
        facts = [*FACTS, local_fact("FF", "format", "not known")]
        (told,) = sentences(decision.replay(interventions, LocalFacts(facts)))

        assert (
            "local fact 'format' was not known, is now not known (quotation 12, "
            "2026-10-01, A. Analyst)"
        ) in told

    def test_of_nobody(self, decision: Decision) -> None:
        """A fact of an unknown intervention is refused."""
        with pytest.raises(InvalidDocument, match="nobody"):
            decision.replay(interventions, LocalFacts([local_fact("nobody", "a", 5)]))

    def test_are_of_a_catalogue(self, decision: Decision) -> None:
        """Only a catalogue is asked again."""
        with pytest.raises(
            WrongType,
            match=r"^replay\(\.\.\.\): found \[.* \(list\), expected a Catalogue$",
        ):
            decision.replay([*interventions])  # type: ignore[arg-type]


class TestOverrides:
    def test_of_changed_rows_are_to_be_revisited(self, decision: Decision) -> None:
        """An override stands, and is told where its row changed."""
        told = (
            "Family Foundations was put in 'does not meet' by B.: no room; its row "
            "changed since"
        )
        changed = decision.replay(
            table_with(amended("FF", efficacy=EfficacyRange("low", "low")))
        )
        other = decision.replay(table_with(without="easypeasy"))

        assert (told,) == changed.overrides_to_revisit
        assert str(changed).endswith(f"\n{told}")
        assert () == other.overrides_to_revisit


class TestJson:
    def test_has_every_effect(self, decision: Decision) -> None:
        """JSON has the change, the piles by slug, and the sentence."""
        replayed = decision.replay(
            table_with(
                amended("FF", efficacy=EfficacyRange("low", "medium")),
                without="easypeasy",
            )
        )
        plain: Any = json.loads(replayed.to_json())

        assert [
            "schema",
            "edition",
            "data_version",
            "rows_sha256",
            "is_empty",
            "effects",
            "overrides_to_revisit",
            "cautions",
        ] == list(plain)
        assert "urn:imh-evidence:schema:replay:1" == plain["schema"]
        assert {"old": "2023-04", "new": None} == plain["edition"]
        assert {"old": "1.0.0", "new": None} == plain["data_version"]
        assert {
            "old": decision.rows_sha256,
            "new": replayed.after.rows_sha256,
        } == plain["rows_sha256"]
        assert decision.rows_sha256 != replayed.after.rows_sha256
        assert plain["is_empty"] is False
        assert {
            "id": "family-foundations",
            "field": "efficacy",
            "old": {"low": "medium", "high": "high"},
            "new": {"low": "low", "high": "medium"},
            "name": "Family Foundations",
            "was": "meets",
            "alone": "depends-on-the-range",
            "now": "depends-on-the-range",
            "conditions": [
                (
                    "the must 'the whole printed efficacy range is at least Medium' holds "
                    "before and holds at part of the printed range now"
                )
            ],
            "sentence": str(replayed.effects[0]),
        } == plain["effects"][0]
        assert ("there", "not there", "meets", None, None) == tuple(
            plain["effects"][1][key] for key in ("old", "new", "was", "alone", "now")
        )
        assert [*replayed.overrides_to_revisit] == plain["overrides_to_revisit"]
        assert [each.text for each in replayed.after.cautions] == plain["cautions"]
