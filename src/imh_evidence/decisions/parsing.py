"""Conditions of a shortlist as one writes them at a terminal."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

from ..model.criteria import Criteria, certainly, possibly
from ..model.errors import InvalidCriteria, WrongType, shown
from ..model.names import name_key
from ..model.scales import EfficacyRange, LocalTheory
from .conditions import FACETS, FactCondition, fact


if TYPE_CHECKING:
    from collections.abc import Iterable

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
            or ``cost<=500 GBP per family``. What is no facet is a local fact: a
            number with its unit, or a text. A text that begins with a number
            stands in quotes, as in ``training="2 days"``.
        theories: theories beside the published ones.

    Raises:
        InvalidCriteria: for a text that is no condition, for a bound on
            efficacy that does not say whether whole or part, and for values
            in several units.
        UnknownValue: for a value that is no member of its facet.
        WrongType: for what is no text.

    >>> print(parse_condition("whole efficacy >= medium"))
    efficacy at least Medium, across the whole printed range
    >>> print(parse_condition("cost <= 500 GBP per family"))
    cost is at most 500 GBP per family
    """
    if not isinstance(text, str):
        raise WrongType("parse_condition(...)", text, f"text, such as {SYNTAX}")
    own = {theory.slug: theory for theory in theories}
    name, sign, rest = _parts(text)
    if sign == "=":
        _refuse_signs(text, name, rest)
    plain = name_key(name)
    facet = plain.replace(" ", "_")
    if facet in NAMES and sign == "=":
        values: Any = [own.get(each, each) for each in _several(rest)]
        return Criteria(**{facet: values})
    if plain == _PRINTED and sign == "=":
        return Criteria(efficacy=EfficacyRange.parse(rest))
    bound = {">=": "at_least", "<=": "at_most"}.get(sign)
    reading = _READINGS.get(plain)
    if reading is not None and bound is not None:
        level: Any = name_key(rest)
        return Criteria(efficacy=reading(**{bound: level}))
    if facet in FACETS or plain == _PRINTED or reading is not None:
        raise InvalidCriteria(shown(text), _HINTS.get(facet, f"write {SYNTAX}"))
    if bound is None:
        return _equal(text, name, _several(rest))
    value, unit = _measured(rest)
    if isinstance(value, str):
        said = f"{shown(rest.split()[0])} is no number; write such as 'cost<=500 GBP'"
        raise InvalidCriteria(shown(text), said)
    at_least, at_most = (value, None) if bound == "at_least" else (None, value)
    return FactCondition(name, at_least, at_most, unit=unit)


_HINTS = {
    "efficacy": "a printed range can meet a bound in two ways: write "
    "'whole efficacy>=medium' or 'part efficacy>=medium'; "
    "'printed efficacy=Low-High' asks for that very print"
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
    raise _no_condition(text)


def _no_condition(text: str) -> InvalidCriteria:
    return InvalidCriteria(shown(text), f"this is no condition; write {SYNTAX}")


def _refuse_signs(text: str, name: str, rest: str) -> None:
    """Refuse a value that begins with what was meant as a part of the sign."""
    for each in _several(rest):
        value = each.lstrip("=<> ")
        lead = each.removesuffix(value)
        if not value:
            raise _no_condition(text)
        if lead:
            plain = name_key(name)
            takes_bounds = plain in _READINGS or not ({plain, plain.replace(" ", "_")} & {*NAMES})
            sign = lead.strip("= ")[:1] + "=" if takes_bounds else "="
            said = f"no value begins with {lead[0]!r}; write {shown(name + sign + value)}"
            raise InvalidCriteria(shown(text), said)


def _several(rest: str) -> list[str]:
    return [each.strip() for each in rest.split(",") if each.strip()]


def _equal(text: str, name: str, several: list[str]) -> FactCondition:
    """A condition on the values that a fact may have, all in one unit or in none."""
    measured = [_measured(each) for each in several]
    units = {unit and name_key(unit): unit for _, unit in measured}
    if len(units) > 1:
        raise InvalidCriteria(
            shown(text),
            "its values are not in one unit; give every number the same unit, and "
            "write no comma in a number, such as 'cost=500 GBP,1250 GBP'",
        )
    unit = next(iter(units.values()), None)
    return fact(name, one_of=[value for value, _ in measured], unit=unit)


def _measured(text: str) -> tuple[Scalar, str | None]:
    """A number and its unit, or else a text; one in quotes is a text in any case."""
    if len(text) > 1 and text[0] == text[-1] == '"':
        return text[1:-1], None
    number, *words = text.split()
    for kind in (int, float):
        try:
            value = kind(number)
        except ValueError:
            continue
        if abs(value) < inf:
            return value, " ".join(words) or None
    return text, None
