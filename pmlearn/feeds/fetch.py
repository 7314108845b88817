"""HTTP, with limits on everything that a server decides: the only file that imports httpx.

Requests go through httpx's transports instead of its client: a client would bring cookies, redirects and
credentials of its own, which would all have to be switched off, and scans its whole pool for every request.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self
from urllib.request import getproxies, proxy_bypass

# httpx would import its command line, and rich with it: half of its time. None there cannot be imported.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
import httpx

from pmlearn import __version__
from pmlearn.errors import FetchError
from pmlearn.feeds.address import check_sealed, check_unresolved, next_hop, resolve, shown, without_user
from pmlearn.feeds.connections import Connections
from pmlearn.feeds.dates import retry_after
from pmlearn.feeds.expand import ACCEPTED, Expander
from pmlearn.feeds.response import Probe, Response
from pmlearn.feeds.schedule import fresh_for
from pmlearn.feeds.secret import of_address

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Awaitable, Callable
    from datetime import datetime

    from pmlearn.feeds.secret import Key

USER_AGENT = f"pmlearn/{__version__} (+a feed reader in a terminal)"

_ACCEPT = "application/atom+xml, application/rss+xml, application/rdf+xml, application/xml;q=0.9, */*;q=0.5"
_PERMANENT = frozenset({301, 308})
_REDIRECTS = _PERMANENT | {302, 303, 307}
_SURE = frozenset({401, 410, 429})  # errors that HEAD is not to blame for
_FRESHNESS = ("cache-control", "expires", "date", "age")
_MOST_REDIRECTS = 5
_MOST_ADDRESSES = 4  # of one host, tried one after the other
_MOST_IDLE = 16  # connections kept open for the next request
_LONGEST_VALIDATOR = 1_000  # characters of an ETag that is worth sending back
_ONE_CONNECTION = httpx.Limits(max_connections=1, max_keepalive_connections=1)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a server may take from us."""

    deadline: float = 60.0  # seconds for everything, redirects and waiting for a connection too
    connect: float = 10.0  # seconds to connect to one address
    read: float = 20.0  # seconds between two pieces of an answer
    sent: int = 10 << 20  # bytes that come over the wire
    expanded: int = 20 << 20  # bytes that they become
    connections: int = 2  # to one host at once


