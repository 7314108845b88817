from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from pmlearn.feeds.pool import ParserPool
from pmlearn.model.feed import Entry, ParsedFeed, feed_id, item_id
from pmlearn.model.queue import State
from tests.feedserver import Reply
from tests.tui.driving import Driver, driving
from tests.tui.fakes import SVPG

if TYPE_CHECKING:
    from pmlearn.wiring import Services
    from tests.feedserver import FeedServer


async def read(driver: Driver) -> None:
    await driver.press("3")
    await driver.at("part 0")
    await driver.press("enter")
    await driver.shows("It learns with users[2].", "Marty Cagan · 20 Nov · 7 min", "reading")


async def test_clean_text_with_numbered_links(learner: Services) -> None:
    async with driving(learner) as driver:
        await read(driver)
        await driver.press("G")
        await driver.shows("1 https://example.org/a0", "2 https://example.org/x")
    assert learner.queue.counts()[State.READING] == 1


async def test_opening_a_link_by_its_number(learner: Services) -> None:
    async with driving(learner) as driver:
        await read(driver)
        await driver.press("o")
        await driver.shows("Link 1 to 2")
        await driver.press("2", "enter")
        # No display here: the address itself is shown, and nothing is started.
        await driver.until(lambda: "\nhttps://example.org/x\n" in driver.text())
        await driver.press("escape")
        await driver.press("o", "9", "enter")
        await driver.until(lambda: driver.said() == "there is no link 9")


async def test_done_and_star(learner: Services) -> None:
    async with driving(learner) as driver:
        await read(driver)
        await driver.press("s")
        await driver.shows("★ reading")
        await driver.press("d")
        await driver.shows("★ done")


async def test_the_next_item_and_the_one_before(learner: Services) -> None:
    async with driving(learner) as driver:
        await read(driver)
        await driver.press("n")
        await driver.shows("part 1. It learns")
        await driver.press("N")
        await driver.shows("part 0. It learns")
        await driver.press("N")
        await driver.shows("there is no other item this way")


async def test_back_in_the_list_the_cursor_is_where_it_was(learner: Services) -> None:
    async with driving(learner) as driver:
        await driver.press("3")
        await driver.at("part 0")
        await driver.press("down", "enter")
        await driver.shows("part 1. It learns")
        await driver.press("q")
        # What was opened is being read now, and no longer in the inbox.
        await driver.at("Hiring")


