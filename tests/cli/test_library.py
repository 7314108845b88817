"""Installing, updating and uninstalling, as a learner does it."""

from __future__ import annotations

import errno
import json
import os
import select
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from pmlearn.catalog.finder import Catalog
from pmlearn.errors import StoreError
from pmlearn.storage.installed import Installed
from tests.feedserver import Gate, Reply, redirect

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.cli.conftest import Run
    from tests.feedserver import FeedServer

KEYS = {
    *("id", "source", "from", "to", "outcome", "added", "removed", "renamed", "moved", "retired", "changed"),
    *("progress", "error"),
}


def text(first: str, second: str = "", *, id_: str = "mine", version: str = "1.0", more: str = "") -> str:
    """A curriculum of two modules, whose steps are lines of YAML."""

    def module(name: str, steps: str) -> str:
        lines = "".join(f"      - {{{line.strip()}}}\n" for line in steps.strip().splitlines())
        return f"  - id: {name}\n    title: {name.title()} things\n    steps:\n{lines}" if lines else ""

    head = f"format: 1\nid: {id_}\ntitle: Mine [/]\nversion: {version}\n{more}modules:\n"
    return head + module("first", first) + module("second", second)


OLD = text(
    """
    id: read, title: Read it, kind: book, parts: [{id: one, title: I}, {id: two, title: Two}]
    id: try, title: Try it, kind: exercise
    id: leave, title: Leave it, kind: exercise
    id: drop, title: Drop the ball, kind: exercise
    """,
    "id: show, title: Show it, kind: project",
)
NEW = text(
    """
    id: read-on, was: [read], title: Read it, kind: book, parts: [{id: one, title: I}, {id: two, title: Two}]
    id: leave, title: Leave it, kind: exercise, retired: true
    id: drop-it, title: Drop the ball, kind: exercise
    """,
    """
    id: try, title: Try it, kind: exercise
    id: show, title: Show them, kind: project
    """,
    version="1.1",
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A curriculum file to install from."""
    path = tmp_path / "elsewhere" / "mine.yaml"
    path.parent.mkdir()
    path.write_text(OLD, "utf-8")
    return path


@pytest.fixture
def own(places: Mapping[str, Path]) -> Path:
    """The user's directory of curricula."""
    return places["data"] / "curricula"


@pytest.fixture
def progress(ok: Run, file: Path) -> Path:
    """The file installed, and something done with each of its steps."""
    ok("curriculum", "install", str(file))
    ok("step", "done", "mine/read", "mine/try", "mine/leave", "mine/drop")
    ok("step", "note", "mine/drop", "remember")
    file.write_text(NEW, "utf-8")
    return file


def names(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir()) if directory.exists() else []


def rows(run: Run, *args: str) -> list[dict[str, Any]]:
    found = run("curriculum", "update", *args, "--json").json["curricula"]
    assert all(row.keys() == KEYS for row in found)
    return list(found)


# Installing.


def test_a_file_is_installed_with_what_it_came_from(
    ok: Run, file: Path, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(file.parent)
    assert ok("curriculum", "install", "mine.yaml").out == "installed: Mine [/] · mine\n"
    assert (own / "mine.yaml").read_text("utf-8") == OLD
    note = json.loads((own / "mine.source.json").read_text("utf-8"))
    assert (note["format"], note["source"], note["version"]) == (1, str(file), "")
    listed = {row["id"]: row for row in ok("curriculum", "list", "--json").json["curricula"]}
    assert (listed["mine"]["source"], listed["mine"]["path"]) == ("user", str(own / "mine.yaml"))
    assert ok("curriculum", "install", str(file)).out == "already installed: Mine [/] · mine\n"


def test_of_a_folder_all_files_are_installed_and_those_below_it_are_not(
    ok: Run, file: Path, own: Path
) -> None:
    (file.parent / "more.yml").write_text(text("id: s, title: S, kind: skill", id_="more"), "utf-8")
    (file.parent / "notes.txt").write_text("no curriculum", "utf-8")
    (file.parent / "below").mkdir()
    (file.parent / "below" / "deep.yaml").write_text(
        text("id: s, title: S, kind: skill", id_="deep"), "utf-8"
    )
    assert len(ok("curriculum", "install", str(file.parent)).out.splitlines()) == 2
    assert names(own) == ["mine.source.json", "mine.yaml", "more.source.json", "more.yaml"]
    assert [row["outcome"] for row in rows(ok)] == ["unchanged", "unchanged"]


def test_one_file_with_an_error_keeps_all_of_a_folder_out(run: Run, file: Path, own: Path) -> None:
    bad = file.parent / "bad.yaml"
    bad.write_text(OLD.replace("kind: exercise", "kind: exercize"), "utf-8")
    ended = run("curriculum", "install", str(file.parent))
    assert ended.status == 1
    assert [line.partition(" error: ")[0] for line in ended.out.splitlines()[::2]] == [
        f"{bad}:{line}:{column}:" for line, column in ((10, 40), (11, 44), (12, 48))
    ]
    assert "did you mean exercise?" in ended.out
    assert "nothing was installed" in ended.err
    assert names(own) == []


def test_two_files_with_one_id_are_refused(run: Run, file: Path, own: Path) -> None:
    (file.parent / "other.yaml").write_text(OLD, "utf-8")
    ended = run("curriculum", "install", str(file.parent))
    assert (ended.status, names(own)) == (1, [])
    assert "two files there have the id mine" in ended.err


def test_a_file_that_costs_too_much_to_read_is_refused(run: Run, file: Path, own: Path) -> None:
    file.write_bytes(b"[" * 100_000)
    ended = run("curriculum", "install", str(file))
    assert (ended.status, names(own)) == (1, [])
    assert "[too-deep]" in ended.out


@pytest.mark.parametrize(
    "source",
    [
        *("nowhere.yaml", "", "/dev/null", "ftp://example.org/x", "git+https://example.org/x@-x"),
        *("~nobody-at-all/y", "x" * 300),
    ],
)
def test_what_cannot_be_installed_from_is_said_with_the_next_move(run: Run, own: Path, source: str) -> None:
    ended = run("curriculum", "install", source)
    assert (ended.status, ended.out, names(own)) == (1, "", [])
    assert len(ended.err.splitlines()) == 2


@pytest.mark.parametrize("verb", ["check", "preview"])
@pytest.mark.parametrize("name", ["x" * 300, "~nobody-at-all/y"])
def test_so_it_is_where_a_file_is_named(run: Run, verb: str, name: str) -> None:
    ended = run("curriculum", verb, name)
    assert (ended.status, ended.out) == (1, "")
    assert len(ended.err.splitlines()) == 2


def test_an_empty_folder_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "no curriculum files in" in run("curriculum", "install", str(tmp_path / "empty")).err


@pytest.mark.parametrize("name", ["mine.yaml", "other.yaml", "mine.yml"])
def test_a_file_of_ones_own_is_never_overwritten(run: Run, file: Path, own: Path, name: str) -> None:
    own.mkdir(parents=True)
    (own / name).write_text(OLD.replace("Drop the ball", "My ball"), "utf-8")
    ended = run("curriculum", "install", str(file), "--yes")
    assert ended.status == 1
    assert f"{own / name} is your own and has the id mine" in ended.err
    assert "move it away" in ended.err
    assert names(own) == [name]


@pytest.mark.parametrize("name", ["mine.yaml", "other.yaml"])
def test_nor_is_an_overlay_of_ones_own(run: Run, file: Path, own: Path, name: str) -> None:
    own.mkdir(parents=True)
    (own / name).write_text("format: 1\nid: mine\noverlay: tiny\ntitle: Mine\n", "utf-8")
    ended = run("curriculum", "install", str(file), "--yes")
    assert ended.status == 1
    assert f"{own / name} is your own and has the id mine" in ended.err
    assert names(own) == [name]
    for verb in ("update", "uninstall"):
        assert "mine is a file of your own" in run("curriculum", verb, "mine").err


def test_the_catalog_looks_again_once_for_all_also_where_one_fails(
    ok: Run, run: Run, file: Path, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for id_ in ("one", "two", "x-bad"):
        (file.parent / f"{id_}.yaml").write_text(text("id: s, title: S, kind: skill", id_=id_), "utf-8")

    def put(self: Installed, id_: str, *given: Any) -> None:
        if id_ == "x-bad":
            raise StoreError("the disk is full")
        real(self, id_, *given)

    def refresh(self: Catalog) -> bool:
        looked.append(names(own))
        return look(self)

    real, look, looked = Installed.put, Catalog.refresh, list[list[str]]()
    monkeypatch.setattr(Installed, "put", put)
    monkeypatch.setattr(Catalog, "refresh", refresh)
    ended = run("curriculum", "install", str(file.parent))
    assert (ended.status, len(ended.out.splitlines())) == (1, 3)
    (seen,) = looked
    assert [name for name in seen if name.endswith(".yaml")] == ["mine.yaml", "one.yaml", "two.yaml"]


def test_what_was_changed_by_hand_is_never_overwritten_nor_taken_away(
    run: Run, ok: Run, file: Path, own: Path
) -> None:
    ok("curriculum", "install", str(file))
    mine = OLD.replace("Drop the ball", "My ball")
    (own / "mine.yaml").write_text(mine, "utf-8")
    file.write_text(NEW, "utf-8")
    for words in (
        ["install", str(file), "--yes"],
        ["update", "--yes"],
        ["update", "mine"],
        ["uninstall", "mine"],
    ):
        ended = run("curriculum", *words)
        assert ended.status == 1, words
        assert "was changed by hand since it was installed" in ended.err
        assert (own / "mine.yaml").read_text("utf-8") == mine
    assert rows(run)[0]["outcome"] == "failed"


def test_one_that_hides_a_shipped_one_is_allowed_and_said(ok: Run, file: Path) -> None:
    file.write_text(text("id: s, title: S, kind: skill", id_="tiny"), "utf-8")
    ended = ok("curriculum", "install", str(file))
    assert "until tiny is uninstalled, the shipped one of that id is not shown" in ended.err
    assert "the shipped tiny is shown again" in ok("curriculum", "uninstall", "tiny").err


def test_an_overlay_is_installed_updated_and_uninstalled(ok: Run, run: Run, file: Path, own: Path) -> None:
    overlay = "format: 1\nid: mine\noverlay: tiny\nmodules:\n  - id: first\n    add:\n"
    added = "      - {{id: {0}, title: Extra {0}, kind: skill, parts: [{{id: p, title: P}}]}}\n"
    file.write_text(overlay + added.format("one"), "utf-8")
    ok("curriculum", "install", str(file))
    assert names(own) == ["mine.source.json", "mine.yaml"]
    file.write_text(overlay + added.format("two"), "utf-8")
    (row,) = rows(run)
    assert [each["ref"] for each in row["removed"]] == ["mine/one", "mine/one/p"]
    assert [each["ref"] for each in row["added"]] == ["mine/two", "mine/two/p"]
    ok("curriculum", "update", "--yes")
    assert (own / "mine.yaml").read_text("utf-8") == file.read_text("utf-8")
    ok("curriculum", "uninstall", "mine")
    assert names(own) == []


# Addresses.


@pytest.fixture
def private(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMLEARN_ALLOW_PRIVATE", "1")


@pytest.mark.usefixtures("private")
def test_an_address_is_asked_again_with_what_it_said_of_its_version(
    ok: Run, run: Run, own: Path, server: FeedServer
) -> None:
    server.feeds["/mine.yaml"] = Reply(OLD.encode(), etag='"1"')
    ok("curriculum", "install", server.url("/mine.yaml"))
    assert json.loads((own / "mine.source.json").read_text())["version"] == '"1"'
    assert [row["outcome"] for row in rows(ok)] == ["unchanged"]
    assert (server.seen[-1][1]["if-none-match"], server.statuses[304]) == ('"1"', 1)
    server.feeds["/mine.yaml"] = Reply(NEW.encode(), last_modified="Fri, 20 Nov 2026 10:00:00 GMT")
    (row,) = rows(run, "--yes")
    assert (row["outcome"], row["from"], row["to"]) == ("updated", '"1"', "Fri, 20 Nov 2026 10:00:00 GMT")
    assert [row["outcome"] for row in rows(ok)] == ["unchanged"]
    assert server.seen[-1][1]["if-modified-since"] == "Fri, 20 Nov 2026 10:00:00 GMT"


@pytest.mark.usefixtures("private")
@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(status=404), "answered with status 404"),
        (Reply(b"<html>", headers={"Content-Type": "text/html; charset=utf-8"}), "is a web page"),
        (Reply(b"#" * (3 << 20)), "is larger than"),
        (redirect("/mine.yaml"), "more than 5 redirects"),
        (redirect("file:///etc/passwd"), "is no http or https address"),
        (Reply(raw=b"no HTTP\r\n\r\n"), "no HTTP"),
    ],
)
def test_an_answer_that_is_no_curriculum_is_said(
    run: Run, own: Path, server: FeedServer, reply: Reply, said: str
) -> None:
    server.feeds["/mine.yaml"] = reply
    ended = run("curriculum", "install", server.url("/mine.yaml"))
    assert (ended.status, ended.out, names(own)) == (1, "", [])
    assert said in ended.err
    assert len(ended.err.splitlines()) == 2


def test_plain_http_is_not_asked_unless_it_is_allowed(run: Run, server: FeedServer) -> None:
    ended = run("curriculum", "install", server.url("/mine.yaml"))
    assert (ended.status, ended.out) == (1, "")
    assert "/mine.yaml is plain http: whoever is on the way could change what comes" in ended.err
    assert "allow_private = true" in ended.err
    assert not server.seen


@pytest.mark.parametrize("scheme", ["https", "git+https"])
@pytest.mark.parametrize("proxy", ["", "http://127.0.0.1:9"])
def test_a_private_address_is_not_asked_unless_it_is_allowed(
    run: Run, monkeypatch: pytest.MonkeyPatch, scheme: str, proxy: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    monkeypatch.setenv("NO_PROXY", "")
    # Nothing listens there: whoever asks is refused at once, and does not wait for an answer to a greeting.
    source = f"{scheme}://127.0.0.1:9/mine"
    ended = run("curriculum", "install", source)
    assert (ended.status, ended.out) == (1, "")
    assert "127.0.0.1 is on a private network" in ended.err
    assert "allow_private = true" in ended.err
    monkeypatch.setenv("PMLEARN_ALLOW_PRIVATE", "1")
    ended = run("curriculum", "install", source)
    assert ended.status == 1
    assert "private network" not in ended.err


# Repositories.


def test_a_repository_is_installed_by_its_commit_and_brought_up_to_date(
    ok: Run, run: Run, own: Path, file: Path
) -> None:
    def git(*args: str) -> str:
        who = {f"GIT_{who}_{what}": "ada" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        return subprocess.run(
            ["git", *args], cwd=file.parent, env=os.environ | who, check=True, capture_output=True, text=True
        ).stdout.strip()

    git("init", "-q", "-b", "main", ".")
    git("add", "mine.yaml")
    git("commit", "-q", "-m", "One")
    git("tag", "v1")
    one = git("rev-parse", "HEAD")
    source = f"git+file://{file.parent}"
    ok("curriculum", "install", f"{source}@v1#mine.yaml")
    assert json.loads((own / "mine.source.json").read_text())["version"] == one
    file.write_text(NEW, "utf-8")
    git("commit", "-q", "-a", "-m", "Two")
    two = git("rev-parse", "HEAD")
    assert [row["outcome"] for row in rows(ok)] == ["unchanged"]  # it is pinned to the tag
    ended = run("curriculum", "install", source)
    assert ended.status == 1
    assert f"mine: Mine [/], 1.0 ({one[:10]}) → 1.1 ({two[:10]})" in ended.out
    assert "take what changed with --yes" in ended.err
    assert ok("curriculum", "install", source, "--yes").out.endswith("updated: Mine [/] · mine\n")
    (row,) = rows(ok)
    assert (row["outcome"], row["source"], row["from"], row["to"]) == ("unchanged", source, two, two)


# Interrupted.


def interrupt(source: str, tmp_path: Path, wait: Callable[[], object], **env: str) -> None:
    """Start to install, wait, press ctrl+c: it ends as it should and leaves nothing behind."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with subprocess.Popen(
        [sys.executable, "-m", "pmlearn", "curriculum", "install", source],
        env=os.environ | {"TMPDIR": str(scratch), **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        wait()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err.strip()) == (130, "", "pmlearn: interrupted")
    assert names(scratch) == []


def test_ctrl_c_while_git_fetches_leaves_nothing_behind(tmp_path: Path, own: Path) -> None:
    started = tmp_path / "started"
    os.mkfifo(started)
    ssh = tmp_path / "ssh"
    ssh.write_text(f"#!/bin/sh\necho started > {started}\nexec sleep 60 > {started}\n")
    ssh.chmod(0o755)
    with open(os.open(started, os.O_RDONLY | os.O_NONBLOCK), "rb") as said:  # noqa: PTH123 - a descriptor

        def wait() -> None:
            assert select.select([said], [], [], 60)[0]
            assert said.readline() == b"started\n"

        settings = {"GIT_SSH_COMMAND": str(ssh), "GIT_SSH_VARIANT": "simple"}
        interrupt("git+ssh://example.invalid/x", tmp_path, wait, **settings)
        # Its end of the pipe is closed when it has ended, too.
        assert select.select([said], [], [], 20)[0]
        assert said.read() == b""
    assert names(own) == []


@pytest.mark.usefixtures("private")
def test_ctrl_c_while_a_server_keeps_us_waiting_leaves_nothing_behind(
    tmp_path: Path, own: Path, server: FeedServer
) -> None:
    gate = Gate()
    server.feeds["/mine.yaml"] = Reply(OLD.encode(), gate=gate)
    interrupt(server.url("/mine.yaml"), tmp_path, lambda: gate.reached.wait(60))
    assert names(own) == []


# Updating.


def test_an_update_is_shown_before_it_is_taken(ok: Run, run: Run, progress: Path, own: Path) -> None:
    ended = run("curriculum", "update")
    assert ended.status == 1
    assert ended.out.splitlines() == [
        "mine: Mine [/], 1.0 → 1.1",
        "  added: Drop the ball · mine/drop-it",
        "  removed: Drop the ball · mine/drop",
        "    was it renamed to mine/drop-it? its author can write there: was: [drop]",
        "  renamed: mine/read is mine/read-on now",
        "  moved: Try it, from First things to Second things",
        "  retired: Leave it · mine/leave",
        "  changed: 1 text",
        "  your progress goes along from mine/read to mine/read-on: 2 ticks",
        "  your progress on mine/leave is kept in the history: 1 tick",
        "  your progress on mine/drop counts no more: 1 tick, 1 note",
        "    it stays in the history, and in pmlearn curriculum show mine",
    ]
    assert "nothing was taken of 1 curriculum: take it with pmlearn curriculum update --yes" in ended.err
    assert (own / "mine.yaml").read_text("utf-8") == OLD
    assert ok("curriculum", "update", "--yes").out == ended.out + "updated: mine\n"
    assert (own / "mine.yaml").read_text("utf-8") == NEW
    assert ok("curriculum", "update").out == "unchanged: mine\n"


def test_an_update_as_json(run: Run, progress: Path) -> None:
    (row,) = rows(run)
    assert row == {
        "id": "mine",
        "source": str(progress),
        "outcome": "waiting",
        "from": "1.0",
        "to": "1.1",
        "added": [{"ref": "mine/drop-it", "title": "Drop the ball"}],
        "removed": [{"ref": "mine/drop", "title": "Drop the ball"}],
        "renamed": [
            {"was": "mine/read", "ref": "mine/read-on"},
            {"was": "mine/read/one", "ref": "mine/read-on/one"},
            {"was": "mine/read/two", "ref": "mine/read-on/two"},
        ],
        "moved": [{"ref": "mine/try", "from": "First things", "to": "Second things"}],
        "retired": [{"was": "mine/leave", "ref": "mine/leave"}],
        "changed": ["mine/show"],
        "progress": {
            "kept": [
                {"ref": "mine/read/one", "to": "mine/read-on/one", "status": "done", "notes": 0},
                {"ref": "mine/read/two", "to": "mine/read-on/two", "status": "done", "notes": 0},
                {"ref": "mine/leave", "to": "mine/leave", "status": "done", "notes": 0},
            ],
            "lost": [{"ref": "mine/drop", "to": None, "status": "done", "notes": 1}],
        },
        "error": None,
    }


def test_no_tick_note_or_history_is_lost(ok: Run, progress: Path, places: Mapping[str, Path]) -> None:
    def done() -> list[tuple[str, str]]:
        return [(each["id"], each["kind"]) for each in ok("history", "--json").json["actions"]]

    before = done()
    journal = next(places["data"].rglob("*.jsonl"))
    lines = journal.read_bytes()
    ok("curriculum", "update", "--yes")
    assert journal.read_bytes().startswith(lines)
    (added,) = journal.read_bytes()[len(lines) :].splitlines()
    action = json.loads(added)
    assert action["kind"] == "update"
    assert action["changes"] == [
        {"ref": "mine/drop", "field": "title", "value": "Drop the ball", "was": None}
    ]
    assert done() == [(action["id"], "update"), *before]
    assert ok("step", "show", "mine/try", "--json").json["status"] == "done"  # it moved
    progress.write_text(OLD, "utf-8")  # and were it to come back, so would what was done with it
    ok("curriculum", "update", "--yes")
    found = ok("step", "show", "mine/drop", "--json").json
    assert (found["status"], [note["text"] for note in found["notes"]]) == ("done", ["remember"])
    progress.write_text(NEW, "utf-8")
    ok("curriculum", "update", "--yes")
    assert done() == [(action["id"], "update"), *before]  # its title is known by now


def test_after_an_update_all_of_it_is_where_a_learner_looks(ok: Run, progress: Path) -> None:
    progress.write_text(NEW, "utf-8")
    ok("curriculum", "update", "--yes")
    assert ok("step", "show", "mine/read-on", "--json").json["status"] == "done"
    assert ok("step", "show", "mine/read", "--json").json["ref"] == "mine/read-on"  # as scripts know it
    shown = ok("curriculum", "show", "mine").out
    lines = shown.partition("No longer in it\n")[2].splitlines()
    assert [line for line in lines if "mine/" in line] == ["      mine/leave", "      mine/drop"]
    assert lines[0].startswith("  [x] Leave it · done ")
    assert lines[0].endswith(" · retired")
    assert lines[-1] == "        remember"
    assert "Drop the ball" in ok("curriculum", "export", "mine", "--progress").out
    assert "Drop the ball" in ok("history").out
    # What the update noted is nothing that the learner did.
    assert ok("undo").out.startswith("undone: the note on ")


def test_without_progress_nothing_is_written_to_the_journal(
    ok: Run, file: Path, places: Mapping[str, Path]
) -> None:
    ok("curriculum", "install", str(file))
    file.write_text(NEW, "utf-8")
    ok("curriculum", "update", "--yes")
    assert not list(places["data"].rglob("*.jsonl"))


@pytest.mark.parametrize(("answer", "status", "text_now"), [("y\n", 0, NEW), ("n\n", 1, OLD), ("\n", 1, OLD)])
def test_in_a_terminal_it_is_asked(
    run: Run,
    progress: Path,
    own: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    status: int,
    text_now: str,
) -> None:
    asked = []

    def confirm(question: str, **given: object) -> bool:
        asked.append((question, given))
        return answer == "y\n"

    class Sys:
        class stdin:  # noqa: N801
            isatty = staticmethod(lambda: True)

        stderr = stdin

    monkeypatch.setattr("click.confirm", confirm)
    monkeypatch.setattr("pmlearn.cli.library.sys", Sys)
    ended = run("curriculum", "update")
    assert asked == [("Take it?", {"default": False, "err": True})]
    assert (ended.status, (own / "mine.yaml").read_text("utf-8")) == (status, text_now)


def test_one_source_that_fails_does_not_stop_the_others(ok: Run, run: Run, progress: Path, own: Path) -> None:
    more = progress.with_name("more.yaml")
    more.write_text(text("id: s, title: S, kind: skill", id_="more"), "utf-8")
    ok("curriculum", "install", str(more))
    more.unlink()
    found = {row["id"]: row for row in rows(run, "--yes")}
    assert (found["mine"]["outcome"], found["more"]["outcome"]) == ("updated", "failed")
    assert "no file" in found["more"]["error"]
    ended = run("curriculum", "update")
    assert ended.status == 1
    assert "pmlearn: more: no file" in ended.err
    assert (own / "more.yaml").exists()


def test_an_update_with_an_error_is_printed_as_check_prints_it_and_not_taken(
    run: Run, progress: Path, own: Path
) -> None:
    progress.write_text(NEW.replace("kind: book", "kind: bok"), "utf-8")
    ended = run("curriculum", "update", "--yes")
    assert ended.status == 1
    assert f"{progress}:9:" in ended.out
    assert "did you mean book?" in ended.out
    assert "mine: what its source has now holds an error" in ended.err
    assert (own / "mine.yaml").read_text("utf-8") == OLD


def test_a_source_that_has_it_no_more_is_said(run: Run, ok: Run, file: Path, own: Path) -> None:
    ok("curriculum", "install", str(file.parent))
    file.rename(file.with_name("other.yaml"))
    file.with_name("other.yaml").write_text(text("id: s, title: S, kind: skill", id_="other"), "utf-8")
    ended = run("curriculum", "update")
    assert ended.status == 1
    assert "its source has no mine any more" in ended.err
    assert "pmlearn curriculum uninstall mine" in ended.err
    assert (own / "mine.yaml").exists()


def test_a_curriculum_that_was_renamed_is_followed_to_its_new_id(ok: Run, progress: Path, own: Path) -> None:
    progress.write_text(OLD.replace("id: mine", "id: ours\nwas: [mine]"), "utf-8")
    ended = ok("curriculum", "update", "--yes")
    assert "it is called ours now" in ended.out
    assert "renamed:" not in ended.out  # every one of its steps was
    assert "your progress goes along from mine/try to ours/try: 1 tick" in ended.out
    assert "counts no more" not in ended.out
    assert names(own) == ["ours.source.json", "ours.yaml"]
    assert [row["id"] for row in rows(ok)] == ["ours"]


def versions(file: Path) -> tuple[Path, Path]:
    """Two folders: the curriculum, and its next version under another id."""
    v1, v2 = file.parent, file.parent.parent / "v2"
    v2.mkdir()
    (v2 / "ours.yaml").write_text(OLD.replace("id: mine", "id: ours\nwas: [mine]"), "utf-8")
    return v1, v2


def test_installed_from_another_place_it_takes_the_place_of_the_former_one(
    ok: Run, run: Run, file: Path, own: Path
) -> None:
    v1, v2 = versions(file)
    ok("curriculum", "install", str(v1))
    ended = run("curriculum", "install", str(v2))
    assert ended.status == 1
    assert ended.out.splitlines()[:2] == ["mine: Mine [/]", "  it is called ours now"]
    assert names(own) == ["mine.source.json", "mine.yaml"]
    assert ok("curriculum", "install", str(v2), "--yes").out.endswith("updated: Mine [/] · ours\n")
    assert names(own) == ["ours.source.json", "ours.yaml"]


def test_a_former_one_that_stayed_goes_with_the_next_update(
    ok: Run, run: Run, file: Path, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    v1, v2 = versions(file)
    ok("curriculum", "install", str(v1))
    with monkeypatch.context() as patch:
        patch.setattr("pmlearn.storage.installed.Installed.remove", interrupted)
        assert run("curriculum", "install", str(v2), "--yes").status == 130
    assert names(own) == ["mine.source.json", "mine.yaml", "ours.source.json", "ours.yaml"]
    assert [(row["id"], row["outcome"]) for row in rows(run)] == [("mine", "waiting"), ("ours", "waiting")]
    ended = ok("curriculum", "update", "--yes")
    assert ended.out.splitlines()[:2] == ["mine: Mine [/]", "  it is called ours now"]
    assert ended.out.endswith("updated: ours\n")
    assert names(own) == ["ours.source.json", "ours.yaml"]
    assert [row["outcome"] for row in rows(ok)] == ["unchanged"]


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def test_so_it_does_where_its_source_says_that_nothing_changed(
    ok: Run, run: Run, file: Path, own: Path, server: FeedServer, private: None
) -> None:
    ok("curriculum", "install", str(file))
    renamed = OLD.replace("id: mine", "id: ours\nwas: [mine]")
    server.feeds["/ours.yaml"] = Reply(renamed.encode(), etag='"1"')
    ok("curriculum", "install", server.url("/ours.yaml"), "--yes")
    ok("curriculum", "install", str(file))
    assert {row["id"]: row["outcome"] for row in rows(run, "--yes")} == {"mine": "updated", "ours": "updated"}
    assert names(own) == ["ours.source.json", "ours.yaml"]


def test_two_may_become_one(ok: Run, run: Run, file: Path, own: Path) -> None:
    more = file.with_name("more.yaml")
    more.write_text(text("id: s, title: S, kind: skill", id_="more"), "utf-8")
    ok("curriculum", "install", str(file.parent))
    ok("step", "done", "more/s", "mine/show")
    more.unlink()
    both = OLD.replace("id: mine", "id: ours\nwas: [mine, more]")
    file.write_text(both + "      - {id: s, title: S, kind: skill, was: [more/s]}\n", "utf-8")
    found = rows(run)
    assert [(row["id"], row["outcome"]) for row in found] == [("mine", "waiting"), ("more", "waiting")]
    assert not found[0]["progress"]["lost"]
    ended = ok("curriculum", "update", "--yes")
    assert ended.out.splitlines()[:3] == [
        "mine: Mine [/]",
        "  it is called ours now",
        "  more is called ours now",
    ]
    assert ended.out.count("updated: ours") == 1
    assert names(own) == ["ours.source.json", "ours.yaml"]
    assert ok("step", "show", "ours/s", "--json").json["status"] == "done"


@pytest.mark.parametrize("how", ["edited", "own"])
def test_a_former_one_that_is_the_learners_own_stays(
    ok: Run, run: Run, file: Path, own: Path, how: str
) -> None:
    v1, v2 = versions(file)
    if how == "edited":
        ok("curriculum", "install", str(v1))
    own.mkdir(parents=True, exist_ok=True)
    (own / "mine.yaml").write_text(OLD + "# mine\n", "utf-8")
    ok("curriculum", "install", str(v2))
    run("curriculum", "update", "--yes")
    assert (own / "mine.yaml").read_text("utf-8") == OLD + "# mine\n"
    assert (own / "ours.yaml").exists()


def test_one_that_goes_on_beside_its_successor_stays(ok: Run, run: Run, file: Path, own: Path) -> None:
    v1, v2 = versions(file)
    ok("curriculum", "install", str(v1))
    (v2 / "ours.yaml").rename(v1 / "ours.yaml")
    ok("curriculum", "install", str(v1))
    assert {row["id"]: row["outcome"] for row in rows(ok)} == {"mine": "unchanged", "ours": "unchanged"}
    assert {"mine.yaml", "ours.yaml"} < {*names(own)}


def test_a_step_may_move_to_another_curriculum_of_the_same_source(ok: Run, run: Run, file: Path) -> None:
    more = file.with_name("more.yaml")
    more.write_text(text("id: s, title: S, kind: skill", id_="more"), "utf-8")
    ok("curriculum", "install", str(file.parent))
    ok("step", "done", "mine/show")
    file.write_text(OLD.replace("id: show, title: Show it", "id: tell, title: Tell it"), "utf-8")
    (row,) = [row for row in rows(run) if row["id"] == "mine"]
    assert [each["ref"] for each in row["progress"]["lost"]] == ["mine/show"]
    more.write_text(text("id: shown, title: Show it, kind: project, was: [mine/show]", id_="more"), "utf-8")
    (row,) = [row for row in rows(run) if row["id"] == "mine"]
    assert (row["renamed"], row["progress"]["lost"]) == ([{"was": "mine/show", "ref": "more/shown"}], [])


def test_files_that_came_from_no_source_are_passed_over_unless_named(ok: Run, run: Run, own: Path) -> None:
    own.mkdir(parents=True)
    (own / "mine.yaml").write_text(OLD, "utf-8")
    ended = ok("curriculum", "update")
    assert (ended.out, "nothing is installed yet" in ended.err) == ("", True)
    ended = run("curriculum", "update", "mine")
    assert ended.status == 1
    assert "mine is a file of your own" in ended.err
    for words, said in (
        (["tiny"], "came with pmlearn"),
        (["nothing"], "no curriculum nothing"),
        (["../x"], "no curr"),
    ):
        for verb in ("update", "uninstall"):
            ended = run("curriculum", verb, *words)
            assert (ended.status, ended.out) == (1, "")
            assert said in ended.err


def test_an_id_never_leads_out_of_the_directory(ok: Run, run: Run, file: Path, own: Path) -> None:
    ok("curriculum", "install", str(file))
    for name in names(own):
        (own / name).rename(own.parent / name)
    for verb in ("update", "uninstall"):
        assert "no curriculum ../mine" in run("curriculum", verb, "../mine").err
    assert (own.parent / "mine.yaml").exists()


@pytest.mark.parametrize("name", ["mine.source.json", "mine.yaml"])
def test_a_disk_that_takes_no_update_is_said_and_the_old_one_stands(
    ok: Run, run: Run, progress: Path, own: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def replace(source: Path, target: Path) -> None:
        if target == own / name:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(source, target)

    real = os.replace
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", replace)
        ended = run("curriculum", "update", "--yes")
    assert ended.status == 1
    assert "the disk is full" in ended.err
    assert (own / "mine.yaml").read_text("utf-8") == OLD
    assert [row["outcome"] for row in rows(run)] == ["waiting"]
    ok("curriculum", "update", "--yes")
    assert (own / "mine.yaml").read_text("utf-8") == NEW


# Uninstalling.


def test_uninstalling_keeps_progress_and_leaves_ones_own_files_alone(
    ok: Run, run: Run, progress: Path, own: Path
) -> None:
    (own / "hand.yaml").write_text(OLD.replace("id: mine", "id: hand"), "utf-8")
    ended = run("curriculum", "uninstall", "mine", "hand")
    assert ended.status == 1
    assert f"delete {own / 'hand.yaml'}" in ended.err
    ended = ok("curriculum", "uninstall", "mine")
    assert ended.out == "uninstalled: mine\n"
    assert "your progress in mine stays" in ended.err
    assert names(own) == ["hand.yaml"]
    progress.write_text(OLD, "utf-8")
    ok("curriculum", "install", str(progress))
    assert ok("step", "show", "mine/drop", "--json").json["status"] == "done"


# Whatever the texts hold.


def test_nothing_that_a_terminal_would_act_on_is_printed(ok: Run, run: Run, file: Path) -> None:
    ok("curriculum", "install", str(file))
    evil = "\\e]52;c;AAAA\\a\\u202e[@click=x]"
    file.write_text(
        NEW.replace("title: Show them", f'title: "{evil}"').replace("version: 1.1", f'version: "{evil}"')
    )
    for words in (["update"], ["update", "--json"], ["install", str(file)], ["install", "\x1b]0;x\x07.yaml"]):
        ended = run("curriculum", *words)
        assert not {"\x1b", "\x07", "\u202e"} & {*ended.out, *ended.err}


def test_light_commands_do_not_pay_for_it(ok: Run) -> None:
    code = (
        "import sys, pmlearn.cli.library; print({'asyncio', 'httpx', 'yaml', 'subprocess'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_what_an_installed_file_names_and_is_not_here_is_told(ok: Run, file: Path) -> None:
    file.write_text(text("id: a, title: A, kind: skill, requires: [other/raed]", more=""), "utf-8")
    ended = ok("curriculum", "install", str(file))
    assert "other has no step “raed” [unknown-step]" in ended.out
    assert "it is installed" in ended.err


def test_nothing_is_said_of_progress_where_there_is_none(ok: Run, file: Path) -> None:
    ok("curriculum", "install", str(file))
    assert "progress" not in ok("curriculum", "uninstall", "mine").err
