"""The index of words: with FTS5 and without, thrown away and made again without an answer being wrong."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlearn.storage import textindex
from pmlearn.storage.textindex import KINDS, Hit, Text, TextIndex
from pmlearn.storage.textquery import has_fts5

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    Make: TypeAlias = Callable[[], TextIndex]

DEVICE = "here-00000000"
NOWHERE = Path("/dev/null/nowhere")  # what is opened there stays in memory
WITH = pytest.param(True, marks=pytest.mark.skipif(not has_fts5(), reason="this SQLite has no FTS5"))
TEXTS = (
    Text("item", "trio", 1, "The product trio in practice", "Designers and engineers talk to customers."),
    Text("item", "price", 2, "Raising prices", "How a café tested its pricing with customers."),
    Text("link", "saved", 3, "Continuous discovery", "Talk to customers every week; price later."),
    Text("note", "inspired/teams", 4, "", "our trio has no shared goals"),
    Text("step", "inspired/teams", 5, "Principles of strong product teams", "A trio shares its goals."),
)


@pytest.fixture(params=[WITH, False])
def make(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Opens the index, on a machine whose SQLite can search texts, and on one whose cannot."""
    monkeypatch.setattr(textindex, "has_fts5", lambda: request.param)
    return lambda: TextIndex(tmp_path, DEVICE)


@pytest.fixture
def index(make: Make) -> Iterator[TextIndex]:
    opened = filled(make())
    yield opened
    opened.close()


def filled(index: TextIndex) -> TextIndex:
    with index.transaction():
        index.put("feed:f", "one", TEXTS[:2], [])
        index.put("journals", "two", TEXTS[2:4], [])
        index.put("catalog", "three", TEXTS[4:], [])
    return index


def keys(index: TextIndex, words: str, *kinds: str) -> list[tuple[str, str]]:
    return [(hit.kind, hit.key) for hit in index.search(words, 10, kinds or KINDS)]


def test_words_are_found_in_titles_and_texts_of_every_kind(index: TextIndex) -> None:
    assert set(keys(index, "trio")) == {
        ("item", "trio"),
        ("note", "inspired/teams"),
        ("step", "inspired/teams"),
    }
    assert keys(index, "trio", "note") == [("note", "inspired/teams")]
    assert set(keys(index, "customer talks", "item", "link")) == {("item", "trio"), ("link", "saved")}
    assert keys(index, '"talk to customers" -week') == [("item", "trio")]
    assert keys(index, "cafe ") == [("item", "price")]
    assert set(keys(index, "princip")) == {("step", "inspired/teams")}
    assert keys(index, "trio", "item", "step")[0] == ("item", "trio")
    assert index.search("trio", 1) == index.search("trio", 10)[:1]
    assert keys(index, "nowhere") == keys(index, "-trio") == keys(index, "") == []
    assert index.search("trio", 10, ()) == []


