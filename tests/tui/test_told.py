"""Whatever sentence speaks of a key names the one that is in force, wherever it stands."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import pmlearn
from pmlearn.tui import keymap
from pmlearn.tui.told import told
from tests.tui.driving import driving
from tests.tui.fakes import services
from tests.tui.test_bindings import OPENED, learner  # noqa: F401 - a fixture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlearn.wiring import Services

WRITTEN = re.compile(
    r"(?i:\b(?:esc|enter|space|tab|pgdn|ctrl\+\w+|press [!-~])(?=[ ,.:;]|$))"
    r"|(?:^|[ (])[b-zB-Z?/\d] [a-z]{2,}s\b"
)
"""What a sentence looks like that has a key of its own in it."""

SEEN = re.compile(WRITTEN.pattern.replace(r"\d", ""))
"""The same on a screen, where most numbers are no keys."""

TYPING = (
    "; enter for 1:", ", enter for 1:", ". Enter adds ", ", esc does not:",
    ". Enter drops, esc keeps:", "type a word or two; esc goes back",
    "Nothing has these words. Fewer letters find more; esc goes back.",
    "2 hours: a step now and then", "5 hours: two years to a product job",
    "8 hours: the same, with the extras",
    "It cannot be looked at now. Enter adds it all the same, esc does not:",
)  # fmt: skip
"""Said while one types: there enter and escape are what they are, and a number is a number."""

NO_SENTENCES = ("keymap.py", "keygroups.py", "key.py", "keyring.py", "remap.py")
"""What is about keys, and not for whoever presses them."""


@pytest.fixture(autouse=True)
def usual() -> Iterator[None]:
    yield
    keymap.use()


def sentences(file: Path) -> Iterator[str]:
    """The texts of a file that have words in them, without what is said to whoever reads the code."""
    tree = ast.parse(file.read_text())
    said_of = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)
    }  # docstrings, and what is said of constants
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said_of:
            yield node.value


def test_no_sentence_has_a_key_of_its_own() -> None:
    root = Path(pmlearn.__file__).parent
    files = [*(root / "tui").rglob("*.py"), *(root / "services").rglob("*.py")]
    written = [
        f"{file.relative_to(root)}: {text!r}"
        for file in files
        if file.name not in NO_SENTENCES
        for text in sentences(file)
        if " " in text and WRITTEN.search(text) and text not in TYPING
    ]
    assert not written, "write it with told(): " + "\n".join(written)

    assert not [key.about for key in keymap.KEYMAP if WRITTEN.search(key.about)]


def others() -> list[keymap.Key]:
    """Every action with one key that none had."""
    letters = iter([sign for at in range(0x410, 0x530) if (sign := chr(at)).isalpha()])
    new: dict[str, str] = {}
    return [
        key if "{key}" in key.action else replace(key, keys=new.setdefault(key.id, "") or next(letters))
        for key in keymap.KEYMAP
        if new.get(key.id) or not new.update({key.id: next(letters)})
    ]


def test_a_sentence_begins_with_a_word_and_ends_with_the_palette_where_there_is_no_key() -> None:
    assert told("{open:up} opens, {tick} ticks", "today") == "Enter opens, space ticks"
    assert told("{feeds:up}, then {add-feed}, adds {what}", what="{x}") == "F, then a, adds {x}"
    keymap.use([replace(key, keys="") if key.id == "follow" else key for key in keymap.KEYMAP])
    assert told("press {follow}", "learn") == "press ctrl+p follow"


async def test_no_page_names_a_key_that_is_no_more(learner: Services, home: Path) -> None:  # noqa: F811
    keymap.use(others())
    newcomer = services(home / "new")
    for known in (learner, newcomer):
        async with driving(known, (120, 40)) as driver:
            for page, arguments in OPENED.items():
                if known is newcomer and page not in ("today", "learn", "queue", "stats", "feeds", "welcome"):
                    continue
                await driver.app.open(page, **arguments(known))
                await driver.until(lambda page=page: page == driver.app.page.NAME)  # type: ignore[union-attr,misc]
                await driver.app.workers.wait_for_complete()
                await driver.pilot.pause()
                named = SEEN.search(driver.text())
                assert named is None, f"{page}: {named and named[0]!r}\n{driver.text()}"
