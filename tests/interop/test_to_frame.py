"""A catalogue as a frame: the table as printed, in each library's own types."""

from __future__ import annotations

import re
from typing import Any

import attrs
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from tests.edition import COUNT, ROWS
from tests.interop.page import universal
from tests.laws.drawing import facet_catalogues

from imh_evidence import (
    Audience,
    Catalogue,
    LocalTheory,
    PracticeLevel,
    Theory,
    UnknownValue,
    interventions,
)
from imh_evidence.interop.columns import column_name, columns_of

from .engines import rows_of


LIBRARIES = ("pandas", "polars", "pyarrow")
LEVELS = ["Low", "Medium", "High"]
# The contract's names, in order.
NAMES = [
    "id",
    "name",
    "theory_group",
    "theory_attachment",
    "theory_social_learning",
    "theory_family_systems",
    "theory_cognitive_learning",
    "theory_cognitive_behavioural",
    "theory_psychoanalytic_psychotherapy",
    "theory_developmental_psychopathology",
    "theory_psychoeducation",
    "audience_universal",
    "audience_targeted",
    "practice_level_informed",
    "practice_level_skilled",
    "practice_level_enhanced",
    "practice_level_specialist",
    "evidence",
    "efficacy_low",
    "efficacy_high",
]


def printed() -> list[tuple[Any, ...]]:
    """The page's rows, read anew: group, flags and levels."""
    rows = []
    for row in ROWS:
        who, practice = row["who_for"].lower(), row["practice"].lower()
        ends = re.findall(r"\w+", row["efficacy"])
        rows.append(
            (
                row["name"],
                row["group"],
                "universal" in who,
                "targeted" in who,
                "informed" in practice,
                "skilled" in practice,
                "enhanced" in practice,
                "specialist" in practice,
                row["evidence"],
                ends[0],
                ends[-1],
            )
        )
    return rows


# Rows whose low end is Medium or High.
MEDIUM_UP = sum(low != "Low" for *_, low, _ in printed())
PRINTED = ("name", "theory_group", *NAMES[11:])


class TestColumns:
    def test_are_the_contract(self) -> None:
        """The flat table has the columns that everything else relies on."""
        assert NAMES == [column.name for column in columns_of(interventions)]

    def test_describe_themselves(self) -> None:
        """Each column says what it holds, in a sentence."""
        for column in columns_of(interventions):
            assert column.description.endswith(".")

    def test_include_theories_of_ones_own(self) -> None:
        """A theory of a service's own has a flag behind the published ones."""
        own = attrs.evolve(
            interventions[0],
            theories=(LocalTheory("play-and-arts", "Play and Arts"), Theory.ATTACHMENT),
            theory_group=None,
            recommended=None,
        )
        names = [each.name for each in columns_of(Catalogue.from_records([own]))]

        assert "theory_play_and_arts" == names[11]
        assert "theory_play_and_arts" == column_name(own.theories[0])

    @settings(max_examples=30)  # three libraries build a frame for each
    @given(facet_catalogues())
    def test_hold_what_the_records_hold(self, catalogue: Catalogue) -> None:
        """In every library each cell is the record's."""
        members = (*Theory, *Audience, *PracticeLevel)
        expected = [
            (
                record.id,
                record.name,
                record.theory_group,
                *(
                    each in {*record.theories, *record.audiences, *record.practice_levels}
                    for each in members
                ),
                record.evidence.value.capitalize(),
                record.efficacy.low.value.capitalize(),
                record.efficacy.high.value.capitalize(),
            )
            for record in catalogue
        ]
        for library in LIBRARIES:
            frame: Any = catalogue.to_frame(library)  # type: ignore[call-overload]

            assert expected == rows_of(frame, *NAMES), library


