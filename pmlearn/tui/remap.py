"""The learner's own keys: what [keys] of config.toml says is laid over the registry, or refused."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from pmlearn.errors import ConfigError
from pmlearn.tui import keymap
from pmlearn.tui.key import NAMES, Key, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pmlearn.model.keysetting import KeySetting

INNER = ("list", "prose", "marking", "jump")
"""What is no page, but has keys of its own."""

FIXED = {"interrupt": "ctrl+c ends pmlearn wherever it is, whatever else is set"}
"""Actions whose keys are what they are, and why."""

OTHERS = {
    "esc": "escape", "return": "enter", "pgup": "pageup", "pgdn": "pagedown", "del": "delete",
    "ins": "insert", "blank": "space", "bksp": "backspace",
}  # fmt: skip
"""What people also call a key."""

SAME = {"ctrl+i": "tab", "ctrl+h": "backspace", "ctrl+m": "enter", "ctrl+[": "escape"}
"""Keys that a terminal cannot tell from another one."""

Clash = tuple[Key, Key, str, str]
"""Two actions, the key that both have, and the page on which they have it."""


def remapped(settings: Sequence[KeySetting], registry: Sequence[Key] = keymap.KEYMAP) -> tuple[Key, ...]:
    """The registry with other keys.

    What is said for one page counts there before what is said for all; a later file before an earlier one.

    Raises:
        ConfigError: there is no such action, page or key, two actions would have one key, or there would be
            no way out any more.
    """
    keys = list(registry)
    said: dict[tuple[str, str], KeySetting] = {}  # by page, "" for all, and action
    for setting in sorted(settings, key=lambda each: bool(each.page)):
        keys = list(_laid(setting, keys))
        said[setting.page, setting.action] = setting
    _leave_a_way_out(keys, said)
    usual = {_pair(one, other) for one, other, _, _ in _clashes(registry)}
    for one, other, key, page in _clashes(keys):
        if _pair(one, other) not in usual:
            raise _refused(one, other, key, page, said)
    return tuple(keys)


def _laid(setting: KeySetting, keys: Sequence[Key]) -> Iterator[Key]:
    where, page, action = f"{setting.place}: {setting.section}", setting.page, setting.action
    pages = {name for key in keys for name in key.where} - {"app"}
    if page and page not in pages:
        raise ConfigError(f"{where}: there is no page {page}", _near(page, sorted(pages), "pmlearn keys"))
    meant = [key for key in keys if key.id == action]
    if not meant:
        raise ConfigError(
            f"{where} {action}: there is no such action", _near(action, _ids(keys), "pmlearn keys")
        )
    if page and not any(page in key.where for key in meant):
        has = "every page" if any("app" in key.where for key in meant) else f"{meant[0].where[0]}"
        raise ConfigError(f"{where} {action}: this is a key of {has}", f"set it under {_home(meant[0])}")
    if action in FIXED:
        raise ConfigError(f"{where} {action}: {FIXED[action]}", "take the line out")
    names = tuple(dict.fromkeys(textual_key(each, f"{where} {action}") for each in setting.keys))
    for key in keys:
        mine = key.where if not page else tuple(name for name in key.where if name == page)
        if key not in meant or not mine:
            yield key
            continue
        if key.priority and (printed := next((name for name in names if _prints(name)), "")):
            raise ConfigError(
                f"{where} {action}: {action} works while one types: {shown(printed)} could not be typed",
                "give it a key with ctrl, or a function key such as f2",
            )
        if rest := tuple(name for name in key.where if name not in mine):
            yield replace(key, where=rest)
        yield replace(key, keys=",".join(names), where=mine)


def _home(key: Key) -> str:
    return "[keys]" if "app" in key.where else f"[keys] or [keys.{key.where[0]}]"


def textual_key(text: str, where: str) -> str:
    """A key as Textual names it."""
    from textual.keys import Keys, _character_to_key  # noqa: PLC0415 - only those pay who set keys

    by_sign = {sign: name for name, sign in NAMES.items()}
    name = text.strip() or text
    if len(name) == 1:
        return by_sign.get(name) or ("space" if name == " " else _character_to_key(name))
    *modifiers, base = name.lower().split("+") if not name.endswith("+") else (name[:-2].lower(), "plus")
    base = OTHERS.get(base, by_sign.get(base, base))
    found = "+".join([*sorted(modifiers), base])
    if found in SAME:
        raise ConfigError(
            f"{where}: a terminal sends the same for {found} and {SAME[found]}", f'write "{SAME[found]}"'
        )
    known = {each.value for each in Keys if not each.value.startswith("<")} - {"ctrl-at", "return"}
    if found in known or found in NAMES:
        return found
    if modifiers == ["shift"] and len(base) == 1:
        raise ConfigError(f"{where}: shift+{base} is the letter {base.upper()}", f'write "{base.upper()}"')
    raise ConfigError(
        f"{where}: there is no key {text!r}",
        'write it as "t", "T", "?", "ctrl+t", "f5", "space", "pgdn" or "esc"',
    )


def _prints(name: str) -> bool:
    return len(name) == 1 or name == "space" or len(shown(name)) == 1


def _clashes(keys: Iterable[Key]) -> Iterator[Clash]:
    """Two actions that would be done by one key, wherever they meet."""
    every = [key for key in keys if key.keys]
    pages = sorted({name for key in every for name in key.where} - {"app", *INNER})
    meetings: list[tuple[str, tuple[str, ...]]] = [
        (page, (page, "prose" if page in keymap.TEXTS else "list", "app")) for page in pages
    ]
    meetings += [("reader", ("marking", "prose")), ("reader", ("jump", "list"))]
    for page, of in meetings:
        owners: dict[str, list[Key]] = {}
        for key in every:
            if set(of) & set(key.where):
                for each in key.each:
                    owners.setdefault(each, []).append(key)
        for each, those in owners.items():
            for one, other in combinations(those, 2):
                yield one, other, each, page


def _pair(one: Key, other: Key) -> frozenset[str]:
    return frozenset((one.action, other.action))


def _refused(
    one: Key, other: Key, key: str, page: str, said: dict[tuple[str, str], KeySetting]
) -> ConfigError:
    by = ((at, each.id) for each in (one, other) for at in (*each.where, ""))
    mine = next(said[each] for each in by if each in said)
    there = "app" if "app" in set(one.where) & set(other.where) else page
    where = "everywhere" if there == "app" else f"on the page {page}"
    this, that = (one, other) if one.id == mine.action else (other, one)
    return ConfigError(
        f"{mine.place}: {mine.section} {this.id}: {shown(key)} is the key of {that.id} {where}, too",
        f'give one another key, or none with {that.id} = ""; pmlearn keys {there} shows what is taken',
    )


def _leave_a_way_out(keys: Sequence[Key], said: dict[tuple[str, str], KeySetting]) -> None:
    left = {key.id for key in keys if key.keys and "app" in key.where}
    for action, other in (("palette", ""), ("leave", "back")):
        if action not in left and other not in left:
            setting = said["", action]
            both = f" and {other}" if other else ""
            raise ConfigError(
                f"{setting.place}: {setting.section} {action}: without a key for {action}{both} "
                f"{'nobody finds what has none' if action == 'palette' else 'there is no way out'}",
                f'give it one, as {action} = "f10"',
            )


def _ids(keys: Iterable[Key]) -> list[str]:
    return sorted({key.id for key in keys} - FIXED.keys())


def _near(text: str, among: Sequence[str], command: str) -> str:
    from pmlearn.services.curriculum import did_you_mean  # noqa: PLC0415 - only a mistake costs it

    return did_you_mean(text, among, command)
