"""Searching in everything: what is found, what it says of it, and how the index keeps in step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pmlearn.errors import InputError, StoreError
from pmlearn.model.action import Change
from pmlearn.model.feed import ParsedFeed
from pmlearn.model.queue import State
from pmlearn.model.webpage import WebPage
from pmlearn.services import indexing
from pmlearn.services.search import Found, page_of
from pmlearn.storage import textindex
from tests.services.conftest import FEED, SMALL, article, published

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pmlearn.model.feed import Entry
    from pmlearn.wiring import Services

BODY = f"<p>{'At first there is much else. ' * 20}<p>A <b>walrus</b> asks its customers.<script>puffin()"


def found(services: Services, words: str, *kinds: str) -> list[tuple[str, str]]:
    results = services.search.find(words, kinds or ("note", "item", "step"))
    return [(each.kind, each.ref or each.id) for each in results.found]


def test_articles_are_found_by_what_they_say(here: Services) -> None:
    one, two = published(
        here,
        article("one", title="On whales", author="Ada Byron", body=BODY),
        article("two", topics=("puffin-lore",)),
    )
    assert found(here, "whale") == found(here, "byron") == found(here, "customer walrus") == [("item", one)]
    assert found(here, "puffin") == [("item", two)]
    (walrus,) = here.search.find("walrus").found
    where = "feeds.example/rss"
    assert walrus == Found("item", one, "", "On whales", where, walrus.snippet, "inbox", "article")
    assert "A walrus asks its customers." in walrus.snippet
    assert "<" not in walrus.snippet
    assert page_of(walrus) == ("reader", {"item": one})


def test_steps_are_found_by_their_own_words(here: Services, shipped: Path) -> None:
    (shipped / "small.yaml").write_text(
        SMALL.replace("id: write, title: Write", "id: write, title: Write, do: Paint a walrus"), "utf-8"
    )
    (step,) = here.search.find("walrus").found
    assert (step.kind, step.ref, step.title, step.where, step.state) == (
        "step", "small/write", "Write", "Small", "todo",
    )  # fmt: skip
    assert "Paint a walrus" in step.snippet
    assert page_of(step) == ("step", {"ref": "small/write"})
    assert found(here, "three") == [("step", "small/book")]  # the title of a part
    here.steps.tick(["small/write"])
    assert here.search.find("walrus").found[0].state == "done"
    (shipped / "small.yaml").write_text(SMALL, "utf-8")
    here.catch_up()
    assert found(here, "walrus") == []


def test_notes_are_found_as_they_are_now(here: Services) -> None:
    here.steps.note("small/book/two", "The walrus was Paul.")
    (note,) = here.search.find("walrus").found
    assert (note.kind, note.ref, note.title, note.where) == ("note", "small/book/two", "Two", "Small")
    assert note.snippet == "The walrus was Paul."
    assert page_of(note) == ("step", {"ref": "small/book"})
    here.steps.note("small/book/two", "It was John.")
    assert found(here, "walrus") == []
    assert found(here, "john") == [("note", "small/book/two")]


def test_what_was_written_and_marked_on_items_is_found(here: Services) -> None:
    (one,) = published(here, article("one"))
    ref = f"item:{one}"
    marked = {"text": "what it says", "note": "an auk", "percent": 3}
    here._store.record("note", lambda: [Change(ref, "note", "A walrus.")])
    here._store.record("mark", lambda: [Change(ref, "highlight:00112233445566aa", marked)])
    here._store.record(
        "read", lambda: [Change("small/book", f"read:{one}", {"title": "T", "link": "", "note": "Puffins"})]
    )
    (note,) = here.search.find("walrus").found
    assert (note.kind, note.id, note.ref, note.title) == ("note", one, "", "Title one")
    assert page_of(note) == ("reader", {"item": one})
    assert found(here, "auk says") == [("note", one)]
    assert found(here, "puffin") == [("note", "small/book")]
    here._store.record("mark", lambda: [Change(ref, "highlight:00112233445566aa", None)])
    assert found(here, "auk") == []


def test_a_note_on_what_is_gone_is_found_all_the_same(here: Services) -> None:
    here._store.record("note", lambda: [Change("old/step", "note", "A walrus.")])
    (note,) = here.search.find("walrus").found
    assert (note.ref, note.title, note.where) == ("old/step", "old/step", "")


def test_saved_links_are_found_by_title_address_and_text(here: Services) -> None:
    outcome = here.queue.add("https://auk.example/deep/puffin", "A walrus")
    (item,) = outcome.changed
    assert found(here, "walrus") == found(here, "puffin auk") == [("item", item)]
    here._pages.put(item, WebPage("https://auk.example/", "T", "Ada", "Site", "", "<p>Razorbills swim.", 2))
    (link,) = here.search.find("walrus razorbill").found
    assert (link.state, link.snippet) == ("queued", "Razorbills swim.")
    here.history.undo()
    assert found(here, "walrus") == []


def test_what_was_put_away_and_what_outlived_its_feed_is_found(here: Services) -> None:
    one, two = published(here, article("one", title="A walrus"), article("two", title="A walrus too"))
    here.queue.set_state([one], State.DROPPED)
    assert {each.state for each in here.search.find("walrus").found} == {"dropped", "inbox"}
    here.feeds.remove([FEED])
    assert found(here, "walrus") == [("item", one)]
    here.history.undo()
    assert sorted(found(here, "walrus")) == sorted([("item", one), ("item", two)])


def test_what_a_refresh_brought_or_changed_is_found(here: Services, window: Services) -> None:
    one, _ = published(here, article("one", title="A walrus"), article("two"))
    assert found(here, "walrus") == [("item", one)]
    entries = (article("one", title="An auk"), article("two"), article("three", body=BODY))
    window._entries.merge(FEED, ParsedFeed("Feed", "", entries))
    assert len(found(here, "walrus")) == 1
    assert found(here, "auk") == [("item", one)]
    assert found(here, "walrus") != [("item", one)]


def test_what_another_session_wrote_is_found(here: Services, there: Services) -> None:
    assert found(here, "walrus") == []
    there.steps.note("small/book", "A walrus")
    here.catch_up()
    assert found(here, "walrus") == [("note", "small/book")]


def test_kinds_and_limit_are_kept_to(here: Services) -> None:
    published(here, *(article(str(n), title="A walrus") for n in range(5)))
    here.steps.note("small/book", "A walrus")
    assert [kind for kind, _ in found(here, "walrus")] == ["note"] + ["item"] * 5
    assert [kind for kind, _ in found(here, "walrus", "item")] == ["item"] * 5
    assert len(here.search.find("walrus", limit=2).found) == 3


@pytest.mark.parametrize("words", ["", "  ", "-walrus", "!?"])
def test_without_a_word_there_is_nothing_to_look_for(here: Services, words: str) -> None:
    with pytest.raises(InputError, match="no word"):
        here.search.find(words)


def test_a_search_indexes_so_many_feeds_and_the_build_the_rest(
    here: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "AT_ONCE", 2)
    monkeypatch.setattr(indexing.Indexing.follow, "__defaults__", (2,))
    for n in range(5):
        published(here, article(f"{n}", title="A walrus"), url=f"https://f{n}.example/rss")
    results = here.search.find("walrus")
    assert (len(results.found), results.coverage.done, results.coverage.total) == (2, 2, 5)
    assert not results.coverage.whole
    steps = [(coverage.done, coverage.total) for coverage in here.search.build()]
    assert steps == [(2, 5), (3, 5), (4, 5), (5, 5)]
    assert len(here.search.find("walrus").found) == 5
    assert [coverage.done for coverage in here.search.build()] == [5]


def test_only_what_changed_is_read_again(here: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    published(here, article("one", body=BODY), article("two", body=BODY))
    here.search.find("walrus")
    made: list[str] = []
    real = indexing.entry_text

    def entry_text(entry: Entry, body: str) -> str:
        made.append(entry.id)
        return real(entry, body)

    monkeypatch.setattr(indexing, "entry_text", entry_text)
    here.search.find("walrus")
    assert made == []
    published(here, article("one", body=BODY), article("two", body=BODY + "more"))
    here.search.find("walrus")
    assert made == ["two"]


def test_an_index_that_was_thrown_away_is_made_again(
    here: Services, session: Callable[..., Services]
) -> None:
    published(here, article("one", title="A walrus"))
    here.steps.note("small/book", "A walrus")
    before = found(here, "walrus")
    here._textindex.path.unlink()
    assert found(here, "walrus") == before == found(session(), "walrus")
    here._textindex.path.write_bytes(b"nonsense" * 1000)
    assert found(session(), "walrus") == before


def test_a_worn_index_is_made_anew_while_others_use_it(
    here: Services, window: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(textindex, "WORN_FROM", 3)
    published(here, article("one", title="A walrus"))
    before = found(window, "walrus")
    for n in range(5):
        here.steps.note("small/book", f"Note {n}")
        here.search.find("note")
    assert here._textindex.worn()
    assert list(here.search.build())[-1].whole
    assert not here._textindex.surely(here._textindex.worn)
    assert found(here, "walrus") == found(window, "walrus") == before
    assert found(here, "note") == [("note", "small/book")]
    assert not list(here.settings.places.cache.glob("search-new*.sqlite3"))


def test_the_index_is_built_by_one_process_at_a_time(here: Services, window: Services) -> None:
    published(here, article("one"))
    building = here.search.build()
    next(building)
    with pytest.raises(StoreError, match="already"):
        list(window.search.build())
    list(building)
    list(window.search.build())


def test_a_cache_that_cannot_be_written_is_done_without(here: Services, home: Path) -> None:
    (one,) = published(here, article("one", title="A walrus"))
    cache = here.settings.places.cache
    cache.parent.mkdir(parents=True, exist_ok=True)
    cache.write_bytes(b"")
    assert found(here, "walrus") == [("item", one)]
    assert found(here, "title ") == []


def test_where_texts_cannot_be_searched_all_is_found_by_reading_them(
    here: Services, session: Callable[..., Services], monkeypatch: pytest.MonkeyPatch
) -> None:
    published(here, article("one", body=BODY), article("two", title="Prices of walrus"))
    here.steps.note("small/book", "A walrus")
    words = ("walrus", "customer", '"prices of"', "walrus -customer", "pric", "nowhere")
    before = [sorted(found(here, each)) for each in words]
    monkeypatch.setattr(textindex, "has_fts5", lambda: False)
    other = session(name="pmlearn")
    assert [sorted(found(other, each)) for each in words] == before
