"""Curricula put together of several files, as the catalog finds and lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pmlearn.catalog.finder import Catalog
from pmlearn.errors import UnknownError
from pmlearn.model.problem import Severity
from tests.catalog.writing import put, write, yaml_of

if TYPE_CHECKING:
    from pathlib import Path

INCLUDING = yaml_of("whole", "own") + "include: {curriculum: base}\n"
MINE = """\
format: 1
id: mine
overlay: base
title: My base
modules:
  - id: module
    add: [{id: extra, title: Extra, kind: skill, minutes: 7, same_as: [base/one]}]
"""


def catalog(root: Path, *languages: str) -> Catalog:
    return Catalog(root / "shipped", [], root / "user", root / "cache", write, languages=languages)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    put(tmp_path / "shipped", "base.yaml", yaml_of("base", "one", "two"))
    put(tmp_path / "user", "whole.yaml", INCLUDING)
    put(tmp_path / "user", "mine.yaml", MINE)
    return tmp_path


def both(root: Path) -> list[Catalog]:
    """A catalog that reads the files, and one that finds them in the cache."""
    cold = catalog(root)
    cold.summaries()
    return [cold, catalog(root)]


def test_lists_count_what_is_shown(root: Path) -> None:
    for each in both(root):
        found = {summary.id: (summary.title, summary.steps, summary.minutes) for summary in each.summaries()}
        assert found == {"base": ("My base", 3, 17), "whole": ("A title", 4, 22)}


def test_a_step_is_found_by_the_ref_that_it_keeps(root: Path) -> None:
    for each in both(root):
        for ref in ("base/one", "mine/extra", "whole/own"):
            assert each.step(ref) is not None
            assert each.resolve(ref.partition("/")[2]) == ref
        assert each.home("mine") == "base"
        assert each.get("mine") is each.get("base")
        assert each.step("whole/one") is None


def test_what_overlays_tie_is_known(root: Path) -> None:
    for each in both(root):
        assert each.ties().same("base/one") == ["mine/extra"]


def test_a_former_ref_means_what_has_it_now_unless_it_is_in_use(root: Path) -> None:
    text = yaml_of("new", "three").replace("id: three,", "id: three, was: [base/two, base/old],")
    put(root / "user", "new.yaml", text)
    for each in both(root):
        assert each.ties().now("base/old") == each.resolve("base/old") == "new/three"
        assert each.ties().now("base/two") == each.resolve("base/two") == "base/two"
        assert each.ties().before("new/three") == ["base/old"]


def test_former_refs_lead_on_through_what_is_gone_too(root: Path) -> None:
    gone = yaml_of("gone", "b", "kept").replace("id: b,", "id: b, retired: true, was: [older/a],")
    put(root / "user", "gone.yaml", gone)
    put(root / "user", "new.yaml", yaml_of("new", "c").replace("id: c,", "id: c, was: [gone/b],"))
    for each in both(root):
        assert each.ties().now("older/a") == "new/c"
        assert each.ties().before("new/c") == ["gone/b", "older/a"]


def test_two_things_that_were_each_other_end(root: Path) -> None:
    put(root / "user", "new.yaml", yaml_of("new", "a", "b").replace("id: a,", "id: a, was: [gone/x],"))
    put(root / "user", "gone.yaml", yaml_of("gone", "y").replace("id: y,", "id: y, was: [new/a],"))
    ties = catalog(root).ties()
    assert (ties.now("gone/x"), ties.now("new/a"), ties.before("gone/y")) == ("new/a", "new/a", [])


def test_what_files_lean_on_and_is_not_there_is_a_warning(root: Path) -> None:
    (root / "shipped" / "base.yaml").unlink()
    for each in both(root):
        found = {problem.code: problem for problem in each.problems()}
        assert found.keys() == {"include-lost", "overlay-lost"}
        assert {problem.severity for problem in found.values()} == {Severity.WARNING}
        assert [summary.id for summary in each.summaries()] == ["whole"]
        assert each.get("mine") is None
        with pytest.raises(UnknownError):
            each.resolve("extra")


def translation(language: str) -> str:
    return (
        f"format: 1\nid: base-{language.lower()}\noverlay: base\nlanguage: {language}\ntitle: In {language}\n"
    )


@pytest.mark.parametrize(
    ("languages", "title"),
    [
        ((), "A title"),
        (("de-AT", "fr"), "In de"),
        (("fr", "de"), "In fr"),
        (("pt",), "A title"),  # who reads pt need not read pt-BR
        (("pt-BR",), "In pt-BR"),
        (("en-GB", "de"), "A title"),  # the curriculum's own is liked better
        (("ru",), "A title"),
    ],
)
def test_the_translation_that_is_liked_best_is_in_force(
    root: Path, languages: tuple[str, ...], title: str
) -> None:
    (root / "user" / "mine.yaml").unlink()
    for language in ("de", "fr", "pt-BR"):
        put(root / "user", f"base-{language.lower()}.yaml", translation(language))
    for _ in range(2):
        found = catalog(root, *languages).get("base")
        assert found is not None
        assert found.title == title
        (summary,) = [each for each in catalog(root, *languages).summaries() if each.id == "base"]
        assert summary.title == title


def test_ones_own_changes_come_after_the_translation(root: Path) -> None:
    put(root / "user", "base-de.yaml", translation("de"))
    found = catalog(root, "de").get("base")
    assert found is not None
    assert (found.title, found.language, len(list(found.steps()))) == ("My base", "de", 3)
