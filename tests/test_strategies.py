"""The strategies reach the corners, and cost nobody who does not import them."""

from __future__ import annotations

import importlib
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from tests.laws.drawing import local_theories, names

import imh_evidence
from imh_evidence import (
    Audience,
    Catalogue,
    Criteria,
    EfficacyRange,
    EvidenceLevel,
    Intervention,
    LocalTheory,
    MissingExtra,
    PracticeLevel,
    Theory,
)
from imh_evidence.model.criteria import EfficacyBounds
from imh_evidence.strategies import catalogues, criteria, interventions, published


if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy


# The same examples on every run, and the first that fits: none is made simpler.
FIXED = settings(derandomize=True, database=None, max_examples=5_000, phases=[Phase.generate])
FACETS = ("theory", "audience", "practice_level", "evidence", "efficacy")


def reach(strategy: SearchStrategy[Any], condition: Callable[[Any], Any]) -> Any:
    """A value that a strategy gives and a condition holds for."""
    return find(strategy, condition, settings=FIXED)


def drawn(strategy: SearchStrategy[Any], count: int = 1_000) -> list[Any]:
    """Many values that a strategy gives."""
    values = []

    @settings(FIXED, max_examples=count, suppress_health_check=list(HealthCheck))
    @given(strategy)
    def draw(value: Any) -> None:
        values.append(value)

    draw()
    return values


@pytest.mark.parametrize("kind", [Catalogue, Criteria, Intervention])
def test_types_are_enough(kind: Any) -> None:
    """Hypothesis draws rows, catalogues and questions from their types, also inside others."""
    assert type(reach(st.from_type(list[kind]), bool)[0]) is kind


class TestInterventions:
    def test_every_member_of_every_facet(self) -> None:
        """Members come up alone and with others, and levels the page does not print."""
        rows = drawn(interventions())

        for field, members in (
            ("theories", Theory),
            ("audiences", Audience),
            ("practice_levels", PracticeLevel),
        ):
            sets = [frozenset(getattr(row, field)) for row in rows]
            alone = {member for each in sets if len(each) == 1 for member in each}
            others = {member for each in sets if len(each) > 1 for member in each}
            assert alone == others == set(members)
        assert {row.evidence for row in rows} == set(EvidenceLevel)
        assert len({row.efficacy for row in rows}) == 6
        for field in ("aliases", "related", "provenance", "is_suite"):
            assert {bool(getattr(row, field)) for row in rows} == {True, False}

    def test_local_theories(self) -> None:
        """Given a strategy for theories, rows hold local ones and published ones."""
        theories = local_theories() | st.sampled_from(Theory)

        assert reach(
            interventions(theories=theories),
            lambda row: {type(each) for each in row.theories} == {Theory, LocalTheory},
        )

    @given(interventions())
    def test_none_is_recommended(self, row: Intervention) -> None:
        """A row made up is not recommended, and stands in no group of the page."""
        assert row.recommended is None
        assert row.theory_group is None

    def test_every_published_row(self) -> None:
        """Each of the published rows comes up."""
        assert {row.id for row in drawn(published())} == {*imh_evidence.interventions.ids}

    @pytest.mark.parametrize("character", "<&\"'=\n\t,;\u00a0\u202e\U0001f9f8")
    def test_hostile_characters(self, character: str) -> None:
        """Markup, formulae, line ends, separators and directions come up inside names."""
        assert reach(names(), lambda name: character in name)


class TestCatalogues:
    @pytest.mark.parametrize("size", [0, 1, 2, 5])
    def test_sizes(self, size: int) -> None:
        """Catalogues of none, of one and of several come up."""
        assert size == len(reach(catalogues(), lambda each: len(each) == size))

    @given(catalogues(rows=published(), min_size=2, max_size=3))
    @settings(max_examples=30)
    def test_bounds_and_rows(self, catalogue: Catalogue) -> None:
        """Sizes keep to the bounds given, and rows to the strategy given."""
        assert 2 <= len(catalogue) <= 3
        assert all(row in imh_evidence.interventions for row in catalogue)

    def test_published_rows_and_new_ones(self) -> None:
        """Published rows come up in one catalogue with new ones."""
        assert reach(catalogues(), lambda each: {row.recommended for row in each} == {True, None})


class TestCriteria:
    @pytest.mark.parametrize("facet", FACETS)
    def test_one_condition(self, facet: str) -> None:
        """A question on each facet alone comes up."""
        assert reach(
            criteria(),
            lambda asked: [f for f in FACETS if getattr(asked, f) is not None] == [facet],
        )

    def test_none_and_all(self) -> None:
        """The question without a condition comes up, and one with all of them."""
        assert reach(criteria(), lambda asked: asked == Criteria()) == Criteria()
        assert reach(criteria(), lambda asked: None not in [getattr(asked, f) for f in FACETS])

    @pytest.mark.parametrize("kind", [EfficacyBounds, EfficacyRange])
    def test_both_kinds_of_efficacy(self, kind: type) -> None:
        """Bounds on the range come up, and the very print."""
        assert reach(criteria(), lambda asked: isinstance(asked.efficacy, kind))


def in_a_fresh_process(code: str) -> str:
    """What some code prints in a Python of its own."""
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return done.stdout.strip()


class TestFreshProcesses:
    def test_the_library_alone(self) -> None:
        """Using the library does not import Hypothesis."""
        code = "import imh_evidence, sys; imh_evidence.load(); print('hypothesis' in sys.modules)"

        assert in_a_fresh_process(code) == "False"

    @pytest.mark.parametrize(
        "code",
        [
            "from imh_evidence.strategies import interventions",
            "import hypothesis; from imh_evidence.strategies import interventions",
            "import imh_evidence; import hypothesis.strategies",
        ],
    )
    def test_whichever_is_imported_first(self, code: str) -> None:
        """The entry point registers types, also where it runs while we are imported."""
        asked = (
            f"{code}\n"
            "from hypothesis import strategies as st\n"
            "from imh_evidence import Catalogue\n"
            "print(type(st.from_type(Catalogue).example()).__name__)"
        )

        assert in_a_fresh_process(asked).splitlines()[-1] == "Catalogue"

    def test_importing_hypothesis_reads_no_data(self) -> None:
        """Where the package is installed, Hypothesis is imported without reading the table."""
        asked = (
            "import hypothesis, sys\n"
            "module = sys.modules.get('imh_evidence.published')\n"
            "print(bool(module and module._loaded))"
        )

        assert in_a_fresh_process(asked) == "False"


def test_without_hypothesis_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Hypothesis is missing, the error says how to install it."""
    name = "imh_evidence.strategies"
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    monkeypatch.delitem(sys.modules, name)

    with pytest.raises(MissingExtra) as raised:
        importlib.import_module(name)

    assert ("hypothesis", "strategies") == (raised.value.library, raised.value.extra)
