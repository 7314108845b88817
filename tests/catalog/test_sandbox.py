from __future__ import annotations

import os
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

from pmlearn.catalog import sandbox
from pmlearn.catalog.codec import Read
from pmlearn.catalog.loader import read
from pmlearn.catalog.sandbox import COMMAND, read_files, read_paths
from pmlearn.model.curriculum import Source
from tests.catalog.writing import yaml_of

if TYPE_CHECKING:
    from pathlib import Path

WORKER = """
import sys
from pmlearn.catalog import worker
honest = worker.read
def read(data, file, marks=False):
    if b"HARM" not in data:
        return honest(data, file)
    %s
worker.read = read
worker.main()
"""


def worker(harm: str) -> tuple[str, ...]:
    """A worker in which files with the word HARM do some."""
    return (sys.executable, "-c", WORKER % harm)


def files(*texts: str) -> list[tuple[str, bytes, Source]]:
    return [(f"{place}.yaml", text.encode(), Source.USER) for place, text in enumerate(texts)]


def test_the_worker_reads_what_the_loader_reads() -> None:
    given = [yaml_of("a", "s"), "format: 2", "\N{SNOWMAN}: [", ""]
    expected = [read(data, file) for file, data, _ in files(*given)]
    assert read_files(files(*given)) == expected


def test_the_source_is_kept() -> None:
    (result,) = read_files([("a.yaml", yaml_of("a").encode(), Source.SYSTEM)])
    assert result.curriculum is not None
    assert result.curriculum.source is Source.SYSTEM


@pytest.mark.parametrize(
    ("harm", "code", "words"),
    [
        ("bytearray(1_000_000_000)", "too-costly", "memory"),
        ("worker.allow_cpu(0)\n    while True: pass", "too-costly", "long"),
        ("sys.exit(1)", "no-answer", "status 1"),
        ("__import__('os').abort()", "no-answer", "status -6"),
        ("worker.sys.stdout.buffer.write(b'\\0\\0\\0\\2{}')", "no-answer", "status 1"),
    ],
)
def test_a_harmful_file_costs_itself_alone(harm: str, code: str, words: str) -> None:
    if words == "memory" and sys.platform != "linux":
        pytest.skip("macOS keeps no limit of address space")
    good = yaml_of("a")
    results = read_files(files(good, "HARM", good, "HARM", good), worker(harm))
    assert [result.curriculum is not None for result in results] == [True, False, True, False, True]
    (problem,) = results[1].problems
    assert (problem.file, problem.line, problem.code) == ("1.yaml", 1, code)
    assert words in problem.message


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The processes that were started, on a machine with three cores."""
    found: list[object] = []

    class Popen(subprocess.Popen[bytes]):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            found.append(self)
            super().__init__(*args, **kwargs)

    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    monkeypatch.setattr(subprocess, "Popen", Popen)
    return found


def test_many_files_are_read_by_several_workers_and_come_back_in_their_order(
    started: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "PER_LANE", 1000)
    texts = ["HARM" if place == 7 else yaml_of(f"c{place}") for place in range(40)]
    results = read_files(files(*texts), worker("sys.exit(1)"))
    ids = [result.curriculum.id if result.curriculum else "" for result in results]
    assert ids == ["" if place == 7 else f"c{place}" for place in range(40)]
    assert 2 < len(started) <= 4  # one of them in place of that which ended


def test_few_files_are_read_by_one_worker(started: list[object]) -> None:
    assert len(read_files(files(*[yaml_of("a")] * 10))) == 10
    assert len(started) == 1


def test_what_ends_one_lane_ends_all(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def interrupted(self: object, question: sandbox.Question[Read]) -> Read:
        read.append(question[0])
        if threading.current_thread() is threading.main_thread():
            raise KeyboardInterrupt
        return Read(None, ())

    monkeypatch.setattr(sandbox, "PER_LANE", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(sandbox._Worker, "ask", interrupted)
    before = threading.active_count()
    with pytest.raises(KeyboardInterrupt):
        read_files(files(*["a"] * 100_000))
    assert threading.active_count() == before


def test_a_file_has_a_deadline() -> None:
    never = worker("worker.sys.stdin.buffer.read()")
    (result,) = read_files(files("HARM"), never, seconds=0.3)
    (problem,) = result.problems
    assert problem.code == "no-answer"
    assert "in time" in problem.message


def test_a_worker_that_cannot_be_started_is_a_problem() -> None:
    results = read_files(files("a", "b"), ("/nonexistent/python",))
    assert [problem.code for result in results for problem in result.problems] == ["no-answer", "no-answer"]


def test_nothing_is_imported_from_where_the_learner_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "yaml.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    assert "-P" in COMMAND
    (result,) = read_files(files(yaml_of("a")))
    assert result.curriculum is not None


def test_a_file_that_cannot_be_opened_is_a_problem(tmp_path: Path) -> None:
    ((_, read),) = read_paths([tmp_path / "none.yaml"])
    (problem,) = read.problems
    assert problem.code == "unreadable"
    assert str(problem).startswith(f"{tmp_path}/none.yaml:1:1: error: ")
    assert str(problem).endswith(" [unreadable]")


def test_files_are_checked_in_their_order_in_a_process_of_their_own(tmp_path: Path) -> None:
    paths = [tmp_path / "b.yaml", tmp_path / "none.yaml", tmp_path / "a.yaml"]
    paths[0].write_text("format: 2")
    paths[2].write_text("[]")
    problems = [problem for _, read in read_paths(paths) for problem in read.problems]
    assert [problem.file for problem in problems] == [str(path) for path in paths]
    assert [problem.code for problem in problems] == ["format-newer", "unreadable", "wrong-type"]
    code = (
        "import sys; from pathlib import Path; from pmlearn.catalog.sandbox import read_paths\n"
        "((_, read),) = read_paths([Path(sys.argv[1])]); print(len(read.problems), 'yaml' in sys.modules)"
    )
    command = [sys.executable, "-c", code, str(paths[0])]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert told.stdout == "1 False\n"
