"""What the last fetches left behind: beside what others kept, and never over what cannot be read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from pmlearn.errors import StoreError
from pmlearn.model.feed import Fetched
from pmlearn.storage.fetches import Fetches
from tests.storage.making import NOW

if TYPE_CHECKING:
    from pathlib import Path


def test_fetches_are_kept_beside_what_others_kept(tmp_path: Path) -> None:
    one, two = Fetches(tmp_path, lambda: NOW), Fetches(tmp_path, lambda: NOW)
    assert one.get("a-1") == Fetched()
    one.put({"a-1": Fetched(etag="x", gone=True)})
    two.put({"b-1": Fetched(title="B")})
    assert (one.get("a-1"), one.get("b-1")) == (Fetched(etag="x", gone=True), Fetched(title="B"))
    two.put({"a-1": Fetched(etag="y")})
    assert one.get("a-1").etag == "y"
    (tmp_path / "fetches.json").unlink()
    assert one.get("a-1") == Fetched()


def test_fetches_that_cannot_be_read_are_set_aside_or_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "fetches.json"
    path.write_bytes(b"{")
    fetches = Fetches(tmp_path, lambda: NOW)
    assert fetches.get("a-1") == Fetched()
    assert "unreadable" in fetches.notices[0]
    fetches.put({"a-1": Fetched(etag="x")})
    assert Fetches(tmp_path, lambda: NOW).get("a-1").etag == "x"
    path.write_text('{"meta": {"1": {"format": 2}}, "fetches": {}}')
    newer = Fetches(tmp_path, lambda: NOW)
    with pytest.raises(StoreError, match="newer pmlearn"):
        newer.put({"a-1": Fetched(etag="y")})
    assert json.loads(path.read_text())["meta"]["1"]["format"] == 2


def test_fetches_edited_by_hand_are_taken_as_far_as_they_make_sense(tmp_path: Path) -> None:
    docs = {"1": {"feed": "a-1", "etag": 5, "title": "A", "gone": "no", "other": 1}, "2": [], "3": {}}
    (tmp_path / "fetches.json").write_text(json.dumps({"fetches": docs}))
    assert Fetches(tmp_path, lambda: NOW).get("a-1") == Fetched(title="A")
