"""What the benchmarks share: fair timing, tables to read and bars to meet."""

from __future__ import annotations

import gc
import json
import os
import platform
import statistics
from time import perf_counter_ns
from typing import TYPE_CHECKING, Any, NamedTuple


if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

# A batch of calls lasts this long at least, so that the clock's own cost is small.
_BATCH_NS = 2_000_000
# Rounds for one question go on for about this long, within these bounds.
_BUDGET_NS = 6_000_000_000
_FEWEST, _MOST = 7, 41


class Bar(NamedTuple):
    """A promise on a figure: at least the limit, or at most."""

    name: str
    figure: float
    sense: str
    limit: float

    @property
    def met(self) -> bool:
        if self.sense == ">=":
            return self.figure >= self.limit
        return self.figure <= self.limit


def machine() -> dict[str, Any]:
    """What the figures depend on beside the code."""
    return {
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
    }


def medians(candidates: Mapping[str, Callable[[], Any]]) -> dict[str, float]:
    """Median nanoseconds of one call of each candidate, timed side by side.

    Every round times each candidate once, in rotated order, so that a slow
    spell of the machine falls on all of them. Garbage is collected before each
    round, and the collector stays on.
    """
    batches, once = {}, 0
    for name, call in candidates.items():
        call()
        started = perf_counter_ns()
        call()
        spent = max(perf_counter_ns() - started, 1)
        batches[name] = max(1, _BATCH_NS // spent)
        once += spent * batches[name]
    rounds = min(max(_BUDGET_NS // once, _FEWEST), _MOST)
    times: dict[str, list[float]] = {name: [] for name in candidates}
    order = list(candidates)
    for _ in range(rounds):
        order = [*order[1:], order[0]]
        gc.collect()
        for name in order:
            call, repeats = candidates[name], range(batches[name])
            started = perf_counter_ns()
            for _repeat in repeats:
                call()
            times[name].append((perf_counter_ns() - started) / len(repeats))
    return {name: statistics.median(each) for name, each in times.items()}


def introduce() -> None:
    """Prints the machine, as no figure means much without it."""
    on = machine()
    print(f"{on['python']}, {on['system']}, {on['cores']} cores")


def duration(nanoseconds: float) -> str:
    """A time in the unit that suits it, to three figures."""
    for unit, size in (("s", 1e9), ("ms", 1e6), ("us", 1e3)):
        if nanoseconds >= size:
            return f"{nanoseconds / size:.3g} {unit}"
    return f"{nanoseconds:.3g} ns"


def show(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Prints an aligned table, numbers to the right."""
    lines = [header, *rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(header))]
    print(f"\n{title}")
    for number, line in enumerate(lines):
        first, *rest = line
        cells = [
            first.ljust(widths[0]),
            *(cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True)),
        ]
        print("  " + "  ".join(cells).rstrip())
        if not number:
            print("  " + "  ".join("-" * width for width in widths))


def verdict(bars: Sequence[Bar]) -> bool:
    """Prints each bar and whether it is met; True if all are."""
    rows = [
        (
            bar.name,
            f"{bar.figure:.3g}",
            f"{bar.sense} {bar.limit:g}",
            "met" if bar.met else "MISSED",
        )
        for bar in bars
    ]
    show("Bars", ("bar", "figure", "limit", ""), rows)
    return all(bar.met for bar in bars)


def save(path: Path | None, body: Mapping[str, Any]) -> None:
    """Writes the figures as JSON, where a file is asked for."""
    if path is not None:
        path.write_text(json.dumps(body, indent=2) + "\n", encoding="utf-8")
