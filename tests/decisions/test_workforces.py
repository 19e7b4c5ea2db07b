"""Staff are held beside what rows print, and nothing is concluded for them."""

from __future__ import annotations

import json
import re
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imh_evidence import Catalogue, PracticeLevel, UnknownValue, interventions
from imh_evidence.decisions import WorkforceReach, workforce
from imh_evidence.strategies import catalogues


TRANSCRIPTION = Path(__file__).parents[1] / "transcription.json"
LEVELS: Any = ["informed", "skilled", "enhanced", "specialist"]
COMBINATIONS: list[Any] = [
    list(chosen) for size in range(1, 5) for chosen in combinations(LEVELS, size)
]


def printed() -> dict[str, set[str]]:
    """The types of practice that each row of the page prints, by its name."""
    rows = json.loads(TRANSCRIPTION.read_text(encoding="utf-8"))["rows"]
    return {row["name"]: set(re.findall("|".join(LEVELS), row["practice"].lower())) for row in rows}


def names(rows: Any) -> list[str]:
    """The names of rows, in order."""
    return [row.name for row in rows]


@pytest.mark.parametrize("yours", COMBINATIONS, ids="+".join)
class TestAgainstThePage:
    def test_rows_by_whether_their_types_are_yours(self, yours: Any) -> None:
        """Every, some, or none of a row's printed types is among yours, as the page has it."""
        reach = workforce(yours)
        page = printed()

        assert [n for n, types in page.items() if types <= set(yours)] == names(reach.every)
        assert [
            n for n, types in page.items() if types & set(yours) and types - set(yours)
        ] == names(reach.part)
        assert [n for n, types in page.items() if not types & set(yours)] == names(reach.out)

    def test_what_a_further_type_adds(self, yours: Any) -> None:
        """Each type that is not yours is told with the rows that it would add."""
        reach = workforce(yours)
        page = printed()
        expected = []
        for level in LEVELS:
            if level in yours:
                continue
            then = {*yours, level}
            some = [n for n, t in page.items() if t & then and not t & set(yours)]
            every = [n for n, t in page.items() if t <= then and not t <= set(yours)]
            expected.append((level, some, every))

        assert expected == [
            (each.practice_level.value, names(each.some), names(each.every))
            for each in reach.further
        ]

    def test_says_what_a_row_lacks(self, yours: Any) -> None:
        """What is printed and is not among yours is told in scale order."""
        reach = workforce(yours)
        page = printed()

        for row in interventions:
            expected = [x for x in LEVELS if x in page[row.name] - set(yours)]

            assert expected == [level.value for level in reach.lacking(row)]


class TestLaws:
    @given(catalogues(), st.frozensets(st.sampled_from(PracticeLevel), min_size=1))
    def test_each_row_is_in_one_place(
        self, catalogue: Catalogue, yours: frozenset[PracticeLevel]
    ) -> None:
        """The three places partition the rows, in the catalogue's order."""
        reach = workforce(yours, catalogue=catalogue)
        placed = [*reach.every, *reach.part, *reach.out]

        assert sorted(catalogue.ids) == sorted(row.id for row in placed)
        for rows in (reach.every, reach.part, reach.out):
            assert [row for row in catalogue if row in rows] == list(rows)

    @given(catalogues(), st.frozensets(st.sampled_from(PracticeLevel), min_size=1))
    def test_a_further_type_adds_what_asking_with_it_gives(
        self, catalogue: Catalogue, yours: frozenset[PracticeLevel]
    ) -> None:
        """What a type would add is the difference that having it makes."""
        now = workforce(yours, catalogue=catalogue)
        for each in now.further:
            then = workforce({*yours, each.practice_level}, catalogue=catalogue)

            assert set(then.every) == {*now.every, *each.every}
            assert set(now.out) == {*then.out, *each.some}


class TestAnswer:
    @pytest.fixture(name="reach")
    def _reach(self) -> WorkforceReach:
        return workforce({"skilled"})

    def test_takes_any_way_of_saying_a_type(self, reach: WorkforceReach) -> None:
        """A slug, a member or several of them are the same question."""
        assert reach == workforce("skilled") == workforce([PracticeLevel.SKILLED])
        assert (PracticeLevel.SKILLED,) == reach.practice_levels

    def test_lists_types_in_scale_order(self) -> None:
        """Whatever order a set gives, types are listed as the scale has them."""
        assert (PracticeLevel.SKILLED, PracticeLevel.SPECIALIST) == (
            workforce(["specialist", "skilled"]).practice_levels
        )

    def test_asks_the_catalogue_it_is_given(self) -> None:
        """Rows of a view are the only ones in the answer."""
        view = interventions.where(practice_level="skilled")
        reach = workforce("enhanced", catalogue=view)

        told = [*reach.every, *reach.part, *reach.out]

        assert sorted(names(view)) == sorted(names(told))


class TestRefusals:
    def test_an_unknown_type_is_told_with_the_nearest(self) -> None:
        """A misspelt type names the accepted ones."""
        with pytest.raises(UnknownValue, match="nearest is 'skilled'"):
            workforce("skiled")  # type: ignore[arg-type]
