"""Looking at everything that pmlearn keeps, and saying what is wrong and what to do about it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmlearn.config.feeds import holds_secret
from pmlearn.config.trust import read_config
from pmlearn.errors import PmlearnError
from pmlearn.model.fold import fold
from pmlearn.model.text import plural
from pmlearn.storage.files import ASIDE
from pmlearn.storage.journal import TORN
from pmlearn.storage.lines import NEWER
from pmlearn.storage.state import TABLES, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pmlearn.config import Settings
    from pmlearn.model.fold import Doc
    from pmlearn.services.archive import Archive
    from pmlearn.services.curriculum import Curricula
    from pmlearn.services.feed import Feeds
    from pmlearn.storage.entries import Entries
    from pmlearn.storage.store import Store

TRIES = 3
"""How often the state is compared while others write, before it is said to differ."""

ROOM = 1 << 20
"""Bytes of room below which a disk is called full: some hundreds of actions, or one backup."""

OK, WARNING, ERROR = "ok", "warning", "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    level: str  # ok, warning or error
    what: str  # the thing: journal, state, curricula, …
    message: str
    hint: str = ""  # the next move


class Doctor:
    """Checks everything and changes nothing, unless it is asked to rebuild. Not thread-safe."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        *,
        curricula: Curricula,
        feeds: Feeds,
        entries: Entries,
        archive: Archive,
    ) -> None:
        self._settings = settings
        self._store = store
        self._curricula = curricula
        self._feeds = feeds
        self._entries = entries
        self._archive = archive

    def check(self) -> list[Finding]:
        """Look at everything; errors come with the exit status 1."""
        return [
            *self._directories(),
            *self._secrets(),
            *self._journal(),
            *self._state(),
            *self._set_aside(),
            *self._backups(),
            *self._catalog(),
            *self._subscribed(),
        ]

    def rebuild(self) -> Finding:
        """Fold the state again from the journals.

        Raises:
            StoreError: the disk did not take it.
        """
        counts = self._store.rebuild()
        parts = ", ".join(f"{name} {count:,}" for name, count in counts.items())
        return Finding(OK, "state", f"folded again from the journals: {parts}")

    def _directories(self) -> Iterator[Finding]:
        places = self._settings.places
        for path in (places.config, places.data, places.state, places.cache):
            yield _directory(path)
        read = ", ".join(str(path) for path in self._settings.read)
        yield Finding(
            OK, "configuration", read or f"none; {places.config / 'config.toml'} is where it would be"
        )

    def _secrets(self) -> Iterator[Finding]:
        for path in self._settings.read:
            try:
                if path.stat().st_mode & 0o077 and holds_secret(read_config(path)):
                    what, hint = (
                        "others can read it, and it holds a password",
                        f"close it with: chmod 600 {path}",
                    )
                    yield Finding(WARNING, "configuration", f"{path}: {what}", hint)
            except OSError as error:
                yield Finding(WARNING, "configuration", f"{path}: {error.strerror}", "check its permissions")

    def _journal(self) -> Iterator[Finding]:
        bad = 0
        restore = ""
        for path, line, problem in self._store.journals.bad_lines():
            bad += 1
            where = f"{path}:{line}: {problem}"
            if problem == NEWER:
                yield Finding(WARNING, "journal", where, "update pmlearn: until then nothing can be changed")
            elif problem == TORN:
                yield Finding(WARNING, "journal", where, "it is mended when that device writes next")
            else:
                restore = restore or self._restore_hint()
                yield Finding(ERROR, "journal", where, restore)
        if not bad:
            names = plural(len(self._store.journals.paths()), "journal")
            yield Finding(
                OK, "journal", f"{names}, every line an action; this device is {self._store.journals.device}"
            )

    def _restore_hint(self) -> str:
        damaged = self._archive.damaged()
        good = next((path for path in self._archive.backups() if path not in damaged), None)
        if good:
            return (
                f"the other lines are read; the last good backup is merged back with: pmlearn import {good}"
            )
        return "the other lines are read; there is no backup to merge back"

    def _backups(self) -> Iterator[Finding]:
        damaged = self._archive.damaged()
        for path in damaged:
            hint = "move it away, and make a new one with: pmlearn backup"
            yield Finding(WARNING, "backups", f"{path}: cannot be read back", hint)
        good = len(self._archive.backups()) - len(damaged)
        yield Finding(OK, "backups", f"{plural(good, 'backup')} can be read back")

    def _state(self) -> Iterator[Finding]:
        tables = {name: self._store.table(name) for name in TABLES}
        for _ in range(TRIES):
            docs = fold(self._store.gained({}).actions)
            differing = {
                name
                for name, table in tables.items()
                if {doc["ref"]: doc for doc in table.docs()} != _of_table(docs, name)
            }
            if not differing:
                break
        for name, table in tables.items():
            held = sum(1 for _ in table.docs())
            if name in differing:
                yield Finding(
                    ERROR,
                    "state",
                    f"{name} is not what the journals say",
                    "make it again with: pmlearn doctor --rebuild",
                )
            else:
                yield Finding(OK, "state", f"{name}: {held:,} as the journals say")
        for notice in self._store.notices:
            yield Finding(WARNING, "state", notice)

    def _set_aside(self) -> Iterator[Finding]:
        places = self._settings.places
        for directory in (places.journal, places.state, places.entries, places.curricula, places.config):
            for path in sorted(directory.glob("*")):
                if ASIDE.search(path.name):
                    yield Finding(WARNING, "set aside", str(path), "remove it once you need it no longer")

    def _catalog(self) -> Iterator[Finding]:
        problems = self._curricula.problems()
        for problem in problems:
            yield Finding(
                ERROR if problem.severity == "error" else WARNING, "curricula", str(problem), problem.hint
            )
        yield Finding(
            OK, "curricula", f"{plural(len(self._curricula.list()), 'curriculum', 'curricula')} can be used"
        )

    def _subscribed(self) -> Iterator[Finding]:
        try:
            rows = self._feeds.list()
        except PmlearnError as error:
            yield Finding(ERROR, "feeds", error.message, error.hint)
            return
        for row in rows:
            if row.error:
                yield Finding(
                    WARNING, "feeds", f"{row.id}: {row.error}", f"try: pmlearn feed refresh {row.id}"
                )
        entries = plural(sum(row.entries for row in rows), "entry", "entries")
        yield Finding(OK, "feeds", f"{plural(len(rows), 'feed')}, {entries}")
        for notice in self._entries.notices:
            yield Finding(WARNING, "feeds", notice)


