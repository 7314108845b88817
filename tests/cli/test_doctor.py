from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.cli.conftest import Run


def test_where_all_is_well_every_finding_is_ok(ok: Run, items: list[str]) -> None:
    ok("step", "done", "tiny/try")
    found = ok("doctor", "--json").json
    assert found["version"] == 1
    assert {finding["level"] for finding in found["findings"]} == {"ok"}
    assert {"level", "what", "message", "hint"} == found["findings"][0].keys()
    assert ok("doctor").err.startswith("pmlearn: 0 errors in ")


def test_before_anything_was_done_all_is_well_and_nothing_made(ok: Run, places: Mapping[str, Path]) -> None:
    ok("doctor")
    assert not places["data"].exists()


def test_a_state_that_is_not_the_journals_is_found_and_mended(
    ok: Run, run: Run, places: Mapping[str, Path]
) -> None:
    ok("step", "done", "tiny/try")
    path = places["state"] / "steps.json"
    path.write_text(path.read_text("utf-8").replace('"done"', '"todo"', 1), "utf-8")
    ended = run("doctor")
    assert ended.status == 1
    assert "pmlearn doctor --rebuild" in ended.out
    assert ok("doctor", "--rebuild").out.startswith("ok  state ")
    assert ok("step", "show", "tiny/try", "--json").json["status"] == "done"


def test_a_line_of_the_journal_that_cannot_be_read_is_named(
    ok: Run, run: Run, places: Mapping[str, Path]
) -> None:
    ok("step", "done", "tiny/try")
    backup = ok("backup").out.removeprefix("backed up: ").strip()
    journal = next(places["data"].rglob("*.jsonl"))
    journal.write_bytes(b"{}\n" + journal.read_bytes())
    ended = run("doctor")
    assert ended.status == 1
    assert f"{journal}:1: not an action" in ended.out
    assert f"pmlearn import {backup}" in ended.out


def test_directories_that_others_can_look_into_are_named(ok: Run, places: Mapping[str, Path]) -> None:
    ok("step", "done", "tiny/try")
    places["data"].chmod(0o755)
    assert f"chmod 700 {places['data']}" in ok("doctor").out
