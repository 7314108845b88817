"""Files that are whole or not there."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from pathlib import Path

import pytest

from pmlearn.errors import StoreError
from pmlearn.storage import files
from tests.storage.making import NOW, failing, refuse_at


@pytest.fixture(autouse=True)
def no_umask() -> object:
    old = os.umask(0)
    yield
    os.umask(old)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_directories_and_files_are_for_this_user_alone_without_any_umask(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "file"
    files.write_atomic(path, b"x")
    assert [mode(p) for p in (path, path.parent, path.parent.parent)] == [0o600, 0o700, 0o700]


def test_a_directory_of_another_user_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: tmp_path.stat().st_uid + 1)
    with pytest.raises(StoreError, match="belongs to another user") as caught:
        files.write_atomic(tmp_path / "file", b"x")
    assert "PMLEARN_HOME" in caught.value.hint
    assert not list(tmp_path.iterdir())


def test_a_directory_that_is_new_is_synced_into_the_one_above_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(files, "sync_directory", synced.append)
    files.make_private(tmp_path / "a" / "b")
    assert synced == [tmp_path, tmp_path / "a"]


def test_writing_replaces_the_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    files.write_atomic(path, b"long before")
    files.write_atomic(path, b"after")
    assert path.read_bytes() == b"after"
    assert list(tmp_path.iterdir()) == [path]


def test_the_file_is_synced_before_it_gets_its_name_and_the_name_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def noting(name: str) -> None:
        real = getattr(os, name)

        def call(*args: object) -> object:
            directory = name == "fsync" and stat.S_ISDIR(os.fstat(args[0]).st_mode)  # type: ignore[arg-type]
            done.append("fsync directory" if directory else name)
            return real(*args)

        monkeypatch.setattr(os, name, call)

    for name in ("write", "fsync", "replace", "link"):
        noting(name)
    files.write_atomic(tmp_path / "file", b"x")
    assert done == ["write", "fsync", "replace", "fsync directory"]
    done.clear()
    files.write_atomic(tmp_path / "other", b"x", new=True)
    assert done == ["write", "fsync", "link", "fsync directory"]


def test_what_must_be_new_never_replaces_a_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    files.write_atomic(path, b"first", new=True)
    with pytest.raises(FileExistsError):
        files.write_atomic(path, b"second", new=True)
    assert path.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [path]
    assert mode(path) == 0o600


def test_a_disk_without_hard_links_takes_what_must_be_new_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", failing(errno.EPERM))
    files.write_atomic(tmp_path / "file", b"first", new=True)
    with pytest.raises(FileExistsError):
        files.write_atomic(tmp_path / "file", b"second", new=True)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"first"]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EROFS, errno.EACCES])
@pytest.mark.parametrize(("function", "number"), [("write", 1), ("fsync", 1), ("replace", 1), ("open", 1)])
def test_a_disk_that_refuses_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str, number: int, code: int
) -> None:
    path = tmp_path / "file"
    files.write_atomic(path, b"before")
    with monkeypatch.context() as patch:
        refuse_at(patch, function, number, failing(code))
        with pytest.raises(StoreError) as caught:
            files.write_atomic(path, b"after")
    assert str(path) in caught.value.message
    assert os.strerror(code) in caught.value.message
    assert caught.value.hint
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_was_asked_for_is_new_and_as_open_as_asked(tmp_path: Path) -> None:
    path = tmp_path / "file"
    files.write_new(path, b"x", 0o644)
    assert (path.read_bytes(), mode(path)) == (b"x", 0o644)
    with pytest.raises(FileExistsError):
        files.write_new(path, b"y")
    assert path.read_bytes() == b"x"
    files.write_new(tmp_path / "private", b"x")
    assert mode(tmp_path / "private") == 0o600


@pytest.mark.parametrize(("function", "number"), [("write", 1), ("fsync", 1), ("open", 1)])
def test_a_disk_that_refuses_leaves_nothing_of_a_file_that_was_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str, number: int
) -> None:
    with monkeypatch.context() as patch:
        refuse_at(patch, function, number, failing(errno.ENOSPC))
        with pytest.raises(StoreError, match="cannot write") as caught:
            files.write_new(tmp_path / "file", b"x")
    assert "make room" in caught.value.hint
    assert not list(tmp_path.iterdir())


def test_every_error_of_a_full_disk_or_quota_names_the_next_move() -> None:
    said = {errno.ENOSPC: "make room", errno.EDQUOT: "quota", errno.ENOLCK: "lock", errno.ENOENT: "make it"}
    for code, words in said.items():
        with pytest.raises(StoreError) as caught:
            files.refuse("cannot write x", OSError(code, os.strerror(code)))
        assert words in caught.value.hint


def test_short_writes_are_carried_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: real(fd, bytes(data[:3])))
    files.write_atomic(tmp_path / "file", b"0123456789")
    assert (tmp_path / "file").read_bytes() == b"0123456789"


def test_a_write_that_takes_nothing_is_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "write", lambda fd, data: 0)
    with pytest.raises(StoreError, match="No space"):
        files.write_atomic(tmp_path / "file", b"x")


def test_a_directory_that_cannot_be_synced_is_no_error_on_disks_that_have_no_such_thing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", failing(errno.EINVAL))
    files.sync_directory(tmp_path)
    monkeypatch.setattr(os, "fsync", failing(errno.EIO))
    with pytest.raises(OSError, match="Input/output"):
        files.sync_directory(tmp_path)


def test_a_link_in_place_of_a_file_is_replaced_and_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"mine")
    path = tmp_path / "file"
    path.symlink_to(elsewhere)
    files.write_atomic(path, b"x")
    assert elsewhere.read_bytes() == b"mine"
    assert not path.is_symlink()


def test_a_link_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"x")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert files.read_own(tmp_path / "real") == b"x"
    with pytest.raises(OSError) as caught:  # noqa: PT011 - the number is looked at
        files.read_own(tmp_path / "link")
    assert caught.value.errno == errno.ELOOP


def test_sweeping_takes_what_the_dead_left_and_nothing_else(tmp_path: Path) -> None:
    for name in (".a.1234.tmp", "b.tmp", ".c", "d"):
        (tmp_path / name).write_bytes(b"x")
    with (tmp_path / ".held.1234.tmp").open("wb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        files.sweep(tmp_path)
        assert {path.name for path in tmp_path.iterdir()} == {"b.tmp", ".c", "d", ".held.1234.tmp"}
    files.sweep(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"b.tmp", ".c", "d"}
    files.sweep(tmp_path / "not there")


def test_a_start_elsewhere_that_sweeps_between_making_and_locking_costs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []
    real = fcntl.flock

    def flock(fd: int, how: int) -> None:
        calls.append(how)
        if len(calls) == 1:
            for path in tmp_path.iterdir():
                path.unlink()
        real(fd, how)

    monkeypatch.setattr(fcntl, "flock", flock)
    files.write_atomic(tmp_path / "file", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_setting_aside_never_goes_over_another_file(tmp_path: Path) -> None:
    names = set()
    for number in range(5):
        (tmp_path / "file").write_bytes(b"%d" % number)
        aside = files.set_aside(tmp_path / "file", NOW)
        assert aside.name.startswith("file.unreadable-20261122T093000-")
        assert files.ASIDE.search(aside.name)
        names.add(aside)
    assert sorted(path.read_bytes() for path in names) == [b"0", b"1", b"2", b"3", b"4"]


def test_a_file_that_cannot_be_set_aside_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_bytes(b"x")
    monkeypatch.setattr(Path, "rename", failing(errno.EROFS))
    with pytest.raises(StoreError, match="cannot set"):
        files.set_aside(tmp_path / "file", NOW)
    assert (tmp_path / "file").read_bytes() == b"x"
