"""The verb that writes files for people and systems: export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import InvalidCriteria, printable
from ..interop.exports import BIBLIOGRAPHIES, FORMATS, format_named
from ..interop.notice import notice_of, published_notice
from ..jsontext import canonical
from .conditions import WHERE, chosen
from .options import FINE, OF_FILE, about, catalogue_of


if TYPE_CHECKING:
    import argparse

    from .options import Verbs

__all__ = ["add"]


def add(verbs: Verbs) -> None:
    """Add the verb to the command."""
    names = ", ".join(each.name for each in (*FORMATS, *BIBLIOGRAPHIES))
    export = verbs.add_parser(
        "export",
        parents=[OF_FILE, WHERE],
        help="write the table, or the page's references, to a file or folder",
    )
    export.add_argument("format", metavar="FORMAT", help=f"one of {names}")
    export.add_argument(
        "path",
        metavar="PATH",
        help="the file to write; for datapackage and croissant a folder, or a zip if "
        "it ends in .zip",
    )
    export.add_argument(
        "--corrected",
        action="store_true",
        help="of references: give corrected values where they are known, each marked",
    )
    export.set_defaults(run=_export)


def _export(options: argparse.Namespace) -> tuple[int, str]:
    form = format_named(options.format)
    if form in BIBLIOGRAPHIES:
        return _export_references(options)
    if options.corrected:
        raise InvalidCriteria(
            "--corrected", "only references have corrected values; leave it out"
        )
    catalogue = chosen(catalogue_of(options), options.where)
    form.write(catalogue, options.path)
    count = len(catalogue)
    if options.json:
        return FINE, canonical(
            {
                **about(notice_of(catalogue)),
                "format": form.name,
                "path": options.path,
                "interventions": count,
            }
        )
    what = f"{count} intervention{'' if count == 1 else 's'}"
    return FINE, _said(what, options)


def _export_references(options: argparse.Namespace) -> tuple[int, str]:
    from ..published import references

    for given, option in (
        (options.where, "--where"),
        (options.catalogue, "--catalogue"),
    ):
        if given:
            raise InvalidCriteria(
                option, "the references are the published page's; leave it out"
            )
    form = format_named(options.format)
    form.write(options.path, corrected=options.corrected)
    count = len(references)
    if options.json:
        return FINE, canonical(
            {
                **about(published_notice()),
                "format": form.name,
                "path": options.path,
                "references": count,
                "corrected": options.corrected,
            }
        )
    return FINE, _said(f"the page and its {count} references", options)


def _said(what: str, options: argparse.Namespace) -> str:
    return f"Wrote {what} to {printable(options.path)} ({options.format}).\n"
