from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.app import App

from pmlearn.tui.widgets.markdown import Block, blocks
from pmlearn.tui.widgets.prose import Prose, wrap

if TYPE_CHECKING:
    from textual.app import ComposeResult


def lines(markdown: str, width: int = 30) -> list[str]:
    found: list[str] = []
    for block in blocks(markdown, []):
        found += [""] * (block.space if found else 0)
        found += ["".join(segment.text for segment in line).rstrip() for line in wrap(block, width)]
    return found


def test_paragraphs_break_at_blanks() -> None:
    assert lines("one two three four five six seven eight") == ["one two three four five six", "seven eight"]


def test_a_word_of_several_pieces_stays_whole() -> None:
    assert lines("aaaaaaaaaa bbbbbbbbbb **ccccc**.", 27) == ["aaaaaaaaaa bbbbbbbbbb", "ccccc."]


def test_what_is_longer_than_a_line_is_cut_and_nothing_is_lost() -> None:
    assert "".join(lines("x" * 100)) == "x" * 100
    assert all(len(line) <= 15 for line in lines("日本語" * 20, 30))


def test_headings_lists_quotes_and_code() -> None:
    text = "# Head\n\ntext\n\n- one\n- two words that go on and on and on\n  1. deep\n\n"
    text += "> said\n\n```\n  code stays\n```\n"
    assert lines(text) == [
        "Head", "", "text", "", "• one", "• two words that go on and on", "  and on", "  1. deep", "",
        "│ said", "", "    code stays",
    ]  # fmt: skip


def test_links_are_numbered_in_order_and_once() -> None:
    links: list[str] = []
    found = list(blocks("[a](https://x.org/1) [b](https://x.org/2) [c](https://x.org/1)", links))
    assert links == ["https://x.org/1", "https://x.org/2"]
    assert "".join(text for text, _ in found[0].pieces) == "a[1] b[2] c[1]"


def test_html_and_images_are_text() -> None:
    assert lines("<script>alert(1)</script>") == ["<script>alert(1)</script>"]
    assert lines("![a cat](https://x.org/cat.png)") == ["a cat"]


def test_long_texts_are_read_as_far_as_they_are_looked_at() -> None:
    text = "A paragraph of some words.\n\n" * 40_000
    read = blocks(text, [])
    assert [next(read) for _ in range(3)][2].pieces[0][0] == "A paragraph of some words."
    assert sum(1 for _ in read) + 3 > 35_000


def test_a_fence_and_a_list_are_never_cut() -> None:
    text = "```\n" + "code\n\n" * 5_000 + "```\n\nend"
    assert list(blocks(text, []))[-1].pieces[0][0] == "end"
    items = "\n\n".join(f"{n}. item" for n in range(1, 2_001))
    assert list(blocks(items, []))[-1].first == "2000. "


class Bare(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.prose = Prose()

    def compose(self) -> ComposeResult:
        yield self.prose


@pytest.mark.parametrize("width", [30, 60])
async def test_moving_through_a_text(width: int) -> None:
    app = Bare()
    async with app.run_test(size=(width, 10)) as pilot:
        taken = 0

        def source() -> object:
            nonlocal taken
            for at in range(500):
                taken += 1
                yield Block(((f"paragraph {at}", None),))

        app.prose.show(source())  # type: ignore[arg-type]
        app.prose.focus()
        await pilot.pause()
        assert taken < 12
        await pilot.press("j", "j", "k")
        assert app.prose.top == 1
        await pilot.press("pagedown")
        assert app.prose.top == 9
        await pilot.press("G")
        await pilot.pause()
        assert app.prose.render_line(9).text.strip() == "paragraph 499"
        await pilot.press("g", "g")
        assert app.prose.top == 0


async def test_another_width_keeps_about_the_same_words_on_top() -> None:
    app = Bare()
    async with app.run_test(size=(70, 10)) as pilot:
        app.prose.show(blocks("\n\n".join(f"para{at} " + "word " * 30 for at in range(60)), []))
        app.prose.focus()
        await pilot.press("G")
        await pilot.pause()
        await pilot.resize_terminal(40, 10)
        await pilot.pause()
        await pilot.press("G")
        await pilot.pause()
        assert app.prose.top > 200
