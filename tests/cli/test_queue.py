from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pmlearn import wiring
from pmlearn.model.feed import Entry, ParsedFeed, feed_id
from pmlearn.services.qr import QUIET, framed, half_rows, modules
from tests.cli.conftest import FEED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.cli.conftest import Run


def states(ok: Run) -> dict[str, str]:
    query = "state:inbox,queued,reading,done,dropped"
    return {item["id"]: item["state"] for item in ok("queue", "list", query, "--json").json["items"]}


def test_what_an_item_says_to_scripts(ok: Run, items: list[str]) -> None:
    found = ok("queue", "list", "--json").json
    assert (found["version"], found["total"], found["minutes"]) == (1, 3, 58)
    assert found["items"][0] == {
        "id": items[0],
        "title": "Hiring your first product manager",
        "link": "https://example.org/3",
        "feed": "example-org-d74f",
        "published": "2026-11-03T00:00:00Z",
        "saved": None,
        "kind": "audio",
        "state": "inbox",
        "starred": False,
        "minutes": 55,
        "topics": ["discovery"],
        "archived": False,
        "snoozed": None,
        "sources": [{"id": items[0], "feed": "example-org-d74f", "title": "example.org/feed.xml"}],
    }
    assert found["items"][2]["minutes"] is None
    assert found["items"][2]["topics"] == ["teams", "discovery"]


def test_a_query_chooses(ok: Run, items: list[str]) -> None:
    def ids(*query: str) -> list[str]:
        return [item["id"] for item in ok("queue", "list", *query, "--json").json["items"]]

    assert ids("kind:audio") == items[:1]
    assert ids("topic:teams") == items[2:]
    assert ids("PRODUCT") == [items[0], items[2]]
    assert ids("product", "trio") == items[2:]
    assert ids("feed:example") == items
    assert ids("feed:other") == []
    assert ids("--limit", "1") == items[:1]
    assert ids("state:done") == []


def test_a_query_that_means_nothing_is_refused(run: Run) -> None:
    ended = run("queue", "list", "state:open")
    assert (ended.status, ended.out) == (1, "")
    assert "inbox, queued, reading, done, dropped" in ended.err


@pytest.mark.parametrize(
    ("verb", "state", "word"),
    [("done", "done", "done"), ("later", "queued", "for later"), ("drop", "dropped", "dropped")],
)
def test_items_are_put_into_a_state(ok: Run, items: list[str], verb: str, state: str, word: str) -> None:
    assert ok("queue", verb, items[1]).out == f"{word}: Pricing [/] for two\n"
    assert states(ok)[items[1]] == state
    assert ok("queue", verb, items[0], items[1]).out == f"{word}: 2 items\n"
    assert states(ok)[items[0]] == state
    ok("undo")
    assert (states(ok)[items[0]], states(ok)[items[1]]) == ("inbox", state)


def test_any_unique_beginning_of_an_id_serves(ok: Run, items: list[str]) -> None:
    short = next(items[0][:n] for n in range(1, 11) if sum(i.startswith(items[0][:n]) for i in items) == 1)
    ok("queue", "done", short.upper())
    assert states(ok)[items[0]] == "done"


def test_one_bad_id_of_several_and_nothing_changes(ok: Run, run: Run, items: list[str]) -> None:
    ended = run("queue", "done", *items, "zzzzzzzzzz")
    assert (ended.status, ended.out) == (1, "")
    assert "no item zzzzzzzzzz" in ended.err
    assert set(states(ok).values()) == {"inbox"}
    assert run("queue", "done", "").status == 1


def test_a_star_is_apart_from_the_state(ok: Run, items: list[str]) -> None:
    assert ok("queue", "star", items[0]).out == "starred: Hiring your first product manager\n"
    assert ok("queue", "star", items[0]).out == "already starred: Hiring your first product manager\n"
    found = ok("queue", "list", "starred:yes", "--json").json["items"]
    assert [(item["id"], item["state"]) for item in found] == [(items[0], "inbox")]
    ok("queue", "star", "--off", items[0])
    assert ok("queue", "list", "starred:yes", "--json").json["items"] == []


