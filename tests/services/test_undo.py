"""Whatever a learner does with feeds and with what they read is undone, and redone, without a rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from pmlearn.errors import UnknownError
from pmlearn.model import fold
from pmlearn.model.feed import Feed, FeedList
from pmlearn.model.highlight import key_of
from pmlearn.model.queue import State
from pmlearn.services.feedset import Filters
from pmlearn.services.history import KEPT
from tests.services.conftest import FEED, URL, article, published

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pmlearn.wiring import Services

    Act = Callable[[Services, str, Path], object]

BOOK, WRITE = "small/book", "small/write"
POCKET = "title,url,time_added,tags,status\nA,https://a.example/,1700000000,x|y,unread\n"
LISTED = Feed("", "https://b.example/f", "B", ("teams",), weight=2, mute=("x",), folder="Work", bodies=3)
TEXT = "a passage of it"


def held(services: Services) -> dict[str, dict[str, Any]]:
    """All that is folded but what says what a thing is: by ref, the fields that hold something."""
    found = {}
    for table in ("steps", "queue", "feeds"):
        for doc in services._store.table(table).docs():
            values = {
                field: value
                for field, value in doc["values"].items()
                if field not in KEPT and value not in (None, False, "", []) and field != "note"
            }
            if notes := [note.text for note in fold.notes(doc)]:
                values["note"] = notes
            if values:
                found[doc["ref"]] = values
    return found


def listed(services: Services, item: str, directory: Path) -> None:
    file = directory / "pocket.csv"
    file.write_text(POCKET)
    services.saving.import_list(file)


ACTS: dict[str, tuple[str, Act]] = {
    "state": ("done with A", lambda s, i, _: s.queue.set_state([i], State.DONE)),
    "star": ("the star of A", lambda s, i, _: s.queue.star([i], on=True)),
    "snooze": ("putting off A", lambda s, i, _: s.queue.snooze([i], "3d")),
    "link": ("saving Title", lambda s, i, _: s.queue.add("https://x.example/", "Title")),
    "list": ("saving A", listed),
    "view": ("saving the view New", lambda s, i, _: s.views.put("New", "topic:discovery")),
    "view again": ("saving the view Old", lambda s, i, _: s.views.put("Old", "topic:pricing")),
    "no view": ("removing the view Old", lambda s, i, _: s.views.remove("old")),
    "not for": ("not for a step: A", lambda s, i, _: s.helping.not_for([i], BOOK)),
    "for all the same": ("for a step after all: A", lambda s, i, _: s.helping.not_for([i], WRITE, off=True)),
    "count": ("counting for The book", lambda s, i, _: s.helping.count(i, BOOK, "good")),
    "counting no more": ("counting no more for Write", lambda s, i, _: s.helping.count(i, WRITE, off=True)),
    "tick": ("the tick of Write", lambda s, i, _: s.steps.tick([WRITE])),
    "highlight": ("the highlight in A", lambda s, i, _: s.highlights.keep(i, TEXT, "why", 10)),
    "highlight's note": (
        "the note on a highlight in A",
        lambda s, i, _: s.highlights.annotate(i, key_of("before"), "other"),
    ),
    "no highlight": ("removing the highlight in A", lambda s, i, _: s.highlights.remove(i, key_of("before"))),
    "note": ("the note on A", lambda s, i, _: s.reading.note(i, "mine")),
    "no note": ("the note on A", lambda s, i, _: s.reading.note(i, "")),
    "subscribe": ("subscribing to C", lambda s, i, _: s.feeds.add("https://c.example/f", "C", ["x"])),
    "unsubscribe": ("unsubscribing from Feed", lambda s, i, _: s.feeds.remove([FEED])),
    "opml": ("subscribing to B", lambda s, i, _: s.feed_lists.take(FeedList("", (LISTED,)))),
    "weight": ("the place of Feed", lambda s, i, _: s.feed_settings.weigh([FEED], 2)),
    "pause": ("pausing Feed", lambda s, i, _: s.feed_settings.pause(FEED)),
    "filters": (
        "the settings of Feed",
        lambda s, i, _: s.feed_settings.change([FEED], {}, Filters(mute=("ad",))),
    ),
    "settings": (
        "the settings of Feed",
        lambda s, i, _: s.feed_settings.change(
            [FEED],
            {"title": "", "topics": ["x"], "bodies": 0, "expires": 3, "full_text": True, "folder": "F"},
        ),
    ),
}


@pytest.fixture
def item(here: Services) -> str:
    """An item of a feed with something of everything, so that there is something to come back to."""
    (id_,) = published(here, article("a", title="A"))
    here.feeds.add(URL, "Feed")
    here.views.put("Old", "topic:discovery")
    here.helping.not_for([id_], WRITE)
    here.helping.count(id_, WRITE, "before")
    here.highlights.keep(id_, "before", "it", 5)
    here.reading.note(id_, "before")
    return id_


@pytest.mark.parametrize("name", ACTS)
def test_an_action_is_undone_and_redone_without_a_rest(
    here: Services, item: str, tmp_path: Path, name: str
) -> None:
    about, act = ACTS[name]
    before, actions = held(here), len(here.history.list())
    act(here, item, tmp_path)
    after = held(here)
    assert after != before
    assert len(here.history.list()) == actions + 1
    for _ in range(2):
        assert here.history.undo().message == f"undone: {about}"
        assert held(here) == before
        assert here.history.redo().message == f"redone: {about}"
        assert held(here) == after


def test_how_far_something_was_read_or_heard_is_nothing_to_undo(here: Services) -> None:
    (id_,) = published(here, article("a", title="A"))
    here.queue.star([id_])
    here.reading.stopped(id_, 40)
    here.listening.keep(id_, 300)
    assert len(here.history.list()) == 2  # with the subscription
    assert here.history.undo().message == "undone: the star of A"
    here.reading.stopped(id_, 60)
    assert here.history.redo().message == "redone: the star of A"
    assert (here.reading.open(id_).place, here.listening.heard(id_)) == (60, 300)
    here.history.undo()
    here.history.undo()
    with pytest.raises(UnknownError, match="nothing to undo"):
        here.history.undo()
    assert here.listening.heard(id_) == 300
