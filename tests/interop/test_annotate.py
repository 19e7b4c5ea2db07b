"""Evidence beside people's own records: who matches, and what becomes of the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imh_evidence import Catalogue, WrongType, interventions
from imh_evidence.interop.frames import UnfitFrame, Unmatched, UnmatchedName, annotate
from imh_evidence.strategies import catalogues

from .engines import ENGINES, dirty_names, engine_name, frame_of, rows_of


RECORDS: dict[str, list[Any]] = {
    "programme": ["FNP", "child\u2011first", None, "Baby group", "NFP", "NFP"],
    "n": [0, 1, 2, 3, 4, 5],
}
TEXTS = ["FNP", None]
FOUND = ["family-nurse-partnership", "child-first", None, None, None, None]


def keys_of(catalogue: Catalogue) -> dict[str, str]:
    """Each id, name and alias in the reference's normal form, with its id."""
    return {
        engine_name(key): record.id
        for record in catalogue
        for key in (record.id, record.name, *record.aliases)
    }


def spelt(catalogue: Catalogue) -> list[str]:
    """Each id, name and alias as it is spelt."""
    return [key for record in catalogue for key in (record.id, record.name, *record.aliases)]


def by_number(frame: Any, *names: str) -> list[tuple[Any, ...]]:
    """Cells in the order of the records' numbers, which engines need not keep."""
    return [row[1:] for row in sorted(rows_of(frame, "n", *names))]


@st.composite
def named_records(draw: st.DrawFn) -> tuple[Catalogue, list[str | None]]:
    """A catalogue, and names of which some are its own."""
    catalogue = draw(st.just(interventions) | catalogues(max_size=4))
    names = st.lists(dirty_names(spelt(catalogue)), max_size=12)
    return catalogue, draw(names)


class TestMatches:
    @settings(max_examples=60)  # five engines join for each
    @given(named_records())
    def test_are_those_of_the_reference(self, drawn: tuple[Catalogue, list[str | None]]) -> None:
        """On every engine a name finds what the reference finds."""
        catalogue, names = drawn
        keys = keys_of(catalogue)
        expected = [(None if name is None else keys.get(engine_name(name)),) for name in names]

        for engine in ENGINES:
            columns = {"programme": names, "n": list(range(len(names)))}
            found = annotate(frame_of(engine, columns), catalogue=catalogue).frame

            assert [(name,) for name in names] == by_number(found, "programme"), engine
            assert expected == by_number(found, "imh_id"), engine

    @pytest.mark.parametrize("engine", ENGINES)
    @pytest.mark.parametrize(
        "name",
        [
            "FAM\u0130LY NURSE PARTNERSHIP",
            "Family Nurse Partner\u017fhip",
            "\u212aFNP",
            "F\u00c5MILY FOUNDATIONS",
            "\u2003FNP",
            "FNP\u0085",
            "\ufb01",
            "\u00df",
        ],
        ids=ascii,
    )
    def test_lower_no_letter_beyond_ascii(self, engine: str, name: str) -> None:
        """Letters and spaces that the table does not name stay as they are."""
        frame = frame_of(engine, {"programme": [name], "n": [0]})

        assert [(None,)] == by_number(annotate(frame).frame, "imh_id")

    def test_are_those_of_a_view(self) -> None:
        """A view answers with its own rows only."""
        view = interventions.where(audience="universal")
        frame = pl.DataFrame({"programme": ["FNP", "EasyPeasy"]})

        found = annotate(frame, catalogue=view).frame

        assert [None, "easypeasy"] == found["imh_id"].to_list()


