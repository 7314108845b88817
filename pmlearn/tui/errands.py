"""What takes questions and answers: the palette, writing a note, attaching evidence, opening a link."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from pmlearn.tui import editor, places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pmlearn.services.finding import Title
    from pmlearn.tui.app import PmlearnApp


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


async def write_note(app: PmlearnApp, ref: str) -> None:
    """Let the learner write a note on a step: in an editor or, where that cannot be, in a line."""
    detail = await app.attempt(lambda s: s.checklists.detail(ref))
    if detail is None or app.page is None:
        return
    text: str | None = app.drafts.get(ref) or "\n\n".join(note.text for note in detail.notes)
    words = editor.command(os.environ)
    if words and app.can_step_aside:
        with app.suspend():
            text = await editor.edit(words, text or "")
        if text is None:
            app.say(f"{words[0]} ended without a note: nothing was changed", bad=True)
    else:
        text = await app.page.ask("Note", text or "")
    if text is not None:
        note, base = text, [note.id for note in detail.notes]
        # A disk that refuses must not cost what was written: the next try begins with it.
        app.drafts[ref] = note
        if await app.change(lambda s: s.steps.note(ref, note, base)) is not None:
            del app.drafts[ref]


async def attach(app: PmlearnApp, ref: str) -> None:
    """Ask for a file or an address that shows that a step was done, and attach it."""
    if app.page is None:
        return
    draft = f"evidence:{ref}"
    what = await app.page.ask("File or address", app.drafts.get(draft, ""))
    if what is None or not what.strip():
        return
    # What was mistyped is there to be mended at the next try.
    app.drafts[draft] = what
    if await app.change(lambda s: s.evidence.attach(ref, what)) is not None:
        del app.drafts[draft]


async def open_link(app: PmlearnApp, links: Sequence[str]) -> None:
    """Open a link; where there are several, ask for the number of one."""
    if not links or app.page is None:
        app.say("there is no link here")
        return
    number = "1"
    if len(links) > 1:
        answer = await app.page.ask(f"Link 1 to {len(links)}, enter for 1:")
        if answer is None:
            return
        number = answer.strip() or "1"
    if not (number.isdecimal() and len(number) < 5 and 0 < int(number) <= len(links)):
        app.say(f"there is no link {number}", bad=True)
        return
    link = links[int(number) - 1]
    if said := await app.attempt(lambda s: s.links.open(link)):
        app.say(said)
