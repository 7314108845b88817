"""What feeds published: one TinyDB file a feed, the bodies apart, written only when that feed changed.

`entries/<feed id>.json` has the tables `feed` (one document: format, title, link) and `entries` (the fields
of `Entry` but the body, with `item`, the queue's id). `entries/<feed id>.bodies.json` has the table `bodies`:
item ids to HTML.
All of it can be fetched again, so none of it is in the journal.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from pmlearn.errors import StoreError
from pmlearn.model.feed import PARTS, Entry, ParsedFeed, item_id
from pmlearn.storage.files import sweep
from pmlearn.storage.tables import FORMAT, AtomicStorage

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from pmlearn.storage.tables import Tables

AT_REST = 2_000_000_000
"""Nanoseconds after its last change at which a directory is at rest: clocks tick every few milliseconds."""

_BODIES = ".bodies.json"
_SELDOM = ("chapters", "marks", "transcripts")


class Entries:
    """The entries of all feeds. Not thread-safe."""

    def __init__(self, directory: Path, now: Callable[[], datetime]) -> None:
        self.directory = directory
        self._now = now
        self.notices: list[str] = []
        self._seen: tuple[int, dict[str, str]] = (
            -1,
            {},
        )  # when the directory changed, and its signatures then
        self.sweep()

    def signatures(self) -> dict[str, str]:
        """For each feed that has entries, a text that differs once its file does; not a copy."""
        try:
            changed = self.directory.stat().st_mtime_ns
        except OSError:
            changed = -1
        if changed < 0 or changed != self._seen[0]:
            found = self._scan()
            # Every file comes by a rename, which changes the directory; but two within one tick of its clock
            # look like one, so that only a directory at rest need not be looked at again.
            rested = self._now().timestamp() * 1e9 - changed > AT_REST
            self._seen = (changed if rested else -1, found)
        return self._seen[1]

    def _scan(self) -> dict[str, str]:
        found = {}
        try:
            with os.scandir(self.directory) as files:
                for file in files:
                    name, end = file.name[:-5], file.name[-5:]
                    if end == ".json" and is_feed_id(name):
                        stat = file.stat()
                        found[name] = f"{stat.st_ino}:{stat.st_mtime_ns}:{stat.st_size}"
        except FileNotFoundError:
            pass
        except OSError as error:
            self._notice(f"cannot read {self.directory}: {error.strerror}")
        return found

    def load(self, feed: str) -> list[Entry]:
        """The entries of a feed without their bodies, in the order in which they came."""
        found = []
        for doc in self._open(feed).memory.get("entries", {}).values():
            try:
                found.append(entry_from_json(doc))
            except StoreError as error:
                self._notice(f"{self._path(feed)}: {error.message}")
        return found

    def body(self, feed: str, item: str) -> str:
        """The HTML of an entry, untrusted; "" where there is none."""
        found = self._open_bodies(feed).memory.get("bodies", {}).get(item)
        return found if isinstance(found, str) else ""

    def home(self, feed: str) -> str:
        """The web page of a feed, as it says; "" where it does not."""
        found = self._open(feed).memory.get("feed", {}).get("1", {}).get("link")
        return found if isinstance(found, str) else ""

    def merge(self, feed: str, parsed: ParsedFeed) -> int:
        """Take in what a feed holds now; returns how many entries are new.

        An entry that left the feed is kept. Nothing is written where nothing changed.

        Raises:
            StoreError: the disk did not take it, or what is there cannot be read.
        """
        storage, bodies_file = self._open(feed), self._open_bodies(feed)
        for file in (storage, bodies_file):
            if file.frozen:
                raise StoreError(file.notice, "check its permissions, or update pmlearn")
        tables = storage.memory
        entries: dict[str, Any] = tables.setdefault("entries", {})
        bodies: dict[str, Any] = bodies_file.memory.setdefault("bodies", {})
        head = {"1": {"format": FORMAT, "title": parsed.title, "link": parsed.link}}
        known = Known(entries, parsed)
        new = 0
        changed = tables.get("feed") != head
        for entry in reversed(parsed.entries):  # feeds name the newest first; the file has the oldest first
            key = known.key(entry)
            if key is None:
                key = str(len(entries) + 1)
                new += 1
            # The id first seen stays: the learner's state hangs on it.
            doc = entry_to_json(entry) | {"id": entries[key]["id"] if key in entries else entry.id}
            doc["item"] = item_id(feed, doc["id"])
            changed = changed or entries.get(key) != doc or bodies.get(doc["item"], "") != entry.body
            entries[key] = doc
            if entry.body:
                bodies[doc["item"]] = entry.body
        if changed:
            tables["feed"] = head
            bodies_file.memory["meta"] = {"1": {"format": FORMAT}}
            # Bodies first: an entry without its body would be shown, a body without its entry is not.
            bodies_file.write(bodies_file.memory)
            storage.write(tables)
        return new

    def sweep(self) -> None:
        """Remove what a refresh that died left half written."""
        sweep(self.directory)

    def _open(self, feed: str) -> AtomicStorage:
        return self._noticed(AtomicStorage(self._path(feed), self._now(), _check))

    def _open_bodies(self, feed: str) -> AtomicStorage:
        return self._noticed(AtomicStorage(self._path(feed, _BODIES), self._now()))

    def _path(self, feed: str, end: str = ".json") -> Path:
        if not is_feed_id(feed):
            # It came from a journal that somebody wrote by hand, and would name a file elsewhere.
            raise StoreError(f"{feed!a} is not the id of a feed", "see them all with: pmlearn feed list")
        return self.directory / f"{feed}{end}"

    def _noticed(self, storage: AtomicStorage) -> AtomicStorage:
        if storage.notice:
            self._notice(storage.notice)
        return storage

    def _notice(self, text: str) -> None:
        if text not in self.notices:
            self.notices.append(text)


class Known:
    """Which of a feed's stored entries a fetched one is: the one with its id, else the one with its link.

    A link tells entries apart only where one stored entry has it that the feed no longer names by id, and one
    fetched entry: feeds exist whose entries all link to the same page.
    """

    def __init__(self, entries: dict[str, Any], parsed: ParsedFeed) -> None:
        named = {entry.id for entry in parsed.entries}
        stored = Counter(doc["link"] for doc in entries.values())
        fetched = Counter(entry.link for entry in parsed.entries)
        self._by_id = {doc["id"]: key for key, doc in entries.items()}
        self._by_link = {
            doc["link"]: key
            for key, doc in entries.items()
            if doc["id"] not in named
            and stored[doc["link"]] == fetched[doc["link"]] == 1
            and doc["link"] not in ("", parsed.link)
        }

    def key(self, entry: Entry) -> str | None:
        """The number under which an entry is stored; None for a new one."""
        return self._by_id.get(entry.id) or self._by_link.get(entry.link)


def is_feed_id(text: str) -> bool:
    """Whether this is the id of a feed, which is safe as a file's name."""
    return text.isascii() and text.replace("-", "").isalnum() and text == text.lower()


