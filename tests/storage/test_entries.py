"""What feeds published: known again, never written over where it cannot be read."""

from __future__ import annotations

import errno
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmlearn.errors import StoreError
from pmlearn.model.feed import Chapter, Enclosure, Entry, ParsedFeed, Transcript, feed_id, item_id
from pmlearn.storage.entries import Entries, is_feed_id
from pmlearn.storage.entryjson import entry_from_json, entry_to_json
from tests.storage.making import NOW, failing

if TYPE_CHECKING:
    from collections.abc import Sequence

FEED = "example-org-1a2b"


def parsed(*entries: Entry, title: str = "Feed", link: str = "https://example.org/") -> ParsedFeed:
    return ParsedFeed(title, link, entries)


def entry(id_: str, link: str = "", **given: Any) -> Entry:
    return Entry(id_, given.pop("title", f"Title {id_}"), link or f"https://example.org/{id_}", **given)


@pytest.fixture
def entries(tmp_path: Path) -> Entries:
    return Entries(tmp_path, lambda: NOW)


def ids(entries: Entries) -> list[str]:
    return [found.id for found in entries.load(FEED)]


def test_what_was_merged_is_loaded_oldest_first_without_bodies(entries: Entries) -> None:
    media = Enclosure("https://example.org/a.mp3", "audio/mpeg", 5, 60)
    new = entry("2", body="<p>two</p>", topics=("a", "b"), enclosures=(media,), words=1)
    assert entries.merge(FEED, parsed(new, entry("1"))) == 2
    assert ids(entries) == ["1", "2"]
    assert entries.load(FEED)[1] == Entry(
        "2", "Title 2", "https://example.org/2", topics=("a", "b"), enclosures=(media,), words=1
    )
    assert entries.body(FEED, item_id(FEED, "2")) == "<p>two</p>"
    assert entries.body(FEED, item_id(FEED, "1")) == ""
    assert entries.body("nothing-0000", "x") == ""


def test_chapters_and_transcripts_survive_the_disk(entries: Entries) -> None:
    told = entry(
        "1",
        chapters="https://example.org/c.json",
        marks=(Chapter(0, "Hello"), Chapter(60, "The end", "https://example.org/end")),
        transcripts=(Transcript("https://example.org/t.vtt", "text/vtt", "en"),),
    )
    entries.merge(FEED, parsed(told, entry("2")))
    assert entries.load(FEED) == [entry("2"), told]


def test_entries_that_left_the_feed_are_kept(entries: Entries) -> None:
    entries.merge(FEED, parsed(entry("1")))
    assert entries.merge(FEED, parsed(entry("2"))) == 1
    assert ids(entries) == ["1", "2"]


def test_nothing_is_written_where_nothing_changed(entries: Entries) -> None:
    whole = parsed(
        entry("2", body="b", topics=("x",), enclosures=(Enclosure("https://e.org/a"),)), entry("1")
    )
    entries.merge(FEED, whole)
    before = entries.signatures()
    assert entries.merge(FEED, whole) == 0
    assert entries.signatures() == before
    assert entries.merge(FEED, parsed(entry("2", body="c"), entry("1"))) == 0
    assert entries.signatures().keys() == before.keys() == {FEED}
    assert entries.signatures() != before
    assert entries.body(FEED, item_id(FEED, "2")) == "c"


def test_the_files_are_ones_that_tinydb_reads(entries: Entries) -> None:
    from tinydb import TinyDB

    entries.merge(FEED, parsed(entry("1", body="b")))
    with TinyDB(entries.directory / f"{FEED}.json", access_mode="r") as database:
        assert [doc["id"] for doc in database.table("entries").all()] == ["1"]
        assert database.table("feed").all()[0]["title"] == "Feed"


# Which entry is which.


def test_an_entry_whose_id_changed_is_known_by_its_link(entries: Entries) -> None:
    entries.merge(FEED, parsed(entry("old", "https://example.org/x", title="Before")))
    again = parsed(entry("new", "https://example.org/x", title="After"))
    assert entries.merge(FEED, again) == 0
    assert entries.merge(FEED, again) == 0
    assert [(e.id, e.title) for e in entries.load(FEED)] == [("old", "After")]


