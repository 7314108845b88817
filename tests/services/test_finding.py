"""Finding curricula, steps, parts and choices by the words of their titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.services.conftest import OTHER

if TYPE_CHECKING:
    from pathlib import Path

    from pmlearn.wiring import Services

COURSES = """\
format: 1
id: courses
title: Courses
level: beginner
choices:
  - id: which
    title: Which SQL, if any?
    options:
      - {id: some, title: Some}
      - {id: none, title: None}
modules:
  - id: data
    title: Data
    steps:
      - id: sql
        title: Ask a table in SQL
        kind: course
        parts:
          - {id: joins, title: Join two tables}
          - {id: groups, title: Count by groups of joined rows}
      - {id: maps, title: Draw a map, kind: course}
"""


@pytest.fixture
def courses(shipped: Path) -> Path:
    path = shipped / "courses.yaml"
    path.write_text(COURSES, "utf-8")
    return path


def found(services: Services, words: str) -> list[str]:
    return [f"{title.kind} {title.ref}" for title in services.finding.titles().find(words)]


@pytest.mark.usefixtures("courses")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # Steps and choices stand before parts, whatever their order in the file; so do curricula before all.
        ("sql", ["choice courses/which", "step courses/sql"]),
        ("JOIN", ["part courses/sql/joins", "part courses/sql/groups"]),
        ("co", ["curriculum courses", "part courses/sql/groups"]),
        # Every word, in any order, whole or not.
        ("tabl ask", ["step courses/sql", "part courses/sql/joins"]),
        ("ask maps", []),
        # The curriculum's title helps, and the step's; alone they find nothing but what is called so.
        ("sql courses", ["choice courses/which", "step courses/sql"]),
        ("join sql", ["part courses/sql/joins", "part courses/sql/groups"]),
        ("courses", ["curriculum courses"]),
        ("other map", []),
        ("zebra", []),
        (" ", []),
        ("", []),
    ],
)
def test_what_has_all_the_words_is_found(here: Services, words: str, expected: list[str]) -> None:
    assert found(here, words) == expected


@pytest.mark.usefixtures("courses")
def test_what_has_all_the_words_itself_comes_before_what_its_curriculum_helps(
    here: Services, shipped: Path
) -> None:
    text = OTHER.replace("title: Read,", 'title: "Courses: read about them",')
    (shipped / "other.yaml").write_text(text.replace("title: Other", "title: About"), "utf-8")
    extra = "      - {id: about, title: About this, kind: reading}\n"
    (shipped / "courses.yaml").write_text(COURSES + extra, "utf-8")
    assert found(here, "courses about") == ["step other/read", "step courses/about"]
    here.curricula.follow(["courses"])
    assert found(here, "courses about") == ["step courses/about", "step other/read"]


@pytest.mark.usefixtures("courses")
def test_what_is_found_says_where_it_is(here: Services) -> None:
    (part,) = here.finding.titles().find("join two")
    assert (part.title, part.step_title) == ("Join two tables", "Ask a table in SQL")
    assert (part.curriculum, part.curriculum_title) == ("courses", "Courses")
    (curriculum,) = here.finding.titles().find("courses")
    assert (curriculum.ref, curriculum.curriculum, curriculum.step_title) == ("courses", "courses", "")


@pytest.mark.usefixtures("courses")
def test_what_is_followed_comes_first_in_its_kind(here: Services) -> None:
    # Read (other), Write (small), The book (small); r is in all of them.
    assert found(here, "r") == [
        *("curriculum courses", "curriculum other"),
        *("step courses/maps", "step other/read", "step small/write", "step small/extra"),
        *("part courses/sql/groups", "part small/book/three", "part small/book/four"),
    ]
    here.curricula.follow(["small", "other"])
    assert found(here, "r") == [
        *("curriculum other", "curriculum courses"),
        *("step other/read", "step small/write", "step small/extra", "step courses/maps"),
        *("part small/book/three", "part small/book/four", "part courses/sql/groups"),
    ]


def test_what_several_curricula_include_is_found_once_at_home(here: Services, shipped: Path) -> None:
    text = (
        "format: 1\nid: rest\ntitle: The rest\nmodules:\n"
        "  - {id: m, title: M, include: [{curriculum: other}]}\n"
    )
    (shipped / "rest.yaml").write_text(text, "utf-8")
    here.curricula.follow(["small"])
    (read,) = here.finding.titles().find("read")
    assert (read.curriculum_title, read.followed) == ("Other", False)
    here.curricula.follow(["rest"])
    (read,) = here.finding.titles().find("read")
    assert (read.curriculum_title, read.followed) == ("Other", True)


def test_what_an_overlay_adds_is_found_in_what_it_changes(here: Services, shipped: Path) -> None:
    text = (
        "format: 1\nid: ours\noverlay: other\nmodules:\n  - id: only\n    add:\n"
        "      - {id: tea, title: Drink tea, kind: exercise}\n"
    )
    (shipped / "ours.yaml").write_text(text, "utf-8")
    assert here.curricula.problems() == []
    (tea,) = here.finding.titles().find("tea")
    assert (tea.ref, tea.curriculum, tea.curriculum_title) == ("ours/tea", "other", "Other")


def test_titles_are_gathered_again_only_where_something_changed(here: Services, courses: Path) -> None:
    before = here.finding.titles()
    assert here.finding.titles() is before
    courses.write_text(COURSES.replace("Draw a map", "Draw a globe"), "utf-8")
    here.catch_up()
    assert found(here, "globe") == ["step courses/maps"]
    assert found(here, "draw map") == []
    courses.unlink()
    here.catch_up()
    assert found(here, "globe") == []


def test_a_file_that_cannot_be_used_costs_itself_alone(here: Services, courses: Path) -> None:
    courses.write_text(COURSES.replace("kind: course", "kind: coarse"), "utf-8")
    assert found(here, "draw") == []
    assert found(here, "write") == ["step small/write"]
