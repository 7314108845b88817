"""Subscribing to feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from pmlearn.wiring import Services


def test_adding_again_changes_the_title_and_topics_that_are_given(session: Callable[..., Services]) -> None:
    here = session()
    here.feeds.add("https://a.example/feed", "A", ["discovery"])
    told = here.feeds.add("https://a.example/feed", "", ["Pricing"])
    [row] = here.feeds.list()
    assert (row.title, row.topics) == ("A", ("pricing",))
    assert told.message.startswith("changed: ")
    here.history.undo()
    assert here.feeds.list()[0].topics == ("discovery",)
    assert here.feeds.add("https://a.example/feed").action == ""
