"""Highlights of what was read: kept in the journal, shown in the reader, handed out as Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmlearn.errors import InputError, UnknownError
from pmlearn.model import fold
from pmlearn.model.action import Change
from pmlearn.model.highlight import FIELD, LONGEST, Highlight, key_of, passage
from pmlearn.model.text import clean, clean_block
from pmlearn.model.when import instant, past
from pmlearn.services.items import first_touch
from pmlearn.services.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from pmlearn.model.fold import Doc
    from pmlearn.services.queue import Queue
    from pmlearn.storage.store import Store

_WORD = re.compile(r"[^\W_]+")
_BETWEEN = r"(?:\]\([^)\s]*\)|[\W_])++"
"""What Markdown may have between two words: blanks, marks, the address of a link. It is never tried twice."""
_FIRST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Marked:
    """An item with what was kept of it."""

    id: str
    title: str
    link: str  # "" where it has none
    feed_title: str  # who published it; "" for a saved link
    highlights: tuple[Highlight, ...]  # in the order of the text


class Highlights:
    """The learner's highlights. Not thread-safe."""

    def __init__(self, store: Store, queue: Queue, now: Callable[[], datetime]) -> None:
        self._store = store
        self._queue = queue
        self._now = now

    def of(self, id_: str) -> tuple[Highlight, ...]:
        """What was kept of an item, in the order of its text."""
        return tuple(_held(self._store.table("queue").doc(f"item:{id_}")))

    def keep(self, id_: str, text: str, note: str | None = None, percent: int | None = None) -> Outcome:
        """Keep a passage of an item; one that is kept already gets the note, if there is one.

        Args:
            id_: the item's id, or a unique beginning of it.
            text: the passage, its lines broken anywhere.
            note: the learner's own words; None leaves what there is.
            percent: how far into the text it begins, where the caller knows.

        Raises:
            UnknownError: there is no such item.
            InputError: there is no text, or too much of it.
        """
        item = self._queue.get(id_)
        text = passage(text)
        if not text:
            raise InputError("there is nothing to highlight", "give the passage as it stands in the text")
        if len(text) > LONGEST:
            raise InputError(
                f"a highlight of {len(text):,} characters", f"choose at most {LONGEST:,} characters"
            )
        key, ref = key_of(text), f"item:{item.id}"
        table = self._store.table("queue")

        def decide() -> list[Change]:
            doc = table.doc(ref)
            held = fold.value(doc, FIELD + key)
            known = _highlight(key, held, "")
            to = {
                "text": text,
                "note": clean_block(note).strip() if note is not None else known.note if known else "",
                "percent": percent if percent is not None else known.percent if known else None,
            }
            if to == held:
                return []
            return [*first_touch(doc, item), Change(ref, FIELD + key, to, held)]

        action = self._store.record("highlight", decide)
        word = "highlighted" if action else "already highlighted"
        return Outcome(f"{word}: {clean(text, 60)}", (item.id,), action.id if action else "")

    def annotate(self, id_: str, key: str, note: str) -> Outcome:
        """Put a note to a highlight; "" takes it away.

        Raises:
            UnknownError: there is no such item, or no such highlight.
        """
        found = self._find(id_, key)
        return self.keep(id_, found.text, note, found.percent)

    def remove(self, id_: str, key: str) -> Outcome:
        """Let go of a highlight.

        Raises:
            UnknownError: there is no such highlight.
        """
        found = self._find(id_, key)
        ref = f"item:{id_}"
        table = self._store.table("queue")

        def decide() -> list[Change]:
            held = fold.value(table.doc(ref), FIELD + key)
            return [] if held is None else [Change(ref, FIELD + key, None, held)]

        action = self._store.record("unhighlight", decide)
        return Outcome(f"no longer highlighted: {clean(found.text, 60)}", (id_,), action.id if action else "")

    def _find(self, id_: str, key: str) -> Highlight:
        for highlight in self.of(id_):
            if highlight.key == key:
                return highlight
        raise UnknownError("this highlight is gone", "see them with: pmlearn queue highlights")

    def percent_of(self, text: str, markdown: str) -> int | None:
        """How far into a text a passage begins; None where it is not in it."""
        words = _WORD.findall(passage(text))[:_FIRST_WORDS]
        found = re.search(_BETWEEN.join(words), markdown, re.IGNORECASE) if words else None
        return None if found is None else 100 * found.start() // len(markdown)

    def kept(self, ids: Sequence[str] = (), since: str = "") -> list[Marked]:
        """The items of which something was kept, those that were kept last first.

        Args:
            ids: of these items alone; of all, where none is named.
            since: RFC 3339 in UTC: what was kept before is left out.

        Raises:
            UnknownError: there is no such item.
        """
        table = self._store.table("queue")
        wanted = {self._id(id_) for id_ in ids}
        docs = [table.doc(f"item:{id_}") for id_ in wanted] if ids else list(table.docs())
        found = []
        for doc in docs:
            held = tuple(highlight for highlight in _held(doc) if highlight.at >= since)
            if doc is not None and held:
                entry = fold.value(doc, "entry")
                entry = entry if isinstance(entry, dict) else {}
                title, link, feed = (clean(str(entry.get(n) or "")) for n in ("title", "link", "feed_title"))
                found.append(Marked(doc["ref"].partition(":")[2], title or link, link, feed, held))
        found.sort(key=lambda marked: max(highlight.at for highlight in marked.highlights), reverse=True)
        return found

    def _id(self, id_: str) -> str:
        # What was highlighted may be of a feed that is gone, and no longer in the queue.
        prefix = f"item:{id_.lower()}"
        refs = [doc["ref"] for doc in self._store.table("queue").docs() if doc["ref"].startswith(prefix)]
        with_some = [ref for ref in refs if any(_held(self._store.table("queue").doc(ref)))]
        if id_ and len(with_some) == 1:
            return str(with_some[0]).partition(":")[2]
        return self._queue.get(id_).id

    def start_of(self, since: str) -> str:
        """When the day begins that somebody means, RFC 3339 in UTC; "" for "". As `since:` of a query.

        Raises:
            InputError: the text means no day.
        """
        if not since:
            return ""
        day = past(since, self._now().astimezone().date())
        if day is None:
            raise InputError(
                f"not a time: {clean(since)}", "write a date, as 2026-11-01, or a span, as 7d or 2w"
            )
        return instant(day)


