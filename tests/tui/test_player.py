"""Playing from the app, with a program that speaks mpv's protocol."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pmlearn.model.feed import ParsedFeed, Transcript, feed_id, item_id
from pmlearn.services.player import Playing
from tests import fakempv
from tests.tui.driving import WATCHDOG, driving
from tests.tui.fakes import LENNY, SVPG

if TYPE_CHECKING:
    from pathlib import Path

    from pmlearn.wiring import Services
    from tests.tui.driving import Driver

TALK = item_id(feed_id(LENNY), "p1")
ARTICLE = item_id(feed_id(SVPG), "a0")


@pytest.fixture
def program(learner: Services, home: Path) -> Path:
    """The player; the learner's episode is here as a file."""
    installed = fakempv.install(home / "bin")
    learner.settings = replace(learner.settings, player=(str(installed), "--no-video"))
    with learner.media._files.part(TALK) as part:
        part.begin({"url": ""}, 5)
        part.write(b"sound")
        part.finish("mp3")
    return installed


def commands(program: Path) -> list[list[object]]:
    """What the player was told, without what it was asked at first."""
    return [m["command"] for m in fakempv.told(program)[1:] if m["command"][0] != "observe_property"]


async def open_talk(driver: Driver) -> None:
    await driver.app.open("reader", item=TALK)
    await driver.shows("Hiring your first product manager")


async def test_it_plays_pauses_seeks_and_changes_speed(learner: Services, program: Path) -> None:
    async with driving(learner, (100, 24)) as driver:
        await open_talk(driver)
        assert "pause" not in driver.text()
        await driver.press("P")
        await driver.shows("0:00/10:00", "P pause")
        await driver.press("full_stop")
        await driver.shows("0:30/10:00")
        await driver.press("comma")
        await driver.shows("0:15/10:00")
        await driver.press("right_parenthesis", "P")
        await driver.shows("0:15/10:00 1.1× paused")
        await driver.press("q")  # the line is on every page
        await driver.until(lambda: driver.app.page is not None and driver.app.page.NAME == "today")
        await driver.shows("0:15/10:00 1.1× paused")
        await driver.press("P")
        await driver.until(lambda: "paused" not in driver.text())
        await driver.press("X")
        await driver.until(lambda: driver.app.playing is None and "10:00" not in driver.text())
    assert commands(program)[:3] == [
        ["seek", 30, "relative"],
        ["seek", -15, "relative"],
        ["set_property", "speed", 1.1],
    ]
    assert learner.listening.heard(TALK) == 15
    assert learner.listening.speed(feed_id(LENNY)) == 1.1
    assert learner.queue.get(TALK).state == "reading"


async def test_it_goes_on_where_it_was_left(learner: Services, program: Path) -> None:
    learner.listening.keep(TALK, 300)
    learner.listening.keep_speed(feed_id(LENNY), 1.5)
    async with driving(learner) as driver:
        await open_talk(driver)
        driver.app.playing = Playing("about to")
        await driver.press("right_parenthesis")
        await driver.shows("it is about to play")
        driver.app.playing = None
        await driver.press("P")
        await driver.shows("5:00/10:00 1.5×")
    assert {"--start=300", "--speed=1.5"} <= set(fakempv.told(program)[0])


async def test_what_was_heard_to_its_end_is_done_and_that_can_be_undone(
    learner: Services, program: Path
) -> None:
    learner.listening.keep(TALK, 590)
    async with driving(learner) as driver:
        await open_talk(driver)
        await driver.press("P")
        await driver.shows("9:50/10:00")
        await driver.press("full_stop")
        await driver.shows("done: Hiring your first product manager")
        assert driver.app.playing is None
        await driver.press("u")
        await driver.shows("undone:")
    assert learner.queue.get(TALK).state == "reading"
    assert learner.listening.heard(TALK) == 0


