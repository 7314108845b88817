"""Every screen as text, at four sizes, and without colour and in ASCII; see `tests/tui/looks.py`.

`PMLEARN_SNAPSHOTS=write` writes them anew: look at the difference. Of a screen without colour each line
stands above its looks: `b` bold, `u` underlined, `B` both, `r` reversed, `R` reversed and more.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import pmlearn.tui.screens
from pmlearn.tui.themes import MONO, Wardrobe
from pmlearn.tui.widgets.glyphs import to_ascii
from tests.tui.looks import LOOKS

if TYPE_CHECKING:
    from tests.tui.driving import Driver

DATA = Path(__file__).parents[1] / "data" / "screens"
WRITE = os.environ.get("PMLEARN_SNAPSHOTS") == "write"
FIRST = (80, 24)
SIZES = (FIRST, (120, 40), (50, 16), (40, 12))
MARKS = {"": " ", "1": "b", "4": "u", "1;4": "B", "7": "r"}
"""The marks of SGR parameters; whatever is not here is `R`."""


@pytest.mark.parametrize("name", LOOKS)
async def test_every_screen_looks_as_it_did(home: Path, name: str) -> None:
    look = LOOKS[name]
    different = []
    async with look.driving(home) as driver:
        await look.show(driver)
        assert type(driver.app.screen).__module__ == f"pmlearn.tui.screens.{look.screen}"
        for size in SIZES:
            await driver.pilot.resize_terminal(*size)
            if look.beside and size[0] >= 100:
                await driver.shows(look.beside)
            await rests(driver, size)
            different += compare(f"{name}-{size[0]}x{size[1]}", driver.text())
            if size == FIRST:
                different += compare(f"{name}-mono", colourless(driver))
    assert not different, "look different; PMLEARN_SNAPSHOTS=write keeps it"


def test_every_screen_is_shown() -> None:
    files = Path(pmlearn.tui.screens.__path__[0]).glob("[!_]*.py")
    assert {look.screen for look in LOOKS.values()} == {file.stem for file in files}


def test_every_snapshot_is_of_something() -> None:
    names = {f"{name}-{kind}" for name in LOOKS for kind in ("mono", *(f"{x}x{y}" for x, y in SIZES))}
    assert {file.stem for file in DATA.iterdir()} == names


async def rests(driver: Driver, size: tuple[int, int]) -> None:
    """Wait until all of a size is laid out, and nothing changes any more."""
    before = [""]

    def still() -> bool:
        before[:] = [*before[-1:], driver.text()]
        return before[0] == before[1] and before[0].count("\n") == size[1] - 1

    await driver.until(still)


def colourless(driver: Driver) -> str:
    """The screen on a terminal that has neither colours nor any glyph."""
    wardrobe = Wardrobe(MONO, None)
    rows = []
    for strip in driver.app.screen._compositor.render_strips():
        text = marks = ""
        for segment in strip:
            shown = to_ascii(segment.text)
            text += shown
            mark = MARKS.get(wardrobe.look(segment.style).attributes, "R")
            marks += "".join(" " if char == " " and mark == "b" else mark for char in shown)
        assert text.isascii()
        rows += [text.rstrip(), marks.rstrip()] if marks.strip() else [text.rstrip()]
    return "\n".join(rows)


def compare(name: str, seen: str) -> list[str]:
    """Hold a screen beside its file; its name where it is different."""
    path = DATA / f"{name}.txt"
    if WRITE:
        path.write_text(seen + "\n", "utf-8")
    return [] if path.exists() and seen + "\n" == path.read_text("utf-8") else [name]