def test_a_word_in_the_title_counts_more_than_one_in_the_text(index: TextIndex) -> None:
    assert [hit.key for hit in index.search("price ", 10)] == ["price", "saved"]
    scores = [hit.score for hit in index.search("price ", 10)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > 0


def test_items_are_scored_by_any_of_some_phrases(index: TextIndex) -> None:
    found = index.score(["pricing", "continuous discovery", "?", "trio"], 10)
    assert {key for key, _ in found} == {"trio", "price", "saved"}
    assert found[0][1] >= found[-1][1] > 0
    assert index.score(["pricing", "trio"], 1) == index.score(["pricing", "trio"], 10)[:1]
    assert index.score([], 10) == index.score(["??"], 10) == []


def test_what_changed_is_found_by_its_new_words_alone(index: TextIndex) -> None:
    with index.transaction():
        index.put("feed:f", "later", [Text("item", "price", 9, "Raising money", "seed rounds")], [])
    assert keys(index, "café") == []
    assert keys(index, "raising") == keys(index, "seed") == [("item", "price")]
    assert index.signs("feed:f") == {("item", "trio"): 1, ("item", "price"): 9}
    assert index.followed() == {"feed:f": "later", "journals": "two", "catalog": "three"}


def test_what_is_gone_is_not_found_and_what_comes_afterwards_is(index: TextIndex) -> None:
    with index.transaction():
        index.put("feed:f", "later", [], [("item", "price")])
        index.drop("catalog")
        index.drop("never there")
    assert keys(index, "raising") == keys(index, "principles") == []
    assert index.signs("catalog") == {}
    assert index.followed() == {"feed:f": "later", "journals": "two"}
    with index.transaction():
        index.put("feed:g", "s", [Text("item", "new", 1, "Fresh", "raisins")], [])
    assert keys(index, "fresh") == keys(index, "raisins") == [("item", "new")]
    assert keys(index, "raising ") == []


def test_a_thing_that_two_sources_have_is_found_once(index: TextIndex) -> None:
    with index.transaction():
        index.put("journals", "two", [TEXTS[0]], [])
    assert keys(index, "practice") == [("item", "trio")]
    assert [key for key, _ in index.score(["practice"], 10)] == ["trio"]
    with index.transaction():
        index.drop("feed:f")
    assert keys(index, "practice") == [("item", "trio")]


def test_what_was_put_is_there_for_the_next_process_and_private(index: TextIndex, make: Make) -> None:
    index.tidy()
    index.close()
    assert stat.S_IMODE(index.path.stat().st_mode) == 0o600
    assert keys(make(), "practice") == [("item", "trio")]


def test_what_fails_half_way_is_not_there(index: TextIndex) -> None:
    with pytest.raises(ZeroDivisionError), index.transaction():  # noqa: PT012 - the block is what fails
        index.put("feed:g", "s", [Text("item", "new", 1, "Fresh", "raisins")], [])
        1 / 0  # noqa: B018
    assert keys(index, "fresh") == []
    assert "feed:g" not in index.followed()


def test_an_index_that_changed_often_is_worn_and_a_new_one_takes_its_place(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(textindex, "WORN_FROM", 5)
    index, other = filled(make()), make()
    for sign in range(9):
        assert index.worn() == (sign > 6 and index._fts5)
        with index.transaction():
            index.put("catalog", "s", [Text("step", "x/y", sign, "Stepping", "on")], [])
    new = filled(TextIndex(tmp_path, DEVICE, "new"))
    new.replace(index)
    for each in (index, other):
        assert each.surely(lambda each=each: keys(each, "stepping")) == []  # type: ignore[misc]
        assert keys(each, "principles") == [("step", "inspired/teams")]
    assert not new.path.exists()


@pytest.mark.parametrize("content", [b"", b"not a database" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_corrupt_file_is_made_again(make: Make, content: bytes) -> None:
    index = filled(make())
    index.close()
    index.path.write_bytes(content)
    again = make()
    assert keys(again, "trio") == []
    assert again.followed() == {}
    filled(again).close()
    assert len(keys(make(), "trio")) == 3


def test_a_file_of_another_format_is_made_again(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(make()).close()
    monkeypatch.setattr(textindex, "FORMAT", textindex.FORMAT + 1)
    assert keys(make(), "trio") == []


@pytest.mark.skipif(not has_fts5(), reason="this SQLite has no FTS5")
def test_a_file_of_a_machine_that_could_search_texts_is_made_again_on_one_that_cannot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(TextIndex(tmp_path, DEVICE)).close()
    monkeypatch.setattr(textindex, "has_fts5", lambda: False)
    index = TextIndex(tmp_path, DEVICE)
    assert keys(index, "trio") == []
    assert len(keys(filled(index), "trio")) == 3


def test_a_file_that_turns_out_corrupt_while_it_is_asked_is_made_again(make: Make) -> None:
    index = make()
    with index.transaction():
        index.put("feed:f", "s", [Text("item", f"{n}", n, f"Word {n}", "more " * n) for n in range(500)], [])
    index.close()
    content = bytearray(index.path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    again = make()
    index.path.write_bytes(content)

    def ask() -> list[tuple[str, str]]:
        if not again.followed():
            filled(again)
        return keys(again, "practice")

    assert again.surely(ask) == [("item", "trio")]
    assert not again.in_memory


def test_a_locked_file_is_done_without_and_left_as_it_is(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    index = filled(make())
    real = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *args, **given: real(*args, **{**given, "timeout": 0}))
    other = make()

    def ask() -> list[tuple[str, str]]:
        with other.transaction():
            other.put("feed:g", "s", [Text("item", "new", 1, "Fresh", "")], [])
        return keys(other, "fresh")

    with index.transaction():
        assert keys(other, "practice") == [("item", "trio")]
        assert other.surely(ask) == [("item", "new")]
        assert other.in_memory
    assert keys(make(), "practice") == [("item", "trio")]
    assert keys(make(), "fresh") == []


def test_a_cache_that_cannot_be_written_is_done_without(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert keys(filled(TextIndex(tmp_path / "file" / "cache", DEVICE)), "practice") == [("item", "trio")]
    monkeypatch.setattr("os.geteuid", lambda: -1)
    index = filled(make())
    assert index.in_memory
    assert keys(index, "practice") == [("item", "trio")]
    assert not list(tmp_path.glob("search*"))


def test_a_cache_that_is_cleared_while_it_is_used_is_begun_anew(index: TextIndex) -> None:
    index.path.unlink()
    assert index.surely(index.followed) == {}
    assert index.path.exists()


def test_what_was_ended_comes_before_what_begins_so(index: TextIndex) -> None:
    with index.transaction():
        index.put(
            "feed:g",
            "s",
            [Text("item", "a", 1, "Raisins", "in cake"), Text("item", "b", 1, "Raising", "money")],
            [],
        )
    assert [hit.key for hit in index.search("raising", 9, ("item",))] == ["b", "price", "a"]


@given(st.text())
def test_no_search_is_a_syntax_error(words: str) -> None:
    index = filled(TextIndex(NOWHERE, DEVICE))
    index.search(words, 5)
    index.score([words, f'"{words}'], 5)
    index.close()


WORDS = st.sampled_from(
    ("price", "pricing", "Priced", "team", "teams", "café", "cafe", "产品", "品", "über", "a", "x1", "O'Neil")
)
BODIES = st.lists(WORDS, max_size=6).map(" ".join)


@pytest.mark.skipif(not has_fts5(), reason="this SQLite has no FTS5")
@given(
    st.lists(st.tuples(BODIES, BODIES), min_size=1, max_size=5),
    st.lists(st.tuples(st.sampled_from(("", "-")), st.one_of(WORDS, BODIES.map('"{}"'.format))), max_size=4),
    st.sampled_from(("", " ")),
)
def test_the_plain_scan_finds_what_fts5_finds(
    texts: list[tuple[str, str]], pieces: list[tuple[str, str]], end: str
) -> None:
    words = " ".join(minus + text for minus, text in pieces) + end
    found: list[list[list[Hit]]] = []
    for able in (True, False):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(textindex, "has_fts5", lambda able=able: able)
            index = TextIndex(NOWHERE, DEVICE)
        with index.transaction():
            each = [Text("item", str(n), n, title, text) for n, (title, text) in enumerate(texts)]
            index.put("feed:f", "s", each, [])
        scored = [Hit("item", key, score) for key, score in index.score([words, "team"], 99)]
        found.append([index.search(words, 99), scored])
        index.close()
    for one, other in zip(*found, strict=True):
        assert {hit.key for hit in one} == {hit.key for hit in other}


def test_what_is_called_by_the_word_comes_before_a_text_that_has_it_often(make: Make) -> None:
    often = "A guess here, and a guess there. " * 6
    named = "What you believed is gone in two months; a dated page keeps it, and costs an hour. " * 6
    with closing(make()) as index, index.transaction():
        texts = [
            Text("step", "often", 1, "Estimate ten tasks", often),
            Text("step", "named", 2, "Your first guess", named),
        ]
        index.put("catalog", "one", texts, [])
        assert keys(index, "guess") == [("step", "named"), ("step", "often")]