async def test_the_whole_text_is_fetched_from_the_page(
    learner: Services, server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PMLEARN_ALLOW_PRIVATE", "1")
    server.feeds["/a"] = Reply(b"<article><p>" + b"Puffins swim. " * 30, 200, {"Content-Type": "text/html"})
    (item,) = learner.queue.add(server.url("/a"), "A walrus").changed
    async with driving(learner) as driver:
        await driver.app.open("reader", item=item)
        await driver.shows("A walrus", "Puffins swim.")


async def test_where_the_page_cannot_be_had_it_says_so(
    learner: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    (item,) = learner.queue.add("http://127.0.0.1:9/", "A walrus").changed
    async with driving(learner) as driver:
        await driver.app.open("reader", item=item)
        await driver.until(lambda: "127.0.0.1" in driver.said())
        await driver.press("f")
        await driver.shows("A walrus")


def long_article(learner: Services) -> str:
    """The id of an article of many paragraphs under headings."""
    body = "<p>It begins. Then it <b>goes on</b>.</p>" + "".join(
        f"<h2>Part {part}</h2>"
        + "".join(f"<p>Word {part}.{at} stands here. Another one.</p>" for at in range(20))
        for part in range(8)
    )
    entry = Entry(
        "long", "A long one", "https://example.org/long", published="2026-11-21T08:00:00Z", body=body
    )
    known = list(learner._entries.load(feed_id(SVPG)))
    learner._entries.merge(feed_id(SVPG), ParsedFeed("SVPG", "", (entry, *known)))
    return item_id(feed_id(SVPG), "long")


async def open_long(driver: Driver, item: str) -> None:
    await driver.app.open("reader", item=item)
    await driver.shows("reading", "%")


def lines_of(learner: Services) -> int:
    return len(learner._store.journals.own.read_bytes().splitlines())


async def test_opened_again_one_reads_on_where_one_stopped(learner: Services) -> None:
    item = long_article(learner)
    async with driving(learner) as driver:
        await open_long(driver, item)
        await driver.press("space", "space", "space", "q")
        await driver.until(lambda: learner.reading.open(item).place > 0)
    place = learner.reading.open(item).place
    assert 10 < place < 60
    for size in ((80, 24), (50, 16), (120, 40)):
        async with driving(learner, size) as driver:
            await open_long(driver, item)
            await driver.shows(f"{place}%")


async def test_what_was_not_read_on_is_not_written(learner: Services) -> None:
    item = long_article(learner)
    learner.queue.opened(item)
    before = lines_of(learner)
    async with driving(learner) as driver:
        for _ in range(3):
            await open_long(driver, item)
            await driver.press("space", "g", "g", "q")
            await driver.until(lambda: driver.app.page is not None and driver.app.page.NAME != "reader")
    assert lines_of(learner) == before


@pytest.mark.parametrize("way", ["3", "ctrl+q", "question_mark", "question_mark 2"])
async def test_however_one_leaves_the_place_is_kept(learner: Services, way: str) -> None:
    item = long_article(learner)
    async with driving(learner) as driver:
        await open_long(driver, item)
        await driver.press("space", *way.split())
        if way[-1].isdigit():
            await driver.until(lambda: learner.reading.open(item).place > 0)
    assert learner.reading.open(item).place > 0
    assert learner.history.list()[0].kind == "triage"


async def test_at_the_end_it_offers_what_can_be_done(learner: Services) -> None:
    item = long_article(learner)
    async with driving(learner) as driver:
        await open_long(driver, item)
        await driver.press("G")
        await driver.shows("100%", "that is all of it", "d is done with it")
        await driver.press("pageup")
        await driver.until(lambda: not driver.said())
        await driver.press("G", "d")
        await driver.shows("done  ━━━━━━━━━━━━━━ 100%")


async def test_contents_and_the_next_heading(learner: Services) -> None:
    item = long_article(learner)
    async with driving(learner) as driver:
        await open_long(driver, item)
        await driver.press("right_square_bracket", "right_square_bracket")
        await driver.until(lambda: driver.text().splitlines()[2].strip() == "Part 1")
        await driver.press("left_square_bracket")
        await driver.until(lambda: driver.text().splitlines()[2].strip() == "Part 0")
        await driver.press("c")
        await driver.at("Part 0")
        await driver.press("down", "down", "down", "enter")
        await driver.until(lambda: driver.text().splitlines()[2].strip() == "Part 3")
        await driver.press("c")
        await driver.at("Part 3")
        await driver.press("escape")
        await driver.shows("Word 3.0")


async def test_finding_words(learner: Services) -> None:
    item = long_article(learner)
    async with driving(learner) as driver:
        await open_long(driver, item)
        await driver.press("slash", *"WORD", "space", *"5.1", "enter")
        # 5.1 and 5.10 to 5.19.
        await driver.shows("1 of 11", "▸ Word 5.1 stands")
        await driver.press("N")
        await driver.shows("11 of 11", "▸ Word 5.19 stands")
        await driver.press("n")
        await driver.shows("1 of 11")
        await driver.press("escape")
        await driver.until(lambda: not driver.said() and "▸" not in driver.text())
        await driver.press("n")
        await driver.shows("there is no other item this way")
        await driver.press("slash", *"nowhere", "enter")
        await driver.shows("not found: nowhere")


async def test_a_passage_is_chosen_by_sentences_and_kept_with_a_note(learner: Services) -> None:
    item = long_article(learner)
    async with driving(learner) as driver:
        await open_long(driver, item)
        await driver.press("m")
        await driver.shows(
            "▸ It begins.", "esc leaves it", " enter keep   j next   l longer   a note   h shorter"
        )
        await driver.press("down", "right", "right", "left", "a")
        await driver.shows("Note › Then it goes on. Part 0")
        await driver.press(*"mine", "ctrl+s")
        await driver.shows("▌ It begins.", "▌ Part 0", "highlighted: Then it goes on.")
        [kept] = learner.highlights.of(item)
        assert (kept.text, kept.note, kept.percent) == ("Then it goes on.\n\nPart 0", "mine", 0)
        await driver.press("G", "H")
        await driver.at("Then it goes on. Part 0")
        await driver.shows("mine")
        await driver.press("enter")
        await driver.shows("▌ It begins.")
        await driver.press("H", "a", *"ly", "ctrl+s")
        await driver.until(lambda: learner.highlights.of(item)[0].note == "minely")
        await driver.press("H", "x")
        await driver.until(lambda: not learner.highlights.of(item) and "▌" not in driver.text())
        await driver.press("u")
        await driver.shows("▌ Part 0")
        await driver.press("m", "escape")
        await driver.until(lambda: "▸" not in driver.text())
        await driver.shows("A long one", " space read on")


async def test_highlights_stand_wherever_the_lines_break(learner: Services) -> None:
    item = long_article(learner)
    learner.highlights.keep(item, "Then it\ngoes\non. Part 0 Word 0.0 stands here.")
    async with driving(learner, (44, 20)) as driver:
        await open_long(driver, item)
        await driver.shows("▌ It begins.", "▌ Part 0", "▌ Word 0.0")
        assert "▌ Word 0.1" not in driver.text()


def on_top(driver: Driver) -> str:
    """The first line of the text that is seen; whether a blank one stands above it, its spacing decides."""
    return next(line for line in driver.text().splitlines()[2:] if line.strip())


async def test_a_note_on_the_item_stands_above_its_text(learner: Services) -> None:
    item = long_article(learner)
    async with driving(learner) as driver:
        await open_long(driver, item)
        await driver.press("a")
        await driver.shows("Note › A long one")
        await driver.press(*"hello", "ctrl+s")
        await driver.shows("  Note", "hello", "noted: A long one")
        await driver.press("space", "space")
        top = on_top(driver)
        learner.highlights.keep(item, "Word 1.5 stands here.")
        await driver.press("a", *" and more", "ctrl+s")
        await driver.until(lambda: "noted" in driver.said())
        await driver.until(lambda: on_top(driver) == top)
    assert learner.reading.open(item).notes[0].text == "hello and more"


async def test_a_long_text_shows_its_beginning_while_the_whole_is_made(
    learner: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = long_article(learner)
    monkeypatch.setattr("pmlearn.services.reading.HEAD", 500)
    monkeypatch.setattr("pmlearn.tui.articles.LONG", 1_000)
    whole = asyncio.Event()
    real = ParserPool.text

    async def text(self: ParserPool, html: str, base: str = "") -> str:
        if len(html) > 500:
            await whole.wait()
        return await real(self, html, base)

    monkeypatch.setattr(ParserPool, "text", text)
    async with driving(learner) as driver:
        await driver.app.open("reader", item=item)
        await driver.shows("Word 0.1")
        assert "%" not in driver.text()
        await driver.press("j")
        whole.set()
        await driver.shows("%")
        assert "A long one" not in driver.text()
    assert learner.reading.source(item).markdown


async def test_leaving_ends_what_makes_the_text(learner: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    item = long_article(learner)
    ended = asyncio.Event()

    async def text(self: ParserPool, html: str, base: str = "") -> str:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        return ""

    monkeypatch.setattr(ParserPool, "text", text)
    async with driving(learner) as driver:
        await driver.app.open("reader", item=item)
        await driver.shows("A long one", "reading")
        await driver.press("q")
        await driver.until(ended.is_set)
