"""Files are written completely or not, never through a link, by one writer."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from imh_evidence.documents.catalogue_file import CATALOGUE, CatalogueFile
from imh_evidence.documents.files import LinkRefused, read_bytes, save_bytes
from imh_evidence.model.notice import Source


def test_a_new_file_is_written_and_an_old_one_is_not_replaced(tmp_path: Path) -> None:
    """Unless the caller says so."""
    path = tmp_path / "file.json"
    save_bytes(path, b"old")

    with pytest.raises(FileExistsError) as caught:
        save_bytes(path, b"new")

    assert str(path) == caught.value.filename
    assert b"old" == path.read_bytes()
    save_bytes(path, b"new", replace=True)
    assert b"new" == path.read_bytes()
    assert [path] == [*tmp_path.iterdir()]


def test_of_two_writers_of_one_new_file_one_fails(tmp_path: Path) -> None:
    """However they meet."""
    for turn in range(30):
        path, outcomes = tmp_path / f"{turn}", []
        start = threading.Barrier(2)

        def write(data: bytes) -> None:
            start.wait()  # noqa: B023
            try:
                save_bytes(path, data)  # noqa: B023
                outcomes.append(data)  # noqa: B023
            except FileExistsError:
                outcomes.append(b"")  # noqa: B023

        writers = [threading.Thread(target=write, args=(each,)) for each in (b"a", b"b")]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()

        assert 1 == outcomes.count(b"")
        assert path.read_bytes() in outcomes


def test_a_disk_without_links_is_written_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stick or a share that knows no second name of a file takes a new one all the same."""

    def no_links(*_: object, **__: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    save_bytes(tmp_path / "file", b"new")
    with pytest.raises(FileExistsError) as caught:
        save_bytes(tmp_path / "file", b"other")

    assert str(tmp_path / "file") == caught.value.filename
    assert [(tmp_path / "file")] == [*tmp_path.iterdir()]
    assert b"new" == (tmp_path / "file").read_bytes()


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    """Whether it leads to a file or to nothing."""
    target = tmp_path / "target"
    target.write_bytes(b"mine")
    for name, to in (("link", target), ("dangling", tmp_path / "nothing")):
        (tmp_path / name).symlink_to(to)
        for replace in (True, False):
            with pytest.raises(LinkRefused):
                save_bytes(tmp_path / name, b"x", replace=replace)

    assert b"mine" == target.read_bytes()
    assert not (tmp_path / "nothing").exists()


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """Nor is a file in a folder that does not exist."""
    with pytest.raises(IsADirectoryError):
        save_bytes(tmp_path, b"x", replace=True)
    with pytest.raises(FileNotFoundError) as caught:
        save_bytes(tmp_path / "no" / "file", b"x")

    assert str(tmp_path / "no" / "file") == caught.value.filename


def test_permissions_are_kept(tmp_path: Path) -> None:
    """A new file has those that the umask leaves."""
    path = tmp_path / "file"
    before = os.umask(0o027)
    try:
        save_bytes(path, b"x")
    finally:
        os.umask(before)
    assert 0o640 == path.stat().st_mode & 0o777
    path.chmod(0o604)
    save_bytes(path, b"y", replace=True)

    assert 0o604 == path.stat().st_mode & 0o777


def test_a_writer_that_is_killed_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    """Half of it never has its name."""
    path = tmp_path / "file"
    path.write_bytes(b"old")
    code = (
        "import os, sys, time\n"
        "from imh_evidence.documents import files\n"
        "os.fsync = lambda _: (print('written', flush=True), time.sleep(60))\n"
        "files.save_bytes(sys.argv[1], b'new' * 100_000, replace=True)\n"
    )
    writer = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE)
    assert writer.stdout is not None
    assert b"written\n" == writer.stdout.readline()
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    writer.stdout.close()

    assert b"old" == path.read_bytes()


def test_a_writer_that_fails_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a file nor a part of one."""

    def full(_: int) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        save_bytes(tmp_path / "file", b"x")

    assert [] == [*tmp_path.iterdir()]


def test_pipes_and_the_output_are_written_into(tmp_path: Path) -> None:
    """What is there is kept."""
    pipe, found = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: found.append(pipe.read_bytes()))
    reader.start()
    save_bytes(pipe, b"x")
    reader.join()
    assert [b"x"] == found
    save_bytes(os.devnull, b"x")

    code = "from imh_evidence.documents.files import save_bytes as s; s('/dev/stdout', b'x')"
    log = tmp_path / "log"
    log.write_bytes(b"kept ")
    with log.open("ab") as stream:
        subprocess.run([sys.executable, "-c", code], stdout=stream, check=True)
    assert b"kept x" == log.read_bytes()
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert b"x" == ran.stdout


def test_a_file_is_read_one_byte_past_its_limit(tmp_path: Path) -> None:
    """A device has no size to ask for."""
    started = time.perf_counter()

    assert 11 == len(read_bytes("/dev/zero", 10))
    assert time.perf_counter() - started < 1


def test_documents_are_saved_and_loaded(tmp_path: Path) -> None:
    """By one writer and one reader."""
    file = CatalogueFile(Source("Ours"))
    CATALOGUE.save(file, tmp_path / "file.json")

    assert file == CATALOGUE.load(str(tmp_path / "file.json"))
    with pytest.raises(FileExistsError):
        CATALOGUE.save(file, tmp_path / "file.json")
