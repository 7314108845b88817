"""Copying: which program or sequence gets a text into the clipboard of the person who reads it.

A program is started with an argument list and gets the text on its standard input. Over SSH the far side's
clipboard is of no use: there, tmux or the terminal itself passes the text on (OSC 52, see "Operating System
Commands" in https://invisible-island.net/xterm/ctlseqs/ctlseqs.html). tmux drops a bare OSC 52 unless it is
told not to; `load-buffer -w` is its own way, since 3.2.
"""

from __future__ import annotations

import base64
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmlearn.errors import InputError, LinkError
from pmlearn.model.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

NO_WAY = "scan it as a QR code, or select the address"
"""What is left where nothing can be copied; a screen that shows it says with which keys."""

LONGEST = 74_994
"""Bytes of a text: as base64 they are 100,000, and many terminals take no longer sequence."""

PIECE = 256
"""Characters of a piece for screen: from 2014 on it takes 768, before that 512, and before 2008 256."""

SECONDS = 3.0
"""For a program to take the text; one that hangs is ended."""

NO_CLIPBOARD = ("linux", "vt1", "vt2", "vt3", "vt4", "vt5", "ansi", "dumb", "cons", "eterm")
"""What the names of terminals begin with that have no clipboard, and may print what they do not know."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way into a clipboard."""

    command: tuple[str, ...]  # the program and its arguments; () where the terminal itself is told
    said: str  # what to say when it is done
    screen: bool = False  # the terminal is behind GNU screen, which hands pieces on


@dataclass(frozen=True, slots=True)
class Copied:
    """What came of copying."""

    said: str  # in a line
    send: str = ""  # what the front end still has to send to the terminal


def ways(
    env: Mapping[str, str],
    configured: Sequence[str] = (),
    *,
    platform: str = sys.platform,
    find: Callable[[str], str | None] = shutil.which,
) -> list[Way]:
    """The ways to try in an environment, the best first; [] where there is none.

    Args:
        env: the environment.
        configured: `[clipboard] command`; it wins, and nothing else is tried.
        platform: as `sys.platform`.
        find: where a program is, as `shutil.which`.
    """
    if configured:
        return [Way(tuple(configured), f"copied by {clean(configured[0], 40)}")]
    remote = "SSH_CONNECTION" in env or "SSH_TTY" in env
    found: list[Way] = []
    if env.get("TMUX") and (tmux := find("tmux")):
        found += [
            Way((tmux, "load-buffer", "-w", "-"), "copied by tmux"),
            Way((tmux, "load-buffer", "-"), "copied into tmux: its prefix and ] paste it"),
        ]
    if not remote:
        local = [*_desktop(env, platform)]
        # In tmux the window may be looked at from elsewhere: tmux knows from where, the desktop does not.
        found += [Way((path, *rest), "copied") for name, *rest in local if (path := find(name))]
    term = env.get("TERM", "")
    if not found and term and not term.startswith(NO_CLIPBOARD):
        found.append(
            Way(
                (),
                "sent to the terminal's clipboard: some terminals ignore it",
                screen="STY" in env or (term.startswith("screen") and not env.get("TMUX")),
            )
        )
    return found


def _desktop(env: Mapping[str, str], platform: str) -> list[tuple[str, ...]]:
    if platform == "darwin":
        return [("pbcopy",)]
    programs: list[tuple[str, ...]] = []
    if env.get("WAYLAND_DISPLAY"):
        programs.append(("wl-copy",))
    if env.get("DISPLAY"):
        programs += [("xclip", "-selection", "clipboard"), ("xsel", "--clipboard", "--input")]
    if env.get("WSL_DISTRO_NAME"):
        programs.append(("clip.exe",))
    return programs


def osc52(text: str, *, screen: bool = False) -> str:
    """The sequence that asks a terminal to put a text into its clipboard.

    Args:
        text: of at most `LONGEST` bytes.
        screen: in device control strings of at most `PIECE` characters, which GNU screen hands on.

    Raises:
        InputError: the text is too long.
    """
    data = text.encode("utf-8", "replace")
    if len(data) > LONGEST:
        raise InputError(f"{len(data):,} bytes are too many to copy", f"copy at most {LONGEST:,}")
    sequence = f"\x1b]52;c;{base64.b64encode(data).decode()}\x07"
    if not screen:
        return sequence
    pieces = (sequence[at : at + PIECE] for at in range(0, len(sequence), PIECE))
    return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)


class Clipboard:
    """Copies a text.

    Args:
        configured: `[clipboard] command`; () for what is found.
        env: the environment.
    """

    def __init__(self, configured: Sequence[str], env: Mapping[str, str]) -> None:
        self._configured = tuple(configured)
        self._env = env

    def copy(self, text: str) -> Copied:
        """Copy a text, in the first way that works.

        Raises:
            InputError: it is too long for the terminal.
            LinkError: there is no way, or none worked.
        """
        failed = ""
        for way in ways(self._env, self._configured):
            if not way.command:
                return Copied(way.said, osc52(text, screen=way.screen))
            if not (failed := _put(way.command, text)):
                return Copied(way.said)
        if failed:
            raise LinkError(failed, "set [clipboard] command in config.toml to one that reads what to copy")
        raise LinkError("this terminal has no clipboard", NO_WAY)


def _put(command: Sequence[str], text: str) -> str:
    """Hand a text to a program; what failed, or ""."""
    name = clean(command[0], 80)
    try:
        # What it prints goes nowhere: some stay behind to hand the text out, with these files still open.
        done = subprocess.run(  # noqa: S603 - our own words, or those of the learner's configuration
            command,
            input=text.encode("utf-8", "replace"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired:
        return f"{name} did not take the text in {SECONDS:g} seconds"
    except OSError as error:
        return f"cannot start {name}: {error.strerror}"
    return f"{name} ended with status {done.returncode}" if done.returncode else ""
