from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlearn.feeds.transcript import best, text_of
from pmlearn.model.feed import Transcript

VTT = """\
WEBVTT - A talk

STYLE
::cue { color: red }

NOTE made by hand

intro
00:00:00.000 --> 00:00:02.000 align:start
<v Ada>Hello, and <i>welcome</i>.</v>

00:00:02.000 --> 00:00:04.000
<v Ada>Today: hiring &amp; firing.

00:00:04.000 --> 00:00:06.000
<v.loud Bob>Thanks.
Glad to be here.
"""
SRT = """\
\ufeff1
00:00:00,000 --> 00:00:02,000
Hello, and <b>welcome</b>.

2
00:00:02,000 --> 00:00:04,000
Hello, and welcome.
Let us begin.
"""


def test_subtitles_become_what_is_said_by_whom() -> None:
    assert text_of(VTT.encode(), "text/vtt") == (
        "Ada: Hello, and welcome. Today: hiring & firing.\n\nBob: Thanks. Glad to be here."
    )


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_subrip_too_and_what_rolls_is_said_once(ends: str) -> None:
    body = SRT.replace("\n", ends).encode()
    assert text_of(body, "application/x-subrip") == "Hello, and welcome. Let us begin."
    assert text_of(body, "text/plain") == "Hello, and welcome. Let us begin."


def test_plain_text_stays_as_it_is() -> None:
    assert text_of(b"Ada: Hello.\n\nBob: Hi.\x1b[2J", "text/plain") == "Ada: Hello.\n\nBob: Hi.[2J"


def test_long_ones_have_paragraphs() -> None:
    cues = "\n\n".join(
        f"00:{at:02d}.000 --> 00:{at:02d}.900\nThis is sentence number {at}." for at in range(60)
    )
    paragraphs = text_of(f"WEBVTT\n\n{cues}".encode(), "text/vtt").split("\n\n")
    assert 2 < len(paragraphs) < 10
    assert all(len(paragraph) < 500 for paragraph in paragraphs)


@given(st.binary(), st.sampled_from(["text/vtt", "text/plain", "application/srt"]))
def test_no_bytes_are_too_odd(body: bytes, kind: str) -> None:
    assert "\x1b" not in text_of(body, kind)


def test_the_best_is_one_that_can_be_shown() -> None:
    html, vtt, odd = (Transcript(f"https://e.org/{kind}", kind) for kind in ("text/html", "text/vtt", "a/b"))
    assert best((html, odd, vtt)) == vtt
    assert best((odd, html)) == html
    assert best((odd,)) is None
