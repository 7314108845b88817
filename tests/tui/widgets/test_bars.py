from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.tui.widgets.spread import end_at_word, spread
from tests.tui.driving import driving

if TYPE_CHECKING:
    from pmlearn.wiring import Services


def rows(text: str, then: str, width: int) -> list[str]:
    return ["".join(segment.text for segment in row) for row in spread(text, then, width)]


def test_a_long_message_takes_the_rows_above_and_ends_at_words() -> None:
    said = "there is nothing at http://127.0.0.1:8765/x.xml (status 404)"
    assert rows(said, "look for its new address on the site", 50) == [
        "there is nothing at http://127.0.0.1:8765/x.xml",
        "(status 404)",
        "look for its new address on the site",
    ]
    assert rows("done", "", 50) == ["done"]


def test_what_can_be_done_has_a_row_of_its_own_where_that_takes_no_more() -> None:
    said = "kept: 2 curricula followed, 3 hours a week"
    assert rows(said, "u takes it back", 50) == [said, "u takes it back"]
    assert rows(said, "u takes it back", 70) == [f"{said} · u takes it back"]


def test_in_a_low_window_a_message_is_as_short_as_what_can_be_done() -> None:
    [row] = spread("kept: 2 curricula followed, 3 hours a week", "u takes it back", 40, most=1)
    assert "".join(segment.text for segment in row) == "kept: 2 curricula … · u takes it back"


def test_what_can_be_done_stays_whole_however_long_the_message_is() -> None:
    assert rows("a title of many words " * 20, "t ticks the same", 40) == [
        "a title of many words a title of many",
        "words a title of many words a title of",
        "many words a … · t ticks the same",
    ]
    assert len(rows("x" * 5_000, "t ticks it", 40)) == 3


def test_what_is_cut_ends_between_two_words() -> None:
    assert end_at_word("Choose the product that you will", "Choose the produc…") == "Choose the …"
    assert end_at_word("Choose the product", "Choose the product") == "Choose the product"
    assert end_at_word("Incomprehensibility", "Incompreh…") == "Incompreh…"


async def test_no_message_covers_the_row_of_the_cursor(learner: Services) -> None:
    async with driving(learner, (40, 12)) as driver:
        await driver.press("3")
        await driver.shows("Inbox 7")
        await driver.press("G")
        await driver.until(lambda: driver.lines.cursor == 6)
        driver.app.say("what failed, in more words than a line has room for", then="press r", bad=True)
        await driver.shows(" what failed, in more words than a line\n has room for · press r")
        assert "part" in driver.row() or "product" in driver.row()
        driver.app.say("")
        await driver.until(lambda: "press r" not in driver.text())
        assert driver.text().splitlines()[-2].startswith("───") or "◆" in driver.text().splitlines()[-2]
