from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pmlearn.catalog.compose import compose
from pmlearn.catalog.loader import read

if TYPE_CHECKING:
    from pmlearn.model.curriculum import Curriculum
    from pmlearn.model.overlay import Overlay

STEP = "title: T, kind: skill, minutes: 10"
BASE = f"""
format: 1
id: base
title: Base
modules:
  - id: one
    title: One
    steps:
      - {{id: a, {STEP}}}
      - {{id: b, {STEP}, parts: [{{id: x, title: X, minutes: 4}}, {{id: y, title: Y, minutes: 6}}]}}
  - id: two
    title: Two
    was: [second]
    steps: [{{id: c, {STEP}, requires: [a]}}]
choices:
  - id: way
    title: Which way?
    options: [{{id: l, title: Left, steps: [a]}}, {{id: r, title: Right, steps: [c]}}]
"""


def composed(id_: str, *texts: str) -> Curriculum | None:
    reads = [read(text.encode(), "x") for text in texts]
    assert all(problem.severity != "error" for each in reads for problem in each.problems), reads
    curricula = {each.curriculum.id: each.curriculum for each in reads if each.curriculum}
    overlays: list[Overlay] = [each.overlay for each in reads if each.overlay]
    return compose(id_, curricula.get, lambda base: [o for o in overlays if o.base == base])


def shape(curriculum: Curriculum | None) -> dict[str, list[str]]:
    assert curriculum is not None
    return {module.id: [step.ref for step in module.steps] for module in curriculum.modules}


def including(id_: str, module: str, curriculum: str = "") -> str:
    text = f"format: 1\nid: {id_}\ntitle: T\nmodules:\n  - id: m\n    title: M\n"
    text += f"    steps: [{{id: own, {STEP}}}]\n"
    text += f"    include: {module}\n" if module else ""
    return text + (f"include: {curriculum}\n" if curriculum else "")


def test_what_is_included_keeps_its_refs_and_follows_what_is_there() -> None:
    other = including("other", "{curriculum: base, modules: [second]}", "{curriculum: base}")
    assert shape(composed("other", BASE, other)) == {
        "m": ["other/own", "base/c"],
        "base/one": ["base/a", "base/b"],
        "base/two": [],  # it stands above already
    }


def test_minutes_and_choices_come_along() -> None:
    other = composed("other", BASE, including("other", "", "{curriculum: base}"))
    assert other is not None
    assert other.minutes == 40
    assert [choice.ref for choice in other.choices] == ["base/way"]


def test_hours_that_the_file_gives_stand() -> None:
    text = including("other", "", "{curriculum: base}") + "hours: 7\n"
    other = composed("other", BASE, text)
    assert other is not None
    assert other.minutes == 420


def test_what_is_not_there_is_passed_over() -> None:
    text = including("other", "[{curriculum: gone}, {curriculum: base, modules: [none]}]")
    assert shape(composed("other", BASE, text)) == {"m": ["other/own"]}
    assert composed("gone", BASE) is None


def test_curricula_that_include_each_other_end() -> None:
    one, two = including("one", "{curriculum: two}"), including("two", "{curriculum: one}")
    assert shape(composed("one", one, two)) == {"m": ["one/own", "two/own"]}
    assert shape(composed("one", including("one", "{curriculum: one}"))) == {"m": ["one/own"]}


OVERLAY = "format: 1\nid: mine\noverlay: base\n"


def test_an_overlay_changes_adds_moves_and_hides() -> None:
    text = OVERLAY + (
        "title: Mine\n"
        "hide: [b/x]\n"
        "order: [new, two]\n"
        "steps: [{id: a, title: Other words, hours: 2}]\n"
        "modules:\n"
        "  - id: two\n"
        "    order: [extra, c]\n"
        "    steps:\n"
        "      - {id: b, why: Because.}\n"  # moved here
        "    add:\n"
        f"      - {{id: extra, {STEP}, requires: [a, extra-two]}}\n"
        "      - {id: extra-two, title: E, kind: book}\n"
        "  - {id: new, title: New, include: {curriculum: other}}\n"
    )
    found = composed("base", BASE, text, including("other", ""))
    assert shape(found) == {
        "new": ["other/own"],
        "two": ["mine/extra", "base/c", "base/b", "mine/extra-two"],
        "one": ["base/a"],
    }
    assert found is not None
    steps = {step.ref: step for step in found.steps()}
    assert (found.title, steps["base/a"].title, steps["base/a"].minutes) == ("Mine", "Other words", 120)
    assert (steps["base/b"].why, [part.ref for part in steps["base/b"].parts]) == ("Because.", ["base/b/y"])
    assert [each.ref for each in steps["mine/extra"].requires] == ["base/a", "mine/extra-two"]


