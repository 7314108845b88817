"""Texts of pages: kept, found again, bounded, and lost without harm."""

from __future__ import annotations

import json
import os
import stat
from typing import TYPE_CHECKING

import pytest

from pmlearn.errors import StoreError
from pmlearn.model.webpage import WebPage
from pmlearn.storage import pages as module
from pmlearn.storage.pages import Pages

if TYPE_CHECKING:
    from pathlib import Path

ITEM, OTHER = "abcdefghi2", "abcdefghi3"
PAGE = WebPage("https://e.org/a", "A page", "Ada", "E", "2026-01-02T00:00:00Z", "<p>Text", 1)


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    return Pages(tmp_path / "pages")


def test_what_was_put_is_there_and_private(pages: Pages) -> None:
    assert pages.get(ITEM) is None
    assert pages.signature() == ""
    assert pages.signs() == {}
    pages.put(ITEM, PAGE)
    assert pages.get(ITEM) == PAGE
    file = pages.directory / f"{ITEM}.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_signs_change_with_their_page(pages: Pages) -> None:
    pages.put(ITEM, PAGE)
    before = pages.signs()
    pages.put(OTHER, PAGE)
    assert pages.signs()[ITEM] == before[ITEM]
    pages.put(ITEM, WebPage("https://e.org/a", "Another"))
    assert pages.signs()[ITEM] != before[ITEM]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"format": 1}', b'{"format": 2}', b"\xff", b"[" * 100_000],
)
def test_what_cannot_be_read_is_none(pages: Pages, content: bytes) -> None:
    pages.put(ITEM, PAGE)
    file = pages.directory / f"{ITEM}.json"
    file.write_bytes(content)
    assert pages.get(ITEM) is None
    pages.put(ITEM, PAGE)
    whole = json.loads(file.read_bytes())
    for wrong in ({"title": 7}, {"words": "x"}, {"html": None}):
        file.write_text(json.dumps(whole | wrong), "utf-8")
        assert pages.get(ITEM) is None


@pytest.mark.parametrize("item", ["", "../../etc", "ABCDEFGHI2", "abcdefghi2\n", "abcdefghi"])
def test_a_name_that_is_no_items_leads_nowhere(pages: Pages, item: str) -> None:
    pages.put(item, PAGE)
    assert pages.get(item) is None
    assert not pages.directory.exists()


def test_those_written_longest_ago_go_where_there_are_too_many(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"abcdefghi{n}" for n in range(2, 7)]
    for at, name in enumerate(names):
        pages.put(name, PAGE)
        os.utime(pages.directory / f"{name}.json", (at, at))
    monkeypatch.setattr(module, "MOST", 3)
    pages.put("zzzzzzzzz2", PAGE)
    assert pages.signs().keys() == {"zzzzzzzzz2", *names[-2:]}
    monkeypatch.setattr(module, "ROOM", 1)
    pages.put("zzzzzzzzz3", PAGE)
    assert pages.signs().keys() == {"zzzzzzzzz3"}


def test_a_disk_that_does_not_take_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreError):
        Pages(tmp_path / "file" / "pages").put(ITEM, PAGE)
