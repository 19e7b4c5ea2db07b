"""The records that a catalogue and all its views share."""

from __future__ import annotations

import attrs

from .model.errors import ImhEvidenceError
from .model.lookup import Lookup


TYPE_CHECKING = False
if TYPE_CHECKING:
    from .index import Index
    from .model.notice import Source
    from .model.records import Intervention, Origin, RetiredId, TheoryGroup

__all__ = ["DifferentUniverses", "Universe"]


@attrs.define(slots=False, repr=False)
class DifferentUniverses(ImhEvidenceError, ValueError):
    """Two catalogues that do not hold views of the same rows."""

    #: What was asked of them.
    operation: str
    #: The titles of their sources.
    sources: tuple[str, ...]

    _says = (
        "{operation} between catalogues of different rows {sources}: take views of one "
        "catalogue; extend() makes one of rows that are not in both"
    )


class Universe:
    """Records in order, where they come from, and what is worked out from them once.

    Names and index are worked out on the first question. Two threads that ask
    at once may both work one out; they get equal results, and one stays.

    Args:
        records: the records.
        source: where they come from.
        groups: the headings they stand under.
        retired: the ids used once.
        origins: the sources of records that come from elsewhere.
    """

    __slots__ = ("_index", "_names", "groups", "origins", "records", "retired", "source")

    def __init__(
        self,
        records: tuple[Intervention, ...],
        source: Source,
        groups: tuple[TheoryGroup, ...] = (),
        retired: tuple[RetiredId, ...] = (),
        origins: tuple[Origin, ...] = (),
    ) -> None:
        self.records = records
        self.source = source
        self.groups = groups
        self.retired = retired
        self.origins = origins
        self._names: Lookup | None = None
        self._index: Index | None = None

    @property
    def names(self) -> Lookup:
        """The records by id, name and alias."""
        if self._names is None:
            self._names = Lookup(self.records, self.retired)
        return self._names

    @property
    def index(self) -> Index:
        """The records as bit sets."""
        if self._index is None:
            from .index import Index

            self._index = Index(self.records)
        return self._index
