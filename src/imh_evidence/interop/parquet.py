"""A catalogue as a Parquet file: the flat columns, with lists for what is not flat.

What stands over the rows (the source, headings, theories of one's own, retired
ids) is in the metadata of the schema, beside the notice.
"""

from __future__ import annotations

import io
import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ..catalogue import Catalogue, as_catalogue
from ..errors import (
    SHOWN_CHARACTERS,
    Fault,
    InvalidCatalogue,
    MissingExtra,
    nearest,
    printable,
    shown,
)
from ..formats import CATALOGUE_SCHEMA
from ..jsontext import MAX_SIZE, compact, parse_json
from ..scales import Audience, EfficacyLevel, EvidenceLevel, PracticeLevel
from ..writing import write_whole
from .arguments import as_path
from .columns import column_name, columns_of
from .notice import notice_of


if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

    from .columns import Column

__all__ = ["read_parquet", "write_parquet"]

# Where the metadata of the schema keeps what stands over the rows, and the notice.
_HEAD, _NOTICE = b"imh_evidence.catalogue", b"imh_evidence.notice"


def _pyarrow() -> Any:
    try:
        pa = import_module("pyarrow")
        import_module("pyarrow.parquet")
    except ImportError:
        raise MissingExtra("Parquet", "pyarrow", "engines") from None
    return pa


def write_parquet(catalogue: Catalogue, path: str | PathLike[str]) -> None:
    """Write a catalogue as a Parquet file, whole or not at all.

    Args:
        catalogue: the catalogue, whole or a view.
        path: the file; one that is there is replaced in one step.

    Raises:
        MissingExtra: without pyarrow.
        WrongType: for what is no catalogue, or no path.
        OSError: if the file cannot be written; it is then as it was.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> import pyarrow.parquet as pq
    >>> from imh_evidence import interventions
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "table.parquet")
    ...     write_parquet(interventions, path)
    ...     table = pq.read_table(path)
    >>> table["efficacy_low"].type.ordered
    True
    """
    pa = _pyarrow()
    stream = io.BytesIO()
    target = as_path(path)
    pa.parquet.write_table(_table(pa, as_catalogue(catalogue)), stream)
    write_whole(target, [stream.getvalue()])


def _table(pa: Any, catalogue: Catalogue) -> Any:
    columns = columns_of(catalogue)
    plain = json.loads(catalogue.to_json())
    rows = plain.pop("interventions")
    del plain["schema"]
    fields, arrays = [], []
    for column in columns:
        kind = _kind(pa, column)
        values = [column.value(record) for record in catalogue]
        if column.kind == "level":
            places = [column.labels.index(value) for value in values]
            array = pa.DictionaryArray.from_arrays(
                pa.array(places, pa.int8()), pa.array(column.labels), ordered=True
            )
        else:
            array = pa.array(values, kind)
        told = {b"description": column.description.encode()}
        fields.append(pa.field(column.name, kind, column.kind == "number", told))
        arrays.append(array)
    for name, (kind, default) in _nested(pa).items():
        values = [row.get(name, default) for row in rows]
        if name == "provenance":
            values = [_cells_as_list(value) for value in values]
        fields.append(pa.field(name, kind))
        arrays.append(pa.array(values, kind))
    notice = compact(notice_of(catalogue).to_plain())
    metadata = {_HEAD: compact(plain).encode(), _NOTICE: notice.encode()}
    return pa.table(arrays, schema=pa.schema(fields, metadata))


def _kind(pa: Any, column: Column) -> Any:
    if column.kind == "level":
        return pa.dictionary(pa.int8(), pa.string(), ordered=True)
    return {"text": pa.string(), "number": pa.int64(), "flag": pa.bool_()}[column.kind]


def _nested(pa: Any) -> dict[str, tuple[Any, Any]]:
    """The type of each column that is not flat, and what is left out of a file."""
    text, number = pa.string(), pa.int64()

    def several(kind: Any) -> Any:
        # Items are called as Parquet itself calls them.
        return pa.list_(pa.field("element", kind))

    related = pa.struct([("name", text), ("note", text), ("abbreviation", text)])
    cell = pa.struct(
        [
            ("field", text),
            ("printed", text),
            ("line", number),
            ("rule", text),
            ("source", text),
        ]
    )
    provenance = pa.struct(
        [("edition", text), ("checksum", text), ("cells", several(cell))]
    )
    return {
        "theories": (several(text), None),
        "aliases": (several(text), []),
        "related": (several(related), []),
        "recommended": (pa.bool_(), None),
        "is_suite": (pa.bool_(), False),
        "provenance": (provenance, None),
    }


def _cells_as_list(provenance: dict[str, Any] | None) -> dict[str, Any] | None:
    if provenance is None:
        return None
    cells = provenance["cells"].items()
    return {**provenance, "cells": [{"field": name, **cell} for name, cell in cells]}


