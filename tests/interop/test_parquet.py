"""A Parquet file with typed columns and its notice, read back or refused."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from tests.interop.page import LEVELS, ROWS

from imh_evidence import (
    Catalogue,
    InvalidCatalogue,
    Limits,
    LocalTheory,
    MissingExtra,
    interventions,
)
from imh_evidence.interop import read_parquet, write_parquet
from imh_evidence.interop.notice import ADVICE


if TYPE_CHECKING:
    from pathlib import Path

pa = import_module("pyarrow")
pq = import_module("pyarrow.parquet")


@pytest.fixture(name="path")
def _path(tmp_path: Path) -> Path:
    path = tmp_path / "table.parquet"
    write_parquet(interventions, path)
    return path


def faults_of(path: Path, **options: Any) -> str:
    """What is told of a file that is none of ours."""
    with pytest.raises(InvalidCatalogue) as raised:
        read_parquet(path, **options)
    return str(raised.value)


def rewrite(path: Path, name: str, values: Any) -> None:
    """Put other values into one column."""
    table = pq.read_table(path)
    at = table.schema.names.index(name)
    field = table.schema.field(name)
    pq.write_table(table.set_column(at, field, pa.array(values, field.type)), path)


class TestFile:
    def test_holds_the_page(self, path: Path) -> None:
        """Levels are ordered categories, and are those that the page prints."""
        table = pq.read_table(path)

        assert [row["name"] for row in ROWS] == table["name"].to_pylist()
        assert [row["efficacy"].split("-")[-1].strip() for row in ROWS] == (
            table["efficacy_high"].to_pylist()
        )
        assert table.schema.field("efficacy_high").type.ordered
        assert [*LEVELS] == table["efficacy_high"].chunk(0).dictionary.to_pylist()
        assert pa.bool_() == table.schema.field("audience_universal").type

    def test_names_edition_version_checksum_source_and_advice(self, path: Path) -> None:
        """What stands over the data is in the metadata of the schema."""
        metadata = pq.read_schema(path).metadata
        facts = json.loads(metadata[b"imh_evidence.notice"])

        assert {"edition": "2023-04", "data_version": "1.0.0", "advice": ADVICE} == {
            name: facts[name] for name in ("edition", "data_version", "advice")
        }
        assert {"title", "sha256", "licence"} < {*facts}
        assert (
            b"efficacy range"
            in (pq.read_schema(path).field("efficacy_low").metadata[b"description"])
        )

    def test_is_the_same_on_every_run(self, path: Path, tmp_path: Path) -> None:
        """Two files of one catalogue are the same bytes."""
        again = tmp_path / "again.parquet"
        write_parquet(interventions, again)

        assert path.read_bytes() == again.read_bytes()


class TestReading:
    def test_gives_the_catalogue(self, path: Path) -> None:
        """A file reads back as an equal catalogue."""
        assert interventions == read_parquet(path)

    def test_of_columns_that_disagree(self, path: Path) -> None:
        """A flag that the lists do not bear out is told with its row."""
        rewrite(path, "theory_attachment", [True] * 14)

        assert "theory_attachment[6]: found True, expected False" in faults_of(path)

    def test_of_values_that_are_none_of_ours(self, path: Path) -> None:
        """A level that there is not, and no lists at all, are faults as in any file."""
        rewrite(path, "related", [None] * 14)
        rewrite(path, "theories", [None] * 14)
        rewrite(path, "provenance", [{"edition": "x", "cells": None}] * 14)

        told = faults_of(path)
        assert "$.interventions[0].theories: found nothing" in told

    def test_of_other_columns(self, path: Path) -> None:
        """A column that is renamed, of another type, twice or too many is told."""
        table = pq.read_table(path)
        pq.write_table(table.rename_columns(["no", *table.schema.names[1:]]), path)
        assert "id: found 0, expected one column of string" in faults_of(path)
        pq.write_table(
            table.rename_columns(["id", "id", *table.schema.names[2:]]), path
        )
        assert "id: found 2, expected one column of string" in faults_of(path)
        pq.write_table(table.append_column("cost", pa.array([1] * 14)), path)
        assert "'cost': found a column, expected no such column" in faults_of(path)
        pq.write_table(table.select([1, 0, *range(2, table.num_columns)]), path)
        assert "$: found other columns, expected each column once, in" in faults_of(
            path
        )
        pq.write_table(
            table.cast(table.schema.set(1, pa.field("name", pa.binary()))), path
        )
        assert "name: found binary, expected one column of string" in faults_of(path)

    def test_of_the_column_of_a_theory(self, tmp_path: Path) -> None:
        """The flag of a theory of one's own belongs to the columns."""
        path = tmp_path / "own.parquet"
        row = attrs.evolve(
            interventions[0],
            theories=(LocalTheory("play", "Play"),),
            theory_group=None,
            recommended=None,
        )
        write_parquet(Catalogue.from_records([row]), path)
        table = pq.read_table(path)
        names = [{"theory_play": "theory_plya"}.get(n, n) for n in table.schema.names]
        renamed = table.rename_columns(names)
        pq.write_table(renamed.replace_schema_metadata(table.schema.metadata), path)

        told = faults_of(path)
        assert (
            "'theory_plya': found a column, expected no such column (the nearest is "
            "'theory_play')"
        ) in told
        assert "'theory_play': found nothing, expected this column" in told

    def test_of_a_file_without_our_metadata(self, path: Path) -> None:
        """Rows without what stands over them are no catalogue."""
        table = pq.read_table(path)
        pq.write_table(table.replace_schema_metadata(None), path)

        assert "imh_evidence.catalogue" in faults_of(path)

    def test_of_what_is_no_parquet(self, path: Path) -> None:
        """A file of another kind is told."""
        path.write_bytes(b"PAR1 and nothing else")

        assert "a Parquet file" in faults_of(path)

    def test_keeps_limits(self, path: Path) -> None:
        """A file over the limit is refused, packed or unpacked."""
        assert "found a larger file" in faults_of(path, limits=Limits(size=1_000))
        rewrite(path, "name", [f"{i}" + "x" * 100_000 for i in range(14)])
        size = path.stat().st_size

        assert size < 200_000
        assert "found a larger file" in faults_of(path, limits=Limits(size=size))


def test_without_pyarrow_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The missing library is named with the line that installs it."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    for act in (
        lambda: write_parquet(interventions, tmp_path / "x.parquet"),
        lambda: read_parquet(tmp_path / "x.parquet"),
    ):
        with pytest.raises(MissingExtra, match=r"pip install .imh-evidence\[engines\]"):
            act()
