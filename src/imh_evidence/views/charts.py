"""Charts, drawn with Altair: what rows print, where they are, how one is assessed.

Each shows the full scale, whatever levels occur; names rows before it counts
them; and tells levels by place, shape and text, so that colour is never needed
to read it.
"""

from .drawing import Chart
from .hexagon_chart import hexagon
from .map_chart import evidence_map
from .range_chart import efficacy_ranges


__all__ = ["Chart", "efficacy_ranges", "evidence_map", "hexagon"]
