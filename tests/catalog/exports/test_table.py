from __future__ import annotations

import csv
import io

from pmlearn.catalog.exports.table import to_csv
from pmlearn.catalog.imports.table import read_csv
from pmlearn.model.standing import Standing
from tests.catalog.exports.making import ASKING, GONE, KEPT, LEFT, SMALL, STANDINGS


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_there_is_a_row_for_each_thing_that_is_ticked() -> None:
    found = rows(to_csv(SMALL))
    assert [row["ref"] for row in found] == ["small/book/one", "small/book/two", "small/show", "other/read"]
    assert found[0] == {
        "curriculum": "small",
        "module": "First things",
        "step": "The *book*",
        "part": "Chapter one",
        "ref": "small/book/one",
        "title": "Chapter one",
        "kind": "book",
        "minutes": "20",
        "optional": "",
        "topics": "discovery, pricing",
        "links": "https://example.org/a_(b)",
    }
    assert (found[2]["part"], found[2]["title"], found[2]["optional"]) == ("", "Show it", "yes")


def test_with_progress_it_says_how_far_each_has_come() -> None:
    found = {row["ref"]: row for row in rows(to_csv(SMALL, STANDINGS, GONE))}
    assert [(row["status"], row["done_at"]) for row in found.values()] == [
        ("done", "2026-11-12T09:00:00Z"),
        ("todo", ""),
        ("todo", ""),
        ("skipped", ""),
        ("done", "2026-10-01T09:00:00Z"),
        ("doing", ""),
    ]
    assert found["small/old"]["module"] == "No longer in it"
    assert found["small/old"]["note"] == "It was good."


def test_the_notes_of_a_step_with_parts_stand_with_the_first_of_them() -> None:
    found = rows(to_csv(SMALL, STANDINGS))
    assert [row["note"] for row in found[:2]] == ["One.\n\nTwo.\n\n-1+1", ""]


def test_a_spreadsheet_takes_nothing_for_a_formula() -> None:
    found = rows(to_csv(SMALL))
    assert found[1]["title"] == "'=Two"


def test_what_was_exported_is_imported_under_the_same_ids() -> None:
    outline = read_csv(to_csv(SMALL))
    assert outline.id == "small"
    book, show = outline.sections[0].items
    assert (book.title, book.values["id"]) == ("The *book*", "book")
    assert [(part.title, part.values["id"]) for part in book.items] == [
        ("Chapter one", "one"),
        ("=Two", "two"),
    ]
    assert (show.title, show.values["id"]) == ("Show it", "show")


def test_evidence_and_answers_have_columns_and_choices_rows() -> None:
    found = rows(to_csv(ASKING, KEPT, LEFT))
    assert [(row["kind"], row["ref"], row["status"], row["answer"]) for row in found] == [
        ("choice", "small/way", "", "'=Right"),
        ("choice", "small/pace", "", "fast"),
        ("book", "small/book/one", "todo", "Yes"),
        ("book", "small/book/two", "todo", ""),
        ("project", "small/show", "todo", "much"),
        ("reading", "other/read", "todo", ""),
        ("", "small/old", "todo", "no"),
        ("choice", "small/where", "", "here"),
    ]
    assert [row["evidence"] for row in found if row["evidence"]] == [
        "/home/me/book.pdf\n=cmd()\nhttps://example.org/*a*",
        "/home/me/photo.png",
        "/home/me/old.png",
    ]
    guarded = {"small/show": Standing("small/show", "Show it", evidence=("=cmd()",))}
    assert rows(to_csv(SMALL, guarded))[2]["evidence"] == "'=cmd()"
    assert [row["ref"] for row in rows(to_csv(ASKING))] == [row["ref"] for row in rows(to_csv(SMALL))]


def test_what_is_the_learners_own_is_not_imported() -> None:
    own, bare = (read_csv(to_csv(ASKING, each)) for each in (KEPT, {}))
    assert own == bare
    assert [item.title for item in own.sections[0].items] == ["The *book*", "Show it"]
