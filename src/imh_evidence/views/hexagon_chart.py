"""A Hexagon assessment as bars: an indicator below the other, none joined to another.

The indicators do not stand around a hexagon whose area could be taken for a sum.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ..decisions import HexagonIndicator, beside
from .assessment import (
    NOT_ENTERED,
    RATINGS,
    UNSCORED,
    assessed_edition,
    programme_of,
    read_as,
    tool_line,
)
from .canvas import BAR, LINE, Canvas
from .drawing import Chart


if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..decisions import HexagonAssessment, PanelCell

__all__ = ["hexagon"]

_KINDS = {
    "programme": "Programme indicators, as read",
    "site": "Site indicators, scored by the service",
}

# Where the columns start, and how wide they are.
_INDICATOR, _INDICATOR_WIDTH = 12, 96
_WHOSE, _WHOSE_WIDTH = 112, 250
_SCALE, _CELL = 376, 48
_TOLD, _TOLD_WIDTH = 632, 180
_WIDTH = _TOLD + _TOLD_WIDTH


@attrs.frozen
class _Line:
    """One rating or score of an indicator, or that there is none."""

    indicator: HexagonIndicator
    told: str
    whose: str = ""
    when: str = ""
    low: int | None = None
    high: int | None = None

    @property
    def words(self) -> str:
        about = ", ".join(filter(None, (self.whose, self.when)))
        return f"{self.indicator}: {self.told}{f' ({about})' if about else ''}"


def hexagon(assessment: HexagonAssessment) -> Chart:
    """A Hexagon assessment: what was read or scored of each of the six indicators.

    A bar covers the ratings that an entry may stand for, from 1 to 5. Every
    entry has a line; nothing is added up, averaged or filled in.

    Args:
        assessment: the assessment, filled in or not.

    Returns:
        A chart; its table has a line for each rating and score, and for what
        is missing.

    Raises:
        MissingExtra: if Altair is not installed.

    >>> from imh_evidence.decisions import HexagonAssessment
    >>> chart = hexagon(HexagonAssessment.of("FNP"))
    >>> chart.table[0]
    ('Usability', 'programme', 'not entered', '', '')
    """
    canvas = Canvas(_WIDTH, "hexagon(...)")
    cells = beside(assessment).cells(assessment.intervention)
    lines = [line for cell in cells for line in _lines(cell)]
    service = f", for {assessment.service}" if assessment.service else ""
    chart = Chart(
        title=f"Hexagon assessment: {assessment.name}{service}",
        caption=(
            "A bar covers the ratings that an entry may stand for.",
            *(caution.text for caution in assessment.cautions),
            *_edition(assessment),
            tool_line(),
        ),
        alt=_in_words(assessment, lines),
        columns=("Indicator", "Kind", "Rating or score", "Whose", "Date"),
        table=tuple(
            (line.indicator.label, line.indicator.kind, line.told, line.whose, line.when)
            for line in lines
        ),
        spec="",
    )
    return canvas.chart(chart, _lay_out(canvas, lines))


def _edition(assessment: HexagonAssessment) -> list[str]:
    """The edition assessed and its source; an own table is not known to it."""
    from ..published import dataset

    told = assessed_edition(assessment)
    source = dataset.source
    return [*told, f"{source.title}; {source.publisher}."] if told else []


def _lines(cell: PanelCell) -> Iterator[_Line]:
    """What is known of an indicator, an entry at a time."""
    indicator = cell.indicator
    if cell.is_empty:
        yield _Line(indicator, UNSCORED if indicator.kind == "site" else NOT_ENTERED)
        return
    for entry in cell.ratings:
        read = read_as(entry)
        told = read if entry.printed == read else f"{read}, printed {entry.printed}"
        ends = (None, None) if entry.rating is None else attrs.astuple(entry.rating)
        when = f"read {entry.read_on}"
        yield _Line(indicator, told, programme_of(entry), when, *ends)
    for score in cell.scores:
        at = score.score
        yield _Line(indicator, str(at), score.assessor, str(score.date), at, at)
    for name in cell.unscored_by:
        yield _Line(indicator, UNSCORED, name)


def _in_words(assessment: HexagonAssessment, lines: list[_Line]) -> str:
    scale = ", ".join(RATINGS)
    told = f"The six indicators of the Hexagon Tool for {assessment.name}, each by itself"
    said = [f"{told}, on the scale {scale}."]
    for kind, heading in _KINDS.items():
        parts = (line.words for line in lines if line.indicator.kind == kind)
        said.append(f"{heading}: {'; '.join(parts)}.")
    return " ".join(said)


def _lay_out(canvas: Canvas, lines: list[_Line]) -> int:
    """Write and draw the lines from the top down; gives where the last one ends."""
    y = LINE
    bars = []
    kind, indicator = "", None
    canvas.write("headings", 0, 0, "Indicator", _INDICATOR_WIDTH)
    canvas.write("headings", _WHOSE, 0, "Whose", _WHOSE_WIDTH)
    canvas.write("headings", _TOLD, 0, "As entered", _TOLD_WIDTH)
    for line in lines:
        if line.indicator.kind != kind:
            kind = line.indicator.kind
            y = canvas.write("headings", 0, y + 8, _KINDS[kind], _SCALE - 12) + 3
        whose = ", ".join(filter(None, (line.whose, line.when)))
        ends = [
            canvas.write("labels", _WHOSE, y, whose, _WHOSE_WIDTH),
            canvas.write("labels", _TOLD, y, line.told, _TOLD_WIDTH),
        ]
        if line.indicator is not indicator:
            indicator = line.indicator
            canvas.write("labels", _INDICATOR, y, indicator.label, _INDICATOR_WIDTH)
        bars.append(
            {
                "indicator": line.indicator.value,
                "low": None if line.low is None else str(line.low),
                "high": None if line.high is None else str(line.high),
                "y": y - 1,
                "y2": y - 1 + BAR,
            }
        )
        y = max(ends) + 4
    canvas.bars(RATINGS, _SCALE, _CELL, bars)
    return y
