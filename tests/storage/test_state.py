"""The folded tables in TinyDB: whole, private, and thrown away without loss."""

from __future__ import annotations

import errno
import json
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tinydb import TinyDB

from pmlearn.model.action import Change
from pmlearn.model.fold import fold
from pmlearn.storage import tables
from pmlearn.storage.cursor import Cursor, cursors_from_json
from pmlearn.storage.state import open_table, table_of
from tests.storage.making import NOW, action, failing

if TYPE_CHECKING:
    from pmlearn.storage.state import FoldedTable

DONE = action(1)
NOTED = action(2, changes=(Change("a/b", "note", "mine", "", ("0" * 16,)),))


def made(directory: Path) -> FoldedTable:
    """A table that was saved with two actions in it."""
    table = open_table(directory, "steps", NOW)
    table.fold([DONE, NOTED])
    table.cursors = {"here.jsonl": Cursor(1, 2, 3, "digest", 4)}
    table.dirty = True
    table.save()
    return table


def docs(table: FoldedTable) -> dict[str, Any]:
    return {doc["ref"]: doc for doc in table.docs()}


def test_what_was_saved_is_opened(tmp_path: Path) -> None:
    made(tmp_path)
    table = open_table(tmp_path, "steps", NOW)
    assert docs(table) == json.loads(json.dumps(fold([DONE, NOTED])))
    assert table.cursors == {"here.jsonl": Cursor(1, 2, 3, "digest", 4)}
    assert not table.notice
    assert not table.dirty


def test_the_file_is_one_that_tinydb_reads(tmp_path: Path) -> None:
    made(tmp_path)
    with TinyDB(tmp_path / "steps.json", access_mode="r") as database:
        [doc] = database.table("steps").all()
        assert doc["values"] == {"status": "done"}
        assert database.table("meta").get(doc_id=1)["format"] == tables.FORMAT


def test_a_table_answers_tinydb_queries_over_what_it_has_in_memory(tmp_path: Path) -> None:
    table = made(tmp_path)
    assert [doc["ref"] for doc in table.search(lambda doc: doc["values"].get("status") == "done")] == ["a/b"]
    table.fold([action(3, value="todo")])
    assert not table.search(lambda doc: doc["values"].get("status") == "done")


def test_the_file_is_private(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        made(tmp_path / "state")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "state" / "steps.json").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "state").stat().st_mode) == 0o700


def test_nothing_is_written_where_nothing_changed(tmp_path: Path) -> None:
    made(tmp_path)
    before = (tmp_path / "steps.json").stat().st_ino
    open_table(tmp_path, "steps", NOW).save()
    assert (tmp_path / "steps.json").stat().st_ino == before


def edited(change: Any) -> bytes:
    """A good file with one thing in it changed by hand."""
    good = {
        "steps": {"1": json.loads(json.dumps(fold([DONE, NOTED])["a/b"]))},
        "meta": {"1": {"format": 1, "cursors": {}}},
    }
    change(good)
    return json.dumps(good).encode()


BROKEN = [
    b"",
    b"{",
    b"\0" * 5000,
    b"[]",
    b'"steps"',
    b"\xff\xfe\x00",
    b"[" * 200_000,
    b'{"steps": []}',
    b'{"steps": {"1": 7}}',
    edited(lambda good: good["steps"]["1"].pop("ref")),
    edited(lambda good: good["steps"]["1"].pop("values")),
    edited(lambda good: good["steps"]["1"].pop("stamps")),
    edited(lambda good: good["steps"]["1"]["stamps"].pop("status")),
    edited(lambda good: good["steps"]["1"]["stamps"].update(status=["1", "a", "b", "c"])),
    edited(lambda good: good["steps"]["1"]["stamps"].update(status=[1, "a"])),
    edited(lambda good: good["steps"]["1"].update(notes=[])),
    edited(lambda good: good["steps"]["1"].update(notes={"x": {"text": 1}})),
    edited(lambda good: good["steps"]["1"].update(replaced=[1])),
    edited(lambda good: good["steps"].update({"2": good["steps"]["1"]})),
    edited(lambda good: good["steps"].update({"5": good["steps"].pop("1")})),
    edited(lambda good: good["meta"].update({"1": []})),
    edited(lambda good: good["meta"]["1"].update(cursors=[])),
]


def test_the_file_that_is_broken_below_is_good_as_long_as_nothing_changes_it(tmp_path: Path) -> None:
    (tmp_path / "steps.json").write_bytes(edited(lambda good: None))
    assert not open_table(tmp_path, "steps", NOW).notice


@pytest.mark.parametrize("content", BROKEN)
def test_a_file_that_cannot_be_used_is_set_aside_and_made_again(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "steps.json"
    path.write_bytes(content)
    table = open_table(tmp_path, "steps", NOW)
    [aside] = tmp_path.glob("steps.json.unreadable-*")
    assert aside.read_bytes() == content
    assert aside.name in table.notice
    assert docs(table) == {}
    assert table.cursors == {}
    table.fold([DONE])
    table.dirty = True
    table.save()
    assert docs(open_table(tmp_path, "steps", NOW)).keys() == {"a/b"}
    assert aside.read_bytes() == content


def test_a_file_that_can_be_neither_used_nor_set_aside_is_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "steps.json"
    path.write_bytes(b"{")
    monkeypatch.setattr(Path, "rename", failing(errno.EROFS))
    table = open_table(tmp_path, "steps", NOW)
    assert "Read-only" in table.notice
    table.fold([DONE])
    table.dirty = True
    table.save()
    assert docs(table).keys() == {"a/b"}
    assert path.read_bytes() == b"{"


@pytest.mark.parametrize("how", ["link", "directory", "newer"])
def test_a_file_that_is_not_ours_to_judge_is_left_alone(tmp_path: Path, how: str) -> None:
    path = tmp_path / "steps.json"
    newer = edited(lambda good: good["meta"]["1"].update(format=2) or good["steps"].clear())
    if how == "link":
        (tmp_path / "elsewhere").write_bytes(edited(lambda good: None))
        path.symlink_to(tmp_path / "elsewhere")
    elif how == "directory":
        path.mkdir()
    else:
        path.write_bytes(newer)
    table = open_table(tmp_path, "steps", NOW)
    assert str(path) in table.notice
    assert table.frozen
    assert docs(table) == {}
    table.fold([DONE])
    table.dirty = True
    table.save()
    assert path.is_symlink() == (how == "link")
    assert path.is_dir() == (how == "directory")
    if how == "newer":
        assert path.read_bytes() == newer
    assert {other.name for other in tmp_path.iterdir()} <= {"steps.json", "elsewhere"}


def test_cursors_that_make_no_sense_are_left_out() -> None:
    good = [1, 2, 3, "digest", 4]
    kept = {"a": good, "b": [], "c": None, "d": ["x", 2, 3, "digest", 4], "e": [*good, 5]}
    assert cursors_from_json(kept).keys() == {"a"}  # type: ignore[arg-type]
    assert cursors_from_json({"a": good})["a"].to_json() == good


def test_every_ref_has_its_table() -> None:
    refs = {"a/b": "steps", "a/b/c": "steps", "curriculum:a": "steps", "item:x": "queue", "feed:x": "feeds"}
    assert {ref: table_of(ref) for ref in refs} == refs
