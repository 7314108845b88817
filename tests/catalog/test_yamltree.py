from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from pmlearn.catalog import yamltree
from pmlearn.catalog.loader import read
from pmlearn.catalog.report import LIMIT, Report
from pmlearn.catalog.yamltree import Mapping, Scalar, Sequence, parse

MEBIBYTE = 1024 * 1024
MODULE = b"format: 1\nid: x\ntitle: X\nmodules: [{id: m, title: M, steps: [\n"

HOSTILE = {
    "brackets": (b"[" * 100_000, "1:21 too-deep"),
    "braces": (b"{" * MEBIBYTE, "1:21 too-deep"),
    "dashes": (b"- " * (MEBIBYTE // 2), "1:41 too-deep"),
    "ten megabytes": (b"a: " + b"x" * 10_000_000, "1:1 too-large"),
    "one line": (b"title: " + b"x" * (MEBIBYTE - 7), "1:8 too-long"),
    "items": (b"-\n" * (MEBIBYTE // 2), "100000:2 too-large"),
    "keys": (b"".join(b"k%d: 1\n" % number for number in range(40_000)), "501:1 too-many"),
    "the same key": (b"k:\n" * (MEBIBYTE // 3), "502:1 too-many"),
    "aliases": (b"a: &a [x]\nb: [" + b"*a," * 300_000 + b"]", "2:1502 too-many"),
    "a bomb": (b"a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n<<: *c\n", "4:5 alias"),
    "tags": (b"title: !!python/object/apply:os.system [echo]\n", "1:8 tag"),
    "blanks": (b" " * MEBIBYTE, "1:1 empty-file"),
    "tabs": (b"\t" * MEBIBYTE, "1:1 syntax"),
    "quotes": (b'"' * MEBIBYTE, "1:3 syntax"),
    "colons": (b": " * (MEBIBYTE // 2), "1:1 syntax"),
    "documents": (b"---\n" * (MEBIBYTE // 4), "2:1 many-documents"),
    "controls": (b"\x01\n" * (MEBIBYTE // 2), "501:1 too-many"),
    "an id": (b"format: 1\nid: " + b"a" * 10_000 + b"\n", "2:5 bad-id"),
    "a number": (b"format: " + b"9" * 100_000 + b"\n", "1:9 wrong-type"),
    "refs": (
        MODULE
        + b"".join(
            b"{id: step-%d, title: T, kind: book, requires: [stop-%d]},\n" % (n, n) for n in range(8000)
        )
        + b"]}]",
        "505:49 too-many",
    ),
}


@pytest.mark.parametrize(("data", "place"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_are_problems_with_lines(data: bytes, place: str) -> None:
    result = read(data, "x.yaml")
    assert result.curriculum is None
    assert place in [f"{problem.line}:{problem.column} {problem.code}" for problem in result.problems]
    assert len(result.problems) <= LIMIT + 1


def test_the_hostile_files_stay_within_memory(tmp_path: Path) -> None:
    for name, (data, _) in HOSTILE.items():
        (tmp_path / f"{name}.yaml").write_bytes(data)
    code = (
        "import resource, sys; from pathlib import Path; from pmlearn.catalog.loader import read\n"
        "paths = Path(sys.argv[1]).glob('*.yaml')\n"
        "found = [each for path in paths for each in read(path.read_bytes(), path.name).problems]\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, len({each.file for each in found}))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, check=True, timeout=100
    )
    memory, files = map(int, run.stdout.split())
    assert files == len(HOSTILE)
    if sys.platform == "linux":  # elsewhere the figure is in bytes
        assert memory < 200 * 1024


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
