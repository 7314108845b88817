"""The reading queue."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from pmlearn.errors import InputError, UnknownError
from pmlearn.model.action import Change
from pmlearn.model.feed import Enclosure, Fetched
from pmlearn.model.query import Query, parse
from pmlearn.model.queue import ItemKind, State
from pmlearn.services.media import recording
from pmlearn.storage.index import Index
from tests.services.conftest import FEED, URL, article, published

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pmlearn.wiring import Services
    from tests.services.conftest import Clock


def titles(services: Services, query: str = "") -> list[str]:
    return [item.title for item in services.queue.page(parse(query)).items]


def test_entries_are_in_the_inbox_without_an_action(here: Services) -> None:
    media = (Enclosure("https://e.example/a.mp3", "audio/mpeg", 1, 61),)
    published(
        here,
        article("2", published="2026-02-01T00:00:00Z", topics=("pricing",)),
        article("1", published="2026-01-01T00:00:00Z", enclosures=media),
    )
    page = here.queue.page(Query())
    assert [(i.title, i.kind, i.minutes, i.state) for i in page.items] == [
        ("Title 2", ItemKind.ARTICLE, 1, State.INBOX),
        ("Title 1", ItemKind.AUDIO, 2, State.INBOX),
    ]
    assert (page.total, page.minutes) == (2, 3)
    assert here.queue.counts()[State.INBOX] == 2
    assert here.queue.feed_counts() == {FEED: (2, 2)}
    assert [row.kind for row in here.history.list()] == ["subscribe"]
    first = here.queue.page(Query(), 1, 1)
    assert ([i.title for i in first.items], first.total) == (["Title 1"], 2)
    assert here.queue.page(Query(), 0).items == ()


def test_filters(here: Services) -> None:
    ids = published(here, article("1%", topics=("pricing", "a_b")), article("2"), article("3"))
    here.feeds.add("https://other.example/", "Other", ["teams"])
    here.queue.set_state(ids[:1], State.QUEUED)
    here.queue.star(ids[1:2])
    assert titles(here, "state:queued") == ["Title 1%"]
    assert titles(here, "starred:yes") == ["Title 2"]
    assert sorted(titles(here, "starred:no")) == ["Title 1%", "Title 3"]
    assert titles(here, "topic:pricing") == ["Title 1%"]
    assert titles(here, "topic:pric") == []
    assert titles(here, "1%") == ["Title 1%"]
    assert titles(here, "2%") == []
    assert titles(here, "TITLE 3") == ["Title 3"]
    assert len(titles(here, f"feed:{FEED[:6]}")) == 3
    assert titles(here, "feed:%") == []
    assert titles(here, "kind:audio") == []


def test_topics_of_the_feed_are_those_of_its_entries(here: Services) -> None:
    here.feeds.add(URL, "", ["Discovery"])
    published(here, article("1"))
    assert titles(here, "topic:discovery") == ["Title 1"]
    assert here.queue.page(Query()).items[0].topics == ("discovery",)


def test_an_item_is_found_by_a_unique_beginning_of_its_id(here: Services) -> None:
    [item] = published(here, article("1"))
    assert here.queue.get(item[:4].upper()).id == item
    for wrong in ("", "?", item + "x", "\x1b"):
        with pytest.raises(UnknownError) as caught:
            here.queue.get(wrong)
        assert caught.value.hint


def test_a_beginning_of_several_ids_is_refused(here: Services) -> None:
    ids = published(here, *(article(str(number)) for number in range(40)))
    with pytest.raises(UnknownError, match="several"):
        here.queue.get(next(i[0] for i in ids if sum(other[0] == i[0] for other in ids) > 1))


def test_where_one_of_several_is_unknown_nothing_changes(here: Services) -> None:
    [item] = published(here, article("1"))
    with pytest.raises(UnknownError):
        here.queue.set_state([item, "nothing"], State.DONE)
    assert here.queue.counts()[State.INBOX] == 1


def test_triage_of_many_is_one_action_and_of_what_is_so_already_none(here: Services) -> None:
    ids = published(here, article("1"), article("2"))
    done = here.queue.set_state([*ids, ids[0]], State.QUEUED)
    assert sorted(done.changed) == sorted(ids)
    assert "already" in here.queue.set_state(ids, State.QUEUED).message
    assert [row.kind for row in here.history.list()] == ["triage", "subscribe"]


def test_a_star_goes_on_where_one_of_them_has_none(here: Services) -> None:
    ids = published(here, article("1"), article("2"))
    here.queue.star(ids[:1])
    here.queue.star(ids)
    assert all(item.starred for item in here.queue.page(Query()).items)
    here.queue.star(ids)
    assert not any(item.starred for item in here.queue.page(Query()).items)
    here.queue.star(ids, on=False)
    assert here.history.list()[0].kind == "unstar"
    assert len(here.history.list()) == 4


def test_opening_reads_what_was_waiting_and_leaves_what_was_done(here: Services) -> None:
    [item] = published(here, article("1"))
    here.queue.opened(item)
    assert here.queue.get(item).state is State.READING
    here.queue.set_state([item], State.DONE)
    assert not here.queue.opened(item).action
    assert here.queue.get(item).state is State.DONE


def test_a_saved_link_is_an_item_like_any_other(here: Services) -> None:
    saved = here.queue.add("e.example/x", "A\x1b[31m title")
    item = here.queue.get(saved.changed[0])
    assert (item.title, item.link, item.kind, item.state, item.feed) == (
        "A[31m title",
        "https://e.example/x",
        ItemKind.LINK,
        State.QUEUED,
        "",
    )
    assert not here.queue.add("https://e.example/x").action
    for wrong in ("", "ftp://e.example/", "https://", "https://e.example/a\nb", "http://e.example/\udcff"):
        with pytest.raises(InputError):
            here.queue.add(wrong)
    assert here.queue.text(item.id) == ""


def test_two_windows_that_save_one_link_save_it_once(here: Services, window: Services) -> None:
    window.queue.counts()
    here.queue.add("https://e.example/x")
    assert "already" in window.queue.add("https://e.example/x").message


def test_touched_items_outlive_their_feed_and_untouched_ones_do_not(here: Services) -> None:
    ids = published(here, article("1"), article("2"), article("3"))
    here.queue.set_state(ids[:1], State.QUEUED)
    here.queue.star(ids[1:2])
    here.history.undo()
    here.feeds.remove([FEED])
    assert titles(here) == ["Title 1"]
    item = here.queue.get(ids[0])
    assert (item.link, item.feed_title, item.minutes) == ("https://feeds.example/1", FEED, 1)
    here.queue.set_state(ids[:1], State.DONE)
    published(here, article("1"), article("2"), article("3"))
    assert here.queue.get(ids[0]).state is State.DONE
    assert here.queue.counts()[State.INBOX] == 2


def test_an_entry_that_changes_keeps_its_state(here: Services) -> None:
    [item] = published(here, article("1"))
    here.queue.set_state([item], State.QUEUED)
    published(here, article("1", title="New title"))
    found = here.queue.get(item)
    assert (found.title, found.state) == ("New title", State.QUEUED)


# The index follows, whichever process changed what.


def everything(services: Services) -> list[object]:
    return list(services.queue.page(Query()).items)


def rebuilt(services: Services) -> list[object]:
    """What an index that is made from nothing would say."""
    index = Index(services.settings.places.cache / "other", "x-00000000")
    real = services.queue._open_index
    services.queue._open_index = lambda: index
    try:
        return everything(services)
    finally:
        services.queue._open_index = real


def test_the_index_says_what_one_made_from_nothing_says(
    here: Services, window: Services, there: Services
) -> None:
    ids = published(here, *(article(str(number)) for number in range(6)))
    steps: list[Callable[[], object]] = [
        lambda: here.queue.set_state(ids[:2], State.QUEUED),
        lambda: there.queue.star(ids[1:3]),
        lambda: window.queue.add("https://e.example/x"),
        here.history.undo,
        there.history.undo,
        lambda: here.steps.tick(["small/write"]),
        lambda: published(window, article("0", title="Anew"), article("7")),
        lambda: here.feeds.remove([FEED]),
        here.history.undo,
        lambda: there.queue.set_state(ids, State.DROPPED),
    ]
    for step in steps:
        step()
        for services in (here, window, there):
            services.catch_up()
        assert everything(here) == everything(window) == everything(there) == rebuilt(here)


def test_what_a_lost_journal_held_is_not_in_the_index_either(
    here: Services, session: Callable[..., Services]
) -> None:
    ids = published(here, article("1"), article("2"))
    here.queue.set_state(ids, State.DONE)
    here.queue.add("https://e.example/x")
    everything(here)
    journal = here._store.journals.own
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:1]))
    again = session()
    assert {item.state for item in again.queue.page(Query()).items} == {State.INBOX}
    assert everything(again) == rebuilt(again)
    assert len(everything(again)) == 2


def test_marking_one_item_indexes_that_one_alone(here: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = published(here, *(article(str(number)) for number in range(50)))
    here.queue.set_state(ids, State.QUEUED)
    everything(here)
    put: list[int] = []
    real = Index.put_touches

    def put_touches(self: Index, rows: object) -> None:
        listed = list(rows)  # type: ignore[call-overload]
        put.append(len(listed))
        real(self, listed)

    monkeypatch.setattr(Index, "put_touches", put_touches)
    here.queue.set_state(ids[:1], State.DONE)
    everything(here)
    everything(here)
    assert put == [1]


def test_an_index_that_is_gone_is_made_again(here: Services, window: Services) -> None:
    ids = published(here, article("1"), article("2"))
    here.queue.set_state(ids[:1], State.DONE)
    before = everything(here)
    here._index.close()
    for path in here.settings.places.cache.glob("index-*"):
        path.unlink()
    assert everything(window) == before


@pytest.mark.parametrize("content", [b"", b"x" * 20_000])
def test_an_index_that_is_overwritten_while_it_is_open_is_made_again(here: Services, content: bytes) -> None:
    ids = published(here, *(article(str(number)) for number in range(50)))
    here.queue.set_state(ids[:1], State.DONE)
    before = everything(here)
    for path in here.settings.places.cache.glob("index-*"):
        path.write_bytes(content)
    assert everything(here) == before
    here.queue.set_state(ids[:1], State.QUEUED)
    assert here.queue.get(ids[0]).state is State.QUEUED


def test_entries_without_sense_in_an_action_show_as_far_as_they_make_any(here: Services) -> None:
    kept = {"title": ["x"], "feed": 7, "minutes": "many", "topics": "abc", "kind": "song"}
    changes = [Change("item:odd", "entry", kept), Change("item:odd", "state", "pondering")]
    here._store.record("save", lambda: [*changes, Change("item:bare", "starred", value=True)])
    assert [(i.id, i.kind, i.state) for i in here.queue.page(Query()).items] == [
        ("bare", ItemKind.LINK, State.INBOX),
        ("odd", ItemKind.LINK, State.INBOX),
    ]


def test_a_body_is_read_when_it_is_shown(here: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    [item, other] = published(here, article("1", body="<p>x</p>"), article("2", summary="short"))
    asked: list[str] = []

    def to_markdown(html: str, _: str) -> str:
        asked.append(html)
        return "safe"

    monkeypatch.setattr(here.queue, "_to_markdown", to_markdown)
    everything(here)
    assert asked == []
    assert here.queue.text(item) == "safe"
    assert here.queue.text(other) == "short"
    assert asked == ["<p>x</p>"]


def test_what_an_action_keeps_of_an_item_is_plain_json(here: Services, home: Path) -> None:
    [item] = published(here, article("1", topics=("a",)))
    here.queue.star([item])
    line = json.loads(here._store.journals.own.read_text().splitlines()[-1])
    assert line["changes"][0]["value"] == {
        "title": "Title 1",
        "link": "https://feeds.example/1",
        "feed": FEED,
        "feed_title": "feeds.example/rss",
        "published": "",
        "kind": "article",
        "minutes": 1,
        "topics": ["a"],
    }


def test_an_item_names_its_feed_as_the_learner_or_it_does_or_by_where_it_lives(here: Services) -> None:
    published(here, article("1"))
    assert here.queue.page(Query()).items[0].feed_title == "feeds.example/rss"
    here._fetches.put({FEED: Fetched(title="Its own title")})
    assert here.queue.page(Query()).items[0].feed_title == "Its own title"
    here.feeds.remove([FEED])
    here.feeds.add(URL, "The learner's title", [])
    assert here.queue.page(Query()).items[0].feed_title == "The learner's title"


def test_a_saved_link_stands_where_it_was_saved_in_time(here: Services, clock: Clock) -> None:
    for name in ("first", "second", "third"):
        here.queue.add(f"https://a.example/{name}")
        clock.turn(minutes=1)
    titles = [item.title.rpartition("/")[2] for item in here.queue.page(Query()).items]
    assert titles == ["third", "second", "first"]


def test_an_episode_can_be_played_when_its_feed_is_gone(here: Services) -> None:
    media = (
        Enclosure("https://feeds.example/p.png", "image/png"),
        Enclosure("https://feeds.example/1.mp3", "audio/mpeg", 9, 61),
    )
    [item] = published(here, article("1", enclosures=media))
    here.queue.star([item])
    assert here.queue.get(item).enclosures == media
    here.feeds.remove([FEED])
    assert here.queue.get(item).enclosures == media[1:]
    assert recording(here.queue.get(item)).url == "https://feeds.example/1.mp3"


@pytest.mark.parametrize(
    "held",
    [
        "no list",
        [1, {"url": "file:///etc/passwd", "type": "audio/mpeg"}, {"url": None}, {"type": "audio/mpeg"}],
        [{"url": ["https://a.example/"]}],
    ],
)
def test_what_a_stranger_wrote_into_the_journal_is_no_recording(here: Services, held: object) -> None:
    entry = {"title": "T", "link": "https://a.example/", "feed": "x", "enclosures": held}
    ref = "item:aaaaaaaaaa"
    changes = [Change(ref, "entry", entry), Change(ref, "state", "queued")]
    here._store.record("triage", lambda: changes)
    assert here.queue.get("aaaaaaaaaa").enclosures == ()


def test_a_saved_link_is_dated_by_when_it_was_saved(here: Services) -> None:
    (link,) = here.queue.add("https://a.example/").changed
    [entry] = published(here, article("1", published="2026-01-01T00:00:00Z"))
    saved = here.queue.get(link)
    assert (saved.published, saved.saved[:10], saved.dated) == ("", "2026-11-18", saved.saved)
    assert (here.queue.get(entry).saved, here.queue.get(entry).dated) == ("", "2026-01-01T00:00:00Z")
