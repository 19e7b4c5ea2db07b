"""A chart as a value: what it shows, in words, as a table, and drawn.

A chart is drawn by vl-convert, which needs no browser and no network.
"""

from __future__ import annotations

import json
from base64 import b64encode
from typing import TYPE_CHECKING, Any

import attrs

from ..documents.files import save_bytes
from ..interop.arguments import as_path
from ..model.errors import MissingExtra, UnknownValue, WrongType, printable
from ..model.record import Record
from .cards import card, notes_html, safe, table_html


if TYPE_CHECKING:
    import os

__all__ = ["Chart"]

_ENDINGS = (".svg", ".png", ".json")
_LARGEST = 20


@attrs.frozen(repr=False)
class Chart(Record):
    """A chart, what it says in words, and the table of what it shows.

    Args:
        title: what it shows.
        caption: what to bear in mind, then edition and source; drawn below it.
        alt: the chart in words, for those who do not see it.
        columns: the headings of the table.
        table: what the chart shows, row by row.
        spec: the chart as the text of a Vega-Lite specification.

    >>> from imh_evidence import interventions
    >>> from imh_evidence.views.charts import efficacy_ranges
    >>> chart = efficacy_ranges(interventions)
    >>> chart
    <Chart 'Efficacy as printed, by theory': 14 rows in its table>
    >>> chart.table[1]
    ('Attachment Theory', 'Family Nurse Partnership', 'Targeted', 'Low')
    """

    title: str
    caption: tuple[str, ...]
    alt: str
    columns: tuple[str, ...]
    table: tuple[tuple[str, ...], ...]
    spec: str

    def to_json(self) -> str:
        """The Vega-Lite specification, with its data in it."""
        return self.spec

    def to_svg(self) -> str:
        """The chart as the text of an SVG file, with its title and description.

        Raises:
            MissingExtra: if vl-convert is not installed.
        """
        drawn: str = _converter().vegalite_to_svg(self.spec, **self._settings)
        said = (
            f"<title>{safe(self.title)}</title>"
            f"<desc>{safe(self.alt)} {safe(' '.join(self.caption))}</desc>"
        )
        head, rest = drawn.split(">", 1)
        return f'{head} role="img">{said}{rest}'

    def to_png(self, scale: float = 2) -> bytes:
        """The chart as the bytes of a PNG file.

        Args:
            scale: how many pixels stand for one of the SVG, at most 20.

        Raises:
            WrongType: for another scale.
            MissingExtra: if vl-convert is not installed.
        """
        # Beyond a size that no screen has, vl-convert panics.
        if type(scale) not in {int, float} or not 0 < scale <= _LARGEST:
            expected = f"a number above 0, at most {_LARGEST}"
            raise WrongType("to_png(scale)", scale, expected)
        drawn: bytes = _converter().vegalite_to_png(self.spec, scale=scale, **self._settings)
        return drawn

    @property
    def _settings(self) -> dict[str, Any]:
        # The version of Vega-Lite that the specification names; nothing is fetched.
        # All texts in it are printable: vl-convert ends the process over others.
        schema = json.loads(self.spec)["$schema"]
        major, minor, *_ = schema.rpartition("/v")[2].split(".")
        return {"vl_version": f"{major}.{minor}", "allowed_base_urls": []}

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the chart to a file, whole or not at all.

        Args:
            path: the file, whose ending says what is written: ``.svg``,
                ``.png`` or ``.json``.

        Raises:
            UnknownValue: for another ending.
            WrongType: for what is no path.
            MissingExtra: if vl-convert is not installed and would be needed.
            OSError: if the file cannot be written; it is then as it was.
        """
        target = as_path(path)
        ending = target.suffix.lower()
        if ending not in _ENDINGS:
            raise UnknownValue("the ending of a chart's file", ending, _ENDINGS)
        if ending == ".png":
            body = self.to_png()
        else:
            body = (self.to_svg() if ending == ".svg" else self.spec).encode()
        save_bytes(target, body, replace=True)

    def _repr_html_(self) -> str:
        # As an image, because the names inside two inline drawings would clash.
        image = b64encode(self.to_svg().encode()).decode()
        return card(
            self.title,
            f'<img alt="{safe(self.alt)}" src="data:image/svg+xml;base64,{image}" '
            'style="max-width: 100%; min-width: 34em; height: auto">',
            "<details><summary>The same as a table</summary>",
            table_html(self.columns, ([safe(c) for c in row] for row in self.table)),
            notes_html(self.caption),
            "</details>",
        )

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        """The chart for any front end, which shows the kind that it knows best."""
        return {
            "text/html": self._repr_html_(),
            "image/svg+xml": self.to_svg(),
            "text/plain": f"{printable(self.title)}\n{printable(self.alt)}",
        }

    def __repr__(self) -> str:
        count = len(self.table)
        rows = f"{count} row{'' if count == 1 else 's'}"
        return f"<Chart {self.title!r}: {rows} in its table>"


def _converter() -> Any:
    try:
        import vl_convert
    except ImportError:
        raise MissingExtra("a drawn chart", "vl-convert-python", "charts") from None
    return vl_convert
