"""Choices, self-assessments, evidence, what waits, and what is the same elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pmlearn.errors import InputError, UnknownError, WaitsError
from pmlearn.model.curriculum import Option
from pmlearn.model.progress import Status
from pmlearn.model.route import Aside
from pmlearn.services.checklist import given

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pmlearn.wiring import Services

    Session = Callable[..., Services]

WAYS = """\
format: 1
id: ways
title: Ways
modules:
  - id: m
    title: M
    steps:
      - {id: base, title: The base, kind: reading, minutes: 10, same_as: [other/read]}
      - id: left
        title: Left
        kind: skill
        minutes: 10
        requires: [{step: base, why: It explains the words.}]
      - {id: right, title: Right, kind: skill, minutes: 20}
      - id: test
        title: Does it fit?
        kind: assessment
        parts:
          - {id: one, title: Do you like puzzles?, options: [{id: yes, title: Yes}, {id: no, title: No}]}
      - id: fit
        title: How much?
        kind: assessment
        options: [{id: little, title: A little}, {id: much, title: Much}]
choices:
  - id: way
    title: Which way?
    options: [{id: l, title: Left, steps: [left]}, {id: r, title: Right, steps: [right]}]
"""


@pytest.fixture(autouse=True)
def ways(shipped: Path) -> None:
    (shipped / "ways.yaml").write_text(WAYS, "utf-8")


def test_an_answer_is_kept_sets_steps_aside_and_can_be_taken_back(session: Session) -> None:
    chosen = session().choices.choose("ways/way", "r")
    assert chosen.message == "chosen, 1 step set aside, 30 min to go: Right"
    here = session()
    assert here.checklists.of("ways").aside == {"ways/left": Aside.CHOICE}
    assert here.choices.question("ways/way").answer == "r"
    assert "already" in here.choices.choose("ways/way", "r").message
    assert here.history.undo().message == "undone: the answer to Which way?"
    assert session().checklists.of("ways").aside == {}
    here.choices.choose("ways/way", "l")
    here.choices.choose("ways/way", "")
    assert session().choices.question("ways/way").answer == ""


def test_answering_a_unit_ticks_it_in_one_action(session: Session) -> None:
    here = session()
    here.choices.choose("ways/test/one", "no")
    here.choices.choose("ways/fit", "much")
    again = session()
    assert again.steps.status("ways/test") is Status.DONE
    assert again.checklists.detail("ways/test/one").answer == "no"
    assert again.checklists.of("ways").answers == {"ways/test/one": "no", "ways/fit": "much"}
    here.history.undo()
    assert session().checklists.detail("ways/fit").answer == ""
    assert session().steps.status("ways/fit") is Status.TODO


SEVERAL = """\
format: 1
id: several
title: Several
modules:
  - id: m
    title: M
    steps:
      - id: s
        title: S
        kind: assessment
        options: [{id: a, title: A}, {id: b, title: B}]
        parts: [{id: one, title: One}, {id: two, title: Two}, {id: three, title: Three}]
      - {id: plain, title: Plain, kind: reading}
