"""Searching in everything: entries and saved links, archived ones too, notes and steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmlearn.errors import InputError
from pmlearn.feeds.plain import plain
from pmlearn.model.bare import bare
from pmlearn.model.curriculum import curriculum_of, step_of
from pmlearn.model.progress import step_status
from pmlearn.model.search import read
from pmlearn.model.snippet import snippet
from pmlearn.model.text import clean
from pmlearn.services.indexing import LONGEST, noted, step_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pmlearn.catalog.finder import Catalog
    from pmlearn.model.queue import QueueItem
    from pmlearn.model.search import Wanted
    from pmlearn.services.indexing import Coverage, Indexing
    from pmlearn.services.progress import Progress
    from pmlearn.services.queue import Queue
    from pmlearn.storage.entries import Entries
    from pmlearn.storage.pages import Pages
    from pmlearn.storage.store import Store
    from pmlearn.storage.textindex import Hit

KINDS = {"note": ("note",), "item": ("item", "link"), "step": ("step",)}
"""What can be asked for, in the order in which it is shown, and what the index calls it."""

LIMIT = 20
"""Things of each kind that are shown, where nobody asks for more."""


@dataclass(frozen=True, slots=True)
class Found:
    """Something that was found."""

    kind: str  # one of `KINDS`
    id: str  # an item's; "" where it is none, nor a note on one
    ref: str  # a step's, as it is today; "" where it is none, nor a note on one
    title: str  # of the item or the step; of a note, what it hangs on
    where: str  # the feed, the site or the curriculum that it is in
    snippet: str  # what stands around the words, one line
    state: str  # the item's state, or the step's status
    medium: str = ""  # of an item, what it is: article, audio, video or link


@dataclass(frozen=True, slots=True)
class Results:
    """What came of a search."""

    found: tuple[Found, ...]  # by kind, in each the best first
    coverage: Coverage  # how much was searched in


class Search:
    """Finds by words. Not thread-safe."""

    def __init__(
        self,
        indexing: Indexing,
        queue: Queue,
        catalog: Catalog,
        progress: Progress,
        *,
        store: Store,
        entries: Entries,
        pages: Pages,
    ) -> None:
        self._indexing = indexing
        self._queue = queue
        self._catalog = catalog
        self._progress = progress
        self._store = store
        self._entries = entries
        self._pages = pages

    def find(self, words: str, kinds: Collection[str] = tuple(KINDS), limit: int = LIMIT) -> Results:
        """What has all of the words: notes, then items, then steps, so many of each at most.

        Raises:
            InputError: there is no word to look for.
        """
        wanted = read(words)
        if not wanted.phrases:
            hint = "write a word that it has; -word leaves out what has that one" if words.strip() else ""
            raise InputError("there is no word to look for", hint or "write a word that it has")
        coverage = self._indexing.follow()
        index = self._indexing.index()
        hits: list[Hit] = []
        for kind, names in KINDS.items():
            if kind in kinds:
                hits += index.surely(lambda names=names: index.search(words, limit, names))  # type: ignore[misc]
        return Results(tuple(self._shown(hits, wanted)), coverage)

    def build(self) -> Iterator[Coverage]:
        """Index everything; see `Indexing.build`."""
        return self._indexing.build()

    def _shown(self, hits: list[Hit], wanted: Wanted) -> Iterator[Found]:
        items = [hit.key for hit in hits if hit.kind in ("item", "link")]
        items += [hit.key.removeprefix("item:") for hit in hits if hit.key.startswith("item:")]
        known = self._queue.known(list(dict.fromkeys(items)))
        bodies: dict[str, dict[str, str]] = {}
        for hit in hits:
            if hit.kind == "step":
                found = self._step(hit.key, wanted)
            elif hit.kind == "note":
                found = self._note(hit.key, wanted, known)
            else:
                found = self._item(known.get(hit.key), wanted, bodies)
            if found is not None:
                yield found

    def _item(
        self, item: QueueItem | None, wanted: Wanted, bodies: dict[str, dict[str, str]]
    ) -> Found | None:
        if item is None:
            return None
        said = snippet(item.summary, wanted)
        if not said.hit:
            if item.feed and item.feed not in bodies:
                bodies[item.feed] = self._entries.bodies(item.feed)
            page = self._pages.get(item.id)
            html = page.html if page else bodies.get(item.feed, {}).get(item.id, "")
            other = snippet(plain(html, LONGEST), wanted)
            said = other if other.hit or not said.text else said
        where = item.feed_title
        title = item.title or item.link
        return Found("item", item.id, "", title, where, said.text, item.state.value, item.kind.value)

    def _step(self, ref: str, wanted: Wanted) -> Found | None:
        step = self._catalog.step(ref)
        curriculum = self._catalog.get(curriculum_of(ref))
        if step is None or curriculum is None:
            return None
        said = snippet(clean(bare(step_text(step)), LONGEST), wanted)
        status = step_status(step, self._progress.status_of).value
        return Found("step", "", ref, step.title, curriculum.title, said.text, status)

    def _note(self, ref: str, wanted: Wanted, known: dict[str, QueueItem]) -> Found | None:
        table = "queue" if ref.startswith("item:") else "steps"
        doc = self._store.table(table).doc(ref)
        if doc is None:
            return None
        said = snippet(clean(bare("\n".join(noted(doc))), LONGEST), wanted)
        if table == "queue":
            item = known.get(ref.removeprefix("item:"))
            if item is None:
                return None
            return Found("note", item.id, "", item.title or item.link, item.feed_title, said.text, "")
        now = self._progress.now(ref)
        found = self._catalog.find(now)
        if found is None:
            # What it hangs on has left its curriculum; the note is the learner's all the same.
            return Found("note", "", ref, clean(ref), "", said.text, "")
        step, part = found
        where = self._catalog.get(curriculum_of(now))
        title = part.title if part else step.title
        return Found("note", "", now, title, where.title if where else "", said.text, "")


def page_of(found: Found) -> tuple[str, dict[str, str]]:
    """The page of the app that shows what was found, and its arguments."""
    return ("reader", {"item": found.id}) if found.id else ("step", {"ref": step_of(found.ref)})
