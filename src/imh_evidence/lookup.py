"""Finding records by name: exact look-up, suggestions for a miss, and search.

A look-up is exact after :func:`~imh_evidence.names.normalise` and never
guesses; what it would have guessed goes into the error instead. Search is
apart from it and says what it matched.
"""

from __future__ import annotations

import attrs

from .errors import WrongType, close_to
from .names import normalise
from .scales import Value, in_scale_order


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .records import Intervention

__all__ = ["Match", "SearchHit", "keys_of", "related_notes", "search", "suggestions"]

# Suggestions beyond the third are noise.
_SUGGESTED = 3


@attrs.frozen
class Match(Value):
    """Where a search found its words.

    Args:
        field: the field that holds the text.
        text: the text they were found in.
    """

    field: str
    text: str

    def __str__(self) -> str:
        return f"{self.field}: {self.text}"


@attrs.frozen
class SearchHit(Value):
    """An intervention that a search found, and why.

    Args:
        intervention: the record found.
        matches: every text in it that holds one of the words, names first.
    """

    intervention: Intervention
    matches: tuple[Match, ...]

    def __str__(self) -> str:
        return f"{self.intervention.name} ({'; '.join(map(str, self.matches))})"


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
    """Ids of records with an id, name or alias spelt like the key, best first."""
    near = close_to(normalise(key), keys, 2 * _SUGGESTED)
    ids = dict.fromkeys(records[keys[each]].id for each in near)
    return tuple(ids)[:_SUGGESTED]


def related_notes(key: str, records: Iterable[Intervention]) -> tuple[str, ...]:
    """What to say of a key that names a programme related to a record."""
    wanted = normalise(key)
    return tuple(
        f"{related.name} is not {record.name} ({record.id!r}): {related.note}"
        for record in records
        for related in record.related
        if wanted in (normalise(related.name), normalise(related.abbreviation or ""))
    )


def search(text: str, records: Iterable[Intervention]) -> tuple[SearchHit, ...]:
    """The records in which every word of the text is part of some field's text."""
    if not isinstance(text, str):
        raise WrongType("search(...)", text, "text")
    words = normalise(text).split()
    if not words:
        return ()
    return tuple(hit for hit in (_hit(record, words) for record in records) if hit)


def _hit(record: Intervention, words: list[str]) -> SearchHit | None:
    found: dict[str, bool] = dict.fromkeys(words, False)
    matches = []
    for match in _texts(record):
        searched = normalise(match.text)
        inside = [word for word in words if word in searched]
        if inside:
            matches.append(match)
            found.update(dict.fromkeys(inside, True))
    return SearchHit(record, tuple(matches)) if all(found.values()) else None


def _texts(record: Intervention) -> Iterator[Match]:
    yield Match("name", record.name)
    for alias in record.aliases:
        yield Match("alias", alias)
    for related in record.related:
        named = f"{related.name} ({related.abbreviation})"
        yield Match(
            "related, not identical", named if related.abbreviation else related.name
        )
    for theory in record.theories:
        yield Match("theory", theory.label)
    for audience in in_scale_order(record.audiences):
        yield Match("audience", audience.label)
    for level in in_scale_order(record.practice_levels):
        yield Match("practice level", level.label)
