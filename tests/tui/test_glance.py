"""The first glyphs: read as plain cells or not at all, on the screen before the app, and nobody's fault."""

from __future__ import annotations

import os
import signal
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.geometry import Region

from pmlearn import config
from pmlearn.tui import glance
from pmlearn.tui.paint import Painter
from pmlearn.tui.pen import RESET, Look, codes_of, look_of, on_blank
from pmlearn.tui.screencells import BLANK, rows_of, runs_of, without_news
from tests.e2e.terminal import Terminal, environment

if TYPE_CHECKING:
    from pathlib import Path

SIZE = (20, 5)
KEY = glance.key_of(SIZE, {"TERM": "xterm"}, thrifty=False)


@pytest.mark.parametrize(
    "env",
    [
        {"PMLEARN_HOME": "/srv/pm/../learn"},
        {"PMLEARN_HOME": "~/learn", "HOME": "/home/ada"},
        {"XDG_STATE_HOME": "/var/state", "HOME": "/home/ada"},
        {"XDG_STATE_HOME": "relative", "HOME": "/home/ada"},
        {"HOME": "/home/ada"},
    ],
)
def test_it_lies_where_the_state_is(env: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    assert os.path.realpath(glance.state_directory(env)) == os.path.realpath(config.find_places(env).state)


def test_what_was_shown_comes_back_cell_by_cell() -> None:
    rows = [[BLANK] * SIZE[0] for _ in range(SIZE[1])]
    for x, char in enumerate("Today is"):
        bold = Look("1", "36", "")
        rows[1][x] = (char, on_blank(bold) if char == " " else bold if x < 5 else RESET)
    dark = Look("4", "38;2;1;2;3", "48;5;234")
    rows[2][3:5] = [("日", dark), ("", dark)]
    data = glance.compose(KEY, runs_of(rows))
    runs = glance.parse(data, KEY, SIZE)
    assert runs is not None
    assert rows_of(SIZE, runs) == rows
    rows[3][0] = ("e\u0301", RESET)  # a row whose width is not sure is left to the app
    assert glance.compose(KEY, runs_of(rows)) == data


def test_whoever_listens_already_goes_on_listening(monkeypatch: pytest.MonkeyPatch) -> None:
    def hears(*_: object) -> None: ...

    monkeypatch.setattr(glance, "_shown", [glance.Glance(SIZE, (), [], thrifty=False)])
    before = {number: signal.getsignal(number) for number in (signal.SIGHUP, signal.SIGTERM)}
    try:
        signal.signal(signal.SIGHUP, hears)
        signal.signal(signal.SIGTERM, glance._end)
        assert glance.take() is not None
        assert signal.getsignal(signal.SIGHUP) is hears
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def test_what_was_said_and_played_is_over_at_the_next_start() -> None:
    painter = Painter()
    painter.adopt([[(str(y), RESET)] * SIZE[0] for y in range(SIZE[1])])

    def widget(y: int, said: str = "") -> Any:
        return SimpleNamespace(region=Region(0, y, SIZE[0], 1), display=True, message=(said, False))

    for said, left in (("x", "04"), ("", "0134")):
        line = widget(3, said)
        line.above = widget(1)
        page = SimpleNamespace(line=line, playing=widget(2))
        rows = without_news(cast("Any", page), painter)
        assert "".join(row[0][0] for row in rows).replace(" ", "") == left


@pytest.mark.parametrize(
    "codes", ["", "1", "1;36", "38;5;2", "48;2;1;2;3", "3;4;9;38;2;4;5;6;48;5;7", "90;107", "2;97;100"]
)
def test_a_look_comes_back_from_its_codes(codes: str) -> None:
    assert codes_of(look_of(codes)) == codes


@pytest.mark.parametrize(
    "line",
    [
        "0\t0\t\tan \x1b[31m escape",
        "0\t0\t\tan \u202e override",
        "0\t0\t31m\x1b]0;title\x07\ttext",
        "0\t0\t?1049\ttext",
        "9\t0\t\tbelow the screen",
        "0\t15\t\tbeyond the edge",
        "-1\t0\t\ttext",
        "99999999999999999999\t0\t\ttext",
        "²\t0\t\ttext",
        "0\t0\t\t",
        "text",
        "",
    ],
)
def test_what_is_odd_is_not_shown(line: str) -> None:
    good = glance.compose(KEY, [(0, 0, "1", "fine")])
    assert glance.parse(good, KEY, SIZE) == [(0, 0, "1", "fine")]
    assert glance.parse(good + b"\n" + line.encode(), KEY, SIZE) is None
    assert glance.parse(good, "another terminal", SIZE) is None


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_runs_that_fit_or_nothing(data: bytes) -> None:
    for content in (data, f"{glance.FORMAT}\n{KEY}\n".encode() + data):
        for y, x, ink, text in glance.parse(content, KEY, SIZE) or ():
            assert 0 <= y < SIZE[1]
            assert x + len(text) <= SIZE[0]
            assert (ink + text).isprintable()


def test_the_next_start_shows_it_at_once_and_sends_nothing_twice(home: Path) -> None:
    env = environment(home)
    # The app is held up before it is imported: what is seen is the file, and a key waits for the app.
    slow = home / "slow"
    slow.mkdir()
    (slow / "click.py").write_text(
        "import os, sys\nopen(os.environ['GATE']).read()\nsys.path.remove(os.path.dirname(__file__))\n"
        "del sys.modules['click']\nimport click\n"
    )
    gate = home / "gate"
    os.mkfifo(gate)
    held = env | {"PYTHONPATH": f"{slow}:{env['PYTHONPATH']}", "GATE": str(gate)}
    # The first start of all is held up as well: a line says that it opens, and nothing typed is echoed.
    with Terminal(held, glance=True) as terminal:
        terminal.wait_for(glance.OPENING).press("u").settle()
        assert terminal.raw.endswith(glance.OPENING.encode())
        assert terminal.press("ctrl+c").wait_for_end() == 130
        assert terminal.modes_now == terminal.modes
    with Terminal(env) as terminal:
        terminal.wait_for("? keys").settle().press("u")
        terminal.wait_for("nothing to undo").settle().press("ctrl+q")
        assert terminal.wait_for_end() == 0
    kept = home / "pmlearn" / "state" / glance.NAME
    # What was said is about what was done then.
    assert "keys" in kept.read_text()
    assert "nothing to undo" not in kept.read_text()
    assert kept.stat().st_mode & 0o777 == 0o600
    with Terminal(held, glance=True) as terminal:
        terminal.wait_for("? keys")
        first = len(terminal.raw)
        terminal.press("2")
        gate.open("w").close()
        terminal.wait_for("To follow").settle()
        later = bytes(terminal.raw[first:])
        assert b"\x1b[2J" not in later
        assert b"? keys" not in later
        assert terminal.press("ctrl+c").wait_for_end() == 130
        assert terminal.modes_now == terminal.modes
    # A start that ends before the app gives the terminal back, and what is said is said on its own screen.
    with Terminal(held, glance=True) as terminal:
        terminal.wait_for("? keys")
        terminal.press("ctrl+c")
        assert terminal.wait_for_end() == 130
        assert terminal.modes_now == terminal.modes
        assert terminal.raw.endswith(b"\x1b[?1049l\x1b[?25h")
    config_file = home / "pmlearn" / "config" / "config.toml"
    config_file.parent.mkdir(exist_ok=True)
    config_file.write_text("[screen]\nthrifty = 3\n")
    with Terminal(env, glance=True) as terminal:
        assert terminal.wait_for_end() == 1
        assert terminal.modes_now == terminal.modes
        assert terminal.raw.rindex(b"thrifty is 3") > terminal.raw.rindex(b"\x1b[?1049l")
