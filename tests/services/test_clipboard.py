"""Copying: which way is taken where, and what the terminal is sent."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

import pytest

from pmlearn.errors import InputError, LinkError
from pmlearn.services.clipboard import LONGEST, PIECE, Clipboard, osc52, ways

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://e.example/a?b=ü"
SSH = {"SSH_CONNECTION": "here", "TERM": "xterm-256color"}


@pytest.mark.parametrize(
    ("env", "platform", "first"),
    [
        ({"TMUX": "/tmp/x,1,0", "TERM": "screen", **SSH}, "linux", "/bin/tmux load-buffer -w -"),
        ({"TMUX": "/tmp/x,1,0", "DISPLAY": ":0"}, "linux", "/bin/tmux load-buffer -w -"),
        ({"DISPLAY": ":0", "TERM": "xterm"}, "linux", "/bin/xclip -selection clipboard"),
        ({"WAYLAND_DISPLAY": "w", "DISPLAY": ":0"}, "linux", "/bin/wl-copy"),
        ({"WSL_DISTRO_NAME": "Debian", "TERM": "xterm"}, "linux", "/bin/clip.exe"),
        ({"TERM": "xterm"}, "darwin", "/bin/pbcopy"),
        ({**SSH, "DISPLAY": ":10"}, "linux", ""),
        (SSH, "darwin", ""),
        ({"TERM": "vte-256color"}, "linux", ""),
    ],
)
def test_the_way_is_that_of_where_the_person_sits(env: dict[str, str], platform: str, first: str) -> None:
    found = ways(env, platform=platform, find=lambda name: f"/bin/{name}")
    assert " ".join(found[0].command) == first
    assert not found[0].screen


def test_what_is_configured_wins_and_nothing_else_is_tried() -> None:
    [way] = ways({"TMUX": "x", "DISPLAY": ":0"}, ["my-copy", "--now"], find=lambda name: name)
    assert way.command == ("my-copy", "--now")
    assert "my-copy" in way.said


def test_without_a_program_the_terminal_is_told_and_says_that_some_ignore_it() -> None:
    [way] = ways({"TMUX": "x", "TERM": "tmux-256color"}, find=lambda _: None, platform="linux")
    assert (way.command, way.screen) == ((), False)
    assert "some terminals ignore it" in way.said


@pytest.mark.parametrize("env", [{"TERM": "screen.xterm"}, {"TERM": "xterm", "STY": "1.pts"}])
def test_screen_hands_on_pieces(env: dict[str, str]) -> None:
    [way] = ways(env, find=lambda _: None, platform="linux")
    assert way.screen


@pytest.mark.parametrize("term", ["linux", "vt100", "dumb", ""])
def test_a_terminal_without_a_clipboard_is_sent_nothing(term: str) -> None:
    assert ways({"TERM": term}, find=lambda _: None, platform="linux") == []
    with pytest.raises(LinkError, match="no clipboard"):
        Clipboard((), {"TERM": term, "SSH_TTY": "/dev/pts/1"}).copy(URL)


def test_the_sequence_holds_the_text_and_nothing_else() -> None:
    found = re.fullmatch("\x1b]52;c;([A-Za-z0-9+/=]+)\x07", osc52(URL + "\x1b]0;x\x07"))
    assert found
    assert base64.b64decode(found[1]).decode() == URL + "\x1b]0;x\x07"


def test_pieces_for_screen_are_short_and_make_the_whole() -> None:
    text = "x" * 3000
    sent = osc52(text, screen=True)
    pieces = re.findall("\x1bP(.*?)\x1b\\\\", sent, re.DOTALL)
    assert "".join(pieces) == osc52(text)
    assert max(map(len, pieces)) <= PIECE <= 768
    assert len(sent) == sum(map(len, pieces)) + 4 * len(pieces)


def test_as_much_is_copied_as_terminals_take() -> None:
    assert len(osc52("x" * LONGEST)) < 100_010
    with pytest.raises(InputError, match="too many"):
        osc52("x" * (LONGEST + 1))


def script(path: Path, words: str) -> str:
    path.write_text(f"#!/bin/sh\n{words}\n", "utf-8")
    path.chmod(0o755)
    return str(path)


def test_a_program_gets_the_text_as_it_is_on_its_input(tmp_path: Path) -> None:
    got = tmp_path / "got"
    program = script(tmp_path / "copy", f'cat > {got}; printf "%s" "$@" >> {got}')
    copied = Clipboard([program, "-x"], {}).copy(f"{URL}; $(rm -rf /)")
    assert got.read_text("utf-8") == f"{URL}; $(rm -rf /)-x"
    assert (copied.send, "copied by" in copied.said) == ("", True)


def test_an_old_tmux_keeps_it_in_a_buffer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    got = tmp_path / "got"
    script(tmp_path / "tmux", f'test "$2" = - && cat > {got}')
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    copied = Clipboard((), {"TMUX": "x", **SSH}).copy(URL)
    assert got.read_text("utf-8") == URL
    assert "paste" in copied.said


def test_what_fails_is_named_with_the_next_move(tmp_path: Path) -> None:
    program = script(tmp_path / "copy", "exit 3")
    with pytest.raises(LinkError, match="status 3") as caught:
        Clipboard([program], {}).copy(URL)
    assert "[clipboard]" in caught.value.hint
    with pytest.raises(LinkError, match="cannot start /nowhere/copy"):
        Clipboard(["/nowhere/copy"], {}).copy(URL)
