"""Which hosts may be asked, however they are written."""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING, Any

import pytest

from pmlearn.errors import FetchError
from pmlearn.feeds.address import check_host, check_unresolved, is_public, next_hop, resolve, shown

if TYPE_CHECKING:
    from collections.abc import Callable

PRIVATE = [
    "127.0.0.1",
    "127.255.0.1",
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.168.1.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fc00::1",
    "fd12:3456::1",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "2002:7f00:1::",
    "64:ff9b::7f00:1",
    "64:ff9b::169.254.169.254",
    "2001:0:7f00:1::80ff:fffe",
]
PUBLIC = ["93.184.215.14", "8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "0x7f.1", "2130706433", "017700000001", "::1", "0"])
async def test_a_private_address_is_refused_however_it_is_written(host: str) -> None:
    with pytest.raises(FetchError, match="is on a private network"):
        await resolve(host, 80, allow_private=False)
    assert await resolve(host, 80, allow_private=True)


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Names and their addresses, instead of the resolver's."""
    known: dict[str, list[str]] = {}

    def look_up(host: str, port: int, **_: Any) -> list[tuple[Any, ...]]:
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in known[host]]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return known


async def test_one_private_address_among_others_is_enough(names: dict[str, list[str]]) -> None:
    names["rebind.example"] = ["8.8.8.8", "127.0.0.1"]
    with pytest.raises(FetchError, match=r"rebind\.example is on a private network"):
        await resolve("rebind.example", 80, allow_private=False)
    names["fine.example"] = ["8.8.8.8", "8.8.4.4"]
    assert await resolve("fine.example", 80, allow_private=False) == ["8.8.8.8", "8.8.4.4"]


async def test_an_unknown_name_is_said_so(names: dict[str, list[str]]) -> None:
    with pytest.raises(FetchError, match=r"nowhere\.example cannot be found"):
        await resolve("nowhere.example", 80, allow_private=True)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "10.0.0.1", "::1", "127.1", "localhost", "x.localhost", "nas.local"]
)
def test_behind_a_proxy_what_is_spelled_out_is_checked(host: str) -> None:
    with pytest.raises(FetchError, match="private network"):
        check_unresolved(host, allow_private=False)
    check_unresolved(host, allow_private=True)
    check_unresolved("svpg.example", allow_private=False)


@pytest.mark.parametrize(
    ("url", "proxy", "said"),
    [
        ("https://rebind.example/repo", "", "private network"),
        ("https://nowhere.example/repo", "", "cannot be found"),
        ("https://fine.example:8443/repo", "", ""),
        ("https://nowhere.example/repo", "http://proxy.example", ""),  # the proxy looks it up
        ("https://nas.local/repo", "http://proxy.example", "private network"),
        ("https://[::1]/repo", "http://proxy.example", "private network"),
    ],
)
async def test_the_host_that_another_program_asks_is_checked(
    names: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch, url: str, proxy: str, said: str
) -> None:
    names |= {"rebind.example": ["8.8.8.8", "127.0.0.1"], "fine.example": ["8.8.8.8"]}
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, proxy)
    if not said:
        await check_host(url, allow_private=False)
        return
    with pytest.raises(FetchError, match=said):
        await check_host(url, allow_private=False)


def raises(call: Callable[[], object]) -> str:
    with pytest.raises(FetchError) as raised:
        call()
    return raised.value.message


@pytest.mark.parametrize(
    ("base", "location", "meant"),
    [
        ("", "https://a.example/x#part", "https://a.example/x"),
        ("", "https://u:p@a.example/", "https://u:p@a.example/"),
        ("https://a.example/x", "/y", "https://a.example/y"),
        ("https://u:p@a.example/x", "/y", "https://u:p@a.example/y"),
        ("https://u:p@a.example/x", "https://a.example/y", "https://u:p@a.example/y"),
        ("https://u:p@a.example/x", "https://b.example/y", "https://b.example/y"),
        ("https://u:p@a.example/x", "http://a.example/y", "http://a.example/y"),
        ("https://a.example/x", "https://u:p@a.example/y", "https://a.example/y"),
    ],
)
def test_next_hop(base: str, location: str, meant: str) -> None:
    assert next_hop(location, base) == meant


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://a.example/", "a.example/feed", "http://", "http://[", ""]
)
def test_other_addresses_are_refused(url: str) -> None:
    assert "is no http or https address" in raises(lambda: next_hop(url))


def test_a_redirect_to_a_file_names_who_sent_it() -> None:
    assert raises(lambda: next_hop("file:///etc/passwd", "https://a.example/x")) == (
        "https://a.example/x leads to file:…, which is no http or https address"
    )


def test_what_is_shown_holds_no_secret() -> None:
    assert shown("https://user:secret@a.example:8/x?token=t#f") == "https://a.example:8/x"
    assert "secret" not in raises(lambda: next_hop("gopher://user:secret@a.example/"))
