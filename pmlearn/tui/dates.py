"""Days and times, as people say them, in the learner's time zone."""

from __future__ import annotations

from datetime import datetime

DAY = 6
"""Cells of a column of days: `25 Nov`."""


def parse(text: str) -> datetime | None:
    """Read an RFC 3339 time; None where there is none to read."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def day(text: str, now: datetime) -> str:
    """The day of an RFC 3339 time: `12 Nov`, with the year where it is not this one; "" where unknown."""
    at = parse(text)
    if at is None:
        return ""
    local, today = at.astimezone(), now.astimezone()
    name = f"{local.day} {local:%b}"
    return name if local.year == today.year else f"{name} {local.year}"


def brief_day(text: str, now: datetime) -> str:
    """The day for a column of 6 cells: of another year, the year is what there is room for."""
    said = day(text, now)
    return said if len(said) <= DAY else said[-4:]


def on(text: str) -> str:
    """A day in full, for what was checked long ago or just now: `22 Nov 2026`; "" where unknown."""
    at = parse(text)
    return f"{at.day} {at:%b} {at.year}" if at else ""


def since(text: str, now: datetime) -> str:
    """How long ago an RFC 3339 time was, roughly: `just now`, `5 min ago`, `3 h ago`, else its day."""
    at = parse(text)
    if at is None:
        return ""
    minutes = int((now - at).total_seconds()) // 60
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{minutes} min ago"
    return f"{minutes // 60} h ago" if minutes < 24 * 60 else day(text, now)


def date(now: datetime) -> str:
    """Today's date in the header: `Sun 22 Nov`."""
    local = now.astimezone()
    return f"{local:%a} {local.day} {local:%b}"
