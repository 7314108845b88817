"""The index: thrown away and made again without an answer being wrong."""

from __future__ import annotations

import sqlite3
import stat
from datetime import date
from typing import TYPE_CHECKING

import pytest

from pmlearn.model.query import Query, parse
from pmlearn.storage.asking import asked
from pmlearn.storage.cursor import Cursor
from pmlearn.storage.index import Index, enclosures_column, topics_column
from pmlearn.storage.schema import FORMAT

if TYPE_CHECKING:
    from pathlib import Path

    from pmlearn.storage.index import Row

DEVICE = "here-00000000"
TODAY = "2026-11-26"


def row(
    item: str,
    feed: str = "f",
    *,
    published: str = "",
    minutes: int | None = 3,
    work: str = "",
    muted: int = 0,
    until: str = "",
    weight: int = 0,
) -> Row:
    published = published or f"2026-01-{len(item):02d}"
    texts = (f"Title {item}", f"https://e.org/{item}", "", published, "", "article")
    topics, media = topics_column(["a", "b"]), enclosures_column([])
    return (item, feed, *texts, minutes, topics, media, f"title {item}", work, muted, until, weight)


def touched(given: Row, state: str = "inbox", starred: int = 0, snoozed: str = "") -> Row:
    return (*given, state, starred, snoozed)


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return filled(Index(tmp_path, DEVICE))


def filled(index: Index) -> Index:
    with index.transaction():
        index.put_feed("f", "one", [row("aaa"), row("aab"), row("b")])
        index.put_cursors({"x.jsonl": Cursor(1, 2, 3, "d", 4)})
        index.settle(TODAY, 1000)
    return index


def items(index: Index, query: str = "") -> list[str]:
    given = asked(parse(query), date.fromisoformat(TODAY), lambda name: [name])
    rows, total, minutes = index.page(given)
    assert total == len(rows) == len(index.ids(given))
    assert minutes == sum(found[8] or 0 for found in rows)
    return [found[0] for found in rows]


def test_what_was_put_is_found_newest_first(index: Index) -> None:
    assert items(index) == ["aaa", "aab", "b"]
    everything = asked(Query(), date.fromisoformat(TODAY), lambda name: [name])
    some, total, minutes = index.page(everything, 1, 1)
    assert ([found[0] for found in some], total, minutes) == (["aab"], 3, 9)
    assert index.page(everything, 0) == ([], 3, 9)
    assert index.shelves() == {"inbox": 3}
    assert index.feeds() == {"f": (3, 3)}
    assert index.starting_with("aa") == ["aaa", "aab"]
    assert index.followed() == {"f": "one"}
    assert index.cursors() == {"x.jsonl": Cursor(1, 2, 3, "d", 4)}


def test_what_was_put_is_there_for_the_next_process_and_private(index: Index, tmp_path: Path) -> None:
    index.close()
    assert items(Index(tmp_path, DEVICE)) == ["aaa", "aab", "b"]
    assert stat.S_IMODE(index.path.stat().st_mode) == 0o600


def test_what_the_learner_did_changes_state_and_star_of_an_entry_and_nothing_else(index: Index) -> None:
    before = index.rows(["b"])["b"]
    old = ("b", "f", "Old", "", "", "", "", "link", None, "", "[]", "old", "", 0, "", 0)
    with index.transaction():
        index.put_touched([touched(old, "done", 1), touched(row("c", "gone"))])
        index.settle(TODAY, 1000)
    assert index.rows(["b"])["b"] == (*before[:-4], "done", 1, "done", "")
    assert items(index, "state:done") == items(index, "starred:yes") == ["b"]
    assert "c" in items(index)
    with index.transaction():
        index.put_untouched(["b", "c", "nothing"])
        index.settle(TODAY, 1000)
    assert index.rows(["b"])["b"] == before
    assert items(index) == ["aaa", "aab", "b"]


def test_a_feed_that_says_something_else_keeps_what_was_done(
    index: Index,
) -> None:
    with index.transaction():
        index.put_touched([touched(row("aaa"), "queued")])
        moved = index.put_feed("f", "two", [row("aaa", minutes=9), row("b"), row("new")])
        index.settle(TODAY, 1000)
    assert moved == {"aab", "new"}
    assert items(index, "state:queued") == ["aaa"]
    assert index.rows(["aaa"])["aaa"][8] == 9
    assert items(index, "state:inbox") == ["new", "b"]
    assert index.followed() == {"f": "two"}


