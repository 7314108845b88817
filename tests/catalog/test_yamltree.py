from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from pmlearn.catalog import yamltree
from pmlearn.catalog.loader import read
from pmlearn.catalog.report import LIMIT, Report
from pmlearn.catalog.yamltree import Mapping, Scalar, Sequence, parse
from tests.catalog.hostile import HOSTILE


@pytest.mark.parametrize(("data", "place"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_are_problems_with_lines(data: bytes, place: str) -> None:
    result = read(data, "x.yaml")
    assert result.curriculum is None
    assert place in [f"{problem.line}:{problem.column} {problem.code}" for problem in result.problems]
    assert len(result.problems) <= LIMIT + 1


def tree(text: str) -> Mapping:
    report = Report("x")
    root = parse(text.encode(), report)
    assert report.problems() == ()
    assert isinstance(root, Mapping)
    return root


def test_nodes_know_their_lines_and_columns() -> None:
    root = tree("# a comment\na: b\n'é': [c,\n  d]\ne:\n  - f: g\n")
    (a, b), (quoted, flow), (_, block) = root.pairs
    assert isinstance(b, Scalar)
    assert (a.line, a.column, b.line, b.column) == (2, 1, 2, 4)
    assert (quoted.text, quoted.plain, b.plain) == ("é", False, True)
    assert isinstance(flow, Sequence)
    assert [(node.line, node.column) for node in flow.items] == [(3, 7), (4, 3)]
    assert isinstance(block, Sequence)
    assert (block.line, block.column, block.items[0].line, block.items[0].column) == (6, 3, 6, 5)
    assert root.whole
    assert flow.whole


def test_a_mapping_gives_its_first_value() -> None:
    report = Report("x")
    root = parse(b"a: 1\na: 2\n", report)
    assert isinstance(root, Mapping)
    first = root.get("a")
    assert isinstance(first, Scalar)
    assert first.text == "1"
    assert root.get("b") is None
    assert [problem.line for problem in report.problems()] == [2]


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parents[1] / "data/curricula").glob("*/*.yaml")), ids=str
)
def test_without_libyaml_the_same_files_are_good(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_libyaml = read(path.read_bytes(), path.name)
    monkeypatch.setattr(yamltree, "_LOADER", yaml.SafeLoader)
    without = read(path.read_bytes(), path.name)
    assert without.curriculum == with_libyaml.curriculum
    assert [problem.code for problem in without.problems] == [
        problem.code for problem in with_libyaml.problems
    ]
