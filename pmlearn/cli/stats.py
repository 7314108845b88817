"""pmlearn stats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pmlearn.cli import output
from pmlearn.cli.options import json_option, pass_services
from pmlearn.model import telling
from pmlearn.model.text import duration, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pmlearn.model.pace import Course
    from pmlearn.services.stats import FeedReads, StatsView
    from pmlearn.wiring import Services

WEEKS = 12
"""The last weeks that are printed."""

FEEDS = 5
"""Feeds that are printed of a kind."""


@click.command("stats")
@click.option("--until", metavar="DAY", default="", help="The last day of the year: 1y, 2025-12-31.")
@json_option
@pass_services
def stats_command(services: Services, until: str, *, as_json: bool) -> None:
    """Show a year: days, weeks, curricula, and what the queue takes."""
    view = services.stats.view(services.stats.until(until))
    if as_json:
        output.emit(_json(view))
        return
    if view.empty or (until and services.stats.view(services.stats.until("")).empty):
        output.note("nothing was done yet: tick a step with pmlearn step done REF")
        return
    totals = view.totals
    output.say(telling.days(totals, view.until, view.today))
    for line in (
        telling.runs(totals, now=view.until == view.today),
        telling.done_in_all(totals),
        telling.read(totals),
    ):
        if line:
            output.say(line)
    _say(
        "Months",
        [
            (telling.month(month.date), plural(month.learnt, "day"), telling.done(month), telling.read(month))
            for month in view.months
        ],
    )
    _say(
        f"Minutes a week, of {duration(view.goal)}",
        [
            (telling.day(week.date, view.today), telling.done(week), telling.read(week))
            for week in view.weeks[-WEEKS:]
        ],
    )
    _say("Curricula", [_course(course) for course in view.courses], stretch=1)
    intake = view.intake
    _say(
        "What came in during the last four weeks",
        [
            ("came in", f"{intake.came_in:,}"),
            ("read", f"{intake.read:,}"),
            ("dropped", f"{intake.dropped:,}"),
            ("put away by itself", f"{intake.archived:,}"),
            ("left over", f"{intake.left:,}"),
        ],
    )
    _say("Most read", [(feed.title, *_reads(feed)) for feed in view.most_read[:FEEDS]], stretch=1)
    _say(
        "Never read from",
        [(feed.title, plural(feed.entries, "entry", "entries")) for feed in view.never_read[:FEEDS]],
        stretch=1,
    )


def _say(name: str, rows: Sequence[Sequence[str]], stretch: int = -1) -> None:
    if rows:
        output.say()
        output.say(name)
        output.table((("", *row) for row in rows), stretch=stretch)


def _course(course: Course) -> tuple[str, str, str, str, str]:
    first, when = course.history[0].percent, telling.month(course.history[0].date)
    return (
        course.title,
        f"{course.done:,} of {course.units:,}",
        f"{course.history[-1].percent}%",
        f"{first}% in {when}",
        f"at this pace done in {telling.finish(course.finish)}" if course.finish else "",
    )


def _reads(feed: FeedReads) -> tuple[str, str]:
    return plural(feed.read, "item"), duration(feed.minutes) if feed.minutes else ""


def _json(view: StatsView) -> dict[str, Any]:
    totals, intake = view.totals, view.intake
    return {
        "from": view.days[0].date.isoformat(),
        "until": view.until.isoformat(),
        "goal": view.goal,
        "totals": {
            "days": totals.days,
            "days_in_last_two_weeks": totals.lately,
            "days_in_a_row": totals.run,
            "most_days_in_a_row": totals.longest_run,
            "units": totals.units,
            "steps": totals.steps,
            "minutes": totals.minutes,
            "read": totals.items,
            "read_minutes": totals.read_minutes,
        },
        "days": [
            {
                "date": day.date.isoformat(),
                "minutes": day.minutes,
                "units": day.units,
                "read": day.items,
                "read_minutes": day.read_minutes,
            }
            for day in view.days
        ],
        "weeks": [
            {
                "date": week.date.isoformat(),
                "minutes": week.minutes,
                "units": week.units,
                "read": week.items,
                "read_minutes": week.read_minutes,
            }
            for week in view.weeks
        ],
        "curricula": [
            {
                "id": course.id,
                "title": course.title,
                "done": course.done,
                "units": course.units,
                "percent": course.percent,
                "minutes_left": course.minutes_left,
                "history": [
                    {"date": point.date.isoformat(), "percent": point.percent} for point in course.history
                ],
                "finish": {
                    "earliest": course.finish.earliest.isoformat(),
                    "latest": course.finish.latest.isoformat(),
                }
                if course.finish
                else None,
            }
            for course in view.courses
        ],
        "queue": {
            "last_four_weeks": {
                "came_in": intake.came_in,
                "read": intake.read,
                "dropped": intake.dropped,
                "archived": intake.archived,
                "left": intake.left,
            },
            "most_read": [_feed(feed) for feed in view.most_read],
            "never_read": [_feed(feed) for feed in view.never_read],
        },
    }


def _feed(feed: FeedReads) -> dict[str, Any]:
    return {
        "id": feed.id or None,
        "title": feed.title,
        "read": feed.read,
        "read_minutes": feed.minutes,
        "entries": feed.entries,
    }
