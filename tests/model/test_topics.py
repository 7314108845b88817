"""What is made of documents is what they say now.

`PMLEARN_WRITE_DOCS=1 pytest tests/model/test_topics.py` makes it again; whoever runs the tests next has it.
"""

from __future__ import annotations

import os

from pmlearn.model.commonwords import SHARES
from pmlearn.model.topics import SAID
from tests import vocabulary
from tests.shipped import topics

WRITE = bool(os.environ.get("PMLEARN_WRITE_DOCS"))


def test_the_topics_of_the_program_are_those_of_the_page() -> None:
    text = vocabulary.topics_module()
    if WRITE:
        vocabulary.TOPICS.write_text(text, "utf-8")
    assert vocabulary.TOPICS.read_text("utf-8") == text, "run it with PMLEARN_WRITE_DOCS=1"
    assert tuple(vocabulary.said()) == topics()
    assert vocabulary.said()["discovery"][-1] == "opportunity solution tree"


def test_common_words_are_about_as_common_as_is_said() -> None:
    """A curriculum more need not change them: a few percent change no order."""
    shares = vocabulary.common()
    if WRITE:
        vocabulary.COMMON.write_text(vocabulary.common_module(shares), "utf-8")
    known = SHARES.keys() | shares.keys()
    far = {word: (SHARES.get(word, 0), shares.get(word, 0)) for word in known}
    assert not {word for word, (held, now) in far.items() if abs(held - now) > 4}, "PMLEARN_WRITE_DOCS=1"
    assert SHARES["product"] > 20


def test_every_topic_has_terms() -> None:
    assert SAID
    assert all(isinstance(also, tuple) for also in SAID.values())
