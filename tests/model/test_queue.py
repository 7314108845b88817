from __future__ import annotations

import pytest

from pmlearn.model.feed import Enclosure
from pmlearn.model.queue import ItemKind, kind_of, minutes_of

AUDIO = Enclosure("https://example.org/1.mp3", "audio/mpeg", duration=3241)
VIDEO = Enclosure("https://example.org/1.mp4", "video/mp4", duration=60)
IMAGE = Enclosure("https://example.org/1.png", "image/png")


@pytest.mark.parametrize(
    ("enclosures", "expected"),
    [
        ((), ItemKind.ARTICLE),
        ((IMAGE,), ItemKind.ARTICLE),
        ((IMAGE, AUDIO), ItemKind.AUDIO),
        ((VIDEO,), ItemKind.VIDEO),
        ((VIDEO, AUDIO), ItemKind.AUDIO),
    ],
)
def test_an_entry_is_what_is_attached_to_it(enclosures: tuple[Enclosure, ...], expected: ItemKind) -> None:
    assert kind_of(enclosures, feed=True) is expected


def test_what_comes_from_no_feed_is_a_link() -> None:
    assert kind_of((), feed=False) is ItemKind.LINK


@pytest.mark.parametrize(("words", "minutes"), [(0, None), (1, 1), (230, 1), (344, 1), (346, 2), (2_300, 10)])
def test_an_article_takes_as_long_as_its_words(words: int, minutes: int | None) -> None:
    assert minutes_of(ItemKind.ARTICLE, words, (AUDIO,)) == minutes


def test_a_podcast_takes_as_long_as_its_longest_file_rounded_up() -> None:
    assert minutes_of(ItemKind.AUDIO, 10_000, (VIDEO, AUDIO)) == 55
    assert minutes_of(ItemKind.VIDEO, 0, (VIDEO,)) == 1
    assert minutes_of(ItemKind.AUDIO, 500, (Enclosure("https://example.org/1.mp3", "audio/mpeg"),)) is None
