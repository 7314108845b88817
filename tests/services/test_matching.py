"""What is fresh for a step: asked again only when something changed, and taught by what was not for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pmlearn.errors import InputError, UnknownError
from pmlearn.model import ranking
from pmlearn.model.query import parse
from pmlearn.model.queue import Shelf, State
from pmlearn.services import matching as matching_module
from pmlearn.services.matching import NEW
from pmlearn.storage.textindex import Text
from tests.services.conftest import article, published

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pmlearn.wiring import Services

BOOK = "small/book"


def titles(services: Services, ref: str = BOOK) -> list[str]:
    return [fresh.item.title for fresh in services.matching.fresh(ref)]


@pytest.fixture
def ranked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The steps that were ranked, in order."""
    seen: list[str] = []

    def counting(aim, shelf, lesson=None, texts=None):  # type: ignore[no-untyped-def]
        if lesson is not None:
            seen.append(aim.ref)
        return ranking.rank(aim, shelf, lesson, texts)

    monkeypatch.setattr(matching_module, "rank", counting)
    return seen


def test_what_helps_comes_best_first_with_the_reason(here: Services) -> None:
    published(
        here,
        article("words", title="Product discovery in a week"),
        article("off", title="Bread"),
        article("topic", title="Something", topics=("discovery",)),
    )
    found = here.matching.fresh(BOOK)
    assert [(fresh.item.title, fresh.why) for fresh in found] == [
        ("Product discovery in a week", "says “product discovery”"),
        ("Something", "matches *discovery* in Small · First"),
    ]
    assert {fresh.step for fresh in found} == {BOOK}
    # A part is helped by what helps with its step.
    assert here.matching.fresh("small/book/two") == found
    with pytest.raises(UnknownError):
        here.matching.fresh("small/none")


def test_an_entrys_own_topics_are_told_from_those_of_its_feed(here: Services) -> None:
    published(here, article("own", title="Own", topics=("discovery",)), article("feeds", title="Feed's"))
    here.feeds.add("https://feeds.example/rss", topics=["discovery", "pricing", "sales"])
    assert titles(here) == ["Own"]
    item = here.queue.get(here.matching.fresh(BOOK)[0].item.id)
    assert item.topics == ("discovery", "pricing", "sales")


def test_it_is_ranked_again_only_when_something_changed(here: Services, ranked: list[str]) -> None:
    ids = published(here, article("a", topics=("discovery",)), article("b", topics=("discovery",)))
    assert len(titles(here)) == 2
    assert ranked == [BOOK]
    here.queue.set_state(ids[:1], State.DONE)
    here.steps.tick(["small/book/one"])
    assert len(titles(here)) == 1  # what is done is not fresh
    here.history.undo()
    here.history.undo()
    assert len(titles(here)) == 2
    assert ranked == [BOOK]
    published(here, article("c", topics=("discovery",)), article("a", topics=("discovery",)))
    assert len(titles(here)) == 3
    assert ranked == [BOOK] * 2
    here.feeds.add("https://feeds.example/rss", topics=["discovery"])
    titles(here)
    assert ranked == [BOOK] * 3


def test_another_process_finds_it_ranked(
    here: Services, session: Callable[..., Services], ranked: list[str]
) -> None:
    published(here, article("a", topics=("discovery",)))
    assert titles(here) == titles(session())
    assert ranked == [BOOK]


def test_what_is_ranked_is_bounded(here: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching_module, "ROOM", {Shelf.INBOX: 3})
    monkeypatch.setattr(matching_module, "KEPT", 2)
    entries = [
        article(str(n), topics=("discovery",), published=f"2026-11-{n:02d}T08:00:00Z") for n in range(1, 9)
    ]
    published(here, *entries)
    assert titles(here) == ["Title 8", "Title 7"]


