"""What ``filter`` and ``annotate`` cost beside the same thing written by hand.

Service records are generated: one row for each family seen, with a programme
named as people name it. Each engine answers two questions through the library
and through its own interface, from the same data, in interleaved rounds; both
must give the same counts, or the run stops. Peak memory is that of a process
of its own for each way.

    python benchmarks/frames.py --check
    python benchmarks/frames.py --records 100000 --rounds 3
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random
from time import perf_counter_ns
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd
import polars as pl

from imh_evidence import Criteria, certainly, interventions
from imh_evidence.interop.frames import annotate, filter  # noqa: A004 -- its name
from imh_evidence.interop.spelling import REPLACEMENTS, spelt


if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.reporting import Bar, duration, introduce, machine, save, show, verdict
else:
    from reporting import Bar, duration, introduce, machine, save, show, verdict

# Records for each engine: of frames in memory fewer than of what is read in parts.
SIZES = {
    "polars, lazy": 10_000_000,
    "DuckDB": 10_000_000,
    "pandas": 1_000_000,
    "Spark, local": 2_000_000,
}
ROUNDS = 5
LIMIT = 1.25
OURS, HAND = "the library", "by hand"

QUESTION = Criteria(
    audience="targeted",
    practice_level=("skilled", "enhanced"),
    efficacy=certainly(at_least="medium"),
)
BY = ["efficacy_low", "efficacy_high", "audience_universal", "audience_targeted"]
BY_ADDED = [f"imh_{name}" for name in BY]
ENOUGH = ["Medium", "High"]

Answer = dict[Any, int]


# -- Records -----------------------------------------------------------------


def spellings() -> list[str | None]:
    """Names as people give them: published, other, dirty, unknown and missing."""
    names = [key for record in interventions for key in (record.id, record.name, *record.aliases)]
    dirty = [f"  {name.upper().replace(' ', chr(0xA0))} " for name in names]
    return [*names, *dirty, "Baby group", "Health visiting", "Not recorded", None]


def write_records(folder: Path, size: int) -> None:
    """Records by name, and the same records with the table's columns beside them."""
    random = Random(20230401)
    pool = spellings()
    names = pl.Series("programme", pool, dtype=pl.String)
    drawn = pl.Series("at", random.choices(range(len(pool)), k=size), dtype=pl.Int16)
    records = pl.DataFrame(
        {"family": pl.int_range(size, eager=True), "programme": names.gather(drawn)}
    )
    records.write_parquet(folder / f"records-{size}.parquet")
    flat = pl.DataFrame(annotate(pl.DataFrame(names)).frame)
    beside = flat.rename(lambda name: name.removeprefix("imh_")).select(
        pl.exclude("programme", "name", "theory_group")
    )
    levels = ["evidence", "efficacy_low", "efficacy_high"]
    pl.concat(
        [records, beside.with_columns(pl.col(levels).cast(pl.String))[drawn]], how="horizontal"
    ).write_parquet(folder / f"flat-{size}.parquet")


def small_side() -> tuple[list[str], list[dict[str, Any]]]:
    """What a hand would write the small side of the join from."""
    keys, rows = [], []
    table = interventions.to_frame("polars").to_dicts()
    for record, row in zip(interventions, table, strict=True):
        for key in dict.fromkeys(map(spelt, (record.id, record.name, *record.aliases))):
            keys.append(key)
            rows.append({f"imh_{name}": value for name, value in row.items()})
    return keys, rows


# -- Engines -----------------------------------------------------------------


class Polars:
    """Lazy frames over a file."""

    def __init__(self, folder: Path, size: int) -> None:
        self.records = pl.scan_parquet(folder / f"records-{size}.parquet")
        self.flat = pl.scan_parquet(folder / f"flat-{size}.parquet")
        keys, rows = small_side()
        level = pl.Enum(["Low", "Medium", "High"])
        self.small = (
            pl.DataFrame(rows)
            .with_columns(
                pl.Series("key", keys),
                pl.col("imh_evidence", "imh_efficacy_low", "imh_efficacy_high").cast(level),
            )
            .lazy()
        )

    def filter_ours(self) -> Answer:
        return self._counted(filter(self.flat, QUESTION), ["id"])

    def filter_hand(self) -> Answer:
        kept = self.flat.filter(
            pl.col("audience_targeted"),
            pl.col("practice_level_skilled") | pl.col("practice_level_enhanced"),
            pl.col("efficacy_low").is_in(ENOUGH),
        )
        return self._counted(kept, ["id"])

    def annotate_ours(self) -> Answer:
        return self._counted(annotate(self.records).frame, BY_ADDED)

    def annotate_hand(self) -> Answer:
        old, new = map(list, zip(*REPLACEMENTS, strict=True))
        key = (
            pl.col("programme")
            .str.replace_many(old, new)
            .str.replace_all("  +", " ")
            .str.strip_chars(" ")
        )
        joined = self.records.with_columns(key=key).join(self.small, on="key", how="left")
        return self._counted(joined.drop("key"), BY_ADDED)

    @staticmethod
    def _counted(frame: pl.LazyFrame, by: list[str]) -> Answer:
        counts = frame.group_by(by).len().collect()
        return {tuple(row[:-1]): row[-1] for row in counts.iter_rows()}


