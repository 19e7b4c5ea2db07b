"""The workbook for people says what the page prints, and how to read it."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import attrs
import openpyxl
import pytest
from tests.edition import COUNT, NAMES, ROWS, TRANSCRIPTION
from tests.interop.page import EDITION, levels, universal

from imh_evidence import Catalogue, Faults, LocalTheory, dataset, interventions
from imh_evidence.interop.workbook import read_template, write_template, write_workbook
from imh_evidence.model.notice import Source

from .making import cells_of, kept


@pytest.fixture(name="published", scope="module")
def _published(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The workbook of the published table."""
    return written(interventions, tmp_path_factory.mktemp("published"))


@pytest.fixture(name="own")
def _own() -> Catalogue:
    base = attrs.evolve(
        interventions[0], recommended=None, aliases=(), related=(), theory_group=None
    )
    rows = [
        attrs.evolve(base, id="bear", name="=Bear", theories=(LocalTheory("p", "Play"),)),
        attrs.evolve(base, id="doll", name="NA", aliases=("D", "+D")),
    ]
    return Catalogue.from_records(rows, source=Source("Ours"))


def written(catalogue: Catalogue, folder: Path, **options: Any) -> bytes:
    """The bytes of a workbook."""
    path = folder / "table.xlsx"
    write_workbook(catalogue, path, **options)
    return path.read_bytes()


def columns(data: bytes, sheet: str) -> dict[str, list[Any]]:
    """The columns of a list by their headers, read by another library."""
    header, *rows = cells_of(data, sheet)
    return {title: [row[i] for row in rows] for i, title in enumerate(header)}


def words(printed: str) -> list[str]:
    """The words of a printed cell, whatever its spaces and dashes are."""
    return printed.replace("-", " ").replace("\u2013", " ").lower().split()


class TestTable:
    def test_says_what_the_page_prints(self, published: bytes) -> None:
        """Names, audiences, practice, evidence and efficacy are the page's, in its order."""
        table = columns(published, "Interventions")

        assert NAMES == table["Intervention"]
        for title, key in (
            ("Who for", "who_for"),
            ("Type of practice", "practice"),
            ("Evidence", "evidence"),
            ("Efficacy", "efficacy"),
        ):
            assert [words(row[key]) for row in ROWS] == [words(cell) for cell in table[title]]

        printed = [levels(row["efficacy"]) for row in ROWS]
        assert [each[0] for each in printed] == table["Efficacy, low end"]
        assert [each[-1] for each in printed] == table["Efficacy, high end"]

    def test_filters_and_offers_what_it_holds(self, published: bytes) -> None:
        """Every cell of a column with choices holds one of them."""
        sheet = openpyxl.load_workbook(BytesIO(published))["Interventions"]
        offered = 0
        for each in sheet.data_validations.dataValidation:
            choices = each.formula1.strip('"').split(",")
            for (cell,) in sheet[str(each.sqref)]:
                offered += 1
                assert cell.value in {*choices, None}

        assert 8 * COUNT == offered
        assert f"A1:L{COUNT + 1}" == sheet.auto_filter.ref

    def test_a_view_holds_its_rows(self, tmp_path: Path) -> None:
        """Of a part of the table, the part is written, with what all files name."""
        view = interventions.where(audience="universal") - interventions.where(audience="targeted")
        data = written(view, tmp_path)

        assert [
            row["name"]
            for row in ROWS
            if universal(row) and "targeted" not in row["who_for"].lower()
        ] == columns(data, "Interventions")["Intervention"]
        assert "References" in openpyxl.load_workbook(BytesIO(data)).sheetnames


class TestGuide:
    def test_names_what_every_file_names(self, published: bytes) -> None:
        """Edition, version, checksum, address, citation and advice are there."""
        told = dict(cells_of(published, "How to read"))

        assert EDITION == told["Edition"]
        assert dataset.version == told["Data version"]
        assert (
            "All are recommended; choose with the Hexagon Tool for your context."
            == (told["Advice"])
        )
        assert dataset.source.sha256 == told["Checksum of the source's text (sha256)"]
        assert "www.matrix.nhs.scot" in told["Address"]
        assert told["Cite as"].startswith("NHS Education for Scotland")

    def test_explains_columns_scales_and_cautions(self, published: bytes) -> None:
        """Each column is explained, each scale listed, each caution told once."""
        rows = cells_of(published, "How to read")
        terms = [row[0] for row in rows]
        texts = [row[1] for row in rows]

        for title in columns(published, "Interventions"):
            assert title in terms
        for term in ("Universal", "Informed", "Specialist", "Hexagon Tool"):
            assert term in terms
        for part in (
            f"Evidence is High in all {COUNT} rows",
            "hard to measure",
            "not a negative finding",
            "whole printed range is at least Medium",
            "part of the printed range is at least Medium",
        ):
            assert 1 == sum(part in (text or "") for text in texts)


