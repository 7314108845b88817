from __future__ import annotations

import pytest
import yaml

from pmlearn.catalog.emit import REMARKS, emit
from pmlearn.catalog.scalartext import WIDTH, is_plain, scalar
from tests.catalog.test_unbuild import values_of

LONG = "One sentence that goes on for longer than a line of the file has room, which is 110 columns wide."
STEP = {"id": "s", "title": "Say: hello", "kind": "skill", "do": "1. Say it.\n\n2. Again."}
VALUES = {
    "format": 1,
    "id": "2026",
    "title": "no",
    "topics": ["discovery", "product-teams"],
    "modules": [
        {
            REMARKS: ("begun 2026-11-22",),
            "id": "m",
            "title": "M",
            "steps": [
                {
                    **STEP,
                    "why": f"{LONG} {LONG}",
                    "requires": [{"step": "other/s"}, {"step": "other/s", "why": "Once is not enough."}],
                }
            ],
        }
    ],
}
TEXT = """\
# yaml-language-server: $schema=pmlearn.schema.json
# By hand.
format: 1
id: "2026"
title: "no"
topics: [discovery, product-teams]
modules:
  # begun 2026-11-22
  - id: m
    title: M
    steps:
      - id: s
        title: "Say: hello"
        kind: skill
        why: >-
          One sentence that goes on for longer than a line of the file has room, which is 110 columns wide.
          One sentence that goes on for longer than a line of the file has room, which is 110 columns wide.
        do: |-
          1. Say it.

          2. Again.
        requires:
          - other/s
          - step: other/s
            why: Once is not enough.

# The end.
"""


def test_the_text_is_what_a_person_would_have_written() -> None:
    assert emit(VALUES, ["By hand."], ["The end."]) == TEXT


def test_remarks_are_no_values() -> None:
    (module,) = values_of(emit(VALUES))["modules"]
    assert REMARKS not in module
    assert module["id"] == "m"


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "y",
        "ON",
        "True",
        "null",
        "~",
        "1",
        "1.10",
        "1:30",
        "1e3",
        "0x1f",
        "2026-11-22",
        "12:30:45",
        "1_000",
        "=",
        "<<",
        ".inf",
        "-1",
        "*a",
        "!a",
        "a:",
        "3d",
        "%a",
        "@a",
        "é:",
        "‘a",
        "a: b",
        "a #b",
        "- a",
        "? a",
        " a",
        "a ",
        "",
        "2001-12-14 21:59:43 Z",
        "a\u2028b",
        "a\x85b",
    ],
)
def test_what_some_reader_may_take_for_something_else_is_quoted(text: str) -> None:
    assert not is_plain(text)
    assert yaml.safe_load(scalar(text, 2, 0)) == text


@pytest.mark.parametrize(
    "text", ["a", "Don't", "10 tips", "3-amigos", "https://example.org/#a", "(so)", "über"]
)
def test_plain_text_stays_plain_for_readers_of_yaml_1_1(text: str) -> None:
    assert scalar(text, 2, 0) == text
    assert yaml.safe_load(text) == text


def test_a_list_with_a_comma_in_an_item_gets_a_line_for_each() -> None:
    text = emit({"authors": ["Ada, Countess of Lovelace", "Grace"]})
    assert text.endswith("authors:\n  - Ada, Countess of Lovelace\n  - Grace\n")
    assert emit({"authors": ["Ada", "Grace"]}).endswith("authors: [Ada, Grace]\n")


def test_a_long_word_is_not_broken() -> None:
    url = f"https://example.org/{'a' * WIDTH}"
    assert scalar(url, 2, 0) == url
