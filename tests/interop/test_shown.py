"""What a file, a frame or a person wrote is told escaped, and no longer than need be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import pandas as pd
import polars as pl
import pytest
from tests.interop.making import edited, template

from imh_evidence import Catalogue, Criteria, Faults, LocalTheory, interventions
from imh_evidence.decisions import shortlist
from imh_evidence.interop import read_template
from imh_evidence.interop.frames import UnfitFrame, annotate
from imh_evidence.interop.frames import filter as filter_frame
from imh_evidence.model.records import RelatedProgramme


if TYPE_CHECKING:
    from pathlib import Path

#: Turns round what stands behind it; in a file it may stand beside an escape.
TURN = "\u202e"
STEERS = f"\x1b[31m{TURN}"
LONG = 400


@pytest.fixture(name="ours", scope="module")
def _ours() -> Catalogue:
    row = attrs.evolve(
        interventions[0],
        theories=(LocalTheory("play", f"Play{TURN}"),),
        theory_group=None,
        recommended=None,
        related=(RelatedProgramme(f"Other{TURN}", f"a note{TURN}", "OP"),),
    )
    return Catalogue.from_records([row], source=f"Ours{TURN}")


def told_of(read: Any, *args: Any) -> str:
    """What is told of something, once it is seen that it steers nothing."""
    with pytest.raises((Faults, UnfitFrame)) as raised:
        read(*args)
    told = str(raised.value)
    assert not {"\x1b", TURN} & set(told)
    assert max(map(len, told.splitlines())) < 2 * LONG
    return told


class TestFiles:
    def test_theories_of_a_workbook(self, ours: Catalogue, tmp_path: Path) -> None:
        """A theory of one's own is among the choices as it can be shown."""
        data = edited(template(tmp_path, ours), {"Interventions!C2": "Plya"})

        assert "Play\\u202e" in told_of(read_template, data)


class TestFrames:
    def test_kinds_of_columns(self) -> None:
        """The labels of a column of another kind are not all told."""
        labels = [f"{STEERS}{place}" for place in range(LONG)]
        frame = pl.DataFrame({"audience_universal": pl.Series(dtype=pl.Enum(labels))})
        question = Criteria(audience="universal")

        assert "found a column of Enum" in told_of(filter_frame, frame, question)

    def test_cells(self) -> None:
        """A cell that is no text is told in short."""
        texts = pd.Series(["FNP", "x"], dtype="category")
        frame = pd.DataFrame({"programme": texts.cat.rename_categories(["FNP", 10 ** (5 * LONG)])})

        assert "(int) among its cells" in told_of(annotate, frame)

    def test_names_that_found_nothing(self, ours: Catalogue) -> None:
        """Names, what they are related to, and prefixes are shown escaped."""
        frame = pl.DataFrame({"programme": [f"other{TURN}", "OP"]})
        annotated = annotate(frame, catalogue=ours)

        assert "Other\\u202e is not Attachment" in str(annotated.unmatched())
        assert TURN not in str(annotated.unmatched()) + repr(annotated)


def test_briefs() -> None:
    """A brief is told by its question, escaped."""
    brief = shortlist(interventions, question=f"Which{TURN}?").to_brief()

    assert "<Brief: Which\\u202e?>" == repr(brief)