def test_an_entry_whose_link_changed_is_known_by_its_id(entries: Entries) -> None:
    entries.merge(FEED, parsed(entry("1", "https://example.org/x")))
    assert entries.merge(FEED, parsed(entry("1", "https://example.org/y"))) == 0
    assert [(e.id, e.link) for e in entries.load(FEED)] == [("1", "https://example.org/y")]


@pytest.mark.parametrize("order", [1, -1])
def test_a_link_that_went_over_to_another_entry_takes_nothing_along(entries: Entries, order: int) -> None:
    entries.merge(FEED, parsed(entry("1", "https://example.org/latest", title="One")))
    after = [
        entry("2", "https://example.org/latest", title="Two"),
        entry("1", "https://example.org/1", title="One"),
    ]
    assert entries.merge(FEED, parsed(*after[::order])) == 1
    assert {(e.id, e.title) for e in entries.load(FEED)} == {("1", "One"), ("2", "Two")}


def test_entries_that_all_link_to_one_page_stay_apart(entries: Entries) -> None:
    show = "https://example.org/show"
    assert entries.merge(FEED, parsed(entry("3", show), entry("2", show), entry("1", show))) == 3
    assert entries.merge(FEED, parsed(entry("5", show), entry("4", show))) == 2
    assert ids(entries) == ["1", "2", "3", "4", "5"]


def test_entries_that_link_to_the_feeds_own_page_are_not_known_by_it(entries: Entries) -> None:
    home = "https://example.org/"
    entries.merge(FEED, parsed(entry("1", home)))
    assert entries.merge(FEED, parsed(entry("2", home))) == 1
    assert ids(entries) == ["1", "2"]


@settings(max_examples=40)
@given(
    st.lists(
        st.lists(
            st.tuples(st.sampled_from("abcd"), st.sampled_from(["", "l", "m", "n"])),
            max_size=4,
            unique_by=lambda pair: pair[0],
        ),
        max_size=5,
    )
)
def test_no_entry_is_ever_lost_or_there_twice(
    tmp_path_factory: pytest.TempPathFactory, fetched: Sequence[Sequence[tuple[str, str]]]
) -> None:
    entries = Entries(tmp_path_factory.mktemp("entries"), lambda: NOW)
    count = 0
    for document in fetched:
        count += entries.merge(FEED, parsed(*(Entry(id_, id_, link) for id_, link in document)))
        found = entries.load(FEED)
        assert len(found) == count
        assert len({e.id for e in found}) == count
        # Everything in the document is shown: each with its own title.
        assert {id_ for id_, _ in document} <= {e.title for e in found}


# Files that cannot be read.


@pytest.mark.parametrize("end", [".json", ".0.bodies"])
@pytest.mark.parametrize("content", [b"", b"{", b"\0" * 99, b"[]", b"\xff"])
def test_a_file_that_cannot_be_read_is_set_aside(entries: Entries, end: str, content: bytes) -> None:
    entries.merge(FEED, parsed(entry("1", body="b")))
    path = entries.directory / f"{FEED}{end}"
    path.write_bytes(content)
    entries.load(FEED)
    entries.body(FEED, item_id(FEED, "1"))
    [aside] = entries.directory.glob("*.unreadable-*")
    assert aside.read_bytes() == content
    assert aside.name in entries.notices[0]
    entries.merge(FEED, parsed(entry("2", body="c")))
    assert aside.read_bytes() == content
    assert entries.signatures().keys() == {FEED}


@pytest.mark.parametrize("doc", [{"id": 1, "link": ""}, {"id": "1"}, [], {"id": "1", "link": None}])
def test_a_file_edited_out_of_form_is_set_aside(entries: Entries, doc: Any) -> None:
    path = entries.directory / f"{FEED}.json"
    path.write_text(json.dumps({"entries": {"1": doc}}))
    assert entries.merge(FEED, parsed(entry("1"))) == 1
    assert len(list(entries.directory.glob("*.unreadable-*"))) == 1


def test_an_entry_that_makes_no_sense_costs_itself_alone(entries: Entries) -> None:
    entries.merge(FEED, parsed(entry("2"), entry("1")))
    path = entries.directory / f"{FEED}.json"
    content = json.loads(path.read_text())
    content["entries"]["1"]["title"] = 7
    path.write_text(json.dumps(content))
    assert ids(entries) == ["2"]
    assert entries.notices


