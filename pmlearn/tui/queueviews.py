"""The views of the queue: those that are always there, and those that the learner saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmlearn.errors import InputError
from pmlearn.model.query import Query, parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pmlearn.services.view import SavedView


@dataclass(frozen=True, slots=True)
class View:
    """A part of the queue."""

    name: str
    text: str  # the query
    empty: str  # what to do where it finds nothing, with the names of keys
    saved: bool = False  # by the learner

    def asked(self, words: str) -> str:
        """The query of the view and of what was asked for in it.

        Words that name states or stars look beyond a view that is nothing else.

        Raises:
            QueryError: a word means nothing.
        """
        beyond = words and not self.saved and parse(words).opened() == parse(words)
        return words if beyond else f"{self.text} {words}".strip()

    def query(self, words: str = "") -> Query:
        """The same, read; everything where a newer pmlearn saved what this one cannot read.

        Raises:
            QueryError: a word of `words` means nothing.
        """
        parse(words)
        try:
            return parse(self.asked(words))
        except InputError:
            return parse(words)

    def count(self, counts: Mapping[str, int]) -> str:
        """How many items it has, where that is known without looking."""
        count = None if self.saved else counts.get(self.text.removeprefix("state:"))
        return "" if count is None else f"{count:,}"


STARRED = "starred:yes"

VIEWS = (
    View("Inbox", "state:inbox", "The inbox is empty. Press {refresh} to ask the feeds, {feeds} to add one."),
    View("Queued", "state:queued", "Nothing waits. In the inbox, {later} puts an item here."),
    View("Reading", "state:reading", "Nothing is open. {open:up} on an item opens it."),
    View("Done", "state:done", "Nothing is done yet. On an item, {done} says that you are done with it."),
    View("Starred", STARRED, "Nothing is starred. On an item, {star} stars it."),
    View("Snoozed", "state:snoozed", "Nothing is snoozed. On an item, {snooze} snoozes it until a day."),
    View("Archive", "state:archived", "Nothing is archived. What the inbox has no room for comes here."),
)


BEGIN = (
    "What your feeds bring will stand here: {feeds}, then {add-feed}, adds one.",
    "{feeds}, then {add-offers}, adds those that come with what you follow.",
    "{save-link} saves a single link.",
)
"""What to do where there is no feed yet."""

WAITS = "What you kept for later waits under Queued: {next-view} goes there."
"""What is said below an empty inbox, where there is something to read all the same."""

THERE = "it waits under Queued: {next-view} goes there"
"""Where a link is that was saved, said in another view."""

NO_FEEDS = "The inbox is empty so far: {feeds}, then {add-feed}, adds a feed."
"""The same in few words, in the views of what was in it."""


def of_feed(feed: str) -> View:
    """All that a feed brought."""
    return View("Entries", f"feed:{feed}", "It has brought nothing yet. Press {refresh} to ask the feeds.")


def saved(views: Sequence[SavedView]) -> tuple[View, ...]:
    """The views that the learner saved."""
    return tuple(
        View(view.title, view.query, "Nothing that this view asks for.", saved=True) for view in views
    )
