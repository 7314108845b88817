"""A learner after a year: a step now and then, a good autumn, something read most weeks."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from pmlearn.model.query import Query
from pmlearn.model.queue import State
from tests.tui.fakes import NOW, inspired, large, scrum, services, with_entries

if TYPE_CHECKING:
    from pathlib import Path

    from pmlearn.wiring import Services

DAYS_AGO = (500, 340, 333, 320, 301, 300, 299, 250, 243, 200, 180, 177, 150, 149, 120, 90, 89, 88, 80, 60)
AUTUMN = tuple(range(55, 0, -2))


def after_a_year(home: Path, env: dict[str, str] | None = None) -> Services:
    """Services over the home of that learner, today."""
    clock = [NOW]
    known = (inspired(), scrum(), large(120))
    then = services(home, known)
    then.now = lambda: clock[0]
    with_entries(then)
    then.curricula.follow(["inspired", "cspo"])
    units = [unit.ref for curriculum in known for step in curriculum.steps() for unit in step.units()]
    left = iter(units)
    for ago in (*DAYS_AGO, *AUTUMN):
        clock[0] = NOW - timedelta(days=ago)
        then.steps.tick([next(left) for _ in range(1 + ago % 3)])
    podcast, *articles = sorted(then.queue.page(Query()).items, key=lambda item: item.minutes or 0)[::-1]
    for at, item in enumerate(articles[:3]):
        clock[0] = NOW - timedelta(days=30 * at)
        then.queue.set_state([item.id], State.DONE)
    assert podcast.feed_title == "Lenny's Podcast"
    then.save()
    return services(home, known, env=env)
