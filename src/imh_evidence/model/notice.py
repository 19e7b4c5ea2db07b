"""What every file made from a table names: the source, the edition, how to use it."""

import attrs
from attrs.validators import optional

from .record import Record, month_text, of_type, text, tuple_of


# Facts whose name in programs is not what people call them.
_LABELS = {"container": "Part of", "sha256": "Checksum of the source's text (sha256)"}


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
    container: str | None = attrs.field(default=None, validator=optional(text))
    publisher: str | None = attrs.field(default=None, validator=optional(text))
    address: str | None = attrs.field(default=None, validator=optional(text))
    updated: str | None = attrs.field(default=None, validator=optional(month_text))
    sha256: str | None = attrs.field(default=None, validator=optional(text))


@attrs.frozen(kw_only=True)
class Notice(Record):
    """The facts that every file made from a table names.

    Args:
        source: where the rows come from.
        origins: the sources of rows that come from elsewhere.
        edition: the published edition, or None if a row is not from it.
        data_version: the version of the published data, or None likewise.
        selection: how many of the published rows these are, or None if all.
        advice: how to use the rows, if every one is published, or None.
        licence: what is known of rights; no licence is claimed.

    >>> ours = Notice(source=Source("Our list"), licence="Ask our service.")
    >>> ours.facts()
    {'title': 'Our list', 'licence': 'Ask our service.'}
    """

    source: Source = attrs.field(validator=of_type("a Source", Source))
    origins: tuple[Source, ...] = attrs.field(default=(), converter=tuple_of)
    edition: str | None = None
    data_version: str | None = None
    selection: str | None = None
    advice: str | None = None
    licence: str = attrs.field(validator=text)

    def facts(self) -> dict[str, str]:
        """The facts that are known, by name."""
        known = self.source.to_dict() | self.to_dict()
        return {name: fact for name, fact in known.items() if isinstance(fact, str)}

    def lines(self) -> tuple[str, ...]:
        """The facts for readers, a line each.

        >>> Notice(source=Source("Our list"), licence="Ask our service.").lines()
        ('Title: Our list', 'Licence: Ask our service.')
        """
        facts = [
            f"{_LABELS.get(name) or name.replace('_', ' ').capitalize()}: {fact}"
            for name, fact in self.facts().items()
        ]
        return (*facts, *(f"Rows also from: {origin.title}" for origin in self.origins))
