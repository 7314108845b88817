"""What an address or a file is: a feed, a list of feeds, or a page that names some."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from pmlearn.errors import FetchError, InputError, ParseError
from pmlearn.model.feed import Feed, FeedList
from pmlearn.model.text import clean
from pmlearn.services.links import refuse_secrets, web_address
from pmlearn.services.paths import path_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from pmlearn.feeds.fetch import Fetcher
    from pmlearn.feeds.pool import ParserPool
    from pmlearn.services.subscription import Subscriptions

LARGEST = 10 << 20
"""Bytes of a list of feeds."""

_NOT_NOW = frozenset({401, 403, 408, 425, 429, *range(500, 600)})
"""Statuses that say nothing of what is there."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found."""

    kind: str  # feed, page, list; or unseen, where it could not be asked
    found: FeedList  # the feeds, as they are to be subscribed
    why: str = ""  # why it could not be asked


class Discovery:
    """Looks at addresses and files before anything is subscribed.

    Args:
        subscriptions: the feeds that are subscribed, which are not asked.
        allow_private: addresses on loopback and private networks may be asked.
        now: tells the time, for servers that ask for patience.
    """

    def __init__(
        self, subscriptions: Subscriptions, *, allow_private: bool, now: Callable[[], datetime]
    ) -> None:
        self._subscriptions = subscriptions
        self._allow_private = allow_private
        self._now = now

    def look(self, where: str, *, guess: bool = False) -> Looked:
        """Say what is at an address, or in a file; with `guess`, ask the usual places if a page names none.

        Raises:
            InputError: it is no address and no file, or one with a password in it; nothing is there, or
                nothing with feeds in it.
        """
        refuse_secrets(where)
        if not where.lower().startswith(("http:", "https:", "feed:")) and path_of(where).is_file():
            return Looked("list", self.read(where))
        if where.lower().startswith("feed:"):
            where = where[5:] if "://" in where[5:] else where[5:].lstrip("/")
        from pmlearn.feeds.discover import known_place  # noqa: PLC0415 - light commands need no parser

        given = web_address(where)
        if "://" not in where and "." not in where and ":" not in where:
            raise InputError(
                f"no file here is called {clean(where, 80)}, and as an address it names no site",
                "give an address such as https://example.org, or a file",
            )
        url = known_place(given) or given
        known = tuple(feed for feed in self._subscriptions.all().values() if feed.url == url)
        if known:
            # What it is called is the learner's already: it is neither asked nor named anew.
            return Looked("feed", FeedList("", tuple(replace(feed, title="") for feed in known)))
        return asyncio.run(self._look(given, url, guess=guess))

    def read(self, file: str, body: bytes | None = None) -> FeedList:
        """Return the feeds of an OPML file, or of what was read of it already.

        Raises:
            InputError: there is no such file, or it is no OPML.
        """
        body = _bytes(file) if body is None else body

        async def run() -> FeedList:
            from pmlearn.feeds.pool import ParserPool  # noqa: PLC0415

            async with ParserPool(1) as pool:
                kind, found = await pool.look(body, "", "https://file.invalid/")
            if kind != "list":
                raise ParseError(f"this is a {kind}, not a list of feeds", "name a file of OPML")
            return found

        try:
            return asyncio.run(run())
        except ParseError as error:
            raise InputError(f"cannot read {clean(file, 200)}: {error.message}", error.hint) from error

    async def _look(self, given: str, url: str, *, guess: bool) -> Looked:
        # httpx is imported only where something is fetched.
        from pmlearn.feeds.discover import USUAL_PLACES  # noqa: PLC0415
        from pmlearn.feeds.fetch import Fetcher, Limits  # noqa: PLC0415
        from pmlearn.feeds.pool import ParserPool  # noqa: PLC0415

        limits = Limits(deadline=30.0)
        async with (
            Fetcher(allow_private=self._allow_private, now=self._now, limits=limits) as fetcher,
            ParserPool(1) as pool,
        ):
            looked = await _ask(url, fetcher, pool)
            if looked.kind == "page" and len(looked.found.feeds) == 1:
                return await _ask(looked.found.feeds[0].url, fetcher, pool)
            if looked.found.feeds or looked.kind == "unseen":
                return looked
            # One after the other, and only where somebody asked for it: none of them need be there.
            for place in USUAL_PLACES if guess else ():
                try:
                    looked = await _ask(urljoin(url, place), fetcher, pool)
                except InputError:
                    continue
                if looked.kind == "feed":
                    return looked
        if guess:
            hint = "look on the page for the address of its feed"
        else:
            hint = f"ask the usual places, too: pmlearn feed add --guess {given}"
        raise InputError(f"{clean(given, 200)} names no feed", hint)


async def _ask(url: str, fetcher: Fetcher, pool: ParserPool) -> Looked:
    unseen = FeedList("", (Feed("", url),))
    try:
        answer = await fetcher.fetch(url)
    except FetchError as error:
        return Looked("unseen", unseen, error.message)
    if answer.status in _NOT_NOW:
        return Looked("unseen", unseen, f"its server answers {answer.status}")
    if answer.status != 200:
        raise InputError(
            f"nothing is at {clean(url, 200)}: its server answers {answer.status}",
            f"check it, or subscribe all the same: pmlearn feed add --anyway {clean(url, 200)}",
        )
    try:
        kind, found = await pool.look(answer.body, answer.content_type, answer.url)
    except ParseError as error:
        raise InputError(f"{clean(url, 200)}: {error.message}", error.hint) from error
    if kind == "feed":
        # Under the address that was given: where that leads, refreshes learn.
        found = replace(found, feeds=tuple(replace(feed, url=url) for feed in found.feeds))
    return Looked(kind, found)


def _bytes(file: str) -> bytes:
    try:
        with path_of(file).open("rb") as opened:
            body = opened.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise InputError(f"no file {clean(file, 200)}", "name a file of OPML") from error
    except OSError as error:
        raise InputError(
            f"cannot read {clean(file, 200)}: {error.strerror}", "check its permissions"
        ) from error
    if len(body) > LARGEST:
        raise InputError(
            f"{clean(file, 200)} has more than {LARGEST >> 20} MB", "divide it into several files"
        )
    return body
