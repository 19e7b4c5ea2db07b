"""What is asked of Spark, held against the meaning that Spark documents.

Spark needs Java. Here the few calls made of it are played by plain Python, so
that the join is checked in every run; test_spark.py asks Spark itself.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.reference import plain_name

from imh_evidence import interventions
from imh_evidence.errors import Fault
from imh_evidence.interop.annotating import _name_faults
from imh_evidence.interop.columns import columns_of
from imh_evidence.interop.engines import JOINS, Lookup
from imh_evidence.lookup import keys_of

from .engines import dirty_names
from .test_annotate import spelt


Row = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """A cell worked out from a row; nothing if anything it needs is nothing."""

    of: Callable[[Row], Any]

    def then(self, change: Callable[[str], str]) -> Column:
        """The column after a change to its texts."""

        def changed(row: Row) -> Any:
            text = self.of(row)
            return None if text is None else change(text)

        return Column(changed)

    def __eq__(self, other: object) -> Any:
        assert isinstance(other, Column)
        return self, other

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True)
class Table:
    """Rows with the calls of a Spark frame that are used."""

    columns: list[str]
    rows: list[Row]
    broadcast: bool = False

    @property
    def sparkSession(self) -> Any:  # noqa: N802 -- Spark's name
        """What makes frames."""
        return SimpleNamespace(
            createDataFrame=lambda rows, schema: Table(
                [name for name, _ in schema],
                [
                    dict(zip((name for name, _ in schema), row, strict=True))
                    for row in rows
                ],
            )
        )

    def __getitem__(self, name: str) -> Column:
        return Column(lambda row: row[name])

    def join(self, other: Table, on: tuple[Column, Column], how: str) -> Table:
        """A left join with a small side that is sent to every worker."""
        assert ("left", True) == (how, other.broadcast)
        joined = []
        for row in self.rows:
            name = on[0].of(row)
            found = [
                each
                for each in other.rows
                if name is not None and name == on[1].of(each)
            ]
            nothing = dict.fromkeys(other.columns)
            joined += [{**row, **each} for each in found or [nothing]]
        return Table([*self.columns, *other.columns], joined)

    def drop(self, name: str) -> Table:
        """The rows without a column."""
        rows = [{k: v for k, v in row.items() if k != name} for row in self.rows]
        return Table([each for each in self.columns if each != name], rows)


def translate(column: Column, old: str, new: str) -> Column:
    """Each character of the old becomes that of the new at its place, or goes."""
    table = {ord(c): new[i] if i < len(new) else None for i, c in enumerate(old)}
    return column.then(lambda text: text.translate(table))


FUNCTIONS = SimpleNamespace(
    translate=translate,
    regexp_replace=lambda column, old, new: column.then(
        lambda text: re.sub(old, new, text)
    ),
    trim=lambda column: column.then(lambda text: text.strip(" ")),
    broadcast=lambda table: Table(table.columns, table.rows, broadcast=True),
)
TYPES = SimpleNamespace(
    LongType=lambda: int,
    BooleanType=lambda: bool,
    StringType=lambda: str,
    StructField=lambda name, kind: (name, kind),
    StructType=lambda fields: fields,
)


@pytest.fixture(name="join")
def _join(monkeypatch: pytest.MonkeyPatch) -> Callable[[Sequence[Any]], list[Row]]:
    sql = SimpleNamespace(functions=FUNCTIONS, types=TYPES)
    monkeypatch.setitem(sys.modules, "pyspark", SimpleNamespace(sql=sql))
    monkeypatch.setitem(sys.modules, "pyspark.sql", sql)
    records = tuple(interventions)
    lookup = Lookup(
        keys_of(records), records, columns_of(interventions), "imh_", "annotate(...)"
    )

    def join(names: Sequence[Any]) -> list[Row]:
        table = Table(["programme"], [{"programme": name} for name in names])
        rows: list[Row] = JOINS["pyspark"](table, "programme", lookup).rows
        return rows

    return join


class TestJoin:
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(dirty_names(spelt(interventions)), max_size=6))
    def test_finds_what_the_look_up_finds(
        self, join: Callable[[Sequence[Any]], list[Row]], names: list[str | None]
    ) -> None:
        """The expressions given to Spark mean the look-up's normal form."""
        keys = {plain_name(key): interventions[key].id for key in spelt(interventions)}
        expected = [
            (name, None if name is None else keys.get(plain_name(name)))
            for name in names
        ]

        assert expected == [(row["programme"], row["imh_id"]) for row in join(names)]

    def test_adds_the_flat_table(
        self, join: Callable[[Sequence[Any]], list[Row]]
    ) -> None:
        """A match has every cell of its row, and nothing of the key."""
        (row,) = join(["FNP"])
        table = interventions.to_frame("pyarrow").to_pylist()

        assert {
            "programme": "FNP",
            **{f"imh_{name}": cell for name, cell in table[1].items()},
        } == row


class TestNames:
    def test_with_dots_are_paths_to_spark(self) -> None:
        """Narwhals cannot quote a dot or a backtick for Spark, so they are refused."""
        expected = "one without dots and backticks, which Spark reads as a path"
        faults = _name_faults("pyspark", "pro.gramme", ["imh`id", "imh`name"], [])

        assert [
            Fault("column 'pro.gramme'", "such a name", expected),
            Fault("column 'imh`id'", "such a name", expected),
        ] == list(faults)
        assert [] == list(_name_faults("polars", "pro.gramme", ["imh`id"], []))
        assert [] == list(_name_faults("pyspark", "programme", ["imh_id"], []))
