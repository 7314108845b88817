"""A walk at random, through every page and everything that covers one: no crash, no harm, no action lost.

Everything on the way is hostile text (`tests/tui/evil.py`). The keys are those of the registry, pressed where
they mean something and where they do not, in windows of any size.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from pmlearn.tui import child, editor, keymap, places
from pmlearn.tui.app import PmlearnApp
from tests.soak.test_storm import actions
from tests.tui.driving import WATCHDOG, driving_app
from tests.tui.evil import COVERS, HARM, OPENED, Ear, evil_services

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.driving import Driver

NEVER = {"ctrl+q", "ctrl+c", "ctrl+z"}
"""Keys that end the walk, or send it to the shell."""

KEYS = sorted({each for key in keymap.KEYMAP for each in key.each} - NEVER)
LETTERS = (*'abz 0#"(', "é", "\u202e", "enter", "backspace", "ctrl+a", "delete")
SIZES = ((80, 24), (120, 40), (50, 16), (40, 12))


class Walk:
    """Someone who presses whatever is there."""

    def __init__(self, driver: Driver, home: Path, dice: random.Random) -> None:
        self.driver = driver
        self.home = home
        self.dice = dice
        # Looked up now: what is done with an item on the way takes it out of what is open.
        self.opened = {name: make(driver.app.services) for name, make in OPENED.items()}
        self.been: Counter[str] = Counter()  # what was on the screen when a key was pressed
        self.pressed: list[str] = []

    async def press(self, key: str) -> None:
        self.been[type(self.driver.app.screen).__name__] += 1
        self.pressed.append(f"{type(self.driver.app.screen).__name__}:{key}")
        await self.driver.press(key)

    async def step(self) -> None:
        """A key, or a word, or another page."""
        dice = self.dice
        wish = dice.random()
        if wish < 0.04:
            name = dice.choice(sorted(OPENED))
            self.pressed.append(f"open {name}")
            if any(place.name == name for place in places.PLACES):  # nobody has one upon another page
                await self.driver.app.action_go(name)
            else:
                await self.driver.app.open(name, **self.opened[name])
        elif wish < 0.06:
            while len(self.driver.app.screen_stack) > 4:
                await self.press("escape")
        elif wish < 0.25:
            await self.press(dice.choice(LETTERS))
        elif wish < 0.5:
            await self.press(dice.choice(("down", "up", "space", "enter", "tab", "ctrl+s", "q", "G")))
        else:
            where = keymap.keys_in(getattr(self.driver.app.page, "NAME", "app"))
            keys = [each for key in where for each in key.each if each not in NEVER]
            await self.press(dice.choice(keys if keys and dice.random() < 0.6 else KEYS))

    async def resize(self) -> None:
        dice = self.dice
        if dice.random() < 0.2:
            await self.driver.pilot.resize_terminal(dice.randint(1, 39), dice.randint(1, 40))
        size = dice.choice(SIZES) if dice.random() < 0.6 else (dice.randint(1, 200), dice.randint(1, 60))
        self.pressed.append(f"resize {size}")
        await self.driver.pilot.resize_terminal(*size)


@pytest.mark.parametrize(("resizes", "keys"), [(10, 200), pytest.param(1000, 10_000, marks=pytest.mark.soak)])
async def test_a_walk_at_random_ends_where_it_is_left(
    home: Path, monkeypatch: pytest.MonkeyPatch, resizes: int, keys: int
) -> None:
    monkeypatch.setenv("PATH", str(home / "nowhere"))  # no browser, no player, no clipboard, no editor
    monkeypatch.setattr(editor, "command", lambda _: [])
    monkeypatch.setattr(child, "sys", SimpleNamespace(executable="/bin/false"))  # nothing is fetched
    ear = Ear(monkeypatch)
    kept: list[str] = []
    acted = PmlearnApp._acted

    async def noticed(app: Any, then: Any, outcome: Any, **given: Any) -> None:
        if outcome.action:
            kept.append(outcome.action)
        await acted(app, then, outcome, **given)

    monkeypatch.setattr(PmlearnApp, "_acted", noticed)
    app = PmlearnApp(evil_services(home))
    async with driving_app(app) as driver:
        monkeypatch.setattr(app, "exit", lambda *_, **__: None)
        walk = Walk(driver, home, random.Random(keys))
        try:
            await walk.press("space")  # whatever the dice say, something is kept
            for n in range(keys):
                async with asyncio.timeout(WATCHDOG):
                    if n % (keys // resizes) == 0:
                        await walk.resize()
                    await walk.step()
                assert app.crash is None
                assert app.is_running
        except BaseException:
            print("\n".join(walk.pressed[-40:]))
            raise
        monkeypatch.delattr(app, "exit")
    assert not HARM.search(ear.text)
    written = {str(action["id"]) for action in actions(home)}
    assert kept
    assert written >= set(kept)
    if keys > 1000:
        assert walk.been.keys() >= {*places.PAGES.values(), *COVERS} - {"PreviewPage"}