class Fetcher:
    """Asks servers, many at once, with at most two connections to a host.

    An asynchronous context manager: connections are kept open inside it. Proxies are those of the environment
    in which it is made.

    Args:
        allow_private: hosts on loopback and private networks may be asked.
        now: tells the time, for servers that ask for patience.
        user_agent: how the program names itself.
        limits: what a server may take.
        sealed: nothing is asked over plain http, where whoever is on the way could answer instead.
    """

    def __init__(
        self,
        *,
        allow_private: bool,
        now: Callable[[], datetime],
        user_agent: str = USER_AGENT,
        limits: Limits | None = None,
        sealed: bool = False,
    ) -> None:
        self._allow_private = allow_private
        self._sealed = sealed
        self._now = now
        self._headers = {"User-Agent": user_agent, "Accept": _ACCEPT, "Accept-Encoding": ACCEPTED}
        self._limits = limits or Limits()
        self._timeout = httpx.Timeout(self._limits.read, connect=self._limits.connect).as_dict()
        self._proxies = getproxies()
        self._connections: Connections[httpx.AsyncHTTPTransport] = Connections(
            self._limits.connections, _MOST_IDLE
        )
        self._tls: ssl.SSLContext

    async def __aenter__(self) -> Self:
        # Reading the certificates takes tens of milliseconds, in which the screen could not answer a key.
        self._tls = await asyncio.to_thread(httpx.create_ssl_context)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._connections.aclose()

    async def fetch(
        self, url: str, etag: str = "", last_modified: str = "", key: Key | None = None
    ) -> Response:
        """Ask for a document, following redirects; the body is read only if the answer is 200.

        Any status is an answer. Validators are those of the last answer, verbatim; keys are for their server.

        Raises:
            FetchError: the address may not be asked, nobody answers, or the answer is too slow, too large or
                broken.
        """
        known = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = self._headers | {name: text for name, text in known.items() if text}
        async with self._within_limits(url):
            response, moved, last = await self._follow(
                url, lambda hop: self._ask(hop, headers | (key.headers(hop) if key else {}))
            )
        return replace(response, permanent_url=moved) if moved == last else response

    async def probe(self, url: str) -> Probe:
        """Ask whether a document is there, following redirects; nothing of it is read.

        HEAD is asked at each hop, and GET where that ends in an error: servers need not know HEAD. Any status
        is an answer.

        Raises:
            FetchError: the address may not be asked, or nobody answers in time.
        """
        began = self._now()
        async with self._within_limits(url):
            response, moved, _ = await self._follow(url, self._look)
        seconds = (self._now() - began).total_seconds()
        return Probe(response.status, response.url, without_user(moved), seconds)

    @asynccontextmanager
    async def _within_limits(self, url: str, *, endless: bool = False) -> AsyncIterator[None]:
        """Give up at the deadline, unless `endless`; every failure becomes a FetchError with the address."""
        try:
            async with asyncio.timeout(None if endless else self._limits.deadline):
                yield
        except TimeoutError as error:
            seconds = f"{self._limits.deadline:g} seconds"
            raise FetchError(f"{shown(url)} did not finish within {seconds}", "try again later") from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ValueError) as error:
            raise _broken(url, error) from error

    async def _follow(
        self, first: str, ask: Callable[[str], Awaitable[tuple[Response, str]]]
    ) -> tuple[Response, str, str]:
        """Return the last answer, where permanent redirects alone lead ("" for nowhere), and where all do."""
        url = start = next_hop(first)
        moved, permanent = "", True
        for _ in range(_MOST_REDIRECTS + 1):
            if self._sealed:
                check_sealed(url)
            response, location = await ask(url)
            if not location:
                return response, "" if moved == start else moved, url
            permanent = permanent and response.status in _PERMANENT
            url = next_hop(location, url)
            moved = url if permanent else moved
        raise FetchError(
            f"{shown(first)} leads through more than {_MOST_REDIRECTS} redirects",
            "open it in a browser, and give the address where it ends",
        )

    async def _ask(self, url: str, headers: dict[str, str]) -> tuple[Response, str]:
        """Return the answer of one hop, and where it points if it is a redirect."""
        async with self._send(url, headers) as answer:
            location = _location(answer)
            # A 304 is read to its end as well, where nothing is: that leaves the connection fit for the next.
            body = await self._read(answer) if answer.status_code in (200, 304) else b""
        validators = {name: _header(answer, name) for name in ("etag", "last-modified")}
        return (
            Response(
                status=answer.status_code,
                url=without_user(url),
                body=body,
                content_type=_header(answer, "content-type"),
                etag=validators["etag"] if len(validators["etag"]) <= _LONGEST_VALIDATOR else "",
                last_modified=validators["last-modified"][:_LONGEST_VALIDATOR],
                retry_after=retry_after(_header(answer, "retry-after"), self._now()),
                fresh=fresh_for(self._now(), *(_header(answer, name) for name in _FRESHNESS)),
            ),
            location,
        )

    async def _look(self, url: str) -> tuple[Response, str]:
        """Return the answer of one hop without its body, and where it points if it is a redirect."""
        headers = self._headers | {"Accept": "*/*"}
        with suppress(httpx.RemoteProtocolError):  # the answer to HEAD may be to hang up, or a body
            async with self._send(url, headers, "HEAD") as answer:
                async for _ in answer.aiter_raw():
                    pass  # to its end, where nothing is: that leaves the connection fit for the next
            if answer.status_code < 400 or answer.status_code in _SURE:
                return _seen(answer, url)
        async with self._send(url, headers) as answer:
            return _seen(answer, url)

    @asynccontextmanager
    async def _send(
        self, url: str, headers: dict[str, str], method: str = "GET"
    ) -> AsyncIterator[httpx.Response]:
        target = httpx.URL(without_user(url))
        headers = of_address(url) | headers
        sent = [
            (b"Host", target.netloc),
            *((name.encode(), text.encode("latin-1")) for name, text in headers.items()),
        ]
        host = target.raw_host.decode("ascii")
        proxy = self._proxy(target.scheme, host)
        async with self._connections.lease((host, proxy), lambda: self._transport(proxy)) as transport:
            answer = await self._connect(transport, method, target, host, sent, pinned=not proxy)
            try:
                yield answer
            finally:
                await answer.aclose()

    async def _connect(
        self,
        transport: httpx.AsyncHTTPTransport,
        method: str,
        target: httpx.URL,
        host: str,
        headers: list[tuple[bytes, bytes]],
        *,
        pinned: bool,
    ) -> httpx.Response:
        extensions: dict[str, Any] = {"timeout": self._timeout}
        if not pinned:
            check_unresolved(host, allow_private=self._allow_private)
            request = httpx.Request(method, target, headers=headers, extensions=extensions)
            return await transport.handle_async_request(request)
        port = target.port or (443 if target.scheme == "https" else 80)
        addresses = await resolve(host, port, allow_private=self._allow_private)
        extensions["sni_hostname"] = host
        for address in addresses[:_MOST_ADDRESSES]:
            # The address itself is what is connected to: a name could mean another one by now.
            request = httpx.Request(
                method, target.copy_with(host=address), headers=headers, extensions=extensions
            )
            try:
                return await transport.handle_async_request(request)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                failure = error
        raise failure

    async def _read(self, answer: httpx.Response) -> bytes:
        expander = Expander(_header(answer, "content-encoding"), self._limits.sent, self._limits.expanded)
        async for piece in answer.aiter_raw():
            expander.feed(piece)
        return expander.finish()

    def _proxy(self, scheme: str, host: str) -> str:
        proxy = self._proxies.get(scheme) or self._proxies.get("all") or ""
        return "" if not proxy or proxy_bypass(host) else proxy if "://" in proxy else f"http://{proxy}"

    def _transport(self, proxy: str) -> httpx.AsyncHTTPTransport:
        try:
            return httpx.AsyncHTTPTransport(verify=self._tls, limits=_ONE_CONNECTION, proxy=proxy or None)
        except (ImportError, ValueError) as error:
            raise FetchError(
                f"the proxy {shown(proxy)} cannot be used", "set HTTPS_PROXY to an http or https proxy"
            ) from error


