"""The two keys of what helps, on the queue; and the question that unfollowing a curriculum asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tui.driving import driving

if TYPE_CHECKING:
    from pmlearn.wiring import Services


async def test_minus_and_plus_speak_of_the_step_that_an_item_of_the_queue_helps_with(
    learner: Services,
) -> None:
    (item, *_) = [fresh.item for fresh in learner.matching.for_steps(_current(learner), 5)]
    (step, _) = learner.helping.steps(item.id)[0]
    title = learner.steps.title(step)
    async with driving(learner) as driver:
        await driver.press("3")
        await driver.shows(item.title)
        driver.lines.put(item.id)
        await driver.press("plus")
        await driver.shows(f"1 {title}")
        await driver.press("enter")
        await driver.shows("What you take from it")
        await driver.press(*"so", "enter")
        await driver.until(lambda: driver.said().startswith(f"counts for “{title}”"))
        await driver.press("minus")
        await driver.until(lambda: driver.said().startswith(f"not for “{title}”"))
        await driver.press("u")
        await driver.until(lambda: driver.said().startswith("undone: not for a step: "))
    assert [read.note for read in learner.checklists.detail(step).reads] == ["so"]


def _current(services: Services) -> list[str]:
    return [unit.ref for unit in services.plan.next()]


async def test_unfollowing_offers_to_drop_the_feeds_that_nothing_else_needs(learner: Services) -> None:
    (curriculum,) = (row for row in learner.curricula.list() if row.id == "inspired")
    learner.feeds.add_offers(learner.curricula.get("inspired").feeds)
    spare = learner.spare.feeds(["inspired"])
    assert curriculum.followed
    assert spare
    before = len(learner.feeds.list())
    async with driving(learner) as driver:
        await driver.press("2")
        await driver.shows("Following")
        driver.lines.put("inspired")
        await driver.press("f")
        await driver.shows("Nothing else needs", "Enter drops, esc keeps")
        await driver.press("escape")
        await driver.until(lambda: not driver.app.screen.query("Ask"))
        assert len(learner.feeds.list()) == before
        await driver.press("f")
        await driver.until(lambda: next(r for r in learner.curricula.list() if r.id == "inspired").followed)
        driver.lines.put("inspired")
        await driver.press("f")
        await driver.shows("Nothing else needs")
        await driver.press("enter")
        await driver.until(lambda: driver.said().startswith("unsubscribed"))
        await driver.press("u")
        await driver.until(lambda: driver.said().startswith("undone: unsubscribing from"))
    assert len(learner.feeds.list()) == before