def test_a_saved_link_is_an_item_like_any_other(ok: Run) -> None:
    assert (
        ok("queue", "add", "--no-fetch", "https://example.org/a", "--title", "An essay").out
        == "saved: An essay\n"
    )
    assert ok("queue", "add", "--no-fetch", "https://example.org/a").out.startswith("already saved: ")
    item = ok("queue", "list", "--json").json["items"][0]
    assert (item["title"], item["kind"], item["state"], item["feed"], item["published"]) == (
        "An essay",
        "link",
        "queued",
        None,
        None,
    )
    ok("queue", "done", item["id"])
    ok("undo")
    ok("undo")
    assert states(ok) == {}


def test_an_item_is_shown_with_its_text(ok: Run, items: list[str]) -> None:
    found = ok("queue", "show", items[2], "--json").json
    assert (found["version"], found["author"], found["enclosures"]) == (1, "Ada", [])
    assert found["text"].strip() == "Three people, **one** team."
    out = ok("queue", "show", items[2]).out
    assert out.startswith("The product trio\n")
    assert "https://example.org/1\n" in out
    assert "Three people" in out


def test_opening_without_a_display_prints_the_address(ok: Run, items: list[str]) -> None:
    assert ok("queue", "open", items[1]).out == "https://example.org/2\n"
    assert states(ok)[items[1]] == "reading"


