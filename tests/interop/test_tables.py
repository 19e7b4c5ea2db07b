"""A catalogue as tables with keys: what they hold and how they refer to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import pytest
from tests.edition import ROWS
from tests.interop.page import levels

from imh_evidence import Catalogue, LocalTheory, interventions
from imh_evidence.interop.columns import column_name, columns_of
from imh_evidence.interop.tabulating import tables_of


if TYPE_CHECKING:
    from imh_evidence.interop.tables import Table


PRACTICE = ("Informed", "Skilled", "Enhanced", "Specialist")


@pytest.fixture(name="tables", scope="module")
def _tables() -> dict[str, Table]:
    return {table.name: table for table in tables_of(interventions)}


class TestTables:
    def test_hold_what_the_page_prints(self, tables: dict[str, Table]) -> None:
        """Each level, audience and type of practice of the page has its row."""
        printed: dict[str, list[Any]] = {
            "intervention_efficacy_levels": [levels(row["efficacy"]) for row in ROWS],
            "intervention_audiences": [
                [each for each in ("Universal", "Targeted") if each in who_for]
                for who_for in (row["who_for"].title() for row in ROWS)
            ],
            "intervention_practice_levels": [
                [each for each in PRACTICE if each in row["practice"]] for row in ROWS
            ],
        }
        for name, members in printed.items():
            assert tables[name].rows == tuple(
                (id_, position, member.lower())
                for id_, each in zip(interventions.ids, members, strict=True)
                for position, member in enumerate(each)
            )

    def test_refer_backwards(self, tables: dict[str, Table]) -> None:
        """Each table refers to columns of tables before it, and to values in them."""
        before: dict[str, Table] = {}
        for table in tables.values():
            for each in table.foreign:
                target = before[each.table]
                known = {row[target.columns.index(each.target)] for row in target.rows} | {None}
                mine = table.columns.index(each.field)

                assert {row[mine] for row in table.rows} <= known
            before[table.name] = table

    def test_have_keys_that_tell_rows_apart(self, tables: dict[str, Table]) -> None:
        """No two rows of a table share a key, and required cells are there."""
        for table in tables.values():
            keys = [
                tuple(row[table.columns.index(name)] for name in table.key) for row in table.rows
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

    def test_say_where_each_row_comes_from(self) -> None:
        """A row's source is a number, that of the catalogue unless it was added."""
        ours = Catalogue.from_records(interventions[:1], source="Ours")
        both = ours.beside(interventions[1:3], source="Both")
        tables = {table.name: table for table in tables_of(both)}
        flat = tables["interventions"]
        titles: dict[Any, Any] = {row[0]: row[1] for row in tables["sources"].rows}

        assert ["Ours", *[interventions.source.title] * 2] == [
            titles[row[flat.columns.index("source")]] for row in flat.rows
        ]


# Slugs that would make the same names, were nothing done about it.
ALIKE = ("group", "group_", "membership", "social_learning", "a-b", "a_b", "a-_b", "a_-b", "a__b")


class TestColumns:
    def test_never_share_a_name(self) -> None:
        """Each theory has a column of its own, beside all others."""
        theories = tuple(LocalTheory(slug, slug) for slug in ALIKE)
        row = attrs.evolve(interventions[0], theories=theories, theory_group=None)
        table = Catalogue.from_records([row]).to_frame("pyarrow")
        names = table.column_names

        assert len(names) == len(set(names))
        assert [None] == [*set(table["theory_group"].to_pylist())]

    def test_are_the_same_in_every_catalogue(self) -> None:
        """The name of a theory's column does not depend on which others there are."""
        theories = [LocalTheory(slug, slug) for slug in ALIKE]
        for theory in theories:
            row = attrs.evolve(interventions[0], theories=(theory,), theory_group=None)
            names = [each.name for each in columns_of(Catalogue.from_records([row]))]

            assert column_name(theory) == names[11]
        assert len(ALIKE) == len({*map(column_name, theories)})
