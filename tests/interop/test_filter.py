"""The same criteria keep the same rows on every engine that needs no Java."""

from __future__ import annotations

from typing import Any

import attrs
import pandas as pd
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.edition import ROWS
from tests.interop.page import levels
from tests.laws.drawing import any_criteria, facet_catalogues
from tests.reference import LEVELS, PRACTICE_LEVELS, Codes, Model, Question, Row

from imh_evidence import (
    Catalogue,
    Criteria,
    EfficacyRange,
    LocalTheory,
    WrongType,
    certainly,
    interventions,
    possibly,
)
from imh_evidence.interop import frames
from imh_evidence.interop.frames import UnfitFrame
from imh_evidence.model.errors import Fault

from .engines import ENGINES, asked_of, catalogue_frames, frame_of, rows_of


PLACES = {level: place for place, level in enumerate(LEVELS)}
MODEL = Model(Codes({level: i for i, level in enumerate(PRACTICE_LEVELS)}, PLACES, PLACES))
TARGETED = Criteria(audience="targeted", efficacy=certainly(at_least="medium"))
# Targeted rows whose whole print is Medium or above, by the page.
TARGETED_IDS = [
    interventions[row["name"]].id
    for row in ROWS
    if "targeted" in row["who_for"].lower() and "Low" not in levels(row["efficacy"])
]


class TestSameRows:
    @settings(max_examples=40)  # several engines start up for each
    @given(facet_catalogues(), st.lists(any_criteria(), min_size=1, max_size=5))
    def test_on_every_engine(self, catalogue: Catalogue, questions: list[Criteria]) -> None:
        """Every engine keeps the rows that the reference and the catalogue keep."""
        tables = catalogue_frames(catalogue)
        rows = [Row.of(record) for record in catalogue]
        for criteria in questions:
            if not asked_of(catalogue, criteria):
                continue
            expected = MODEL.where(Question.of(criteria), rows)

            assert expected == list(catalogue.where(criteria).ids)
            for name, table in tables.items():
                kept = frames.filter(table, criteria)

                assert type(table) is type(kept), name
                assert expected == [id_ for (id_,) in rows_of(kept, "id")], name

    @pytest.mark.parametrize("name", list(catalogue_frames(interventions)))
    def test_of_the_published_table(self, name: str) -> None:
        """The published rows are found as the page prints them."""
        kept = frames.filter(catalogue_frames(interventions)[name], TARGETED)

        assert [(id_,) for id_ in TARGETED_IDS] == rows_of(kept, "id")

    @pytest.mark.parametrize("name", list(catalogue_frames(interventions)))
    def test_of_theories_that_are_spelt_alike(self, name: str) -> None:
        """Each theory is asked of its own column, whatever others there are."""
        slugs = ("a-b", "a_b", "group", "membership", "social_learning")
        ours = {
            slug: attrs.evolve(
                interventions[0],
                id=f"row-{place}",
                name=f"Row {place}",
                aliases=(),
                theories=(LocalTheory(slug, slug),),
                theory_group=None,
                recommended=None,
            )
            for place, slug in enumerate(slugs)
        }
        table = catalogue_frames(Catalogue.from_records(ours.values()))[name]
        for row in ours.values():
            kept = frames.filter(table, Criteria(theory=row.theories))

            assert [(row.id,)] == rows_of(kept, "id")
        published = Criteria(theory="social-learning")

        assert [] == rows_of(frames.filter(table, published), "id")


class TestCells:
    @pytest.mark.parametrize("engine", ENGINES)
    @pytest.mark.parametrize(
        "criteria",
        [
            Criteria(evidence=["low", "medium", "high"]),
            Criteria(efficacy=certainly(at_least="low")),
            Criteria(efficacy=certainly(at_most="high")),
            Criteria(efficacy=possibly(at_most="medium")),
            Criteria(efficacy=EfficacyRange("low", "low")),
            Criteria(audience="targeted"),
        ],
        ids=str,
    )
    def test_of_nothing_never_match(self, engine: str, criteria: Criteria) -> None:
        """A row of nulls meets no condition, not even one that every level meets."""
        columns = {
            "n": [1, 2],
            "evidence": ["High", None],
            "efficacy_low": ["Low", None],
            "efficacy_high": ["Low", None],
            "audience_targeted": [True, None],
        }
        kept = frames.filter(frame_of(engine, columns), criteria)

        assert [(1,)] == rows_of(kept, "n")

    @pytest.mark.parametrize("engine", ENGINES)
    def test_of_other_words_are_no_level(self, engine: str) -> None:
        """Levels are compared with labels as printed, never by the alphabet."""
        columns = {"n": [1, 2, 3], "efficacy_low": ["Medium", "Very high", "medium"]}
        question = Criteria(efficacy=certainly(at_least="medium"))

        kept = frames.filter(frame_of(engine, columns), question)

        assert [(1,)] == rows_of(kept, "n")

    @pytest.mark.parametrize("engine", ENGINES)
    def test_of_nothing_do_not_stand_in_the_way(self, engine: str) -> None:
        """One true cell is enough for a condition on several members."""
        columns = {
            "n": [1, 2, 3, 4],
            "audience_universal": [None, True, None, False],
            "audience_targeted": [True, None, None, None],
        }
        both = Criteria(audience=["universal", "targeted"])

        kept = frames.filter(frame_of(engine, columns), both)

        assert [(1,), (2,)] == rows_of(kept, "n")


