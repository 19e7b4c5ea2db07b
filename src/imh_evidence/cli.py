"""The terminal: each verb prints text for people, or JSON for programs."""

from __future__ import annotations

import argparse
import os
import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any

from .citations import STYLES
from .codec import to_plain
from .errors import ImhEvidenceError
from .jsontext import canonical


if TYPE_CHECKING:
    from collections.abc import Sequence

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
        text = options.run(options)
        sys.stdout.write(text)
        sys.stdout.flush()
    except ImhEvidenceError as error:
        sys.stderr.write(f"imh-evidence: {error}\n")
        return FAILED
    except BrokenPipeError:
        # The reader has seen enough; keep Python from writing the rest at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FINE


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
    parser.set_defaults(run=_list, json=False)
    as_json = argparse.ArgumentParser(add_help=False)
    as_json.add_argument("--json", action="store_true", help="print JSON")
    verbs = parser.add_subparsers(title="commands", metavar="COMMAND")

    listing = verbs.add_parser("list", parents=[as_json], help="print the table")
    listing.set_defaults(run=_list)

    show = verbs.add_parser("show", parents=[as_json], help="print one intervention")
    show.add_argument("key", help="its id, name or alias, for example FNP")
    show.set_defaults(run=_show)

    search = verbs.add_parser(
        "search", parents=[as_json], help="find interventions by words in them"
    )
    search.add_argument("text", nargs="+", help="words, or parts of words")
    search.set_defaults(run=_search)

    cite = verbs.add_parser(
        "cite", parents=[as_json], help="print how to cite the page"
    )
    cite.add_argument(
        "--style", choices=STYLES, default="text", help="the style (default: text)"
    )
    cite.set_defaults(run=_cite)
    return parser


def _list(options: argparse.Namespace) -> str:
    from .published import dataset, interventions
    from .views.text import table_text

    if options.json:
        return canonical(
            {
                **_edition(),
                "interventions": interventions.to_dicts(),
                "cautions": [to_plain(caution) for caution in interventions.cautions],
            }
        )
    return table_text(interventions, dataset)


def _show(options: argparse.Namespace) -> str:
    from .published import dataset, interventions
    from .views.text import record_text

    record = interventions[options.key]
    if options.json:
        return canonical({**_edition(), "intervention": to_plain(record)})
    return record_text(record, dataset)


def _search(options: argparse.Namespace) -> str:
    from .published import interventions
    from .views.text import hits_text

    text = " ".join(options.text)
    hits = interventions.search(text)
    if options.json:
        return canonical(
            {
                **_edition(),
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
    return hits_text(hits, text)


def _cite(options: argparse.Namespace) -> str:
    from .published import dataset

    if options.json:
        return dataset.cite("csl-json")
    return dataset.cite(options.style)


def _edition() -> dict[str, Any]:
    """What every JSON answer names: edition, data version, source, advice."""
    from .published import dataset, topic

    (advice,) = (each.text for each in topic.caveats if each.id == "all-recommended")
    return {
        "edition": dataset.edition,
        "data_version": dataset.version,
        "source": to_plain(dataset.source),
        "advice": advice,
    }
