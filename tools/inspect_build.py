"""Say whether a built wheel and sdist hold what they should, and nothing else.

python tools/inspect_build.py DIRECTORY [AGAIN]

With a second directory, whether what was built again is the same, byte for byte.
"""

from __future__ import annotations

import filecmp
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path


ROOT = Path(__file__).parents[1]
RUN_TIME = {"attrs", "cattrs", "importlib-resources"}


def tracked(prefix: str = "") -> set[str]:
    """The files that git tracks below a folder, as paths from the root."""
    listed = subprocess.run(  # noqa: S603 -- git, on our own tree
        ["git", "ls-files", "--", prefix or "."],  # noqa: S607 -- the git on PATH
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(listed.stdout.split("\n")) - {""}


def wheel_faults(path: Path) -> list[str]:
    """What is wrong with a wheel."""
    with zipfile.ZipFile(path) as wheel:
        names = set(wheel.namelist())
        (metadata,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        text = wheel.read(metadata).decode()
    packaged = {name for name in names if ".dist-info/" not in name}
    expected = {name.removeprefix("src/") for name in tracked("src/imh_evidence")}
    faults = [f"wheel lacks {name}" for name in sorted(expected - packaged)]
    faults += [f"wheel has {name} besides" for name in sorted(packaged - expected)]
    required = {
        re.split(r"[^A-Za-z0-9-]", line.removeprefix("Requires-Dist: "))[0]
        for line in text.splitlines()
        if line.startswith("Requires-Dist: ") and "extra ==" not in line
    }
    if required != RUN_TIME:
        faults.append(f"wheel requires {sorted(required)}, expected {sorted(RUN_TIME)}")
    if not any(name.endswith("licenses/LICENSE") for name in names):
        faults.append("wheel lacks the licence")
    return faults


def sdist_faults(path: Path) -> list[str]:
    """What is wrong with an sdist."""
    with tarfile.open(path) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    expected = {name for name in tracked() if not name.startswith(".ci/")}
    allowed = expected | {"PKG-INFO", ".gitignore"}
    faults = [f"sdist lacks {name}" for name in sorted(expected - names)]
    faults += [f"sdist has {name} besides" for name in sorted(names - allowed)]
    return faults


def main(arguments: list[str]) -> int:
    """Inspect the one wheel and the one sdist in a directory."""
    directory, *again = map(Path, arguments)
    (wheel,) = directory.glob("*.whl")
    (sdist,) = directory.glob("*.tar.gz")
    faults = wheel_faults(wheel) + sdist_faults(sdist)
    faults += [
        f"{built.name} differs when it is built again"
        for place in again
        for built in (wheel, sdist)
        if not filecmp.cmp(built, place / built.name, shallow=False)
    ]
    for path in (wheel, sdist):
        print(f"{path.name}: {path.stat().st_size:,} bytes")
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
