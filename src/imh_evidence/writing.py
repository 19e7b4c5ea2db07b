"""Writing a file whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["write_whole"]

# What the name of a file ends in that has not taken its target's name yet.
_PART = ".part"


def write_whole(path: str | os.PathLike[str], chunks: Iterable[bytes]) -> None:
    """Write a file so that it is either what it was or all of what is given.

    The bytes go to a new file beside the target, reach the disk, and take the
    target's name in one step. A writer that is killed leaves the target as it
    was, and perhaps a file whose name ends in ``.part``.

    What is there and is no file, such as a pipe or a device, is no place to put
    another in: the bytes are written into it. So it is with the output of this
    process, whatever it goes to.

    Args:
        path: the file to write; a link is followed and stays a link.
        chunks: its bytes, in order.

    Raises:
        OSError: if the file cannot be written, and for a folder; the target is
            as it was.
    """
    try:
        # Not of the target: what a link such as /dev/stdout leads to may have no name.
        there = os.stat(path)  # noqa: PTH116 -- as the caller names it
    except FileNotFoundError:
        there = None
    try:
        if there is not None and (out := _own_output(there)) is not None:
            _write_into(out, chunks)
        elif there is not None and not S_ISREG(there.st_mode):
            _write_into(path, chunks)
        else:
            target = Path(os.path.realpath(path))
            _replace(target, None if there is None else there.st_mode & 0o777, chunks)
    except OSError as error:
        # The caller knows this name, and nothing of the file beside it.
        if error.filename is None or str(error.filename).endswith(_PART):
            error.filename, error.filename2 = str(path), None
        raise


def _own_output(there: os.stat_result) -> int | None:
    """A descriptor of this process's output, if that is what was found."""
    for descriptor in (1, 2):
        with suppress(OSError):
            if os.path.samestat(there, os.fstat(descriptor)):
                return os.dup(descriptor)
    return None


def _write_into(place: str | os.PathLike[str] | int, chunks: Iterable[bytes]) -> None:
    with open(place, "wb") as stream:  # noqa: PTH123 -- a descriptor is no path
        stream.writelines(chunks)


def _replace(target: Path, mode: int | None, chunks: Iterable[bytes]) -> None:
    """Write a file beside the target, with its permissions, and give it its name."""
    # A short name of its own: the target's may be as long as the system takes.
    part = target.with_name(f".{os.urandom(8).hex()}{_PART}")
    # Created anew, never open to more people than the file it replaces.
    created = 0o666 if mode is None else mode & 0o600
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, created)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            for chunk in chunks:
                stream.write(chunk)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            part.chmod(mode)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    # The file has its name by now; that it may not outlive a power cut is no error.
    with suppress(OSError):
        _settle(target.parent)


def _settle(directory: Path) -> None:
    """Let a new name in a directory reach the disk, where directories can be opened."""
    if os.name == "posix":
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
