"""A journal's lines."""

from __future__ import annotations

import json
import os
import tempfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlearn.errors import StoreError
from pmlearn.model.action import VERSION, Action, Change
from pmlearn.storage import lines
from tests.storage.making import action, actions

if TYPE_CHECKING:
    from pathlib import Path


@given(actions)
def test_an_action_is_read_as_it_was_written(written: Action) -> None:
    line = lines.encode(written)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert lines.decode(line) == written


def test_a_line_that_could_not_be_read_again_is_not_written() -> None:
    wrong = action(1, changes=(Change("a/b", "status", "done", base=(7,)),), at=None)  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="nothing was kept"):
        lines.encode(wrong)


def test_lone_surrogates_do_not_break_a_line() -> None:
    found = lines.decode(lines.encode(action(1, value="a\udcffb")))
    assert isinstance(found, Action)
    assert found.changes[0].value == "a?b"


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"v":1}',
        b"\0" * 100,
        b"[" * 100_000,
        b'{"v":1,"id":1,"order":1,"at":"","device":"","kind":"","changes":[]}',
        b'{"v":1,"id":"x","order":true,"at":"","device":"","kind":"","changes":[]}',
        b'{"v":1,"id":"x","order":-1,"at":"","device":"","kind":"","changes":[]}',
        b'{"v":1,"id":"x","order":1,"at":"","device":"","kind":"","changes":[1]}',
        b'{"v":1,"id":"x","order":' + b"9" * 5000 + b',"at":"","device":"","kind":"","changes":[]}',
    ],
)
def test_what_is_no_action_is_said_to_be_none(line: bytes) -> None:
    found = lines.decode(line)
    assert isinstance(found, str)
    assert found.startswith("not an action")


def test_a_line_of_a_newer_format_is_told_from_a_broken_one() -> None:
    assert lines.decode(json.dumps({"v": VERSION + 1, "what": "ever"}).encode()) == lines.NEWER


@given(
    st.lists(st.binary(max_size=30).filter(lambda line: b"\n" not in line), max_size=12),
    st.binary(max_size=20).filter(lambda tail: b"\n" not in tail),
    st.integers(1, 40),
)
def test_backwards_is_the_file_reversed_wherever_the_blocks_fall(
    whole: list[bytes], torn: bytes, block: int
) -> None:
    with tempfile.TemporaryFile() as file, pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "BLOCK", block)
        file.write(b"".join(line + b"\n" for line in whole) + torn)
        file.flush()
        assert list(lines.backwards(file.fileno())) == whole[::-1]


def test_backwards_reads_no_more_than_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "journal"
    path.write_bytes(b"x" * 99 + b"\n" * 1 + (b"y" * 99 + b"\n") * 10_000)
    read: list[int] = []
    real = os.pread

    def pread(fd: int, size: int, at: int) -> bytes:
        read.append(size)
        return real(fd, size, at)

    monkeypatch.setattr(os, "pread", pread)
    with path.open("rb") as file:
        assert next(lines.backwards(file.fileno())) == b"y" * 99
    assert sum(read) <= lines.BLOCK


def test_backwards_costs_one_reading_of_a_file_without_line_ends(tmp_path: Path) -> None:
    """Pieces are joined once: joining them block by block would copy 64 MB two thousand times over."""
    path = tmp_path / "journal"
    path.write_bytes(b"x" * (1 << 26))
    with path.open("rb") as file:
        assert list(lines.backwards(file.fileno())) == []


whole = lines.encode(action(1)) + lines.encode(action(2))


def mended(tmp_path: Path, content: bytes) -> tuple[bytes, list[bytes]]:
    path = tmp_path / "journal"
    path.write_bytes(content)
    kept: list[bytes] = []
    with path.open("a+b") as file:
        lines.repair(file.fileno(), kept.append)
    return path.read_bytes(), kept


@pytest.mark.parametrize("before", [b"", whole])
def test_a_torn_last_line_is_cut_off_and_a_whole_one_ended(tmp_path: Path, before: bytes) -> None:
    line = lines.encode(action(3))
    for cut in range(1, len(line)):
        after = before + line if cut == len(line) - 1 else before
        assert mended(tmp_path, before + line[:cut]) == (after, [])


@pytest.mark.parametrize("content", [b"", whole])
def test_a_file_that_ends_with_a_line_is_left_alone(tmp_path: Path, content: bytes) -> None:
    assert mended(tmp_path, content) == (content, [])


def test_zeros_that_a_stopped_machine_left_are_cut_off(tmp_path: Path) -> None:
    assert mended(tmp_path, whole + b"\0" * 4096) == (whole, [])


@pytest.mark.parametrize(
    "tail", [b"PK\x03\x04", b"garbage" * 20_000, b"{}", b"\0\0x", lines.encode(action(3))[:-1] + b"\x0b"]
)
def test_a_tail_that_is_none_of_our_appends_is_kept_before_it_is_cut_off(tmp_path: Path, tail: bytes) -> None:
    assert mended(tmp_path, whole + tail) == (whole, [tail])
    assert mended(tmp_path, tail) == (b"", [tail])


def test_a_tail_that_cannot_be_kept_is_not_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    path.write_bytes(whole + b"garbage")

    def full(_: bytes) -> None:
        raise StoreError("full")

    with path.open("a+b") as file, pytest.raises(StoreError):
        lines.repair(file.fileno(), full)
    assert path.read_bytes() == whole + b"garbage"
