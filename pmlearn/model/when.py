"""Days as people type them: `7d`, `2w`, `3m`, `1y`, `monday`, `tomorrow`, `2026-12-24`."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_SPAN = re.compile(r"(\d{1,4})([dwmy])")
_FIRST, _LAST = date(1971, 1, 1), date(2900, 1, 1)
"""What lies beyond is moved to these: no clock of a machine need know it."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, as it was typed."""

    count: int  # how many of the unit
    unit: str  # d, w, m or y: days, weeks, months, years


def span_of(text: str) -> Span | None:
    """Read `7d` and the like; None where it is nothing of the kind."""
    found = _SPAN.fullmatch(text)
    return Span(int(found[1]), found[2]) if found else None


def date_of(text: str) -> date | None:
    """Read `2026-12-24`; None where it is no such date."""
    try:
        return date.fromisoformat(text) if len(text) == len("2026-12-24") else None
    except ValueError:
        return None


def shift(day: date, span: Span, sign: int) -> date:
    """The day so much later (`sign` 1) or earlier (-1); a month keeps the day as far as it has it."""
    if span.unit in "dw":
        days = span.count * (7 if span.unit == "w" else 1)
        return _within(day.toordinal() + sign * days)
    months = day.year * 12 + day.month - 1 + sign * span.count * (12 if span.unit == "y" else 1)
    year, month = divmod(months, 12)
    if not _FIRST.year <= year < _LAST.year:
        return _FIRST if sign < 0 else _LAST
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _within(ordinal: int) -> date:
    return date.fromordinal(max(_FIRST.toordinal(), min(ordinal, _LAST.toordinal())))


def coming(text: str, today: date) -> date | None:
    """The day that a text means, from today on: a span, a weekday, `tomorrow` or a date.

    A weekday is the next one, never today. None where the text means no day; a date may have passed.
    """
    text = text.strip().lower()
    if span := span_of(text):
        return shift(today, span, 1)
    if text == "tomorrow":
        return today + timedelta(days=1)
    named = [at for at, name in enumerate(WEEKDAYS) if len(text) >= 2 and name.startswith(text)]
    if len(named) == 1:
        return today + timedelta(days=(named[0] - today.weekday() - 1) % 7 + 1)
    return date_of(text)


def past(text: str, today: date) -> date | None:
    """The day that a text means, up to today: a span, `today` or a date; None where it means none."""
    text = text.strip().lower()
    if span := span_of(text):
        return shift(today, span, -1)
    return today if text == "today" else date_of(text)


def instant(day: date) -> str:
    """When a day begins where the learner is: RFC 3339 in UTC, as entries have their dates."""
    begin = datetime.combine(max(_FIRST, min(day, _LAST)), time())
    return f"{begin.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def local_day(at: str) -> date | None:
    """The day of an RFC 3339 time where the learner is; None where it cannot be read."""
    try:
        return datetime.fromisoformat(at).astimezone().date()
    except (ValueError, OverflowError, OSError):
        return None
