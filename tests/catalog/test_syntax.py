from __future__ import annotations

import pytest
import yaml

from pmlearn.catalog import yamltree
from pmlearn.catalog.report import Report

CASES = [
    ("title: What: why\n", "1:12", "a colon with a blank"),
    ("a: b\n  c: d\n", "2:4", "indented too far"),
    ("a: - b\n", "1:4", "a list begins on the line of its key"),
    ("a: ? b\n", "1:4", "a text begins with “? ”"),
    ("a: b\n\tc: d\n", "2:1", "a tab"),
    ("a: @x\n", "1:4", "a text begins with “@”"),
    ("a: `x`\n", "1:4", "a text begins with “`”"),
    ("a: %x\n", "1:4", "a text begins with “%”"),
    ("a: b\nc\n", "2:1", "no “key: value”"),
    ("a: [1, 2\nb: 3\n", "1:4", "a [ is not closed"),
    ("a: {b: 1\n", "1:4", "a { is not closed"),
    ("a: 'x\nb: 2\n", "1:4", "a quote is not closed"),
    ("a: |x\n  y\n", "1:5", "the line of its |"),
    ("a: , b\n", "1:4", "a value is missing"),
    ("a:\n  b: 1\n c: 2\n", "3:2", "not indented like"),
    ("a: 'x' y\n", "1:8", "after the end of a text in quotes"),
    ("- a\nb: c\n", "2:1", "not indented like"),
    ("  a: b\nc: d\n", "2:1", "outside of the curriculum"),
    ("a: &\n", "1:4", "begins with & or *"),
    ("a: *\n", "1:4", "begins with & or *"),
]


@pytest.mark.parametrize("loader", [yamltree._LOADER, yaml.SafeLoader], ids=["C", "Python"])
@pytest.mark.parametrize(("text", "place", "words"), CASES)
def test_syntax_errors_are_explained(
    text: str, place: str, words: str, loader: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yamltree, "_LOADER", loader)
    report = Report("x.yaml")
    yamltree.parse(text.encode(), report)
    (problem,) = report.problems()
    assert f"{problem.line}:{problem.column}" == place
    assert problem.code == "syntax"
    assert words in problem.message
    assert problem.hint


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('a: "\\q"\n', "means something else"),
        ('a: "\\ud800"\n', "no character"),
        ("%FOO x\n---\na: 1\n", "not read"),
        ("%YAML 1.3\n---\na: 1\n", "version of YAML"),
    ],
)
def test_what_only_libyaml_refuses_is_explained(text: str, words: str) -> None:
    report = Report("x.yaml")
    yamltree.parse(text.encode(), report)
    (problem,) = report.problems()
    assert words in problem.message
