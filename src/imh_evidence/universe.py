"""The records that a catalogue and all its views share."""

from __future__ import annotations

from .lookup import keys_of


TYPE_CHECKING = False
if TYPE_CHECKING:
    from .index import Index
    from .records import Intervention, Origin, RetiredId, Source, TheoryGroup

__all__ = ["Universe"]


class Universe:
    """Records in order, where they come from, and what is worked out from them once.

    Keys and index are worked out on the first question. Two threads that ask
    at once may both work one out; they get equal results, and one stays.

    Args:
        records: the records.
        source: where they come from.
        groups: the headings they stand under.
        retired: the ids used once.
        origins: the sources of records that come from elsewhere.
        keys: each normalised name with its position, where it is known already.
    """

    __slots__ = (
        "_index",
        "_keys",
        "groups",
        "origins",
        "records",
        "retired",
        "source",
    )

    def __init__(  # noqa: PLR0913, PLR0917 -- called by keyword, in this package only
        self,
        records: tuple[Intervention, ...],
        source: Source,
        groups: tuple[TheoryGroup, ...] = (),
        retired: tuple[RetiredId, ...] = (),
        origins: tuple[Origin, ...] = (),
        keys: dict[str, int] | None = None,
    ) -> None:
        self.records = records
        self.source = source
        self.groups = groups
        self.retired = retired
        self.origins = origins
        self._keys = keys
        self._index: Index | None = None

    @property
    def keys(self) -> dict[str, int]:
        """Each normalised id, name and alias, with the position of its record."""
        if self._keys is None:
            self._keys = keys_of(self.records)
        return self._keys

    @property
    def index(self) -> Index:
        """The records as bit sets."""
        if self._index is None:
            from .index import Index

            self._index = Index(self.records)
        return self._index