def test_several_steps_take_turns_and_an_item_comes_once(here: Services) -> None:
    published(
        here,
        *(article(f"d{n}", topics=("discovery",)) for n in range(3)),
        article("both", topics=("discovery", "pricing")),
        article("p", topics=("pricing",)),
    )
    found = here.matching.for_steps([BOOK, "other/read"], 4, NEW)
    assert len({fresh.item.id for fresh in found}) == len(found) == 4
    assert [fresh.step for fresh in found][:2] == [BOOK, "other/read"]


def test_a_feed_with_much_to_say_leaves_room_for_others(here: Services) -> None:
    published(here, *(article(f"d{n}", topics=("discovery", "research")) for n in range(6)))
    (other,) = published(here, article("o", title="On discovery"), url="https://other.example/feed")
    found = here.matching.for_steps([BOOK], 4, NEW)
    assert [fresh.item.id for fresh in found].index(other) == 2
    assert len(found) == 4


def test_a_text_that_speaks_of_a_topic_helps_where_the_index_of_words_was_made(here: Services) -> None:
    (id_,) = published(here, article("a", title="Hello"))
    here.feeds.add("https://feeds.example/rss", topics=["discovery", "sales"])
    assert titles(here) == []
    index = here._textindex
    with index.transaction():
        index.put("feed", "1", [Text("item", id_, 1, "Hello", "All about product discovery.")], [])
    published(here, article("b", title="Other"))  # something changed, so that it is ranked again
    (fresh,) = here.matching.fresh(BOOK)
    assert fresh.why == "its text speaks of *discovery*, its feed is on *discovery*"


# What the learner says.


def test_not_for_a_step_takes_it_away_there_and_undo_brings_it_back(here: Services) -> None:
    ids = published(here, article("a", title="A", topics=("discovery", "pricing")))
    outcome = here.helping.not_for(ids, BOOK)
    assert outcome.message == "not for “The book”: A"
    assert titles(here) == []
    assert titles(here, "other/read") == ["A"]
    assert here.helping.not_for(ids, BOOK).message == "already not for “The book”: A"
    here.history.undo(outcome.action)
    assert titles(here) == ["A"]
    here.helping.not_for(ids, BOOK)
    assert here.helping.not_for(ids, BOOK, off=True).message == "may help with “The book”: A"
    assert titles(here) == ["A"]


def test_it_teaches_and_undo_takes_that_back(here: Services) -> None:
    ids = published(here, *(article(f"d{n}", topics=("discovery",)) for n in range(3)))

    def scores() -> dict[str, float]:
        titles(here)
        return {row[0]: row[1] for row in here.queue.ask(lambda index: index.matches(BOOK))}

    before = scores()
    action = here.helping.not_for(ids[:1], BOOK).action
    assert scores() == {id_: pytest.approx(before[id_] * 0.9 * 0.8) for id_ in ids[1:]}
    here.history.undo(action)
    assert scores() == before


def test_the_current_step_is_meant_where_none_is_named(here: Services) -> None:
    here.curricula.follow(["small"])
    a, off = published(here, article("a", topics=("discovery",)), article("off", title="Bread"))
    assert [step for step, _ in here.helping.steps(a)] == [BOOK]
    assert here.helping.not_for([a]).message.startswith("not for “The book”")
    with pytest.raises(InputError, match="helps with none"):
        here.helping.not_for([off])


def test_an_item_counts_for_a_step_with_a_note(here: Services) -> None:
    (id_,) = published(here, article("a", title="A", topics=("discovery",)))
    outcome = here.helping.count(id_, BOOK, "three *things*")
    assert outcome.message == "counts for “The book”: A"
    (read,) = here.checklists.detail(BOOK).reads
    assert (read.item, read.title, read.link, read.note) == (
        id_,
        "A",
        "https://feeds.example/a",
        "three *things*",
    )
    # Once more without a note, it keeps the one that it has.
    assert here.helping.count(id_, BOOK).message == "already counts for “The book”: A"
    assert here.exchange.export("small", progress=True).count("read: A, https://feeds.example/a") == 1
    here.history.undo(outcome.action)
    assert not here.checklists.detail(BOOK).reads
    here.helping.count(id_, BOOK)
    assert here.helping.count(id_, BOOK, off=True).message == "counts no more for “The book”: A"
    assert not here.checklists.detail(BOOK).reads


