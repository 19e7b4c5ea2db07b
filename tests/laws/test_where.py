"""A question keeps the rows that match it, and goes through every set operator."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.reference import Codes, Model, Question, Row

from imh_evidence import Audience, Catalogue, Criteria, EvidenceLevel, Intervention, PracticeLevel
from imh_evidence.strategies import interventions, published

from .drawing import THEORIES, any_criteria, codes, facet_catalogues, facet_rows, views


MEMBERS: dict[str, tuple[Any, ...]] = {
    "theory": THEORIES,
    "audience": tuple(Audience),
    "practice_level": tuple(PracticeLevel),
    "evidence": tuple(EvidenceLevel),
}

rows = facet_rows() | published() | interventions()


def held(row: Intervention, facet: str) -> set[str]:
    """The labels that a row holds under a facet."""
    if facet == "evidence":
        return {row.evidence.label}
    if facet == "efficacy":
        return {str(row.efficacy)}
    if facet == "is_suite":
        return {"a suite of programmes" if row.is_suite else "a single programme"}
    fields = {
        "theory": row.theories,
        "audience": row.audiences,
        "practice_level": row.practice_levels,
    }
    return {each.label for each in fields[facet]}


@given(views(), any_criteria())
def test_where_keeps_what_matches(drawn: Any, criteria: Criteria) -> None:
    """The rows found are those that match, in their order, in a view as in the whole."""
    catalogue, [(view, _)] = drawn

    for each in (catalogue, view):
        expected = tuple(row for row in each if criteria.matches(row))

        assert tuple(each.where(criteria)) == expected


@given(views(), any_criteria())
def test_conditions_by_name(drawn: Any, criteria: Criteria) -> None:
    """Conditions given by name ask what the same criteria ask."""
    _, [(view, _)] = drawn
    conditions = {
        facet: getattr(criteria, facet)
        for facet in (*MEMBERS, "efficacy", "is_suite")
        if getattr(criteria, facet) is not None
    }

    assert view.where(**conditions) == view.where(criteria)


@given(facet_catalogues())
def test_no_condition(catalogue: Catalogue) -> None:
    """A question without a condition keeps every row."""
    assert catalogue.where() == catalogue.where(Criteria()) == catalogue


@given(rows, any_criteria())
def test_no_failure_exactly_for_a_match(row: Intervention, criteria: Criteria) -> None:
    """A row matches exactly if nothing is to be explained."""
    assert (criteria.explain(row) == ()) is criteria.matches(row)


@given(rows, any_criteria(), codes())
def test_failures_name_the_facets(row: Intervention, criteria: Criteria, coding: Codes) -> None:
    """The facets explained are those on which the reference finds the row failing."""
    expected = Model(coding).failing(Question.of(criteria), Row.of(row))

    assert [failure.facet for failure in criteria.explain(row)] == expected


@given(rows, any_criteria())
def test_failures_are_true(row: Intervention, criteria: Criteria) -> None:
    """A failure repeats one condition of the question, and what the row holds instead."""
    for failure in criteria.explain(row):
        alone = Criteria(**{failure.facet: getattr(criteria, failure.facet)})

        assert not alone.matches(row)
        assert failure.condition == str(alone)
        assert set(failure.value.split(" and ")) == held(row, failure.facet)


@given(views(count=2), any_criteria())
def test_where_distributes(drawn: Any, criteria: Criteria) -> None:
    """Asking of a combination is combining what was asked of each."""
    _, [(a, _), (b, _)] = drawn
    kept, others = a.where(criteria), b.where(criteria)

    assert (a | b).where(criteria) == kept | others
    assert (a & b).where(criteria) == kept & others
    assert (a - b).where(criteria) == kept - others
    assert (a ^ b).where(criteria) == kept ^ others


@given(views(), any_criteria(), any_criteria())
def test_one_question_after_another(drawn: Any, first: Criteria, second: Criteria) -> None:
    """Two questions in turn keep what both keep, in either turn."""
    _, [(view, _)] = drawn

    expected = view.where(first) & view.where(second)

    assert view.where(first).where(second) == expected
    assert view.where(second).where(first) == expected


@given(facet_catalogues(), st.sampled_from(sorted(MEMBERS)), st.data())
def test_any_of(catalogue: Catalogue, facet: Any, data: st.DataObject) -> None:
    """Several members of a facet ask for any of them."""
    members = data.draw(st.lists(st.sampled_from(MEMBERS[facet]), min_size=1, unique=True))
    collection = data.draw(st.sampled_from([list, tuple, set, frozenset]))
    several: dict[str, Any] = {facet: collection(members)}
    expected = catalogue[:0]
    for member in members:
        expected |= catalogue.where(**{facet: member})

    assert catalogue.where(**several) == expected


@given(facet_catalogues(), st.sampled_from(sorted(MEMBERS)), st.data())
def test_slugs_are_members(catalogue: Catalogue, facet: Any, data: st.DataObject) -> None:
    """A slug asks for its member; a local theory's does where a row holds it."""
    known = set(MEMBERS[facet])
    if facet == "theory":
        known = known.difference(THEORIES[-2:]) | {
            theory for row in catalogue for theory in row.theories
        }
    slugs = sorted(member.value for member in known)
    chosen = data.draw(st.lists(st.sampled_from(slugs), min_size=1, unique=True))
    members: dict[str, Any] = {facet: [member for member in known if member.value in chosen]}
    slugs_of_them: dict[str, Any] = {facet: chosen}

    expected = catalogue.where(**members)

    assert catalogue.where(**slugs_of_them) == expected
