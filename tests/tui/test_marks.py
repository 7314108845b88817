"""`v` marks in lists; what is done then is done for all that is marked, in one action."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pmlearn.model.feed import Feed
from tests.tui.driving import driving
from tests.tui.fakes import services, with_entries, with_talks

if TYPE_CHECKING:
    from pathlib import Path

    from pmlearn.wiring import Services


async def test_a_checklist_ticks_and_skips_what_is_marked(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.app.open("checklist", curriculum="inspired", at="inspired/engineers")
        await driver.at("Engineers")
        await driver.press("v", "v")
        await driver.shows("2 rows marked · the next key is for all 2, esc unmarks")
        assert [
            line[0] for line in driver.text().splitlines() if "Engineers" in line or "People at" in line
        ] == [
            "✓",
            "✓",
        ]
        await driver.press("space")
        await driver.shows("[x] Engineers and their lead", "[x] People at scale", "done: 2 steps")
        assert not any(line.startswith("✓") for line in driver.text().splitlines())
        await driver.press("u")
        await driver.shows("[ ] Engineers and their lead", "[ ] People at scale")
        # V marks the module, and takes it away; what is no step cannot be marked.
        await driver.press("V")
        await driver.shows("2 rows marked")
        await driver.press("x")
        await driver.shows("[-] Roadmaps", "[-] Vision", "skipped: 2 steps")
        await driver.press("V", "V")
        await driver.until(lambda: not driver.said())
        driver.lines.put("module:product")
        await driver.press("v")
        await driver.shows("this cannot be marked")
        await driver.press("V", "escape")
        await driver.until(lambda: not driver.said())
        assert driver.app.page is not None
        assert driver.app.page.NAME == "checklist"


async def test_where_one_waits_the_same_key_once_more_goes_ahead(home: Path) -> None:
    async with driving(with_talks(home / "pmlearn")) as driver:
        await driver.app.open("checklist", curriculum="talks", at="talks/talk")
        await driver.at("Run five interviews")
        await driver.press("v", "v", "space")
        await driver.shows("space once more goes ahead")
        assert "[ ] Run five interviews" in driver.text()
        await driver.press("space")
        await driver.shows("[x] Run five interviews", "[x] Read the short book")


@pytest.mark.parametrize("key", ["f", "space"])
async def test_several_curricula_are_followed_in_one_action(home: Path, key: str) -> None:
    known = services(home / "pmlearn")
    async with driving(known) as driver:
        await driver.press("2", "V")
        await driver.shows("2 rows marked")
        await driver.press(key)
        await driver.shows("They come with 2 feeds")
        await driver.press("escape")
        assert {row.id for row in known.curricula.list() if row.followed} == {"inspired", "cspo"}
        await driver.press("u")
        await driver.until(lambda: not any(row.followed for row in known.curricula.list()))


async def test_several_feeds_are_paused_and_removed_in_one_action(home: Path) -> None:
    known = with_entries(services(home / "pmlearn"))
    async with driving(known) as driver:
        await driver.press("F")
        await driver.shows("SVPG")
        await driver.press("V", "p")
        await driver.until(lambda: all(row.feed.paused for row in known.feeds.list()))
        await driver.press("u")
        await driver.until(lambda: not any(row.feed.paused for row in known.feeds.list()))
        await driver.press("V", "plus")
        await driver.until(lambda: all(row.feed.weight == 1 for row in known.feeds.list()))
        await driver.press("v", "v", "x")
        await driver.shows("No feeds yet")
        await driver.press("u")
        await driver.shows("SVPG", "Lenny")


async def test_today_ticks_the_steps_that_are_marked_and_no_item_with_them(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("v")
        await driver.shows("1 row marked")
        marked = list(driver.lines.marked)
        items = [key for key in map(driver.lines.rows.key, range(len(driver.lines.rows))) if "item:" in key]
        assert all(key.startswith("step:") for key in marked)
        driver.lines.put(items[0])
        await driver.press("v")
        await driver.shows("this cannot be marked")
        await driver.press("escape")
        await driver.until(lambda: not driver.lines.marked)
        # V takes those of one kind.
        await driver.press("V")
        await driver.until(lambda: driver.lines.marked == set(items))
        assert len(items) > 1
        await driver.press("space")
        await driver.until(lambda: driver.said().startswith(f"done: {len(items)} items"))
        await driver.press("u", "g", "g", "V")
        await driver.until(lambda: bool(driver.lines.marked))
        steps = set(driver.lines.marked)
        await driver.press("x")
        await driver.until(lambda: driver.said().startswith("skipped") and not driver.lines.marked)
        await driver.press("u")
        await driver.until(lambda: driver.said().startswith("undone"))
        assert all(driver.lines.rows.find(key) >= 0 for key in steps)


async def test_what_is_fresh_is_queued_done_and_refused_several_at_once(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.app.open("fresh", ref="inspired/teams")
        await driver.shows("Fresh for this step")
        before = len(learner.matching.fresh("inspired/teams"))
        assert before > 2
        for key, said in (("space", "for later: 2 items"), ("s", "starred: 2"), ("d", "done: 2 items")):
            await driver.press("g", "g", "v", "v", key)
            await driver.until(lambda said=said: driver.said().startswith(said))  # type: ignore[misc]
            await driver.press("u")
            await driver.until(lambda: driver.said().startswith("undone"))
        await driver.press("g", "g", "v", "v", "minus")
        await driver.until(lambda: driver.said().startswith("not for"))
        assert len(learner.matching.fresh("inspired/teams")) == before - 2


async def test_several_of_what_was_found_are_subscribed_in_one_action(
    newcomer: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    feeds = [Feed("", f"https://example.org/{name}", name) for name in ("a", "b", "c")]
    async with driving(newcomer) as driver:
        monkeypatch.setattr(driver.app, "action_refresh_feeds", lambda *ids: None)
        await driver.app.open("found", where="https://example.org/", found=feeds, whole=False)
        await driver.press("v", "v", "space")
        await driver.until(lambda: len(newcomer.feeds.list()) == 2)
        await driver.press("u")
        await driver.until(lambda: not newcomer.feeds.list())
