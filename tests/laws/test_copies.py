"""A copy is the value itself, and a pickle gives back an equal value: the published record, where it is one."""

from __future__ import annotations

import pickle
from copy import copy, deepcopy
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import imh_evidence
from imh_evidence import (
    AmbiguousLevel,
    Catalogue,
    Criteria,
    DifferentUniverses,
    EfficacyRange,
    ImhEvidenceError,
    Intervention,
    InvalidCatalogue,
    InvalidCriteria,
    InvalidRange,
    UnknownField,
    UnknownIntervention,
    UnknownValue,
    WrongType,
    errors,
)
from imh_evidence.errors import Fault
from imh_evidence.strategies import (
    catalogues,
    effect_claims,
    efficacy_bounds,
    efficacy_ranges,
    groups,
    interventions,
    local_theories,
    prevalence_estimates,
    published,
    references,
    topics,
)

from .drawing import any_criteria, views


protocols = st.sampled_from(range(pickle.HIGHEST_PROTOCOL + 1))

published_values = (
    published()
    | groups()
    | topics()
    | references()
    | prevalence_estimates()
    | effect_claims()
)
values = (
    interventions()
    | any_criteria()
    | efficacy_ranges()
    | efficacy_bounds()
    | local_theories()
    | catalogues(max_size=4)
    | published_values
)

ERRORS: list[ImhEvidenceError] = [
    ImhEvidenceError("anything"),
    WrongType("catalogue[...]", 1.5, "a position"),
    UnknownValue("Audience", "univeral", ("universal", "targeted")),
    UnknownField("provenance[...]", "nmae", ("name",)),
    InvalidRange("High to Low", "swap them"),
    AmbiguousLevel("medium"),
    InvalidCriteria("theory: an empty collection", "give some"),
    DifferentUniverses("|", ("one", "two")),
    UnknownIntervention("x", ("y", "z"), "y", ("x is not y",)),
    UnknownIntervention("x", ("y", "z")),
    InvalidCatalogue("a file", [Fault("$.schema", "nothing", "a schema", "near")]),
    errors.InvalidDocument("a file", [Fault("$.schema", "nothing", "a schema")]),
    errors.InvalidRating("need", "6", "1 to 5"),
    errors.MissingExtra("Parquet", "pyarrow", "engines"),
]


def again(value: Any, protocol: int = pickle.HIGHEST_PROTOCOL) -> Any:
    """The value out of its pickle."""
    return pickle.loads(pickle.dumps(value, protocol))


@given(values, protocols)
def test_a_pickle_gives_back_an_equal_value(value: Any, protocol: int) -> None:
    """What comes out of a pickle is of the same class, equal, and hashes the same."""
    loaded = again(value, protocol)

    assert type(loaded) is type(value)
    assert loaded == value
    assert hash(loaded) == hash(value)


@given(values)
def test_a_copy_is_the_value_itself(value: Any) -> None:
    """An unchanging value needs no second one, shallow or deep."""
    assert copy(value) is value
    assert deepcopy(value) is value
    assert deepcopy([value])[0] is value


@given(views(), protocols)
def test_views(drawn: Any, protocol: int) -> None:
    """A view comes back with its own rows, its source and its headings, and answers as before."""
    _, [(view, ids)] = drawn

    loaded = again(view, protocol)

    assert loaded == view
    assert list(loaded.ids) == ids
    assert (loaded.source, loaded.groups, loaded.retired) == (
        view.source,
        view.groups,
        view.retired,
    )
    assert loaded.cautions == view.cautions


@given(st.data(), protocols)
def test_views_of_the_published_catalogue(data: st.DataObject, protocol: int) -> None:
    """A view of the published catalogue comes back as a view of it, to combine with."""
    catalogue = imh_evidence.interventions
    size = len(catalogue)
    flags = data.draw(st.lists(st.booleans(), min_size=size, max_size=size))
    view = catalogue.select(bytes(flags))

    loaded = again(view, protocol)

    assert loaded == view
    assert all(row is catalogue[row.id] for row in loaded)
    assert catalogue - loaded == catalogue - view
    if len(view) < size:
        row = next(iter(catalogue - view))
        with pytest.raises(UnknownIntervention, match="this view of it does not"):
            loaded[row.id]


@given(published_values, protocols)
def test_a_published_record_comes_back_as_itself(value: Any, protocol: int) -> None:
    """Out of a pickle comes the very record that the library publishes."""
    assert again(value, protocol) is value


@given(published(), protocols)
def test_an_evolved_record_stays_itself(row: Intervention, protocol: int) -> None:
    """A record evolved from a published one comes back with what was changed."""
    evolved = attrs.evolve(row, name="X")

    loaded = again(evolved, protocol)

    assert loaded == evolved
    assert loaded.name == "X"
    assert loaded != row


@given(st.lists(published(), min_size=1, max_size=4, unique=True), protocols)
def test_records_inside_a_catalogue(rows: list[Intervention], protocol: int) -> None:
    """Published records inside a catalogue of one's own come back as themselves."""
    loaded = again(Catalogue.from_records(rows, source="mine"), protocol)

    assert all(a is b for a, b in zip(loaded, rows, strict=True))
    assert loaded.source.title == "mine"


@given(st.lists(published(), max_size=3, unique=True), st.booleans(), protocols)
def test_headings_inside_a_catalogue(
    rows: list[Intervention], with_headings: bool, protocol: int
) -> None:
    """A catalogue of published rows keeps its own headings, or none, also beside the page's source."""
    headings = imh_evidence.groups if with_headings else ()
    catalogue = Catalogue.from_records(
        rows, source=imh_evidence.dataset.source, groups=headings
    )

    assert again(catalogue, protocol).groups == catalogue.groups


def test_every_error_is_listed() -> None:
    """The errors below are one or more of each class there is."""
    expected = {
        each
        for each in (getattr(errors, name) for name in errors.__all__)
        if issubclass(each, ImhEvidenceError)
    }

    assert {type(error) for error in ERRORS} == expected


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_errors(error: ImhEvidenceError, protocol: int) -> None:
    """An error comes out of a pickle with its class, arguments, fields and text."""
    loaded = again(error, protocol)

    assert type(loaded) is type(error)
    assert loaded.args == error.args
    assert vars(loaded) == vars(error)
    assert str(loaded) == str(error)
    assert vars(type(error)(*error.args)) == vars(error)


@given(any_criteria(), efficacy_ranges(), protocols)
def test_hashes_are_not_pickled(
    criteria: Criteria, spread: EfficacyRange, protocol: int
) -> None:
    """A value whose hash was asked for before is found in a set after."""
    hash(criteria), hash(spread)

    values = {criteria, spread}

    assert again(criteria, protocol) in values
    assert again(values, protocol) == values
