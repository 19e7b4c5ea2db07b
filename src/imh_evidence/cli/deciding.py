"""Verbs that support a choice: compare, shortlist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import InvalidCriteria
from .conditions import read_conditions
from .options import FINE, FOUND, OF_FILE, catalogue_of, refuse_existing


if TYPE_CHECKING:
    import argparse

    from ..decisions import LocalFacts
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
        "known; or ask a decision again (--replay): exit 1 if something would differ",
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
        help="put a row in another pile, beside the one that the conditions give",
    )
    shortlist.add_argument("--question", default="", help="what is being decided")
    shortlist.add_argument("--when", help="the day or time it is decided")
    shortlist.add_argument("--save", metavar="FILE", help="write the decision (.json)")
    shortlist.add_argument("--brief", metavar="FILE", help="write a page (.html, .md)")
    shortlist.add_argument(
        "--replay", metavar="FILE", help="say what would now differ from a decision"
    )
    shortlist.set_defaults(run=_shortlist)


def _add_facts(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--facts", metavar="FILE", help="local facts (.json, .xlsx)")


def _facts(options: argparse.Namespace) -> LocalFacts | None:
    from ..decisions import LocalFacts

    return None if options.facts is None else LocalFacts.load(options.facts)


def _compare(options: argparse.Namespace) -> tuple[int, str]:
    from ..decisions import compare

    comparison = compare(
        *options.keys, catalogue=catalogue_of(options), facts=_facts(options)
    )
    if options.json:
        return FINE, comparison.to_json(differences=options.differences)
    return FINE, comparison.to_text(differences=options.differences)


def _shortlist(options: argparse.Namespace) -> tuple[int, str]:
    from ..decisions import Override, shortlist
    from ..views.piles import decision_text

    if options.replay is not None:
        return _replay(options)
    if options.save is not None:
        # A decision that was made once cannot be made again.
        refuse_existing(options.save)
    catalogue, facts = catalogue_of(options), _facts(options)
    named = [each.name for each in facts or ()]
    decision = shortlist(
        catalogue,
        must=read_conditions(options.must, catalogue, named),
        wish=read_conditions(options.wish, catalogue, named),
        facts=facts,
        overrides=[
            Override(intervention=key, pile=pile, reason=reason, who=who)
            for key, pile, reason, who in options.override
        ],
        question=options.question,
        when=options.when,
    )
    if options.save is not None:
        decision.save(options.save)
    if options.brief is not None:
        decision.to_brief().save(options.brief)
    return FINE, decision.to_json() if options.json else decision_text(decision)


def _replay(options: argparse.Namespace) -> tuple[int, str]:
    from ..decisions import Decision
    from ..views.piles import replay_text

    asked_too = ("must", "wish", "override", "question", "when", "save", "brief")
    given = [f"--{name}" for name in asked_too if getattr(options, name)]
    if given:
        raise InvalidCriteria(
            "shortlist --replay",
            f"the decision says what it asked; leave out {given[0]}",
        )
    found = Decision.load(options.replay).replay(catalogue_of(options), _facts(options))
    text = found.to_json() if options.json else replay_text(found)
    return FINE if found.is_empty else FOUND, text
