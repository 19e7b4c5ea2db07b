"""Files that belong together: a folder of them, or a zip."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from ..documents.files import save_bytes
from .arguments import as_path


if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

__all__ = ["write_bundle"]

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
        save_bytes(target, _zipped(files), replace=True)
        return
    target.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        save_bytes(target / name, data, replace=True)


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
