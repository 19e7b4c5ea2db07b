"""How every JSON document of this room is written and read.

A document is an object that names its schema, by a URN with a version, and may
carry a checksum of the rest, so that a change by hand is noticed. What is wrong
in it is told all at once, each fault with its path.
"""

from __future__ import annotations

import datetime as dt
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import attrs

from ..documents.jsontext import MAX_BYTES, canonical, parse
from ..model.errors import Fault, Faults, WrongType, nearest, shown
from ..model.scales import LocalTheory
from .codec import Hook, Reader, Refused
from .fields import finite, writable


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from enum import Enum
    from os import PathLike

__all__ = [
    "DATE",
    "MOMENT",
    "NUMBER",
    "SCALAR",
    "Document",
    "Moment",
    "Scalar",
    "checksum_of",
    "members_of",
    "read_date",
    "read_moment",
    "urn",
]

T = TypeVar("T")

#: Text, or a number that is finite.
Scalar = str | int | float

#: A day, or a day and a time of it.
Moment = dt.datetime | dt.date


def checksum_of(plain: object) -> str:
    """The sha256 of plain values as this project writes them, in hexadecimal.

    >>> checksum_of({"a": 1})[:12]
    '5e36b6560513'
    """
    # Half a character is refused with its place, and not here.
    return sha256(canonical(plain).encode(errors="surrogatepass")).hexdigest()


def urn(name: str, version: int = 1) -> str:
    """The name of a schema, with its version.

    >>> urn("decision")
    'urn:imh-evidence:schema:decision:1'
    """
    return f"urn:imh-evidence:schema:{name}:{version}"


@attrs.frozen
class Document(Generic[T]):
    """One kind of JSON document: what it is called, holds, and is checked for.

    Args:
        name: its name, which is the name of its schema.
        kind: the record that it holds, made of fields that the codec or the
            hooks know.
        hooks: how fields are read that the codec does not know.
        sealed: whether the document must carry a checksum. Documents that
            people write by hand need none; one that is there must be right.
        theories_of: gives the theories that a record uses beside the
            published ones; they are declared in the document.
        check: gives what does not fit in a record that was read.
        version: the version of its schema.
    """

    name: str
    kind: type[T]
    hooks: tuple[Hook, ...] = ()
    sealed: bool = attrs.field(default=False, kw_only=True)
    theories_of: Callable[[T], Iterable[LocalTheory]] | None = attrs.field(
        default=None, kw_only=True
    )
    check: Callable[[T], Iterable[Fault]] | None = attrs.field(default=None, kw_only=True)
    version: int = attrs.field(default=1, kw_only=True)
    _reader: Reader = attrs.field(
        init=False,
        repr=False,
        eq=False,
        default=attrs.Factory(lambda document: Reader((), document.hooks), takes_self=True),
    )

    @property
    def schema(self) -> str:
        """The URN that the document names."""
        return urn(self.name, self.version)

    # -- Writing -------------------------------------------------------------

    def to_plain(self, record: T) -> dict[str, Any]:
        """A record as the plain JSON values of a document, schema first."""
        plain: dict[str, Any] = {"schema": self.schema}
        body = self._reader.to_plain(record)
        used = self._theories(record)
        if used:
            declared = [{"slug": each.slug, "label": each.label} for each in used]
            body = {"theories": declared, **body}
        if self.sealed:
            plain["checksum"] = checksum_of({**plain, **body})
        return {**plain, **body}

    def _theories(self, record: T) -> list[LocalTheory]:
        """The theories that a record uses beside the published ones, by slug."""
        if self.theories_of is None:
            return []
        return sorted(set(self.theories_of(record)), key=lambda each: each.slug)

    def to_json(self, record: T) -> str:
        """A record as the text of a document; the same record, the same text."""
        return canonical(self.to_plain(record))

    def save(self, record: T, path: str | PathLike[str]) -> None:
        """Write a document to a file, whole or not at all.

        Raises:
            OSError: if the file cannot be written; it is then as it was.
        """
        from ..documents.files import save_bytes

        save_bytes(Path(path), self.to_json(record).encode(), replace=True)

    def _too_large(self, origin: str) -> Faults:
        expected = f"at most {MAX_BYTES} bytes"
        return Faults(origin, (Fault("$", "a larger document", expected),))

    # -- Reading -------------------------------------------------------------

    def from_json(self, data: str | bytes, origin: str | None = None) -> T:
        """The record of a document's text.

        Args:
            data: the text, or its UTF-8 bytes.
            origin: what to call it in an error.

        Raises:
            Faults: with every fault.
            WrongType: if the data are neither text nor bytes.
        """
        origin = origin or self.name
        if not isinstance(data, str | bytes):
            raise WrongType(f"{self.name} from JSON", data, "text or bytes of JSON")
        if len(data) > MAX_BYTES:
            raise self._too_large(origin)
        try:
            plain = parse(data, origin)
        except Faults as error:
            raise Faults(origin, error.faults) from None
        return self.from_plain(plain, origin)

    def load(self, path: str | PathLike[str]) -> T:
        """The record of a document in a file.

        Raises:
            Faults: with every fault.
            OSError: if the file cannot be read.
        """
        return self.from_json(self.read(path), Path(path).name)

    def read(self, path: str | PathLike[str]) -> bytes:
        """The bytes of a file, and no more of them than show that it is too large.

        Raises:
            OSError: if the file cannot be read.
        """
        with Path(path).open("rb") as stream:
            return stream.read(MAX_BYTES + 1)

    def from_plain(self, plain: object, origin: str | None = None) -> T:
        """The record of a document's plain JSON values.

        Args:
            plain: an object of JSON values.
            origin: what to call it in an error.

        Raises:
            Faults: with every fault.
        """
        origin = origin or self.name
        if not isinstance(plain, dict):
            raise Faults(origin, (Fault("$", shown(plain), "an object"),))
        body = dict(plain)
        faults = self._head_faults(body)
        reader = self._reader
        # What is wrong in the head makes nonsense of the rest.
        if not faults:
            faults += self._seal_faults(plain)
            del body["schema"]
            body.pop("checksum", None)
            if self.theories_of is not None and "theories" in body:
                declared = body.pop("theories")
                kind = tuple[LocalTheory, ...]
                theories, wrong = reader.structure(declared, kind, "$.theories")
                faults += wrong
                reader = Reader(theories or (), self.hooks)
            record, wrong = reader.structure(body, self.kind)
            faults += wrong
            if record is not None and not faults:
                faults += self.check(record) if self.check else ()
                if not faults:
                    return record
        raise Faults(origin, tuple(faults))

    def _head_faults(self, body: dict[str, Any]) -> list[Fault]:
        named = body.get("schema")
        if named == self.schema:
            return []
        found = "nothing" if "schema" not in body else shown(named)
        expected = repr(self.schema)
        if isinstance(named, str):
            kind, _, version = named.rpartition(":")
            if kind == self.schema.rpartition(":")[0]:
                expected += f"; this version of the library reads no {version}"
        return [Fault("$.schema", found, expected)]

    def _seal_faults(self, plain: dict[str, Any]) -> list[Fault]:
        if "checksum" not in plain:
            if not self.sealed:
                return []
            expected = "the checksum that the document was written with"
            return [Fault("$.checksum", "nothing", expected)]
        rest = {key: value for key, value in plain.items() if key != "checksum"}
        try:
            computed = checksum_of(rest)
        except (TypeError, ValueError, RecursionError):
            return []  # A value that JSON lacks, or one nested too deep: a fault of its own.
        if plain["checksum"] == computed:
            return []
        expected = f"{computed!r}, so the document was changed after it was written"
        return [Fault("$.checksum", shown(plain["checksum"]), expected)]


