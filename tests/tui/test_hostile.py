"""Text from strangers, on every page: nothing but text may reach the terminal."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from pmlearn.model.action import Change
from pmlearn.model.curriculum import (
    Card,
    Choice,
    Curriculum,
    Fits,
    Kind,
    Module,
    Option,
    Part,
    Requirement,
    Resource,
    Retired,
    Step,
)
from pmlearn.model.feed import Entry, ParsedFeed, feed_id
from pmlearn.model.problem import Problem, Severity
from pmlearn.services.preview import Draft
from pmlearn.storage.watch import Watcher
from pmlearn.tui import keymap, places
from pmlearn.tui.app import PmlearnApp
from pmlearn.tui.paint import Painter
from pmlearn.tui.widgets import ink
from tests.tui.driving import driving, driving_app
from tests.tui.fakes import SVPG, services

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from pmlearn.wiring import Services

EVIL = "a[/]b[@click=app.quit]x[/]\x1b]52;c;aGk=\x07\x1b]0;t\x07\x1b[2J\x9b31m\u202eevil\u2066\x00\r\n\tend"
HARM = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def evil_services(home: Path) -> Services:
    """Every text that can come from outside, hostile, as if nothing had been cleaned on its way in."""
    step = Step(
        "evil/s",
        EVIL,
        Kind.BOOK,
        why=EVIL,
        do=f"{EVIL}\n\n- {EVIL}\n\n> {EVIL}\n\n```\n{EVIL}\n```\n\n[{EVIL}](https://example.org)\n\n<b>{EVIL}</b>",
        done_when=EVIL,
        cost=EVIL,
        provider=EVIL,
        topics=("discovery",),
        resources=(Resource("book", EVIL, "https://example.org/\x1b]52;c;aGk=\x07", by=EVIL, note=EVIL),),
        parts=(Part("evil/s/1", EVIL, 10),),
        level=EVIL,
        verified_on=EVIL,
        cards=(Card("c", EVIL, f"{EVIL}\n\n- {EVIL}"),),
        evidence=EVIL,
        alternatives=("evil/a",),
        same_as=("evil/b",),
    )
    options = (Option("o", EVIL, Fits(EVIL, EVIL, EVIL, EVIL)), Option("p", EVIL))
    others = (
        Step("evil/q", EVIL, Kind.ASSESSMENT, options=options, cards=step.cards),
        Step("evil/w", EVIL, Kind.PROJECT, requires=(Requirement("evil/s", EVIL),), evidence=EVIL),
        Step("evil/a", EVIL, Kind.BOOK, alternatives=("evil/s",)),
        Step("evil/b", EVIL, Kind.BOOK, same_as=("evil/s",)),
    )
    curriculum = Curriculum(
        "evil",
        EVIL,
        EVIL,
        modules=(Module("m", EVIL, EVIL, (step, *others)),),
        choices=(Choice("evil/how", EVIL, f"{EVIL}\n\n{EVIL}", options),),
        retired=(Retired("evil/gone", EVIL),),
    )
    problem = Problem(f"/c/{EVIL}.yaml", 1, 1, Severity.ERROR, "x", EVIL, EVIL)
    known = services(home / "pmlearn", (curriculum,), [problem])
    known.feeds.add(SVPG, EVIL, ["discovery"])
    entry = Entry(
        "e",
        EVIL,
        f"https://example.org/{EVIL}",
        EVIL,
        "2026-11-20T08:00:00Z",
        summary=EVIL,
        topics=("discovery",),
    )
    known._entries.merge(feed_id(SVPG), ParsedFeed(EVIL, EVIL, (entry,)))
    known._fetches.put({feed_id(SVPG): replace(known._fetches.get(feed_id(SVPG)), error=EVIL, title=EVIL)})
    known.steps.note("evil/s/1", EVIL)
    known._store.record("tick", lambda: [Change("evil/gone", "status", "done", None)])
    known._store.record("evidence", lambda: [Change("evil/w", "evidence:0", EVIL, None)])
    known.choices.choose("evil/how", "o")
    known.curricula.follow(["evil"])
    return known


ON_THE_CHECKLIST = (
    ("at choice:evil/how",), ("enter",), ("space",), ("at evil/q",), ("space",), ("q",), ("p",), ("space",),
    ("n",), ("q",), ("at evil/w",), ("space",), ("enter",), ("G",), ("q",), ("at evil/b",), ("space",),
    ("t",), ("e", *"/x\x1b]", "enter"), ("at gone:evil/gone",), ("enter",),
)  # fmt: skip
"""Through what a curriculum asks, wants and no longer has; `at` puts the cursor on a row."""


async def walk(home: Path) -> str:
    """Everything that is drawn on the way through every page."""
    drawn: list[str] = []
    async with driving(evil_services(home), (120, 40)) as driver:
        painter = Painter()

        def look() -> None:
            update = driver.app.screen._compositor.render_full_update()
            sent = painter.paint(update, driver.app.size)
            drawn.append(re.sub(r"\x1b\[[0-9;]*[HmKJr]|\x1bM", "", sent))

        for keys in (
            ("1",), ("enter",), ("q",), ("2",), ("enter",), ("space",), ("enter",), ("G",), ("q",), ("3",),
            ("space",), ("tab",), ("enter",), ("G",), ("s",), ("q",), ("F",), ("question_mark",), ("q",),
            ("ctrl+p",), ("escape",), ("slash", *"zzz\x1b]", "enter"),
        ):  # fmt: skip
            await driver.press(*keys)
            await driver.pilot.pause(0.05)
            look()
        await driver.app.open("checklist", curriculum="evil")
        await driver.press("G", "z")
        for keys in ON_THE_CHECKLIST:
            if keys[0].startswith("at "):
                driver.lines.put(keys[0][3:])
                assert driver.lines.key == keys[0][3:]
                await driver.pilot.pause(0.3)  # the second pane follows
            else:
                await driver.press(*keys)
            await driver.pilot.pause(0.05)
            look()
        assert driver.app.is_running
        driver.app.say(EVIL, bad=True)
        await driver.pilot.pause()
        look()
    return "\n".join(drawn).replace("\n", "")


async def test_nothing_but_text_is_drawn(home: Path) -> None:
    drawn = await walk(home)
    assert "[@click=app.quit]" in drawn  # shown as the text that it is
    assert not HARM.search(drawn)


async def test_without_cleaning_the_same_walk_finds_harm(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ink, "clean_piece", lambda text: text)
    assert HARM.search(await walk(home))


async def test_nothing_but_text_is_drawn_of_what_is_wrong_with_a_file(home: Path) -> None:
    known = evil_services(home)
    problems = (Problem(EVIL, 1, 1, Severity.ERROR, EVIL, EVIL, EVIL),)
    draft = Draft("evil", problems, stale=True)
    file = SimpleNamespace(name=EVIL)
    evil: Any = SimpleNamespace(look=lambda: draft, file=file, names=set(), watcher=lambda: Watcher(()))
    async with driving_app(PmlearnApp(known, partial(places.preview, evil), keymap.NOT_IN_PREVIEW)) as driver:
        await driver.shows("1 error", "[@click=app.quit]")
        drawn = Painter().paint(driver.app.screen._compositor.render_full_update(), driver.app.size)
    assert not HARM.search(re.sub(r"\x1b\[[0-9;]*[HmKJ]", "", drawn))
