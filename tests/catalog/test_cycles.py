from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from pmlearn.catalog.loader import read

if TYPE_CHECKING:
    from pmlearn.model.problem import Problem

BAD = Path(__file__).parents[1] / "data" / "curricula" / "bad"


def problems(path: Path) -> list[Problem]:
    return list(read(path.read_bytes(), path.name).problems)


def chain(steps: int, each: int) -> bytes:
    """A circle of steps, each of which requires so many of those that follow it."""
    lines = [
        f"  - {{id: s{one}, title: S, kind: skill, minutes: 1, why: w, done_when: d, "
        f"requires: [{', '.join(f's{(one + more) % steps}' for more in range(1, each + 1))}]}}"
        for one in range(steps)
    ]
    return "\n".join(
        ["format: 1", "id: x", "title: X", "modules:", "- id: m", "  title: M", "  steps:", *lines]
    ).encode()


def test_a_circle_is_named_from_the_requirement_that_closes_it() -> None:
    found = [(problem.line, problem.message.partition(": ")[2]) for problem in problems(BAD / "cycles.yaml")]
    assert [each for each in found if each[1]] == [
        (18, "c → a → b → c"),
        (21, "c → b → c"),
        (34, "l8 → l1 → l2 → l3 → … → l6 → l7 → l8"),
    ]


def test_a_circle_is_as_long_as_a_file_allows() -> None:
    (problem,) = read(chain(5_500, 1), "x.yaml").problems
    assert problem.line == 5_507
    assert problem.message.endswith("s5499 → s0 → s1 → s2 → … → s5497 → s5498 → s5499")


def test_many_circles_are_as_many_problems_as_are_kept() -> None:
    found = read(chain(900, 90), "x.yaml").problems
    assert Counter(problem.code for problem in found) == {"requires-cycle": 500, "too-many": 1}


def test_what_a_former_id_clashes_with_is_named_by_its_line() -> None:
    found = {(problem.line, problem.column): problem for problem in problems(BAD / "former.yaml")}
    assert found[9, 80].message == "“b” is no former id: the step in line 10 has it"
    assert found[16, 15].hint == "take it out"
