"""The terminal: each verb prints text for people, or JSON for programs."""

from __future__ import annotations

import argparse
import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .catalogue import Catalogue
from .citations import STYLES
from .codec import to_plain
from .errors import ImhEvidenceError, InvalidCatalogue, printable
from .jsontext import canonical


if TYPE_CHECKING:
    from collections.abc import Sequence

    from .records import Source

__all__ = ["main"]

#: Nothing to report; something was found wrong; the command could not run.
FINE, FOUND, FAILED = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: the words after the program's name; those of this process
            by default.

    Returns:
        0 if all is well, 1 if something was found wrong, 2 if the command
        could not run.
    """
    for stream in (sys.stdout, sys.stderr):
        # Whatever the locale says, the text is UTF-8.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    options = _parser().parse_args(arguments)
    try:
        code, text = options.run(options)
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has seen enough; keep Python from writing the rest at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except OSError as error:
        name = printable(str(error.filename))
        sys.stderr.write(f"imh-evidence: {name}: {error.strerror}\n")
        return FAILED
    except ImhEvidenceError as error:
        sys.stderr.write(f"imh-evidence: {error}\n")
        return FOUND if isinstance(error, InvalidCatalogue) else FAILED
    return int(code)


def _parser() -> argparse.ArgumentParser:
    from . import __version__

    parser = argparse.ArgumentParser(
        prog="imh-evidence",
        description="The published table of recommended psychological interventions "
        "for infant mental health. Without a command: the table.",
    )
    parser.add_argument(
        "--version", action="version", version=f"%(prog)s {__version__}"
    )
    parser.set_defaults(run=_list, json=False, catalogue=None)
    as_json = argparse.ArgumentParser(add_help=False)
    as_json.add_argument("--json", action="store_true", help="print JSON")
    of_file = argparse.ArgumentParser(add_help=False, parents=[as_json])
    of_file.add_argument(
        "--catalogue",
        metavar="FILE",
        help="a catalogue file of your own (.json, .jsonl, .csv) instead of the "
        "published table",
    )
    verbs = parser.add_subparsers(title="commands", metavar="COMMAND")

    listing = verbs.add_parser("list", parents=[of_file], help="print the table")
    listing.set_defaults(run=_list)

    show = verbs.add_parser("show", parents=[of_file], help="print one intervention")
    show.add_argument("key", help="its id, name or alias, for example FNP")
    show.add_argument(
        "--provenance", action="store_true", help="and what stands behind each field"
    )
    show.set_defaults(run=_show)

    search = verbs.add_parser(
        "search", parents=[of_file], help="find interventions by words in them"
    )
    search.add_argument("text", nargs="+", help="words, or parts of words")
    search.set_defaults(run=_search)

    check = verbs.add_parser(
        "check",
        parents=[as_json],
        help="say whether a catalogue file is valid: exit 0 if it is, 1 with every "
        "fault if not, 2 if it cannot be read",
    )
    check.add_argument("file", help="a catalogue file (.json, .jsonl, .csv)")
    check.set_defaults(run=_check)

    verify = verbs.add_parser(
        "verify",
        parents=[as_json],
        help="hold a copy of the published page against the data: exit 0 if they "
        "agree, 1 if they differ, 2 if the page cannot be read",
    )
    verify.add_argument("page", help="the page as text, or as HTML saved by a browser")
    verify.set_defaults(run=_verify)

    diff = verbs.add_parser(
        "diff",
        parents=[as_json],
        help="say what changed from one catalogue to another: exit 0 if nothing did",
    )
    for side in ("old", "new"):
        diff.add_argument(side, help="a catalogue file, or the word 'published'")
    diff.set_defaults(run=_diff)

    cite = verbs.add_parser(
        "cite", parents=[as_json], help="print how to cite the page"
    )
    cite.add_argument(
        "--style", choices=STYLES, default="text", help="the style (default: text)"
    )
    cite.set_defaults(run=_cite)
    return parser


def _catalogue(options: argparse.Namespace) -> Catalogue:
    from .published import interventions

    if options.catalogue is None:
        return interventions
    return Catalogue.load(options.catalogue)


def _list(options: argparse.Namespace) -> tuple[int, str]:
    from .published import dataset
    from .views.text import table_text

    catalogue = _catalogue(options)
    if options.json:
        return FINE, canonical(
            {
                **_about(catalogue.source),
                "interventions": catalogue.to_dicts(),
                "cautions": [to_plain(caution) for caution in catalogue.cautions],
            }
        )
    return FINE, table_text(catalogue, dataset)


def _show(options: argparse.Namespace) -> tuple[int, str]:
    from .published import dataset
    from .views.text import provenance_text, record_text

    catalogue = _catalogue(options)
    record = catalogue[options.key]
    if options.json:
        about = _about(catalogue.origin(record))
        return FINE, canonical({**about, "intervention": to_plain(record)})
    text = record_text(record, catalogue.origin(record), dataset)
    if options.provenance:
        text += "\n" + provenance_text(record)
    return FINE, text


def _search(options: argparse.Namespace) -> tuple[int, str]:
    from .views.text import hits_text

    catalogue, text = _catalogue(options), " ".join(options.text)
    hits = catalogue.search(text)
    if options.json:
        return FINE, canonical(
            {
                **_about(catalogue.source),
                "hits": [
                    {
                        "id": hit.intervention.id,
                        "name": hit.intervention.name,
                        "matches": [to_plain(match) for match in hit.matches],
                    }
                    for hit in hits
                ],
            }
        )
    return FINE, hits_text(hits, text)


def _check(options: argparse.Namespace) -> tuple[int, str]:
    from .views.text import checked_text

    try:
        catalogue = Catalogue.load(options.file)
    except InvalidCatalogue as error:
        faults = [to_plain(fault) for fault in error.faults]
        if options.json:
            return FOUND, canonical({"valid": False, "faults": faults})
        return FOUND, f"{error}\n"
    if options.json:
        return FINE, canonical(
            {"valid": True, "interventions": len(catalogue), "faults": []}
        )
    return FINE, checked_text(catalogue, options.file)


def _verify(options: argparse.Namespace) -> tuple[int, str]:
    from .source import verify

    found = verify(Path(options.page).read_bytes())
    text = canonical(found.to_plain()) if options.json else f"{found}\n"
    return FINE if found.agrees else FOUND, text


def _diff(options: argparse.Namespace) -> tuple[int, str]:
    from .published import interventions
    from .source import diff

    old, new = (
        interventions if name == "published" else Catalogue.load(name)
        for name in (options.old, options.new)
    )
    found = diff(old, new)
    text = canonical(found.to_plain()) if options.json else f"{found}\n"
    return FINE if found.is_empty else FOUND, text


def _cite(options: argparse.Namespace) -> tuple[int, str]:
    from .published import dataset

    return FINE, dataset.cite("csl-json" if options.json else options.style)


def _about(source: Source) -> dict[str, Any]:
    """What every JSON answer names: the source and, of the published table, more."""
    from .published import dataset, topic

    about: dict[str, Any] = {"source": to_plain(source)}
    if source == dataset.source:
        texts = {caveat.id: caveat.text for caveat in topic.caveats}
        about |= {
            "edition": dataset.edition,
            "data_version": dataset.version,
            "advice": texts["all-recommended"],
        }
    return about
