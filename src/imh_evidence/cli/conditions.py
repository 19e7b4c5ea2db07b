"""Conditions on rows as words of a command: ``--where FACET=VALUE``."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from ..criteria import EfficacyBounds, Reading
from ..errors import InvalidCriteria, UnknownValue
from ..scales import EfficacyLevel, EfficacyRange


if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..catalogue import Catalogue

__all__ = ["WHERE", "chosen"]

_SETS = ("theory", "audience", "practice-level", "evidence")

# The two honest readings of a range, each in both directions.
_BOUNDS = {
    f"efficacy-{reading.value}-{bound.replace('_', '-')}": (reading, bound)
    for reading in Reading
    for bound in ("at_least", "at_most")
}

_PRINTS = "efficacy-prints"

#: A verb that takes conditions.
WHERE = argparse.ArgumentParser(add_help=False)
WHERE.add_argument(
    "--where",
    action="append",
    default=[],
    metavar="FACET=VALUE",
    help="only rows that meet the condition; several conditions must all hold. "
    f"FACET is {', '.join(_SETS)} (VALUE one or more, with commas between: any of "
    "them), efficacy-certainly-at-least or -at-most (the whole printed range), "
    "efficacy-possibly-at-least or -at-most (part of the printed range), or "
    f"{_PRINTS} (that very range, such as low-medium)",
)


def chosen(catalogue: Catalogue, conditions: Iterable[str]) -> Catalogue:
    """The rows of a catalogue that meet every condition.

    Args:
        catalogue: the catalogue.
        conditions: each ``FACET=VALUE``.

    Raises:
        InvalidCriteria: for a condition that cannot be read, and for a bare
            efficacy level, which a range can meet in two ways.
        UnknownValue: for a facet or value there is not.

    >>> from imh_evidence import interventions
    >>> chosen(interventions, ["efficacy-certainly-at-least=high"]).ids
    ('promoting-first-relationships', 'parent-child-interaction-therapy')
    """
    for condition in conditions:
        catalogue = catalogue.where(**_asked(condition))
    return catalogue


def _asked(condition: str) -> dict[str, Any]:
    facet, equals, value = condition.partition("=")
    if not equals:
        example = "write FACET=VALUE, such as audience=universal"
        raise InvalidCriteria(f"--where {condition!r}", f"it has no '='; {example}")
    facet, value = facet.strip().replace("_", "-"), value.strip()
    if facet == "efficacy":
        raise InvalidCriteria(
            f"--where {condition!r}",
            "a range of levels can meet it in two ways; "
            f"efficacy-certainly-at-least={value} asks for the whole printed range, "
            f"efficacy-possibly-at-least={value} for part of it, "
            f"{_PRINTS}={value} for that very print",
        )
    if facet in _SETS:
        slugs = [each.strip() for each in value.split(",")]
        return {facet.replace("-", "_"): slugs}
    if facet in _BOUNDS:
        reading, bound = _BOUNDS[facet]
        try:
            level = EfficacyLevel(value)
        except UnknownValue as error:
            raise UnknownValue(facet, value, error.accepted) from None
        return {"efficacy": EfficacyBounds(reading, **{bound: level})}
    if facet == _PRINTS:
        return {"efficacy": EfficacyRange.parse(value)}
    raise UnknownValue("the facet of --where", facet, (*_SETS, *_BOUNDS, _PRINTS))
