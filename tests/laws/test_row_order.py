"""Answers do not depend on the order of the rows."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from imh_evidence import Catalogue, Criteria, Relation

from .drawing import any_criteria, shuffles


FACETS = ("theory", "audience", "practice_level", "evidence", "efficacy")

facets = st.sampled_from(FACETS)
kinds = st.sampled_from(["memberships", "combinations"])


@given(shuffles(), any_criteria())
def test_where(both: tuple[Catalogue, Catalogue], criteria: Criteria) -> None:
    """A question finds the same rows."""
    first, second = both

    assert set(first.where(criteria).ids) == set(second.where(criteria).ids)


@given(shuffles(), facets, st.none() | facets, kinds)
def test_counts(both: tuple[Catalogue, Catalogue], facet: Any, other: Any, kind: Any) -> None:
    """Counts are equal, by one facet or two and of either kind, and stand in one order."""
    first, second = (each.count_by(facet, other, kind=kind) for each in both)

    assert first == second


@given(shuffles())
def test_relations(both: tuple[Catalogue, Catalogue]) -> None:
    """Pairs are counted the same, by relation and by audiences."""
    first, second = (each.relations() for each in both)

    assert first.counts == second.counts


@given(shuffles())
def test_pairs(both: tuple[Catalogue, Catalogue]) -> None:
    """Two rows stand to each other the same, and a decided pair names the same upper row."""

    def pairs(catalogue: Catalogue) -> set[object]:
        decided = {Relation.ABOVE, Relation.AT_LEAST}
        return {
            (pair.relation, pair.first.id, pair.second.id)
            if pair.relation in decided
            else (pair.relation, frozenset((pair.first.id, pair.second.id)))
            for pair in catalogue.relations().pairs()
        }

    first, second = both

    assert pairs(first) == pairs(second)


@given(shuffles())
def test_cautions(both: tuple[Catalogue, Catalogue]) -> None:
    """Cautions are the same, texts and order included."""
    first, second = both

    assert first.cautions == second.cautions


@given(shuffles(), st.sampled_from(["name", "efficacy-low-end", "efficacy-high-end"]))
def test_display_order(both: tuple[Catalogue, Catalogue], policy: Any) -> None:
    """A display order other than the page's lays out the same rows alike."""
    first, second = (each.order_by(policy) for each in both)

    assert first.rows == second.rows
