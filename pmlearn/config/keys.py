"""[keys] of a configuration file: which keys the learner wants for which actions.

What actions and keys there are is for the screens to know: here only the shape is looked at.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pmlearn.errors import ConfigError
from pmlearn.model.keysetting import KeySetting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORDS = 'write a key such as "t", a list such as ["t", "ctrl+t"], or "" for none'


def read_keys(path: Path, content: Any, text: str) -> list[KeySetting]:
    """Read [keys], as the reader of TOML has it; the text of the file tells the lines.

    Raises:
        ConfigError: it is no section, or something in it is neither text nor a list of texts.
    """
    if not isinstance(content, dict):
        raise ConfigError(f"{path}: keys is {content!r}", 'write a section: [keys], then tick = "t"')
    return list(_read(path, "", content, _lines(text)))


Where = tuple[str, str]
"""A page, "" for all, and an action."""

HEADER = re.compile(r"\s*\[\[?\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
SETTING = re.compile(r"\s*([\w\"'.-][\w\"'. -]*?)\s*=")


def _lines(text: str) -> dict[Where, int]:
    """The lines that keys are set in, which the reader of TOML does not tell; of a table, perhaps its own."""
    section: list[str] = []
    lines: dict[Where, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := HEADER.match(line):
            section = _names(header[1])
        elif setting := SETTING.match(line):
            names = [*section, *_names(setting[1])]
            if names[0] == "keys" and len(names) < 4:
                lines[names[1] if len(names) == 3 else "", names[-1] if len(names) > 1 else ""] = number
    return lines


def _names(dotted: str) -> list[str]:
    return [name.strip(" \"'") for name in dotted.split(".")]


def _read(path: Path, page: str, content: dict[str, Any], lines: dict[Where, int]) -> Iterator[KeySetting]:
    for name, value in content.items():
        if isinstance(value, dict) and not page:
            yield from _read(path, name, value, lines)
            continue
        line = next((lines[at] for at in ((page, name), ("", page), ("", "")) if at in lines), 0)
        wanted = [value] if isinstance(value, str) else value
        if not isinstance(wanted, list) or not all(isinstance(key, str) for key in wanted):
            setting = KeySetting(path, page, name, (), line)
            raise ConfigError(f"{setting.place}: {setting.section} {name} is {value!r}", WORDS)
        yield KeySetting(path, page, name, tuple(key for key in wanted if key), line)
