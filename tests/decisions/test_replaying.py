"""replay tells what would now differ: row, field, old, new, and the piles then and now."""

from __future__ import annotations

import json
from typing import Any

import attrs
import pytest

from imh_evidence import (
    Audience,
    Catalogue,
    Criteria,
    EfficacyRange,
    Faults,
    Theory,
    certainly,
    interventions,
)
from imh_evidence.decisions import Decision, LocalFacts, Override, Pile, fact, shortlist
from imh_evidence.decisions.replaying import Effect, Replay
from imh_evidence.model.records import RetiredId

from .making import amended, local_fact


FACTS = LocalFacts([local_fact("fits", "cost", 300), local_fact("dear", "cost", 900)])


def row(id_: str, **fields: Any) -> Any:
    """An invented row that reaches everybody with a medium efficacy."""
    fields = {
        "audiences": tuple(Audience),
        "efficacy": EfficacyRange("medium", "medium"),
        "theories": (Theory.ATTACHMENT,),
        **fields,
    }
    return amended(
        "FNP", **{"id": id_, "name": id_.title(), "aliases": (), "related": (),
                  "recommended": None, "theory_group": None, **fields},
    )  # fmt: skip


def table(*rows: Any, **beside: Any) -> Catalogue:
    """A catalogue of a service's own."""
    return Catalogue.from_records(rows, source="Ours", **beside)


FITS, DEAR, FEW = (row("fits"), row("dear"), row("few", audiences=(Audience.TARGETED,)))


@pytest.fixture(name="decision")
def _decision() -> Decision:
    return shortlist(
        table(FITS, DEAR, FEW),
        must=[
            Criteria(audience="universal", efficacy=certainly(at_least="medium")),
            fact("cost", at_most=500),
        ],
        wish=Criteria(theory="attachment"),
        facts=FACTS,
        overrides=[Override(intervention="few", pile="meets", reason="it runs", who="B.")],
        question="What next?",
    )


def told(replayed: Replay) -> list[tuple[Any, ...]]:
    """The row, field and piles of each effect, and how many conditions it names."""
    return [
        (x.change.id, x.change.field, x.was, x.now, len(x.conditions)) for x in replayed.effects
    ]


MEETS, NOT = Pile.MEETS, Pile.DOES_NOT_MEET


class TestCells:
    def test_a_change_of_one_cell_is_one_sentence(self, decision: Decision) -> None:
        """Row, field, old, new, the piles, and the condition that holds otherwise."""
        spread = attrs.evolve(FITS, efficacy=EfficacyRange("low", "medium"))
        replayed = decision.replay(table(spread, DEAR, FEW))

        assert (
            "Fits: efficacy was Medium, is now Low\u2013Medium; it moves from 'meets' to "
            "'depends on the range'; the must 'efficacy at least Medium, across the "
            "whole printed range' holds before and holds at part of the printed range now"
        ) == str(replayed)
        assert replayed.effects == replayed.moved
        assert not replayed.is_empty

    @pytest.mark.parametrize(
        ("fields", "now", "conditions"),
        [
            ({"name": "Other"}, MEETS, [0]),
            ({"theories": (Theory.PSYCHOEDUCATION,)}, MEETS, [1]),
            (
                {"audiences": (Audience.TARGETED,), "efficacy": EfficacyRange("low", "high")},
                NOT,
                [1, 1],
            ),
        ],
    )
    def test_each_names_the_conditions_on_it(
        self, decision: Decision, fields: Any, now: Pile, conditions: list[int]
    ) -> None:
        """Each field that changed is told, with the musts and wishes that ask of it."""
        replayed = decision.replay(table(attrs.evolve(FITS, **fields), DEAR, FEW))

        assert [
            ("fits", field, MEETS, now, count)
            for field, count in zip(fields, conditions, strict=True)
        ] == told(replayed)
        assert bool(replayed.moved) == (now is not MEETS)

    def test_text_that_could_steer_a_terminal(self, decision: Decision) -> None:
        """Names and values are shown escaped."""
        odd = attrs.evolve(FITS, name="Fits\u202e[2J")

        assert r"is now Fits\u202e[2J" in str(decision.replay(table(odd, DEAR, FEW)))


