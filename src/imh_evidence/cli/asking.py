"""Verbs that ask a catalogue: list, show, search, cite."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..documents.jsontext import canonical
from ..interop.notice import notice_of, notice_of_row
from ..model.record import plain
from ..tables.citations import STYLES, cite
from .conditions import WHERE, chosen
from .options import AS_JSON, FINE, OF_FILE, UnfitOptions, about, catalogue_of


if TYPE_CHECKING:
    import argparse

    from .options import Verbs

__all__ = ["add", "print_table"]


def add(verbs: Verbs) -> None:
    """Add the verbs to the command."""
    listing = verbs.add_parser(
        "list", parents=[OF_FILE, WHERE], help="print the table, or some of its rows"
    )
    listing.set_defaults(run=print_table)

    show = verbs.add_parser("show", parents=[OF_FILE], help="print one intervention")
    show.add_argument("key", help="its id, name or alias, for example FNP")
    show.add_argument("--provenance", action="store_true", help="and what stands behind each field")
    show.set_defaults(run=_show)

    search = verbs.add_parser(
        "search", parents=[OF_FILE], help="find interventions by words in them"
    )
    search.add_argument("text", nargs="+", help="words, or parts of words")
    search.set_defaults(run=_search)

    citing = verbs.add_parser("cite", parents=[AS_JSON], help="print how to cite the page")
    citing.add_argument(
        "--style", choices=STYLES, help="the style (default: text); --json prints csl-json"
    )
    citing.set_defaults(run=_cite)


def print_table(options: argparse.Namespace) -> tuple[int, str]:
    """The table, which is also what a command without a verb prints."""
    from ..views.text import table_text

    catalogue = chosen(catalogue_of(options), options.where)
    if options.json:
        return FINE, canonical(
            {
                **about(notice_of(catalogue)),
                "interventions": catalogue.to_dicts(),
                "cautions": [plain(caution) for caution in catalogue.cautions],
            }
        )
    return FINE, table_text(catalogue)


def _show(options: argparse.Namespace) -> tuple[int, str]:
    from ..views.text import provenance_text, record_text

    catalogue = catalogue_of(options)
    record = catalogue[options.key]
    if options.json:
        told = about(notice_of_row(catalogue, record))
        return FINE, canonical({**told, "intervention": plain(record)})
    text = record_text(record, notice_of_row(catalogue, record))
    if options.provenance:
        text += "\n" + provenance_text(record)
    return FINE, text


def _search(options: argparse.Namespace) -> tuple[int, str]:
    from ..views.text import hits_text

    catalogue, text = catalogue_of(options), " ".join(options.text)
    hits = catalogue.search(text)
    if options.json:
        return FINE, canonical(
            {
                **about(notice_of(catalogue)),
                "hits": [
                    {
                        "id": hit.intervention.id,
                        "name": hit.intervention.name,
                        "matches": [plain(match) for match in hit.matches],
                    }
                    for hit in hits
                ],
            }
        )
    return FINE, hits_text(hits, text)


def _cite(options: argparse.Namespace) -> tuple[int, str]:
    from ..published import dataset

    if not options.json:
        return FINE, cite([dataset.work()], options.style or "text")
    if options.style not in {None, "csl-json"}:
        msg = f"--json prints csl-json; leave out --json or --style {options.style}"
        raise UnfitOptions(msg)
    return FINE, cite([dataset.work()], "csl-json")
