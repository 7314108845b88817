"""Text that means harm, on every screen and in every command: nothing but text reaches the terminal."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from pmlearn.cli.main import root
from pmlearn.model.feed import feed_id
from tests.e2e import evil
from tests.e2e.allowed import complaints
from tests.e2e.shell import run
from tests.e2e.terminal import PMLEARN, WATCHDOG, Terminal, environment
from tests.e2e.test_learning import find
from tests.warm import warm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


UNDRESSED = (sys.executable, "-m", "tests.e2e.undressed")
ODD = f"h[/]\x1b]0;{evil.MARK}\x07\u202e\x9b2J é"
"""A directory's name is a text from outside, too."""

READS = """
today; next; next --minutes 90; prompt; history; history --limit 200; doctor; config
curriculum list; curriculum show evil; curriculum check {yaml}
step show evil/one; step show evil/one/a; step show inspired/get-the-book
feed list; feed show {feed}; queue list; queue list state:queued; queue show {item}; queue show {entry}
 queue views; queue highlights --all; queue highlights {item}; queue chapters {talk}; queue transcript {talk}
 queue downloads; queue show {talk}; search PLANTED; search --build evil
stats; profile; keys; keys learn; find evil
feed find {page}; feed find {page}-[/]; feed set {feed} --keep {evil} --dry-run; feed refresh {feed}
queue import {home}/bookmarks.html --dry-run; curriculum update; step choose evil/one {evil}
"""
"""Commands that print what others wrote; each as one object, too."""

ACTS = """
curriculum follow evil; step done evil/one; step skip evil/two; step todo evil/one/a; undo; redo
queue star {entry}; queue done {item}; queue later {entry}; queue open {item}; feed remove {feed}; undo
feed set {feed} --title {evil} --mute {evil} --folder {evil}; feed set {feed} --keep {evil} --dry-run; undo
step done {evil}; curriculum show {evil}; feed remove {evil}; queue show {evil}; feed add {evil}; {evil}
queue list state:{evil}; queue add --no-fetch {evil}; search {evil}; queue import {evil}
import {evil}; curriculum check {evil}; step note evil/two {evil}
curriculum install {yaml}; curriculum install {evil}
queue highlight {entry} {evil}; queue note {item} {evil}; queue view {evil} {evil}; queue snooze {evil}
queue download {talk}; queue chapters {evil}; queue not-for {talk} evil/one; queue count {item} evil/one
queue fetch {item}; feed set {feed} --folder {evil} --topic {evil} --title {evil}; feed export
feed set {feed} --mute {evil}
feed import {home}/list.opml; queue import {home}/bookmarks.html; queue list; feed list
backup; curriculum new {evil}; feed refresh --force; feed refresh --force --progress
profile --stage {evil}; profile --hours {evil}; keys {evil}; find {evil}; stats {evil}
curriculum import {home}/list.opml; curriculum import {home}/list.md --id evil-list; curriculum import {evil}
curriculum export evil; curriculum export evil --format markdown --progress; curriculum export {evil}
curriculum preview {evil}; curriculum uninstall {evil}; curriculum uninstall worse; curriculum unfollow evil
curriculum schema; completion zsh; completion {evil}; export {home}/all.zip; export {evil}
step doing evil/one/a; step evidence evil/two {evil}; step evidence evil/two {home}/list.md
step show evil/two
queue drop {talk}; queue drop {evil}; queue drop --query {evil}; queue play {evil}; import {home}/all.zip
"""
"""Commands that say what they did, or that they know no such thing."""

NAMES = ("item", "entry", "feed", "yaml", "evil", "talk", "home", "page")
"""What the names in braces stand for: see `ids`."""


