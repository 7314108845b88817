from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pmlearn.model.action import Action, Change
from pmlearn.model.feed import feed_id
from tests.cli.conftest import FEED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.cli.conftest import Run


def test_who_did_nothing_is_told_where_to_begin(ok: Run) -> None:
    ended = ok("stats")
    assert ended.out == ""
    assert "tick a step with pmlearn step done REF" in ended.err
    shown = ok("stats", "--json").json
    assert (shown["totals"]["units"], shown["curricula"]) == (0, [])


def test_a_year_as_lines_that_can_be_read_aloud(ok: Run, items: list[str]) -> None:
    ok("step", "done", "tiny/read/one", "tiny/try")
    ok("queue", "done", items[0])
    out = ok("stats").out
    lines = out.splitlines()
    assert lines[:2] == ["1 day of the last 365, 1 in the last two weeks", "2 ticks in 2 steps · 45 min"]
    assert lines[2].startswith("1 item read")
    for name in ("Months", "Minutes a week, of 5 h", "Curricula", "What came in during", "Most read"):
        assert any(line.startswith(name) for line in lines)
    assert "Tiny  2 of 3  66%  0% in" in out
    assert not set(out) & set("░▒▓█▁▂▃▄▅▆▇")


def test_the_object_has_full_words_and_its_parts_add_up(ok: Run, items: list[str]) -> None:
    ok("curriculum", "follow", "other")
    ok("step", "done", "tiny/read/one", "tiny/try")
    ok("queue", "done", items[0])
    ok("queue", "drop", items[1])
    shown = ok("stats", "--json").json
    assert list(shown) == [
        "version", "from", "until", "goal", "totals", "days", "weeks", "curricula", "queue",
    ]  # fmt: skip
    assert (shown["version"], shown["goal"]) == (1, 300)
    totals = shown["totals"]
    assert totals.keys() == {
        "days", "days_in_last_two_weeks", "days_in_a_row", "most_days_in_a_row",
        "units", "steps", "minutes", "read", "read_minutes",
    }  # fmt: skip
    assert (totals["units"], totals["minutes"], totals["read"]) == (2, 45, 1)
    assert (shown["days"][0]["date"], shown["days"][-1]["date"]) == (shown["from"], shown["until"])
    assert len(shown["days"]) == 365
    for each in ("days", "weeks"):
        assert shown[each][0].keys() == {"date", "minutes", "units", "read", "read_minutes"}
        for key in ("minutes", "units", "read", "read_minutes"):
            assert sum(part[key] for part in shown[each]) == totals[key]
    assert {
        course["id"]: (course["done"], course["units"], course["percent"]) for course in shown["curricula"]
    } == {
        "other": (0, 1, 0),
        "tiny": (2, 3, 66),
    }
    tiny = shown["curricula"][1]
    assert (len(tiny["history"]), tiny["history"][-1]) == (12, {"date": shown["until"], "percent": 66})
    assert (tiny["finish"], tiny["minutes_left"]) == (None, 30)
    queue = shown["queue"]
    assert queue["last_four_weeks"].keys() == {"came_in", "read", "dropped", "archived", "left"}
    assert [(feed["id"], feed["read"]) for feed in queue["most_read"]] == [(feed_id(FEED), 1)]
    assert queue["never_read"] == []


def test_another_year(ok: Run, run: Run) -> None:
    ok("step", "done", "tiny/try")
    shown = ok("stats", "--until", "2020-12-31", "--json").json
    assert (shown["until"], shown["totals"]["units"]) == ("2020-12-31", 0)
    assert ok("stats", "--until", "1y").out.startswith("0 days of the 365 up to ")
    ended = run("stats", "--until", "someday")
    assert (ended.status, ended.out) == (1, "")
    assert "no such day" in ended.err
    assert "2025-12-31" in ended.err


def test_nothing_that_a_journal_brings_reaches_the_terminal(ok: Run, places: Mapping[str, Path]) -> None:
    kept = {
        "title": "T",
        "feed": "gone-0000",
        "feed_title": "\x1b]52;c;aGk=\x07[red]Feed\u202e",
        "minutes": 5,
    }
    changes = (Change("item:aaaaaaaaaa", "entry", kept), Change("item:aaaaaaaaaa", "state", "done"))
    at = datetime.now(UTC).isoformat()
    line = json.dumps(Action("0" * 16, 1, at, "other-00000000", "triage", changes).to_json())
    (places["data"] / "journal").mkdir(parents=True)
    (places["data"] / "journal" / "other-00000000.jsonl").write_text(line + "\n", "utf-8")
    for arguments in (("stats",), ("stats", "--json")):
        out = ok(*arguments).out
        assert "[red]Feed" in out
        assert not set(out) & set("\x1b\x07\u202e")


def test_where_nothing_was_ever_done_an_earlier_year_says_what_to_do(run: Run) -> None:
    ended = run("stats", "--until", "3m")
    assert (ended.status, ended.out) == (0, "")
    assert "nothing was done yet: tick a step with pmlearn step done REF" in ended.err
