"""One catalogue file while it is being read: its rows so far, and every fault."""

from typing import TYPE_CHECKING, Any

import attrs

from .checks import Names, group_faults, head_faults, source_faults, tail_faults
from .codec import PUBLISHED, Reader
from .errors import Fault, InvalidCatalogue, shown
from .records import Intervention, Origin, RetiredId, Source, TheoryGroup
from .scales import LocalTheory


if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["MAX_FAULTS", "CatalogueFile", "FileReading", "head_of"]

#: How many faults of a file are told before its rest is left unread.
MAX_FAULTS = 10_000

# How every schema of this project is named, the schemas of its other files too.
_OURS = "urn:imh-evidence:schema:"


@attrs.frozen(kw_only=True)
class CatalogueFile:
    """What a catalogue file holds.

    Args:
        source: where its rows come from.
        notice: what is said beside the rows, for readers; a catalogue does not
            keep it.
        theories: the theories it declares beside the published ones.
        groups: the headings its rows stand under.
        interventions: its rows, in order.
        retired: the ids it used once.
        origins: the sources of rows that come from elsewhere.
    """

    source: Source
    notice: tuple[str, ...] = ()
    theories: tuple[LocalTheory, ...] = ()
    groups: tuple[TheoryGroup, ...] = ()
    interventions: tuple[Intervention, ...]
    retired: tuple[RetiredId, ...] = ()
    origins: tuple[Origin, ...] = ()


class FileReading:
    """One file being read.

    Args:
        origin: what to call the file in an error.
    """

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.faults: list[Fault] = []
        #: Tells the place of a row from its position.
        self.where: Callable[[int], str] = "$.interventions[{}]".format
        self._count = 0
        self._file: CatalogueFile | None = None
        self._reader = PUBLISHED
        self._rows: list[Intervention] = []
        self._groups: dict[int, TheoryGroup] = {}
        self._names = Names(self._place)

    def _place(self, position: int) -> str:
        return self.where(position)

    def finished(self) -> tuple[CatalogueFile, dict[str, int]]:
        """What was read, and each name with the position of its row.

        Raises:
            InvalidCatalogue: with every fault, if there was one.
        """
        file = self._file
        if file is not None:
            ids = {row.id for row in self._rows}
            self.faults += tail_faults(ids, file.retired, file.origins)
        if file is None or self.faults:
            raise InvalidCatalogue(self.origin, self.faults)
        return attrs.evolve(file, interventions=tuple(self._rows)), self._names.taken

    def head(self, body: object, schema: str, path: str) -> None:
        """The file but for its rows; without it, rows are read as well as can be."""
        if not isinstance(body, dict):
            self._fault(path, shown(body), "an object")
            return
        named = body.pop("schema", None)
        if named != schema:
            found = "nothing" if named is None else shown(named)
            self._fault(f"{path}.schema", found, repr(schema))
            if isinstance(named, str) and named.startswith(_OURS):
                # Another kind of file, or a later version: the rest would be told
                # by rules that it does not follow.
                raise InvalidCatalogue(self.origin, self.faults)
        declared: tuple[LocalTheory, ...] | None = ()
        if "theories" in body:
            kind = tuple[LocalTheory, ...]
            declared, _ = PUBLISHED.structure(body["theories"], kind)
        if declared:
            self._reader = Reader(declared)
        self._file, faults = self._reader.structure(body, CatalogueFile, path)
        self.faults += faults
        if self._file is not None:
            file = self._file
            self.faults += source_faults(f"{path}.source", file.source)
            self.faults += head_faults(path, file.theories, file.groups, file.retired)
            self._groups = {group.number: group for group in file.groups}

    def row(self, raw: object) -> None:
        """The next row from plain values; what is wrong in it joins the faults."""
        position = self._count
        self._count += 1
        path = self.where(position)
        record, faults = self._reader.structure(raw, Intervention, path)
        self.faults += faults
        if record is not None:
            self._rows.append(record)
            names: tuple[Any, ...] = (record.id, record.name, record.aliases)
        elif isinstance(raw, dict):
            names = (raw.get("id"), raw.get("name"), raw.get("aliases"))
        else:
            return
        self.faults += self._names.faults(position, *names)
        if record is not None and record.theory_group is not None and self._groups:
            self.faults += group_faults(path, record, self._groups)

    def room(self) -> bool:
        """Whether one more fault may be told; a fault the first time it may not."""
        if len(self.faults) < MAX_FAULTS:
            return True
        del self.faults[MAX_FAULTS:]
        self._fault("$", "more faults", f"at most {MAX_FAULTS}")
        return False

    def _fault(self, path: str, found: str, expected: str) -> None:
        self.faults.append(Fault(path, found, expected))


def head_of(file: CatalogueFile, schema: str) -> dict[str, Any]:
    """A file but for its rows, as plain values, schema first."""
    plain = PUBLISHED.to_plain(attrs.evolve(file, interventions=()))
    fields = (field.name for field in attrs.fields(CatalogueFile))
    body = {name: plain[name] for name in fields if name in plain}
    return {"schema": schema, **body}
