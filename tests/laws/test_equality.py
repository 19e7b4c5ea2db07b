"""Equal catalogues hold the same rows in the same order, and nothing tells them apart."""

from __future__ import annotations

from typing import Any

from hypothesis import given

from imh_evidence import Catalogue, Criteria

from .drawing import any_catalogues, any_criteria, facet_catalogues, shuffles, views


@given(any_catalogues())
def test_made_again(catalogue: Catalogue) -> None:
    """A catalogue of the same rows is equal, wherever they come from, and so is its hash."""
    again = Catalogue.from_records(tuple(catalogue), source="another title")

    assert again == catalogue
    assert hash(again) == hash(catalogue)
    assert again.cautions == catalogue.cautions


@given(views(count=2))
def test_equal_views(drawn: Any) -> None:
    """A view equals a catalogue of its rows alone, with the same hash, cautions and answers."""
    _, [(view, _), (other, _)] = drawn
    alone = Catalogue.from_records(tuple(view), source="alone")

    assert view == alone
    assert hash(view) == hash(alone)
    assert view.cautions == alone.cautions
    assert view.relations() == alone.relations()
    if view == other:
        assert hash(view) == hash(other)
        assert view.cautions == other.cautions


@given(facet_catalogues(), any_criteria())
def test_equal_answers(catalogue: Catalogue, criteria: Criteria) -> None:
    """Equal catalogues answer a question with equal catalogues."""
    again = Catalogue.from_records(tuple(catalogue), source="another title")

    assert catalogue.where(criteria) == again.where(criteria)


@given(shuffles())
def test_order_counts(both: tuple[Catalogue, Catalogue]) -> None:
    """The same rows in another order are another catalogue."""
    first, second = both

    assert (first == second) is (first.ids == second.ids)


@given(facet_catalogues())
def test_nothing_else_is_equal(catalogue: Catalogue) -> None:
    """A catalogue is equal to no tuple of its rows or ids, and comparing them raises nothing."""
    assert catalogue != tuple(catalogue)
    assert catalogue != catalogue.ids
    assert catalogue != None  # noqa: E711 -- comparing is what is tested
