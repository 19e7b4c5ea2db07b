"""The same columns as a frame of each engine, and rows back from any of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]
from hypothesis import strategies as st

from imh_evidence import LocalTheory


if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from imh_evidence import Catalogue, Criteria

__all__ = [
    "ENGINES",
    "asked_of",
    "catalogue_frames",
    "dirty_names",
    "engine_name",
    "frame_of",
    "rows_of",
]

#: What the engines read as a space, and what they leave out. Until frames are looked up
#: by ``name_key``, they have this older and narrower rule.
SEPARATORS = (
    " ,-\t\n\r\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00a0\u2007\u2009\u200a\u202f\u3000"
)
DROPPED = "'`\u00b4\u02bc\u2018\u2019\u00ae\u2122"

#: Characters that engines lower, trim or fold in ways of their own.
TREACHEROUS = (
    "\u0130\u0131\u00df\u1e9e\u00c5\u212b\u212a\u017f\u00e9\u00c9\u03a3\u03c2\u01c5"
    "\ufb01\u2003\u2000\u200b\u0085\u000b\u000c\u001f\u0301\U0001f9f8\U00010400%_\\$"
)


def _duckdb(table: Any) -> Any:
    # A connection of its own, which the relation keeps open.
    return duckdb.connect().from_arrow(table)


PANDAS_TYPES = {
    pa.string(): pd.StringDtype(na_value=float("nan")),
    pa.int64(): pd.Int64Dtype(),
    pa.bool_(): pd.BooleanDtype(),
}

#: From an Arrow table to the frame of each engine that needs no Java.
ENGINES: dict[str, Callable[[Any], Any]] = {
    "pandas": lambda table: table.to_pandas(types_mapper=PANDAS_TYPES.get),
    "polars": lambda table: pl.DataFrame(pl.from_arrow(table)),
    "polars, lazy": lambda table: pl.DataFrame(pl.from_arrow(table)).lazy(),
    "pyarrow": lambda table: table,
    "DuckDB": _duckdb,
}


def frame_of(engine: str, columns: Mapping[str, Any]) -> Any:
    """Columns as a frame of an engine; texts and numbers keep their types if empty."""
    types = {"programme": pa.string(), "n": pa.int64()}
    arrays = {name: pa.array(cells, types.get(name)) for name, cells in columns.items()}
    return ENGINES[engine](pa.table(arrays))


def catalogue_frames(catalogue: Catalogue) -> dict[str, Any]:
    """A catalogue in each engine, as the library puts it there."""
    polars = catalogue.to_frame("polars")
    table = catalogue.to_frame("pyarrow")
    return {
        "pandas": catalogue.to_frame("pandas"),
        "polars": polars,
        "polars, lazy": polars.lazy(),
        "pyarrow": table,
        "DuckDB": _duckdb(table),
        "polars, from the stream": pl.DataFrame(catalogue),
        "pyarrow, from the stream": pa.table(catalogue),
    }


def rows_of(frame: Any, *names: str) -> list[tuple[Any, ...]]:
    """The cells of some columns, row by row, missing ones as None."""
    if isinstance(frame, pl.LazyFrame):
        frame = frame.collect()
    if isinstance(frame, pd.DataFrame):
        cells = frame[list(names)].astype(object)
        rows = cells.where(cells.notna(), None).itertuples(index=False, name=None)
        return list(rows)
    if isinstance(frame, pl.DataFrame):
        return frame.select(names).rows()
    if isinstance(frame, pa.Table):
        return list(zip(*(frame[name].to_pylist() for name in names), strict=True))
    quoted = ", ".join(f'"{name}"' for name in names)
    if isinstance(frame, duckdb.DuckDBPyRelation):
        return frame.project(quoted).fetchall()
    return [tuple(row) for row in frame.select(*names).collect()]


def engine_name(text: str) -> str:
    """The form under which engines compare a name, character by character."""
    words = [""]
    for character in text:
        if character in SEPARATORS:
            words.append("")
        elif character == "&":
            words += ["and", ""]
        elif "A" <= character <= "Z":
            words[-1] += chr(ord(character) + 32)
        elif character not in DROPPED:
            words[-1] += character
    return " ".join(word for word in words if word)


def asked_of(catalogue: Catalogue, criteria: Criteria) -> bool:
    """Whether a catalogue's frame has the columns asked for: none says what a suite is."""
    if criteria.is_suite is not None:
        return False
    held = {theory for record in catalogue for theory in record.theories}
    own = {each for each in criteria.theory or () if isinstance(each, LocalTheory)}
    return own <= held


def dirty_names(keys: Sequence[str]) -> st.SearchStrategy[str | None]:
    """Names as people type them: of the keys, near them, and of neither kind."""
    noise = st.text(SEPARATORS + DROPPED + "&", max_size=2)
    strange = st.text(TREACHEROUS, min_size=1, max_size=2)
    any_text = st.text(st.characters(codec="utf-8"), max_size=8)
    if not keys:
        return st.none() | any_text | strange

    @st.composite
    def dirty(draw: st.DrawFn) -> str:
        name = draw(st.sampled_from(keys))
        name = draw(st.sampled_from([name, _ascii(name), name.upper(), name.lower()]))
        at = draw(st.integers(0, len(name)))
        added = draw(noise | strange) if draw(st.booleans()) else draw(noise)
        spaced = name[:at] + added + name[at:]
        space = draw(st.sampled_from(SEPARATORS))
        return draw(noise) + spaced.replace(" ", space + draw(noise)) + draw(noise)

    return dirty() | st.sampled_from(keys) | st.none() | strange | any_text


def _ascii(name: str) -> str:
    return "".join(c.swapcase() if c.isascii() else c for c in name)
