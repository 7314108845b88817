"""The real program and feeds made to hurt: a clear line for each, and ten good ones beside are complete."""

from __future__ import annotations

import gzip
import resource
from typing import TYPE_CHECKING

import pytest

from tests.e2e.documents import ATOM
from tests.e2e.shell import run, shell
from tests.e2e.terminal import environment
from tests.feeds.test_hostile_documents import READ, REFUSED
from tests.feedserver import FeedServer, Reply, redirect

if TYPE_CHECKING:
    from pathlib import Path

GOOD = 10
MEMORY = 700 << 10
"""KiB that the largest of its processes may hold."""

START = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"
ANSWERS: dict[str, tuple[Reply, str]] = {
    "loop": (redirect("/loop", 302), "redirects"),
    "file": (redirect("file:///etc/passwd"), "no http or https address"),
    "option": (redirect("--upload-file=x"), "status 404"),
    "busy": (Reply(status=429, headers={"Retry-After": "3600"}), "until 2"),
    "nothing": (Reply(status=304), "nothing of it is known"),
    "bomb": (Reply(bytes(24 << 20), gzipped=True), "larger than"),
    "stacked": (
        Reply(gzip.compress(gzip.compress(b"<rss/>")), headers={"Content-Encoding": "gzip, gzip"}),
        "not asked for",
    ),
    "endless": (Reply(raw=START + b"\r\n" + b"<rss>" * (11 << 18)), "larger than"),
    "cut": (Reply(b"<rss>" * 99, cut=40), "broke off"),
    "reset": (Reply(reset=True), "broke off"),
    "no-http": (Reply(raw=b"SSH-2.0-OpenSSH_9.9\r\n"), "no HTTP"),
    "lies": (Reply(b"<rss/>", headers={"Content-Encoding": "gzip"}), "not packed"),
}
"""What a server may do, and what is said of it."""


def refresh(home: Path, feeds: dict[str, Reply], said: dict[str, str]) -> None:
    """Ask them all, with good ones beside, and see what is said of each."""
    env = environment(home)
    good = {f"/good-{n}": Reply(ATOM) for n in range(GOOD)}
    with FeedServer(good | feeds) as server:
        paths = [*feeds, *good]
        listed = "".join(f'<outline type="rss" xmlUrl="{server.url(path)}"/>' for path in paths)
        (home / "list.opml").write_text(f"<opml version='2.0'><body>{listed}</body></opml>")
        shell(env, "feed", "import", str(home / "list.opml"))
        asked = run(env, "feed", "list", "--json").json["feeds"]
        paths_of = {row["id"]: row["url"].removeprefix(server.url("")) for row in asked}
        assert len(paths_of) == len(paths)
        rows = run(env, "feed", "refresh", "--json").json["feeds"]
    found = {paths_of[row["id"]]: row for row in rows}
    assert {path: found[path]["new"] for path in good} == dict.fromkeys(good, 2)
    for path, words in said.items():
        assert words in (found[path]["error"] or ""), (path, found[path])
        assert "\n" not in (found[path]["error"] or "")
        assert (found[path]["outcome"] == "failed") == bool(words), found[path]
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < MEMORY


def test_whatever_a_server_answers_is_one_line_and_the_others_are_complete(home: Path) -> None:
    # Where loopback may be asked, so may any private network: tests/feeds/test_fetch.py has what leads there.
    answers = {f"/{name}": one for name, one in ANSWERS.items()}
    refresh(home, {path: one[0] for path, one in answers.items()}, {p: one[1] for p, one in answers.items()})


@pytest.mark.soak
def test_whatever_a_document_holds_is_one_line_and_the_others_are_complete(home: Path) -> None:
    feeds = {f"/{n}": (make, "") for n, (make, _) in enumerate(READ.values())}
    feeds |= {f"/{n + len(READ)}": one for n, one in enumerate(REFUSED.values())}
    refresh(
        home,
        {path: Reply(make(), gzipped=True) for path, (make, _) in feeds.items()},
        # On a machine with much to do it is the clock that ends them.
        {path: words.replace("processor time", "to read") for path, (_, words) in feeds.items()},
    )
