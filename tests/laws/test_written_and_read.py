"""A catalogue that is written is read back with the same records, whatever their names hold."""

from __future__ import annotations

import json
from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st

from imh_evidence import (
    Catalogue,
    EfficacyRange,
    Faults,
    ImhEvidenceError,
    Intervention,
    LocalTheory,
    Theory,
    TheoryGroup,
)
from imh_evidence import interventions as table
from imh_evidence.documents.catalogue_file import CATALOGUE
from imh_evidence.model.notice import Source
from imh_evidence.model.records import CellProvenance, Provenance, RelatedProgramme
from imh_evidence.strategies import catalogues, interventions, published

from .drawing import efficacy_ranges, groups, local_theories, names, views


theories = st.sampled_from(Theory) | local_theories()
hostile = catalogues(rows=interventions(theories=theories) | published(), max_size=4)


#: What a field may be given that it does not take, or seldom: made when it is given.
odd: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, 0, -1, 1.5, "", " ", "1", "bell\x07", "half\ud800", (), (5,), ("x",)]
).map(lambda value: lambda: value) | st.sampled_from(
    [
        frozenset,
        lambda: frozenset(["universal"]),
        lambda: (RelatedProgramme("x", ""),),
        lambda: (RelatedProgramme("x", None),),  # type: ignore[arg-type]
        lambda: Provenance(edition=3),  # type: ignore[arg-type]
        lambda: Provenance((CellProvenance("name", "r", line=True),)),
        lambda: Provenance((CellProvenance("name", "r", "printed", -1, "", "", ""),)),
        lambda: (LocalTheory("play", "Play"), LocalTheory("play", "Other")),
        lambda: (LocalTheory("attachment", "Ours"),),
        lambda: (LocalTheory(5, "Five"),),  # type: ignore[arg-type]
    ]
)
fields = st.sampled_from([each.name for each in attrs.fields(Intervention)])
about = st.sampled_from([each.name for each in attrs.fields(Source)])


@given(
    interventions(theories=theories),
    st.dictionaries(fields, odd, max_size=2),
    st.dictionaries(about, odd, max_size=1),
)
def test_what_is_made_by_hand(
    row: Intervention, changed: dict[str, Any], said: dict[str, Any]
) -> None:
    """A catalogue that records make can be written and read, or is refused at once."""
    try:
        rows = [attrs.evolve(row, **{name: make() for name, make in changed.items()})]
        source = Source(**{"title": "Ours", **{name: make() for name, make in said.items()}})
        made = Catalogue.from_records(rows, source=source)
    except ImhEvidenceError:
        return

    assert Catalogue.load(made.to_json().encode()) == made


@given(hostile)
def test_there_and_back(catalogue: Catalogue) -> None:
    """A catalogue comes back equal, and is then written as the same text."""
    text = catalogue.to_json()
    loaded = Catalogue.load(text.encode())

    assert loaded == catalogue
    assert loaded.source == catalogue.source
    assert loaded.to_json() == text


@given(hostile)
def test_local_theories_are_declared(catalogue: Catalogue) -> None:
    """A file declares each theory of its own that a row holds, once, by slug."""
    held = {
        theory for row in catalogue for theory in row.theories if isinstance(theory, LocalTheory)
    }

    expected = tuple(sorted(held, key=lambda theory: theory.slug))

    assert CATALOGUE.from_json(catalogue.to_json()).theories == expected


@given(hostile)
def test_records_as_plain_values(catalogue: Catalogue) -> None:
    """The plain records are JSON values that say what the records say."""
    plain = catalogue.to_dicts()

    assert json.loads(json.dumps(plain)) == plain
    assert [row["name"] for row in plain] == [row.name for row in catalogue]
    assert [row["efficacy"] for row in plain] == [
        {"low": row.efficacy.low.value, "high": row.efficacy.high.value} for row in catalogue
    ]


@given(views())
def test_views(drawn: Any) -> None:
    """A view is written as the rows it holds."""
    _, [(view, ids)] = drawn

    file = CATALOGUE.from_json(view.to_json())

    assert [row.id for row in file.interventions] == ids


own = st.builds(LocalTheory, st.sampled_from(["play", "attachment"]), st.sampled_from(["A", "B"]))
# Theories of one row, which refuses two of one slug itself.
clashing = st.lists(
    own | st.sampled_from([Theory.ATTACHMENT, Theory.PSYCHOEDUCATION]),
    min_size=1,
    max_size=2,
    unique_by=lambda each: each.value,
).map(tuple)


@given(st.lists(clashing, min_size=1, max_size=3))
def test_theories_that_clash(held: list[tuple[Any, ...]]) -> None:
    """Theories that a file could not tell apart are refused, and all others come back."""
    rows = [
        attrs.evolve(table[0], id=f"row-{i}", name=f"Row {i}", aliases=(), theories=each)
        for i, each in enumerate(held)
    ]
    try:
        catalogue = Catalogue.from_records(rows)
    except Faults:
        return

    assert CATALOGUE.from_json(catalogue.to_json()).interventions == tuple(rows)


@given(
    st.lists(published(), min_size=1, max_size=3, unique=True),
    st.lists(groups(), max_size=3, unique=True),
)
def test_headings(rows: list[Intervention], headings: list[TheoryGroup]) -> None:
    """Headings that leave a row out are refused, and all others come back."""
    try:
        catalogue = Catalogue.from_records(rows, groups=headings)
    except Faults:
        return

    read = CATALOGUE.from_json(catalogue.to_json())
    assert read.interventions == tuple(rows)
    assert read.groups == catalogue.groups


@given(names())
def test_titles(title: str) -> None:
    """A title comes back as it was given."""
    empty = Catalogue.from_records((), source=title)

    assert CATALOGUE.from_json(empty.to_json()).source.title == title


@given(efficacy_ranges())
def test_ranges(spread: EfficacyRange) -> None:
    """A range is the range that its own print is read as."""
    assert EfficacyRange.parse(str(spread)) == spread
