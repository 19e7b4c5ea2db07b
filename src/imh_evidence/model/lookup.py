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
from .records import Intervention, RelatedProgramme, RetiredId


# Suggestions beyond the third are noise; longer names are cut before they are compared.
_SUGGESTED, _COMPARED, _CHOICES = 3, 100, 1_000
_LOOSE = {"programme", "programmes", "program", "programs"}


def name_forms(name: str) -> tuple[str, ...]:
    """What a name may be known by in lists: without brackets, and what stands in them.

    >>> name_forms("The Nurse-Family Partnership Program (NFP)")
    ('nurse family partnership', 'nfp')
    """
    inside = re.findall(r"\(([^()]*)\)", name)
    parts = (re.sub(r"\([^()]*\)", " ", name), *inside)
    forms = []
    for part in parts:
        words = name_key(part).removeprefix("the ").split()
        forms.append(" ".join(word for word in words if word not in _LOOSE))
    return tuple(dict.fromkeys(filter(None, forms)))


class Lookup:
    """Rows to be found by name.

    Args:
        rows: the rows; of two with one name the first is found.
        retired: ids that were used once.

    >>> from imh_evidence import interventions
    >>> names = Lookup(interventions)
    >>> names.position("fnp"), names.related("The Nurse-Family Partnership")[0].name
    (1, 'Nurse-Family Partnership')
    """

    def __init__(self, rows: Iterable[Intervention], retired: Iterable[RetiredId] = ()) -> None:
        self.rows, self.retired = tuple(rows), tuple(retired)
        self.keys: dict[str, int] = {}
        for position, row in enumerate(self.rows):
            for name in (row.id, row.name, *row.aliases):
                self.keys.setdefault(name_key(name), position)

    def position(self, name: str) -> int | None:
        """The place of the row with an id, name or alias, or None."""
        return self.keys.get(name_key(name))

    def related(self, name: str) -> tuple[RelatedProgramme, ...]:
        """The programmes that a name stands for and that are in no row."""
        return tuple(programme for _, programme in self._judged(name)[0])

    def suggestions(self, name: str) -> tuple[str, ...]:
        """Ids of rows with a name spelt like this one, best first."""
        return tuple(self.rows[position].id for position in self._judged(name)[1])

    def unknown(self, name: str) -> UnknownIntervention:
        """The error for a name that no row has."""
        for each in self.retired:
            if name_key(each.id) == name_key(name):
                return UnknownIntervention(name, suggestions=each.replaced_by, retired=str(each))
        others, near = self._judged(name)
        notes = tuple(
            f"{programme.name} is not {row.name} ({row.id!r}): {programme.note}"
            for row, programme in others
        )
        ids = tuple(self.rows[position].id for position in near)
        return UnknownIntervention(name, suggestions=ids, related=notes)

    @cached_property
    def _forms(self) -> dict[str, int]:
        return {
            form: position
            for position, row in enumerate(self.rows)
            for own in (row.id, row.name, *row.aliases)
            for form in name_forms(own)
        }

    @cached_property
    def _others(self) -> dict[str, list[tuple[Intervention, RelatedProgramme]]]:
        found: dict[str, list[tuple[Intervention, RelatedProgramme]]] = {}
        for row in self.rows:
            for each in row.related:
                for form in name_forms(f"{each.name} ({each.abbreviation or ''})"):
                    if form not in self._forms:
                        found.setdefault(form, []).append((row, each))
        return found

    def _judged(self, name: str) -> tuple[list[tuple[Intervention, RelatedProgramme]], list[int]]:
        """The related programmes that a name stands for; else the rows it may mean."""
        # Only a miss needs difflib, so only a miss pays for its import.
        from difflib import get_close_matches

        known, others = self._forms, self._others
        wanted = [form[:_COMPARED] for form in name_forms(name)]
        for form in wanted:
            if form in others:
                return others[form], []
        choices = [*islice(known, _CHOICES), *islice(others, _CHOICES)]
        near: list[int] = []
        for form in wanted:
            for close in get_close_matches(form, choices, n=2 * _SUGGESTED):
                if close in known:
                    near.append(known[close])
                elif not near:
                    return others[close], []
        if not near and wanted:
            words = {*wanted[0].split()}
            near = [known[each] for each in known if words <= {*each.split()}]
        return [], [*dict.fromkeys(near)][:_SUGGESTED]
