"""A curriculum changes after its learners ticked: no tick, note or history is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pmlearn.model.action import Change
from pmlearn.model.progress import Status
from pmlearn.services.progress import choice_of, choice_ref
from tests.services.conftest import SMALL

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pmlearn.wiring import Services

    Session = Callable[..., Services]

RENAMED = SMALL.replace("id: write,", "id: compose, was: [write],").replace(
    "id: book\n", "id: volume\n        was: [book]\n"
)


def change(shipped: Path, text: str, name: str = "small") -> None:
    (shipped / f"{name}.yaml").write_text(text, "utf-8")


def test_everything_goes_along_to_a_new_id(session: Session, shipped: Path) -> None:
    before = session()
    before.steps.tick(["small/write", "small/book/two"])
    before.steps.note("small/write", "mine")
    change(shipped, RENAMED)
    after = session()
    assert after.steps.status("small/compose") is Status.DONE
    assert after.steps.status("small/volume/two") is Status.DONE
    detail = after.checklists.detail("small/compose")
    assert [note.text for note in detail.notes] == ["mine"]
    assert detail.done_at
    assert [row.summary for row in after.history.list()] == ["Write", "Write and 1 more"]
    assert after.plan.week().minutes == 25 + 17  # a third of what the other parts leave of an hour
    assert (after.curricula.list()[0].done, after.checklists.of("small").orphans) == (1, ())


def test_what_is_done_under_the_new_id_counts_before_what_was_done_under_the_old(
    session: Session, shipped: Path
) -> None:
    session().steps.tick(["small/write"])
    session().steps.note("small/write", "old")
    change(shipped, RENAMED)
    after = session()
    after.steps.reopen(["small/compose"])
    after.steps.note("small/compose", "new")
    again = session()
    assert again.steps.status("small/compose") is Status.TODO
    assert [note.text for note in again.checklists.detail("small/compose").notes] == ["new"]


def test_undo_reaches_what_was_done_under_the_old_id(session: Session, shipped: Path) -> None:
    session().steps.tick(["small/write"])
    change(shipped, RENAMED)
    after = session()
    assert after.history.undo().message == "undone: the tick of Write"
    assert after.steps.status("small/compose") is Status.TODO
    assert after.history.redo().message == "redone: the tick of Write"
    assert after.steps.status("small/compose") is Status.DONE


def test_undo_leaves_alone_what_was_done_since_under_the_new_id(session: Session, shipped: Path) -> None:
    old = session().steps.tick(["small/write"])
    change(shipped, RENAMED)
    after = session()
    after.steps.skip(["small/compose"])
    with pytest.raises(Exception, match="it changed since"):
        after.history.undo(old.action)
    assert after.steps.status("small/compose") is Status.SKIPPED


def test_the_old_ref_is_understood(session: Session, shipped: Path) -> None:
    change(shipped, RENAMED)
    assert session().steps.resolve("small/write") == "small/compose"
    assert session().steps.resolve("small/book/two") == "small/volume/two"


def test_a_step_that_moved_to_another_curriculum_takes_its_progress_along(
    session: Session, shipped: Path
) -> None:
    session().steps.tick(["small/write"])
    change(shipped, SMALL.replace("      - {id: write, title: Write, kind: exercise, minutes: 25}\n", ""))
    other = (shipped / "other.yaml").read_text("utf-8")
    change(shipped, other + "      - {id: pen, title: Pen, kind: skill, was: [small/write]}\n", "other")
    after = session()
    assert after.steps.status("other/pen") is Status.DONE
    assert after.checklists.of("small").orphans == ()
    assert {row.id for row in after.curricula.list() if row.begun} == {"other"}


def test_a_renamed_curriculum_is_followed_and_answered_as_before(session: Session, shipped: Path) -> None:
    choices = "choices: [{id: way, title: Way?, options: [{id: l, title: L}, {id: r, title: R}]}]\n"
    change(shipped, SMALL + choices)
    before = session()
    before.curricula.follow(["small"])
    before.steps.tick(["small/book/one"])
    before.choices.choose("small/way", "r")
    (shipped / "small.yaml").unlink()
    change(shipped, SMALL.replace("id: small", "id: little\nwas: [small]") + choices, "little")
    after = session()
    assert after.curricula.followed("little")
    assert after.plan.active() == ["little"]
    assert after.steps.status("little/book/one") is Status.DONE
    assert after.checklists.of("little").answer_to(after.curricula.get("little").choices[0]) == "r"


def test_a_step_that_was_ticked_and_has_parts_now_has_them_ticked(session: Session, shipped: Path) -> None:
    session().steps.tick(["small/write"])
    parts = "minutes: 25, parts: [{id: a, title: A}, {id: b, title: B}]}"
    change(shipped, SMALL.replace("kind: exercise, minutes: 25}", f"kind: exercise, {parts}"))
    after = session()
    assert after.steps.status("small/write") is Status.DONE
    after.steps.reopen(["small/write/b"])
    assert after.steps.status("small/write") is Status.DOING


GONE = SMALL.replace("      - {id: write, title: Write, kind: exercise, minutes: 25}\n", "")
RETIRED = SMALL.replace("id: write,", "id: write, retired: true,")


@pytest.mark.parametrize(("text", "title", "retired"), [(GONE, "Write", False), (RETIRED, "Write", True)])
def test_a_step_that_is_gone_is_an_orphan(
    session: Session, shipped: Path, text: str, title: str, retired: bool
) -> None:
    session().steps.tick(["small/write"])
    session().steps.note("small/write", "kept")
    session().evidence.attach("small/write", "https://example.org/work")
    change(shipped, text)
    after = session()
    (orphan,) = after.checklists.of("small").orphans
    assert (orphan.ref, orphan.title, orphan.status) == ("small/write", title, Status.DONE)
    assert (orphan.retired, orphan.evidence) == (retired, ("https://example.org/work",))
    assert [note.text for note in orphan.notes] == ["kept"]
    change(shipped, SMALL)
    assert session().steps.status("small/write") is Status.DONE  # it came back


def test_what_is_open_and_bare_is_no_orphan(session: Session, shipped: Path) -> None:
    session().steps.tick(["small/write"])
    session().steps.reopen(["small/write"])
    change(shipped, GONE)
    assert session().checklists.of("small").orphans == ()


def test_progress_outlives_its_curriculum(session: Session, shipped: Path) -> None:
    session().steps.tick(["small/write"])
    (shipped / "small.yaml").unlink()
    found = session().orphans.by_curriculum()
    assert [(id_, [orphan.ref for orphan in orphans]) for id_, orphans in found.items()] == [
        ("small", ["small/write"])
    ]


def test_a_retired_step_keeps_its_title_in_the_history(session: Session, shipped: Path) -> None:
    session().steps.tick(["small/write"])
    change(shipped, RETIRED.replace("title: Write", "title: Write it down"))
    assert [row.summary for row in session().history.list()] == ["Write it down"]


def test_an_open_session_sees_that_a_file_was_mended(session: Session, home: Path) -> None:
    here = session()
    here.watcher().close()
    own = home / "pmlearn" / "data" / "curricula"
    (own / "small.yaml").write_text(SMALL.replace("Write", "Wriet"), "utf-8")
    assert here.catch_up() == set()  # nothing of it was looked at yet
    here.steps.tick(["small/write"])
    assert here.steps.title("small/write") == "Wriet"
    (own / "small.yaml").write_text(SMALL.replace("Write", "Write it down"), "utf-8")
    assert "curricula" in here.catch_up()
    assert here.steps.title("small/write") == "Write it down"
    assert here.steps.status("small/write") is Status.DONE


def test_a_part_takes_the_tick_of_its_old_step_along(session: Session, shipped: Path) -> None:
    session().steps.tick(["small/write"])
    moved = SMALL.replace(
        "{id: extra, title: Extra, kind: reading, minutes: 5, optional: true}",
        "{id: extra, title: Extra, kind: reading, parts: [{id: p, title: P, was: [write/p]}]}",
    )
    change(shipped, moved)
    assert session().steps.status("small/extra/p") is Status.DONE


def test_a_former_ref_that_is_in_use_belongs_to_what_uses_it(session: Session, shipped: Path) -> None:
    session().steps.tick(["small/write"])
    other = (shipped / "other.yaml").read_text("utf-8")
    change(shipped, other + "      - {id: pen, title: Pen, kind: skill, was: [small/write]}\n", "other")
    assert session().steps.status("other/pen") is Status.TODO
    change(shipped, GONE)
    assert session().steps.status("other/pen") is Status.DONE


def test_a_redo_reaches_over_what_an_update_noted(session: Session) -> None:
    here = session()
    here.steps.tick(["small/write"])
    here.history.undo()
    here._store.record("update", lambda: [Change("small/gone", "title", "Gone")])
    assert here.history.redo().message == "redone: the tick of Write"


def test_a_curriculum_that_includes_one_is_listed_as_far_as_that_has_come(
    session: Session, shipped: Path
) -> None:
    change(
        shipped,
        "format: 1\nid: both\ntitle: Both\nmodules:\n  - {id: m, title: M, include: {curriculum: other}}\n",
        "both",
    )
    session().steps.tick(["other/read"])
    rows = {row.id: (row.percent, row.done, row.begun) for row in session().curricula.list()}
    assert rows["both"] == rows["other"] == (100, 1, True)
    assert not rows["small"][2]


def test_the_ref_of_a_choice_in_the_journal_leads_back_to_it() -> None:
    assert choice_of(choice_ref("small/how")) == "small/how"
    assert choice_of("small/write") == ""