def _of_table(docs: dict[str, Doc], name: str) -> dict[str, Doc]:
    return {ref: doc for ref, doc in docs.items() if table_of(ref) == name}


def _room(path: Path) -> int:
    """Bytes that we may still write there; a quota may leave fewer."""
    disk = os.statvfs(path)
    return disk.f_bavail * disk.f_frsize


def _directory(path: Path) -> Finding:
    try:
        stat = path.stat()
    except FileNotFoundError:
        return Finding(OK, "directories", f"{path}: not there yet")
    except OSError as error:
        return Finding(ERROR, "directories", f"{path}: {error.strerror}", "check its permissions")
    what, hint = _wrong(path, stat)
    level = ERROR if stat.st_uid != os.geteuid() else WARNING if what else OK
    return Finding(level, "directories", f"{path}: {what}" if what else str(path), hint)


def _wrong(path: Path, stat: os.stat_result) -> tuple[str, str]:
    """What is wrong with a directory, and what to do about it; ("", "") for nothing."""
    elsewhere = "set PMLEARN_HOME to a directory of yours"
    if stat.st_uid != os.geteuid():
        return "belongs to another user", elsewhere
    if not os.access(path, os.W_OK | os.X_OK):
        return "it cannot be written", f"nothing can be kept there: open it with chmod 700, or {elsewhere}"
    if _room(path) < ROOM:
        return "the disk is full, or nearly", "make room: what is done on a full disk may not be kept"
    if stat.st_mode & 0o077:
        return "others can look in", f"close it with: chmod 700 {path}"
    return "", ""
