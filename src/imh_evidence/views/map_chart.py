"""Where the rows of a catalogue are, by two facets: names first, then how many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from ..answers import FACETS, checked_facets
from ..catalogue.catalogue import as_catalogue
from ..model.errors import UnknownValue, printable
from ..model.scales import EfficacyLevel
from .canvas import FAINT, Canvas
from .content import caption_of
from .drawing import Chart


if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..answers import Facet
    from ..catalogue.catalogue import Catalogue
    from ..model.records import Intervention

__all__ = ["evidence_map"]

_LEVELS = [level.label for level in EfficacyLevel]
# Ever darker, so that they differ in grey too; each stands out from white.
_COLOURS = ["#5b8fc0", "#2466a3", "#0b2545"]
_SHAPES = ["triangle-down", "circle", "triangle-up"]

_WORDS = {
    "theory": "theory",
    "audience": "audience",
    "practice_level": "type of psychological practice",
    "evidence": "evidence",
    "efficacy": "efficacy as printed",
}

# Where the columns start, and how wide they are.
_HEADING, _COLUMN, _GAP = 150, 310, 14
_SLOT = 15
_NAME = _SLOT * len(_LEVELS) + 4

# How many rows are spelt out in words; the table has them all.
_SPELT_OUT = 40


def evidence_map(
    catalogue: Catalogue, rows: Facet = "theory", columns: Facet = "audience"
) -> Chart:
    """The rows of a catalogue by two facets: their names, and then how many.

    A row stands in each cell that it belongs to, so the numbers are of
    memberships and may exceed the rows. Beside each name stands a mark for
    each level of efficacy that it prints.

    Args:
        catalogue: the rows.
        rows: the facet whose members go down.
        columns: the facet whose members go across.

    Returns:
        A chart; its table has a line for each cell, also for the empty ones.

    Raises:
        UnknownValue: for a facet there is not.
        MissingExtra: if Altair is not installed.

    >>> from imh_evidence import interventions
    >>> chart = evidence_map(interventions)
    >>> chart.table[-2]
    ('Psychoeducation', 'Universal', 'EasyPeasy (Medium)', '1')
    """
    # Counts may be by one facet; a map has two.
    facets = checked_facets(*map(_given, (rows, columns)))
    canvas = Canvas(0, "evidence_map(...)")
    grid = _Grid.of(as_catalogue(catalogue), rows, columns)
    down, across = (_WORDS[facet] for facet in facets)
    without = {"memberships-exceed-rows"}
    if "evidence" not in facets:
        without.add("evidence-constant")
    chart = Chart(
        title=f"Interventions by {down} and {across}",
        caption=(*grid.counted(len(catalogue)), *caption_of(catalogue, without=without)),
        alt=grid.in_words(down, across),
        columns=(
            down.capitalize(),
            across.capitalize(),
            "Interventions, with efficacy as printed",
            "Memberships",
        ),
        table=tuple(
            (
                str(first),
                str(second),
                "; ".join(f"{row.name} ({row.efficacy})" for row in cell),
                str(len(cell)),
            )
            for (first, second), cell in grid.cells.items()
        ),
        spec="",
    )
    canvas.width = _HEADING + len(grid.across) * _COLUMN
    return canvas.chart(chart, _lay_out(canvas, grid))


def _given(facet: Facet | None) -> Facet:
    if facet is None:
        raise UnknownValue("evidence_map(...)", facet, FACETS)
    return facet


@attrs.frozen
class _Grid:
    """The rows in each cell, also in the empty ones."""

    down: tuple[Any, ...]
    across: tuple[Any, ...]
    cells: dict[tuple[Any, Any], tuple[Intervention, ...]]

    @classmethod
    def of(cls, catalogue: Catalogue, rows: Facet, columns: Facet) -> _Grid:
        down, across = _parts(catalogue, rows), _parts(catalogue, columns)
        cells = {
            (first, second): tuple(held & also)
            for first, held in down.items()
            for second, also in across.items()
        }
        return cls(tuple(down), tuple(across), cells)

    @property
    def memberships(self) -> int:
        return sum(map(len, self.cells.values()))

    def counted(self, rows: int) -> tuple[str, ...]:
        if not rows:
            return (_EMPTY,)
        of = f"{_counted(self.memberships)} of {rows} row{'' if rows == 1 else 's'}"
        return (
            f"{of}: a row counts in each cell it belongs to.",
            "A mark stands for each level that a row prints; any of them may apply.",
        )

    def in_words(self, down: str, across: str) -> str:
        map_ = f"A map with {down} going down and {across} going across."
        if not self.memberships:
            return f"{map_} {_EMPTY}"
        said = (
            f"{map_} Each cell names its interventions, with their efficacy as printed "
            f"on the scale {', '.join(_LEVELS)}, and then gives the number of "
            "memberships."
        )
        if self.memberships > _SPELT_OUT:
            return f"{said} The table beside the chart names them all."
        parts = [
            f"{first}, {second}: {_listed(cell)}."
            for (first, second), cell in self.cells.items()
            if cell
        ]
        empty = any(not cell for cell in self.cells.values())
        rest = ["No row of this catalogue is in the other cells."] if empty else []
        return " ".join([said, *parts, *rest])


_EMPTY = "There is no row to show, so every cell is empty."


def _listed(cell: Iterable[Intervention]) -> str:
    names = [f"{row.name} ({row.efficacy})" for row in cell]
    return f"{'; '.join(names)}; {_counted(len(names))}"


def _counted(number: int) -> str:
    return f"{number} membership{'' if number == 1 else 's'}"


def _parts(catalogue: Catalogue, facet: Facet) -> dict[Any, Catalogue]:
    """The rows that each member of a facet has, also where it has none."""
    return {count.key: catalogue.where(**{facet: count.key}) for count in catalogue.count_by(facet)}


def _lay_out(canvas: Canvas, grid: _Grid) -> int:
    """Write and draw the cells from the top down; gives where the last one ends."""
    y = 0
    places = [_HEADING + at * _COLUMN for at in range(len(grid.across))]
    ends = [
        canvas.write("headings", x, y, str(member), _COLUMN - _GAP)
        for x, member in zip(places, grid.across, strict=True)
    ]
    y = max(ends) + 4
    lines = []
    slots: list[dict[str, object]] = []
    for first in grid.down:
        lines.append({"y": y})
        y += 8
        ends = [canvas.write("headings", 0, y, str(first), _HEADING - _GAP)]
        for x, second in zip(places, grid.across, strict=True):
            ends.append(_write_cell(canvas, slots, x, y, grid.cells[first, second]))
        y = max(ends) + 8
    lines.append({"y": y})
    _draw(canvas, lines, slots)
    return y


def _write_cell(
    canvas: Canvas, slots: list[dict[str, object]], x: int, y: int, cell: tuple[Intervention, ...]
) -> int:
    """Names, each behind a mark for each level it prints, and then their number."""
    width = _COLUMN - _GAP
    for row in cell:
        slots += (
            {
                "intervention": printable(row.id),
                "level": level.label,
                "x": x + at * _SLOT + _SLOT // 2,
                "y": y + 6,
            }
            for at, level in enumerate(EfficacyLevel)
            if level in row.efficacy.levels
        )
        name = f"{row.name} (suite)" if row.is_suite else row.name
        y = canvas.write("labels", x + _NAME, y, name, width - _NAME) + 3
    text = _counted(len(cell)) if cell else "none"
    return canvas.write("notes", x, y + 1, text, width)


def _draw(canvas: Canvas, lines: list[dict[str, int]], slots: list[dict[str, object]]) -> None:
    alt = canvas.altair
    rule = canvas.marks_of("lines").mark_rule(color=FAINT)
    across = rule.encode(x=alt.value(0), x2=alt.value(canvas.width), y=canvas.pixels("y"))
    canvas.mark("lines", lines, across)

    legend = alt.Legend(
        title="Efficacy: a mark for each level that the row prints",
        orient="top",
        direction="horizontal",
        titleOrient="left",
        offset=18,
    )
    point = canvas.marks_of("levels").mark_point(filled=True, size=80, opacity=1)
    levels = point.encode(
        x=canvas.pixels("x"),
        y=canvas.pixels("y"),
        shape=alt.Shape(
            "level", type="ordinal", scale=alt.Scale(domain=_LEVELS, range=_SHAPES), legend=legend
        ),
        color=alt.Color(
            "level", type="ordinal", scale=alt.Scale(domain=_LEVELS, range=_COLOURS), legend=legend
        ),
    )
    canvas.mark("levels", slots, levels)
