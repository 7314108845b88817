"""Choosing a theme: the one to begin with, and going round them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from pmlearn.tui.themes import themes_for

if TYPE_CHECKING:
    from pmlearn.tui.app import PmlearnApp
    from pmlearn.tui.themes import Theme


def first_theme(app: PmlearnApp) -> Theme:
    """The learner's theme, or where the terminal has too few colours for it, the best that it can show."""
    wanted = app.thread.run(lambda services: services.theme.name(), app.services)
    shown = themes_for(app.depth)
    return next((theme for theme in shown if theme.name == wanted), shown[0])


async def next_theme(app: PmlearnApp) -> None:
    """Show the next theme, say which, and keep it unless the configuration says what there is at start."""
    shown = themes_for(app.depth)
    if len(shown) == 1:
        why = "NO_COLOR is set" if os.environ.get("NO_COLOR") else "this terminal has no colours"
        app.say(f"{why}: the theme stays {shown[0].name}")
        return
    theme = shown[(shown.index(app.wears) + 1) % len(shown)]
    app.wear(theme)
    choice = app.services.theme
    if choice.fixed:
        app.say(f"theme: {theme.name}, until you leave: {choice.fixed_by} says {choice.fixed}")
        return
    await app.attempt(lambda services: services.theme.keep(theme.name))
    few = "" if any(theme.ground for theme in shown) else "the others need 256 colours, or COLORTERM"
    app.say(f"theme: {theme.name}", then=few)