"""


def test_what_asks_is_not_ticked_before_it_is_answered(session: Session, shipped: Path) -> None:
    (shipped / "several.yaml").write_text(SEVERAL, "utf-8")
    here = session()
    here.choices.choose("several/s/two", "b")
    assert here.steps.asking("several/s") == ("several/s/one", "several/s/two", "several/s/three")
    assert here.steps.unanswered("several/s") == ("several/s/one", "several/s/three")
    for refs in (["several/s"], ["several/plain", "several/s/one"]):
        with pytest.raises(InputError) as raised:
            here.steps.tick(refs)
        assert "pmlearn step choose several/s/one OPTION" in raised.value.hint
        with pytest.raises(InputError):
            here.steps.toggle(refs)
    assert here.checklists.of("several").statuses.keys() == {"several/s", "several/s/two"}
    here.steps.skip(["several/s/one"])
    assert here.steps.unanswered("several/s") == ("several/s/three",)
    assert here.steps.unanswered("several/s/one") == ("several/s/one",)
    here.choices.choose("several/s/three", "a")
    assert here.checklists.detail("several/s").answers == {"several/s/two": "b", "several/s/three": "a"}
    assert here.steps.tick(["several/s"]).message == "already done: S"


def test_an_answer_that_is_gone_is_none_and_a_tick_without_one_stays(session: Session, shipped: Path) -> None:
    (shipped / "several.yaml").write_text(SEVERAL, "utf-8")
    here = session()
    here.choices.choose("several/s/one", "b")
    here.steps.tick(["several/s"], anyway=True)
    (shipped / "several.yaml").write_text(SEVERAL.replace("id: b", "id: c"), "utf-8")
    here = session()
    assert "several/s/one" in here.steps.unanswered("several/s")
    assert here.steps.tick(["several/s"]).message == "already done: S"


def test_the_place_of_an_answer() -> None:
    options = (Option("a", "First"), Option("b", "Second"))
    assert given(options, "b") == ("Second", "2 of 2")
    assert given(options, "gone") == given(options, "") == given((), "a") == ("", "")


def test_two_windows_answer_and_the_later_answer_stands(session: Session) -> None:
    one, other = session(), session()
    one.choices.choose("ways/way", "l")
    other.choices.choose("ways/way", "r")
    one.catch_up()
    assert one.choices.question("ways/way").answer == "r"


@pytest.mark.parametrize(
    ("ref", "option", "error", "hint"),
    [
        ("ways/way", "nowhere", UnknownError, "choose l or r"),
        ("ways/fit", "litle", UnknownError, "did you mean little?"),
        ("ways/wya", "l", UnknownError, "it asks: ways/way"),
        ("ways/base", "l", InputError, "tick it with: pmlearn step done ways/base"),
        ("nope", "l", UnknownError, "see them all with: pmlearn curriculum list"),
    ],
)
def test_what_cannot_be_answered_says_what_can(
    session: Session, ref: str, option: str, error: type[Exception], hint: str
) -> None:
    with pytest.raises(error) as raised:
        session().choices.choose(ref, option)
    assert getattr(raised.value, "hint", "") == hint


def test_a_step_that_comes_later_says_why_and_can_be_gone_ahead_with(session: Session) -> None:
    here = session()
    with pytest.raises(WaitsError) as raised:
        here.steps.tick(["ways/left"])
    assert str(raised.value) == "“Left” comes after “The base”: It explains the words."
    assert here.checklists.of("ways").waiting == {"ways/left"}
    (first,) = here.checklists.detail("ways/left").waits
    assert (first.ref, first.why, first.status) == ("ways/base", "It explains the words.", Status.TODO)
    here.steps.tick(["ways/left"], anyway=True)
    assert here.steps.status("ways/left") is Status.DONE
    assert here.checklists.of("ways").waiting == frozenset()


def test_both_at_once_is_no_going_ahead(session: Session) -> None:
    session().steps.tick(["ways/left", "ways/base"])
    assert session().steps.status("ways/left") is Status.DONE


def test_what_waits_and_what_is_aside_is_not_next(session: Session) -> None:
    here = session()
    here.curricula.follow(["ways"])
    here.choices.choose("ways/way", "l")
    assert [unit.ref for unit in here.plan.session(60)][:1] == ["ways/base"]
    here.steps.tick(["ways/base"])
    refs = [unit.ref for unit in here.plan._open_units("ways")]
    assert refs == ["ways/left", "ways/test/one", "ways/fit"]


def test_the_same_elsewhere_is_offered_both_ways_while_it_is_open(session: Session) -> None:
    here = session()
    assert here.steps.tick(["other/read"]).offers == ("ways/base",)
    assert [other.ref for other in here.checklists.detail("other/read").twins] == ["ways/base"]
    assert here.steps.tick(["ways/base"]).offers == ()


def test_evidence_is_attached_listed_and_taken_away(session: Session, tmp_path: Path) -> None:
    file = tmp_path / "notes.md"
    file.write_text("my notes", "utf-8")
    here, window = session(), session()
    here.evidence.attach("ways/base", str(file))
    window.evidence.attach("ways/base", "https://example.org/a")
    again = session()
    assert again.checklists.detail("ways/base").evidence == (str(file), "https://example.org/a")
    again.evidence.remove("ways/base", str(file))
    assert session().checklists.detail("ways/base").evidence == ("https://example.org/a",)
    assert file.exists()
    again.history.undo()
    assert len(session().checklists.detail("ways/base").evidence) == 2


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("nothing-there.txt", "no file"),
        ("", "no file or address"),
        ("ftp://x/y", "not opened"),
        ("a\ud800", "no file"),
    ],
)
def test_what_is_no_evidence_is_refused(session: Session, what: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        session().evidence.attach("ways/base", what)
    with pytest.raises(InputError, match="not attached"):
        session().evidence.remove("ways/base", what or "x")


def test_an_answer_to_what_comes_later_waits_as_a_tick_does(session: Session, shipped: Path) -> None:
    text = WAYS.replace(
        "{id: right, title: Right,",
        "{id: right, requires: [base], options: [{id: o, title: O}], title: Right,",
    )
    (shipped / "ways.yaml").write_text(text, "utf-8")
    here = session()
    with pytest.raises(WaitsError):
        here.choices.choose("ways/right", "o")
    assert here.choices.choose("ways/right", "o", anyway=True).message == "chosen: O"
    assert here.choices.choose("ways/right", "").message.startswith("answer taken back")


def test_nobody_waits_for_what_is_set_aside(session: Session, shipped: Path) -> None:
    text = WAYS.replace("{id: right, title: Right,", "{id: right, requires: [left], title: Right,")
    (shipped / "ways.yaml").write_text(text, "utf-8")
    here = session()
    assert "ways/right" in here.checklists.of("ways").waiting
    here.choices.choose("ways/way", "r")
    assert "ways/right" not in here.checklists.of("ways").waiting
    here.steps.tick(["ways/right"])


def test_where_everything_waits_something_is_next_all_the_same(session: Session, shipped: Path) -> None:
    for one, other in (("p", "q"), ("q", "p")):
        step = f"{{id: s, title: S, kind: skill, requires: [{other}/s]}}"
        text = f"format: 1\nid: {one}\ntitle: T\nmodules: [{{id: m, title: M, steps: [{step}]}}]\n"
        (shipped / f"{one}.yaml").write_text(text, "utf-8")
    here = session()
    here.curricula.follow(["p"])
    assert [unit.ref for unit in here.plan.next()] == ["p/s"]


def test_an_alternative_elsewhere_is_enough(session: Session, shipped: Path) -> None:
    text = WAYS.replace("{id: right, title: Right,", "{id: right, alternatives: [other/read], title: Right,")
    (shipped / "ways.yaml").write_text(text, "utf-8")
    here = session()
    assert here.checklists.of("ways").aside == {}
    here.steps.tick(["other/read"])
    assert here.checklists.of("ways").aside == {"ways/right": Aside.ALTERNATIVE}


def test_what_is_unmistakable_may_be_named_shortly(session: Session, shipped: Path) -> None:
    text = "format: 1\nid: all\ntitle: All\nmodules:\n  - {id: m, title: M, include: {curriculum: ways}}\n"
    (shipped / "all.yaml").write_text(text, "utf-8")
    here = session()
    assert here.choices.question("way").ref == "choice:ways/way"
    assert here.steps.resolve("all/left") == "ways/left"
    assert here.steps.resolve("all/test/one") == "ways/test/one"


def test_a_step_that_asks_in_its_parts_says_so(here: Services) -> None:
    with pytest.raises(InputError) as caught:
        here.choices.question("ways/test")
    assert caught.value.message == "ways/test asks in its parts"
    assert "pmlearn step choose ways/test/one OPTION" in caught.value.hint


def test_what_asks_elsewhere_is_not_offered_to_be_ticked_along(here: Services, shipped: Path) -> None:
    text = WAYS.replace("      - id: test\n", "      - id: test\n        same_as: [other/read]\n")
    (shipped / "ways.yaml").write_text(text, "utf-8")
    here._catalog.refresh()
    assert here.steps.tick(["other/read"]).offers == ("ways/base",)


def test_an_optional_question_holds_nothing_up(here: Services, shipped: Path) -> None:
    two = "          - {id: two, title: And cats?, optional: true, options: [{id: yes, title: Yes}]}\n"
    text = WAYS.replace("      - id: fit\n", f"{two}      - id: fit\n")
    (shipped / "ways.yaml").write_text(text, "utf-8")
    here._catalog.refresh()
    assert here.steps.unanswered("ways/test") == ("ways/test/one",)
