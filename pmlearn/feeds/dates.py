"""Moments as RFC 3339 in UTC, the only form in which a date leaves this floor."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_WAIT = timedelta(days=1)
"""A server may ask for more patience than this; a year's would be a feed lost by a typing mistake."""


def stamp(moment: datetime) -> str:
    """Return an aware moment as RFC 3339 in UTC, to the second: `2026-11-22T18:00:00Z`."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def stamp_of(parts: Sequence[int] | None) -> str:
    """Return year, month, day, hour, minute and second in UTC as RFC 3339; "" if they are no date."""
    if parts is None:
        return ""
    year, month, day, hour, minute, second = parts[:6]
    try:
        # A leap second has no place in a datetime.
        return stamp(datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC))
    except (ValueError, OverflowError):
        return ""


def retry_after(value: str, now: datetime) -> str:
    """Return when to ask again, RFC 3339 in UTC; "" where the header says nothing that can be read.

    Source: RFC 9110, section 10.2.3: a number of seconds, or an HTTP date. At most a day from `now`.
    """
    value = value.strip()
    if value.isascii() and value.isdigit():
        # Nine digits are thirty years: more would overflow, and mean the same.
        wait = timedelta(seconds=int(value[:9]))
    else:
        try:
            moment = parsedate_to_datetime(value)
        except (ValueError, OverflowError):
            return ""
        wait = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
    return stamp(now + min(wait, LONGEST_WAIT)) if wait > timedelta() else ""
