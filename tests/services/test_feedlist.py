"""Lists of feeds in and out: one action, nothing that is there already touched, nothing lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pmlearn.errors import InputError
from pmlearn.feeds.opml import read_opml
from pmlearn.model.action import Change
from pmlearn.model.feed import Feed, FeedList, ParsedFeed, feed_id

if TYPE_CHECKING:
    from pathlib import Path

    from pmlearn.wiring import Services

A = Feed("", "https://a.example/f", "A", ("teams",), folder="Work/Deep", link="https://a.example/")
B = Feed(
    "",
    "https://b.example/f",
    "B",
    weight=-2,
    paused=True,
    mute=("x y", "-z"),
    keep=("w",),
    bodies=0,
    expires=9,
)
C = Feed("", "https://c.example/f", full_text=True)


def subscribed(here: Services) -> dict[str, Feed]:
    return {feed.url: replace(feed, id="") for feed in here._subscriptions.all().values()}


def test_a_password_in_an_address_of_before_is_not_handed_on(here: Services, tmp_path: Path) -> None:
    url = "https://ada:s3cret@members.example/f"
    ref = f"feed:{feed_id(url)}"
    here._store.record(
        "subscribe", lambda: [Change(ref, "subscribed", True, None), Change(ref, "url", url, None)]
    )
    assert "https://members.example/f" in here.feed_lists.export()
    assert "s3cret" not in here.feed_lists.export()
    # The journal is handed on as it is: whoever does that is told.
    assert "password in it" in here.archive.export(tmp_path / "all.zip").message


def test_without_one_nothing_is_said_of_it(here: Services, tmp_path: Path) -> None:
    here.feed_lists.take(FeedList("", (A,)))
    here.steps.note("small/write", 'see "https://a.example/?to=a@b"')
    assert "password" not in here.archive.export(tmp_path / "all.zip").message


def test_a_list_is_taken_in_one_action_that_undo_takes_back(here: Services) -> None:
    outcome = here.feed_lists.take(FeedList("", (A, B, C)), ["Pricing"])
    assert outcome.message == "subscribed: 3 feeds"
    assert subscribed(here) == {
        feed.url: replace(feed, topics=(*feed.topics, "pricing")) for feed in (A, B, C)
    }
    here.history.undo(outcome.action)
    assert subscribed(here) == {}


def test_what_is_subscribed_already_is_left_and_counted(here: Services) -> None:
    here.feeds.add(A.url, "Mine", ["hiring"])
    outcome = here.feed_lists.take(FeedList("", (A, B)))
    assert outcome.message == "subscribed: 1 feed, 1 subscribed already"
    assert subscribed(here)[A.url] == Feed("", A.url, "Mine", ("hiring",))
    again = here.feed_lists.take(FeedList("", (A, B)))
    assert (again.message, again.action) == ("subscribed: 0 feeds, 2 subscribed already", "")


def test_what_was_set_before_it_was_removed_is_gone(here: Services) -> None:
    here.feed_lists.take(FeedList("", (B,)))
    here.feeds.remove([next(iter(here._subscriptions.all()))])
    here.feed_lists.take(FeedList("", (Feed("", B.url, "Anew"),)))
    assert subscribed(here) == {B.url: Feed("", B.url, "Anew")}


def test_a_dry_run_writes_nothing(here: Services) -> None:
    outcome = here.feed_lists.take(FeedList("", (A, B)), dry_run=True)
    assert (outcome.message, outcome.action) == ("would subscribe: 2 feeds", "")
    assert subscribed(here) == {}


def test_addresses_that_no_feed_can_have_are_left_out(here: Services) -> None:
    bad = [Feed("", url) for url in ("javascript:alert(1)", "https://", "file:///etc/passwd")]
    outcome = here.feed_lists.take(FeedList("", (*bad, A, replace(A, url=" a.example/f"))))
    assert (
        outcome.message
        == "subscribed: 1 feed, 3 addresses left out that no feed can have, or with a password"
    )
    assert list(subscribed(here)) == [A.url]
    with pytest.raises(InputError, match="no feed that can be subscribed"):
        here.feed_lists.take(FeedList("", tuple(bad)))


def test_what_is_exported_is_taken_again_without_a_loss(here: Services) -> None:
    here.feed_lists.take(FeedList("", (A, B, C)))
    before = subscribed(here)
    text = here.feed_lists.export()
    for id_ in list(here._subscriptions.all()):
        here.feeds.remove([id_])
    here.feed_lists.take(read_opml(text.encode()))
    assert subscribed(here) == before


def test_a_feed_is_exported_by_its_own_title_and_page_where_it_has_told_them(here: Services) -> None:
    here.feed_lists.take(FeedList("", (C,)))
    (id_,) = here._subscriptions.all()
    here._entries.merge(id_, ParsedFeed("C's own", "https://c.example/", ()))
    here._fetches.put({id_: replace(here._fetches.get(id_), title="C's own")})
    text = here.feed_lists.export()
    assert 'text="C&#x27;s own"' in text
    assert 'htmlUrl="https://c.example/"' in text
    # It is not pinned: the feed may call itself something else one day.
    assert read_opml(text.encode()).feeds[0].title == ""
