"""How fast a long catalogue file is read, and how much memory that takes at its peak.

The same JSON is read by this library, which checks everything that can be wrong in a
file, and by five others that check less: ``json`` into dicts checks nothing, attrs
records made from these by hand check members; plain cattrs, pydantic and msgspec check types and members, and neither names shared
between rows nor slugs nor ranges the wrong way round.

    python benchmarks/load.py --rows 20000

Speed is measured side by side in one process; memory in a process of its own for each
contender, as the growth of the resident set from before the reading to its peak (the
rows that come of it included).
"""

from __future__ import annotations

import argparse
import enum
import json
import random
import resource
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from types import GenericAlias
from typing import TYPE_CHECKING, Any

import attrs
import cattrs

from imh_evidence import Catalogue


if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.reporting import Bar, duration, introduce, machine, medians, save, show, verdict
else:
    from reporting import Bar, duration, introduce, machine, medians, save, show, verdict


OURS, DICTS, BY_HAND, CATTRS, PYDANTIC, MSGSPEC = (
    "imh_evidence",
    "json into dicts",
    "attrs by hand",
    "plain cattrs",
    "pydantic",
    "msgspec",
)


# -- The files ---------------------------------------------------------------

THEORIES = (
    "attachment",
    "social-learning",
    "family-systems",
    "cognitive-learning",
    "cognitive-behavioural",
    "psychoanalytic-psychotherapy",
    "developmental-psychopathology",
    "psychoeducation",
)
AUDIENCES = ("universal", "targeted")
PRACTICE = ("informed", "skilled", "enhanced", "specialist")
LEVELS = ("low", "medium", "high")
WORDS = (
    "Bond", "Bright", "Calm", "Carer", "Early", "Family", "First", "Group", "Home",
    "Infant", "Kind", "Open", "Parent", "Path", "Play", "Shared", "Sleep", "Small",
    "Song", "Steps", "Story", "Talk", "Visit", "Warm",
)  # fmt: skip

#: The share of rows with an alias, which makes almost every line one of its own.
ALIASED = 0.3


def generated(rows: int, kind: str) -> bytes:
    """A catalogue file of so many rows, the same one on every machine."""
    chance = random.Random(20230401)
    head: dict[str, Any] = {
        "schema": "urn:imh-evidence:schema:catalogue:1",
        "source": {"title": "Generated"},
    }
    made = []
    for i in range(rows):
        name = f"{' '.join(chance.choices(WORDS, k=3))} {i}"
        ends = sorted(chance.choices(range(3), k=2))
        row: dict[str, Any] = {
            "id": name.lower().replace(" ", "-"),
            "name": name,
            "theories": chance.sample(THEORIES, chance.choice((1, 1, 1, 2, 3))),
            "audiences": sample(chance, AUDIENCES, (1, 1, 2)),
            "practice_levels": sample(chance, PRACTICE, (1, 1, 1, 2)),
            "evidence": chance.choice(LEVELS),
            "efficacy": {"low": LEVELS[ends[0]], "high": LEVELS[ends[1]]},
        }
        if kind == "aliases" and chance.random() < ALIASED:
            row["aliases"] = [f"{chance.choice(WORDS)} {name}"]
        if kind == "other order":
            row = dict(reversed(row.items()))
        made.append(row)
    return json.dumps({**head, "interventions": made}).encode()


def sample(chance: random.Random, members: tuple[str, ...], sizes: tuple[int, ...]) -> list[str]:
    """Some of the members, in their order."""
    taken = chance.sample(members, chance.choice(sizes))
    return [member for member in members if member in taken]


KINDS = {
    "plain": "rows without aliases",
    "aliases": f"{ALIASED:.0%} of the rows with an alias",
    "other order": "rows without aliases, id and name last",
}


# -- The contenders ----------------------------------------------------------


def enumeration(name: str, values: tuple[str, ...]) -> Any:
    """An enum of slugs, as each contender takes it."""
    return enum.Enum(name, {value.upper().replace("-", "_"): value for value in values})


