"""When a feed may be asked again: pure, of what is known of it, the time and a little chance."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from pmlearn.feeds.dates import stamp

if TYPE_CHECKING:
    from collections.abc import Callable

    from pmlearn.model.feed import Fetched

JITTER = 0.1
"""So much longer at the most is waited, by chance: machines that began together do not ask together."""

LONGEST_FRESH = timedelta(days=1)
"""A Cache-Control or an Expires beyond that is a setting for pictures, which nobody meant for a feed."""

LONGEST_WAIT = timedelta(days=7)
"""However often a feed failed, and whatever it says of itself, it is asked again after so long."""

BACK_OFF = timedelta(hours=1)
"""The wait after a first failure; it doubles with every one that follows."""

RETREAT = 3
"""After so many failures where a feed moved to, the address first subscribed is asked again."""

_PERIODS = {"hourly": 1, "daily": 24, "weekly": 168, "monthly": 720, "yearly": 8760}
_MAX_AGE = re.compile(r'(?:^|,)\s*max-age\s*=\s*"?(\d{1,12})', re.IGNORECASE)
_UNKEPT = re.compile(r"(?:^|,)\s*no-(?:cache|store)\s*(?:[,=]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pace:
    """How often feeds are asked that say nothing of it themselves."""

    interval: timedelta  # at least between two askings
    chance: Callable[[], float]  # the next random number, 0 to 1


def waits(fetched: Fetched, now: datetime, *, named: bool) -> bool:
    """Whether a feed's time has not come.

    Somebody who asks for the feed by name waits for nothing but what its server asked for.
    """
    until = fetched.retry_after if named else max(fetched.retry_after, fetched.next)
    # All are RFC 3339 in UTC to the second: as text they sort as they do in time. Nobody is told to wait
    # longer than the longest wait: what lies beyond was written by a clock that was ahead.
    return stamp(now) < until <= stamp(now + LONGEST_WAIT * (1 + JITTER))


def planned(before: Fetched, after: Fetched, now: datetime, pace: Pace) -> Fetched:
    """Say when a feed may be asked next, and count its failures.

    Args:
        before: what was known when it was asked.
        after: what is known now that it answered, or did not.
        now: the time.
        pace: what holds where the feed and its server say nothing.
    """
    if after.gone:
        return replace(after, next="", failures=0)
    failures = before.failures + 1 if after.error else 0
    if failures:
        wait = BACK_OFF * 2 ** min(failures - 1, 10)
    else:
        wait = max(timedelta(seconds=after.every), min(timedelta(seconds=after.fresh), LONGEST_FRESH))
    wait = min(max(wait, pace.interval), LONGEST_WAIT) * (1 + JITTER * pace.chance())
    after = replace(after, next=max(stamp(now + wait), after.retry_after), failures=failures)
    if after.url and failures and failures % RETREAT == 0:
        # It moved to where it is no more, perhaps by mistake: validators are those of the place that is left.
        return replace(after, url="", etag="", last_modified="")
    return after


def fresh_for(now: datetime, cache_control: str, expires: str, date: str, age: str) -> int:
    """Return for how many seconds an answer stays fresh by its headers; 0 where they do not say.

    Source: RFC 9111, section 4.2: max-age before Expires, less the Age that it has already.
    """
    if _UNKEPT.search(cache_control):
        return 0
    if found := _MAX_AGE.search(cache_control):
        seconds = int(found[1])
    else:
        until = _moment(expires)
        seconds = int((until - (_moment(date) or now)).total_seconds()) if until else 0
    past = int(age) if age.isascii() and age.isdigit() and len(age) < 12 else 0
    return max(0, min(seconds - past, int(LONGEST_FRESH.total_seconds())))


def every(ttl: str, period: str, frequency: str) -> int:
    """Return how many seconds at least a feed wants between two askings; 0 where it does not say.

    Source: RSS 2.0's `ttl` is minutes; RSS 1.0's syndication module has `updatePeriod` (daily where only the
    other is given) and `updateFrequency`, how often in such a period (once).
    """
    seconds = 0
    if period or frequency:
        hours = _PERIODS.get(period.strip().lower() or "daily", 0)
        seconds = hours * 3600 // max(1, _number(frequency) or 1)
    longest = int(LONGEST_WAIT.total_seconds())
    return min(max(seconds, _number(ttl) * 60), longest)


def _number(text: str) -> int:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
