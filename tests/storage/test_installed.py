"""A file and the note of where it came from: whatever breaks off, they agree."""

from __future__ import annotations

import errno
import json
from typing import TYPE_CHECKING

import pytest

from pmlearn.errors import StoreError
from pmlearn.storage.files import write_atomic
from pmlearn.storage.installed import Installed, SourceNote, digest_of, notes_of
from tests.storage.making import failing, refuse_at

if TYPE_CHECKING:
    from pathlib import Path

OLD, NEW = b"old", b"new"
CALLS = ("open", "write", "fsync", "replace", "link", "unlink")


def note(data: bytes, version: str) -> SourceNote:
    return SourceNote("https://example.org/a.yaml", version, digest_of(data), "2026-11-22T09:30:00Z")


@pytest.fixture
def installed(tmp_path: Path) -> Installed:
    return Installed(tmp_path / "curricula", tmp_path / "state" / "library.lock")


def put(installed: Installed, data: bytes, version: str) -> None:
    installed.put("a", data, note(data, version), installed.get("a"))


def remove(installed: Installed) -> None:
    seen = installed.get("a")
    assert seen
    installed.remove("a", seen)


def test_what_was_put_there_is_there_with_its_note(installed: Installed, tmp_path: Path) -> None:
    assert (installed.get("a"), installed.all()) == (None, [])
    put(installed, OLD, "1")
    found = installed.get("a")
    assert found
    assert (found.data, found.note, found.edited) == (OLD, note(OLD, "1"), False)
    assert installed.all() == [found]
    assert json.loads((tmp_path / "curricula" / "a.source.json").read_text()) == {
        "format": 1,
        "source": "https://example.org/a.yaml",
        "version": "1",
        "sha256": digest_of(OLD),
        "installed": "2026-11-22T09:30:00Z",
    }
    put(installed, NEW, "2")
    assert [(each.data, each.note) for each in installed.all()] == [(NEW, note(NEW, "2"))]
    remove(installed)
    assert not list((tmp_path / "curricula").iterdir())


def test_what_the_learner_wrote_or_changed_is_their_own(installed: Installed, tmp_path: Path) -> None:
    put(installed, OLD, "1")
    (tmp_path / "curricula" / "a.yaml").write_bytes(b"mine")
    (tmp_path / "curricula" / "b.yaml").write_bytes(b"mine")
    (tmp_path / "curricula" / "c.yaml").symlink_to(tmp_path / "curricula" / "b.yaml")
    changed, own, link = (installed.get(id_) for id_ in "abc")
    assert changed
    assert own
    assert link
    assert (changed.note, changed.edited) == (None, True)
    assert (own.note, own.edited) == (None, False)
    assert (link.data, link.note) == (None, None)
    assert installed.all() == [changed]


def test_a_note_without_its_file_is_nothing(installed: Installed, tmp_path: Path) -> None:
    put(installed, OLD, "1")
    (tmp_path / "curricula" / "a.yaml").unlink()
    assert (installed.get("a"), installed.all()) == (None, [])
    put(installed, NEW, "2")
    assert [each.note for each in installed.all()] == [note(NEW, "2")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        b"null",
        b'{"format": 2, "source": "", "version": "", "sha256": "", "installed": ""}',
        b'{"format": 1, "source": "", "version": 1, "sha256": "", "installed": ""}',
        b'{"format": 1, "source": "", "version": "", "sha256": ""}',
        b'{"format": 1, "source": "", "version": "", "sha256": "", "installed": "", "before": []}',
    ],
)
def test_a_note_that_is_none_makes_the_file_the_learners_own(
    installed: Installed, tmp_path: Path, content: bytes
) -> None:
    put(installed, OLD, "1")
    (tmp_path / "curricula" / "a.source.json").write_bytes(content)
    assert notes_of(content) == []
    found = installed.get("a")
    assert found
    assert (found.note, found.edited) == (None, False)


def test_what_came_there_meanwhile_is_not_overwritten(installed: Installed, tmp_path: Path) -> None:
    path = tmp_path / "curricula" / "a.yaml"
    path.parent.mkdir()
    path.write_bytes(b"mine")
    with pytest.raises(StoreError, match="was changed meanwhile"):
        installed.put("a", NEW, note(NEW, "2"), None)
    path.unlink()
    put(installed, OLD, "1")
    seen = installed.get("a")
    path.write_bytes(b"mine")
    with pytest.raises(StoreError, match="was changed meanwhile"):
        installed.put("a", NEW, note(NEW, "2"), seen)
    assert path.read_bytes() == b"mine"


def test_what_was_edited_meanwhile_is_not_removed(installed: Installed, tmp_path: Path) -> None:
    path = tmp_path / "curricula" / "a.yaml"
    put(installed, OLD, "1")
    seen = installed.get("a")
    assert seen
    path.write_bytes(b"mine")
    with pytest.raises(StoreError, match="was changed meanwhile"):
        installed.remove("a", seen)
    assert path.read_bytes() == b"mine"
    assert (tmp_path / "curricula" / "a.source.json").exists()
    path.unlink()
    installed.remove("a", seen)  # somebody else did it: that is what was wanted
    assert not list(path.parent.iterdir())


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("first", [True, False])
def test_after_any_failure_the_file_and_its_note_agree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, *, first: bool
) -> None:
    number = 0
    while True:
        number += 1
        installed = Installed(tmp_path / f"{number}", tmp_path / f"{number}.lock")
        if not first:
            put(installed, OLD, "1")
        with monkeypatch.context() as patch:
            calls = refuse_at(patch, call, number, failing(errno.ENOSPC))
            try:
                put(installed, NEW, "2")
                failed = False
            except StoreError:
                failed = True
        if calls() < number:
            break
        found = installed.get("a")
        expected = [(NEW, note(NEW, "2")), None if first else (OLD, note(OLD, "1"))]
        assert (found and (found.data, found.note)) in expected
        assert failed or found
        put(installed, NEW, "2")  # and it can be done again
        assert [each.note for each in installed.all()] == [note(NEW, "2")]
        assert not list((tmp_path / f"{number}").glob(".*.tmp"))
    assert number > 1 or call in ("link", "unlink")


class Killed(BaseException):
    """What no handler of ours expects: as near to a kill as one process comes."""


@pytest.mark.parametrize("first", [True, False])
def test_killed_between_the_two_they_agree(
    installed: Installed, monkeypatch: pytest.MonkeyPatch, *, first: bool
) -> None:
    if not first:
        put(installed, OLD, "1")

    def write(path: Path, data: bytes, **given: bool) -> None:
        if path.suffix == ".yaml":
            raise Killed
        real(path, data, **given)

    real = write_atomic
    monkeypatch.setattr("pmlearn.storage.installed.write_atomic", write)
    with pytest.raises(Killed):
        put(installed, NEW, "2")
    assert [each.note for each in installed.all()] == ([] if first else [note(OLD, "1")])


@pytest.mark.parametrize("number", [1, 2])
def test_what_cannot_be_removed_is_said_and_is_never_left_as_the_learners_own(
    installed: Installed, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    put(installed, OLD, "1")
    with monkeypatch.context() as patch:
        refuse_at(patch, "unlink", number, failing(errno.EIO))
        with pytest.raises(StoreError, match="cannot remove"):
            remove(installed)
    assert [each.note for each in installed.all()] == ([note(OLD, "1")] if number == 1 else [])
    assert installed.get("a") is None or number == 1
