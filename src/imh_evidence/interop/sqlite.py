"""A catalogue as a SQLite database: strict tables, keys, and search.

Sets are tables of memberships. Of the efficacy range there is a table of every
level in it, so that the two honest questions, of the whole range and of part
of it, are asked with ``not exists`` and ``exists``, or of two views.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from ..errors import SHOWN_CHARACTERS, Fault, InvalidCatalogue, printable, shown
from ..jsontext import MAX_SIZE
from ..writing import write_whole
from .arguments import as_path
from .notice import notice_of
from .rebuilding import TABLES, Found, catalogue_of
from .tabulating import tables_of


if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike
    from pathlib import Path

    from ..catalogue import Catalogue
    from .tables import Cell, Field, Table

__all__ = ["APPLICATION_ID", "USER_VERSION", "read_sqlite", "write_sqlite"]

#: What marks a database of this library, in its header: the letters ``imhE``.
APPLICATION_ID = int.from_bytes(b"imhE")

#: The version of the tables.
USER_VERSION = 1

_TYPES = {"text": "TEXT", "number": "INTEGER", "flag": "INTEGER"}

# One row for each row, direction and level; `whole` and `part` are the answers.
_VIEW = """
CREATE VIEW "efficacy_{name}" ("intervention", "efficacy_level", "whole", "part") AS
SELECT r."id", l."slug", {whole}."place" {sign} l."place", {part}."place" {sign} l."place"
FROM "interventions" AS r
JOIN "efficacy_levels" AS low ON low."label" = r."efficacy_low"
JOIN "efficacy_levels" AS high ON high."label" = r."efficacy_high"
CROSS JOIN "efficacy_levels" AS l
"""

_SEARCH = """
CREATE VIRTUAL TABLE "interventions_fts" USING fts5 (
  "name", "also_known_as", content="interventions", tokenize="unicode61"
)
"""


def write_sqlite(catalogue: Catalogue, path: str | PathLike[str]) -> None:
    """Write a catalogue as a SQLite database, whole or not at all.

    Args:
        catalogue: the catalogue, whole or a view.
        path: the file; one that is there is replaced in one step.

    Raises:
        WrongType: for what is no catalogue, or no path.
        OSError: if the file cannot be written; it is then as it was.

    >>> import sqlite3
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from imh_evidence import interventions
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "table.sqlite")
    ...     write_sqlite(interventions, path)
    ...     base = sqlite3.connect(path)
    ...     base.execute(
    ...         "select count(*) from efficacy_at_least where part "
    ...         "and not whole and efficacy_level = 'medium'"
    ...     ).fetchone()
    ...     base.close()
    (4,)
    """
    tables, path = tables_of(catalogue), as_path(path)
    facts = notice_of(catalogue).to_plain()
    with closing(sqlite3.connect(":memory:")) as base:
        base.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        base.execute(f"PRAGMA user_version = {USER_VERSION}")
        base.execute("PRAGMA foreign_keys = ON")
        for table in tables:
            base.execute(_create(table))
            places = ", ".join("?" * len(table.fields))
            insert = f"INSERT INTO {_quoted(table.name)} VALUES ({places})"  # noqa: S608 -- names are ours
            base.executemany(insert, table.rows)
        base.execute(
            'CREATE TABLE "notice" ("fact" TEXT NOT NULL PRIMARY KEY, '
            '"text" TEXT NOT NULL) STRICT'
        )
        base.executemany('INSERT INTO "notice" VALUES (?, ?)', facts.items())
        base.execute(_VIEW.format(name="at_least", sign=">=", whole="low", part="high"))
        base.execute(_VIEW.format(name="at_most", sign="<=", whole="high", part="low"))
        base.execute(_SEARCH)
        base.execute(
            'INSERT INTO "interventions_fts" ("interventions_fts") VALUES (\'rebuild\')'
        )
        base.commit()
        data = base.serialize()
    write_whole(path, [data])


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _create(table: Table) -> str:
    key = ", ".join(map(_quoted, table.key))
    parts = [
        *map(_column, table.fields),
        f"PRIMARY KEY ({key})",
        *(
            f"FOREIGN KEY ({_quoted(each.field)}) REFERENCES "
            f"{_quoted(each.table)} ({_quoted(each.target)})"
            for each in table.foreign
        ),
    ]
    return f"CREATE TABLE {_quoted(table.name)} (\n  {_joined(parts)}\n) STRICT"


def _joined(parts: list[str]) -> str:
    return ",\n  ".join(parts)


def _column(field: Field) -> str:
    name = _quoted(field.name)
    words = [name, _TYPES[field.kind]]
    if field.required:
        words.append("NOT NULL")
    if field.unique:
        words.append("UNIQUE")
    if field.kind == "flag":
        words.append(f"CHECK ({name} IN (0, 1))")
    if field.accepted:
        accepted = ", ".join(map(_literal, field.accepted))
        words.append(f"CHECK ({name} IN ({accepted}))")
    return " ".join(words)


def read_sqlite(path: str | PathLike[str]) -> Catalogue:
    """The catalogue of a database that :func:`write_sqlite` wrote.

    A database that was put into WAL mode is read too, unless changes to it wait
    in a file of their own.

    Args:
        path: the file; it is opened for reading only.

    Raises:
        WrongType: for what is no path.
        InvalidCatalogue: with every fault, also for tables that disagree.
        OSError: if the file cannot be read.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from imh_evidence import interventions
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "table.sqlite")
    ...     write_sqlite(interventions, path)
    ...     read_sqlite(path) == interventions
    True
    """
    file = as_path(path)
    with file.open("rb") as stream:
        data = stream.read(MAX_SIZE + 1)
    faults = [*_unopened(file, data)]
    if faults:
        raise InvalidCatalogue(file.name, faults)
    if data[_FORMAT] == _WAL:
        # SQLite asks for this of one that is opened in memory.
        data = data[: _FORMAT.start] + _ROLLBACK + data[_FORMAT.stop :]
    tables: dict[str, Found | None] = {}
    try:
        with closing(sqlite3.connect(":memory:")) as base:
            base.deserialize(data)
            base.execute("PRAGMA trusted_schema = OFF")
            wrong = [*_foreign(base)]
            if not wrong:
                tables = {name: _found(base, name) for name in TABLES}
    except (sqlite3.Error, UnicodeDecodeError) as error:
        told = printable(str(error)[:SHOWN_CHARACTERS])
        wrong = [Fault("$", told, _OURS)]
    found = {name: table for name, table in tables.items() if table is not None}
    wrong += _unheld(found)
    if wrong:
        raise InvalidCatalogue(file.name, wrong)
    return catalogue_of(found, file.name, written=_written)


_OURS = "a database that this library wrote"

# Where a database says how changes reach it: later, from a log beside it, or at once.
_FORMAT = slice(18, 20)
_WAL, _ROLLBACK = b"\2\2", b"\1\1"


def _unopened(file: Path, data: bytes) -> Iterator[Fault]:
    """What is wrong with a file before anything is looked for in it."""
    log = file.with_name(f"{file.name}-wal")
    if not data:
        yield Fault("$", "an empty file", _OURS)
    elif len(data) > MAX_SIZE:
        limit = f"at most {MAX_SIZE} bytes"
        yield Fault("$", "a larger file", limit)
    elif data[_FORMAT] == _WAL and log.exists() and log.stat().st_size:
        found = f"changes that wait in {printable(log.name)}"
        yield Fault("$", found, "none: close the database wherever it is open")


def _foreign(base: sqlite3.Connection) -> Iterator[Fault]:
    for name, expected in (
        ("application_id", APPLICATION_ID),
        ("user_version", USER_VERSION),
    ):
        ((value,),) = base.execute(f"PRAGMA {name}")
        if value != expected:
            yield Fault(f"PRAGMA {name}", str(value), str(expected))


def _found(base: sqlite3.Connection, name: str) -> Found | None:
    # Tables only: a view could go on for ever.
    kinds = base.execute("SELECT type FROM sqlite_master WHERE name = ?", (name,))
    if kinds.fetchall() != [("table",)]:
        return None
    rows = base.execute(f"SELECT * FROM {_quoted(name)} ORDER BY rowid")  # noqa: S608 -- names are ours
    return Found(tuple(each[0] for each in rows.description), rows.fetchall())


def _unheld(found: dict[str, Found]) -> Iterator[Fault]:
    """Values that no table of ours holds; a table that is not strict might."""
    for name, table in found.items():
        for row in table.rows:
            for column, cell in zip(table.columns, row, strict=True):
                if isinstance(cell, bytes | float):
                    place = f"{name}.{column}"
                    yield Fault(place, shown(cell), "text or a whole number")


def _written(cell: Cell) -> Cell:
    return int(cell) if isinstance(cell, bool) else cell
