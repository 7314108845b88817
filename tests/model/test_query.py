from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlearn.errors import InputError
from pmlearn.model.query import QueueFilter, parse
from pmlearn.model.queue import ItemKind, State
from pmlearn.model.text import clean


def test_nothing_asks_for_nothing() -> None:
    assert parse("") == parse("  ") == QueueFilter()


def test_every_key_and_words() -> None:
    query = "state:inbox,queued kind:audio feed:svpg topic:Discovery,pricing starred:yes product trio"
    assert parse(query) == QueueFilter(
        states=frozenset({State.INBOX, State.QUEUED}),
        kinds=frozenset({ItemKind.AUDIO}),
        feed="svpg",
        topics=("discovery", "pricing"),
        starred=True,
        words="product trio",
    )


def test_a_key_said_twice_asks_for_either() -> None:
    assert parse("state:done state:dropped").states == {State.DONE, State.DROPPED}
    assert parse("topic:a topic:b").topics == ("a", "b")


def test_values_are_read_whatever_their_case() -> None:
    assert parse("state:INBOX starred:No") == QueueFilter(states=frozenset({State.INBOX}), starred=False)


def test_an_address_is_a_word_not_a_key() -> None:
    assert parse("https://example.org").words == "https://example.org"


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("state:open", "inbox, queued, reading, done, dropped"),
        ("kind:book", "article, audio, video, link"),
        ("starred:maybe", "yes, no"),
        ("colour:red", "state, kind, feed, topic, starred"),
    ],
)
def test_a_mistake_is_named_with_what_there_is(query: str, named: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(f"words {query}")
    assert query in caught.value.message
    assert named in caught.value.hint


@given(st.text())
def test_no_text_crashes_the_parser_and_its_errors_are_harmless(text: str) -> None:
    said = ""
    try:
        parse(text)
    except InputError as error:
        said = error.message
    assert said == clean(said)