def test_a_hidden_step_and_a_hidden_module_are_gone() -> None:
    text = OVERLAY + "hide: [a]\nmodules: [{id: two, hide: true}]\n"
    assert shape(composed("base", BASE, text)) == {"one": ["base/b"]}


@pytest.mark.parametrize("turn", [1, -1])
def test_a_step_that_was_moved_stays_when_its_module_is_hidden(turn: int) -> None:
    hidden_and_moved = ["  - {id: one, hide: true}\n", "  - {id: two, steps: [{id: a}]}\n"]
    text = OVERLAY + "modules:\n" + "".join(hidden_and_moved[::turn])
    assert shape(composed("base", BASE, text)) == {"two": ["base/c", "base/a"]}


ADDED = (
    "modules:\n"
    "  - id: two\n"
    "    order: [later, a, c]\n"
    "    add:\n"
    f"      - {{id: a, {STEP}}}\n"
    f"      - {{id: later, {STEP}, requires: [a, c], alternatives: [a]}}\n"
    "choices: [{id: new, title: N, options: [{id: o, title: O, steps: [a, b]}]}]\n"
)


def test_what_is_added_and_what_is_changed_may_have_the_same_id() -> None:
    found = composed("base", BASE, OVERLAY + "hide: [a]\nsteps: [{id: c, requires: [a]}]\n" + ADDED)
    assert shape(found) == {"one": ["base/b"], "two": ["mine/later", "mine/a", "base/c"]}
    assert found is not None
    later, _, c = found.modules[1].steps
    assert [each.ref for each in (*later.requires, *c.requires)] == ["mine/a", "base/c", "mine/a"]
    assert later.alternatives == ("mine/a",)
    assert found.choices[-1].options[0].steps == ("mine/a", "base/b")


def test_a_step_that_an_overlay_adds_stays_when_the_curriculum_gains_its_id() -> None:
    text = BASE.replace("{id: c, ", f"{{id: later, {STEP}}}, {{id: c, ")
    found = composed("base", text, OVERLAY + ADDED)
    assert shape(found)["two"] == ["mine/later", "mine/a", "base/c", "base/later"]


def test_two_overlays_that_add_the_same_id_do_not_disturb_each_other() -> None:
    other = OVERLAY.replace("mine", "ours") + "steps: [{id: a, title: Changed}]\n"
    found = composed("base", BASE, OVERLAY + ADDED, other + ADDED)
    assert shape(found)["two"] == ["ours/later", "ours/a", "base/c", "mine/later", "mine/a"]
    assert found is not None
    assert {step.ref: step.title for step in found.steps() if step.ref.endswith("/a")} == {
        "base/a": "Changed",
        "mine/a": "T",
        "ours/a": "T",
    }


def test_a_bare_id_means_the_curriculum_s_own_step_before_one_that_it_includes() -> None:
    base = BASE.replace("was: [second]", "include: {curriculum: other}").replace("id: c,", "id: own,")
    base = base.replace("steps: [c]", "steps: [own]")
    text = OVERLAY + "steps: [{id: own, title: Changed}]\n"
    found = composed("base", base, including("other", ""), text)
    assert found is not None
    titles = {step.ref: step.title for step in found.steps()}
    assert (titles["base/own"], titles["other/own"]) == ("Changed", "T")


