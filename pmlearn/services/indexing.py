"""Keeping the index of words in step with what it follows: feeds, notes, saved links, curricula."""

from __future__ import annotations

import contextlib
import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmlearn.errors import StoreError
from pmlearn.feeds.plain import plain
from pmlearn.model import fold
from pmlearn.model.feed import item_id
from pmlearn.model.highlight import FIELD as HIGHLIGHT
from pmlearn.model.text import clean
from pmlearn.services.items import is_touched
from pmlearn.services.reads import READ
from pmlearn.storage.files import alone
from pmlearn.storage.textindex import Text, TextIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pmlearn.catalog.finder import Catalog
    from pmlearn.model.curriculum import Step
    from pmlearn.model.feed import Entry
    from pmlearn.model.fold import Doc
    from pmlearn.services.subscription import Subscriptions
    from pmlearn.storage.entries import Entries
    from pmlearn.storage.pages import Pages
    from pmlearn.storage.store import Store

AT_ONCE = 12
"""Feeds that a search brings up to date before it looks; the rest is for `build`."""

LONGEST = 50_000
"""Characters of a text that can be searched in: what stands behind is hardly what it is about."""

NOTES, LINKS, CATALOG, FEED = "notes", "links", "catalog", "feed:"


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of what the feeds published can be searched in."""

    done: int  # feeds that the index is in step with
    total: int  # feeds that have something

    @property
    def whole(self) -> bool:
        """All of it."""
        return self.done == self.total


class Indexing:
    """Follows everything that can be searched in. Not thread-safe.

    Args:
        index: opens the index.
        store: has notes, highlights and saved links.
        subscriptions: knows the feeds; what others left behind is not searched in.
        entries: what feeds published.
        pages: texts of pages that were fetched.
        catalog: the curricula.
        open_new: opens another index beside it, with a name, to be put in its place.
    """

    def __init__(
        self,
        index: Callable[[], TextIndex],
        store: Store,
        subscriptions: Subscriptions,
        entries: Entries,
        *,
        pages: Pages,
        catalog: Catalog,
        open_new: Callable[[str], TextIndex],
    ) -> None:
        self._open = index
        self._store = store
        self._subscriptions = subscriptions
        self._entries = entries
        self._pages = pages
        self._catalog = catalog
        self._open_new = open_new

    def index(self) -> TextIndex:
        """The index, as it stands."""
        return self._open()

    def follow(self, at_most: int = AT_ONCE) -> Coverage:
        """Index what changed: notes, links and steps at once, and so many feeds."""
        index = self._open()
        coverage = Coverage(0, 0)
        for coverage in self._follow(index, at_most):  # noqa: B007 - the last one counts
            pass
        return coverage

    def build(self) -> Iterator[Coverage]:
        """Index everything that changed, and say after each feed how far it has come.

        An index that much was left behind in is made anew beside, and put in its place when it is whole.

        Raises:
            StoreError: another process is doing it.
        """
        index = self._open()
        with contextlib.ExitStack() as held:
            try:
                held.enter_context(alone(index.path.with_suffix(".lock")))
            except BlockingIOError as error:
                hint = "search in what is there until it is"
                raise StoreError("the index is being built already", hint) from error
            if not index.surely(index.worn):
                yield from self._follow(index, -1)
                return
            new = self._open_new("search-new")
            new.surely(new.forget)
            yield from self._follow(new, -1)
            new.surely(new.tidy)
            if not new.in_memory:
                with contextlib.suppress(OSError):
                    new.replace(index)

    def _follow(self, index: TextIndex, at_most: int) -> Iterator[Coverage]:
        files = self._files()
        followed = index.surely(lambda: self._follow_small(index))
        changed = [feed for feed, signature in files.items() if followed.get(FEED + feed) != signature]
        done = len(files) - len(changed)
        yield Coverage(done, len(files))
        for feed in changed if at_most < 0 else changed[:at_most]:
            index.surely(lambda feed=feed: self._follow_feed(index, feed, files[feed]))  # type: ignore[misc]
            done += 1
            yield Coverage(done, len(files))

    def _files(self) -> dict[str, str]:
        """The signatures of the subscribed feeds' files, by feed."""
        feeds = self._subscriptions.all()
        return {feed: signature for feed, signature in self._entries.signatures().items() if feed in feeds}

    def _follow_small(self, index: TextIndex) -> dict[str, str]:
        """Bring everything but feeds up to date, take gone feeds out; returns what is followed."""
        followed = index.followed()
        tables = (self._store.table("steps"), self._store.table("queue"))
        cursors = [{name: c.to_json() for name, c in table.cursors.items()} for table in tables]
        touched = json.dumps(cursors, sort_keys=True)
        wanted = {
            NOTES: (touched, self._notes),
            LINKS: (f"{touched} {self._pages.signature()}", lambda: self._links(index)),
            CATALOG: (self._catalog.signature(), self._steps),
        }
        feeds = self._subscriptions.all().keys()
        gone = [name for name in followed if name.startswith(FEED) and name.removeprefix(FEED) not in feeds]
        if not gone and all(followed.get(name) == signature for name, (signature, _) in wanted.items()):
            return followed
        with index.transaction():
            for name in gone:
                index.drop(name)
            for name, (signature, texts) in wanted.items():
                if followed.get(name) != signature:
                    _put(index, name, signature, texts())
        return followed

    def _follow_feed(self, index: TextIndex, feed: str, signature: str) -> None:
        bodies = self._entries.bodies(feed)
        known = index.signs(FEED + feed)
        texts = []
        for entry in self._entries.load(feed):
            item = item_id(feed, entry.id)
            body = bodies.get(item, "")
            sign = _sign(entry.title, entry.author, entry.summary, *entry.topics, body)
            # What did not change is not made plain again.
            text = "" if known.get(("item", item)) == sign else entry_text(entry, body)
            texts.append(Text("item", item, sign, entry.title, text))
        with index.transaction():
            _put(index, FEED + feed, signature, texts)

    def _notes(self) -> list[Text]:
        found = []
        for table in ("steps", "queue"):
            for doc in self._store.table(table).docs():
                text = "\n".join(noted(doc))
                if text:
                    found.append(Text("note", doc["ref"], _sign(text), "", clean(text, LONGEST)))
        return found

    def _links(self, index: TextIndex) -> list[Text]:
        """Saved links, whatever was touched (it outlives its feed), and pages that were fetched."""
        signs = self._pages.signs()
        known = index.signs(LINKS)
        found = []
        docs = {doc["ref"].partition(":")[2]: doc for doc in self._store.table("queue").docs()}
        touched = {item for item, doc in docs.items() if is_touched(doc)}
        for item in touched | signs.keys():
            held = fold.value(docs.get(item), "entry")
            entry = held if isinstance(held, dict) else {}
            kind = "link" if item in touched and not entry.get("feed") else "item"
            title, link = clean(str(entry.get("title", ""))), clean(str(entry.get("link", "")))
            sign = _sign(title, link, str(signs.get(item, "")))
            text = ""
            if known.get((kind, item)) != sign:
                page = self._pages.get(item) if item in signs else None
                title = title or (page.title if page else "")
                text = f"{page.author} {page.site} {plain(page.html, LONGEST)}" if page else ""
            found.append(Text(kind, item, sign, title, f"{text} {link}"))
        return found

    def _steps(self) -> list[Text]:
        found: dict[str, Text] = {}
        for id_ in self._catalog.ids():
            curriculum = self._catalog.get(id_)
            for step in curriculum.steps() if curriculum else ():
                if step.ref not in found:
                    text = clean(step_text(step), LONGEST)
                    found[step.ref] = Text("step", step.ref, _sign(step.title, text), step.title, text)
        return list(found.values())


