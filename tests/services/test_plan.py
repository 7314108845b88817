"""What to do next, and how the week goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.model.stage import STAGES
from pmlearn.services.welcome import Answers
from tests.services.conftest import OTHER

if TYPE_CHECKING:
    from pmlearn.wiring import Services
    from tests.services.conftest import Clock


def refs(services: Services) -> list[str]:
    return [step.ref for step in services.plan.next()]


def test_someone_who_follows_nothing_gets_a_suggestion(here: Services) -> None:
    assert here.plan.suggested()
    assert refs(here) == ["other/read"]
    here.curricula.follow(["small"])
    assert not here.plan.suggested()
    assert refs(here) == ["small/book/one"]


def test_the_next_unit_is_what_was_begun_then_what_is_open_then_what_is_optional(here: Services) -> None:
    here.curricula.follow(["small"])
    here.steps.start(["small/write"])
    assert refs(here) == ["small/write"]
    here.steps.tick(["small/write", "small/book/one", "small/book/two", "small/book/three"])
    assert refs(here) == ["small/book/four"]
    here.steps.tick(["small/book/four", "small/extra"])
    assert refs(here) == []
    assert not here.plan.suggested()


def test_the_curriculum_last_worked_on_comes_first_and_a_left_one_not_at_all(here: Services) -> None:
    here.curricula.follow(["small", "other"])
    here.steps.tick(["small/book/one"])
    assert [ref.partition("/")[0] for ref in refs(here)] == ["small", "other"]
    here.steps.note("other/read", "x")
    assert [ref.partition("/")[0] for ref in refs(here)] == ["other", "small"]
    here.curricula.unfollow(["small"])
    assert refs(here) == ["other/read"]


def test_what_was_not_begun_comes_in_the_order_in_which_one_begins(here: Services) -> None:
    own = here.settings.places.curricula
    own.mkdir(parents=True)
    (own / "ways-in.yaml").write_text(OTHER.replace("id: other", "id: ways-in"))
    stage = next(stage for stage in STAGES if stage.id == "switching")
    here.welcome.answer(Answers(stage=stage, follow=frozenset({"other", "small", "ways-in"})))
    assert [ref.partition("/")[0] for ref in refs(here)] == ["ways-in", "other", "small"]
    here.steps.tick(["small/book/one"])
    assert [ref.partition("/")[0] for ref in refs(here)] == ["small", "ways-in", "other"]


def test_a_session_holds_what_fits_and_at_least_the_next_unit(here: Services) -> None:
    here.curricula.follow(["small"])
    minutes = {step.ref: step.minutes for step in here.plan.session(1000)}
    # What the parts do not say is shared among those that do not say it: 60 less 10, by three.
    assert minutes["small/book/one"] == 10
    assert minutes["small/book/two"] == 17
    assert [step.ref for step in here.plan.session(30)] == ["small/book/one", "small/book/two"]
    assert [step.ref for step in here.plan.session(1)] == ["small/book/one"]


def test_the_week_counts_what_was_ticked_in_it_by_day(here: Services, clock: Clock) -> None:
    here.steps.tick(["small/write"])
    clock.turn(days=1)
    here.steps.tick(["small/book/one"])
    here.steps.skip(["small/book/two"])
    week = here.plan.week()
    assert (week.days, week.today, week.minutes, week.goal) == ((0, 0, 25, 10, 0, 0, 0), 3, 35, 300)
    here.steps.reopen(["small/write"])
    assert here.plan.week().minutes == 10
    clock.turn(days=7)
    assert here.plan.week().minutes == 0
    clock.turn(days=-30)
    assert here.plan.week().minutes == 0


def test_what_was_taken_back_leaves_no_curriculum_begun(here: Services) -> None:
    ref = next(here.curricula.get("small").steps()).units()[0].ref
    outcome = here.steps.tick([ref], anyway=True)
    assert here.plan.active() == ["small"]
    here.history.undo(outcome.action)
    assert here.plan.active() == []
    assert not any(row.begun for row in here.curricula.list())
