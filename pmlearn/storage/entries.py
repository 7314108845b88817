"""What feeds published: one TinyDB file a feed, the bodies apart, written only when that feed changed.

`entries/<feed id>.json` has the tables `feed` (one document: format, title, link, and the number of the file
of bodies), `entries` (the fields of `Entry` but the body, with `item`, the queue's id, `extent`, where its
body is, and `named`, what the feed calls it now, where that is not its id) and `slices` (one document: the
digests of entries as they stood in the feed's last document, each with its entry's number).
`entries/<feed id>.<number>.bodies` has the bodies (`pmlearn.storage.bodies`).
All of it can be fetched again, so none of it is in the journal.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import replace
from typing import TYPE_CHECKING

from pmlearn.errors import StoreError
from pmlearn.model.feed import Slice
from pmlearn.model.sameness import digest_of, facts, first_of_each
from pmlearn.storage import bodies, merging
from pmlearn.storage.bodies import extent_of
from pmlearn.storage.entryjson import entry_from_json, entry_to_json
from pmlearn.storage.files import refuse, set_aside, sweep, sync_directory
from pmlearn.storage.mending import mend, missing, read_aside, sweep_bodies
from pmlearn.storage.merging import Came, docs_of, slices_of
from pmlearn.storage.tables import FORMAT, AtomicStorage

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from datetime import datetime
    from pathlib import Path

    from pmlearn.model.feed import Entry, ParsedFeed
    from pmlearn.storage.tables import Tables

AT_REST = 2_000_000_000
"""Nanoseconds after its last change at which a directory is at rest: clocks tick every few milliseconds."""

_BODIES = ".bodies"
_WASTE = 1 << 20  # bytes of a file of bodies that nobody needs, and that are left alone
_MOST_OPENED = 64  # files that were read and wait to be merged into


class Entries:
    """The entries of all feeds. Not thread-safe."""

    def __init__(self, directory: Path, now: Callable[[], datetime]) -> None:
        self.directory = directory
        self._now = now
        self.notices: list[str] = []
        self._opened: dict[str, AtomicStorage] = {}  # what `known` read, by feed
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
        for _ in range(2):
            tables = self._open(feed).memory
            docs = (doc for doc in tables.get("entries", {}).values() if doc.get("item") == item)
            extent = extent_of(next(docs, {}))
            path = self._bodies_path(feed, tables)
            if extent is None:
                return ""
            try:
                body = bodies.read(path, extent)
            except FileNotFoundError:
                continue  # it was written anew meanwhile, under another number; or it is lost
            except OSError as error:
                self._notice(f"cannot read {path}: {error.strerror}")
                return ""
            if body is None:
                self._set_aside(path)
                break
            return body.decode("utf-8", "replace")
        return read_aside(path, extent).decode("utf-8", "replace") if extent else ""

    def held(self) -> set[str]:
        """The feeds whose entries are here, and their bodies: the others are to be fetched whole."""
        files = self.directory.glob(f"*{_BODIES}")
        return self.signatures().keys() & {file.name.partition(".")[0] for file in files}

    def known(self, feed: str) -> frozenset[str]:
        """Digests of the entries that the feed's last document had, which need not be read again.

        What was read of the disk is kept for `put`. May be called in another thread than the rest.

        Raises:
            StoreError: it is no feed's id.
        """
        storage = self._open(feed)
        if storage.frozen:
            return frozenset()
        tables = storage.memory
        if missing(tables, self._bodies_path(feed, tables)):
            return frozenset()  # all that the feed has is read again
        if len(self._opened) > _MOST_OPENED:
            self._opened.clear()
        self._opened[feed] = storage
        return frozenset(digest for digest, key in slices_of(tables).items() if key in tables["entries"])

    def home(self, feed: str) -> str:
        """The web page of a feed, as it says; "" where it does not."""
        found = self._open(feed).memory.get("feed", {}).get("1", {}).get("link")
        return found if isinstance(found, str) else ""

    def bodies(self, feed: str) -> dict[str, str]:
        """The HTML of all entries of a feed that have some, untrusted, by their items' ids."""
        tables = self._open(feed).memory
        extents = {str(doc.get("item")): extent for doc in docs_of(tables) if (extent := extent_of(doc))}
        try:
            found = bodies.read_all(self._bodies_path(feed, tables), extents)
        except OSError:
            return {}  # whoever opens one of them is told
        return {item: body.decode("utf-8", "replace") for item, body in found.items()}

    def merge(self, feed: str, parsed: ParsedFeed) -> int:
        """Take in what a feed holds now; returns how many entries are new.

        An entry that left the feed is kept. Nothing is written where nothing changed.

        Raises:
            StoreError: the disk did not take it, or what is there cannot be read.
        """
        new = self.put(feed, parsed)
        self.settle()
        return new

    def put(
        self, feed: str, parsed: ParsedFeed, most: int | None = None, spared: Collection[str] = ()
    ) -> int:
        """The same, which lasts only once `settle` was called.

        Args:
            feed: its id.
            parsed: what it holds.
            most: of the newest entries so many bodies are kept; None for all.
            spared: items whose bodies are kept in any case.

        Raises:
            StoreError: the disk did not take it, or what is there cannot be read.
        """
        storage = self._opened.pop(feed, None) or self._open(feed)
        if storage.frozen:
            raise StoreError(storage.notice, "check its permissions, or update pmlearn")
        tables = storage.memory
        old = self._bodies_path(feed, tables)
        if mended := missing(tables, old):
            mend(tables, old)
        came = list(_came(tables, parsed, storage.path))
        if parsed.slices:
            came = [came[place] for place in first_of_each([one.facts for one in came], parsed.link)]
        merged = merging.merge(tables, feed, came, parsed.link, most=most, spared=spared)
        head = tables.get("feed", {}).get("1", {})
        number = head.get("bodies", 0)
        now = {"format": FORMAT, "title": parsed.title, "link": parsed.link, "bodies": number}
        if not (merged.changed or mended or head != now):
            return 0
        # Bodies first: an entry without its body would be shown, a body without its entry is not.
        extents = bodies.append(old, list(merged.bodies.values()))
        for key, extent in zip(merged.bodies, extents, strict=True):
            tables["entries"][key]["extent"] = list(extent)
        tables["feed"] = {"1": now}
        kept = sum(length for _, length, _ in bodies.extents_of(docs_of(tables)))
        if bodies.size(old) > 2 * kept + _WASTE:
            now["bodies"] = number + 1
            bodies.rewrite(docs_of(tables), old, self._bodies_path(feed, tables))
        storage.write(tables, lasting=False)
        if now["bodies"] != number:
            with contextlib.suppress(OSError):  # then the next sweep removes it
                old.unlink()
        return merged.new

    def settle(self) -> None:
        """Have what was put last, whatever happens to the machine.

        Raises:
            StoreError: the disk did not take it.
        """
        try:
            sync_directory(self.directory)
        except OSError as error:
            refuse(f"cannot write {self.directory}", error)

    def sweep(self) -> None:
        """Remove what a refresh that died left half written."""
        sweep(self.directory)
        sweep_bodies(self.directory, lambda feed: _number(self._open(feed).memory))

    def _open(self, feed: str) -> AtomicStorage:
        return self._noticed(AtomicStorage(self._path(feed), self._now(), _check))

    def _bodies_path(self, feed: str, tables: Tables) -> Path:
        return self._path(feed, f".{_number(tables)}{_BODIES}")

    def _set_aside(self, path: Path) -> None:
        try:
            aside = set_aside(path, self._now())
        except StoreError as error:
            self._notice(f"{path} could not be read; {error.message}")
        else:
            self._notice(f"{path} could not be read; it is kept as {aside.name}")

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


