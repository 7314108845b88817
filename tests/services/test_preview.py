"""A file under preview: what is shown of it, and what of it is told."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from pmlearn import wiring
from pmlearn.model.progress import Status
from pmlearn.wiring.preview import PreviewServices, previewing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pmlearn.services.preview import Draft

MINE = """\
format: 1
id: mine
title: Mine
modules:
  - id: only
    title: Only
    steps:
      - {id: read, title: Read, kind: reading, minutes: 15, why: It helps., done_when: You did.}
"""
BROKEN = MINE.replace("kind: reading", "kind: raeding")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(MINE, "utf-8")
    return path


@pytest.fixture
def services(file: Path) -> Iterator[PreviewServices]:
    with previewing(wiring.build(), file) as made:
        yield made


def titles(services: PreviewServices, draft: Draft) -> list[str]:
    return [step.title for step in services.curricula.get(draft.curriculum).steps()]


def test_a_good_file_is_shown_and_what_is_missing_in_it_is_told(services: PreviewServices) -> None:
    draft = services.preview.look()
    assert (draft.curriculum, draft.stale) == ("mine", False)
    assert {problem.severity for problem in draft.problems} <= {"warning"}
    assert titles(services, draft) == ["Read"]


def test_what_did_not_change_is_not_read_again(services: PreviewServices, file: Path) -> None:
    draft = services.preview.look()
    os.utime(file, (1, 1))
    assert services.preview.look() is draft


@pytest.mark.parametrize(
    "content", [BROKEN.encode(), b"", b"[" * 100_000, b"x" * 3_000_000, b"\xff\xfe\x00", b"id: &a [*a, *a]"]
)
def test_a_version_that_cannot_be_shown_leaves_the_last_one_that_could(
    services: PreviewServices, file: Path, content: bytes
) -> None:
    services.preview.look()
    file.write_bytes(content)
    draft = services.preview.look()
    assert (draft.curriculum, draft.stale) == ("mine", True)
    assert {problem.file for problem in draft.problems} == {str(file)}
    assert titles(services, draft) == ["Read"]
    file.write_text(MINE.replace("title: Read,", "title: Read it,"), "utf-8")
    draft = services.preview.look()
    assert not draft.stale
    assert titles(services, draft) == ["Read it"]


def test_a_file_that_is_gone_for_a_moment_leaves_what_was_shown(
    services: PreviewServices, file: Path
) -> None:
    services.preview.look()
    file.unlink()
    draft = services.preview.look()
    assert draft.stale
    assert draft.problems[0].code == "unreadable"
    file.write_text(MINE, "utf-8")
    assert not services.preview.look().stale


def test_a_pipe_in_its_place_is_not_waited_for(services: PreviewServices, file: Path) -> None:
    file.unlink()
    os.mkfifo(file)
    assert services.preview.look().problems[0].code == "unreadable"


def test_of_a_first_version_with_errors_the_errors_alone_are_shown(
    services: PreviewServices, file: Path
) -> None:
    file.write_text(BROKEN, "utf-8")
    draft = services.preview.look()
    assert (draft.curriculum, draft.stale) == ("", False)
    assert [problem.line for problem in draft.problems if problem.severity == "error"] == [8]


def test_another_id_leaves_nothing_of_the_one_before(services: PreviewServices, file: Path) -> None:
    services.preview.look()
    file.write_text(MINE.replace("id: mine", "id: ours"), "utf-8")
    assert services.preview.look().curriculum == "ours"
    assert "mine" not in {row.id for row in services.curricula.list()}


def test_it_replaces_one_of_the_same_id_and_finds_those_that_it_includes(home: Path, file: Path) -> None:
    own = home / "pmlearn" / "data" / "curricula"
    own.mkdir(parents=True)
    (own / "mine.yaml").write_text(MINE.replace("title: Read,", "title: As it was,"), "utf-8")
    (own / "shared.yaml").write_text(
        MINE.replace("mine", "shared").replace("title: Read,", "title: Shared,"), "utf-8"
    )
    file.write_text(MINE + "include: {curriculum: shared}\n", "utf-8")
    with previewing(wiring.build(), file) as services:
        assert titles(services, services.preview.look()) == ["Read", "Shared"]
        assert services.curricula.get("small").title == "Small"


def test_a_translation_shows_the_curriculum_that_it_translates(home: Path, file: Path) -> None:
    own = home / "pmlearn" / "data" / "curricula"
    own.mkdir(parents=True)
    (own / "mine.yaml").write_text(MINE, "utf-8")
    file.write_text(
        "format: 1\nid: mine-de\noverlay: mine\nlanguage: de\nsteps: [{id: read, title: Lies}]\n", "utf-8"
    )
    with previewing(wiring.build(), file) as services:
        draft = services.preview.look()
        assert draft.curriculum == "mine"
        assert titles(services, draft) == ["Lies"]


def test_an_overlay_of_what_is_not_there_says_so(services: PreviewServices, file: Path) -> None:
    file.write_text("format: 1\nid: more\noverlay: nowhere\nhide: [read]\n", "utf-8")
    draft = services.preview.look()
    assert draft.curriculum == ""
    assert any("nowhere" in problem.message and problem.severity == "error" for problem in draft.problems)


OVERLAY = "format: 1\nid: more\noverlay: mine\n"


@pytest.fixture
def learners(home: Path) -> None:
    own = home / "pmlearn" / "data" / "curricula"
    own.mkdir(parents=True)
    (own / "mine.yaml").write_text(MINE, "utf-8")


@pytest.mark.usefixtures("learners")
def test_an_overlay_that_names_another_for_a_moment_leaves_what_it_showed(
    services: PreviewServices, file: Path
) -> None:
    file.write_text(f"{OVERLAY}steps: [{{id: read, title: Changed}}]\n", "utf-8")
    assert titles(services, services.preview.look()) == ["Changed"]
    file.write_text(f"{OVERLAY}steps: [{{id: read, title: Other}}]\n".replace(": mine", ": mien"), "utf-8")
    draft = services.preview.look()
    assert draft.stale
    assert titles(services, draft) == ["Changed"]


def test_an_overlay_of_the_version_before_leaves_that(services: PreviewServices, file: Path) -> None:
    services.preview.look()
    file.write_text(f"{OVERLAY}steps: [{{id: read, title: Changed}}]\n", "utf-8")
    draft = services.preview.look()
    assert (draft.curriculum, draft.stale) == ("mine", True)
    assert titles(services, draft) == ["Read"]


@pytest.mark.usefixtures("learners")
def test_what_is_no_translation_any_more_is_seen_in_the_learner_s_language(
    services: PreviewServices, home: Path, file: Path
) -> None:
    other = f"{OVERLAY}language: de\ntitle: Meins\n".replace("id: more", "id: other")
    (home / "pmlearn" / "data" / "curricula" / "other.yaml").write_text(other, "utf-8")
    for language, title in (("language: de\n", "Lies"), ("language: fr\n", "Lire"), ("", "Read it")):
        file.write_text(f"{OVERLAY}{language}steps: [{{id: read, title: {title}}}]\n", "utf-8")
        assert titles(services, services.preview.look()) == [title]
    assert services.curricula.get("mine").title == "Mine"


def test_what_was_read_of_the_learner_s_curricula_is_not_read_again(
    home: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = wiring.build()
    real.curricula.list()
    monkeypatch.setattr("pmlearn.catalog.loader.read", None)
    with previewing(real, file) as services:
        assert services.curricula.get("small").title == "Small"


def test_progress_goes_with_the_preview_and_touches_nothing_of_the_learners(home: Path, file: Path) -> None:
    real = wiring.build()
    real.steps.tick(["small/write"])
    real.save()
    before = {path: path.read_bytes() for path in (home / "pmlearn").rglob("*") if path.is_file()}
    with previewing(real, file) as services:
        services.preview.look()
        services.steps.tick(["mine/read"])
        assert services.steps.status("mine/read") is Status.DONE
        assert services.steps.status("small/write") is Status.TODO
        services.save()
        kept = services.settings.places.data
        assert kept.exists()
    assert not kept.exists()
    assert before == {path: path.read_bytes() for path in (home / "pmlearn").rglob("*") if path.is_file()}
