from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlearn.model.curriculum import Choice, Curriculum, Kind, Module, Option, Requirement, Step
from pmlearn.model.progress import Status, tally
from pmlearn.model.route import Aside, set_aside, uncounted, waits_for


def curriculum(*steps: Step, choices: tuple[Choice, ...] = ()) -> Curriculum:
    return Curriculum("c", "C", modules=(Module("m", "M", steps=steps),), choices=choices)


def step(name: str, *alternatives: str) -> Step:
    return Step(f"c/{name}", name, Kind.SKILL, minutes=10, alternatives=tuple(f"c/{a}" for a in alternatives))


ABC = curriculum(step("a", "b"), step("b"), step("c", "b"), step("d"))
"""Of a, b and c one is enough, whichever of them says so."""


@pytest.mark.parametrize(
    ("statuses", "aside"),
    [
        ({}, {"c/b", "c/c"}),  # the first counts until another is begun
        ({"c/c": Status.DOING}, {"c/a", "c/b"}),
        ({"c/b": Status.DONE}, {"c/a", "c/c"}),
        ({"c/a": Status.SKIPPED}, {"c/a", "c/c"}),
        ({"c/b": Status.DONE, "c/c": Status.DONE}, {"c/a"}),  # what was done counts, needed or not
    ],
)
def test_of_alternatives_one_is_enough(statuses: dict[str, Status], aside: set[str]) -> None:
    found = set_aside(ABC, lambda ref: statuses.get(ref, Status.TODO), lambda _: "", lambda _: False)
    assert found == dict.fromkeys(aside, Aside.ALTERNATIVE)


def test_an_alternative_that_is_done_makes_the_curriculum_whole() -> None:
    def status(ref: str) -> Status:
        return Status.DONE if ref in ("c/b", "c/d") else Status.TODO

    count = tally(ABC.steps(), status, set_aside(ABC, status, lambda _: "", lambda _: False))
    assert (count.percent, count.units, count.minutes_left) == (100, 2, 0)


CHOICE = Choice(
    "c/way",
    "Which way?",
    options=(Option("left", "Left", steps=("c/a", "c/d")), Option("right", "Right", steps=("c/b", "c/d"))),
)


@pytest.mark.parametrize(
    ("answer", "aside"), [("", set()), ("left", {"c/b"}), ("right", {"c/a"}), ("gone", set())]
)
def test_the_steps_of_what_was_not_chosen_are_set_aside(answer: str, aside: set[str]) -> None:
    plain = curriculum(step("a"), step("b"), step("d"), choices=(CHOICE,))
    found = set_aside(plain, lambda _: Status.TODO, lambda _: answer, lambda _: False)
    assert found == dict.fromkeys(aside, Aside.CHOICE)
    done = set_aside(plain, lambda _: Status.DONE, lambda _: answer, lambda _: False)
    assert done == {}


ONE_OF_FOUR = Choice(
    "c/way",
    "Which way?",
    options=tuple(
        Option(name, name, steps=(f"c/{name}",)) for name in ("long", "short", "middle", "shorter")
    ),
)


def test_an_open_choice_of_whose_options_none_is_here_leaves_everything_in() -> None:
    away = Choice("c/way", "W", options=tuple(Option(each, each, steps=(f"o/{each}",)) for each in "abc"))
    assert not uncounted(
        curriculum(step("x"), choices=(away,)), lambda _: Status.TODO, lambda _: "", lambda _: False
    )
    one = Choice("c/way", "W", options=(Option("x", "X", steps=("c/x",)), *away.options))
    assert not uncounted(
        curriculum(step("x"), choices=(one,)), lambda _: Status.TODO, lambda _: "", lambda _: False
    )


@pytest.mark.parametrize(("answer", "minutes"), [("", 30), ("gone", 30), ("long", 40), ("short", 20)])
def test_until_a_choice_is_made_its_middle_option_counts(answer: str, minutes: int) -> None:
    lengths = {"short": 20, "shorter": 10, "middle": 30, "long": 40}
    steps = (replace(step(name), minutes=length) for name, length in lengths.items())
    plain = curriculum(*steps, choices=(ONE_OF_FOUR,))
    found = uncounted(plain, lambda _: Status.TODO, lambda _: answer, lambda _: False)
    assert tally(plain.steps(), lambda _: Status.TODO, found).minutes_left == minutes


def test_an_alternative_that_was_not_chosen_is_not_the_one_that_counts() -> None:
    both = curriculum(step("a", "b"), step("b"), step("d"), choices=(CHOICE,))
    found = set_aside(both, lambda _: Status.TODO, lambda _: "right", lambda _: False)
    assert found == {"c/a": Aside.CHOICE}


NAMES = "abcdef"


@given(
    st.dictionaries(st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=3)),
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from(Status)),
)
def test_of_every_group_something_is_left(
    alternatives: dict[str, list[str]], statuses: dict[str, Status]
) -> None:
    steps = [step(name, *(a for a in alternatives.get(name, ()) if a != name)) for name in NAMES]
    aside = set_aside(
        curriculum(*steps), lambda ref: statuses.get(ref[2:], Status.TODO), lambda _: "", lambda _: False
    )
    for each in steps:
        around = {each.ref, *each.alternatives}
        grown = True
        while grown:
            more = {s.ref for s in steps if around & {s.ref, *s.alternatives}}
            more |= {ref for s in steps if s.ref in around for ref in s.alternatives}
            grown = not more <= around
            around |= more
        assert around - aside.keys()
        assert not [ref for ref in aside if statuses.get(ref[2:]) in (Status.DONE, Status.DOING)]


def test_a_step_waits_until_it_is_begun_or_what_it_requires_is_settled() -> None:
    held = Step("c/s", "S", Kind.SKILL, requires=(Requirement("c/a", "It helps."), Requirement("c/b")))
    assert [each.ref for each in waits_for(held, lambda _: Status.TODO, lambda ref: ref == "c/a")] == ["c/b"]
    assert waits_for(held, lambda _: Status.DOING, lambda _: False) == ()
    assert waits_for(held, lambda _: Status.TODO, lambda _: True) == ()