def entry_to_json(entry: Entry) -> dict[str, Any]:
    """An entry as its file has it, without its body."""
    doc = asdict(entry)
    del doc["body"]
    for name in _SELDOM:
        # Left out where there is nothing: most feeds have none of it, and files of before stay as they are.
        if not doc[name]:
            del doc[name]
    lists = ("topics", *PARTS)
    return {name: list(value) if name in lists else value for name, value in doc.items()}


def entry_from_json(doc: dict[str, Any]) -> Entry:
    """Read an entry of a file or of an action; what is missing is empty.

    Raises:
        StoreError: it is no entry.
    """
    try:
        known = {f.name: doc[f.name] for f in fields(Entry) if f.name in doc}
        known["topics"] = tuple(doc.get("topics", ()))
        known |= {name: tuple(kind(**part) for part in doc.get(name, ())) for name, kind in PARTS.items()}
        entry = Entry(**known)
        if not all(type(getattr(entry, f.name)) is str for f in fields(Entry) if f.type == "str"):
            raise TypeError("a text is none")
        return entry
    except (TypeError, AttributeError) as error:
        raise StoreError(f"an entry cannot be read: {error}", "run pmlearn doctor") from error


def _check(tables: Tables) -> None:
    """Raise unless these are a feed's tables as `merge` makes them (ValueError, TypeError, KeyError)."""
    entries = tables.get("entries", {})
    if entries.keys() != {str(number) for number in range(1, len(entries) + 1)}:
        raise ValueError("entries are missing")
    if not all(type(doc["id"]) is type(doc["link"]) is str for doc in entries.values()):
        raise ValueError("not entries")
