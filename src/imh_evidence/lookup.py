"""Finding a record by name: exact look-up, and suggestions for a miss.

A look-up is exact after :func:`~imh_evidence.names.normalise` and never
guesses; what it would have guessed goes into the error instead.
"""

from __future__ import annotations

from itertools import islice

from .errors import COMPARED_CHOICES, close_to
from .names import normalise


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .records import Intervention

__all__ = ["keys_of", "related_notes", "suggestions"]

# Suggestions beyond the third are noise.
_SUGGESTED = 3


def keys_of(records: Iterable[Intervention]) -> dict[str, int]:
    """Each normalised id, name and alias, with the position of its record."""
    keys: dict[str, int] = {}
    for position, record in enumerate(records):
        for key in (record.id, record.name, *record.aliases):
            keys.setdefault(normalise(key), position)
    return keys


def suggestions(
    key: str, keys: Mapping[str, int], records: tuple[Intervention, ...]
) -> tuple[str, ...]:
    """Ids of records with an id, name or alias spelt like the key, best first.

    Where none is, those of which a name holds every word of the key.
    """
    wanted = normalise(key)
    near = close_to(wanted, keys, 2 * _SUGGESTED)
    if not near and wanted:
        words = {*wanted.split()}
        some = islice(keys, COMPARED_CHOICES)
        near = tuple(each for each in some if words <= {*each.split()})
    ids = dict.fromkeys(records[keys[each]].id for each in near)
    return tuple(ids)[:_SUGGESTED]


def related_notes(key: str, records: Iterable[Intervention]) -> tuple[str, ...]:
    """What to say of a key that names a programme related to a record."""
    wanted = normalise(key)
    if not wanted:
        return ()
    return tuple(
        f"{related.name} is not {record.name} ({record.id!r}): {related.note}"
        for record in records
        for related in record.related
        if wanted in (normalise(related.name), normalise(related.abbreviation or ""))
    )
