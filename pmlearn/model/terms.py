"""What a query is: terms that all have to hold for an item, and an order.

The index has the same in SQL (`pmlearn/storage/asking.py`); a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from pmlearn.model.queue import Shelf
from pmlearn.model.when import Span, instant, shift

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from pmlearn.model.queue import ItemKind

OPEN = frozenset({Shelf.INBOX, Shelf.QUEUED, Shelf.READING})
"""The states that a list shows where none is asked for."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a term can ask of an item."""

    title: str  # as it is shown
    feeds: tuple[tuple[str, str], ...]  # id and title of each feed that has it; a saved link has ("", "")
    published: str  # RFC 3339 in UTC; "" where unknown
    kind: ItemKind
    minutes: int | None  # None where unknown
    topics: tuple[str, ...]  # of the feed and the entry
    shelf: Shelf
    starred: bool
    steps: frozenset[str] = frozenset()  # the refs of the steps that it helps with


def folded(text: str) -> str:
    """A text as it is compared: whatever its case."""
    return text.casefold()


def names_feed(name: str, id_: str, title: str) -> bool:
    """Whether a folded text names a feed: it begins its id, or begins with a word of its title."""
    return bool(id_) and (id_.startswith(name) or f" {name}" in f" {folded(title)}")


def helps(ref: str, step: str) -> bool:
    """Whether a step is the one of a ref, or belongs to the curriculum of that id."""
    return step == ref or step.startswith(f"{ref}/")


@dataclass(frozen=True, slots=True)
class Words:
    """The title holds a text."""

    text: str  # folded

    def holds(self, facts: Facts, today: date) -> bool:  # noqa: ARG002 - terms are all asked alike
        """Look for it in the title, whatever its case."""
        return self.text in folded(facts.title)


@dataclass(frozen=True, slots=True)
class OnShelf:
    """It is in one of these states, derived ones among them."""

    shelves: frozenset[Shelf]

    def holds(self, facts: Facts, today: date) -> bool:  # noqa: ARG002
        """Look where it is."""
        return facts.shelf in self.shelves


@dataclass(frozen=True, slots=True)
class OfKind:
    """It is of one of these kinds."""

    kinds: frozenset[ItemKind]

    def holds(self, facts: Facts, today: date) -> bool:  # noqa: ARG002
        """Look at its kind."""
        return facts.kind in self.kinds


@dataclass(frozen=True, slots=True)
class OnTopic:
    """It has one of these topics."""

    topics: tuple[str, ...]  # slugs

    def holds(self, facts: Facts, today: date) -> bool:  # noqa: ARG002
        """Compare whole topics."""
        return any(topic in facts.topics for topic in self.topics)


@dataclass(frozen=True, slots=True)
class OfFeed:
    """One of its feeds has one of these names."""

    names: tuple[str, ...]  # folded; see `names_feed`

    def holds(self, facts: Facts, today: date) -> bool:  # noqa: ARG002
        """Look at every feed that has it."""
        return any(names_feed(name, *feed) for name in self.names for feed in facts.feeds)


@dataclass(frozen=True, slots=True)
class Takes:
    """It takes so long; what takes nobody knows how long does not."""

    spans: tuple[tuple[int, int], ...]  # minutes from and to, both included: one of them

    def holds(self, facts: Facts, today: date) -> bool:  # noqa: ARG002
        """Compare its minutes."""
        minutes = facts.minutes
        return minutes is not None and any(low <= minutes <= high for low, high in self.spans)


@dataclass(frozen=True, slots=True)
class Published:
    """It was published on that day or later, or before that day; what has no date was neither."""

    when: date | Span  # a span goes back from today
    since: bool  # on that day or later; else before it

    def instant(self, today: date) -> str:
        """When that day begins, RFC 3339 in UTC."""
        return instant(shift(today, self.when, -1) if isinstance(self.when, Span) else self.when)

    def holds(self, facts: Facts, today: date) -> bool:
        """Compare its date."""
        at = self.instant(today)
        return facts.published >= at if self.since else "" < facts.published < at


@dataclass(frozen=True, slots=True)
class Starred:
    """It has a star, or none."""

    yes: bool

    def holds(self, facts: Facts, today: date) -> bool:  # noqa: ARG002
        """Look at its star."""
        return facts.starred is self.yes


@dataclass(frozen=True, slots=True)
class Helps:
    """It helps with one of these steps."""

    steps: tuple[str, ...]  # refs, or the ids of curricula

    def holds(self, facts: Facts, today: date) -> bool:  # noqa: ARG002
        """Look at the steps that it helps with."""
        return any(helps(ref, step) for ref in self.steps for step in facts.steps)


@dataclass(frozen=True, slots=True)
class Not:
    """Another term does not hold."""

    term: Term

    def holds(self, facts: Facts, today: date) -> bool:
        """Ask the other one."""
        return not self.term.holds(facts, today)


Term = Words | OnShelf | OfKind | OnTopic | OfFeed | Takes | Published | Starred | Helps | Not


class Order(StrEnum):
    """How what was found is put in order."""

    RANK = "rank"
    NEWEST = "newest"
    OLDEST = "oldest"
    SHORTEST = "shortest"


@dataclass(frozen=True, slots=True)
class Query:
    """Which items are asked for, and their order; without terms, all of them."""

    terms: tuple[Term, ...] = ()  # all of them hold
    order: Order | None = None  # None: by rank where all of it is open, else the newest first

    @property
    def shelves(self) -> frozenset[Shelf]:
        """The states that it asks for; none where it says nothing of them."""
        return next((term.shelves for term in self.terms if isinstance(term, OnShelf)), frozenset())

    @property
    def sorting(self) -> Order:
        """The order that holds."""
        return self.order or (Order.RANK if self.shelves and self.shelves <= OPEN else Order.NEWEST)

    def holds(self, facts: Facts, today: date) -> bool:
        """Whether an item is asked for; `today` is the learner's."""
        return all(term.holds(facts, today) for term in self.terms)

    def opened(self) -> Query:
        """The same, of open items alone where it speaks neither of states nor of stars."""
        said = (term.term if isinstance(term, Not) else term for term in self.terms)
        if any(isinstance(term, (OnShelf, Starred)) for term in said):
            return self
        return replace(self, terms=(OnShelf(OPEN), *self.terms))

    def and_also(self, other: Query) -> Query:
        """What both ask for, in the order of the other where it says one."""
        return Query((*self.terms, *other.terms), other.order or self.order)


def asking(
    shelves: Iterable[str] = (),
    *,
    topics: Iterable[str] = (),
    feed: str = "",
    starred: bool | None = None,
    order: Order | None = None,
) -> Query:
    """Make a query without words; what is left empty asks for nothing."""
    made: list[Term] = []
    if wanted := frozenset(map(Shelf, shelves)):
        made.append(OnShelf(wanted))
    if named := tuple(topics):
        made.append(OnTopic(named))
    if feed:
        made.append(OfFeed((folded(feed),)))
    if starred is not None:
        made.append(Starred(starred))
    return Query(tuple(made), order)
