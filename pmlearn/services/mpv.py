"""Starting mpv and talking to it, without ever waiting for it.

The two are the ends of a socket pair (`--input-ipc-client`, mpv 0.33): there is no path that another user or
program could connect to, and mpv ends when our end closes, however this program ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pmlearn.errors import PlayerError
from pmlearn.services.player import Playing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

LONGEST_LINE = 1 << 20
MOST_UNREAD = 1 << 16
"""Bytes that a player that hangs may leave unread; what it is told beyond them is dropped."""

PATIENCE = 1.0
"""Seconds that it is given to end, before it is killed."""


class Mpv:
    """A player that runs."""

    def __init__(
        self,
        process: asyncio.subprocess.Process,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self._process = process
        self._reader = reader
        self._writer = writer

    @classmethod
    async def start(
        cls,
        command: Sequence[str],
        target: str,
        *,
        start: int = 0,
        speed: float = 1.0,
        terminal: bool = False,
        held: int | None = None,
    ) -> Mpv:
        """Start it.

        Args:
            command: the words of the learner's configuration; the first names mpv.
            target: a file's path or an address.
            start: seconds into it.
            speed: how fast, 1 as it was recorded.
            terminal: it takes the keys of this terminal, where it says nothing.
            held: a descriptor that it keeps open as long as it runs.

        Raises:
            PlayerError: it cannot be started.
        """
        ours, its = socket.socketpair()
        with its:
            words = [
                *command,
                f"--input-ipc-client=fd://{its.fileno()}",
                # Where it starts and whether it ends are ours to say, whatever its own files say.
                f"--start={start}",
                f"--speed={speed:g}",
                "--no-resume-playback",
                "--keep-open=no",
                "--idle=no",
                # It would print what servers and files say as it stands, escape sequences too.
                "--really-quiet" if terminal else "--no-terminal",
                "--",
                target,
            ]
            null = None if terminal else asyncio.subprocess.DEVNULL
            try:
                process = await asyncio.create_subprocess_exec(
                    *words,
                    stdin=null,
                    stdout=null,
                    stderr=null,
                    pass_fds=(its.fileno(), *(() if held is None else (held,))),
                    start_new_session=not terminal,
                )
            except OSError as error:
                ours.close()
                raise cannot_start(command[0], error) from error
        reader, writer = await asyncio.open_unix_connection(sock=ours, limit=LONGEST_LINE)
        player = cls(process, reader, writer)
        player.tell(Playing.greeting())
        return player

    def tell(self, message: bytes) -> None:
        """Send a message, and do not wait until it is taken."""
        transport = self._writer.transport
        if not transport.is_closing() and transport.get_write_buffer_size() < MOST_UNREAD:
            self._writer.write(message)

    async def lines(self) -> AsyncIterator[bytes]:
        """What it says, until it ends or hangs up."""
        with contextlib.suppress(OSError, ValueError):  # ValueError: a line that is too long
            while line := await self._reader.readline():
                yield line

    async def end(self) -> int:
        """End it, if it has not ended; returns its exit status."""
        self._writer.transport.abort()
        for number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(TimeoutError):
                return await asyncio.wait_for(self._process.wait(), PATIENCE)
            self._signal(number)
        return await self._process.wait()

    def stop(self) -> None:
        """Hang up, at which it ends, and do not wait: `lines` ends at once, whatever it does."""
        self._writer.transport.abort()
        self._signal(signal.SIGTERM)

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(number)


def is_mpv(command: Sequence[str]) -> bool:
    """Whether a command starts mpv, which can be talked to."""
    return bool(command) and os.path.basename(command[0]) == "mpv"  # noqa: PTH119 - a word, not a path of ours


def cannot_start(name: str, error: OSError) -> PlayerError:
    """The error of a player that cannot be started."""
    return PlayerError(
        f"cannot start {name}: {error.strerror}", "install it, or set [player] command in config.toml"
    )


async def check_address(url: str, *, allow_private: bool) -> None:
    """Refuse what is on a private network: the player asks whatever address a feed names.

    Raises:
        FetchError: its host is unknown, or private.
    """
    from pmlearn.feeds.address import next_hop, resolve  # noqa: PLC0415 - asyncio's resolver, when it is needed

    parts = urlsplit(next_hop(url))
    port = parts.port or (443 if parts.scheme == "https" else 80)
    await resolve(parts.hostname or "", port, allow_private=allow_private)
