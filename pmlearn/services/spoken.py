"""What an action did, in the words of whoever did it: the kinds of the journal stand for several things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.model.highlight import FIELD
from pmlearn.model.queue import State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pmlearn.model.action import Action, Value

KINDS = {
    "tick": "the tick of",
    "reopen": "back to do:",
    "skip": "skipping",
    "note": "the note on",
    "evidence": "evidence for",
    "choose": "the answer to",
    "follow": "following",
    "unfollow": "following no more:",
    "star": "the star of",
    "unstar": "no more star for",
    "snooze": "putting off",
    "unsnooze": "not putting off",
    "save": "saving",
    "view": "saving the view",
    "unview": "removing the view",
    "subscribe": "subscribing to",
    "unsubscribe": "unsubscribing from",
    "not-for": "not for a step:",
    "count": "counting for",
    "unhighlight": "removing the highlight in",
}
"""What is said of kinds after `undone:`, as the thing that was done."""

TAKEN_BACK = {"not-for": "for a step after all:", "count": "counting no more for"}
"""The same where the action took it back."""

STATES = {
    State.INBOX.value: "back into the inbox:",
    State.QUEUED.value: "keeping for later:",
    State.READING.value: "opening",
    State.DONE.value: "done with",
    State.DROPPED.value: "dropping",
}


def spoken(action: Action) -> str:
    """The words before what an action was about."""
    values = {change.field: change.value for change in action.changes}
    if action.kind == "triage":
        return STATES.get(str(values.get("state")), action.kind)
    if action.kind == "highlight":
        noted = any(change.field.startswith(FIELD) and change.was for change in action.changes)
        return "the note on a highlight in" if noted else "the highlight in"
    if action.kind in TAKEN_BACK and not any(values.values()):
        return TAKEN_BACK[action.kind]
    return _set(values) if action.kind == "set" else KINDS.get(action.kind, action.kind)


def _set(values: Mapping[str, Value]) -> str:
    # Of settings, those that have a key are spoken of by it.
    if values.keys() == {"paused"}:
        return "pausing" if values["paused"] else "going on with"
    return "the place of" if values.keys() == {"weight"} else "the settings of"