class TestRows:
    def test_that_are_gone_and_new(self, decision: Decision) -> None:
        """A row that is no longer there, and one that was not, are told at the end."""
        replayed = decision.replay(table(FITS, FEW, row("new")))

        assert [("dear", "row", NOT, None, 0), ("new", "row", None, Pile.NOT_KNOWN, 0)] == told(
            replayed
        )
        assert [
            "Dear: was in 'does not meet', is no longer among the rows",
            "New: not among the rows that were judged, is now; it goes to 'not known'",
        ] == str(replayed).splitlines()

    def test_that_have_another_id(self, decision: Decision) -> None:
        """A retired id leads to the row that took its place, with its facts."""
        retired = [RetiredId("fits", ("suits",), "respelt")]
        now = table(row("suits", name="Fits"), DEAR, FEW, retired=retired)
        replayed = decision.replay(now)

        assert [("fits", "id", MEETS, MEETS, 0)] == told(replayed)
        assert "suits" in {each.intervention for each in replayed.after.facts}

    def test_that_were_not_judged(self) -> None:
        """A decision on a view is asked again of the same view."""
        view = interventions.where(audience="universal")
        decision = shortlist(view)

        assert decision.replay(view).is_empty
        assert len(interventions) - len(view) == len(decision.replay(interventions).effects)


class TestFacts:
    def test_are_those_of_the_decision(self, decision: Decision) -> None:
        """Without facts of now, those of then are used."""
        replayed = decision.replay(table(FITS, DEAR, FEW))

        assert replayed.is_empty
        assert "nothing would differ" == str(replayed)
        for part in ("facts", "question", "must", "wish"):
            assert getattr(decision, part) == getattr(replayed.after, part)

    def test_of_now(self, decision: Decision) -> None:
        """A fact that came, went or changed is told as a field is."""
        facts = [
            local_fact("fits", "Cost", 600),
            local_fact("fits", "format", "group"),
            local_fact("few", "cost", 5),
        ]
        replayed = decision.replay(table(FITS, DEAR, FEW), LocalFacts(facts))

        assert [
            ("fits", "local fact 'Cost'", MEETS, NOT, 1),
            ("fits", "local fact 'format'", MEETS, NOT, 0),
            ("dear", "local fact 'cost'", NOT, Pile.NOT_KNOWN, 1),
            ("few", "local fact 'cost'", NOT, NOT, 1),
        ] == told(replayed)

    @pytest.mark.parametrize(
        ("fields", "differs"), [({"who": "C. Clerk"}, True), ({"name": "COST"}, False)]
    )
    def test_of_another_source(
        self, decision: Decision, fields: dict[str, str], *, differs: bool
    ) -> None:
        """A fact from elsewhere is another fact; one that is spelt otherwise is not."""
        facts = LocalFacts([attrs.evolve(each, **fields) for each in FACTS])
        replayed = decision.replay(table(FITS, DEAR, FEW), facts)

        assert differs == ("C. Clerk" in str(replayed))
        assert differs == (not replayed.is_empty)

    def test_of_nobody(self, decision: Decision) -> None:
        """A fact of an unknown intervention is refused."""
        facts = LocalFacts([local_fact("nobody", "a", 5)])
        with pytest.raises(Faults, match="nobody"):
            decision.replay(table(FITS, DEAR, FEW), facts)


class TestOverrides:
    def test_of_changed_rows_are_to_be_revisited(self, decision: Decision) -> None:
        """An override stands, and is told where its row changed."""
        low = attrs.evolve(FEW, efficacy=EfficacyRange("low", "low"))
        changed = decision.replay(table(FITS, DEAR, low))

        assert 1 == len(changed.overrides_to_revisit)
        assert str(changed).endswith(f"\n{changed.overrides_to_revisit[0]}")
        assert () == decision.replay(table(FITS, FEW)).overrides_to_revisit


class TestJson:
    def test_has_every_effect(self, decision: Decision) -> None:
        """JSON has the change, the piles by slug, and the sentence."""
        spread = attrs.evolve(FITS, efficacy=EfficacyRange("low", "medium"))
        replayed = decision.replay(table(spread, FEW))
        plain: Any = json.loads(replayed.to_json())

        assert "urn:imh-evidence:schema:replay:1" == plain["schema"]
        assert {"old": decision.rows_sha256, "new": replayed.after.rows_sha256} == plain[
            "rows_sha256"
        ]
        assert {
            "id": "fits",
            "field": "efficacy",
            "old": {"low": "medium", "high": "medium"},
            "new": {"low": "low", "high": "medium"},
            "name": "Fits",
            "was": "meets",
            "now": "depends-on-the-range",
            "conditions": [*replayed.effects[0].conditions],
            "sentence": str(replayed.effects[0]),
        } == plain["effects"][0]
        assert ("there", "not there", "does-not-meet", None) == tuple(
            plain["effects"][1][key] for key in ("old", "new", "was", "now")
        )
        assert isinstance(replayed.effects[0], Effect)
