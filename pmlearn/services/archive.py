"""Everything in one file: backups that rotate, export, and import that merges.

The file is a zip: `manifest.json` ({"format": 1, "made": RFC 3339, "device": …}), `journal/*.jsonl`,
`curricula/*`, and, in an export, `config.toml` and `entries/*`. Importing adds the actions that are not there
yet to the journal that they belong to, so that importing twice, or on two machines, gives the same state.
"""

from __future__ import annotations

import contextlib
import glob
import io
import itertools
import json
import os
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

from pmlearn.config.feeds import holds_secret
from pmlearn.config.trust import read_config
from pmlearn.errors import InputError, StoreError
from pmlearn.model.text import clean, plural
from pmlearn.services.outcome import Outcome
from pmlearn.storage.files import read_own, refuse, sweep, write_atomic, write_new
from pmlearn.storage.installed import NOTE, digest_of, notes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from pathlib import Path

    from pmlearn.config import Places
    from pmlearn.storage.store import Store

FORMAT = 1
LARGEST = 1 << 30
"""Bytes that an archive may expand to."""
_NAME = re.compile(
    r"(journal|curricula|entries)/[^/\\\x00-\x1f\x7f.][^/\\\x00-\x1f\x7f]*|config\.toml|manifest\.json"
)
_PASSWORD = re.compile(rb'"https?://[^/"@\s]+@')  # before the host of an address
_BACKUP = re.compile(r"pmlearn-(\d{8}T\d{6})(?:-(\d+))?\.zip")


class Archive:
    """Backups, export and import. Not thread-safe."""

    def __init__(self, store: Store, places: Places, now: Callable[[], datetime], keep: int) -> None:
        self._store = store
        self._places = places
        self._now = now
        self._keep = max(1, keep)
        for directory in (places.backups, places.curricula, places.entries, places.config):
            sweep(directory)

    def backup(self) -> Outcome:
        """Write a backup of the journals and the learner's curricula; older ones than are kept go.

        One that holds more than the new one stays: journals only grow, so something was lost since.

        Raises:
            StoreError: the disk did not take it.
        """
        stamp = f"{self._now():%Y%m%dT%H%M%S}"
        data = self._pack(self._truth())
        for number in itertools.count(1):
            end = f"-{number}" if number > 1 else ""
            path = self._places.backups / f"pmlearn-{stamp}{end}.zip"
            try:
                write_atomic(path, data, new=True)
                break
            except FileExistsError:
                continue
        held = _journal_bytes(path)
        for old in self.backups()[self._keep :]:
            with contextlib.suppress(OSError, zipfile.BadZipFile):
                if old != path and _journal_bytes(old) <= held:
                    old.unlink()
        return Outcome(f"backed up: {path}", (str(path),))

    def backup_if_due(self) -> None:
        """Write a backup if something was done since the newest one, and that one is a day old.

        One that cannot be written is no reason to stop what it goes before: the learner is told.
        """
        newest = self.backups()[:1]
        try:
            written = max((path.stat().st_mtime for path in self._store.journals.paths()), default=0.0)
            last = newest[0].stat().st_mtime if newest else 0.0
            # A clock that was ahead once must not put backups off until then.
            if written > last and abs(self._now().timestamp() - last) > 86_400:
                self.backup()
        except (OSError, StoreError) as error:
            self._store.notice(f"no backup was made: {error}")

    def damaged(self) -> list[Path]:
        """The backups that cannot be read back, newest first."""
        found = []
        for path in self.backups():
            try:
                _unpack(path)
            except InputError:
                found.append(path)
        return found

    def backups(self) -> list[Path]:
        """The backups, newest first."""
        found = [(path, _BACKUP.fullmatch(path.name)) for path in self._places.backups.glob("pmlearn-*.zip")]
        made = [(match[1], int(match[2] or 1), path) for path, match in found if match]
        return [path for *_, path in sorted(made, reverse=True)]

    def export(self, path: Path) -> Outcome:
        """Write everything to a file that is not there yet.

        Raises:
            InputError: the file is there already.
            StoreError: the disk did not take it: there is no file then.
        """
        files = [*self._truth(), *_files(self._places.entries, "entries")]
        config = self._places.config / "config.toml"
        secret = config.is_file() and holds_secret(read_config(config))
        if config.is_file() and not secret:
            files.append(("config.toml", config))
        data = self._pack(files)
        try:
            write_new(path, data)
        except FileExistsError as error:
            raise InputError(f"{path} is there already", "name a new file, or move that one away") from error
        said = [f"exported: {path}"]
        if secret:
            said.append("config.toml has a password in it: left out")
        if any(_PASSWORD.search(read_own(journal)) for journal in self._store.journals.paths()):
            said.append("an address of a feed has a password in it: keep the file to yourself")
        return Outcome("; ".join(said))

    def import_(self, path: Path) -> Outcome:
        """Take in an archive: what is here stays, what is missing comes.

        A curriculum that differs from one that is here is laid beside it under a name with `imported`, not
        loaded. So is a configuration always: it can name programs to start, and whose it is only the learner
        knows.

        Raises:
            InputError: it is no archive of ours, or a newer one.
            StoreError: the disk did not take all of it; what it took is kept, and importing again goes on.
        """
        files = _unpack(path)
        added = 0
        for name, data in files.items():
            top, _, rest = name.partition("/")
            if top == "journal" and rest.endswith(".jsonl"):
                added += self._store.journals.merge(rest, data)
        # A note of where a curriculum came from says nothing of another file: those are looked at last.
        of_curricula = [name for name in files if name.startswith("curricula/") and name.endswith(NOTE)]
        notes = {name: files.pop(name) for name in of_curricula}
        beside = [name for name, data in files.items() if self._lay(name, data)]
        for name, data in notes.items():
            self._lay_note(self._places.curricula / name.removeprefix("curricula/"), data)
        self._store.catch_up()
        message = f"imported: {plural(added, 'action')} that were not here"
        if beside:
            message += f"; laid beside yours, for you to look at: {', '.join(map(clean, beside))}"
        return Outcome(message)

    def _lay(self, name: str, data: bytes) -> bool:
        """Write one file of an archive where there is none; true if it was laid beside one that differs."""
        top, _, rest = name.partition("/")
        directories = {"curricula": self._places.curricula, "entries": self._places.entries}
        if top == "config.toml":
            target = self._places.config / top
        elif top in directories:
            target = directories[top] / rest
        else:
            return False
        try:
            if top != "config.toml":
                write_atomic(target, data, new=True)
                return False
        except FileExistsError:
            pass
        try:
            # Entries can be fetched again; and what was laid beside once need not lie there twice.
            others = [target, *target.parent.glob(f"{glob.escape(target.name)}.imported-*")]
            if top == "entries" or any(other.exists() and read_own(other) == data for other in others):
                return False
        except OSError as error:
            refuse(f"cannot read {target}", error)
        aside = f"{target.name}.imported-{self._now():%Y%m%dT%H%M%S}-{os.urandom(2).hex()}"
        write_atomic(target.with_name(aside), data, new=True)
        return True

    def _lay_note(self, target: Path, data: bytes) -> None:
        """Write a note where there is none, if it is of the file that lies here."""
        digests = {note.sha256 for note in notes_of(data)}
        with contextlib.suppress(OSError):
            held = read_own(target.with_name(f"{target.name.removesuffix(NOTE)}.yaml"))
            if digest_of(held) in digests:
                write_atomic(target, data, new=True)

    def _truth(self) -> list[tuple[str, Path]]:
        journals = [(f"journal/{path.name}", path) for path in self._store.journals.paths()]
        return [*journals, *_files(self._places.curricula, "curricula")]

    def _pack(self, files: Iterable[tuple[str, Path]]) -> bytes:
        now = self._now()
        manifest = {"format": FORMAT, "made": now.isoformat(), "device": self._store.journals.device}
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("manifest.json", json.dumps(manifest))
            for name, path in files:
                try:
                    archive.writestr(name, read_own(path))
                except OSError as error:
                    refuse(f"cannot read {path}", error)
        return out.getvalue()


