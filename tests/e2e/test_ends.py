"""However the program ends, the terminal is as it was, the status says why, and what was done is kept."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from tests.e2e import terminal as pty
from tests.e2e.sequences import tokens_of
from tests.e2e.terminal import Terminal, environment
from tests.e2e.test_learning import FIRST, open_inspired

if TYPE_CHECKING:
    from pathlib import Path

SOON = 20.0
"""The watchdog: ten times what the design allows."""

AT_REST = {"1049": "l", "25": "h", "1000": "l", "1003": "l", "1006": "l", "1004": "l", "2004": "l", "7": "h"}
"""Other screen, cursor, mouse (three), focus reports, bracketed paste, line wrap: as a shell has them."""


def modes_left(raw: bytes) -> dict[str, str]:
    """The private modes that were touched, as they were left: h for on, l for off."""
    modes: dict[str, str] = {}
    for token in tokens_of(raw):
        if token.kind == "csi" and token.body.startswith("?") and token.body[-1] in "hl":
            modes |= dict.fromkeys(token.body[1:-1].split(";"), token.body[-1])
    return modes


def is_restored(terminal: Terminal) -> None:
    left = modes_left(bytes(terminal.raw))
    assert left.items() >= {"1049": "l", "25": "h", "1000": "l", "2004": "l"}.items()
    assert left.items() <= (AT_REST | {"2048": "l"}).items()
    pushed, popped = terminal.raw.count(b"\x1b[>1u"), terminal.raw.count(b"\x1b[<u")
    assert popped >= pushed, "the keyboard protocol is left on"
    assert terminal.modes_now == terminal.modes


def still_ticked(home: Path) -> None:
    with Terminal(environment(home)) as terminal:
        terminal.wait_for(f"[x] {FIRST}").settle()
        # A dropped line signals twice, and where the learner was is kept all the same.
        (place,) = (home / "pmlearn" / "state").glob("place-*")
        place.unlink()
        terminal.signal(signal.SIGHUP)
        terminal.signal(signal.SIGHUP)
        assert terminal.wait_for_end() == 129
        is_restored(terminal)
    assert "checklist" in place.read_text("utf-8")


@pytest.mark.parametrize(
    ("ending", "status"),
    [(signal.SIGHUP, 129), (signal.SIGTERM, 143), (signal.SIGINT, 130), ("ctrl+c", 130), ("ctrl+q", 0)],
)
def test_it_ends_with_the_terminal_as_it_was(
    home: Path, monkeypatch: pytest.MonkeyPatch, ending: signal.Signals | str, status: int
) -> None:
    with Terminal(environment(home)) as terminal:
        open_inspired(terminal)
        terminal.press("space").wait_for(f"[x] {FIRST}")
        monkeypatch.setattr(pty, "WATCHDOG", SOON)
        if isinstance(ending, str):
            terminal.press(ending)
        else:
            terminal.signal(ending)
        assert terminal.wait_for_end() == status
        is_restored(terminal)
    still_ticked(home)


def test_a_line_that_takes_nothing_any_more_cannot_hold_it_up(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A dead SSH session: the terminal is there, nobody reads it, and it is full.
    with Terminal(environment(home)) as terminal:
        open_inspired(terminal)
        terminal.press("space").wait_for(f"[x] {FIRST}")
        monkeypatch.setattr(pty, "WATCHDOG", SOON)
        for columns in range(60, 160):
            terminal.resize(columns, 24)
            terminal.signal(signal.SIGWINCH)
        terminal.signal(signal.SIGHUP)
        assert terminal.process.wait(SOON) == 129
    still_ticked(home)


def test_the_shell_gets_the_terminal_back_while_it_is_suspended(home: Path) -> None:
    with Terminal(environment(home)) as terminal:
        open_inspired(terminal)
        terminal.press("ctrl+z").wait_for(lambda t: t.stopped)
        is_restored(terminal)
        painted = terminal.raw.count(FIRST.encode())
        terminal.signal(signal.SIGCONT)
        terminal.wait_for(lambda t: t.raw.count(FIRST.encode()) > painted).settle().press("space").wait_for(
            f"[x] {FIRST}"
        )
        assert terminal.press("ctrl+q").wait_for_end() == 0
        is_restored(terminal)


PLANTED = """
import sys
from pmlearn.{module} import {name}
def fails(self, *arguments):
    name = "a name and a title"
    raise ZeroDivisionError(name)
{name}.{method} = fails
sys.argv = ["pmlearn"]
from pmlearn.__main__ import main
main()
"""


@pytest.mark.parametrize(
    ("module", "name", "method", "through"),
    [
        ("tui.screens.learn", "LearnPage", "accept", "pmlearn/tui/app.py:"),  # what a key asked for
        ("tui.screens.learn", "LearnPage", "fetch", "pmlearn/tui/worker.py:"),  # on the services' thread
        ("tui.widgets.lines", "Lines", "action_page", "textual/"),
        ("services.place", "Place", "save", "pmlearn/tui/app.py:"),  # after the end
    ],
)
def test_a_crash_of_our_own_restores_the_terminal_keeps_what_is_written_and_names_nobody(
    home: Path, module: str, name: str, method: str, through: str
) -> None:
    planted = PLANTED.format(module=module, name=name, method=method)
    with Terminal(environment(home), (sys.executable, "-c", planted)) as terminal:
        terminal.wait_for("? keys").press("a").wait_for("ctrl+s keep").type("half a note")
        terminal.wait_for("half a note").press("esc").wait_for("? keys").press("2")
        if method == "action_page":
            terminal.wait_for("To follow").press("pgdn")
        elif method == "save":
            terminal.wait_for("To follow").press("ctrl+q")
        assert terminal.wait_for_end() == 1
        is_restored(terminal)
        assert terminal.raw.count(b"pmlearn itself failed: ZeroDivisionError") == 1
        assert terminal.raw.rindex(b"itself failed") > terminal.raw.rindex(b"\x1b[?1049l")
    kept = home / "pmlearn" / "state" / "crash.txt"
    assert kept.stat().st_mode & 0o777 == 0o600
    report = kept.read_text("utf-8")
    assert through in report
    assert report.endswith("ZeroDivisionError\n")
    assert "a name" not in report
    assert str(home) not in report
    assert str(pty.ROOT) not in report
    with Terminal(environment(home)) as terminal:
        terminal.wait_for("? keys").press("1").settle().press("a").wait_for("half a note")


def test_what_an_editor_saved_before_it_was_killed_goes_on_here(home: Path) -> None:
    editor = home / "editor"
    editor.write_text('#!/bin/sh\nprintf "a page of it" > "$1"\nkill -9 $$\n')
    editor.chmod(0o755)
    with Terminal(environment(home, VISUAL=str(editor))) as terminal:
        open_inspired(terminal)
        terminal.press("a").wait_for("your editor").press("ctrl+e").wait_for("a page of it")
        terminal.wait_for("it goes on here").press("ctrl+s").wait_for("noted: ")
    assert "a page of it" in (next((home / "pmlearn/data/journal").iterdir())).read_text("utf-8")


def test_ctrl_c_in_an_editor_is_the_editors(home: Path) -> None:
    gate = home / "gate"
    os.mkfifo(gate)
    editor = home / "editor"
    waiting = f"read x < {gate} || read x < {gate}"  # ctrl+c ends the first one
    editor.write_text(f'#!/bin/sh\ntrap : INT\necho\necho editing\n{waiting}\necho ours > "$1"\n')
    editor.chmod(0o755)
    with Terminal(environment(home, VISUAL=str(editor))) as terminal:
        open_inspired(terminal)
        terminal.press("a").wait_for("your editor").press("ctrl+e").wait_for("editing")
        terminal.press("ctrl+c").wait_for("^C")
        gate.write_text("on\n")
        terminal.wait_for("noted:").settle()
        assert terminal.press("ctrl+q").wait_for_end() == 0
        is_restored(terminal)
