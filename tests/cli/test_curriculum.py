from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.cli.conftest import Run

BROKEN = "format: 1\nid: mine\ntitle: Mine\nmodules:\n  - id: a\n    titel: A\n"


def test_the_list_says_how_far_one_has_come(ok: Run, shipped: Path) -> None:
    ok("step", "done", "tiny/try")
    ok("curriculum", "follow", "tiny")
    found = ok("curriculum", "list", "--json").json
    assert found["version"] == 1
    tiny, other = found["curricula"]
    assert tiny == {
        "id": "tiny",
        "title": "Tiny",
        "steps": 3,
        "done": 1,
        "percent": 33,
        "followed": True,
        "source": "shipped",
        "path": str(shipped / "tiny.yaml"),
        "level": None,
    }
    assert (other["id"], other["followed"]) == ("other", False)
    lines = ok("curriculum", "list").out.splitlines()
    assert lines[0].split() == ["*", "tiny", "Tiny", "1/3", "33%", "1", "h", "15", "shipped"]


def test_ones_own_curriculum_replaces_a_shipped_one(ok: Run, places: Mapping[str, Path]) -> None:
    own = places["data"] / "curricula"
    own.mkdir(parents=True)
    (own / "tiny.yaml").write_text(
        "format: 1\nid: tiny\ntitle: Mine\nmodules:\n"
        "  - {id: a, title: A, steps: [{id: s, title: S, kind: skill}]}\n",
        "utf-8",
    )
    found = {row["id"]: row for row in ok("curriculum", "list", "--json").json["curricula"]}
    assert (found["tiny"]["source"], found["tiny"]["title"]) == ("user", "Mine")
    assert found["other"]["source"] == "shipped"


def test_a_broken_file_costs_that_file_alone(ok: Run, run: Run, places: Mapping[str, Path]) -> None:
    own = places["data"] / "curricula"
    own.mkdir(parents=True)
    (own / "mine.yaml").write_text(BROKEN, "utf-8")
    ended = ok("curriculum", "list")
    assert len(ended.out.splitlines()) == 2
    assert "1 curriculum file cannot be read: run pmlearn doctor" in ended.err
    assert "1 curriculum file cannot be read: run pmlearn doctor" in ok("today").err
    doctor = run("doctor")
    assert doctor.status == 1
    assert f"{own / 'mine.yaml'}:6:5: error:" in doctor.out


def test_the_checklist_of_a_curriculum(ok: Run) -> None:
    ok("step", "skip", "tiny/read/one")
    found = ok("curriculum", "show", "tiny", "--json").json
    assert (found["version"], found["id"], found["title"]) == (1, "tiny", "Tiny")
    assert [(module["id"], module["title"]) for module in found["modules"]] == [
        ("first", "First things"),
        ("second", "Second things"),
    ]
    step = found["modules"][0]["steps"][0]
    assert {key: step[key] for key in ("ref", "title", "kind", "status", "optional")} == {
        "ref": "tiny/read",
        "title": "Read it",
        "kind": "book",
        "status": "todo",
        "optional": False,
    }
    assert step["parts"][0] == {"ref": "tiny/read/one", "title": "Chapter one", "status": "skipped"}
    assert found["modules"][1]["steps"][0]["optional"] is True
    out = ok("curriculum", "show", "tiny").out
    assert "  [ ] Read it · 50 min\n      tiny/read\n      [-] Chapter one · one\n" in out
    assert "[ ] Show it (optional)\n" in out


def test_a_curriculum_may_be_named_by_its_beginning(ok: Run, run: Run) -> None:
    assert ok("curriculum", "show", "ti", "--json").json["id"] == "tiny"
    ended = run("curriculum", "show", "tyni")
    assert (ended.status, ended.out) == (1, "")
    assert "did you mean tiny?" in ended.err


def test_following_offers_the_feeds_that_are_not_subscribed_yet(ok: Run) -> None:
    ended = ok("curriculum", "follow", "tiny")
    assert ended.out == "followed: Tiny\n"
    assert "pmlearn feed add https://example.org/feed.xml" in ended.err
    ok("feed", "add", "https://example.org/feed.xml")
    ended = ok("curriculum", "follow", "tiny")
    assert (ended.out, ended.err) == ("already followed: Tiny\n", "")
    assert ok("curriculum", "unfollow", "tiny").out == "no longer followed: Tiny\n"
    assert ok("curriculum", "unfollow", "tiny").out == "not followed: Tiny\n"


def test_a_feed_that_goes_with_two_curricula_is_offered_once(ok: Run, shipped: Path) -> None:
    tiny = (shipped / "tiny.yaml").read_text("utf-8")
    (shipped / "twin.yaml").write_text(tiny.replace("id: tiny", "id: twin"), "utf-8")
    assert ok("curriculum", "follow", "tiny", "twin").err.count("pmlearn feed add") == 1


def test_one_bad_id_of_several_and_none_is_followed(ok: Run, run: Run) -> None:
    assert run("curriculum", "follow", "tiny", "nope").status == 1
    assert not any(row["followed"] for row in ok("curriculum", "list", "--json").json["curricula"])


def test_checking_names_every_mistake_with_its_place(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(BROKEN, "utf-8")
    ended = run("curriculum", "check", str(path))
    assert ended.status == 1
    assert f"{path}:6:5: error: the module has no key “titel” [unknown-key]\n" in ended.out
    assert "did you mean title?" in ended.out
    assert ended.err.startswith("pmlearn: 1 file: ")
    found = run("curriculum", "check", str(path), "--json").json
    assert found["version"] == 1
    assert {"file", "line", "column", "severity", "code", "message", "hint"} == found["problems"][0].keys()


def test_checking_what_is_right_says_so_and_ends_with_0(ok: Run, shipped: Path) -> None:
    ended = ok("curriculum", "check", str(shipped / "tiny.yaml"), "--json")
    assert not [problem for problem in ended.json["problems"] if problem["severity"] == "error"]


def test_checking_what_is_not_there_fails(run: Run, tmp_path: Path) -> None:
    ended = run("curriculum", "check", str(tmp_path / "gone.yaml"))
    assert (ended.status, ended.out) == (1, "")
    assert "no file" in ended.err


def test_checking_a_directory_says_how_to_name_its_files(run: Run, tmp_path: Path) -> None:
    ended = run("curriculum", "check", str(tmp_path))
    assert (ended.status, ended.out) == (1, "")
    assert f"{tmp_path} is a directory\n  name the files in it: {tmp_path}/*.yaml" in ended.err


def test_what_was_done_of_a_curriculum_that_is_gone_is_told_and_shown(
    ok: Run, run: Run, shipped: Path
) -> None:
    ok("step", "done", "tiny/try")
    (shipped / "tiny.yaml").unlink()
    assert "tiny is not here any more" in ok("curriculum", "list").err
    (found,) = ok("curriculum", "show", "tiny", "--json").json["orphans"]
    assert (found["ref"], found["title"], found["status"]) == ("tiny/try", "Try", "done")
    day = found["at"][:10]
    shown = ok("curriculum", "show", "tiny").out.splitlines()
    assert shown[1:] == [f"  [x] Try · done {day}", "      tiny/try"]
    assert run("curriculum", "show", "tinny").status == 1
