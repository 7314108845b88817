"""What a source holds: files of this machine, of an address or a repository, bytes that nobody read yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmlearn.catalog.decode import SIZE
from pmlearn.catalog.listing import list_files, read_bytes
from pmlearn.catalog.sources import MOST_FILES, GitSource, LocalSource, WebSource
from pmlearn.errors import FetchError, InputError
from pmlearn.model.curriculum import Source
from pmlearn.model.text import clean, plural
from pmlearn.services.paths import path_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from pmlearn.catalog.sources import AnySource


@dataclass(frozen=True, slots=True)
class Haul:
    """What was found at a source."""

    version: str  # a commit, an ETag or a Last-Modified, verbatim; "" where the source has none
    files: tuple[tuple[str, bytes], ...]  # names as problems shall give them, and contents


class Sources:
    """Goes where curricula come from.

    Args:
        allow_private: addresses on loopback and private networks may be asked.
        now: tells the time, for servers that ask for patience.
        env: the environment that git is started in.
    """

    def __init__(self, *, allow_private: bool, now: Callable[[], datetime], env: Mapping[str, str]) -> None:
        self._allow_private = allow_private
        self._now = now
        self._env = env

    def fetch(self, source: AnySource) -> Haul:
        """Return what a source holds.

        Raises:
            FetchError: it cannot be got at.
            InputError: it is not there, or holds no curriculum files.
        """
        haul = self.fetch_again(source)
        assert haul is not None  # there is no version that it could still be
        return haul

    def fetch_again(self, source: AnySource, known: str = "") -> Haul | None:
        """Return what a source holds; None where that is still the version that is known.

        Raises:
            FetchError: it cannot be got at.
            InputError: it is not there any more, or holds no curriculum files.
        """
        match source:
            case LocalSource():
                return _local(path_of(source.path))
            case WebSource():
                return self._web(source, known)
            case GitSource():
                return self._git(source, known)

    def _web(self, source: WebSource, known: str) -> Haul | None:
        import asyncio  # noqa: PLC0415 - light commands need neither

        from pmlearn.feeds.fetch import Fetcher, Limits  # noqa: PLC0415

        # An ETag is in quotes, https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3; a date is not.
        tagged = known.startswith(('"', 'W/"'))

        async def ask() -> Haul | None:
            limits = Limits(sent=2 * SIZE, expanded=2 * SIZE)
            async with Fetcher(allow_private=self._allow_private, now=self._now, limits=limits) as fetcher:
                answer = await fetcher.fetch(source.url, *((known,) if tagged else ("", known)))
            if answer.status == 304 and known:
                return None
            where = clean(source.url.partition("?")[0], 200)
            if answer.status != 200:
                raise FetchError(f"{where} answered with status {answer.status}", "check the address")
            if answer.content_type.partition(";")[0].strip().lower() == "text/html":
                hint = "give the address of the file itself; on a page that shows it, it may be called Raw"
                raise FetchError(f"{where} is a web page, not a curriculum file", hint)
            return Haul(answer.etag or answer.last_modified, ((where, answer.body),))

        return asyncio.run(ask())

    def _git(self, source: GitSource, known: str) -> Haul | None:
        from pmlearn.catalog.repository import read_repository  # noqa: PLC0415 - brings subprocess

        if known and source.ref == known:
            return None  # a commit never holds anything else
        found = read_repository(source, self._env)
        return Haul(found.commit, found.files)


def _local(path: Path) -> Haul:
    paths = [str(path)]
    if path.is_dir():
        listed, problems = list_files(path, Source.USER)
        if problems:
            raise InputError(f"{problems[0].file}: {problems[0].message}", problems[0].hint)
        paths = [found.path for found in listed]
        if not paths:
            raise InputError(f"no curriculum files in {path}", "name a folder with files that end in .yaml")
        if len(paths) > MOST_FILES:
            message = f"{path} has {plural(len(paths), 'file')}; at most {MOST_FILES} are installed at once"
            raise InputError(message, "name one of them")
    try:
        return Haul("", tuple((each, read_bytes(each, SIZE + 1)) for each in paths))
    except FileNotFoundError as error:
        hint = "give a file, a folder, an https address, or git+https://host/repo@tag#folder"
        raise InputError(f"no file {path}", hint) from error
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}", "check its permissions") from error
