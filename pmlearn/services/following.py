"""Keeping the index in step with what it follows: the entries' files, and what the learner did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.model import fold
from pmlearn.services.items import entry_row, is_touched, touched_row

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from pmlearn.model.fold import Doc
    from pmlearn.storage.entries import Entries
    from pmlearn.storage.index import Index
    from pmlearn.storage.store import Store


def follow(index: Index, store: Store, feeds: Collection[str], entries: Entries) -> None:
    """Index what changed since the index was last in step, whichever process changed it.

    Args:
        index: what is brought up to date.
        store: has what the learner did.
        feeds: the ids of the subscribed feeds; the entries of others are left out, unless they were touched.
        entries: has what the feeds published.
    """
    table = store.table("queue")
    files = {feed: signature for feed, signature in entries.signatures().items() if feed in feeds}
    if index.followed() == files and index.cursors() == table.cursors:
        return
    with index.transaction():
        # Asked again now that no other process can write: it may have done the work.
        cursors = index.cursors()
        tail = store.gained(cursors) if cursors else None
        if tail is None or tail.rewound:
            index.forget()
        renewed, put = _renew(index, files, entries)
        if tail is None or tail.rewound:
            docs = list(table.docs())
        else:
            gained = {change.ref for action in tail.actions for change in action.changes}
            docs = [doc for ref in gained if (doc := table.doc(ref))]
            if renewed:
                docs += [doc for doc in table.docs() if _feed(doc) in renewed or _item(doc) in put]
        _touch(index, docs)
        index.put_cursors(tail.cursors if tail else table.cursors)


def _renew(index: Index, files: dict[str, str], entries: Entries) -> tuple[set[str], set[str]]:
    """Index the feeds whose files changed, came or went; returns these, and the items that were put."""
    followed = index.followed()
    renewed = {feed for feed in followed.keys() | files.keys() if followed.get(feed) != files.get(feed)}
    put: set[str] = set()
    for feed in renewed:
        if feed in files:
            rows = [entry_row(feed, entry) for entry in entries.load(feed)]
            index.put_feed(feed, files[feed], rows)
            put |= {row[0] for row in rows}
        else:
            index.drop_feed(feed)
    return renewed, put


def _touch(index: Index, docs: Iterable[Doc]) -> None:
    by_touch: dict[bool, list[Doc]] = {True: [], False: []}
    for doc in docs:
        by_touch[is_touched(doc)].append(doc)
    index.put_touched(touched_row(doc) for doc in by_touch[True])
    index.put_untouched(_item(doc) for doc in by_touch[False])


def _item(doc: Doc) -> str:
    item: str = doc["ref"].partition(":")[2]
    return item


def _feed(doc: Doc) -> str:
    entry = fold.value(doc, "entry")
    return str(entry.get("feed", "")) if isinstance(entry, dict) else ""
