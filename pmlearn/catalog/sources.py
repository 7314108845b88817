"""Where a curriculum is installed from, as people write it: a path, an address, or a repository.

A repository is written as pip writes them, `git+https://host/repo@tag#folder`: behind the last `@` a tag, a
branch or a commit, behind the `#` a folder or a file in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from pmlearn.errors import InputError
from pmlearn.model.text import clean

TRANSPORTS = ("https", "ssh", "file")
"""How a repository may be reached; git has others, of which some run programs."""

MOST_FILES = 500
"""Curriculum files that one source may have."""

_LONGEST = 2000
# What a ref may not hold (git-check-ref-format(1)), and what would make a refspec of it.
_NO_REF = re.compile(r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|//|^[-+/]|[/.]$|\.lock$|(?:^|/)\.")
_HOST = re.compile(r"[A-Za-z0-9\[][A-Za-z0-9.:\[\]_-]*")
_USER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class LocalSource:
    """A file, or a folder with files, on this machine."""

    path: str  # as it was written

    def __str__(self) -> str:
        return self.path


@dataclass(frozen=True, slots=True)
class WebSource:
    """The address of one file."""

    url: str  # http or https

    def __str__(self) -> str:
        return self.url


@dataclass(frozen=True, slots=True)
class GitSource:
    """A repository, at some version, and what of it."""

    url: str  # https, ssh or file
    ref: str = ""  # a tag, a branch or a commit; "" for what the repository shows by itself
    inside: str = ""  # a folder or a file in it; "" for its top

    @property
    def top(self) -> str:
        """The whole of it at that version, as it is written."""
        return f"git+{self.url}@{self.ref}" if self.ref else f"git+{self.url}"

    def __str__(self) -> str:
        return f"{self.top}#{self.inside}" if self.inside else self.top


AnySource = LocalSource | WebSource | GitSource


def parse_source(text: str) -> AnySource:
    """Read a source as it was written.

    Raises:
        InputError: it is none, or one that could do harm.
    """
    text = text.strip()
    if not text or len(text) > _LONGEST or _CONTROL.search(text):
        raise _wrong(text, "names nothing to install from")
    scheme, colon, rest = text.partition("://")
    if not colon:
        if text.startswith("git+") or re.match(r"[\w.-]+@[\w.-]+:", text):
            raise _wrong(text, "is no address of a repository")
        return LocalSource(text)
    scheme = scheme.lower()
    if scheme.startswith("git+"):
        return _git(text, scheme.removeprefix("git+"), rest)
    if scheme not in ("http", "https"):
        raise _wrong(text, f"begins with {clean(scheme, 20)}://, which is not installed from")
    _check_host(text, f"{scheme}://{rest}")
    url, _, _ = f"{scheme}://{rest}".partition("#")
    if urlsplit(url).path.endswith(".git"):
        raise InputError(f"{clean(text, 200)} is a repository", f"write git+{clean(text, 200)}")
    return WebSource(url)


def _git(text: str, transport: str, rest: str) -> GitSource:
    if transport not in TRANSPORTS:
        raise _wrong(text, f"reaches a repository by {clean(transport, 20) or 'nothing'}")
    address, _, inside = rest.partition("#")
    host, slash, path = address.partition("/")
    path, at, ref = path.rpartition("@") if "@" in path else (path, "", "")
    if at and (not ref or len(ref) > 200 or _NO_REF.search(ref)):
        raise InputError(
            f"{clean(ref, 80) or '“”'} is no tag, branch or commit", "write @ and its name, such as @v1.0"
        )
    url = f"{transport}://{host}{slash}{path}"
    if not path.strip("/") or (transport == "file" and host):
        raise _wrong(text, "names no repository")
    if transport != "file":
        _check_host(text, url)
    inside = inside.strip("/")
    if any(slug in ("", ".", "..") for slug in inside.split("/")) and inside:
        raise InputError(f"{clean(inside, 80)} is no path in a repository", "write it as git shows it")
    return GitSource(url, ref, inside)


def _check_host(text: str, url: str) -> None:
    try:
        parts = urlsplit(url)
        user, password, host, port = parts.username, parts.password, parts.hostname, parts.port
    except ValueError:
        raise _wrong(text, "is no address") from None
    if password is not None:
        hint = "leave it out: git asks its credential helper, and ssh uses your key"
        raise InputError("there is a password in the address, which would be kept with it", hint)
    if not host or not _HOST.fullmatch(host) or port == 0 or (user is not None and not _USER.fullmatch(user)):
        raise _wrong(text, "names no host")


def _wrong(text: str, why: str) -> InputError:
    return InputError(
        f"{clean(text, 200) or '“”'} {why}",
        "give a file, a folder, an https address, or git+https://host/repo@tag#folder",
    )
