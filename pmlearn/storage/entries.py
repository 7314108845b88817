"""What feeds published: one TinyDB file a feed, the bodies apart, written only when that feed changed.

`entries/<feed id>.json` has the tables `feed` (one document: format, title, link) and `entries` (the fields
of `Entry` but the body, with `item`, the queue's id). `entries/<feed id>.bodies.json` maps item ids to HTML.
`fetches.json`, in the state directory, has one document a feed: the fields of `Fetched`.
All of it can be fetched again, so none of it is in the journal.
"""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from pmlearn.errors import StoreError
from pmlearn.model.feed import Enclosure, Entry, Fetched, ParsedFeed, item_id
from pmlearn.storage.files import set_aside, sweep, write_atomic
from pmlearn.storage.state import plain_tables

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

FORMAT = 1
_BODIES = ".bodies.json"


class Entries:
    """The entries of all feeds. Not thread-safe."""

    def __init__(self, directory: Path, now: Callable[[], datetime]) -> None:
        self.directory = directory
        self._now = now
        self.notices: list[str] = []

    def signatures(self) -> dict[str, str]:
        """For each feed that has entries, a text that differs once its file does."""
        found = {}
        try:
            for path in self.directory.glob("*.json"):
                if not path.name.endswith(_BODIES) and not path.name.startswith("."):
                    stat = path.stat()
                    found[path.stem] = f"{stat.st_ino}:{stat.st_mtime_ns}:{stat.st_size}"
        except OSError as error:
            self.notices.append(f"cannot read {self.directory}: {error.strerror}")
        return found

    def load(self, feed: str) -> list[Entry]:
        """The entries of a feed without their bodies, in the order in which they came."""
        _, tables = self._open(feed)
        found = []
        for doc in tables.get("entries", {}).values():
            try:
                found.append(entry_from_json(doc))
            except StoreError as error:
                self.notices.append(f"{self.directory / feed}.json: {error.message}")
        return found

    def body(self, feed: str, item: str) -> str:
        """The HTML of an entry, untrusted; "" where there is none."""
        return self._bodies(feed).get(item, "")

    def merge(self, feed: str, parsed: ParsedFeed) -> int:
        """Take in what a feed holds now; returns how many entries are new.

        An entry is known by its id, else by its link; one that left the feed is kept. Nothing is written
        where nothing changed.

        Raises:
            StoreError: the disk did not take it.
        """
        storage, tables = self._open(feed)
        entries: dict[str, Any] = tables.setdefault("entries", {})
        by_id = {doc["id"]: key for key, doc in entries.items()}
        by_link = {doc["link"]: key for key, doc in entries.items() if doc["link"]}
        bodies = self._bodies(feed)
        before = json.dumps([tables, bodies])
        new = 0
        for entry in reversed(parsed.entries):  # feeds name the newest first; the file has the oldest first
            key = by_id.get(entry.id) or by_link.get(entry.link)
            if key is None:
                key = str(len(entries) + 1)
                new += 1
            known = entries.get(key)
            # The id first seen stays: the learner's state hangs on it.
            doc = entry_to_json(entry) | {"id": known["id"] if known else entry.id}
            doc["item"] = item_id(feed, doc["id"])
            entries[key] = doc
            by_id[doc["id"]] = key
            if entry.link:
                by_link[entry.link] = key
            if entry.body:
                bodies[doc["item"]] = entry.body
        tables["feed"] = {"1": {"format": FORMAT, "title": parsed.title, "link": parsed.link}}
        if json.dumps([tables, bodies]) != before:
            # Bodies first: an entry without its body would be shown, a body without its entry is not.
            write_atomic(self.directory / f"{feed}{_BODIES}", _bytes(bodies))
            storage.write(tables)
        return new

    def _open(self, feed: str) -> tuple[Any, dict[str, Any]]:
        _, storage = plain_tables(self.directory / f"{feed}.json", self._now())
        if storage.notice:
            self.notices.append(storage.notice)
        return storage, storage.read()

    def _bodies(self, feed: str) -> dict[str, str]:
        path = self.directory / f"{feed}{_BODIES}"
        try:
            found = json.loads(path.read_bytes())
            return found if isinstance(found, dict) else {}
        except FileNotFoundError:
            return {}
        except OSError as error:
            self.notices.append(f"cannot read {path}: {error.strerror}")
        except ValueError:
            self.notices.append(
                f"{path} could not be read; it is kept as {set_aside(path, self._now()).name}"
            )
        return {}

    def sweep(self) -> None:
        """Remove what a refresh that died left half written."""
        sweep(self.directory)


class Fetches:
    """What the last fetches left behind, in one small TinyDB file."""

    def __init__(self, state: Path, now: Callable[[], datetime]) -> None:
        self.path = state / "fetches.json"
        self._now = now
        self._signature: tuple[int, int, int] | None = None
        self._docs: dict[str, Any] = {}
        self.notice = ""

    def get(self, feed: str) -> Fetched:
        """What is known of a feed; nothing, where it was never fetched."""
        self._load()
        known = self._docs.get(feed, {})
        return Fetched(**{f.name: known[f.name] for f in fields(Fetched) if f.name in known})

    def _load(self) -> None:
        """Read the file again if another process wrote it."""
        try:
            stat = self.path.stat()
        except OSError:
            return
        signature = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
        if signature != self._signature:
            self._signature = signature
            _, storage = plain_tables(self.path, self._now())
            self.notice = storage.notice
            table = storage.read().get("fetches", {})
            self._docs = {
                doc["feed"]: doc for doc in table.values() if isinstance(doc, dict) and "feed" in doc
            }

    def put(self, fetched: dict[str, Fetched]) -> None:
        """Keep what these fetches left behind, beside what other processes kept in the meantime.

        Raises:
            StoreError: the disk did not take it; the feeds are then fetched whole next time.
        """
        self._load()
        self._docs |= {feed: {"feed": feed} | asdict(value) for feed, value in fetched.items()}
        numbered = {str(n): doc for n, doc in enumerate(self._docs.values(), 1)}
        write_atomic(self.path, _bytes({"meta": {"1": {"format": FORMAT}}, "fetches": numbered}))


def entry_to_json(entry: Entry) -> dict[str, Any]:
    """An entry as its file has it, without its body."""
    doc = asdict(entry)
    del doc["body"]
    return doc | {"topics": list(entry.topics), "enclosures": [asdict(e) for e in entry.enclosures]}


def entry_from_json(doc: dict[str, Any]) -> Entry:
    """Read an entry of a file or of an action; what is missing is empty.

    Raises:
        StoreError: it is no entry.
    """
    try:
        known = {f.name: doc[f.name] for f in fields(Entry) if f.name in doc}
        known["topics"] = tuple(doc.get("topics", ()))
        known["enclosures"] = tuple(Enclosure(**enclosure) for enclosure in doc.get("enclosures", ()))
        return Entry(**known)
    except (TypeError, AttributeError) as error:
        raise StoreError(f"an entry cannot be read: {error}", "run pmlearn doctor") from error


def _bytes(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
