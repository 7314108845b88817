"""What a document holds now, merged into the tables of its feed: pure, nothing is read or written here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pmlearn.model.feed import item_id
from pmlearn.model.sameness import Facts, assign, content_of, digest_of
from pmlearn.storage.bodies import extent_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pmlearn.storage.tables import Tables

Doc = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Came:
    """An entry of a document, read just now or known."""

    facts: Facts
    doc: Doc  # its fields; of a known one its extent too
    body: bytes = b""  # to be kept; b"" where there is none, or where it is kept already
    digest: str = ""  # of its bytes in the document; "" where they were not looked at


@dataclass(slots=True)
class Merged:
    """What came of it."""

    new: int = 0  # entries not seen before
    changed: bool = False  # the tables are to be written
    bodies: dict[str, bytes] = field(default_factory=dict)  # to be written, by the key of their entry


def docs_of(tables: Tables) -> Collection[Doc]:
    """The stored entries."""
    return tables.get("entries", {}).values()


def slices_of(tables: Tables) -> dict[str, str]:
    """The digests of the feed's last document, each with the key of its entry."""
    found = tables.get("slices", {}).get("1", {})
    if not isinstance(found, dict):
        return {}
    return {digest: key for digest, key in found.items() if isinstance(key, str)}


def facts_of_doc(doc: Doc) -> Facts:
    """What a stored entry is known by."""
    extent = extent_of(doc)
    # A damaged file may hold anything there: that costs the entry what it is known by, and no refresh.
    attached = doc.get("enclosures")
    parts = attached if isinstance(attached, list) else ()
    media = tuple(str(one.get("url", "")) for one in parts if isinstance(one, dict))
    digest = extent[2] if extent else ""
    title, published = (str(doc.get(name, "")) for name in ("title", "published"))
    content = content_of(title, published, digest, doc.get("words", 0))
    return Facts(doc["id"], doc["link"], media, content)


def merge(
    tables: Tables,
    feed: str,
    came: Sequence[Came],
    home: str,
    *,
    most: int | None = None,
    spared: Collection[str] = (),
) -> Merged:
    """Take in what a document holds; an entry that left it is kept.

    Args:
        tables: the feed's, `entries` and `slices`; they are changed.
        feed: its id.
        came: the entries of the document in its order, none of them twice.
        home: the feed's own page.
        most: bodies that are kept, those of the newest entries; None for all.
        spared: queue ids of entries whose bodies are kept in any case.
    """
    entries: Doc = tables.setdefault("entries", {})
    stored = {key: facts_of_doc(doc) for key, doc in entries.items()}
    keys = assign(stored, [one.facts for one in came], home)
    merged = Merged()
    slices = {}
    # Feeds name the newest first; the file has the oldest first.
    for one, known in zip(reversed(came), reversed(keys), strict=True):
        key = known or str(len(entries) + 1)
        merged.new += known is None
        before = entries.get(key, {})
        doc = _doc(one, before, feed)
        if one.body:
            extent = extent_of(before)
            if extent is not None and extent[1:] == (len(one.body), digest_of(one.body)):
                doc["extent"] = before["extent"]
            else:
                merged.bodies[key] = one.body
        merged.changed = merged.changed or before != doc or key in merged.bodies
        entries[key] = doc
        if one.digest:
            slices[one.digest] = key
    _prune(entries, merged, most, spared)
    if slices_of(tables) != slices:
        merged.changed = True
        tables["slices"] = {"1": slices}
    return merged


def _doc(one: Came, before: Doc, feed: str) -> Doc:
    # The id first seen stays: the learner's state hangs on it.
    id_ = before.get("id", one.facts.id)
    doc = one.doc | {"id": id_, "item": item_id(feed, id_)}
    if id_ != one.facts.id:
        doc["named"] = one.facts.id
    if not one.body and "extent" not in doc and "extent" in before:
        doc["extent"] = before["extent"]
    return doc


def _prune(entries: Doc, merged: Merged, most: int | None, spared: Collection[str]) -> None:
    if most is None:
        return
    for key in list(entries)[: max(len(entries) - most, 0)]:
        if entries[key]["item"] in spared:
            continue
        if "extent" in entries[key]:
            del entries[key]["extent"]
            merged.changed = True
        merged.bodies.pop(key, None)
