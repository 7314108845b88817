"""Feeds that are kept once for all learners of a machine: an administrator's refresh writes, learners read.

The directory has `entries/` and `fetches.json`, as a learner's own have them. Only files of its owner or of
root are believed, in directories that nobody else can write: whoever could put a file there would put words
into every learner's queue.
"""

from __future__ import annotations

import itertools
import os
import stat
from collections import Counter
from typing import TYPE_CHECKING

from pmlearn.errors import StoreError
from pmlearn.model.feed import Fetched
from pmlearn.storage.entries import Entries
from pmlearn.storage.fetches import Fetches
from pmlearn.storage.files import public

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime, timedelta
    from pathlib import Path

    from pmlearn.model.feed import Entry, ParsedFeed

_OTHERS = stat.S_IWGRP | stat.S_IWOTH


class Shared:
    """What an administrator's refresh keeps, to be read. Not thread-safe.

    Attributes:
        trouble: why nothing of it is used, in a sentence; "" where all is well.
    """

    def __init__(self, directory: Path, now: Callable[[], datetime]) -> None:
        self.directory = directory
        self.trouble = ""
        self._now = now
        self._entries = Entries(directory / "entries", now)
        self._fetches = Fetches(directory, now)
        self._seen: tuple[int, int] = (-1, -1)  # when the two directories changed, as they were last judged

    def usable(self) -> bool:
        """Whether it is there and can be believed; looked at again once something in it changed."""
        inner = self._entries.directory
        try:
            seen = (os.lstat(self.directory).st_mtime_ns, os.lstat(inner).st_mtime_ns)
            if seen != self._seen:
                self.trouble = self._judge(inner)
                self._seen = seen
        except OSError as error:
            self.trouble = f"{error.filename}: {error.strerror}"
            self._seen = (-1, -1)
        return not self.trouble

    def _judge(self, inner: Path) -> str:
        """Say whose word it would be that should not be taken; "" where there is none."""
        owners = {0, os.lstat(self.directory).st_uid}
        if trouble := _replaceable(self.directory, owners):
            return trouble
        for directory in (self.directory, inner):
            found = os.lstat(directory)
            if not stat.S_ISDIR(found.st_mode):
                return f"{directory} is no directory"
            if found.st_uid not in owners or found.st_mode & _OTHERS:
                return f"{directory} can be written by others than its owner"
            for file in os.scandir(directory):
                held = file.stat(follow_symlinks=False)
                if not (stat.S_ISREG(held.st_mode) or stat.S_ISDIR(held.st_mode)):
                    return f"{file.path} is {'a link' if stat.S_ISLNK(held.st_mode) else 'no file'}"
                if held.st_uid not in owners or held.st_mode & _OTHERS:
                    return f"{file.path} can be written by others than the owner of {self.directory}"
        return ""

    def entries(self) -> Entries | None:
        """Its entries; None where they are not to be used."""
        return self._entries if self.usable() else None

    def get(self, feed: str) -> Fetched:
        """What its refreshes learnt of a feed; nothing where it does not keep that one."""
        return self._fetches.mine(feed) if self.usable() else Fetched()

    def titles(self) -> dict[str, str]:
        """What the feeds in it call themselves, by id."""
        return self._fetches.titles() if self.usable() else {}

    def fresh(self, feed: str, now: datetime, grace: timedelta) -> Fetched | None:
        """What is known of a feed that it keeps up to date; None for one that has to be asked for here.

        A feed is kept up to date until it is overdue by the grace.
        """
        known = self.get(feed)
        if known.gone:
            return known
        due = known.next or known.checked
        overdue = (now - grace).isoformat(timespec="seconds").replace("+00:00", "Z")
        return known if due > overdue else None


def _replaceable(directory: Path, owners: set[int]) -> str:
    """Say where somebody else could put another directory in the place of this one; "" for nowhere."""
    mine = {0, os.geteuid()}
    for path in (directory, directory.resolve()):
        for below, above in itertools.pairwise((path, *path.parents)):
            found = os.lstat(above)
            # In a directory as /tmp is anybody can make what is not there yet, and nobody replace what is.
            taken = found.st_mode & stat.S_ISVTX and os.lstat(below).st_uid in mine
            if found.st_uid not in owners | mine:
                return f"{above} belongs to another user"
            if stat.S_ISDIR(found.st_mode) and found.st_mode & stat.S_IWOTH and not taken:
                return f"{above} can be written by everybody"
    return ""


