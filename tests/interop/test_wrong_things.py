"""What is no catalogue is told as such, by whatever was meant to take one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from imh_evidence import Criteria, UnknownValue, WrongType, interop, interventions
from imh_evidence.decisions import LocalFacts, shortlist, workforce
from imh_evidence.interop.columns import column_name, columns_of
from imh_evidence.interop.frames import annotate
from imh_evidence.interop.frames import filter as filter_frame
from imh_evidence.interop.sheets import read_sheets
from imh_evidence.interop.template import write_template
from imh_evidence.interop.workbook import write_workbook
from imh_evidence.views.charts import efficacy_ranges, evidence_map
from imh_evidence.views.explorer import explorer_html, write_explorer


if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


WRITERS = [
    interop.write_json,
    interop.write_people_csv,
    interop.write_datapackage,
    interop.write_croissant,
    interop.write_sqlite,
    write_workbook,
]


@pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)
def test_writers_refuse_it(write: Callable[..., None], tmp_path: Path) -> None:
    """Nothing is written, and the error says what was expected."""
    with pytest.raises(WrongType, match=r"^catalogue: found 'x' \(str\), expected a"):
        write("x", tmp_path / "x.xlsx")

    assert [] == [*tmp_path.iterdir()]


BIBLIOGRAPHIES = [interop.write_bibtex, interop.write_ris, interop.write_csl_json]
# What is no path: other types, and texts that no system takes for one.
NO_PATHS: list[Any] = [5, None, b"x", "a\0b", "\ud800"]


@pytest.mark.parametrize("path", NO_PATHS, ids=ascii)
@pytest.mark.parametrize(
    "take",
    [
        *((lambda path, write=write: write(interventions, path)) for write in WRITERS),
        *BIBLIOGRAPHIES,
        interop.write_template,
        lambda path: interop.export(interventions, "sqlite", path),
        lambda path: write_explorer(interventions, path),
        efficacy_ranges(interventions).save,
        shortlist(interventions).to_brief().save,
    ],
)
def test_what_is_no_path_is_refused(take: Callable[[Any], object], path: Any) -> None:
    """Whatever takes a path says so of what is none."""
    with pytest.raises(WrongType, match=r"^path: found .*, expected (a path|one)"):
        take(path)


@pytest.mark.parametrize("text", NO_PATHS[3:], ids=ascii)
def test_a_template_is_read_from_a_path(text: str) -> None:
    """Bytes are a file's own; of texts, only a path is one."""
    with pytest.raises(WrongType, match="^path: found"):
        interop.read_template(text)


@pytest.mark.parametrize("references", [5, "x", [5], interventions])
@pytest.mark.parametrize("write", BIBLIOGRAPHIES, ids=lambda write: write.__name__)
def test_bibliographies_hold_references(write: Any, references: Any, tmp_path: Path) -> None:
    """Interventions, names and numbers are no references."""
    with pytest.raises(WrongType, match=r"^references: found .*, expected"):
        write(tmp_path / "x", references)

    assert [] == [*tmp_path.iterdir()]


@pytest.mark.parametrize("made", [5, "2026-11-23"])
@pytest.mark.parametrize("write", [interop.write_workbook, interop.write_template])
def test_workbooks_are_made_on_a_day(write: Any, made: Any, tmp_path: Path) -> None:
    """A day is a date, with or without a time, and no text."""
    path = tmp_path / "x.xlsx"
    given = (path, interventions) if write is interop.write_template else (interventions, path)
    with pytest.raises(WrongType, match="^made: found"):
        write(*given, made=made)
    write(*given, made=datetime(2026, 11, 23, 9, tzinfo=UTC))
    timed = path.read_bytes()
    write(*given, made=date(2026, 11, 23))

    assert timed == path.read_bytes()


class TestFrames:
    def test_annotate_refuses_what_is_no_catalogue(self) -> None:
        """Names are looked up in a catalogue."""
        frame = pl.DataFrame({"programme": ["FNP"]})
        for catalogue in (5, ["FNP"], interventions[0]):
            with pytest.raises(WrongType, match=r"^catalogue: found"):
                annotate(frame, catalogue=catalogue)  # type: ignore[arg-type]

    def test_prefixes_are_text(self) -> None:
        """A prefix is text that every engine can write."""
        frame, prefix = interventions.to_frame("polars"), "\ud800"
        with pytest.raises(WrongType, match=r"filter\(prefix\): found 5"):
            filter_frame(frame, Criteria(audience="universal"), prefix=5)  # type: ignore[arg-type]
        with pytest.raises(WrongType, match=r"annotate\(prefix\).* text that can be printed"):
            annotate(frame, on="name", prefix=prefix)

    def test_names_of_libraries_are_texts(self) -> None:
        """What cannot be looked up in a table of names is no name."""
        names: Any = ["pandas"]
        with pytest.raises(UnknownValue, match=r"found \['pandas'\], expected one of"):
            interventions.to_frame(names)

    def test_columns_are_of_members(self) -> None:
        """A slug alone does not say of which set it is a member."""
        with pytest.raises(WrongType, match=r"found 'universal' \(str\), expected a"):
            column_name("universal")  # type: ignore[arg-type]

    def test_streams_take_a_schema(self) -> None:
        """What asks for a schema gives its capsule."""
        with pytest.raises(WrongType, match="expected the capsule of an Arrow schema"):
            interventions.__arrow_c_stream__(5)


def test_sheets_are_read_from_bytes() -> None:
    """A path is no workbook."""
    with pytest.raises(WrongType, match=r"found 'x.xlsx' \(str\), expected the bytes"):
        read_sheets("x.xlsx")  # type: ignore[arg-type]


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


@pytest.mark.parametrize("scale", ["2", None, 0, -1, 1_000, float("nan")])
def test_pictures_have_a_size(scale: Any) -> None:
    """A scale is a number that gives a picture."""
    with pytest.raises(WrongType, match=r"to_png\(scale\).*expected a number above 0"):
        efficacy_ranges(interventions).to_png(scale)
