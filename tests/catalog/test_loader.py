from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmlearn.catalog.check import COMPARISONS
from pmlearn.catalog.loader import read
from pmlearn.model.curriculum import Kind, Source
from pmlearn.model.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

DATA = Path(__file__).parents[1] / "data" / "curricula"
GOOD = sorted((DATA / "good").glob("*.yaml"))
BAD = sorted((DATA / "bad").glob("*.yaml"))
STEP = "id: s, title: S, kind: skill, why: w, done_when: d"


def step(text: str) -> bytes:
    return f"format: 1\nid: x\ntitle: X\nmodules: [{{id: m, title: M, steps: [{text}]}}]\n".encode()


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_file_has_no_problem(path: Path) -> None:
    result = read(path.read_bytes(), str(path))
    assert [str(problem) for problem in result.problems] == []
    assert (result.curriculum is None) is (result.overlay is not None)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_file_has_the_problems_listed_beside_it(path: Path) -> None:
    result = read(path.read_bytes(), str(path))
    found = [f"{problem.line}:{problem.column} {problem.code}" for problem in result.problems]
    assert found == path.with_suffix(".problems").read_text("utf-8").splitlines()
    assert all(problem.hint and problem.message for problem in result.problems)
    broken = any(problem.severity is Severity.ERROR for problem in result.problems)
    assert (result.curriculum is None) is broken


def test_twelve_different_mistakes_are_twelve_lines() -> None:
    problems = read((DATA / "bad" / "twelve.yaml").read_bytes(), "twelve.yaml").problems
    assert len({problem.line for problem in problems}) == len({problem.code for problem in problems}) == 12


def test_every_bad_file_is_listed() -> None:
    assert {path.stem for path in BAD} == {path.stem for path in DATA.glob("bad/*.problems")}


def test_everything_shown_is_modelled() -> None:
    path = DATA / "good" / "everything.yaml"
    found = read(path.read_bytes(), path.name, Source.SHIPPED).curriculum
    assert found is not None
    assert (found.id, found.version, found.language, found.level) == ("everything", "1.10", "pt-BR", "leader")
    assert found.summary == "One file with **every** key.\n\nIt has two paragraphs."
    assert found.authors == ("Ada Lovelace", "Grace Hopper")
    assert found.license == "CC-BY-4.0"
    assert found.topics == ("discovery", "product-teams")
    assert found.minutes == 750
    assert found.source is Source.SHIPPED
    assert [module.id for module in found.modules] == ["first", "second", "third"]
    assert [one.ref for one in found.steps()] == ["everything/read-it", "everything/try-it"]
    book, tool = found.steps()
    assert book.kind is Kind.BOOK
    assert book.why == "It says what the rest builds on."
    assert book.do == "1. Read it.\n2. Read it again."
    assert (book.minutes, book.cost, book.provider, book.level) == (
        90,
        "USD 20 to 30 (2026)",
        "A publisher",
        "beginner",
    )
    assert book.verified_on == "2026-11-22"
    printed, official = book.resources
    assert (printed.isbn, printed.by, printed.note) == ("9781119387503", "An author", "Any edition serves.")
    assert (official.url, official.checked) == ("https://example.org/book?q=1#top", "2026-11-22")
    assert [(part.ref, part.minutes, part.optional) for part in book.parts] == [
        ("everything/read-it/one", 20, False),
        ("everything/read-it/two", 25, True),
    ]
    assert (tool.minutes, tool.optional) == (30, True)
    assert [(feed.url, feed.title, feed.topics) for feed in found.feeds] == [
        ("https://example.org/feed.xml", "A feed", ("discovery",))
    ]


def test_scalars_are_those_of_yaml_1_2() -> None:
    found = read((DATA / "good" / "scalars.yaml").read_bytes(), "scalars.yaml").curriculum
    assert found is not None
    assert (found.title, found.version) == ("no", "1.10")
    assert found.authors == ("on", "1:30", "2026-99-99", "~", "true")
    module = found.modules[0]
    assert (module.id, module.title) == ("yes", "0o17")
    only = module.steps[0]
    assert (only.title, only.minutes, only.optional) == ("[31mred and tab", 6, True)
    assert [(part.ref, part.title, part.minutes) for part in only.parts] == [
        ("scalars/off/1", "null", 6),
        ("scalars/off/2-0", "01", 7),
    ]


