"""The machine's git, held on a short lead: the only place that starts it.

It gets an argument list, three transports, no hooks, no terminal to ask on, a deadline and a limit of size,
and a bare repository of its own, so that nothing is ever checked out: no filters, links or submodules.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from time import sleep
from typing import IO, TYPE_CHECKING

from pmlearn.catalog.sources import TRANSPORTS
from pmlearn.errors import FetchError
from pmlearn.model.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_CONFIG = (
    "core.hooksPath=/dev/null",
    "core.askPass=",
    "core.fsmonitor=false",
    "core.bigFileThreshold=1m",  # what is larger is unpacked piece by piece, never in memory
    "credential.interactive=false",
    "fetch.recurseSubmodules=false",
    "fetch.unpackLimit=1",
    "gc.auto=0",
    "maintenance.auto=false",
    "http.followRedirects=false",
    "protocol.ext.allow=never",
)
# What the user's shell may say to git; its other variables would name other repositories, or change settings.
_KEPT = ("GIT_EXEC_PATH", "GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSH_VARIANT", "GIT_SSL_CAINFO", "GIT_SSL_CAPATH")
_PRIVATE = "it is private, or not there: give git your password through a credential helper"
_HINTS = (
    ("dubious ownership", "if you trust its owner: git config --global --add safe.directory, and its path"),
    ("terminal prompts disabled", _PRIVATE),
    ("could not read Username", _PRIVATE),
    ("Permission denied", "give ssh your key with ssh-add, and see that you may read it"),
    ("Host key verification failed", "connect to that host once with ssh, and check its key"),
    ("returned error: 30", "it has moved: give the address where a browser ends up"),
    ("No space left", "make room, or set TMPDIR to a directory on another disk"),
    ("", "check the address, and whether you are online"),
)
"""What git says, and the next move."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a repository may take from us."""

    deadline: float = 120.0  # seconds for everything
    size: int = 64 << 20  # bytes that what is fetched and read takes on the disk


class Git:
    """Runs git in a directory of its own, until one deadline for all of it.

    Args:
        directory: where everything goes; the caller makes it and takes it away.
        url: what is read, as messages name it.
        env: the user's environment.
        limits: what that may take from us.
    """

    def __init__(self, directory: Path, url: str, env: Mapping[str, str], limits: Limits) -> None:
        self.where = clean(url, 200)
        self._directory = directory
        self._limits = limits
        self._until = time.monotonic() + limits.deadline
        self._env = {name: text for name, text in env.items() if not name.startswith("GIT_") or name in _KEPT}
        self._env |= {
            "GIT_ALLOW_PROTOCOL": ":".join(TRANSPORTS),
            "GIT_ASKPASS": "",
            "GIT_DIR": str(directory / "repository"),
            "GIT_LFS_SKIP_SMUDGE": "1",
            "GIT_TERMINAL_PROMPT": "0",
            "LC_ALL": "C",
            "SSH_ASKPASS_REQUIRE": "never",
        }

    def run(self, *args: str, given: bytes = b"") -> bytes:
        """Return what a git command prints.

        Raises:
            FetchError: it failed, took too long, or wrote too much.
        """
        status, out, err = self.attempt(*args, given=given)
        if status:
            raise self.failed(err)
        return out

    def attempt(self, *args: str, given: bytes = b"") -> tuple[int, bytes, str]:
        """Return the exit status of a git command, what it printed, and what it said.

        Raises:
            FetchError: it could not be started, took too long, or wrote too much.
        """
        config = [word for setting in _CONFIG for word in ("-c", setting)]
        with (
            tempfile.TemporaryFile(dir=self._directory) as asked,
            (self._directory / "out").open("w+b") as out,
            tempfile.TemporaryFile(dir=self._directory) as err,
        ):
            asked.write(given)
            asked.seek(0)
            child: subprocess.Popen[bytes] | None = None
            try:
                # A ctrl+c in the middle of it would leave a child that nobody knows, and so nobody ends.
                held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
                try:
                    child = self._start(["git", *config, *args], asked, out, err)
                finally:
                    signal.pthread_sigmask(signal.SIG_SETMASK, held)
                self._watch(child)
            except BaseException:
                if child is not None:
                    _end(child)
                raise
            out.seek(0)
            err.seek(0)
            return child.returncode, out.read(), err.read(10_000).decode("utf-8", "replace")

    def _start(
        self, command: list[str], asked: IO[bytes], out: IO[bytes], err: IO[bytes]
    ) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(  # noqa: S603 - an argument list; the git of the user's own PATH
                command,
                stdin=asked,
                stdout=out,
                stderr=err,
                env=self._env,
                cwd=self._directory,
                start_new_session=True,  # without a terminal, and ended with all that it started
            )
        except FileNotFoundError:
            hint = "install git with your system's packages, or download the file and install that"
            raise FetchError("git is not installed, and it is what reads a repository", hint) from None
        except OSError as error:
            hint = "close other programs, then try again"
            raise FetchError(f"git cannot be started: {error.strerror}", hint) from error

    def failed(self, err: str) -> FetchError:
        """The error for what git said before it gave up."""
        said = [line.partition(": ")[2] for line in err.splitlines() if line.startswith(("fatal", "error"))]
        reason = clean((said or err.strip().splitlines()[-1:] or ["it gives no reason"])[0], 200)
        hint = next(hint for words, hint in _HINTS if words in err)
        return FetchError(f"git does not get at {self.where}: {reason}", hint)

    def _watch(self, child: subprocess.Popen[bytes]) -> None:
        """Wait for a command, looking at what it writes: git has no limit of its own for that."""
        while child.returncode is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(0.05)
            if _taken(self._directory) > self._limits.size:
                size = f"{self._limits.size >> 20} MiB that a source may have"
                hint = "download the one file and install that"
                raise FetchError(f"{self.where} is larger than the {size}", hint)
            if child.returncode is None and time.monotonic() > self._until:
                seconds = f"{self._limits.deadline:g} seconds"
                raise FetchError(f"{self.where} was not read within {seconds}", "try again later")


def _end(child: subprocess.Popen[bytes]) -> None:
    """End a command and all that it started, some of which may be starting just now."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        # What was ended is there until its new parent has looked, which may be never.
        for _ in range(20):
            os.killpg(child.pid, signal.SIGKILL)
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(0.01)
            sleep(0.01)
    child.wait()


def _taken(directory: Path) -> int:
    total = 0
    for top, _, names in os.walk(directory):
        for name in names:
            with contextlib.suppress(OSError):  # git renames files as it goes
                total += os.lstat(f"{top}/{name}").st_size
    return total
