"""Feeds that nothing needs any more: found, and left to the learner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.model.queue import State
from tests.services.conftest import article, published

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pmlearn.wiring import Services

OFFERED = "https://offered.example/feed"


def test_a_feed_may_go_that_nothing_else_needs(here: Services) -> None:
    here.curricula.follow(["small"])
    (id_,) = published(here, article("a"), url=OFFERED)
    published(here, article("b"))  # from a feed that no curriculum recommends
    here.curricula.unfollow(["small"])
    assert [feed.url for feed in here.spare.feeds(["small"])] == [OFFERED]
    here.queue.star([id_])
    assert not here.spare.feeds(["small"])
    here.queue.star([id_], on=False)
    here.queue.set_state([id_], State.QUEUED)
    assert not here.spare.feeds(["small"])
    here.queue.set_state([id_], State.DONE)
    assert here.spare.feeds(["small"])


def test_a_feed_stays_that_another_followed_curriculum_recommends(here: Services, shipped: Path) -> None:
    text = (shipped / "other.yaml").read_text("utf-8")
    text += 'feeds:\n  - {url: "https://offered.example/feed", title: Offered}\n'
    (shipped / "other.yaml").write_text(text, "utf-8")
    here.curricula.follow(["small", "other"])
    published(here, article("a"), url=OFFERED)
    here.curricula.unfollow(["small"])
    assert not here.spare.feeds(["small"])
    here.curricula.unfollow(["other"])
    assert here.spare.feeds(["other"])


def test_a_feed_stays_of_which_something_was_put_off(here: Services) -> None:
    here.curricula.follow(["small"])
    (id_,) = published(here, article("a"), url=OFFERED)
    here.queue.snooze([id_], "3d")
    here.curricula.unfollow(["small"])
    assert not here.spare.feeds(["small"])
    here.queue.snooze([id_], "")
    assert here.spare.feeds(["small"])


def test_a_feed_stays_that_the_configuration_names(here: Services, session: Callable[..., Services]) -> None:
    here.settings.places.config.mkdir(parents=True)
    (here.settings.places.config / "config.toml").write_text(f'[[feeds]]\nurl = "{OFFERED}"\n')
    later = session()
    later.curricula.follow(["small"])
    later.curricula.unfollow(["small"])
    assert later._subscriptions.all()
    assert not later.spare.feeds(["small"])


def test_unknown_curricula_and_none_need_nothing_dropped(here: Services) -> None:
    here.feeds.add(OFFERED)
    assert not here.spare.feeds([])
    assert not here.spare.feeds(["gone"])
    assert [feed.url for feed in here.spare.feeds(["gone", "small"])] == [OFFERED]
