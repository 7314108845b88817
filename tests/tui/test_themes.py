"""The themes: every ink can be read in each, and nothing else reaches the terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from rich.color import Color, ColorSystem
from rich.style import Style
from textual._compositor import LayoutUpdate
from textual.geometry import Region

from pmlearn.config import THEMES as NAMES
from pmlearn.model.query import Query
from pmlearn.tui.paint import Painter
from pmlearn.tui.themes import MONO, TERMINAL, THEMES, Theme, Wardrobe, themes_for
from pmlearn.tui.voices import DARK, LIGHT, ON_PAPER, Voice
from pmlearn.tui.widgets import ink
from tests.tui.driving import driving
from tests.tui.looks import everything

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from textual.strip import Strip

INKS = {name: style for name, style in vars(ink).items() if isinstance(style, Style)} | {"PLAIN": None}
PAINTED = [theme for theme in THEMES.values() if theme.ground]
DEEP = (ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT)
SIZE = (100, 30)


def test_the_configuration_names_the_themes() -> None:
    assert tuple(THEMES) == NAMES


def luminance(codes: str) -> float:
    """The relative luminance of WCAG 2 (w3.org/TR/WCAG22/#dfn-relative-luminance)."""
    _, kind, *numbers = (int(code) for code in codes.split(";"))
    channels = numbers if kind == 2 else Color.from_ansi(numbers[0]).get_truecolor()
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (channel / 255 for channel in channels)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(fg: str, bg: str) -> float:
    """The contrast of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(fg), luminance(bg)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_is_that_of_wcag() -> None:
    assert contrast("38;2;0;0;0", "48;2;255;255;255") == pytest.approx(21)
    assert contrast("38;2;118;118;118", "48;2;255;255;255") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("depth", DEEP)
@pytest.mark.parametrize("theme", PAINTED, ids=lambda theme: theme.name)
@pytest.mark.parametrize("name", INKS)
def test_every_ink_can_be_read(name: str, theme: Theme, depth: ColorSystem) -> None:
    look = Wardrobe(theme, depth).look(INKS[name])
    assert contrast(look.fg, look.bg) >= (7 if theme.name == "contrast" else 4.5), look


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_every_voice_has_a_dye_and_some_ink_speaks_with_it(theme: Theme) -> None:
    assert set(theme.dyes) == set(Voice)
    looks = [Wardrobe(TERMINAL, ColorSystem.STANDARD).look(style) for style in INKS.values()]
    assert {look.fg for look in looks} == {"", "36", "32", "33", "31"}


def test_the_default_is_the_terminals_own_colours_on_its_own_ground() -> None:
    wardrobe = Wardrobe(TERMINAL, ColorSystem.TRUECOLOR)
    looks = {name: wardrobe.look(style) for name, style in INKS.items()}
    assert looks["PLAIN"] == ("", "", "")
    assert looks["HEADING"] == ("1", "36", "")
    assert looks["MUTED"] == ("2", "", "")
    assert looks["PICKED"] == ("7", "33", "")
    assert {look.bg for look in looks.values()} == {""}


def test_mono_has_no_colour_and_no_dim() -> None:
    wardrobe = Wardrobe(MONO, ColorSystem.TRUECOLOR)
    for style in INKS.values():
        attributes, fg, bg = wardrobe.look(style)
        assert (fg, bg) == ("", "")
        assert set(attributes.split(";")) <= {"", "1", "4", "7", "9"}
    assert wardrobe.look(ink.HEADING).attributes == wardrobe.look(ink.BAD).attributes == "1"
    assert wardrobe.look(ink.FOUND) != wardrobe.look(ink.PICKED) != wardrobe.look(ink.FOUND_HERE)


@pytest.mark.parametrize("depth", DEEP)
@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_what_is_no_ink_gets_the_look_of_one(theme: Theme, depth: ColorSystem) -> None:
    wardrobe = Wardrobe(theme, depth)
    known = {wardrobe.look(style)[1:] for style in INKS.values()}
    strange = (
        Style(color="magenta"), Style(color="#123456"), Style(bgcolor="#123456"), Style(color="color(213)"),
        Style(color="white", bgcolor="blue"), Style(color="bright_black"), Style(dim=True, bgcolor="red"),
        Style(blink=True), Style(color="default", bgcolor="default"), Style(dim=True, color="red"),
    )  # fmt: skip
    assert {wardrobe.look(style)[1:] for style in strange} <= known
    assert wardrobe.look(Style(color="default", bgcolor="default")) == wardrobe.look(None)
    assert wardrobe.look(Style(color="bright_black")) == wardrobe.look(ink.MUTED)
    assert wardrobe.look(Style(color="white", bgcolor="blue")) == wardrobe.look(ink.FOUND)


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_what_a_camera_reads_is_dark_on_light_in_every_theme(theme: Theme) -> None:
    wardrobe = Wardrobe(theme, ColorSystem.STANDARD)
    looks = [wardrobe.look(style)[1:] for style in (ON_PAPER, DARK, LIGHT)]
    assert looks == [("30", "47"), ("", "40"), ("", "47")]


def test_a_terminal_is_offered_what_it_can_show() -> None:
    def names(depth: ColorSystem | None) -> list[str]:
        return [theme.name for theme in themes_for(depth)]

    assert names(None) == ["mono"]
    assert names(ColorSystem.STANDARD) == ["terminal", "mono"]
    assert names(ColorSystem.EIGHT_BIT) == names(ColorSystem.TRUECOLOR) == list(NAMES)


SGR = re.compile(r"\x1b\[([\d;]*)m")
OTHERS = re.compile(r"\x1b\[(?:\d+;\d+H|K|2J|[\d;]*m)")


def sent_in(theme: Theme, strips: Iterable[Strip]) -> str:
    """What a terminal is sent for a page in a theme."""
    update = LayoutUpdate([[strip] for strip in strips], Region(0, 0, *SIZE))
    return Painter(Wardrobe(theme, ColorSystem.EIGHT_BIT)).paint(update, SIZE)


def colours_in(sent: str) -> set[str]:
    """The parameters of what is sent, attributes left out: those of a colour are kept together."""
    found = {code for codes in SGR.findall(sent) for code in re.findall(r"[34]8;5;\d+|\d+", codes)}
    return {code for code in found if not re.fullmatch("[0-9]", code)}


async def test_no_page_has_a_colour_that_is_not_the_themes(home: Path) -> None:
    known = everything(home / "pmlearn")
    item = next(item.id for item in known.queue.page(Query()).items if "trio" in item.title)
    pages: tuple[tuple[str, dict[str, str]], ...] = (
        ("today", {}), ("learn", {}), ("checklist", {"curriculum": "inspired"}),
        ("step", {"ref": "inspired/teams"}), ("queue", {}),
        ("fresh", {"ref": "inspired/teams"}), ("reader", {"item": item}), ("feeds", {}),
        ("keys", {"where": "queue"}), ("search", {}),
    )  # fmt: skip
    async with driving(known, SIZE) as driver:
        seen: dict[str, list[Strip]] = {}

        async def look(name: str) -> None:
            await driver.pilot.pause()
            seen[name] = driver.app.screen._compositor.render_strips()

        for name, arguments in pages:
            await driver.app.open(name, **arguments)
            await look(name)
        await driver.press("escape", "ctrl+p", "a", "b", "shift+left")
        await look("palette")
        await driver.press("escape", "3", "a", "x", "y", "shift+left")
        await look("a question")
    for theme in THEMES.values():
        wardrobe = Wardrobe(theme, ColorSystem.EIGHT_BIT)
        own = {part for style in INKS.values() for part in wardrobe.look(style)[1:] if part}
        for name, strips in seen.items():
            sent = sent_in(theme, strips)
            assert colours_in(sent) - {"39", "49"} <= own, (theme.name, name)
            assert "\x1b" not in OTHERS.sub("", sent)
            if theme.ground:
                # Every cell was written, and none in the terminal's own background.
                assert not {"39", "49"} & colours_in(sent)
                assert "\x1b[K" not in sent
    assert {"31", "36"} <= colours_in(sent_in(TERMINAL, seen["learn"]))  # else nothing was looked at
