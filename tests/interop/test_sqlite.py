"""A SQLite database that is strict, sound and searchable, and is read back or refused."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.interop.page import LEVELS, ROWS, levels

from imh_evidence import Catalogue, InvalidCatalogue, Limits, interventions
from imh_evidence.interop import read_sqlite, write_sqlite
from imh_evidence.interop.notice import ADVICE


@pytest.fixture(name="path")
def _path(tmp_path: Path) -> Path:
    path = tmp_path / "table.sqlite"
    write_sqlite(interventions, path)
    return path


def ask(path: Path, query: str, *values: object) -> list[Any]:
    """What a database answers."""
    with closing(sqlite3.connect(path)) as base:
        return base.execute(query, values).fetchall()


def change(path: Path, *statements: str) -> None:
    """Change a database as anybody could; keys are not looked at."""
    with closing(sqlite3.connect(path)) as base:
        for statement in statements:
            base.execute(statement)
        base.commit()


def faults_of(path: Path, **options: Any) -> str:
    """What is told of a database that is none of ours."""
    with pytest.raises(InvalidCatalogue) as raised:
        read_sqlite(path, **options)
    return str(raised.value)


class TestDatabase:
    def test_is_sound(self, path: Path) -> None:
        """SQLite's own checks find nothing, and the header says whose it is."""
        assert [("ok",)] == ask(path, "PRAGMA integrity_check")
        assert [] == ask(path, "PRAGMA foreign_key_check")
        assert [(int.from_bytes(b"imhE"),)] == ask(path, "PRAGMA application_id")
        assert [(1,)] == ask(path, "PRAGMA user_version")
        assert b"imhE" == path.read_bytes()[68:72]

    def test_the_checks_can_say_no(self, path: Path) -> None:
        """The same checks find a row that refers to nothing, and a broken page."""
        change(path, "UPDATE aliases SET intervention = 'nobody' WHERE name = 'FNP'")
        dangling = ask(path, "PRAGMA foreign_key_check")
        data = bytearray(path.read_bytes())
        data[4096 * 9 : 4096 * 9 + 200] = b"\xff" * 200
        path.write_bytes(data)

        assert ("aliases", "interventions") == (dangling[0][0], dangling[0][2])
        try:
            found = ask(path, "PRAGMA integrity_check")
        except sqlite3.DatabaseError as error:
            found = [(str(error),)]
        assert [("ok",)] != found

    def test_is_strict(self, path: Path) -> None:
        """Every table of rows is strict, and refuses what its columns do not take."""
        kinds = {
            name: (kind, strict)
            for _, name, kind, _, _, strict in ask(path, "PRAGMA table_list")
        }
        mine = {
            name
            for name in kinds
            if not name.startswith(("sqlite_", "interventions_fts"))
        }

        assert {"efficacy_at_least", "efficacy_at_most"} == {
            name for name in mine if kinds[name] != ("table", 1)
        }
        for statement in (
            "UPDATE interventions SET position = 'first'",
            "UPDATE interventions SET audience_universal = 2",
            "UPDATE interventions SET evidence = 'Huge'",
            "UPDATE interventions SET name = NULL",
            "INSERT INTO efficacy_levels VALUES ('huge', 'High', 3)",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                change(path, statement)

    def test_keys_hold_where_they_are_asked_to(self, path: Path) -> None:
        """With foreign keys on, a membership of nothing is refused."""
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            change(
                path,
                "PRAGMA foreign_keys = ON",
                "INSERT INTO intervention_audiences VALUES ('child-first', 'nobody')",
            )

    def test_names_edition_version_checksum_source_and_advice(self, path: Path) -> None:
        """What stands over the data is a table of facts."""
        facts = dict(ask(path, "SELECT fact, text FROM notice"))

        assert {
            "edition": "2023-04",
            "data_version": "1.0.0",
            "title": "Infant mental health",
            "advice": ADVICE,
        }.items() <= facts.items()
        assert 64 == len(facts["sha256"])
        assert "No licence" in facts["licence"]

    @pytest.mark.parametrize(("place", "level"), [*enumerate(LEVELS)])
    def test_answers_both_readings(self, path: Path, place: int, level: str) -> None:
        """Views answer for the whole printed range and for part of it."""
        printed = dict(
            zip(
                interventions.ids,
                (levels(row["efficacy"]) for row in ROWS),
                strict=True,
            )
        )
        for view, meets in (
            ("efficacy_at_least", lambda each: LEVELS.index(each) >= place),
            ("efficacy_at_most", lambda each: LEVELS.index(each) <= place),
        ):
            answers = ask(
                path,
                f'SELECT intervention, whole, part FROM "{view}" '  # noqa: S608
                "WHERE efficacy_level = ?",
                level.lower(),
            )

            assert {
                id_: (all(map(meets, each)), any(map(meets, each)))
                for id_, each in printed.items()
            } == {id_: (bool(whole), bool(part)) for id_, whole, part in answers}

    def test_is_searched_by_words(self, path: Path) -> None:
        """Names and other names are found by their words."""
        query = (
            "SELECT i.id FROM interventions_fts AS f JOIN interventions AS i "
            "ON i.rowid = f.rowid WHERE interventions_fts MATCH ?"
        )

        assert [("family-nurse-partnership",)] == ask(path, query, "fnp")
        assert [("child-parent-psychotherapy",)] == ask(path, query, "psychotherapy")
        assert [] == ask(path, query, "zzz")

    def test_is_the_same_on_every_run(self, path: Path, tmp_path: Path) -> None:
        """Two databases of one catalogue have the same dump."""
        again = tmp_path / "again.sqlite"
        write_sqlite(interventions, again)

        assert dump(path) == dump(again)
        assert "INSERT INTO" in dump(path)

    def test_has_names_that_need_quoting(self, tmp_path: Path) -> None:
        """A name is text, whatever it reads like."""
        row = attrs.evolve(
            interventions["EasyPeasy"],
            name="'); DROP TABLE aliases; --",
            id="%29;-drop-table-aliases;",
            recommended=None,
            aliases=("NA", '"'),
        )
        row = attrs.evolve(row, id="robert")
        path = tmp_path / "table.sqlite"
        write_sqlite(Catalogue.from_records([row]), path)

        assert [("NA",), ('"',)] == ask(path, "SELECT name FROM aliases")
        assert [(row.name,)] == ask(path, "SELECT name FROM interventions")


def dump(path: Path) -> str:
    """A database as text."""
    with closing(sqlite3.connect(path)) as base:
        return "\n".join(base.iterdump())


class TestReading:
    def test_gives_the_catalogue(self, path: Path) -> None:
        """A database reads back as an equal catalogue, and is left as it was."""
        before = path.read_bytes()

        assert interventions == read_sqlite(path)
        assert before == path.read_bytes()

    @pytest.mark.parametrize(
        ("statement", "fault"),
        [
            ("UPDATE interventions SET audience_universal = 1", ".audience_universal: found 1, expected 0"),
            ("DELETE FROM intervention_efficacy_levels", "expected this row"),
            ("ALTER TABLE aliases ADD COLUMN cost TEXT", "aliases.cost: found a column"),
            ("ALTER TABLE cells RENAME TO cell", "cells: found nothing, expected this table"),
            ("PRAGMA application_id = 7", "PRAGMA application_id: found 7"),
            ("PRAGMA user_version = 2", "PRAGMA user_version: found 2, expected 1"),
        ],
    )  # fmt: skip
    def test_of_what_was_changed(self, path: Path, statement: str, fault: str) -> None:
        """What was changed is told with its table, row and column."""
        change(path, statement)

        assert fault in faults_of(path)

    def test_of_tables_that_are_not_strict(self, path: Path) -> None:
        """Values that no table of ours holds are told, whatever let them in."""
        change(
            path,
            "DROP TABLE retired_id_replacements",
            "DROP TABLE retired_ids",
            "CREATE TABLE retired_ids (position, id, note)",
            "CREATE TABLE retired_id_replacements (retired_id, position, replaced_by)",
            "INSERT INTO retired_ids VALUES (0.5, x'00', 'x')",
        )

        told = faults_of(path)
        assert "retired_ids.position: found 0.5" in told
        assert "retired_ids.id: found b'\\x00'" in told

    def test_of_views_that_could_go_on_for_ever(self, path: Path) -> None:
        """Tables are read, views are not."""
        change(
            path,
            "DROP TABLE aliases",
            "CREATE VIEW aliases AS WITH RECURSIVE n(x) AS "
            "(SELECT 1 UNION ALL SELECT x FROM n) SELECT * FROM n",
        )

        assert "aliases: found nothing, expected this table" in faults_of(path)

    def test_of_what_is_no_database(self, path: Path) -> None:
        """A file of another kind, or half a file, is told."""
        path.write_bytes(b"not a database" * 1000)

        assert "a database that this library wrote" in faults_of(path)

    def test_of_an_empty_file(self, path: Path) -> None:
        """A file without a byte is told for what it is."""
        path.write_bytes(b"")

        assert "$: found an empty file, expected a database" in faults_of(path)

    def test_of_another_mode(self, path: Path) -> None:
        """A database in WAL mode reads back, and is left as it was."""
        assert [("wal",)] == ask(path, "PRAGMA journal_mode = WAL")
        before = path.read_bytes()

        assert interventions == read_sqlite(path)
        assert before == path.read_bytes()
        assert [path] == [*path.parent.iterdir()]

    def test_of_changes_that_wait(self, path: Path) -> None:
        """Changes that are not in the file yet are not passed over in silence."""
        with closing(sqlite3.connect(path)) as base:
            base.execute("PRAGMA journal_mode = WAL")
            base.execute("DELETE FROM aliases")
            base.commit()

            assert (
                "changes that wait in table.sqlite-wal, expected none: close"
            ) in faults_of(path)
        assert "found 'EasyPeasy app', expected None" in faults_of(path)

    def test_of_a_name_that_is_none(self, path: Path) -> None:
        """The name of a column that is not UTF-8 is told, and steers no terminal."""
        data = path.read_bytes()
        name = b'"abbreviation" TEXT'
        path.write_bytes(data.replace(name, b'"abbreviati\x1b\xff" TEXT'))

        told = faults_of(path)
        assert name in data
        assert "expected a database that this library wrote" in told
        assert "\x1b" not in told

    def test_of_text_that_is_none(self, path: Path) -> None:
        """Text that is not UTF-8 is told."""
        change(
            path,
            "UPDATE retired_ids SET note = note",
            "INSERT INTO retired_ids VALUES (0, 'old', CAST(x'ff' AS TEXT))",
        )

        assert "a database that this library wrote" in faults_of(path)

    def test_keeps_limits(self, path: Path) -> None:
        """A file over the limit is refused before it is opened."""
        assert "found a larger file" in faults_of(path, limits=Limits(size=1_000))

    def test_of_nothing(self, tmp_path: Path) -> None:
        """A path without a file is an error of the system."""
        with pytest.raises(FileNotFoundError):
            read_sqlite(tmp_path / "none.sqlite")
