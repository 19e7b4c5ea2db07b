"""Rows by id, name or alias: exact, with suggestions for a miss.

A look-up is exact by :func:`~imh_evidence.model.names.name_key` and never guesses.
What is spelt like a name is suggested in the error, unless it is spelt more like a
programme that is known to be another.
"""

import re
from collections.abc import Iterable
from functools import cached_property
from itertools import islice

from .errors import UnknownIntervention
from .names import name_key
from .records import Intervention, RetiredId


# Suggestions beyond the third are noise; longer names are cut before they are compared.
_SUGGESTED, _COMPARED, _CHOICES = 3, 100, 1_000
_LOOSE = {"programme", "programmes", "program", "programs"}


def name_forms(name: str) -> tuple[str, ...]:
    """What a name may be known by in lists: without brackets, and what stands in them.

    >>> name_forms("The Nurse-Family Partnership Program (NFP)")
    ('nurse family partnership', 'nfp')
    """
    inside = re.findall(r"\(([^()]*)\)", name)
    forms: dict[str, None] = {}
    for part in (re.sub(r"\([^()]*\)", " ", name), *inside):
        words = name_key(part).removeprefix("the ").split()
        forms[" ".join(word for word in words if word not in _LOOSE)] = None
    return tuple(filter(None, forms))


class Lookup:
    """Rows to be found by name.

    Args:
        rows: the rows; of two with one name the first is found.
        retired: ids that were used once.

    >>> from imh_evidence import interventions
    >>> names = Lookup(interventions)
    >>> names.position("fnp")
    1
    >>> names.unknown("The Nurse-Family Partnership").suggestions
    ()
    """

    def __init__(self, rows: Iterable[Intervention], retired: Iterable[RetiredId] = ()) -> None:
        self.rows, self.retired = tuple(rows), tuple(retired)
        names = [(at, name) for at, row in enumerate(self.rows) for name in _names(row)]
        self.keys = {name_key(name): at for at, name in reversed(names)}

    def position(self, name: str) -> int | None:
        """The place of the row with an id, name or alias, or None."""
        return self.keys.get(name_key(name))

    def unknown(self, name: str) -> UnknownIntervention:
        """The error for a name that no row has.

        It names the programmes that the name stands for and that are in no row;
        else it suggests the rows that may be meant.
        """
        for each in self.retired:
            if name_key(each.id) == name_key(name):
                return UnknownIntervention(name, suggestions=each.replaced_by, retired=str(each))
        forms = [form[:_COMPARED] for form in name_forms(name)]
        for form in forms:
            if form in self._others:
                return UnknownIntervention(name, related=self._others[form])
        # Only a miss needs difflib, so only a miss pays for its import.
        from difflib import get_close_matches

        choices = [*islice(self._own, _CHOICES), *islice(self._others, _CHOICES)]
        near: list[str] = []
        for form in forms:
            for close in get_close_matches(form, choices, n=2 * _SUGGESTED):
                if close in self._own:
                    near.append(self._own[close])
                elif not near:
                    return UnknownIntervention(name, related=self._others[close])
        if not near and forms:
            words = {*forms[0].split()}
            near = [row for known, row in self._own.items() if words <= {*known.split()}]
        return UnknownIntervention(name, suggestions=tuple(dict.fromkeys(near))[:_SUGGESTED])

    @cached_property
    def _own(self) -> dict[str, str]:
        """The id of the row that each form of a name stands for."""
        return {
            form: row.id for row in self.rows for own in _names(row) for form in name_forms(own)
        }

    @cached_property
    def _others(self) -> dict[str, tuple[str, ...]]:
        """What is to be said of each form of a related programme's name."""
        found: dict[str, tuple[str, ...]] = {}
        for row in self.rows:
            for each in row.related:
                note = f"{each.name} is not {row.name} ({row.id!r}): {each.note}"
                for form in name_forms(f"{each.name} ({each.abbreviation or ''})"):
                    if form not in self._own:
                        found[form] = (*found.get(form, ()), note)
        return found


def _names(row: Intervention) -> tuple[str, ...]:
    return (row.id, row.name, *row.aliases)
