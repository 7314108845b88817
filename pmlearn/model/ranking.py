"""How well something to read helps with a step, and why; docs/matching.md has the formula in words.

Words meet by their stems. Nothing leaves the machine, and whatever is said to match can say by what.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from math import log
from typing import TYPE_CHECKING

from pmlearn.model.aim import slugs_of, words_of
from pmlearn.model.commonwords import SHARES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pmlearn.model.aim import Aim, Term

THRESHOLD = 1.0
"""Relevance below which nothing is said to match: better nothing than noise."""

TOPIC, MORE_TOPICS = 2.0, 0.5
"""What a topic counts that the entry itself has, and each one after the first."""

FEED_TOPICS = 1.2
"""What it counts that all of the feed's topics are the step's; some of them count their share of it."""

TITLE, SUMMARY = 3.0, 1.0
"""What a word counts in the title and in the summary, before saturation."""

SATURATION = 1.2
"""BM25's k1. Its b is 0: titles and summaries are cut to one size, so that a long one needs no penalty, and a
word more that matches never lowers anything."""

RARITY = 0.6
"""How much of a topic's word hangs on its being rare. People chose it: the rest counts wherever it stands."""

TEXT = 0.7
"""What it counts that the text speaks of a topic as much as the text that does most: never enough alone."""

MOST_A_TOPIC, MOST_AROUND = 2.5, 0.5
"""What the words of one topic can add up to, and what those of the module's and curriculum's titles can."""

BACKGROUND = 500
"""Texts that are counted as seen beside the candidates, with words as common as in the shipped curricula."""

HALF_LIFE = 180.0
"""Days after which a score is half of what it was. Falling by one factor a day, no two ever change places."""

WEIGHT = 0.1
"""What one point of a feed's weight adds to the score, of its whole."""

TELLING = 15
"""A word that more than so many of a hundred texts have is no reason beside a topic."""

SAME_FEED, LEAST_FEED = 0.9, 0.6
"""By what each item that was not for the step lowers those of its feed, and how far that can go."""

SAME_TERM, LEAST_TERM = 0.8, 0.5
"""The same of the terms by which it matched."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something to read, as far as it is looked at here."""

    id: str  # the item's
    feed: str  # the id of its feed; "" for a saved link
    title: str
    summary: str = ""
    topics: tuple[str, ...] = ()  # of the entry itself
    feed_topics: tuple[str, ...] = ()
    weight: int = 0  # of the feed, -3 to 3
    days: float = 0.0  # since it was published


@dataclass(frozen=True, slots=True)
class Match:
    """An item that helps with a step."""

    id: str  # the item's
    score: float  # only to be compared with others of the same step
    why: str  # one line; `*topic*` stands for a topic
    terms: tuple[str, ...] = ()  # by what it matched: topics, and terms as they are said


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learnt from items that were not for a step."""

    feeds: Mapping[str, int] = field(default_factory=dict)  # how many of each feed
    terms: Mapping[str, int] = field(default_factory=dict)  # how many matched by each term

    def of_feed(self, feed: str) -> float:
        """The factor of a feed's items; that of saved links is 1."""
        return max(LEAST_FEED, SAME_FEED ** self.feeds.get(feed, 0)) if feed else 1.0

    def of_term(self, term: str) -> float:
        """The factor of a topic or term."""
        return max(LEAST_TERM, SAME_TERM ** self.terms.get(term, 0))


class Shelf:
    """Candidates with their words looked up; made once, asked for many steps."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self.candidates = tuple(candidates)
        self.titles = [words_of(each.title) for each in self.candidates]
        self.summaries = [words_of(each.summary) for each in self.candidates]
        self._of_topic: dict[str, list[int]] = defaultdict(list)
        self._of_feed_topic: dict[str, list[int]] = defaultdict(list)
        self._of_word: dict[str, list[int]] = defaultdict(list)
        for at, each in enumerate(self.candidates):
            for word in {*self.titles[at], *self.summaries[at]}:
                self._of_word[word].append(at)
            for topic in slugs_of(each.topics):
                self._of_topic[topic].append(at)
            for topic in each.feed_topics:
                self._of_feed_topic[topic].append(at)

    def on(self, topic: str) -> list[int]:
        """Places of the candidates that have a topic themselves."""
        return self._of_topic.get(topic, [])

    def from_feed_on(self, topic: str) -> list[int]:
        """Places of the candidates whose feed has a topic."""
        return self._of_feed_topic.get(topic, [])

    def saying(self, term: Term) -> dict[int, tuple[int, int]]:
        """Where a term stands: how often in the title and in the summary, by the candidate's place."""
        rarest = min((self._of_word.get(word, []) for word in term.stems), key=len)
        found = {}
        for at in rarest:
            each = self.candidates[at]
            if term.exact:
                times = spelt(term.said, each.title), spelt(term.said, each.summary)
            else:
                times = count(term.stems, self.titles[at]), count(term.stems, self.summaries[at])
            if any(times):
                found[at] = times
        return found

    def rarity(self, term: Term, texts: int) -> float:
        """How rare a term is that stands in so many of the candidates: 0 in all of them, 1 in none."""
        whole = len(self.candidates) + BACKGROUND
        share = min(SHARES.get(word, 0) for word in term.stems) if len(term.stems) == 1 else 0
        held = texts + BACKGROUND * share / 100
        return log(1 + (whole - held + 0.5) / (held + 0.5)) / log(1 + (whole + 0.5) / 0.5)


