"""A catalogue is read by position and by slice as the tuple of its rows is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imh_evidence import WrongType

from .drawing import slices, views


@given(views())
def test_length_and_iteration(drawn: Any) -> None:
    """Rows come in order, backwards too, and their number is the length."""
    _, [(view, ids)] = drawn
    rows = tuple(view)

    assert [row.id for row in rows] == ids
    assert len(view) == len(rows)
    assert tuple(reversed(view)) == rows[::-1]
    assert bool(view) is bool(rows)


@given(views())
def test_positions(drawn: Any) -> None:
    """Every position gives the row there, from either end, and an IndexError outside."""
    _, [(view, _)] = drawn
    rows = tuple(view)
    size = len(rows)

    assert [view[at] for at in range(-size, size)] == [*rows, *rows]
    for outside in (-size - 1, size):
        with pytest.raises(IndexError, match=str(outside)):
            view[outside]


@given(views(), slices())
def test_slices(drawn: Any, part: slice) -> None:
    """A slice holds the rows of the tuple's slice, and is a view of the same universe."""
    catalogue, [(view, _)] = drawn

    expected = tuple(view)[part]

    assert tuple(view[part]) == expected
    assert view[part] <= catalogue


@given(views(), slices(), slices())
def test_a_slice_of_a_slice(drawn: Any, first: slice, second: slice) -> None:
    """A slice of a slice is the tuple's slice of its slice."""
    _, [(view, _)] = drawn

    expected = tuple(view)[first][second]

    assert tuple(view[first][second]) == expected


@given(views(), slices(), st.integers(-4, 0))
def test_no_step_back(drawn: Any, part: slice, step: int) -> None:
    """A slice that does not step forwards is refused, as order is the universe's."""
    _, [(view, _)] = drawn

    with pytest.raises(WrongType, match="positive step"):
        view[part.start : part.stop : step]