def entry_text(entry: Entry, body: str) -> str:
    """What an entry says, plain; its title is apart."""
    topics = " ".join(entry.topics).replace("-", " ")
    return f"{plain(body, LONGEST) or entry.summary} {entry.author} {topics}"


def step_text(step: Step) -> str:
    """What a step says; its title is apart."""
    texts = [step.why, step.do, step.done_when, *(part.title for part in step.parts)]
    texts += [step.provider, *(resource.title for resource in step.resources), " ".join(step.topics)]
    return "\n".join(text for text in texts if text)


def noted(doc: Doc) -> Iterator[str]:
    """What the learner wrote on a thing: notes, what they marked in it, what they read for it."""
    for note in fold.notes(doc):
        yield note.text
    for field, value in doc["values"].items():
        if field.startswith((HIGHLIGHT, READ)) and isinstance(value, dict):
            yield from (str(value[key]) for key in ("title", "text", "note") if value.get(key))


def _put(index: TextIndex, source: str, signature: str, texts: list[Text]) -> None:
    known = index.signs(source)
    fresh = [text for text in texts if known.get((text.kind, text.key)) != text.sign]
    index.put(source, signature, fresh, known.keys() - {(text.kind, text.key) for text in texts})


def _sign(*texts: str) -> int:
    data = "\0".join(texts).encode("utf-8", "replace")
    return zlib.crc32(data) | (len(data) & 0x7FFF_FFFF) << 32
