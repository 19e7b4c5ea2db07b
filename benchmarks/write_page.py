"""Runs every benchmark and puts what it prints into ``docs/performance.md``.

    python benchmarks/write_page.py

Each block between ``<!-- NAME -->`` and ``<!-- end -->`` is replaced. The words
around the blocks are written by hand: read them again after a run.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path


HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "performance.md"
RUNS = {"cold_start": ("--install",), "questions": (), "frames": ()}


def main() -> int:
    text = PAGE.read_text(encoding="utf-8")
    for name, options in RUNS.items():
        ran = subprocess.run(
            [sys.executable, HERE / f"{name}.py", *options],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        block = f"<!-- {name} -->\n\n```text\n{ran.stdout.strip()}\n```\n\n<!-- end -->"
        pattern = rf"<!-- {name} -->.*?<!-- end -->"
        text, found = re.subn(pattern, block.replace("\\", r"\\"), text, flags=re.DOTALL)
        if found != 1:
            sys.exit(f"{PAGE.name} has {found} blocks for {name}, and needs one")
        PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