class TestToFrame:
    @pytest.mark.parametrize("library", LIBRARIES)
    def test_is_the_printed_table(self, library: Any) -> None:
        """Every cell is the page's, in the page's order."""
        frame = interventions.to_frame(library)

        assert printed() == rows_of(frame, *PRINTED)

    def test_has_pandas_own_types(self) -> None:
        """Levels are ordered categories, flags booleans, the group may be missing."""
        frame = interventions.to_frame("pandas")
        level = pd.CategoricalDtype(LEVELS, ordered=True)

        assert {level} == set(frame[["evidence", "efficacy_low", "efficacy_high"]].dtypes)
        assert {"bool"} == set(map(str, frame[NAMES[3:17]].dtypes))
        assert ["str", "str", "Int64"] == list(map(str, frame[NAMES[:3]].dtypes))
        assert MEDIUM_UP == (frame["efficacy_low"] >= "Medium").sum()

    def test_has_polars_own_types(self) -> None:
        """Levels are an Enum, which compares by the scale."""
        frame = interventions.to_frame("polars")

        assert [pl.String, pl.String, pl.Int64] == frame.dtypes[:3]
        assert {pl.Boolean} == set(frame.select(NAMES[3:17]).dtypes)
        assert pl.Enum(LEVELS) == frame["efficacy_low"].dtype
        assert MEDIUM_UP == (frame["efficacy_low"] >= "Medium").sum()

    def test_has_arrows_own_types(self) -> None:
        """Levels are an ordered dictionary of the whole scale."""
        frame = interventions.to_frame("pyarrow")
        level = frame["efficacy_low"].combine_chunks()

        assert pa.types.is_dictionary(level.type)
        assert level.type.ordered
        assert LEVELS == level.dictionary.to_pylist()
        assert pa.bool_() == frame.schema.field("audience_universal").type

    @pytest.mark.parametrize("library", LIBRARIES)
    def test_of_nothing_has_every_column(self, library: Any) -> None:
        """An empty catalogue gives an empty frame of the same columns and types."""
        whole, empty = (each.to_frame(library) for each in (interventions, interventions[:0]))

        assert [] == rows_of(empty, *NAMES)
        if library == "pandas":
            assert list(whole.dtypes) == list(empty.dtypes)
        else:
            assert whole.schema == empty.schema


class TestRefusals:
    @pytest.mark.parametrize("library", ["panda", "", None])
    def test_of_a_library_there_is_not(self, library: Any) -> None:
        """The accepted libraries are named."""
        with pytest.raises(UnknownValue, match="'pandas', 'polars', 'pyarrow'"):
            interventions.to_frame(library)


class TestArrowStream:
    def test_reaches_polars_and_arrow(self) -> None:
        """A catalogue is data to polars and pyarrow as it is."""
        for frame in (pl.DataFrame(interventions), pa.table(interventions)):
            assert printed() == rows_of(frame, *PRINTED)

    def test_reaches_duckdb_again_and_again(self) -> None:
        """DuckDB asks for the stream more than once, and each is fresh."""
        ours = interventions
        query = (
            "SELECT count(*), (SELECT count(*) FROM ours WHERE audience_universal) "
            "FROM ours JOIN ours AS other USING (id)"
        )
        expected = [(COUNT, sum(map(universal, ROWS)))]

        assert expected == duckdb.execute(query).fetchall()
        assert expected == duckdb.execute(query).fetchall()
        assert COUNT == len(ours)

    def test_holds_plain_types(self) -> None:
        """Text, booleans and whole numbers are what every consumer reads alike."""
        schema = pa.table(interventions).schema

        assert NAMES == schema.names
        assert {"string", "int64", "bool"} == {str(field.type) for field in schema}

    def test_casts_to_a_schema_that_is_asked_for(self) -> None:
        """A consumer may ask for other types of the same columns."""
        plain = pa.table(interventions).schema
        asked = plain.set(2, pa.field("theory_group", pa.int16()))

        assert pa.int16() == pa.table(interventions, schema=asked).schema.field(2).type

    def test_of_nothing_has_every_column(self) -> None:
        """An empty catalogue gives an empty stream of the same columns."""
        assert (0, len(NAMES)) == pl.DataFrame(interventions[:0]).shape

    def test_is_not_what_pandas_reads(self) -> None:
        """Records are taken one by one by pandas, which is why there is to_frame."""
        catalogue: Any = interventions

        assert (COUNT, 1) == pd.DataFrame(catalogue).shape
