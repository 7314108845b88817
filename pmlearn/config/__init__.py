"""Settings, frozen: read from TOML and the environment; directories are named here and created nowhere.

`PMLEARN_HOME` moves everything into one directory; else the XDG base directories hold
(https://specifications.freedesktop.org/basedir-spec/). Files: `config.toml` in each of XDG_CONFIG_DIRS (the
administrator's) and in XDG_CONFIG_HOME (the user's, which wins).
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmlearn.config.trust import check_directories, read_config
from pmlearn.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pmlearn.config.feeds import PresetFeed
    from pmlearn.model.keysetting import KeySetting

APP = "pmlearn"

THEMES = ("terminal", "dark", "light", "contrast", "mono")
"""What the screens can look like; the first one where nothing is chosen."""


@dataclass(frozen=True, slots=True)
class Places:
    """The directories, none of which need exist yet."""

    config: Path  # config.toml
    data: Path  # journal/, curricula/, entries/, backups/: what must not be lost
    state: Path  # the tables folded from the journal, what the last fetches left, where the learner was
    cache: Path  # the catalog read from YAML, the index: all of it can be thrown away
    system_config: tuple[Path, ...] = ()  # config.toml files of the administrator, weakest last
    system_curricula: tuple[Path, ...] = ()  # directories of the administrator's curricula, weakest last

    @property
    def journal(self) -> Path:
        """The directory of the journals, one file a device."""
        return self.data / "journal"

    @property
    def curricula(self) -> Path:
        """The user's own curricula."""
        return self.data / "curricula"

    @property
    def entries(self) -> Path:
        """The TinyDB files of entries, one a feed."""
        return self.data / "entries"

    @property
    def backups(self) -> Path:
        """The rotating backups."""
        return self.data / "backups"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set, with its default."""

    places: Places  # where everything is kept
    feeds: tuple[PresetFeed, ...] = ()  # [[feeds]], the administrator's first
    allow_private: bool = False  # [network]: feeds may live on loopback and private networks
    interval: int = 60  # [network]: minutes at least between two askings of a feed that nobody named
    shared: Path | None = None  # [network]: where feeds are kept for all learners of this machine
    hours_a_week: float | None = None  # [learn]: what the learner means to spend; None: as they answered
    languages: tuple[str, ...] = ()  # [learn] language, else the locale's: BCP 47 tags, the best first
    ascii: bool = False  # [screen]: no glyphs outside ASCII
    theme: str = ""  # [screen]: one of THEMES; "" for what was chosen in the app
    thrifty: bool | None = None  # [screen]: as few bytes as can be; None for over SSH alone
    keep_backups: int = 7  # [backup]: how many are kept
    inbox: int = 1000  # [queue]: items that the inbox holds; the oldest of more count as archived
    expires: int | None = None  # [queue]: days after which an entry leaves the inbox; None for never
    opener: tuple[str, ...] = ()  # [links]: the command that opens a link, its words; () for the system's
    clipboard: tuple[str, ...] = ()  # [clipboard] command: reads what to copy; () for what is found
    editor: bool = False  # [notes]: notes begin in $VISUAL or $EDITOR, without ctrl+e
    player: tuple[str, ...] = ()  # [player] command, its words; () for mpv where it is there
    play_remote: bool = False  # [player] remote: over SSH too, where the sound is heard on the far side
    cache_mb: int = 2000  # [player]: megabytes of recordings that are kept
    download_mb: int = 1000  # [player]: megabytes that one recording may have
    keys: tuple[KeySetting, ...] = ()  # [keys], the administrator's first
    read: tuple[Path, ...] = field(default=())  # the configuration files that were read


def find_places(env: Mapping[str, str]) -> Places:
    """Name the directories for an environment; touches no file but to find the home directory."""
    system = tuple(
        Path(part) / APP / "config.toml"
        for part in (env.get("XDG_CONFIG_DIRS") or "/etc/xdg").split(":")
        if part.startswith("/")
    )
    curricula = tuple(
        Path(part) / APP / "curricula"
        for part in (env.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(":")
        if part.startswith("/")
    )
    if root := env.get("PMLEARN_HOME"):
        try:
            top = Path(root).expanduser().absolute()
        except RuntimeError as error:
            message = f"PMLEARN_HOME is {root}, and nobody here has that name"
            raise ConfigError(message, "set it to a directory of yours") from error
        return Places(top / "config", top / "data", top / "state", top / "cache", system, curricula)
    return Places(
        _base(env, "XDG_CONFIG_HOME", ".config"),
        _base(env, "XDG_DATA_HOME", ".local/share"),
        _base(env, "XDG_STATE_HOME", ".local/state"),
        _base(env, "XDG_CACHE_HOME", ".cache"),
        system,
        curricula,
    )


def _check(places: Places, env: Mapping[str, str]) -> None:
    four = (places.config, places.data, places.state, places.cache)
    if env.get("PMLEARN_HOME"):
        check_directories((places.config.parent,), four)
    else:
        # ~/.config/pmlearn may be a link: what it stands in is not ours to speak of.
        check_directories(four, [path.resolve() for path in four])


def _base(env: Mapping[str, str], name: str, default: str) -> Path:
    # The specification has relative paths ignored.
    value = env.get(name, "")
    if value.startswith("/"):
        return Path(value) / APP
    try:
        home = Path(env["HOME"]) if env.get("HOME", "").startswith("/") else Path.home()
    except RuntimeError as error:
        raise ConfigError(
            "there is no home directory to keep anything in",
            "set HOME, or PMLEARN_HOME to a directory of yours",
        ) from error
    return home / default / APP


def load(env: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings: the administrator's files, the user's, then the environment.

    Raises:
        ConfigError: a file is not TOML, or a key is unknown or of the wrong type; the message names the
            file, and the key or the line. Or a directory cannot be trusted (`pmlearn.config.trust`).
    """
    places = find_places(env)
    _check(places, env)
    values: dict[str, Any] = {}
    feeds: dict[str, PresetFeed] = {}
    keys: list[KeySetting] = []
    read: list[Path] = []
    for path in (*reversed(places.system_config), places.config / "config.toml"):
        if (found := _read(path)) is None:
            continue
        table, text = found
        read.append(path)
        if "keys" in table:
            from pmlearn.config.keys import read_keys  # noqa: PLC0415 - only those pay who have keys there

            keys += read_keys(path, table.pop("keys"), text)
        _take(path, table, values, feeds)
    if env.get("PMLEARN_ALLOW_PRIVATE") in ("1", "true", "yes"):
        values["allow_private"] = True
    if env.get("PMLEARN_ASCII") not in (None, "", "0"):
        values["ascii"] = True
    if theme := env.get("PMLEARN_THEME"):
        values["theme"] = theme
        if theme not in THEMES:
            raise ConfigError(f"PMLEARN_THEME is {theme!r}", f"the themes are {_list(THEMES)}")
    language = values.pop("language", "")
    languages = (language,) if language else _languages(env)
    return Settings(
        places=places,
        feeds=tuple(feeds.values()),
        keys=tuple(keys),
        languages=languages,
        read=tuple(read),
        **values,
    )


