from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


def test_next_follows_what_is_done(ok: Run) -> None:
    ok("curriculum", "follow", "tiny")
    found = ok("next", "--json").json
    assert found["version"] == 1
    assert found["next"] == [
        {
            "ref": "tiny/read/one",
            "title": "Chapter one",
            "step": "Read it",
            "module": "First things",
            "curriculum": "tiny",
            "kind": "book",
            "minutes": 20,
            "percent": 0,
            "topics": ["discovery"],
        }
    ]
    ok("step", "done", "tiny/read/one")
    assert ok("next", "--json").json["next"][0]["ref"] == "tiny/read/two"
    ok("step", "doing", "tiny/try")
    assert ok("next", "--json").json["next"][0]["ref"] == "tiny/try"


def test_next_fills_the_minutes_that_there_are(ok: Run) -> None:
    ok("curriculum", "follow", "tiny")
    found = ok("next", "--minutes", "50", "--json").json
    assert [step["ref"] for step in found["next"]] == ["tiny/read/one", "tiny/read/two"]
    assert found["minutes"] == 50
    assert [step["ref"] for step in ok("next", "--minutes", "5", "--json").json["next"]] == ["tiny/read/one"]


def test_optional_steps_come_last(ok: Run) -> None:
    ok("curriculum", "follow", "tiny")
    ok("step", "done", "tiny/read/one", "tiny/read/two", "tiny/try")
    assert ok("next", "--json").json["next"][0]["ref"] == "tiny/read/three"
    ok("step", "done", "tiny/read", "tiny/show")
    ended = ok("next")
    assert (ended.out, ended.err) == (
        "",
        "pmlearn: everything you follow is done: pmlearn curriculum list has more\n",
    )


def test_minutes_must_make_sense(run: Run) -> None:
    assert run("next", "--minutes", "0").status == 2
    assert run("next", "--minutes", "soon").status == 2


def test_prompt_is_one_short_line(ok: Run) -> None:
    ok("curriculum", "follow", "tiny")
    assert ok("prompt").out == "0% Chapter one 20 min\n"
    ok("step", "done", "tiny/read/one")
    assert ok("prompt").out == "33% Chapter two 30 min\n"
    found = ok("prompt", "--json").json
    assert (found["version"], found["text"]) == (1, "33% Chapter two 30 min")
    ok("step", "done", "tiny/read", "tiny/try", "tiny/show")
    assert ok("prompt").out == ""


def test_a_title_too_long_for_the_prompt_is_cut_not_the_minutes(ok: Run, shipped: Path) -> None:
    path = shipped / "other.yaml"
    path.write_text(
        path.read_text("utf-8").replace(
            "title: Read again, kind: reading", f"title: {'読' * 60}, kind: reading, minutes: 5"
        ),
        "utf-8",
    )
    ok("curriculum", "follow", "other")
    out = ok("prompt").out.rstrip("\n")
    assert out.endswith("… 5 min")
    assert sum(2 if ord(c) > 0x2FFF else 1 for c in out) <= 60


def test_today_is_one_page(ok: Run, items: list[str]) -> None:
    ok("curriculum", "follow", "tiny")
    ok("queue", "later", items[1])
    found = ok("today", "--json").json
    assert found["version"] == 1
    assert [step["ref"] for step in found["next"]] == ["tiny/read/one"]
    assert found["suggested"] is False
    assert [item["id"] for item in found["fresh"]] == items
    assert (found["inbox"], found["queue"]) == (2, {"items": 1, "minutes": 3})
    assert found["week"] == {"minutes": 0, "goal": 300, "days": [0] * 7}
    out = ok("today").out
    assert "Chapter one" in out
    assert "Pricing [/] for two" in out
    assert "Queue  1 item · 3 min · 2 in the inbox\n" in out


def test_without_a_command_and_a_terminal_it_is_today(ok: Run) -> None:
    assert ok().out == ok("today").out


def test_what_was_ticked_today_counts_for_the_week(ok: Run) -> None:
    ok("step", "done", "tiny/read/one")
    assert ok("today", "--json").json["week"]["minutes"] == 20


def test_nothing_followed_yet_is_a_suggestion(ok: Run) -> None:
    found = ok("today", "--json").json
    assert found["suggested"] is True
    assert found["next"]
    assert "suggestion" in ok("today").out


def test_minutes_without_their_option_are_understood(run: Run) -> None:
    ended = run("next", "30")
    assert ended.status == 2
    assert "did you mean pmlearn next --minutes 30?" in ended.err
    assert "did you mean" not in run("next", "soon").err
