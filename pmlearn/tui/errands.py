"""What takes questions and answers: the palette, writing a note, attaching evidence, opening a link."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from pmlearn.tui import editor, places

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pmlearn.model.fold import Note
    from pmlearn.services.finding import Title
    from pmlearn.services.outcome import Outcome
    from pmlearn.tui.app import PmlearnApp
    from pmlearn.wiring import Services


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
    """Let the learner write a note on a step."""
    detail = await app.attempt(lambda s: s.checklists.detail(ref))
    if detail is not None:
        await _edit_note(app, ref, detail.notes, lambda s, text, base: s.steps.note(ref, text, base))


async def write_item_note(app: PmlearnApp, id_: str) -> None:
    """Let the learner write a note on an item of the queue."""
    standing = await app.attempt(lambda s: s.reading.open(id_))
    if standing is not None:
        await _edit_note(
            app, f"item:{id_}", standing.notes, lambda s, text, base: s.reading.note(id_, text, base)
        )


async def _edit_note(
    app: PmlearnApp,
    draft: str,
    notes: Sequence[Note],
    keep: Callable[[Services, str, Sequence[str]], Outcome],
) -> None:
    """Have a note written in an editor or, where that cannot be, in a line."""
    if app.page is None:
        return
    text: str | None = app.drafts.get(draft) or "\n\n".join(note.text for note in notes)
    words = editor.command(os.environ)
    if words and app.can_step_aside:
        with app.suspend():
            text = await editor.edit(words, text or "")
        if text is None:
            app.say(f"{words[0]} ended without a note: nothing was changed", bad=True)
    else:
        text = await app.page.ask("Note", text or "")
    if text is not None:
        note, base = text, [note.id for note in notes]
        # A disk that refuses must not cost what was written: the next try begins with it.
        app.drafts[draft] = note
        if await app.change(lambda s: keep(s, note, base)) is not None:
            app.drafts.pop(draft, None)  # the key was pressed twice, and the other note was kept before


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
        app.drafts.pop(draft, None)  # the key was pressed twice, and the other note was kept before


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
