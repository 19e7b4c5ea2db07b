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
    Intervention,
    LocalTheory,
    PracticeLevel,
    Relation,
    Theory,
    UnknownField,
    UnknownValue,
)


BOTH = frozenset(Audience)
PLAY = LocalTheory("play", "Play Theory")


def row(name: str, low: Any, high: Any, **fields: Any) -> Intervention:
    """A lawful row with a range of efficacy."""
    given: dict[str, Any] = {
        "id": name.lower(),
        "name": name,
        "theories": (Theory.ATTACHMENT,),
        "audiences": frozenset([Audience.TARGETED]),
        "practice_levels": frozenset([PracticeLevel.SKILLED]),
        "evidence": EvidenceLevel.HIGH,
        "efficacy": EfficacyRange(low, high),
    }
    return Intervention(**{**given, **fields})


@pytest.fixture(name="toys")
def _toys() -> Catalogue:
    return Catalogue.from_records(
        [
            row("Kite", "low", "low"),
            row("Bear", "high", "high", audiences=BOTH),
            row("Doll", "low", "high", theories=(PLAY,), is_suite=True),
            row("Ball", "medium", "high", practice_levels=frozenset(PracticeLevel)),
        ]
    )


class TestCounts:
    def test_memberships_count_a_row_under_each_member(self, toys: Catalogue) -> None:
        """A row for both audiences counts under either."""
        counts = toys.count_by("audience")

        assert [("universal", 1), ("targeted", 4)] == [
            (count.key.value, count.rows) for count in counts
        ]
        assert (5, 4, True) == (counts.total, counts.rows, counts.counts_rows_twice)
        assert "memberships" == counts.kind

    def test_combinations_count_a_row_once(self, toys: Catalogue) -> None:
        """A row counts under its exact set, in scale order."""
        counts = toys.count_by("audience", kind="combinations")

        assert [(("universal", "targeted"), 1), (("targeted",), 3)] == sorted(
            ((tuple(member.value for member in count.key), count.rows) for count in counts),
            key=lambda pair: pair[1],
        )
        assert (4, False) == (counts.total, counts.counts_rows_twice)

    def test_every_member_is_listed_in_scale_order(self, toys: Catalogue) -> None:
        """Members of no row count 0, and a theory of one's own comes last."""
        theories = toys.count_by("theory")

        assert [*Theory, PLAY] == [count.key for count in theories]
        assert (3, 1, 0) == (theories["attachment"], theories["play"], theories["psychoeducation"])
        assert ["Low", "Low–Medium", "Low–High", "Medium", "Medium–High", "High"] == [
            str(count.key) for count in toys.count_by("efficacy")
        ]
        assert 1 == toys.count_by("efficacy")[EfficacyRange("low", "high")]

    def test_two_facets_are_crossed(self, toys: Catalogue) -> None:
        """Pairs of members are counted, and exact sets of both facets."""
        counts = toys.count_by("audience", "practice_level")
        exact = toys.count_by("audience", "evidence", kind="combinations")

        assert 1 == counts["universal", "skilled"]
        assert 4 == counts[Audience.TARGETED, PracticeLevel.SKILLED]
        assert 0 == counts["universal", "specialist"]
        assert 1 == exact[tuple(Audience), EvidenceLevel.HIGH]
        assert 4 == exact.total

    def test_what_is_not_counted_is_told(self, toys: Catalogue) -> None:
        """An unknown key, facet or kind is refused with the nearest there is."""
        unknown: Any = "audiences"
        with pytest.raises(UnknownField):
            toys.count_by("audience")["all"]
        for facets in ((unknown,), ("theory", unknown)):
            with pytest.raises(UnknownValue) as caught:
                toys.count_by(*facets)
            assert "audience" == caught.value.nearest
        with pytest.raises(UnknownValue):
            toys.count_by("theory", kind=unknown)

    def test_are_plain_json_values(self, toys: Catalogue) -> None:
        """JSON says what was counted, and when rows count twice."""
        plain = json.loads(json.dumps(toys.count_by("audience").to_plain()))

        assert {"key": "universal", "rows": 1} == plain["counts"][0]
        assert (["audience"], 5, True) == (
            plain["facets"],
            plain["total"],
            plain["counts_rows_twice"],
        )


