"""The journal: what is acknowledged stands, what is not does not."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import threading
from typing import TYPE_CHECKING, Any

import pytest

from pmlearn.errors import InputError, StoreError
from pmlearn.storage.journal import TORN, Journals
from pmlearn.storage.lines import NEWER, encode
from tests.storage.making import action, failing, refuse_at

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NEWER_LINE = b'{"v":2,"all":"else"}\n'


@pytest.fixture
def journals(tmp_path: Path) -> Journals:
    return Journals(tmp_path / "journal", "here-00000000")


def write(journals: Journals, *numbers: int, **given: Any) -> None:
    for number in numbers:
        with journals.writing() as append:
            append(action(number, **given))


def orders(journals: Journals) -> list[int]:
    return [found.order - 1000 for found in journals.tail({}).actions]


def test_what_was_appended_is_read_in_order(journals: Journals) -> None:
    write(journals, 1, 2, 3)
    assert orders(journals) == [1, 2, 3]
    assert [found.order - 1000 for found in journals.backwards()] == [3, 2, 1]


def test_the_file_and_its_directory_are_private_without_any_umask(journals: Journals) -> None:
    old = os.umask(0)
    try:
        write(journals, 1)
    finally:
        os.umask(old)
    assert stat.S_IMODE(journals.own.stat().st_mode) == 0o600
    assert stat.S_IMODE(journals.directory.stat().st_mode) == 0o700


def test_nothing_is_there_before_something_is_written(journals: Journals) -> None:
    assert journals.paths() == []
    assert orders(journals) == []
    assert list(journals.backwards()) == []
    assert list(journals.bad_lines()) == []
    assert not journals.directory.exists()


def test_the_name_of_a_new_journal_is_synced_by_whoever_finds_it_empty(
    journals: Journals, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever made the file may have died before: its first line must not hang on a name that may go."""
    journals.directory.mkdir(mode=0o700)
    journals.own.touch(mode=0o600)
    synced: list[Path] = []
    monkeypatch.setattr("pmlearn.storage.journal.sync_directory", synced.append)
    write(journals, 1, 2)
    assert synced == [journals.directory]


# Appends that fail.


def short_then(code: int, count: int) -> Callable[..., Any]:
    def short(real: Callable[..., int], fd: int, data: bytes) -> int:
        real(fd, bytes(data[:count]))
        raise OSError(code, os.strerror(code))

    return short


FAILURES = [
    ("write", failing(errno.ENOSPC)),
    ("write", failing(errno.EDQUOT)),
    ("write", short_then(errno.ENOSPC, 1)),
    ("write", short_then(errno.EIO, 50)),
    ("write", lambda real, fd, data: real(fd, data) and 0),
    ("fsync", failing(errno.EIO)),
    ("fsync", failing(errno.ENOSPC)),
]


@pytest.mark.parametrize(("function", "then"), FAILURES)
def test_an_append_that_fails_leaves_the_journal_as_it_was(
    journals: Journals, monkeypatch: pytest.MonkeyPatch, function: str, then: Callable[..., Any]
) -> None:
    write(journals, 1)
    before = journals.own.read_bytes()
    with monkeypatch.context() as patch:
        refuse_at(patch, function, 1, then)
        with pytest.raises(StoreError, match="nothing was kept") as caught:
            write(journals, 2)
    assert caught.value.hint
    assert journals.own.read_bytes() == before
    write(journals, 3)
    assert orders(journals) == [1, 3]


