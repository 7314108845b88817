"""A learner whose every text means harm, every page of theirs, and an ear on what the terminal is sent."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual._compositor import CompositorUpdate

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
from pmlearn.model.feed import Chapter, Enclosure, Entry, Feed, ParsedFeed, Transcript, feed_id
from pmlearn.model.problem import Problem, Severity
from pmlearn.model.query import OPEN, asking
from pmlearn.tui.app import PmlearnApp
from pmlearn.tui.paint import Painter
from tests.tui.fakes import SVPG, services

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from pmlearn.wiring import Services

EVIL = "a[/]b[@click=app.quit]x[/]\x1b]52;c;aGk=\x07\x1b]0;t\x07\x1b[2J\x9b31m\u202eevil\u2066\x00\r\n\tend"
OURS = re.compile(r"\x1b\[[0-9;]*H\n+|\x1b\[[0-9;]*[HmKJr]|\x1bM")
"""The sequences that a painter sends; line feeds scroll from where a cursor was put."""

HARM = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def evil_services(home: Path) -> Services:
    """Every text that can come from outside, hostile, as if nothing had been cleaned on its way in."""
    step = Step(
        "evil/s",
        EVIL,
        Kind.BOOK,
        why=EVIL,
        minutes=10,
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
    talk = replace(
        entry,
        id="t",
        enclosures=(Enclosure("https://example.org/t.mp3", EVIL, 1, 600),),
        marks=(Chapter(0, EVIL, EVIL), Chapter(60, EVIL)),
        transcripts=(Transcript("https://example.org/t.vtt", EVIL, EVIL),),
    )
    known._entries.merge(feed_id(SVPG), ParsedFeed(EVIL, EVIL, (entry, talk)))
    known._fetches.put({feed_id(SVPG): replace(known._fetches.get(feed_id(SVPG)), error=EVIL, title=EVIL)})
    known.steps.note("evil/s/1", EVIL)
    known._store.record("tick", lambda: [Change("evil/gone", "status", "done", None)])
    known._store.record("evidence", lambda: [Change("evil/w", "evidence:0", EVIL, None)])
    known.choices.choose("evil/how", "o")
    known.curricula.follow(["evil"])
    known._store.record(
        "view", lambda: [Change(f"view:{EVIL}", name, EVIL, None) for name in ("title", "query")]
    )
    known._store.record(
        "stage", lambda: [Change("learner:me", name, EVIL, None) for name in ("stage", "hours")]
    )
    article = item(known, audio=False)
    mark = {"text": EVIL, "note": EVIL, "percent": 1}
    told = {"note": EVIL, "highlight:0": mark, f"highlight:{EVIL}": mark, "snoozed": EVIL, "place": EVIL}
    changes = [Change(f"item:{article}", name, value, None) for name, value in told.items()]
    known._store.record(f"note {EVIL}", lambda: changes)
    known.drafts.keep("evil/s", EVIL, (EVIL,))
    return known


def item(known: Services, *, audio: bool) -> str:
    """The item of theirs that is read, or heard."""
    found = known.queue.page(asking(OPEN)).items
    return next(each.id for each in found if bool(each.enclosures) is audio)


FOUND = (Feed("", f"https://example.org/{EVIL}", EVIL, (EVIL,), folder=EVIL), Feed("", EVIL))
OPENED: dict[str, Callable[[Services], dict[str, Any]]] = {
    "today": lambda _: {},
    "learn": lambda _: {},
    "queue": lambda _: {},
    "stats": lambda _: {},
    "checklist": lambda _: {"curriculum": "evil"},
    "step": lambda _: {"ref": "evil/s"},
    "choice": lambda _: {"ref": "choice:evil/how"},
    "cards": lambda _: {"ref": "evil/s"},
    "gone": lambda _: {"curriculum": "evil", "ref": "evil/gone"},
    "feeds": lambda _: {},
    "found": lambda _: {"where": f"https://example.org/{EVIL}", "found": FOUND, "whole": False},
    "fresh": lambda _: {"ref": "evil/s"},
    "reader": lambda s: {"item": item(s, audio=False)},
    "search": lambda _: {},
    "chapters": lambda s: {"item": item(s, audio=True)},
    "keys": lambda _: {"where": "queue"},
    "welcome": lambda _: {"again": True},
}
"""The arguments that open a page, each with something in it; a preview is of a file."""

COVERS = {"Palette", "NoteEditor", "LinkSheet", "Jump"}
"""What covers a page for a moment, by the names of the classes."""


class Ear:
    """Hears what a terminal would be sent: every frame, painted as it is for one."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.heard: list[str] = []
        painter = Painter()
        display = PmlearnApp._display

        def overheard(app: PmlearnApp, screen: Any, renderable: Any) -> None:
            if isinstance(renderable, CompositorUpdate) and screen.size == app.size:
                self.heard.append(painter.paint(renderable, app.size))
            display(app, screen, renderable)

        monkeypatch.setattr(PmlearnApp, "_display", overheard)

    @property
    def text(self) -> str:
        """All of it but the sequences that are ours."""
        return OURS.sub("", "".join(self.heard))
