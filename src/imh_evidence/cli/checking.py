"""Verbs that hold one thing against another: check, verify, diff; and the template."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from ..documents.jsontext import canonical
from ..model.errors import Faults, UnknownValue, printable
from .options import (
    AS_JSON,
    FINE,
    FOUND,
    OF_FILE,
    UnfitOptions,
    comparing,
    cut,
    file_name,
    load,
    refuse_existing,
)


if TYPE_CHECKING:
    import argparse

    from .options import Verbs

__all__ = ["add"]


def add(verbs: Verbs) -> None:
    """Add the verbs to the command."""
    check = verbs.add_parser(
        "check",
        parents=[AS_JSON],
        help="say whether a catalogue file is valid: exit 0 if it is, 1 with every "
        "fault if not, 2 if it cannot be read",
    )
    check.add_argument("file", type=file_name, help="a catalogue file (.json, .xlsx)")
    check.set_defaults(run=_check)

    template = verbs.add_parser(
        "template",
        parents=[OF_FILE],
        help="write a workbook to fill in, which check reads; with --catalogue it "
        "holds that file's rows",
    )
    template.add_argument("path", type=file_name, help="the workbook to write (.xlsx)")
    template.set_defaults(run=_template)

    verify = verbs.add_parser(
        "verify",
        parents=[AS_JSON],
        help="hold a copy of the published page against the data: exit 0 if they "
        "agree, 1 if they differ, 2 if the page cannot be read",
    )
    verify.add_argument(
        "page", type=file_name, help="a file: the page as text, or as HTML saved by a browser"
    )
    verify.set_defaults(run=_verify)

    diff = verbs.add_parser(
        "diff",
        parents=[AS_JSON],
        help="say what changed from one catalogue to another: exit 0 if nothing did, 1 "
        "if something did, 2 if one of them is invalid or cannot be read",
    )
    for side in ("old", "new"):
        diff.add_argument(side, type=file_name, help="a catalogue file, or the word 'published'")
    diff.set_defaults(run=_diff)


def _check(options: argparse.Namespace) -> tuple[int, str]:
    from ..views.text import checked_text

    try:
        catalogue = load(options.file)
    except Faults as error:
        faults = [attrs.asdict(fault) for fault in error.faults]
        if options.json:
            return FOUND, canonical({"valid": False, "faults": faults})
        return FOUND, f"{error.to_text(len(error.faults))}\n"
    if options.json:
        return FINE, canonical({"valid": True, "interventions": len(catalogue), "faults": []})
    return FINE, checked_text(catalogue, options.file)


def _template(options: argparse.Namespace) -> tuple[int, str]:
    from ..interop.template import write_template

    if not options.path.lower().endswith(".xlsx"):
        raise UnknownValue("the ending of a template's name", options.path, (".xlsx",))
    refuse_existing(options.path)
    catalogue = None if options.catalogue is None else load(options.catalogue)
    write_template(options.path, catalogue)
    if options.json:
        return FINE, canonical({"written": options.path})
    return FINE, f"{printable(options.path)}: written; fill it in, then check it\n"


def _verify(options: argparse.Namespace) -> tuple[int, str]:
    from ..source import verify

    if "://" in options.page:
        msg = f"{cut(options.page)} is not fetched; save the page, and give the file"
        raise UnfitOptions(msg)
    found = verify(Path(options.page).read_bytes())
    text = canonical(found.to_plain()) if options.json else f"{found}\n"
    return FINE if found.agrees else FOUND, text


def _diff(options: argparse.Namespace) -> tuple[int, str]:
    from ..published import interventions
    from ..source import diff

    with comparing():
        old, new = (
            interventions if name == "published" else load(name)
            for name in (options.old, options.new)
        )
    found = diff(old, new)
    text = canonical(found.to_plain()) if options.json else f"{found}\n"
    return FINE if found.is_empty else FOUND, text