def _files(directory: Path, top: str) -> list[tuple[str, Path]]:
    if not directory.is_dir():
        return []
    found = sorted(path for path in directory.iterdir() if path.is_file() and not path.is_symlink())
    return [(f"{top}/{path.name}", path) for path in found if not path.name.startswith(".")]


def _journal_bytes(path: Path) -> int:
    """How much of journals a backup holds."""
    with zipfile.ZipFile(path) as archive:
        return sum(info.file_size for info in archive.infolist() if info.filename.startswith("journal/"))


def _unpack(path: Path) -> dict[str, bytes]:
    hint = "give a file that pmlearn export or pmlearn backup wrote"
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if _NAME.fullmatch(info.filename)]
            if sum(info.file_size for info in infos) > LARGEST:
                raise InputError(f"{path} expands to more than {LARGEST >> 30} GiB", hint)
            files = {info.filename: archive.read(info) for info in infos}
    except FileNotFoundError as error:
        raise InputError(f"no file {path}", hint) from error
    except OSError as error:
        raise InputError(
            f"cannot read {path}: {error.strerror}", "check the file and its permissions"
        ) from error
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise InputError(f"{path} is no archive of pmlearn: {error}", hint) from error
    try:
        format_ = json.loads(files.pop("manifest.json"))["format"]
    except (KeyError, ValueError, TypeError) as error:
        raise InputError(f"{path} is no archive of pmlearn: it has no manifest", hint) from error
    if not isinstance(format_, int) or format_ > FORMAT:
        raise InputError(f"{path} was written by a newer pmlearn", "update pmlearn, then import it")
    return files
