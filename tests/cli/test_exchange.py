from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory that the learner is in."""
    directory = tmp_path / "here"
    directory.mkdir()
    monkeypatch.chdir(directory)
    return directory


def test_a_list_becomes_a_file_that_checks_without_an_error(ok: Run, here: Path) -> None:
    (here / "list.md").write_text("# My list\n\n- [x] [One](https://example.org/)\n- Two\n", "utf-8")
    ended = ok("curriculum", "import", "list.md")
    assert ended.out == "imported: my-list.yaml, with 1 module, 2 steps, 0 parts\n"
    assert "1 ticked box in it: progress is not imported" in ended.err
    assert "7 warnings: see what readers would miss with pmlearn curriculum check my-list.yaml" in ended.err
    assert "pmlearn curriculum install my-list.yaml" in ended.err
    problems = ok("curriculum", "check", "my-list.yaml", "--json").json["problems"]
    assert [problem["severity"] for problem in problems] == ["warning"] * 7


def test_what_cannot_be_imported_leaves_nothing_behind(run: Run, here: Path) -> None:
    (here / "list.md").write_bytes(b"- a\n- \xff\n")
    ended = run("curriculum", "import", "list.md")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err == (
        "pmlearn: cannot import list.md: line 2: the byte 0xff is not UTF-8; the file may be in Latin-1\n"
        "  save the file as UTF-8\n"
    )
    assert [path.name for path in here.iterdir()] == ["list.md"]


def test_an_export_is_printed_or_goes_to_a_new_file(ok: Run, run: Run, here: Path) -> None:
    ok("step", "done", "tiny/try")
    printed = ok("curriculum", "export", "tiny", "--progress").out
    assert "- [x] **Try it** · exercise · 25 min · done " in printed
    ended = ok("curriculum", "export", "tiny", "--progress", "--output", "tiny.md")
    assert ended.out == "exported: tiny.md\n"
    assert (here / "tiny.md").read_text("utf-8") == printed
    again = run("curriculum", "export", "tiny", "--output", "tiny.md")
    assert (again.status, again.out) == (1, "")
    assert "tiny.md is there already" in again.err


def test_what_is_exported_as_yaml_is_a_curriculum_again(ok: Run, here: Path) -> None:
    ok("curriculum", "export", "tiny", "--format", "yaml", "--output", "tiny.yaml")
    problems = ok("curriculum", "check", "tiny.yaml", "--json").json["problems"]
    assert not [problem for problem in problems if problem["severity"] == "error"]


def test_what_is_exported_as_csv_is_imported_under_the_same_refs(ok: Run, here: Path) -> None:
    (here / "tiny.csv").write_text(ok("curriculum", "export", "tiny", "--format", "csv").out, "utf-8")
    ok("curriculum", "import", "tiny.csv")
    text = (here / "tiny.yaml").read_text("utf-8")
    assert [line.strip() for line in text.splitlines() if "id: " in line] == [
        "id: tiny",
        "- id: first-things",
        "- id: read",
        "- id: one",
        "- id: two",
        "- id: three",
        "- id: try",
        "- id: second-things",
        "- id: show",
    ]


def test_a_note_that_means_harm_does_none_on_the_way_out(ok: Run) -> None:
    ok("step", "note", "tiny/try", "\x1b]52;c;eA==\x07[/] =1+1")
    for form in ("markdown", "csv", "yaml"):
        out = ok("curriculum", "export", "tiny", "--progress", "--format", form).out
        assert "eA==" in out
        assert "\x1b" not in out


def test_what_is_no_curriculum_is_named(run: Run) -> None:
    ended = run("curriculum", "export", "tyni")
    assert (ended.status, ended.out) == (1, "")
    assert "did you mean tiny?" in ended.err