def _came(tables: Tables, parsed: ParsedFeed, path: Path) -> Iterator[Came]:
    """The entries of a document in its order: those that were read, and those that are known."""
    read = iter(parsed.entries)
    known = slices_of(tables)
    for one in parsed.slices or [Slice("", known=False)] * len(parsed.entries):
        if not one.known:
            entry = next(read)
            body = entry.body.encode("utf-8", "replace")
            digest = digest_of(body)
            yield Came(facts(entry, digest), entry_to_json(entry), body, one.digest)
            continue
        doc = tables.get("entries", {}).get(known.get(one.digest, ""))
        if doc is None:
            raise StoreError(f"{path} changed while its feed was read", "refresh it again")
        here = {name: value for name, value in doc.items() if name not in ("item", "named")}
        here["id"] = doc.get("named", doc["id"])
        yield Came(replace(merging.facts_of_doc(doc), id=here["id"]), here, digest=one.digest)


def _number(tables: Tables) -> int:
    """The number of the file of bodies that a feed's tables name."""
    number = tables.get("feed", {}).get("1", {}).get("bodies", 0)
    return number if type(number) is int and 0 <= number < 1 << 30 else 0


def is_feed_id(text: str) -> bool:
    """Whether this is the id of a feed, which is safe as a file's name."""
    return text.isascii() and text.replace("-", "").isalnum() and text == text.lower()


def _check(tables: Tables) -> None:
    """Raise unless these are a feed's tables as `merge` makes them (ValueError, TypeError, KeyError)."""
    entries = tables.get("entries", {})
    if entries.keys() != {str(number) for number in range(1, len(entries) + 1)}:
        raise ValueError("entries are missing")
    if not all(type(doc["id"]) is type(doc["link"]) is str for doc in entries.values()):
        raise ValueError("not entries")
