"""What every file made from a table names: the source, the edition, how to use it."""

import attrs

from .record import Record, instance, optional_text, text, tuple_of


__all__ = ["Notice", "Source"]

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


@attrs.frozen
class Source(Record):
    """Where a catalogue's rows come from.

    Args:
        title: title of the page or document.
        container: the larger work it is part of.
        publisher: who published it.
        address: where it was read.
        updated: the year and month it gives itself, as ``YYYY-MM``.
        sha256: checksum of the text that was read, in hexadecimal.
    """

    title: str = attrs.field(validator=text)
    container: str | None = attrs.field(default=None, validator=optional_text)
    publisher: str | None = attrs.field(default=None, validator=optional_text)
    address: str | None = attrs.field(default=None, validator=optional_text)
    updated: str | None = attrs.field(default=None, validator=optional_text)
    sha256: str | None = attrs.field(default=None, validator=optional_text)


@attrs.frozen(kw_only=True)
class Notice(Record):
    """The facts that every file made from a table names.

    Args:
        source: where the rows come from.
        licence: what is known of rights; no licence is claimed.
        origins: the sources of rows that come from elsewhere.
        edition: the published edition, or None if a row is not from it.
        data_version: the version of the published data, or None likewise.
        selection: how many of the published rows these are, or None if all.
        advice: how to use the rows, if every one is published, or None.

    >>> ours = Notice(source=Source("Our list"), licence="Ask our service.")
    >>> ours.facts()
    {'title': 'Our list', 'licence': 'Ask our service.'}
    """

    source: Source = attrs.field(validator=instance(Source, "a Source"))
    licence: str = attrs.field(validator=text)
    origins: tuple[Source, ...] = attrs.field(default=(), converter=tuple_of)
    edition: str | None = None
    data_version: str | None = None
    selection: str | None = None
    advice: str | None = None

    @property
    def sources(self) -> tuple[Source, ...]:
        """The table's own source, then those of rows from elsewhere."""
        return tuple(dict.fromkeys((self.source, *self.origins)))

    def facts(self) -> dict[str, str]:
        """The facts that are known, by name."""
        known = {
            name: getattr(self.source if hasattr(self.source, name) else self, name)
            for name in _LABELS
        }
        return {name: fact for name, fact in known.items() if fact is not None}

    def lines(self) -> tuple[str, ...]:
        """The facts for readers, a line each.

        >>> Notice(source=Source("Our list"), licence="Ask our service.").lines()
        ('Title: Our list', 'Licence: Ask our service.')
        """
        facts = [f"{_LABELS[name]}: {fact}" for name, fact in self.facts().items()]
        return (*facts, *(f"Rows also from: {each.title}" for each in self.origins))
