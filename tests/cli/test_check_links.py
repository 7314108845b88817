from __future__ import annotations

import json
import os
import signal
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.e2e.terminal import PMLEARN
from tests.feedserver import FeedServer, Gate, Reply, redirect

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.cli.conftest import Run

STEP = "      - {{id: {id}, title: S, kind: skill, why: w, done_when: d, minutes: 5, resources: [{links}]}}\n"


def write(path: Path, *links: str) -> Path:
    found = ", ".join(f"{{type: article, title: T, checked: 2026-11-22, url: '{link}'}}" for link in links)
    head = f"format: 1\nid: {path.stem}\ntitle: T\nmodules:\n  - id: m\n    title: M\n    steps:\n"
    path.write_text(head + STEP.format(id="s", links=found))
    return path


@pytest.fixture(autouse=True)
def allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMLEARN_ALLOW_PRIVATE", "1")


def test_dead_links_are_problems_among_the_others(run: Run, server: FeedServer, tmp_path: Path) -> None:
    server.feeds |= {"/good": Reply(b"x"), "/old": redirect("/good"), "/shy": Reply(b"", 403)}
    one = write(tmp_path / "one.yaml", server.url("/gone"), server.url("/good"))
    two = write(tmp_path / "two.yaml", server.url("/old"), server.url("/shy"))
    two.write_text(two.read_text() + "feeds: []\nextra: 1\n")
    ended = run("curriculum", "check", "--links", str(one), str(two))
    assert ended.status == 1
    lines = [line for line in ended.out.splitlines() if not line.startswith(" ")]
    assert [line.rpartition("[")[2] for line in lines] == ["link-dead]", "link-moved]", "unknown-key]"]
    assert lines[0].startswith(f"{one}:8:")
    assert f"    write {server.url('/good')}" in ended.out
    assert ended.err.splitlines() == [
        "pmlearn: 2 files: 2 errors, 1 warning",
        "pmlearn: 4 links, 4 of them asked now; 1 not answered to a program",
    ]
    again = run("curriculum", "check", "--links", "--json", str(one), str(two))
    codes = [problem["code"] for problem in again.json["problems"]]
    assert codes == ["link-dead", "link-moved", "unknown-key"]
    assert again.err == ""


def test_without_links_nothing_is_asked(ok: Run, server: FeedServer, tmp_path: Path) -> None:
    ok("curriculum", "check", str(write(tmp_path / "one.yaml", server.url("/gone"))))
    assert server.connections == 0


def test_warnings_alone_are_no_failure(ok: Run, server: FeedServer, tmp_path: Path) -> None:
    server.feeds["/busy"] = Reply(b"", 503)
    file = write(tmp_path / "one.yaml", server.url("/busy"))
    assert "link-failed" in ok("curriculum", "check", "--links", str(file)).out
    server.feeds["/busy"] = Reply(b"x")
    assert "link-failed" in ok("curriculum", "check", "--links", str(file)).out
    assert ok("curriculum", "check", "--links", "--force", str(file)).out == ""


def test_force_is_about_links(run: Run, tmp_path: Path) -> None:
    ended = run("curriculum", "check", "--force", str(write(tmp_path / "one.yaml")))
    assert ended.status == 2
    assert "--links" in ended.err


def test_an_interrupted_check_keeps_what_it_learnt(
    server: FeedServer, tmp_path: Path, places: Mapping[str, Path]
) -> None:
    gates = [Gate(), Gate()]
    server.feeds |= {"/a": Reply(b"x"), "/b": Reply(gate=gates[0]), "/c": Reply(gate=gates[1])}
    file = write(tmp_path / "one.yaml", *(server.url(path) for path in ("/a", "/b", "/c")))
    with subprocess.Popen(
        [*PMLEARN, "curriculum", "check", "--links", str(file)],
        env=dict(os.environ),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert gates[1].reached.wait(60)  # the third is asked when the first has been answered
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, "", "\npmlearn: interrupted\n")
    kept = json.loads((places["cache"] / "links.json").read_bytes())["links"]
    assert list(kept) == [server.url("/a")]
