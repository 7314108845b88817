"""What PyYAML says of a file that is no YAML, in words that help its author."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import yaml

    from pmlearn.catalog.report import Report


class _Case(NamedTuple):
    said: str  # what both of PyYAML's parsers say, the C one and the other
    at_start: bool  # the mistake is where the construct begins, not where the parser gave up
    message: str
    hint: str


_CASES = (
    _Case(
        "mapping values are not allowed",
        False,
        "a colon with a blank after it stands inside a text, or the line is indented too far",
        'put the text in quotes, as in title: "What: and why", or align the key with the one above',
    ),
    _Case(
        "sequence entries are not allowed",
        False,
        "a list begins on the line of its key",
        "put each “- ” on a line of its own under the key",
    ),
    _Case(
        "mapping keys are not allowed",
        False,
        "a text begins with “? ”",
        "put the text in quotes",
    ),
    _Case("tab", False, "a tab stands where the line is indented", "indent with blanks, two a level"),
    _Case(
        "expected ':'",
        True,
        "this line is no “key: value”",
        "add the colon, or indent the line if it goes on from the one above",
    ),
    _Case("expected ',' or ']'", True, "a [ is not closed", "write ] after the last of the list"),
    _Case("expected ',' or '}'", True, "a { is not closed", "write } after the last of the keys"),
    _Case("end of stream", True, "a quote is not closed", "write the same quote at the end of the text"),
    _Case(
        "unknown escape character",
        False,
        "“\\” means something else in double quotes",
        "write it twice: \\\\",
    ),
    _Case(
        "Unicode character escape",
        False,
        "this escape is no character",
        "write the character itself; the file is UTF-8",
    ),
    _Case(
        "comment or",
        False,
        "a text stands on the line of its | or >",
        "begin the text on the next line, indented",
    ),
    _Case(
        "indentation indicators",
        False,
        "a text stands on the line of its | or >",
        "begin the text on the next line, indented",
    ),
    _Case(
        "node content",
        False,
        "a value is missing here, or a bracket or comma too many stands here",
        "write the value, or put the text in quotes",
    ),
    _Case(
        "expected key",
        False,
        "this is not indented like the keys above it, or stands after the end of a text in quotes",
        "align the key with the ones above; a text goes in quotes from its beginning to its end",
    ),
    _Case(
        "expected '-'",
        False,
        "this is not indented like the list above it",
        "align the “- ” with those above, and a key with the list's own key",
    ),
    _Case(
        "<block end>",
        False,
        "this is not indented like what stands above it, or stands after the end of a text in quotes",
        "align it with the line above; a text goes in quotes from its beginning to its end",
    ),
    _Case(
        "<document start>",
        False,
        "this stands outside of the curriculum",
        "begin every key of the curriculum in the first column",
    ),
    _Case("directive", False, "lines with % at their beginning are not read", "take the line out"),
    _Case("incompatible YAML", False, "this version of YAML is not read", "take the line out"),
    _Case("alphabetic or numeric", True, "a text begins with & or *", "put the text in quotes"),
)
_OTHER = _Case("", False, "this is not YAML", "look at this line and the one above it; quotes often mend it")


_LINE_END = re.compile("\r\n|\r|\n")
_NO_BLANK = re.compile(r"\s*(?:-(?![\s-])|(?:- )?[a-z_]+:(?!\s|//|$))")


@dataclass(slots=True)
class _Place:
    line: int
    column: int


def explain(error: yaml.YAMLError, text: str, report: Report) -> int:
    """Add what a parser found to the report, as one problem with the code `syntax`; return where it gave up.

    Raises:
        TooManyProblems: the report is full.
    """
    problem = getattr(error, "problem", None) or ""
    case = next((case for case in _CASES if case.said in problem), _OTHER)
    mark = getattr(error, "problem_mark", None)
    start = getattr(error, "context_mark", None)
    gave_up = mark.line + 1 if mark else 1
    mark = start if case.at_start and start else mark or start
    at = _Place(mark.line + 1, mark.column + 1) if mark else _Place(1, 1)
    lines = _LINE_END.split(text)
    if at.line > len(lines):  # libyaml ends the last line where the file does not
        at = _Place(len(lines), len(lines[-1]) + 1)
    if _NO_BLANK.match(lines[at.line - 1]) and case.said in (
        "expected ':'",
        "expected '-'",
        "<block end>",
        "",
    ):
        case = _Case(
            "", False, "a blank is missing behind the colon or the dash", "write “key: value” and “- ”"
        )
    if mark and "cannot start any token" in problem:
        case = _bad_start(lines[at.line - 1][at.column - 1 : at.column])
    report.error(at, "syntax", f"{case.message}; what follows was not read", case.hint)
    return gave_up


def _bad_start(character: str) -> _Case:
    if character == "\t":
        return next(case for case in _CASES if case.said == "tab")
    return _Case("", False, f"a text begins with “{character}”", "put the text in quotes")
