"""What opens a feed that is not for everybody: fetched when it is needed, and shown to its own server alone.

A secret is in no message, and in nothing that is kept. It goes to the scheme, host and port of the address
that was subscribed, over https; never to where a redirect leads.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import os
import signal
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from pmlearn.errors import FetchError
from pmlearn.feeds.address import shown
from pmlearn.model.text import clean

if TYPE_CHECKING:
    from pmlearn.model.credentials import Credentials

PATIENCE = 10.0
"""Seconds that a command has to print a secret."""

_LONGEST = 4_000  # characters of a secret
_READ = 1 << 16  # bytes of what a command prints
_PORTS = {"http": 80, "https": 443}
_WHERE = "under [[feeds]] in config.toml"


@dataclass(frozen=True, slots=True)
class Key:
    """What opens the feeds of one server."""

    origin: tuple[str, str, int]  # scheme, host and port
    header: str = field(repr=False)  # the value of Authorization

    def headers(self, url: str) -> dict[str, str]:
        """What a request to this address is sent with beside the rest."""
        return {"Authorization": self.header} if _origin(url) == self.origin else {}


class Keys:
    """Makes keys, running each command once however many feeds it opens.

    Args:
        allow_private: secrets may go over plain http, as they do on a network that one trusts.
        patience: seconds that a command has.
    """

    def __init__(self, *, allow_private: bool, patience: float = PATIENCE) -> None:
        self._allow_private = allow_private
        self._patience = patience
        self._running: dict[tuple[str, ...], asyncio.Task[str]] = {}

    async def key(self, url: str, known: Credentials) -> Key:
        """Make the key for a feed by the address that was subscribed.

        Raises:
            FetchError: it is plain http, or there is no secret to be had.
        """
        origin = _origin(url)
        if origin[0] != "https" and not self._allow_private:
            raise FetchError(
                f"{shown(url)} is plain http, over which no password is sent",
                f"give its https address {_WHERE}",
            )
        secret = known.password or known.token
        if command := known.password_command or known.token_command:
            if command not in self._running:
                self._running[command] = asyncio.create_task(self._ask(command))
            secret = await self._running[command]
        if known.user:
            return Key(origin, _basic(known.user, secret))
        if not (secret.isascii() and secret.isprintable() and " " not in secret):
            raise FetchError(
                f"the token for {shown(url)} has characters that none can have", f"check it {_WHERE}"
            )
        return Key(origin, f"Bearer {secret}")

    async def _ask(self, command: tuple[str, ...]) -> str:
        """Run a command, and return the first line that it prints."""
        name = clean(command[0], 100)
        pipe, null = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
        try:
            # In a session of its own, so that what it started ends with it.
            process = await asyncio.create_subprocess_exec(
                *command, stdin=null, stdout=pipe, stderr=null, start_new_session=True
            )
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is no command"
            raise FetchError(f"cannot start {name} for a password: {reason}", f"check it {_WHERE}") from error
        assert process.stdout is not None
        try:
            async with asyncio.timeout(self._patience):
                text = await _all(process.stdout)
                status = await process.wait()
        except TimeoutError as error:
            raise FetchError(
                f"{name} gave no password within {self._patience:g} seconds",
                "see whether it asks for something when you run it, such as a passphrase",
            ) from error
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
        secret = text.split(b"\n", 1)[0].rstrip(b"\r").decode("utf-8", "replace")
        if status or not secret or len(secret) > _LONGEST:
            how = f"ended with status {status}" if status else "printed no password"
            raise FetchError(f"{name} {how}", "run it by hand: its first line has to be the password")
        return secret


def of_address(url: str) -> dict[str, str]:
    """What a request is sent with for the user name and the password in its address."""
    parts = urlsplit(url)
    if parts.username is None:
        return {}
    return {"Authorization": _basic(unquote(parts.username), unquote(parts.password or ""))}


def _basic(user: str, password: str) -> str:
    """The value of Authorization for a user name and a password (RFC 7617)."""
    return f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"


async def _all(stream: asyncio.StreamReader) -> bytes:
    """All that comes; of more than any secret has, the beginning."""
    text = b""
    while piece := await stream.read(_READ):
        text = (text + piece)[:_READ]
    return text


def _origin(url: str) -> tuple[str, str, int]:
    try:
        parts = urlsplit(url)
        return parts.scheme, (parts.hostname or "").rstrip("."), parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return "", "", 0
