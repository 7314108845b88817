"""What is said of a year, in plain words: on the screen and in the shell alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.model.stats import STRETCH, YEAR
from pmlearn.model.text import duration, plural

if TYPE_CHECKING:
    from datetime import date

    from pmlearn.model.pace import Finish
    from pmlearn.model.stats import Month, Totals, Week


def day(when: date, today: date) -> str:
    """A day as people say it, with the year where it is not this one: `25 Nov`, `25 Nov 2025`."""
    name = f"{when.day} {when:%b}"
    return name if when.year == today.year else f"{name} {when.year}"


def month(when: date) -> str:
    """A month: `Nov 2026`."""
    return f"{when:%b %Y}"


def days(totals: Totals, until: date, today: date) -> str:
    """On how many days something was learnt."""
    if until < today:
        return f"{plural(totals.days, 'day')} of the {YEAR} up to {day(until, today)}"
    fortnight = "two weeks" if STRETCH == 14 else f"{STRETCH} days"
    lately = f", {totals.lately:,} in the last {fortnight}" if totals.days else ""
    return f"{plural(totals.days, 'day')} of the last {YEAR}{lately}"


def runs(totals: Totals, *, now: bool) -> str:
    """How many days in a row; a gap is not spoken of, and neither is what would be no run.

    Args:
        totals: of the year.
        now: the year ends today, and with it a run that goes on.
    """
    said = [f"{totals.run:,} days in a row now"] if now and totals.run > 1 else []
    if totals.longest_run > max(1, totals.run if now else 1):
        said.append(f"{totals.longest_run:,} days in a row at most")
    return " · ".join(said)


def done(those: Month | Week) -> str:
    """What was ticked, and the time that it took."""
    ticks = plural(those.units, "tick")
    return f"{ticks} · {duration(those.minutes)}" if those.units else "no ticks"


def done_in_all(totals: Totals) -> str:
    """What was ticked in the year."""
    if not totals.units:
        return "no ticks"
    return f"{plural(totals.units, 'tick')} in {plural(totals.steps, 'step')} · {duration(totals.minutes)}"


def read(those: Totals | Month | Week) -> str:
    """What was read and heard; "" for nothing."""
    if not those.items:
        return ""
    time = f" · {duration(those.read_minutes)}" if those.read_minutes else ""
    return f"{plural(those.items, 'item')} read{time}"


def finish(found: Finish) -> str:
    """When a curriculum is done at this pace: a month, or from one to another."""
    first, last = month(found.earliest), month(found.latest)
    if first == last:
        return last
    if found.earliest.year == found.latest.year:
        return f"{found.earliest:%b} – {last}"
    return f"{first} – {last}"