def test_what_cannot_be_cut_back_is_not_said_to_be_gone(
    journals: Journals, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(journals, 1)
    with monkeypatch.context() as patch:
        refuse_at(patch, "fsync", 1, failing(errno.EIO))
        refuse_at(patch, "ftruncate", 1, failing(errno.EIO))
        with pytest.raises(StoreError) as caught:
            write(journals, 2)
    assert "nothing was kept" not in caught.value.message
    write(journals, 3)
    assert orders(journals)[0] == 1
    assert orders(journals)[-1] == 3


def test_an_interrupted_append_leaves_the_journal_as_it_was(
    journals: Journals, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    write(journals, 1)
    with monkeypatch.context() as patch:
        refuse_at(patch, "fsync", 1, interrupt)
        with pytest.raises(KeyboardInterrupt):
            write(journals, 2)
    assert orders(journals) == [1]


def test_a_journal_that_cannot_be_locked_is_not_written(
    journals: Journals, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fcntl, "flock", failing(errno.ENOLCK))
    with pytest.raises(StoreError, match="cannot write") as caught:
        write(journals, 1)
    assert "cannot lock" in caught.value.hint
    assert orders(journals) == []


# Last lines that are torn.


def test_every_torn_tail_is_mended_at_the_next_append(journals: Journals) -> None:
    write(journals, 1, 2)
    good = journals.own.read_bytes()
    line = encode(action(3))
    for cut in range(1, len(line)):
        journals.own.write_bytes(good + line[:cut])
        assert orders(journals) == [1, 2]
        write(journals, 4)
        assert orders(journals) == ([1, 2, 3, 4] if cut == len(line) - 1 else [1, 2, 4])
    assert [path.name for path in journals.directory.iterdir()] == [journals.own.name]


def test_garbage_at_the_end_is_kept_aside(journals: Journals) -> None:
    write(journals, 1)
    with journals.own.open("ab") as file:
        file.write(b"all of somebody's poems")
    write(journals, 2)
    assert orders(journals) == [1, 2]
    [aside] = journals.directory.glob("*.torn-*")
    assert aside.read_bytes() == b"all of somebody's poems"


def test_a_tail_of_another_device_waits_for_its_writer(journals: Journals, tmp_path: Path) -> None:
    there = Journals(tmp_path / "journal", "there-00000000")
    write(there, 1, device="there-00000000")
    line = encode(action(2))
    with there.own.open("ab") as file:
        file.write(line[:40])
    write(journals, 3)
    assert there.own.read_bytes().endswith(line[:40])
    assert sorted(orders(journals)) == [1, 3]
    with there.own.open("ab") as file:
        file.write(line[40:])
    assert sorted(orders(journals)) == [1, 2, 3]


# Cursors.


def test_a_tail_is_what_came_since(journals: Journals) -> None:
    write(journals, 1, 2)
    first = journals.tail({})
    assert (len(first.actions), first.rewound, first.order) == (2, False, 1002)
    write(journals, 3)
    second = journals.tail(first.cursors)
    assert ([found.order for found in second.actions], second.rewound) == ([1003], False)
    assert journals.tail(second.cursors).actions == []


@pytest.mark.parametrize("lost", [True, False])
def test_a_journal_that_became_shorter_is_read_again(journals: Journals, *, lost: bool) -> None:
    write(journals, 1, 2, 3)
    tail = journals.tail({})
    length = len(encode(action(1)))
    os.truncate(journals.own, length if lost else 2 * length)
    again = journals.tail(tail.cursors)
    assert again.rewound
    assert len(again.actions) == (1 if lost else 2)
    # One line may have been read while its writer was failing: nobody was told that it was kept.
    assert again.lost == ([journals.own.name] if lost else [])


def test_a_last_line_that_was_written_anew_is_read_again(journals: Journals) -> None:
    """As long as before, at the same place, in the same file: a second try after one that failed."""
    write(journals, 1, 2)
    tail = journals.tail({})
    content = journals.own.read_bytes()
    with journals.own.open("r+b") as file:
        file.seek(len(encode(action(1))))
        file.write(encode(action(3)))
    assert len(journals.own.read_bytes()) == len(content)
    again = journals.tail(tail.cursors)
    assert again.rewound
    assert [found.order for found in again.actions] == [1001, 1003]
    assert not again.lost


def test_a_journal_that_another_file_stands_for_is_read_again(journals: Journals) -> None:
    write(journals, 1, 2)
    tail = journals.tail({})
    copy = journals.own.with_name("copy")
    with journals.own.open("rb") as held:  # so that its inode is not given to another
        copy.write_bytes(held.read())
        copy.replace(journals.own)
        again = journals.tail(tail.cursors)
        assert (again.rewound, len(again.actions), again.lost) == (True, 2, [])
        copy.write_bytes(encode(action(7)))
        copy.replace(journals.own)
        assert journals.tail(tail.cursors).lost == [journals.own.name]


def test_a_journal_that_went_away_is_lost(journals: Journals, tmp_path: Path) -> None:
    write(Journals(tmp_path / "journal", "there-00000000"), 1)
    write(journals, 2)
    tail = journals.tail({})
    journals.own.unlink()
    again = journals.tail(tail.cursors)
    assert (again.rewound, again.lost, len(again.actions)) == (True, [journals.own.name], 1)


def test_lines_that_are_no_action_are_passed_over_and_counted(journals: Journals) -> None:
    write(journals, 1)
    with journals.own.open("ab") as file:
        file.write(b"oops\n\n")
    write(journals, 2)
    tail = journals.tail({})
    assert (len(tail.actions), tail.unreadable, tail.newer) == (2, 2, False)
    assert journals.tail(tail.cursors).unreadable == 0
    assert [(line, what[:13]) for _, line, what in journals.bad_lines()] == [
        (2, "not an action"),
        (3, "not an action"),
    ]


def test_lines_of_a_newer_format_wait_and_are_met_again(journals: Journals) -> None:
    write(journals, 1)
    with journals.own.open("ab") as file:
        file.write(NEWER_LINE + encode(action(2)))
    tail = journals.tail({})
    assert ([found.order for found in tail.actions], tail.newer) == ([1001], True)
    again = journals.tail(tail.cursors)
    assert (again.actions, again.newer, again.rewound) == ([], True, False)
    assert [what for *_, what in journals.bad_lines()] == [NEWER]


def test_a_torn_line_is_told_from_a_broken_one(journals: Journals) -> None:
    write(journals, 1)
    with journals.own.open("ab") as file:
        file.write(b'{"v":1')
    assert [(line, what) for _, line, what in journals.bad_lines()] == [(2, TORN)]


# Links, and files that cannot be read.


def test_a_link_in_place_of_our_journal_is_neither_read_nor_written(
    journals: Journals, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(encode(action(1)))
    journals.directory.mkdir(mode=0o700)
    journals.own.symlink_to(elsewhere)
    with pytest.raises(StoreError) as caught:
        write(journals, 2)
    assert "it is a link" in caught.value.hint
    assert elsewhere.read_bytes() == encode(action(1))
    tail = journals.tail({})
    assert (tail.actions, list(tail.closed)) == ([], [journals.own.name])
    with pytest.raises(StoreError):
        list(journals.backwards())


def test_a_journal_that_cannot_be_read_stays_as_far_as_it_was_read(
    journals: Journals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = Journals(tmp_path / "journal", "there-00000000")
    write(there, 1)
    write(journals, 2)
    tail = journals.tail({})
    write(journals, 3)
    real = os.open

    def closed(path: Any, *args: Any, **given: Any) -> int:
        if str(path).endswith(there.own.name):
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, *args, **given)

    monkeypatch.setattr(os, "open", closed)
    again = journals.tail(tail.cursors)
    assert [found.order for found in again.actions] == [1003]
    assert list(again.closed) == [there.own.name]
    assert again.cursors[there.own.name] == tail.cursors[there.own.name]


def test_what_is_no_journal_is_not_read(journals: Journals) -> None:
    write(journals, 1)
    (journals.directory / "notes.txt").write_bytes(encode(action(2)))
    (journals.directory / ".hidden.jsonl").write_bytes(encode(action(3)))
    (journals.directory / "directory.jsonl").mkdir()
    os.mkfifo(journals.directory / "fifo.jsonl")
    assert orders(journals) == [1]


# The lock.


def test_a_writer_waits_for_the_one_that_holds_the_lock(journals: Journals) -> None:
    written = threading.Event()

    def other() -> None:
        write(Journals(journals.directory, journals.device), 2)
        written.set()

    with journals.writing() as append:
        thread = threading.Thread(target=other)
        thread.start()
        append(action(1))
        assert not written.wait(0.05)
    assert written.wait(10)
    thread.join()
    assert orders(journals) == [1, 2]


def test_a_journal_moved_away_while_a_writer_waited_is_not_written(journals: Journals) -> None:
    write(journals, 1)
    moved = journals.directory / "moved"
    real = fcntl.flock
    with pytest.MonkeyPatch.context() as patch:

        def flock(fd: int, how: int) -> None:
            real(fd, how)
            if journals.own.exists() and not moved.exists():
                journals.own.rename(moved)

        patch.setattr(fcntl, "flock", flock)
        write(journals, 2)
    assert moved.read_bytes() == encode(action(1))
    assert journals.own.read_bytes() == encode(action(2))


def test_a_disk_whose_inodes_do_not_hold_is_an_error_and_no_endless_loop(
    journals: Journals, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(journals, 1)
    real = os.fstat

    class Other:
        st_dev = st_ino = -1
        st_size = 0

    monkeypatch.setattr(os, "fstat", lambda fd: Other if fd > 2 else real(fd))
    with pytest.raises(StoreError, match="cannot write"):
        write(journals, 2)


# Copies of journals.


def test_a_copy_of_a_journal_that_is_new_here_is_taken_in_whole(journals: Journals, tmp_path: Path) -> None:
    copy = encode(action(1)) + encode(action(2))
    assert journals.merge("there-00000000.jsonl", copy) == 2
    assert (journals.directory / "there-00000000.jsonl").read_bytes() == copy
    assert [path.name for path in journals.paths()] == ["there-00000000.jsonl"]
    assert journals.merge("there-00000000.jsonl", copy) == 0
    assert [path.name for path in journals.paths()] == ["there-00000000.jsonl"]


def test_our_own_lost_journal_comes_back_as_it_was(journals: Journals) -> None:
    write(journals, 1, 2)
    copy = journals.own.read_bytes()
    journals.own.unlink()
    assert journals.merge(journals.own.name, copy) == 2
    assert journals.own.read_bytes() == copy


def test_diverged_copies_are_merged_and_the_journals_of_others_not_written(
    journals: Journals, tmp_path: Path
) -> None:
    there = Journals(tmp_path / "journal", "there-00000000")
    write(there, 1, 2)
    write(journals, 10)
    before = there.own.read_bytes(), journals.own.read_bytes()
    copy = encode(action(1)) + b"broken\n" + encode(action(3)) + encode(action(4))[:-5]
    assert journals.merge(there.own.name, copy) == 1
    assert journals.merge(journals.own.name, encode(action(10)) + encode(action(11))) == 1
    assert (there.own.read_bytes(), journals.own.read_bytes()) == before
    assert journals.imported.read_bytes() == encode(action(3)) + encode(action(11))
    assert sorted(orders(journals)) == [1, 2, 3, 10, 11]
    assert not list(journals.bad_lines())


def test_an_action_is_taken_in_once_whatever_journal_it_stands_in(journals: Journals) -> None:
    write(journals, 1)
    assert journals.merge("there-00000000.jsonl", encode(action(1)) + encode(action(2)) * 3) == 1
    assert sorted(orders(journals)) == [1, 2]


def test_a_copy_of_a_newer_format_is_refused_whole(journals: Journals) -> None:
    with pytest.raises(InputError, match="newer pmlearn"):
        journals.merge("there-00000000.jsonl", encode(action(1)) + NEWER_LINE)
    assert journals.paths() == []


@pytest.mark.parametrize(("function", "then"), FAILURES)
@pytest.mark.parametrize("known", [True, False])
def test_a_copy_that_the_disk_does_not_take_leaves_nothing(
    journals: Journals,
    monkeypatch: pytest.MonkeyPatch,
    function: str,
    then: Callable[..., Any],
    *,
    known: bool,
) -> None:
    write(journals, 1)
    name = "there-00000000.jsonl"
    if known:
        journals.merge(name, encode(action(2)))
    before = orders(journals)
    with monkeypatch.context() as patch:
        refuse_at(patch, function, 1, then)
        with pytest.raises(StoreError):
            journals.merge(name, encode(action(3)))
    assert orders(journals) == before
    assert journals.merge(name, encode(action(3))) == 1
    assert not list(journals.directory.glob(".*"))
