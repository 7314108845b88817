"""What learners say of themselves: kept, undone, and overruled by the configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pmlearn.errors import InputError, UnknownError
from pmlearn.model.action import Change
from pmlearn.model.curriculum import LEVELS
from pmlearn.model.stage import STAGES
from pmlearn.services.profile import ME, Profile

if TYPE_CHECKING:
    from collections.abc import Callable

    from pmlearn.wiring import Services


def goal(services: Services) -> int:
    return services.plan.week().goal


def test_what_is_said_is_kept_and_counts(session: Callable[..., Services]) -> None:
    here = session()
    assert here.profile.get() == Profile()
    assert (here.profile.hours, here.profile.hours_from, goal(here)) == (5.0, "default", 300)
    outcome = here.profile.say("Leading ", 3.5)
    assert outcome.message == "kept: I lead product people, or am about to; 3.5 hours a week"
    here.save()
    again = session()
    assert again.profile.get() == Profile(STAGES[4], 3.5, None)
    assert (again.profile.hours_from, goal(again)) == ("answer", 210)
    assert again.profile.say("leading", 3.5).message.startswith("as before: ")
    assert again.history.undo(outcome.action).message == "undone: answer the first questions"
    assert again.profile.get() == Profile()


def test_hours_of_the_configuration_win_and_it_says_so(session: Callable[..., Services]) -> None:
    config = session().settings.places.config
    config.mkdir(parents=True)
    (config / "config.toml").write_text("[learn]\nhours_a_week = 4\n", "utf-8")
    here = session()
    assert here.profile.say(hours=8).message == (
        "kept: 8 hours a week, but config.toml says 4, and that counts"
    )
    assert (here.profile.hours, here.profile.hours_from, goal(here)) == (4, "config", 240)
    assert here.profile.get().hours == 8
    assert here.profile.say(hours=4).message == "kept: 4 hours a week"


def test_what_cannot_be_is_refused(here: Services) -> None:
    with pytest.raises(UnknownError) as stage:
        here.profile.say("boss", 3)
    assert stage.value.hint == "say curious or switching or first-job or manager or leading"
    for hours in (0, -1, 168.5, float("nan"), float("inf")):
        with pytest.raises(InputError):
            here.profile.say("curious", hours)
    assert here.profile.get() == Profile()
    assert not here.history.list()


@pytest.mark.parametrize("value", [True, "5", -3, [5], 1e9])
def test_what_a_newer_version_wrote_is_passed_over(here: Services, value: object) -> None:
    fields = {"stage": value, "hours_a_week": value, "asked": 7}
    here._store.record("answer", lambda: [Change(ME, field, what) for field, what in fields.items()])
    assert here.profile.get() == Profile()
    assert here.today.view().next


def test_of_two_devices_the_later_answer_stands_for_each_field(session: Callable[..., Services]) -> None:
    here, there = session("here-00000000"), session("there-00000000")
    here.profile.say("curious", 2)
    there.profile.say(hours=8)
    assert here.catch_up() == {"steps"}
    assert here.profile.get() == there.profile.get() == Profile(STAGES[0], 8.0)
    here.save()
    assert session("here-00000000").doctor.check()
    assert not [found for found in session("here-00000000").doctor.check() if found.level == "error"]


def test_stages_name_levels_in_some_order() -> None:
    for stage in STAGES:
        assert sorted(stage.levels) == sorted(LEVELS)
    assert len({stage.id for stage in STAGES}) == len(STAGES)
