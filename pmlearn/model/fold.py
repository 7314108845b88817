"""The pure fold: actions in, one document for each thing out, whatever the order in which they come.

A document is a plain mapping, as TinyDB keeps it:

    {"ref": "inspired/teams", "values": {"status": "done"},
     "stamps": {"status": [order, device, action id, at]},
     "notes": {"<action id>": {"text": …, "at": …, "device": …, "order": …}}, "replaced": ["<action id>", …]}

Fields: the change with the later (order, device) wins. Notes: every note that no other names as its base
stands. Folding is commutative and idempotent, so that journals can be read in any order and any tail twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from pmlearn.model.action import Action, Change, Value

Doc = dict[str, Any]
"""One thing's folded state; see the module for its shape."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it stands: more than one where two sessions edited it at once."""

    id: str  # the id of the action that wrote it
    text: str  # Markdown of any number of lines
    at: str  # when it was written, RFC 3339 in UTC
    device: str  # where it was written


def empty(ref: str) -> Doc:
    """The document of a thing that nothing happened to."""
    return {"ref": ref, "values": {}, "stamps": {}}


def apply(doc: Doc, change: Change, action: Action) -> bool:
    """Fold one change into its document, in place; true if the document differs now."""
    if change.field == "note":
        return _apply_note(doc, change, action)
    stamp = doc["stamps"].get(change.field)
    if stamp is not None and tuple(stamp[:3]) > action.stamp:
        return False
    new = [action.order, action.device, action.id, action.at]
    if stamp == new and doc["values"].get(change.field) == change.value:
        return False
    doc["values"][change.field] = change.value
    doc["stamps"][change.field] = new
    return True


def _apply_note(doc: Doc, change: Change, action: Action) -> bool:
    notes: dict[str, Any] = doc.setdefault("notes", {})
    replaced: list[str] = doc.setdefault("replaced", [])
    before = (set(notes), len(replaced))
    replaced.extend(base for base in change.base if base not in replaced)
    replaced.sort()
    for base in change.base:
        notes.pop(base, None)
    if action.id not in replaced:
        notes[action.id] = {
            "text": str(change.value or ""),
            "at": action.at,
            "device": action.device,
            "order": action.order,
        }
    return before != (set(notes), len(replaced))


def fold(actions: list[Action]) -> dict[str, Doc]:
    """Fold actions from nothing: ref to document."""
    docs: dict[str, Doc] = {}
    for action in actions:
        for change in action.changes:
            apply(docs.setdefault(change.ref, empty(change.ref)), change, action)
    return docs


def merge(ref: str, docs: Iterable[Doc | None]) -> Doc | None:
    """The document of a thing that had other refs before: the later change wins, per field; all notes stand.

    Not a copy where there is one alone; None where there is none.
    """
    found = [doc for doc in docs if doc is not None]
    if len(found) < 2:
        return found[0] if found else None
    merged = empty(ref)
    replaced = {base for doc in found for base in doc.get("replaced", ())}
    merged["notes"] = {}
    merged["replaced"] = sorted(replaced)
    for doc in found:
        for field, stamp in doc["stamps"].items():
            held = merged["stamps"].get(field)
            if held is None or tuple(stamp[:3]) > tuple(held[:3]):
                merged["stamps"][field] = stamp
                merged["values"][field] = doc["values"].get(field)
        merged["notes"] |= {id_: note for id_, note in doc.get("notes", {}).items() if id_ not in replaced}
    return merged


def value(doc: Doc | None, field: str) -> Value:
    """What a field holds now; None where nothing set it."""
    return None if doc is None else doc["values"].get(field)


def changed_at(doc: Doc | None, field: str) -> str:
    """When a field was last set, RFC 3339 in UTC; "" where nothing set it."""
    stamp = None if doc is None else doc["stamps"].get(field)
    return str(stamp[3]) if stamp else ""


def set_by(doc: Doc | None, field: str) -> str:
    """The id of the action whose value stands in a field; "" where nothing set it."""
    stamp = None if doc is None else doc["stamps"].get(field)
    return str(stamp[2]) if stamp else ""


def notes(doc: Doc | None) -> list[Note]:
    """The notes that stand, oldest first; emptied ones are left out."""
    held = [] if doc is None else list(doc.get("notes", {}).items())
    held.sort(key=lambda item: (item[1]["order"], item[1]["device"]))
    return [Note(id_, note["text"], note["at"], note["device"]) for id_, note in held if note["text"]]


def replaced(doc: Doc | None, base: Collection[str] | None) -> tuple[tuple[str, ...], str]:
    """Which notes a new one replaces, and their texts as one.

    Args:
        doc: the document.
        base: the ids of the notes that the new text was made of: one that was written elsewhere in the
            meantime stays beside it. None for all that stand.
    """
    shown = {note.id: note.text for note in notes(doc)}
    heads = tuple(id_ for id_ in note_heads(doc) if base is None or id_ in base or id_ not in shown)
    return heads, "\n\n".join(text for id_, text in shown.items() if id_ in heads)


def note_heads(doc: Doc | None) -> tuple[str, ...]:
    """The ids of all notes that stand, emptied ones too: what an edit names as its base."""
    return () if doc is None else tuple(sorted(doc.get("notes", {})))
