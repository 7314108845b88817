"""A file that its author is working on: how it reads now, and the last version of it that could be shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from pmlearn.model.curriculum import Source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pmlearn.catalog.codec import Read
    from pmlearn.catalog.finder import Catalog
    from pmlearn.model.problem import Problem
    from pmlearn.services.check import Checks
    from pmlearn.storage.watch import Watcher


@dataclass(frozen=True, slots=True)
class Draft:
    """What there is to show of the file."""

    curriculum: str  # the id of what is shown: its own, or that of the curriculum it changes; "" before any
    problems: tuple[Problem, ...]  # of the file as it is now
    stale: bool  # what is shown is an earlier version: the file as it is now cannot be


class _Version(NamedTuple):
    """One that could be shown."""

    copy: Path
    data: bytes
    languages: tuple[str, ...]  # in which it is seen


class Preview:
    """Reads the file when it has changed. Not thread-safe.

    Args:
        file: the author's file; it may be gone for a moment, empty, hostile or huge.
        catalog: where curricula are found; the strongest of its directories is `shelf`.
        checks: holds the file against them.
        shelf: a directory of ours that holds nothing but a copy of the last version that could be shown.
        write: replaces a file in one go, making the directories above it.
    """

    def __init__(
        self, file: Path, catalog: Catalog, checks: Checks, shelf: Path, write: Callable[[Path, bytes], None]
    ) -> None:
        self.file = file
        self._catalog = catalog
        self._checks = checks
        self._shelf = shelf
        self._write = write
        self._data: bytes | None = None  # what was read last; None where it is to be read again
        self._languages = catalog.languages
        self._version: _Version | None = None  # what lies on the shelf
        self._draft = Draft("", (), stale=False)

    @property
    def names(self) -> set[str]:
        """The names under which the file may be written; a link to a file has two."""
        return {self.file.name, self.file.resolve().name}

    def watcher(self) -> Watcher:
        """Watch for what becomes of the file; the caller closes it."""
        from pmlearn.storage.watch import Watcher  # noqa: PLC0415 - only a session that stays open hears it

        # Many editors write another file and give it this one's name: so its directory is watched.
        return Watcher({self.file.parent, self.file.resolve().parent})

    def look(self) -> Draft:
        """How the file is now; what did not change is not read again.

        Raises:
            StoreError: the copy cannot be written.
        """
        # A process is started here only; see `Curricula.check`.
        from pmlearn.catalog.decode import SIZE  # noqa: PLC0415
        from pmlearn.catalog.listing import read_bytes, unreadable  # noqa: PLC0415
        from pmlearn.catalog.sandbox import read_files  # noqa: PLC0415

        try:
            data = read_bytes(str(self.file), SIZE + 1)
        except OSError as error:
            self._data = None
            return self._keep((unreadable(str(self.file), error),))
        if data == self._data:
            return self._draft
        read = read_files([(str(self.file), data, Source.USER)], marks=True)[0]
        # The installed version is our own copy here: nothing to hold the file against.
        problems = tuple(self._checks.judge([(str(self.file), read)], installed=False))
        read = replace(read, problems=problems)
        if read.curriculum is None and read.overlay is None:
            from pmlearn.catalog.indexing import unanswered  # noqa: PLC0415

            self._data = None if unanswered(read) else data
            return self._keep(read.problems)
        self._data = data
        return self._show(read, data)

    def _show(self, read: Read, data: bytes) -> Draft:
        held = read.curriculum or read.overlay
        assert held is not None
        # A translation is seen as those see it who read its language.
        translated = read.overlay is not None and read.overlay.language
        languages = (translated,) if translated else self._languages
        before = self._version
        self._shelve(_Version(self._shelf / f"{held.id}.yaml", data, languages))
        shown = self._catalog.home(held.id)
        if self._catalog.plain(shown) is None:
            # What an overlay changes is not there, or was the version before, under its former id.
            self._shelve(before)
            return self._keep(read.problems)
        self._draft = Draft(shown, read.problems, stale=False)
        return self._draft

    def _shelve(self, version: _Version | None) -> None:
        if self._version is not None and (version is None or version.copy != self._version.copy):
            self._version.copy.unlink(missing_ok=True)
        self._version = version
        if version is not None:
            self._write(version.copy, version.data)
        self._catalog.languages = self._languages if version is None else version.languages
        self._catalog.refresh()

    def _keep(self, problems: tuple[Problem, ...]) -> Draft:
        shown = self._draft.curriculum
        self._draft = Draft(shown, problems, stale=bool(shown))
        return self._draft
