"""What the columns of foreign tables mean, by their headings; for Markdown's tables and for CSV."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pmlearn.catalog.imports.outline import Item, Link
from pmlearn.catalog.imports.times import minutes
from pmlearn.model.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAMES = {
    "title": "title name item task lesson course courses book books video videos podcast podcasts tool tools",
    "module": "module section unit category phase stage week",
    "step": "step steps",
    "part": "part parts chapter subtask",
    "depth": "depth indent indentation outline",
    "id": "id slug",
    "ref": "ref",
    "kind": "kind type",
    "minutes": "minutes min mins",
    "hours": "hours hour hrs",
    "duration": "duration length time estimate",
    "effort": "effort workload",
    "requires": "requires requirement requirements prerequisite prerequisites prereqs",
    "links": "link links url urls website resource resources material materials",
    "why": "why reason",
    "done_when": "done_when outcome",
    "cost": "cost price",
    "provider": "provider school institution",
    "level": "level difficulty",
    "topics": "topics topic tags tag",
    "optional": "optional",
    "evidence": "evidence",
    "do": "do description notes note details summary",
    "ticked": "status done completed finished progress",
    "left": "curriculum done_at",
}
_MEANT = {name: key for key, names in _NAMES.items() for name in names.split()}
_URL = re.compile(r"\[([^]\[]{0,300})\]\((https?://[^\s)]{1,2000})\)|(https?://[^\s<>\"|]{1,2000})")
_TICKED = frozenset(("x", "yes", "true", "1", "done", "☑", "✓", "✅", "completed", "finished"))
TRUE = frozenset(("x", "yes", "true", "1", "optional"))
"""What people write where something is so."""

CHOICE = "choice"
"""The kind of the rows of an export that hold an answer to a choice: nothing to do."""

_ATTACHED = ("evidence", "answer")
"""In a table that says when things were done, these are the learner's own."""


@dataclass(slots=True)
class Cell:
    """What stands in one field of a table."""

    text: str
    links: list[Link] = field(default_factory=list)

    @classmethod
    def of(cls, text: str) -> Cell:
        """Make a cell of plain text, with the addresses in it."""
        links = [Link(title, url or bare.rstrip(",;.:")) for title, url, bare in _URL.findall(text)]
        return cls(_URL.sub(lambda found: found[1] or "", text).strip(" \t\r\n,;"), links)


def meanings(header: Sequence[str]) -> list[str]:
    """Return what each column means: a name of `_NAMES`, or "" where its heading does not tell."""
    found: list[str] = []
    for heading in header:
        words = re.findall(r"[a-z_]+", heading.lower().replace("-", "").replace("done when", "done_when"))
        key = next((_MEANT[word] for word in words if word in _MEANT), "")
        found.append(key if key not in found or key in ("links", "do") else "")
    if "done_at" in header:
        found = ["left" if name in _ATTACHED else key for name, key in zip(header, found, strict=True)]
    return found


def row_item(header: Sequence[str], meant: Sequence[str], cells: Sequence[Cell]) -> Item:
    """Return what one row tells; its title is that of the column `title`, or ""."""
    item = Item("")
    told: dict[str, str] = {}
    for heading, key, cell in zip(header, meant, cells, strict=False):
        if key == "left":
            continue
        item.links += cell.links
        text = clean(cell.text, 2000)
        if key == "ticked":
            item.ticked = text.lower() in _TICKED
        elif text.strip("-–— ") == "" or key == "links":
            continue
        elif key == "title":
            item.title = text
            item.values.setdefault("kind", heading)
        elif key in ("", "do"):
            if text == " ".join(link.title for link in cell.links):
                continue
            item.text += ("\n\n" if item.text else "") + (text if key else f"{clean(heading)}: {text}")
        else:
            told[key] = text
    length = minutes(told.pop("minutes", "")) or minutes(told.pop("hours", ""), unit=60)
    duration, effort = told.pop("duration", ""), told.pop("effort", "")
    length = length or minutes(duration, effort)
    for name, text in (("Duration", duration), ("Effort", effort)):
        if text and not length:  # it says something, if nothing that could be counted
            item.text += ("\n\n" if item.text else "") + f"{name}: {text}"
    item.values |= told | ({"minutes": str(length)} if length else {})
    return item
