from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pmlearn.services.due import due

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("next_", "said"),
    [
        ("", "due now"),
        ("nonsense", "due now"),
        ("2026-11-22T17:00:00Z", "due now"),
        ("2026-11-22T18:00:00Z", "due now"),
        ("2026-11-22T18:00:30Z", "next in 1 min"),
        ("2026-11-22T18:40:00Z", "next in 40 min"),
        ("2026-11-22T19:05:00Z", "next in 1 h 05"),
        ("2026-11-22T23:40:00Z", "next in 5 h"),
        ("2026-11-25T19:00:00Z", "next in 3 days"),
    ],
)
def test_when_a_feed_is_asked_next_in_words(next_: str, said: str) -> None:
    assert due(next_, NOW) == said
    assert due(next_, NOW, paused=True) == "paused"
    assert due(next_, NOW, paused=True, gone=True) == "gone"