def test_a_saved_link_that_was_taken_back_is_gone(index: Index) -> None:
    with index.transaction():
        index.put_touched([touched(row("c", feed=""), "queued")])
        index.put_untouched(["c"])
        index.settle(TODAY, 1000)
    assert "c" not in items(index)


def test_what_fails_half_way_is_not_there(index: Index) -> None:
    with pytest.raises(KeyError), index.transaction():  # noqa: PT012 - the block is what fails
        index.forget()
        index.rows(["a"])["no such item"]
    assert items(index) == ["aaa", "aab", "b"]
    with index.transaction():
        index.drop_feed("f")
    assert items(index) == []


@pytest.mark.parametrize("content", [b"", b"not a database" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_corrupt_file_is_made_again(tmp_path: Path, content: bytes) -> None:
    index = filled(Index(tmp_path, DEVICE))
    index.close()
    index.path.write_bytes(content)
    again = Index(tmp_path, DEVICE)
    assert items(again) == []
    assert again.followed() == {}
    filled(again).close()
    assert items(Index(tmp_path, DEVICE)) == ["aaa", "aab", "b"]


def test_a_file_of_another_format_is_made_again(tmp_path: Path) -> None:
    index = filled(Index(tmp_path, DEVICE))
    index.close()
    with sqlite3.connect(index.path) as database:
        database.execute(f"PRAGMA user_version = {FORMAT + 1}")
    database.close()
    assert items(Index(tmp_path, DEVICE)) == []


def test_a_file_that_turns_out_corrupt_while_it_is_asked_is_made_again(tmp_path: Path) -> None:
    index = Index(tmp_path, DEVICE)
    with index.transaction():
        index.put_feed("f", "one", [row(f"{number:04}" * 50, published="2026") for number in range(500)])
    index.close()
    content = bytearray(index.path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    again = Index(tmp_path, DEVICE)
    index.path.write_bytes(content)
    asked = []

    def ask() -> list[str]:
        asked.append(1)
        if not again.followed():
            filled(again)
        return items(again)

    assert again.surely(ask) == ["aaa", "aab", "b"]
    assert len(asked) == 2


def test_a_locked_file_is_done_without_and_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = filled(Index(tmp_path, DEVICE))
    real = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *args, **given: real(*args, **{**given, "timeout": 0}))
    with index.transaction():
        other = Index(tmp_path, DEVICE)
        assert items(other) == []
        assert items(filled(other)) == ["aaa", "aab", "b"]
    assert items(Index(tmp_path, DEVICE)) == ["aaa", "aab", "b"]


def test_a_file_locked_later_is_done_without_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *args, **given: real(*args, **{**given, "timeout": 0}))
    index, other = filled(Index(tmp_path, DEVICE)), Index(tmp_path, DEVICE)

    def ask() -> list[str]:
        with other.transaction():
            other.put_touched([touched(row("c", ""), "queued")])
            other.settle(TODAY, 1000)
        return items(other)

    with index.transaction():
        assert other.surely(ask) == ["c"]
    assert items(Index(tmp_path, DEVICE)) == ["aaa", "aab", "b"]


def test_a_cache_that_cannot_be_written_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert items(filled(Index(tmp_path / "file" / "cache", DEVICE))) == ["aaa", "aab", "b"]
    monkeypatch.setattr("os.geteuid", lambda: -1)
    assert items(filled(Index(tmp_path, DEVICE))) == ["aaa", "aab", "b"]
    assert not list(tmp_path.glob("index*"))


def test_hosts_that_share_a_home_have_an_index_each(tmp_path: Path) -> None:
    filled(Index(tmp_path, "one-00000000"))
    assert items(Index(tmp_path, "two-00000000")) == []


def test_cursors_that_make_no_sense_are_none(index: Index, tmp_path: Path) -> None:
    index.close()
    for text in ("", "[]", "7", '{"x": 1}'):
        with sqlite3.connect(index.path) as database:
            database.execute("UPDATE noted SET value = ? WHERE name = 'journals'", (text,))
        database.close()
        assert Index(tmp_path, DEVICE).cursors() == {}


def test_a_cache_directory_is_made_where_there_is_none(tmp_path: Path) -> None:
    filled(Index(tmp_path / "a" / "b", DEVICE))
    assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700
