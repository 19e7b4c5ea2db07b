"""Memberships count a row under each member it holds; combinations count every row once."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st
from tests.reference import Codes, Model, plain_key

from .drawing import codes, facet_catalogues, rows_of, views


if TYPE_CHECKING:
    from imh_evidence import Catalogue


FACETS: tuple[Any, ...] = ("theory", "audience", "practice_level", "evidence", "efficacy")

choices = st.sampled_from([(facet,) for facet in FACETS] + list(product(FACETS, repeat=2)))


@given(choices, views(), codes())
def test_memberships(facets: tuple[Any, ...], drawn: Any, coding: Codes) -> None:
    """Rows by member, or by pair of members, are the reference's, zeros among them."""
    catalogue, [(view, _)] = drawn
    rows, universe = rows_of(view), rows_of(catalogue)

    expected = Model(coding).memberships(rows, universe, facets)

    counts = view.count_by(*facets)
    assert sorted((plain_key(c.key), c.rows) for c in counts) == sorted(expected)
    assert counts.total == sum(number for _, number in expected)
    assert counts.counts_rows_twice is (counts.total > len(rows))
    assert counts.rows == len(rows)


@given(choices, facet_catalogues(), codes())
def test_memberships_stand_in_scale_order(
    facets: tuple[Any, ...], catalogue: Catalogue, coding: Codes
) -> None:
    """Members are counted from the low end of their scale to the high end."""
    rows = rows_of(catalogue)

    expected = [key for key, _ in Model(coding).memberships(rows, rows, facets)]

    assert [plain_key(c.key) for c in catalogue.count_by(*facets)] == expected


@given(choices, views())
def test_combinations(facets: tuple[Any, ...], drawn: Any) -> None:
    """Rows by exact sets are the reference's, and come to the number of rows."""
    _, [(view, _)] = drawn
    rows = rows_of(view)

    expected = Model(Codes({}, {}, {})).combinations(rows, facets)

    counts = view.count_by(*facets, kind="combinations")
    found = {_combination(c.key, facets): c.rows for c in counts}
    assert found == expected
    assert len(found) == len(counts)
    assert counts.total == len(view) == counts.rows
    assert counts.counts_rows_twice is False


@given(choices, facet_catalogues(), codes())
def test_combinations_stand_in_scale_order(
    facets: tuple[Any, ...], catalogue: Catalogue, coding: Codes
) -> None:
    """Sets and ranges stand from the low end of their scales, member by member."""
    rows = rows_of(catalogue)
    members = {facet: Model(coding).members(facet, rows) for facet in facets}

    def places(facet: str, held: Any) -> list[int]:
        known = members[facet]
        return sorted(map(known.index, [held] if facet == "efficacy" else held))

    counts = catalogue.count_by(*facets, kind="combinations")
    keys = [_combination(c.key, facets) for c in counts]
    found = [
        [
            places(facet, held)
            for facet, held in zip(facets, key if len(facets) > 1 else [key], strict=True)
        ]
        for key in keys
    ]
    assert sorted(found) == found


@given(views())
def test_a_count_is_the_size_of_an_answer(drawn: Any) -> None:
    """The count of a member is the number of rows that asking for it finds."""
    _, [(view, _)] = drawn

    for facet in FACETS:
        for count in view.count_by(facet):
            assert count.rows == len(view.where(**{facet: count.key}))


@given(facet_catalogues())
def test_counts_are_found_by_key(catalogue: Catalogue) -> None:
    """A count is found by its member, and by the member's slug or print."""
    for facet in FACETS:
        counts = catalogue.count_by(facet)
        for count in counts:
            slug = getattr(count.key, "value", str(count.key))

            assert counts[count.key] == counts[slug] == count.rows


def _combination(key: Any, facets: tuple[str, ...]) -> Any:
    parts = key if len(facets) > 1 else (key,)
    sets = tuple(
        frozenset((part.value,)) if facet == "evidence" else plain_key(part, nested=True)
        for part, facet in zip(parts, facets, strict=True)
    )
    return sets if len(facets) > 1 else sets[0]
