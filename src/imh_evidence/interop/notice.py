"""What every exported file names: the source, the edition, and how to use the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ..catalogue.catalogue import as_catalogue
from ..model.record import Record


if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..catalogue.catalogue import Catalogue
    from ..model.notice import Source
    from ..model.records import Intervention

__all__ = [
    "ADVICE",
    "Notice",
    "is_published",
    "is_recommended",
    "notice_of",
    "notice_of_row",
    "published_notice",
    "without_recommendation",
]

#: How the published rows are to be used, in one sentence.
ADVICE = "All are recommended; choose with the Hexagon Tool for your context."

_UNSTATED = "The catalogue states no licence and none is claimed here; ask its publisher."

_LABELS = {
    "title": "Title",
    "container": "Part of",
    "publisher": "Publisher",
    "address": "Address",
    "updated": "Updated",
    "edition": "Edition",
    "data_version": "Data version",
    "sha256": "Checksum of the source's text (sha256)",
    "selection": "Selection",
    "advice": "Advice",
    "licence": "Licence",
}


@attrs.frozen(kw_only=True)
class Notice(Record):
    """The facts that every file made from a catalogue names.

    Args:
        source: where the catalogue's rows come from.
        origins: the sources of rows that come from elsewhere.
        edition: the published edition, or None where a row is not of it.
        data_version: the version of the published data, or None likewise.
        selection: of some of the published rows, how many; None of all.
        advice: how to use the rows, where every one is published, or None.
        licence: what is known of rights; no licence is claimed.

    >>> from imh_evidence import interventions
    >>> notice = notice_of(interventions)
    >>> notice.edition, notice.data_version
    ('2023-04', '1.0.0')
    >>> print(notice.advice)
    All are recommended; choose with the Hexagon Tool for your context.
    """

    source: Source
    licence: str
    origins: tuple[Source, ...] = ()
    edition: str | None = None
    data_version: str | None = None
    selection: str | None = None
    advice: str | None = None

    @property
    def title(self) -> str:
        """Title of the source."""
        return self.source.title

    @property
    def updated(self) -> str | None:
        """The month the source gives itself, as ``YYYY-MM``, or None."""
        return self.source.updated

    @property
    def sources(self) -> tuple[Source, ...]:
        """The catalogue's own source and then those of rows from elsewhere."""
        return tuple(dict.fromkeys((self.source, *self.origins)))

    def to_plain(self) -> dict[str, str]:
        """The facts that are known, by name, as texts.

        >>> from imh_evidence import Catalogue
        >>> ours = Catalogue.from_records([], source="Ours")
        >>> list(notice_of(ours).to_plain())
        ['title', 'licence']
        """
        facts = {
            name: getattr(self.source if hasattr(self.source, name) else self, name)
            for name in _LABELS
        }
        return {name: fact for name, fact in facts.items() if fact is not None}

    def lines(self) -> tuple[str, ...]:
        """The facts for readers, a line each.

        >>> from imh_evidence import interventions
        >>> notice_of(interventions).lines()[5]
        'Edition: 2023-04'
        """
        facts = [f"{_LABELS[name]}: {fact}" for name, fact in self.to_plain().items()]
        facts += (f"Rows also from: {origin.title}" for origin in self.origins)
        return tuple(facts)


def without_recommendation(rows: Iterable[Intervention]) -> str:
    """The names of rows that the page does not recommend, by letter; of many, five.

    >>> from imh_evidence import interventions
    >>> without_recommendation(interventions)
    ''
    """
    names = sorted(row.name for row in rows if not is_recommended(row))
    more = [f"and {len(names) - _NAMED} more"] if len(names) > _NAMED else []
    return "; ".join([*names[:_NAMED], *more])


_NAMED = 5


def is_recommended(row: Intervention) -> bool:
    """Whether the page recommends a row, which it does of its own rows only.

    What any other row says of itself is the statement of its own file. Where the
    cells were read does not matter: a decision keeps rows without it.

    >>> from imh_evidence import interventions
    >>> is_recommended(interventions["FNP"])
    True
    """
    from ..published import interventions

    page = interventions.get(row.id)
    if page is None or not row.recommended:
        return False
    return attrs.evolve(page, provenance=row.provenance) == row


def published_notice() -> Notice:
    """What is known of the published page by itself.

    >>> published_notice().edition
    '2023-04'
    """
    from ..published import dataset

    return Notice(
        source=dataset.source,
        licence=dataset.notice,
        edition=dataset.edition,
        data_version=dataset.version,
        advice=ADVICE,
    )


def is_published(catalogue: Catalogue, row: Intervention) -> bool:
    """Whether a row of a catalogue is one of the published table, unchanged.

    A row that names the page as its source and says something else is not:
    edition and recommendation are the page's, and it may not borrow them.

    Args:
        catalogue: the catalogue, which knows where its rows come from.
        row: one of its rows.

    >>> from imh_evidence import Catalogue, interventions
    >>> ours = Catalogue.from_records(interventions[:1], source="Our service")
    >>> is_published(ours, ours[0]), is_published(interventions, interventions[0])
    (False, True)
    """
    from ..published import interventions

    return catalogue.origin(row) == interventions.source and row in interventions


def notice_of_row(catalogue: Catalogue, row: Intervention) -> Notice:
    """What is known of where one row of a catalogue comes from.

    Args:
        catalogue: the catalogue.
        row: one of its rows.
    """
    if is_published(catalogue, row):
        return published_notice()
    return Notice(source=catalogue.origin(row), licence=_UNSTATED)


def notice_of(catalogue: Catalogue) -> Notice:
    """What a file made from a catalogue has to name.

    The edition and the advice are the published page's. They are given only
    where the source is that page and every row is as published.

    Args:
        catalogue: the catalogue, whole or a view.

    Returns:
        The facts; of a catalogue of your own, its source's own facts.

    >>> from imh_evidence import Catalogue, interventions
    >>> ours = Catalogue.from_records(interventions[:2], source="Our service")
    >>> notice_of(ours).advice is None
    True
    """
    from ..published import dataset, interventions

    source = as_catalogue(catalogue).source
    elsewhere = (origin.source for origin in catalogue.origins)
    origins = tuple(dict.fromkeys(each for each in elsewhere if each != source))
    if source == dataset.source and all(is_published(catalogue, row) for row in catalogue):
        notice = published_notice()
        if len(catalogue) == len(interventions):
            return notice
        return attrs.evolve(
            notice,
            selection=f"{len(catalogue)} of the {len(interventions)} published rows; "
            "absence from a selection is not a negative finding.",
        )
    licence = _UNSTATED
    if dataset.source in origins:
        licence += f" Rows from {dataset.source.title}: {dataset.notice}"
    return Notice(source=source, licence=licence, origins=origins)
