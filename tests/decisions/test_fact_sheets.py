"""Local facts go to a sheet of Excel and come back; a form may stay empty."""

from __future__ import annotations

import datetime as dt
import re
from io import BytesIO
from typing import Any

import attrs
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imh_evidence import Faults, interventions
from imh_evidence.decisions import LocalFacts
from imh_evidence.decisions.fact_sheets import fact_form, facts_from_xlsx, facts_to_xlsx

from .making import local_fact


HEADINGS = ["Intervention", "Fact", "Value", "Unit", "Source", "Date", "Who"]
GOOD = ["FNP", "cost", 5, "GBP", "quotation 12", dt.date(2026, 10, 1), "A. Analyst"]


def workbook(*rows: list[Any], headings: list[str] = HEADINGS) -> bytes:
    """A workbook as a person would make it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Facts"
    for row in (headings, *rows):
        sheet.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def told(data: bytes) -> list[str]:
    """The faults of a workbook, as people read them."""
    with pytest.raises(Faults) as raised:
        facts_from_xlsx(data, "mine.xlsx")
    assert "mine.xlsx" == raised.value.origin
    return [str(fault) for fault in raised.value.faults]


@pytest.fixture(name="facts")
def _facts() -> LocalFacts:
    return LocalFacts(
        [
            local_fact("FNP", "cost", 1250, "GBP per family"),
            local_fact("EasyPeasy", "format", "=app & phone"),
            local_fact("EasyPeasy", "waiting time", 2.5, "weeks"),
            local_fact("EPEC", "staff", "12"),
        ]
    )


class TestRoundTrip:
    def test_what_was_written_is_read(self, facts: LocalFacts, tmp_path: Any) -> None:
        """Numbers stay numbers, texts texts, and dates dates."""
        facts.save(tmp_path / "facts.xlsx")

        assert facts == LocalFacts.load(tmp_path / "facts.xlsx")
        assert facts == facts_from_xlsx(facts_to_xlsx(facts))
        assert LocalFacts() == facts_from_xlsx(facts_to_xlsx(LocalFacts()))

    @pytest.mark.parametrize(
        "day",
        [
            "0001-01-01",
            "1850-01-01",
            "1900-01-01",
            "1900-01-15",
            "1900-02-28",
            "1900-03-01",
            "1979-12-31",
            "2107-12-31",
            "2108-01-01",
            "9999-12-31",
        ],
    )
    def test_every_day_comes_back(self, day: str, tmp_path: Any) -> None:
        """A day that spreadsheets do not count, or count otherwise, stays what it is."""
        facts = LocalFacts([attrs.evolve(local_fact("FNP", "cost", 5), date=day)])
        facts.save(tmp_path / "facts.xlsx")

        assert facts == LocalFacts.load(tmp_path / "facts.xlsx")

    def test_days_are_dates_where_spreadsheets_count_them(self) -> None:
        """A person can sort them; what came before is text."""
        days = ["1900-02-28", "1900-03-01", "2026-10-01"]
        facts = [attrs.evolve(local_fact("FNP", f"cost {day}", 5), date=day) for day in days]
        data = facts_to_xlsx(LocalFacts(facts))
        sheet = openpyxl.load_workbook(BytesIO(data)).worksheets[0]

        assert [
            "1900-02-28",
            dt.datetime(1900, 3, 1),  # noqa: DTZ001 -- sheets know no zones
            dt.datetime(2026, 10, 1),  # noqa: DTZ001 -- the same
        ] == [sheet.cell(row, 6).value for row in (2, 3, 4)]

    @given(
        st.floats(-(10.0**14), 10.0**14)
        | st.integers(-(10**15) + 1, 10**15 - 1)
        | st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1).filter(str.strip),
        st.dates(),
    )
    @settings(max_examples=60)
    def test_whatever_is_known_comes_back(self, value: Any, day: dt.date) -> None:
        """Numbers keep their last digit, texts their marks, and days their year."""
        facts = LocalFacts([attrs.evolve(local_fact("FNP", "cost", value), date=day)])

        assert facts == facts_from_xlsx(facts_to_xlsx(facts))

    def test_what_no_cell_holds_is_not_written(self, tmp_path: Any) -> None:
        """A text that a spreadsheet would cut is refused with its cell."""
        facts = LocalFacts([local_fact("FNP", "cost", "a" + "\r" * 9_999)])

        with pytest.raises(Faults) as raised:
            facts.save(tmp_path / "facts.xlsx")
        assert (
            "local facts: 1 fault\n  'Local facts'!C2: found 69994 characters, expected at "
            "most 32767, which is what a cell holds"
        ) == str(raised.value)
        assert [] == list(tmp_path.iterdir())

    def test_the_same_facts_are_the_same_bytes(self, facts: LocalFacts) -> None:
        """A file can be held against another."""
        assert facts_to_xlsx(facts) == facts_to_xlsx(LocalFacts(list(facts)))

    def test_the_file_is_as_old_as_its_newest_fact(self, facts: LocalFacts) -> None:
        """No clock is asked."""
        for data, expected in (
            (facts_to_xlsx(facts), dt.datetime(2026, 10, 1)),  # noqa: DTZ001 -- sheets know no zones
            (facts_to_xlsx(LocalFacts()), dt.datetime(1980, 1, 1)),  # noqa: DTZ001 -- the same
        ):
            assert expected == openpyxl.load_workbook(BytesIO(data)).properties.created

    def test_a_person_reads_the_headings(self, facts: LocalFacts) -> None:
        """The sheet has a name, and a row for each fact under its headings."""
        book = openpyxl.load_workbook(BytesIO(facts_to_xlsx(facts)))
        (sheet,) = book.worksheets
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]

        assert "Local facts" == sheet.title
        assert {"2:105"} == {
            re.sub("[A-Z]", "", str(each.sqref)) for each in sheet.data_validations.dataValidation
        }
        assert HEADINGS == rows[0]
        assert ["FNP", "cost", 1250, "GBP per family", "quotation 12"] == rows[1][:5]
        assert ["EasyPeasy", "format", "=app & phone", None] == rows[2][:4]
        assert 5 == len(rows)


class TestForm:
    def test_asks_for_each_fact_of_each_row(self) -> None:
        """A form names every intervention and fact, and nothing is known yet."""
        data = fact_form(interventions[:2], ["cost", "format"])
        (sheet,) = openpyxl.load_workbook(BytesIO(data)).worksheets
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]

        assert [
            ["Attachment and Biobehavioural Catch Up", "cost"],
            ["Attachment and Biobehavioural Catch Up", "format"],
            ["Family Nurse Partnership", "cost"],
            ["Family Nurse Partnership", "format"],
        ] == [row[:2] for row in rows[1:]]
        assert LocalFacts() == facts_from_xlsx(data)

    def test_is_read_once_it_is_filled_in(self, tmp_path: Any) -> None:
        """Rows with a value are facts, and the others are not known."""
        LocalFacts.save_form(tmp_path / "form.xlsx", interventions, ["cost"])
        book = openpyxl.load_workbook(tmp_path / "form.xlsx")
        sheet = book.worksheets[0]
        values: list[Any] = [300, "GBP", "phone", "2026-10-01", "A. B."]
        for column, value in enumerate(values, 3):
            sheet.cell(3, column, value)
        book.save(tmp_path / "form.xlsx")

        (known,) = LocalFacts.load(tmp_path / "form.xlsx")

        assert "cost: 300 GBP (phone, 2026-10-01, A. B.)" == str(known)
        assert "Family Nurse Partnership" == known.intervention

    def test_a_unit_may_be_given_beforehand(self) -> None:
        """A row that has but its intervention, fact and unit is not known."""
        assert LocalFacts() == facts_from_xlsx(workbook(["FNP", "cost", None, "GBP"]))


class TestFaults:
    def test_no_workbook(self) -> None:
        """Other files are refused."""
        (fault,) = told(b"PK")

        assert "expected an .xlsx workbook" in fault

    def test_in_a_file_are_told_with_its_name(self, tmp_path: Any) -> None:
        """The error names the file that was read."""
        (tmp_path / "mine.xlsx").write_bytes(b"PK")

        with pytest.raises(Faults, match=r"^mine\.xlsx: 1 fault"):
            LocalFacts.load(tmp_path / "mine.xlsx")
        with pytest.raises(Faults, match="^Local facts: 1 fault"):
            facts_from_xlsx(b"PK")

    def test_headers(self) -> None:
        """A header that is missing or unknown is told with its cell."""
        headings = [*HEADINGS[:-1], "Whom"]

        assert [
            (
                "Facts!G1: found 'Whom', expected a header: Intervention, Fact, Value, "
                "Unit, Source, Date, Who (the nearest is 'Who')"
            ),
            "Facts!1:1: found nothing, expected the header 'Who'",
        ] == told(workbook(GOOD, headings=headings))

    def test_a_sheet_without_units_is_fine(self) -> None:
        """Only the unit may be left out."""
        headings = [each for each in HEADINGS if each != "Unit"]
        row = [each for each in GOOD if each != "GBP"]

        (known,) = facts_from_xlsx(workbook(row, headings=headings))

        assert known.unit is None

    def test_cells(self) -> None:
        """Each cell that is empty or of another kind is told with its address."""
        wrong = [5, None, True, 7, None, 12, 9]

        assert [
            "Facts!A3: found the number 5, expected text",
            "Facts!B3: found nothing, expected fact",
            "Facts!C3: found TRUE, expected a number or text",
            "Facts!D3: found the number 7, expected text",
            "Facts!E3: found nothing, expected source",
            "Facts!F3: found the number 12, expected a date such as 2026-11-23",
            "Facts!G3: found the number 9, expected text",
        ] == told(workbook(GOOD, wrong))
        assert 14 == len(told(workbook(wrong, GOOD, wrong)))

    def test_values(self) -> None:
        """What a fact refuses is told with its row."""
        wrong = [*GOOD[:5], "yesterday", "A. Analyst"]

        assert [
            (
                "Facts!F3: found 'yesterday' for the date of a fact, expected a date such "
                "as '2026-11-23'"
            )
        ] == told(workbook(GOOD, wrong))

    def test_a_fact_twice(self) -> None:
        """A fact that is given again is told with both rows."""
        assert [
            ("Facts!3:3: found 'cost' of 'FNP' again, expected it once; Facts!2:2 gives it too")
        ] == told(workbook(GOOD, GOOD))
        other = ["EPEC", *GOOD[1:]]
        assert ["Facts!4:4", "Facts!5:5"] == [
            each.split(": ")[0] for each in told(workbook(GOOD, other, other, GOOD))
        ]
