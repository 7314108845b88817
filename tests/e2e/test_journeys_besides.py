"""The journeys of docs/journeys.md, the second half: authors, machines, and whoever hears what others see."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tests.e2e.documents import ATOM, RSS
from tests.e2e.inside import Inside, inside
from tests.e2e.shell import Done, run
from tests.e2e.terminal import PMLEARN, ROOT, Terminal, cold_environment, environment
from tests.feedserver import FeedServer, Reply

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

__all__ = ["inside"]

ARTICLE = "Talk to five customers a week"


def test_6_an_author_previewing(home: Path, inside: Inside) -> None:
    file = home / "mine.yaml"
    inside("curriculum", "new", str(file))
    good = file.read_text("utf-8")
    before = {path for path in home.rglob("*") if path.is_file()}
    env = cold_environment(home, TMPDIR=str(home))
    with Terminal(env, (*PMLEARN, "curriculum", "preview", str(file)), first=True) as terminal:
        terminal.wait_for("Preview › ").wait_for("no problems")
        terminal.press("down", "space").wait_for("[x]")
        save(file, good.replace("kind: reading", "kind: xreading", 1))
        terminal.wait_for("1 error · last good version shown").wait_for(" error: kind is ")
        line = good[: good.index("kind: reading")].count("\n") + 1
        assert f"{line}:" in terminal.line("error: kind is")
        assert "[x]" in terminal.text
        file.unlink()
        save(file, good)
        terminal.wait_for("no problems")
        assert terminal.press("q").wait_for_end() == 0
        assert terminal.modes_now == terminal.modes
    assert {path for path in home.rglob("*") if path.is_file()} == before


def save(file: Path, text: str) -> None:
    """As many editors do: another file takes its name."""
    other = file.with_name("4913~")
    other.write_text(text, "utf-8")
    other.replace(file)


def test_7_cron(home: Path, inside: Inside) -> None:
    with FeedServer({"/rss.xml": Reply(RSS)}) as server:
        inside("feed", "add", server.url("/rss.xml"))
        env = {
            "PMLEARN_HOME": str(home / "pmlearn"),
            "LC_ALL": "C",
            "PMLEARN_ALLOW_PRIVATE": "1",
            "PYTHONPATH": str(ROOT),
        }
        closed = ("/bin/sh", "-c", 'exec "$@" <&-', "sh", *PMLEARN)
        quiet = run(env, "feed", "refresh", "--quiet", command=closed)
        assert (quiet.status, quiet.out, quiet.err) == (0, "", "")
        server.feeds["/rss.xml"] = Reply(status=500)
        failing = run(env, "feed", "refresh", "--quiet", "--force", command=closed)
        assert (failing.status, failing.out, len(failing.err.splitlines())) == (1, "", 1)
    assert inside("queue", "list", "--json").json["total"] == 2
    today = run(env, command=closed)
    assert (today.status, today.out.splitlines()[0][:4]) == (0, "Next")
    # Nothing asks a question where nobody can answer.
    assert run(env, "step", "note", "inspired/get-the-book", command=closed).status == 1
    prompt = run(env, "prompt", command=closed)
    assert (prompt.status, prompt.out.count("\n"), prompt.err) == (0, 1, "")
    assert len(prompt.out) <= 81


def test_8_moving_house(home: Path, inside: Inside) -> None:
    def there(*words: str) -> Done:
        return inside(*words, env={"PMLEARN_HOME": str(home / "new")})

    with FeedServer({"/atom.xml": Reply(ATOM)}) as server:
        inside("feed", "add", server.url("/atom.xml"))
        inside("feed", "refresh")
    inside("profile", "--hours", "3", "--stage", "switching")
    inside("curriculum", "follow", "inspired")
    inside("step", "done", "inspired/get-the-book")
    inside("step", "note", "inspired/get-the-book", "-", stdin="the second edition, in the library")
    star, late = (item["id"] for item in inside("queue", "list", "--json").json["items"])
    inside("queue", "star", star)
    inside("queue", "note", star, "ask for stories")
    inside("queue", "later", late)
    with Terminal(environment(home)) as terminal:
        terminal.wait_for("? keys").press("T").wait_for("theme: dark").press("ctrl+q").wait_for_end()
    inside("export", str(home / "all.zip"))
    assert " 0 actions" not in there("import", str(home / "all.zip")).out
    assert "0 actions" in there("import", str(home / "all.zip")).out
    for words in (
        "queue list", "step show inspired/get-the-book", "curriculum list", "profile",
        "queue highlights --all", "stats", "today",
    ):  # fmt: skip
        ours, theirs = (said(*words.split(), "--json").json for said in (inside, there))
        # What a feed calls itself is known once it was asked.
        for said in (ours, theirs):
            for item in (*said.get("items", ()), *said.get("fresh", ())):
                item.pop("sources", None)
            if words == "stats":
                [feed] = said["queue"]["never_read"]
                del feed["title"]
        assert theirs == ours, words
    # Which colours a terminal shows well is a thing of that machine.
    assert [path.name for path in (home / "pmlearn" / "state").glob("theme-*")]
    assert not list((home / "new" / "state").glob("theme-*"))


def test_9_a_shared_machine_with_preset_feeds(
    home: Path, inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared, etc, share = home / "all", home / "etc" / "pmlearn", home / "share" / "pmlearn" / "curricula"
    etc.mkdir(parents=True)
    share.mkdir(parents=True)
    inside("curriculum", "new", str(share / "house-rules.yaml"))
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(etc.parent))
    monkeypatch.setenv("XDG_DATA_DIRS", str(share.parents[1]))
    with FeedServer({"/atom.xml": Reply(ATOM, etag='"1"')}) as server:
        (etc / "config.toml").write_text(
            f'[network]\nshared = "{shared}"\n[[feeds]]\nurl = "{server.url("/atom.xml")}"\n'
            'title = "The house\'s notes"\ntopics = ["discovery"]\n'
        )
        # The administrator's cron job; then every learner has it, and asks nobody.
        [row] = inside("feed", "refresh", "--system", "--json").json["feeds"]
        assert row["outcome"] == "updated"
        before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in files(shared)}
        assert before
        for path in (shared, *shared.rglob("*")):
            path.chmod(path.stat().st_mode & ~0o222)
        more = {name: os.environ[name] for name in ("XDG_CONFIG_DIRS", "XDG_DATA_DIRS")}
        with Terminal(environment(home / "ada", **more)) as terminal:
            terminal.wait_for("? keys").press("3").wait_for("Inbox 2").wait_for(ARTICLE)
            terminal.press("enter").wait_for("Half an hour each").press("d").wait_for("done: ")
            terminal.press("F").wait_for("The house's notes")
            # What is preset may be put aside like any other.
            terminal.press("x").wait_for("No feeds yet").press("u").wait_for("The house's notes")
            terminal.press("2").wait_for("House rules").press("ctrl+q")
            assert terminal.wait_for_end() == 0
        monkeypatch.setenv("PMLEARN_HOME", str(home / "ada" / "pmlearn"))
        [row] = inside("feed", "refresh", "--json").json["feeds"]
        assert row["outcome"] == "shared"
        assert server.statuses == {200: 1}
    assert inside("queue", "list", "--json").json["total"] == 1
    sources = {row["id"]: row["source"] for row in inside("curriculum", "list", "--json").json["curricula"]}
    assert (sources["house-rules"], sources["inspired"]) == ("system", "shipped")
    assert {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in files(shared)} == before


def files(directory: Path) -> list[Path]:
    return sorted(path for path in directory.rglob("*") if path.is_file())


SAID = {
    "today": "Next",
    "next": "Get the second edition",
    "next --minutes 60": "Get the second edition",
    "curriculum list": "Inspired",
    "curriculum show inspired": "[ ] Get the second edition",
    "step show inspired/why-products-fail": "Why",
    "queue list": "Saved by hand",
    "queue show {item}": "Saved by hand",
    "search saved hand": "Saved by hand",
    "stats": "last 365",
    "keys": "tick",
    "profile": "3 a week",
    "feed list": "",
    "feed refresh": "",
    "history": "Saved by hand",
    "prompt": "Get the second edition",
    "doctor": "",
    "config": "hours_a_week",
}
"""Every screen's command, and what of it a voice would read out."""


def test_10_a_screen_reader(home: Path, inside: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMLEARN_ASCII", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    inside("curriculum", "follow", "inspired")
    inside("profile", "--hours", "3")
    inside("step", "done", "inspired/choose-your-product")
    inside("queue", "add", "--no-fetch", "https://example.org/saved", "--title", "Saved by hand")
    item = inside("queue", "list", "state:queued", "--json").json["items"][0]["id"]
    inside("search", "--build", "saved")
    for command, wanted in SAID.items():
        words = command.format(item=item).split()
        plain = inside(*words).out
        assert wanted in plain, command
        assert not [each for each in plain if each < " " and each != "\n"], command
        assert not set(plain) & set("─━│┃▸█▓▒░□★☾◆○♪▶↗"), command
        assert inside(*words, "--json").json, command
    # Into a pipe the app is the same as today.
    piped = run(environment(home, PMLEARN_ASCII="1", NO_COLOR="1"))
    assert (piped.status, piped.out) == (0, inside("today").out)
