"""The reading queue: entries and saved links, with the reader's state."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pmlearn.model.feed import Enclosure

WORDS_A_MINUTE = 230
"""Silent reading of English non-fiction averages 238 words a minute (Brysbaert 2019); a little less, on a
terminal and with thought."""


class State(StrEnum):
    """Where an item stands with the reader. An untouched item is in the inbox."""

    INBOX = "inbox"
    QUEUED = "queued"
    READING = "reading"
    DONE = "done"
    DROPPED = "dropped"


class Shelf(StrEnum):
    """Where an item is found: its state, unless something derived keeps it out of sight. Never written."""

    INBOX = "inbox"
    QUEUED = "queued"
    READING = "reading"
    DONE = "done"
    DROPPED = "dropped"
    SNOOZED = "snoozed"  # until a day that the learner chose
    ARCHIVED = "archived"  # too old for its feed, muted, or more than the inbox holds


class ItemKind(StrEnum):
    """What a person does with it."""

    ARTICLE = "article"
    AUDIO = "audio"
    VIDEO = "video"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Source:
    """A feed that has an item, and the item's id there."""

    item: str  # see `pmlearn.model.feed.item_id`
    feed: str  # the id of the feed; "" for a saved link
    title: str  # what to call the feed


@dataclass(frozen=True, slots=True)
class QueueItem:
    """An entry, or a saved link, as the queue shows it."""

    id: str  # see `pmlearn.model.feed.item_id`
    title: str  # the entry's, or what the learner called the link
    link: str  # http or https address; "" where there is none
    feed: str  # the id of its feed; "" for a saved link
    feed_title: str  # what to call the feed
    published: str  # RFC 3339 in UTC; "" where unknown
    kind: ItemKind  # what a person does with it
    state: State  # where it stands with the reader
    starred: bool  # apart from the state
    minutes: int | None  # to read or to listen; None where unknown
    topics: tuple[str, ...]  # of the feed and the entry
    author: str = ""  # a name; "" where unknown
    summary: str = ""  # plain text, one line
    enclosures: tuple[Enclosure, ...] = ()  # what there is to hear or see
    shelf: Shelf = Shelf.INBOX  # where it is found
    snoozed: str = ""  # the local date on which it comes back, YYYY-MM-DD; "" where it is not away
    others: tuple[Source, ...] = ()  # other feeds that have the same; what is done to it is done to them
    saved: str = ""  # when a link was saved, RFC 3339 in UTC; "" for an entry of a feed

    @property
    def dated(self) -> str:
        """The time by which it is listed: of an entry when it was published, of a link when it was saved."""
        return self.saved or self.published

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every feed that has it, the one that it is shown from first."""
        return (Source(self.id, self.feed, self.feed_title), *self.others)


def kind_of(enclosures: tuple[Enclosure, ...], *, feed: bool) -> ItemKind:
    """What an item is, by the media attached to it."""
    types = {enclosure.type.partition("/")[0] for enclosure in enclosures}
    if "audio" in types:
        return ItemKind.AUDIO
    if "video" in types:
        return ItemKind.VIDEO
    return ItemKind.ARTICLE if feed else ItemKind.LINK


def minutes_of(kind: ItemKind, words: int, enclosures: tuple[Enclosure, ...]) -> int | None:
    """Minutes that an item takes: the longest medium's length, or the words at a reader's pace."""
    if kind in (ItemKind.AUDIO, ItemKind.VIDEO):
        seconds = max((enclosure.duration or 0 for enclosure in enclosures), default=0)
        return -(-seconds // 60) or None
    return max(1, round(words / WORDS_A_MINUTE)) if words else None
