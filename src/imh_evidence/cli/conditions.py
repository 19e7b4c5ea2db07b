"""Conditions as words of a command, read in one way by every verb that takes them."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING

from ..model.criteria import Criteria
from ..model.errors import InvalidCriteria, UnknownValue, nearest
from ..model.names import name_key
from ..model.scales import LocalTheory


if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..catalogue.catalogue import Catalogue
    from ..decisions.conditions import Condition

__all__ = ["WHERE", "chosen", "read_conditions"]

# What a condition on the table may look like.
_ON_TABLE = (
    "audience=universal, practice_level=skilled,enhanced, theory=attachment, "
    "'whole efficacy>=medium', 'part efficacy>=medium' or 'printed efficacy=Low-High'"
)

_FACET = "the facet of --where"

#: A verb that takes conditions on rows.
WHERE = argparse.ArgumentParser(add_help=False)
WHERE.add_argument(
    "--where",
    action="append",
    default=[],
    metavar="CONDITION",
    help="only rows that meet the condition, such as audience=universal, "
    "practice_level=skilled,enhanced (any of them), theory=attachment, "
    "'whole efficacy>=medium' (the whole printed range), 'part efficacy>=medium' "
    "(part of it) or 'printed efficacy=Low-High' (that very range); of several "
    "conditions all must hold",
)


def read_conditions(
    texts: Iterable[str], catalogue: Catalogue, facts: Iterable[str] = ()
) -> list[Condition]:
    """The conditions that texts say, on a catalogue's own theories too.

    What is no facet is a local fact, known or not. A name that is nearly that of a
    facet or of a known fact is a slip, and would put every row in "not known".

    Args:
        texts: a condition each.
        catalogue: the rows that are asked.
        facts: the names of local facts that are known.

    Raises:
        InvalidCriteria: for a text that is no condition.
        UnknownValue: for a value that is no member of its facet, and for a slip.
    """
    from ..decisions.parsing import NAMES, parse_condition

    own = {
        theory
        for record in catalogue
        for theory in record.theories
        if isinstance(theory, LocalTheory)
    }
    names = tuple(dict.fromkeys((*NAMES, *facts)))
    known = {name_key(name) for name in names}
    conditions = []
    for text in texts:
        condition = parse_condition(text, own)
        if not isinstance(condition, Criteria):
            name = condition.name
            if name_key(name) not in known and nearest(name, names):
                raise UnknownValue("the name of a condition", name, names)
        conditions.append(condition)
    return conditions


def chosen(catalogue: Catalogue, texts: Iterable[str]) -> Catalogue:
    """The rows of a catalogue that meet every condition.

    Args:
        catalogue: the catalogue.
        texts: a condition each, on what the table prints.

    Raises:
        InvalidCriteria: for a text that is no condition, and for a bare
            efficacy level, which a range can meet in two ways.
        UnknownValue: for a facet or value there is not.

    >>> from imh_evidence import interventions
    >>> chosen(interventions, ["whole efficacy>=high"]).ids
    ('promoting-first-relationships', 'parent-child-interaction-therapy')
    """
    from ..decisions.parsing import NAMES, SYNTAX

    rows = catalogue
    for text in texts:
        try:
            (condition,) = read_conditions([text], catalogue)
        except InvalidCriteria as error:
            # What is no condition on the table could not be one on a local fact.
            name, *rest = re.split("[<>=]", text, maxsplit=1)
            facet = name_key(name).replace(" ", "_")
            if rest and facet and "efficacy" not in facet and facet not in NAMES:
                raise UnknownValue(_FACET, name.strip(), NAMES) from None
            problem = error.problem.replace(SYNTAX, _ON_TABLE)
            raise InvalidCriteria(error.found, problem) from None
        if not isinstance(condition, Criteria):
            raise UnknownValue(_FACET, condition.name, NAMES)
        rows = rows.where(condition)
    return rows