class TestAddedColumns:
    @pytest.mark.parametrize("engine", ENGINES)
    def test_are_the_flat_table_with_a_prefix(self, engine: str) -> None:
        """Every column of the table stands beside the records, under the prefix."""
        table = interventions.to_frame("pyarrow").to_pylist()
        rows = {row["id"]: row for row in table}
        found = annotate(frame_of(engine, RECORDS), prefix="page_").frame
        names = [f"page_{name}" for name in table[0]]

        expected = [tuple(rows[id_].values()) if id_ else (None,) * len(names) for id_ in FOUND]

        assert expected == by_number(found, *names)
        assert list(zip(*RECORDS.values(), strict=True)) == [
            row[::-1] for row in sorted(rows_of(found, "n", "programme"))
        ]

    def test_have_ordered_types(self) -> None:
        """Levels are ordered where an engine has ordered types, and flags can be null."""
        pandas = annotate(frame_of("pandas", RECORDS)).frame
        polars = annotate(frame_of("polars", RECORDS)).frame
        arrow = annotate(frame_of("pyarrow", RECORDS)).frame
        relation = annotate(frame_of("DuckDB", RECORDS)).frame
        types = dict(zip(relation.columns, map(str, relation.types), strict=True))

        levels = ["Low", "Medium", "High"]

        assert levels == list(pandas["imh_efficacy_low"].cat.categories)
        assert pandas["imh_efficacy_low"].cat.ordered
        assert "boolean" == pandas["imh_audience_targeted"].dtype
        assert pl.Enum(levels) == polars["imh_efficacy_low"].dtype
        assert arrow.schema.field("imh_efficacy_low").type.ordered
        assert "ENUM('Low', 'Medium', 'High')" == types["imh_efficacy_low"]

    def test_keep_an_index(self) -> None:
        """A pandas frame keeps its index, whatever is in it."""
        frame = pd.DataFrame(RECORDS, index=list("abbcda"))

        found = annotate(frame).frame

        assert list("abbcda") == list(found.index)
        assert FOUND == [id_ for (id_,) in rows_of(found, "imh_id")]

    @pytest.mark.parametrize("engine", ["pandas", "polars", "polars, lazy", "pyarrow"])
    def test_keep_the_order_of_records(self, engine: str) -> None:
        """Frames keep the order of their rows; DuckDB and Spark promise none."""
        names = ["FNP", "x", None, "EPEC"] * 500
        frame = frame_of(engine, {"programme": names, "n": list(range(2_000))})

        assert [(n,) for n in range(2_000)] == rows_of(annotate(frame).frame, "n")

    @pytest.mark.parametrize(
        "make",
        [
            lambda: pd.DataFrame({"programme": pd.Categorical(TEXTS)}),
            lambda: pd.DataFrame({"programme": TEXTS}, dtype=object),
            lambda: pl.DataFrame({"programme": TEXTS}, {"programme": pl.Categorical}),
            lambda: pl.DataFrame({"programme": TEXTS}, {"programme": pl.Enum(["FNP"])}),
            lambda: pa.table({"programme": pa.array(TEXTS).dictionary_encode()}),
            lambda: pa.table({"programme": pa.array(TEXTS, pa.string_view())}),
            lambda: duckdb.connect().sql("SELECT unnest(['FNP', NULL])::ENUM('FNP') AS programme"),
        ],
    )
    def test_stand_beside_any_kind_of_text(self, make: Callable[[], Any]) -> None:
        """Categories, objects and views are text, in the join and in what it missed."""
        found = annotate(make())

        assert {("family-nurse-partnership",), (None,)} == set(rows_of(found.frame, "imh_id"))
        assert Unmatched((), 1, more=False) == found.unmatched()


class TestRecords:
    @pytest.mark.parametrize("engine", ENGINES)
    def test_do_not_change(self, engine: str) -> None:
        """The caller's frame has its columns and rows afterwards, and no more."""
        frame = frame_of(engine, RECORDS)
        annotate(frame).unmatched()

        columns = frame.collect_schema() if "lazy" in engine else frame
        names = getattr(columns, "column_names", None) or getattr(columns, "columns", columns)
        assert ["programme", "n"] == list(names)
        assert list(zip(*RECORDS.values(), strict=True)) == rows_of(frame, "programme", "n")

    @pytest.mark.parametrize("engine", ENGINES)
    def test_may_be_none(self, engine: str) -> None:
        """An empty frame gets the columns and stays empty."""
        found = annotate(frame_of(engine, {"programme": [], "n": []}))

        assert [] == rows_of(found.frame, "n", "imh_id", "imh_efficacy_low")
        assert Unmatched((), 0, more=False) == found.unmatched()

    @pytest.mark.parametrize("engine", ENGINES)
    def test_may_have_awkward_columns(self, engine: str) -> None:
        """Names with quotes, spaces and dots are names, and ours do not get in their way."""
        columns = {'it\'s "the" pro.gramme': ["FNP"], "imh_key": [7], "n": [0]}
        found = annotate(frame_of(engine, columns), 'it\'s "the" pro.gramme')

        assert [(7, "family-nurse-partnership")] == by_number(found.frame, "imh_key", "imh_id")
        assert Unmatched((), 0, more=False) == found.unmatched()

    def test_stay_lazy(self) -> None:
        """A lazy frame is not run: what would fail when run does not fail here."""

        def fail(frame: pl.DataFrame) -> pl.DataFrame:
            raise AssertionError(frame)

        table = pl.DataFrame(RECORDS)
        lazy = table.lazy().map_batches(fail, schema=table.schema)
        found = annotate(lazy)

        assert isinstance(found.frame, pl.LazyFrame)
        with pytest.raises(AssertionError):
            found.unmatched()

    def test_of_duckdb_stay_lazy(self) -> None:
        """A relation is not run: what would fail when run does not fail here."""
        connection = duckdb.connect()
        relation = connection.sql(
            "SELECT CASE WHEN n > 0 THEN error('run') ELSE 'FNP' END AS programme "
            "FROM range(10) AS t(n)"
        )
        found = annotate(relation)

        assert isinstance(found.frame, duckdb.DuckDBPyRelation)
        with pytest.raises(duckdb.Error, match="run"):
            found.frame.fetchall()