class TestRelations:
    def test_counts_the_pairs_it_lists(self, toys: Catalogue) -> None:
        """The pairs agree with the counts, and each is named from its upper row."""
        relations = toys.relations()

        assert len(relations) == len([*relations.pairs()]) == 6
        for count in relations.counts:
            pairs = list(relations.pairs(count.relation))
            assert count.pairs == len(pairs)
            assert count.same_audiences == sum(pair.same_audiences for pair in pairs)
            for pair in pairs:
                assert count.relation is pair.first.efficacy.relation(pair.second.efficacy)

    def test_some_pairs_by_hand(self, toys: Catalogue) -> None:
        """Bear is above Kite; Low to High and Medium to High decide nothing."""
        found = {
            frozenset([pair.first.id, pair.second.id]): pair for pair in toys.relations().pairs()
        }
        above = found[frozenset(["bear", "kite"])]

        assert ("bear", Relation.ABOVE) == (above.first.id, above.relation)
        assert Relation.UNDECIDED is found[frozenset(["doll", "ball"])].relation
        assert {
            "first": "bear",
            "relation": "above",
            "second": "kite",
            "same_audiences": False,
            "same_range": False,
        } == next(
            pair
            for pair in toys.relations().to_plain()["pairs"]
            if (pair["first"], pair["second"]) == ("bear", "kite")
        )

    def test_mirrored_relations_are_refused(self, toys: Catalogue) -> None:
        """No pair is BELOW another, because pairs are named from above."""
        with pytest.raises(UnknownValue):
            toys.relations().pairs(Relation.BELOW)


class TestOrdering:
    @pytest.mark.parametrize(
        ("policy", "ids"),
        [
            ("page", ["kite", "bear", "doll", "ball"]),
            ("name", ["ball", "bear", "doll", "kite"]),
            ("efficacy-low-end", ["bear", "ball", "doll", "kite"]),
            ("efficacy-high-end", ["ball", "bear", "doll", "kite"]),
        ],
    )
    def test_lays_rows_out_by_a_policy(self, policy: Any, ids: list[str], toys: Catalogue) -> None:
        """Each policy has its order; ties go by id."""
        assert ids == [row.id for row in toys.order_by(policy)]

    def test_is_no_catalogue_and_no_ranking(self, toys: Catalogue) -> None:
        """An ordering says that it is a display order, and there is no best."""
        ordering = toys.order_by("name")
        best: Any = "best"

        assert not isinstance(ordering, Catalogue)
        assert "not a ranking" in repr(ordering)
        assert "not a ranking" in ordering.to_plain()["note"]
        assert toys.cautions == ordering.cautions
        with pytest.raises(UnknownValue):
            toys.order_by(best)


def caution_ids(catalogue: Catalogue) -> list[str]:
    """The ids of a catalogue's cautions."""
    return [caution.id for caution in catalogue.cautions]


class TestCautions:
    def test_are_those_of_the_rows_at_hand(self, toys: Catalogue) -> None:
        """Each caution needs rows that call for it; an empty answer keeps its own."""
        assert [
            "evidence-constant",
            "audiences-differ",
            "suite-beside-single",
            "memberships-exceed-rows",
            "outcomes-may-differ",
            "not-exhaustive",
        ] == caution_ids(toys)
        assert ["not-exhaustive"] == caution_ids(toys[:0]) == caution_ids(toys[:1])
        assert ["memberships-exceed-rows", "not-exhaustive"] == caution_ids(toys[3:])

    def test_differing_evidence_is_not_constant(self, toys: Catalogue) -> None:
        """Rows with two levels of evidence call for no caution on it."""
        low = attrs.evolve(toys["Kite"], evidence=EvidenceLevel.LOW)

        assert "evidence-constant" not in caution_ids(Catalogue.from_records([low, *toys[1:]]))
