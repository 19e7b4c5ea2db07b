"""How long a catalogue takes to answer, beside comprehensions and data frames.

Four questions are put to the published rows and to generated ones, with every
tool's rows in memory and in its natural types. Tools that are not installed
are left out. All tools must give the same answers, or the run stops.

    python benchmarks/questions.py --check
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections import Counter
from itertools import combinations, islice
from operator import attrgetter
from pathlib import Path
from random import Random
from time import perf_counter_ns
from typing import TYPE_CHECKING, Any

from imh_evidence import (
    Audience,
    Catalogue,
    Criteria,
    EfficacyLevel,
    EfficacyRange,
    EvidenceLevel,
    Intervention,
    PracticeLevel,
    Theory,
    certainly,
    interventions,
)
from imh_evidence.catalogue.masks import FIELDS, Masks
from imh_evidence.documents.catalogue_file import CatalogueFile
from imh_evidence.model.notice import Source
from imh_evidence.model.records import Provenance


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from benchmarks.reporting import Bar, duration, introduce, machine, medians, save, show, verdict

    Calls = dict[str, Callable[[], Any]]
else:
    from reporting import Bar, duration, introduce, machine, medians, save, show, verdict

PUBLISHED, MIDDLE, LARGE = 14, 10_000, 1_000_000
FIRST = 100
LEVELS = ["low", "medium", "high"]

BY_CRITERIA = "catalogue, Criteria made before"
BY_KEYWORDS = "catalogue, by keywords"
CATALOGUE = "catalogue"
PLAIN = "comprehension, order of levels"
LEAN = "comprehension, set of levels"
SELECTIVE = "comprehension, rarest condition first"
LOOP = "comprehension, a pass per pair"
COUNTER = "Counter, one pass"
COUNTER_OF_SETS = "Counter of pairs of sets"


# -- Rows --------------------------------------------------------------------


def _subsets(members: Iterable[Any], most: int) -> list[tuple[Any, ...]]:
    members = tuple(members)
    return [chosen for size in range(1, most + 1) for chosen in combinations(members, size)]


def generated(size: int) -> tuple[Intervention, ...]:
    """Rows with every set and range in them, common ones more often; always the same."""
    random = Random(20230401)

    def drawn(values: list[Any], weights: list[float]) -> list[Any]:
        return random.choices(values, weights, k=size)

    theories = _subsets(Theory, 3)
    shares = {1: 70 / 8, 2: 25 / 28, 3: 5 / 56}
    practice = _subsets(PracticeLevel, 4)
    spread = {1: 60 / 4, 2: 30 / 6, 3: 8 / 4, 4: 2.0}
    ranges = [
        EfficacyRange(low, high) for low in EfficacyLevel for high in EfficacyLevel if low <= high
    ]
    provenance = Provenance()
    columns = zip(
        range(size),
        drawn(theories, [shares[len(each)] for each in theories]),
        drawn(_subsets(Audience, 2), [25, 50, 25]),
        drawn(practice, [spread[len(each)] for each in practice]),
        drawn(list(EvidenceLevel), [10, 30, 60]),
        drawn(ranges, [20, 20, 15, 20, 15, 10]),
        strict=True,
    )
    return tuple(
        Intervention(
            id=f"programme-{number}",
            name=f"Programme {number}",
            theories=held,
            audiences=audiences,
            practice_levels=levels,
            evidence=evidence,
            efficacy=efficacy,
            provenance=provenance,
        )
        for number, held, audiences, levels, evidence, efficacy in columns
    )


def catalogue_of(size: int) -> Catalogue:
    """A catalogue of a size; the checks of from_records are timed elsewhere."""
    if size == PUBLISHED:
        return interventions
    return Catalogue(CatalogueFile(Source("Generated rows"), interventions=generated(size)))


def columns_of(rows: tuple[Intervention, ...]) -> dict[str, list[Any]]:
    """The columns that the questions and their answers need."""
    columns: dict[str, list[Any]] = {
        "id": [row.id for row in rows],
        "name": [row.name for row in rows],
        "theory_attachment": [Theory.ATTACHMENT in row.theories for row in rows],
    }
    for audience in Audience:
        columns[f"audience_{audience.value}"] = [audience in row.audiences for row in rows]
    for level in PracticeLevel:
        columns[f"practice_level_{level.value}"] = [level in row.practice_levels for row in rows]
    columns["evidence"] = [row.evidence.value for row in rows]
    columns["efficacy_low"] = [row.efficacy.low.value for row in rows]
    columns["efficacy_high"] = [row.efficacy.high.value for row in rows]
    return columns


AUDIENCES = [f"audience_{each.value}" for each in Audience]
PRACTICE = [f"practice_level_{each.value}" for each in PracticeLevel]
ORDERED = ("evidence", "efficacy_low", "efficacy_high")


# -- Tools -------------------------------------------------------------------


class Pandas:
    """Boolean columns and ordered categoricals."""

    name = "pandas"

    def __init__(self, columns: dict[str, list[Any]]) -> None:
        self._pandas = importlib.import_module("pandas")
        kind = self._pandas.CategoricalDtype(LEVELS, ordered=True)
        self._frame = self._pandas.DataFrame(columns).astype(dict.fromkeys(ORDERED, kind))

    def _mask(self) -> Any:
        f = self._frame
        return (
            f["audience_universal"]
            & (f["practice_level_skilled"] | f["practice_level_enhanced"])
            & f["theory_attachment"]
            & (f["efficacy_low"] >= "medium")
        )

    def count(self) -> int:
        return int(self._mask().sum())

    def frame(self) -> Any:
        return self._frame[self._mask()]

    def rows(self) -> list[Any]:
        return list(self.frame().itertuples(index=False, name=None))

    def first(self) -> list[Any]:
        head = self.frame().head(FIRST)
        return list(head.itertuples(index=False, name=None))

    def pairs(self) -> list[int]:
        f = self._frame
        return [int((f[a] & f[p]).sum()) for a in AUDIENCES for p in PRACTICE]


class Polars:
    """Boolean columns and Enum, asked lazily."""

    name = "polars"

    def __init__(self, columns: dict[str, list[Any]]) -> None:
        self._polars = pl = importlib.import_module("polars")
        frame = pl.DataFrame(columns, schema_overrides=dict.fromkeys(ORDERED, pl.Enum(LEVELS)))
        self._lazy = frame.lazy()
        self._matching = self._lazy.filter(
            pl.col("audience_universal")
            & (pl.col("practice_level_skilled") | pl.col("practice_level_enhanced"))
            & pl.col("theory_attachment")
            & (pl.col("efficacy_low") >= "medium")
        )

    def count(self) -> int:
        return int(self._matching.select(self._polars.len()).collect().item())

    def frame(self) -> Any:
        return self._matching.collect()

    def rows(self) -> Any:
        return self.frame().rows()

    def first(self) -> Any:
        return self._matching.head(FIRST).collect().rows()

    def pairs(self) -> list[int]:
        pl = self._polars
        sums = [
            (pl.col(a) & pl.col(p)).sum().alias(f"{a} {p}") for a in AUDIENCES for p in PRACTICE
        ]
        return [int(each) for each in self._lazy.select(sums).collect().row(0)]


class DuckDB:
    """A table in memory, with booleans and an ENUM."""

    name = "duckdb"

    _MATCHING = (
        "from rows where audience_universal and "
        "(practice_level_skilled or practice_level_enhanced) and "
        "theory_attachment and efficacy_low >= 'medium'::level"
    )

    def __init__(self, columns: dict[str, list[Any]]) -> None:
        duckdb = importlib.import_module("duckdb")
        pandas = importlib.import_module("pandas")
        kind = pandas.CategoricalDtype(LEVELS, ordered=True)
        frame = pandas.DataFrame(columns).astype(dict.fromkeys(ORDERED, kind))
        self._connection = duckdb.connect()
        self._connection.execute("create type level as enum ('low', 'medium', 'high')")
        levels = ", ".join(f"{each}::level as {each}" for each in ORDERED)
        self._connection.register("frame", frame)
        self._connection.execute(f"create table rows as select * replace ({levels}) from frame")
        self._connection.unregister("frame")

    def _all(self, query: str) -> list[Any]:
        rows: list[Any] = self._connection.execute(query).fetchall()
        return rows

    def count(self) -> int:
        return int(self._all(f"select count(*) {self._MATCHING}")[0][0])

    def frame(self) -> Any:
        return self._connection.execute(f"select * {self._MATCHING}").df()

    def rows(self) -> list[Any]:
        return self._all(f"select * {self._MATCHING}")

    def first(self) -> list[Any]:
        return self._all(f"select * {self._MATCHING} limit {FIRST}")

    def pairs(self) -> list[int]:
        sums = ", ".join(
            f"count(*) filter (where {a} and {p})" for a in AUDIENCES for p in PRACTICE
        )
        return list(self._all(f"select {sums} from rows")[0])


def tools_for(columns: dict[str, list[Any]]) -> list[Any]:
    """The frame libraries that are installed, each with the rows loaded."""
    tools: list[Any] = []
    for kind in (Pandas, Polars, DuckDB):
        try:
            tools.append(kind(columns))
        except ImportError as error:
            print(f"left out: {error}", file=sys.stderr)
    return tools


# -- Questions ---------------------------------------------------------------

FOUR = Criteria(
    audience="universal",
    practice_level=("skilled", "enhanced"),
    theory="attachment",
    efficacy=certainly(at_least="medium"),
)


def by_keywords(catalogue: Catalogue) -> Catalogue:
    return catalogue.where(
        audience="universal",
        practice_level=("skilled", "enhanced"),
        theory="attachment",
        efficacy=certainly(at_least="medium"),
    )


def plain_matches(rows: tuple[Intervention, ...]) -> list[Intervention]:
    return [
        row
        for row in rows
        if Audience.UNIVERSAL in row.audiences
        and (
            PracticeLevel.SKILLED in row.practice_levels
            or PracticeLevel.ENHANCED in row.practice_levels
        )
        and Theory.ATTACHMENT in row.theories
        and row.efficacy.low >= EfficacyLevel.MEDIUM
    ]


def lean_matches(rows: Iterable[Intervention]) -> list[Intervention]:
    universal, attachment = Audience.UNIVERSAL, Theory.ATTACHMENT
    skilled, enhanced = PracticeLevel.SKILLED, PracticeLevel.ENHANCED
    enough = {EfficacyLevel.MEDIUM, EfficacyLevel.HIGH}
    return [
        row
        for row in rows
        if universal in row.audiences
        and (skilled in row.practice_levels or enhanced in row.practice_levels)
        and attachment in row.theories
        and row.efficacy.low in enough
    ]


def selective_matches(rows: Iterable[Intervention]) -> list[Intervention]:
    """For whoever knows beforehand which condition leaves fewest rows."""
    universal, attachment = Audience.UNIVERSAL, Theory.ATTACHMENT
    skilled, enhanced = PracticeLevel.SKILLED, PracticeLevel.ENHANCED
    enough = {EfficacyLevel.MEDIUM, EfficacyLevel.HIGH}
    return [
        row
        for row in rows
        if attachment in row.theories
        and row.efficacy.low in enough
        and universal in row.audiences
        and (skilled in row.practice_levels or enhanced in row.practice_levels)
    ]


def plain_count(rows: tuple[Intervention, ...]) -> int:
    return sum(
        1
        for row in rows
        if Audience.UNIVERSAL in row.audiences
        and (
            PracticeLevel.SKILLED in row.practice_levels
            or PracticeLevel.ENHANCED in row.practice_levels
        )
        and Theory.ATTACHMENT in row.theories
        and row.efficacy.low >= EfficacyLevel.MEDIUM
    )


def lean_first(rows: tuple[Intervention, ...]) -> list[Intervention]:
    universal, attachment = Audience.UNIVERSAL, Theory.ATTACHMENT
    skilled, enhanced = PracticeLevel.SKILLED, PracticeLevel.ENHANCED
    enough = {EfficacyLevel.MEDIUM, EfficacyLevel.HIGH}
    matching = (
        row
        for row in rows
        if universal in row.audiences
        and (skilled in row.practice_levels or enhanced in row.practice_levels)
        and attachment in row.theories
        and row.efficacy.low in enough
    )
    return list(islice(matching, FIRST))


def loop_pairs(rows: tuple[Intervention, ...]) -> list[int]:
    return [
        sum(1 for row in rows if audience in row.audiences and level in row.practice_levels)
        for audience in Audience
        for level in PracticeLevel
    ]


def counter_pairs(rows: tuple[Intervention, ...]) -> list[int]:
    found = Counter(
        (audience, level)
        for row in rows
        for audience in row.audiences
        for level in row.practice_levels
    )
    return [found[a, p] for a in Audience for p in PracticeLevel]


def counter_of_sets(rows: tuple[Intervention, ...]) -> list[int]:
    found = Counter(map(attrgetter("audiences", "practice_levels"), rows))
    return [
        sum(n for (held, levels), n in found.items() if a in held and p in levels)
        for a in Audience
        for p in PracticeLevel
    ]


def questions(
    catalogue: Catalogue, rows: tuple[Intervention, ...], tools: list[Any]
) -> dict[str, tuple[Calls, Callable[[Any], Any]]]:
    """Each question: the calls that answer it, and what their answers must agree on."""
    same: Callable[[Any], Any] = lambda answer: answer  # noqa: E731
    return {
        "count of four conditions": (
            {
                BY_CRITERIA: lambda: len(catalogue.where(FOUR)),
                BY_KEYWORDS: lambda: len(by_keywords(catalogue)),
                PLAIN: lambda: plain_count(rows),
                LEAN: lambda: len(lean_matches(rows)),
                SELECTIVE: lambda: len(selective_matches(rows)),
                **{tool.name: tool.count for tool in tools},
            },
            same,
        ),
        "all matching records": (
            {
                CATALOGUE: lambda: tuple(catalogue.where(FOUR)),
                PLAIN: lambda: plain_matches(rows),
                LEAN: lambda: lean_matches(rows),
                SELECTIVE: lambda: selective_matches(rows),
                **{f"{tool.name}, as tuples": tool.rows for tool in tools},
            },
            len,
        ),
        "all matching rows, as a frame": ({tool.name: tool.frame for tool in tools}, len),
        f"first {FIRST} matching records": (
            {
                CATALOGUE: lambda: tuple(islice(catalogue.where(FOUR), FIRST)),
                LEAN: lambda: lean_first(rows),
                **{f"{tool.name}, as tuples": tool.first for tool in tools},
            },
            len,
        ),
        "counts by audience and practice level": (
            {
                CATALOGUE: lambda: catalogue.count_by("audience", "practice_level"),
                LOOP: lambda: loop_pairs(rows),
                COUNTER: lambda: counter_pairs(rows),
                COUNTER_OF_SETS: lambda: counter_of_sets(rows),
                **{tool.name: tool.pairs for tool in tools},
            },
            lambda answer: [getattr(each, "rows", each) for each in answer],
        ),
    }


def agreed(question: str, calls: Calls, of: Callable[[Any], Any]) -> None:
    """Stops the run if two tools answer differently."""
    answers = {name: of(call()) for name, call in calls.items()}
    first = next(iter(answers.values()), None)
    for name, answer in answers.items():
        if answer != first:
            sys.exit(f"{question}: {name} answers {answer!r}, others {first!r}")


# -- Building ----------------------------------------------------------------


def index_figures(rows: tuple[Intervention, ...]) -> dict[str, float]:
    """Time to build the index, and what it takes in memory."""

    def made() -> list[dict[Any, int]]:
        masks = Masks(rows)
        return [masks.by(facet) for facet in FIELDS]

    bits = [each for found in made() for each in found.values()]
    return {
        "index_ns": medians({"": made})[""],
        "index_bytes_per_row": sum(map(sys.getsizeof, bits)) / len(rows),
    }


def from_records_ns(rows: tuple[Intervention, ...]) -> float:
    if len(rows) < LARGE:
        times: dict[str, float] = medians({"": lambda: Catalogue.from_records(rows)})
        return times[""]
    started = perf_counter_ns()
    Catalogue.from_records(rows)
    return perf_counter_ns() - started


# -- Bars --------------------------------------------------------------------


def bars_for(size: int, times: dict[str, dict[str, float]], built: dict[str, float]) -> list[Bar]:
    """What is promised at a size, beside the faster of two comprehensions.

    The one that puts the rarest condition first is reported and sets no bar:
    who writes a question down does not know which condition that is.
    """
    count = times["count of four conditions"]
    matching = times["all matching records"]
    pairs = times["counts by audience and practice level"]
    slower = min(count[PLAIN], count[LEAN])
    by_two = min(pairs[LOOP], pairs[COUNTER])
    at = f"{size:,} rows:"
    if size == PUBLISHED:
        return [
            Bar(f"{at} count, Criteria / comprehension", count[BY_CRITERIA] / slower, "<=", 2),
            Bar(f"{at} count, keywords / comprehension", count[BY_KEYWORDS] / slower, "<=", 5),
        ]
    bars = [
        Bar(f"{at} count, comprehension / catalogue", slower / count[BY_CRITERIA], ">=", 100),
        Bar(
            f"{at} counts by two facets, comprehension / catalogue",
            by_two / pairs[CATALOGUE],
            ">=",
            50,
        ),
        Bar(f"{at} index, bytes per row", built["index_bytes_per_row"], "<=", 5),
    ]
    if size == LARGE:
        if Polars.name in count:
            times_polars = count[Polars.name] / count[BY_CRITERIA]
            bars.append(Bar(f"{at} count, polars / catalogue", times_polars, ">=", 15))
        bars.append(
            Bar(
                f"{at} all records, comprehension / catalogue",
                min(matching[PLAIN], matching[LEAN]) / matching[CATALOGUE],
                ">=",
                2.5,
            )
        )
    return bars


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--sizes",
        type=int,
        nargs="+",
        default=[PUBLISHED, MIDDLE, LARGE],
        help=f"numbers of rows; {PUBLISHED} stands for the published ones",
    )
    parser.add_argument("--check", action="store_true", help="exit 1 on a missed bar")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write figures here")
    options = parser.parse_args()
    introduce()
    figures: dict[str, Any] = {"machine": machine(), "sizes": {}}
    bars: list[Bar] = []
    for size in options.sizes:
        catalogue = catalogue_of(size)
        rows = tuple(catalogue)
        tools = tools_for(columns_of(rows))
        print(f"\n== {size:,} rows, {len(catalogue.where(FOUR)):,} matching ==")
        times = {}
        for question, (calls, of) in questions(catalogue, rows, tools).items():
            agreed(question, calls, of)
            times[question] = medians(calls)
            _show(question, times[question])
        built = index_figures(rows)
        built["from_records_ns"] = from_records_ns(rows)
        show(
            "building",
            ("", "figure"),
            [
                ("index", duration(built["index_ns"])),
                ("index, bytes per row", f"{built['index_bytes_per_row']:.2f}"),
                ("from_records, with its checks", duration(built["from_records_ns"])),
            ],
        )
        bars += bars_for(size, times, built)
        figures["sizes"][size] = {"median_ns": times, **built}
    met = verdict(bars)
    figures["bars"] = [{**bar._asdict(), "met": bar.met} for bar in bars]
    save(options.json, figures)
    return 1 if options.check and not met else 0


def _show(question: str, times: dict[str, float]) -> None:
    if times:
        base = next(iter(times.values()))
        show(
            question,
            ("", "median", "x first line"),
            [(name, duration(t), f"{t / base:.3g}") for name, t in times.items()],
        )


if __name__ == "__main__":
    sys.exit(main())
