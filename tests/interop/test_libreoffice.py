"""A spreadsheet program opens what is written, computes nothing, and keeps what it says."""

from __future__ import annotations

import csv
import re
import subprocess
from datetime import date
from pathlib import Path

import attrs
import pytest
from tests.interop.making import kept

from imh_evidence import Catalogue, interventions
from imh_evidence.interop.sheets import Book, Heading
from imh_evidence.interop.template import read_template, write_template
from imh_evidence.interop.workbook import write_workbook


pytestmark = pytest.mark.heavy

NAMES = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+44",
    "-1",
    "@SUM(A1)",
    "NA",
    "1001",
    "2024-05",
    "TRUE",
    "quotes \" and '",
    "line\nbreak",
    "right \u202e to left \u200f",
    "bear \U0001f9f8",
    "_x0041_",
    "carriage\rreturn",
    "  spaces  ",
]


def converted(path: Path, form: str) -> Path:
    """What LibreOffice makes of a workbook."""
    folder = path.parent / form.partition(":")[0]
    profile = (path.parent / "profile").as_uri()
    subprocess.run(
        [  # noqa: S607 -- wherever it is installed
            "soffice",
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            form,
            "--outdir",
            str(folder),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    (made,) = folder.glob(f"{path.stem}*")
    return made


def rows_of(path: Path) -> list[list[str]]:
    """The first sheet of a workbook as LibreOffice writes it, formulas computed."""
    # Fields by comma, text in quotes, UTF-8.
    table = converted(path, "csv:Text - txt - csv (StarCalc):44,34,76")
    with table.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


class TestCsv:
    def test_names_come_out_as_they_went_in(self, tmp_path: Path) -> None:
        """No name is computed, converted or lost on the way through the program."""
        path = tmp_path / "names.xlsx"
        book = Book("Names", date(2026, 11, 23))
        book.add_list("Names", [Heading(title="Name")], [[name] for name in NAMES])
        book.save(path)

        assert ["Name", *NAMES] == [row[0] for row in rows_of(path)]

    def test_the_table_is_the_pages(self, tmp_path: Path) -> None:
        """The first sheet is the table, a row for each intervention."""
        path = tmp_path / "table.xlsx"
        write_workbook(interventions, path)
        header, *rows = rows_of(path)

        assert "Intervention" == header[0]
        assert [row.name for row in interventions] == [row[0] for row in rows]
        assert [str(row.efficacy) for row in interventions] == [row[5] for row in rows]


class TestSavedAgain:
    def test_a_template_is_read_after_the_program_saved_it(self, tmp_path: Path) -> None:
        """What a person opens and saves is the same catalogue, whatever its names."""
        base = attrs.evolve(interventions[0], recommended=None, aliases=(), theory_group=None)
        ours = Catalogue.from_records(
            [
                attrs.evolve(base, id=f"row-{i}", name=name, aliases=(f"{name}!",))
                for i, name in enumerate(NAMES)
            ],
            source="Ours",
        )
        both = ours.beside(interventions[1:])
        path = tmp_path / "template.xlsx"
        write_template(path, both)
        saved = converted(path, "xlsx")

        assert path.read_bytes() != saved.read_bytes()
        assert kept(both) == [*read_template(saved)]


class TestPdf:
    def test_the_workbook_prints_on_few_pages(self, tmp_path: Path) -> None:
        """Each list is as wide as a page, and every name is on paper."""
        path = tmp_path / "table.xlsx"
        write_workbook(interventions, path)
        printed = converted(path, "pdf")
        told = subprocess.run(
            ["pdftotext", "-layout", str(printed), "-"],  # noqa: S607 -- the same
            check=True,
            capture_output=True,
            text=True,
        ).stdout

        assert 4 >= told.count("\f")
        flat = re.sub(r"\s+", " ", told)
        for part in ("EasyPeasy", "How to read this workbook", "Bachmann", "Hexagon Tool"):
            assert part in flat
        assert "###" not in flat
