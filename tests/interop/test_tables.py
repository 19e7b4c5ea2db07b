"""A catalogue as tables with keys: what they hold, and what reading refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import pytest
from tests.interop.page import ROWS, levels

from imh_evidence import Catalogue, InvalidCatalogue, LocalTheory, interventions
from imh_evidence.interop.columns import column_name, columns_of
from imh_evidence.interop.rebuilding import TABLES, Found, catalogue_of
from imh_evidence.interop.tabulating import tables_of


if TYPE_CHECKING:
    from imh_evidence.interop.tables import Table


@pytest.fixture(name="tables", scope="module")
def _tables() -> dict[str, Table]:
    return {table.name: table for table in tables_of(interventions)}


@pytest.fixture(name="found")
def _found(tables: dict[str, Table]) -> dict[str, Found]:
    """The published tables as a reader finds them."""
    return {name: Found(each.columns, each.rows) for name, each in tables.items()}


def changed(found: Found, row: int, column: str, value: Any) -> Found:
    """A table with one cell changed."""
    rows = [list(each) for each in found.rows]
    rows[row][found.columns.index(column)] = value
    return Found(found.columns, [tuple(each) for each in rows])


def faults_of(found: dict[str, Found]) -> list[str]:
    """What is told of tables that are no catalogue."""
    with pytest.raises(InvalidCatalogue) as raised:
        catalogue_of(found, "file")
    return [str(fault) for fault in raised.value.faults]


class TestTables:
    def test_hold_what_the_page_prints(self, tables: dict[str, Table]) -> None:
        """Each level, audience and type of practice of the page has its row."""
        ids = interventions.ids
        pairs = list(zip(ids, ROWS, strict=True))

        assert (
            tuple(
                (id_, level.lower())
                for id_, row in pairs
                for level in levels(row["efficacy"])
            )
            == tables["intervention_efficacy_levels"].rows
        )
        assert (
            tuple(
                (id_, audience)
                for id_, row in pairs
                for audience in ("universal", "targeted")
                if audience in row["who_for"].lower()
            )
            == tables["intervention_audiences"].rows
        )
        assert (
            tuple(
                (id_, practice)
                for id_, row in pairs
                for practice in ("skilled", "enhanced", "specialist")
                if practice in row["practice"].lower()
            )
            == tables["intervention_practice_levels"].rows
        )

    def test_are_those_that_reading_expects(self, tables: dict[str, Table]) -> None:
        """The list of tables is one list, in one order."""
        assert list(TABLES) == list(tables)

    def test_refer_backwards(self, tables: dict[str, Table]) -> None:
        """Each table refers to columns of tables before it, and to values in them."""
        before: dict[str, Table] = {}
        for table in tables.values():
            for each in table.foreign:
                target = before[each.table]
                known = {
                    row[target.columns.index(each.target)] for row in target.rows
                } | {None}
                mine = table.columns.index(each.field)

                assert {row[mine] for row in table.rows} <= known
            before[table.name] = table

        assert 20 == sum(len(table.foreign) for table in tables.values())

    def test_have_keys_that_tell_rows_apart(self, tables: dict[str, Table]) -> None:
        """No two rows of a table share a key, and required cells are there."""
        for table in tables.values():
            keys = [
                tuple(row[table.columns.index(name)] for name in table.key)
                for row in table.rows
            ]

            assert len(keys) == len(set(keys))
            assert [] == [
                (table.name, field.name)
                for i, field in enumerate(table.fields)
                for row in table.rows
                if field.required and row[i] is None
            ]

    def test_need_no_headings(self) -> None:
        """A number of a group that no heading has is held, and refers to nothing."""
        row = attrs.evolve(interventions[0], theory_group=77)
        tables = tables_of(Catalogue.from_records([row]))
        flat = next(table for table in tables if table.name == "interventions")

        assert "theory_groups" not in {each.table for each in flat.foreign}

    def test_refuse_what_no_file_holds(self) -> None:
        """Records made by hand that could not be read back are told, not written."""
        row = attrs.evolve(interventions["EPEC"], recommended=None)
        wrong: Any = "yes"
        suite = attrs.evolve(row, is_suite=wrong)

        for rows, title, told in (
            ([row], "half \ud800", "half character"),
            ([suite], "Ours", "is_suite: found 'yes'"),
        ):
            with pytest.raises(InvalidCatalogue, match=told):
                tables_of(Catalogue.from_records(rows, source=title))


# Slugs that would make the same names, were nothing done about it.
ALIKE = (
    "group",
    "group_",
    "membership",
    "social_learning",
    "a-b",
    "a_b",
    "a-_b",
    "a_-b",
    "a__b",
)


class TestColumns:
    @pytest.mark.parametrize("facet", [None, "theory", "audience", "practice_level"])
    def test_never_share_a_name(self, facet: Any) -> None:
        """Each theory has a column of its own, beside all others and in every form."""
        theories = tuple(LocalTheory(slug, slug) for slug in ALIKE)
        row = attrs.evolve(interventions[0], theories=theories, theory_group=None)
        table = Catalogue.from_records([row]).to_frame("pyarrow", long=facet)
        names = table.column_names

        assert len(names) == len(set(names))
        if facet == "theory":
            assert sorted(ALIKE) == table["theory_membership"].to_pylist()
        assert [None] == [*set(table["theory_group"].to_pylist())]

    def test_are_the_same_in_every_catalogue(self) -> None:
        """The name of a theory's column does not depend on which others there are."""
        theories = [LocalTheory(slug, slug) for slug in ALIKE]
        for theory in theories:
            row = attrs.evolve(interventions[0], theories=(theory,), theory_group=None)
            names = [each.name for each in columns_of(Catalogue.from_records([row]))]

            assert column_name(theory) == names[11]
        assert len(ALIKE) == len({*map(column_name, theories)})


