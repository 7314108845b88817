"""Curricula with the learner's progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pmlearn.errors import UnknownError
from pmlearn.model.curriculum import Source
from tests.services.conftest import OTHER

if TYPE_CHECKING:
    from pathlib import Path

    from pmlearn.wiring import Services


def test_a_row_says_how_far_it_has_come(here: Services) -> None:
    here.steps.tick(["small/book/one"])
    here.steps.skip(["small/book/two"])
    here.steps.tick(["small/extra"])
    row = next(row for row in here.curricula.list() if row.id == "small")
    # Units that count: one, three, write; the fourth part and the extra step are optional, two is skipped.
    assert (row.steps, row.done, row.percent, row.begun, row.followed) == (3, 1, 33, True, False)
    assert row.source is Source.SHIPPED
    assert [row.begun for row in here.curricula.list() if row.id == "other"] == [False]


def test_followed_ones_come_first(here: Services) -> None:
    assert [row.id for row in here.curricula.list()] == ["other", "small"]
    here.curricula.follow(["small"])
    assert [row.id for row in here.curricula.list()] == ["small", "other"]


def test_a_choice_that_was_made_shows_in_the_time_of_the_list(here: Services, shipped: Path) -> None:
    text = OTHER + "      - {id: long, title: Long, kind: reading, minutes: 90}\nchoices:\n"
    text += "  - {id: way, title: W, options: "
    text += "[{id: s, title: S, steps: [read]}, {id: l, title: L, steps: [long]}]}\n"
    (shipped / "other.yaml").write_text(text, "utf-8")

    def row() -> tuple[int, int, bool]:
        return next((r.minutes, r.minutes_left, r.begun) for r in here.curricula.list() if r.id == "other")

    assert row() == (90, 90, False)
    here.choices.choose("other/way", "s")
    assert row() == (15, 15, False)
    here.steps.tick(["other/read"])
    assert row() == (15, 0, True)


def test_what_is_not_begun_stands_by_level(here: Services, shipped: Path) -> None:
    for id_, level in {
        "z-first": "beginner",
        "lead": "leader",
        "orientation": "beginner",
        "a": "beginner",
    }.items():
        text = OTHER.replace("id: other\ntitle: Other", f"id: {id_}\ntitle: {id_}\nlevel: {level}")
        (shipped / f"{id_}.yaml").write_text(text, "utf-8")
    here.curricula.follow(["z-first"])
    rows = here.curricula.list()
    assert [(row.id, row.level) for row in rows] == [
        ("z-first", "beginner"),
        ("orientation", "beginner"),
        ("a", "beginner"),
        ("lead", "leader"),
        ("other", ""),
        ("small", ""),
    ]


def test_following_is_one_action_and_unfollowing_leaves_progress(here: Services) -> None:
    assert here.curricula.follow(["sm", "other"]).changed == ("small", "other")
    assert here.curricula.follow(["small"]).action == ""
    here.steps.tick(["small/write"])
    here.curricula.unfollow(["small"])
    assert not here.curricula.followed("small")
    assert here.curricula.unfollow(["small"]).action == ""
    assert here.checklists.of("small").statuses


def test_where_one_of_several_is_unknown_none_is_followed(here: Services) -> None:
    with pytest.raises(UnknownError) as caught:
        here.curricula.follow(["small", "othr"])
    assert "other" in caught.value.hint
    assert not here.curricula.followed("small")


def test_progress_outlives_its_curriculum(here: Services, shipped: Path) -> None:
    here.steps.tick(["small/write"])
    (shipped / "small.yaml").unlink()
    here._catalog.refresh()
    assert [row.id for row in here.curricula.list()] == ["other"]
    assert here.history.list()[0].summary == "small/write"
    assert here.plan.next()
    assert here.plan.week().minutes == 0


def test_a_broken_file_costs_itself_alone(here: Services) -> None:
    here.settings.places.curricula.mkdir(parents=True)
    (here.settings.places.curricula / "broken.yaml").write_text("modules: [")
    assert [row.id for row in here.curricula.list()] == ["other", "small"]
    assert {problem.file for problem in here.curricula.problems()} == {
        str(here.settings.places.curricula / "broken.yaml")
    }
    assert here.checks.check([here.settings.places.curricula / "broken.yaml"])


def test_what_was_touched_last_is_known(here: Services, there: Services) -> None:
    here.steps.tick(["small/write"])
    there.steps.note("other/read", "x")
    here.curricula.follow(["other"])
    touched = here.curricula.touched()
    assert list(touched) == ["small", "other"]
    assert touched["other"] > touched["small"]


def test_what_may_be_several_names_them(here: Services, shipped: Path) -> None:
    (shipped / "smaller.yaml").write_text(
        (shipped / "other.yaml").read_text().replace("id: other", "id: smaller")
    )
    with pytest.raises(UnknownError, match=r"^sma may be any of small, smaller$"):
        here.curricula.get("sma")
    assert here.curricula.get("small").id == "small"


def test_a_curriculum_whose_file_is_broken_says_how_to_see_its_mistakes(here: Services) -> None:
    own = here.settings.places.curricula
    own.mkdir(parents=True)
    (own / "mine.yaml").write_text("format: 1\nid: mine\n")
    with pytest.raises(UnknownError, match="no curriculum mine: its file cannot be used") as caught:
        here.curricula.get("mine")
    assert caught.value.hint.endswith(f"pmlearn curriculum check {own / 'mine.yaml'}")


def test_no_name_names_no_curriculum_not_even_the_only_one(here: Services, shipped: Path) -> None:
    (shipped / "other.yaml").unlink()
    with pytest.raises(UnknownError, match="no curriculum “”"):
        here.curricula.follow([""])
    assert not here.curricula.followed("small")
