"""Charts, drawn with Altair: what each row prints, and where the rows are.

Each shows the full scale, whatever levels its rows print; names rows before it
counts them; and tells levels by place, shape and text, so that colour is never
needed to read it.
"""

from .drawing import Chart
from .map_chart import evidence_map
from .range_chart import efficacy_ranges


__all__ = ["Chart", "efficacy_ranges", "evidence_map"]
