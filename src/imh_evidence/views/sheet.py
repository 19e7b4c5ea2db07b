"""The sheet that charts are laid out on: texts and marks at places in pixels.

Vega-Lite puts marks where data say. Lists of names need more room in one row
than in another, so the places are worked out here, and levels alone are data
on a scale. Only what is stated here gets into a specification: themes and
settings of the session do not change what a chart looks like.
"""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

import attrs

from ..errors import MissingExtra, printable
from ..jsontext import canonical


if TYPE_CHECKING:
    from collections.abc import Iterable

    from .drawing import Chart

__all__ = ["LINE", "Sheet"]

#: From one line of text to the next.
LINE = 16

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


@attrs.define
class Sheet:
    """Texts and marks that are being laid out, from the top down.

    Args:
        width: how wide the sheet is.
        what: the chart that is drawn, for the error if Altair is missing.
    """

    width: int
    what: str
    _datasets: dict[str, list[dict[str, Any]]] = attrs.field(factory=dict)
    _layers: list[Any] = attrs.field(factory=list)

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
        """Put marks on the sheet, one for each row of data."""
        self._datasets[name] = list(rows)
        self._layers.append(layer.properties(name=name))

    def marks_of(self, name: str) -> Any:
        """A layer of the marks whose data have this name."""
        return self.altair.Chart(self.altair.NamedData(name))

    def pixels(self, channel: str, field: str | None = None) -> Any:
        """A channel whose data are places on the sheet."""
        kind = getattr(self.altair, channel.capitalize())
        if channel.endswith("2"):
            return kind(field or channel)
        return kind(field or channel, type="quantitative", scale=None, axis=None)

    def chart(self, chart: Chart, y: int) -> Chart:
        """The chart with this sheet, its caption below, as its specification."""
        y += LINE // 2
        for sentence in chart.caption:
            y = self.write("notes", 0, y, sentence, self.width)
        words = [
            self.marks_of(style)
            .mark_text(**_STYLES[style])
            .encode(
                x=self.pixels("x"), y=self.pixels("y"), text=self.altair.Text("text:N")
            )
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
