"""The one family of errors: each says what was wrong, what was expected, and what to do.

Arguments are kept as ``args``, so that every error survives a pickle, and as
named fields, so that a program need not read the text.
"""

from __future__ import annotations


__all__ = [
    "AmbiguousLevel",
    "DifferentUniverses",
    "Fault",
    "ImhEvidenceError",
    "InvalidCatalogue",
    "InvalidCriteria",
    "InvalidDocument",
    "InvalidRange",
    "InvalidRating",
    "MissingExtra",
    "UnknownField",
    "UnknownIntervention",
    "UnknownValue",
    "WrongType",
]

from itertools import islice
from reprlib import Repr

import attrs


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


#: How many faults the text of an :class:`InvalidCatalogue` spells out.
SHOWN_FAULTS = 20

#: How much of a key a path repeats; a path may have many.
SHOWN_OF_A_KEY = 40

#: How many accepted values an error lists.
SHOWN_CHOICES = 20

#: Among how many accepted values the nearest is looked for.
COMPARED_CHOICES = 1_000

#: How much of a wrong value an error repeats.
SHOWN_CHARACTERS = 80


class ImhEvidenceError(Exception):
    """The base of every error this library raises on purpose.

    >>> from imh_evidence import ImhEvidenceError, interventions
    >>> try:
    ...     interventions["nobody"]
    ... except ImhEvidenceError as error:
    ...     print(type(error).__name__)
    UnknownIntervention
    """


class WrongType(ImhEvidenceError, TypeError):
    """A value of a type that has no meaning where it was given.

    Args:
        what: what the value was given for.
        value: the value found.
        expected: what would have been accepted.

    >>> from imh_evidence import interventions
    >>> interventions[1.5]
    Traceback (most recent call last):
    ...
    imh_evidence.errors.WrongType: catalogue[...]: found 1.5 (float), expected a position, a slice, or an id, name or alias
    """

    def __init__(self, what: str, value: object, expected: str) -> None:
        super().__init__(what, value, expected)
        self.what = what
        self.value = value
        self.expected = expected

    def __str__(self) -> str:
        return (
            f"{self.what}: found {shown(self.value)} ({type(self.value).__name__}), "
            f"expected {self.expected}"
        )


class UnknownValue(ImhEvidenceError, ValueError):
    """A value that is no member of the scale or vocabulary it was given for.

    Args:
        what: the scale, facet or setting.
        value: the value found.
        accepted: every accepted value, in its own order.

    >>> from imh_evidence import Audience
    >>> Audience("univeral")
    Traceback (most recent call last):
    ...
    imh_evidence.errors.UnknownValue: Audience: found 'univeral', expected one of 'universal', 'targeted'; the nearest is 'universal'
    """

    def __init__(self, what: str, value: object, accepted: Iterable[str]) -> None:
        accepted = tuple(accepted)
        super().__init__(what, value, accepted)
        self.what = what
        self.value = value
        self.accepted = accepted

    @property
    def nearest(self) -> str | None:
        """The accepted value spelt most like the one found, or None."""
        return nearest(self.value, self.accepted)

    def __str__(self) -> str:
        choices = listed(map(shown, self.accepted))
        hint = f"; the nearest is {self.nearest!r}" if self.nearest else ""
        return (
            f"{self.what}: found {shown(self.value)}, expected one of {choices}{hint}"
        )


class UnknownField(UnknownValue, KeyError):
    """A name that is no field of the record or mapping it was asked of."""


class InvalidRange(ImhEvidenceError, ValueError):
    """Two efficacy levels, or a text, that make no range.

    Args:
        found: what was given, as it reads.
        problem: what is wrong with it, and what to do.

    >>> from imh_evidence import EfficacyRange
    >>> EfficacyRange("high", "low")
    Traceback (most recent call last):
    ...
    imh_evidence.errors.InvalidRange: efficacy range High to Low: its low end is above its high end; swap them
    """

    def __init__(self, found: str, problem: str) -> None:
        super().__init__(found, problem)
        self.found = found
        self.problem = problem

    def __str__(self) -> str:
        return f"efficacy range {self.found}: {self.problem}"


class InvalidRating(ImhEvidenceError, ValueError):
    """A number or a text that is no rating of the Hexagon Tool.

    Args:
        what: what it was given for.
        found: what was given, as it reads.
        expected: what would be accepted, and what to do.

    >>> from imh_evidence.decisions import RatingRange
    >>> RatingRange(0, 3)
    Traceback (most recent call last):
    ...
    imh_evidence.errors.InvalidRating: low end of a rating: found 0, expected a whole number from 1 to 5
    """

    def __init__(self, what: str, found: str, expected: str) -> None:
        super().__init__(what, found, expected)
        self.what = what
        self.found = found
        self.expected = expected

    def __str__(self) -> str:
        return f"{self.what}: found {self.found}, expected {self.expected}"


