"""Entries that came before and were left out of what was read: kept as if the whole document had been."""

from __future__ import annotations

import contextlib
import errno
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmlearn.errors import StoreError
from pmlearn.feeds.parse import parse
from pmlearn.feeds.reading import read
from pmlearn.model.feed import Entry, ParsedFeed, Slice, item_id
from pmlearn.storage import entries as storage
from pmlearn.storage.entries import Entries
from tests.feeds.test_slices import TYPE, URL, atoms, documents, items
from tests.storage.making import NOW, failing, refuse_at

if TYPE_CHECKING:
    from pathlib import Path

FEED = "example-org-1a2b"


@pytest.fixture
def entries(tmp_path: Path) -> Entries:
    return Entries(tmp_path, lambda: NOW)


def made(number: int, body: str = "", **given: Any) -> Entry:
    link = f"https://example.org/{number}"
    return Entry(str(number), f"T{number}", link, body=body or f"<p>{number}", words=1, **given)


def sliced(*found: Entry | str) -> ParsedFeed:
    """A document of entries that were read, and of digests of those that were not."""
    slices = tuple(
        Slice(one, known=True) if isinstance(one, str) else Slice(f"d{one.id}", known=False) for one in found
    )
    read = tuple(one for one in found if isinstance(one, Entry))
    return ParsedFeed("Feed", "https://example.org/", read, slices=slices)


def everything(entries: Entries) -> list[tuple[Entry, str]]:
    return [(one, entries.body(FEED, item_id(FEED, one.id))) for one in entries.load(FEED)]


@settings(max_examples=60, deadline=None)
@given(st.data(), st.booleans())
def test_cutting_and_merging_keeps_what_reading_the_whole_keeps(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, atom: bool
) -> None:
    cut = Entries(tmp_path_factory.mktemp("cut"), lambda: NOW)
    whole = Entries(tmp_path_factory.mktemp("whole"), lambda: NOW)
    every = data.draw(st.lists(atoms() if atom else items(), min_size=1, max_size=6))
    for _ in range(data.draw(st.integers(1, 3))):
        found = data.draw(st.lists(st.sampled_from(every), max_size=6))
        body = documents(found, atom=atom)
        one = cut.merge(FEED, read(body, TYPE, URL, cut.known(FEED)))
        # As one that knows nothing and reads each entry of the document again.
        other = whole.merge(FEED, read(body, TYPE, URL, ()))
        assert one == other
        assert everything(cut) == everything(whole)
        titles = {entry.title for entry in parse(body, TYPE, URL).entries}
        assert titles <= {entry.title for entry, _ in everything(cut)}


def test_known_entries_are_neither_written_nor_lost(entries: Entries) -> None:
    assert entries.merge(FEED, sliced(made(2), made(1))) == 2
    assert entries.known(FEED) == {"d1", "d2"}
    before = entries.signatures()
    assert entries.merge(FEED, sliced("d2", "d1")) == 0
    assert entries.signatures() == before
    assert entries.merge(FEED, sliced(made(3), "d2")) == 1
    assert [entry.id for entry in entries.load(FEED)] == ["1", "2", "3"]
    assert entries.known(FEED) == {"d2", "d3"}
    assert [body for _, body in everything(entries)] == ["<p>1", "<p>2", "<p>3"]


def test_an_entry_that_repeats_a_known_one_is_left_out(entries: Entries) -> None:
    entries.merge(FEED, sliced(made(1)))
    assert entries.merge(FEED, sliced("d1", replace(made(1), title="again"))) == 0
    assert [entry.title for entry in entries.load(FEED)] == ["T1"]
    # What it repeats may leave the document: it is read again then.
    assert entries.merge(FEED, sliced(replace(made(1), title="again"))) == 0
    assert [entry.title for entry in entries.load(FEED)] == ["again"]


def test_a_digest_that_is_not_known_any_more_is_said(entries: Entries) -> None:
    with pytest.raises(StoreError, match="changed while"):
        entries.merge(FEED, sliced("d1"))


