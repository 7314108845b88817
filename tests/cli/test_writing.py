from __future__ import annotations

from typing import TYPE_CHECKING

from jsonschema import Draft7Validator

from pmlearn.catalog.schema import curriculum_schema
from pmlearn.catalog.template import SCHEMA_FILE

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.cli.conftest import Run


def test_a_new_curriculum_checks_clean_and_says_what_comes_next(
    ok: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    out = ok("curriculum", "new", "my-course.yaml").out
    lines = [line.strip() for line in out.splitlines()]
    assert lines[0] == "written: my-course.yaml"
    assert f"pmlearn curriculum schema > {SCHEMA_FILE}" in lines
    for verb in ("check", "preview", "install"):
        assert f"pmlearn curriculum {verb} my-course.yaml" in lines
    assert ok("curriculum", "check", "my-course.yaml").err == "pmlearn: 1 file: 0 errors, 0 warnings\n"


def test_names_in_the_next_commands_can_be_typed_as_they_stand(ok: Run, tmp_path: Path) -> None:
    directory = tmp_path / "my things"
    directory.mkdir()
    out = ok("curriculum", "new", str(directory / "a.yaml")).out
    assert f"    pmlearn curriculum check '{directory}/a.yaml'\n" in out
    assert f"    pmlearn curriculum schema > '{directory}/{SCHEMA_FILE}'\n" in out


def test_a_file_that_is_there_is_not_touched(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("mine", "utf-8")
    ended = run("curriculum", "new", str(path))
    assert (ended.status, ended.out) == (1, "")
    assert f"pmlearn curriculum check {path}" in ended.err
    assert path.read_text("utf-8") == "mine"


def test_the_schema_is_printed_as_it_is_and_nothing_else(ok: Run) -> None:
    ended = ok("curriculum", "schema")
    assert ended.json == curriculum_schema()
    assert ended.err == ""
    Draft7Validator.check_schema(ended.json)
