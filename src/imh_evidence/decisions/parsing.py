"""Conditions of a shortlist as one writes them at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..criteria import Criteria, certainly, possibly
from ..errors import InvalidCriteria, shown
from ..names import normalise
from ..scales import EfficacyRange
from .conditions import FACETS, FactCondition, fact


if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..scales import LocalTheory
    from .conditions import Condition
    from .documents import Scalar

__all__ = ["NAMES", "SYNTAX", "parse_condition"]

#: What a condition may look like, for people.
SYNTAX = (
    "audience=universal, practice_level=skilled,enhanced, theory=attachment, "
    "'whole efficacy>=medium', 'part efficacy>=high', 'printed efficacy=Low-High', "
    "'cost<=500 GBP per family', 'format=group,online'"
)

_SIGNS = (">=", "<=", "=")

_PRINTED = "printed efficacy"

_READINGS = {
    "whole efficacy": certainly,
    "the whole efficacy": certainly,
    "part efficacy": possibly,
    "part of efficacy": possibly,
}

#: What a condition on a published field begins with.
NAMES = (
    *(name for name in FACETS if name != "efficacy"),
    "whole efficacy",
    "part efficacy",
    _PRINTED,
)


def parse_condition(text: str, theories: Iterable[LocalTheory] = ()) -> Condition:
    """A condition from a short text: a facet, a sign and values, or a local fact.

    Args:
        text: such as ``audience=universal,targeted``, ``whole efficacy>=medium``
            or ``cost<=500 GBP per family``. What is no facet is a local fact.
        theories: theories beside the published ones.

    Raises:
        InvalidCriteria: for a text that is no condition, and for a bound on
            efficacy that does not say whether whole or part.
        UnknownValue: for a value that is no member of its facet.

    >>> print(parse_condition("whole efficacy >= medium"))
    the whole printed efficacy range is at least Medium
    >>> print(parse_condition("cost <= 500 GBP per family"))
    cost is at most 500 GBP per family
    """
    name, sign, rest = _parts(text)
    plain = normalise(name)
    facet = plain.replace(" ", "_")
    if facet in NAMES and sign == "=":
        own = {theory.slug: theory for theory in theories}
        values: Any = [own.get(each, each) for each in _several(rest)]
        return Criteria(**{facet: values})
    if plain == _PRINTED and sign == "=":
        return Criteria(efficacy=EfficacyRange.parse(rest))
    bound = {">=": "at_least", "<=": "at_most"}.get(sign)
    reading = _READINGS.get(plain)
    if reading is not None and bound is not None:
        level: Any = normalise(rest)
        return Criteria(efficacy=reading(**{bound: level}))
    if facet in FACETS or plain == _PRINTED or reading is not None:
        raise InvalidCriteria(shown(text), _HINTS.get(facet, f"write {SYNTAX}"))
    if bound is None:
        return fact(name, one_of=[_scalar(each) for each in _several(rest)])
    number, _, unit = rest.partition(" ")
    value = _scalar(number)
    if isinstance(value, str):
        raise InvalidCriteria(
            shown(text), f"{shown(number)} is no number; write such as 'cost<=500 GBP'"
        )
    at_least, at_most = (value, None) if bound == "at_least" else (None, value)
    return FactCondition(name, at_least, at_most, unit=unit.strip() or None)


_HINTS = {
    "efficacy": "a printed range can meet a bound in two ways: write "
    "'whole efficacy>=medium' or 'part efficacy>=medium'; "
    "'printed efficacy=Low-High' asks for that very print",
}


def _parts(text: str) -> tuple[str, str, str]:
    """A name, the first sign behind it, and the rest."""
    # The equals sign in another sign stands behind the beginning of that one.
    places = [(text.index(sign), sign) for sign in _SIGNS if sign in text]
    if places:
        at, sign = min(places)
        name, rest = text[:at].strip(), text[at + len(sign) :].strip()
        if name and rest:
            return name, sign, rest
    raise InvalidCriteria(shown(text), f"this is no condition; write {SYNTAX}")


def _several(rest: str) -> list[str]:
    return [each.strip() for each in rest.split(",") if each.strip()]


def _scalar(text: str) -> Scalar:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
