# ruff: noqa: INP001 -- Sphinx puts these on its path
"""The API page's reading of names, signatures and docstrings.

A signature names a class as the module writes it (``Counts``) or by the module
that defines it (``imh_evidence.model.records.Intervention``). The pages describe each
name once, under the path that users import it by.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any


if TYPE_CHECKING:
    from docutils import nodes  # type: ignore[import-untyped]
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


# A default that is built anew, or that has no literal form, as a repr shows it.
_NO_LITERAL = re.compile(r" = (<[^<>]*>|NOTHING)")


def resolved(app: Sphinx, env: BuildEnvironment, node: pending_xref, content: nodes.Element) -> Any:
    """The one described name that ends as the reference does, or None."""
    if node.get("refdomain") != "py":
        return None
    domain = env.domains.python_domain
    *home, name = node["reftarget"].split(".")
    if home and home[0] != "imh_evidence":
        return None
    found = [
        full
        for full, described in domain.objects.items()
        if full.split(".")[-1] == name and not described.aliased
    ]
    if len(found) != 1:
        return None
    return domain.resolve_xref(env, node["refdoc"], app.builder, "obj", found[0], node, content)


def signed(*event: Any) -> tuple[str, str | None] | None:
    """A signature whose defaults can be read; none for a class that users never call."""
    _, _, name, _, _, arguments, returned = event
    if name == "imh_evidence.Catalogue":
        return "", None
    if arguments is None:
        return None
    return _NO_LITERAL.sub(" = ...", arguments), returned


def untyped_returns(*event: Any) -> None:
    """A colon after ``Returns:`` is punctuation, because types are in signatures."""
    lines = event[-1]
    for at, line in enumerate(lines[:-1]):
        if line.strip() == "Returns:":
            text = lines[at + 1].lstrip()
            lines[at + 1] = f"{' ' * (len(lines[at + 1]) - len(text))}: {text}"


def setup(app: Sphinx) -> dict[str, Any]:
    """Listen for references that nothing resolves, signatures and docstrings."""
    app.connect("missing-reference", resolved)
    app.connect("autodoc-process-signature", signed)
    # Before napoleon, which listens at 500.
    app.connect("autodoc-process-docstring", untyped_returns, priority=400)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