class DuckDB:
    """Relations over a file, on a connection of their own."""

    def __init__(self, folder: Path, size: int) -> None:
        self.connection = duckdb.connect()
        self.path = folder / f"records-{size}.parquet"
        self.records = self.connection.sql(f"FROM '{self.path}'")
        self.flat = self.connection.sql(f"FROM '{folder / f'flat-{size}.parquet'}'")
        keys, rows = small_side()
        small = pl.DataFrame(rows).with_columns(pl.Series("key", keys)).to_arrow()
        self.connection.register("small_arrow", small)
        self.connection.sql("CREATE TABLE small AS FROM small_arrow")

    def filter_ours(self) -> Answer:
        return self._counted(filter(self.flat, QUESTION), ["id"])

    def filter_hand(self) -> Answer:
        kept = self.flat.filter(
            "audience_targeted AND (practice_level_skilled OR practice_level_enhanced) "
            "AND efficacy_low IN ('Medium', 'High')"
        )
        return self._counted(kept, ["id"])

    def annotate_ours(self) -> Answer:
        return self._counted(annotate(self.records).frame, BY_ADDED)

    def annotate_hand(self) -> Answer:
        key = "programme"
        for old, new in REPLACEMENTS:
            key = "replace({}, '{}', '{}')".format(key, old.replace("'", "''"), new)
        joined = self.connection.sql(
            f"""
            SELECT r.*, s.* EXCLUDE (key) FROM
            (FROM '{self.path}') AS r LEFT JOIN small AS s
            ON s.key = trim(regexp_replace({key}, '  +', ' ', 'g'), ' ')
            """
        )
        return self._counted(joined, BY_ADDED)

    @staticmethod
    def _counted(relation: Any, by: list[str]) -> Answer:
        counts = relation.aggregate(f"{', '.join(by)}, count(*)").fetchall()
        return {tuple(row[:-1]): row[-1] for row in counts}


class Pandas:
    """Frames in memory."""

    def __init__(self, folder: Path, size: int) -> None:
        self.records = pd.read_parquet(folder / f"records-{size}.parquet")
        self.flat = pd.read_parquet(folder / f"flat-{size}.parquet")
        flags = [name for name in self.flat if self.flat[name].dtype == object]
        self.flat = self.flat.astype(dict.fromkeys(flags, "boolean"))
        keys, _ = small_side()
        at = [interventions.ids.index(interventions[key].id) for key in keys]
        table = interventions.to_frame("pandas").add_prefix("imh_").iloc[at]
        flags = [name for name in table if table[name].dtype == bool]
        self.small = table.astype(dict.fromkeys(flags, "boolean")).assign(key=keys)

    def filter_ours(self) -> Answer:
        return self._counted(filter(self.flat, QUESTION), ["id"])

    def filter_hand(self) -> Answer:
        f = self.flat
        kept = f[
            f["audience_targeted"]
            & (f["practice_level_skilled"] | f["practice_level_enhanced"])
            & f["efficacy_low"].isin(ENOUGH)
        ]
        return self._counted(kept, ["id"])

    def annotate_ours(self) -> Answer:
        return self._counted(annotate(self.records).frame, BY_ADDED)

    def annotate_hand(self) -> Answer:
        names = self.records["programme"]
        known = {name: spelt(name) for name in names.dropna().unique()}
        joined = self.records.assign(key=names.map(known)).merge(self.small, on="key", how="left")
        return self._counted(joined.drop(columns="key"), BY_ADDED)

    @staticmethod
    def _counted(frame: pd.DataFrame, by: list[str]) -> Answer:
        counts = frame.groupby(by, dropna=False, observed=True).size()
        return {
            tuple(None if pd.isna(value) else value for value in row[:-1]): row[-1]
            for row in counts.reset_index().itertuples(index=False)
        }


