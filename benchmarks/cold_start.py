"""How long a fresh process takes to its first answer.

Whole processes are timed. Every round runs each command once, in rotated
order, after one round that is not counted; the median is reported.

    python benchmarks/cold_start.py                    # this interpreter
    python benchmarks/cold_start.py --install --check  # a fresh environment

An editable install adds start-up work of its own, so the bars are meant for
``--install``, which builds and installs the checkout in a temporary environment.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from time import perf_counter_ns
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from benchmarks.reporting import Bar, duration, introduce, machine, save, show, verdict
else:
    from reporting import Bar, duration, introduce, machine, save, show, verdict


CHECKOUT = Path(__file__).resolve().parent.parent
OTHERS = ("pycountry", "us", "holidays")

NOTHING = "pass"
IMPORT = "import imh_evidence"
ATTRS = "import attrs"
DEPENDENCIES = "import attrs, cattrs, importlib_resources"
LOOK_UP = 'from imh_evidence import interventions; interventions["FNP"]'
BESIDE = (
    'import pycountry; pycountry.countries.lookup("FR")',
    'import us; us.states.lookup("MD")',
    'import holidays; holidays.country_holidays("FR", years=2023)["2023-05-01"]',
)
COMMANDS = (NOTHING, IMPORT, ATTRS, DEPENDENCIES, LOOK_UP, *BESIDE)

IMPORT_BAR, LOOK_UP_BAR = 1.25, 1.9


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=21, help="15 or more")
    parser.add_argument(
        "--install",
        action="store_true",
        help="install the checkout in a temporary environment and time that",
    )
    parser.add_argument("--check", action="store_true", help="exit 1 on a missed bar")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write figures here")
    options = parser.parse_args()
    if options.rounds < 15:  # noqa: PLR2004
        parser.error("fewer than 15 rounds give no steady median")
    introduce()
    with tempfile.TemporaryDirectory() as folder:
        python = sys.executable
        if options.install:
            python = _installed(Path(folder) / "environment")
        times = _times(python, options.rounds, folder)
    return _report(times, options.rounds, options.json, check=options.check)


def _installed(place: Path) -> str:
    """The interpreter of a new environment that holds the checkout as a wheel."""
    venv.create(place, with_pip=True)
    folder = "Scripts" if os.name == "nt" else "bin"
    python = str(place / folder / "python")
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, str(CHECKOUT), *OTHERS], check=True)
    return python


def _times(python: str, rounds: int, folder: str) -> dict[str, list[int]]:
    """Nanoseconds of every run of each command; the warm-up round left out."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "COVERAGE"))
    }
    times: dict[str, list[int]] = {}
    for command in COMMANDS:
        ran = subprocess.run(
            [python, "-c", command], cwd=folder, env=environment, check=False, capture_output=True
        )
        if ran.returncode == 0:
            times[command] = []
        elif command in BESIDE:
            print(f"left out, as it does not run here: {command}", file=sys.stderr)
        else:
            sys.exit(f"{command!r} fails:\n{ran.stderr.decode()}")
    order = list(times)
    for _ in range(rounds):
        order = [*order[1:], order[0]]
        for command in order:
            started = perf_counter_ns()
            subprocess.run([python, "-c", command], cwd=folder, env=environment, check=True)
            times[command].append(perf_counter_ns() - started)
    return times


def _report(times: dict[str, list[int]], rounds: int, file: Path | None, *, check: bool) -> int:
    median = {command: statistics.median(each) for command, each in times.items()}
    rows = [
        (
            command,
            duration(each),
            duration(min(times[command])),
            f"{each / median[NOTHING]:.2f}",
            f"{each / median[ATTRS]:.2f}",
        )
        for command, each in median.items()
    ]
    show(
        f"Whole processes, median of {rounds} interleaved rounds",
        ("python -c", "median", "least", "x pass", "x attrs"),
        rows,
    )
    bars = [
        Bar("import imh_evidence / pass", median[IMPORT] / median[NOTHING], "<=", IMPORT_BAR),
        Bar("first look-up / import attrs", median[LOOK_UP] / median[ATTRS], "<=", LOOK_UP_BAR),
    ]
    met = verdict(bars)
    save(
        file,
        {
            "machine": machine(),
            "rounds": rounds,
            "median_ns": median,
            "bars": [{**bar._asdict(), "met": bar.met} for bar in bars],
        },
    )
    return 1 if check and not met else 0


if __name__ == "__main__":
    sys.exit(main())