def _languages(env: Mapping[str, str]) -> tuple[str, ...]:
    """The languages of the locale, as gettext finds them: LANGUAGE is a list, the best first."""
    locale = env.get("LC_ALL") or env.get("LC_MESSAGES") or env.get("LANG") or ""
    if locale.partition(".")[0] in ("", "C", "POSIX"):
        return ()
    names = [*env.get("LANGUAGE", "").split(":"), locale]
    tags = (name.partition(".")[0].partition("@")[0].replace("_", "-") for name in names)
    return tuple(dict.fromkeys(tag for tag in tags if tag))


_KEYS: dict[str, dict[str, tuple[str, type | tuple[type, ...], str]]] = {
    "network": {
        "allow_private": ("allow_private", bool, "true or false"),
        "interval": ("interval", int, "a whole number of minutes, 1 or more"),
        "shared": ("shared", str, 'the whole path of a directory, such as "/var/lib/pmlearn"'),
    },
    "learn": {
        "hours_a_week": ("hours_a_week", (int, float), "a number of hours, more than 0"),
        "language": ("language", str, 'the tag of a language, such as "de"'),
    },
    "screen": {
        "ascii": ("ascii", bool, "true or false"),
        "theme": ("theme", str, f"the name of a theme: {', '.join(THEMES)}"),
        "thrifty": ("thrifty", bool, "true or false"),
    },
    "backup": {"keep": ("keep_backups", int, "a whole number, 1 or more")},
    "queue": {
        "inbox": ("inbox", int, "a whole number, 1 or more"),
        "expires": ("expires", int, "a number of days, 1 or more"),
    },
    "links": {"opener": ("opener", list, 'a list of words, such as ["firefox", "--new-tab"]')},
    "clipboard": {"command": ("clipboard", list, 'a list of words, such as ["xclip", "-i"]')},
    "notes": {"editor": ("editor", bool, "true or false")},
    "player": {
        "command": ("player", list, 'a list of words, such as ["mpv", "--no-video"]'),
        "remote": ("play_remote", bool, "true or false"),
        "cache_mb": ("cache_mb", int, "megabytes, a whole number"),
        "download_mb": ("download_mb", int, "megabytes, a whole number"),
    },
}
"""Section and key of the file: the setting, its type, and the type in words."""