def read_parquet(path: str | PathLike[str]) -> Catalogue:
    """The catalogue of a Parquet file that :func:`write_parquet` wrote.

    Args:
        path: the file.

    Raises:
        MissingExtra: without pyarrow.
        WrongType: for what is no path.
        InvalidCatalogue: with every fault, also for columns that disagree.
        OSError: if the file cannot be read.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from imh_evidence import interventions
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "table.parquet")
    ...     write_parquet(interventions, path)
    ...     read_parquet(path) == interventions
    True
    """
    pa = _pyarrow()
    file = as_path(path)
    with file.open("rb") as stream:
        data = stream.read(MAX_SIZE + 1)
    if len(data) > MAX_SIZE:
        raise _too_large(file.name)
    try:
        opened = pa.parquet.ParquetFile(io.BytesIO(data))
        groups = range(opened.metadata.num_row_groups)
        size = sum(opened.metadata.row_group(each).total_byte_size for each in groups)
        if size > MAX_SIZE:
            raise _too_large(file.name)
        table = opened.read()
        wrong = [*_other_kinds(_table(pa, Catalogue.from_records([])), table)]
        rows = [] if wrong else table.to_pylist()
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        told = printable(str(error)[:SHOWN_CHARACTERS])
        fault = Fault("$", told, "a Parquet file")
        raise InvalidCatalogue(file.name, [fault]) from None
    if wrong:
        raise InvalidCatalogue(file.name, wrong)
    head = parse_json((table.schema.metadata or {}).get(_HEAD, b"null"), file.name)
    if not isinstance(head, dict):
        fault = Fault("the metadata of the schema", "no catalogue", _HEAD.decode())
        raise InvalidCatalogue(file.name, [fault])
    plain = {
        **head,
        "schema": CATALOGUE_SCHEMA,
        "interventions": [*map(_plain, rows)],
    }
    written = io.BytesIO(compact(plain).encode())
    written.name = file.name
    catalogue = Catalogue.load(written)
    faults = [*_differences(_table(pa, catalogue), table)]
    if faults:
        raise InvalidCatalogue(file.name, faults)
    return catalogue


def _too_large(name: str) -> InvalidCatalogue:
    limit = f"at most {MAX_SIZE} bytes"
    return InvalidCatalogue(name, [Fault("$", "a larger file", limit)])


_SLUGS: dict[str, dict[Any, str]] = {
    name: {level.label: level.value for level in scale}
    for name, scale in (
        ("evidence", EvidenceLevel),
        ("efficacy_low", EfficacyLevel),
        ("efficacy_high", EfficacyLevel),
    )
}


def _known(plain: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in plain.items() if value is not None}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """A row of a catalogue file from a row of columns."""
    level = {name: slugs.get(row.get(name)) for name, slugs in _SLUGS.items()}
    ends = {"low": level["efficacy_low"], "high": level["efficacy_high"]}
    taken = ("id", "name", "theory_group", "theories", "aliases", *_UNNESTED)
    return _known(
        {
            **{name: row.get(name) for name in taken},
            **{
                f"{facet}s": [
                    member.value for member in scale if row.get(column_name(member))
                ]
                for facet, scale in _SETS.items()
            },
            "evidence": level["evidence"],
            "efficacy": _known(ends),
            "related": [_known(each) for each in row.get("related") or ()],
            "provenance": _cells_by_field(row.get("provenance")),
        }
    )


_UNNESTED = ("recommended", "is_suite")
_SETS: dict[str, Any] = {"audience": Audience, "practice_level": PracticeLevel}


def _cells_by_field(provenance: dict[str, Any] | None) -> dict[str, Any] | None:
    if provenance is None:
        return None
    cells = {
        each["field"]: _known({**each, "field": None})
        for each in provenance.get("cells") or ()
    }
    return _known({**provenance, "cells": cells})


def _other_kinds(expected: Any, found: Any) -> Iterator[Fault]:
    """The columns that every catalogue has, where they are absent or otherwise."""
    for field in expected.schema:
        count = found.schema.names.count(field.name)
        kind = str(found.schema.field(field.name).type) if count == 1 else count
        if kind != str(field.type):
            told = printable(str(kind)[:SHOWN_CHARACTERS])
            yield Fault(field.name, told, f"one column of {field.type}")


def _differences(expected: Any, found: Any) -> Iterator[Fault]:
    names = expected.schema.names
    if names != found.schema.names:
        yield from _other_columns(names, found.schema.names)
        return
    for name in names:
        pairs = zip(found[name].to_pylist(), expected[name].to_pylist(), strict=True)
        for number, (have, want) in enumerate(pairs):
            if have != want:
                told = f"{shown(want)}, by what the other columns hold"
                yield Fault(f"{name}[{number}]", shown(have), told)


def _other_columns(names: list[str], have: list[str]) -> Iterator[Fault]:
    """Columns too many, absent, or else in another order."""
    more = [name for name in dict.fromkeys(have) if name not in names]
    absent = [name for name in names if name not in have]
    for name in more:
        near = nearest(name, absent)
        yield Fault(shown(name), "a column", "no such column", near)
    for name in absent:
        yield Fault(shown(name), "nothing", "this column")
    if not more and not absent:
        order = f"each column once, in this order: {', '.join(map(shown, names))}"
        yield Fault("$", "other columns", order)
