"""When a feed may be asked again: pure, so that every case is one line of facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlearn.feeds.dates import stamp
from pmlearn.feeds.decide import Outcome, not_asked
from pmlearn.feeds.schedule import LONGEST_WAIT, Pace, every, fresh_for, planned, waits
from pmlearn.model.feed import Fetched

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DATE = "Sun, 22 Nov 2026 18:00:00 GMT"


def pace(chance: float = 0.0, minutes: int = 60) -> Pace:
    return Pace(timedelta(minutes=minutes), lambda: chance)


def after(known: Fetched, *, chance: float = 0.0, before: Fetched | None = None) -> timedelta:
    """How long a feed is left alone of which this is known now."""
    return datetime.fromisoformat(planned(before or Fetched(), known, NOW, pace(chance)).next) - NOW


def test_a_feed_is_left_alone_for_the_interval_and_a_little_longer_by_chance() -> None:
    assert after(Fetched()) == HOUR
    assert after(Fetched(), chance=1.0) == 1.1 * HOUR
    assert after(Fetched(), chance=0.5) == 1.05 * HOUR
    assert planned(Fetched(), Fetched(), NOW, pace(minutes=5)).next == "2026-11-22T18:05:00Z"


@pytest.mark.parametrize(
    ("known", "hours"),
    [
        (Fetched(every=1800), 1),
        (Fetched(every=7200), 2),
        (Fetched(fresh=1800), 1),
        (Fetched(fresh=10_800), 3),
        (Fetched(fresh=10_800, every=14_400), 4),
        (Fetched(fresh=90 * 86_400), 24),
        (Fetched(every=90 * 86_400), 7 * 24),
    ],
)
def test_the_feed_and_its_server_may_ask_for_longer_but_not_for_ever(known: Fetched, hours: int) -> None:
    assert after(known) == hours * HOUR


def test_what_a_server_asks_for_is_waited_for_to_the_second() -> None:
    later = replace(Fetched(error="busy"), retry_after="2026-11-22T23:00:00Z")
    assert planned(Fetched(), later, NOW, pace(1.0)).next == "2026-11-22T23:00:00Z"
    soon = replace(later, retry_after="2026-11-22T18:10:00Z")
    assert planned(Fetched(), soon, NOW, pace()).next == "2026-11-22T19:00:00Z"


def test_failures_double_the_wait_up_to_a_week_and_a_success_ends_that() -> None:
    known, waited = Fetched(every=7200, fresh=7200), []
    for _ in range(12):
        known = planned(known, replace(known, error="down"), NOW, pace())
        waited.append((datetime.fromisoformat(known.next) - NOW) / HOUR)
    assert waited == [1, 2, 4, 8, 16, 32, 64, 128, 168, 168, 168, 168]
    assert known.failures == 12
    well = planned(known, replace(known, error=""), NOW, pace())
    assert (well.failures, well.next) == (0, "2026-11-22T20:00:00Z")


def test_one_that_is_gone_has_no_next_time() -> None:
    gone = planned(Fetched(failures=3), Fetched(gone=True, error="gone", next="x", failures=3), NOW, pace())
    assert (gone.next, gone.failures, gone.gone) == ("", 0, True)


def test_after_three_failures_where_it_moved_to_the_first_address_is_asked_again() -> None:
    known = Fetched(url="https://new.example/f", etag='"1"', last_modified="then", body_hash="abc")
    for _ in range(2):
        known = planned(known, replace(known, error="down"), NOW, pace())
        assert (known.url, known.etag) == ("https://new.example/f", '"1"')
    known = planned(known, replace(known, error="down"), NOW, pace())
    assert (known.url, known.etag, known.last_modified) == ("", "", "")
    assert (known.body_hash, known.failures) == ("abc", 3)


def test_before_its_time_a_feed_waits_unless_it_is_named_or_forced() -> None:
    known = Fetched(next="2026-11-22T19:00:00Z", error="was down")
    early = not_asked(known, NOW)
    assert early is not None
    assert (early.outcome, early.error) == (Outcome.WAITING, "was down")
    assert not_asked(known, NOW + HOUR) is None
    assert not_asked(known, NOW, named=True) is None
    assert not_asked(known, NOW, force=True) is None


def test_one_that_is_named_waits_for_what_its_server_asked_for_and_stays_gone() -> None:
    busy = Fetched(next="2026-11-22T19:00:00Z", retry_after="2026-11-22T18:30:00Z")
    assert not_asked(busy, NOW, named=True) is not None
    assert not_asked(busy, NOW + HOUR / 2, named=True) is None
    assert not_asked(busy, NOW, named=True, force=True) is None
    assert not_asked(Fetched(gone=True), NOW, named=True) is not None


def test_a_time_that_a_clock_gave_that_was_ahead_is_not_waited_for() -> None:
    assert not waits(Fetched(next="2027-11-22T18:00:00Z"), NOW, named=False)
    assert not waits(Fetched(retry_after="2027-11-22T18:00:00Z"), NOW, named=True)


@given(
    st.integers(0, 10**9),
    st.integers(0, 10**9),
    st.integers(0, 2000),
    st.booleans(),
    st.floats(0, 1),
    st.integers(1, 9_999),
)
def test_however_long_is_asked_for_it_is_an_interval_at_least_and_waited_for_and_ends(
    every_: int, fresh: int, failures: int, failed: bool, chance: float, minutes: int
) -> None:
    known = Fetched(every=every_, fresh=fresh, error="x" if failed else "")
    found = planned(Fetched(failures=failures), known, NOW, pace(chance, minutes))
    wait = datetime.fromisoformat(found.next) - NOW
    assert timedelta(minutes=minutes) <= wait <= LONGEST_WAIT * 1.1
    assert waits(found, NOW, named=False)
    assert not waits(found, NOW + wait, named=False)
    assert found.failures == (failures + 1 if failed else 0)


@pytest.mark.parametrize(
    ("cache_control", "expires", "date", "age", "seconds"),
    [
        ("", "", "", "", 0),
        ("max-age=600", "", "", "", 600),
        ("public, MAX-AGE = 600 , immutable", "", "", "", 600),
        ('max-age="600"', "", "", "", 600),
        ("s-maxage=600", "", "", "", 0),
        ("max-age=600", "Sun, 22 Nov 2026 20:00:00 GMT", DATE, "", 600),
        ("max-age=600", "", "", "200", 400),
        ("max-age=600", "", "", "900", 0),
        ("max-age=600", "", "", "-5", 600),
        ("no-cache, max-age=600", "", "", "", 0),
        ("max-age=600, no-store", "", "", "", 0),
        ('no-cache="set-cookie", max-age=600', "", "", "", 0),
        ("max-age=99999999999999999999", "", "", "", 86_400),
        ("max-age=-1", "Sun, 22 Nov 2026 18:05:00 GMT", DATE, "", 300),
        ("max-age=soon", "", "", "", 0),
        ("", "Sun, 22 Nov 2026 18:05:00 GMT", DATE, "", 300),
        ("", "Sun, 22 Nov 2026 18:05:00 GMT", "Sun, 22 Nov 2026 18:04:00 GMT", "", 60),
        ("", "Sun, 22 Nov 2026 18:05:00 GMT", "yesterday", "", 300),
        ("", "Sun, 22 Nov 2020 18:05:00 GMT", "", "", 0),
        ("", "Sun, 22 Nov 2099 18:05:00 GMT", "", "", 86_400),
        ("", "0", DATE, "", 0),
        ("", "-1", "", "", 0),
        ("", "Sun, 22 Nov 99999 18:05:00 GMT", "", "", 0),
    ],
)
def test_how_long_an_answer_is_fresh(
    cache_control: str, expires: str, date: str, age: str, seconds: int
) -> None:
    assert fresh_for(NOW, cache_control, expires, date, age) == seconds


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40), st.text(max_size=20))
def test_whatever_headers_say_a_day_is_the_most(a: str, b: str, c: str, d: str) -> None:
    assert 0 <= fresh_for(NOW, a, b, c, d) <= 86_400


@pytest.mark.parametrize(
    ("ttl", "period", "frequency", "minutes"),
    [
        ("", "", "", 0),
        ("90", "", "", 90),
        (" 90\n", "", "", 90),
        ("0", "", "", 0),
        ("-5", "", "", 0),
        ("an hour", "", "", 0),
        ("99999999", "", "", 7 * 24 * 60),
        ("٣", "", "", 0),
        ("", "hourly", "1", 60),
        ("", "\n hourly\t", " 2 ", 30),
        ("", "Daily", "", 24 * 60),
        ("", "", "4", 6 * 60),
        ("", "weekly", "1", 7 * 24 * 60),
        ("", "yearly", "1", 7 * 24 * 60),
        ("", "daily", "0", 24 * 60),
        ("", "fortnightly", "1", 0),
        ("90", "hourly", "1", 90),
        ("30", "hourly", "1", 60),
    ],
)
def test_what_a_feed_wants_between_two_askings(ttl: str, period: str, frequency: str, minutes: int) -> None:
    assert every(ttl, period, frequency) == minutes * 60


def test_times_are_compared_as_text_which_is_right_for_one_form_alone() -> None:
    assert stamp(NOW) < stamp(NOW + timedelta(seconds=1)) < stamp(NOW + timedelta(days=400))
