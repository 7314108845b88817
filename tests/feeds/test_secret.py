"""What opens a feed: had when it is needed, shown to its own server, and nowhere to be read."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pmlearn.errors import FetchError
from pmlearn.feeds.secret import Key, Keys
from pmlearn.model.credentials import Credentials
from tests.feeds.test_fetch import BODY, fetcher
from tests.feedserver import Reply, redirect

if TYPE_CHECKING:
    from tests.feedserver import FeedServer

URL = "https://example.org/f"
SECRET = "s3cret-of-mine"


def prints(text: str, status: int = 0) -> tuple[str, ...]:
    """A command that prints something."""
    return (sys.executable, "-c", f"import sys; sys.stdout.write({text!r}); sys.exit({status})")


def ended(pid: int) -> bool:
    """Whether a process is there no more, or dead and waiting for its parent."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


async def header(known: Credentials, url: str = URL) -> str:
    return (await Keys(allow_private=False).key(url, known)).header


@pytest.mark.parametrize(
    "known",
    [
        Credentials(user="ada", password=SECRET),
        Credentials(user="ada", password_command=prints(f"{SECRET}\nurl: x\n")),
        Credentials(user="ada", password_command=prints(f"{SECRET}\r\n")),
        Credentials(user="ada", password_command=prints(SECRET)),
    ],
)
async def test_a_password_may_be_written_or_printed_as_the_first_line(known: Credentials) -> None:
    assert await header(known) == "Basic YWRhOnMzY3JldC1vZi1taW5l"


@pytest.mark.parametrize(
    "known", [Credentials(token="t0.k"), Credentials(token_command=prints("t0.k\nmore"))]
)
async def test_a_token_as_well(known: Credentials) -> None:
    assert await header(known) == "Bearer t0.k"


async def test_nothing_of_it_is_in_what_is_shown_of_the_objects() -> None:
    known = Credentials(user="ada", password=SECRET)
    key = await Keys(allow_private=False).key(URL, known)
    assert SECRET not in f"{known!r} {key!r} {known} {key}"
    assert "YWRh" not in repr(key)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("/nonexistent/pass", "show"), "cannot start /nonexistent/pass"),
        (("a\0b",), "it is no command"),
        (prints(f"{SECRET}\n", 3), "ended with status 3"),
        (prints("\n" + SECRET), "printed no password"),
        (prints(""), "printed no password"),
        (prints(SECRET * 1000), "printed no password"),
    ],
)
async def test_a_command_that_fails_is_named_and_what_it_printed_is_not(
    command: tuple[str, ...], said: str
) -> None:
    with pytest.raises(FetchError) as raised:
        await header(Credentials(user="ada", password_command=command))
    assert said in raised.value.message
    assert raised.value.hint
    assert SECRET not in f"{raised.value.message} {raised.value.hint}"


async def test_a_command_that_waits_for_somebody_is_ended_with_what_it_started(tmp_path: Path) -> None:
    started = tmp_path / "started"
    command = ("/bin/sh", "-c", f"sleep 600 & echo $! > {started}; wait")
    with pytest.raises(FetchError, match=r"gave no password within 0\.5 seconds"):
        await Keys(allow_private=False, patience=0.5).key(URL, Credentials("ada", password_command=command))
    assert ended(int(started.read_text()))


async def test_a_token_with_a_line_end_in_it_makes_no_header() -> None:
    for token in ("a b", "a\tb", "a\x00b", "tök"):
        with pytest.raises(FetchError, match="characters that none can have"):
            await header(Credentials(token=token))


async def test_one_command_is_run_once_for_all_the_feeds_that_it_opens(tmp_path: Path) -> None:
    count = tmp_path / "count"
    command = ("/bin/sh", "-c", f"echo x >> {count}; echo t")
    keys = Keys(allow_private=False)
    known = Credentials(token_command=command)
    for path in ("a", "b"):
        assert (await keys.key(f"https://example.org/{path}", known)).header == "Bearer t"
    assert count.read_text() == "x\n"


async def test_nothing_secret_goes_over_plain_http_but_where_the_network_is_trusted() -> None:
    known = Credentials(token_command=("/bin/sh", "-c", f"kill {os.getpid()}"))
    with pytest.raises(FetchError, match="plain http, over which no password is sent"):
        await Keys(allow_private=False).key("http://example.org/f", known)
    key = await Keys(allow_private=True).key("http://example.org/f", Credentials(token="t"))
    assert key.headers("http://example.org/f")


@pytest.mark.parametrize(
    ("url", "opened"),
    [
        ("https://example.org/other", True),
        ("https://EXAMPLE.org:443/f", True),
        ("https://example.org./f", True),
        ("http://example.org/f", False),
        ("https://example.org:8443/f", False),
        ("https://www.example.org/f", False),
        ("https://example.org.evil.example/f", False),
        ("https://evil.example/?https://example.org/f", False),
        ("https://example.org@evil.example/f", False),
        ("https://[bad", False),
    ],
)
async def test_a_key_is_for_its_own_server(url: str, *, opened: bool) -> None:
    key = await Keys(allow_private=False).key(URL, Credentials(token="t"))
    assert bool(key.headers(url)) is opened


async def test_it_goes_along_with_a_redirect_on_its_server_and_to_no_other(server: FeedServer) -> None:
    server.feeds["/a"] = redirect("/b")
    server.feeds["/b"] = redirect(server.url("/c", host="localhost"))
    server.feeds["/c"] = redirect(server.url("/d"))
    server.feeds["/d"] = Reply(BODY)
    key = Key(("http", "127.0.0.1", server.port), "Bearer t")
    async with fetcher() as asking:
        await asking.fetch(server.url("/a"), key=key)
        await asking.fetch(f"http://me:you@127.0.0.1:{server.port}/d", key=key)
    sent = [(path, headers.get("authorization")) for path, headers in server.seen]
    assert sent == [
        ("/a", "Bearer t"),
        ("/b", "Bearer t"),
        ("/c", None),
        ("/d", "Bearer t"),
        ("/d", "Bearer t"),
    ]
