"""Bodies that were damaged or removed: whatever the feed still has comes back, whatever can be read stays."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from pmlearn.feeds.reading import read
from pmlearn.model.feed import item_id
from pmlearn.storage.entries import Entries
from tests.storage.making import NOW
from tests.storage.test_entries import FEED, entry, parsed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

URL = "https://example.org/feed"
DAMAGE: dict[str, Callable[[Path], object]] = {
    "removed": lambda path: path.unlink(),
    "emptied": lambda path: path.write_bytes(b""),
    "cut short": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "one byte": lambda path: path.write_bytes(b"X" + path.read_bytes()[1:]),
    "other bytes": lambda path: path.write_bytes(b"\0" * 10_000),
}


def document(*numbers: int) -> bytes:
    items = "".join(
        f"<item><guid>{n}</guid><title>{n}</title><description>{'body ' * 9}{n}</description></item>"
        for n in numbers
    )
    return f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>".encode()


def refresh(directory: Path, *numbers: int) -> int:
    """What a refresh in a process of its own does with a document."""
    entries = Entries(directory, lambda: NOW)
    return entries.merge(FEED, read(document(*numbers), "text/xml", URL, entries.known(FEED)))


def bodies(directory: Path) -> dict[str, str]:
    entries = Entries(directory, lambda: NOW)
    return {found.id: entries.body(FEED, item_id(FEED, found.id)) for found in entries.load(FEED)}


@pytest.mark.parametrize("how", DAMAGE)
def test_what_the_feed_still_has_comes_back_and_stays(tmp_path: Path, how: str) -> None:
    assert refresh(tmp_path, 3, 2, 1) == 3
    whole = bodies(tmp_path)
    assert all(whole.values())
    DAMAGE[how](tmp_path / f"{FEED}.0.bodies")
    bodies(tmp_path)  # somebody opens them, and finds out
    for _ in range(2):
        assert refresh(tmp_path, 3, 2, 1) == 0
        assert bodies(tmp_path) == whole
        entries = Entries(tmp_path, lambda: NOW)
        assert entries.held() == {FEED}
        assert len(entries.known(FEED)) == 3


@pytest.mark.parametrize("opened", [True, False])
@pytest.mark.parametrize("how", ["cut short", "one byte"])
def test_a_damaged_body_costs_itself_alone(tmp_path: Path, how: str, *, opened: bool) -> None:
    refresh(tmp_path, 3, 2, 1)
    whole = bodies(tmp_path)
    DAMAGE[how](tmp_path / f"{FEED}.0.bodies")
    for _ in range(2 if opened else 0):
        assert len([id_ for id_, body in bodies(tmp_path).items() if body == whole[id_]]) == 2
    if opened:
        assert len(list(tmp_path.glob("*.unreadable-*"))) == 1
    # The feed has none of them any more.
    refresh(tmp_path, 4)
    found = bodies(tmp_path)
    assert len(found) == 4
    assert len([id_ for id_, body in whole.items() if found[id_] == body]) == 2
    assert found["4"]


def test_a_file_left_by_a_writer_that_died_after_it_was_written_anew_is_removed(tmp_path: Path) -> None:
    refresh(tmp_path, 1)
    path = tmp_path / f"{FEED}.json"
    tables = json.loads(path.read_text())
    tables["feed"]["1"]["bodies"] = 2
    path.write_text(json.dumps(tables))
    for number in (1, 2, 3):
        (tmp_path / f"{FEED}.{number}.bodies").write_bytes((tmp_path / f"{FEED}.0.bodies").read_bytes())
    before = bodies(tmp_path)
    assert {file.name for file in tmp_path.glob("*.bodies")} == {f"{FEED}.2.bodies", f"{FEED}.3.bodies"}
    assert bodies(tmp_path) == before
    assert all(before.values())


@pytest.mark.parametrize("extent", [[10**30, 5, "x"], [0, 10**30, "x"], [0, 1 << 40, "x"], [-1, 1, "x"], 7])
def test_a_place_where_nothing_can_be_names_no_body(tmp_path: Path, extent: object) -> None:
    refresh(tmp_path, 2, 1)
    path = tmp_path / f"{FEED}.json"
    tables = json.loads(path.read_text())
    tables["entries"]["1"]["extent"] = extent
    path.write_text(json.dumps(tables))
    assert sorted(map(bool, bodies(tmp_path).values())) == [False, True]
    assert Entries(tmp_path, lambda: NOW).bodies(FEED).keys() == {item_id(FEED, "2")}


def test_entries_of_the_form_before_stay_and_the_feed_is_fetched_whole(tmp_path: Path) -> None:
    docs = {
        "1": {"id": "1", "title": "Old", "link": "https://e.org/1", "item": item_id(FEED, "1")},
        "2": {"id": "2", "title": "Newer", "link": "https://e.org/2", "item": item_id(FEED, "2")},
    }
    tables = {"feed": {"1": {"format": 1, "title": "T", "link": ""}}, "entries": docs}
    (tmp_path / f"{FEED}.json").write_text(json.dumps(tables))
    (tmp_path / f"{FEED}.bodies.json").write_text('{"bodies": {"1": {"body": "<p>b</p>"}}}')
    entries = Entries(tmp_path, lambda: NOW)
    assert entries.signatures().keys() == {FEED}
    assert not entries.held()
    assert bodies(tmp_path) == {"1": "", "2": ""}
    entries.merge(FEED, parsed(entry("3", body="b"), entry("2", body="c")))
    assert bodies(tmp_path) == {"1": "", "2": "c", "3": "b"}
    assert entries.notices == []
