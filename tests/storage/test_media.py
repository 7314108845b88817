from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from pmlearn.errors import StoreError
from pmlearn.storage import media
from pmlearn.storage.media import MediaFiles

if TYPE_CHECKING:
    from pathlib import Path

ITEM = "abcdefgh23"
NOTE = {"url": "https://example.org/a.mp3", "validator": '"1"', "total": 10}


@pytest.fixture
def files(tmp_path: Path) -> MediaFiles:
    return MediaFiles(tmp_path / "media")


def put(files: MediaFiles, item: str = ITEM, data: bytes = b"sound", ending: str = "mp3") -> Path:
    with files.part(item) as part:
        part.begin(NOTE, len(data))
        part.write(data)
        return part.finish(ending)


def names(files: MediaFiles) -> list[str]:
    return sorted(path.name for path in files.directory.iterdir())


def test_a_file_is_there_when_it_is_whole(files: MediaFiles) -> None:
    assert (files.list(), files.find(ITEM)) == ([], None)
    with files.part(ITEM) as part:
        part.begin(NOTE, 10)
        part.write(b"hello")
        assert files.find(ITEM) is None
        part.write(b"world")
        path = part.finish("mp3")
    assert path.read_bytes() == b"helloworld"
    assert path.stat().st_mode & 0o777 == 0o600
    assert names(files) == [f"{ITEM}.mp3"]
    held = files.find(ITEM)
    assert held is not None
    assert (held.item, held.path, held.size, held.whole) == (ITEM, path, 10, True)


def test_a_part_is_gone_on_with(files: MediaFiles) -> None:
    with files.part(ITEM) as part:
        part.begin(NOTE, 10)
        part.write(b"hello")
    assert [held.whole for held in files.list()] == [False]
    with files.part(ITEM) as part:
        assert (part.source, part.size) == (NOTE, 5)
        part.write(b"world")
        assert part.finish("mp3").read_bytes() == b"helloworld"


@pytest.mark.parametrize("note", ["", "[]", "{", "[" * 100_000])
def test_a_part_without_its_note_is_worth_nothing(files: MediaFiles, note: str) -> None:
    with files.part(ITEM) as part:
        part.begin(NOTE, 10)
        part.write(b"hello")
    (files.directory / f"{ITEM}.part.json").write_text(note)
    with files.part(ITEM) as part:
        assert (part.source, part.size) == ({}, 0)
        part.begin(NOTE, 5)
        part.write(b"world")
        assert part.finish("mp3").read_bytes() == b"world"


def test_one_process_at_a_time_writes_it(files: MediaFiles) -> None:
    with files.part(ITEM) as part:
        part.begin(NOTE, 10)
        part.write(b"hello")
        with pytest.raises(StoreError, match="already"), files.part(ITEM):
            pass
        part.write(b"world")
        assert part.finish("mp3").read_bytes() == b"helloworld"


def test_nothing_is_left_of_a_download_that_brought_nothing(files: MediaFiles) -> None:
    with files.part(ITEM):
        pass
    assert names(files) == []


def test_a_newer_file_takes_the_place_of_one_of_another_type(files: MediaFiles) -> None:
    put(files)
    put(files, data=b"other", ending="ogg")
    assert names(files) == [f"{ITEM}.ogg"]


@pytest.mark.parametrize("item", ["", "../../etc/pa", "ABCDEFGH23", "abcdefgh2", "abcdefgh2/"])
def test_an_id_from_a_strangers_journal_names_no_file(files: MediaFiles, item: str) -> None:
    with pytest.raises(StoreError, match="not the id"), files.part(item):
        pass
    assert not files.directory.exists()


def test_a_disk_that_runs_full_keeps_nothing_of_it(
    files: MediaFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(fd: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with files.part(ITEM) as part:
        part.begin(NOTE, 10)
        part.write(b"hello")
        monkeypatch.setattr("pmlearn.storage.files.os.write", full)
        with pytest.raises(StoreError, match="what came is removed") as raised:
            part.write(b"world")
        assert "make room" in raised.value.hint
    assert names(files) == []


def test_what_the_disk_has_no_room_for_is_not_begun(
    files: MediaFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media, "RESERVE", 1 << 60)
    with files.part(ITEM) as part, pytest.raises(StoreError, match="no room"):
        part.begin(NOTE, 10)
    assert names(files) == []


def test_what_is_in_use_is_not_removed(files: MediaFiles) -> None:
    put(files)
    held = files.find(ITEM)
    assert held is not None
    lent = files.lend(held)
    assert not files.remove(held)
    os.close(lent)
    assert files.remove(held)
    assert files.remove(held)  # somebody else was faster
    assert names(files) == []
    with pytest.raises(StoreError):
        files.lend(held)


def test_a_part_that_is_being_written_is_not_removed(files: MediaFiles) -> None:
    with files.part(ITEM) as part:
        part.begin(NOTE, 10)
        part.write(b"hello")
        assert not files.remove(files.list()[0])
    assert files.remove(files.list()[0])
    assert names(files) == []


def test_files_of_others_and_links_are_left_alone(files: MediaFiles, tmp_path: Path) -> None:
    put(files)
    (files.directory / "notes.txt").write_text("mine")
    (files.directory / "bcdefghi23.mp3").symlink_to(tmp_path)
    assert [held.item for held in files.list()] == [ITEM]
