"""docs/authoring.md is true: its tables are those of the format, its examples check, its codes are all there.

`PMLEARN_WRITE_DOCS=1 pytest tests/test_authoring.py` writes the reference into it.
"""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

import pmlearn
from pmlearn.catalog.loader import read
from tests.reference import reference

if TYPE_CHECKING:
    from collections.abc import Iterator

TOP = Path(__file__).parents[1]
PAGE = TOP / "docs" / "authoring.md"
TEXT = PAGE.read_text("utf-8")
MARKERS = re.compile(r"(<!-- reference: begin -->\n)(.*?)(<!-- reference: end -->\n)", re.DOTALL)
WRITE = bool(os.environ.get("PMLEARN_WRITE_DOCS"))
BLOCKS = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)


def test_the_reference_is_the_format() -> None:
    after = MARKERS.sub(lambda found: f"{found[1]}\n{reference()}{found[3]}", TEXT)
    if WRITE:
        PAGE.write_text(after, "utf-8")
    assert after == TEXT


def test_links_within_the_page_lead_to_headings() -> None:
    headings = re.findall(r"^#+ (.*)$", re.sub(r"```.*?```", "", TEXT, flags=re.DOTALL), re.MULTILINE)
    anchors = [re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings]
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r"\]\(#([^)]+)\)", TEXT)) <= set(anchors)


# The problems.

GIVEN = {"error": 1, "warn": 1, "warning": 1, "Wrong": 0, "Problem": 4, "_failed": 1, "_lost": 2, "_known": 1}
"""What makes a problem, and which of its arguments is the code."""


def codes() -> Iterator[str]:
    """The codes in the source, and those of the files that tests read: some are put together."""
    for path in Path(pmlearn.__file__).parent.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        for verdict in [node for node in ast.walk(tree) if isinstance(node, ast.Tuple)]:
            if ast.unparse(verdict).startswith("(Severity.") and isinstance(verdict.elts[1], ast.Constant):
                yield str(verdict.elts[1].value)
        for call in [node for node in ast.walk(tree) if isinstance(node, ast.Call)]:
            name = ast.unparse(call.func).rpartition(".")[2]
            if name in GIVEN and len(call.args) > GIVEN[name]:
                code = call.args[GIVEN[name]]
                if isinstance(code, ast.Constant):
                    yield str(code.value)
    for path in (TOP / "tests" / "data" / "curricula" / "bad").glob("*.problems"):
        yield from (line.split()[1] for line in path.read_text("utf-8").splitlines())


def test_every_code_is_explained_and_no_other() -> None:
    from pmlearn.catalog.frames import NO_ANSWER

    explained = re.findall(r"^\| `([a-z0-9-]+)` \|", TEXT.partition("## Every problem")[2], re.MULTILINE)
    assert len(explained) == len(set(explained))
    assert set(explained) == {*codes(), NO_ANSWER}


# The examples.


def problems(text: str, file: str) -> list[str]:
    return [str(problem) for problem in read(text.encode(), file).problems]


FILES = [block for block in BLOCKS if block.startswith("format: ")]
STEPS = [block for block in BLOCKS if block.startswith("- id: ")]


@pytest.mark.parametrize("block", FILES, ids=lambda block: re.findall("id: (.*)", block)[0])
def test_whole_files_check_clean(block: str) -> None:
    assert problems(block, f"{re.findall('id: (.*)', block)[0]}.yaml") == []


@pytest.mark.parametrize("block", STEPS, ids=lambda block: re.findall("id: (.*)", block)[0])
def test_steps_check_without_an_error_and_better_ones_clean(block: str) -> None:
    head = "format: 1\nid: x\ntitle: X\nmodules:\n- id: m\n  title: M\n  steps:\n"
    found = problems(head + re.sub("^", "  ", block, flags=re.MULTILINE), "x.yaml")
    assert not [problem for problem in found if ": error: " in problem]
    if TEXT.partition(block)[0].endswith("After:\n\n```yaml\n"):
        assert found == []


def test_every_other_block_is_yaml() -> None:
    assert len(FILES) >= 2
    assert len(STEPS) >= 6
    for block in BLOCKS:
        assert yaml.safe_load(block)
