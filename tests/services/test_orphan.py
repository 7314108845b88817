"""What is gone from its curriculum, or with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.catalog.finder import Catalog
from tests.services.conftest import SMALL
from tests.services.test_answers import WAYS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from pmlearn.wiring import Services

    Session = Callable[..., Services]


def test_the_orphans_of_a_renamed_curriculum_are_with_what_it_is_called_now(
    session: Session, shipped: Path
) -> None:
    session().steps.tick(["small/write", "small/extra"])
    (shipped / "small.yaml").unlink()
    renamed = SMALL.replace("id: small", "id: little\nwas: [small]").replace("id: write", "id: draw")
    (shipped / "little.yaml").write_text(renamed, "utf-8")
    after = session()
    assert [orphan.ref for orphan in after.checklists.of("little").orphans] == ["small/write"]
    assert after.orphans.by_curriculum() == {}
    assert after.orphans.curriculum_of("small/write") == "little"
    assert "small/write" in after.exchange.export("little", progress=True)


def test_the_answer_to_a_choice_that_is_gone_is_kept(session: Session, shipped: Path) -> None:
    (shipped / "ways.yaml").write_text(WAYS, "utf-8")
    session().choices.choose("ways/way", "r")
    assert session().checklists.of("ways").orphans == ()
    (shipped / "ways.yaml").write_text(WAYS.replace("id: way\n", "id: course\n"), "utf-8")
    (orphan,) = session().checklists.of("ways").orphans
    assert (orphan.ref, orphan.title, orphan.answer, orphan.asked) == ("choice:ways/way", "Way", "r", True)
    assert orphan.at == "2026-11-18T12:00:00.000Z"
    (shipped / "ways.yaml").unlink()
    assert session().orphans.by_curriculum() == {"ways": (orphan,)}


def test_what_an_overlay_added_is_an_orphan_when_the_overlay_has_nothing_to_change(
    session: Session, shipped: Path
) -> None:
    added = "modules:\n  - id: mine\n    title: Mine\n    add: [{id: sing, title: Sing, kind: skill}]\n"
    (shipped / "mine.yaml").write_text(f"format: 1\nid: mine\noverlay: small\n{added}", "utf-8")
    session().steps.tick(["mine/sing"])
    assert session().checklists.of("small").orphans == ()
    (shipped / "small.yaml").unlink()
    assert list(session().orphans.by_curriculum()) == ["mine"]


def test_nothing_is_read_to_see_which_curricula_are_there(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    session().steps.tick(["small/write", "other/read"])
    after = session()

    def never(self: Catalog, id_: str) -> None:
        raise AssertionError(id_)

    monkeypatch.setattr(Catalog, "get", never)
    assert after.orphans.by_curriculum() == {}


def test_an_orphan_is_found_by_its_ref(session: Session, shipped: Path) -> None:
    session().steps.tick(["small/write", "other/read", "small/extra"])
    (shipped / "small.yaml").write_text(SMALL.replace("id: write", "id: draw"), "utf-8")
    (shipped / "other.yaml").unlink()
    orphans = session().orphans
    found = [orphans.find(ref) for ref in ("small/write", "other/read")]
    assert [orphan and orphan.title for orphan in found] == ["Write", "Read"]
    assert [orphans.find(ref) for ref in ("small/extra", "small/draw", "small/wri", "away", "")] == [None] * 5
