from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest

from tests.benchmarks.bench import pairs, peer_argv, python
from tests.benchmarks.data.feed import document
from tests.benchmarks.figure import UNITS, Figure, Measured
from tests.benchmarks.process import family, memory, processor
from tests.benchmarks.pty import StuckError, Terminal
from tests.benchmarks.registry import NAMES, case
from tests.benchmarks.table import markdown

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "performance.md"
FIGURES = {figure.name: figure for name in NAMES for figure in case(name).FIGURES}
WATCHDOG = 120

ECHO = """
import os, termios, tty
tty.setraw(0, termios.TCSANOW)
os.write(1, b"ready")
while (key := os.read(0, 1)) != b"q":
    os.write(1, b"\\x1b[1;1H" + key * 3)
"""


def test_every_file_of_cases_is_a_benchmark_with_figures() -> None:
    files = {path.stem for path in (ROOT / "tests" / "benchmarks" / "cases").glob("[!_]*.py")}
    assert files == set(NAMES)
    assert all(case(name).FIGURES for name in NAMES)
    assert len(FIGURES) == sum(len(case(name).FIGURES) for name in NAMES)
    assert all(figure.unit in UNITS for figure in FIGURES.values())


def test_the_page_has_every_figure_with_its_limit_and_no_other() -> None:
    rows = re.findall(
        r"^\| `([^`]+)` .*\| ([\d.]+ ×|–) +\| [*a-z]+ +\|$", PAGE.read_text("utf-8"), re.MULTILINE
    )
    limits = {
        name: "–" if figure.at_most is None else f"{figure.at_most:g} ×" for name, figure in FIGURES.items()
    }
    assert dict(rows) == limits


def test_pairs_are_taken_in_turns_and_the_first_is_not_counted() -> None:
    turns = count(1)
    assert pairs(lambda: f"ours {next(turns)}", lambda: f"peer {next(turns)}", 2) == (
        ["ours 3", "ours 5"],
        ["peer 4", "peer 6"],
    )


@pytest.mark.parametrize(
    ("ours", "peer", "at_most", "verdict"),
    [
        ([1.0, 9.0, 1.2], [1.0], 1.2, "met"),
        ([1.3], [1.0], 1.2, "missed"),
        ([1.3], [1.0], None, "reported"),
        ([1.3], [], 1.2, "reported"),
    ],
)
def test_a_verdict_is_the_ratio_of_medians(
    ours: list[float], peer: list[float], at_most: float | None, verdict: str
) -> None:
    found = Measured(Figure("name", "what", "beside", "s", at_most), ours, peer, "a note")
    assert found.verdict == verdict
    assert verdict in (table := markdown([found]))
    assert "- `name`: a note" in table


def test_a_terminal_says_what_came_back_for_a_key_and_shows_the_screen() -> None:
    with Terminal(python("-c", ECHO), os.environ) as terminal:
        terminal.wait(lambda lines: "ready" in lines[0], watchdog=WATCHDOG)
        answer = terminal.press("x")
        assert (answer.size, answer.data) == (9, b"\x1b[1;1Hxxx")
        assert 0 < answer.first <= answer.last
        assert terminal.text().startswith("xxxdy")
        assert memory(terminal.pid) > 0 < processor(terminal.pid)
    with pytest.raises(ProcessLookupError):
        os.kill(terminal.pid, 0)


def test_a_terminal_gives_a_program_up_that_does_not_show_what_it_should() -> None:
    with (
        Terminal(python("-c", ECHO), os.environ) as terminal,
        pytest.raises(StuckError, match="ready"),
    ):
        terminal.wait(lambda lines: "never" in lines[0], watchdog=1)


def test_a_family_is_a_process_and_its_descendants() -> None:
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'input()'])"
    with subprocess.Popen(python("-c", code), stdin=subprocess.PIPE) as process:
        while len(found := family(process.pid)) < 2:
            assert process.poll() is None
        assert found[0] == process.pid
        process.communicate(b"\n")


@pytest.mark.parametrize("feed", [0, 1])
def test_documents_are_as_large_as_asked_and_the_same_every_time(feed: int) -> None:
    made = document(feed, 35, 200_000)
    assert made == document(feed, 35, 200_000)
    assert abs(len(made) - 200_000) < 10_000
    newer = document(feed, 35, 200_000, newer=2)
    assert b"Article 36 " in newer
    assert b"Article 0 " not in newer


@pytest.mark.parametrize(
    "peer", sorted(path.stem for path in (ROOT / "tests/benchmarks/peers").glob("[a-z]*.py"))
)
def test_every_peer_can_be_compiled(peer: str) -> None:
    path = Path(peer_argv(peer)[1])
    compile(path.read_text("utf-8"), str(path), "exec")


def test_one_benchmark_from_end_to_end(tmp_path: Path) -> None:
    out = tmp_path / "found.json"
    argv = [sys.executable, "-m", "tests.benchmarks", "light", "--quick", "--json", str(out)]
    run = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, timeout=WATCHDOG, check=False)
    assert run.returncode == 0, run.stderr
    found = json.loads(out.read_text("utf-8"))
    assert [figure["name"] for figure in found["figures"]] == ["prompt", "step-done"]
    assert all(figure["ratio"] > 0 for figure in found["figures"])
    assert "| `step-done`" in run.stdout