THEORY = enumeration("THEORY", THEORIES)
AUDIENCE = enumeration("AUDIENCE", AUDIENCES)
PRACTICE_LEVEL = enumeration("PRACTICE", PRACTICE)
LEVEL = enumeration("LEVEL", LEVELS)
RANGE_FIELDS = {"low": LEVEL, "high": LEVEL}
ALIASES: Any = tuple[str, ...]


def several(kind: Any) -> Any:
    """The type of a tuple of any length."""
    return GenericAlias(tuple, (kind, ...))


def row_fields(spread: Any) -> dict[str, Any]:
    """The fields of a row and their types."""
    return {
        "id": str,
        "name": str,
        "theories": several(THEORY),
        "audiences": several(AUDIENCE),
        "practice_levels": several(PRACTICE_LEVEL),
        "evidence": LEVEL,
        "efficacy": spread,
    }


def plain_rows(data: bytes) -> list[Any]:
    """The rows of a file, as dicts."""
    found: list[Any] = json.loads(data)["interventions"]
    return found


def ours(data: bytes) -> Sequence[Any] | Catalogue:
    return Catalogue.load(data)


def into_dicts(data: bytes) -> Sequence[Any]:
    return plain_rows(data)


@attrs.frozen
class Spread:
    low: Any
    high: Any


@attrs.frozen
class Row:
    """A row as somebody would write it who has files of these fields, all of ours."""

    id: str
    name: str
    theories: tuple[Any, ...]
    audiences: tuple[Any, ...]
    practice_levels: tuple[Any, ...]
    evidence: Any
    efficacy: Spread
    theory_group: int | None = None
    recommended: bool | None = None
    is_suite: bool = False
    aliases: tuple[str, ...] = ()
    related: tuple[Any, ...] = ()
    provenance: Any = None


def by_hand(data: bytes) -> Sequence[Any]:
    return [
        Row(
            row["id"],
            row["name"],
            tuple(THEORY(each) for each in row["theories"]),
            tuple(AUDIENCE(each) for each in row["audiences"]),
            tuple(PRACTICE_LEVEL(each) for each in row["practice_levels"]),
            LEVEL(row["evidence"]),
            Spread(LEVEL(row["efficacy"]["low"]), LEVEL(row["efficacy"]["high"])),
            row.get("theory_group"),
            row.get("recommended"),
            row.get("is_suite", False),
            tuple(row.get("aliases", ())),
            tuple(row.get("related", ())),
            row.get("provenance"),
        )
        for row in plain_rows(data)
    ]


def plain_cattrs() -> Callable[[bytes], Sequence[Any]]:
    def made(name: str, fields: dict[str, Any], **defaults: Any) -> Any:
        members = {key: attrs.field(type=kind) for key, kind in fields.items()}
        return attrs.make_class(name, members | defaults, frozen=True, slots=True)

    spread = made("Range", RANGE_FIELDS)
    aliases = attrs.field(type=ALIASES, default=())
    row = made("Row", row_fields(spread), aliases=aliases)
    converter = cattrs.Converter()

    def load(data: bytes) -> Sequence[Any]:
        structure = converter.structure
        return [structure(each, row) for each in plain_rows(data)]

    return load


def with_pydantic() -> Callable[[bytes], Sequence[Any]]:
    pydantic: Any = import_module("pydantic")
    config = pydantic.ConfigDict(frozen=True, extra="forbid")

    def made(name: str, fields: dict[str, Any], **defaults: Any) -> Any:
        members = {key: (kind, ...) for key, kind in fields.items()}
        return pydantic.create_model(name, __config__=config, **members, **defaults)

    spread = made("Range", RANGE_FIELDS)
    row = made("Row", row_fields(spread), aliases=(ALIASES, ()))
    read = pydantic.TypeAdapter(row).validate_python
    return lambda data: [read(each) for each in plain_rows(data)]


def with_msgspec() -> Callable[[bytes], Sequence[Any]]:
    msgspec: Any = import_module("msgspec")

    def made(name: str, fields: dict[str, Any], *defaults: Any) -> Any:
        return msgspec.defstruct(
            name, [*fields.items(), *defaults], frozen=True, forbid_unknown_fields=True
        )

    spread = made("Range", RANGE_FIELDS)
    row = made("Row", row_fields(spread), ("aliases", ALIASES, ()))
    return lambda data: [msgspec.convert(each, row) for each in plain_rows(data)]


