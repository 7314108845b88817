from __future__ import annotations

import pytest

from pmlearn.catalog.imports.columns import Cell, meanings
from pmlearn.catalog.imports.outline import Item, Link
from pmlearn.catalog.imports.table import read_csv
from pmlearn.catalog.imports.times import minutes


def tree(text: str) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    def titles(items: list[Item]) -> list[str]:
        return [item.title for item in items]

    sections = read_csv(text).sections
    return [(s.title, [(item.title, titles(item.items)) for item in s.items]) for s in sections]


def test_modules_steps_and_parts_are_columns_and_blanks_go_on() -> None:
    text = "module,step,part\nM,S,One\n,,Two\n,T,\nN,U,\nM,V,\n"
    assert tree(text) == [("M", [("S", ["One", "Two"]), ("T", []), ("V", [])]), ("N", [("U", [])])]


def test_blanks_before_a_title_say_how_deep_it_stands() -> None:
    assert tree("title\nM\n  S\n    P\n  T\nN\n  U\n") == [
        ("M", [("S", ["P"]), ("T", [])]),
        ("N", [("U", [])]),
    ]


def test_a_table_of_titles_alone_is_one_module() -> None:
    assert tree("Title;Hours\nA;1\nB;2\n") == [("", [("A", []), ("B", [])])]


def test_refs_give_ids() -> None:
    outline = read_csv("ref,step,part,title\nc/s/p,S,P,P\nc/t,T,,T\n")
    step, other = outline.sections[0].items
    assert outline.id == "c"
    assert (step.values["id"], step.items[0].values["id"], other.values["id"]) == ("s", "p", "t")


def test_what_guards_against_formulas_is_taken_off() -> None:
    assert tree("title\n'=1+1\n''quoted\n")[0][1] == [("=1+1", []), ("'quoted", [])]


def test_links_stand_bare_or_as_markdown() -> None:
    cell = Cell.of("see [A page](https://e.org/a) or https://e.org/b, both")
    assert cell.links == [Link("A page", "https://e.org/a"), Link("", "https://e.org/b")]
    assert cell.text == "see A page or  both"


def test_columns_are_told_by_what_they_are_called() -> None:
    header = ["Course Title", "Effort (per week)", "Done when", "Pre-requisites", "Link", "Other link", "X"]
    assert meanings(header) == ["title", "effort", "done_when", "requires", "links", "links", ""]


@pytest.mark.parametrize(
    ("duration", "effort", "expected"),
    [
        ("45", "", 45),
        ("45 min", "", 45),
        ("1.5 hours", "", 90),
        ("1 h 30 min", "", 90),
        ("10 weeks", "6-8 hours/week", 4200),
        ("2 months", "", 0),
        ("10 weeks", "", 0),
        ("3 hours", "5 hours per week", 180),
        ("self-paced", "", 0),
        ("99999 hours", "", 0),
    ],
)
def test_times_are_honest_or_left_out(duration: str, effort: str, expected: int) -> None:
    assert minutes(duration, effort) == expected
