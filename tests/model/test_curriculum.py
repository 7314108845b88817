from __future__ import annotations

from pmlearn.model.curriculum import (
    Choice,
    Curriculum,
    Kind,
    Module,
    Option,
    Part,
    Step,
    curriculum_of,
    step_of,
)


def test_a_step_without_parts_is_its_own_unit() -> None:
    step = Step("c/s", "Read", Kind.READING)
    assert step.units() == (step,)


def test_the_units_of_a_step_with_parts_are_its_parts() -> None:
    parts = (Part("c/s/1", "One"), Part("c/s/2", "Two"))
    assert Step("c/s", "Read", Kind.BOOK, parts=parts).units() == parts


def test_steps_come_in_the_order_of_the_file() -> None:
    steps = [Step(f"c/{n}", n, Kind.ARTICLE) for n in ("b", "a", "c")]
    curriculum = Curriculum(
        "c", "C", modules=(Module("x", "X", steps=tuple(steps[:2])), Module("y", "Y", steps=tuple(steps[2:])))
    )
    assert list(curriculum.steps()) == steps


def test_a_choice_stands_above_the_first_steps_that_it_leads_to() -> None:
    modules = tuple(Module(name, name, steps=(Step(f"c/{name}", name, Kind.SKILL),)) for name in "xyz")
    late = Choice("c/late", "L", options=(Option("o", "O", steps=("c/z",)), Option("p", "P", steps=("c/y",))))
    away = Choice("c/away", "A", options=(Option("o", "O", steps=("other/step",)), Option("p", "P")))
    curriculum = Curriculum("c", "C", modules=modules, choices=(late, away))
    assert [curriculum.choices_above(module) for module in modules] == [[away], [late], []]


def test_a_ref_names_its_curriculum_and_its_step() -> None:
    assert [curriculum_of(ref) for ref in ("c/s", "c/s/p")] == ["c", "c"]
    assert [step_of(ref) for ref in ("c/s", "c/s/p")] == ["c/s", "c/s"]