@pytest.mark.parametrize(
    ("text", "step_minutes", "all_minutes"),
    [
        (f"{{{STEP}, minutes: 50, parts: [{{id: a, title: A, minutes: 20}}]}}", 50, 50),
        (f"{{{STEP}, parts: [{{id: a, title: A, minutes: 20}}, {{id: b, title: B, minutes: 7}}]}}", 27, 27),
        (f"{{{STEP}, hours: 0.01}}, {{{STEP.replace('id: s', 'id: t')}, hours: 0.33}}", 1, 21),
        (f"{{{STEP}, parts: [{{id: a, title: A, minutes: 9, retired: true}}]}}", 0, 0),
    ],
)
def test_minutes_add_up(text: str, step_minutes: int, all_minutes: int) -> None:
    found = read(step(text), "x.yaml").curriculum
    assert found is not None
    assert next(found.steps()).minutes == step_minutes
    assert found.minutes == all_minutes


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("{id: s, title: S, kind: artcle}", "did you mean article?"),
        ("{id: s, title: S, kind: skill, done-when: d}", "did you mean done_when?"),
        ("{id: s, title: S, kind: skill, minutes: 1:30}", "write 90"),
        ("{id: s, title: S, kind: skill, hours: 1:30}", "write 1.5"),
        ("{id: s, title: S, kind: skill, minutes: 45 min}", "write 45"),
        ("{id: s, title: S, kind: skill, duration: 3}", "did you mean minutes?"),
        ("{id: s, title: S, kind: skill, verified_on: 5.3.2026}", "write 2026-03-05"),
        ("{id: s, title: S, kind: skill, links: []}", "did you mean resources?"),
        ("{id: s, title: S, kind: skill, resources: [{url: www.x.org/a}]}", "write https://www.x.org/a"),
        ("{id: s, title: S, kind: skill, \xa0why: w}", "type the blanks anew"),
        ("{id: s, title: S, kind: skill, optional: no}", "write false"),
        ("{id: Der Anfang!, title: S, kind: skill}", "write der-anfang"),
        ("{id: s, title: S, kind: skill, topics: teams}", "write topics: [teams]"),
        ("{id: s, title: S, kind: skill, requires: [m]}", "write the id of a step"),
        ("{id: step-one, title: S, kind: skill, requires: [x/step-won]}", "did you mean step-one?"),
        ("{id: s, title: Do this, then that, kind: skill}", "goes in quotes"),
    ],
)
def test_a_hint_says_what_to_write_instead(text: str, hint: str) -> None:
    problems = read(step(text), "x.yaml").problems
    assert any(hint in problem.hint for problem in problems), problems


@pytest.mark.parametrize("day", ["20260203", "2026-W06-2", "2026-02-29", "2026-2-3", "٢٠٢٦-٠٢-٠٣"])
def test_a_day_is_written_in_one_way(day: str) -> None:
    problems = read(step(f"{{{STEP}, minutes: 1, verified_on: {day}}}"), "x.yaml").problems
    assert [problem.code for problem in problems] == ["bad-date"]


def test_a_near_miss_of_a_required_key_is_one_problem() -> None:
    problems = read(step("{id: s, titel: S, kind: skill}"), "x.yaml").problems
    assert [problem.code for problem in problems if problem.severity is Severity.ERROR] == ["unknown-key"]


def test_refs_to_other_curricula_are_not_looked_up() -> None:
    text = f"{{{STEP}, minutes: 1, requires: [other/gone], alternatives: [other/gone]}}"
    assert read(step(text), "x.yaml").problems == ()


def test_the_name_of_the_file_is_the_id() -> None:
    (problem,) = read(step(f"{{{STEP}, minutes: 1}}"), "dir/y.yml").problems
    assert (problem.code, problem.severity, problem.line) == ("id-not-file-name", Severity.WARNING, 2)
    assert "x.yml" in problem.hint


def test_what_stands_after_a_syntax_error_is_not_called_missing() -> None:
    problems = read(b"format: 1\nid: x\ntitel: X\nsummary: 'unclosed\nmodules: []\n", "x.yaml").problems
    assert [(problem.line, problem.code) for problem in problems] == [(3, "unknown-key"), (4, "syntax")]


def test_too_much_advice_keeps_no_file_from_being_read() -> None:
    text = ", ".join(f"{{id: s{number}, title: S, kind: skill}}" for number in range(300))
    result = read(step(text), "x.yaml")
    assert result.curriculum is not None
    assert len(list(result.curriculum.steps())) == 300
    assert len(result.problems) == 501
    assert {problem.severity for problem in result.problems} == {Severity.WARNING}


def test_refs_to_what_could_not_be_read_are_not_called_unknown() -> None:
    text = f"{{{STEP}, minutes: 1, requires: [later]}}, {{id: later, title: 'unclosed}}"
    assert [problem.code for problem in read(step(text), "x.yaml").problems] == ["syntax"]


def test_the_search_for_near_misses_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []

    def near(word: str, words: Iterable[str]) -> str:
        compared.extend(words)
        return ""

    monkeypatch.setattr("pmlearn.catalog.check.near", near)
    ids = [f"s{number}" for number in range(300)]
    steps = [f"{{id: {id_}, title: S, kind: skill, requires: [{id_}x]}}" for id_ in ids]
    problems = read(step(", ".join(steps)), "x.yaml").problems
    assert sum(problem.code == "unknown-step" for problem in problems) == 300
    assert COMPARISONS - 300 <= len(compared) <= COMPARISONS


