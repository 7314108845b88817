from __future__ import annotations

import pytest

from pmlearn.model.bare import bare, opening


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a **strong *and* loud** word", "a strong and loud word"),
        ("see [this note](https://example.org/x) now", "see this note now"),
        ("# Head\n\n- one\n- `two`\n> three", "Head\n\none\ntwo\nthree"),
        ("snake_case and 2 * 3 * 4 stay, as [this] does", "snake_case and 2 * 3 * 4 stay, as [this] does"),
        ("_it_ ~~goes~~", "it goes"),
    ],
)
def test_marks_go_and_words_stay(text: str, said: str) -> None:
    assert bare(text) == said


def test_a_list_has_the_first_paragraph_in_one_line_and_no_numbers_of_links() -> None:
    assert (
        opening("\nSee [the site](https://example.org),\nand **read**.\n\nMore.") == "See the site, and read."
    )
