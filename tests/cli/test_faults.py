"""A disk that is not as it should be: one sentence and the next move, never a traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.cli.conftest import Run

WRITING = [
    ["step", "done", "tiny/try"],
    ["step", "note", "tiny/try", "text"],
    ["curriculum", "follow", "tiny"],
    ["feed", "add", "https://example.org/feed.xml"],
    ["queue", "add", "--no-fetch", "https://example.org/"],
    ["backup"],
]
READING = [
    ["today"],
    ["next"],
    ["prompt"],
    ["curriculum", "list"],
    ["curriculum", "show", "tiny"],
    ["step", "show", "tiny/try"],
    ["history"],
    ["feed", "list"],
    ["queue", "list"],
    ["config"],
]


# Where root cannot write either: tests are run as root, too.
UNWRITABLE = "/proc/pmlearn"
NO_DIRECTORY = "/dev/null/pmlearn"


@pytest.mark.parametrize("args", WRITING, ids=" ".join)
def test_where_nothing_can_be_written_an_action_says_so(
    run: Run, monkeypatch: pytest.MonkeyPatch, args: list[str]
) -> None:
    monkeypatch.setenv("PMLEARN_HOME", UNWRITABLE)
    ended = run(*args)
    assert (ended.status, ended.out) == (1, "")
    assert "itself failed" not in ended.err
    assert len(ended.err.splitlines()) == 2


@pytest.mark.parametrize("args", READING, ids=" ".join)
def test_where_nothing_can_be_written_one_can_still_read(
    ok: Run, monkeypatch: pytest.MonkeyPatch, args: list[str]
) -> None:
    monkeypatch.setenv("PMLEARN_HOME", UNWRITABLE)
    assert "itself failed" not in ok(*args).err


@pytest.mark.parametrize("args", [*WRITING, *READING[:-1]], ids=" ".join)
def test_where_home_cannot_be_a_directory_it_is_said_what_to_set(
    run: Run, monkeypatch: pytest.MonkeyPatch, args: list[str]
) -> None:
    monkeypatch.setenv("PMLEARN_HOME", NO_DIRECTORY)
    ended = run(*args)
    assert (ended.status, ended.out) == (1, "")
    assert "itself failed" not in ended.err
    assert "set PMLEARN_HOME to a directory of yours" in ended.err


@pytest.mark.parametrize("args", [*WRITING, *READING, []], ids=" ".join)
def test_a_broken_configuration_is_a_sentence(run: Run, places: Mapping[str, Path], args: list[str]) -> None:
    places["config"].mkdir(parents=True)
    (places["config"] / "config.toml").write_text("[learn\n", "utf-8")
    ended = run(*args)
    assert (ended.status, ended.out) == (1, "")
    assert f"{places['config'] / 'config.toml'}: not TOML" in ended.err
    assert len(ended.err.splitlines()) == 2


@pytest.mark.parametrize("line", [b"{}\n", b"\xff\xfe\x00\n", b"[" * 100_000 + b"\n", b"\n", b'"text"\n'])
def test_a_broken_line_of_the_journal_costs_that_line_alone(
    ok: Run, places: Mapping[str, Path], line: bytes
) -> None:
    ok("step", "done", "tiny/try")
    journal = next(places["data"].rglob("*.jsonl"))
    journal.write_bytes(line + journal.read_bytes())
    ended = ok("step", "show", "tiny/try", "--json")
    assert ended.json["status"] == "done"
    assert "1 line of the journal cannot be read, the rest is kept: run pmlearn doctor" in ended.err
    ok("step", "done", "tiny/show")
    assert line in journal.read_bytes()


def test_a_torn_last_line_was_never_acknowledged_and_is_mended(ok: Run, places: Mapping[str, Path]) -> None:
    ok("step", "done", "tiny/try")
    journal = next(places["data"].rglob("*.jsonl"))
    whole = journal.read_bytes()
    journal.write_bytes(whole + whole[:40])
    assert ok("step", "show", "tiny/try", "--json").json["status"] == "done"
    ok("step", "done", "tiny/show")
    lines = journal.read_bytes().split(b"\n")
    assert lines[0] + b"\n" == whole
    assert len(lines) == 3


def test_a_journal_of_a_newer_pmlearn_is_read_and_not_written(
    ok: Run, run: Run, places: Mapping[str, Path]
) -> None:
    ok("step", "done", "tiny/try")
    journal = next(places["data"].rglob("*.jsonl"))
    newer = journal.with_name("other-00000000.jsonl")
    newer.write_bytes(journal.read_bytes().replace(b'{"v":1', b'{"v":2'))
    ended = run("step", "done", "tiny/show")
    assert (ended.status, ended.out) == (1, "")
    assert "newer pmlearn" in ended.err
    assert ok("step", "show", "tiny/try", "--json").json["status"] == "done"


@pytest.mark.parametrize("table", ["steps", "queue", "feeds"])
@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b'{"steps": 1}', b"[" * 100_000])
def test_a_state_that_cannot_be_read_is_folded_again_and_kept_aside(
    ok: Run, items: list[str], places: Mapping[str, Path], table: str, content: bytes
) -> None:
    ok("step", "done", "tiny/try")
    ok("queue", "done", items[0])
    path = places["state"] / f"{table}.json"
    path.write_bytes(content)
    assert ok("step", "show", "tiny/try", "--json").json["status"] == "done"
    assert [item["id"] for item in ok("queue", "list", "state:done", "--json").json["items"]] == items[:1]
    aside = [other for other in places["state"].iterdir() if "unreadable" in other.name]
    assert [other.read_bytes() for other in aside] == [content]


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00" + b"\xff" * 4096])
def test_an_index_that_cannot_be_read_is_made_again(
    ok: Run, items: list[str], places: Mapping[str, Path], content: bytes
) -> None:
    for path in places["cache"].glob("index*"):
        path.unlink()
    (places["cache"] / "index.sqlite3").write_bytes(content)
    assert [item["id"] for item in ok("queue", "list", "--json").json["items"]] == items


@pytest.mark.parametrize("content", [None, b"", b"{", b"\xff" * 100])
def test_a_catalog_cache_that_is_gone_or_broken_is_made_again(
    ok: Run, places: Mapping[str, Path], content: bytes | None
) -> None:
    before = ok("curriculum", "show", "tiny").out
    held = [path for path in places["cache"].rglob("*") if path.is_file()]
    assert held
    for path in held:
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content)
    ended = ok("curriculum", "show", "tiny")
    assert (ended.out, ended.err) == (before, "")


def test_entries_that_cannot_be_read_are_kept_aside_and_the_rest_is_shown(
    ok: Run, items: list[str], places: Mapping[str, Path]
) -> None:
    ok("queue", "star", items[0])
    path = next(path for path in (places["data"] / "entries").iterdir() if "bodies" not in path.name)
    path.write_bytes(b"{")
    for cached in places["cache"].glob("index*"):
        cached.unlink()
    found = ok("queue", "list", "--json").json["items"]
    assert [item["id"] for item in found] == items[:1]
    assert any("unreadable" in other.name for other in path.parent.iterdir())


def test_a_directory_in_a_files_place_is_said(run: Run, places: Mapping[str, Path]) -> None:
    (places["state"] / "steps.json").mkdir(parents=True)
    ended = run("step", "done", "tiny/try")
    assert "itself failed" not in ended.err
    assert ended.status == 0