def test_messages_hold_nothing_that_a_terminal_acts_on() -> None:
    problems = read(b'format: 1\n"\\e[31m\\u202e\\e]52;c;x\\a": 1\nid: "\\e[2J"\n', "x.yaml").problems
    assert len(problems) >= 3
    assert all(
        character.isprintable() for problem in problems for character in problem.message + problem.hint
    )


PIECES = "format: 1|id: x|title|: |- |\n|  |\t|[|]|{|}|modules:|steps:|&a|*a|"
PIECES += "!!x|<<|>|'|\"|#|?|---|...|%|@|\0|\u2028|,"
WORDS = st.sampled_from([*PIECES.split("|"), "|", "kind: skill", "was: [a]"])


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS, max_size=40).map("".join).map(str.encode) | st.binary(max_size=200))
def test_whatever_a_file_holds_becomes_problems(data: bytes) -> None:
    result = read(data, "x.yaml")
    last = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
    assert all(1 <= problem.line <= last and problem.column >= 1 for problem in result.problems)
    assert result.curriculum is not None or result.problems


@pytest.mark.parametrize(
    ("written", "minutes", "hours"),
    [
        ("1h", "60", "1"),
        ("1.5 hours", "90", "1.5"),
        ("2 h 30", "150", "2.5"),
        ("45 min", "45", "0.75"),
        ("1:30", "90", "1.5"),
    ],
)
def test_a_time_as_people_write_it_is_told_as_a_number(written: str, minutes: str, hours: str) -> None:
    for key, better in (("minutes", minutes), ("hours", hours)):
        (problem,) = read(step(f"{{{STEP}, {key}: {written}}}"), "x.yaml").problems
        assert problem.hint == f"write {better}"


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("url: x", "it belongs to a resource: write it in an item of resources"),
        ("answer: x", "it belongs to a card: write it in an item of cards"),
        ("feeds: []", "it belongs to the whole curriculum: write it in the first column"),
        ("tittle: x", "did you mean title?"),
    ],
)
def test_a_key_in_the_wrong_place_is_told_where_it_belongs(key: str, hint: str) -> None:
    problems = read(step(f"{{{STEP}, minutes: 1, {key}}}"), "x.yaml").problems
    assert [problem.hint for problem in problems if problem.code == "unknown-key"] == [hint]


def test_a_step_and_a_choice_may_not_have_the_same_id() -> None:
    choices = b"choices: [{id: s, title: Which?, options: [{id: a, title: A}]}]\n"
    (problem,) = read(step(f"{{{STEP}, minutes: 1}}") + choices, "x.yaml").problems
    assert (problem.line, problem.code) == (5, "duplicate-id")
    assert problem.message == "two steps or choices have the id “s”; the first is in line 4"


@pytest.mark.parametrize(
    ("line", "lost"),
    [
        ("cost: our #1 tool", "#1 tool"),
        ("cost: ours # of all", ""),
        ("cost: 'our #1 tool'", ""),
        ("cost: a#b", ""),
    ],
)
def test_a_text_that_a_comment_cuts_short_is_told(line: str, lost: str) -> None:
    head = "format: 1\nid: x\ntitle: X\nmodules:\n- id: m\n  title: M\n  steps:\n  - id: s\n"
    text = head + f"    title: S\n    kind: skill\n    why: w\n    done_when: d\n    minutes: 1\n    {line}\n"
    problems = read(text.encode(), "x.yaml").problems
    assert [(problem.code, problem.line) for problem in problems] == ([("comment", 14)] if lost else [])
    assert all(lost in problem.message for problem in problems)


@pytest.mark.parametrize("text", ["very " * 90, "x" * 301])
def test_a_text_that_is_too_long_is_told_whatever_it_is_of(text: str) -> None:
    (problem,) = read(step(f"{{{STEP}, minutes: 1, cost: {text}}}"), "x.yaml").problems
    assert problem.code == "too-long"


@pytest.mark.parametrize("line", ["cost:5", "-id: t"])
def test_a_blank_that_is_missing_is_told(line: str) -> None:
    text = f"format: 1\nid: x\ntitle: X\nmodules:\n- id: m\n  {line}\n"
    problem = read(text.encode(), "x.yaml").problems[-1]
    assert "a blank is missing" in problem.message + problem.hint


def test_a_step_with_a_bad_id_is_not_missed_by_those_who_name_it() -> None:
    text = f"{{{STEP}, minutes: 1, requires: [count-cost]}}, {{id: Count-Cost, title: C, kind: skill}}"
    assert [p.code for p in read(step(text), "x.yaml").problems if p.severity == "error"] == ["bad-id"]
