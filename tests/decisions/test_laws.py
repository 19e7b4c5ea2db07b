"""The laws of a shortlist, held against a reference that shares no code with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import given, reject
from hypothesis import strategies as st
from tests.laws.drawing import codes, efficacy_bounds

from imh_evidence import Catalogue, Criteria, InvalidCriteria, interventions
from imh_evidence.decisions import Decision, Holding, LocalFacts, Override, Pile, shortlist
from imh_evidence.decisions.conditions import holding
from imh_evidence.decisions.piles import pile_of

from .making import conditions, situations
from .reference import Worlds


if TYPE_CHECKING:
    from tests.reference import Codes

    from imh_evidence.model.criteria import EfficacyBounds

Situation = tuple[Catalogue, LocalFacts]


def made(situation: Situation, musts: list[Any], wishes: Any = ()) -> Decision:
    """A decision on what was drawn; contradictory musts are another law."""
    catalogue, facts = situation
    try:
        return shortlist(catalogue, must=musts, wish=wishes, facts=facts)
    except InvalidCriteria:
        # No level lies within all the bounds; that is a law of its own.
        reject()


@given(situations(), conditions(), codes())
def test_piles_are_those_of_the_reference(
    situation: Situation, musts: list[Any], coding: Codes
) -> None:
    """Every row is in the pile that trying each printed level gives, however levels are coded."""
    decision = made(situation, musts)
    catalogue, facts = situation
    worlds = Worlds(coding, facts)

    expected = [worlds.pile(musts, row) for row in catalogue]

    assert expected == [each.pile.value for each in decision.judgements]


@given(situations(), conditions(), codes())
def test_every_reason_is_true_of_its_row(
    situation: Situation, musts: list[Any], coding: Codes
) -> None:
    """Each finding holds for its row as the reference says, and reasons are findings."""
    decision = made(situation, musts)
    worlds = Worlds(coding, situation[1])

    for row in situation[0]:
        findings = decision.findings(row.id)
        expected = [worlds.holding(each.condition, row) for each in findings]

        assert expected == [each.holding.value for each in findings]
        assert set(decision.reasons(row.id)) <= set(findings)
        assert bool(decision.reasons(row.id)) == bool(findings)


@given(situations(), conditions(), codes())
def test_wishes_are_true_of_their_row(
    situation: Situation, wishes: list[Any], coding: Codes
) -> None:
    """A wish is listed for the rows for which it holds, and moves none of them."""
    decision = made(situation, [], wishes)
    worlds = Worlds(coding, situation[1])

    for row in situation[0]:
        held = [worlds.holding(each, row) for each in decision.wish]
        met = [each.condition for each in decision.wishes_met(row.id)]
        left = [each.condition for each in decision.wishes_open(row.id)]
        named = list(zip(decision.wish, held, strict=True))

        assert [wish for wish, how in named if how == "holds"] == met
        assert [w for w, how in named if how in {"in-part", "not-known"}] == left
    assert tuple(situation[0].ids) == tuple(row.id for row in decision.meets)


@given(situations(), conditions())
def test_piles_partition_the_rows(situation: Situation, musts: list[Any]) -> None:
    """Every row is in one pile and in one only."""
    decision = made(situation, musts)
    found = [row.id for pile in Pile for row in decision.pile(pile)]

    assert sorted(situation[0].ids) == sorted(found)


@given(situations(), conditions(), conditions(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(
    situation: Situation, musts: list[Any], wishes: list[Any], shuffling: Any
) -> None:
    """Judgements, reasons and cautions are the same for rows in another order."""
    catalogue, facts = situation
    decision = made(situation, musts, wishes)
    rows = list(catalogue)
    shuffling.shuffle(rows)
    other = made((Catalogue.from_records(rows), facts), musts, wishes)

    assert set(decision.judgements) == set(other.judgements)
    assert decision.cautions == other.cautions
    for id_ in catalogue.ids:
        assert decision.reasons(id_) == other.reasons(id_)


@given(situations(), conditions())
def test_splitting_musts_changes_nothing(situation: Situation, musts: list[Any]) -> None:
    """Criteria on several facets are the same as one on each."""
    whole = made(situation, musts)

    assert whole == made(situation, list(whole.must))


@given(st.lists(efficacy_bounds(), max_size=4), codes())
def test_bounds_that_no_level_meets_are_refused(
    bounds: list[EfficacyBounds], coding: Codes
) -> None:
    """Musts are no question exactly if their bounds on the whole range exclude every level."""
    musts = [Criteria(efficacy=each) for each in bounds]

    if Worlds(coding, ()).contradicts(musts):
        with pytest.raises(InvalidCriteria, match="no level is both"):
            shortlist(interventions, must=musts)
    else:
        assert len(interventions) == len(shortlist(interventions, must=musts).rows)


@given(situations(), conditions(), conditions())
def test_what_was_written_is_read(
    situation: Situation, musts: list[Any], wishes: list[Any]
) -> None:
    """A decision read from its JSON is the decision, and writes the same text."""
    decision = made(situation, musts, wishes)
    text = decision.to_json()

    read = Decision.from_json(text)

    assert decision == read
    assert text == read.to_json()


@given(situations(), conditions(), conditions())
def test_replay_on_the_same_rows_changes_nothing(
    situation: Situation, musts: list[Any], wishes: list[Any]
) -> None:
    """The same rows and facts give the same decision, whatever their provenance."""
    decision = made(situation, musts, wishes)
    replayed = decision.replay(situation[0])

    assert replayed.is_empty
    assert decision.judgements == replayed.after.judgements
    assert decision.rows_sha256 == replayed.after.rows_sha256


@given(situations(), situations(), conditions())
def test_replay_tells_every_row_that_moves(
    before: Situation, after: Situation, musts: list[Any]
) -> None:
    """A row in another pile than it was has a change that is told, and the reverse."""
    decision = made(before, musts)
    catalogue, facts = after
    replayed = decision.replay(catalogue, facts)
    was = {each.id: each.pile for each in decision.judgements}
    now = {each.id: each.pile for each in replayed.after.judgements}

    expected = {id_ for id_ in (*was, *now) if was.get(id_) is not now.get(id_)}

    assert expected == {each.change.id for each in replayed.moved}
    for each in replayed.effects:
        assert (was.get(each.change.id), now.get(each.change.id)) == (each.was, each.now)


@given(situations(), conditions(), st.sampled_from(Pile))
def test_an_override_moves_no_row(situation: Situation, musts: list[Any], pile: Pile) -> None:
    """The computed piles are the same with overrides and without."""
    decision = made(situation, musts)
    moved = [
        Override(intervention=id_, pile=pile, reason="as agreed", who="B. Lead")
        for id_ in situation[0].ids
    ]
    catalogue, facts = situation
    other = shortlist(catalogue, must=musts, facts=facts, overrides=moved)

    assert decision.judgements == other.judgements
    assert attrs.evolve(other, overrides=()) == decision


@given(situations(), conditions())
def test_a_must_that_certainly_holds_possibly_holds(situation: Situation, musts: list[Any]) -> None:
    """Where criteria match a row outright, they hold for it at every level."""
    for criteria in musts:
        if isinstance(criteria, Criteria):
            for row in situation[0].where(criteria):
                assert Holding.HOLDS is holding(criteria, row)


@given(st.lists(st.sampled_from(Holding)))
def test_precedence_of_piles(held: list[Holding]) -> None:
    """Failing outweighs not knowing, which outweighs depending, which outweighs meeting."""
    order = [Holding.FAILS, Holding.NOT_KNOWN, Holding.IN_PART, Holding.HOLDS]
    first = next((each for each in order if each in held), Holding.HOLDS)

    expected = {
        Holding.FAILS: Pile.DOES_NOT_MEET,
        Holding.NOT_KNOWN: Pile.NOT_KNOWN,
        Holding.IN_PART: Pile.DEPENDS,
        Holding.HOLDS: Pile.MEETS,
    }[first]

    assert expected is pile_of(held)