# -- What several documents hold ----------------------------------------------


def read_date(value: object, what: str = "date") -> dt.date:
    """A day, from a date or from text such as ``2026-11-23``.

    Raises:
        WrongType: for anything else, a time of a day too.

    >>> read_date("2026-11-23")
    datetime.date(2026, 11, 23)
    """
    if type(value) is dt.date:
        return value
    text = value
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        text = value.isoformat()
    if isinstance(text, str) and len(text) == len("YYYY-MM-DD"):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            pass
    raise WrongType(what, value, "a date such as '2026-11-23'")


def read_moment(value: object, what: str = "time") -> Moment:
    """A day or a time, from itself or from text such as ``2026-11-23T10:30``.

    A time is kept as its text reads: with the hours it is from UTC and without
    the name of its zone.

    Raises:
        WrongType: for anything else.

    >>> read_moment("2026-11-23T10:30")
    datetime.datetime(2026, 11, 23, 10, 30)
    """
    text = value.isoformat() if isinstance(value, dt.datetime) else value
    if isinstance(text, str) and "T" in text:
        try:
            return dt.datetime.fromisoformat(text)
        except ValueError:
            pass
    try:
        return read_date(value)
    except WrongType:
        expected = "a date such as '2026-11-23', or a time such as '2026-11-23T10:30'"
        raise WrongType(what, value, expected) from None


def _date(raw: object) -> dt.date:
    if not isinstance(raw, str):
        raise Refused(shown(raw), "text of a date")
    return read_date(raw)


def _moment(raw: object) -> Moment:
    if not isinstance(raw, str):
        raise Refused(shown(raw), "text of a date or a time")
    return read_moment(raw)


def _number(raw: object) -> int | float:
    return finite("a value", raw)


def _scalar(raw: object) -> Scalar:
    if isinstance(raw, str):
        return writable("a value", raw)
    return finite("a value", raw, "text or a number")


def _itself(value: Any) -> Any:
    return value


#: Reads and writes fields of type ``datetime.date``.
DATE = Hook(dt.date, _date, dt.date.isoformat)

#: Reads and writes fields of type :data:`Moment`.
MOMENT = Hook(Moment, _moment, lambda moment: moment.isoformat())

#: Reads and writes fields of type ``int | float``, which are finite.
NUMBER = Hook(int | float, _number, _itself)

#: Reads and writes fields of type :data:`Scalar`.
SCALAR = Hook(Scalar, _scalar, _itself)


def members_of(kind: type[Enum], what: str) -> Hook:
    """How members of an enumeration are read and written, as their values.

    Args:
        kind: the enumeration.
        what: what a member is, in an error.
    """
    accepted = {member.value: member for member in kind}

    def read(raw: Any) -> Enum:
        try:
            return accepted[raw]
        except (KeyError, TypeError):
            choices = ", ".join(map(shown, accepted))
            near = nearest(raw, accepted)
            raise Refused(shown(raw), f"a {what}: {choices}", near) from None

    return Hook(kind, read, lambda member: member.value)
