"""What a step is about."""

from __future__ import annotations

import pytest

from pmlearn.model.aim import Aim, aim_of, of_topic, slugs_of
from pmlearn.model.curriculum import Curriculum, Kind, Module, Step
from pmlearn.model.topics import SAID


def aim(title: str, *topics: str) -> Aim:
    step = Step("book/step", title, Kind.BOOK, topics=topics)
    return aim_of(Curriculum("book", "Inspired"), Module("m", "Part III", steps=(step,)), step)


def test_its_terms_are_its_topics_what_is_also_said_and_the_words_of_its_title() -> None:
    found = aim("Read about framing", "discovery")
    assert [term.said for term in found.terms] == [
        "discovery",
        "product discovery",
        "continuous discovery",
        "opportunity solution tree",
        "framing",
        "III",
        "Inspired",
    ]
    assert [term.said for term in found.terms if term.around] == ["III", "Inspired"]
    assert (found.where, found.ref) == ("Inspired · Part III", "book/step")


def test_a_word_that_a_topic_has_already_counts_once() -> None:
    stems = [term.stems for term in aim("Discovery, discovered", "discovery").terms]
    assert len(stems) == len(set(stems))


def test_an_unknown_topic_is_its_own_word() -> None:
    assert [(term.said, term.topic) for term in of_topic("sour-dough")] == [("sour dough", "sour-dough")]


@pytest.mark.parametrize("topic", SAID)
def test_every_known_topic_has_a_name_and_what_is_also_said(topic: str) -> None:
    terms = of_topic(topic)
    assert len(terms) > 1
    assert all(term.stems and term.weight > 0 and term.topic == topic for term in terms)


def test_a_tag_that_is_said_for_a_topic_is_that_topic() -> None:
    assert slugs_of(["user-research", "a11y", "other"]) == {
        "user-research",
        "research",
        "a11y",
        "accessibility",
        "other",
    }
    # One plain word may mean anything.
    assert slugs_of(["story", "class"]) == {"story", "class"}
