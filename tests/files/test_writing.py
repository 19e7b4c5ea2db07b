"""A file that is written is what it was or all of what it becomes, whatever happens."""

from __future__ import annotations

import errno
import os
import random
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISDIR, S_ISFIFO
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from imh_evidence import writing
from imh_evidence.writing import write_whole


if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


SIZE = 1_000_000
CHUNK = 50_000
WHOLE = {letter * SIZE for letter in (b"a", b"b")}

# Overwrites one file with one content and then the other until it is killed.
WRITER = f"""
import sys
from itertools import cycle

from imh_evidence.writing import write_whole

write_whole(sys.argv[1], [b"a" * {SIZE}])
print("writing", flush=True)
for letter in cycle((b"b", b"a")):
    write_whole(sys.argv[1], (letter * {CHUNK} for _ in range({SIZE // CHUNK})))
"""

# How many writers contend for the file.
AT_ONCE = 4


def kill_writers(target: Path, count: int) -> int:
    """Starts writers of one file, a few at a time, and kills each at some moment.

    Returns:
        How many of them were in the middle of a write.
    """
    moments = random.Random(20230401)  # noqa: S311 -- moments, not secrets
    for started in range(0, count, AT_ONCE):
        writers = [
            subprocess.Popen(
                [sys.executable, "-c", WRITER, str(target)], stdout=subprocess.PIPE
            )
            for _ in range(min(AT_ONCE, count - started))
        ]
        for writer in writers:
            assert writer.stdout is not None
            assert b"writing\n" == writer.stdout.readline()
        for writer in writers:
            time.sleep(moments.uniform(0, 0.03))
            assert target.read_bytes() in WHOLE
            writer.kill()
            writer.communicate()

            assert -9 == writer.returncode
            assert target.read_bytes() in WHOLE
    return len({*target.parent.iterdir()} - {target})


class TestKilledWriters:
    def test_leave_no_half_file(self, tmp_path: Path) -> None:
        """Whenever a writer is killed, the file is one whole content or the other."""
        assert 0 < kill_writers(tmp_path / "file.json", 20)

    @pytest.mark.heavy
    def test_leave_no_half_file_in_two_hundred_kills(self, tmp_path: Path) -> None:
        """Two hundred killed writers leave a whole file and only marked remains."""
        target = tmp_path / "file.json"

        assert 20 < kill_writers(target, 200)
        assert {".part"} == {
            path.suffix for path in tmp_path.iterdir() if path != target
        }


@pytest.fixture(name="target")
def _target(tmp_path: Path) -> Path:
    path = tmp_path / "file.json"
    path.write_bytes(b"old")
    return path


def failing(error: BaseException) -> Iterator[bytes]:
    """Bytes that fail to come after the first of them."""
    yield b"new"
    raise error


def full(descriptor: int) -> None:
    """A disk that has no room."""
    raise OSError(errno.ENOSPC, "No space left on device")


@contextmanager
def pipe_reader(pipe: Path) -> Iterator[int]:
    """The open end of a named pipe that is read from."""
    descriptor = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