def markdown_of(every: Sequence[Marked]) -> str:
    """Highlights as Markdown: a heading for each item, its link, passages as quotes, and the notes."""
    return "\n\n".join("\n\n".join(_sections(marked)) for marked in every)


def _sections(marked: Marked) -> Iterator[str]:
    title = _escaped(marked.title or marked.id)
    yield f"## [{title}]({marked.link})" if marked.link else f"## {title}"
    if marked.feed_title:
        yield _escaped(marked.feed_title)
    for highlight in marked.highlights:
        lines = highlight.text.split("\n")
        yield "\n".join(f"> {_escaped(line)}".rstrip() for line in lines)
        if highlight.note:
            yield highlight.note


def _escaped(text: str) -> str:
    """Text of strangers so that Markdown shows it as it is."""
    text = re.sub(r"[`*_\[\]<>\\|~]", r"\\\g<0>", text)
    return re.sub(r"^(?=(?:#{1,6}|[-+=]+)(?: |$))|^(\d{1,9})(?=[.)](?: |$))", r"\1\\", text)


def _held(doc: Doc | None) -> Iterator[Highlight]:
    """The highlights of a document, in the order of the text; what is not of their form is left out."""
    found = []
    for field, value in (doc["values"] if doc else {}).items():
        if field.startswith(FIELD):
            highlight = _highlight(field.removeprefix(FIELD), value, fold.changed_at(doc, field))
            if highlight is not None:
                found.append(highlight)
    yield from sorted(found, key=lambda one: (101 if one.percent is None else one.percent, one.at, one.key))


def _highlight(key: str, value: object, at: str) -> Highlight | None:
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        return None
    percent = value.get("percent")
    known = type(percent) is int and 0 <= percent <= 100
    note = clean_block(str(value.get("note") or ""))
    return Highlight(key, passage(value["text"]), note, percent if known else None, at)
