"""What mpv says, taken in without a player."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlearn.model.feed import Chapter
from pmlearn.services.player import KEEP_EVERY, Playing

CHAPTERS = (Chapter(0, "Hello"), Chapter(60, "Why"), Chapter(300, "How"))


def say(playing: Playing, **message: Any) -> None:
    playing.take(json.dumps(message).encode() + b"\n")


def change(playing: Playing, name: str, data: Any) -> None:
    say(playing, event="property-change", id=1, name=name, data=data)


def heard(position: float = 100, duration: float = 600, **given: Any) -> Playing:
    playing = Playing("A talk", **given)
    say(playing, event="file-loaded")
    change(playing, "duration", duration)
    change(playing, "time-pos", position)
    return playing


def command(message: bytes) -> list[Any]:
    assert message.endswith(b"\n")
    assert message.count(b"\n") == 1
    words: list[Any] = json.loads(message)["command"]
    return words


def test_it_follows_what_the_player_says() -> None:
    playing = heard(754.6, 3250)
    change(playing, "speed", 1.5)
    assert playing.where() == "12:34/54:10 1.5×"
    change(playing, "speed", 1)
    change(playing, "pause", True)
    assert (playing.where(), playing.paused) == ("12:34/54:10", True)


def test_it_asks_to_hear_of_changes() -> None:
    assert [json.loads(line)["command"][0] for line in Playing.greeting().splitlines()] == (
        ["observe_property"] * 5
    )


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("time-pos", None),
        ("time-pos", "5"),
        ("time-pos", True),
        ("time-pos", -1),
        ("time-pos", 1e30),
        ("pause", 1),
        ("duration", {}),
        ("speed", []),
        ("chapter-list", 5),
        ("chapter-list", [5, None, {"time": "x"}, {"time": -1}]),
        (None, 5),
    ],
)
def test_what_makes_no_sense_is_passed_over(name: Any, data: Any) -> None:
    playing, same = heard(), heard()
    change(playing, name, data)
    assert playing == same


@given(st.binary())
def test_no_line_is_too_odd(line: bytes) -> None:
    heard().take(line)
    heard().take(b"[" * 100_000)


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(VALUES)
def test_no_value_is_too_odd(data: Any) -> None:
    playing = heard()
    for name in ("time-pos", "duration", "speed", "pause", "chapter-list"):
        change(playing, name, data)
    say(playing, event="end-file", reason=data, file_error=data)
    playing.where()


@pytest.mark.parametrize(
    ("position", "reason", "finished"),
    [
        (599, "eof", True),
        (575, "eof", True),
        (300, "eof", False),
        (599, "quit", False),
        (599, "error", False),
    ],
)
def test_what_breaks_off_was_not_heard_to_its_end(position: float, reason: str, *, finished: bool) -> None:
    playing = heard(position)
    say(playing, event="end-file", reason=reason)
    assert playing.finished is finished


def test_a_list_that_led_to_the_recording_has_not_ended_it() -> None:
    playing = heard()
    say(playing, event="end-file", reason="redirect")
    say(playing, event="start-file")
    assert playing.ended == ""


def test_the_position_is_kept_now_and_then_and_when_it_pauses() -> None:
    playing = heard(10, kept=8)
    assert not playing.due(1000)
    change(playing, "pause", True)
    assert not playing.due(1000)  # it hardly moved
    change(playing, "time-pos", 20)
    assert playing.due(1000)
    assert playing.keep(1000) == 20
    assert not playing.due(1000)
    change(playing, "pause", False)
    change(playing, "time-pos", 20 + KEEP_EVERY)
    assert not playing.due(1000 + KEEP_EVERY - 1)
    assert playing.due(1000 + KEEP_EVERY)


def test_before_it_is_heard_there_is_nothing_to_keep() -> None:
    playing = Playing("A talk", position=300)
    say(playing, event="end-file", reason="quit")
    assert not playing.due(1000)


def test_what_it_is_told() -> None:
    playing = heard(100, chapters=CHAPTERS)
    assert command(playing.pause()) == ["set_property", "pause", True]
    change(playing, "pause", True)
    assert command(playing.pause()) == ["set_property", "pause", False]
    assert command(playing.seek(-15)) == ["seek", -15, "relative"]
    assert command(playing.jump(60)) == ["seek", 60, "absolute"]
    assert command(playing.faster(1)) == ["set_property", "speed", 1.1]
    change(playing, "speed", 3.0)
    assert command(playing.faster(1)) == ["set_property", "speed", 3.0]
    change(playing, "speed", 0.5)
    assert command(playing.faster(-1)) == ["set_property", "speed", 0.5]


@pytest.mark.parametrize(
    ("position", "by", "to"),
    [(100, 1, 300), (100, -1, 60), (62, -1, 0), (2, -1, None), (400, 1, None), (400, -1, 300)],
)
def test_chapters_are_gone_through(position: float, by: int, to: int | None) -> None:
    message = heard(position, chapters=CHAPTERS).chapter(by)
    assert message == b"" if to is None else command(message) == ["seek", to, "absolute"]


def test_the_chapters_of_the_file_stand_in_for_ours() -> None:
    playing = heard()
    change(playing, "chapter-list", [{"time": 60.5, "title": "Two\x1b[2J"}, {"time": 0, "title": "One"}])
    assert playing.chapters == (Chapter(0, "One"), Chapter(60, "Two[2J"))
    assert playing.chapter_title() == "Two[2J"
    ours = heard(chapters=CHAPTERS)
    change(ours, "chapter-list", [{"time": 0, "title": "Theirs"}])
    assert ours.chapters == CHAPTERS
