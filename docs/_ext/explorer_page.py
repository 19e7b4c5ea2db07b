# ruff: noqa: INP001 -- Sphinx puts these on its path
"""The explorer of the published table, made anew beside the pages when they are built."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from imh_evidence import interventions
from imh_evidence.views.explorer import write_explorer


if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: Where the pages link to.
NAME = "infant-mental-health.html"


def written(app: Sphinx, exception: Exception | None) -> None:
    """Write the explorer where the HTML pages are."""
    if exception is None and app.builder.format == "html":
        write_explorer(interventions, Path(app.outdir) / NAME)


def setup(app: Sphinx) -> dict[str, Any]:
    """Write the page once the others are."""
    app.connect("build-finished", written)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