class AmbiguousLevel(ImhEvidenceError, ValueError):
    """A bare efficacy level in a question, which a range can meet in two ways.

    Args:
        level: the slug of the level.
    """

    def __init__(self, level: str) -> None:
        super().__init__(level)
        self.level = level

    def __str__(self) -> str:
        return (
            f"efficacy={self.level!r} can be read in two ways, as a row prints a range: "
            f"certainly(at_least={self.level!r}) asks for the whole range, "
            f"possibly(at_least={self.level!r}) for part of it; "
            f"EfficacyRange({self.level!r}, {self.level!r}) asks for that very print"
        )


class InvalidCriteria(ImhEvidenceError, ValueError):
    """A question that no row could answer, or that cannot be read.

    Args:
        found: what was given, as it reads.
        problem: what is wrong with it, and what to do.
    """

    def __init__(self, found: str, problem: str) -> None:
        super().__init__(found, problem)
        self.found = found
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.found}: {self.problem}"


class DifferentUniverses(ImhEvidenceError, ValueError):
    """Two catalogues that do not draw on the same records.

    Args:
        operation: what was asked of them.
        sources: the titles of their sources.
    """

    def __init__(self, operation: str, sources: Iterable[str]) -> None:
        sources = tuple(sources)
        super().__init__(operation, sources)
        self.operation = operation
        self.sources = sources

    def __str__(self) -> str:
        names = " and ".join(repr(source) for source in self.sources)
        return (
            f"{self.operation} between catalogues of different universes ({names}): "
            "sets are compared within one universe; take views of one catalogue, which "
            "extend() makes of rows that are not in both"
        )


class UnknownIntervention(ImhEvidenceError, KeyError):
    """A key that is no id, name or alias of an intervention in this catalogue.

    Args:
        key: the key as given.
        suggestions: ids of interventions spelt alike, most alike first.
        outside_view: the id of the record that answers to the key in the
            whole catalogue, where only this view of it lacks the record.
        related: sentences on programmes that are related, not identical.
        retired: a sentence on an id that was used once, or None.

    >>> from imh_evidence import interventions
    >>> interventions["Child Frist"]
    Traceback (most recent call last):
    ...
    imh_evidence.errors.UnknownIntervention: no intervention has the id, name or alias 'Child Frist'; did you mean 'child-first'? search looks inside names
    """

    def __init__(
        self,
        key: str,
        suggestions: Iterable[str] = (),
        outside_view: str | None = None,
        related: Iterable[str] = (),
        retired: str | None = None,
    ) -> None:
        suggestions, related = tuple(suggestions), tuple(related)
        super().__init__(key, suggestions, outside_view, related, retired)
        self.key = key
        self.suggestions = suggestions
        self.outside_view = outside_view
        self.related = related
        self.retired = retired

    def __str__(self) -> str:
        if self.outside_view is not None:
            return (
                f"{shown(self.key)} is {self.outside_view!r}, which the whole catalogue "
                "has and this view of it does not; ask the catalogue the view came from"
            )
        if self.key.strip() == "":
            return "the key is empty; give an id, name or alias"
        parts = [f"no intervention has the id, name or alias {shown(self.key)}"]
        if self.retired is not None:
            return f"{parts[0]}; {self.retired}"
        if self.related:
            # What is known to be another programme is not suggested again.
            return "; ".join([*parts, *self.related])
        if self.suggestions:
            ids = " or ".join(repr(suggestion) for suggestion in self.suggestions)
            parts.append(f"did you mean {ids}? search looks inside names")
        else:
            parts.append("search looks inside names")
        return "; ".join(parts)


class MissingExtra(ImhEvidenceError, ImportError):
    """A library that an optional part of this one needs, and that is not installed.

    Args:
        what: what was asked for.
        library: the library that it needs.
        extra: the extra that installs it.
    """

    def __init__(self, what: str, library: str, extra: str) -> None:
        super().__init__(what, library, extra)
        self.what = what
        self.library = library
        self.extra = extra

    def __str__(self) -> str:
        return (
            f"{self.what} needs {self.library}, which is not installed; "
            f'run: pip install "imh-evidence[{self.extra}]"'
        )


@attrs.frozen
class Fault:
    """One thing wrong in a file: where, what was found, what was expected.

    Args:
        path: where, as a JSON path (``$.interventions[2].evidence``).
        found: what stands there.
        expected: what would be accepted.
        nearest: the accepted value spelt most like it, or None.
    """

    path: str
    found: str
    expected: str
    nearest: str | None = None

    def __str__(self) -> str:
        hint = f" (the nearest is {shown(self.nearest)})" if self.nearest else ""
        return f"{self.path}: found {self.found}, expected {self.expected}{hint}"


