"""What the tests of this room make: local facts, amended rows, and what is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
from hypothesis import strategies as st
from tests.laws.drawing import any_criteria, facet_rows

from imh_evidence import Catalogue, interventions
from imh_evidence.decisions import LocalFact, LocalFacts, fact
from imh_evidence.documents.catalogue_file import CatalogueFile
from imh_evidence.model.records import Intervention, Provenance
from imh_evidence.strategies import catalogues, published


if TYPE_CHECKING:
    from imh_evidence.decisions import Condition

__all__ = ["amended", "conditions", "local_fact", "situations", "table_with"]


def local_fact(intervention: str, name: str, value: Any, unit: str | None = None) -> Any:
    """A fact with a source, a date and a name."""
    return LocalFact(
        intervention=intervention,
        name=name,
        value=value,
        unit=unit,
        source="quotation 12",
        date="2026-10-01",
        who="A. Analyst",
    )


def amended(key: str, **fields: Any) -> Intervention:
    """A published row with other values, and without what is recorded of the page."""
    return attrs.evolve(interventions[key], provenance=Provenance(), **fields)


def table_with(*rows: Intervention, without: str | None = None) -> Catalogue:
    """The published table as another edition might print it."""
    new = {row.id: row for row in rows}
    kept = [new.pop(row.id, row) for row in interventions if row.id != without]
    # Rows that say they are recommended are checked against the page they name.
    return Catalogue(CatalogueFile(interventions.source, interventions=(*kept, *new.values())))


# -- What is drawn ------------------------------------------------------------

NAMES = ("cost", "format", "age")
VALUES: tuple[Any, ...] = (0, 1, 2.5, 3, "group", "online")
UNITS = (None, "GBP")


def fact_conditions() -> st.SearchStrategy[Condition]:
    """Conditions on local facts: bounds, or values."""
    numbers = st.sampled_from([0, 1, 2.5, 3])
    bounds = st.one_of(
        st.builds(lambda low: {"at_least": low}, numbers),
        st.builds(lambda high: {"at_most": high}, numbers),
        st.builds(
            lambda ends: {"at_least": min(ends), "at_most": max(ends)}, st.tuples(numbers, numbers)
        ),
        st.lists(st.sampled_from(VALUES), min_size=1, max_size=3).map(
            lambda values: {"one_of": values}
        ),
    )
    return st.builds(
        lambda name, unit, asked: fact(name, unit=unit, **asked),
        st.sampled_from(NAMES),
        st.sampled_from(UNITS),
        bounds,
    )


def conditions() -> st.SearchStrategy[list[Any]]:
    """A few conditions of either kind."""
    return st.lists(any_criteria() | fact_conditions(), max_size=4)


# One choice for each fact, half of them not known, is drawn fastest.
_KNOWN = st.sampled_from([(None, None)] * 6 + [(value, unit) for value in VALUES for unit in UNITS])


@st.composite
def situations(draw: st.DrawFn) -> tuple[Catalogue, LocalFacts]:
    """A catalogue, and what is known of some of its rows."""
    catalogue = draw(catalogues(rows=facet_rows() | published(), max_size=4))
    facts = []
    for id_ in catalogue.ids:
        for name in NAMES:
            value, unit = draw(_KNOWN)
            if value is not None:
                facts.append(local_fact(id_, name, value, unit))
    return catalogue, LocalFacts(facts)