class TestUnmatched:
    @pytest.mark.parametrize("engine", ENGINES)
    def test_names_counts_and_suggests(self, engine: str) -> None:
        """Names that found nothing are counted as spelt; nulls are no name."""
        columns = {
            "programme": ["NFP", "Child Frist", "NFP", None, "FNP", None, "\u0130"],
            "n": list(range(7)),
        }
        unmatched = annotate(frame_of(engine, columns)).unmatched()

        assert [("NFP", 2), ("Child Frist", 1), ("\u0130", 1)] == [
            (each.name, each.count) for each in unmatched.names
        ]
        assert ("child-first",) == unmatched.names[1].suggestions
        assert "Nurse-Family Partnership is not" in unmatched.names[0].related[0]
        assert () == unmatched.names[2].suggestions
        assert 2 == unmatched.nulls
        assert not unmatched.more

    @pytest.mark.parametrize("engine", ENGINES)
    @pytest.mark.parametrize("nulls", [0, 2])
    def test_gives_the_most_frequent(self, engine: str, nulls: int) -> None:
        """Up to a limit the most frequent names are given, and that there are more."""
        names = ["c", "b", "b", "a", *[None] * nulls]
        frame = frame_of(engine, {"programme": names, "n": list(range(len(names)))})
        annotated = annotate(frame)

        most = annotated.unmatched(2)
        every = annotated.unmatched(3)

        assert ["b", "a"] == [each.name for each in most.names]
        assert most.more
        assert nulls == most.nulls == every.nulls
        assert ["b", "a", "c"] == [each.name for each in every.names]
        assert not every.more

    def test_reads_as_lines(self) -> None:
        """As text there is a line for each name, escaped, and one for the nulls."""
        found = Unmatched(
            (
                UnmatchedName("\x1b[1m", 1_234, ("a", "b"), ("c is not a",)),
                UnmatchedName("x", 1, (), ()),
            ),
            5,
            more=True,
        )

        assert (
            "'\\x1b[1m': 1,234; did you mean 'a' or 'b'?; c is not a\n"
            "'x': 1\n"
            "and more names, less frequent\n"
            "no name: 5"
        ) == str(found)
        assert "every record has a name that was found" == str(Unmatched((), 0, more=False))


class TestBadInput:
    @pytest.mark.parametrize("engine", ENGINES)
    def test_refuses_a_missing_column(self, engine: str) -> None:
        """A column that is not there is told with the nearest that is."""
        with pytest.raises(UnfitFrame, match="the nearest is 'programme'"):
            annotate(frame_of(engine, RECORDS), "program")

    @pytest.mark.parametrize("engine", ENGINES)
    def test_refuses_a_column_of_numbers(self, engine: str) -> None:
        """Names are text."""
        with pytest.raises(UnfitFrame, match="column 'n': found a column of Int64"):
            annotate(frame_of(engine, RECORDS), "n")

    @pytest.mark.parametrize(
        "cells", [pd.Categorical([1, 2]), pd.Series(["FNP"] * 200 + [7], dtype=object)]
    )
    def test_refuses_numbers_among_texts(self, cells: Any) -> None:
        """A number that a frame's own type does not tell of is told by its value."""
        with pytest.raises(UnfitFrame, match=r"\(int\) among its cells, expected text"):
            annotate(pd.DataFrame({"programme": cells}))

    @pytest.mark.parametrize("engine", ENGINES)
    def test_refuses_a_clash_of_names(self, engine: str) -> None:
        """A column that would be added and is there already is an error, as are all."""
        columns = {**RECORDS, "imh_id": ["x"] * 6, "imh_evidence": ["x"] * 6}
        with pytest.raises(UnfitFrame) as caught:
            annotate(frame_of(engine, columns))

        assert ["column 'imh_id'", "column 'imh_evidence'"] == [
            fault.place for fault in caught.value.faults
        ]
        assert "give another prefix" in str(caught.value)

    def test_knows_where_capitals_do_not_matter(self) -> None:
        """DuckDB takes IMH_ID and imh_id for one name; frames do not."""
        columns = {"programme": ["FNP"], "n": [0], "IMH_ID": ["mine"]}
        with pytest.raises(UnfitFrame, match="column 'IMH_ID'"):
            annotate(frame_of("DuckDB", columns))
        found = annotate(frame_of("polars", columns)).frame

        assert [("mine", "family-nurse-partnership")] == rows_of(found, "IMH_ID", "imh_id")

    @pytest.mark.parametrize("frame", [[1], None, "FNP", pd.Series(["FNP"])])
    def test_refuses_what_is_no_frame(self, frame: Any) -> None:
        """Other things are refused by what they are."""
        with pytest.raises(UnfitFrame, match=f"found a .*{type(frame).__name__}, "):
            annotate(frame)

    @pytest.mark.parametrize("bad", [{"on": 1}, {"prefix": None}])
    def test_refuses_names_that_are_no_text(self, bad: Any) -> None:
        """The column and the prefix are text."""
        with pytest.raises(WrongType, match="expected text"):
            annotate(pl.DataFrame(RECORDS), **bad)
