from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from pmlearn.services.linkcheck import LinkCheck, LinkReport
from tests.feedserver import Reply, redirect

if TYPE_CHECKING:
    from pathlib import Path

    from tests.feedserver import FeedServer
    from tests.services.conftest import Clock

HEAD = """\
format: 1
id: mine
title: Mine
modules:
  - id: only
    title: Only
    steps:
      - id: read
        title: Read
        kind: reading
        resources:
"""


class World:
    """A file with links, and what checks them, over a cache of its own."""

    def __init__(self, directory: Path, clock: Clock, server: FeedServer) -> None:
        self.file = directory / "mine.yaml"
        self.cache = directory / "cache" / "links.json"
        self.clock = clock
        self.server = server
        self.told: list[tuple[int, int]] = []

    def write(self, *links: str) -> None:
        urls = (self.server.url(link) if link.startswith("/") else link for link in links)
        lines = (f"          - {{type: article, title: T, url: '{url}'}}\n" for url in urls)
        self.file.write_text(HEAD + "".join(lines))

    def check(self, *, force: bool = False, allow_private: bool = True) -> LinkReport:
        found = LinkCheck(self.cache.parent, self.clock, allow_private=allow_private)
        return found.check([self.file], lambda done, total: self.told.append((done, total)), force=force)

    def codes(self, *, force: bool = False) -> list[str]:
        return [
            f"{problem.line} {problem.severity} {problem.code}"
            for problem in self.check(force=force).problems
        ]


@pytest.fixture
def world(tmp_path: Path, clock: Clock, server: FeedServer) -> World:
    return World(tmp_path, clock, server)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (200, ""),
        (204, ""),
        (401, ""),
        (403, ""),
        (429, ""),
        (999, ""),
        (404, "error link-dead"),
        (410, "error link-dead"),
        (400, "warning link-failed"),
        (500, "warning link-failed"),
        (503, "warning link-failed"),
    ],
)
def test_what_a_server_answers_is_a_problem_or_none(world: World, status: int, code: str) -> None:
    world.server.feeds["/a"] = Reply(b"", status)
    world.write("/a")
    report = world.check()
    assert [f"{problem.severity} {problem.code}" for problem in report.problems] == ([code] if code else [])
    assert (report.links, report.asked, report.shy) == (1, 1, status in (401, 403, 429, 999))


def test_problems_stand_at_every_place_of_an_address(world: World) -> None:
    world.write("/gone", "/gone#part", "http://nowhere.invalid/")
    report = world.check()
    assert [(problem.file, problem.line, problem.column) for problem in report.problems] == [
        (str(world.file), 12, 44),
        (str(world.file), 13, 44),
        (str(world.file), 14, 44),
    ]
    assert "nowhere.invalid cannot be found" in report.problems[2].message
    assert all(problem.hint for problem in report.problems)
    assert (report.links, world.server.methods) == (2, ["HEAD /gone", "GET /gone"])


def test_a_link_that_has_moved_is_told_its_new_address(world: World) -> None:
    world.server.feeds |= {"/old": redirect("/new"), "/for-now": redirect("/new", 302), "/new": Reply(b"x")}
    world.server.feeds["/lost"] = redirect("/nowhere")
    world.write("/old#part", "/for-now", "/lost")
    moved, dead = world.check().problems
    assert (moved.line, moved.severity, moved.code) == (12, "warning", "link-moved")
    assert moved.hint == f"write {world.server.url('/new')}#part"
    assert (dead.line, dead.code) == (14, "link-dead")


def test_a_link_that_takes_long_is_slow(world: World, clock: Clock) -> None:
    world.server.feeds["/a"] = Reply(b"x")
    world.write("/a")

    def later() -> object:
        clock.turn(seconds=6)
        return clock.now

    world.clock = later  # type: ignore[assignment]
    assert world.codes() == ["12 warning link-slow"]


def test_a_server_on_a_private_network_is_asked_only_where_that_is_allowed(world: World) -> None:
    world.server.feeds["/a"] = Reply(b"x")
    world.write("/a")
    (problem,) = world.check(allow_private=False).problems
    assert problem.code == "link-failed"
    assert "private network" in problem.message
    assert world.server.connections == 0
    assert world.check().problems == ()  # what was refused was not kept


def test_answers_are_kept_for_a_week_and_bad_ones_for_an_hour(world: World, clock: Clock) -> None:
    world.server.feeds["/good"] = Reply(b"x")
    world.write("/good", "/bad")
    first = world.codes()
    assert first == ["13 error link-dead"]

    def asked_after(**by: float) -> set[str]:
        clock.turn(**by)
        world.server.methods.clear()
        assert world.codes() == first
        return {each for each in world.server.methods if each.startswith("HEAD")}

    assert asked_after(minutes=59) == set()
    assert asked_after(minutes=2) == {"HEAD /bad"}
    assert asked_after(days=6) == {"HEAD /bad"}
    assert asked_after(days=1) == {"HEAD /good", "HEAD /bad"}
    world.server.methods.clear()
    assert world.codes(force=True) == first
    assert "HEAD /good" in world.server.methods


def test_what_is_too_old_for_any_use_is_forgotten(world: World, clock: Clock) -> None:
    world.write("/a")
    world.check()
    clock.turn(days=8)
    world.write("/b")
    world.check()
    assert list(json.loads(world.cache.read_bytes())["links"]) == [world.server.url("/b")]


def test_a_clock_that_was_set_back_is_asked_through(world: World, clock: Clock) -> None:
    world.server.feeds["/a"] = Reply(b"x")
    world.write("/a")
    world.check()
    clock.now -= timedelta(days=1)
    assert world.check().asked == 1


@pytest.mark.parametrize(
    "damage",
    [b"", b"[]", b"{", b'{"version": 2, "links": {}}', b'{"version": 1, "links": {"U": {"at": 1}}}', b"\xff"],
)
def test_a_damaged_cache_is_as_good_as_none(world: World, damage: bytes) -> None:
    world.server.feeds["/a"] = Reply(b"x")
    world.write("/a")
    world.cache.parent.mkdir()
    world.cache.write_bytes(damage.replace(b"U", world.server.url("/a").encode()))
    assert world.check().asked == 1
    assert world.check().asked == 0


def test_values_of_another_kind_are_damage(world: World) -> None:
    world.server.feeds["/a"] = Reply(b"x")
    world.write("/a")
    world.check()
    world.cache.write_bytes(world.cache.read_bytes().replace(b'"status": 200', b'"status": "200"'))
    assert world.check().asked == 1


def test_a_cache_that_cannot_be_written_costs_time_alone(world: World) -> None:
    world.write("/a")
    world.cache.parent.write_text("in the way")
    assert world.codes() == world.codes() == ["12 error link-dead"]


def test_progress_is_told(world: World) -> None:
    world.write("/a", "/b")
    world.check()
    assert world.told == [(0, 2), (1, 2), (2, 2)]
    world.told.clear()
    world.check()
    assert world.told == []
