"""Which feeds are subscribed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pmlearn.errors import InputError, UnknownError
from pmlearn.model.action import Change
from pmlearn.model.feed import feed_id
from tests.services.conftest import FEED, URL

if TYPE_CHECKING:
    from collections.abc import Callable

    from pmlearn.wiring import Services


def urls(services: Services) -> list[str]:
    return [row.url for row in services.feeds.list()]


@pytest.fixture
def preset(here: Services, session: Callable[..., Services]) -> Services:
    """A session with a feed that the configuration presets."""
    here.settings.places.config.mkdir(parents=True)
    (here.settings.places.config / "config.toml").write_text(f'[[feeds]]\nurl = "{URL}"\ntopics = ["A B"]\n')
    return session()


def test_subscribing_once_and_again(here: Services, window: Services) -> None:
    assert here.feeds.add("feeds.example/rss", "Mine\x07", ["Big Topic"]).changed == (FEED,)
    [row] = here.feeds.list()
    assert (row.id, row.url, row.title, row.topics, row.preset) == (FEED, URL, "Mine", ("big-topic",), False)
    again = window.feeds.add(URL)
    assert (again.action, again.changed) == ("", (FEED,))
    for wrong in ("", "file:///etc/passwd", "javascript:alert(1)", "https://"):
        with pytest.raises(InputError):
            here.feeds.add(wrong)


def test_a_feed_is_found_by_id_beginning_or_address(here: Services) -> None:
    here.feeds.add(URL)
    here.feeds.add("https://feeds.example/other")
    for text in (FEED, URL):
        assert here._subscriptions.find(text).id == FEED
    with pytest.raises(UnknownError, match="any of"):
        here._subscriptions.find("feeds")
    for text in ("nothing", "\x1b[31m"):
        with pytest.raises(UnknownError) as caught:
            here._subscriptions.find(text)
        assert "\x1b" not in caught.value.message


def test_no_name_names_no_feed_not_even_the_only_one(here: Services) -> None:
    here.feeds.add(URL)
    with pytest.raises(UnknownError, match="no feed “”"):
        here.feeds.remove([""])
    assert urls(here) == [URL]


def test_where_one_of_several_is_unknown_nothing_is_unsubscribed(here: Services) -> None:
    here.feeds.add(URL)
    with pytest.raises(UnknownError):
        here.feeds.remove([FEED, "nothing"])
    assert urls(here) == [URL]


def test_two_addresses_with_the_same_digits_get_two_ids(
    here: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def clash(url: str, digits: int = 4) -> str:
        return feed_id(URL if digits == 4 else url, digits)

    monkeypatch.setattr("pmlearn.services.subscription.feed_id", clash)
    first, second = here.feeds.add(URL).changed[0], here.feeds.add("https://feeds.example/two").changed[0]
    assert first != second
    assert here.feeds.add("https://feeds.example/two").changed == (second,)
    assert len(urls(here)) == 2


def test_a_preset_feed_is_subscribed_until_it_is_removed_and_again_once_that_is_undone(
    preset: Services,
) -> None:
    [row] = preset.feeds.list()
    assert (row.id, row.topics, row.preset) == (FEED, ("a-b",), True)
    assert preset.feeds.add(URL).action == ""
    preset.feeds.remove([FEED])
    assert urls(preset) == []
    preset.history.undo()
    assert preset.feeds.list() == [row]
    preset.history.redo()
    assert preset.feeds.add(URL).action
    assert urls(preset) == [URL]


def test_a_preset_that_left_the_configuration_leaves_no_feed_without_an_address(
    preset: Services, session: Callable[..., Services]
) -> None:
    preset.feeds.remove([FEED])
    preset.history.undo()
    (preset.settings.places.config / "config.toml").unlink()
    assert urls(session()) == []


@pytest.mark.parametrize("id_", ["../../x", "", ".x", "A", "a/b"])
def test_an_id_that_would_name_a_file_elsewhere_is_no_feed(here: Services, id_: str) -> None:
    here._store.record(
        "subscribe",
        lambda: [Change(f"feed:{id_}", "subscribed", value=True), Change(f"feed:{id_}", "url", URL)],
    )
    assert urls(here) == []


def test_offers_are_those_not_subscribed_yet(here: Services) -> None:
    curriculum = here.curricula.get("small")
    assert [offer.title for offer in here.feeds.offers(curriculum.feeds)] == ["Offered"]
    here.feeds.add_offers(curriculum.feeds)
    assert here.feeds.offers(curriculum.feeds) == []
    assert [(row.title, row.topics) for row in here.feeds.list()] == [("Offered", ("discovery",))]
