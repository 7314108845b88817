from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pmlearn import __version__
from pmlearn.cli.main import COMMANDS
from pmlearn.services.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.cli.conftest import Run


def test_the_version_is_said(ok: Run) -> None:
    assert ok("--version").out == f"pmlearn {__version__}\n"


def test_the_help_names_every_command(ok: Run) -> None:
    out = ok("--help").out
    assert [line.split()[0] for line in out.splitlines() if line[2:].split(" ")[0] in COMMANDS] == list(
        COMMANDS
    )
    assert ok("-h").out == out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_its_line_names_its_verbs(ok: Run, name: str) -> None:
    out = ok(name, "--help").out
    assert f"Usage: pmlearn {name}" in out
    line = COMMANDS[name][1]
    if "Commands:" in out:
        verbs = {each.split()[0] for each in out.partition("Commands:\n")[2].splitlines() if each.strip()}
        assert set(line.partition(": ")[2].split(", ")) == verbs


def test_an_unknown_command_is_wrong_usage_and_near_ones_are_named(run: Run) -> None:
    ended = run("stpe")
    assert (ended.status, ended.out) == (2, "")
    assert "No such command 'stpe': did you mean step" in ended.err


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("tody", "today?"),
        ("follow", "pmlearn curriculum follow?"),
        ("note", "pmlearn step note or pmlearn queue note?"),
        ("version", "pmlearn --version?"),
        ("steps", "step?"),
    ],
)
def test_what_was_meant_is_said_of_words_that_people_try(run: Run, word: str, meant: str) -> None:
    assert run(word).err.endswith(f"No such command '{word}': did you mean {meant}\n")


def test_the_help_can_be_asked_for_as_a_command(ok: Run, run: Run) -> None:
    assert ok("help").out == ok("--help").out
    assert ok("help", "step", "done").out == ok("step", "done", "--help").out
    assert "did you mean step?" in run("help", "stpe").err


@pytest.mark.parametrize("args", [["step", "don", "x"], ["next", "--nope"], ["today", "extra"], ["--nope"]])
def test_wrong_usage_ends_with_2(run: Run, args: list[str]) -> None:
    ended = run(*args)
    assert (ended.status, ended.out) == (2, "")
    assert "Usage: pmlearn" in ended.err


def test_an_interrupted_command_ends_with_130(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Plan, "next", interrupted)
    ended = run("next")
    assert (ended.status, ended.out) == (130, "")


def test_a_crash_of_our_own_is_one_line_and_a_report_without_what_is_personal(
    run: Run, monkeypatch: pytest.MonkeyPatch, places: Mapping[str, Path]
) -> None:
    text = "secret"

    def broken(*_: Any) -> None:
        raise ZeroDivisionError(f"a {text}")

    monkeypatch.setattr(Plan, "next", broken)
    ended = run("next")
    assert (ended.status, ended.out) == (1, "")
    report = places["state"] / "crash.txt"
    failed, hint = ended.err.splitlines()
    assert failed == "pmlearn: pmlearn itself failed: ZeroDivisionError: a secret"
    assert hint.endswith(f"tell the people who make pmlearn what you did, with the report in {report}")
    held = report.read_text("utf-8")
    assert "ZeroDivisionError" in held
    assert f"a {text}" not in held
    assert report.stat().st_mode & 0o777 == 0o600


def test_in_a_terminal_that_cannot_move_its_cursor_the_commands_are_named(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setattr("pmlearn.cli.main.at_terminal", lambda: True)
    ended = run()
    assert (ended.status, ended.out) == (1, "")
    assert "pmlearn today" in ended.err


def start(*args: str, env: Mapping[str, str] | None = None, **more: Any) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pmlearn", *args]
    return subprocess.Popen(command, env={**os.environ, **(env or {})}, stderr=subprocess.PIPE, **more)


ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.parametrize("locale", [{"LC_ALL": "C"}, ASCII])
def test_in_any_locale_what_cannot_be_written_becomes_ascii(locale: dict[str, str]) -> None:
    process = start("curriculum", "show", "orientation", env=locale, stdout=subprocess.PIPE)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")
    assert b"orientation/first-guess" in out
    assert locale is not ASCII or (out.isascii() and b" - 20 min" in out)


def test_in_any_locale_scripts_get_every_character(ok: Run) -> None:
    ok("queue", "add", "--no-fetch", "example.org/x", "--title", "Café 日本 “x”")
    process = start("queue", "list", "--json", env=ASCII, stdout=subprocess.PIPE)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")
    assert out.isascii()
    assert [item["title"] for item in json.loads(out)["items"]] == ["Café 日本 “x”"]


FULL = Path("/dev/full")
only_where_full = pytest.mark.skipif(not FULL.exists(), reason="a disk that is always full is Linux's")


@only_where_full
@pytest.mark.parametrize("args", [["curriculum", "list"], ["curriculum", "show", "orientation", "--json"]])
def test_a_full_disk_where_the_output_goes_is_a_sentence(args: list[str]) -> None:
    with FULL.open("wb") as full:
        process = start(*args, stdout=full)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert err.startswith(b"pmlearn: cannot print: No space left on device\n  make room")
    assert err.count(b"\n") == 2


@only_where_full
def test_a_message_that_cannot_be_written_changes_nothing() -> None:
    command = [sys.executable, "-m", "pmlearn", "history"]
    with FULL.open("wb") as full:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=full, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, b"")


def test_a_reader_that_has_gone_is_no_crash() -> None:
    read, write = os.pipe()
    os.close(read)
    process = start("curriculum", "show", "orientation", stdout=write)
    os.close(write)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (1, b"")


def test_a_message_that_nobody_reads_is_no_crash() -> None:
    process = subprocess.run(
        ["/bin/sh", "-c", f"exec '{sys.executable}' -m pmlearn curriculum list 2>&- >&-"],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (process.stdout, process.stderr) == (b"", b"")


def test_ctrl_c_at_the_shell_ends_with_130_and_no_traceback() -> None:
    process = start("step", "note", "orientation/first-guess", "-", stdin=subprocess.PIPE)
    assert process.stdin is not None
    # More than a pipe holds: once it is written, the program is reading it.
    process.stdin.write(b"x" * 1_000_000)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err.strip()) == (130, b"pmlearn: interrupted")
