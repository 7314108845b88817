"""The first questions: who is asked, and the one action that the answers are."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pmlearn import wiring
from pmlearn.model import stage as stages
from pmlearn.model.stage import STAGES, Stage
from pmlearn.services import welcome as module
from pmlearn.services.welcome import Answers

if TYPE_CHECKING:
    from collections.abc import Callable

    from pmlearn.wiring import Services

MAP = """\
format: 1
id: two-years
title: The map
modules:
  - id: m
    title: M
    steps:
      - {id: ask, title: Ask, kind: exercise, minutes: 5}
      - {id: lead, title: Lead, kind: exercise, minutes: 5}
choices:
  - id: entry
    title: Where do you come in?
    options:
      - {id: decided, title: Decided, steps: [ask]}
      - {id: leading, title: Leading, steps: [lead]}
"""


@pytest.fixture
def suggesting(monkeypatch: pytest.MonkeyPatch) -> Stage:
    """A stage that suggests what the tests have, and something that is not there."""
    stage = Stage("leading", "I lead", ("gone", "small"), ("leader", "beginner"), "leading")
    monkeypatch.setattr(module, "STAGES", (stage,))
    monkeypatch.setattr(stages, "STAGES", (stage,))
    return stage


def actions(services: Services) -> list[tuple[str, int]]:
    return [(action.kind, len(action.changes)) for action in services._store.journals.backwards()]


def test_a_newcomer_is_asked_and_then_nobody_any_more(
    session: Callable[..., Services], suggesting: Stage
) -> None:
    here, there = session("here-00000000"), session("there-00000000")
    assert here.welcome.wanted()
    assert there.welcome.wanted()
    questions = here.welcome.questions()
    assert questions.suggested == {"leading": ("small",)}
    assert questions.wanted
    outcome = here.welcome.answer(Answers(suggesting, 2, frozenset({"small"})))
    assert outcome.message == "kept: 1 curriculum followed, 2 hours a week"
    assert actions(here) == [("answer", 4)]
    assert [step.curriculum_id for step in here.plan.next()] == ["small"]
    assert here.plan.week().goal == 120
    there.catch_up()
    assert not there.welcome.wanted()
    # All of it goes with one undo, and nothing is asked once more.
    assert here.history.undo().message == "undone: answer the first questions and 1 more"
    assert here.plan.suggested()
    assert here.plan.week().goal == 300
    here.save()
    assert not session("here-00000000").welcome.wanted()
    here.history.redo()
    assert here.curricula.followed("small")


def test_whoever_skips_everything_is_not_asked_again_until_they_want_it(
    session: Callable[..., Services],
) -> None:
    here = session()
    assert here.welcome.answer(Answers()).message == "skipped"
    assert actions(here) == [("answer", 1)]
    assert not here.welcome.wanted()
    here.profile.ask_again()
    assert here.welcome.wanted()
    assert session().welcome.wanted()


def test_a_learner_who_comes_along_is_not_asked(session: Callable[..., Services]) -> None:
    here = session()
    assert not here._store.table("steps").cursors
    here.steps.tick(["small/write"])
    assert not here.welcome.wanted()
    here.history.undo()
    assert not session("there-00000000").welcome.wanted()


def test_a_torn_first_line_is_no_answer(session: Callable[..., Services]) -> None:
    here = session()
    journal = here.settings.places.journal
    journal.mkdir(parents=True)
    line = b'{"v":1,"id":"0123456789abcdef","order":1,"at":"2026-11-18T12:00:00.000Z","dev'
    (journal / "here-00000000.jsonl").write_bytes(line)
    assert session().welcome.wanted()
    later = session()
    later.welcome.answer(Answers())
    assert not later.welcome.wanted()
    # What a newer version wrote was done by somebody.
    (journal / "there-00000000.jsonl").write_bytes(b'{"v":2}\n')
    (journal / "here-00000000.jsonl").unlink()
    assert not session().welcome.wanted()


def test_where_nothing_can_be_kept_nothing_is_asked(
    session: Callable[..., Services], monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    other = session(name="other")
    with monkeypatch.context() as disk:
        disk.setattr(Path, "mkdir", _refuse)
        blocked = session()
        assert not blocked.welcome.wanted()
    journal = blocked.settings.places.journal
    assert blocked.notices() == [f"cannot make {journal}: Read-only file system"]
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert not other.welcome.wanted()
    assert other.notices() == [
        f"{home}/other/data/journal cannot be written: nothing that is done here is kept"
    ]


def test_answers_set_what_is_followed_and_nothing_that_was_skipped(here: Services) -> None:
    here.curricula.follow(["other"])
    here.welcome.answer(Answers(hours=3))
    assert here.curricula.followed("other")
    here.welcome.answer(Answers(follow=frozenset({"small"})))
    assert (here.curricula.followed("small"), here.curricula.followed("other")) == (True, False)
    assert here.profile.get().hours == 3
    assert [offer.title for offer in here.welcome.offers()] == ["Offered"]
    here.feeds.add_offers(here.welcome.offers())
    assert here.welcome.offers() == []


def test_the_map_is_told_where_one_is_unless_it_was(session: Callable[..., Services], shipped: Path) -> None:
    (shipped / "two-years.yaml").write_text(MAP, "utf-8")
    here = session()
    here.welcome.answer(Answers(STAGES[4], follow=frozenset({"two-years"})))
    assert here.plan.next()[0].ref == "two-years/lead"
    here.history.undo()
    assert not here._progress.answer_to("two-years/entry")
    here.choices.choose("two-years/entry", "decided")
    here.welcome.answer(Answers(STAGES[4], follow=frozenset({"two-years"})))
    assert here.plan.next()[0].ref == "two-years/ask"
    # Curious: this map has no such entrance, and asks as ever.
    other = wiring.build(env=_env(here, "other"), now=here.now)
    other.welcome.answer(Answers(STAGES[0], follow=frozenset({"two-years"})))
    assert not other._progress.answer_to("two-years/entry")


def _refuse(*_: Any, **__: Any) -> None:
    raise OSError(errno.EROFS, os.strerror(errno.EROFS))


def _env(services: Services, name: str) -> dict[str, Any]:
    home = os.path.dirname(services.env["PMLEARN_HOME"])  # noqa: PTH120 - a text, as the environment is
    return dict(os.environ) | {"PMLEARN_HOME": f"{home}/{name}"}


def test_the_stage_orders_curricula_and_hides_none(here: Services, suggesting: Stage) -> None:
    before = here.curricula.list()
    here.profile.say("leading")
    after = here.curricula.list()
    assert {row.id for row in after} == {row.id for row in before}
    assert after[0].id == here.curricula.suggestion() == "small"
