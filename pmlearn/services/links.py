"""Opening links: http and https alone, an argument list, never through a shell."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from pmlearn.errors import InputError, LinkError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def web_address(text: str) -> str:
    """Return an http or https address, with https where it names no scheme.

    Raises:
        InputError: it is no such address.
    """
    text = text.strip()
    hint = "write it as https://example.org/feed.xml"
    if not text:
        raise InputError("the address is empty", hint)
    if "://" not in text and not text.startswith("//"):
        text = f"https://{text}"
    # Surrogates are bytes of an argument that were no UTF-8: nothing that could be written and read again.
    if any(c <= " " or "\x7f" <= c < "\xa0" or "\ud800" <= c <= "\udfff" for c in text):
        raise InputError(f"not an address: {text!a}", hint)
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise InputError(f"not an address: {text}", hint) from error
    if parts.scheme.lower() not in ("http", "https"):
        raise InputError(f"{parts.scheme}: addresses are not opened or fetched: {text}", hint)
    if not host:
        raise InputError(f"this address names no host: {text}", hint)
    return text


_USER = re.compile(r"^([^/?#]*//)?[^/?#]*@")


def names_user(url: str) -> bool:
    """Whether an address holds a user name, or a password: what stands before an @ in front of the host."""
    return bool(_USER.match(url))


def without_user(url: str) -> str:
    """An address without a user name and password, as it may be shown."""
    return _USER.sub(r"\1", url)


def place(url: str) -> str:
    """Where something lives: an address without what every address begins and ends with."""
    shown = without_user(url)
    return shown.partition("://")[2].partition("?")[0].rstrip("/") or shown


def refuse_secrets(url: str) -> None:
    """Refuse an address that would put a password into the journal, which is backed up and handed on.

    Raises:
        InputError: it holds a user name; the message does not say which.
    """
    if names_user(url.strip()):
        raise InputError(
            "an address with a user name or a password in it is not kept",
            "add it without them, and put [[feeds]] with url, user and password_command into config.toml",
        )


_WRITTEN = "!#$%&'()*+,/:;=?@[]~"
"""What stands in an address as it is, besides letters, digits and `-._~` (RFC 3986, 2.2 and 2.3)."""

_HYPERLINKS = (
    "xterm", "tmux", "screen", "alacritty", "foot", "ghostty", "kitty", "wezterm", "konsole", "gnome", "vte",
    "iterm", "mintty", "contour", "rio",
)  # fmt: skip
"""What the names of terminals begin with that know OSC 8, or pass over what they do not know."""


def plain_address(url: str) -> str:
    """An http or https address in printable ASCII alone, which means the same.

    It can be written into a sequence to the terminal, and scanned by a phone.

    Raises:
        LinkError: it is no such address.
    """
    try:
        url = web_address(url)
    except InputError as error:
        raise LinkError(error.message, error.hint) from error
    parts = urlsplit(url)
    host = parts.hostname or ""
    if not host.isascii():
        # As the name is asked for (RFC 3490); one that is none stays as it is, and no server has it.
        with contextlib.suppress(UnicodeError):
            at = parts.netloc.lower().index(host)
            named = host.encode("idna").decode()
            parts = parts._replace(netloc=parts.netloc[:at] + named + parts.netloc[at + len(host) :])
    return quote(parts.geturl(), safe=_WRITTEN)


def hyperlinks(env: Mapping[str, str]) -> bool:
    """Whether the terminal can be handed a hyperlink (OSC 8) without printing it as text.

    GNU screen cannot, and consoles may not; tmux knows them since 3.4, and left them out before.
    """
    term = env.get("TERM", "")
    if "STY" in env or (term.startswith("screen") and not env.get("TMUX")):
        return False
    return term.startswith(_HYPERLINKS)


class Links:
    """The one opener of links."""

    def __init__(self, opener: Sequence[str], env: Mapping[str, str] = os.environ) -> None:
        self._opener = tuple(opener)
        self._env = env

    @property
    def opens(self) -> bool:
        """Whether a browser can be started here."""
        return bool(self._command())

    @property
    def hyperlinks(self) -> bool:
        """Whether the terminal can be handed a hyperlink."""
        return hyperlinks(self._env)

    def open(self, url: str) -> str:
        """Open a link in the learner's browser and return a line that says so.

        Where there is no display (over SSH, on a console) and nothing is configured, no program is started:
        the line is then the address itself.

        Raises:
            LinkError: the address is not http or https, or the program cannot be started.
        """
        try:
            url = web_address(url)
        except InputError as error:
            raise LinkError(error.message, error.hint) from error
        command = self._command()
        if not command:
            return url
        try:
            subprocess.Popen(  # noqa: S603 - words of the learner's own configuration, then the address
                [*command, url],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            hint = "set [links] opener in config.toml, or BROWSER"
            raise LinkError(f"cannot start {command[0]}: {error.strerror}", hint) from error
        return f"opened {url}"

    def _command(self) -> list[str]:
        if self._opener:
            return list(self._opener)
        if browser := self._env.get("BROWSER", "").split(":")[0].replace("%s", "").split():
            return browser
        remote = "SSH_CONNECTION" in self._env or "SSH_TTY" in self._env
        if sys.platform == "darwin" and not remote:
            return ["open"]
        display = (
            self._env.get("DISPLAY") or self._env.get("WAYLAND_DISPLAY") or self._env.get("WSL_DISTRO_NAME")
        )
        if display and not remote:
            for name in ("xdg-open", "wslview"):
                if found := shutil.which(name):
                    return [found]
        return []
