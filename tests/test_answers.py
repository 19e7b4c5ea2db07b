"""Counts, relations, orders and cautions say what they are about."""

from __future__ import annotations

import json
from typing import Any

import attrs
import pytest

from imh_evidence import (
    Audience,
    Catalogue,
    EfficacyRange,
    EvidenceLevel,
    LocalTheory,
    PracticeLevel,
    Relation,
    UnknownField,
    UnknownValue,
    interventions,
)


class TestCounts:
    def test_memberships_count_a_row_under_each_member(self) -> None:
        """Counted by hand from the page: 8 rows reach universal, 12 targeted audiences."""
        counts = interventions.count_by("audience")

        assert {"universal": 8, "targeted": 12} == {c.key.value: c.rows for c in counts}
        assert (20, 14, True) == (counts.total, counts.rows, counts.counts_rows_twice)
        assert "memberships" == counts.kind

    def test_combinations_count_a_row_once(self) -> None:
        """Counted by hand: 2 universal only, 6 targeted only, 6 both."""
        counts = interventions.count_by("audience", kind="combinations")

        assert {("targeted",): 6, ("universal",): 2, ("universal", "targeted"): 6} == {
            tuple(member.value for member in c.key): c.rows for c in counts
        }
        assert not counts.counts_rows_twice

    def test_combinations_stand_in_scale_order(self) -> None:
        """Levels go up from the low end, and never by the letters of their names."""
        by_range = interventions.count_by("efficacy", kind="combinations")
        by_set = interventions.count_by("audience", kind="combinations")

        assert "Low, Low–Medium, Low–High, Medium, Medium–High, High" == ", ".join(
            str(count.key) for count in by_range
        )
        assert [2, 6, 6] == [count.rows for count in by_set]
        assert (Audience.UNIVERSAL,) == next(iter(by_set)).key

    @pytest.mark.parametrize(
        ("facet", "expected"),
        [
            (
                "practice_level",
                {"informed": 0, "skilled": 4, "enhanced": 9, "specialist": 2},
            ),
            ("evidence", {"low": 0, "medium": 0, "high": 14}),
            (
                "theory",
                {
                    "attachment": 8,
                    "social-learning": 6,
                    "family-systems": 1,
                    "cognitive-learning": 1,
                    "cognitive-behavioural": 3,
                    "psychoanalytic-psychotherapy": 2,
                    "developmental-psychopathology": 1,
                    "psychoeducation": 1,
                },
            ),
        ],
    )
    def test_each_member_is_listed(self, facet: Any, expected: dict[str, int]) -> None:
        """Every member of a closed vocabulary is listed, also those in no row."""
        counts = interventions.count_by(facet)

        assert expected == {count.key.value: count.rows for count in counts}
        assert list(expected) == [count.key.value for count in counts]

    def test_efficacy_is_counted_by_what_is_printed(self) -> None:
        """Each of the six ranges is counted, by hand from the page."""
        counts = interventions.count_by("efficacy")

        assert {
            "Low": 3,
            "Low–Medium": 2,
            "Low–High": 2,
            "Medium": 2,
            "Medium–High": 3,
            "High": 2,
        } == {str(count.key): count.rows for count in counts}
        assert not counts.counts_rows_twice

    def test_two_facets_are_crossed(self) -> None:
        """Pairs of members are counted, by hand from the page."""
        counts = interventions.count_by("audience", "practice_level")

        assert 8 == len(counts)
        assert 4 == counts["universal", "skilled"]
        assert 5 == counts[Audience.UNIVERSAL, PracticeLevel.ENHANCED]
        assert 2 == counts["targeted", "specialist"]
        assert 0 == counts["universal", "specialist"]

    def test_two_facets_in_exact_combinations(self) -> None:
        """A row counts once under its exact sets of both facets."""
        counts = interventions.count_by(
            "practice_level", "evidence", kind="combinations"
        )
        suite = (PracticeLevel.SKILLED, PracticeLevel.ENHANCED)

        assert 1 == counts[suite, EvidenceLevel.HIGH]
        assert 14 == counts.total
        assert 11 == len(
            interventions.count_by("audience", "efficacy", kind="combinations")
        )

    def test_a_view_counts_its_own_rows(self) -> None:
        """Counts of a view are of the view."""
        view = interventions.where(practice_level="specialist")

        assert 2 == view.count_by("theory")["attachment"]
        assert 2 == view.count_by("theory").rows

    def test_what_is_not_counted_is_told(self) -> None:
        """An unknown key, facet or kind is refused with those there are."""
        unknown: Any = "audiences"
        with pytest.raises(
            UnknownField, match="counts by audience: found 'all', .*'universal'"
        ):
            interventions.count_by("audience")["all"]
        with pytest.raises(UnknownValue, match="nearest is 'audience'"):
            interventions.count_by(unknown)
        with pytest.raises(UnknownValue, match="nearest is 'audience'"):
            interventions.count_by("theory", unknown)
        with pytest.raises(UnknownValue, match="'memberships', 'combinations'"):
            interventions.count_by("theory", kind=unknown)

    def test_tells_what_it_is(self) -> None:
        """Repr and JSON say what was counted, and when rows count twice."""
        counts = interventions.count_by("audience")
        plain = json.loads(json.dumps(counts.to_plain()))
        crossed = interventions.count_by("audience", "efficacy").to_plain()

        assert (
            "<Counts of memberships by audience over 14 rows: universal 8, targeted 12; "
            "counts a row more than once>"
        ) == repr(counts)
        assert {"key": "universal", "rows": 8} == plain["counts"][0]
        assert (["audience"], 20, True) == (
            plain["facets"],
            plain["total"],
            plain["counts_rows_twice"],
        )
        assert ["universal", "Low"] == crossed["counts"][0]["key"]
        assert "universal+targeted x Low 2" in repr(
            interventions.count_by("audience", "efficacy", kind="combinations")
        )
        assert "<Counts of combinations by evidence over 0 rows: none>" == repr(
            interventions[:0].count_by("evidence", kind="combinations")
        )

    def test_own_theories_are_counted(self) -> None:
        """A theory of a service's own is a member like the others, after them."""
        play = LocalTheory("play", "Play Theory")
        own = attrs.evolve(interventions[0], theories=(play,))
        counts = Catalogue.from_records([own]).count_by("theory")

        assert 1 == counts["play"]
        assert play == list(counts)[-1].key


