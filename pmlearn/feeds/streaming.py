"""Answers that are too large for memory: the same care as for any other, but handed on piece by piece."""

from __future__ import annotations

from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pmlearn.errors import FetchError
from pmlearn.feeds.address import without_user
from pmlearn.feeds.fetch import Fetcher
from pmlearn.feeds.response import Response

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

_PLAIN = ("", "identity")
_LONGEST = 1_000  # characters of a header that is worth reading


@dataclass(frozen=True, slots=True)
class Stream:
    """An answer whose body is still coming."""

    status: int
    headers: Mapping[str, str]  # by lower-case name
    pieces: AsyncIterator[bytes]  # the body as it comes; raises FetchError where it breaks off

    def header(self, name: str) -> str:
        """A header; "" where there is none, or one that nobody would write."""
        found = self.headers.get(name, "")
        return found if len(found) <= _LONGEST else ""


class Streamer(Fetcher):
    """A `Fetcher` that streams: every hop and address is checked, two connections go to a host."""

    @asynccontextmanager
    async def stream(self, url: str, headers: Mapping[str, str]) -> AsyncIterator[Stream]:
        """Ask for a document, following redirects; any status is an answer.

        The deadline is for the beginning of the answer; then each piece has its own.

        Raises:
            FetchError: the address may not be asked, nobody answers, or the answer is packed, which cannot be
                taken up in the middle.
        """
        sent = self._headers | {"Accept": "*/*", "Accept-Encoding": "identity"} | dict(headers)
        answer: Any = None
        async with AsyncExitStack() as stack:

            async def ask(hop: str) -> tuple[Response, str]:
                nonlocal answer
                # A host has two connections: those of the hops before must not hold one.
                await stack.aclose()
                answer = await stack.enter_async_context(self._send(hop, sent))
                to = answer.headers["location"] if answer.has_redirect_location else ""
                return Response(answer.status_code, without_user(hop)), to

            async with self._within_limits(url):
                await self._follow(url, ask)
            stream = Stream(answer.status_code, dict(answer.headers), self._pieces(url, answer))
            if stream.header("content-encoding").strip().lower() not in _PLAIN:
                raise FetchError(
                    "the answer is packed, which was not asked for", "tell the people who run that site"
                )
            yield stream

    async def _pieces(self, url: str, answer: Any) -> AsyncIterator[bytes]:
        async with self._within_limits(url, endless=True):
            async for piece in answer.aiter_raw():
                yield piece
