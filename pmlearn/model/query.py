"""Asking for items in words: `state:inbox topic:discovery minutes:<15 "product trio" -hiring`.

The language of the screen, the command line, saved views and the filters of feeds; docs/queries.md has it
all. What a query is when it has been read stands in `pmlearn/model/terms.py`.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from pmlearn.errors import InputError
from pmlearn.model.feed import slug
from pmlearn.model.queue import ItemKind, Shelf
from pmlearn.model.terms import (
    OPEN,
    Helps,
    Not,
    OfFeed,
    OfKind,
    OnShelf,
    OnTopic,
    Order,
    Published,
    Query,
    Starred,
    Takes,
    Words,
    asking,
    folded,
)
from pmlearn.model.text import clean
from pmlearn.model.when import Span, date_of, span_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from enum import StrEnum

    from pmlearn.model.terms import Term

__all__ = ["KEYS", "OPEN", "Order", "Query", "QueryError", "asking", "parse", "parse_filter"]

FOREVER = 1_000_000
"""Minutes: more than anything takes."""

T = TypeVar("T")
Word = TypeVar("Word", bound="StrEnum")


class QueryError(InputError):
    """A query has a word that means nothing; the word is pointed at.

    Attributes:
        picture: the query, and below it a caret under each character of the word; harmless.
    """

    def __init__(self, message: str, hint: str, query: str, begin: int, end: int) -> None:
        super().__init__(clean(message), clean(hint))
        # Bars keep the blanks at the ends of the pieces.
        before = clean(f"|{query[:begin]}|")[1:-1]
        word, after = clean(query[begin:end]), clean(f"|{query[end:]}")[1:]
        self.picture = f"{before}{word}{after}\n{' ' * len(before)}{'^' * max(1, len(word))}"


@dataclass(frozen=True, slots=True)
class _Token:
    """A word of a query, and where it stands."""

    query: str  # all of it
    begin: int
    end: int
    sign: str  # "-" where it is to be left out, else ""
    key: str  # lower case; "" for a plain word or a phrase
    value: str  # what follows the key

    def error(self, message: str, hint: str) -> QueryError:
        """What is wrong with it."""
        return QueryError(message, hint, self.query, self.begin, self.end)

    def values(self) -> list[str]:
        """What stands between its commas.

        Raises:
            QueryError: nothing does.
        """
        found = [quoted or plain for quoted, plain in re.findall(r'"([^"]*)"|([^,"]+)', self.value)]
        if not any(found):
            raise self.error(f"{self.key}: nothing follows", HINTS[self.key])
        return [value.strip() for value in found if value.strip()]

    def words(self, among: type[Word]) -> frozenset[Word]:
        """The words between its commas, which are some of these.

        Raises:
            QueryError: one of them is none of these.
        """
        known = {word.value: word for word in among}
        values = [value.lower() for value in self.values()]
        for value in values:
            if value not in known:
                near = difflib.get_close_matches(value, known, 1)
                hint = f"did you mean {near[0]}?" if near else HINTS[self.key]
                raise self.error(f"{self.key}:{value}: no such {self.key}", hint)
        return frozenset(known[value] for value in values)


def parse(query: str) -> Query:
    """Read a query; see docs/queries.md.

    Raises:
        QueryError: a key or a value is unknown; the message names the word, its picture points at it.
    """
    found: list[Term] = []
    order: Order | None = None
    for token in _tokens(query):
        if token.key == "order":
            orders = token.words(Order)
            if token.sign or len(orders) > 1:
                raise token.error(f"{token.sign}order:{token.value}: one order", HINTS["order"])
            [order] = orders
        elif term := _term(token):
            _put(found, Not(term) if token.sign else term)
    return Query(tuple(found), order)


def parse_filter(query: str) -> Query:
    """Read a query that the entries of a feed are muted or kept by, as they come in.

    Raises:
        QueryError: as `parse`; or it asks for what changes later: a state, a star, a step, a date; or for
            nothing.
    """
    for token in _tokens(query):
        if token.key in KEYS and token.key not in FILTERS:
            hint = f"a filter goes by words of the title and by {', '.join(FILTERS)}"
            raise token.error(f"{token.key}: a filter cannot ask for it", hint)
    found = parse(query)
    if not found.terms:
        raise QueryError("an empty filter", "write words of titles, or topic:…", query, 0, len(query))
    return found


def _tokens(query: str) -> list[_Token]:
    found = []
    at = 0
    while at < len(query):
        begin = at
        if query[at].isspace():
            at += 1
            continue
        sign = "-" if query[at] == "-" and query[at + 1 : at + 2].strip() else ""
        at += len(sign)
        # An address has a colon, too; so has a word of a title, which is then no key.
        key = re.compile(r"([A-Za-z]+):(?!//)").match(query, at)
        at = key.end() if key else at
        end = _end(query, at, begin)
        found.append(_Token(query, begin, end, sign, key[1].lower() if key else "", query[at:end]))
        at = end
    return found


def _end(query: str, start: int, begin: int) -> int:
    """Where a word ends: at a blank that does not stand between quotation marks."""
    quoted = False
    at = start
    while at < len(query) and (quoted or not query[at].isspace()):
        if query[at] == '"':
            quoted = not quoted and (at == start or query[at - 1] == ",")
        at += 1
    if quoted:
        raise QueryError("a quotation mark is not closed", 'end it with "', query, begin, len(query))
    return at


def _term(token: _Token) -> Term | None:
    if not token.key:
        value = token.value
        phrase = len(value) > 1 and value[0] == value[-1] == '"'
        text = folded(clean(value[1:-1] if phrase else value))
        return Words(text) if text else None
    make = KEYS.get(token.key)
    if make is None:
        near = difflib.get_close_matches(token.key, [*KEYS, "order"], 1)
        hint = f"did you mean {near[0]}?" if near else f"the keys are {', '.join(KEYS)}, order"
        raise token.error(f"{token.key}: no such key", f"{hint} (a word with a colon goes into quotes)")
    return make(token)


def _put(found: list[Term], term: Term) -> None:
    """Add a term; of a key that is said twice either value will do, but for minutes, dates and stars."""
    for at, known in enumerate(found):
        match known, term:
            case OnShelf(some), OnShelf(more):
                found[at] = OnShelf(some | more)
            case OfKind(some), OfKind(more):
                found[at] = OfKind(some | more)
            case OnTopic(some), OnTopic(more):
                found[at] = OnTopic((*some, *more))
            case OfFeed(some), OfFeed(more):
                found[at] = OfFeed((*some, *more))
            case Helps(some), Helps(more):
                found[at] = Helps((*some, *more))
            case _:
                continue
        return
    found.append(term)


def _starred(token: _Token) -> Term:
    values = {value.lower() for value in token.values()}
    if not values <= {"yes", "no"} or len(values) > 1:
        raise token.error(f"starred:{token.value}: yes or no", HINTS["starred"])
    return Starred(values == {"yes"})


def _minutes(token: _Token) -> Term:
    spans = []
    for value in token.values():
        found = re.fullmatch(r"(?:(<=?|>=?)|(\d{1,5})-)?(\d{1,5})", value)
        if found is None:
            raise token.error(f"minutes:{value}: no such time", HINTS["minutes"])
        sign, low, last = found[1], found[2], int(found[3])
        if sign:
            by = 0 if sign.endswith("=") else 1
            spans.append((0, last - by) if sign[0] == "<" else (last + by, FOREVER))
        else:
            spans.append((int(low or last), last))
    return Takes(tuple(spans))


def _since(token: _Token) -> Term:
    return Published(_when(token), since=True)


def _before(token: _Token) -> Term:
    return Published(_when(token), since=False)


def _when(token: _Token) -> date | Span:
    value = token.values()[0].lower()
    found = span_of(value) or (Span(0, "d") if value == "today" else date_of(value))
    if found is None:
        raise token.error(f"{token.key}:{value}: no such day", HINTS[token.key])
    return found


KEYS: dict[str, Callable[[_Token], Term]] = {
    "state": lambda token: OnShelf(token.words(Shelf)),
    "kind": lambda token: OfKind(token.words(ItemKind)),
    "topic": lambda token: OnTopic(tuple(map(slug, token.values()))),
    "feed": lambda token: OfFeed(tuple(map(folded, token.values()))),
    "step": lambda token: Helps(tuple(value.lower() for value in token.values())),
    "minutes": _minutes,
    "since": _since,
    "before": _before,
    "starred": _starred,
}
"""Every key but `order`, which is no term, and what makes a term of it."""

FILTERS = ("topic", "kind", "minutes")
"""The keys of what does not change after an entry came in."""

_DAYS = "write 7d, 2w, 3m, 1y, today or a date such as 2026-11-22"

HINTS = {
    "state": f"write one of {', '.join(Shelf)}",
    "kind": f"write one of {', '.join(ItemKind)}",
    "topic": "write a topic, such as topic:discovery",
    "feed": "write the beginning of a feed's id, or a word of its title",
    "step": "write a step, such as step:inspired/teams, or the id of a curriculum",
    "minutes": "write 15, 10-20, <15, <=15, >15 or >=15",
    "since": _DAYS,
    "before": _DAYS,
    "starred": "write starred:yes or starred:no",
    "order": f"write one of {', '.join(Order)}",
}
"""What can follow a key."""
