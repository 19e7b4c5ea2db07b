"""A row stands under one heading, wherever it is shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs
import openpyxl
import pytest

from imh_evidence import Catalogue, LocalTheory, Theory, TheoryGroup, interventions
from imh_evidence.interop import write_workbook
from imh_evidence.interop.headings import under_headings
from imh_evidence.views.charts import efficacy_ranges
from imh_evidence.views.explorer import explorer_html


if TYPE_CHECKING:
    from pathlib import Path

OWN = LocalTheory("play", "Play Theory")
# Each row's group and theories, and the heading that it stands under.
ROWS = [
    (0, (OWN,), "Group nought"),
    (None, (OWN,), "Play Theory"),
    (None, (Theory.ATTACHMENT, OWN), "Attachment Theory / Play Theory"),
    (None, (Theory.ATTACHMENT,), "Attachment Theory"),
]


@pytest.fixture(name="catalogue", scope="module")
def _catalogue() -> Catalogue:
    rows = [
        attrs.evolve(
            interventions[0],
            id=f"row-{place}",
            name=f"Row {place}",
            aliases=(),
            theories=theories,
            theory_group=group,
            recommended=None,
        )
        for place, (group, theories, _) in enumerate(ROWS)
    ]
    groups = [TheoryGroup(0, "Group nought", (OWN,))]
    return Catalogue.from_records(rows, groups=groups)


def test_is_that_of_its_group_or_its_theories(catalogue: Catalogue) -> None:
    """A row of no group has no group's heading."""
    assert [heading for *_, heading in ROWS] == [
        heading for heading, _ in under_headings(catalogue)
    ]


def test_is_the_same_in_every_view(catalogue: Catalogue, tmp_path: Path) -> None:
    """Workbook, chart and explorer have the headings that the text has."""
    expected = [heading for *_, heading in ROWS]
    path = tmp_path / "table.xlsx"
    write_workbook(catalogue, path)
    sheet = openpyxl.load_workbook(path)["Interventions"]
    page = explorer_html(catalogue)
    shown = [re.search(rf">\s*{re.escape(each)}\s*<", page) for each in expected]

    assert expected == [row[1].value for row in sheet.iter_rows(min_row=2)]
    assert expected == [row[0] for row in efficacy_ranges(catalogue).table]
    assert None not in shown