def test_bodies_that_make_no_sense_stand_before_those_that_are_added(
    entries: Entries, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries.merge(FEED, parsed(entry("1", body="b")))
    path = entries.directory / f"{FEED}.0.bodies"
    path.write_bytes(b"{")
    monkeypatch.setattr(Path, "rename", failing(errno.EROFS))
    assert entries.body(FEED, item_id(FEED, "1")) == ""
    assert path.name in entries.notices[0]
    entries.merge(FEED, parsed(entry("2", body="c"), entry("1", body="B")))
    assert path.read_bytes() in (b"{Bc", b"{cB")
    assert entries.body(FEED, item_id(FEED, "1")) == "B"


@pytest.mark.parametrize(
    ("end", "how"), [(".json", "newer"), (".json", "closed"), (".json", "stuck"), (".0.bodies", "closed")]
)
def test_a_file_that_is_not_ours_to_judge_is_never_written_over(
    entries: Entries, monkeypatch: pytest.MonkeyPatch, end: str, how: str
) -> None:
    entries.merge(FEED, parsed(entry("1", body="b")))
    path = entries.directory / f"{FEED}{end}"
    if how == "newer":
        path.write_text('{"feed": {"1": {"format": 2}}}')
    elif how == "closed":
        path.unlink()
        path.mkdir()
    else:
        path.write_bytes(b"{")
        monkeypatch.setattr(Path, "rename", failing(errno.EROFS))
    before = path.read_bytes() if path.is_file() else b""
    entries.load(FEED)
    assert entries.body(FEED, item_id(FEED, "1")) in ("", "b")
    with pytest.raises(StoreError, match=path.name) as caught:
        entries.merge(FEED, parsed(entry("2", body="c")))
    assert caught.value.hint
    assert (path.read_bytes() if path.is_file() else b"") == before


@pytest.mark.parametrize("name", ["../x", "", ".x", "a/b", "x.bodies", "X-1", "a b", "é", "---"])
def test_what_is_no_feeds_id_names_no_file(entries: Entries, name: str) -> None:
    assert not is_feed_id(name)
    for use in (lambda: entries.load(name), lambda: entries.merge(name, parsed(entry("1")))):
        with pytest.raises(StoreError):
            use()
    assert not list(entries.directory.iterdir())


def test_every_feeds_id_names_a_file() -> None:
    for url in (
        "https://a.example/feed",
        "http://[::1]:8000/f",
        "https://xn--bcher-kva.example",
        "https://x",
    ):
        assert is_feed_id(feed_id(url))


@pytest.mark.parametrize(
    ("function", "number"),
    [("write", 1), ("write", 2), ("fsync", 1), ("fsync", 2), ("fsync", 3), ("replace", 1)],
)
def test_a_disk_that_refuses_leaves_entries_that_belong_together(
    entries: Entries, monkeypatch: pytest.MonkeyPatch, function: str, number: int
) -> None:
    from tests.storage.making import refuse_at

    entries.merge(FEED, parsed(entry("1", body="one")))
    with monkeypatch.context() as patch:
        refuse_at(patch, function, number, failing(errno.ENOSPC))
        with pytest.raises(StoreError):
            entries.merge(FEED, parsed(entry("2", body="two"), entry("1", body="one")))
    for found in entries.load(FEED):
        assert entries.body(FEED, item_id(FEED, found.id))
    assert entries.merge(FEED, parsed(entry("2", body="two"), entry("1", body="one"))) in (0, 1)
    assert ids(entries) == ["1", "2"]
    assert not list(entries.directory.glob(".*"))


def test_an_entry_survives_its_file() -> None:
    whole = entry("1", topics=("a",), enclosures=(Enclosure("https://e.org/a"),), author="x", words=3)
    assert entry_from_json(json.loads(json.dumps(entry_to_json(whole)))) == whole
    for wrong in ({}, {"id": 1, "title": ""}, {"id": "", "title": "", "enclosures": [{"x": 1}]}, 7):
        with pytest.raises(StoreError):
            entry_from_json(wrong)  # type: ignore[arg-type]


# What the last fetches left behind.


def test_what_a_refresh_left_half_written_is_gone_after_the_next_start(tmp_path: Path) -> None:
    (tmp_path / ".x.json.12345678.tmp").write_bytes(b"half")
    Entries(tmp_path, lambda: NOW)
    assert not list(tmp_path.iterdir())
