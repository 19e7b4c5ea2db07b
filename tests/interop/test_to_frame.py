"""A catalogue as a frame: the table as printed, in each library's own types."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import attrs
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
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
PAGE = json.loads(
    Path(__file__).parents[1].joinpath("transcription.json").read_text("utf-8")
)
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
    for row in PAGE["rows"]:
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

    def test_put_each_rank_behind_its_level(self) -> None:
        """Ranks come on request, each behind its level."""
        names = [column.name for column in columns_of(interventions, ranks=True)]

        assert [
            *NAMES[:17],
            "evidence",
            "evidence_rank",
            "efficacy_low",
            "efficacy_low_rank",
            "efficacy_high",
            "efficacy_high_rank",
        ] == names

    def test_describe_themselves(self) -> None:
        """Each column says what it holds, in a sentence."""
        for column in columns_of(interventions, ranks=True):
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
                    each
                    in {*record.theories, *record.audiences, *record.practice_levels}
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
        frame = interventions.to_frame("pandas", ranks=True)
        level = pd.CategoricalDtype(LEVELS, ordered=True)

        assert {level} == set(
            frame[["evidence", "efficacy_low", "efficacy_high"]].dtypes
        )
        assert {"bool"} == set(map(str, frame[NAMES[3:17]].dtypes))
        assert {"int8"} == set(map(str, frame.filter(like="_rank").dtypes))
        assert ["str", "str", "Int64"] == list(map(str, frame[NAMES[:3]].dtypes))
        assert MEDIUM_UP == (frame["efficacy_low"] >= "Medium").sum()

    def test_has_polars_own_types(self) -> None:
        """Levels are an Enum, which compares by the scale."""
        frame = interventions.to_frame("polars", ranks=True)

        assert [pl.String, pl.String, pl.Int64] == frame.dtypes[:3]
        assert {pl.Boolean} == set(frame.select(NAMES[3:17]).dtypes)
        assert pl.Enum(LEVELS) == frame["efficacy_low"].dtype
        assert pl.Int8 == frame["efficacy_low_rank"].dtype
        assert MEDIUM_UP == (frame["efficacy_low"] >= "Medium").sum()

    def test_has_arrows_own_types(self) -> None:
        """Levels are an ordered dictionary of the whole scale."""
        frame = interventions.to_frame("pyarrow", ranks=True)
        level = frame["efficacy_low"].combine_chunks()

        assert pa.types.is_dictionary(level.type)
        assert level.type.ordered
        assert LEVELS == level.dictionary.to_pylist()
        assert pa.bool_() == frame.schema.field("audience_universal").type
        assert pa.int8() == frame.schema.field("evidence_rank").type

    @pytest.mark.parametrize("library", LIBRARIES)
    def test_has_ranks_on_request_only(self, library: Any) -> None:
        """A rank is the level's place on its scale, and nobody gets one unasked."""
        ranked = interventions.to_frame(library, ranks=True)
        expected = [(end, LEVELS.index(end)) for *_, end, _ in printed()]

        assert expected == rows_of(ranked, "efficacy_low", "efficacy_low_rank")
        names = interventions.to_frame("polars").columns
        assert not [name for name in names if "rank" in name]

    @pytest.mark.parametrize("library", LIBRARIES)
    def test_of_nothing_has_every_column(self, library: Any) -> None:
        """An empty catalogue gives an empty frame of the same columns and types."""
        whole, empty = (
            each.to_frame(library) for each in (interventions, interventions[:0])
        )

        assert [] == rows_of(empty, *NAMES)
        if library == "pandas":
            assert list(whole.dtypes) == list(empty.dtypes)
        else:
            assert whole.schema == empty.schema


class TestLongForm:
    @pytest.mark.parametrize("library", LIBRARIES)
    def test_has_a_row_for_each_membership(self, library: Any) -> None:
        """A row for both audiences stands twice, under the audiences' names."""
        frame = interventions.to_frame(library, long="audience")
        expected = [
            (name, slug)
            for name, _, universal, targeted, *_ in printed()
            for slug, has in (("universal", universal), ("targeted", targeted))
            if has
        ]

        assert expected == rows_of(frame, "name", "audience_membership")

    @pytest.mark.parametrize("facet", ["theory", "audience", "practice_level"])
    def test_counts_as_memberships_count(self, facet: Any) -> None:
        """Counting the long form by its member is counting memberships."""
        frame = interventions.to_frame("polars", long=facet)
        column = f"{facet}_membership"
        counts = dict(frame.group_by(column).len().rows())
        slugs = interventions.to_frame("pandas", long=facet)[column].cat.categories

        assert {
            each.key.value: each.rows for each in interventions.count_by(facet)
        } == {slug: counts.get(slug, 0) for slug in slugs}
        assert not [
            name
            for name in frame.columns
            if name.startswith(f"{facet}_") and name not in {column, "theory_group"}
        ]

    def test_is_ordered_where_members_are(self) -> None:
        """Types of practice have an order, ours; theories and audiences have none."""
        ordered = {
            facet: interventions.to_frame("pandas", long=facet)[
                f"{facet}_membership"
            ].cat.ordered
            for facet in ("theory", "audience", "practice_level")
        }

        assert {"theory": False, "audience": False, "practice_level": True} == ordered

    def test_takes_the_flags_place(self) -> None:
        """The member stands where the flags stood, ranks and all else stay."""
        frame = interventions.to_frame("polars", long="theory", ranks=True)

        assert [*NAMES[:3], "theory_membership", *NAMES[11:13]] == frame.columns[:6]
        assert "evidence_rank" in frame.columns


class TestRefusals:
    @pytest.mark.parametrize("library", ["panda", "", None])
    def test_of_a_library_there_is_not(self, library: Any) -> None:
        """The accepted libraries are named."""
        with pytest.raises(UnknownValue, match="'pandas', 'polars', 'pyarrow'"):
            interventions.to_frame(library)

    @pytest.mark.parametrize("facet", ["evidence", "theories", 1])
    def test_of_a_long_form_there_is_not(self, facet: Any) -> None:
        """Only facets that are sets have a long form."""
        with pytest.raises(
            UnknownValue, match="'theory', 'audience', 'practice_level'"
        ):
            interventions.to_frame("polars", long=facet)


class TestArrowStream:
    def test_reaches_polars_and_arrow(self) -> None:
        """A catalogue is data to polars and pyarrow as it is."""
        for frame in (pl.DataFrame(interventions), pa.table(interventions)):
            assert printed() == rows_of(frame, *PRINTED)

    def test_reaches_duckdb_again_and_again(self) -> None:
        """DuckDB asks for the stream more than once, and each is fresh."""
        table = interventions
        query = (
            "SELECT count(*), (SELECT count(*) FROM table WHERE audience_universal) "
            "FROM table JOIN table AS other USING (id)"
        ).replace("table", "ours")
        ours = table

        assert [(14, 8)] == duckdb.execute(query).fetchall()
        assert [(14, 8)] == duckdb.execute(query).fetchall()
        assert 14 == len(ours)

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
        assert (0, 20) == pl.DataFrame(interventions[:0]).shape

    def test_is_not_what_pandas_reads(self) -> None:
        """Records are taken one by one by pandas, which is why there is to_frame."""
        catalogue: Any = interventions

        assert (14, 1) == pd.DataFrame(catalogue).shape
