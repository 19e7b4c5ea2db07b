"""Every error of the family says what was wrong, what was expected, what to do."""

from __future__ import annotations

import pickle

import pytest

from imh_evidence import Theory
from imh_evidence.model import errors
from imh_evidence.model.errors import Fault


EACH = {
    "AmbiguousLevel": (errors.AmbiguousLevel("high"), ValueError, "certainly(at_least='high')"),
    "DifferentUniverses": (errors.DifferentUniverses("|", ("A", "B")), ValueError, "'A' and 'B'"),
    "InvalidCriteria": (errors.InvalidCriteria("certainly()", "no bound"), ValueError, "certainly(): no bound"),
    "Faults": (errors.Faults("f", (Fault("$", "x", "y"),)), ValueError, "f: 1 fault"),
    "InvalidRange": (errors.InvalidRange("High to Low", "swap them"), ValueError, "High to Low: swap"),
    "InvalidRating": (errors.InvalidRating("need", "6", "1 to 5"), ValueError, "need: found 6, expected 1 to 5"),
    "MissingExtra": (errors.MissingExtra("to_frame('polars')", "polars", "engines"), ImportError, 'pip install "imh-evidence[engines]"'),
    "UnknownField": (errors.UnknownField("p", "x", ("name",)), KeyError, "one of 'name'"),
    "UnknownIntervention": (errors.UnknownIntervention("x", ("y",), related=("r",)), KeyError, "'x'; r"),
    "UnknownValue": (errors.UnknownValue("facet", "hgh", ("low", "high")), ValueError, "the nearest is 'high'"),
    "WrongType": (errors.WrongType("where", 3, "a slug"), TypeError, "found 3 (int), expected a slug"),
}  # fmt: skip


class TestFamily:
    def test_every_error_is_here(self) -> None:
        """The table above lists every class of the family."""
        family = {
            name
            for name, each in vars(errors).items()
            if isinstance(each, type) and issubclass(each, errors.ImhEvidenceError)
        }

        assert {*EACH, "ImhEvidenceError"} == family

    @pytest.mark.parametrize(("error", "kind", "part"), EACH.values(), ids=EACH.keys())
    def test_is_a_built_in_kind_and_tells_its_story(
        self, error: errors.ImhEvidenceError, kind: type[Exception], part: str
    ) -> None:
        """Code that catches Python's own kinds catches ours, and the text is whole."""
        assert isinstance(error, errors.ImhEvidenceError)
        assert isinstance(error, kind)
        assert part in str(error)

    @pytest.mark.parametrize(("error", "kind", "part"), EACH.values(), ids=EACH.keys())
    def test_survives_a_pickle(
        self, error: errors.ImhEvidenceError, kind: type[Exception], part: str
    ) -> None:
        """Fields and text are the same in another process."""
        loaded = pickle.loads(pickle.dumps(error))

        assert type(error) is type(loaded)
        assert vars(error) == vars(loaded)
        assert str(error) == str(loaded)


class TestText:
    def test_long_values_are_cut(self) -> None:
        """A huge wrong value does not flood the text."""
        text = str(errors.UnknownValue("facet", "x" * 10_000, ("low",)))

        assert len(text) < 200
        assert "xxx..." in text

    @pytest.mark.parametrize(
        "value", [10**6000, -(10**6000), [10**6000]], ids=["above zero", "below zero", "in a list"]
    )
    def test_numbers_of_any_length_are_shown(self, value: object) -> None:
        """A whole number that Python refuses to write out is told by its size."""
        text = str(errors.WrongType("a bound", value, "a number"))

        assert "a whole number of 19932 bits" in text
        assert "a bound: found 12 (int), expected a number" == str(
            errors.WrongType("a bound", 12, "a number")
        )

    @pytest.mark.parametrize(
        ("value", "told"),
        [
            (set(Theory), "{Theory.ATTACHMENT, Theory.COGNITIVE_BEHAVIOURAL, Theory."),
            ({4, 2, 10, 3, 1}, "{1, 2, 3, 4, 10}"),
            (frozenset({"b", "a"}), "frozenset({'a', 'b'})"),
            (set(), "set()"),
            (frozenset(), "frozenset()"),
            ([[[{1}]]], "[[[{...}]]]"),
        ],
    )
    def test_sets_are_shown_in_one_order(self, value: object, told: str) -> None:
        """The same error has the same text in every process."""
        assert errors.shown(value).startswith(told)

    def test_of_large_sets_the_first_are_shown(self) -> None:
        """A set is cut, and says so."""
        assert "{0, 1, 2, 3, 4, 5, ...}" == errors.shown(set(range(9)))

    def test_nothing_alike_is_not_suggested(self) -> None:
        """Without anything alike there is no nearest."""
        error = errors.UnknownValue("facet", "zzz", ("low",))

        assert error.nearest is None
        assert "nearest" not in str(error)
        assert errors.UnknownValue("facet", 3, ("low",)).nearest is None

    def test_an_unknown_intervention_without_suggestions(self) -> None:
        """The error always ends in something to do."""
        assert str(errors.UnknownIntervention("x")).endswith("search looks inside names")

    def test_faults_cannot_steer_a_terminal(self) -> None:
        """Whatever a fault repeats of a file is shown escaped."""
        fault = Fault("a\x1b[2J[0]", "b\u202e", "c\n")

        assert "\n  a\\x1b[2J[0]: found b\\u202e, expected c\\n" in str(
            errors.Faults("f", (fault,))
        )

    def test_the_first_twenty_faults_are_shown(self) -> None:
        """Twenty faults are spelt out and the rest are counted."""
        faults = tuple(Fault(f"$[{i}]", "x", "y", "z") for i in range(25))
        error = errors.Faults("file.json", faults)
        lines = str(error).splitlines()

        assert faults == error.faults
        assert "file.json: 25 faults" == lines[0]
        assert "  $[19]: found x, expected y (the nearest is 'z')" == lines[20]
        assert "  and 5 more, in .faults" == lines[21]
        assert 22 == len(lines)
