"""What takes questions and answers: the palette, and attaching evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.tui import places

if TYPE_CHECKING:
    from pmlearn.services.finding import Title
    from pmlearn.tui.app import PmlearnApp

PASSING = frozenset({"feeds", "found", "keys"})
"""Pages that are opened upon any place, and belong to none of the way there."""


async def run_chosen(app: PmlearnApp, chosen: str | Title | None) -> None:
    """Do what was chosen in the palette, or show what was found there."""
    if chosen is None:
        return
    if isinstance(chosen, str):
        for target in (app.screen.focused, app.page, app):
            if target is not None and hasattr(target, f"action_{chosen.partition('(')[0]}"):
                await app.run_action(chosen, target)
                return
        return
    name, arguments = places.page_of(chosen)
    page = app.page
    # Opened upon itself, a page would have to be left twice.
    if page is None or name != page.NAME or not arguments.items() <= page.address().items():
        await app.open(name, **arguments)


async def attach(app: PmlearnApp, ref: str) -> None:
    """Ask for a file or an address that shows that a step was done, and attach it."""
    key = f"evidence:{ref}"
    draft = await app.drafting.take(key)
    if app.page is None:
        return
    what = await app.page.ask("File or address", draft.text.partition("\n")[0] if draft else "")
    if what is None or not what.strip():
        return
    # What was mistyped is there to be mended at the next try.
    app.drafting.put(key, what, ())
    if await app.change(lambda s: s.evidence.attach(ref, what)) is not None:
        await app.drafting.drop(key)
    else:
        await app.drafting.save(quiet=True)


async def close_passing(app: PmlearnApp) -> None:
    """Close what was opened upon a place for a moment, and what upon that: who comes back means the place."""
    names = [getattr(screen, "NAME", "") for screen in app.screen_stack]
    keep = next((at for at, name in enumerate(names) if at and name in PASSING), len(names))
    with app.batch_update():
        while len(app.screen_stack) > keep:
            await app.pop_screen()
