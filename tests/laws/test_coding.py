"""Answers are the same whatever strictly increasing integers code each scale."""

from __future__ import annotations

from operator import ge, gt, le, lt
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from tests.reference import Codes, Model, Question

from imh_evidence import (
    Catalogue,
    Criteria,
    EfficacyLevel,
    EfficacyRange,
    EvidenceLevel,
    PracticeLevel,
)

from .drawing import (
    any_criteria,
    codes,
    efficacy_bounds,
    efficacy_ranges,
    facet_catalogues,
    rows_of,
)


if TYPE_CHECKING:
    from imh_evidence.model.criteria import EfficacyBounds


@pytest.mark.parametrize("compare", [lt, le, gt, ge])
@pytest.mark.parametrize(
    ("scale", "name"),
    [(PracticeLevel, "practice_level"), (EvidenceLevel, "evidence"), (EfficacyLevel, "efficacy")],
)
@given(coding=codes())
def test_levels_are_ordered_as_their_codes(
    scale: Any, name: str, compare: Any, coding: Codes
) -> None:
    """Two levels of one scale compare as their codes do."""
    code = getattr(coding, name)

    for first in scale:
        for second in scale:
            expected = compare(code[first.value], code[second.value])

            assert compare(first, second) is expected


@given(efficacy_ranges(), codes())
def test_a_range_spans_the_levels_between_its_ends(spread: EfficacyRange, coding: Codes) -> None:
    """A range spans the levels whose codes lie between those of its ends."""
    ends = (spread.low.value, spread.high.value)

    expected = Model(coding).levels(ends)

    assert [level.value for level in spread.levels] == expected


@given(efficacy_ranges(), efficacy_ranges(), codes())
def test_relation(first: EfficacyRange, second: EfficacyRange, coding: Codes) -> None:
    """The relation of two ranges is that of every pair of their codes."""
    expected = Model(coding).relation(
        (first.low.value, first.high.value), (second.low.value, second.high.value)
    )

    assert first.relation(second).value == expected


@given(efficacy_bounds(), efficacy_ranges(), codes())
def test_bounds(bounds: EfficacyBounds, spread: EfficacyRange, coding: Codes) -> None:
    """A range meets a condition if the codes of all, or some, of its levels do."""
    asked = Question.of(Criteria(efficacy=bounds)).efficacy
    assert asked is not None

    expected = Model(coding).admits(asked, (spread.low.value, spread.high.value))

    assert bounds.admits(spread) is expected


@given(facet_catalogues(), any_criteria(), codes())
def test_where(catalogue: Catalogue, criteria: Criteria, coding: Codes) -> None:
    """The rows that meet a question are those the reference finds, in their order."""
    expected = Model(coding).where(Question.of(criteria), rows_of(catalogue))

    assert list(catalogue.where(criteria).ids) == expected


@given(facet_catalogues(), codes())
def test_relations(catalogue: Catalogue, coding: Codes) -> None:
    """Pairs by relation, and those of the same audiences, are the reference's."""
    expected = Model(coding).relations(rows_of(catalogue))

    relations = catalogue.relations()
    counted = {
        count.relation.value: (count.pairs, count.same_audiences) for count in relations.counts
    }
    assert counted == expected


@given(facet_catalogues(), codes())
def test_pairs(catalogue: Catalogue, coding: Codes) -> None:
    """Each two rows make one pair, named from the upper row, in the reference's relation."""
    model = Model(coding)
    rows = {row.id: row for row in rows_of(catalogue)}

    pairs = list(catalogue.relations().pairs())

    assert len({frozenset((p.first.id, p.second.id)) for p in pairs}) == len(pairs)
    assert len(pairs) == len(rows) * (len(rows) - 1) // 2
    for pair in pairs:
        expected = model.relation(rows[pair.first.id].efficacy, rows[pair.second.id].efficacy)

        assert pair.relation.value == expected
        assert expected not in {"below", "at-most"}


@given(facet_catalogues())
def test_cautions(catalogue: Catalogue) -> None:
    """Cautions are those that the reference gives."""
    coding = Codes({}, {}, {})

    expected = Model(coding).cautions(rows_of(catalogue))

    cautions = [caution.id for caution in catalogue.cautions]
    assert set(cautions) == expected
    assert len(cautions) == len(expected)
