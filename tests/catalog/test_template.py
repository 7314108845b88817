from __future__ import annotations

import re
from datetime import date

import pytest
from jsonschema import Draft7Validator

from pmlearn.catalog.format import CURRICULUM
from pmlearn.catalog.loader import read
from pmlearn.catalog.report import Report
from pmlearn.catalog.schema import as_seen, curriculum_schema
from pmlearn.catalog.template import SCHEMA_FILE, new_curriculum
from pmlearn.catalog.yamltree import parse
from tests.catalog.test_format import records, used

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("id_", ["my-course", "a", "2026", "1e3", "no", "true", "null", "x" * 64])
def test_it_checks_clean_whatever_its_id(id_: str) -> None:
    data = new_curriculum(id_, TODAY).encode()
    result = read(data, f"{id_}.yaml")
    assert [str(problem) for problem in result.problems] == []
    assert result.curriculum is not None
    assert result.curriculum.id == id_
    seen = as_seen(parse(data, Report("x")))
    assert not [error.message for error in Draft7Validator(curriculum_schema()).iter_errors(seen)]


def test_it_teaches_every_key_in_use_or_in_a_comment() -> None:
    text = new_curriculum("my-course", TODAY)
    root = parse(text.encode(), Report("x"))
    assert root is not None
    seen = {name.partition("-")[2] for name in used(root, CURRICULUM)}
    commented = set(re.findall(r"^ *# +([a-z_]+):", text, re.MULTILINE))
    assert {
        key.name for record in records(CURRICULUM).values() for key in record.keys
    } - commented - seen == {
        *("goal", "stage", "budget")  # named beside time, which is there
    }


def test_its_first_line_tells_editors_where_the_schema_is() -> None:
    first, *lines = new_curriculum("my-course", TODAY).splitlines()
    assert first == f"# yaml-language-server: $schema={SCHEMA_FILE}"
    assert max(len(line) for line in lines) <= 110


def test_what_it_says_in_comments_can_be_used() -> None:
    text = new_curriculum("my-course", TODAY)
    rare = re.compile(r"^( *)# ((?:was|retired|same_as|hours): .*|include:.*)$", re.MULTILINE)
    opened, count = rare.subn(r"\1\2", text)
    opened = re.sub(r"^# {3}(curriculum|modules):", r"  \1:", opened, flags=re.MULTILINE)
    assert count == 6
    assert [str(problem) for problem in read(opened.encode(), "my-course.yaml").problems] == []
