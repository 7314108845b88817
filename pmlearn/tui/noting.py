"""Writing notes: on steps, on items, on highlights; here, or in the learner's own editor."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING

from pmlearn.model.text import clean_block
from pmlearn.tui import editor
from pmlearn.tui.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pmlearn.model.fold import Note
    from pmlearn.model.highlight import Highlight
    from pmlearn.services.outcome import Outcome
    from pmlearn.tui.app import PmlearnApp
    from pmlearn.tui.subject import Left
    from pmlearn.wiring import Services


async def write_note(app: PmlearnApp, ref: str) -> None:
    """Let the learner write a note on a step. To be awaited in a worker, as the others."""
    detail = await app.attempt(lambda s: s.checklists.detail(ref))
    if detail is not None:
        title = (detail.part or detail.step).title
        await _write(
            app, _noted(ref, title, detail.notes, lambda s, text, base: s.steps.note(ref, text, base))
        )


async def write_item_note(app: PmlearnApp, id_: str) -> None:
    """Let the learner write a note on an item of the queue."""
    found = await app.attempt(lambda s: s.reading.open(id_))
    if found is not None:
        title = found.item.title or found.item.link

        def keep(services: Services, text: str, base: Sequence[str]) -> Outcome:
            return services.reading.note(id_, text, base)

        await _write(app, _noted(f"item:{id_}", title, found.notes, keep))


async def write_highlight_note(app: PmlearnApp, id_: str, held: Highlight) -> None:
    """Let the learner write a note on a highlight."""

    def keep(services: Services, text: str, base: Sequence[str]) -> Outcome:  # noqa: ARG001 - the later wins
        return services.highlights.annotate(id_, held.key, text)

    await _write(app, Subject(f"highlight:{id_}:{held.key}", held.text, held.note, (), keep))


async def keep_highlight(app: PmlearnApp, id_: str, passage: str, percent: int) -> None:
    """Let the learner write a note on a passage, and highlight it with that; with none where it is left."""

    def keep(services: Services, text: str, base: Sequence[str]) -> Outcome:  # noqa: ARG001 - there are none
        return services.highlights.keep(id_, passage, text, percent)

    key = f"passage:{id_}:{passage}"
    await _write(app, Subject(key, passage, "", (), keep))


def _noted(
    ref: str, title: str, notes: Sequence[Note], keep: Callable[[Services, str, Sequence[str]], Outcome]
) -> Subject:
    return Subject(ref, title, "\n\n".join(note.text for note in notes), tuple(n.id for n in notes), keep)


async def _write(app: PmlearnApp, on: Subject) -> None:
    draft = await app.drafting.take(on.key)
    text, base = (draft.text, draft.base) if draft else (on.text, on.base)
    # Where the environment names none, directories are looked through.
    words = await asyncio.to_thread(editor.command, os.environ) if app.can_step_aside else []
    elsewhere = bool(words) and app.services.settings.editor
    said = ""
    while True:
        if not elsewhere:
            left = await _here(app, on, text, base, drafted=draft is not None, own=bool(words), said=said)
            if left is None:
                return
            text, base, elsewhere = left.text, left.base, left.elsewhere
        if not elsewhere:
            break
        app.drafting.put(on.key, text, base)
        changed = await _elsewhere(app, words, on.key, text, base)
        if changed is not None:
            text = changed
            break
        if held := await app.drafting.take(on.key):
            text = held.text  # what it had saved before it failed
        said = f"{Path(words[0]).name} ended without a note: it goes on here"
        elsewhere, draft = False, None
    # A disk that refuses must not cost what was written: the next try begins with it.
    app.drafting.put(on.key, text, base)
    if await app.change(lambda s: on.keep(s, text, base)) is not None:
        await app.drafting.drop(on.key)
    else:
        await app.drafting.save(quiet=True)


async def _here(
    app: PmlearnApp, on: Subject, text: str, base: tuple[str, ...], *, drafted: bool, own: bool, said: str
) -> Left | None:
    from pmlearn.tui.screens.noteeditor import NoteEditor  # noqa: PLC0415 - 30 ms, when it is first used

    if app.page is None or app.screen is not app.page:
        return None  # the key was pressed twice, and this is the second
    page = NoteEditor(on, text, base, drafted=drafted, own=own, said=said)
    return await app.push_screen_wait(page)


async def _elsewhere(
    app: PmlearnApp, words: list[str], key: str, text: str, base: tuple[str, ...]
) -> str | None:
    await app.drafting.save()

    def lost(written: str) -> None:
        app.drafting.put(key, clean_block(written), base)

    with app.suspend():
        return await editor.edit(words, text, lost)
