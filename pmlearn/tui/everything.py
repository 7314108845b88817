"""What the palette finds beside what can be done: what is taught, views, feeds, what there is to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.model.query import OPEN, asking
from pmlearn.services.finding import Title, Titles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlearn.wiring import Services

ITEMS = 500
"""Items that are found by their titles, the next to read first; search finds all of them, and their texts."""


def everything(services: Services) -> Titles:
    """Gather all that can be gone to by its title; on the services' thread."""
    known = services.finding.titles()
    others = tuple(_others(services))
    titles = Titles((*known.every, *others)) if others else known
    titles.prepare()
    return titles


def _others(services: Services) -> Iterator[Title]:
    for view in services.views.list():
        yield _title("view", view.title, view.title)
    feeds = services.feeds.list()
    for feed in feeds:
        yield _title("feed", feed.id, feed.title)
    for item in services.queue.page(asking(OPEN), ITEMS).items if feeds else ():
        yield _title("item", item.id, item.title or item.link, item.feed_title)


def _title(kind: str, ref: str, title: str, of: str = "") -> Title:
    own = title.casefold()
    return Title(kind, ref, title, "", of, "", followed=False, own=own, words=f"{own}\n{of.casefold()}")