def test_bodies_that_are_gone_have_all_of_the_feed_read_again(entries: Entries) -> None:
    entries.merge(FEED, sliced(made(1)))
    assert entries.held() == {FEED}
    path = entries.directory / f"{FEED}.0.bodies"
    path.write_bytes(path.read_bytes()[:-1])
    assert entries.known(FEED) == frozenset()
    path.unlink()
    assert entries.known(FEED) == frozenset()
    assert entries.held() == set()
    assert everything(entries)[0][1] == ""
    entries.merge(FEED, sliced(made(1, "<p>other")))
    assert everything(entries)[0][1] == "<p>other"


def test_an_entry_whose_id_and_link_changed_is_known_by_what_it_says(entries: Entries) -> None:
    old = made(1, published="2026-01-02T03:04:05Z")
    entries.merge(FEED, sliced(old))
    new = replace(old, id="new", link="https://example.org/new")
    assert entries.merge(FEED, sliced(new)) == 0
    assert [(entry.id, entry.link) for entry in entries.load(FEED)] == [("1", new.link)]
    # The same words on another day are another entry.
    assert entries.merge(FEED, sliced(replace(new, id="x", link="", published="2026-01-09T03:04:05Z"))) == 1


def test_so_many_bodies_are_kept_and_every_entry(entries: Entries) -> None:
    spared = item_id(FEED, "1")
    assert entries.put(FEED, sliced(*(made(number) for number in range(5, 0, -1))), 2, {spared}) == 5
    assert [body for _, body in everything(entries)] == ["<p>1", "", "", "<p>4", "<p>5"]
    entries.put(FEED, sliced(made(6), "d5", "d4"), 2, {spared})
    assert [body for _, body in everything(entries)] == ["<p>1", "", "", "", "<p>5", "<p>6"]
    entries.put(FEED, sliced("d6"), 0)
    assert {body for _, body in everything(entries)} == {""}


def test_what_nobody_needs_is_cleared_away(entries: Entries, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "_WASTE", 10)
    for turn in range(6):
        entries.merge(FEED, sliced(made(2, f"<p>{turn}" + "x" * 20), made(1)))
        assert [body[:4] for _, body in everything(entries)] == ["<p>1", f"<p>{turn}"]
    [path] = entries.directory.glob("*.bodies")
    assert path.stat().st_size < 100
    assert path.name != f"{FEED}.0.bodies"


@pytest.mark.parametrize("function", ["write", "fsync", "replace"])
@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("waste", [-1_000, 1 << 20])
def test_a_disk_that_refuses_costs_nothing_that_was_there(
    entries: Entries, monkeypatch: pytest.MonkeyPatch, function: str, number: int, waste: int
) -> None:
    monkeypatch.setattr(storage, "_WASTE", waste)  # the first has the bodies written anew each time
    entries.merge(FEED, sliced(made(1)))
    with monkeypatch.context() as patch:
        refuse_at(patch, function, number, failing(errno.ENOSPC))
        with contextlib.suppress(StoreError):
            entries.merge(FEED, sliced(made(3), made(2), "d1"))
    found = everything(entries)
    assert found[0] == (replace(made(1), body=""), "<p>1")
    assert [body for _, body in found] == [f"<p>{entry.id}" for entry, _ in found]
    known = entries.known(FEED)
    entries.merge(FEED, sliced(*("d" + str(n) if f"d{n}" in known else made(n) for n in (3, 2, 1))))
    assert [body for _, body in everything(entries)] == ["<p>1", "<p>2", "<p>3"]
    assert not list(entries.directory.glob(".*"))


def test_slices_out_of_form_are_no_slices(entries: Entries) -> None:
    entries.merge(FEED, sliced(made(1)))
    path = entries.directory / f"{FEED}.json"
    wrong: Any
    for wrong in ([], {"1": 7}, {"1": {"d1": "9"}}):
        content = json.loads(path.read_text()) | {"slices": wrong}
        path.write_text(json.dumps(content))
        assert entries.known(FEED) == frozenset()
        entries.notices.clear()
        if not path.exists():  # not the tables of a TinyDB: set aside
            entries.merge(FEED, sliced(made(1)))
