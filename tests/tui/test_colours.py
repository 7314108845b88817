from __future__ import annotations

import pytest
from rich.color import ColorSystem

from pmlearn.tui.colours import depth

NONE, SIXTEEN, MANY, TRUE = None, ColorSystem.STANDARD, ColorSystem.EIGHT_BIT, ColorSystem.TRUECOLOR


@pytest.mark.parametrize(
    ("env", "colours"),
    [
        ({"TERM": "xterm"}, SIXTEEN),
        ({"TERM": "xterm-256color"}, MANY),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, TRUE),
        ({"TERM": "xterm-256color", "COLORTERM": "24bit"}, TRUE),
        ({"TERM": "xterm-256color", "COLORTERM": "yes"}, MANY),
        ({"TERM": "xterm-kitty"}, MANY),
        ({"TERM": "tmux-256color", "COLORTERM": "truecolor", "TMUX": "/tmp/x"}, TRUE),
        ({"TERM": "screen-256color", "COLORTERM": "truecolor", "TMUX": "/tmp/x"}, TRUE),
        ({"TERM": "screen.xterm-256color", "COLORTERM": "truecolor"}, MANY),
        ({"TERM": "screen"}, SIXTEEN),
        ({"TERM": "linux", "COLORTERM": "truecolor"}, SIXTEEN),
        ({"TERM": "linux-m"}, NONE),
        ({"TERM": "vt100"}, NONE),
        ({"TERM": "vt220-w"}, NONE),
        ({"TERM": "xterm-mono"}, NONE),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "0"}, NONE),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, MANY),
    ],
)
def test_colours_are_those_that_the_environment_speaks_of(
    env: dict[str, str], colours: ColorSystem | None
) -> None:
    assert depth(env) is colours