class TestRelations:
    def test_counts_pairs_by_relation(self) -> None:
        """Counted apart from the library, by comparing every level of every two rows."""
        relations = interventions.relations()

        assert {
            "above": (29, 9, 20),
            "at-least": (38, 17, 21),
            "equal": (5, 1, 4),
            "undecided": (19, 4, 15),
        } == {
            count.relation.value: (
                count.pairs,
                count.same_audiences,
                count.different_audiences,
            )
            for count in relations.counts
        }
        assert 91 == len(relations)

    def test_lists_the_pairs_that_it_counts(self) -> None:
        """The pairs agree with the counts, and each is named from its upper row."""
        relations = interventions.relations()

        for count in relations.counts:
            pairs = list(relations.pairs(count.relation))
            assert count.pairs == len(pairs)
            assert count.same_audiences == sum(pair.same_audiences for pair in pairs)
            for pair in pairs:
                assert count.relation is pair.first.efficacy.relation(
                    pair.second.efficacy
                )
        assert 91 == len(list(relations.pairs()))

    def test_some_pairs_by_hand(self) -> None:
        """PCIT is above FNP; two rows print Low–High, which decides nothing."""
        found = {
            frozenset([pair.first.id, pair.second.id]): pair
            for pair in interventions.relations().pairs()
        }
        pcit, fnp = "parent-child-interaction-therapy", "family-nurse-partnership"
        above = found[frozenset([pcit, fnp])]
        spread = found[
            frozenset(
                [
                    "triple-p-suite-of-trainings",
                    "incredible-years-parents-and-toddlers-programme",
                ]
            )
        ]

        assert (pcit, Relation.ABOVE) == (above.first.id, above.relation)
        assert Relation.UNDECIDED is spread.relation
        assert spread.same_range
        assert not above.same_range

    def test_mirrored_relations_are_refused(self) -> None:
        """No pair is BELOW another, because pairs are named from above."""
        with pytest.raises(
            UnknownValue, match="'above', 'at-least', 'equal', 'undecided'"
        ):
            interventions.relations().pairs(Relation.BELOW)

    def test_tells_what_it_is(self) -> None:
        """Repr and JSON name counts, pairs and cautions."""
        relations = interventions[:2].relations()

        assert (
            "<Relations of 1 pairs: above 1, at-least 0, equal 0, undecided 0>"
            == repr(relations)
        )
        assert {
            "first": "attachment-and-biobehavioural-catch-up",
            "relation": "above",
            "second": "family-nurse-partnership",
            "same_audiences": True,
            "same_range": False,
        } == relations.to_plain()["pairs"][0]
        assert 1 == relations.to_plain()["counts"][0]["same_audiences"]