class SharedEntries(Entries):
    """A learner's own entries, over those that are kept for all. What is written is the learner's own."""

    def __init__(self, directory: Path, now: Callable[[], datetime], shared: Shared) -> None:
        super().__init__(directory, now)
        self._shared = shared
        self._joined: tuple[dict[str, str], dict[str, str], dict[str, str]] = ({}, {}, {})

    def signatures(self) -> dict[str, str]:
        """For each feed that has entries, here or there, a text that differs once one of its files does."""
        own = super().signatures()
        theirs = shared.signatures() if (shared := self._shared.entries()) else {}
        if not theirs:
            return own
        if own is not self._joined[0] or theirs is not self._joined[1]:
            joined = {feed: f"{own.get(feed, '')}+{sign}" for feed, sign in theirs.items()}
            self._joined = (own, theirs, own | joined)
        return self._joined[2]

    def load(self, feed: str) -> list[Entry]:
        """The entries of a feed without their bodies: the learner's own, then what came for all beside."""
        own = super().load(feed)
        shared = self._shared.entries()
        if shared is None or feed not in shared.signatures():
            return own
        theirs = {entry.id: entry for entry in shared.load(feed)}
        for notice in shared.notices:
            self._notice(notice)
        ids = {entry.id for entry in own}
        # An entry that got another id there keeps the one first seen: the learner's state hangs on it. A link
        # tells that only where one entry has it here, and one there: in some feeds all link to one page.
        here = Counter(entry.link for entry in own if entry.id not in theirs)
        there = Counter(entry.link for entry in theirs.values())
        once = {link for link, count in here.items() if link and count == there[link] == 1}
        joined = [_later(entry, theirs.get(entry.id, entry)) for entry in own]
        return joined + [e for e in theirs.values() if e.id not in ids and e.link not in once]

    def body(self, feed: str, item: str) -> str:
        """The HTML of an entry, untrusted; "" where there is none."""
        shared = self._shared.entries()
        return (shared.body(feed, item) if shared else "") or super().body(feed, item)


def _later(own: Entry, theirs: Entry) -> Entry:
    """The one that says that it was changed later; theirs where neither does: it is asked for more often."""
    return own if own.updated > theirs.updated else theirs


class SharedFetches(Fetches):
    """What the last fetches left behind: the learner's own, or those for all where they are later."""

    def __init__(self, state: Path, now: Callable[[], datetime], shared: Shared) -> None:
        super().__init__(state, now)
        self._shared = shared

    def get(self, feed: str) -> Fetched:
        """What is known of a feed, by whoever asked it last."""
        own, theirs = self.mine(feed), self._shared.get(feed)
        return theirs if theirs.checked > own.checked else own

    def titles(self) -> dict[str, str]:
        """What the feeds call themselves, by id."""
        return self._shared.titles() | super().titles()


class PublicEntries(Entries):
    """Entries that everybody on this machine may read."""

    def put(
        self, feed: str, parsed: ParsedFeed, most: int | None = None, spared: Collection[str] = ()
    ) -> int:
        """Take in what a feed holds now, which lasts once `settle` was called; see `Entries.put`.

        Raises:
            StoreError: the disk did not take it, or what is there cannot be read.
        """
        with public():
            return super().put(feed, parsed, most, spared)


class PublicFetches(Fetches):
    """What fetches left behind, for everybody on this machine to read."""

    def put(self, fetched: dict[str, Fetched]) -> None:
        """Keep what these fetches left behind.

        Raises:
            StoreError: the disk did not take it.
        """
        with public():
            super().put(fetched)


def make_public(directory: Path) -> None:
    """Make the directory that is shared, and the one of its entries, for everybody to read (0755).

    Raises:
        StoreError: it cannot be made, or it belongs to somebody else.
    """
    for each in (directory, directory / "entries"):
        try:
            if not each.exists():
                each.mkdir(parents=True)
                each.chmod(0o755)
            found = each.stat()
        except OSError as error:
            raise StoreError(
                f"cannot make {each}: {error.strerror}",
                "make it for the user who runs this, as docs/refreshing.md says",
            ) from error
        if found.st_uid != os.geteuid() or found.st_mode & stat.S_IWOTH:
            raise StoreError(
                f"{each} does not belong to you alone", "run this as its owner, and close it with: chmod 755"
            )
