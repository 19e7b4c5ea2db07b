"""What the laws draw: small rows for laws on facets, views, and codings.

Names matter to few laws, and drawing them takes most of the time. Rows for the
other laws are told apart by a letter and drawn facet by facet; published rows
and rows with theories of a service's own are among them.
"""

from __future__ import annotations

from itertools import combinations_with_replacement, permutations
from typing import TYPE_CHECKING, Any

import attrs
from hypothesis import strategies as st
from tests.reference import LEVELS, PRACTICE_LEVELS, Codes, Row

import imh_evidence
from imh_evidence import (
    Audience,
    Catalogue,
    Criteria,
    EfficacyLevel,
    EfficacyRange,
    EvidenceLevel,
    Intervention,
    LocalTheory,
    PracticeLevel,
    Theory,
    TheoryGroup,
)
from imh_evidence.strategies import _efficacy_bounds as efficacy_bounds
from imh_evidence.strategies import _names as names
from imh_evidence.strategies import catalogues, criteria, interventions, published


if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "THEORIES",
    "any_catalogues",
    "any_criteria",
    "any_values",
    "codes",
    "efficacy_bounds",
    "efficacy_ranges",
    "facet_catalogues",
    "facet_rows",
    "groups",
    "local_theories",
    "names",
    "rows_of",
    "shuffles",
    "slices",
    "view_of",
    "views",
]

LOCAL = (LocalTheory("play", "Play Theory"), LocalTheory("arts", "Theory of the Arts"))
THEORIES: tuple[Any, ...] = (*Theory, *LOCAL)


RANGES = tuple(
    EfficacyRange(low, high) for low, high in combinations_with_replacement(EfficacyLevel, 2)
)


def efficacy_ranges() -> st.SearchStrategy[EfficacyRange]:
    """Each of the six ranges."""
    return st.sampled_from(RANGES)


def local_theories() -> st.SearchStrategy[LocalTheory]:
    """Theories of a service's own; their slugs are no published theory's."""
    slugs = st.from_regex(r"[a-z]{1,6}(-[a-z]{1,6})?", fullmatch=True)
    return st.builds(
        lambda slug: LocalTheory(slug, slug.replace("-", " ").title()),
        slugs.filter(lambda slug: slug not in {theory.value for theory in Theory}),
    )


def groups() -> st.SearchStrategy[TheoryGroup]:
    """The published headings."""
    return st.sampled_from(imh_evidence.groups)


def view_of(catalogue: Catalogue, flags: Sequence[bool]) -> Catalogue:
    """The rows of a catalogue whose flag is true, as a view."""
    return Catalogue(catalogue._whole, sum(1 << at for at, flag in enumerate(flags) if flag))


def _several(members: Any) -> st.SearchStrategy[frozenset[Any]]:
    # One choice from the sets of one or two is drawn faster than a set.
    pairs = combinations_with_replacement(members, 2)
    return st.sampled_from([frozenset(pair) for pair in pairs])


def _ordered(members: Any) -> st.SearchStrategy[tuple[Any, ...]]:
    pairs = [(member,) for member in members] + list(permutations(members, 2))
    return st.sampled_from(pairs)


def facet_rows() -> st.SearchStrategy[Intervention]:
    """Rows that differ in their facets and hold nothing else of interest."""
    return st.builds(
        lambda letter, **facets: Intervention(id=f"row-{letter}", name=f"Row {letter}", **facets),
        st.sampled_from("abcdefghijkl"),
        theories=_ordered(THEORIES),
        audiences=_several(Audience),
        practice_levels=_several(PracticeLevel),
        evidence=st.sampled_from(EvidenceLevel),
        efficacy=st.sampled_from(RANGES),
        is_suite=st.booleans(),
    )


def facet_catalogues(*, min_size: int = 0) -> st.SearchStrategy[Catalogue]:
    """Catalogues for laws on facets."""
    return catalogues(rows=facet_rows() | published(), min_size=min_size)


def any_catalogues() -> st.SearchStrategy[Catalogue]:
    """Catalogues for laws in which names may matter."""
    return catalogues(max_size=5) | facet_catalogues()


def any_criteria() -> st.SearchStrategy[Criteria]:
    """Questions, local theories among their theories."""
    local = st.frozensets(st.sampled_from(THEORIES), min_size=1, max_size=4)
    return criteria() | st.builds(
        lambda asked, theory: attrs.evolve(asked, theory=theory), criteria(), local
    )


def any_values() -> st.SearchStrategy[Any]:
    """A value of any public type."""
    topic = imh_evidence.topic
    return (
        interventions()
        | published()
        | any_criteria()
        | efficacy_ranges()
        | efficacy_bounds()
        | local_theories()
        | groups()
        | catalogues(max_size=4)
        | st.sampled_from([topic, imh_evidence.dataset, topic.references])
        | st.sampled_from([topic.claims[0], topic.prevalence[0], topic.references[0]])
    )


def _coding(slugs: Sequence[str]) -> st.SearchStrategy[dict[str, int]]:
    integers = st.integers() | st.integers(-3, 3)
    several = st.lists(integers, min_size=len(slugs), max_size=len(slugs), unique=True)
    return several.map(lambda drawn: dict(zip(slugs, sorted(drawn), strict=True)))


def codes() -> st.SearchStrategy[Codes]:
    """Strictly increasing integers for each ordered scale."""
    return st.builds(Codes, _coding(PRACTICE_LEVELS), _coding(LEVELS), _coding(LEVELS))


@st.composite
def views(draw: st.DrawFn, count: int = 1) -> tuple[Catalogue, list[tuple[Catalogue, list[str]]]]:
    """A catalogue and views of it, each with the ids that were chosen for it."""
    catalogue = draw(facet_catalogues())
    chosen = []
    for _ in range(count):
        flags = draw(st.lists(st.booleans(), min_size=len(catalogue), max_size=len(catalogue)))
        ids = [id_ for id_, flag in zip(catalogue.ids, flags, strict=True) if flag]
        chosen.append((view_of(catalogue, flags), ids))
    return catalogue, chosen


@st.composite
def shuffles(draw: st.DrawFn) -> tuple[Catalogue, Catalogue]:
    """A catalogue, and one of the same rows in another order."""
    catalogue = draw(facet_catalogues())
    rows = draw(st.permutations(list(catalogue)))
    return catalogue, Catalogue.from_records(rows, source="shuffled")


def slices() -> st.SearchStrategy[slice]:
    """Slices that step forwards."""
    ends = st.none() | st.integers(-12, 12)
    return st.builds(slice, ends, ends, st.none() | st.integers(1, 4))


def rows_of(catalogue: Catalogue) -> list[Row]:
    """The rows of a catalogue, for the reference."""
    return [Row.of(record) for record in catalogue]
