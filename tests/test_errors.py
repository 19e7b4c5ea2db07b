"""Every error is one of Python's own kinds too, and its text floods and steers nothing.

That fields outlive copies and pickles is a law: tests/laws/test_copies.py.
"""

from __future__ import annotations

from typing import Any

import pytest

from imh_evidence.model import errors
from imh_evidence.model.errors import Fault


BUILT_IN = {
    errors.AmbiguousLevel: ValueError,
    errors.Faults: ValueError,
    errors.InvalidCriteria: ValueError,
    errors.InvalidRange: ValueError,
    errors.MissingExtra: ImportError,
    errors.UnknownField: KeyError,
    errors.UnknownIntervention: KeyError,
    errors.UnknownValue: ValueError,
    errors.WrongType: TypeError,
}


@pytest.mark.parametrize("kind", BUILT_IN)
def test_is_a_kind_of_pythons(kind: type[Any]) -> None:
    """Code that catches Python's own kinds catches ours."""
    assert issubclass(kind, errors.ImhEvidenceError)
    assert issubclass(kind, BUILT_IN[kind])


@pytest.mark.parametrize("wrong", [(), ("a", "b", "c", "d")], ids=["too few", "too many"])
def test_fields_are_all_given(wrong: tuple[str, ...]) -> None:
    """An error is not made without its fields, nor with others."""
    with pytest.raises(TypeError):
        errors.InvalidRange(*wrong)
    with pytest.raises(TypeError):
        errors.InvalidRange("found", "problem", other="x")  # type: ignore[call-arg]


HUGE = 10**6000


@pytest.mark.parametrize(
    "value",
    ["x" * 10_000, "\0" * 10_000, [["x" * 10_000]], HUGE, -HUGE, [HUGE], {"x" * 10_000: 1}],
    ids=["text", "control characters", "in lists", "number", "below zero", "in a list", "key"],
)
def test_values_of_any_size_are_cut(value: object) -> None:
    """A huge wrong value does not flood the text, and a huge number can be shown."""
    assert len(errors.shown(value)) < 100


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({4, 2, 10, 3, 1}, "{1, 2, 3, 4, 10}"),
        (set(range(9)), "{0, 1, 2, 3, 4, 5, ...}"),
        (frozenset({"b", "a"}), "frozenset({'a', 'b'})"),
        (set(), "set()"),
        ([[[{1}]]], "[[[{...}]]]"),
    ],
)
def test_sets_are_shown_in_one_order(value: object, told: str) -> None:
    """The same error has the same text in every process."""
    assert errors.shown(value).startswith(told)


def test_nothing_alike_is_not_suggested() -> None:
    """Without anything alike there is no nearest."""
    assert errors.UnknownValue("facet", "zzz", ("low",)).nearest is None
    assert errors.UnknownValue("facet", 3, ("low",)).nearest is None
    assert "low" == errors.UnknownValue("facet", "lw", ("low",)).nearest


def test_faults_cannot_steer_a_terminal() -> None:
    """Whatever a fault repeats of a file is shown escaped."""
    text = str(errors.Faults("f\x07", (Fault("a\x1b[2J[0]", "b\u202e", "c\n"),)))

    assert 2 == len(text.splitlines())
    assert text.replace("\n", "").isprintable()


def test_the_first_twenty_faults_are_shown() -> None:
    """Twenty faults have a line each, and the rest are counted."""
    faults = tuple(Fault(f"$[{i}]", "x", "y", "z") for i in range(25))
    error = errors.Faults("file.json", faults)
    lines = str(error).splitlines()

    assert faults == error.faults
    assert [str(each) for each in faults[:20]] == [line.strip() for line in lines[1:-1]]
    assert "25" in lines[0]
    assert "5" in lines[-1]