class TestOrdering:
    @pytest.mark.parametrize(
        ("policy", "first", "last"),
        [
            ("page", "attachment-and-biobehavioural-catch-up", "easypeasy"),
            ("name", "attachment-and-biobehavioural-catch-up", "triple-p-suite-of-trainings"),
            ("efficacy-low-end", "parent-child-interaction-therapy", "triple-p-suite-of-trainings"),
            ("efficacy-high-end", "attachment-and-biobehavioural-catch-up", "parents-as-first-teachers"),
        ],
    )  # fmt: skip
    def test_lays_rows_out_by_a_policy(
        self, policy: Any, first: str, last: str
    ) -> None:
        """Each policy has its first and last row; ties go by id."""
        ordering = interventions.order_by(policy)

        assert (first, last) == (ordering.rows[0].id, ordering.rows[-1].id)
        assert set(interventions) == set(ordering)
        assert 14 == len(ordering)

    def test_is_no_catalogue_and_no_ranking(self) -> None:
        """An ordering says that it is a display order, in repr and JSON."""
        ordering = interventions.order_by("name")

        assert not isinstance(ordering, Catalogue)
        assert "<Ordering of 14 rows by name: display order, not a ranking>" == repr(
            ordering
        )
        assert "display order, not a ranking" == ordering.to_plain()["note"]
        assert interventions.cautions == ordering.cautions

    def test_there_is_no_best(self) -> None:
        """A policy that would rank is not there."""
        best: Any = "best"
        with pytest.raises(UnknownValue, match="'page', 'name'"):
            interventions.order_by(best)


class TestCautions:
    def test_of_the_table(self) -> None:
        """The table as a whole calls for every caution there is."""
        assert [
            "evidence-constant",
            "audiences-differ",
            "suite-beside-single",
            "memberships-exceed-rows",
            "outcomes-may-differ",
            "not-exhaustive",
        ] == [caution.id for caution in interventions.cautions]
        assert "Evidence is High in all 14 rows" in str(interventions.cautions[0])
        assert "Evidence is High in both rows" in str(interventions[:2].cautions[0])

    @pytest.mark.parametrize(
        ("view", "ids"),
        [
            (interventions[:0], ["not-exhaustive"]),
            (interventions[:1], ["not-exhaustive"]),
            (
                interventions[:2],
                ["evidence-constant", "outcomes-may-differ", "not-exhaustive"],
            ),
            (interventions[8:9], ["memberships-exceed-rows", "not-exhaustive"]),
        ],
    )
    def test_of_a_view_are_those_of_its_rows(
        self, view: Catalogue, ids: list[str]
    ) -> None:
        """A caution is about the rows at hand, and an empty answer keeps its own."""
        assert ids == [caution.id for caution in view.cautions]

    def test_differing_evidence_is_not_constant(self) -> None:
        """Rows with two levels of evidence call for no caution on it."""
        rows = [
            attrs.evolve(
                interventions[0],
                id="a",
                name="A",
                aliases=(),
                recommended=None,
                evidence=level,
            )
            for level in (EvidenceLevel.LOW, EvidenceLevel.HIGH)
        ]
        rows[1] = attrs.evolve(rows[1], id="b", name="B")

        assert "evidence-constant" not in [
            caution.id for caution in Catalogue.from_records(rows).cautions
        ]

    def test_equal_ranges_stay_apart_from_levels(self) -> None:
        """A count by printed range has its own key for a spread."""
        spread = EfficacyRange("low", "high")

        assert 2 == interventions.count_by("efficacy")[spread]
