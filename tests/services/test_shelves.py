"""What is derived of items: snoozed, archived, the same in several feeds, and their rank."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from pmlearn.errors import InputError, UnknownError
from pmlearn.model.action import Change
from pmlearn.model.curriculum import step_of
from pmlearn.model.feed import ParsedFeed
from pmlearn.model.query import asking, parse
from pmlearn.model.queue import State
from pmlearn.storage.index import Index
from tests.services.conftest import FEED, URL, article, published

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pmlearn.wiring import Services
    from tests.services.conftest import Clock

OTHER = "https://other.example/rss"


def titles(services: Services, query: str = "state:inbox") -> list[str]:
    return [item.title.removeprefix("Title ") for item in services.queue.page(parse(query)).items]


def configure(home: Path, text: str) -> None:
    (home / "pmlearn" / "config").mkdir(parents=True)
    (home / "pmlearn" / "config" / "config.toml").write_text(text, "utf-8")


def _same(index: Index) -> Index:
    return index


def dated(count: int) -> list[str]:
    return [f"2026-11-{day:02d}T08:00:00Z" for day in range(1, count + 1)]


def setting(services: Services, field: str, value: object) -> None:
    """What `pmlearn feed set` writes."""
    services._store.record("set", lambda: [Change(f"feed:{FEED}", field, value)])


@pytest.fixture
def full(home: Path, session: Callable[..., Services]) -> Services:
    """An inbox of three, and five entries."""
    configure(home, "[queue]\ninbox = 3\n")
    services = session()
    published(services, *(article(str(n), published=at) for n, at in enumerate(dated(5))))
    return services


def test_the_inbox_holds_the_newest_and_the_archive_the_others(full: Services) -> None:
    assert titles(full) == ["4", "3", "2"]
    assert titles(full, "state:archived") == ["1", "0"]
    assert (full.queue.counts()["inbox"], full.queue.counts()["archived"]) == (3, 2)
    assert len(full._store.journals.own.read_text().splitlines()) == 1  # the subscription


def test_what_leaves_the_inbox_makes_room_and_what_comes_takes_it(full: Services) -> None:
    full.queue.set_state([full.queue.page(parse("4")).items[0].id], State.DONE)
    assert titles(full) == ["3", "2", "1"]
    published(full, article("new", published="2026-11-03T09:00:00Z"), article("old", published="2026-10-01"))
    assert titles(full) == ["3", "new", "2"]
    full.history.undo()
    assert titles(full) == ["4", "3", "new"]
    assert titles(full, "state:archived") == ["2", "1", "0", "old"]


def test_a_star_keeps_an_item_in_the_inbox_and_fetches_it_from_the_archive(full: Services) -> None:
    full.queue.star([full.queue.page(parse("0")).items[0].id])
    assert titles(full) == ["0", "4", "3"]
    full.history.undo()
    assert titles(full) == ["4", "3", "2"]


def test_a_larger_inbox_takes_more_of_what_there_is(
    full: Services, home: Path, session: Callable[..., Services]
) -> None:
    titles(full)
    (home / "pmlearn" / "config" / "config.toml").write_text("[queue]\ninbox = 4\n", "utf-8")
    assert titles(session()) == ["4", "3", "2", "1"]
    assert titles(full) == ["4", "3", "2"]


def test_an_entry_expires_by_its_feeds_days_else_by_the_configurations(
    home: Path, session: Callable[..., Services], clock: Clock
) -> None:
    configure(home, "[queue]\nexpires = 10\n")
    here = session()
    published(here, *(article(str(n), published=at) for n, at in enumerate(dated(10))))
    assert titles(here) == ["9", "8", "7"]  # it is the 18th: the 8th is the last day
    clock.turn(days=1)
    assert titles(here) == ["9", "8"]
    setting(here, "expires", 12)
    assert titles(here) == ["9", "8", "7", "6"]
    clock.turn(days=-1)
    assert titles(here)[-1] == "5"


def test_what_a_feed_mutes_or_does_not_keep_is_archived(here: Services) -> None:
    published(here, article("a", topics=("ai",)), article("b"), article("c", title="Sponsored: c"))
    setting(here, "mute", ["sponsored", "no:sense"])
    assert set(titles(here)) == {"a", "b"}
    setting(here, "keep", ["topic:ai"])
    assert titles(here) == ["a"]
    assert set(titles(here, "state:archived")) == {"b", "Sponsored: c"}
    here.queue.set_state([here.queue.page(parse("sponsored")).items[0].id], State.QUEUED)
    assert titles(here, "state:queued") == ["Sponsored: c"]


def test_a_snoozed_item_is_out_of_sight_until_its_day_and_then_on_top(here: Services, clock: Clock) -> None:
    ids = published(here, *(article(str(n), published=at) for n, at in enumerate(dated(3))))
    here.queue.snooze(ids[:1], "friday")
    assert titles(here) == ["2", "1"]
    [away] = here.queue.page(parse("state:snoozed")).items
    assert (away.snoozed, away.state) == ("2026-11-20", State.INBOX)
    clock.turn(days=2)
    assert titles(here) == ["0", "2", "1"]
    assert here.queue.get(ids[0]).snoozed == ""
    here.queue.set_state(ids[:1], State.QUEUED)
    here.queue.set_state(ids[:1], State.INBOX)
    assert titles(here) == ["2", "1", "0"]


def test_what_was_done_with_comes_back_queued(here: Services, clock: Clock) -> None:
    ids = published(here, article("1"))
    here.queue.set_state(ids, State.DONE)
    here.queue.snooze(ids, "1d")
    assert titles(here, "state:snoozed") == ["1"]
    here.history.undo()
    assert here.queue.get(ids[0]).state is State.DONE
    here.history.redo()
    clock.turn(days=1)
    assert titles(here, "state:queued") == ["1"]


@pytest.mark.parametrize("until", ["never", "2026-11-18", "2025-01-01", "0d", "2026-02-30"])
def test_a_day_is_one_that_comes(here: Services, until: str) -> None:
    ids = published(here, article("1"))
    with pytest.raises(InputError) as caught:
        here.queue.snooze(ids, until)
    assert caught.value.hint


def test_the_same_in_two_feeds_is_one_item_and_done_with_in_both(here: Services) -> None:
    one = article("x", published="2026-11-02T08:00:00Z", link="http://www.e.example/x/?utm_source=a#top")
    published(here, one, article("y"))
    two = article("z", title="TITLE x!", link="https://e.example/x", published="2026-11-01T08:00:00Z")
    [first] = published(here, two, url=OTHER)
    items = {item.id: item for item in here.queue.page(parse("state:inbox")).items}
    assert len(items) == 2
    assert [source.feed for source in items[first].sources] == [here.queue.get(first).feed, FEED]
    assert here.queue.counts()["inbox"] == 2
    assert titles(here, f"feed:{FEED}") == ["y", "TITLE x!"] or titles(here, f"feed:{FEED}") == [
        "TITLE x!",
        "y",
    ]
    [twin] = items[first].others
    assert here.queue.get(twin.item).id == first
    done = here.queue.set_state([twin.item], State.DONE)
    assert set(done.changed) == {first, twin.item}
    assert len(here.history.list()) == 3
    here.feeds.remove([items[first].feed])
    assert here.queue.get(twin.item).state is State.DONE
    here.history.undo()
    here.history.undo()
    assert here.queue.counts()["inbox"] == 2


def test_what_was_touched_stands_for_the_others(here: Services) -> None:
    [item] = published(here, article("x", published="2026-11-02T08:00:00Z"))
    here.queue.set_state([item], State.DONE)
    published(here, article("x", published="2026-11-01T08:00:00Z"), url=OTHER)
    assert titles(here) == []
    assert here.queue.get(item).others


def test_what_only_looks_the_same_stays_apart(here: Services) -> None:
    home_page = {"link": "https://e.example/", "title": "Weekly"}
    shared = {"link": "https://e.example/all", "title": "Weekly"}
    for url in (URL, OTHER):
        published(here, article("1", **home_page), article("2", **shared), article("3", **shared), url=url)
    assert len(titles(here)) == 6


def test_what_helps_with_the_current_step_comes_first_then_stars_then_weight(here: Services) -> None:
    ids = published(here, *(article(str(n), published=at) for n, at in enumerate(dated(4))))
    published(here, article("heavy", published="2026-10-01T08:00:00Z", link="https://h.example/h"), url=OTHER)
    setting(here, "weight", -1)
    here.queue.star([ids[1]])
    assert titles(here) == ["1", "heavy", "3", "2", "0"]
    step = step_of(here.plan.next()[0].ref)
    with here._index.transaction():
        here._index.put_matches(step, [(ids[0], 2.0, "matches discovery")])
    assert titles(here) == ["0", "1", "heavy", "3", "2"]
    assert titles(here, f"step:{step}") == ["0"]
    with here._index.transaction():
        here._index.put_matches(step, [])
    assert titles(here) == ["1", "heavy", "3", "2", "0"]


def test_the_index_says_what_one_made_from_nothing_says_and_counts_what_it_has(
    full: Services, clock: Clock
) -> None:
    steps: list[Callable[[], object]] = [
        lambda: full.queue.snooze(full.queue.matching(asking(["inbox"]))[:1], "2d"),
        lambda: full.queue.star(full.queue.matching(parse("state:archived"))[:1]),
        lambda: published(full, article("3"), article("9", published="2026-11-09"), url=OTHER),
        lambda: full.queue.set_state(full.queue.matching(parse("3")), State.DONE),
        lambda: clock.turn(days=3),
        full.history.undo,
        lambda: setting(full, "mute", ["9", "2"]),
        lambda: setting(full, "weight", 3),
        lambda: full.feeds.remove([FEED]),
        full.history.undo,
    ]
    for number, step in enumerate(steps):
        step()
        real = full.queue._open_index
        fresh = Index(full.settings.places.cache / f"other{number}", "x-00000000")
        pages: list[list[Any]] = []
        for index in (full._index, fresh):
            full.queue._open_index = partial(_same, index)
            pages.append(
                [full.queue.page(parse(q)) for q in ("", "order:rank", "state:inbox", "state:archived")]
                + [full.queue.counts(), full.queue.feed_counts()]
            )
            database = index._db.execute
            counted = "SELECT shelf, feed, starred, count(*), sum(minutes) FROM items GROUP BY 1, 2, 3"
            assert set(database(counted)) == set(database("SELECT * FROM tally WHERE items > 0"))
        full.queue._open_index = real
        assert pages[0] == pages[1], number


def test_the_first_action_of_all_does_not_index_everything_again(
    home: Path, session: Callable[..., Services], monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(home, f'[[feeds]]\nurl = "{URL}"\n')
    here = session()
    here._entries.merge(FEED, ParsedFeed("Feed", "", (article("1"), article("2"))))
    items = here.queue.page(parse("")).items
    monkeypatch.setattr(Index, "forget", None)
    here.queue.set_state([items[0].id], State.DONE)
    assert here.queue.counts()["inbox"] == 1


def test_views_are_kept_and_taken_back(here: Services, there: Services) -> None:
    here.views.put("On the bus", "kind:audio minutes:<30")
    there.catch_up()
    assert [(view.slug, view.query) for view in there.views.list()] == [
        ("on-the-bus", "kind:audio minutes:<30")
    ]
    here.views.put("on the bus", "kind:audio")
    assert here.views.get("On the Bus").query == "kind:audio"
    here.views.remove("on the bus")
    assert here.views.list() == []
    here.history.undo()
    assert here.views.get("on the bus").query == "kind:audio"
    assert here.queue.page(parse("")).total == 0  # a view is no item
    for name, query in (("", "x"), ("x", ""), ("y" * 50, "x"), ("x", "no:sense")):
        with pytest.raises(InputError):
            here.views.put(name, query)
    with pytest.raises(UnknownError, match="no view z"):
        here.views.get("z")
