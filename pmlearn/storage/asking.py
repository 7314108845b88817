"""A query in SQL, for the index: the same meaning as `pmlearn/model/terms.py` has in Python."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pmlearn.model.terms import (
    Helps,
    Not,
    OfFeed,
    OfKind,
    OnShelf,
    OnTopic,
    Order,
    Published,
    Starred,
    Takes,
    Words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from pmlearn.model.terms import Query, Term

TWIN = "twin"
"""The shelf of a row that another one stands for; no query finds it."""

ORDERS = {
    Order.RANK: "lift DESC, published DESC, item",
    Order.NEWEST: "published DESC, item",
    Order.OLDEST: "published = '', published, item",
    Order.SHORTEST: "minutes IS NULL, minutes, published DESC, item",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition on `items`, with its values, and an order."""

    where: str
    values: tuple[Any, ...]
    order: str
    plain: bool  # it asks for nothing but shelves and stars, which the table `tally` has as well


def asked(query: Query, today: date, feeds_named: Callable[[str], Iterable[str]]) -> Asked:
    """Put a query into SQL.

    Args:
        query: what is asked for.
        today: the learner's.
        feeds_named: gives the ids of the feeds that a folded name stands for.
    """
    pieces = [_sql(term, today, feeds_named) for term in query.terms]
    if any(isinstance(term, (OfFeed, Helps)) for term in query.terms):
        # A feed or a step has few items, a shelf many: the plus keeps SQLite from walking along the shelf.
        pieces = [(f"+{text}" if text.startswith("shelf") else text, values) for text, values in pieces]
    # No literal may differ from those of the partial indexes, or SQLite does not see that they fit.
    if not query.shelves:
        pieces.append((f"shelf <> '{TWIN}'", ()))
    return Asked(
        " AND ".join(text for text, _ in pieces),
        tuple(value for _, values in pieces for value in values),
        ORDERS[query.sorting],
        all(isinstance(_bare(term), (OnShelf, Starred)) for term in query.terms),
    )


def _bare(term: Term) -> Term:
    return _bare(term.term) if isinstance(term, Not) else term


def _sql(  # noqa: PLR0911 - one for each kind of term
    term: Term, today: date, feeds_named: Callable[[str], Iterable[str]]
) -> tuple[str, tuple[Any, ...]]:
    match term:
        case Not(inner):
            text, values = _sql(inner, today, feeds_named)
            return f"NOT ({text})", values
        case OnShelf(shelves):
            names = [f"'{shelf.value}'" for shelf in sorted(shelves)]
            return (f"shelf = {names[0]}" if len(names) == 1 else f"shelf IN ({', '.join(names)})"), ()
        case OfKind(kinds):
            return f"kind IN ({marks(len(kinds))})", tuple(sorted(kinds))
        case Words(words):
            return "instr(folded, ?) > 0", (words,)
        case OnTopic(topics):
            return _any("instr(topics, ?) > 0" for _ in topics), tuple(f" {topic} " for topic in topics)
        case OfFeed(names):
            ids = tuple(dict.fromkeys(id_ for name in names for id_ in feeds_named(name)))
            some = f"IN ({marks(len(ids))})"
            others = f"item IN (SELECT rep FROM items WHERE rep <> '' AND feed {some})"
            return f"(feed {some} OR {others})", (*ids, *ids)
        case Takes(spans):
            return (
                f"(minutes IS NOT NULL AND {_any('minutes BETWEEN ? AND ?' for _ in spans)})",
                tuple(bound for span in spans for bound in span),
            )
        case Published(_, since):
            at = term.instant(today)
            return ("published >= ?", (at,)) if since else ("(published > '' AND published < ?)", (at,))
        case Starred(yes):
            return f"starred = {int(yes)}", ()
        case Helps(steps):
            # "0" is what follows "/": what begins with the ref and a slash stands between the two.
            some = _any("step = ? OR (step >= ? AND step < ?)" for _ in steps)
            bounds = tuple(bound for step in steps for bound in (step, f"{step}/", f"{step}0"))
            return f"item IN (SELECT item FROM matches WHERE {some})", bounds


def _any(pieces: Iterable[str]) -> str:
    return f"({' OR '.join(pieces)})"


def marks(count: int) -> str:
    """So many question marks."""
    return ", ".join("?" * count)
