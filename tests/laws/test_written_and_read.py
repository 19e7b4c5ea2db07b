"""A catalogue that is written is read back with the same records, whatever their names hold."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING, Any

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
    formats,
)
from imh_evidence import interventions as table
from imh_evidence.model.records import CellProvenance, Provenance, RelatedProgramme, Source
from imh_evidence.strategies import catalogues, interventions, published

from .drawing import efficacy_ranges, groups, local_theories, names, views


if TYPE_CHECKING:
    from imh_evidence.reading import CatalogueFile


theories = st.sampled_from(Theory) | local_theories()
hostile = catalogues(rows=interventions(theories=theories) | published(), max_size=4)


def read_catalogue(text: str | bytes, origin: str) -> CatalogueFile:
    """What a JSON file holds."""
    data = text if isinstance(text, bytes) else text.encode()
    return formats.read_catalogue(BytesIO(data), origin)[0]


odd: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, 0, -1, 1.5, "", " ", "1", "bell\x07", "half\ud800", (), (5,), ("x",)]
) | st.sampled_from(
    [
        frozenset(),
        frozenset(["universal"]),
        (RelatedProgramme("x", ""),),
        (RelatedProgramme("x", None),),  # type: ignore[arg-type]
        Provenance(edition=3),  # type: ignore[arg-type]
        Provenance((CellProvenance("name", "r", line=True),)),
        Provenance((CellProvenance("name", "r", "printed", -1, "", "", ""),)),
        (LocalTheory("play", "Play"), LocalTheory("play", "Other")),
        (LocalTheory("attachment", "Ours"),),
        (LocalTheory(5, "Five"),),  # type: ignore[arg-type]
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
        made = Catalogue.from_records(
            [attrs.evolve(row, **changed)], source=Source(**{"title": "Ours", **said})
        )
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

    assert read_catalogue(catalogue.to_json(), "x").theories == expected


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

    file = read_catalogue(view.to_json(), "x")

    assert [row.id for row in file.interventions] == ids


own = st.builds(LocalTheory, st.sampled_from(["play", "attachment"]), st.sampled_from(["A", "B"]))
clashing = st.lists(
    own | st.sampled_from([Theory.ATTACHMENT, Theory.PSYCHOEDUCATION]), min_size=1, max_size=2
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

    assert read_catalogue(catalogue.to_json(), "x").interventions == tuple(rows)


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

    read = read_catalogue(catalogue.to_json(), "x")
    assert read.interventions == tuple(rows)
    assert read.groups == catalogue.groups


@given(names())
def test_titles(title: str) -> None:
    """A title comes back as it was given."""
    empty = Catalogue.from_records((), source=title)

    assert read_catalogue(empty.to_json().encode(), "x").source.title == title


@given(efficacy_ranges())
def test_ranges(spread: EfficacyRange) -> None:
    """A range is the range that its own print is read as."""
    assert EfficacyRange.parse(str(spread)) == spread
