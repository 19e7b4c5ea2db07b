"""Catalogues of one universe combine and compare as Python's sets of their ids, in the universe's order."""

from __future__ import annotations

from operator import and_, ge, gt, le, lt, or_, sub, xor
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from imh_evidence import Catalogue

from .drawing import any_criteria, facet_catalogues, views


OPERATORS = [or_, and_, sub, xor]
COMPARISONS = [lt, le, gt, ge]


@given(views())
def test_a_view_holds_what_was_chosen(drawn: Any) -> None:
    """A view holds the chosen rows, in the universe's order, and no others."""
    catalogue, [(view, ids)] = drawn

    assert list(view.ids) == ids
    assert len(view) == len(ids)
    assert [row in view for row in catalogue] == [id_ in ids for id_ in catalogue.ids]
    assert [id_ in view for id_ in catalogue.ids] == [id_ in ids for id_ in catalogue.ids]


@given(views(count=2), st.sampled_from(OPERATORS))
def test_operators(drawn: Any, operator: Any) -> None:
    """Each operator gives the ids that it gives of sets, in the universe's order."""
    catalogue, [(a, ours), (b, theirs)] = drawn
    chosen = operator(set(ours), set(theirs))

    expected = [id_ for id_ in catalogue.ids if id_ in chosen]

    assert list(operator(a, b).ids) == expected


@given(views(count=2), st.sampled_from(COMPARISONS))
def test_comparisons(drawn: Any, comparison: Any) -> None:
    """Each comparison answers as it does of sets."""
    _, [(a, ours), (b, theirs)] = drawn

    assert comparison(a, b) is comparison(set(ours), set(theirs))


@given(views(count=2))
def test_a_part_of_the_other(drawn: Any) -> None:
    """What two views share is a part of each, and each is a part of the two together."""
    _, [(a, _), (b, _)] = drawn

    assert a & b <= a <= a | b
    assert a | b >= b >= a & b


@given(views(count=2))
def test_isdisjoint(drawn: Any) -> None:
    """Two views are disjoint exactly if their ids are, and then share nothing."""
    _, [(a, ours), (b, theirs)] = drawn

    assert a.isdisjoint(b) is set(ours).isdisjoint(theirs)
    assert a.isdisjoint(b) is (len(a & b) == 0)


@given(views(count=2))
def test_equality(drawn: Any) -> None:
    """Two views are equal exactly if their ids are."""
    _, [(a, ours), (b, theirs)] = drawn

    assert (a == b) is (ours == theirs)
    assert (a != b) is (ours != theirs)


@given(views(count=2))
def test_de_morgan(drawn: Any) -> None:
    """What is outside both is outside each; what is outside the shared is outside one."""
    whole, [(a, _), (b, _)] = drawn

    assert whole - (a | b) == (whole - a) & (whole - b)
    assert whole - (a & b) == (whole - a) | (whole - b)


@given(views(count=3))
def test_laws_of_an_algebra(drawn: Any) -> None:
    """Union and intersection commute, associate, absorb, and distribute over each other."""
    _, [(a, _), (b, _), (c, _)] = drawn

    assert (a | b, a & b, a ^ b) == (b | a, b & a, b ^ a)
    assert ((a | b) | c, (a & b) & c) == (a | (b | c), a & (b & c))
    assert (a | (a & b), a & (a | b)) == (a, a)
    assert a & (b | c) == (a & b) | (a & c)
    assert a ^ b == (a | b) - (a & b) == (a - b) | (b - a)


@given(views(), any_criteria())
def test_a_question_gives_a_part(drawn: Any, criteria: Any) -> None:
    """What a question finds is a part of what was asked, and a part of the whole's answer."""
    catalogue, [(view, _)] = drawn

    assert view.where(criteria) <= view
    assert view.where(criteria) == catalogue.where(criteria) & view


@given(facet_catalogues())
def test_equal_records_make_one_universe(catalogue: Catalogue) -> None:
    """Catalogues made apart from equal records in the same order may be combined."""
    again = Catalogue.from_records(tuple(catalogue), source="made again")
    half = again[: len(again) // 2]

    assert catalogue - half == catalogue[len(again) // 2 :]
    assert half <= catalogue
