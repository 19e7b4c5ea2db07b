"""Files that belong together: a folder of them, or a zip."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from ..errors import Fault, InvalidCatalogue
from ..writing import write_whole
from .arguments import as_path


if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike
    from typing import IO

__all__ = ["Bundle", "write_bundle"]

# A zip knows no file without a date; this is the first that it can say.
_NO_DATE = (1980, 1, 1, 0, 0, 0)


def write_bundle(path: str | PathLike[str], files: Mapping[str, bytes]) -> None:
    """Write files into a folder, or into a zip where the path ends in ``.zip``.

    A zip is written whole or not at all. In a folder each file is, in the
    order given, so the one that names the others comes last.

    Args:
        path: the folder or zip.
        files: the bytes of each file by its name.

    Raises:
        WrongType: for what is no path.
        OSError: if something cannot be written.
    """
    target = as_path(path)
    if target.suffix.lower() == ".zip":
        write_whole(target, [_zipped(files)])
        return
    target.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        write_whole(target / name, [data])


def _zipped(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            member = zipfile.ZipInfo(name, _NO_DATE)
            # The same bytes from every system.
            member.create_system = 3
            member.external_attr = 0o644 << 16
            archive.writestr(member, data)
    return stream.getvalue()


class Bundle:
    """The files of a folder or a zip, read by name within a limit.

    Args:
        path: the folder or zip.
        size: how many bytes one file may have.

    Raises:
        WrongType: for what is no path.
    """

    def __init__(self, path: str | PathLike[str], size: int) -> None:
        self._path = as_path(path)
        self._size = size
        #: What to call it in an error.
        self.name = self._path.name

    def read(self, name: str) -> bytes:
        """The bytes of a file.

        Raises:
            InvalidCatalogue: if there is no such file, or it is too large.
            OSError: if it cannot be read.
        """
        if self._path.is_dir():
            member = self._path / name
            if not member.is_file():
                raise self.fault(name, "nothing", "this file")
            with member.open("rb") as stream:
                return self._within(name, stream)
        try:
            with zipfile.ZipFile(self._path) as archive, archive.open(name) as stream:
                return self._within(name, stream)
        except KeyError:
            raise self.fault(name, "nothing", "this file") from None
        except _UNSOUND as error:
            raise self.fault(name, str(error), "a file in a sound zip") from None

    def _within(self, name: str, stream: IO[bytes]) -> bytes:
        data = stream.read(self._size + 1)
        if len(data) > self._size:
            limit = f"at most {self._size} bytes, or a limit you raise"
            raise self.fault(name, "a larger file", limit)
        return data

    def fault(self, place: str, found: str, expected: str) -> InvalidCatalogue:
        """One fault of these files, as an error."""
        return InvalidCatalogue(self.name, [Fault(place, found, expected)])


# Not a zip, cut short, encrypted, or packed in a way that is not known here.
_UNSOUND = (
    zipfile.BadZipFile,
    EOFError,
    RuntimeError,
    NotImplementedError,
    zlib.error,
)
