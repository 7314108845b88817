"""Saving links: one by its address, with its title and text, or a whole list of another program's."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pmlearn.errors import FetchError, InputError, ParseError, StoreError
from pmlearn.model import fold
from pmlearn.model.action import Change
from pmlearn.model.feed import item_id
from pmlearn.model.queue import ItemKind, State
from pmlearn.model.text import clean, plural
from pmlearn.services.items import is_touched
from pmlearn.services.links import web_address
from pmlearn.services.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from pmlearn.model.readinglist import ReadingList, SavedLink
    from pmlearn.model.webpage import WebPage
    from pmlearn.services.queue import Queue
    from pmlearn.services.subscription import Subscriptions
    from pmlearn.storage.pages import Pages
    from pmlearn.storage.store import Store


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of saving a link."""

    outcome: Outcome  # what to say, and to undo; `changed` holds the item's id
    missing: str  # why its text is not here, in a sentence; "" where it is, or was not wanted


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a reading list."""

    form: str  # pocket, wallabag or bookmarks
    new: int  # links that were saved, or would be
    known: int  # links that were saved before
    twins: int  # links that the list has more than once
    left_out: int  # what could not be used
    problems: tuple[str, ...]  # of that, the first ones, each with its place
    outcome: Outcome  # what to say, and to undo


class Saving:
    """Saves links, and fetches what they lead to. Not thread-safe."""

    def __init__(
        self,
        store: Store,
        queue: Queue,
        pages: Pages,
        *,
        subscriptions: Subscriptions,
        now: Callable[[], datetime],
        allow_private: bool,
    ) -> None:
        self._store = store
        self._queue = queue
        self._pages = pages
        self._subscriptions = subscriptions
        self._now = now
        self._allow_private = allow_private

    def add(self, url: str, title: str = "", *, fetch: bool = True) -> Saved:
        """Save a link for later, with the title and the text of its page.

        Where the page cannot be had the link is saved all the same.

        Raises:
            InputError: it is no http or https address.
        """
        url = web_address(url)
        page: WebPage | None = None
        missing = ""
        if fetch:
            try:
                page = self.fetch(url)
            except (FetchError, ParseError) as error:
                missing = f"its text is not here yet: {error.message}"
        outcome = self._queue.add(url, title or (page.title if page else ""))
        if page is not None:
            try:
                self._pages.put(outcome.changed[0], page)
            except StoreError as error:
                missing = f"its text was not kept: {error.message}"
        return Saved(outcome, missing)

    def fetch(self, url: str) -> WebPage:
        """Fetch a page and read it.

        Raises:
            FetchError: it cannot be had.
            ParseError: it is no page, or is not read within the limits.
        """
        from pmlearn.feeds.saved import page_apart  # noqa: PLC0415 - most commands read none

        response = asyncio.run(self._ask(url))
        return page_apart(response.body, response.content_type, response.url)

    async def _ask(self, url: str) -> Any:
        from pmlearn.feeds.fetch import Fetcher, Limits  # noqa: PLC0415 - httpx is imported where it is needed

        # Somebody waits for it, and a page of text is small.
        limits = Limits(deadline=20.0, sent=5 << 20, expanded=10 << 20)
        async with Fetcher(allow_private=self._allow_private, now=self._now, limits=limits) as fetcher:
            response = await fetcher.fetch(url)
        if response.status != 200:
            hint = "it asks for a password" if response.status in (401, 403) else "look at it in a browser"
            raise FetchError(f"{clean(url)} answers {response.status}", hint)
        return response

    def wants_text(self, id_: str) -> bool:
        """Whether there is more to read of an item than is here: a saved link's page, or what its feed cuts.

        Raises:
            UnknownError: there is no such item.
        """
        item = self._queue.get(id_)
        feed = self._subscriptions.all().get(item.feed)
        cut = not item.feed or (feed is not None and feed.full_text)
        return cut and bool(item.link) and self._pages.get(item.id) is None

    def fetch_text(self, id_: str) -> bool:
        """Bring the text of an item's page, unless it is here; true if it was brought.

        Raises:
            UnknownError: there is no such item.
            FetchError: it cannot be had.
            ParseError: it is no page, or is not read within the limits.
        """
        item = self._queue.get(id_)
        if self._pages.get(item.id) is not None:
            return False
        if not item.link:
            raise FetchError(f"no link comes with {item.title}", "read what its feed gave")
        self._pages.put(item.id, self.fetch(item.link))
        return True

    def import_list(self, file: Path, form: str = "", *, dry: bool = False) -> Imported:
        """Save the links of another program's file, in one action.

        Args:
            file: what it exported.
            form: pocket, wallabag or bookmarks; "" to tell by what is in it.
            dry: only say what would be saved.

        Raises:
            InputError: it cannot be read, or is no such list.
        """
        from pmlearn.feeds.saved import LARGEST, list_apart  # noqa: PLC0415 - most commands read none

        try:
            with file.open("rb") as opened:
                data = opened.read(LARGEST + 1)
            found = list_apart(data, form)
        except OSError as error:
            hint = "check its name and its permissions"
            raise InputError(f"cannot read {file}: {error.strerror}", hint) from error
        except ParseError as error:
            raise InputError(f"cannot import {file}: {error.message}", error.hint) from error
        if dry:
            count = len(self._new(found.links))
            return _imported(found, count, Outcome(f"would save {plural(count, 'link')}"))
        made: list[str] = []

        def decide() -> list[Change]:
            new = self._new(found.links)
            made.extend(id_ for id_, _ in new)
            return [change for id_, link in new for change in self._changes(id_, link)]

        action = self._store.record("save", decide)
        text = f"saved {plural(len(made), 'link')}" if made else "nothing new to save"
        return _imported(found, len(made), Outcome(text, tuple(made), action.id if action else ""))

    def _new(self, links: Sequence[SavedLink]) -> list[tuple[str, SavedLink]]:
        """The links that are not saved yet, with the ids of their items."""
        table = self._store.table("queue")
        ids = ((item_id("", link.url), link) for link in links)
        return [(id_, link) for id_, link in ids if not is_touched(table.doc(f"item:{id_}"))]

    def _changes(self, id_: str, link: SavedLink) -> list[Change]:
        ref = f"item:{id_}"
        entry = {
            "id": link.url,
            "title": link.title or clean(link.url),
            "link": link.url,
            "feed": "",
            "kind": ItemKind.LINK.value,
            "published": link.saved,
            "topics": list(link.topics),
        }
        doc = self._store.table("queue").doc(ref)
        state = State.DONE if link.done else State.QUEUED
        changes = [
            Change(ref, "entry", entry, fold.value(doc, "entry")),
            Change(ref, "state", state.value, fold.value(doc, "state")),
        ]
        if link.starred:
            changes.append(Change(ref, "starred", True, fold.value(doc, "starred")))
        return changes


def _imported(found: ReadingList, new: int, outcome: Outcome) -> Imported:
    known = len(found.links) - new
    return Imported(found.form, new, known, found.twins, found.left_out, found.problems, outcome)
