"""Files held against each other, through the service that `pmlearn curriculum check` calls."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pmlearn import wiring
from pmlearn.catalog import finder

if TYPE_CHECKING:
    from collections.abc import Callable

    from pmlearn.model.problem import Problem

    Check = Callable[..., list[Problem]]

STEP = "title: T, kind: skill, why: w, done_when: d, minutes: 1"
BASE = f"""\
format: 1
id: base
title: Base
modules:
  - id: one
    title: One
    steps:
      - {{id: first, {STEP}}}
      - id: second
        title: The second
        kind: skill
        why: w
        done_when: d
        parts: [{{id: x, title: X, minutes: 1}}]
  - {{id: two, title: Two, steps: [{{id: third, {STEP}}}]}}
choices: [{{id: way, title: Way?, options: [{{id: l, title: L}}]}}]
"""


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Check:
    """Check files with these texts, given by id; `base` is installed."""
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    (shipped / "base.yaml").write_text(BASE, "utf-8")
    monkeypatch.setattr(finder, "shipped_dir", lambda: shipped)

    def check(**texts: str) -> list[Problem]:
        paths = []
        for id_, text in texts.items():
            path = tmp_path / f"{id_}.yaml"
            path.write_text(text, "utf-8")
            paths.append(path)
        return wiring.build().checks.check(paths)

    return check


def places(problems: list[Problem]) -> list[str]:
    """What is wrong, and the word that stands where it is said to be."""
    found = []
    for problem in problems:
        line = Path(problem.file).read_text("utf-8").splitlines()[problem.line - 1]
        word = re.match("[a-z0-9/-]*", line[problem.column - 1 :])
        assert problem.hint
        assert word
        found.append(f"{problem.severity} {problem.code} at {word[0]}")
    return found


def file(id_: str, *lines: str, step: str = "") -> str:
    """A curriculum; `lines` begin in line 8."""
    text = f"format: 1\nid: {id_}\ntitle: T\nmodules:\n  - id: m\n    title: M\n"
    return text + f"    steps: [{{id: own, {STEP}{step}}}]\n" + "".join(f"{line}\n" for line in lines)


def test_what_is_named_of_other_curricula_has_to_be_there(check: Check) -> None:
    found = check(
        mine=file(
            "mine",
            "include: [{curriculum: base, modules: [one, tow]}, {curriculum: nowhere}]",
            step=", requires: [base/frist], same_as: [base/first, other/x], "
            "alternatives: [base/nothing-like-it]",
        )
    )
    assert places(found) == [
        "error unknown-step at base/frist",
        "warning unknown-curriculum at other/x",
        "error unknown-step at base/nothing-like-it",
        "error unknown-module at tow",
        "error unknown-curriculum at nowhere",
    ]
    hints = [problem.hint for problem in found]
    assert hints[0] == "did you mean first?"
    assert hints[2] == "see its steps with: pmlearn curriculum show base"
    assert hints[3] == "did you mean two?"


def test_a_file_that_is_checked_beside_it_counts_before_what_is_installed(check: Check) -> None:
    base = BASE.replace("id: third", "id: fourth, was: [third]")
    mine = file("mine", step=", requires: [base/fourth]")
    assert check(base=base, mine=mine) == []
    assert places(check(mine=mine)) == ["error unknown-step at base/fourth"]


@pytest.mark.parametrize("other", ["mine", "theirs"])
def test_including_each_other_is_a_circle(check: Check, other: str) -> None:
    mine = file("mine", "include: {curriculum: theirs}")
    theirs = file("theirs", f"include: {{curriculum: {other}}}")
    found = [problem for problem in check(mine=mine, theirs=theirs) if problem.code == "include-cycle"]
    files = {"mine": ["mine", "theirs"], "theirs": ["theirs"]}[other]
    assert [problem.file.rpartition("/")[2] for problem in found] == [f"{name}.yaml" for name in files]
    assert {problem.line for problem in found} == {8}


def test_requirements_that_lead_back_by_way_of_another_file_are_a_circle(check: Check) -> None:
    mine = file("mine", step=", requires: [theirs/own]")
    theirs = file("theirs", step=", requires: [mine/own]")
    assert places(check(mine=mine, theirs=theirs)) == [
        "error requires-cycle at theirs/own",
        "error requires-cycle at mine/own",
    ]


def overlay(*lines: str) -> str:
    return "format: 1\nid: mine\noverlay: base\n" + "".join(f"{line}\n" for line in lines)


def test_an_overlay_that_fits_has_no_problem(check: Check) -> None:
    text = overlay(
        "hide: [third, second/x]",
        "order: [new, two]",
        "steps: [{id: first, title: Other}, {id: second, parts: [{id: x, title: Y}, {id: y, title: Y}]}]",
        "modules:",
        "  - id: two",
        "    order: [added, third]",
        "    steps: [{id: third, requires: [first]}]",
        "    add:",
        "      - {id: added, title: A, kind: skill}",
        "      - {id: third, title: A, kind: skill, requires: [added]}",
        "  - id: new",
        "    title: New",
        "    add: [{id: more, title: M, kind: book, alternatives: [added, base/third]}]",
        "choices: [{id: way, title: W}, {id: new, title: N, options: [{id: o, title: O, steps: [more]}]}]",
    )
    assert check(mine=text) == []


def test_what_an_overlay_names_has_to_be_there_or_complete(check: Check) -> None:
    text = overlay(
        "hide: [thrid, second/z]",
        "order: [tow]",
        "steps:",
        "  - {id: frist, title: F}",
        "  - {id: something-else, title: S}",
        "  - {id: second, parts: [{id: z, minutes: 1}]}",
        "modules:",
        "  - {id: two, order: [nothing], steps: [{id: added, title: A, kind: book, requires: [frist]}]}",
        "  - id: new",
        "    add: [{id: wyb, title: M, kind: book, same_as: [base/nothing-like]}]",
        "choices: [{id: wya, title: W}, {id: wyb, title: W, options: [{id: o, title: O}]}]",
    )
    assert places(check(mine=text)) == [
        "error unknown-step at thrid",
        "error unknown-part at second/z",
        "error unknown-module at tow",
        "error unknown-step at frist",
        "error unknown-step at something-else",
        "error incomplete at z",
        "error unknown-step at nothing",
        "error unknown-step at added",
        "error unknown-step at frist",
        "error incomplete at new",
        "error unknown-step at base/nothing-like",
        "error incomplete at wya",
        "error duplicate-id at wyb",
    ]


def test_a_step_that_is_neither_there_nor_under_add_is_said_to_belong_there(check: Check) -> None:
    (problem,) = check(mine=overlay("modules: [{id: two, steps: [{id: new, title: N, kind: book}]}]"))
    assert problem.message == "base has no step “new” to change; a new one goes under add:"


def test_an_overlay_of_what_is_not_there_says_so(check: Check) -> None:
    assert places(check(mine=overlay("title: T").replace("base", "bsae"))) == [
        "error unknown-curriculum at bsae"
    ]


def test_an_id_that_the_installed_version_has_may_not_go_without_a_word(check: Check) -> None:
    gone = BASE.replace("id: third, ", "id: thirds, ").replace("id: second", "id: other-words")
    (second, third) = check(base=gone)
    assert places([second, third]) == ["warning id-gone at other-words", "warning id-gone at thirds"]
    assert "(base/second)" in second.message
    assert second.hint.startswith("if “other-words” is the same")
    assert "write was: [third] in it" in third.hint


@pytest.mark.parametrize("word", ["id: new, was: [third]", "id: third, retired: true"])
def test_former_and_retired_ids_are_accounted_for(check: Check, word: str) -> None:
    assert check(base=BASE.replace("id: third", word)) == []


def test_a_part_that_is_gone_is_named_at_its_step(check: Check) -> None:
    (problem,) = check(
        base=BASE.replace("{id: x, title: X, minutes: 1}", "{id: other, title: O, minutes: 1}")
    )
    assert places([problem]) == ["warning id-gone at second"]
    assert "(base/second/x)" in problem.message


def test_what_is_asked_again_and_again_is_looked_up_once(
    check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often a file names another one, that is put together once."""
    from pmlearn.catalog import across
    from pmlearn.catalog import compose as composing

    composed: list[str] = []
    real = composing.compose

    def compose(id_: str, *rest: Any) -> Any:
        composed.append(id_)
        return real(id_, *rest)

    monkeypatch.setattr(across, "compose", compose)
    names = ", ".join(["one", "two"] * 50)
    steps = "".join(f", {{id: s{n}, {STEP}, requires: [base/first, base/third]}}" for n in range(50))
    text = file("mine", f"include: [{{curriculum: base, modules: [{names}]}}]")
    assert check(mine=text.replace("}]\n", f"}}{steps}]\n", 1)) == []
    assert composed == ["base"]
