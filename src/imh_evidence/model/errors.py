"""The errors of the library: each says what was wrong, what was expected, what to do.

An error takes its fields in order and keeps them by name, so a program need not
read its text, and copies and pickles hold them. The text may change; the fields
are the promise.
"""

from collections.abc import Iterable
from reprlib import Repr
from typing import ClassVar

import attrs


#: How many faults the text of an error spells out; the others are in ``.faults``.
SHOWN_FAULTS = 20

#: How much of a wrong value an error repeats.
SHOWN_CHARACTERS = 80

# How many accepted values an error lists, and among how many it seeks the nearest.
_LISTED, _COMPARED = 20, 1_000


class ImhEvidenceError(Exception):
    """The base of every error that this library raises on purpose.

    >>> from imh_evidence import ImhEvidenceError, interventions
    >>> try:
    ...     interventions["nobody"]
    ... except ImhEvidenceError as error:
    ...     print(type(error).__name__)
    UnknownIntervention
    """

    _says: ClassVar[str] = ""

    def __str__(self) -> str:
        return self._says.format(**vars(self))


@attrs.define(slots=False, repr=False)
class WrongType(ImhEvidenceError, TypeError, ValueError):
    """A value of a type that has no meaning where it was given.

    It is a ValueError too, because that is what a program that validates what
    people send expects.

    >>> from imh_evidence import interventions
    >>> interventions[1.5]
    Traceback (most recent call last):
    ...
    imh_evidence.model.errors.WrongType: catalogue[...]: found 1.5 (float), expected a position, a slice, or an id, name or alias
    """

    #: What the value was given for.
    what: str
    #: The value found.
    value: object
    #: What would have been accepted.
    expected: str

    def __str__(self) -> str:
        found = f"{shown(self.value)} ({type(self.value).__name__})"
        return f"{self.what}: found {found}, expected {self.expected}"


@attrs.define(slots=False, repr=False)
class UnknownValue(ImhEvidenceError, ValueError):
    """A value that is not in the scale or vocabulary it was given for.

    >>> from imh_evidence import Audience
    >>> Audience("univeral")
    Traceback (most recent call last):
    ...
    imh_evidence.model.errors.UnknownValue: Audience: found 'univeral', expected one of 'universal', 'targeted'; the nearest is 'universal'
    """

    #: The scale or setting.
    what: str
    #: The value found.
    value: object
    #: Every accepted value, in its own order.
    accepted: tuple[str, ...]

    @property
    def expected(self) -> str:
        """The accepted values in words; of very many, the first and a count."""
        return f"one of {listed(map(shown, self.accepted))}"

    @property
    def nearest(self) -> str | None:
        """The accepted value spelt most like the one found, or None."""
        return nearest(self.value, self.accepted)

    def __str__(self) -> str:
        hint = f"; the nearest is {self.nearest!r}" if self.nearest else ""
        return f"{self.what}: found {shown(self.value)}, expected {self.expected}{hint}"


class UnknownField(UnknownValue, KeyError):
    """A name that is not a field of the record or mapping it was asked of."""


@attrs.define(slots=False, repr=False)
class InvalidRange(ImhEvidenceError, ValueError):
    """Two efficacy levels, or a text, that do not make a range.

    >>> from imh_evidence import EfficacyRange
    >>> EfficacyRange("high", "low")
    Traceback (most recent call last):
    ...
    imh_evidence.model.errors.InvalidRange: efficacy range High to Low: its low end is above its high end; swap them
    """

    #: What was given.
    found: str
    #: What is wrong with it, and what to do.
    problem: str

    _says = "efficacy range {found}: {problem}"


@attrs.define(slots=False, repr=False)
class AmbiguousLevel(ImhEvidenceError, ValueError):
    """A bare efficacy level in a question, which a range can meet in two ways."""

    #: The slug of the level.
    level: str

    _says = (
        "efficacy={level!r} can be read in two ways, because a row may print a range: "
        "certainly(at_least={level!r}) asks for the whole range, possibly(at_least={level!r}) for "
        "part of it; EfficacyRange({level!r}, {level!r}) asks for exactly that level"
    )


@attrs.define(slots=False, repr=False)
class InvalidCriteria(ImhEvidenceError, ValueError):
    """A question that no row could answer, or that cannot be read."""

    #: What was given.
    found: str
    #: What is wrong with it, and what to do.
    problem: str

    _says = "{found}: {problem}"


