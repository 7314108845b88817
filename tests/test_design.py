"""The style page has every glyph and every ink, as they are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from rich.color import ColorSystem

from pmlearn.tui.themes import MONO, TERMINAL, THEMES, Wardrobe
from pmlearn.tui.widgets import glyphs
from tests.tui.test_themes import INKS

if TYPE_CHECKING:
    from pmlearn.tui.pen import Look

PAGE = (Path(__file__).parents[1] / "docs" / "design.md").read_text("utf-8")
WORDS = {
    "1": "bold", "2": "dim", "3": "italic", "4": "underline", "7": "reverse", "9": "struck",
    "31": "red", "32": "green", "33": "yellow", "36": "cyan",
}  # fmt: skip


def table(first: str) -> list[list[str]]:
    """The cells of the table whose first column is called so."""
    _, _, after = PAGE.partition(f"| {first} |")
    lines = after.partition("\n\n")[0].splitlines()[2:]
    return [[cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in lines]


def test_every_glyph_is_there_with_its_twin() -> None:
    values = [value for name, value in vars(glyphs).items() if name.isupper() and isinstance(value, str)]
    ours = {char for text in (*values, *glyphs.KINDS.values()) for char in text if not char.isascii()}
    rows = table("glyph")
    assert {row[0].strip("`"): row[1].strip("`") for row in rows} == {c: glyphs.TWINS[c] for c in ours}
    assert all(row[2] for row in rows)


def test_every_state_is_there() -> None:
    for box in (*glyphs.BOXES.values(), glyphs.TAKEN, glyphs.UNTAKEN):
        assert f"`{box}`" in PAGE


def test_every_ink_is_there_with_its_looks() -> None:
    def said(look: Look) -> str:
        return " ".join(WORDS[code] for part in look for code in part.split(";") if code)

    own, mono = Wardrobe(TERMINAL, ColorSystem.STANDARD), Wardrobe(MONO, None)
    looks = {name: [said(own.look(style)), said(mono.look(style))] for name, style in INKS.items()}
    assert {row[0].strip("`"): row[2:] for row in table("ink")} == looks


def test_every_theme_is_there() -> None:
    assert {name for row in table("theme") for name in re.findall(r"`(\w+)`", row[0])} == set(THEMES)
