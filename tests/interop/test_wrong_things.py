"""What is no catalogue is told as such, by whatever was meant to take one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from imh_evidence import WrongType, interop
from imh_evidence.decisions import LocalFacts, workforce
from imh_evidence.interop.columns import columns_of
from imh_evidence.interop.template import write_template
from imh_evidence.interop.workbook import write_workbook
from imh_evidence.views.charts import efficacy_ranges, evidence_map
from imh_evidence.views.explorer import explorer_html


if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


WRITERS = [
    interop.write_json,
    interop.write_jsonl,
    interop.write_csv,
    interop.write_people_csv,
    interop.write_datapackage,
    interop.write_croissant,
    interop.write_sqlite,
    interop.write_parquet,
    write_workbook,
]


@pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)
def test_writers_refuse_it(write: Callable[..., None], tmp_path: Path) -> None:
    """Nothing is written, and the error says what was expected."""
    with pytest.raises(WrongType, match=r"^catalogue: found 'x' \(str\), expected a"):
        write("x", tmp_path / "x.xlsx")

    assert [] == [*tmp_path.iterdir()]


@pytest.mark.parametrize(
    "take",
    [
        columns_of,
        efficacy_ranges,
        evidence_map,
        explorer_html,
        lambda it: workforce({"skilled"}, catalogue=it),
        lambda it: write_template("x.xlsx", it),
    ],
)
def test_views_and_answers_refuse_it(take: Callable[[Any], object]) -> None:
    """An id or a name where rows are meant is no catalogue."""
    with pytest.raises(WrongType, match=r"^catalogue: found 'x' \(str\), expected a"):
        take("x")


def test_one_text_is_not_several_names(tmp_path: Path) -> None:
    """The letters of one name are no names of facts."""
    names: Any = "cost"

    with pytest.raises(WrongType, match=r"several, such as \['cost'\]"):
        LocalFacts.save_form(tmp_path / "form.xlsx", (), names)  # type: ignore[arg-type]

    assert [] == [*tmp_path.iterdir()]
