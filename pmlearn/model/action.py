"""The journal's words: an action is what a learner did, a change is one field that it set.

One action is one line of `journal/<device>.jsonl`. Which of two actions is the later does not depend on
clocks: `order` grows past every order that the writer had seen, and the device's name settles a tie.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

VERSION = 1
"""The format of a line. A line of a newer format is kept, not applied, and the store is then read-only."""

Value = Any
"""What JSON can hold: text, a number, a truth value, null, or lists and objects of these."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one thing, before and after."""

    ref: str  # curriculum/step, curriculum/step/part, curriculum:ID, feed:ID, item:ID, view:SLUG, learner:me
    field: str  # status, note, followed, url, title, topics, subscribed, state, starred, entry, …
    value: Value  # what it is from now on; null takes it away
    was: Value = None  # what the writer saw before, for undo
    base: tuple[str, ...] = ()  # notes alone: the ids of the notes that this one replaces


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that a learner did, bulk ones too."""

    id: str  # 16 hex digits, random
    order: int  # milliseconds since 1970 or more: max(now, highest order seen + 1)
    at: str  # when, RFC 3339 in UTC with milliseconds; shown, never compared
    device: str  # host name and 8 hex digits
    kind: str  # tick, skip, reopen, note, follow, subscribe, triage, undo, redo, …: words for the history
    changes: tuple[Change, ...]
    undoes: str = ""  # the id of the action that this one takes back

    @property
    def stamp(self) -> tuple[int, str, str]:
        """What decides which of two actions is the later: order, then device, then id."""
        return (self.order, self.device, self.id)

    def to_json(self) -> dict[str, Value]:
        """The action as the object that stands in the journal."""
        line: dict[str, Value] = {
            "v": VERSION,
            "id": self.id,
            "order": self.order,
            "at": self.at,
            "device": self.device,
            "kind": self.kind,
            "changes": [
                {"ref": c.ref, "field": c.field, "value": c.value, "was": c.was}
                | ({"base": list(c.base)} if c.field == "note" else {})
                for c in self.changes
            ],
        }
        if self.undoes:
            line["undoes"] = self.undoes
        return line

    @classmethod
    def from_json(cls, line: dict[str, Value]) -> Action:
        """Read an object of the journal.

        Raises:
            ValueError: it is not an action of format 1 (keys missing, or of the wrong type).
        """
        try:
            changes = tuple(
                Change(
                    _text(c["ref"]),
                    _text(c["field"]),
                    c["value"],
                    c.get("was"),
                    tuple(_text(b) for b in c["base"]) if "base" in c else (),
                )
                for c in line["changes"]
            )
            order = line["order"]
            if line["v"] != VERSION or type(order) is not int or order < 0:
                raise ValueError(f"not an action of format {VERSION}")
            return cls(
                _text(line["id"]),
                order,
                _text(line["at"]),
                _text(line["device"]),
                _text(line["kind"]),
                changes,
                _text(line.get("undoes", "")),
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"not an action: {error!r}") from error


def _text(value: Value) -> str:
    if type(value) is not str:
        raise TypeError(f"{value!r} is not text")
    return value