CONTENDERS: dict[str, Callable[[], Callable[[bytes], Any]]] = {
    OURS: lambda: ours,
    DICTS: lambda: into_dicts,
    BY_HAND: lambda: by_hand,
    CATTRS: plain_cattrs,
    PYDANTIC: with_pydantic,
    MSGSPEC: with_msgspec,
}


def ready() -> dict[str, Callable[[bytes], Any]]:
    """The contenders that are installed."""
    found = {}
    for name, make in CONTENDERS.items():
        try:
            found[name] = make()
        except ImportError as error:
            print(f"left out: {error}", file=sys.stderr)
    return found


# -- Measuring ---------------------------------------------------------------


def highest() -> int:
    """The most memory that this process has had resident so far, in bytes."""
    status = Path("/proc/self/status")
    if status.exists():
        # What getrusage says on Linux includes the process that started this one.
        (line,) = (each for each in status.read_text().splitlines() if "VmHWM" in each)
        return int(line.split()[1]) * 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def peak_of(name: str, file: Path) -> int:
    """Bytes by which reading a file makes the resident set of this process grow."""
    load = CONTENDERS[name]()
    # What is imported on first use is no part of reading.
    load(generated(1, "aliases"))
    data = file.read_bytes()
    before = highest()
    rows = load(data)
    after = highest()
    del rows
    return after - before


def peaks(names: Sequence[str], file: Path) -> dict[str, int]:
    """Peak memory of each contender, in a process of its own."""
    found = {}
    for name in names:
        command = [sys.executable, __file__, "--peak-of", name, str(file)]
        ran = subprocess.run(command, check=True, capture_output=True, text=True)
        found[name] = int(ran.stdout)
    return found


def compare(
    kind: str, rows: int, contenders: dict[str, Callable[[bytes], Any]]
) -> tuple[dict[str, float], dict[str, int]]:
    """Time and peak memory of each contender on one file, printed as a table."""
    data = generated(rows, kind)
    for name, load in contenders.items():
        if len(load(data)) != rows:
            sys.exit(f"{name} does not read {rows} rows")
    times = medians({name: _on(load, data) for name, load in contenders.items()})
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.json"
        file.write_bytes(data)
        memory = peaks([*contenders], file)
    show(
        f"{rows:,} rows, {len(data) / 1e6:.0f} MB, {KINDS[kind]}",
        (
            "contender",
            "median",
            "rows a second",
            "x dicts' time",
            "x by hand",
            "peak",
            "x dicts' peak",
        ),
        [
            (
                name,
                duration(times[name]),
                f"{rows / times[name] * 1e9:,.0f}",
                f"{times[name] / times[DICTS]:.2f}",
                f"{times[name] / times[BY_HAND]:.2f}",
                f"{memory[name] / 1e6:,.0f} MB",
                f"{memory[name] / memory[DICTS]:.2f}",
            )
            for name in contenders
        ],
    )
    return times, memory


def _on(load: Callable[[bytes], Any], data: bytes) -> Callable[[], Any]:
    return lambda: load(data)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write figures here")
    parser.add_argument("--check", action="store_true", help="fail if a bar is missed")
    parser.add_argument("--peak-of", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peak_of:
        name, file = options.peak_of
        print(peak_of(name, Path(file)))
        return 0
    introduce()
    contenders = ready()
    figures, bars = {}, []
    for kind in KINDS:
        times, memory = compare(kind, options.rows, contenders)
        figures[kind] = {"median_ns": times, "peak_bytes": memory}
        bars.append(Bar(f"{kind}: time / attrs by hand", times[OURS] / times[BY_HAND], "<=", 2))
    met = verdict(bars)
    body = {"machine": machine(), "rows": options.rows, "files": figures}
    save(options.json, body)
    return int(options.check and not met)


if __name__ == "__main__":
    sys.exit(main())
