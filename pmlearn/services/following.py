"""Keeping the index in step with the entries' files, the feeds' settings, and what the learner did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.services.items import ITEM, entry_rows, is_touched, settings_of, touched_row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from pmlearn.model.feed import Feed
    from pmlearn.model.fold import Doc
    from pmlearn.services.volume import Volume
    from pmlearn.storage.entries import Entries
    from pmlearn.storage.index import Index
    from pmlearn.storage.store import Store


class Following:
    """Indexes what changed since it was last asked, whichever process changed it. Not thread-safe."""

    def __init__(
        self,
        store: Store,
        subscriptions: Volume,
        entries: Entries,
        *,
        now: Callable[[], datetime],
        cap: int,
        expires: int | None,
    ) -> None:
        """Follow.

        Args:
            store: has what the learner did.
            subscriptions: the entries of other feeds are left out, unless they were touched.
            entries: has what the feeds published.
            now: what time it is; the day is that of its time zone here.
            cap: how many items the inbox holds.
            expires: days in the inbox after which an entry counts as archived, where its feed says none.
        """
        self._store = store
        self._subscriptions = subscriptions
        self._entries = entries
        self._now = now
        self._cap = cap
        self._expires = expires
        self._feeds: dict[str, Feed] = {}
        self._settings: dict[str, str] = {}
        self._signed: dict[str, str] = {}  # the signatures that `_known` was made of
        self._known: dict[str, str] = {}
        self._steady: tuple[object, ...] = ()  # what the index was in step with when it was last asked

    def today(self) -> str:
        """The learner's day, YYYY-MM-DD."""
        return self._now().astimezone().date().isoformat()

    def follow(self, index: Index, current: str | None = None) -> None:
        """Bring the index in step.

        Args:
            index: what is brought up to date.
            current: the ref of the current step; None where nobody asks what helps with it.
        """
        table = self._store.table("queue")
        files, today = self._files(), self.today()
        # Several questions are asked for a key; what an index of 500 feeds follows is compared for the first.
        now = (index, files, table.cursors, today, current)
        if (*now, index.stamp()) == self._steady:
            return
        self._bring(index, files, today, current)
        self._steady = (index, files, table.cursors, today, current, index.stamp())

    def _bring(self, index: Index, files: dict[str, str], today: str, current: str | None) -> None:
        table = self._store.table("queue")
        steady = current is None or index.noted("current") == f"step {current}"
        if (
            steady
            and index.followed() == files
            and index.cursors() == table.cursors
            and (index.noted("day"), index.noted("cap")) == (today, str(self._cap))
        ):
            return
        with index.transaction():
            # Asked again now that no other process can write: it may have done the work.
            # Where nothing was done yet there are no cursors, and the index is in step all the same.
            tail = self._store.gained(index.cursors()) if index.noted("journals") else None
            anew = tail is None or tail.rewound
            if anew:
                index.forget()
            moved = self._renew(index, files)
            if tail is None or tail.rewound:
                docs = list(table.docs())
            else:
                gained = {change.ref for action in tail.actions for change in action.changes}
                gained |= {f"{ITEM}{item}" for item in moved}
                docs = [doc for ref in gained if (doc := table.doc(ref))]
            _touch(index, docs)
            if current is not None:
                index.put_current(current)
            index.put_cursors(tail.cursors if tail else table.cursors)
            index.settle(today, self._cap)

    def _files(self) -> dict[str, str]:
        """For each subscribed feed that has entries, a text that differs once its rows do."""
        feeds = self._subscriptions.all()
        if feeds is not self._feeds:
            self._settings = {id_: settings_of(feed, self._expires) for id_, feed in feeds.items()}
            self._feeds = feeds
            self._signed = {}
        signed = self._entries.signatures()
        if signed is not self._signed:
            files = ((feed, file) for feed, file in signed.items() if feed in feeds)
            self._known = {feed: f"{file} {self._settings[feed]}" for feed, file in files}
            self._signed = signed
        return self._known

    def _renew(self, index: Index, files: dict[str, str]) -> set[str]:
        """Index the feeds whose rows changed, came or went; returns the items that came or went."""
        followed = index.followed()
        moved: set[str] = set()
        for feed in followed.keys() | files.keys():
            if feed not in files:
                moved |= index.drop_feed(feed)
            elif followed.get(feed) != files[feed]:
                rows = entry_rows(self._feeds[feed], self._entries.load(feed), self._expires)
                moved |= index.put_feed(feed, files[feed], rows)
        return moved


def _touch(index: Index, docs: Iterable[Doc]) -> None:
    by_touch: dict[bool, list[Doc]] = {True: [], False: []}
    for doc in docs:
        if doc["ref"].startswith(ITEM):
            by_touch[is_touched(doc)].append(doc)
    index.put_touched(touched_row(doc) for doc in by_touch[True])
    index.put_untouched(doc["ref"].removeprefix(ITEM) for doc in by_touch[False])
