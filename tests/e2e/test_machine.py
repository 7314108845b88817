"""A machine that others use too: what can be read by whom, a home that takes nothing, a bare environment."""

from __future__ import annotations

import os
import shutil
import stat
from typing import TYPE_CHECKING

import pytest

from tests.e2e.documents import RSS
from tests.e2e.shell import run, shell
from tests.e2e.terminal import PMLEARN, Terminal, environment
from tests.e2e.test_learning import FIRST, open_inspired, script
from tests.feedserver import FeedServer, Reply

if TYPE_CHECKING:
    from pathlib import Path

SETPRIV = shutil.which("setpriv")
AS_ANYBODY = (
    (SETPRIV, "--bounding-set=-dac_override,-dac_read_search") if SETPRIV and os.geteuid() == 0 else ()
)
"""What makes root obey permissions, as everybody else does."""

needs_permissions = pytest.mark.skipif(
    os.geteuid() == 0 and not SETPRIV, reason="permissions hold nothing back from root"
)


def open_to_others(home: Path) -> dict[str, str]:
    """Everything below a home that is not the learner's alone, or not even theirs."""
    wanted = {stat.S_IFDIR: 0o700, stat.S_IFREG: 0o600}
    found = {str(path.relative_to(home)): path.lstat().st_mode for path in home.rglob("*")}
    return {
        name: oct(mode) for name, mode in found.items() if wanted.get(stat.S_IFMT(mode)) != stat.S_IMODE(mode)
    }


@needs_permissions
@pytest.mark.parametrize("umask", ["0", "0777"])
def test_everything_is_the_learners_alone_whatever_the_umask(home: Path, umask: str) -> None:
    mine = home / "mine"
    mine.mkdir()
    env = environment(home, PMLEARN_HOME=str(mine / "pmlearn"), TMPDIR=str(mine))
    env["EDITOR"] = script(home / "editor", f'#!/bin/sh\nstat -c %a "$1" "${{1%/*}}" > {home}/editing\n')
    under = (*AS_ANYBODY, "/bin/sh", "-c", f'umask {umask}; exec "$0" "$@"', *PMLEARN)
    with FeedServer({"/feed.xml": Reply(RSS)}) as server:
        for words in (
            ("feed", "add", "--anyway", server.url("/feed.xml")),
            ("feed", "refresh"),
            ("queue", "add", "--no-fetch", "https://saved.example/"),
            ("search", "product"),
            ("backup",),
            ("export", str(mine / "all.zip")),
            ("doctor",),
        ):
            assert run(env, *words, command=under).status == 0, words
    with Terminal(env, under) as terminal:
        terminal.wait_for("? keys").press("T").wait_for("dark")
        open_inspired(terminal)
        terminal.press("space").wait_for(f"[x] {FIRST}")
        terminal.press("a").wait_for("ctrl+e").type("half a note")
        terminal.wait_for(lambda _: list(mine.rglob("drafts/*.json"))).press("ctrl+e").wait_for("noted: ")
        terminal.press("a").wait_for("ctrl+e").type("the other half")
        terminal.wait_for(lambda _: list(mine.rglob("drafts/*.json"))).press("esc").wait_for("space tick")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    assert list(mine.rglob("drafts/*.json"))
    made = {path.name.partition("-")[0] for path in mine.rglob("*") if path.is_file()}
    assert made >= {"screen.txt", "place", "theme", "steps.json", "index", "search", "all.zip", "pmlearn"}, (
        made
    )
    assert open_to_others(mine) == {}
    assert (home / "editing").read_text().split() == ["600", "700"]


@needs_permissions
def test_a_home_that_cannot_be_written_is_read_and_says_so(home: Path) -> None:
    top = home / "pmlearn"
    env = environment(home, TMPDIR=str(home / "nowhere"))
    shell(env, "step", "done", "inspired/get-the-book")
    shell(env, "queue", "add", "--no-fetch", "https://saved.example/")
    held = {path: path.read_bytes() for path in top.rglob("*") if path.is_file()}
    directories = [top, *(path for path in top.rglob("*") if path.is_dir())]
    for path in (*directories, *held):
        path.chmod(0o500)
    try:
        under = (*AS_ANYBODY, *PMLEARN)
        for words in (("today",), ("next",), ("queue", "list"), ("stats",), ("search", "product"), ("keys",)):
            assert run(env, *words, command=under).status == 0, words
        warned = run(env, "doctor", command=under)
        assert warned.status == 0
        assert f"{top / 'data'}: it cannot be written" in warned.out
        for change in (("undo",), ("step", "done", "inspired/choose-your-product"), ("backup",)):
            ended = run(env, *change, command=under)
            assert ended.status == 1, change
            assert "PMLEARN_HOME" in ended.err, change
        with Terminal(env, under) as terminal:
            terminal.wait_for("nothing that you do can be kept, read on").press("2").wait_for("To follow")
            terminal.press("/").wait_for("Find").type("Inspired")
            terminal.press("enter").settle().press("enter").wait_for(FIRST)
            terminal.press("x").wait_for("nothing was kept")
            terminal.press("a").wait_for("ctrl+e").type("lost").settle(1.5)
            terminal.press("ctrl+s").wait_for("nothing was kept")
            terminal.press("esc").wait_for("space tick").press("4").settle().press("F").settle()
            terminal.press("3").wait_for("Inbox 0").press("tab").wait_for("saved.example").press(
                "enter"
            ).settle()
            assert terminal.press("ctrl+q").wait_for_end() == 0
    finally:
        for path in directories:
            path.chmod(0o700)
    assert {path: path.read_bytes() for path in top.rglob("*") if path.is_file()} == held


def test_without_a_home_in_a_c_locale_with_a_quota_that_is_full_the_app_goes_on(home: Path) -> None:
    env = environment(home, LANG="C", LC_ALL="POSIX", TMPDIR=str(home / "nowhere"))
    del env["HOME"]
    shell(env, "queue", "add", "--no-fetch", "https://saved.example/")
    full = ("/bin/sh", "-c", 'ulimit -f 0; exec "$0" "$@"', *PMLEARN)
    with Terminal(env, full) as terminal:
        terminal.wait_for("Start here").press("space").wait_for("nothing was kept").press("3").wait_for(
            "Inbox 0"
        ).press("tab").wait_for("saved.example")
        assert terminal.press("ctrl+q").wait_for_end() == 0
    assert run(env, "undo", command=full).status == 1
    assert shell(env, "queue", "list", "--json").json["items"]
