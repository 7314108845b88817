"""Which addresses may be asked: http and https, and of the hosts only those that are public.

A feed's address, and every redirect that it answers with, comes from a stranger. Without this check a feed
could have this machine ask its own services, its neighbours, or a cloud's metadata server.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import threading
from ipaddress import IPv4Address, IPv6Address
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from pmlearn.errors import FetchError, PrivateHostError, UnknownHostError
from pmlearn.model.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_LOCAL_NAMES = ("localhost", "local", "internal", "home.arpa")


def shown(url: str) -> str:
    """Return an address as messages may show it: without user name, password, query and fragment."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "this address"
    start = f"{parts.scheme}:" if parts.scheme else ""
    if parts.netloc:
        return clean(f"{start}//{parts.netloc.rpartition('@')[2]}{parts.path}", 200)
    return clean(start + parts.path.rpartition("@")[2], 200)


def without_user(url: str) -> str:
    """Return an address without user name, password and fragment: what is asked, and what links build on."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="").geturl()


def next_hop(url: str, base: str = "") -> str:
    """Return the absolute http or https address that `url` means, where `base` pointed to it.

    A user name and password go along to the same host alone; those that a redirect names are left out.

    Raises:
        FetchError: it is no http or https address with a host and a port that can be.
    """
    try:
        full = urljoin(base, url.strip())
        parts, before = urlsplit(full), urlsplit(base)
        known = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        known = False
    if not known:
        scheme = clean(url.partition(":")[0], 20)
        led = f"{shown(base)} leads to {scheme}:…, which" if base else f"{shown(url)!r}"
        raise FetchError(f"{led} is no http or https address", "check how the address is written")
    if not base:
        return parts._replace(fragment="").geturl()
    plain = without_user(full)
    user = before.netloc.rpartition("@")[0]
    same = (parts.scheme, parts.hostname, parts.port) == (before.scheme, before.hostname, before.port)
    return (
        urlsplit(plain)._replace(netloc=f"{user}@{urlsplit(plain).netloc}").geturl()
        if user and same
        else plain
    )


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address belongs to the internet at large, any IPv4 address inside it as well."""
    if isinstance(address, IPv6Address) and (inside := list(_inside(address))):
        return all(map(is_public, inside))
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not address.is_unspecified
        and not (isinstance(address, IPv6Address) and address.is_site_local)
    )


def _inside(address: IPv6Address) -> Iterator[IPv4Address]:
    # Ways to write an IPv4 address as IPv6: RFC 4291 (mapped), 3056 (6to4), 4380 (Teredo), 6052 (NAT64).
    if address.ipv4_mapped is not None:
        yield address.ipv4_mapped
    if address.sixtofour is not None:
        yield address.sixtofour
    if address.teredo is not None:
        yield from address.teredo
    if address in _NAT64:
        yield IPv4Address(int(address) & 0xFFFFFFFF)


def literal(host: str) -> IPv4Address | IPv6Address | None:
    """Return the address that a host spells out, in C's short forms too (`127.1`); None for a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(host)) if host[:1].isdigit() else None
    except OSError:
        return None


async def resolve(host: str, port: int, *, allow_private: bool) -> list[str]:
    """Return the addresses of a host, best first.

    Raises:
        UnknownHostError: the name is unknown.
        PrivateHostError: one of its addresses is private and `allow_private` is false.
    """
    spelled = literal(host)
    addresses = (
        [spelled] if spelled else [ipaddress.ip_address(found) for found in await _look_up(host, port)]
    )
    if not allow_private and not all(map(is_public, addresses)):
        raise refused(host)
    return [str(address) for address in addresses]


def check_unresolved(host: str, *, allow_private: bool) -> None:
    """Check what can be checked of a host that a proxy will look up.

    Raises:
        PrivateHostError: the host spells out a private address, or is a name that only this network knows.
    """
    spelled = literal(host)
    local = host.lower().rstrip(".").rpartition(".")[2] in _LOCAL_NAMES or host.endswith(".home.arpa")
    if not allow_private and (local if spelled is None else not is_public(spelled)):
        raise refused(host)


def check_sealed(url: str) -> None:
    """Check that nobody on the way can change what comes from an http or https address.

    Raises:
        FetchError: it is plain http.
    """
    if urlsplit(url).scheme != "https":
        raise FetchError(
            f"{shown(url)} is plain http: whoever is on the way could change what comes",
            "give an https address; on a network that you trust, "
            "set allow_private = true under [network] in config.toml",
        )


async def check_host(url: str, *, allow_private: bool) -> None:
    """Check the host of an https address that another program will ask, as far as that goes.

    Where a proxy is set, the name is for the proxy to look up.

    Raises:
        UnknownHostError: the name is unknown.
        PrivateHostError: the host is on a private network, and `allow_private` is false.
    """
    from urllib.request import getproxies, proxy_bypass  # noqa: PLC0415 - light commands need no HTTP

    parts = urlsplit(url)
    host = parts.hostname or ""
    proxies = getproxies()
    if ("https" in proxies or "all" in proxies) and not proxy_bypass(host):
        check_unresolved(host, allow_private=allow_private)
    else:
        await resolve(host, parts.port or 443, allow_private=allow_private)


def refused(host: str) -> PrivateHostError:
    """The error for a host on a private network."""
    return PrivateHostError(
        f"{clean(host, 100)} is on a private network, and nothing was asked there",
        "if you trust it, set allow_private = true under [network] in config.toml",
    )


async def _look_up(host: str, port: int) -> list[str]:
    # A daemon thread for each name: a resolver that hangs holds up no other look-up and no end of program.
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()

    def settle(found: list[str], error: OSError | UnicodeError | None) -> None:
        if answer.done():
            return
        if error is None:
            answer.set_result(found)
        else:
            answer.set_exception(error)

    def ask() -> None:
        found: list[str] = []
        error: OSError | UnicodeError | None = None
        try:
            infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found = [str(info[4][0]) for info in infos]
        except (OSError, UnicodeError) as failure:
            error = failure
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, found, error)

    threading.Thread(target=ask, name="look-up", daemon=True).start()
    try:
        found = await answer
    except (OSError, UnicodeError):
        found = []
    if not found:
        raise UnknownHostError(
            f"the host {clean(host, 100)} cannot be found", "check the address, and whether you are online"
        )
    return found
