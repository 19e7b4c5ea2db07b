"""Verbs that make something to look at: explore."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..documents.jsontext import canonical
from ..interop.notice import notice_of
from ..model.errors import printable
from .options import FINE, OF_FILE, about, catalogue_of, file_name, is_output, refuse_input


if TYPE_CHECKING:
    import argparse

    from .options import Verbs

__all__ = ["add"]

_FILE = "imh-evidence-explorer.html"


def add(verbs: Verbs) -> None:
    """Add the verbs to the command."""
    explore = verbs.add_parser(
        "explore",
        parents=[OF_FILE],
        help="write the table as one HTML file to look at, ask and compare in a "
        "browser, without a network",
    )
    explore.add_argument(
        "--output",
        type=file_name,
        metavar="FILE",
        default=_FILE,
        help=f"the file to write (.html; default: {_FILE} in this directory); one "
        "that is there is replaced",
    )
    explore.set_defaults(run=_explore)


def _explore(options: argparse.Namespace) -> tuple[int, str]:
    from ..views.explorer import write_explorer

    path, printed = Path(options.output), is_output(options.output)
    refuse_input(path, options)
    catalogue = catalogue_of(options)
    write_explorer(catalogue, path)
    if printed:
        return FINE, ""
    count, size = len(catalogue), path.stat().st_size
    if options.json:
        return FINE, canonical(
            {
                **about(notice_of(catalogue)),
                "file": str(path),
                "bytes": size,
                "interventions": count,
            }
        )
    rows = f"{count} intervention{'' if count == 1 else 's'}"
    return FINE, (
        f"{printable(str(path))}: {rows}, {size:,} bytes. Open it in a browser; it "
        "needs no network.\n"
    )