@pytest.mark.parametrize(("locale", "light", "rows"), [("en_GB.UTF-8", "█", 2), ("C", "##", 1)])
def test_opening_as_a_qr_code_prints_it_and_opens_nothing(
    ok: Run,
    items: list[str],
    places: Mapping[str, Path],
    monkeypatch: pytest.MonkeyPatch,
    locale: str,
    light: str,
    rows: int,
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    places["config"].mkdir(parents=True)
    (places["config"] / "config.toml").write_text('[links]\nopener = ["/nowhere/browser"]\n', "utf-8")
    *code, address = ok("queue", "open", "--qr", items[1]).out.splitlines()
    assert address == "https://example.org/2"
    drawn = framed(modules(address), QUIET)
    assert len(code) == -(-len(drawn) // rows)
    # The light around it is drawn, as most terminals are dark.
    assert code[0] == light * len(drawn)
    if rows == 1:
        assert [[cell == "  " for cell in wrap_by_two(line)] for line in code] == [list(row) for row in drawn]
    else:
        assert code == half_rows(drawn, light=True)
    assert states(ok)[items[1]] == "reading"


def wrap_by_two(line: str) -> list[str]:
    return [line[at : at + 2] for at in range(0, len(line), 2)]


def test_opening_starts_what_is_configured_with_the_address_alone(
    ok: Run, items: list[str], places: Mapping[str, Path], tmp_path: Path
) -> None:
    places["config"].mkdir(parents=True)
    (places["config"] / "config.toml").write_text('[links]\nopener = ["/nowhere/browser"]\n', "utf-8")
    with pytest.raises(AssertionError, match="cannot start /nowhere/browser"):
        ok("queue", "open", items[1])
    assert states(ok)[items[1]] == "inbox"


def test_reading_the_queue_writes_nothing_to_the_journal(
    ok: Run, items: list[str], places: Mapping[str, Path]
) -> None:
    before = [path.read_bytes() for path in places["data"].rglob("*.jsonl")]
    ok("queue", "list")
    ok("queue", "show", items[0])
    ok("feed", "list")
    ok("today")
    assert [path.read_bytes() for path in places["data"].rglob("*.jsonl")] == before
    assert FEED.encode() in before[0]


def test_what_has_no_link_cannot_be_opened_and_it_is_said_how_to_read_it(ok: Run, run: Run) -> None:
    ok("feed", "add", FEED)
    entries = ParsedFeed("Example", "", (Entry("1", "Without a link"),))
    wiring.build()._entries.merge(feed_id(FEED), entries)
    (item,) = ok("queue", "list", "--json").json["items"]
    ended = run("queue", "open", item["id"])
    assert (ended.status, ended.out) == (1, "")
    assert f"no link comes with Without a link\n  read it with: pmlearn queue show {item['id']}" in ended.err
    assert ok("queue", "list", "--json").json["items"] == [item]


def test_an_empty_queue_says_what_fills_it(ok: Run) -> None:
    assert "pmlearn feed refresh" in ok("queue", "list").err
    assert ok("queue", "list", "kind:audio").err == "pmlearn: 0 items\n"


def test_a_query_does_to_all_that_it_finds_in_one_action(ok: Run, items: list[str]) -> None:
    assert ok("queue", "done", "--query", "-kind:audio", "--dry-run").err.endswith("nothing was done\n")
    assert set(states(ok).values()) == {"inbox"}
    said = ok("queue", "done", "--query", "-kind:audio")
    assert said.out == "done: 2 items\n"
    assert "pmlearn undo" in said.err
    assert len(ok("history", "--json").json["actions"]) == 2
    ok("undo")
    assert set(states(ok).values()) == {"inbox"}
    assert "no item matches" in ok("queue", "drop", "--query", "nothing").err


@pytest.mark.parametrize("arguments", [(), ("abc", "--query", "x"), ("--query", "")])
def test_items_or_a_query_are_named(run: Run, items: list[str], arguments: tuple[str, ...]) -> None:
    assert run("queue", "star", *arguments).status == 2


def test_what_is_put_off_comes_back_at_its_day_or_at_once(ok: Run, items: list[str]) -> None:
    assert "snoozed until" in ok("queue", "snooze", items[0], items[1], "3d").out
    assert len(states(ok)) == 1
    away = ok("queue", "list", "state:snoozed", "--json").json["items"]
    assert {item["snoozed"] is not None for item in away} == {True}
    ok("queue", "snooze", "--off", items[0])
    assert len(states(ok)) == 2


def test_views_are_saved_listed_and_removed(ok: Run, run: Run, items: list[str]) -> None:
    assert ok("queue", "view", "To hear", "kind:audio").out == "view saved: To hear\n"
    assert ok("queue", "views", "--json").json["views"] == [
        {"name": "to-hear", "title": "To hear", "query": "kind:audio"}
    ]
    assert ok("queue", "list", "--view", "to HEAR", "--json").json["total"] == 1
    assert ok("queue", "list", "--view", "to-hear", "nothing", "--json").json["total"] == 0
    assert "did you mean To hear?" in run("queue", "list", "--view", "to-haer").err
    assert run("queue", "view", "To hear").status == run("queue", "view", "x", "y", "--remove").status == 2
    assert run("queue", "view", "bad", "kinds:audio").status == 1
    ok("queue", "view", "To hear", "--remove")
    assert ok("queue", "views").out == ""


def test_a_mistake_in_a_query_is_pointed_at(run: Run) -> None:
    said = run("queue", "list", "a", "kinds:audio")
    assert (said.status, said.out) == (1, "")
    assert said.err.splitlines()[1:3] == ["  a kinds:audio", "    ^^^^^^^^^^^"]


def test_highlights_are_printed_as_markdown(ok: Run, run: Run, items: list[str]) -> None:
    assert ok("queue", "highlight", items[2], "Three  people,\none team.", "--note", "ours?").out.startswith(
        "highlighted: Three people, one team."
    )
    ended = run("queue", "highlight", items[1], "-", stdin="not in its text")
    assert (ended.status, "does not have this passage" in ended.err) == (0, True)
    found = ok("queue", "highlights", "--all", "--json").json
    assert found["version"] == 1
    by_id = {item["id"]: item for item in found["items"]}
    [kept] = by_id[items[2]]["highlights"]
    assert (kept["text"], kept["note"], kept["percent"]) == ("Three people, one team.", "ours?", 0)
    assert by_id[items[1]]["highlights"][0]["percent"] is None
    out = ok("queue", "highlights", items[2][:6]).out
    assert out.startswith("## [The product trio](https://example.org/1)\n\n")
    assert "> Three people, one team.\n\nours?\n" in out
    assert ok("queue", "highlights", "--all", "--since", "2100-01-01").out == ""
    ok("undo")
    assert items[1] not in ok("queue", "highlights", "--all").out


def test_which_highlights_has_to_be_said(run: Run, items: list[str]) -> None:
    assert run("queue", "highlights").status == 2
    assert run("queue", "highlights", "--all", items[0]).status == 2
    ended = run("queue", "highlights", "--all", "--since", "soon")
    assert (ended.status, "2026-11-01" in ended.err) == (1, True)
    assert run("queue", "highlight", items[0], " ").status == 1


def test_a_note_on_an_item(ok: Run, items: list[str]) -> None:
    assert ok("queue", "note", items[1], "mine").out == "noted: Pricing [/] for two\n"
    assert ok("queue", "note", items[1], "mine").out.startswith("the note is as it was")
    assert ok("queue", "note", items[1], "").out.startswith("note removed")
