from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.segment import Segment
from textual.app import App

from pmlearn.tui.widgets.lines import Lines
from pmlearn.tui.widgets.rows import Cells, ListRows, Text, heading, hint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.strip import Strip


class Bare(App[None]):
    """A list and nothing else."""

    def __init__(self, items: Sequence[Text | Cells], *, thrifty: bool = False) -> None:
        super().__init__()
        self.lines = Lines()
        self.lines.thrifty = thrifty
        self.lines.show(ListRows(items))
        self.told: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.lines

    def on_lines_highlighted(self, event: Lines.Highlighted) -> None:
        self.told.append(f"at {event.key}")

    def on_lines_selected(self, event: Lines.Selected) -> None:
        self.told.append(f"open {event.key}")


def rows(count: int) -> list[Text]:
    """Ten rows under each heading."""
    made = []
    for at in range(count):
        if at % 10 == 0:
            made.append(heading(f"Heading {at // 10}"))
        made.append(Text(f"row {at}", key=f"r{at}", words=f"row {at}"))
    return made


async def test_the_cursor_passes_over_headings() -> None:
    app = Bare(rows(30))
    async with app.run_test(size=(40, 12)) as pilot:
        assert app.lines.key == "r0"
        await pilot.press(*["down"] * 10)
        assert app.lines.key == "r10"
        await pilot.press("up", "k")
        assert app.lines.key == "r8"
        await pilot.press("j")
        assert app.lines.key == "r9"


async def test_an_edge_turns_a_page_and_the_top_shows_its_heading() -> None:
    app = Bare(rows(30))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press(*["down"] * 9)
        assert app.lines.top == 0
        await pilot.press("down")
        assert (app.lines.key, app.lines.top) == ("r10", 11)  # with its heading, which stands before it
        await pilot.press("up", "up")
        assert (app.lines.key, app.lines.top) == ("r8", 0)
        await pilot.press("g", "g")
        assert (app.lines.key, app.lines.top) == ("r0", 0)


async def test_what_the_cursor_passes_over_is_seen_on_the_way() -> None:
    picture = [Text(f"line {at}") for at in range(25)]
    app = Bare([Text("first", key="a"), *picture, Text("last", key="b")])
    async with app.run_test(size=(40, 10)) as pilot:
        for keys, ends in (("down", "b"), ("up", "a")):
            seen = {app.lines.top + y for y in range(10)}
            while app.lines.key != ends:
                await pilot.press(keys)
                seen |= {app.lines.top + y for y in range(10)}
            assert seen == set(range(27))


async def test_pages_and_ends() -> None:
    app = Bare(rows(100))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("G")
        assert app.lines.key == "r99"
        await pilot.press("home")
        assert app.lines.key == "r0"
        await pilot.press("pagedown")
        first = app.lines.key
        await pilot.press("ctrl+d", "ctrl+u")
        assert app.lines.key == first != "r0"
        await pilot.press("end", "pageup", "g", "j")
        assert app.lines.key != "r0"  # one g alone goes nowhere


async def test_the_cursor_stays_on_its_row_and_line_when_rows_come_and_go() -> None:
    app = Bare(rows(40))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press(*["down"] * 15)
        line = app.lines.cursor - app.lines.top
        app.lines.show(ListRows([Text(f"new {at}", key=f"n{at}") for at in range(7)] + rows(40)))
        assert app.lines.key == "r15"
        assert app.lines.cursor - app.lines.top == line
        app.lines.show(ListRows([row for row in rows(40) if row.key != "r15"]))
        assert app.lines.key.startswith("r")
        app.lines.show(ListRows([heading("nothing")]))
        assert app.lines.key == ""
        await pilot.press("down", "up", "enter", "G", "pagedown")
        app.lines.show(ListRows(rows(3)))
        assert app.lines.key == "r0"


async def test_it_tells_where_the_cursor_is_and_what_is_opened() -> None:
    app = Bare(rows(3))
    async with app.run_test(size=(40, 12)) as pilot:
        app.told.clear()
        await pilot.press("down", "enter", "l", "right")
        await pilot.pause()
        assert app.told == ["at r1", "open r1", "open r1", "open r1"]


async def test_the_mouse() -> None:
    app = Bare(rows(60))
    async with app.run_test(size=(40, 12)) as pilot:
        app.told.clear()
        await pilot.click(Lines, offset=(5, 4))
        await pilot.click(Lines, offset=(5, 4))
        await pilot.click(Lines, offset=(5, 0))
        await pilot.pause()
        assert app.told == ["at r3", "open r3"]
        await pilot._post_mouse_events([_wheel()], Lines, offset=(5, 5))
        await pilot.pause()
        assert app.lines.top == 3
        assert app.lines.key == "r3"


def _wheel() -> type:
    from textual.events import MouseScrollDown

    return MouseScrollDown


async def test_what_is_not_seen_is_not_drawn() -> None:
    class Many:
        drawn = 0

        def __len__(self) -> int:
            return 50_000

        def key(self, index: int) -> str:
            return str(index)

        def find(self, key: str) -> int:
            return int(key)

        def fit(self, width: int) -> None:
            pass

        def row(self, index: int, width: int, *, current: bool) -> list[Segment]:
            self.drawn += 1
            return [Segment(str(index))]

    many = Many()
    app = Bare([])
    async with app.run_test(size=(40, 12)) as pilot:
        app.lines.show(many)
        await pilot.pause()
        await pilot.press("G")
        await pilot.pause()
        assert app.lines.cursor == 49_999
        assert many.drawn < 12 * 6


@pytest.mark.parametrize(("thrifty", "bold"), [(False, True), (True, False)])
async def test_in_the_thrifty_mode_the_row_of_the_cursor_looks_like_the_others(
    thrifty: bool, bold: bool
) -> None:
    app = Bare(rows(3), thrifty=thrifty)
    async with app.run_test(size=(40, 12)):
        strip: Strip = app.lines.render_line(1)
        assert strip.text.startswith(" ▸ row 0")
        title = next(segment for segment in strip if "row" in segment.text)
        assert bool(title.style and title.style.bold) is bold


@pytest.mark.parametrize("key", ["down", "G"])
async def test_what_stands_below_the_last_row_is_seen_with_it(key: str) -> None:
    app = Bare([Text("only", key="only"), *[hint(f"hint {at}") for at in range(30)]])
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("down")
        assert app.lines.top == 0  # the cursor does not leave the screen
        app.lines.show(ListRows([heading(""), *rows(2), *[hint(f"hint {at}") for at in range(9)]]))
        await pilot.press(key)
        shown = [app.lines.render_line(y).text for y in range(12)]
        assert any("hint 8" in line for line in shown)