@attrs.define(slots=False, repr=False)
class UnknownIntervention(ImhEvidenceError, KeyError):
    """A key that is not the id, name or alias of an intervention in this catalogue.

    >>> from imh_evidence import interventions
    >>> interventions["Child Frist"]
    Traceback (most recent call last):
    ...
    imh_evidence.model.errors.UnknownIntervention: no intervention has the id, name or alias 'Child Frist'; did you mean 'child-first'? search looks inside names
    """

    #: The key as given.
    key: str
    #: Ids of interventions spelt alike, most alike first.
    suggestions: tuple[str, ...] = ()
    #: The id of the row that the whole catalogue has and this view of it does not.
    outside_view: str | None = None
    #: Sentences on programmes that are related and not the same.
    related: tuple[str, ...] = ()
    #: A sentence on an id that was used once.
    retired: str | None = None

    def __str__(self) -> str:
        if not self.key.strip():
            return "the key is empty; give an id, name or alias"
        if self.outside_view is not None:
            return (
                f"{shown(self.key)} is {self.outside_view!r}, which is in the whole catalogue "
                "and not in this view of it; ask the whole catalogue"
            )
        notes = [self.retired] if self.retired else [*self.related]
        if not notes:
            ids = " or ".join(map(repr, self.suggestions))
            notes = [f"did you mean {ids}? " * bool(ids) + "search looks inside names"]
        return "; ".join([f"no intervention has the id, name or alias {shown(self.key)}", *notes])


@attrs.define(slots=False, repr=False)
class MissingExtra(ImhEvidenceError, ImportError):
    """A library that an optional part of this one needs, and that is not installed."""

    #: What was asked for.
    what: str
    #: The library that it needs.
    library: str
    #: The extra that installs it.
    extra: str

    _says = (
        '{what} needs {library}, which is not installed; run: pip install "imh-evidence[{extra}]"'
    )


@attrs.frozen(slots=False)  # so that web frameworks can write it out
class Fault:
    """One thing wrong in a file: where, what was found, what was expected."""

    #: Where: a JSON path (``$.interventions[2].evidence``), a cell, a line.
    place: str
    #: What stands there.
    found: str
    #: What would be accepted.
    expected: str
    #: The accepted value spelt most like it, or None.
    nearest: str | None = None

    def __str__(self) -> str:
        hint = f" (the nearest is {shown(self.nearest)})" if self.nearest else ""
        return f"{self.place}: found {self.found}, expected {self.expected}{hint}"


@attrs.define(slots=False, repr=False)
class Faults(ImhEvidenceError, ValueError):
    """A file or a value that cannot be read, with everything that is wrong in it."""

    #: The file or value that was read.
    origin: str
    #: Every fault, in the order of the file.
    faults: tuple[Fault, ...]

    def to_text(self, most: int = SHOWN_FAULTS) -> str:
        """The faults, a line each; beyond the most that are shown, their count."""
        count = len(self.faults)
        lines = [f"{printable(self.origin)}: {count} fault{'' if count == 1 else 's'}"]
        lines += [f"  {printable(str(fault))}" for fault in self.faults[:most]]
        lines += [f"  and {count - most} more, in .faults"] * (count > most)
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.to_text()


def printable(text: str) -> str:
    """Text that cannot steer what shows it: other characters stand escaped."""
    return "".join(
        each if each.isprintable() or each == "\u00a0" else ascii(each)[1:-1] for each in text
    )


def listed(choices: Iterable[str]) -> str:
    """Accepted values one after the other; of very many, the first and a count."""
    choices = tuple(choices)
    rest = len(choices) - _LISTED
    return ", ".join(choices[:_LISTED]) + (f" and {rest} more" if rest > 0 else "")


def shown(value: object) -> str:
    """A value as an error shows it: its repr, cut in length and in depth."""
    if isinstance(value, str):
        text = repr(value[: SHOWN_CHARACTERS + 1])
    else:
        try:
            text = _BOUNDED.repr(value)
        except ValueError:  # Python writes out no whole number of so many digits.
            text = "a very long number"
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}..."


_BOUNDED = Repr()
_BOUNDED.maxlevel = 3
_BOUNDED.maxother = _BOUNDED.maxstring = SHOWN_CHARACTERS


def nearest(value: object, accepted: Iterable[str]) -> str | None:
    """The accepted text spelt most like the value, or None."""
    if not isinstance(value, str):
        return None
    # Only a mistake needs difflib, so only a mistake pays for its import.
    from difflib import get_close_matches
    from itertools import islice

    choices = {each.lower(): each for each in islice(accepted, _COMPARED)}
    found = get_close_matches(value.lower()[:100], choices, n=1)
    return choices[found[0]] if found else None