class TestReading:
    def test_gives_the_catalogue(self, found: dict[str, Found]) -> None:
        """Tables that agree are the catalogue they came from."""
        assert interventions == catalogue_of(found, "file")

    def test_does_not_depend_on_the_order_of_rows(
        self, found: dict[str, Found]
    ) -> None:
        """A table that somebody sorted says the same."""
        for name in TABLES:
            found[name] = Found(found[name].columns, found[name].rows[::-1])

        assert interventions.ids == catalogue_of(found, "file").ids

    def test_tells_what_is_not_there(self, found: dict[str, Found]) -> None:
        """Every missing table is told at once."""
        del found["cells"], found["aliases"]

        assert [
            "aliases: found nothing, expected this table",
            "cells: found nothing, expected this table",
        ] == faults_of(found)

    @pytest.mark.parametrize(
        ("table", "row", "column", "value", "fault"),
        [
            ("interventions", 1, "audience_universal", True, "interventions['family-nurse-partnership'].audience_universal: found True, expected False"),
            ("interventions", 0, "audience_targeted", 1, ".audience_targeted: found 1, expected True"),
            ("interventions", 0, "efficacy_low", "Huge", "$.interventions[0].efficacy.low: found 'Huge'"),
            ("interventions", 0, "evidence", "huge", "$.interventions[0].evidence: found 'huge'"),
            ("interventions", 0, "theory_group", "9" * 20, "$.interventions[0].theory_group"),
            ("interventions", 0, "position", "first", "found 'first', expected 0"),
            ("intervention_efficacy_levels", 0, "efficacy_level", "low", "found a row, expected no such row"),
            ("intervention_efficacy_levels", 0, "intervention", "child-first", "expected this row"),
            ("efficacy_levels", 2, "place", 7, "efficacy_levels['high'].place: found 7, expected 2"),
            ("theories", 0, "published", False, "a slug that no other theory has"),
            ("theories", 0, "label", "Bonds", "found 'Bonds', expected 'Attachment Theory'"),
            ("sources", 0, "title", None, "$.source.title: found nothing"),
            ("cells", 0, "line", 0, "$.interventions[0].provenance.cells.name.line: found 0"),
            ("aliases", 0, "name", "FNP", "which $.interventions[0] has too"),
        ],
    )  # fmt: skip
    def test_tells_a_cell_that_does_not_agree(  # noqa: PLR0913, PLR0917 -- one row of a table
        self,
        found: dict[str, Found],
        table: str,
        row: int,
        column: str,
        value: Any,
        fault: str,
    ) -> None:
        """A changed cell is told with its table, row and column, or where it leads to."""
        found[table] = changed(found[table], row, column, value)

        assert any(fault in told for told in faults_of(found))

    def test_tells_a_row_twice(self, found: dict[str, Found]) -> None:
        """A row that stands twice is one too many."""
        table = found["audiences"]
        found["audiences"] = Found(table.columns, [*table.rows, table.rows[0]])

        (fault,) = faults_of(found)

        assert fault.startswith("audiences['universal']: found a row, expected no such")

    def test_tells_other_columns(self, found: dict[str, Found]) -> None:
        """A column renamed is one too many and one too few."""
        table = found["audiences"]
        found["audiences"] = Found(("slug", "labels"), table.rows)

        first, second = faults_of(found)

        assert first.startswith("audiences.labels: found a column, expected no such")
        assert first.endswith("(the nearest is 'label')")
        assert "audiences.label: found nothing, expected this column" == second

    def test_tells_a_column_too_many(self, found: dict[str, Found]) -> None:
        """A column that is not ours is told, and not dropped."""
        rows = [(*row, "x") for row in found["audiences"].rows]
        found["audiences"] = Found(("slug", "label", "cost"), rows)

        assert ["audiences.cost: found a column, expected no such column"] == faults_of(
            found
        )

    def test_tells_that_nothing_is_there(self, found: dict[str, Found]) -> None:
        """Empty tables are no catalogue, and say so without a traceback."""
        empty = {name: Found(each.columns, []) for name, each in found.items()}

        assert "$.source.title: found nothing, expected this key" in faults_of(empty)
