"""Curricula that were installed: in the user's directory, each with a note of where it came from.

Beside `<id>.yaml` lies `<id>.source.json`: {"format": 1, "source", "version", "sha256", "installed"}, of the
content as it was installed, and under "before" the same of what it replaced. The note is written first: until
the file follows, it is the part “before” that fits the file, so that whatever breaks off in between, the note
and the file agree. A file that fits neither is the learner's own.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from pmlearn.errors import StoreError
from pmlearn.storage.files import locked, make_private, read_own, refuse, sync_directory, write_atomic

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORMAT = 1
NOTE = ".source.json"
"""How the names of notes end."""


@dataclass(frozen=True, slots=True)
class SourceNote:
    """Where a file came from."""

    source: str  # as `pmlearn curriculum install` takes it
    version: str  # a commit, an ETag or a Last-Modified, verbatim; "" where the source has none
    sha256: str  # of the content, hexadecimal
    installed: str  # when, RFC 3339 in UTC


@dataclass(frozen=True, slots=True)
class Copy:
    """A curriculum file in the user's directory."""

    id: str
    path: Path
    data: bytes | None  # what it holds; None where it cannot be read
    note: SourceNote | None  # of exactly this content; None where it is the learner's own
    edited: bool  # it was installed, and changed by hand since


class Installed:
    """The user's directory of curricula.

    Args:
        directory: it need not be there.
        lock: the file that is locked while something changes.
    """

    def __init__(self, directory: Path, lock: Path) -> None:
        self._directory = directory
        self._lock = lock

    def all(self) -> list[Copy]:
        """Those that were installed, changed by hand or not, by id."""
        ids = sorted(path.name.removesuffix(NOTE) for path in self._directory.glob(f"[!.]*{NOTE}"))
        copies = [copy for id_ in ids if (copy := self.get(id_))]
        return [copy for copy in copies if copy.note or copy.edited]

    def get(self, id_: str) -> Copy | None:
        """The file of an id, whoever put it there; None where there is none."""
        path = self._directory / f"{id_}.yaml"
        if not path.is_symlink() and not path.exists():
            return None
        try:
            data = read_own(path)
        except OSError:
            return Copy(id_, path, None, None, edited=False)
        notes = read_notes(self._note_path(id_))
        digest = digest_of(data)
        fitting = next((note for note in notes if note.sha256 == digest), None)
        return Copy(id_, path, data, fitting, edited=bool(notes) and fitting is None)

    def put(self, id_: str, data: bytes, note: SourceNote, seen: Copy | None) -> None:
        """Put a file and its note in place.

        Args:
            id_: the id, a slug.
            data: what the file is to hold.
            note: where that came from.
            seen: what was there when it was decided on.

        Raises:
            StoreError: the disk did not take it, or something else is there by now: what was there stands,
                and its note with it.
        """
        with self._locked():
            found = self.get(id_)
            if (found and found.data) != (seen and seen.data):
                raise self._changed(id_)
            content: dict[str, Any] = {"format": FORMAT, **asdict(note)}
            if seen and seen.note:
                content["before"] = asdict(seen.note)
            write_atomic(self._note_path(id_), json.dumps(content, indent=2).encode() + b"\n")
            try:
                write_atomic(self._directory / f"{id_}.yaml", data, new=seen is None)
            except FileExistsError as error:
                refuse(f"cannot write {self._directory / id_}.yaml", error)

    def remove(self, id_: str, seen: Copy) -> None:
        """Take a file and its note away; one that is gone already is no failure.

        Args:
            id_: the id, a slug.
            seen: what was there when it was decided on.

        Raises:
            StoreError: the disk did not let them go, or something else is there by now, which stands.
        """
        with self._locked():
            found = self.get(id_)
            if found and found.data != seen.data:
                raise self._changed(id_)
            # A note without a file is nothing; a file without a note would be the learner's own.
            for path in (self._directory / f"{id_}.yaml", self._note_path(id_)):
                try:
                    path.unlink(missing_ok=True)
                    sync_directory(self._directory)
                except OSError as error:
                    refuse(f"cannot remove {path}", error)

    def _changed(self, id_: str) -> StoreError:
        return StoreError(f"{self._directory / id_}.yaml was changed meanwhile", "do it again")

    def _note_path(self, id_: str) -> Path:
        return self._directory / f"{id_}{NOTE}"

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        make_private(self._lock.parent)
        with contextlib.ExitStack() as held:
            try:
                flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
                os.close(os.open(self._lock, flags, 0o600))
                held.enter_context(locked(self._lock))
            except OSError as error:
                refuse(f"cannot lock {self._lock}", error)
            yield


def digest_of(data: bytes) -> str:
    """The SHA-256 of a content, as notes hold it."""
    return sha256(data).hexdigest()


def read_notes(path: Path) -> list[SourceNote]:
    """What a note says of the file, and of the one before it; nothing where it is no note of ours."""
    try:
        return notes_of(read_own(path))
    except OSError:
        return []


def notes_of(data: bytes) -> list[SourceNote]:
    """What the content of a note says; see `read_notes`."""
    try:
        doc = json.loads(data)
        if doc["format"] != FORMAT:
            return []
        return [_note(each) for each in (doc, doc.get("before")) if each is not None]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return []


def _note(doc: dict[str, Any]) -> SourceNote:
    note = SourceNote(doc["source"], doc["version"], doc["sha256"], doc["installed"])
    if not all(type(value) is str for value in asdict(note).values()):
        raise TypeError("not a note")
    return note
