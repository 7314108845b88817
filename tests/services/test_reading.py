"""Reading: the place is kept without a trace in the history; texts are made once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pmlearn.errors import UnknownError
from pmlearn.model.queue import State
from pmlearn.services import reading
from pmlearn.storage.markdowns import Markdowns
from tests.services.conftest import FEED, article, published

if TYPE_CHECKING:
    from pathlib import Path

    from pmlearn.wiring import Services


def lines(services: Services) -> int:
    return len(services._store.journals.own.read_bytes().splitlines())


def test_where_one_stopped_is_known_on_every_device(here: Services, there: Services) -> None:
    [item] = published(here, article("1"))
    assert here.reading.open(item).place == 0
    here.reading.stopped(item, 37)
    there.catch_up()
    assert there.reading.open(item).place == 37
    assert there.reading.places([item, "other"]) == {item: 37}


def test_the_same_place_is_written_once(here: Services) -> None:
    [item] = published(here, article("1"))
    here.reading.stopped(item, 0)
    before = lines(here)
    for _ in range(5):
        here.reading.stopped(item, 12)
    here.reading.stopped(item, 250)
    assert lines(here) == before + 2
    assert here.reading.open(item).place == 100


def test_a_place_stands_in_nobodys_way(here: Services) -> None:
    [item] = published(here, article("1"))
    here.queue.opened(item)
    here.reading.stopped(item, 50)
    assert [row.kind for row in here.history.list()] == ["triage", "subscribe"]
    assert here.history.undo().message == "undone: opening Title 1"
    assert here.queue.get(item).state is State.INBOX
    here.reading.stopped(item, 60)
    assert here.history.redo().message == "redone: opening Title 1"
    assert here.queue.get(item).state is State.READING
    assert here.reading.open(item).place == 60


def test_notes_on_an_item(here: Services, there: Services) -> None:
    [item] = published(here, article("1"))
    assert here.reading.note(item, " mine\x1b ").message == "noted: Title 1"
    [note] = here.reading.open(item).notes
    assert note.text == "mine"
    there.catch_up()
    there.reading.note(item, "theirs", [note.id])
    here.reading.note(item, "mine, edited", [note.id])
    assert sorted(note.text for note in here.reading.open(item).notes) == ["mine, edited", "theirs"]
    here.reading.note(item, "")
    assert here.reading.open(item).notes == ()
    here.history.undo()
    assert len(here.reading.open(item).notes) == 1
    with pytest.raises(UnknownError):
        here.reading.note("zzz", "text")


async def test_a_long_text_comes_with_its_beginning_first_and_is_made_once(
    here: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "HEAD", 100)
    body = "<p>First words.</p>" + "<p>More of <b>them</b>.</p>" * 50
    [item] = published(here, article("1", body=body))
    source = here.reading.source(item)
    found = [text async for text in here.reading.make(source)]
    assert [text.count("More") for text in found] == [3, 50]
    here.reading.made(source, found[-1])
    assert here.reading.source(item).markdown == found[-1] == here.queue.text(item)


def test_what_is_there_is_not_made(here: Services) -> None:
    saved = here.queue.add("https://e.example/x").changed[0]
    assert here.reading.source(saved) == reading.Source("", "https://e.example/x", "")
    here.feeds.remove([FEED]) if FEED in here.queue.feed_counts() else None


def test_made_texts_are_kept_by_content_and_room(tmp_path: Path) -> None:
    made: list[str] = []

    def make(html: str, base: str) -> str:
        made.append(html)
        return html.upper()

    cache = Markdowns(tmp_path / "cache", make, room=3_000)
    assert cache("a" * 500, "x") == cache("a" * 500, "x") == "A" * 500
    cache("a" * 500, "y")
    assert len(made) == 2
    for letter in "bcdefgh":
        cache(letter * 500, "")
    kept = list((tmp_path / "cache").iterdir())
    assert sum(path.stat().st_size for path in kept) <= 3_000
    assert cache.get("h" * 500, "") == "H" * 500
    assert cache.get("a" * 500, "x") is None


def test_a_damaged_or_unwritable_cache_costs_time_alone(tmp_path: Path) -> None:
    cache = Markdowns(tmp_path / "cache", lambda html, base: html.upper())
    cache("text", "")
    [path] = (tmp_path / "cache").iterdir()
    path.write_bytes(path.read_bytes()[:-1])
    assert cache("text", "") == "TEXT"
    assert path.read_bytes().endswith(b"TEXT")
    blocked = tmp_path / "file"
    blocked.write_text("x")
    assert Markdowns(blocked, lambda html, base: "made")("text", "") == "made"