def test_a_translation_changes_texts_by_id_and_no_ref() -> None:
    text = OVERLAY + (
        "language: de\n"
        "steps:\n"
        "  - {id: b, title: Buch, parts: [{id: y, title: Ypsilon}]}\n"
        "choices: [{id: way, title: Wohin?, options: [{id: l, title: Links}]}]\n"
    )
    found, plain = composed("base", BASE, text), composed("base", BASE)
    assert found is not None
    assert plain is not None
    assert [thing.ref for thing in found.things()] == [thing.ref for thing in plain.things()]
    assert found.language == "de"
    assert [part.title for step in found.steps() for part in step.parts] == ["X", "Ypsilon"]
    (choice,) = found.choices
    assert [option.title for option in choice.options] == ["Links", "Right"]
    assert choice.options[0].steps == ("base/a",)


def test_the_options_of_a_step_are_those_of_its_parts_also_where_they_are_changed() -> None:
    base = BASE.replace("{id: b, ", "{id: b, options: [{id: y, title: Yes}], ")
    text = OVERLAY + "steps: [{id: b, options: [{id: y, title: Ja}], parts: [{id: x, title: Ix}]}]\n"
    for found, title in ((composed("base", base), "Yes"), (composed("base", base, text), "Ja")):
        assert found is not None
        _, b, _ = found.steps()
        assert b.options == ()
        assert [[option.title for option in part.options] for part in b.parts] == [[title], [title]]


def test_the_options_of_a_step_reach_the_parts_that_an_overlay_adds_and_no_others() -> None:
    own = "{id: y, title: Y, minutes: 6, options: [{id: o, title: Own}]}"
    base = BASE.replace("{id: y, title: Y, minutes: 6}", own)
    base = base.replace("{id: b, ", "{id: b, options: [{id: s, title: Shared}], ")
    base = base.replace("{id: a, ", "{id: a, options: [{id: q, title: Asked}], ")
    text = OVERLAY + (
        "steps:\n"
        "  - {id: b, options: [{id: s, title: Changed}], parts: [{id: z, title: Z}]}\n"
        "  - {id: a, parts: [{id: new, title: New}]}\n"
    )
    found = composed("base", base, text)
    assert found is not None
    a, b, _ = found.steps()
    assert [[option.title for option in part.options] for part in b.parts] == [
        ["Changed"],
        ["Own"],
        ["Changed"],
    ]
    assert (a.options, [option.title for option in a.parts[0].options]) == ((), ["Asked"])


def test_cards_options_and_parts_are_merged_by_their_ids() -> None:
    base = BASE.replace(
        "{id: a, ",
        "{id: a, cards: [{id: k, question: Q, answer: A}], options: [{id: y, title: Yes}], ",
    )
    text = OVERLAY + (
        "steps:\n"
        "  - id: a\n"
        "    cards: [{id: k, answer: B}, {id: new, question: N, answer: M}, {id: half, question: H}]\n"
        "    options: [{id: n, title: No}]\n"
        "  - {id: b, parts: [{id: z, title: Z, minutes: 5}]}\n"
    )
    found = composed("base", base, text)
    assert found is not None
    a, b, _ = found.steps()
    assert [(card.question, card.answer) for card in a.cards] == [("Q", "B"), ("N", "M")]
    assert [option.id for option in a.options] == ["y", "n"]
    assert ([part.ref for part in b.parts][-1], b.minutes) == ("base/b/z", 15)


def test_changes_of_what_is_not_there_are_passed_over() -> None:
    text = OVERLAY + (
        "hide: [nothing, b/nothing]\norder: [nothing]\nsteps: [{id: nothing, title: N}]\n"
        "modules:\n"
        "  - {id: none, steps: [{id: s, why: w}]}\n"
        "  - {id: two, steps: [{id: half, title: H, kind: book}]}\n"
        "choices: [{id: none, why: w}]\n"
    )
    found = composed("base", BASE, text)
    assert found == composed("base", BASE)


def test_a_curriculum_without_either_is_the_same_object() -> None:
    plain = read(BASE.encode(), "x").curriculum
    assert compose("base", lambda _: plain, lambda _: ()) is plain


def test_curricula_that_include_each_other_many_times_are_put_together_once() -> None:
    texts = [including(f"c{n}", f"{{curriculum: c{n + 1}}}", f"{{curriculum: c{n + 1}}}") for n in range(40)]
    found = composed("c0", *texts, including("c40", ""))
    assert found is not None
    assert len(list(found.steps())) == 41
