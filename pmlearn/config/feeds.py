"""The feeds of a config.toml: `[[feeds]]`, each with its address, its settings and what opens it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pmlearn.errors import ConfigError
from pmlearn.model.credentials import Credentials

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = 'write [[feeds]] with url = "https://…", and title = "…" and topics = ["…"] if you like'

_TEXT = (str, "a text")
_WORDS = (list, 'a list of texts, such as ["pass", "show", "feed"]')
_KEYS: dict[str, tuple[type, str]] = {
    "url": _TEXT,
    "title": _TEXT,
    "topics": (list, "a list of words"),
    "folder": _TEXT,
    "weight": (int, "a whole number from -3 to 3"),
    "paused": (bool, "true or false"),
    "mute": (list, 'a list of queries, such as ["sponsored"]'),
    "keep": (list, 'a list of queries, such as ["topic:discovery"]'),
    "bodies": (int, "a whole number, 0 or more"),
    "expires": (int, "a whole number of days, 1 or more"),
    "full_text": (bool, "true or false"),
    "user": _TEXT,
    "password": _TEXT,
    "password_command": _WORDS,
    "token": _TEXT,
    "token_command": _WORDS,
}
"""A key of a feed: its type, and what to write."""

_RANGES = {"weight": (-3, 3), "bodies": (0, 1_000_000), "expires": (1, 100_000)}
_SECRETS = ("user", "password", "password_command", "token", "token_command")


@dataclass(frozen=True, slots=True)
class PresetFeed:
    """A feed that a config.toml subscribes; None for what it does not set."""

    url: str  # http or https address
    title: str = ""  # what to call it; "" for what it calls itself
    topics: tuple[str, ...] = ()  # what it helps with; made into slugs where it is used
    folder: str | None = None  # where it stands in a list that is exported
    weight: int | None = None  # -3 to 3
    paused: bool | None = None  # not asked
    mute: tuple[str, ...] | None = None  # queries
    keep: tuple[str, ...] | None = None  # queries
    bodies: int | None = None  # how many are kept
    expires: int | None = None  # days
    full_text: bool | None = None  # texts are taken from the pages
    credentials: Credentials | None = field(default=None, repr=False)  # what opens it

    @property
    def sets(self) -> frozenset[str]:
        """The settings that the file gives."""
        plain = {"title": self.title, "topics": self.topics}
        names = ("folder", "weight", "paused", "mute", "keep", "bodies", "expires", "full_text")
        given = {name for name in names if getattr(self, name) is not None}
        return frozenset(given | {name for name, value in plain.items() if value})


def read_feeds(path: Path, content: object) -> list[PresetFeed]:
    """Read what a file has under `[[feeds]]`.

    Raises:
        ConfigError: it is not of that form; the message names the file, and never a secret.
    """
    if not isinstance(content, list):
        raise ConfigError(f"{path}: feeds is no list of tables", EXAMPLE)
    return [_feed(path, feed) for feed in content]


def holds_secret(content: bytes) -> bool:
    """Whether a config.toml has a password or a token in it, or an address with one."""
    import tomllib  # noqa: PLC0415 - only those pay who look

    try:
        feeds = tomllib.loads(content.decode()).get("feeds", [])
    except ValueError:
        return True  # nobody can tell
    return any(
        isinstance(feed, dict) and (feed.get("password") or feed.get("token") or "@" in str(feed.get("url")))
        for feed in (feeds if isinstance(feeds, list) else [])
    )


def _feed(path: Path, feed: object) -> PresetFeed:
    if not isinstance(feed, dict) or not isinstance(feed.get("url"), str):
        raise ConfigError(f"{path}: a feed is not complete: it has no url", EXAMPLE)
    where = _shown(feed["url"])
    if unknown := feed.keys() - _KEYS.keys():
        raise ConfigError(
            f"{path}: the feed {where} is not complete, or has keys that none has: "
            f"{', '.join(sorted(map(str, unknown)))}",
            f"its keys are {', '.join(_KEYS)}; {EXAMPLE}",
        )
    if not _web(feed["url"]):
        raise ConfigError(f"{path}: a feed's url is {where!r}", f"begin it with https://; {EXAMPLE}")
    for key, value in feed.items():
        _check(path, where, key, value)
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in feed.items()
    }
    return PresetFeed(
        **{key: value for key, value in values.items() if key not in _SECRETS},
        credentials=_credentials(path, where, values),
    )


def _check(path: Path, where: str, key: str, value: object) -> None:
    kind, words = _KEYS[key]
    # In Python true is a whole number; in a configuration it is a mistake.
    good = isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
    if isinstance(value, list):
        good = good and all(isinstance(word, str) for word in value)
    if good and key in _RANGES and isinstance(value, int):
        least, most = _RANGES[key]
        good = least <= value <= most
    if not good:
        # Not the value: it may be a secret.
        raise ConfigError(
            f"{path}: the {key} of {where} is no {words.removeprefix('a ')}", f"write {words}; {EXAMPLE}"
        )


def _credentials(path: Path, where: str, values: dict[str, Any]) -> Credentials | None:
    given = {key: values[key] for key in _SECRETS if values.get(key)}
    if not given:
        return None
    secrets = given.keys() - {"user"}
    if len(secrets) != 1 or ("user" in given) == any(key.startswith("token") for key in secrets):
        raise ConfigError(
            f"{path}: what opens the feed {where} is not complete, or more than one thing",
            "give user with password_command (or password), or token_command (or token)",
        )
    return Credentials(**given)


def _shown(url: str) -> str:
    """An address without user name, password and query, which may be secret."""
    try:
        parts = urlsplit(url)
        return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()
    except ValueError:
        return url.rpartition("@")[2]


def _web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
