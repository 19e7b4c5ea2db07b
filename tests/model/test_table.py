"""Tables hold plain cells under columns, and report everything wrong with them at once."""

import copy
import pickle
from typing import Any

import pytest

from imh_evidence.model.errors import Fault, Faults, WrongType
from imh_evidence.model.notice import Notice, Source
from imh_evidence.model.table import Column, Table, cell_text


COSTS = Table(
    "costs",
    [
        Column("name", "Intervention", required=True),
        Column("level", kind="level", vocabulary=["Low", "High"], required=True),
        Column("pounds", "Cost (GBP)", "number"),
        Column("runs", "Runs here", "flag"),
    ],
    [("EasyPeasy", "Low", 40, True), ["Child First", "High", None, False]],
    "Costs per family",
)


class TestColumns:
    def test_are_called_by_their_name_unless_they_have_a_heading(self) -> None:
        """A column without a heading of its own is headed by its name."""
        assert ("level", "Cost (GBP)") == (COSTS.columns[1].heading, COSTS.columns[2].heading)

    def test_nobody_can_see_are_refused(self) -> None:
        """A heading is for people, so it must show something."""
        with pytest.raises(Faults):
            Column("a", "\u200b")


class TestTables:
    def test_hold_rows_as_tuples_whatever_they_came_as(self) -> None:
        """Rows can be any iterables of cells; the value is the same."""
        assert ("Child First", "High", None, False) == COSTS.rows[1]
        assert COSTS == Table(
            "costs", iter(COSTS.columns), map(list, COSTS.rows), "Costs per family"
        )

    def test_report_every_fault_at_once(self) -> None:
        """Rows too short, and cells that are not plain, each at its place."""
        rows: Any = [("A",), (" ", None, [1], True, "A"), ("A", "Low", 1, None, "A")]
        with pytest.raises(Faults) as caught:
            Table("costs", [*COSTS.columns, Column("name")], rows)

        assert (
            Fault("columns", "'name' twice", "different names"),
            Fault("row 1", "1 cells", "5, one for each column"),
            Fault("row 2, pounds", "[1]", "text, a number, True, False or None"),
        ) == caught.value.faults

    @pytest.mark.parametrize("rows", ["text", [1], ["AB"], None])
    def test_are_made_of_rows(self, rows: object) -> None:
        """A text is not a row of letters, nor is a number one."""
        with pytest.raises(WrongType):
            Table("t", [Column("a"), Column("b")], rows)  # type: ignore[arg-type]

    def test_do_not_change(self) -> None:
        """Copies are the same value, and pickles are equal."""
        assert copy.deepcopy(COSTS) is COSTS
        assert COSTS == pickle.loads(pickle.dumps(COSTS))
        assert hash(COSTS) == hash(pickle.loads(pickle.dumps(COSTS)))

    def test_can_be_plain_values(self) -> None:
        """A table is written as JSON with its columns, rows and notice."""
        plain = COSTS.to_dict()

        assert ["EasyPeasy", "Low", 40, True] == plain["rows"][0]
        assert plain["notice"] is None


@pytest.mark.parametrize(
    ("cell", "expected"),
    [(None, ""), (True, "Yes"), (False, "No"), (0, "0"), (2.5, "2.5"), ("a", "a")],
)
def test_cells_read_as_people_write_them(cell: object, expected: str) -> None:
    """Yes and No are words, nothing is nothing, and zero is zero."""
    assert expected == cell_text(cell)  # type: ignore[arg-type]


class TestNotices:
    def test_give_the_facts_that_are_known(self) -> None:
        """Facts come in one order, and unknown ones are left out."""
        page = Source("The page", publisher="NES", updated="2023-04")
        ours = Source("Our list")
        notice = Notice(source=page, licence="Ask.", origins=[ours, page], edition="2023-04")

        assert ["title", "publisher", "updated", "edition", "licence"] == [*notice.facts()]
        assert (
            "Title: The page",
            "Publisher: NES",
            "Updated: 2023-04",
            "Edition: 2023-04",
            "Licence: Ask.",
            "Rows also from: Our list",
            "Rows also from: The page",
        ) == notice.lines()

    def test_name_a_source(self) -> None:
        """A title alone is not a source."""
        with pytest.raises(WrongType):
            Notice(source="The page", licence="Ask.")  # type: ignore[arg-type]
