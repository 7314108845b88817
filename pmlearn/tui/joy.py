"""What is said of something that was done: how far its step has come, and what is whole with it.

It is a line, and it is final when it is painted: nothing moves, and no key waits for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.errors import UnknownError
from pmlearn.model.curriculum import curriculum_of
from pmlearn.model.progress import Status, step_status
from pmlearn.model.text import duration, plural
from pmlearn.tui.widgets.glyphs import MARK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pmlearn.wiring import Services


def so_far(services: Services, changed: Sequence[str], *, brief: bool = False) -> str:
    """What is whole now, or how far the step of a part has come; "" where nothing of it is done.

    Args:
        services: to look it up; on their thread.
        changed: the refs that differ now.
        brief: where every byte counts, of what is whole alone, without its name.
    """
    # Items, feeds and curricula have ids without a stroke; choices have a word before a colon.
    refs = [ref for ref in changed if "/" in ref and ":" not in ref]
    try:
        done = [ref for ref in refs if services.steps.status(ref) is Status.DONE]
    except UnknownError:
        return ""  # what was undone is no longer in its curriculum
    if not done:
        return ""
    step, part = services.steps.find(done[-1])
    if step_status(step, services.steps.status_of) is not Status.DONE:
        parts = [services.steps.status_of(each.ref) for each in step.parts]
        return "" if brief else f"{parts.count(Status.DONE)} of {plural(len(parts), 'part')}"
    curriculum = services.steps.curriculum(curriculum_of(step.ref))
    module = next(each for each in curriculum.modules if any(one.ref == step.ref for one in each.steps))
    # Asked at every tick: what is not whole is known at the first step that is open.
    if services.checklists.whole(curriculum, module.steps):
        if services.checklists.whole(curriculum, curriculum.steps()):
            count = services.checklists.of(curriculum.id).tally()
            size = f"{plural(count.steps, 'step')}, {duration(count.minutes)}"
            return f"all is done {MARK}" if brief else f"{curriculum.title} is done: {size} {MARK}"
        if len(module.steps) > 1:
            size = plural(len(module.steps), "step")
            return f"module done {MARK}" if brief else f"{module.title} is done: {size} {MARK}"
    whole = "step done" if brief else f"all of {step.title}"
    return f"{whole} {MARK}" if part else MARK