class TestFailures:
    @pytest.mark.parametrize("error", [ValueError("x"), KeyboardInterrupt()])
    def test_of_what_is_written_leave_the_old_file(
        self, target: Path, error: BaseException
    ) -> None:
        """Content that fails half-way leaves the old content and nothing beside it."""
        with pytest.raises(type(error)):
            write_whole(target, failing(error))

        assert b"old" == target.read_bytes()
        assert [target] == [*target.parent.iterdir()]

    def test_of_the_disk_leave_the_old_file(
        self, target: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Bytes that do not reach the disk never take the file's name."""
        monkeypatch.setattr(os, "fsync", full)

        with pytest.raises(OSError, match="No space left"):
            write_whole(target, [b"new"])

        assert b"old" == target.read_bytes()
        assert [target] == [*target.parent.iterdir()]

    def test_leave_nothing_where_nothing_was(self, tmp_path: Path) -> None:
        """A new file that fails half-way is not there."""
        with pytest.raises(ValueError, match="x"):
            write_whole(tmp_path / "new.json", failing(ValueError("x")))

        assert [] == [*tmp_path.iterdir()]

    def test_of_a_directory_as_target(self, tmp_path: Path) -> None:
        """A directory is not replaced by a file."""
        folder = tmp_path / "folder"
        folder.mkdir()

        with pytest.raises(OSError) as raised:  # noqa: PT011 -- systems differ in which
            write_whole(folder, [b"new"])

        assert str(folder) == raised.value.filename
        assert [folder] == [*tmp_path.iterdir()]
        assert [] == [*folder.iterdir()]

    def test_of_a_missing_directory(self, tmp_path: Path) -> None:
        """A directory that is not there is not made."""
        with pytest.raises(FileNotFoundError):
            write_whole(tmp_path / "nowhere" / "file.json", [b"new"])

        assert [] == [*tmp_path.iterdir()]

    def test_of_the_disk_name_the_file(
        self, target: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """An error of the system names the file that was asked for, and no other."""
        monkeypatch.setattr(os, "fsync", full)

        with pytest.raises(OSError, match="No space left") as raised:
            write_whole(target, [b"new"])

        assert str(target) == raised.value.filename

    def test_of_another_file_name_that_one(self, target: Path) -> None:
        """An error that the content brings with it keeps the name it has."""
        other = FileNotFoundError(errno.ENOENT, "No such file", "other.json")

        with pytest.raises(FileNotFoundError) as raised:
            write_whole(target, failing(other))

        assert "other.json" == raised.value.filename


@pytest.mark.skipif(os.name != "posix", reason="pipes and devices are POSIX's")
class TestWhatIsNoFile:
    # No test writes to a real device: as root, code that is broken would replace it.

    @pytest.fixture(name="pipe")
    def _pipe(self, tmp_path: Path) -> Path:
        pipe = tmp_path / "pipe.json"
        os.mkfifo(pipe)
        return pipe

    @pytest.mark.parametrize("link", [False, True])
    def test_is_written_into_and_stays(self, pipe: Path, link: bool) -> None:
        """A pipe gets the bytes, through a link too, and is a pipe afterwards."""
        named = pipe
        if link:
            named = pipe.with_name("link.json")
            named.symlink_to(pipe)
        there = {*pipe.parent.iterdir()}
        with pipe_reader(pipe) as reader:
            write_whole(named, [b"n", b"ew"])

            assert b"new" == os.read(reader, 10)
        assert S_ISFIFO(pipe.stat().st_mode)
        assert link == named.is_symlink()
        assert there == {*pipe.parent.iterdir()}

    def test_that_takes_no_more_is_named(self, pipe: Path) -> None:
        """A pipe whose reader is gone is named as the caller named it."""

        def unread() -> Iterator[bytes]:
            os.close(reader)
            yield b"new"

        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        with pytest.raises(BrokenPipeError) as raised:
            write_whole(pipe, unread())

        assert str(pipe) == raised.value.filename

    @pytest.mark.parametrize("stream", ["stdout", "stderr"])
    def test_is_the_output(
        self, capfd: pytest.CaptureFixture[str], stream: str
    ) -> None:
        """The bytes join what the process has written to its output."""
        print("first", file=getattr(sys, stream), flush=True)
        write_whole(f"/dev/{stream}", [b"n", b"ew"])

        assert "first\nnew" == getattr(capfd.readouterr(), stream[3:])

    @pytest.mark.parametrize("stream", ["stdout", "stderr"])
    @pytest.mark.parametrize("opened", ["a", "w"])
    def test_is_the_output_that_goes_to_a_file(
        self, tmp_path: Path, stream: str, opened: str
    ) -> None:
        """What was written to the output before and after stays where it was."""
        script = (
            "import sys; from imh_evidence.writing import write_whole\n"
            f"print('first', file=sys.{stream}, flush=True)\n"
            f"write_whole('/dev/{stream}', [b'new'])\n"
            f"print('last', file=sys.{stream})\n"
        )
        log = tmp_path / "log"
        log.write_text("old")
        with log.open(opened) as output:
            streams: dict[str, Any] = {stream: output}
            subprocess.run([sys.executable, "-c", script], check=True, **streams)

        assert f"{'old' * (opened == 'a')}first\nnewlast\n" == log.read_text()


class TestOrder:
    def test_bytes_reach_the_disk_before_the_name(
        self, target: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The file is settled, then named, then its directory is settled."""
        events: list[str] = []
        settle, rename = os.fsync, Path.replace

        def fsync(descriptor: int) -> None:
            is_directory = S_ISDIR(os.fstat(descriptor).st_mode)
            events.append("directory" if is_directory else target.read_text())
            settle(descriptor)

        def replace(self: Path, other: Path) -> Any:
            events.append("rename")
            return rename(self, other)

        monkeypatch.setattr(os, "fsync", fsync)
        monkeypatch.setattr(Path, "replace", replace)
        write_whole(target, [b"new"])

        assert ["old", "rename", "directory"] == events

    def test_a_directory_that_does_not_settle_is_no_failure(
        self, target: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Once the file has its name, it is written, and no error says otherwise."""
        rename = Path.replace

        def replace(self: Path, other: Path) -> Any:
            monkeypatch.setattr(os, "fsync", full)
            return rename(self, other)

        monkeypatch.setattr(Path, "replace", replace)
        write_whole(target, [b"new"])

        assert b"new" == target.read_bytes()

    def test_directories_are_not_opened_where_they_cannot_be(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Elsewhere than on POSIX a directory is left to the system."""
        monkeypatch.setattr(writing, "os", SimpleNamespace(name="nt"))

        writing._settle(tmp_path)


@pytest.fixture(name="umask")
def _umask() -> Iterator[Callable[[int], int]]:
    before = os.umask(0o022)
    os.umask(before)
    yield os.umask
    os.umask(before)


def mode(path: Path) -> int:
    """The permissions of a file."""
    return path.stat().st_mode & 0o777


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")
class TestPermissions:
    @pytest.mark.parametrize("kept", [0o600, 0o664, 0o400])
    def test_of_a_file_are_kept(self, target: Path, kept: int) -> None:
        """A file that is replaced stays readable and writable by the same people."""
        target.chmod(kept)
        write_whole(target, [b"new"])

        assert kept == mode(target)
        assert b"new" == target.read_bytes()

    @pytest.mark.parametrize(("mask", "given"), [(0o022, 0o644), (0o077, 0o600)])
    def test_of_a_new_file_follow_the_umask(
        self, tmp_path: Path, umask: Callable[[int], int], mask: int, given: int
    ) -> None:
        """A new file gets the permissions that any new file gets."""
        umask(mask)
        write_whole(tmp_path / "new.json", [b"new"])

        assert given == mode(tmp_path / "new.json")

    def test_are_never_wider_while_writing(
        self, target: Path, umask: Callable[[int], int]
    ) -> None:
        """A private file's new content is private from its first byte."""
        umask(0)
        target.chmod(0o600)
        seen: list[int] = []

        def chunks() -> Iterator[bytes]:
            yield b"secret"
            seen.extend(map(mode, {*target.parent.iterdir()} - {target}))

        write_whole(target, chunks())

        assert [0o600] == seen


class TestNames:
    def test_a_link_stays_a_link(self, target: Path, tmp_path: Path) -> None:
        """A link is followed: the file it leads to is replaced, in its own directory."""
        (tmp_path / "elsewhere").mkdir()
        link = tmp_path / "elsewhere" / "link.json"
        link.symlink_to(target)
        write_whole(link, [b"new"])

        assert link.is_symlink()
        assert b"new" == target.read_bytes()
        assert [link] == [*(tmp_path / "elsewhere").iterdir()]

    def test_a_link_to_nothing_makes_the_file(self, tmp_path: Path) -> None:
        """A link whose file is missing leads to the new file."""
        link = tmp_path / "link.json"
        link.symlink_to(tmp_path / "file.json")
        write_whole(str(link), [b"new"])

        assert link.is_symlink()
        assert b"new" == (tmp_path / "file.json").read_bytes()

    def test_as_long_as_a_name_may_be(self, tmp_path: Path) -> None:
        """The longest name that the system takes can be written."""
        target = tmp_path / ("\u00e9" * 120 + ".catalogue.json")
        target.write_bytes(b"old")
        write_whole(target, [b"n", b"", b"ew"])

        assert b"new" == target.read_bytes()

    def test_an_empty_file_is_a_whole_file(self, target: Path) -> None:
        """No chunks make an empty file."""
        write_whole(target, [])

        assert b"" == target.read_bytes()
