"""What each kind of terminal is told: nothing that it does not know."""

from __future__ import annotations

import re

import pytest

from pmlearn.tui import modes

KNOWN = {
    "vt100": {"?7"},
    "vt220": {"?7", "?25"},
    "linux": {"?7", "?25"},
    "screen": {"?7", "?25", "?1049", "?1000", "?1006", "?2004"},
    "tmux-256color": {"?7", "?25", "?1049", "?1000", "?1006", "?2004"},
    "xterm": {"?7", "?25", "?1049", "?1000", "?1006", "?2004"},
}


@pytest.mark.parametrize("term", KNOWN)
@pytest.mark.parametrize("thrifty", [False, True])
def test_a_terminal_is_told_what_it_knows_and_gets_it_all_back(term: str, thrifty: bool) -> None:
    sent = modes.enter(term, thrifty=thrifty)
    back = modes.leave(term, thrifty=thrifty)
    on = set(re.findall(r"\x1b\[(\?\d+)[hl]", sent))
    assert on == KNOWN[term] == set(re.findall(r"\x1b\[(\?\d+)[hl]", back))
    keyboard = term == "xterm" and not thrifty
    assert sent.count("\x1b[>1u") == back.count("\x1b[<u") == keyboard
    # Nothing else is in it but ink, margins and, where there is no other screen, a clean one.
    rest = re.sub(r"\x1b\[\?\d+[hl]|\x1b\[>1u|\x1b\[<u", "", sent + back)
    assert rest == "\x1b[r\x1b[0m" + ("\x1b[H\x1b[2J" if "?1049" not in on else "")


@pytest.mark.parametrize(
    ("env", "far"),
    [
        ({}, False),
        ({"SSH_CONNECTION": "a"}, True),
        ({"SSH_TTY": "/dev/pts/1"}, True),
        ({"TMUX": "t", "SSH_CONNECTION": "a"}, True),
        ({"TMUX": "t", "SSH_TTY": "/dev/pts/1"}, False),
    ],
)
def test_what_is_far(env: dict[str, str], far: bool) -> None:
    assert modes.far(env) is far
