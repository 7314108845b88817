"""What was read or heard for a step, in the step's own document.

Each item is a field of its own, `read:` and the item's id, whose value is {"title", "link", "note"}, or null
where it was taken away: the step can say so itself, whatever becomes of the feed and of the queue.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmlearn.model.text import clean, clean_block
from pmlearn.services.progress import evidence_in

if TYPE_CHECKING:
    from pmlearn.model.action import Value
    from pmlearn.model.fold import Doc

READ = "read:"
"""Before the names of the fields."""


@dataclass(frozen=True, slots=True)
class Read:
    """An item that counts for a step."""

    item: str  # its id
    title: str
    link: str = ""  # http or https address; "" where there is none
    note: str = ""  # the learner's, Markdown

    @property
    def text(self) -> str:
        """All of it in a line, for lists that tell of evidence."""
        said = ", ".join(filter(None, (f"read: {self.title}", self.link)))
        return f"{said} ({clean(self.note)})" if self.note else said

    def value(self) -> dict[str, Value]:
        """What the field holds."""
        return {"title": self.title, "link": self.link, "note": self.note}


def reads_in(doc: Doc | None) -> tuple[Read, ...]:
    """What a document says was read, oldest first."""
    if doc is None:
        return ()
    held = [
        (doc["stamps"][field][0], field.removeprefix(READ), value)
        for field, value in doc["values"].items()
        if field.startswith(READ) and isinstance(value, dict)
    ]
    return tuple(_read(item, value) for _, item, value in sorted(held, key=lambda each: each[:2]))


def shown_in(doc: Doc | None) -> tuple[str, ...]:
    """All that shows that a step was done, as texts: what was attached, then what was read."""
    return (*evidence_in(doc), *(read.text for read in reads_in(doc)))


def _read(item: str, value: dict[str, Value]) -> Read:
    title, link, note = (str(value.get(name) or "") for name in ("title", "link", "note"))
    link = link if link.startswith(("http://", "https://")) else ""
    return Read(clean(item), clean(title) or clean(item), clean(link, 2000), clean_block(note))
