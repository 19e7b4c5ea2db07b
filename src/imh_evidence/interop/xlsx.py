"""The sheets of a workbook file, read with the standard library and within limits.

Only text, numbers, dates, true and false are taken; a formula or an error value
is told apart, so that nobody takes what a program last computed for what was
typed. Nothing outside the file is opened, and no entity is expanded.
"""

from __future__ import annotations

from io import BytesIO
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 -- its own name says nothing

from ..model.errors import WrongType, printable
from .cells import Sheet, UnreadableWorkbook, unreadable
from .parts import Cells, Dates, Parts, Relations, Strings


if TYPE_CHECKING:
    from collections.abc import Iterator

    from .parts import PartHandler

__all__ = ["read_sheets"]

#: How many times its size a file may unpack to; tables of text stay below 50.
MAX_RATIO = 200

#: How many bytes a workbook may hold, packed and unpacked.
MAX_PACKED, MAX_UNPACKED = 32 * 1024 * 1024, 512 * 1024 * 1024

#: What any file may unpack to, whatever its size.
FREE_SIZE = 4 * 1024 * 1024


def read_sheets(data: bytes) -> tuple[Sheet, ...]:
    """The sheets of a workbook, in its order.

    Args:
        data: the bytes of an ``.xlsx`` file.

    Raises:
        WrongType: for what is no bytes.
        UnreadableWorkbook: if the file is broken, encrypted, too large or no
            workbook.

    >>> read_sheets(b"PK")
    Traceback (most recent call last):
    ...
    imh_evidence.interop.cells.UnreadableWorkbook: the file: found no workbook (File is not a zip file), expected an .xlsx workbook
    """
    if not isinstance(data, bytes):
        raise WrongType("read_sheets(...)", data, "the bytes of a file")
    if len(data) > MAX_PACKED:
        raise _too_large(MAX_PACKED)
    if data.startswith(_COMPOUND):
        found = "a workbook with a password, or of the old .xls kind"
        raise unreadable(found, "an .xlsx workbook without a password")
    try:
        with ZipFile(BytesIO(data)) as archive:
            return tuple(_Package(archive, len(data)).sheets())
    except UnreadableWorkbook:
        raise
    except _DAMAGED as error:
        raise unreadable(f"no workbook ({printable(str(error))[:80]})") from None


# How the files of older programs, and all encrypted ones, begin.
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")

# What a damaged archive, or damaged XML in it, makes the standard library raise.
_DAMAGED = (
    BadZipFile,
    ZlibError,
    expat.ExpatError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


def _too_large(most: int) -> UnreadableWorkbook:
    return unreadable("a larger file", f"at most {most} bytes")


class _Package:
    """An open workbook file and its parts, by the names other parts give them."""

    def __init__(self, archive: ZipFile, size: int) -> None:
        self._archive = archive
        infos = archive.infolist()
        if any(info.flag_bits & 1 for info in infos):
            found, expected = "encrypted parts", "an .xlsx workbook without a password"
            raise unreadable(found, expected)
        unpacked = sum(info.file_size for info in infos)
        if unpacked > MAX_UNPACKED:
            raise _too_large(MAX_UNPACKED)
        if unpacked > max(FREE_SIZE, MAX_RATIO * size):
            found = f"{size} bytes that unpack to {unpacked}"
            raise unreadable(found, f"at most {MAX_RATIO} times the size")

    def sheets(self) -> Iterator[Sheet]:
        """The sheets in the order of the workbook."""
        book = self._related("", "officeDocument")
        if not book:
            raise unreadable("an archive that is no workbook")
        path = next(iter(book.values()))
        parts = Parts()
        self._parse(path, parts)
        if not parts.sheets:
            raise unreadable("a workbook with no sheet")
        strings, dates = Strings(), Dates()
        for found, handler in (("sharedStrings", strings), ("styles", dates)):
            for part in self._related(path, found).values():
                self._parse(part, handler)
        targets = self._related(path, "worksheet")
        for name, relation in parts.sheets:
            if relation in targets:
                cells = Cells(name, strings, dates, parts.base)
                self._parse(targets[relation], cells)
                yield Sheet(name, tuple(cells.rows()))

    def _related(self, path: str, kind: str) -> dict[str, str]:
        """The parts that a part names, of one kind, by the ids of the relations."""
        folder = dirname(path)
        name = join(folder, "_rels", f"{path.removeprefix(folder).strip('/')}.rels")
        relations = Relations()
        if name in self._archive.NameToInfo:
            self._parse(name, relations)
        return {
            id_: normpath(join("/", folder, target)).lstrip("/")
            for id_, type_, target in relations.found
            if type_.rsplit("/", 1)[-1] == kind
        }

    def _parse(self, path: str, handler: PartHandler) -> None:
        """Feed a part to its handler, a little at a time."""
        info = self._archive.getinfo(path)
        if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise unreadable("parts packed in another way")
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = handler.start
        parser.EndElementHandler = handler.end
        parser.CharacterDataHandler = handler.text
        with self._archive.open(info) as stream:
            while chunk := stream.read(1 << 16):
                parser.Parse(chunk)
        parser.Parse(b"", True)  # noqa: FBT003 -- expat takes it by position


def _refuse_doctype(*_: object) -> None:
    # Entities are declared there, and no workbook has any.
    raise unreadable("a document type declaration", "a workbook without any")