def count(stems: Sequence[str], words: Sequence[str]) -> int:
    """How often words follow each other in a text."""
    if len(stems) == 1:
        return words.count(stems[0])
    first, length = stems[0], len(stems)
    return sum(
        word == first and tuple(words[at : at + length]) == tuple(stems) for at, word in enumerate(words)
    )


def spelt(word: str, text: str) -> int:
    """How often a word stands in a text with these capitals, alone or in the plural."""
    return len(re.findall(rf"(?<!\w){re.escape(word)}s?(?!\w)", text))


@dataclass(slots=True)
class _Tally:
    """What speaks for one candidate."""

    topics: list[str] = field(default_factory=list)  # that it has itself
    feed_topics: list[str] = field(default_factory=list)  # that its feed has
    words: dict[str, float] = field(default_factory=lambda: defaultdict(float))  # by topic; "" by title
    around: float = 0.0  # by the titles of the module and the curriculum
    said: list[tuple[float, str]] = field(default_factory=list)  # terms, with what each counts
    texts: list[str] = field(default_factory=list)  # topics that its text speaks of
    text: float = 0.0


def rank(
    aim: Aim,
    shelf: Shelf,
    lesson: Lesson | None = None,
    texts: Mapping[str, Mapping[str, float]] | None = None,
) -> list[Match]:
    """The candidates that help with a step, the best first.

    Args:
        aim: what the step is about.
        shelf: what there is to read.
        lesson: what was learnt from items that were not for it.
        texts: for each topic, how much texts speak of it, by item: 1 is the most.
    """
    lesson = lesson or Lesson()
    tallies: dict[int, _Tally] = defaultdict(_Tally)
    for topic in aim.topics:
        for at in shelf.on(topic):
            tallies[at].topics.append(topic)
        for at in shelf.from_feed_on(topic):
            tallies[at].feed_topics.append(topic)
    for term in aim.terms:
        found = shelf.saying(term)
        rarity = shelf.rarity(term, len(found))
        counts = (
            term.weight * (1 - RARITY + RARITY * rarity if term.topic else rarity) * lesson.of_term(term.said)
        )
        for at, (title, summary) in found.items():
            times = TITLE * title + SUMMARY * summary
            worth = counts * times * (SATURATION + 1) / (times + SATURATION)
            tally = tallies[at]
            if term.around:
                tally.around += worth
            else:
                tally.words[term.topic] += worth
                tally.said.append((worth, term.said))
    if texts:
        places = {each.id: at for at, each in enumerate(shelf.candidates)}
        for topic in aim.topics:
            for item, much in texts.get(topic, {}).items():
                if (place := places.get(item)) is not None and topic not in tallies[place].words:
                    tallies[place].texts.append(topic)
                    tallies[place].text += TEXT * much * lesson.of_term(topic)
    matches = [
        match
        for at, tally in tallies.items()
        if (match := _match(aim, shelf.candidates[at], tally, lesson)) is not None
    ]
    return sorted(matches, key=lambda match: (-match.score, match.id))


def _match(aim: Aim, each: Candidate, tally: _Tally, lesson: Lesson) -> Match | None:
    relevance = tally.text + sum(min(worth, MOST_A_TOPIC) for worth in tally.words.values())
    if tally.topics:
        factors = sorted((lesson.of_term(topic) for topic in tally.topics), reverse=True)
        relevance += TOPIC * factors[0] + MORE_TOPICS * sum(factors[1:])
    if tally.feed_topics:
        relevance += FEED_TOPICS * len(tally.feed_topics) / len(set(each.feed_topics))
    if relevance:
        # Where nothing else speaks for it, what is around the step says nothing.
        relevance += min(tally.around, MOST_AROUND) * min(1.0, relevance)
    relevance *= lesson.of_feed(each.feed)
    if relevance < THRESHOLD:
        return None
    score = relevance * (1 + WEIGHT * each.weight) * 0.5 ** (each.days / HALF_LIFE)
    said = [term for _, term in sorted(tally.said, key=lambda pair: (-pair[0], pair[1]))]
    return Match(
        each.id,
        score,
        reason(aim, tally.topics, said, tally.feed_topics, tally.texts),
        tuple(dict.fromkeys((*tally.topics, *said))),
    )


def _telling(said: str) -> bool:
    """Whether one of the words is rare where product management is written about."""
    return any(SHARES.get(word, 0) <= TELLING for word in words_of(said))


def reason(
    aim: Aim, topics: Sequence[str], said: Sequence[str], feed_topics: Sequence[str], texts: Sequence[str]
) -> str:
    """One line that says by what an item matches."""
    parts = []
    if topics:
        parts.append(f"matches {_listed(topics)} in {aim.where}")
    # What is said within another is said already.
    whole = [word for at, word in enumerate(said) if not any(_within(word, other) for other in said[:at])]
    if topics:
        whole = [word for word in whole if _telling(word)]
    if words := [word for word in whole if word not in topics][:2]:
        parts.append("says " + ", ".join(f"“{word}”" for word in words))
    elif not topics and said:
        parts.append(f"says “{said[0]}”")
    if not topics and texts:
        parts.append(f"its text speaks of {_listed(texts)}")
    if not topics and feed_topics:
        parts.append(f"its feed is on {_listed(feed_topics)}")
    return ", ".join(parts)


def _within(word: str, phrase: str) -> bool:
    return f" {word.casefold()} " in f" {phrase.casefold()} "


def _listed(topics: Sequence[str]) -> str:
    return ", ".join(f"*{topic}*" for topic in topics[:2])
