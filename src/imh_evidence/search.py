"""Searching inside the texts of records, and saying what matched.

Apart from look-up, which is exact: a search finds parts of words in any field.
"""

from __future__ import annotations

import attrs

from .model.errors import WrongType
from .model.names import name_key
from .model.record import Record
from .model.scales import joined


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .model.records import Intervention

__all__ = ["Match", "SearchHit", "heading_of", "search"]


@attrs.frozen
class Match(Record):
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
class SearchHit(Record):
    """An intervention that a search found, and why.

    Args:
        intervention: the record found.
        matches: every text in it that holds one of the words, names first.
    """

    intervention: Intervention
    matches: tuple[Match, ...]

    def __str__(self) -> str:
        return f"{self.intervention.name} ({'; '.join(map(str, self.matches))})"


def search(text: str, records: Iterable[Intervention]) -> tuple[SearchHit, ...]:
    """The records in which every word of the text is part of some field's text."""
    if not isinstance(text, str):
        raise WrongType("search(...)", text, "text")
    words = name_key(text).split()
    if not words:
        return ()
    return tuple(hit for hit in (_hit(record, words) for record in records) if hit)


def _hit(record: Intervention, words: list[str]) -> SearchHit | None:
    found: dict[str, bool] = dict.fromkeys(words, False)
    matches = []
    for match in _texts(record):
        searched = name_key(match.text)
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
        yield Match("related, not identical", named if related.abbreviation else related.name)
    for theory in record.theories:
        yield Match("theory", theory.label)
    heading = heading_of(record)
    if heading is not None:
        yield Match("heading", heading)
    yield Match("audience", joined(record.audiences))
    yield Match("practice level", joined(record.practice_levels))


def heading_of(record: Intervention) -> str | None:
    """The heading over a record as printed, where it names a theory in other words.

    >>> from imh_evidence import interventions
    >>> heading_of(interventions["Family Foundations"])
    'Cognitive Behaviour Therapy (CBT) / Attachment Theory'
    """
    cell = record.provenance.get("theories")
    labels = " / ".join(theory.label for theory in record.theories)
    return None if cell is None or cell.printed == labels else cell.printed
