"""What every test gets: a home of its own, and nothing of the environment that the tests are run in."""

from __future__ import annotations

import os
import signal
import socket
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from tests.feedserver import FeedServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# No test asserts a time; where changes are judged, the same examples are tried each time.
settings.register_profile("pmlearn", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("pmlearn")

# Where the tests run in the background of a shell it ignores ctrl+c, and what they start would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

FOREIGN = (
    "BROWSER",
    "DISPLAY",
    "EDITOR",
    "NO_COLOR",
    "PAGER",
    "SSH_CONNECTION",
    "SSH_TTY",
    "VISUAL",
    "WAYLAND_DISPLAY",
)
"""What changes how the program behaves and may be set where the tests are run."""


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new home directory, with everything of pmlearn's in `pmlearn` below it."""
    directory = tmp_path_factory.mktemp("home")
    for name in os.environ:
        if name.startswith(("PMLEARN_", "XDG_")) or name.lower().endswith("_proxy") or name in FOREIGN:
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(directory))
    monkeypatch.setenv("PMLEARN_HOME", str(directory / "pmlearn"))
    return directory


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names are not looked up: no test asks anything beyond this machine."""
    look_up = socket.getaddrinfo

    def refuse(host: Any, *arguments: Any, **options: Any) -> Any:
        if host not in ("localhost", "127.0.0.1", "::1", None):
            raise socket.gaierror(socket.EAI_NONAME, "tests look nothing up")
        return look_up(host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(autouse=True)
def as_fast_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """What gives way to a screen does not slow the tests after it: a process cannot take that back."""
    monkeypatch.setattr(os, "nice", lambda _: 0)


@pytest.fixture
def server() -> Iterator[FeedServer]:
    """A web server on loopback: see `tests/feedserver.py`."""
    with FeedServer() as running:
        yield running
