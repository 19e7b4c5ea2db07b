"""The canvas that charts are laid out on: texts and marks at places in pixels.

Vega-Lite puts marks where data say. Lists of names need more room in one row
than in another, so the places are worked out here, and levels alone are data
on a scale. Only what is stated here gets into a specification: themes and
settings of the session do not change what a chart looks like.
"""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

import attrs

from ..documents.jsontext import canonical
from ..model.errors import MissingExtra, printable


if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .drawing import Chart

__all__ = ["BAR", "FAINT", "LINE", "Canvas"]

#: From one line of text to the next, and how high a bar is.
LINE, BAR = 16, 14

#: Lines and empty cells: at least 3 to 1 on white, as bars are.
FAINT = "#767676"
FILL = "#1f6f9f"

# Letters are about this wide; fonts that systems have differ a little.
_LETTER = 6.2

_STYLES: dict[str, dict[str, Any]] = {
    "headings": {"fontWeight": "bold", "fontSize": 12},
    "labels": {"fontSize": 12},
    "notes": {"fontSize": 11, "color": "#4a4a4a"},
}

_CONFIG = {
    "font": "Helvetica, Arial, Liberation Sans, sans-serif",
    "background": "white",
    "padding": 12,
    "view": {"stroke": None},
    "text": {
        "align": "left",
        "baseline": "top",
        "lineBreak": "\n",
        "lineHeight": LINE,
        "color": "black",
    },
    "axis": {"labelFontSize": 12, "titleFontSize": 12, "labelColor": "black"},
    "legend": {
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleLimit": 0,
        "symbolSize": 90,
        "symbolStrokeWidth": 1,
    },
    "title": {"anchor": "start", "fontSize": 16, "offset": 14, "frame": "group"},
}


class Canvas:
    """Texts and marks that are being laid out, from the top down.

    Args:
        width: how wide the canvas is.
        what: the chart that is drawn, for the error if Altair is missing.
    """

    def __init__(self, width: int, what: str) -> None:
        self.width = width
        self.what = what
        self._datasets: dict[str, list[dict[str, Any]]] = {}
        self._layers: list[Any] = []

    @property
    def altair(self) -> Any:
        """Altair, or the error that says how to get it."""
        try:
            import altair as alt
        except ImportError:
            raise MissingExtra(self.what, "altair", "charts") from None
        return alt

    def write(self, style: str, x: int, y: int, text: str, width: int) -> int:
        """Write a text within a width, and give where the next line would stand."""
        lines = wrap(printable(text), max(int(width / _LETTER), 1)) or [""]
        place = {"x": x, "y": y, "text": "\n".join(lines)}
        self._datasets.setdefault(style, []).append(place)
        return y + LINE * len(lines)

    def mark(self, name: str, rows: Iterable[dict[str, Any]], layer: Any) -> None:
        """Put marks on the canvas, one for each row of data."""
        self._datasets[name] = list(rows)
        self._layers.append(layer.properties(name=name))

    def marks_of(self, name: str) -> Any:
        """A layer of the marks whose data have this name."""
        return self.altair.Chart(self.altair.NamedData(name))

    def pixels(self, channel: str, field: str | None = None) -> Any:
        """A channel whose data are places on the canvas."""
        kind = getattr(self.altair, channel.capitalize())
        if channel.endswith("2"):
            return kind(field or channel)
        return kind(field or channel, type="quantitative", scale=None, axis=None)

    def bars(
        self, labels: Sequence[str], x: int, cell: int, bars: Sequence[dict[str, Any]]
    ) -> None:
        """Draw a scale over a column, all its cells in each line, and bars in them.

        Args:
            labels: the labels of the scale, from low to high.
            x: where the scale starts.
            cell: how wide each of its cells is.
            bars: for each line its ``y`` and ``y2``, and the ``low`` and
                ``high`` label of its bar; None where it has no bar.
        """
        alt = self.altair
        scale = alt.Scale(domain=labels, range=[x, x + cell * len(labels)], padding=0)
        axis = alt.Axis(
            orient="top",
            title=None,
            labelAngle=0,
            labelFontWeight="bold",
            ticks=False,
            domain=False,
            offset=-LINE + 2,
        )
        y, y2 = self.pixels("y"), self.pixels("y2")
        # A line of no height keeps the axis where there is nothing to draw.
        lines = [{"y": bar["y"], "y2": bar["y2"]} for bar in bars] or [{"y": 0, "y2": 0}]
        cells = [{"level": label, **line} for line in lines for label in labels]
        level = alt.X("level", type="ordinal", scale=scale, axis=axis)
        empty = self.marks_of("cells").mark_rect(fill="white", stroke=FAINT)
        self.mark("cells", cells, empty.encode(x=level, y=y, y2=y2))

        low = alt.X("low", type="ordinal", scale=scale, axis=None, bandPosition=0)
        high = alt.X2("high", bandPosition=1)
        solid = self.marks_of("bars").mark_rect(fill=FILL, stroke="black")
        drawn = [bar for bar in bars if bar["low"] is not None]
        self.mark("bars", drawn, solid.encode(x=low, x2=high, y=y, y2=y2))

    def chart(self, chart: Chart, y: int) -> Chart:
        """The chart with this canvas, its caption below, as its specification."""
        y += LINE // 2
        for sentence in chart.caption:
            y = self.write("notes", 0, y, sentence, self.width)
        words = [
            self.marks_of(style)
            .mark_text(**_STYLES[style])
            .encode(x=self.pixels("x"), y=self.pixels("y"), text=self.altair.Text("text:N"))
            .properties(name=style)
            for style in _STYLES
            if style in self._datasets
        ]
        drawn = (
            self.altair.layer(*self._layers, *words)
            .resolve_scale(x="independent", y="independent")
            .to_dict()
        )
        spec = {
            "$schema": drawn["$schema"],
            "title": {"text": printable(chart.title)},
            "description": printable(f"{chart.title}. {chart.alt}"),
            "width": self.width,
            "height": y,
            "config": _CONFIG,
            "resolve": drawn["resolve"],
            "datasets": {name: self._datasets[name] for name in sorted(self._datasets)},
            "layer": drawn["layer"],
        }
        return attrs.evolve(chart, spec=canonical(spec))
