"""A left join by name on each engine, under the look-up's own normal form.

Every engine applies the one finite table of replacements literally, and none
lowers or trims a character that the table does not name. pandas and Arrow look
each distinct name up once.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

import attrs

from ..model.errors import Fault, shown
from ..model.record import Record
from .fitness import UnfitFrame
from .native import FilledColumn, filled_columns, native_frame
from .spelling import REPLACEMENTS, spelt


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..model.records import Intervention
    from .columns import Column

__all__ = ["JOINS", "Lookup"]

# The table in two parts: what one character becomes, or goes; and the rest.
_ONE_TO_ONE = [(old, new) for old, new in REPLACEMENTS if len(new) == 1]
_GOING = [old for old, new in REPLACEMENTS if not new]
_LONGER = [(old, new) for old, new in REPLACEMENTS if len(new) > 1]
_FROM = "".join(old for old, _ in _ONE_TO_ONE) + "".join(_GOING)
_TO = "".join(new for _, new in _ONE_TO_ONE)

# Names for views that DuckDB may keep as long as it keeps what is built on them.
_numbers = count()


@attrs.frozen
class Lookup(Record):
    """What is looked up: rows by the normal form of each id, name and alias.

    Args:
        keys: each normal form, with the place of its record.
        records: the records.
        columns: the columns to add.
        prefix: what each added name begins with.
        what: what is asked for, for errors.
    """

    keys: dict[str, int] = attrs.field(hash=False)
    records: tuple[Intervention, ...]
    columns: tuple[Column, ...]
    prefix: str
    what: str

    @property
    def names(self) -> list[str]:
        """The names of the columns to add."""
        return [self.prefix + column.name for column in self.columns]

    def rows(self) -> list[FilledColumn]:
        """The added columns, a row for each record."""
        return filled_columns(self.columns, self.records, self.prefix)

    def keyed(self, frame_columns: Iterable[str]) -> tuple[str, list[FilledColumn]]:
        """The added columns, a row for each key, and the key under a name of its own."""
        taken = {name.lower() for name in (*frame_columns, *self.names)}
        key = "imh_key"
        while key in taken:
            key += "_"
        rows = [self.records[position] for position in self.keys.values()]
        column = FilledColumn(key, "text", list(self.keys))
        return key, [column, *filled_columns(self.columns, rows, self.prefix)]

    def positions(self, on: str, names: Iterable[Any]) -> list[int | None]:
        """The place of the record that each name stands for, or None.

        Raises:
            UnfitFrame: for something that is no text.
        """
        found: list[int | None] = []
        for name in names:
            if isinstance(name, str):
                found.append(self.keys.get(spelt(name)))
            else:
                kind = f"{shown(name)} ({type(name).__name__}) among its cells"
                fault = Fault(f"column {on!r}", kind, "text; convert it first")
                raise UnfitFrame(self.what, (fault,))
        return found


def _pandas(frame: Any, on: str, lookup: Lookup) -> Any:
    import pandas as pd

    # A number for each distinct name, and -1 for none.
    codes, names = pd.factorize(frame[on])
    found = lookup.positions(on, names)
    places = [-1 if place is None else place for place in found]
    at = pd.Series([*places, -1]).to_numpy()[codes]
    small = native_frame("pandas", lookup.rows())
    # A row that found nothing needs a boolean that can be missing.
    small = small.astype(dict.fromkeys(small.select_dtypes("bool").columns, "boolean"))
    added = small.reindex(at)
    added.index = frame.index
    return pd.concat([frame, added], axis=1)


def _pyarrow(frame: Any, on: str, lookup: Lookup) -> Any:
    import pyarrow as pa  # type: ignore[import-untyped]

    cells = frame[on].cast(pa.large_string()).combine_chunks().dictionary_encode()
    found = lookup.positions(on, cells.dictionary.to_pylist())
    at = pa.array(found, pa.int64()).take(cells.indices)
    added = native_frame("pyarrow", lookup.rows()).take(at)
    for name, column in zip(added.column_names, added.columns, strict=True):
        frame = frame.append_column(name, column)
    return frame


def _polars(frame: Any, on: str, lookup: Lookup) -> Any:
    import polars as pl

    key, columns = lookup.keyed(frame.collect_schema())
    small = native_frame("polars", columns)
    name = (
        pl.col(on)
        .cast(pl.String)
        .str.replace_many(*map(list, zip(*REPLACEMENTS, strict=True)))
        .str.replace_all("  +", " ")
        .str.strip_chars(" ")
    )
    return frame.join(
        small.lazy() if isinstance(frame, pl.LazyFrame) else small,
        left_on=name,
        right_on=key,
        how="left",
        maintain_order="left",
    ).drop(key)


def _duckdb(frame: Any, on: str, lookup: Lookup) -> Any:
    key, columns = lookup.keyed(frame.columns)
    name = f"theirs.{_identifier(on)}::VARCHAR"
    # Many plain replacements are quicker here than one translate().
    for old, new in REPLACEMENTS:
        name = f"replace({name}, {_literal(old)}, {_literal(new)})"
    name = f"trim(regexp_replace({name}, '  +', ' ', 'g'), ' ')"
    cells = [
        f"{_identifier(each.name)}::{_duckdb_type(each)} AS {_identifier(each.name)}"
        for each in columns
    ]
    rows = ", ".join(
        f"({', '.join(map(_literal, row))})"
        for row in zip(*(each.cells for each in columns), strict=True)
    )
    nothing = ", ".join("NULL" for _ in columns)
    names = ", ".join(_identifier(each.name) for each in columns)
    added = ", ".join(f"ours.{_identifier(each)}" for each in lookup.names)
    view = f"imh_records_{next(_numbers)}"
    # On the relation's own connection, which is the only one that can read it.
    # Every name is quoted as an identifier and every value as a literal.
    ours = (
        f"SELECT {', '.join(cells)} FROM (VALUES {rows or f'({nothing})'}) "  # noqa: S608 -- quoted
        f"AS cells ({names})"
    )
    return frame.query(
        view,
        f"SELECT theirs.*, {added} FROM {view} AS theirs "  # noqa: S608 -- quoted
        f"LEFT JOIN ({ours}) AS ours ON {name} = ours.{_identifier(key)}",
    )


def _duckdb_type(column: FilledColumn) -> str:
    if column.labels:
        return f"ENUM({', '.join(map(_literal, column.labels))})"
    return {"text": "VARCHAR", "number": "BIGINT", "flag": "BOOLEAN"}[column.kind]


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(value: object) -> str:
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return "NULL" if value is None else str(value)


def _spark(frame: Any, on: str, lookup: Lookup) -> Any:
    from pyspark.sql import functions as f
    from pyspark.sql import types as t

    key, columns = lookup.keyed(frame.columns)
    kinds = {"number": t.LongType(), "flag": t.BooleanType()}
    fields = [t.StructField(each.name, kinds.get(each.kind, t.StringType())) for each in columns]
    rows = list(zip(*(each.cells for each in columns), strict=True))
    small = frame.sparkSession.createDataFrame(rows, t.StructType(fields))
    name = frame[on]
    for old, new in _LONGER:
        name = f.regexp_replace(name, old, new)
    name = f.translate(name, _FROM, _TO)
    name = f.trim(f.regexp_replace(name, "  +", " "))
    # The small side goes to every worker, so that no record is moved.
    return frame.join(f.broadcast(small), name == small[key], "left").drop(key)


#: For each engine, by Narwhals' name for it, the join.
JOINS: dict[str, Callable[[Any, str, Lookup], Any]] = {
    "duckdb": _duckdb,
    "pandas": _pandas,
    "polars": _polars,
    "pyarrow": _pyarrow,
    "pyspark": _spark,
    "pyspark_connect": _spark,
}
