"""What helps with a step, in which order, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlearn.model.aim import Aim, aim_of
from pmlearn.model.curriculum import Curriculum, Kind, Module, Step
from pmlearn.model.ranking import (
    HALF_LIFE,
    LEAST_FEED,
    LEAST_TERM,
    THRESHOLD,
    Candidate,
    Lesson,
    Match,
    Shelf,
    rank,
    reason,
)
from tests import matching

STEP = Step("inspired/talk", "Write an interview guide", Kind.EXERCISE, topics=("discovery", "interviews"))
AIM = aim_of(Curriculum("inspired", "Inspired"), Module("m", "Part III", steps=(STEP,)), STEP)


def ranked(*candidates: Candidate, aim: Aim = AIM, lesson: Lesson | None = None) -> dict[str, Match]:
    return {match.id: match for match in rank(aim, Shelf(candidates), lesson)}


def an_item(title: str, **given: object) -> Candidate:
    return Candidate(**({"id": "it", "feed": "f", "title": title} | given))  # type: ignore[arg-type]


def test_the_labelled_set_is_found_again() -> None:
    """Precision and recall of the first five, over steps: the numbers of docs/matching.md."""
    found = matching.measured()
    assert len(found) == 12
    precision = sum(precision for precision, _, _ in found.values()) / len(found)
    recall = sum(recall for _, recall, _ in found.values()) / len(found)
    assert precision >= 0.93, found
    assert recall >= 0.85, found
    # Not much is said to match beyond what was labelled so.
    assert sum(matches for _, _, matches in found.values()) <= len(found) * 6


# The reason.


def test_a_topic_that_is_shared_is_the_reason() -> None:
    assert ranked(an_item("Something", topics=("discovery",)))["it"].why == (
        "matches *discovery* in Inspired · Part III"
    )


def test_words_that_are_said_are_the_reason() -> None:
    match = ranked(an_item("The opportunity solution tree", summary="What interviews are for."))["it"]
    assert match.why == "says “opportunity solution tree”, “interviews”"
    assert match.terms == ("opportunity solution tree", "interviews")


def test_a_feed_on_the_topics_is_the_reason_where_there_is_no_better() -> None:
    assert ranked(an_item("Hello", feed_topics=("interviews",)))["it"].why == "its feed is on *interviews*"
    # One topic of many says too little of what an entry is about.
    assert not ranked(an_item("Hello", feed_topics=("interviews", "pricing", "sales")))
    match = ranked(an_item("On interviews", feed_topics=("interviews", "pricing")))["it"]
    assert match.why == "says “interviews”, its feed is on *interviews*"


def test_a_text_that_speaks_of_a_topic_adds_to_it_and_is_not_enough() -> None:
    shelf = Shelf([an_item("Hello", feed_topics=("discovery", "sales", "pricing", "growth"))])
    assert not rank(AIM, shelf)
    (match,) = rank(AIM, shelf, texts={"discovery": {"it": 1.0}, "interviews": {"it": 1.0}})
    assert match.why == "its text speaks of *discovery*, *interviews*, its feed is on *discovery*"
    assert not rank(AIM, Shelf([an_item("Hello")]), texts={"discovery": {"it": 1.0}})


# What matches.


@pytest.mark.parametrize(
    "title",
    [
        "What I read this month",
        "A guide to Berlin",
        "Inspired",  # the curriculum's title alone
        "We need to write",
    ],
)
def test_better_nothing_than_noise(title: str) -> None:
    assert not ranked(an_item(title))


def test_an_acronym_is_known_by_its_capitals() -> None:
    step = Step("c/s", "Name it", Kind.EXERCISE, topics=("metrics",))
    aim = aim_of(Curriculum("c", "C"), Module("m", "M", steps=(step,)), step)
    assert ranked(an_item("HEART in practice"), aim=aim)
    assert not ranked(an_item("The heart of the matter"), aim=aim)
    assert ranked(an_item("Two KPIs"), aim=aim)


def test_a_phrase_is_words_that_follow_each_other() -> None:
    assert ranked(an_item("Customer interviews")).keys() == {"it"}
    tree = ranked(an_item("A tree, a solution, an opportunity"))
    assert not tree


# The order.


def test_a_topic_comes_before_words_and_words_before_the_feed() -> None:
    found = ranked(
        an_item("Hello", id="feed", feed_topics=("discovery", "interviews")),
        an_item("On interviews", id="words"),
        an_item("Hello", id="topic", topics=("discovery",)),
        an_item("On interviews", id="both", topics=("interviews",)),
    )
    assert list(found) == ["both", "topic", "words", "feed"]


def test_what_is_twice_as_old_as_half_lives_say_counts_half() -> None:
    now, then = an_item("Interviews"), an_item("Interviews", id="old", days=HALF_LIFE)
    found = ranked(now, then)
    assert found["old"].score == pytest.approx(found["it"].score / 2)
    # What is said to match does not hang on the day.
    assert ranked(replace(then, days=9999.0))


def test_a_feeds_weight_moves_its_items_and_hides_none() -> None:
    found = ranked(*(an_item("Interviews", id=f"w{weight}", weight=weight) for weight in (-3, 0, 3)))
    assert list(found) == ["w3", "w0", "w-3"]


# What is learnt.


def test_what_was_not_for_a_step_lowers_its_like_within_bounds() -> None:
    item = an_item("Interviews, interviewed", summary="On product discovery.")
    whole = ranked(item)["it"].score
    once = ranked(item, lesson=Lesson({"f": 1}, {"interviews": 1}))["it"].score
    often = ranked(
        item, lesson=Lesson({"f": 99}, {"interviews": 99, "discovery": 99, "product discovery": 99})
    )
    assert often["it"].score < once < whole
    assert often["it"].score >= whole * LEAST_FEED * LEAST_TERM * 0.99
    assert ranked(item, lesson=Lesson({"other": 9}, {"pricing": 9}))["it"].score == whole


def test_what_barely_matched_matches_no_more() -> None:
    item = an_item("Hello", feed_topics=("interviews",))
    assert ranked(item, lesson=Lesson({"f": 1}))
    assert not ranked(item, lesson=Lesson({"f": 2}))
    # Nobody learns to dislike saved links in general.
    assert ranked(an_item("Interviews", feed=""), lesson=Lesson({"": 9}))


# What holds for all.

SAID = "interviews discovery product customer opportunity solution tree guide pricing bread the of"
WORDS = st.sampled_from(SAID.split())
TEXTS = st.lists(WORDS, max_size=8).map(" ".join)
OTHERS = st.lists(st.tuples(TEXTS, TEXTS), max_size=6)


def scored(candidate: Candidate, others: list[tuple[str, str]]) -> float:
    beside = [an_item(title, id=f"o{at}", summary=text) for at, (title, text) in enumerate(others)]
    match = ranked(candidate, *beside).get("it")
    return match.score if match else 0.0


@given(TEXTS, TEXTS, WORDS, OTHERS)
def test_a_word_more_never_lowers_anything(
    title: str, summary: str, word: str, others: list[tuple[str, str]]
) -> None:
    before = scored(an_item(title, summary=summary), others)
    assert scored(an_item(title, summary=f"{summary} {word}"), others) >= before - 1e-9
    assert scored(an_item(f"{title} {word}", summary=summary), others) >= before - 1e-9


@given(TEXTS, TEXTS, st.sampled_from(["discovery", "interviews", "pricing"]), OTHERS)
def test_a_topic_more_never_lowers_anything(
    title: str, summary: str, topic: str, others: list[tuple[str, str]]
) -> None:
    item = an_item(title, summary=summary)
    assert scored(replace(item, topics=(topic,)), others) >= scored(item, others)


@given(st.lists(st.tuples(TEXTS, TEXTS, st.integers(-3, 3), st.floats(0, 4000)), max_size=8))
def test_what_matches_is_ordered_has_a_reason_and_is_the_same_again(
    made: list[tuple[str, str, int, float]],
) -> None:
    items = [
        an_item(title, id=f"i{at}", summary=text, weight=weight, days=days)
        for at, (title, text, weight, days) in enumerate(made)
    ]
    found = rank(AIM, Shelf(items))
    assert [match.score for match in found] == sorted((match.score for match in found), reverse=True)
    assert all(match.why and match.score > 0 for match in found)
    assert {m.id: m.score for m in rank(AIM, Shelf(items[::-1]))} == pytest.approx(
        {m.id: m.score for m in found}
    )
    assert THRESHOLD > 0


def test_a_topic_whose_name_is_a_word_of_every_day_needs_more_than_its_name() -> None:
    step = Step("c/s", "Begin", Kind.EXERCISE, topics=("learning",))
    aim = aim_of(Curriculum("c", "C"), Module("m", "M", steps=(step,)), step)
    assert not ranked(an_item("Language learning in public"), aim=aim)
    assert ranked(an_item("Learning to study", summary="A habit."), aim=aim)
    assert ranked(an_item("Language learning", topics=("learning",)), aim=aim)


def test_a_word_that_every_other_text_has_is_no_reason_beside_a_topic() -> None:
    assert "says" not in reason(AIM, ["teams"], ["Product"], [], [])
    assert reason(AIM, ["teams"], ["Product", "opportunity"], [], []).endswith("says “opportunity”")
    assert reason(AIM, [], ["Product"], [], []) == "says “Product”"
