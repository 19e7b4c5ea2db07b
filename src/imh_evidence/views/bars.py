"""Range bars: a scale drawn as a line of cells, of which some are filled.

The cells take the colour of the text around them, so a bar reads in black and
white, and on a dark page as on a light one. Position tells the level: every
level of the scale has its cell, whether filled or not.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import attrs

from ..model.errors import printable
from ..model.record import Record
from ..model.scales import EfficacyLevel


if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ..model.scales import EfficacyRange

__all__ = ["Barred", "range_bar", "scale_bar"]

_CELL, _GAP, _HEIGHT = 18, 3, 12


def range_bar(efficacy: EfficacyRange) -> str:
    """An efficacy range as an inline SVG with a title and a description.

    Args:
        efficacy: the range as printed.

    >>> from imh_evidence import EfficacyRange
    >>> range_bar(EfficacyRange("low", "medium")).count("<rect")
    3
    """
    return scale_bar(
        [level.label for level in EfficacyLevel],
        {level.label for level in efficacy.levels},
        f"Efficacy: {efficacy}",
    )


def scale_bar(labels: Sequence[str], filled: Collection[str], title: str) -> str:
    """A scale as an inline SVG: a cell for each label, some of them filled.

    Args:
        labels: the labels of the scale, from low to high.
        filled: those of them that the value covers; none for no value.
        title: what the bar shows, in a few words.

    >>> scale_bar("12345", "45", "Need: 4 to 5").count('fill="currentColor"')
    2
    """
    cells = "".join(
        f'<rect x="{at * (_CELL + _GAP) + 1}" y="1" width="{_CELL}" height="{_HEIGHT}" '
        f'rx="2" fill="{"currentColor" if label in filled else "none"}" '
        'stroke="currentColor"/>'
        for at, label in enumerate(labels)
    )
    covered = [label for label in labels if label in filled]
    scale = f"the scale {', '.join(labels)}"
    says = f"Filled: {', '.join(covered)}, on {scale}." if covered else f"On {scale}."
    width, height = len(labels) * (_CELL + _GAP), _HEIGHT + 2
    return (
        f'<svg class="imh-bar" role="img" xmlns="http://www.w3.org/2000/svg" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f"<title>{escape(printable(title))}</title>"
        f"<desc>{escape(printable(says))}</desc>{cells}</svg>"
    )


@attrs.frozen
class Barred(Record):
    """A text that views may draw a bar before; by itself it is the text.

    Args:
        text: the text.
        labels: the labels of the scale, from low to high.
        filled: those of them that it covers.
        title: what the bar shows.

    >>> print(Barred("3+", ("1", "2", "3", "4", "5"), ("3", "4", "5"), "Need: 3+"))
    3+
    """

    text: str
    labels: tuple[str, ...]
    filled: tuple[str, ...]
    title: str

    @property
    def bar(self) -> str:
        """The bar as an inline SVG."""
        return scale_bar(self.labels, self.filled, self.title)

    def __str__(self) -> str:
        return self.text