async def test_leaving_keeps_where_and_ends_the_player(learner: Services, program: Path) -> None:
    async with driving(learner) as driver:
        await open_talk(driver)
        await driver.press("P")
        await driver.shows("0:00/10:00")
        await driver.press("full_stop")
        await driver.shows("0:30/10:00")
        mpv = driver.app._mpv
        assert mpv is not None
    assert learner.listening.heard(TALK) == 30
    async with asyncio.timeout(WATCHDOG):  # it was told to, and a busy machine takes its time
        await mpv._process.wait()


async def test_a_player_that_hangs_holds_up_nothing(
    learner: Services, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pmlearn.services.mpv.PATIENCE", 0.05)
    fakempv.install(program.parent, "hang")
    async with driving(learner) as driver:
        await open_talk(driver)
        await driver.press("P")
        await driver.until(lambda: driver.app._mpv is not None)
        await driver.press(*["full_stop"] * 20, "s")
        await driver.shows("starred:")
        await driver.press("X")
        await driver.until(lambda: driver.app.playing is None)
        fakempv.install(program.parent)
        await driver.press("P")
        await driver.shows("0:00/10:00")


@pytest.mark.parametrize(("mode", "said"), [("die", "ended with status 2"), ("refuse", "loading failed")])
async def test_why_it_does_not_play_is_said(learner: Services, program: Path, mode: str, said: str) -> None:
    fakempv.install(program.parent, mode)
    async with driving(learner, (140, 24)) as driver:
        await open_talk(driver)
        await driver.press("P")
        await driver.shows(said)
        assert driver.app.playing is None


async def test_while_one_plays_the_key_pauses_it_whatever_the_cursor_is_on(
    learner: Services, program: Path
) -> None:
    async with driving(learner) as driver:
        await open_talk(driver)
        await driver.press("P")
        await driver.shows("0:00/10:00")
        await driver.app.open("reader", item=ARTICLE)
        await driver.press("P")
        await driver.shows("paused")


async def test_an_article_has_nothing_to_play(learner: Services, program: Path) -> None:
    async with driving(learner) as driver:
        await driver.press("P")
        await driver.shows("nothing is played")
        await driver.app.open("reader", item=ARTICLE)
        await driver.press("P")
        await driver.shows("there is no recording with")
    assert not fakempv.told(program)


async def test_seconds_on_beyond_the_end_still_say_that_it_is_done(learner: Services, program: Path) -> None:
    async with driving(learner) as driver:
        await open_talk(driver)
        await driver.press("P")
        await driver.shows("0:00/10:00")
        await driver.press(*["full_stop"] * 20)
        await driver.until(lambda: driver.said().startswith("done: "))
        await driver.press("full_stop")
        await driver.shows("heard to its end: Hiring your first product manager")


async def test_another_program_is_given_the_file_and_no_more(
    learner: Services, program: Path, home: Path
) -> None:
    other = home / "bin" / "other"
    other.write_text(f'#!/bin/sh\necho "$@" > {home}/got.tmp && mv {home}/got.tmp {home}/got\n')
    other.chmod(0o755)
    learner.settings = replace(learner.settings, player=(str(other), "--loud"))
    async with driving(learner) as driver:
        await open_talk(driver)
        await driver.press("P")
        await driver.shows("started ")
        await driver.until((home / "got").exists)
    held = learner.media.path(TALK)
    assert held is not None
    assert (home / "got").read_text() == f"--loud -- {held.path}\n"


async def test_over_ssh_the_address_is_shown(learner: Services, program: Path) -> None:
    learner.env = dict(learner.env) | {"SSH_CONNECTION": "1 2 3 4"}
    async with driving(learner) as driver:
        await open_talk(driver)
        await driver.press("P")
        await driver.until(lambda: driver.said() == "https://example.org/p1.mp3")
    assert not fakempv.told(program)


# Chapters and downloads.


def with_notes(
    services: Services, notes: str = "<p>0:00 Hello<br>4:10 Whom to hire", chapters: str = ""
) -> None:
    parsed = services._entries.load(feed_id(LENNY))[0]
    said = (Transcript("https://example.org/p1.vtt", "text/vtt", "en"),)
    entry = replace(parsed, body=notes, chapters=chapters, transcripts=said)
    services._entries.merge(feed_id(LENNY), ParsedFeed("Lenny's Podcast", "", (entry,)))


async def test_enter_plays_from_a_chapter_on(learner: Services, program: Path) -> None:
    with_notes(learner)
    async with driving(learner) as driver:
        await open_talk(driver)
        await driver.press("C")
        await driver.shows("4:10  Whom to hire", "https://example.org/p1.vtt (en)")
        await driver.press("down", "enter")
        await driver.shows("4:10/10:00", "product manager · Whom to hire")
        await driver.press("left_curly_bracket")
        await driver.shows("0:00/10:00", "· Hello")
        await driver.press("enter")
        await driver.shows("4:10/10:00")
    assert "--start=250" in fakempv.told(program)[0]


async def test_chapters_are_fetched_by_a_child(
    learner: Services, program: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_notes(learner, "", "https://example.org/c.json")
    kept = learner.settings.places.cache / "chapters"
    kept.mkdir(parents=True)
    note = {"url": "https://example.org/c.json", "chapters": [{"start": 9, "title": "Fetched", "link": ""}]}
    (home / "note").write_text(json.dumps(note))
    child = home / "child"
    child.write_text(f'#!/bin/sh\necho "$@" > {home}/said\ncp {home}/note {kept}/{TALK}.json\n')
    child.chmod(0o755)
    monkeypatch.setattr("sys.executable", str(child))
    async with driving(learner) as driver:
        await open_talk(driver)
        await driver.press("C")
        await driver.shows("0:09  Fetched")
    assert (home / "said").read_text() == f"-P -m pmlearn queue chapters --json {TALK}\n"


async def test_an_episode_without_chapters_says_so(learner: Services, program: Path) -> None:
    async with driving(learner) as driver:
        await driver.app.open("chapters", item=TALK)
        await driver.shows("It comes without chapters.")
        await driver.press("P")
        await driver.shows("0:00/10:00")
        await driver.press("right_curly_bracket")
        await driver.shows("no chapters are known")


def download_row(**given: object) -> str:
    usual = {"id": TALK, "title": "A talk", "outcome": "loading", "received": 1_500_000, "size": 3_000_000}
    return json.dumps(usual | {"error": None} | given)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([download_row(outcome="downloaded")], "downloaded: A talk · P plays it"),
        ([download_row(outcome="kept")], "already here: A talk"),
        ([download_row(outcome="failed", error="it is gone: refresh")], "it is gone: refresh"),
        ([], "the disk is full"),
    ],
)
async def test_what_came_of_a_download_is_said(
    learner: Services, home: Path, monkeypatch: pytest.MonkeyPatch, lines: list[str], said: str
) -> None:
    child = home / "child"
    printed = "".join(f"echo '{line}'\n" for line in lines)
    child.write_text(f"#!/bin/sh\n{printed}echo 'pmlearn: the disk is full' >&2\n")
    child.chmod(0o755)
    monkeypatch.setattr("sys.executable", str(child))
    async with driving(learner) as driver:
        await open_talk(driver)
        await driver.press("D")
        await driver.shows(said)


async def test_escape_cancels_a_download(
    learner: Services, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = home / "child"
    child.write_text(f"#!/bin/sh\necho '{download_row()}'\nexec sleep 600\n")
    child.chmod(0o755)
    monkeypatch.setattr("sys.executable", str(child))
    async with driving(learner) as driver:
        driver.app.downloads._pause = 0
        await open_talk(driver)
        await driver.press("D")
        await driver.shows("downloading: 1.5 of 3.0 MB   esc cancels")
        await driver.press("D")
        await driver.shows("something is being downloaded already")
        await driver.press("escape")
        await driver.shows("download cancelled")
        assert driver.app.page is not None
        assert driver.app.page.NAME == "reader"