def test_what_was_read_for_a_step_outlives_the_step(here: Services) -> None:
    (id_,) = published(here, article("a", title="A"))
    here.helping.count(id_, "small/write", "good")
    doc = here._progress.doc("small/write")
    from pmlearn.services.orphan import _matters, _orphan

    assert doc is not None
    assert _matters(doc)
    assert _orphan("small/write", doc, "").evidence == ("read: A, https://feeds.example/a (good)",)


# The rank.


def test_what_helps_with_the_current_steps_comes_first_in_the_queue(here: Services) -> None:
    here.curricula.follow(["small", "other"])
    published(
        here,
        article("new", title="New", published="2026-11-17T08:00:00Z"),
        article("old", title="Old", topics=("discovery",), published="2026-10-01T08:00:00Z"),
        article("older", title="Older", topics=("pricing",), published="2026-09-01T08:00:00Z"),
    )
    page = here.queue.page(parse("state:inbox"))
    assert [item.title for item in page.items] == ["Old", "Older", "New"]
    here.helping.not_for([page.items[0].id], BOOK)
    assert [item.title for item in here.queue.page(parse("state:inbox")).items] == ["Older", "New", "Old"]


# What a step keeps.


def test_a_step_that_is_done_keeps_what_was_read_for_it_in_the_same_action(here: Services) -> None:
    ids = published(
        here,
        article("read", title="Read", topics=("discovery",)),
        article("open", title="Open", topics=("discovery",)),
        article("off", title="Bread"),
    )
    titles(here)
    here.queue.set_state([ids[0], ids[2]], State.DONE)
    here.steps.tick(["small/book/one", "small/book/two"])
    assert not here.checklists.detail(BOOK).reads
    here.steps.skip(["small/book/four"])
    outcome = here.steps.tick(["small/book"])
    assert outcome.changed == ("small/book/three",)
    assert [read.title for read in here.checklists.detail(BOOK).reads] == ["Read"]
    here.history.undo(outcome.action)
    assert not here.checklists.detail(BOOK).reads
    here.steps.tick(["small/book"])
    assert [read.title for read in here.checklists.detail(BOOK).reads] == ["Read"]


def test_a_process_that_never_looked_at_the_queue_keeps_it_too(
    here: Services, session: Callable[..., Services]
) -> None:
    ids = published(here, article("read", title="Read", topics=("discovery",)))
    titles(here)
    session().queue.set_state(ids, State.DONE)
    light = session()
    light.steps.tick(["small/book"])
    assert [read.title for read in light.checklists.detail(BOOK).reads] == ["Read"]
    assert "queue" not in light._store._tables
    assert "_entries" not in light.__dict__


def test_where_no_list_was_shown_no_index_is_made(session: Callable[..., Services]) -> None:
    light = session()
    light.steps.tick(["small/write"])
    assert not list(light.settings.places.cache.glob("index-*"))
    assert "_index" not in light.__dict__


def test_what_was_not_for_a_step_is_taken_back_whatever_the_step_is_called_today(
    here: Services, session: Callable[..., Services], shipped: Path
) -> None:
    (id_,) = published(here, article("a", title="A", topics=("discovery",)))
    here.helping.not_for([id_], BOOK)
    small = shipped / "small.yaml"
    small.write_text(small.read_text("utf-8").replace("id: book\n", "id: volume\n        was: [book]\n"))
    later = session()
    assert titles(later, "small/volume") == []
    assert later.helping.not_for([id_], "small/volume").message == "already not for “The book”: A"
    later.helping.not_for([id_], "small/volume", off=True)
    assert titles(later, "small/volume") == ["A"]
    later.history.undo()
    assert titles(later, "small/volume") == []
