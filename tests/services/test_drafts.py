"""Drafts: they outlive the window that wrote them, and no two windows share one."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from pmlearn.errors import StoreError
from pmlearn.services.drafts import Drafts
from tests.tui.fakes import NOW

if TYPE_CHECKING:
    from pathlib import Path

KEY = "inspired/teams/2"


def window(home: Path, device: str = "desk-1") -> Drafts:
    return Drafts(home / "state" / "drafts", device, lambda: NOW)


def test_a_draft_of_a_window_that_is_gone_is_found_by_the_next(home: Path) -> None:
    one = window(home)
    one.keep(KEY, "half a", ("n1",))
    one.keep(KEY, "half a thought\n", ("n1",))
    one.close()
    two = window(home)
    draft = two.take(KEY)
    assert draft is not None
    assert (draft.text, draft.base, draft.at) == ("half a thought", ("n1",), "2026-11-22T09:30:00Z")
    two.close()
    three = window(home)
    assert three.take("inspired/teams/3") is None
    assert three.take(KEY) is not None
    three.drop(KEY)
    three.close()
    assert list((home / "state" / "drafts").iterdir()) == []


def test_two_windows_on_one_thing_have_a_draft_each(home: Path) -> None:
    one, two = window(home), window(home)
    one.keep(KEY, "one", ())
    assert two.take(KEY) is None
    two.keep(KEY, "two", ())
    mine = one.take(KEY)
    assert mine is not None
    assert mine.text == "one"
    one.close()
    two.close()
    three = window(home)
    assert three.take(KEY) is not None
    three.drop(KEY)
    assert three.take(KEY) is not None  # the other one
    three.close()


def test_they_are_the_learners_alone_and_of_one_device(home: Path) -> None:
    one = window(home)
    one.keep(KEY, "mine", ())
    files = list((home / "state" / "drafts").iterdir())
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE((home / "state" / "drafts").stat().st_mode) == 0o700
    one.close()
    assert window(home, "laptop-2").take(KEY) is None


@pytest.mark.parametrize("content", [b"", b"[]", b'{"v": 2}', b'{"v": 1, "text": "x"}', b"\xff"])
def test_what_is_no_draft_is_passed_over(home: Path, content: bytes) -> None:
    one = window(home)
    one.keep(KEY, "x", ())
    one.close()
    [file] = (home / "state" / "drafts").glob("*.json")
    file.write_bytes(content)
    assert window(home).take(KEY) is None


def test_what_it_holds_is_cleaned_when_it_comes_back(home: Path) -> None:
    one = window(home)
    one.keep(KEY, "a\x1b[31mb\u202e", ())
    draft = one.take(KEY)
    assert draft is not None
    assert draft.text == "a[31mb"


def test_a_disk_that_refuses_says_so(home: Path) -> None:
    (home / "state").write_text("in the way", "utf-8")
    with pytest.raises(StoreError):
        window(home).keep(KEY, "x", ())


def test_a_directory_that_is_none_any_more_does_not_keep_the_window_from_closing(home: Path) -> None:
    one = window(home)
    one.keep(KEY, "half a", ())
    drafts = home / "state" / "drafts"
    drafts.rename(home / "elsewhere")
    drafts.write_text("a file\n")
    one.drop(KEY)
    one.close()
