"""Saving links: with title and text where they can be had, and lists of other programs in one action."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from pmlearn import wiring
from pmlearn.errors import FetchError, InputError
from pmlearn.model.action import Change
from pmlearn.model.query import Query, asking
from pmlearn.model.queue import State
from tests.feeds.test_readinglist import BOOKMARKS, CSV, WALLABAG
from tests.feedserver import Reply
from tests.services.conftest import article, published

if TYPE_CHECKING:
    from pathlib import Path

    from pmlearn.wiring import Services
    from tests.feedserver import FeedServer
    from tests.services.conftest import Clock

PAGE = (
    b"<title>A walrus</title><meta name=author content=Ada><nav>Home</nav><article><p>"
    + b"Puffins swim. " * 30
)


@pytest.fixture
def online(home: Path, clock: Clock) -> Services:
    """Services that may ask loopback."""
    env = dict(os.environ) | {
        "PMLEARN_HOME": str(home / "pmlearn"),
        "PMLEARN_ALLOW_PRIVATE": "1",
        "TZ": "UTC",
    }
    return wiring.build(env=env, now=clock, device="here-00000000")


def serve(server: FeedServer, body: bytes = PAGE, status: int = 200, kind: str = "text/html") -> str:
    server.feeds["/a"] = Reply(body, status, {"Content-Type": kind})
    return server.url("/a")


def test_a_link_is_saved_with_its_title_and_text(online: Services, server: FeedServer) -> None:
    saved = online.saving.add(serve(server))
    outcome = saved.outcome
    assert saved.missing == ""
    assert outcome.message == "saved: A walrus"
    (item,) = outcome.changed
    assert online.queue.get(item).title == "A walrus"
    assert "Puffins swim." in online.queue.text(item)
    assert "Home" not in online.queue.text(item)
    assert [each.id for each in online.search.find("puffin").found] == [item]
    assert not online.saving.wants_text(item)
    online.history.undo()
    assert online.queue.page(Query()).total == 0


def test_a_title_that_was_given_stands(online: Services, server: FeedServer) -> None:
    assert online.saving.add(serve(server), "Mine").outcome.message == "saved: Mine"


def test_nobody_is_asked_where_that_is_not_wanted(online: Services, server: FeedServer) -> None:
    url = serve(server)
    outcome = online.saving.add(url, fetch=False).outcome
    assert outcome.message == f"saved: {url}"
    assert server.seen == []
    assert online.saving.wants_text(outcome.changed[0])


@pytest.mark.parametrize(
    ("reply", "why"),
    [((b"", 500, "text/html"), "answers 500"), ((b"%PDF", 200, "application/pdf"), "no page to read")],
)
def test_a_link_whose_page_cannot_be_had_is_saved_all_the_same(
    online: Services, server: FeedServer, reply: tuple[bytes, int, str], why: str
) -> None:
    saved = online.saving.add(serve(server, *reply))
    assert "its text is not here yet" in saved.missing
    assert why in saved.missing
    assert online.queue.get(saved.outcome.changed[0]).state is State.QUEUED


def test_loopback_is_not_asked_unless_the_configuration_lets_it(here: Services, server: FeedServer) -> None:
    saved = here.saving.add(serve(server))
    assert "its text is not here yet" in saved.missing
    assert server.seen == []


def test_the_text_comes_when_it_is_asked_for(online: Services, server: FeedServer) -> None:
    url = serve(server)
    (item,) = online.saving.add(url, fetch=False).outcome.changed
    assert online.saving.fetch_text(item)
    assert not online.saving.fetch_text(item)
    assert "Puffins swim." in online.queue.text(item)
    online._pages._path(item).unlink()
    assert online.saving.wants_text(item)
    server.feeds["/a"] = Reply(b"", 404)
    with pytest.raises(FetchError, match="404"):
        online.saving.fetch_text(item)


def test_an_entry_of_a_feed_that_cuts_gets_its_whole_text(online: Services, server: FeedServer) -> None:
    url = "https://feeds.example/rss"
    (one,) = published(online, article("one", link=serve(server), body="<p>A teaser"), url=url)
    assert not online.saving.wants_text(one)
    (feed,) = online._subscriptions.all()
    online._store.record("set", lambda: [Change(f"feed:{feed}", "full_text", True)])
    assert online.saving.wants_text(one)
    assert online.queue.text(one) == "A teaser"
    online.saving.fetch_text(one)
    assert "Puffins swim." in online.queue.text(one)
    assert [each.id for each in online.search.find("puffin").found] == [one]


def test_a_list_is_one_action(here: Services, tmp_path: Path) -> None:
    file = tmp_path / "pocket.csv"
    file.write_text(CSV, "utf-8")
    dry = here.saving.import_list(file, dry=True)
    assert (dry.new, dry.outcome.message, dry.outcome.action) == (2, "would save 2 links", "")
    assert here.queue.page(Query()).total == 0
    found = here.saving.import_list(file)
    assert (found.form, found.new, found.known, found.twins, found.left_out) == ("pocket", 2, 0, 1, 1)
    items = {item.link: item for item in here.queue.page(Query()).items}
    trio = items["https://a.example/trio"]
    assert (trio.title, trio.state, trio.starred) == ("The trio, in practice", State.DONE, False)
    assert trio.topics == ("product", "team-work", "discovery")
    again = here.saving.import_list(file)
    assert (again.new, again.known, again.outcome.message) == (0, 2, "nothing new to save")
    here.history.undo()
    assert here.queue.page(Query()).total == 0
    assert here.saving.import_list(file).new == 2


def test_stars_states_and_dates_come_along(here: Services, tmp_path: Path) -> None:
    import json

    file = tmp_path / "list"
    file.write_text(json.dumps(WALLABAG), "utf-8")
    here.saving.import_list(file, "wallabag")
    file.write_text(BOOKMARKS, "utf-8")
    found = here.saving.import_list(file)
    assert (found.form, found.new, found.known) == ("bookmarks", 1, 2)
    one, *_ = (item for item in here.queue.page(asking(starred=True)).items)
    assert (one.link, one.state, one.starred) == ("https://a.example/1", State.DONE, True)
    assert here._index.rows([one.id])[one.id][5] == "2016-11-10T01:01:49Z"


def test_what_cannot_be_imported_says_why(here: Services, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        here.saving.import_list(tmp_path / "nothing")
    with pytest.raises(InputError, match="Is a directory"):
        here.saving.import_list(tmp_path)
    (tmp_path / "file").write_text("hello")
    with pytest.raises(InputError, match="no list of Pocket's"):
        here.saving.import_list(tmp_path / "file")
