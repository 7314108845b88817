from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from pmlearn.catalog.build import build
from pmlearn.catalog.check import check
from pmlearn.catalog.emit import emit
from pmlearn.catalog.finder import shipped_dir
from pmlearn.catalog.loader import read
from pmlearn.catalog.report import Report
from pmlearn.catalog.unbuild import unbuild
from pmlearn.catalog.yamltree import Mapping, parse
from pmlearn.model.curriculum import Curriculum, Kind, Module, Retired, Source, Step
from pmlearn.model.problem import Severity
from tests.catalog.drawing import files

GOOD = Path(__file__).parents[1] / "data" / "curricula" / "good"
FILES = [*sorted(shipped_dir().glob("*.yaml")), *sorted(GOOD.glob("*.yaml"))]
slow = settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def values_of(text: str) -> Any:
    report = Report("x.yaml")
    root = parse(text.encode(), report)
    assert isinstance(root, Mapping)
    values = check(root, report)
    assert [str(problem) for problem in report.problems()] == []
    return values


def reread(curriculum: Curriculum) -> Curriculum | None:
    result = read(emit(unbuild(curriculum)).encode(), f"{curriculum.id}.yaml")
    assert [p for p in result.problems if p.severity is Severity.ERROR] == []
    return result.curriculum


@slow
@given(files())
def test_values_come_back_from_the_text_of_a_file(values: dict[str, Any]) -> None:
    assert values_of(emit(values)) == values


@slow
@given(files())
def test_a_curriculum_comes_back_from_its_values(values: dict[str, Any]) -> None:
    curriculum = build(values, Source.USER)
    assert reread(curriculum) == curriculum


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_curriculum_comes_back_from_the_text_of_its_own(path: Path) -> None:
    before = read(path.read_bytes(), path.name).curriculum
    if before is not None:  # an overlay is none
        assert reread(before) == before


def test_what_is_retired_keeps_its_place_among_what_is_not() -> None:
    def retired(ref: str) -> Retired:
        return Retired(ref, f"was {ref}")

    step = Step("x/b", "B", Kind.TOOL)
    gone = ("x/a", "x/a/part", "x/b/part", "x/c", "x/d")
    modules = (Module("m", "M", steps=(step,)), Module("n", "N"))
    curriculum = Curriculum("x", "X", modules=modules, retired=tuple(map(retired, gone)))
    assert reread(curriculum) == curriculum
    ids = [[step["id"] for step in module["steps"]] for module in unbuild(curriculum)["modules"]]
    assert ids == [["a", "b"], ["c"], ["d"]]


def test_refs_within_the_curriculum_are_written_short() -> None:
    path = GOOD / "everything.yaml"
    curriculum = read(path.read_bytes(), path.name).curriculum
    assert curriculum is not None
    values = unbuild(curriculum)
    step = values["modules"][0]["steps"][0]
    assert step["was"] == ["read", "other/read"]
    assert [each["step"] for each in step["requires"]] == ["try-it", "try-it", "other/step", "try-it"]
    assert step["parts"][1]["was"] == ["second", "other-step/second", "other/other-step/second"]
    assert values["modules"][0]["was"] == ["zeroth", "other/first"]
