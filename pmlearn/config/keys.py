"""[keys] of a configuration file: which keys the learner wants for which actions.

What actions and keys there are is for the screens to know: here only the shape is looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmlearn.errors import ConfigError
from pmlearn.model.keysetting import KeySetting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORDS = 'write a key such as "t", a list such as ["t", "ctrl+t"], or "" for none'


def read_keys(path: Path, content: Any) -> list[KeySetting]:
    """Read [keys].

    Raises:
        ConfigError: it is no section, or something in it is neither text nor a list of texts.
    """
    if not isinstance(content, dict):
        raise ConfigError(f"{path}: keys is {content!r}", 'write a section: [keys], then tick = "t"')
    return list(_read(path, "", content))


def _read(path: Path, page: str, content: dict[str, Any]) -> Iterator[KeySetting]:
    for name, value in content.items():
        if isinstance(value, dict) and not page:
            yield from _read(path, name, value)
            continue
        wanted = [value] if isinstance(value, str) else value
        if not isinstance(wanted, list) or not all(isinstance(key, str) for key in wanted):
            section = f"[keys.{page}]" if page else "[keys]"
            raise ConfigError(f"{path}: {section} {name} is {value!r}", WORDS)
        yield KeySetting(path, page, name, tuple(key for key in wanted if key))
