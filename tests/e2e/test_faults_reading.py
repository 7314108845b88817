"""The same for what feeds bring and what is done with it: fetched, read, put off, marked, found, heard.

What is only a cache may not be kept, and must not keep anybody from reading.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from pmlearn.model.feed import feed_id, item_id
from pmlearn.storage.files import make_private
from tests.e2e.documents import PODCAST, RSS
from tests.e2e.faults import FAULTS, Commands, Fault
from tests.e2e.test_faults import CURRICULUM, Command, debris, try_all
from tests.feedserver import FeedServer, Reply

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = b"<html><head><title>A page</title></head><body><article>%s</article></body></html>" % (
    b"<p>Every sentence of this page says, at some length, why a roadmap is a promise, and what it costs.</p>"
    * 9
)
_NEW = b"<item><title>Just in</title><guid>no-3</guid><description>New.</description></item>"
NEWER = RSS.replace(b"<item>", _NEW + b"<item>", 1)
FEED = '<outline type="rss" text="new" xmlUrl="https://new.example/f"/>'
OPML = f'<opml version="2.0"><body><outline text="F">{FEED}</outline></body></opml>'
LINKS = "".join(f'<DT><A HREF="https://kept.example/{name}">{name}</A>' for name in "ab")
BOOKMARKS = f"<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><p>{LINKS}</DL>"
SOUND = b"ID3" + bytes(range(256)) * 2_000
EVERY = {"download": 17, "page": 17}
"""Of the points of each so many parts are tried; of those that only add to the journal fewer."""


@pytest.fixture(scope="module")
def commands() -> Iterator[Commands]:
    with Commands() as running:
        yield running


@pytest.fixture(scope="module")
def server() -> Iterator[FeedServer]:
    with FeedServer(
        {"/rss.xml": Reply(RSS), "/page": Reply(PAGE, headers={"Content-Type": "text/html"})}
    ) as running:
        sound = running.url("/talk.mp3").encode()
        running.feeds["/talk.xml"] = Reply(PODCAST.replace(b"https://example.org/talk-7.mp3", sound))
        running.feeds["/talk.mp3"] = Reply(
            SOUND, headers={"Content-Type": "audio/mpeg"}, etag='"m"', ranges=True
        )
        yield running


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, commands: Commands, server: FeedServer) -> Path:
    """A home in which feeds were refreshed, and a link saved."""
    root = tmp_path_factory.mktemp("reading")
    home = root / "home"
    make_private(home / "pmlearn/data/curricula")
    (home / "pmlearn/data/curricula/small.yaml").write_text(CURRICULUM)
    (root / "list.opml").write_text(OPML)
    (root / "bookmarks.html").write_text(BOOKMARKS)
    server.feeds["/rss.xml"] = Reply(RSS)
    for args in (
        ["feed", "add", "--anyway", server.url("/rss.xml")],
        ["feed", "add", "--anyway", server.url("/talk.xml")],
        ["feed", "refresh", "--force"],
        ["queue", "add", "--no-fetch", server.url("/page")],
        ["today"],
    ):
        assert commands.run(args, home).status == 0
    server.feeds["/rss.xml"] = Reply(NEWER)
    return root


def written(template: Path, server: FeedServer) -> list[Command]:
    rss = feed_id(server.url("/rss.xml"))
    one, page = item_id(rss, "no-1"), item_id("", server.url("/page"))
    talk = item_id(feed_id(server.url("/talk.xml")), "talk-7")
    show = ("queue", "show", one)
    step = ("step", "show", "small/write")
    marks = ("queue", "highlights", "--all")
    inbox = ("queue", "list", "state:inbox")
    done = ("queue", "list", "state:done")
    return [
        Command("refresh more", ("feed", "refresh", "--force"), inbox, ("Just in",)),
        Command("many", ("queue", "done", "--query", "state:inbox"), done, ("Say no", "a roadmap", "Hiring")),
        Command("snooze", ("queue", "snooze", one, "2099-01-02"), show, ("2099-01-02",)),
        Command("highlight", ("queue", "highlight", one, "Every yes", "--note", "Mine"), marks, ("Mine",)),
        Command("count", ("queue", "count", one, "small/write"), step, ("Say no",)),
        Command("view", ("queue", "view", "Sound", "kind:audio"), ("queue", "views"), ("kind:audio",)),
        Command("set", ("feed", "set", rss, "--mute", "yes", "--weight", "2"), ("feed", "list"), ()),
        Command("opml", ("feed", "import", str(template / "list.opml")), ("feed", "list"), ("new.example",)),
        Command(
            "reading list",
            ("queue", "import", str(template / "bookmarks.html")),
            ("queue", "list"),
            ("https://kept.example/a", "https://kept.example/b"),
        ),
        Command("page", ("queue", "fetch", page), ("queue", "show", page), ("a roadmap is a promise",)),
        Command("download", ("queue", "download", talk), ("queue", "downloads"), (talk,)),
    ]


NAMES = [
    "refresh more", "many", "highlight", "reading list", "page", "download",
    "snooze", "count", "view", "set", "opml",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES[:6])
def test_nothing_is_lost_wherever_the_disk_fails(
    commands: Commands, template: Path, server: FeedServer, tmp_path: Path, name: str
) -> None:
    command = next(command for command in written(template, server) if command.name == name)
    assert try_all(commands, template, command, tmp_path, EVERY.get(name, 11)) >= 2


@pytest.mark.soak
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_lost_wherever_the_disk_fails_at_every_point(
    commands: Commands, template: Path, server: FeedServer, tmp_path: Path, name: str
) -> None:
    command = next(command for command in written(template, server) if command.name == name)
    assert try_all(commands, template, command, tmp_path, 1) >= 20


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("queue", "show", "ITEM"), "Every yes costs"),
        (("search", "--build", "roadmap"), "a roadmap promises"),
    ],
)
def test_a_cache_that_cannot_be_kept_keeps_nobody_from_reading(
    commands: Commands, template: Path, server: FeedServer, tmp_path: Path, args: tuple[str, ...], said: str
) -> None:
    item = item_id(feed_id(server.url("/rss.xml")), "no-1")
    args = tuple(item if word == "ITEM" else word for word in args)
    shutil.copytree(template / "home", tmp_path / "count")
    calls = commands.run(args, tmp_path / "count").calls
    for number in range(1, len(calls) + 1):
        for kind in FAULTS:
            fault = Fault(kind, number)
            if not fault.fits(calls) or (number + FAULTS.index(kind)) % 9:
                continue
            home = tmp_path / f"{kind}-{number}"
            shutil.copytree(template / "home", home)
            ended = commands.run(args, home, fault)
            if not kind.startswith("kill"):
                assert ended.status == 0, (fault, calls, ended)
                assert said in ended.out
            again = commands.run(args, home)
            assert (again.status, said in again.out) == (0, True), (fault, calls, again)
            assert not debris(home)
            shutil.rmtree(home)
