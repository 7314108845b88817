"""Reading an item: its text, where the learner stopped, and what they noted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmlearn.model import fold
from pmlearn.model.action import Change
from pmlearn.model.text import clean_block
from pmlearn.services.history import PLACE
from pmlearn.services.items import first_touch
from pmlearn.services.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
    from contextlib import AbstractAsyncContextManager

    from pmlearn.feeds.pool import ParserPool
    from pmlearn.model.fold import Note
    from pmlearn.model.highlight import Highlight
    from pmlearn.model.queue import QueueItem
    from pmlearn.services.highlight import Highlights
    from pmlearn.services.queue import Queue
    from pmlearn.storage.markdowns import Markdowns
    from pmlearn.storage.store import Store

HEAD = 40_000
"""Characters of a long text that are made first, so that its beginning is there at once."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of an item when it is read."""

    item: QueueItem
    place: int  # how far it was read, whole percent
    notes: tuple[Note, ...]  # the learner's own, oldest first; more than one where two sessions edited it
    highlights: tuple[Highlight, ...]  # in the order of the text


@dataclass(frozen=True, slots=True)
class Source:
    """A text as it is kept."""

    html: str  # "" where the text is there already
    base: str  # what its links are relative to
    markdown: str  # "" where it is still to be made


class Reading:
    """See the module. Not thread-safe, but for `make`, which belongs to an event loop."""

    def __init__(
        self,
        store: Store,
        queue: Queue,
        highlights: Highlights,
        made: Markdowns,
        parsers: Callable[[], AbstractAsyncContextManager[ParserPool]],
    ) -> None:
        self._store = store
        self._queue = queue
        self._highlights = highlights
        self._made = made
        self._parsers = parsers

    def open(self, id_: str) -> Standing:
        """What is known of an item.

        Raises:
            UnknownError: there is no such item.
        """
        item = self._queue.get(id_)
        doc = self._doc(item.id)
        return Standing(item, _percent(doc), tuple(fold.notes(doc)), self._highlights.of(item.id))

    def source(self, id_: str) -> Source:
        """The text of an item, or what it has to be made of.

        Raises:
            UnknownError: there is no such item.
        """
        item = self._queue.get(id_)
        html = self._queue.body(item)
        if not html:
            return Source("", item.link, item.summary)
        return Source(html, item.link, self._made.get(html, item.link) or "")

    async def make(self, source: Source) -> AsyncGenerator[str, None]:
        """Make Markdown in a process of its own: of a long text its beginning first, and then the whole.

        Raises:
            ParseError: its HTML was too much for the limits.
        """
        async with self._parsers() as parsers:
            if len(source.html) > 2 * HEAD:
                yield await parsers.text(source.html[:HEAD], source.base)
            yield await parsers.text(source.html, source.base)

    def made(self, source: Source, markdown: str) -> None:
        """Keep what was made, so that it need not be made again."""
        self._made.put(source.html, source.base, markdown)

    def stopped(self, id_: str, percent: int) -> Outcome:
        """Note how far an item was read; nothing is written where that is so already.

        Raises:
            UnknownError: there is no such item.
        """
        item = self._queue.get(id_)
        ref = f"item:{item.id}"
        percent = max(0, min(100, percent))

        def decide() -> list[Change]:
            doc = self._doc(item.id)
            if _percent(doc) == percent:
                return []
            return [*first_touch(doc, item), Change(ref, "place", percent, fold.value(doc, "place"))]

        action = self._store.record(PLACE, decide)
        return Outcome(f"read to {percent}%: {item.title}", (item.id,), action.id if action else "")

    def places(self, ids: Iterable[str]) -> dict[str, int]:
        """How far items were read, those of them that were begun."""
        found = ((id_, _percent(self._doc(id_))) for id_ in ids)
        return {id_: percent for id_, percent in found if percent}

    def note(self, id_: str, text: str, base: Sequence[str] | None = None) -> Outcome:
        """Replace the notes on an item by this one; empty text takes them away.

        Args:
            id_: the item's id, or a unique beginning of it.
            text: the note.
            base: the ids of the notes that the text was made of: one that was written elsewhere in the
                meantime is then kept beside it. All that stand, where this is left out.

        Raises:
            UnknownError: there is no such item.
        """
        item = self._queue.get(id_)
        ref = f"item:{item.id}"
        text = clean_block(text).strip()

        def decide() -> list[Change]:
            doc = self._doc(item.id)
            replaced, was = fold.replaced(doc, base)
            if text == was:
                return []
            return [*first_touch(doc, item), Change(ref, "note", text, was, replaced)]

        action = self._store.record("note", decide)
        if action is None:
            return Outcome(f"the note is as it was: {item.title}")
        return Outcome(f"{'noted' if text else 'note removed'}: {item.title}", (item.id,), action.id)

    def _doc(self, id_: str) -> fold.Doc | None:
        return self._store.table("queue").doc(f"item:{id_}")


def _percent(doc: fold.Doc | None) -> int:
    place = fold.value(doc, "place")
    return place if type(place) is int and 0 <= place <= 100 else 0
