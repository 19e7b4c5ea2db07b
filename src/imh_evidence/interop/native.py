"""A catalogue's flat table in the types of pandas, polars and Arrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ..model.errors import MissingExtra, UnknownValue, WrongType
from .columns import columns_of


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ..catalogue.catalogue import Catalogue
    from ..model.records import Intervention
    from .columns import Column

__all__ = ["FilledColumn", "arrow_stream", "filled_columns", "native_frame", "to_frame"]

Library = Literal["pandas", "polars", "pyarrow"]


class FilledColumn(NamedTuple):
    """A column of the flat table with what stands in it, row by row.

    Args:
        name: its name.
        kind: as in a column.
        cells: what stands in it, row by row.
        labels: of a level, the labels of its scale from low to high.
    """

    name: str
    kind: str
    cells: list[Any]
    labels: tuple[str, ...] = ()


def filled_columns(
    columns: Iterable[Column], records: Sequence[Intervention], prefix: str = ""
) -> list[FilledColumn]:
    """The columns with what the records have in them, each name after a prefix."""
    return [
        FilledColumn(
            prefix + column.name,
            column.kind,
            [column.value(record) for record in records],
            column.labels,
        )
        for column in columns
    ]


def to_frame(catalogue: Catalogue, library: Library) -> Any:
    """A catalogue as a frame; see the method of the catalogue."""
    return native_frame(library, filled_columns(columns_of(catalogue), tuple(catalogue)))


def native_frame(library: Library, columns: Sequence[FilledColumn]) -> Any:
    """Filled columns as a frame of a library.

    Raises:
        UnknownValue: for a library that there is not.
        MissingExtra: if the library is not installed.
    """
    if library not in [*_MAKERS]:
        raise UnknownValue("to_frame(...)", library, tuple(_MAKERS))
    try:
        return _MAKERS[library](columns)
    except ImportError:
        raise MissingExtra(f"a {library} frame", library, "engines") from None


def _pandas(columns: Sequence[FilledColumn]) -> Any:
    import pandas as pd

    types = {"text": "str", "number": "Int64", "flag": "bool"}
    series: dict[str, Any] = {}
    for name, kind, cells, labels in columns:
        if labels:
            made: Any = pd.Categorical(cells, categories=[*labels], ordered=True)
        else:
            made = pd.Series(cells, dtype=types[kind])
        series[name] = made
    return pd.DataFrame(series)


def _polars(columns: Sequence[FilledColumn]) -> Any:
    import polars as pl

    types: dict[str, Any] = {"text": pl.String, "number": pl.Int64, "flag": pl.Boolean}
    return pl.DataFrame(
        [
            pl.Series(name, cells, dtype=types.get(kind) or pl.Enum(labels))
            for name, kind, cells, labels in columns
        ]
    )


def _pyarrow(columns: Sequence[FilledColumn]) -> Any:
    import pyarrow as pa  # type: ignore[import-untyped]

    types: dict[str, Any] = {"text": pa.string(), "number": pa.int64(), "flag": pa.bool_()}
    arrays: list[Any] = []
    for _, kind, cells, labels in columns:
        if kind in types:
            arrays.append(pa.array(cells, types[kind]))
        else:
            indices = pa.array([labels.index(each) for each in cells], pa.int16())
            arrays.append(
                pa.DictionaryArray.from_arrays(indices, pa.array(labels, pa.string()), ordered=True)
            )
    return pa.table(arrays, names=[each.name for each in columns])


_MAKERS: dict[str, Callable[[Sequence[FilledColumn]], Any]] = {
    "pandas": _pandas,
    "polars": _polars,
    "pyarrow": _pyarrow,
}


def arrow_stream(catalogue: Catalogue, requested_schema: object | None = None) -> Any:
    """A catalogue as an Arrow stream of text, booleans and whole numbers.

    Args:
        catalogue: the catalogue.
        requested_schema: the schema that the consumer asks for, as a capsule.

    Raises:
        WrongType: for what is no catalogue, or no schema.
        MissingExtra: if arro3-core is not installed.
    """
    try:
        from arro3.core import Array, DataType, Table
    except ImportError:
        what = "a catalogue as an Arrow stream"
        raise MissingExtra(what, "arro3-core", "arrow") from None

    types = {"number": DataType.int64(), "flag": DataType.bool()}
    columns = filled_columns(columns_of(catalogue), tuple(catalogue))
    arrays = [Array(each.cells, types.get(each.kind, DataType.string())) for each in columns]
    table = Table.from_arrays(arrays, names=[each.name for each in columns])
    try:
        return table.__arrow_c_stream__(requested_schema)
    except TypeError:
        what = "__arrow_c_stream__(requested_schema)"
        expected = "the capsule of an Arrow schema, or None"
        raise WrongType(what, requested_schema, expected) from None
