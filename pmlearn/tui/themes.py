"""The themes: what each ink looks like, as tables.

No page knows of them: the painter asks for the look of an ink where it goes out (`pmlearn.tui.paint`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.color import Color, ColorSystem

from pmlearn.tui.pen import Look, on_blank
from pmlearn.tui.voices import CAMERA, Voice, voice_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.style import Style

BOLD, DIM, ITALIC, UNDERLINE, REVERSE, STRUCK = 1, 2, 3, 4, 7, 9
"""What SGR calls them (ECMA-48, 8.3.117)."""


@dataclass(frozen=True, slots=True)
class Dye:
    """What a theme has for one voice."""

    fg: str = ""  # a colour as `#rrggbb`, or the name of one of the terminal's own; "" for its default
    bg: str = ""  # the same, below the text; "" for the ground of the theme
    more: tuple[int, ...] = ()  # SGR attributes beside those that the ink has


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme."""

    name: str  # as config.toml has it
    dyes: Mapping[Voice, Dye]  # one for every voice
    ground: str = ""  # the colour of every cell's background; "" for the terminal's own
    needs: ColorSystem | None = None  # what the terminal has at least
    attributes: frozenset[int] = frozenset((BOLD, ITALIC, UNDERLINE, STRUCK))  # of the inks, those it keeps


def _painted(name: str, ground: str, **colours: str) -> Theme:
    """A theme with a ground of its own; what is found or picked has its ground as text."""
    dyes = {Voice(voice): Dye(colour) for voice, colour in colours.items()}
    for voice in (Voice.FOUND, Voice.PICKED):
        dyes[voice] = Dye(ground, dyes[voice].fg)
    return Theme(name, dyes, ground, ColorSystem.EIGHT_BIT)


TERMINAL = Theme(
    "terminal",
    {
        Voice.TEXT: Dye(),
        Voice.MUTED: Dye(more=(DIM,)),
        Voice.ACCENT: Dye("cyan"),
        Voice.NUMBER: Dye("cyan", more=(DIM,)),
        Voice.GOOD: Dye("green"),
        Voice.UNDERWAY: Dye("yellow"),
        Voice.BAD: Dye("red"),
        Voice.FOUND: Dye(more=(REVERSE,)),
        Voice.PICKED: Dye("yellow", more=(REVERSE,)),
    },
    needs=ColorSystem.STANDARD,
)

DARK = _painted(
    "dark",
    "#1a1c21",
    text="#d6d9de",
    muted="#9299a3",
    accent="#6bc4d8",
    number="#7aa6b3",
    good="#93c97f",
    underway="#e3bd6a",
    bad="#f28b82",
    found="#d6d9de",
    picked="#e3bd6a",
)

LIGHT = _painted(
    "light",
    "#fbfaf6",
    text="#24262b",
    muted="#646971",
    accent="#08647a",
    number="#4a6b76",
    good="#2c6e2f",
    underway="#7f5700",
    bad="#b3261e",
    found="#24262b",
    picked="#7f5700",
)

CONTRAST = _painted(
    "contrast",
    "#000000",
    text="#ffffff",
    muted="#d0d0d0",
    accent="#7fe9ff",
    number="#a8dce8",
    good="#8cff94",
    underway="#ffdf5f",
    bad="#ffaf9f",
    found="#ffffff",
    picked="#ffdf5f",
)

MONO = Theme(
    "mono",
    {voice: Dye() for voice in Voice}
    | {
        Voice.BAD: Dye(more=(BOLD,)),
        Voice.FOUND: Dye(more=(REVERSE,)),
        Voice.PICKED: Dye(more=(REVERSE, UNDERLINE)),
    },
    attributes=frozenset((BOLD, UNDERLINE, STRUCK)),
)

THEMES = {theme.name: theme for theme in (TERMINAL, DARK, LIGHT, CONTRAST, MONO)}
"""Every theme, in the order in which a key goes round them."""


def themes_for(depth: ColorSystem | None) -> tuple[Theme, ...]:
    """The themes that a terminal can show; without colour that is `mono` alone."""
    if depth is None:
        return (MONO,)
    return tuple(theme for theme in THEMES.values() if theme.needs is None or theme.needs <= depth)


class Wardrobe:
    """What one theme looks like on one terminal: an ink goes in, a look comes out."""

    def __init__(self, theme: Theme, depth: ColorSystem | None) -> None:
        self.theme = theme
        self._depth = depth
        self._worn: dict[Style | None, Look] = {}
        self.ground = on_blank(self.look(None))  # what is blank

    def look(self, ink: Style | None) -> Look:
        """The look of an ink; whatever else a style holds does not come through."""
        found = self._worn.get(ink)
        if found is None:
            found = self._worn[ink] = self._look(ink)
        return found

    def _look(self, ink: Style | None) -> Look:
        if ink in CAMERA:
            # Two colours that every palette keeps apart, and no theme turns round.
            fg, bg = (colour.name if colour else "" for colour in (ink.color, ink.bgcolor))
            return Look("", self._codes(fg, foreground=True), self._codes(bg, foreground=False))
        dye = self.theme.dyes[voice_of(ink)]
        kept = (
            code
            for code, on in (
                (BOLD, ink and ink.bold),
                (ITALIC, ink and ink.italic),
                (UNDERLINE, ink and ink.underline),
                (STRUCK, ink and ink.strike),
            )
            if on and code in self.theme.attributes
        )
        attributes = ";".join(str(code) for code in sorted({*kept, *dye.more}))
        return Look(
            attributes,
            self._codes(dye.fg, foreground=True),
            self._codes(dye.bg or self.theme.ground, foreground=False),
        )

    def _codes(self, colour: str, *, foreground: bool) -> str:
        if not colour or self._depth is None:
            return ""
        shown = Color.parse(colour).downgrade(self._depth)
        return ";".join(shown.get_ansi_codes(foreground=foreground))
