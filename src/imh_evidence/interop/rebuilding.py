"""Tables back to a catalogue: built from some of them, and held against all.

What the tables say twice, such as flags and memberships, has to agree: the
tables of the catalogue that was built are compared with what was read, cell by
cell, so that nothing is dropped in silence.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import attrs

from ..catalogue import Catalogue
from ..errors import Fault, InvalidCatalogue, nearest, shown, within
from ..formats import CATALOGUE_SCHEMA
from ..jsontext import compact
from ..records import CellProvenance, Source
from ..scales import EfficacyLevel, EvidenceLevel
from .tabulating import tables_of


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from .tables import Cell, Table

    Row = Mapping[str, Cell]

__all__ = ["TABLES", "Found", "catalogue_of"]

#: The names of the tables that a catalogue has.
TABLES = (
    "theories",
    "audiences",
    "practice_levels",
    "evidence_levels",
    "efficacy_levels",
    "sources",
    "theory_groups",
    "theory_group_theories",
    "interventions",
    "intervention_theories",
    "intervention_audiences",
    "intervention_practice_levels",
    "intervention_efficacy_levels",
    "aliases",
    "related_programmes",
    "cells",
    "retired_ids",
    "retired_id_replacements",
    "origins",
)

# Longer numbers are no place, line or number of a group.
_DIGITS = 15


@attrs.frozen
class Found:
    """A table as it was found in a file.

    Args:
        columns: the names of its columns.
        rows: its rows, as long as there are columns.
    """

    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]

    def records(self) -> list[dict[str, Cell]]:
        """The rows by column, in the order of their positions if they have any."""
        rows = [dict(zip(self.columns, row, strict=True)) for row in self.rows]
        return sorted(rows, key=_position)


def _position(row: Row) -> int:
    position = _number(row.get("position", row.get("number")))
    return position if isinstance(position, int) else 0


def catalogue_of(
    found: Mapping[str, Found],
    origin: str,
    *,
    written: Callable[[Cell], Cell] = lambda cell: cell,
) -> Catalogue:
    """The catalogue that tables hold.

    Args:
        found: the tables by name; texts stand for numbers and flags too.
        origin: what to call the file in an error.
        written: how the format writes a cell.

    Raises:
        InvalidCatalogue: with every fault, also where two tables disagree.
    """
    missing = [Fault(name, "nothing", "this table") for name in TABLES]
    missing = [fault for fault in missing if fault.path not in found]
    if missing:
        raise InvalidCatalogue(origin, missing)
    data = BytesIO(compact(_plain(found)).encode())
    data.name = origin
    catalogue = Catalogue.load(data)
    faults = [
        fault
        for table in tables_of(catalogue)
        for fault in _differences(table, found[table.name], written)
    ]
    if faults:
        raise InvalidCatalogue(origin, faults)
    return catalogue


# -- From cells to plain values ----------------------------------------------


def _number(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell.isascii():
        digits = cell.removeprefix("-")
        return int(cell) if digits.isdigit() and len(digits) <= _DIGITS else cell
    return cell


_FLAGS: dict[Cell, bool] = {"true": True, "false": False, 1: True, 0: False}


def _flag(cell: Cell) -> Cell:
    return _FLAGS.get(cell, cell)


def _known(plain: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in plain.items() if value is not None}


def _taken(row: Row, *names: str) -> dict[str, Any]:
    """Some cells of a row; a key that a catalogue file would leave out is absent."""
    return _known({name: row.get(name) for name in names})


class _Grouped:
    """The rows of a table by the value in one column."""

    def __init__(self, found: Found, column: str) -> None:
        self._rows: dict[Cell, list[Row]] = {}
        for row in found.records():
            self._rows.setdefault(row.get(column), []).append(row)

    def __call__(self, value: Cell) -> list[Row]:
        return self._rows.get(value, [])


def _plain(found: Mapping[str, Found]) -> dict[str, Any]:
    sources = found["sources"].records() or [{}]
    fields = [field.name for field in attrs.fields(Source)]
    replaced = _Grouped(found["retired_id_replacements"], "retired_id")
    added = _Grouped(found["origins"], "source")
    named = _Grouped(found["theory_group_theories"], "theory_group")
    return {
        "schema": CATALOGUE_SCHEMA,
        "source": _taken(sources[0], *fields),
        "theories": [
            _taken(row, "slug", "label")
            for row in found["theories"].records()
            if _flag(row.get("published")) is not True
        ],
        "groups": [
            {
                **_taken(row, "label"),
                **_numbers(row, "number", "line", "recommendation_line"),
                "theories": [each.get("theory") for each in named(row.get("number"))],
            }
            for row in found["theory_groups"].records()
        ],
        "interventions": [*_interventions(found)],
        "retired": [
            {
                **_taken(row, "id", "note"),
                "replaced_by": [
                    each.get("replaced_by") for each in replaced(row.get("position"))
                ],
            }
            for row in found["retired_ids"].records()
        ],
        "origins": [
            {
                "source": _taken(row, *fields),
                "ids": [each.get("intervention") for each in added(row.get("number"))],
            }
            for row in sources[1:]
        ],
    }


def _numbers(row: Row, *names: str) -> dict[str, Any]:
    return _known({name: _number(row.get(name)) for name in names})


def _slugs(scale: Iterable[Any]) -> dict[Cell, Cell]:
    return {member.label: member.value for member in scale}


_EVIDENCE = _slugs(EvidenceLevel)
_EFFICACY = _slugs(EfficacyLevel)


def _interventions(found: Mapping[str, Found]) -> Iterator[dict[str, Any]]:
    of = {
        name: _Grouped(found[name], "intervention")
        for name in TABLES
        if name.startswith("intervention_")
        or name in {"aliases", "related_programmes", "cells"}
    }
    for row in found["interventions"].records():
        id_ = row.get("id")
        levels = {
            end: _EFFICACY.get(row.get(f"efficacy_{end}"), row.get(f"efficacy_{end}"))
            for end in ("low", "high")
        }
        plain = {
            **_taken(row, "id", "name"),
            **{
                f"{facet[:-1]}ies" if facet == "theory" else f"{facet}s": [
                    each.get(facet) for each in of[table](id_)
                ]
                for facet, table in _SETS.items()
            },
            "evidence": _EVIDENCE.get(row.get("evidence"), row.get("evidence")),
            "efficacy": _known(levels),
            **_numbers(row, "theory_group"),
            "recommended": _flag(row.get("recommended")),
            "is_suite": _flag(row.get("is_suite")),
            "aliases": [each.get("name") for each in of["aliases"](id_)],
            "related": [
                _taken(each, "name", "note", "abbreviation")
                for each in of["related_programmes"](id_)
            ],
            "provenance": _provenance(row, of["cells"](id_)),
        }
        yield _known(plain)


_SETS = {
    "theory": "intervention_theories",
    "audience": "intervention_audiences",
    "practice_level": "intervention_practice_levels",
}


def _provenance(row: Row, cells: list[Row]) -> dict[str, Any] | None:
    plain = _taken(row, "edition", "checksum")
    page = attrs.fields(CellProvenance).source.default
    if cells:
        plain["cells"] = {
            str(each.get("field")): {
                **_taken(each, "printed", "rule"),
                **_numbers(each, "line"),
                **({"source": each["source"]} if each.get("source") != page else {}),
            }
            for each in cells
        }
    return plain or None


# -- What was read against what it says --------------------------------------


def _differences(
    table: Table, found: Found, written: Callable[[Cell], Cell]
) -> Iterator[Fault]:
    columns = table.columns
    for column in found.columns:
        if column not in columns:
            yield Fault(
                within(table.name, column),
                "a column",
                "no such column",
                nearest(column, columns),
            )
    absent = [column for column in columns if column not in found.columns]
    for column in absent:
        yield Fault(f"{table.name}.{column}", "nothing", "this column")
    if absent or len(found.columns) != len(columns):
        return
    expected = {
        row_key: row
        for row in table.rows
        for row_key in (_key(table, columns, map(written, row)),)
    }
    seen = set()
    for cells in found.rows:
        key = _key(table, found.columns, cells)
        place = f"{table.name}[{', '.join(map(shown, key))}]"
        row = expected.get(key)
        if row is None or key in seen:
            yield Fault(place, "a row", "no such row, by what the other tables hold")
            continue
        seen.add(key)
        have = dict(zip(found.columns, cells, strict=True))
        for column, cell in zip(columns, row, strict=True):
            value = written(cell)
            if have[column] != value or type(have[column]) is not type(value):
                yield Fault(
                    f"{place}.{column}",
                    shown(have[column]),
                    f"{shown(value)}, by what the other tables hold",
                )
    for key in expected:
        if key not in seen:
            place = f"{table.name}[{', '.join(map(shown, key))}]"
            yield Fault(place, "nothing", "this row, by what the other tables hold")


def _key(
    table: Table, columns: Sequence[str], cells: Iterable[Cell]
) -> tuple[Cell, ...]:
    row = dict(zip(columns, cells, strict=True))
    return tuple(row[name] for name in table.key)
