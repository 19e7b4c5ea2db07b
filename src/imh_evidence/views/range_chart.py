"""A bar for each row, from the low to the high end of its printed efficacy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..catalogue.catalogue import as_catalogue
from ..interop.headings import under_headings
from ..model.errors import printable
from ..model.scales import EfficacyLevel, joined
from .canvas import BAR, LINE, Canvas
from .content import caption_of
from .drawing import Chart


if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..answers import Policy
    from ..catalogue.catalogue import Catalogue
    from ..model.records import Intervention

__all__ = ["efficacy_ranges"]

_LEVELS = [level.label for level in EfficacyLevel]

# Where the columns start, and how wide they are.
_NAME, _NAME_WIDTH = 12, 256
_WHO, _WHO_WIDTH = 280, 148
_SCALE, _CELL = 436, 88
_PRINT, _PRINT_WIDTH = 716, 96
_WIDTH = _PRINT + _PRINT_WIDTH

# How many rows are spelt out in words; the table has them all.
_SPELT_OUT = 40


def efficacy_ranges(catalogue: Catalogue, order_by: Policy = "page") -> Chart:
    """A bar for each row, from the low to the high end of its printed efficacy.

    Rows stand under their theories, because a set of recommended interventions
    has no best.

    Args:
        catalogue: the rows.
        order_by: how the rows under each theory are laid out, as by
            ``catalogue.order_by``; a display order, not a ranking.

    Returns:
        A chart; its table has a line for each row.

    Raises:
        UnknownValue: for a policy there is not.
        MissingExtra: if Altair is not installed.

    >>> from imh_evidence import interventions
    >>> chart = efficacy_ranges(interventions.where(theory="psychoeducation"))
    >>> print(chart.alt)
    A bar for 1 intervention under 1 heading, from the low to the high end of its printed efficacy, on the scale Low, Medium, High. Psychoeducation: EasyPeasy (Universal), Medium.
    """
    canvas = Canvas(_WIDTH, "efficacy_ranges(...)")
    groups = _grouped(as_catalogue(catalogue), order_by)
    chart = Chart(
        title="Efficacy as printed, by theory",
        caption=(
            *_on_the_bars(catalogue, order_by),
            *caption_of(catalogue, without=("evidence-constant", "memberships-exceed-rows")),
        ),
        alt=_in_words(groups),
        columns=("Theory", "Intervention", "Who for", "Efficacy as printed"),
        table=tuple(
            (heading, row.name, joined(row.audiences), str(row.efficacy))
            for heading, rows in groups.items()
            for row in rows
        ),
        spec="",
    )
    return canvas.chart(chart, _lay_out(canvas, groups))


def _on_the_bars(catalogue: Catalogue, order_by: Policy) -> Iterator[str]:
    """What a bar is, and how bars are laid out, as far as there are any."""
    from ..published import interventions

    rows = tuple(catalogue)
    if rows:
        yield "A bar covers the levels that a row prints; any of them may apply."
    if len(rows) < 2:  # noqa: PLR2004 -- one row stands in no order
        return
    if order_by != "page":
        yield f"Rows under each heading by {order_by}: display order, not a ranking."
    elif rows == tuple(row for row in interventions if row in catalogue):
        yield "Rows stand in the order of the page."
    else:
        yield "Rows under each heading stand in the order of the catalogue."


def _grouped(catalogue: Catalogue, order_by: Policy) -> dict[str, tuple[Intervention, ...]]:
    """The rows under each heading, headings in the order of their first rows."""
    heading_of = {row.id: heading for heading, row in under_headings(catalogue)}
    groups: dict[str, tuple[Intervention, ...]] = dict.fromkeys(heading_of.values(), ())
    for row in catalogue.order_by(order_by):
        groups[heading_of[row.id]] += (row,)
    return groups


def _in_words(groups: dict[str, tuple[Intervention, ...]]) -> str:
    rows = sum(map(len, groups.values()))
    scale = f"on the scale {', '.join(_LEVELS)}."
    if not rows:
        return f"There is no row to show, and so no bar {scale}"
    bars = "A bar for 1 intervention" if rows == 1 else f"Bars for {rows} interventions"
    said = (
        f"{bars} under {len(groups)} heading{'' if len(groups) == 1 else 's'}, "
        f"{'' if rows == 1 else 'each '}from the low to the high end of its printed "
        f"efficacy, {scale}"
    )
    if rows > _SPELT_OUT:
        return f"{said} The table beside the chart names them all."
    parts = (
        f"{heading}: "
        + "; ".join(f"{row.name} ({joined(row.audiences)}), {row.efficacy}" for row in rows)
        for heading, rows in groups.items()
    )
    return " ".join([said, *(f"{part}." for part in parts)])


def _lay_out(canvas: Canvas, groups: dict[str, tuple[Intervention, ...]]) -> int:
    """Write and draw the rows from the top down; gives where the last one ends."""
    y = 0
    bars = []
    canvas.write("headings", 0, y, "Intervention", _NAME_WIDTH)
    canvas.write("headings", _WHO, y, "Who for", _WHO_WIDTH)
    canvas.write("headings", _PRINT, y, "As printed", _PRINT_WIDTH)
    y += LINE
    for heading, rows in groups.items():
        y = canvas.write("headings", 0, y + 8, heading, _SCALE - 12) + 3
        for row in rows:
            name = f"{row.name} (suite)" if row.is_suite else row.name
            ends = [
                canvas.write("labels", _NAME, y, name, _NAME_WIDTH),
                canvas.write("labels", _WHO, y, joined(row.audiences), _WHO_WIDTH),
                canvas.write("labels", _PRINT, y, str(row.efficacy), _PRINT_WIDTH),
            ]
            bars.append(
                {
                    "intervention": printable(row.id),
                    "low": row.efficacy.low.label,
                    "high": row.efficacy.high.label,
                    "y": y - 1,
                    "y2": y - 1 + BAR,
                }
            )
            y = max(ends) + 4
    canvas.bars(_LEVELS, _SCALE, _CELL, bars)
    return y
