"""What every JSON document of the library is: an object that names its schema."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from os import PathLike
from pathlib import Path
from typing import Any, Generic, TypeVar

import attrs

from ..model.errors import Fault, Faults, WrongType, shown
from ..model.scales import LocalTheory, Theory
from .codec import plain, structure
from .files import read_bytes, save_bytes
from .jsontext import DEEP, MAX_FAULTS, canonical, decoded, parse


T = TypeVar("T")


def checksum_of(values: object) -> str:
    """The sha256 of plain values as this project writes them, in hexadecimal.

    >>> checksum_of({"a": 1})[:12]
    '5e36b6560513'
    """
    return sha256(canonical(values).encode(errors="surrogatepass")).hexdigest()


def _theory_faults(theories: Iterable[LocalTheory]) -> Iterator[Fault]:
    taken = {each.value for each in Theory}
    for index, each in enumerate(theories):
        if each.slug in taken:
            yield Fault(f"$.theories[{index}].slug", shown(each.slug), "a slug of its own")
        taken.add(each.slug)


@attrs.frozen
class Document(Generic[T]):
    """One kind of JSON document.

    Local theories are declared in it under ``theories``, each with its label.

    Args:
        name: its name, which its schema has too.
        kind: the record that it holds.
        sealed: whether it must carry the checksum of all the rest, so that a
            change by hand is noticed. One that is there must be right anyway.
        version: the version of its schema.
        checks: finds faults between the parts of its plain values. Each part may
            be wrong in itself too, which is reported apart from them.

    >>> from imh_evidence.model.scales import EfficacyRange
    >>> example = Document("example", EfficacyRange)
    >>> example.to_plain(EfficacyRange("low", "high"))
    {'schema': 'urn:imh-evidence:schema:example:1', 'low': 'low', 'high': 'high'}
    """

    name: str
    kind: type[T]
    sealed: bool = attrs.field(default=False, kw_only=True)
    version: int = attrs.field(default=1, kw_only=True)
    checks: Callable[[Any], Iterable[Fault]] = attrs.field(default=lambda _: (), kw_only=True)

    @property
    def schema(self) -> str:
        """The URN that the document names."""
        return f"urn:imh-evidence:schema:{self.name}:{self.version}"

    @property
    def declares(self) -> bool:
        """Whether its record holds the theories that are declared in it."""
        return "theories" in attrs.fields_dict(self.kind)  # type: ignore[arg-type]

    def to_plain(self, record: T) -> dict[str, Any]:
        """A record as the plain JSON values of a document, without defaults."""
        used: dict[LocalTheory, None] = {}
        body: dict[str, Any] = plain(record, used)
        if used:
            declared = {"theories": [each.to_dict() for each in used]}
            body = declared | body | declared
        head = {"schema": self.schema}
        seal = {"checksum": checksum_of(head | body)} if self.sealed else {}
        return head | seal | body

    def to_json(self, record: T) -> str:
        """A record as the text of a document; equal records give equal texts."""
        return canonical(self.to_plain(record))

    def save(self, record: T, path: str | PathLike[str], *, replace: bool = False) -> None:
        """Write a document to a file, never half of it and never through a symbolic link.

        Args:
            record: what to write.
            path: the file.
            replace: whether a file that exists is replaced.

        Raises:
            FileExistsError: if the file exists and is not to be replaced.
            OSError: if the file cannot be written; it is then as it was.
        """
        save_bytes(path, self.to_json(record).encode(), replace=replace)

    def load(self, path: str | PathLike[str]) -> T:
        """The record of a document in a file.

        Raises:
            Faults: with everything that is wrong in it.
            OSError: if the file cannot be read.
        """
        origin = Path(path).name
        # Of a large file, at most two copies are held at a time: bytes, text, values.
        return self.from_plain(parse(decoded(read_bytes(path), origin), origin), origin)

    def from_json(self, data: str | bytes, origin: str | None = None) -> T:
        """The record of a document's text.

        Args:
            data: the text, or its UTF-8 bytes.
            origin: what to call it in an error; its name if not given.

        Raises:
            Faults: with everything that is wrong in it.
            WrongType: if the data are neither text nor bytes.
        """
        if not isinstance(data, str | bytes):
            raise WrongType(f"{self.name} from JSON", data, "text or bytes of JSON")
        return self.from_plain(parse(data, origin or self.name), origin)

    def from_plain(self, values: object, origin: str | None = None) -> T:
        """The record of a document's plain JSON values.

        Args:
            values: an object of JSON values.
            origin: what to call it in an error; its name if not given.

        Raises:
            Faults: with everything that is wrong in it.
        """
        try:
            record, faults = self._read(values)
        except RecursionError:
            record, faults = None, [DEEP]
        if record is None or faults:
            raise Faults(origin or self.name, tuple(faults))
        return record

    def _read(self, values: object) -> tuple[T | None, list[Fault]]:
        if not isinstance(values, dict):
            return None, [Fault("$", shown(values), "an object")]
        if values.get("schema") != self.schema:
            # By the rules of another schema, the rest may be right.
            found = shown(values["schema"]) if "schema" in values else "nothing"
            return None, [Fault("$.schema", found, repr(self.schema))]
        body = {k: v for k, v in values.items() if k not in ("schema", "checksum")}
        declared = body.get("theories", []) if self.declares else body.pop("theories", [])
        theories, wrong_theories = structure(declared, tuple[LocalTheory, ...], "$.theories")
        if theories is None and isinstance(declared, list):
            # Rows may still name those that are right.
            some = (structure(each, LocalTheory)[0] for each in declared[:MAX_FAULTS])
            theories = tuple(filter(None, some))
        record, faults = structure(body, self.kind, theories=theories or ())
        # Theories that the record holds are read twice; their faults are reported once.
        faults += (each for each in wrong_theories if each not in faults)
        faults += (*_theory_faults(theories or ()), *self._seal_faults(values))
        return record, [*faults, *self.checks(body)]

    def _seal_faults(self, values: dict[str, Any]) -> Iterator[Fault]:
        rest = {key: each for key, each in values.items() if key != "checksum"}
        if "checksum" in values:
            with suppress(TypeError, ValueError):  # for what JSON does not have, a fault itself
                if (made := checksum_of(rest)) != values["checksum"]:
                    expected = f"{made!r}: the document was changed after it was written"
                    yield Fault("$.checksum", shown(values["checksum"]), expected)
        elif self.sealed:
            yield Fault("$.checksum", "nothing", "the checksum it was written with")
