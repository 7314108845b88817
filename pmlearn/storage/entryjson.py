"""An entry as its feed's file has it, and as an action keeps it."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from pmlearn.errors import StoreError
from pmlearn.model.feed import PARTS, Entry

_FIELDS = tuple(f.name for f in fields(Entry))
_TEXTS = tuple(f.name for f in fields(Entry) if f.type == "str")
_SELDOM = ("chapters", "marks", "transcripts")


def entry_to_json(entry: Entry) -> dict[str, Any]:
    """An entry as its file has it, without its body."""
    doc = asdict(entry)
    del doc["body"]
    for name in _SELDOM:
        # Left out where there is nothing: most feeds have none of it, and files of before stay as they are.
        if not doc[name]:
            del doc[name]
    lists = ("topics", *PARTS)
    return {name: list(value) if name in lists else value for name, value in doc.items()}


def entry_from_json(doc: dict[str, Any]) -> Entry:
    """Read an entry of a file or of an action; what is missing is empty.

    Raises:
        StoreError: it is no entry.
    """
    try:
        known = {name: doc[name] for name in _FIELDS if name in doc}
        known["topics"] = tuple(doc.get("topics", ()))
        known |= {name: tuple(kind(**part) for part in doc.get(name, ())) for name, kind in PARTS.items()}
        entry = Entry(**known)
        if not all(type(getattr(entry, name)) is str for name in _TEXTS):
            raise TypeError("a text is none")
        return entry
    except (TypeError, AttributeError) as error:
        raise StoreError(f"an entry cannot be read: {error}", "run pmlearn doctor") from error
