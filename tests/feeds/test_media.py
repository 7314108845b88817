"""How long a recording is, as the many ways to say it mean it."""

from __future__ import annotations

import pytest

from pmlearn.feeds.media import seconds


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("1:02:03", 3723),
        ("62:03", 3723),
        ("3723", 3723),
        (" 1:02:03.5 ", 3723),
        ("95.7", 95),
        ("0", None),
        ("00:00:00", None),
        ("", None),
        (None, None),
        ("an hour", None),
        ("1:2:3:4", None),
        ("-5", None),
        ("1::2", None),
        ("²", None),
        ("9" * 5_000, None),
        ("9999999", None),
    ],
)
def test_seconds(said: object, meant: int | None) -> None:
    assert seconds(said) == meant
