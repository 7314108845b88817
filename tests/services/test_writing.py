from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pmlearn.catalog.loader import read
from pmlearn.errors import InputError, StoreError
from pmlearn.services.writing import Writing

WRITING = Writing(lambda: datetime(2026, 11, 22, 9, 30, tzinfo=UTC))


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty directory, in which the author is."""
    directory = tmp_path / "desk"
    directory.mkdir()
    monkeypatch.chdir(directory)
    return directory


def test_a_new_curriculum_is_named_after_its_file_and_dated_today(tmp_path: Path) -> None:
    path = tmp_path / "talk-to-people.yaml"
    assert WRITING.new(path).message == f"written: {path}"
    result = read(path.read_bytes(), str(path))
    assert result.problems == ()
    assert result.curriculum is not None
    assert (result.curriculum.id, result.curriculum.title) == ("talk-to-people", "Talk to people")
    assert next(result.curriculum.steps()).verified_on == "2026-11-22"


def test_others_may_read_it_as_the_umask_says(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        WRITING.new(tmp_path / "a.yaml")
    finally:
        os.umask(before)
    assert (tmp_path / "a.yaml").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("link", [False, True])
def test_what_is_there_is_never_written_over(tmp_path: Path, link: bool) -> None:
    path = tmp_path / "a.yaml"
    if link:
        path.symlink_to(tmp_path / "elsewhere.yaml")
    else:
        path.write_text("mine", "utf-8")
    with pytest.raises(InputError, match="is there already"):
        WRITING.new(path)
    assert link or path.read_text("utf-8") == "mine"
    assert not (tmp_path / "elsewhere.yaml").exists()


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("My Course.yaml", "my-course.yaml"),
        ("a--b.yaml", "a-b.yaml"),
        ("a.b.yaml", "a-b.yaml"),
        ("é.yaml", "e.yaml"),
        ("产品.yaml", "my-course.yaml"),
        (".yaml", "my-course.yaml"),
        (f"{'x' * 65}.yaml", f"{'x' * 32}.yaml"),
        ("notes", "notes.yaml"),
        ("notes.yml", "notes.yaml"),
        ("notes.YAML", "notes.yaml"),
        ("..", "my-course.yaml"),
        (".", "my-course.yaml"),
        ("\udcff\x1b[2J.yaml", "2j.yaml"),
    ],
)
def test_a_name_that_makes_no_id_is_refused_with_one_that_does(desk: Path, name: str, better: str) -> None:
    with pytest.raises(InputError) as caught:
        WRITING.new(Path(name))
    assert caught.value.hint == f"call it {better}"
    assert not list(desk.iterdir())


def test_a_directory_that_is_not_there_is_not_made(desk: Path) -> None:
    with pytest.raises(StoreError, match="cannot write"):
        WRITING.new(Path("gone/a.yaml"))
    assert not list(desk.iterdir())
