"""The pictures in docs/pictures show the app as it is, made by the app itself.

`PMLEARN_WRITE_DOCS=1 pytest tests/test_pictures.py` makes them again.
"""

from __future__ import annotations

import html
import os
import re
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pmlearn import wiring
from pmlearn.model.feed import Enclosure, Entry, ParsedFeed, feed_id
from pmlearn.model.query import Query
from pmlearn.model.queue import State
from pmlearn.tui.app import PmlearnApp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlearn.wiring import Services

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
WRITE = bool(os.environ.get("PMLEARN_WRITE_DOCS"))
WATCHDOG = 20
"""Seconds after which a page that does not show what it should fails the test."""

ENTRIES = {
    "https://www.svpg.com/feed/": (
        Entry("1", "The product trio in practice", "https://www.svpg.com/1", words=1600),
        Entry("2", "Empowered teams need a strategy", "https://www.svpg.com/2", words=2100),
    ),
    "https://www.mindtheproduct.com/feed/": (
        Entry("3", "Five ways into product management", "https://www.mindtheproduct.com/3", words=1300),
    ),
    "https://api.substack.com/feed/podcast/10845.rss": (
        Entry(
            "4",
            "Hiring your first product manager",
            "https://www.lennysnewsletter.com/4",
            enclosures=(Enclosure("https://www.lennysnewsletter.com/4.mp3", "audio/mpeg", 1, 3241),),
        ),
    ),
}
FOLLOWED = ("orientation", "cspo", "inspired")
DONE = (
    ("orientation", 3),
    ("orientation", 6),
    ("cspo", 1),
    ("inspired", 5),
    ("inspired", 8),
    ("orientation", 8),
)
"""On each day from Monday on, a curriculum and how many of its units were done by the evening."""


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """The shipped curricula on a Sunday in November, after a good week."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    clock = [datetime(2026, 11, 16, 18, tzinfo=UTC)]
    services = wiring.build(now=lambda: clock[0])
    services.curricula.follow(FOLLOWED)
    curricula = {id_: services.curricula.get(id_) for id_ in FOLLOWED}
    offers = {offer.url: offer for curriculum in curricula.values() for offer in curriculum.feeds}
    services.feeds.add_offers([offers[url] for url in ENTRIES])
    for url, entries in ENTRIES.items():
        days = [f"2026-11-{20 - day}T08:00:00Z" for day in range(len(entries))]
        dated = tuple(replace(entry, published=day) for entry, day in zip(entries, days, strict=True))
        services._entries.merge(feed_id(url), ParsedFeed(offers[url].title, url, dated))
    for id_, count in DONE:
        units = [unit.ref for step in curricula[id_].steps() for unit in step.units()]
        services.steps.tick(units[:count])
        clock[0] += timedelta(days=1)
    clock[0] = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    items = services.queue.page(Query()).items
    services.queue.set_state([items[-1].id], State.QUEUED)
    yield services
    monkeypatch.undo()
    time.tzset()


def words(svg: str) -> str:
    """What can be read in a picture."""
    lines = re.findall(r"<text[^>]*>(.*?)</text>", svg)
    return html.unescape("\n".join(lines)).replace("\xa0", " ")


async def picture(services: Services, size: tuple[int, int], keys: tuple[str, ...], until: str) -> str:
    """The page that keys lead to, once it shows a text (or a line, between newlines)."""
    app = PmlearnApp(services)
    async with app.run_test(size=size) as pilot:
        svg = ""
        for key in keys:
            await pilot.press(key)
        end = time.monotonic() + WATCHDOG
        while until not in words(svg):
            assert time.monotonic() < end, words(svg)
            await pilot.pause(0.05)
            svg = app.export_screenshot(title="pmlearn", simplify=True)
    app.close()
    # A picture fetches nothing, not even a font.
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    return re.sub(r"^\s+\n", "", svg, flags=re.MULTILINE)


PAGES: dict[str, tuple[tuple[int, int], tuple[str, ...], str]] = {
    "today": ((96, 22), (), "This week"),
    "checklist": ((110, 28), ("2", "j", "enter"), "\nWhy\n"),
}


@pytest.mark.parametrize("name", PAGES)
async def test_the_picture_shows_the_app_as_it_is(services: Services, name: str) -> None:
    svg = await picture(services, *PAGES[name])
    path = PICTURES / f"{name}.svg"
    if WRITE:
        path.parent.mkdir(exist_ok=True)
        path.write_text(svg, "utf-8")
    assert words(path.read_text("utf-8")) == words(svg), "make it again: see the top of this file"
    assert "http" not in re.sub(r'xmlns="[^"]*"', "", svg).replace("https://www.textualize.io", "")