class TestReferences:
    def test_are_the_pages(self, published: bytes) -> None:
        """Every value that is shown is as the page prints it."""
        table = columns(published, "References")

        for title, key in (
            ("No.", "number"),
            ("Year", "year"),
            ("Title", "title"),
            ("In", "container"),
            ("Volume", "volume"),
            ("Issue", "issue"),
            ("Pages", "pages"),
            ("DOI", "doi"),
            ("Address", "url"),
        ):
            assert [each[key] for each in TRANSCRIPTION["references"]] == table[title]

    def test_corrections_stand_beside_the_pages_values(self, published: bytes) -> None:
        """What is otherwise is told with the page's value, and marked as not from it."""
        table = columns(published, "References")
        corrections = table["Corrections, not from the page"]

        assert "224-249" == table["Pages"][7]
        assert corrections[7].startswith(
            "pages: 225-249; the page has 224-249 (first page)\nfinding: "
        )
        assert "doi: 10.1111/jcpp.13461 (not printed)" in corrections[2]
        assert corrections[1].startswith("url: the page prints no address")
        assert corrections[4] is None


class TestOfOnesOwn:
    def test_claims_nothing_of_the_page(self, own: Catalogue, tmp_path: Path) -> None:
        """Rows of one's own have no recommendation, edition, advice or references."""
        data = written(own, tmp_path)
        book = openpyxl.load_workbook(BytesIO(data))
        texts = [str(cell) for row in cells_of(data, "How to read") for cell in row]

        assert ["Interventions", "How to read"] == book.sheetnames
        assert "Recommended by the published page" not in columns(data, "Interventions")
        assert ["Play", "Attachment Theory"] == columns(data, "Interventions")["Theory"]
        for part in ("All are recommended", "Edition", "Cite as", dataset.version):
            assert [] == [text for text in texts if part in text]

    def test_names_stay_what_they_are(self, own: Catalogue, tmp_path: Path) -> None:
        """A name that looks like a formula, or like nothing, is text."""
        data = written(own, tmp_path)
        table = columns(data, "Interventions")

        assert (["=Bear", "NA"], [None, "D; +D"]) == (table["Intervention"], table["Also known as"])
        with ZipFile(BytesIO(data)) as archive:
            assert not any(b"<f>" in archive.read(name) for name in archive.namelist())

    def test_rows_from_elsewhere_name_their_source(self, own: Catalogue, tmp_path: Path) -> None:
        """Where rows come from several sources, each names its own."""
        both = own.beside(interventions[:2], source="Both")
        table = columns(written(both, tmp_path), "Interventions")

        assert ["Ours", "Ours", *["Infant mental health"] * 2] == table["Source"]
        assert [None, None, "Yes", "Yes"] == table["Recommended by the published page"]

    def test_the_day_is_the_editions_or_the_callers(
        self, own: Catalogue, tmp_path: Path, published: bytes
    ) -> None:
        """A file's own day is the month of its source, or what the caller gives."""
        days = [
            openpyxl.load_workbook(BytesIO(data)).properties.modified.date()
            for data in (
                published,
                written(own, tmp_path),
                written(own, tmp_path, made=date(2026, 11, 23)),
            )
        ]

        assert [date.fromisoformat(f"{EDITION}-01"), date(1980, 1, 1), date(2026, 11, 23)] == days

    @pytest.mark.parametrize("month", ["2107-12", "2108-01", "9999-12"])
    def test_a_month_after_zip_files_is_written(
        self, own: Catalogue, tmp_path: Path, month: str
    ) -> None:
        """A source may be of any month; the file's own day is the last that it knows."""
        source = Source("Ours", updated=month)
        later = Catalogue.from_records(list(own), source=source)
        write_template(tmp_path / "own.xlsx", later)

        assert kept(later) == [*read_template(tmp_path / "own.xlsx")]
        for data in (written(later, tmp_path), (tmp_path / "own.xlsx").read_bytes()):
            day = openpyxl.load_workbook(BytesIO(data)).properties.modified.date()
            assert min(date(2107, 12, 31), date(int(month[:4]), int(month[5:]), 1)) == day

    def test_is_not_read_back(self, published: bytes) -> None:
        """The workbook for people is refused with what to use instead."""
        with pytest.raises(Faults) as caught:
            read_template(published)

        assert (
            "bytes: 1 fault\n  the file: found the workbook for people, which is written "
            "for them only, expected a filled-in template"
        ) == str(caught.value)
