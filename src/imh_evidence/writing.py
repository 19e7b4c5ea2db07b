"""Writing a file whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["write_whole"]


def write_whole(path: str | os.PathLike[str], chunks: Iterable[bytes]) -> None:
    """Write a file so that it is either what it was or all of what is given.

    The bytes go to a new file beside the target, reach the disk, and take the
    target's name in one step. A writer that is killed leaves the target as it
    was, and perhaps a file whose name ends in ``.part``.

    Args:
        path: the file to write; a link is followed and stays a link.
        chunks: its bytes, in order.

    Raises:
        OSError: if the file cannot be written; the target is as it was.
    """
    target = Path(os.path.realpath(path))
    # A short name of its own: the target's may be as long as the system takes.
    part = target.with_name(f".{os.urandom(8).hex()}.part")
    mode = target.stat().st_mode & 0o777 if target.exists() else None
    # Created anew, never open to more people than the file it replaces.
    created = 0o666 if mode is None else mode & 0o600
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, created)
    except OSError as error:
        # The caller knows the target, and nothing of the file beside it.
        error.filename = str(target)
        raise
    try:
        with os.fdopen(descriptor, "wb") as stream:
            for chunk in chunks:
                stream.write(chunk)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            part.chmod(mode)
        _rename(part, target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    # The file has its name by now; that it may not outlive a power cut is no error.
    with suppress(OSError):
        _settle(target.parent)


def _rename(part: Path, target: Path) -> None:
    try:
        part.replace(target)
    except OSError as error:
        # As above: the target is the file that the caller knows.
        error.filename, error.filename2 = str(target), None
        raise


def _settle(directory: Path) -> None:
    """Let a new name in a directory reach the disk, where directories can be opened."""
    if os.name == "posix":
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
