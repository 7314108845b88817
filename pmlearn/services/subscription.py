"""Which feeds the learner is subscribed to: by action, or by a config.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.errors import UnknownError
from pmlearn.model import fold
from pmlearn.model.feed import HEAVIEST, Feed, feed_id, slug
from pmlearn.model.text import clean
from pmlearn.storage.entries import is_feed_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pmlearn.config import PresetFeed
    from pmlearn.model.fold import Doc
    from pmlearn.storage.state import FoldedTable
    from pmlearn.storage.store import Store


class Subscriptions:
    """The subscribed feeds, presets of the configuration among them. Not thread-safe."""

    def __init__(self, store: Store, presets: Sequence[PresetFeed]) -> None:
        self._store = store
        self._presets = {feed_id(preset.url): preset for preset in presets}
        self._version = -1
        self._feeds: dict[str, Feed] = {}

    def all(self) -> dict[str, Feed]:
        """Every feed that is subscribed, by id: presets first, then as they were subscribed; not a copy."""
        table = self._store.table("feeds")
        if table.version != self._version:
            self._feeds, self._version = self._read(table), table.version
        return self._feeds

    def _read(self, table: FoldedTable) -> dict[str, Feed]:
        feeds = {}
        for id_, preset in self._presets.items():
            if fold.value(table.doc(f"feed:{id_}"), "subscribed") is not False:
                topics = tuple(slug(topic) for topic in preset.topics)
                feeds[id_] = Feed(id_, preset.url, clean(preset.title), topics, preset=True)
        for doc in table.docs():
            id_ = doc["ref"].partition(":")[2]
            # One without an address, or with an id that would not do as a file's name, was written by hand.
            if id_ not in feeds and fold.value(doc, "subscribed") and _usable(id_, doc):
                feeds[id_] = _feed(id_, doc)
        return feeds

    def find(self, text: str) -> Feed:
        """A subscribed feed: by its id, a unique beginning of it, or its address.

        Raises:
            UnknownError: none, or more than one, fits.
        """
        feeds = self.all()
        if text in feeds:
            return feeds[text]
        # Every id begins with "", which is what a script's empty variable gives: it names none.
        fitting = [feed for feed in feeds.values() if text and (feed.id.startswith(text) or feed.url == text)]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            raise UnknownError(
                f"{clean(text)} may be any of {', '.join(f.id for f in fitting)}", "write more of it"
            )
        raise UnknownError(f"no feed {clean(text) or '“”'}", "see them all with: pmlearn feed list")

    def id_for(self, url: str) -> str:
        """The id that a feed with this address has, or would get."""
        for digits in (4, 8, 16):
            id_ = feed_id(url, digits)
            known = fold.value(self._store.table("feeds").doc(f"feed:{id_}"), "url")
            known = known or (self._presets[id_].url if id_ in self._presets else None)
            if known in (None, url):
                return id_
        return feed_id(url, 64)


def _usable(id_: str, doc: Doc) -> bool:
    return is_feed_id(id_) and isinstance(fold.value(doc, "url"), str)


def _feed(id_: str, doc: Doc) -> Feed:
    weight, bodies, expires = (fold.value(doc, field) for field in ("weight", "bodies", "expires"))
    return Feed(
        id_,
        str(fold.value(doc, "url") or ""),
        clean(str(fold.value(doc, "title") or "")),
        tuple(slug(topic) for topic in _texts(doc, "topics")),
        weight=max(-HEAVIEST, min(weight, HEAVIEST)) if type(weight) is int else 0,
        paused=fold.value(doc, "paused") is True,
        mute=_texts(doc, "mute"),
        keep=_texts(doc, "keep"),
        bodies=bodies if type(bodies) is int and bodies >= 0 else None,
        expires=expires if type(expires) is int and expires > 0 else None,
        full_text=fold.value(doc, "full_text") is True,
        folder=clean(str(fold.value(doc, "folder") or "")),
        link=clean(str(fold.value(doc, "link") or "")),
    )


def _texts(doc: Doc, field: str) -> tuple[str, ...]:
    """The texts of a field that holds a list; nothing where it was written by hand and holds none."""
    held = fold.value(doc, field)
    return tuple(clean(str(text)) for text in held) if isinstance(held, list) else ()
