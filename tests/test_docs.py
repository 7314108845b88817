"""The documents are true: examples are run, commands and files that are named exist, and none is left out.

`PMLEARN_WRITE_DOCS=1 pytest tests/test_docs.py` writes what the examples of docs/shell.md print into it.
"""

from __future__ import annotations

import os
import re
import shlex
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest

from pmlearn import wiring
from pmlearn.cli.main import main, root
from pmlearn.model.feed import Enclosure, Entry, Feed, FeedList, ParsedFeed, feed_id
from pmlearn.services.discovery import Discovery, Looked
from pmlearn.services.refresh import Refresher, RefreshRow

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

TOP = Path(__file__).parents[1]
SHELL = TOP / "docs" / "shell.md"
SECTION = re.compile(r"^### `(?P<usage>pmlearn[^`]*)`\n(?P<text>.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"```console\n(.*?)```\n", re.DOTALL)
WRITE = bool(os.environ.get("PMLEARN_WRITE_DOCS"))

SVPG = "https://www.svpg.com/feed/"
TITLES = {SVPG: "Silicon Valley Product Group", "https://www.producttalk.org/feed/": "Product Talk"}
PAGES = {
    "https://www.producttalk.org/": (
        Feed("", "https://www.producttalk.org/feed/", "Product Talk"),
        Feed("", "https://www.producttalk.org/category/podcast/feed/", "All Things Product"),
    )
}
ENTRIES = (
    Entry(
        "podcast",
        "Hiring your first product manager",
        "https://www.svpg.com/hiring/",
        published="2026-11-21T08:00:00Z",
        body="<ul><li>0:00 Hello</li><li>4:10 Whom to hire first</li></ul>",
        enclosures=(Enclosure("https://www.svpg.com/hiring.mp3", "audio/mpeg", 52_000_000, 3241),),
        topics=("hiring",),
    ),
    Entry(
        "pricing",
        "What pricing is for",
        "https://www.svpg.com/pricing/",
        published="2026-11-20T08:00:00Z",
        words=1100,
        topics=("pricing",),
    ),
    Entry(
        "trio",
        "The product trio in practice",
        "https://www.svpg.com/trio/",
        "Ada Lovelace",
        "2026-11-19T08:00:00Z",
        body="<p>Three people, <b>one</b> team: see <a href='/team/'>what a team is</a>.</p>",
        words=1600,
    ),
)
LIST = "# On the shelf\n\n## Books\n\n- [x] [A book](https://example.org/book)\n  - Chapter one\n"
FEEDS = """\
<opml version="1.1"><body><outline text="Product">
<outline text="Mind & Product" XMLURL="feed://www.mindtheproduct.com/feed/" category="discovery"/>
<outline text="SVPG" xmlUrl="https://www.svpg.com/feed/"/><outline text="A page" url="https://example.org/"/>
</outline></body></opml>
"""
MINE = "format: 1\nid: mine\ntitle: Mine\nmodules:\n  - id: first\n    titel: First things\n"
SKETCHING = """\
format: 1
id: sketching
title: Sketching ideas
version: "1.0"
modules:
  - id: first
    title: First
    steps:
      - {id: pencil, title: Draw ten boxes, kind: exercise}
      - {id: paper, title: Buy paper, kind: tool}
"""
SKETCHING_NEXT = """\
format: 1
id: sketching
title: Sketching ideas
version: "1.1"
modules:
  - id: first
    title: First
    steps:
      - {id: boxes, was: [pencil], title: Draw ten boxes, kind: exercise}
      - {id: arrows, title: Draw ten arrows, kind: exercise}
"""


def leaves(command: click.Command, context: click.Context) -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, with its usage."""
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from leaves(inner, click.Context(inner, info_name=name, parent=context))
        if not command.invoke_without_command:
            return
    pieces = [piece for piece in command.collect_usage_pieces(context) if piece != "[OPTIONS]"]
    pieces = [] if isinstance(command, click.Group) else pieces
    yield " ".join([context.command_path, *pieces]), command


# Commands keep the help option that they had in their first context.
CONTEXT = click.Context(root, info_name="pmlearn", **root.context_settings)
COMMANDS = dict(leaves(root, CONTEXT))
SECTIONS = {found["usage"]: found["text"] for found in SECTION.finditer(SHELL.read_text("utf-8"))}


def test_every_command_is_documented_and_every_documented_one_exists() -> None:
    documented = [found["usage"] for found in SECTION.finditer(SHELL.read_text("utf-8"))]
    assert len(documented) == len(set(documented))
    assert {usage.replace("{bash|zsh|fish}", "SHELL") for usage in COMMANDS} == set(documented)


@pytest.mark.parametrize(("usage", "command"), COMMANDS.items(), ids=COMMANDS)
def test_every_option_is_documented_and_every_documented_one_exists(
    usage: str, command: click.Command
) -> None:
    options = {
        name
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for name in (*parameter.opts, *parameter.secondary_opts)
        if name.startswith("--")
    }
    text = SECTIONS[usage.replace("{bash|zsh|fish}", "SHELL")]
    assert set(re.findall(r"`(--[a-z][a-z-]*)`", text)) - {"--help"} == options - {"--help"}
    typed = [line for line in "".join(BLOCK.findall(text)).splitlines() if line.startswith(f"$ {usage}")]
    assert set(re.findall(r"(--[a-z][a-z-]*)", "".join(typed))) <= options


@pytest.fixture
def session(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Any]:
    """Runs command lines one after the other, a minute apart, on one machine of one learner."""
    monkeypatch.delenv("PMLEARN_HOME")
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 5022 192.0.2.2 22")  # nothing is started on this machine
    time.tzset()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.yaml").write_text(MINE, "utf-8")
    shared = tmp_path / "sketching.yaml"
    shared.write_text(SKETCHING, "utf-8")
    (tmp_path / "reading-list.md").write_text(LIST, "utf-8")
    (tmp_path / "feeds.opml").write_text(FEEDS, "utf-8")
    clock = [datetime(2026, 11, 22, 9, 29, tzinfo=UTC)]
    monkeypatch.setattr(wiring, "_now", lambda: clock[0])
    monkeypatch.setattr("pmlearn.storage.journal.device_name", lambda: "desk-3f9c21ab")

    async def refresh(
        self: Refresher, _ids: object = (), *, force: bool = False, **_: object
    ) -> AsyncIterator[RefreshRow]:
        assert not force
        new = self._entries.merge(feed_id(SVPG), ParsedFeed("SVPG", "https://www.svpg.com/", ENTRIES))
        known = replace(self._fetches.get(feed_id(SVPG)), title="SVPG", checked="2026-11-22T09:55:00Z")
        known = replace(known, next="2026-11-22T11:00:00Z")
        self._fetches.put({feed_id(SVPG): known})
        yield RefreshRow(feed_id(SVPG), SVPG, "SVPG", "updated", new, "", 1, 1)

    def look(self: Discovery, where: str, *, guess: bool = False) -> Looked:
        assert not guess
        feeds = PAGES.get(where) or (Feed("", where, TITLES[where]),)
        return Looked("feed" if len(feeds) == 1 else "page", FeedList("", feeds))

    monkeypatch.setattr(Refresher, "refresh", refresh)
    monkeypatch.setattr(Discovery, "look", look)

    def run(line: str) -> str:
        clock[0] += timedelta(minutes=1)
        words = shlex.split(line)
        lines = None
        if "|" in words:  # the one pipe that examples have: into head
            lines = int(words[-1].removeprefix("-"))
            words = words[: words.index("|")]
        if words[:3] == ["pmlearn", "curriculum", "update"]:
            shared.write_text(SKETCHING_NEXT, "utf-8")  # its author was not idle
        monkeypatch.setattr(sys, "argv", words)
        main()
        out, err = capsys.readouterr()
        text = (out + err).replace(str(home), "/home/ada").replace(str(TOP), "/usr/lib/pmlearn")
        return "".join(text.splitlines(keepends=True)[:lines])

    yield run
    monkeypatch.undo()
    time.tzset()


def test_the_examples_print_what_they_are_said_to_print(session: Any) -> None:
    before = SHELL.read_text("utf-8")

    def again(block: re.Match[str]) -> str:
        lines = [line for line in block[1].splitlines() if line.startswith("$ ")]
        return "```console\n" + "".join(f"{line}\n{session(line[2:])}" for line in lines) + "```\n"

    after = BLOCK.sub(again, before)
    if WRITE:
        SHELL.write_text(after, "utf-8")
    assert after == before


# README.md and its neighbours.

DOCUMENTS = sorted([*TOP.glob("*.md"), *(TOP / "docs").rglob("*.md")])


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(TOP).as_posix())
def test_links_to_files_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text("utf-8"))
    assert not [link for link in links if not (path.parent / link).exists()]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(TOP).as_posix())
def test_files_and_names_of_the_code_that_are_named_exist(path: Path) -> None:
    """In backticks: `pmlearn/storage/journal.py`, `storage/journal.py: Journals.tail()`."""
    text = path.read_text("utf-8")
    for file, names in re.findall(r"`((?:[\w.-]+/)*[\w-]+\.py)(?:: ([^`]+))?`", text):
        found = next((p for p in (TOP / file, TOP / "pmlearn" / file) if p.is_file()), None)
        assert found, f"{file} is no file"
        source = found.read_text("utf-8")
        for name in re.findall(r"[A-Za-z_]\w*", names):
            assert re.search(rf"\b(def|class) {name}\b|^\s*{name}\b.*=", source, re.MULTILINE), (file, name)


def said(text: str) -> Iterator[list[str]]:
    """The command lines of a document: in backticks, and in blocks that are typed in."""
    for prompt, block in re.findall(r"```(sh|console)\n(.*?)```", text, re.DOTALL):
        start = r"^\$ " if prompt == "console" else "^"
        yield from (line.split() for line in re.findall(f"{start}pmlearn (.*)", block, re.MULTILINE))
    yield from (line.split() for line in re.findall(r"(?<!`)`pmlearn ([a-z][^`]*)`", text))


def exists(words: list[str]) -> bool:
    command: click.Command | None = root
    for word in words[1:] if words[0] == "help" else words:
        if not isinstance(command, click.Group) or word.startswith("-"):
            break
        # A choice of verbs, as in `step done|skip`, is good if all of them are.
        found = [command.get_command(CONTEXT, verb) for verb in word.split("|")]
        command = found[0] if all(found) else None
    return command is not None


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(TOP).as_posix())
def test_commands_that_are_named_exist(path: Path) -> None:
    assert not [words for words in said(path.read_text("utf-8")) if not exists(words)]


def test_the_line_that_ci_runs_is_the_one_line_of_the_readme_that_tests() -> None:
    lines = [line for line in (TOP / "README.md").read_text("utf-8").splitlines() if "-m pytest" in line]
    assert len(lines) == 1
    assert lines[0].startswith("python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt -e ")
    assert "bash -euo pipefail -c \"$(grep -- '-m pytest' README.md)\"" in (TOP / ".ci" / "run").read_text(
        "utf-8"
    )
