"""A copy is the value itself, and a pickle gives back an equal value."""

from __future__ import annotations

import pickle
from copy import copy, deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import imh_evidence
from imh_evidence import (
    AmbiguousLevel,
    Criteria,
    DifferentUniverses,
    EfficacyRange,
    Faults,
    ImhEvidenceError,
    InvalidCriteria,
    InvalidRange,
    InvalidRating,
    MissingExtra,
    UnknownField,
    UnknownIntervention,
    UnknownValue,
    WrongType,
)
from imh_evidence.model.errors import Fault

from .drawing import any_criteria, any_values, efficacy_ranges, views


protocols = st.sampled_from(range(pickle.HIGHEST_PROTOCOL + 1))

ERRORS: list[ImhEvidenceError] = [
    ImhEvidenceError(),
    WrongType("catalogue[...]", 1.5, "a position"),
    UnknownValue("Audience", "univeral", ("universal", "targeted")),
    UnknownField("provenance[...]", "nmae", ("name",)),
    InvalidRange("High to Low", "swap them"),
    AmbiguousLevel("medium"),
    InvalidCriteria("theory: an empty collection", "give some"),
    DifferentUniverses("|", ("one", "two")),
    UnknownIntervention("x", ("y", "z"), "y", ("x is not y",)),
    UnknownIntervention("x", ("y", "z")),
    Faults("a file", (Fault("$.schema", "nothing", "a schema", "near"),)),
    InvalidRating("need", "6", "1 to 5"),
    MissingExtra("a chart", "altair", "charts"),
]


def again(value: Any, protocol: int = pickle.HIGHEST_PROTOCOL) -> Any:
    """The value out of its pickle."""
    return pickle.loads(pickle.dumps(value, protocol))


@given(any_values(), protocols)
def test_a_pickle_gives_back_an_equal_value(value: Any, protocol: int) -> None:
    """What comes out of a pickle is of the same class, equal, and hashes the same."""
    loaded = again(value, protocol)

    assert type(loaded) is type(value)
    assert loaded == value
    assert hash(loaded) == hash(value)


@given(any_values())
def test_a_copy_is_the_value_itself(value: Any) -> None:
    """An unchanging value needs no second one, shallow or deep."""
    assert copy(value) is value
    assert deepcopy(value) is value
    assert deepcopy([value])[0] is value


@given(views(), protocols)
def test_views(drawn: Any, protocol: int) -> None:
    """A view comes back with its rows and source, and combines with the views it combined with."""
    catalogue, [(view, ids)] = drawn

    loaded = again(view, protocol)

    assert loaded == view
    assert list(loaded.ids) == ids
    assert (loaded.source, loaded.groups, loaded.retired) == (
        view.source,
        view.groups,
        view.retired,
    )
    assert loaded.cautions == view.cautions
    assert loaded | view == loaded & view == view
    assert catalogue - loaded == catalogue - view


def test_every_error_is_listed() -> None:
    """The errors above are one or more of each class of the front door."""
    kinds = (getattr(imh_evidence, name) for name in imh_evidence.__all__)
    expected = {
        kind for kind in kinds if isinstance(kind, type) and issubclass(kind, ImhEvidenceError)
    }

    assert expected <= {type(error) for error in ERRORS}


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
def test_hashes_are_not_pickled(criteria: Criteria, spread: EfficacyRange, protocol: int) -> None:
    """A value whose hash was asked for before is found in a set after."""
    hash(criteria), hash(spread)

    values = {criteria, spread}

    assert again(criteria, protocol) in values
    assert again(values, protocol) == values