class Spark:
    """Frames over a file, on a cluster of this machine alone."""

    def __init__(self, folder: Path, size: int) -> None:
        from pyspark.sql import SparkSession, functions

        self.f = functions
        self.session = (
            SparkSession.builder.master(f"local[{os.cpu_count()}]")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.sql.shuffle.partitions", "4")
            .config("spark.driver.memory", "2g")
            .getOrCreate()
        )
        self.session.sparkContext.setLogLevel("ERROR")
        self.records = self.session.read.parquet(str(folder / f"records-{size}.parquet"))
        self.flat = self.session.read.parquet(str(folder / f"flat-{size}.parquet"))
        keys, rows = small_side()
        self.small = self.session.createDataFrame(
            [{"key": key, **row} for key, row in zip(keys, rows, strict=True)]
        )

    def filter_ours(self) -> Answer:
        return self._counted(filter(self.flat, QUESTION), ["id"])

    def filter_hand(self) -> Answer:
        c = self.f.col
        kept = self.flat.filter(
            c("audience_targeted")
            & (c("practice_level_skilled") | c("practice_level_enhanced"))
            & c("efficacy_low").isin(ENOUGH)
        )
        return self._counted(kept, ["id"])

    def annotate_ours(self) -> Answer:
        return self._counted(annotate(self.records).frame, BY_ADDED)

    def annotate_hand(self) -> Answer:
        f = self.f
        old = "".join(old for old, new in REPLACEMENTS if len(new) == 1)
        gone = "".join(old for old, new in REPLACEMENTS if not new)
        new = "".join(new for _, new in REPLACEMENTS if len(new) == 1)
        key = f.translate(f.regexp_replace("programme", "&", " and "), old + gone, new)
        key = f.trim(f.regexp_replace(key, "  +", " "))
        joined = self.records.withColumn("key", key).join(f.broadcast(self.small), "key", "left")
        return self._counted(joined.drop("key"), BY_ADDED)

    @staticmethod
    def _counted(frame: Any, by: list[str]) -> Answer:
        return {tuple(row[:-1]): row[-1] for row in frame.groupBy(by).count().collect()}


ENGINES: dict[str, Any] = {
    "polars, lazy": Polars,
    "DuckDB": DuckDB,
    "pandas": Pandas,
    "Spark, local": Spark,
}
QUESTIONS = ("filter", "annotate")
WAYS = {OURS: "ours", HAND: "hand"}


# -- Measuring ---------------------------------------------------------------


def timed(tool: Any, question: str, rounds: int) -> dict[str, float]:
    """Median nanoseconds of each way, in rounds of rotated order."""
    calls: dict[str, Callable[[], Answer]] = {
        name: getattr(tool, f"{question}_{way}") for name, way in WAYS.items()
    }
    answers = [call() for call in calls.values()]
    if answers[0] != answers[1]:
        sys.exit(f"{type(tool).__name__}, {question}: {answers[0]} and {answers[1]}")
    times: dict[str, list[int]] = {name: [] for name in calls}
    order = list(calls)
    for _ in range(rounds):
        order = [*order[1:], order[0]]
        gc.collect()
        for name in order:
            started = perf_counter_ns()
            calls[name]()
            times[name].append(perf_counter_ns() - started)
    return {name: statistics.median(each) for name, each in times.items()}


def peak(engine: str, question: str, way: str, folder: Path, size: int) -> int:
    """The most memory, in bytes, that a process with this way alone takes."""
    ran = subprocess.run(
        [
            sys.executable,
            __file__,
            *("--alone", engine, question, way),
            *("--folder", str(folder), "--records", str(size)),
        ],
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    return int(json.loads(ran.stdout.splitlines()[-1]))


def alone(asked: list[str], folder: Path, size: int) -> None:
    """Answers once and prints the peak memory, a Java machine's included."""
    engine, question, way = asked
    tool = ENGINES[engine](folder, size)
    getattr(tool, f"{question}_{way}")()
    most = _high_water(os.getpid())
    print(json.dumps(most))


def _high_water(process: int) -> int:
    """The peak memory of a process and of those it started."""
    folder = Path("/proc", str(process))
    lines = (folder / "status").read_text(encoding="ascii").splitlines()
    # A process that has ended and not been waited for has no such line.
    own = sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    children = (folder / "task" / str(process) / "children").read_text(encoding="ascii")
    return own * 1024 + sum(_high_water(int(child)) for child in children.split())


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--records", type=int, help="as many for every engine")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="of each question")
    parser.add_argument("--check", action="store_true", help="exit 1 on a missed bar")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write figures here")
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--alone", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.alone:
        alone(options.alone, options.folder, options.records)
        return 0
    introduce()
    figures: dict[str, Any] = {"machine": machine(), "engines": {}}
    bars: list[Bar] = []
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory)
        for engine in options.engines:
            size = options.records or SIZES[engine]
            if not (folder / f"flat-{size}.parquet").exists():
                write_records(folder, size)
            tool = ENGINES[engine](folder, size)
            for question in QUESTIONS:
                times = timed(tool, question, options.rounds)
                memory = {
                    name: peak(engine, question, way, folder, size) for name, way in WAYS.items()
                }
                ratio = times[OURS] / times[HAND]
                bars.append(Bar(f"{question}, {engine}, time / by hand", ratio, "<=", LIMIT))
                figures["engines"].setdefault(engine, {})[question] = {
                    "records": size,
                    "median_ns": times,
                    "peak_bytes": memory,
                }
                show(
                    f"{question}, {engine}, {size:,} records",
                    ("", "median", "x by hand", "peak memory"),
                    [
                        (
                            name,
                            duration(each),
                            f"{each / times[HAND]:.2f}",
                            f"{memory[name] / 1e6:,.0f} MB",
                        )
                        for name, each in times.items()
                    ],
                )
            del tool
    met = verdict(bars)
    figures["bars"] = [{**bar._asdict(), "met": bar.met} for bar in bars]
    save(options.json, figures)
    return 1 if options.check and not met else 0


if __name__ == "__main__":
    sys.exit(main())
