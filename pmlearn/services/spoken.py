"""What an action did, in the words of whoever did it: the kinds of the journal stand for several things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.model.highlight import FIELD
from pmlearn.model.queue import State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pmlearn.model.action import Action, Value

KINDS = {"not-for": "not for a step:", "count": "count for", "unhighlight": "remove highlight in"}
"""What kinds are called that are one thing, but no words."""

TAKEN_BACK = {"not-for": "for a step after all:", "count": "count no more for"}
"""The same where the action took it back."""

STATES = {
    State.INBOX.value: "back into the inbox:",
    State.QUEUED.value: "queue",
    State.READING.value: "open",
    State.DONE.value: "done with",
    State.DROPPED.value: "drop",
}


def spoken(action: Action) -> str:
    """The words before what an action was about."""
    values = {change.field: change.value for change in action.changes}
    if action.kind == "triage":
        return STATES.get(str(values.get("state")), action.kind)
    if action.kind == "highlight":
        noted = any(change.field.startswith(FIELD) and change.was for change in action.changes)
        return "note on a highlight in" if noted else "highlight in"
    if action.kind in TAKEN_BACK and not any(values.values()):
        return TAKEN_BACK[action.kind]
    return _set(values) if action.kind == "set" else KINDS.get(action.kind, action.kind)


def _set(values: Mapping[str, Value]) -> str:
    # Of settings, those that have a key are spoken of by it.
    if values.keys() == {"paused"}:
        return "pause" if values["paused"] else "go on with"
    return "weight of" if values.keys() == {"weight"} else "set"