def _read(path: Path) -> tuple[dict[str, Any], str] | None:
    """What a file says, as TOML and as text; None where there is none."""
    try:
        content = read_config(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}", "check its permissions") from error
    import tomllib  # noqa: PLC0415 - 3 ms that only those pay who have such a file

    try:
        text = content.decode()
        return tomllib.loads(text), text
    except ValueError as error:
        raise ConfigError(f"{path}: not TOML: {error}", "mend that line, or move the file away") from error


def _take(path: Path, table: dict[str, Any], values: dict[str, Any], feeds: dict[str, PresetFeed]) -> None:
    for section, content in table.items():
        if section == "feeds":
            from pmlearn.config.feeds import read_feeds  # noqa: PLC0415 - only those pay who have feeds there

            for feed in read_feeds(path, content):
                feeds[feed.url] = feed
            continue
        if section not in _KEYS or not isinstance(content, dict):
            raise ConfigError(
                f"{path}: no such section: [{section}]",
                f"the sections are {_list([*_KEYS, 'feeds', 'keys'])}",
            )
        for key, value in content.items():
            if key not in _KEYS[section]:
                raise ConfigError(
                    f"{path}: [{section}] has no key {key}", f"its keys are {_list(_KEYS[section])}"
                )
            name, kind, words = _KEYS[section][key]
            # In Python true is a whole number; in a configuration it is a mistake.
            wrong = not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool)
            if wrong or (isinstance(value, (int, float)) and kind is not bool and not 0 < value <= 1_000_000):
                raise ConfigError(f"{path}: [{section}] {key} is {value!r}", f"write {words}")
            if kind is list:
                if not all(isinstance(word, str) for word in value):
                    raise ConfigError(f"{path}: [{section}] {key} is {value!r}", f"write {words}")
                value = tuple(value)  # noqa: PLW2901 - a frozen setting holds a tuple
            if key == "theme" and value not in THEMES:
                raise ConfigError(f"{path}: [{section}] {key} is {value!r}", f"write {words}")
            if key == "shared":
                if not value.startswith("/"):
                    raise ConfigError(f"{path}: [{section}] {key} is {value!r}", f"write {words}")
                value = Path(value)  # noqa: PLW2901 - the setting is a path
            values[name] = value


def _list(words: Iterable[str]) -> str:
    return ", ".join(words)
