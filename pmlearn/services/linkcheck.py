"""Whether the links of curricula still lead somewhere: each asked once, and the answer kept for a while."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urldefrag

from pmlearn.errors import FetchError, PrivateHostError, UnknownHostError
from pmlearn.feeds.address import shown
from pmlearn.model.problem import Problem, Severity
from pmlearn.model.text import clean
from pmlearn.services.linkcache import Answer, LinkCache

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from pmlearn.catalog.marks import Mark
    from pmlearn.feeds.response import Probe

SLOW = 5.0
"""Seconds until an answer begins after which a link is slow."""

SHY = frozenset({401, 403, 429, 999})
"""What servers answer to programs, while a person with a browser may see the page."""

_GONE = frozenset({404, 410})

Verdict = tuple[Severity, str, str, str]
"""Severity, code, message and hint of a problem."""


@dataclass(frozen=True, slots=True)
class LinkReport:
    """What came of checking the links of some files."""

    problems: tuple[Problem, ...]  # in the order of the files
    links: int  # different addresses in the files
    asked: int  # of these, asked now; the others were known from the last time
    shy: int  # of these, addresses whose servers do not answer programs


class LinkCheck:
    """Asks the addresses of curriculum files.

    Args:
        cache: the directory of everything that can be thrown away.
        now: tells the time.
        allow_private: hosts on loopback and private networks may be asked.
    """

    def __init__(self, cache: Path, now: Callable[[], datetime], *, allow_private: bool) -> None:
        self._cache = LinkCache(cache / "links.json", now)
        self._now = now
        self._allow_private = allow_private

    def check(
        self, files: Sequence[Path], tell: Callable[[int, int], None], *, force: bool = False
    ) -> LinkReport:
        """Ask the addresses of files, and report which are dead, moved or slow.

        What is known by then is kept when it is interrupted.

        Args:
            files: curriculum files; one that cannot be read has no addresses.
            tell: is told how many addresses have been asked, of how many.
            force: ask those as well whose answer is still fresh.
        """
        from pmlearn.catalog.sandbox import read_paths  # noqa: PLC0415 - starts processes

        found = [
            (file, mark)
            for file, read in read_paths(files, marks=True)
            for mark in read.marks
            if mark.kind in ("resource", "feed", "link")
        ]
        urls = list(dict.fromkeys(urldefrag(mark.name).url for _, mark in found))
        answers = {} if force else self._cache.fresh(urls, _good)
        asked = [url for url in urls if url not in answers]
        if asked:
            answers |= self._ask(asked, tell)
        return LinkReport(
            tuple(_problems(found, answers)),
            len(urls),
            len(asked),
            sum(answers[url].status in SHY for url in urls),
        )

    def _ask(self, urls: Sequence[str], tell: Callable[[int, int], None]) -> dict[str, Answer]:
        answers: dict[str, Answer] = {}

        def take(url: str, came: Probe | FetchError) -> None:
            answers[url] = self._answer(came)
            tell(len(answers), len(urls))

        tell(0, len(urls))
        try:
            asyncio.run(self._probe(urls, take))
        finally:
            self._cache.keep(answers)
        return answers

    async def _probe(self, urls: Sequence[str], take: Callable[[str, Probe | FetchError], None]) -> None:
        from pmlearn.feeds.fetch import Fetcher  # noqa: PLC0415 - httpx is imported only where it asks
        from pmlearn.feeds.probing import probe_all  # noqa: PLC0415

        async with Fetcher(allow_private=self._allow_private, now=self._now) as fetcher:
            await probe_all(urls, fetcher, take)

    def _answer(self, came: Probe | FetchError) -> Answer:
        at = self._now().isoformat()
        if not isinstance(came, FetchError):
            return Answer(at, came.status, came.moved_to, came.seconds)
        return Answer(
            at,
            error=came.message,
            hint=came.hint,
            unknown=isinstance(came, UnknownHostError),
            # The next time it may be allowed.
            kept=not isinstance(came, PrivateHostError),
        )


def _problems(found: Iterable[tuple[str, Mark]], answers: dict[str, Answer]) -> Iterable[Problem]:
    for file, mark in found:
        url, fragment = urldefrag(mark.name)
        for verdict in _verdicts(url, fragment, answers[url]):
            yield Problem(file, mark.line, mark.column, *verdict)


def _verdicts(url: str, fragment: str, answer: Answer) -> Iterable[Verdict]:
    where = shown(url)
    if answer.unknown:
        yield Severity.ERROR, "link-dead", answer.error, answer.hint
    elif answer.error:
        yield Severity.WARNING, "link-failed", answer.error, answer.hint
    elif answer.status in _GONE:
        hint = "write where it is now, or take the link out"
        yield Severity.ERROR, "link-dead", f"{where} is gone: the server answers {answer.status}", hint
    elif answer.status >= 400 and answer.status not in SHY:
        hint = "open it in a browser; if it is there, check again later"
        yield Severity.WARNING, "link-failed", f"{where} answers {answer.status} instead of a page", hint
    elif answer.status < 400:
        if answer.moved:
            new = clean(f"{answer.moved}#{fragment}" if fragment else answer.moved, 2_100)
            yield Severity.WARNING, "link-moved", f"{where} has moved for good", f"write {new}"
        if answer.seconds > SLOW:
            hint = "open it in a browser; if it stays slow, look for another source"
            message = f"{where} took {answer.seconds:.0f} seconds to answer"
            yield Severity.WARNING, "link-slow", message, hint


def _good(answer: Answer) -> bool:
    return 0 < answer.status < 400 and answer.seconds <= SLOW
