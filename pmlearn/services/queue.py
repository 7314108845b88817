"""The reading queue: what feeds published and links that were saved, and what the learner does with them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from pmlearn.errors import InputError
from pmlearn.model import fold
from pmlearn.model.action import Change
from pmlearn.model.feed import item_id
from pmlearn.model.queue import ItemKind, State
from pmlearn.model.text import clean, plural
from pmlearn.model.when import coming
from pmlearn.services.items import ITEM, first_touch
from pmlearn.services.links import web_address
from pmlearn.services.outcome import Outcome
from pmlearn.services.queuelist import QueueList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pmlearn.model.fold import Doc
    from pmlearn.model.webpage import WebPage
    from pmlearn.services.following import Following
    from pmlearn.services.subscription import Subscriptions
    from pmlearn.storage.entries import Entries
    from pmlearn.storage.fetches import Fetches
    from pmlearn.storage.index import Index
    from pmlearn.storage.store import Store

UNTOUCHED = {"state": State.INBOX.value, "starred": False, "snoozed": None}
"""What the fields hold of an item that nothing was done to."""

CLOSED = (State.DONE.value, State.DROPPED.value)


class Queue(QueueList):
    """The learner's queue. Not thread-safe."""

    def __init__(
        self,
        store: Store,
        following: Following,
        subscriptions: Subscriptions,
        entries: Entries,
        fetches: Fetches,
        *,
        index: Callable[[], Index],
        current: Callable[[], str],
        to_markdown: Callable[[str, str], str],
        page: Callable[[str], WebPage | None] = lambda _: None,
    ) -> None:
        super().__init__(
            following,
            subscriptions,
            entries,
            fetches,
            index=index,
            current=current,
            to_markdown=to_markdown,
            page=page,
        )
        self._store = store

    def set_state(self, ids: Sequence[str], state: State) -> Outcome:
        """Put items into a state; one that was put off is not any more.

        Raises:
            UnknownError: there is no such item: nothing changes.
        """
        words = {State.INBOX: "back in the inbox", State.QUEUED: "for later"}
        wanted = {"state": state.value, "snoozed": None}
        return self._set("triage", ids, lambda _: wanted, words.get(state, state.value))

    def star(self, ids: Sequence[str], *, on: bool | None = None) -> Outcome:
        """Star items, or take the star away; without `on`, the other way round.

        Raises:
            UnknownError: there is no such item: nothing changes.
        """
        to = on if on is not None else not all(item.starred for item in self._find(ids))
        return self._set(
            "star" if to else "unstar", ids, lambda _: {"starred": to}, "starred" if to else "unstarred"
        )

    def snooze(self, ids: Sequence[str], until: str) -> Outcome:
        """Put items off until a day, on which they come back on top; "" lets them come back at once.

        What was done with comes back as queued.

        Raises:
            InputError: the text means no day, or none that is still to come.
            UnknownError: there is no such item: nothing changes.
        """
        if not until:
            return self._set("unsnooze", ids, lambda _: {"snoozed": None}, "back")
        day = self._coming(until)

        def wanted(doc: Doc | None) -> dict[str, Any]:
            closed = fold.value(doc, "state") in CLOSED
            return {"snoozed": day.isoformat()} | ({"state": State.QUEUED.value} if closed else {})

        return self._set("snooze", ids, wanted, f"snoozed until {day.isoformat()}")

    def _coming(self, text: str) -> date:
        today = date.fromisoformat(self._following.today())
        day = coming(text, today)
        if day is None:
            raise InputError(f"{clean(text)}: no such day", "write 3d, 2w, monday, tomorrow or 2026-12-24")
        if day <= today:
            raise InputError(f"{clean(text)}: that day has come already", "write a day after today")
        return day

    def opened(self, id_: str) -> Outcome:
        """Note that an item is being read, if it was waiting to be."""
        item = self.get(id_)
        if item.state not in (State.INBOX, State.QUEUED):
            return Outcome(f"{item.state}: {item.title}")
        return self.set_state([item.id], State.READING)

    def add(self, url: str, title: str = "") -> Outcome:
        """Save a link as an item for later; `changed` holds its id.

        Raises:
            InputError: it is no http or https address.
        """
        url = web_address(url)
        id_ = item_id("", url)
        ref = f"{ITEM}{id_}"
        title = clean(title) or clean(url)
        entry = {"id": url, "title": title, "link": url, "feed": "", "kind": ItemKind.LINK.value}
        table = self._store.table("queue")

        def decide() -> list[Change]:
            doc = table.doc(ref)
            if fold.value(doc, "state"):
                return []
            kept = fold.value(doc, "entry")
            return [Change(ref, "entry", entry, kept), Change(ref, "state", State.QUEUED.value, None)]

        action = self._store.record("save", decide)
        if action is None:
            return Outcome(f"already saved: {title}", (id_,))
        return Outcome(f"saved: {title}", (id_,), action.id)

    def _set(
        self, kind: str, ids: Sequence[str], wanted: Callable[[Doc | None], dict[str, Any]], word: str
    ) -> Outcome:
        """Give fields of items other values, in one action; of an item, in all feeds that have it."""
        items = self._find(ids)
        members = self._members(items)
        table = self._store.table("queue")

        def decide() -> list[Change]:
            changes = []
            for item in members:
                ref = f"{ITEM}{item.id}"
                doc = table.doc(ref)
                to = {
                    field: value
                    for field, value in wanted(doc).items()
                    if (UNTOUCHED[field] if (held := fold.value(doc, field)) is None else held) != value
                }
                if to:
                    changes += first_touch(doc, item)
                changes += [Change(ref, field, value, fold.value(doc, field)) for field, value in to.items()]
            return changes

        action = self._store.record(kind, decide)
        shown = {item.id: item.title for item in items}
        what = items[0].title if len(shown) == 1 else plural(len(shown), "item")
        if action is None:
            return Outcome(f"already {word}: {what}")
        changed = dict.fromkeys(change.ref.removeprefix(ITEM) for change in action.changes)
        return Outcome(f"{word}: {what}", tuple(changed), action.id)
