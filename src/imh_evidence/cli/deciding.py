"""Verbs that support a choice: compare, shortlist."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..model.errors import InvalidCriteria, UnknownValue, printable
from .conditions import read_conditions
from .options import (
    FINE,
    FOUND,
    OF_FILE,
    UnfitOptions,
    catalogue_of,
    comparing,
    file_name,
    refuse_existing,
    refuse_input,
    same_place,
)


if TYPE_CHECKING:
    import argparse

    from ..catalogue.catalogue import Catalogue
    from ..decisions import LocalFacts, Override
    from .options import Verbs

__all__ = ["add"]


def add(verbs: Verbs) -> None:
    """Add the verbs to the command."""
    compare = verbs.add_parser(
        "compare", parents=[OF_FILE], help="print two to six interventions side by side"
    )
    compare.add_argument("keys", nargs="+", metavar="KEY", help="ids, names or aliases")
    compare.add_argument(
        "--differences", action="store_true", help="only what is not the same in all"
    )
    _add_facts(compare)
    compare.set_defaults(run=_compare)

    shortlist = verbs.add_parser(
        "shortlist",
        parents=[OF_FILE],
        help="put each row in a pile: meets, depends on the range, does not meet, not "
        "known; or ask a decision again (--replay): exit 0 if nothing would differ, 1 if "
        "something would, 2 if a file is invalid or cannot be read",
    )
    for name, meaning in (
        ("--must", "a condition that a row has to meet"),
        ("--wish", "a condition that is listed where it holds"),
    ):
        shortlist.add_argument(
            name,
            action="append",
            default=[],
            metavar="CONDITION",
            help=f"{meaning}, such as audience=universal, 'whole efficacy>=medium' or "
            "'cost<=500 GBP per family'; may be given several times",
        )
    _add_facts(shortlist)
    shortlist.add_argument(
        "--override",
        nargs=4,
        action="append",
        default=[],
        metavar=("KEY", "PILE", "REASON", "WHO"),
        help="put a row in another pile, beside the one that the conditions give; once for a row",
    )
    shortlist.add_argument("--question", default="", help="what is being decided")
    shortlist.add_argument("--when", help="the day or time it is decided")
    shortlist.add_argument(
        "--save",
        type=file_name,
        metavar="FILE",
        help="write the decision (.json); one that is there is not replaced",
    )
    shortlist.add_argument(
        "--brief",
        type=file_name,
        metavar="FILE",
        help="write the decision as a page (.html, .md); a file that is there is replaced",
    )
    shortlist.add_argument(
        "--replay",
        type=file_name,
        metavar="FILE",
        help="say what would now differ from a decision; with --facts, by the facts "
        "of that file and not by those that it saved",
    )
    shortlist.set_defaults(run=_shortlist)


def _add_facts(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--facts", type=file_name, metavar="FILE", help="local facts (.json, .xlsx)")


def _facts(options: argparse.Namespace) -> LocalFacts | None:
    from ..decisions import LocalFacts

    return None if options.facts is None else LocalFacts.load(options.facts)


def _compare(options: argparse.Namespace) -> tuple[int, str]:
    from ..decisions import compare

    comparison = compare(*options.keys, catalogue=catalogue_of(options), facts=_facts(options))
    if options.json:
        return FINE, comparison.to_json(differences=options.differences)
    return FINE, comparison.to_text(differences=options.differences)


def _shortlist(options: argparse.Namespace) -> tuple[int, str]:
    from ..decisions import shortlist
    from ..views.piles import decision_text

    if options.replay is not None:
        return _replay(options)
    _refuse_files(options)
    catalogue, facts = catalogue_of(options), _facts(options)
    named = [each.name for each in facts or ()]
    decision = shortlist(
        catalogue,
        must=read_conditions(options.must, catalogue, named),
        wish=read_conditions(options.wish, catalogue, named),
        facts=facts,
        overrides=_overrides(options, catalogue),
        question=options.question,
        when=options.when,
    )
    # The decision comes last: what fails before it can be asked for again.
    if options.brief is not None:
        decision.to_brief().save(options.brief)
    if options.save is not None:
        decision.save(options.save)
    return FINE, decision.to_json() if options.json else decision_text(decision)


def _refuse_files(options: argparse.Namespace) -> None:
    """Refuse files that cannot both be written, before either of them is."""
    from ..views.brief import ENDINGS

    for what, name, endings in (
        ("a decision", options.save, (".json",)),
        ("a brief", options.brief, ENDINGS),
    ):
        if name is not None and Path(name).suffix.lower() not in endings:
            raise UnknownValue(f"the ending of the name of {what}", Path(name).name, endings)
    if options.save is not None:
        # A decision that was made once cannot be made again.
        refuse_existing(options.save)
    if options.brief is not None:
        # By their endings these differ, but a link may lead from one to another.
        refuse_input(options.brief, options)
        if options.save is not None and same_place(options.brief, options.save):
            msg = f"--brief leads to {printable(options.save)} too; give another name"
            raise UnfitOptions(msg)


def _overrides(options: argparse.Namespace, catalogue: Catalogue) -> list[Override]:
    """What people say of rows, of each row once."""
    from ..decisions import Override

    overrides: dict[str, Override] = {}
    for key, pile, reason, who in options.override:
        id_ = catalogue[key].id
        if id_ in overrides:
            msg = f"--override {printable(key)}: {id_!r} has an override already; give one"
            raise UnfitOptions(msg)
        overrides[id_] = Override(intervention=id_, pile=pile, reason=reason, who=who)
    return [*overrides.values()]


def _replay(options: argparse.Namespace) -> tuple[int, str]:
    from ..decisions import Decision
    from ..views.piles import replay_text

    asked_too = ("must", "wish", "override", "question", "when", "save", "brief")
    given = [f"--{name}" for name in asked_too if getattr(options, name)]
    if given:
        raise InvalidCriteria(
            "shortlist --replay",
            f"a replay asks what the decision asked, and writes nothing; leave out {given[0]}",
        )
    with comparing():
        decision = Decision.load(options.replay)
        found = decision.replay(catalogue_of(options), _facts(options))
    text = found.to_json() if options.json else replay_text(found)
    return FINE if found.is_empty else FOUND, text
