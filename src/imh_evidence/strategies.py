"""Hypothesis strategies for rows, catalogues and questions.

Where the package is installed beside Hypothesis, ``st.from_type(Intervention)``
and its like work by themselves: the ``hypothesis`` entry point calls
``imh_evidence._hypothesis.register``. Import this module for strategies with arguments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .catalogue.catalogue import Catalogue
from .model.criteria import Criteria, EfficacyBounds, Reading
from .model.errors import MissingExtra
from .model.names import name_key, slug
from .model.records import CellProvenance, Intervention, Provenance, RelatedProgramme
from .model.scales import (
    Audience,
    EfficacyLevel,
    EfficacyRange,
    EvidenceLevel,
    PracticeLevel,
    Theory,
    in_scale_order,
)


try:
    from hypothesis import strategies as st
except ImportError:
    raise MissingExtra(__name__, "hypothesis", "strategies") from None

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["catalogues", "criteria", "interventions", "published"]

# What people and spreadsheets do to names, among ordinary letters.
_HOSTILE = "\"'\n\t=+-@,;&<>/\\\u00a0\u202e\u200f\u2011\U0001f9f8"


def _named(text: str) -> bool:
    return bool(slug(text)) and name_key(text) != ""


def _names() -> SearchStrategy[str]:
    """Names that hold something to look up, hostile characters among them."""
    letters = st.characters(codec="utf-8", categories=("L", "N", "P", "Zs"))
    telling = st.sampled_from(
        ["NA", "None", "null", "=1+1", "Child First", "High", "Universal", "CPP"]
    )
    plain = st.text(letters, min_size=1, max_size=20)
    hostile = st.tuples(plain, st.sampled_from(_HOSTILE), plain).map("".join)
    return (telling | plain | hostile).filter(_named)


def _efficacy_ranges() -> SearchStrategy[EfficacyRange]:
    """Each of the six ranges."""
    levels = st.sampled_from(EfficacyLevel)
    return st.lists(levels, min_size=1, max_size=2).map(
        lambda ends: EfficacyRange(min(ends), max(ends))
    )


def _efficacy_bounds() -> SearchStrategy[EfficacyBounds]:
    """Conditions on efficacy, of both readings, with one bound or two."""

    def build(reading: Reading, ends: EfficacyRange, sides: str) -> EfficacyBounds:
        at_least = ends.low if sides != "most" else None
        at_most = ends.high if sides != "least" else None
        return EfficacyBounds(reading, at_least, at_most)

    return st.builds(
        build,
        st.sampled_from(Reading),
        _efficacy_ranges(),
        st.sampled_from(["least", "most", "both"]),
    )


def _sets(members: Any) -> SearchStrategy[frozenset[Any]]:
    return st.frozensets(st.sampled_from(members), min_size=1)


def _provenances() -> SearchStrategy[Provenance]:
    fields = ("name", "theories", "audiences", "practice_levels", "evidence", "efficacy")
    cells = st.lists(
        st.builds(
            CellProvenance,
            field=st.sampled_from(fields),
            rule=st.just("cell alone on its line"),
            printed=st.none() | _names(),
            line=st.none() | st.integers(1, 10_000),
        ),
        max_size=2,
        unique_by=lambda cell: cell.field,
    )
    return st.builds(Provenance, cells.map(tuple))


def interventions(*, theories: SearchStrategy[Any] | None = None) -> SearchStrategy[Intervention]:
    """Lawful rows that are not published ones, so that none is recommended.

    Args:
        theories: a strategy for one theory; the published ones by default.
    """
    one = st.sampled_from(Theory) if theories is None else theories
    return st.builds(
        _row,
        _names(),
        st.lists(one, min_size=1, max_size=3, unique_by=lambda theory: theory.value),
        _sets(Audience),
        _sets(PracticeLevel),
        st.sampled_from(EvidenceLevel),
        _efficacy_ranges(),
        st.booleans(),
        st.lists(_names(), max_size=2, unique_by=name_key),
        st.lists(
            st.builds(RelatedProgramme, _names(), st.just("another"), st.none() | _names()),
            max_size=1,
        ),
        _provenances(),
    )


def _row(  # noqa: PLR0913, PLR0917 -- one parameter per field
    name: str,
    theories: list[Any],
    audiences: frozenset[Audience],
    practice_levels: frozenset[PracticeLevel],
    evidence: EvidenceLevel,
    efficacy: EfficacyRange,
    is_suite: bool,
    aliases: list[str],
    related: list[RelatedProgramme],
    provenance: Provenance,
) -> Intervention:
    return Intervention(
        id=slug(name),
        name=name,
        theories=tuple(theories),
        audiences=in_scale_order(audiences),
        practice_levels=in_scale_order(practice_levels),
        evidence=evidence,
        efficacy=efficacy,
        is_suite=is_suite,
        aliases=tuple(aliases),
        related=tuple(related),
        provenance=provenance,
    )


def published() -> SearchStrategy[Intervention]:
    """The published rows themselves."""

    def rows() -> SearchStrategy[Intervention]:
        # Read when an example is drawn, not when Hypothesis is imported.
        from .published import interventions

        return st.sampled_from(tuple(interventions))

    return st.deferred(rows)


def catalogues(
    *, rows: SearchStrategy[Intervention] | None = None, min_size: int = 0, max_size: int = 8
) -> SearchStrategy[Catalogue]:
    """Lawful catalogues, each a universe of its own.

    Args:
        rows: a strategy for one row; published and new rows by default.
        min_size: the least number of rows.
        max_size: the greatest number of rows.
    """
    one = interventions() | published() if rows is None else rows
    lists = st.lists(one, min_size=min_size, max_size=max_size)
    return lists.map(_without_clashes).filter(lambda each: len(each) >= min_size)


def _without_clashes(rows: list[Intervention]) -> Catalogue:
    taken: set[str] = set()
    kept = []
    for row in rows:
        keys = {name_key(key) for key in (row.id, row.name, *row.aliases)}
        if taken.isdisjoint(keys):
            taken |= keys
            kept.append(row)
    return Catalogue.from_records(kept, source="generated")


def criteria() -> SearchStrategy[Criteria]:
    """Questions with any of the conditions, from none to all."""

    def maybe(members: Any) -> SearchStrategy[Any]:
        return st.none() | _sets(members)

    return st.builds(
        Criteria,
        theory=maybe(Theory),
        audience=maybe(Audience),
        practice_level=maybe(PracticeLevel),
        evidence=maybe(EvidenceLevel),
        efficacy=st.none() | _efficacy_bounds() | _efficacy_ranges(),
        is_suite=st.none() | st.booleans(),
    )
