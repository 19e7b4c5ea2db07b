"""The same rows and the same matches from Spark itself, on a real Java machine."""

from __future__ import annotations

import contextlib
import io
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.laws.drawing import any_criteria, facet_catalogues
from tests.reference import Question, Row

from imh_evidence import Catalogue, Criteria, interventions
from imh_evidence.interop import frames
from imh_evidence.interop.frames import UnfitFrame, annotate

from .engines import asked_of, engine_name
from .test_annotate import FOUND, RECORDS, by_number, keys_of, named_records
from .test_filter import MODEL, TARGETED, TARGETED_IDS


pytestmark = [
    pytest.mark.heavy,
    # Spark's word on pandas, which these tests do not hand to it.
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support:FutureWarning"),
]
# Each question costs Spark some tenths of a second.
few = settings(
    max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def table_of(spark: Any, catalogue: Catalogue) -> Any:
    """A catalogue as a Spark frame, levels as text."""
    rows = catalogue.to_frame("polars").to_dicts()
    types = {
        "id": "string",
        "name": "string",
        "theory_group": "bigint",
        "evidence": "string",
        "efficacy_low": "string",
        "efficacy_high": "string",
    }
    columns = catalogue.to_frame("polars").columns
    schema = ", ".join(f"`{name}` {types.get(name, 'boolean')}" for name in columns)
    return spark.createDataFrame([tuple(row.values()) for row in rows], schema)


def records_of(spark: Any, names: list[Any]) -> Any:
    """Numbered records as a Spark frame."""
    return spark.createDataFrame(
        list(zip(names, range(len(names)), strict=True)), "programme string, n bigint"
    )


class TestFilter:
    @few
    @given(catalogue=facet_catalogues(), questions=st.lists(any_criteria(), min_size=4, max_size=8))
    def test_keeps_the_same_rows(
        self, spark: Any, catalogue: Catalogue, questions: list[Criteria]
    ) -> None:
        """Spark keeps the rows that the reference and the catalogue keep."""
        from pyspark.sql import functions

        table = table_of(spark, catalogue)
        asked = [each for each in questions if asked_of(catalogue, each)]
        rows = [Row.of(record) for record in catalogue]
        expected = {
            (number, id_)
            for number, criteria in enumerate(asked)
            for id_ in MODEL.where(Question.of(criteria), rows)
        }
        # All questions in one run, as a run is what takes time.
        kept = None
        for number, criteria in enumerate(asked):
            part = frames.filter(table, criteria)
            part = part.select(functions.lit(number).alias("number"), "id")
            kept = part if kept is None else kept.unionAll(part)
        found = [tuple(row) for row in kept.collect()] if kept is not None else []

        assert {
            (number, id_)
            for number, criteria in enumerate(asked)
            for id_ in catalogue.where(criteria).ids
        } == expected
        assert expected == set(found)
        assert len(expected) == len(found)

    def test_of_the_published_table(self, spark: Any) -> None:
        """The published rows are found as the page prints them."""
        kept = frames.filter(table_of(spark, interventions), TARGETED)

        assert TARGETED_IDS == [row["id"] for row in kept.collect()]

    def test_of_cells_of_nothing_never_matches(self, spark: Any) -> None:
        """A row of nulls meets no condition, and does not stand in the way of one."""
        table = spark.createDataFrame(
            [(1, None, "High"), (2, True, None), (3, True, "Low")],
            "n int, audience_targeted boolean, evidence string",
        )
        question = Criteria(audience="targeted", evidence=["low", "medium", "high"])

        assert [3] == [row["n"] for row in frames.filter(table, question).collect()]


class TestAnnotate:
    @few
    @given(named_records())
    def test_matches_what_the_look_up_matches(self, spark: Any, drawn: Any) -> None:
        """A name finds in Spark what the catalogue and the reference find."""
        catalogue, names = drawn
        keys = keys_of(catalogue)
        expected = [(name, None if name is None else keys.get(engine_name(name))) for name in names]

        found = annotate(records_of(spark, names), catalogue=catalogue).frame

        assert expected == by_number(found, "programme", "imh_id")

    def test_adds_every_column_and_keeps_every_record(self, spark: Any) -> None:
        """All records stay, with the table's row or with nulls."""
        table = interventions.to_frame("pyarrow").to_pylist()
        rows = {row["id"]: row for row in table}
        names = [f"imh_{name}" for name in table[0]]
        frame = records_of(spark, RECORDS["programme"])
        found = annotate(frame).frame

        assert [
            tuple(rows[id_].values()) if id_ else (None,) * len(names) for id_ in FOUND
        ] == by_number(found, *names)
        assert ["programme", "n"] == frame.columns

    def test_counts_what_found_nothing(self, spark: Any) -> None:
        """Names are counted as spelt, nulls apart."""
        names = ["NFP", "Child Frist", "NFP", None, "FNP"]
        unmatched = annotate(records_of(spark, names)).unmatched(1)

        assert [("NFP", 2)] == [(each.name, each.count) for each in unmatched.names]
        assert (1, True) == (unmatched.nulls, unmatched.more)

    def test_sends_the_small_side_to_the_records(self, spark: Any) -> None:
        """The join broadcasts the table, however little Spark broadcasts by itself."""
        spark.conf.set("spark.sql.autoBroadcastJoinThreshold", "-1")
        try:
            plan = io.StringIO()
            with contextlib.redirect_stdout(plan):
                annotate(records_of(spark, ["FNP"])).frame.explain()
        finally:
            spark.conf.unset("spark.sql.autoBroadcastJoinThreshold")

        assert 1 == plan.getvalue().count("BroadcastHashJoin")
        assert "SortMergeJoin" not in plan.getvalue()

    def test_runs_nothing_before_it_is_asked(self, spark: Any) -> None:
        """Neither question starts a job: what would fail when run does not fail here."""
        frame = spark.range(3).selectExpr(
            "CASE WHEN id > 0 THEN raise_error('run') ELSE 'FNP' END AS programme"
        )
        found = annotate(frame)
        kept = frames.filter(found.frame, TARGETED, prefix="imh_")

        with pytest.raises(Exception, match="run"):
            kept.collect()

    def test_refuses_what_it_cannot_name(self, spark: Any) -> None:
        """Dots in names, capitals that clash, numbers and missing columns are errors."""
        frame = spark.createDataFrame([("FNP", 1, "x")], "`a.b` string, n int, IMH_ID string")
        for on, told in (
            ("a.b", "which Spark reads as a path"),
            ("n", "found a column of Int32"),
            ("m", "no such column"),
            ("n", "column 'IMH_ID'"),
        ):
            with pytest.raises(UnfitFrame, match=told):
                annotate(frame, on)