@pytest.fixture
def env(home: Path) -> Iterator[dict[str, str]]:
    """An environment whose home means harm; its server runs."""
    place = home / ODD
    warm(place)
    with evil.serve() as server:
        evil.fill(place, server)
        editor = home / "editor"
        editor.write_bytes(
            b"#!/bin/sh\nprintf '%s' " + shlex.quote(evil.EVIL.replace("\0", "")).encode() + b' > "$1"\n'
        )
        editor.chmod(0o755)
        yield environment(
            home,
            PMLEARN_HOME=str(place),
            EDITOR=str(editor),
            BROWSER="true",
            PAGER="cat",
            EVIL=evil.EVIL.replace("\0", ""),
            FEED=feed_id(server.url("/raw")),
            PAGE=server.url("/page"),
        )


def refresh(env: dict[str, str]) -> None:
    """Bring in what the hostile feeds published; some of them fail, as they should."""
    done = run(env, "feed", "refresh", "--json")
    assert {row["outcome"] for row in done.json["feeds"]} == {"updated", "failed"}


def ids(env: dict[str, str]) -> dict[str, str]:
    """What the commands are about: a saved link, an entry, a feed."""
    items = run(env, "queue", "list", "--json").json["items"]
    saved = next(item["id"] for item in items if not item["feed"])
    entry = next(item["id"] for item in items if item["feed"])
    yaml = f"{env['PMLEARN_HOME']}/data/curricula/worse.yaml"
    [talk] = (item["id"] for item in items if item["kind"] == "audio")
    known = {"item": saved, "entry": entry, "feed": env["FEED"], "yaml": yaml, "evil": env["EVIL"]}
    return known | {"talk": talk, "home": env["PMLEARN_HOME"], "page": env["PAGE"]}


def transcript(env: dict[str, str], commands: list[list[str]], program: tuple[str, ...]) -> bytes:
    """Run commands, one after the other, in one terminal; everything that they wrote to it."""
    lines = (f"{shlex.join([*program, *words])}; test $? -le 2 || exit 9" for words in commands)
    with Terminal(env, ("/bin/sh", "-c", "\n".join(lines))) as terminal:
        assert terminal.wait_for_end() == 0, terminal.text
        assert b"itself failed" not in terminal.raw
        return bytes(terminal.raw)


def forked(env: dict[str, str], commands: list[list[str]]) -> bytes:
    """As `transcript`, by the program itself, imported once."""
    with Terminal(env, (sys.executable, "-m", "tests.e2e.forked", json.dumps(commands))) as terminal:
        # A terminal's watchdog is for a few of them.
        assert terminal.wait_for_end(len(commands) * WATCHDOG) == 0, terminal.text
        assert b"itself failed" not in terminal.raw
        return bytes(terminal.raw)


def words_of(commands: str, known: dict[str, str]) -> list[list[str]]:
    """Return the words of each command, with what the names in braces stand for."""
    lines = commands.strip().replace("\n", ";").split(";")
    return [[word.format(**known) for word in line.split()] for line in lines]