class InvalidCatalogue(ImhEvidenceError, ValueError):
    """A file that is no catalogue, with everything that is wrong in it.

    Args:
        origin: the file or value that was read.
        faults: every fault, in the order of the file; the text of the error
            shows the first twenty and counts the rest.
    """

    def __init__(self, origin: str, faults: Iterable[Fault]) -> None:
        faults = tuple(faults)
        super().__init__(origin, faults)
        self.origin = origin
        self.faults = faults

    def __str__(self) -> str:
        return with_faults(self.origin, self.faults)


class InvalidDocument(ImhEvidenceError, ValueError):
    """A decision, an assessment or local facts that cannot be read, with every fault.

    Args:
        origin: the file or value that was read.
        faults: every fault, in the order of the document; the text of the
            error shows the first twenty and counts the rest.
    """

    def __init__(self, origin: str, faults: Iterable[Fault]) -> None:
        faults = tuple(faults)
        super().__init__(origin, faults)
        self.origin = origin
        self.faults = faults

    def __str__(self) -> str:
        return with_faults(self.origin, self.faults)


def with_faults(
    origin: str, faults: tuple[Fault, ...], most: int = SHOWN_FAULTS
) -> str:
    """What was read and its faults, a line each; of more than most, the rest's count."""
    count = len(faults)
    lines = [f"{printable(origin)}: {count} fault{'' if count == 1 else 's'}"]
    lines.extend(f"  {printable(str(fault))}" for fault in faults[:most])
    if count > most:
        lines.append(f"  and {count - most} more, in .faults")
    return "\n".join(lines)


def printable(text: str) -> str:
    """Text that cannot steer what shows it: other characters stand escaped."""
    return "".join(
        each if each.isprintable() or each == "\u00a0" else ascii(each)[1:-1]
        for each in text
    )


def within(path: str, key: str) -> str:
    """The path of a key: plain words follow a dot, others stand quoted and cut."""
    if key.isidentifier() and len(key) <= SHOWN_OF_A_KEY:
        return f"{path}.{key}"
    cut = f"{key[:SHOWN_OF_A_KEY]}..." if len(key) > SHOWN_OF_A_KEY else key
    return f"{path}[{cut!r}]"


def listed(choices: Iterable[str]) -> str:
    """Accepted values one after the other; of very many, the first and a count."""
    choices = tuple(choices)
    text = ", ".join(choices[:SHOWN_CHOICES])
    rest = len(choices) - SHOWN_CHOICES
    return f"{text} and {rest} more" if rest > 0 else text


def shown(value: object) -> str:
    """A value as an error shows it: its repr, cut in length and in depth."""
    if isinstance(value, str):
        text = repr(value[: SHOWN_CHARACTERS + 1])
    else:
        text = _BOUNDED.repr(value)
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}..."


class _Bounded(Repr):
    """Shows any value, also a whole number too long for Python to write out."""

    def repr_int(self, x: int, level: int) -> str:
        try:
            return super().repr_int(x, level)
        except ValueError:
            return f"a whole number of {x.bit_length()} bits"

    def repr_set(self, x: set[Any], level: int) -> str:
        return f"{{{self._sorted(x, level)}}}" if x else "set()"

    def repr_frozenset(self, x: frozenset[Any], level: int) -> str:
        return f"frozenset({{{self._sorted(x, level)}}})" if x else "frozenset()"

    def _sorted(self, members: set[Any] | frozenset[Any], level: int) -> str:
        # Members of the scales hash by place in memory: a set has no order of its own.
        if level <= 0:
            return "..."
        parts = sorted(self.repr1(each, level - 1) for each in members)
        more = ["..."] if len(parts) > self.maxset else []
        return ", ".join([*parts[: self.maxset], *more])


_BOUNDED = _Bounded()
_BOUNDED.maxlevel = 3
_BOUNDED.maxother = _BOUNDED.maxstring = SHOWN_CHARACTERS


def close_to(value: object, accepted: Iterable[str], count: int) -> tuple[str, ...]:
    """Up to ``count`` of the accepted texts that are spelt like the value, best first."""
    if not isinstance(value, str):
        return ()
    # Only a mistake needs difflib, so only a mistake pays for its import.
    from difflib import get_close_matches

    choices = [*islice(accepted, COMPARED_CHOICES)]
    return tuple(get_close_matches(value.lower()[:100], choices, n=count))


def nearest(value: object, accepted: Iterable[str]) -> str | None:
    """The one accepted text spelt most like the value, or None."""
    return next(iter(close_to(value, accepted, 1)), None)
