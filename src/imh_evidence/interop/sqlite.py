"""A catalogue as a SQLite database: strict tables with keys.

Sets are tables of memberships. Of the efficacy range there is a table of every
level in it, so that the two honest questions, of the whole range and of part
of it, are asked with ``not exists`` and ``exists``, or of two views.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from ..documents.files import save_bytes
from .arguments import as_path
from .notice import notice_of
from .tabulating import tables_of


if TYPE_CHECKING:
    from os import PathLike

    from ..catalogue.catalogue import Catalogue
    from .tables import Field, Table

__all__ = ["APPLICATION_ID", "USER_VERSION", "write_sqlite"]

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
            'CREATE TABLE "notice" ("fact" TEXT NOT NULL PRIMARY KEY, "text" TEXT NOT NULL) STRICT'
        )
        base.executemany('INSERT INTO "notice" VALUES (?, ?)', facts.items())
        base.execute(_VIEW.format(name="at_least", sign=">=", whole="low", part="high"))
        base.execute(_VIEW.format(name="at_most", sign="<=", whole="high", part="low"))
        base.commit()
        data = base.serialize()
    save_bytes(path, data, replace=True)


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