def _header(answer: httpx.Response, name: str) -> str:
    # As bytes, one character each: what is sent back must be what came.
    wanted = name.encode()
    found = [value for key, value in answer.headers.raw if key.lower() == wanted]
    return b", ".join(found).decode("latin-1")


def _location(answer: httpx.Response) -> str:
    return _header(answer, "location") if answer.status_code in _REDIRECTS else ""


def _seen(answer: httpx.Response, url: str) -> tuple[Response, str]:
    return Response(answer.status_code, without_user(url)), _location(answer)


def _broken(url: str, error: Exception) -> FetchError:
    where = shown(url)
    if isinstance(error, httpx.ConnectTimeout | httpx.ReadTimeout):
        return FetchError(f"{where} does not answer", "try again later")
    if isinstance(error, httpx.ConnectError):
        reason = (
            "its certificate cannot be trusted" if "CERTIFICATE" in str(error) else "nobody answers there"
        )
        return FetchError(f"{where} cannot be reached: {reason}", "check the address, or try again later")
    if isinstance(error, httpx.ProxyError):
        return FetchError(f"the proxy refuses to ask {where}", "check HTTP_PROXY and HTTPS_PROXY")
    if isinstance(error, httpx.InvalidURL | ValueError):
        return FetchError(f"{where} is no address that can be asked", "check how it is written")
    return FetchError(f"{where} broke off its answer, or it is no HTTP", "try again later")