class TestFrames:
    @pytest.mark.parametrize("engine", ENGINES)
    def test_do_not_change(self, engine: str) -> None:
        """The caller's frame has its rows and columns afterwards."""
        table = catalogue_frames(interventions)[engine]
        frames.filter(table, TARGETED)

        assert [(id_,) for id_ in interventions.ids] == rows_of(table, "id")

    def test_may_have_a_prefix(self) -> None:
        """Columns that begin with a prefix are found by it."""
        table = interventions.to_frame("pandas").add_prefix("imh_")

        kept = frames.filter(table, TARGETED, prefix="imh_")

        assert TARGETED_IDS == list(kept["imh_id"])

    def test_stay_lazy(self) -> None:
        """A lazy frame is not run: what would fail when run does not fail here."""

        def fail(frame: pl.DataFrame) -> pl.DataFrame:
            raise AssertionError(frame)

        table = interventions.to_frame("polars")
        lazy = table.lazy().map_batches(fail, schema=table.schema)

        kept = frames.filter(lazy, TARGETED)

        with pytest.raises(AssertionError):
            kept.collect()

    def test_come_back_as_they_were_without_a_condition(self) -> None:
        """A question without a condition keeps the frame itself."""
        frame = pl.DataFrame({"n": [1]})

        assert frame is frames.filter(frame, Criteria())


class TestBadInput:
    def test_tells_every_fault_at_once(self) -> None:
        """Missing, misnamed and wrong columns are told together, with the nearest."""
        frame = pd.DataFrame(
            {"audience_targetted": [True], "efficacy_low": [1], "evidence": ["High"]}
        )
        question = Criteria(
            audience="targeted", evidence="high", efficacy=certainly(at_least="high")
        )
        with pytest.raises(UnfitFrame) as caught:
            frames.filter(frame, question)

        assert (
            Fault(
                "column 'audience_targeted'",
                "no such column",
                "one that holds true or false",
                "audience_targetted",
            ),
            Fault(
                "column 'efficacy_low'",
                "a column of Int64",
                "one that holds text; convert it first",
            ),
        ) == caught.value.faults
        assert "filter(...)" == caught.value.what
        assert str(caught.value).startswith("filter(...): column 'audience_targeted'")

    @pytest.mark.parametrize("engine", ENGINES)
    def test_refuses_numbers_for_flags(self, engine: str) -> None:
        """Ones and zeros are no flags."""
        frame = frame_of(engine, {"audience_targeted": [1, 0]})
        with pytest.raises(UnfitFrame, match="expected one that holds true or false"):
            frames.filter(frame, Criteria(audience="targeted"))

    @pytest.mark.parametrize("frame", [[1], {"a": [1]}, None, interventions])
    def test_refuses_what_is_no_frame(self, frame: Any) -> None:
        """Lists, mappings and catalogues are refused by what they are."""
        with pytest.raises(UnfitFrame) as caught:
            frames.filter(frame, TARGETED)

        (fault,) = caught.value.faults
        assert "frame" == fault.place
        assert type(frame).__name__ in fault.found
        assert "polars frame" in fault.expected

    @pytest.mark.parametrize("criteria", ["targeted", None, certainly(at_least="low")])
    def test_refuses_what_is_no_criteria(self, criteria: Any) -> None:
        """A question is Criteria."""
        with pytest.raises(WrongType, match="expected Criteria"):
            frames.filter(pa.table({}), criteria)

    def test_refuses_two_columns_of_one_name(self) -> None:
        """Columns that share a name cannot be told apart."""
        frame = pd.DataFrame([[True, False]], columns=["audience_targeted"] * 2)
        with pytest.raises(UnfitFrame, match="two columns of one name"):
            frames.filter(frame, TARGETED)
