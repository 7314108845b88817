"""A query finds the same in SQL and in Python."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pmlearn.model.query import Order, Query
from pmlearn.model.queue import ItemKind, Shelf
from pmlearn.model.terms import (
    Facts,
    Helps,
    Not,
    OfFeed,
    OfKind,
    OnShelf,
    OnTopic,
    Published,
    Starred,
    Takes,
    Words,
    folded,
    names_feed,
)
from pmlearn.model.when import Span
from pmlearn.storage.asking import asked
from pmlearn.storage.index import Index, topics_column

if TYPE_CHECKING:
    from pmlearn.storage.index import Row

TODAY = date(2026, 11, 26)
FEEDS = {"a-1": "Äther und Zeit", "b-2": "the Product Talk", "": ""}
STEPS = ("x/one", "x/two", "xy/one")

titles = st.lists(
    st.sampled_from(["Trio", "trio", "ÄRGER", "straße", "pr_ce", "100%", "'", "ﬁn"]), max_size=3
)
dates = st.sampled_from(["", "2026-11-25T08:00:00Z", "2026-11-19T23:59:59Z", "2025-01-01T00:00:00Z"])
minutes = st.none() | st.integers(0, 20)
some_topics = st.lists(st.sampled_from(["ai", "a", "pricing", "ki-ai"]), unique=True, max_size=2)
shelves = st.sampled_from([s.value for s in Shelf if s not in (Shelf.SNOOZED, Shelf.ARCHIVED)])
entries = st.tuples(
    titles, st.sampled_from(list(FEEDS)), dates, minutes, some_topics, st.sampled_from(list(ItemKind)),
    shelves, st.booleans(), st.sets(st.sampled_from(STEPS)), st.sampled_from(["", "", "same"]),
)  # fmt: skip

wanted_words = st.sampled_from(["trio", "ä", "STRASSE", "_", "%", "'", "fin", "o s"])
terms = st.one_of(
    wanted_words.map(lambda text: Words(folded(text))),
    st.sets(st.sampled_from(list(Shelf)), min_size=1).map(lambda found: OnShelf(frozenset(found))),
    st.sets(st.sampled_from(list(ItemKind)), min_size=1).map(lambda found: OfKind(frozenset(found))),
    st.lists(st.sampled_from(["ai", "a", "x"]), min_size=1).map(lambda found: OnTopic(tuple(found))),
    st.lists(st.sampled_from(["a", "b-2", "pro", "äth", "zz"]), min_size=1).map(lambda f: OfFeed(tuple(f))),
    st.lists(st.tuples(st.integers(0, 9), st.integers(5, 15)), min_size=1).map(lambda f: Takes(tuple(f))),
    st.builds(
        Published, st.sampled_from([Span(7, "d"), Span(1, "y"), date(2026, 11, 20)]), since=st.booleans()
    ),
    st.builds(Starred, st.booleans()),
    st.lists(st.sampled_from(["x", "x/one", "xy"]), min_size=1).map(lambda found: Helps(tuple(found))),
)
queries = st.lists(terms | terms.map(Not), max_size=4).map(lambda found: Query(tuple(found)))


@settings(max_examples=150)
@given(st.lists(entries, max_size=8), queries)
def test_sql_and_python_find_the_same(given_entries: list[tuple[Any, ...]], query: Query) -> None:
    index, expected = filled(given_entries)
    found = asked(query, TODAY, lambda name: [f for f, title in FEEDS.items() if names_feed(name, f, title)])
    rows, total, time = index.page(found)
    index.close()
    wanted = {item for item, facts in expected.items() if query.holds(facts, TODAY)}
    assert {row[0] for row in rows} == wanted
    assert total == len(rows) == len(wanted)
    assert time == sum(expected[item].minutes or 0 for item in wanted)


def filled(given_entries: list[tuple[Any, ...]]) -> tuple[Index, dict[str, Facts]]:
    """An index of these entries, and what each item is; those of one work are one item of several feeds."""
    index = Index(Path("/dev/null/none"), "memory")
    rows: dict[str, list[Row]] = {}
    touched: list[Row] = []
    facts: dict[str, Facts] = {}
    works: list[str] = []
    for number, entry in enumerate(given_entries):
        title_words, feed, published, time, topics, kind, state, starred, steps, work = entry
        item, title = f"item{number}", " ".join(title_words)
        row = (
            item, feed, title, "", "", published, "", str(kind), time, topics_column(topics),
            "[]", folded(title), work, 0, "", 0,
        )  # fmt: skip
        rows.setdefault(str(feed), []).append(row)
        touched.append((*row, state, int(bool(starred)), ""))
        facts[item] = Facts(
            title, ((str(feed), FEEDS[str(feed)]),), str(published), ItemKind(str(kind)), time,
            tuple(topics), Shelf(str(state)), bool(starred), frozenset(steps),
        )  # fmt: skip
        works += [item] if work else []
    with index.transaction():
        for feed, each in rows.items():
            if feed:
                index.put_feed(feed, "", each)
        index.put_touched(touched)
        for step in STEPS:
            index.put_matches(step, [(item, 1.0, "") for item, fact in facts.items() if step in fact.steps])
        index.settle(TODAY.isoformat(), 1000)
    first: dict[str, str] = {}
    for item in sorted(works, key=lambda item: (not facts[item].published, facts[item].published, item)):
        first.setdefault(facts[item].feeds[0][0], item)
    together = list(first.values())
    for other in together[1:]:
        known = facts[together[0]]
        facts[together[0]] = Facts(
            known.title, known.feeds + facts.pop(other).feeds, known.published, known.kind, known.minutes,
            known.topics, known.shelf, known.starred, known.steps,
        )  # fmt: skip
    return index, facts


def test_every_order_is_total_and_says_what_it_says() -> None:
    index, _ = filled([])
    some = (
        ("a", "2026-01-02", 5, 0),
        ("b", "2026-01-01", None, 3),
        ("c", "", 2, 0),
        ("d", "2026-01-02", 5, -3),
    )
    with index.transaction():
        for item, published, time, weight in some:
            says = (published, "", "article", time, "  ", "[]", "", "", 0, "", weight)
            index.put_feed(f"f-{item}", "", [(item, f"f-{item}", "", "", "", *says)])
        index.settle(TODAY.isoformat(), 1000)
    expected = {Order.RANK: "bacd", Order.NEWEST: "adbc", Order.OLDEST: "badc", Order.SHORTEST: "cadb"}
    for order, items in expected.items():
        assert index.ids(asked(Query((), order), TODAY, lambda _: [])) == list(items), order
