"""When the learner's feeds are asked, over several refreshes: pauses, back-off, moves, secrets, locks."""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import sys
from typing import TYPE_CHECKING

import pytest

from pmlearn.errors import InputError, UnknownError
from pmlearn.services import refresh as refreshing
from tests.e2e.documents import ATOM, RSS
from tests.feedserver import Reply, redirect

if TYPE_CHECKING:
    from collections.abc import Callable

    from pmlearn.services.refresh import RefreshRow
    from pmlearn.wiring import Services
    from tests.feedserver import FeedServer
    from tests.services.conftest import Clock

SECRET = "s3cret-of-mine"


@pytest.fixture(autouse=True)
def private(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMLEARN_ALLOW_PRIVATE", "1")


def refresh(services: Services, *ids: str, force: bool = False) -> dict[str, RefreshRow]:
    async def run() -> list[RefreshRow]:
        return [row async for row in services.refresher.refresh(ids, force=force)]

    return {row.id: row for row in asyncio.run(asyncio.wait_for(run(), 60))}


def outcomes(services: Services, *ids: str, force: bool = False) -> list[str]:
    return [row.outcome for row in refresh(services, *ids, force=force).values()]


@pytest.fixture
def feed(here: Services, server: FeedServer) -> str:
    server.feeds["/rss.xml"] = Reply(RSS, etag='"1"')
    return here.feeds.add(server.url("/rss.xml")).changed[0]


def test_within_the_hour_a_feed_is_asked_by_name_alone(
    here: Services, feed: str, server: FeedServer, clock: Clock
) -> None:
    assert outcomes(here) == ["updated"]
    assert outcomes(here) == ["waiting"]
    assert outcomes(here, feed) == ["unchanged"]
    clock.turn(minutes=67)
    assert outcomes(here) == ["unchanged"]
    assert server.asked.total() == 3
    row = here.feeds.get(feed)
    assert row.next > "2026-11-18T14:06"
    assert row.due(clock()).startswith("next in 1 h")


def test_the_interval_is_a_setting(
    here: Services, session: Callable[..., Services], feed: str, clock: Clock
) -> None:
    here.settings.places.config.mkdir(parents=True)
    (here.settings.places.config / "config.toml").write_text("[network]\ninterval = 5\n")
    patient = session()
    assert outcomes(patient) == ["updated"]
    clock.turn(minutes=6)
    assert outcomes(patient) == ["unchanged"]


def test_failures_are_counted_over_refreshes_and_sessions_and_end_with_success(
    here: Services, session: Callable[..., Services], feed: str, server: FeedServer, clock: Clock
) -> None:
    server.feeds["/rss.xml"] = Reply(b"", 500)
    assert outcomes(here) == ["failed"]
    clock.turn(minutes=67)
    assert outcomes(session()) == ["failed"]
    assert session().feeds.get(feed).failures == 2
    clock.turn(minutes=67)
    [row] = refresh(session()).values()
    assert (row.outcome, "trouble of its own" in row.error) == ("waiting", True)
    server.feeds["/rss.xml"] = Reply(RSS)
    assert outcomes(session(), feed) == ["updated"]
    assert (session().feeds.get(feed).failures, session().feeds.get(feed).error) == (0, "")


def test_one_that_is_gone_says_so_and_is_asked_by_force_alone(
    here: Services, feed: str, server: FeedServer, clock: Clock
) -> None:
    server.feeds["/rss.xml"] = Reply(b"", 410)
    assert outcomes(here) == ["gone"]
    clock.turn(days=30)
    assert outcomes(here) == outcomes(here, feed) == ["gone"]
    assert server.asked.total() == 1
    row = here.feeds.get(feed)
    assert (row.gone, row.due(clock())) == (True, "gone")
    server.feeds["/rss.xml"] = Reply(RSS)
    assert outcomes(here, feed, force=True) == ["updated"]
    assert not here.feeds.get(feed).gone


def test_a_paused_feed_is_not_asked_not_even_by_name(
    here: Services, feed: str, server: FeedServer, clock: Clock
) -> None:
    other = here.feeds.add(server.url("/atom.xml")).changed[0]
    server.feeds["/atom.xml"] = Reply(ATOM)
    here.feed_settings.pause(feed)
    rows = refresh(here)
    assert (rows[feed].outcome, rows[other].outcome) == ("paused", "updated")
    assert sorted(row.done for row in rows.values()) == [1, 2]
    assert {row.total for row in rows.values()} == {2}
    assert outcomes(here, feed) == ["paused"]
    assert server.asked == {"/atom.xml": 1}
    assert here.feeds.get(feed).due(clock()) == "paused"
    assert outcomes(here, feed, force=True) == ["updated"]
    here.history.undo()
    assert outcomes(here, feed) == ["unchanged"]


def test_one_that_moved_to_where_another_lives_says_so(here: Services, feed: str, server: FeedServer) -> None:
    refresh(here)
    server.feeds["/old.xml"] = redirect("/rss.xml", 308)
    old = here.feeds.add(server.url("/old.xml")).changed[0]
    row = refresh(here)[old]
    assert (row.outcome, row.twin, row.url) == ("moved", feed, server.url("/rss.xml"))
    assert {each.id: each.twin for each in here.feeds.list()} == {feed: old, old: feed}
    here.feeds.remove([old])
    assert [each.twin for each in here.feeds.list()] == [""]


def test_where_the_disk_took_nothing_the_next_refresh_asks_at_once(
    here: Services, feed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pmlearn.errors import StoreError
    from pmlearn.storage.entries import Entries

    def full(*_: object) -> int:
        raise StoreError("cannot write it", "make room")

    with monkeypatch.context() as patch:
        patch.setattr(Entries, "put", full)
        assert outcomes(here) == ["failed"]
    assert outcomes(here) == ["updated"]


def test_entries_that_were_lost_are_not_waited_for(here: Services, feed: str, server: FeedServer) -> None:
    refresh(here)
    for path in here.settings.places.entries.glob("*.json"):
        path.unlink()
    assert outcomes(here) == ["updated"]
    server.feeds["/bad.xml"] = Reply(b"", 404)
    bad = here.feeds.add(server.url("/bad.xml")).changed[0]
    assert refresh(here)[bad].outcome == "failed"
    assert refresh(here)[bad].outcome == "waiting"


# Two at once.


def test_of_two_refreshes_at_once_the_second_asks_nobody(
    here: Services, window: Services, feed: str, server: FeedServer
) -> None:
    async def both() -> list[list[RefreshRow]]:
        async def run(services: Services) -> list[RefreshRow]:
            return [row async for row in services.refresher.refresh()]

        return list(await asyncio.gather(run(here), run(window)))

    rows = asyncio.run(asyncio.wait_for(both(), 60))
    assert sorted(row.outcome for each in rows for row in each) == ["updated", "waiting"]
    assert server.asked.total() == 1


def test_who_waits_for_another_refresh_is_told_once_and_can_give_up(
    here: Services, feed: str, server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refreshing, "A_MOMENT", 0)
    state = here.settings.places.state
    state.mkdir(parents=True, exist_ok=True)
    lock = os.open(state / "refresh.lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    told: list[str] = []

    async def run() -> None:
        waiting = asyncio.Event()

        def on_wait() -> None:
            told.append("waits")
            waiting.set()

        async def ask() -> None:
            async for _ in here.refresher.refresh(on_wait=on_wait):
                pass

        task = asyncio.create_task(ask())
        await asyncio.wait_for(waiting.wait(), 20)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(run())
    assert (told, server.asked.total()) == (["waits"], 0)
    os.close(lock)
    assert outcomes(here) == ["updated"]


# Secrets.


@pytest.fixture
def members(here: Services, server: FeedServer, session: Callable[..., Services]) -> Services:
    """A session with a feed that a command opens, and one whose password is in the file."""
    for path in ("/members.xml", "/written.xml"):
        server.feeds[path] = Reply(RSS)
    command = json.dumps([sys.executable, "-c", f"print({SECRET!r})"])
    config = here.settings.places.config
    config.mkdir(parents=True)
    (config / "config.toml").write_text(
        f'[[feeds]]\nurl = "{server.url("/members.xml")}"\ntoken_command = {command}\n'
        f'[[feeds]]\nurl = "{server.url("/written.xml")}"\nuser = "ada"\npassword = "{SECRET}"\n'
    )
    return session()


def test_what_opens_a_feed_goes_to_its_server_and_is_kept_nowhere(
    members: Services, server: FeedServer, tmp_path: object, home: object
) -> None:
    from pathlib import Path

    assert outcomes(members) == ["updated", "updated"]
    sent = {path: headers["authorization"] for path, headers in server.seen}
    assert sent["/members.xml"] == f"Bearer {SECRET}"
    assert sent["/written.xml"].startswith("Basic ")
    members.steps.note("small/write", "something to back up")
    members.archive.backup()
    outcome = members.archive.export(Path(str(tmp_path)) / "all.zip")
    assert "config.toml has a password in it" in outcome.message
    members.save()
    config = members.settings.places.config / "config.toml"
    files = [path for top in (home, tmp_path) for path in Path(str(top)).rglob("*") if path.is_file()]
    assert len(files) > 5
    import zipfile

    for path in files:
        held = path.read_bytes()
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                assert "config.toml" not in archive.namelist()
                held = b"".join(archive.read(name) for name in archive.namelist())
        assert path == config or SECRET.encode() not in held, path


def test_one_that_is_not_opened_says_what_to_do(members: Services, server: FeedServer) -> None:
    server.feeds["/members.xml"] = Reply(b"", 401)
    server.feeds["/written.xml"] = Reply(b"", 403)
    rows = {row.url.rpartition("/")[2]: row for row in refresh(members).values()}
    assert {row.outcome for row in rows.values()} == {"failed"}
    assert "token_command" in rows["members.xml"].error
    assert "config.toml" in rows["written.xml"].error
    assert SECRET not in str(rows)


def test_the_doctor_says_that_others_can_read_a_password(members: Services) -> None:
    config = members.settings.places.config / "config.toml"
    config.chmod(0o644)
    found = [f for f in members.doctor.check() if f.what == "configuration" and f.level == "warning"]
    assert [f.hint for f in found] == [f"close it with: chmod 600 {config}"]
    assert SECRET not in str(found)
    config.chmod(0o600)
    assert not [f for f in members.doctor.check() if f.what == "configuration" and f.level == "warning"]


@pytest.mark.parametrize(
    "address", [f"https://ada:{SECRET}@example.org/f", f"{SECRET}@example.org/f", f"//a:{SECRET}@example.org"]
)
def test_an_address_with_a_password_is_not_kept(here: Services, address: str) -> None:
    with pytest.raises(InputError, match="not kept") as raised:
        here.feeds.add(address)
    assert "password_command" in raised.value.hint
    assert SECRET not in f"{raised.value.message}{raised.value.hint}"
    assert here.feeds.list() == []


# What is set.


def test_setting_is_one_action_that_is_taken_back(here: Services, feed: str) -> None:
    from pmlearn.services.feedset import Filters

    values = {
        "title": "Mine\x1b[31m",
        "topics": ["Big Topic"],
        "weight": 2,
        "paused": True,
        "bodies": 5,
        "expires": 30,
        "full_text": True,
        "folder": "Work/Craft",
    }
    before = here._subscriptions.find(feed)
    outcome = here.feed_settings.change([feed], values, Filters(("sponsored",), ("topic:teams",)))
    assert outcome.changed == (feed,)
    after = here._subscriptions.find(feed)
    assert (after.title, after.topics, after.weight, after.paused) == ("Mine[31m", ("big-topic",), 2, True)
    assert (after.mute, after.keep, after.bodies, after.expires) == (("sponsored",), ("topic:teams",), 5, 30)
    assert (after.full_text, after.folder) == (True, "Work/Craft")
    assert here.feed_settings.change([feed], values).action == ""
    more = here.feed_settings.change([feed], {}, Filters(mute=("advert", "sponsored")))
    assert more.action
    assert here._subscriptions.find(feed).mute == ("sponsored", "advert")
    here.feed_settings.change([feed], {"bodies": None, "expires": None}, Filters(afresh=True))
    cleared = here._subscriptions.find(feed)
    assert (cleared.mute, cleared.keep, cleared.bodies, cleared.expires) == ((), (), None, None)
    for _ in range(3):
        here.history.undo()
    assert here._subscriptions.find(feed) == before


def test_where_one_is_unknown_or_a_value_is_none_nothing_is_set(here: Services, feed: str) -> None:
    from pmlearn.services.feedset import Filters

    with pytest.raises(UnknownError):
        here.feed_settings.change([feed, "nothing"], {"weight": 1})
    for values in ({"weight": 4}, {"weight": -4}, {"bodies": -1}, {"expires": 0}):
        with pytest.raises(InputError):
            here.feed_settings.change([feed], values)
    for filters in (Filters(mute=("colour:red",)), Filters(keep=(" ",))):
        with pytest.raises(InputError):
            here.feed_settings.change([feed], {}, filters)
        with pytest.raises(InputError):
            here.feed_settings.would_go([feed], filters)
    assert here._subscriptions.find(feed).weight == 0


def test_weight_stops_at_its_ends(here: Services, feed: str) -> None:
    for _ in range(5):
        outcome = here.feed_settings.weigh([feed], 1)
    assert outcome.message.startswith("already weight +3")
    assert here._subscriptions.find(feed).weight == 3


def test_several_are_weighed_each_from_what_it_weighs_in_one_action(here: Services, feed: str) -> None:
    other = here.feeds.add("https://other.example/f", "Other", []).changed[0]
    here.feed_settings.change([other], {"weight": 2})
    outcome = here.feed_settings.weigh([feed, other], -1)
    assert outcome.message == "lighter: 2 feeds"
    assert [here._subscriptions.find(each).weight for each in (feed, other)] == [-1, 1]
    here.history.undo(outcome.action)
    assert [here._subscriptions.find(each).weight for each in (feed, other)] == [0, 2]


def test_a_dry_run_names_what_would_go_and_changes_nothing(here: Services, feed: str) -> None:
    from pmlearn.model.query import Query
    from pmlearn.services.feedset import Filters

    refresh(here)
    first, second = here.queue.page(Query()).items
    word = first.title.split()[0]
    assert [i.id for i in here.feed_settings.would_go([feed], Filters(mute=(word,)))] == [first.id]
    assert [i.id for i in here.feed_settings.would_go([feed], Filters(keep=(word,)))] == [second.id]
    here.queue.star([second.id])
    assert here.feed_settings.would_go([feed], Filters(keep=(word,))) == []
    assert here._subscriptions.find(feed).keep == ()


def test_what_a_configuration_sets_is_changed_there(
    here: Services, session: Callable[..., Services], feed: str, server: FeedServer
) -> None:
    here.feed_settings.change([feed], {"weight": -1, "folder": "Mine"})
    here.settings.places.config.mkdir(parents=True)
    (here.settings.places.config / "config.toml").write_text(
        f'[[feeds]]\nurl = "{server.url("/rss.xml")}"\nweight = 3\nmute = ["x"]\nbodies = 0\n'
        '[[feeds]]\nurl = "https://other.example/f"\npaused = true\nexpires = 9\nkeep = ["topic:x"]\n'
    )
    later = session()
    mine = later._subscriptions.find(feed)
    assert (mine.weight, mine.folder, mine.mute, mine.bodies, mine.preset) == (3, "Mine", ("x",), 0, False)
    with pytest.raises(InputError, match=r"the weight of .* is set in config\.toml"):
        later.feed_settings.weigh([feed], 1)
    assert later.feed_settings.change([feed], {"folder": "Other"}).action
    other = later._subscriptions.find("https://other.example/f")
    assert (other.paused, other.expires, other.keep, other.preset) == (True, 9, ("topic:x",), True)
    with pytest.raises(InputError, match=r"comes from config\.toml"):
        later.feed_settings.pause(other.id)
