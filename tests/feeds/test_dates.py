"""Moments, and how long a server wants to be left alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from pmlearn.feeds.dates import retry_after, stamp, stamp_of

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


def test_stamps_are_utc_and_sort_as_text() -> None:
    assert (
        stamp(datetime(2026, 1, 1, 0, 30, 5, 999, tzinfo=timezone(timedelta(hours=2))))
        == "2025-12-31T22:30:05Z"
    )
    assert stamp(datetime(33, 1, 1, tzinfo=UTC)) == "0033-01-01T00:00:00Z"


def test_parts_that_are_no_date_are_nothing() -> None:
    assert stamp_of((2026, 6, 30, 23, 59, 60, 0, 0, 0)) == "2026-06-30T23:59:59Z"
    assert stamp_of((2026, 2, 31, 0, 0, 0, 0, 0, 0)) == ""
    assert stamp_of((99999, 1, 1, 0, 0, 0, 0, 0, 0)) == ""
    assert stamp_of(None) == ""


@pytest.mark.parametrize(
    ("header", "until"),
    [
        ("120", "2026-11-22T18:02:00Z"),
        (" 1 ", "2026-11-22T18:00:01Z"),
        ("Sun, 22 Nov 2026 19:00:00 GMT", "2026-11-22T19:00:00Z"),
        ("Sun, 22 Nov 2026 19:00:00 -0000", "2026-11-22T19:00:00Z"),
        ("999999999999999999", "2026-11-23T18:00:00Z"),
        ("Fri, 31 Dec 9999 23:59:59 GMT", "2026-11-23T18:00:00Z"),
        ("Sun, 22 Nov 2026 17:00:00 GMT", ""),
        ("0", ""),
        ("-5", ""),
        ("²", ""),
        ("soon", ""),
        ("", ""),
    ],
)
def test_retry_after(header: str, until: str) -> None:
    assert retry_after(header, NOW) == until
