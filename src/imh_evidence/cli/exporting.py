"""The verb that writes files for people and systems: export."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from ..documents.jsontext import canonical
from ..interop.exports import BIBLIOGRAPHIES, FORMATS, format_named
from ..interop.notice import notice_of, published_notice
from ..model.errors import InvalidCriteria, printable
from .conditions import WHERE, chosen
from .options import (
    FINE,
    OF_FILE,
    UnfitOptions,
    about,
    catalogue_of,
    file_name,
    is_output,
    refuse_input,
)


if TYPE_CHECKING:
    import argparse

    from ..interop.exports import Format
    from .options import Verbs

__all__ = ["ENDINGS", "add"]

#: What the name of a file in each format ends in, the usual ending first.
ENDINGS = {
    "json": (".json",),
    "people-csv": (".csv",),
    "excel": (".xlsx",),
    "datapackage": (".zip",),
    "croissant": (".zip",),
    "sqlite": (".sqlite", ".sqlite3", ".db"),
    "bibtex": (".bib",),
    "ris": (".ris",),
    "csl-json": (".json",),
}

#: The formats that are a folder unless the name ends in .zip.
FOLDERS = ("datapackage", "croissant")

# What the names of briefs and explorers end in.
_PAGES = (".html", ".htm", ".md")


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
        type=file_name,
        metavar="PATH",
        help="the file to write, with the ending of its format; an export that is "
        "there is replaced. For datapackage and croissant a folder, or a zip if it "
        "ends in .zip",
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
        raise InvalidCriteria("--corrected", "only references have corrected values; leave it out")
    _refuse_place(form, options)
    printed = is_output(options.path)
    catalogue = chosen(catalogue_of(options), options.where)
    form.write(catalogue, options.path)
    count = len(catalogue)
    if printed:
        return FINE, ""
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

    for given, option in ((options.where, "--where"), (options.catalogue, "--catalogue")):
        if given:
            raise InvalidCriteria(option, "the references are the published page's; leave it out")
    form = format_named(options.format)
    _refuse_place(form, options)
    printed = is_output(options.path)
    form.write(options.path, corrected=options.corrected)
    count = len(references)
    if printed:
        return FINE, ""
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


def _refuse_place(form: Format, options: argparse.Namespace) -> None:
    """Refuse a path at which something else stands, or should.

    Exports can be made again, so one that is there may be replaced. Whatever
    does not have the ending of one may be somebody's work.

    Raises:
        UnfitOptions: if the path is not for this format.
    """
    path, endings = Path(options.path), ENDINGS[form.name]
    if is_output(options.path):
        return
    refuse_input(path, options)
    wanted = f"a name that ends in {' or '.join(endings)}"
    if form.name in FOLDERS:
        wanted = f"a folder, or {wanted}"
    name = printable(path.name)
    if form.name not in FOLDERS and options.path.endswith(("/", os.sep)):
        msg = f"{printable(options.path)} is a folder; give {form.name} {wanted}"
        raise UnfitOptions(msg)
    known = {each for several in ENDINGS.values() for each in several}
    if path.suffix.lower() in known.union(_PAGES).difference(endings):
        msg = f"{name} has the ending of something else; give {form.name} {wanted}"
        raise UnfitOptions(msg)
    # A link leads to a file with an ending of its own.
    if path.is_file() and path.resolve().suffix.lower() not in endings:
        msg = f"{name} is there already, and is no {form.name} by its ending; give {wanted}"
        raise UnfitOptions(msg)
    if form.name in FOLDERS and path.is_dir():
        _refuse_folder(path)


def _refuse_folder(folder: Path) -> None:
    """Refuse a folder in which files of somebody's would be replaced."""
    from ..interop.croissant import CROISSANT
    from ..interop.datapackage import DESCRIPTOR
    from ..interop.tabulating import tables_of
    from ..published import interventions

    files = [folder / f"{table.name}.csv" for table in tables_of(interventions)]
    if not any((folder / each).exists() for each in (CROISSANT, DESCRIPTOR)):
        taken = next((each.name for each in files if each.exists()), None)
        if taken is not None:
            msg = (
                f"{printable(str(folder))} holds {taken}, which is no part of an "
                "export; give another folder"
            )
            raise UnfitOptions(msg)
