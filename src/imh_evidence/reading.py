"""One catalogue file while it is being read: its rows so far, and every fault."""

from typing import IO, TYPE_CHECKING, Any

import attrs

from .checks import (
    Names,
    endorsement_faults,
    group_faults,
    head_faults,
    source_faults,
    tail_faults,
    unfounded,
)
from .codec import LIMITS, PUBLISHED, Limits, Reader
from .errors import Fault, InvalidCatalogue, shown
from .jsontext import parse_json
from .records import Intervention, Origin, RetiredId, Source, TheoryGroup
from .scales import LocalTheory


if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["NOTHING", "CatalogueFile", "FileReading", "head_of", "take_no_rows"]

#: What stands for a value that could not be parsed; its fault is noted already.
NOTHING = object()

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
        limits: how much it may hold.
        many: whether its form is one for many records.
    """

    def __init__(self, origin: str, limits: Limits, *, many: bool) -> None:
        self.origin = origin
        self.limits = limits
        self._many = many
        self.faults: list[Fault] = []
        #: Whether the record that says what the file is has been read.
        self.headed = False
        #: How many rows have been read, lawful or not.
        self.count = 0
        #: Tells the place of a row from its position.
        self.where: Callable[[int], str] = "$.interventions[{}]".format
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
        self.headed = True
        if body is NOTHING:
            return
        if not isinstance(body, dict):
            self.fault(path, shown(body), "an object")
            return
        named = body.pop("schema", None)
        if named != schema:
            found = "nothing" if named is None else shown(named)
            self.fault(f"{path}.schema", found, repr(schema))
            if isinstance(named, str) and named.startswith(_OURS):
                # Another kind of file, or a later version: the rest would be told
                # by rules that it does not follow.
                raise InvalidCatalogue(self.origin, self.faults)
        declared: tuple[LocalTheory, ...] | None = ()
        if "theories" in body:
            kind = tuple[LocalTheory, ...]
            declared, _ = PUBLISHED.structure(body["theories"], kind)
        if declared or self._many or self.limits != LIMITS:
            self._reader = Reader(declared or (), self.limits, many=self._many)
        self._file, faults = self._reader.structure(body, CatalogueFile, path)
        self.faults += faults
        if self._file is not None:
            file = self._file
            self.faults += source_faults(f"{path}.source", file.source)
            self.faults += head_faults(path, file.theories, file.groups, file.retired)
            self._groups = {group.number: group for group in file.groups}

    def row(self, raw: object) -> Intervention | None:
        """The next row from plain values; what is wrong in it joins the faults."""
        position = self.count
        self.count += 1
        path = self.where(position)
        record, faults = self._reader.structure(raw, Intervention, path)
        self.faults += faults
        if record is not None:
            self.accept(record, position)
        elif isinstance(raw, dict):
            self.faults += self._names.faults(
                position, raw.get("id"), raw.get("name"), raw.get("aliases")
            )
            if isinstance(raw.get("recommended"), bool) and "provenance" not in raw:
                self.faults.append(unfounded(path, raw["recommended"]))
        return record

    def accept(self, record: Intervention, position: int) -> None:
        """Take a row whose values are lawful; what is wrong beside others is a fault."""
        self._rows.append(record)
        self.faults += self._names.faults(
            position, record.id, record.name, record.aliases
        )
        if record.recommended is not None:
            self.faults += endorsement_faults(self.where(position), record)
        if record.theory_group is not None and self._groups:
            self.faults += group_faults(self.where(position), record, self._groups)

    def parsed(self, data: bytes | str, line: int, column: str = "") -> object:
        """The JSON value of a line or a cell; a fault and NOTHING if it is none."""
        try:
            return parse_json(data, self.origin)
        except InvalidCatalogue as error:
            for fault in error.faults:
                if column:
                    place = f"line {line}, column {column}: {fault.path}"
                else:
                    place = f"line {line}, {fault.path.removeprefix('line 1, ')}"
                self.fault(place, fault.found, fault.expected)
            return NOTHING

    def fault(
        self, path: str, found: str, expected: str, near: str | None = None
    ) -> None:
        """Note one more fault."""
        self.faults.append(Fault(path, found, expected, near))

    def within_size(self, stream: IO[bytes]) -> bytes:
        """All of a stream, or InvalidCatalogue if it is larger than the limit."""
        data = stream.read(self.limits.size + 1)
        if len(data) > self.limits.size:
            self.too_large()
            raise InvalidCatalogue(self.origin, self.faults)
        return data

    def too_large(self) -> None:
        """Note that the file is larger than the limit."""
        limit = f"at most {self.limits.size} bytes, or a limit you raise"
        self.fault("$", "a larger file", limit)

    def room(self) -> bool:
        """Whether one more row is within the limit; a fault the first time it is not."""
        if len(self.faults) >= self.limits.faults:
            limit = f"at most {self.limits.faults}, or a limit you raise"
            del self.faults[self.limits.faults :]
            self.fault("$", "more faults", limit)
            return False
        if self.count < self.limits.records:
            return True
        limit = f"at most {self.limits.records}, or a limit you raise"
        self.fault("$", "more interventions", limit)
        return False


def take_no_rows(reading: FileReading, head: dict[str, Any], path: str) -> None:
    """Refuse rows in a record that says what a file is; they follow it."""
    if "interventions" in head:
        found = "rows in the header record"
        reading.fault(f"{path}.interventions", found, "rows on the lines that follow")
    head["interventions"] = []


def head_of(file: CatalogueFile, schema: str) -> dict[str, Any]:
    """A file but for its rows, as plain values, schema first."""
    plain = PUBLISHED.to_plain(attrs.evolve(file, interventions=()))
    fields = (field.name for field in attrs.fields(CatalogueFile))
    body = {name: plain[name] for name in fields if name in plain}
    return {"schema": schema, **body}
