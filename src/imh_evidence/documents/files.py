"""Reading no more of a file than may be read, and writing all of it or nothing."""

import os
from contextlib import suppress
from pathlib import Path

from .jsontext import MAX_BYTES


class LinkRefused(OSError):
    """A path that is a symbolic link: only a file of its own is written."""


def read_bytes(path: str | os.PathLike[str], limit: int = MAX_BYTES) -> bytes:
    """The bytes of a file, and no more of them than show that it is too large.

    Raises:
        OSError: if the file cannot be read.
    """
    with Path(path).open("rb") as stream:
        return stream.read(limit + 1)


def save_bytes(path: str | os.PathLike[str], data: bytes, *, replace: bool = False) -> None:
    """Write a file, never half of it and never through a symbolic link.

    A pipe or a device, such as ``/dev/stdout``, is written into.

    Args:
        path: the file to write.
        data: all of its bytes.
        replace: whether a file that exists is replaced.

    Raises:
        FileExistsError: if the file exists and is not to be replaced. Of two
            writers of one new file, one gets this error.
        LinkRefused: if the path is a symbolic link.
        OSError: if the file cannot be written; it is then as it was.
    """
    target = Path(path)
    is_stream = str(target).startswith(("/dev/std", "/dev/fd/"))
    if target.is_symlink() and not is_stream:
        raise LinkRefused(40, "a symbolic link; give the file's own path", str(path))
    if is_stream or (target.exists() and not target.is_file()):
        with target.open("ab") as stream:  # which a folder refuses
            stream.write(data)
    else:
        _save(target, data, replace=replace)


def _save(target: Path, data: bytes, *, replace: bool) -> None:
    mode = target.stat().st_mode & 0o777 if target.exists() else None
    part = target.with_name(f".{os.urandom(8).hex()}.part")
    # Made anew, by the umask; never open to more people than what it replaces.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(part, flags, 0o666 if mode is None else 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            part.chmod(mode)
        if replace:
            part.replace(target)
        else:
            try:
                target.hardlink_to(part)
            except OSError:  # It is there already, or a disk has no links: take the name first.
                os.close(os.open(target, flags))
                part.replace(target)
    except OSError as error:
        # The caller knows the name of the target only.
        raise OSError(error.errno, error.strerror, str(target)) from error
    finally:
        with suppress(OSError):
            part.unlink()
