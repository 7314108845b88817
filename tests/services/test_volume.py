"""How loud feeds are: less once their stages are done, unless somebody says otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pmlearn.model.action import Change
from pmlearn.model.query import parse
from tests.services.conftest import article, published

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pmlearn.wiring import Services

OFFERED = "https://offered.example/feed"


def test_feeds_of_finished_stages_are_quiet_unless_the_learner_says_otherwise(here: Services) -> None:
    here.curricula.follow(["small"])
    published(here, article("a"), url=OFFERED)
    (feed,) = here._subscriptions.all().values()
    assert here.volume.all()[feed.id].weight == 0
    here.steps.tick(["small/book", "small/write"])
    assert (here.volume.all()[feed.id].weight, feed.weight) == (-1, 0)
    assert here.volume.quiet() == [feed.id]
    assert here.volume.all() is here.volume.all()
    here._store.record("set", lambda: [Change(f"feed:{feed.id}", "weight", 0)])
    assert here.volume.all()[feed.id].weight == 0
    assert here.volume.quiet() == []


def test_a_feed_is_as_loud_as_ever_while_one_of_its_curricula_goes_on(here: Services, shipped: Path) -> None:
    text = (shipped / "other.yaml").read_text("utf-8")
    (shipped / "other.yaml").write_text(f'{text}feeds:\n  - {{url: "{OFFERED}", title: Offered}}\n', "utf-8")
    here.curricula.follow(["small", "other"])
    here.feeds.add(OFFERED)
    here.steps.tick(["small/book", "small/write"])
    assert here.volume.quiet() == []
    here.steps.tick(["other/read"])
    assert len(here.volume.quiet()) == 1
    here.history.undo()
    assert here.volume.quiet() == []


@pytest.mark.parametrize(("given", "weight"), [("", -1), ("weight = 0", 0), ("weight = 2", 2)])
def test_what_a_config_says_holds(
    here: Services, session: Callable[..., Services], given: str, weight: int
) -> None:
    here.settings.places.config.mkdir(parents=True)
    (here.settings.places.config / "config.toml").write_text(f'[[feeds]]\nurl = "{OFFERED}"\n{given}\n')
    later = session()
    later.curricula.follow(["small"])
    later.steps.tick(["small/book", "small/write"])
    (feed,) = later.volume.all().values()
    assert feed.weight == weight


def test_what_is_turned_down_comes_later_in_the_queue(here: Services) -> None:
    here.curricula.follow(["small"])
    published(here, article("a", title="Offered", published="2026-11-17T08:00:00Z"), url=OFFERED)
    published(here, article("b", title="Other", published="2026-11-16T08:00:00Z"))
    assert [item.title for item in here.queue.page(parse("state:inbox")).items] == ["Offered", "Other"]
    here.steps.tick(["small/book", "small/write"])
    assert [item.title for item in here.queue.page(parse("state:inbox")).items] == ["Other", "Offered"]
