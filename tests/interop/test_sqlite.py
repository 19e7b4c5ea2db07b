"""A SQLite database that is strict and sound, and answers both readings."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.edition import ROWS
from tests.interop.page import EDITION, LEVELS, levels

from imh_evidence import Catalogue, dataset, interventions
from imh_evidence.interop import write_sqlite
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


class TestDatabase:
    def test_is_sound(self, path: Path) -> None:
        """SQLite's own checks find nothing, and the header says whose it is."""
        assert [("ok",)] == ask(path, "PRAGMA integrity_check")
        assert [] == ask(path, "PRAGMA foreign_key_check")
        assert [(int.from_bytes(b"imhE"),)] == ask(path, "PRAGMA application_id")
        assert [(1,)] == ask(path, "PRAGMA user_version")
        assert b"imhE" == path.read_bytes()[68:72]

    def test_is_strict(self, path: Path) -> None:
        """Every table of rows is strict, and refuses what its columns do not take."""
        kinds = {
            name: (kind, strict) for _, name, kind, _, _, strict in ask(path, "PRAGMA table_list")
        }
        mine = {name for name in kinds if not name.startswith("sqlite_")}

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
                "INSERT INTO intervention_audiences VALUES ('child-first', 9, 'nobody')",
            )

    def test_names_edition_version_checksum_source_and_advice(self, path: Path) -> None:
        """What stands over the data is a table of facts."""
        facts = dict(ask(path, "SELECT fact, text FROM notice"))

        assert {
            "edition": EDITION,
            "data_version": dataset.version,
            "title": dataset.source.title,
            "advice": ADVICE,
        }.items() <= facts.items()
        assert 64 == len(facts["sha256"])
        assert "No licence" in facts["licence"]

    @pytest.mark.parametrize(("place", "level"), [*enumerate(LEVELS)])
    def test_answers_both_readings(self, path: Path, place: int, level: str) -> None:
        """Views answer for the whole printed range and for part of it."""
        printed = dict(
            zip(interventions.ids, (levels(row["efficacy"]) for row in ROWS), strict=True)
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
                id_: (all(map(meets, each)), any(map(meets, each))) for id_, each in printed.items()
            } == {id_: (bool(whole), bool(part)) for id_, whole, part in answers}

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
            id="robert",
            recommended=None,
            aliases=("NA", 'Say "no"'),
        )
        path = tmp_path / "table.sqlite"
        write_sqlite(Catalogue.from_records([row]), path)

        assert [("NA",), ('Say "no"',)] == ask(path, "SELECT name FROM aliases")
        assert [(row.name,)] == ask(path, "SELECT name FROM interventions")


def dump(path: Path) -> str:
    """A database as text."""
    with closing(sqlite3.connect(path)) as base:
        return "\n".join(base.iterdump())