def leaves(command: click.Command, *words: str) -> Iterator[tuple[tuple[str, ...], bool]]:
    """The words of every command, and whether it can print an object."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from leaves(found, *words, name)
    else:
        yield words, any("--json" in option.opts for option in command.params)


def test_every_command_is_run() -> None:
    anyhow = [words_of(commands, dict.fromkeys(NAMES, "x")) for commands in (READS, ACTS)]
    reads, acts = ({tuple(words[:at]) for words in run for at in (1, 2)} for run in anyhow)
    every = dict(leaves(root))
    assert every.keys() <= reads | acts
    assert {words for words, as_json in every.items() if as_json} <= reads


def test_nothing_but_text_comes_from_any_command(env: dict[str, str]) -> None:
    refresh(env)
    known = ids(env)
    reads = words_of(READS, known)
    as_json = [[*words, "--json"] for words in reads]
    commands = [*reads, *as_json, *words_of(ACTS, known)]
    raw = forked(env, commands)
    assert raw.count(evil.MARK.encode()) > 50
    assert complaints(raw, app=False) == []


def test_the_check_bites_when_commands_do_not_clean(env: dict[str, str]) -> None:
    raw = transcript(env, [["step", "show", "inspired/get-the-book"], ["history"]], UNDRESSED)
    found = "\n".join(complaints(raw, app=False))
    assert "planted text in a sequence" in found
    assert "a sequence (osc)" in found
    assert "a control" in found
    assert "U+202E in text" in found


def do_today(terminal: Terminal) -> None:
    terminal.wait_for("? keys").press("a").wait_for("ctrl+e").press("ctrl+e").wait_for("noted: ")
    rests(terminal, "pgdn", "end", "home", "space", "u", "x", "u")
    look_into(terminal)
    write_note(terminal)
    go(terminal, "4", "Stats")
    rests(terminal, "down", "end", "[", "]", "home")


def write_note(terminal: Terminal) -> None:
    """Paste harm into a note, and keep it."""
    go(terminal, "1", "? keys")
    terminal.press("a").wait_for("ctrl+e").type(f"\x1b[200~{evil.EVIL.replace(chr(27), '')}\x1b[201~")
    terminal.settle().press("ctrl+s").wait_for("noted: ")


def do_learn(terminal: Terminal) -> None:
    """Look at the curricula, a checklist, its steps and parts, and notes of another device."""
    go(terminal, "2", "To follow")
    rests(terminal, "end", "home")
    ask(terminal, "/", "Find")
    find(terminal, "evil")
    terminal.press("enter").wait_for("▾ first")
    rests(terminal, "Z", "Z", "home")
    for _ in range(5):
        rests(terminal, "down")
        look_into(terminal, "space", "u", "x", "u")
    terminal.press("a").wait_for("ctrl+e").press("ctrl+e").wait_for("noted: ")
    terminal.press("f").wait_for("Fresh for this step").settle()
    go(terminal, "2", "To follow")
    find(terminal, "Inspired")
    terminal.press("enter").wait_for("enter open").wait_for("Before you start")
    look_into(terminal)
    terminal.press("o").wait_for("opened https://")
    terminal.press("Q").wait_for("esc back").press("y").wait_for("some terminals ignore it")
    terminal.press("r").settle().press("esc").settle().press("esc").wait_for("? keys")


def do_queue(terminal: Terminal) -> None:
    """Look at every view, and read every item."""
    go(terminal, "3", "Inbox")
    for _ in range(5):
        rests(terminal, "end", "home", "d", "u", "s", "s", "x", "u", "space", "u", "tab")
    rests(terminal, *["btab"] * 4)  # to what was queued
    for _ in evil.PIECES:
        look_into(terminal)
        rests(terminal, "down")
    ask(terminal, "/", "Find")
    rests(terminal, "esc")
    ask(terminal, "a", "Address to save")


def do_feeds(terminal: Terminal) -> None:
    """Refresh from within, and see why some feeds fail."""
    terminal.press("F").wait_for("/moved").press("r").wait_for("no feed is due yet")
    terminal.press("space").wait_for("refreshed").settle()
    rests(terminal, "end", "home", "down", "x", "u")
    ask(terminal, "a", "Address of a feed")
    rests(terminal, "?", "h")
    ask(terminal, "ctrl+p", "What would you like")
    terminal.press("ctrl+p").wait_for("What would you like").type("Ask the first questions")
    terminal.wait_for("Ask the first questions again").settle().press("enter").wait_for("skip")
    rests(terminal, "space", "enter", "end", "enter", "end", "home", "space", "esc")
    rests(terminal, "esc", "esc", "esc")


def click_everywhere(terminal: Terminal) -> None:
    """A click on a text with an action in it does what a click on the row does."""
    go(terminal, "3", "Inbox")
    for row in range(4, terminal.screen.lines - 2):
        terminal.type(f"\x1b[<0;12;{row}M\x1b[<0;12;{row}m")
    terminal.settle()


def look_into(terminal: Terminal, *keys: str) -> None:
    """Open what the cursor is on, read it to its end, press keys there, and go back."""
    terminal.press("enter").wait_for("enter open", gone=True)
    rests(terminal, "pgdn", "end", *keys)
    terminal.press("h").wait_for("enter open")


def go(terminal: Terminal, digit: str, wanted: str) -> None:
    """Go to a place, wherever one is: to where one was in it, then to its first page."""
    terminal.press(digit, digit).wait_for(wanted).settle()


def rests(terminal: Terminal, *keys: str) -> None:
    """Press keys, each when the app has done with the one before."""
    for key in keys:
        terminal.press(key).settle(0.12 if key == "esc" else 0.03)
        assert terminal.running, f"ended at {key}: {terminal.text}"


def ask(terminal: Terminal, key: str, label: str) -> None:
    """Answer a question with harm, as one pastes it."""
    terminal.press(key).wait_for(label).type(f"\x1b[200~{evil.EVIL.replace(chr(27), '')}\x1b[201~")
    terminal.press("enter").wait_for(label, gone=True).settle()


@pytest.mark.parametrize(
    ("columns", "rows", "doings"),
    [(80, 24, (do_today, do_queue)), (120, 40, (do_learn, do_feeds, click_everywhere))],
)
def test_nothing_but_text_comes_from_any_screen(
    env: dict[str, str], columns: int, rows: int, doings: tuple[Callable[[Terminal], None], ...]
) -> None:
    refresh(env)
    with Terminal(env, columns=columns, rows=rows) as terminal:
        for do in doings:
            do(terminal)
        assert terminal.running
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
        raw = bytes(terminal.raw)
    assert raw.count(evil.MARK.encode()) > 20
    assert complaints(raw, app=True, columns=columns, rows=rows) == []


def test_nothing_but_text_comes_of_an_environment_that_means_harm(env: dict[str, str]) -> None:
    harm = env["EVIL"]
    names = "TERM EDITOR BROWSER SSH_CONNECTION LANG LANGUAGE TZ COLUMNS COLORTERM PAGER TERM_PROGRAM"
    odd = env | dict.fromkeys(names.split(), harm) | {"TERM": f"xterm{harm}", "VISUAL": f"'{harm}"}
    settings = {
        "keys": f"[keys]\n{_toml(harm)} = {_toml(harm)}",
        "page": f"[keys.{_toml(harm)}]\ntick = {_toml(harm)}",
        "key": f"[keys]\ntick = {_toml(harm)}",
        "theme": f"[screen]\ntheme = {_toml(harm)}",
        "section": f"[{_toml(harm)}]\na = 1",
        "opener": f"[links]\nopener = [{_toml(harm)}]",
    }
    commands = [f"PMLEARN_THEME={shlex.quote(harm)} {shlex.join(PMLEARN)} today"]
    for name, text in settings.items():
        file = Path(env["HOME"]) / name / "pmlearn" / "config.toml"
        file.parent.mkdir(parents=True)
        file.write_text(text, "utf-8")
        word = "config" if name == "opener" else "keys"
        commands.append(f"XDG_CONFIG_DIRS={file.parents[1]} {shlex.join([*PMLEARN, word])}")
    with Terminal(odd, ("/bin/sh", "-c", "\n".join(commands))) as terminal:
        terminal.wait_for_end()
        raw = bytes(terminal.raw)
    assert raw.count(evil.MARK.encode()) >= len(settings)
    assert b"itself failed" not in raw
    assert complaints(raw, app=False) == []
    with Terminal(odd) as terminal:
        terminal.wait_for("keys").press("2").settle().press("a").settle().press("ctrl+e").settle()
        terminal.press("esc").settle().press("ctrl+q")
        assert terminal.wait_for_end() == 0
        raw = bytes(terminal.raw)
    assert complaints(raw, app=True) == []


def _toml(text: str) -> str:
    return json.dumps(text)


def test_the_check_bites_when_screens_do_not_clean(env: dict[str, str]) -> None:
    refresh(env)
    with Terminal(env, UNDRESSED) as terminal:
        terminal.wait_for("keys").press("3").wait_for("Inbox").press("tab", "end")
        terminal.wait_for(lambda t: f"\x1b]0;{evil.MARK}".encode() in t.raw).press("ctrl+q")
        terminal.wait_for_end()
        found = "\n".join(complaints(bytes(terminal.raw), app=True))
    assert "planted text in a sequence" in found
    assert "a sequence (osc)" in found
    assert "U+20" in found
