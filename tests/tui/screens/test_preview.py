from __future__ import annotations

from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

import pytest

from pmlearn import wiring
from pmlearn.tui import keymap, places
from pmlearn.tui.app import PmlearnApp
from pmlearn.wiring.preview import previewing
from tests.tui.driving import Driver, driving_app

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

STEP = (
    "      - {{id: {0}, title: Step {0}, kind: reading, minutes: 15, why: It helps., done_when: You did.}}\n"
)
MINE = (
    "format: 1\nid: mine\ntitle: Mine\nmodules:\n  - id: only\n    title: Only\n    steps:\n"
    + STEP.format("one")
)
ERROR = MINE.replace("kind: reading", "kind: raeding")
WARNING = MINE.replace(", done_when: You did.", "")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(MINE, "utf-8")
    return path


@asynccontextmanager
async def preview(file: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Driver]:
    with previewing(wiring.build(), file) as services:
        app = PmlearnApp(services, partial(places.preview, services.preview), keymap.NOT_IN_PREVIEW)
        async with driving_app(app, size) as driver:
            yield driver


def save(file: Path, text: str) -> None:
    """As many editors do: another file takes its name."""
    other = file.with_name(".mine.yaml.swp")
    other.write_text(text, "utf-8")
    other.replace(file)


def line_of(driver: Driver, words: str) -> int:
    return next(at for at, line in enumerate(driver.text().splitlines()) if words in line)


def column_of(driver: Driver, words: str) -> int:
    return driver.text().splitlines()[line_of(driver, words)].index(words)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 12)])
async def test_it_follows_the_file(file: Path, size: tuple[int, int]) -> None:
    async with preview(file, size) as driver:
        await driver.shows("Preview › Mine", "[ ] Step one", "no problems")
        save(file, MINE + STEP.format("two"))
        await driver.shows("[ ] Step two")
        save(file, WARNING)
        await driver.shows("1 warning", "8:9 warning: ")
        await driver.until(lambda: "Step two" not in driver.text())
        save(file, ERROR)
        await driver.shows("1 error", "8:42 error: kind is", "[ ] Step one")
        if size[1] > 12:
            await driver.shows("did you mean reading?")
        save(file, MINE)
        await driver.shows("no problems")


async def test_problems_are_below_the_list_and_in_a_wide_terminal_beside_it(file: Path) -> None:
    save(file, WARNING)
    async with preview(file) as driver:
        await driver.shows("1 warning")
        assert line_of(driver, "8:9 warning") > line_of(driver, "Step one") + 10
        assert column_of(driver, "8:9 warning") == 3
    async with preview(file, (120, 40)) as driver:
        await driver.shows("1 warning", "15 min · ")
        assert column_of(driver, "8:9 warning") > 60


async def test_the_panel_moves_when_the_window_is_dragged(file: Path) -> None:
    save(file, WARNING)
    async with preview(file) as driver:
        await driver.shows("1 warning")
        await driver.pilot.resize_terminal(120, 40)
        await driver.until(lambda: column_of(driver, "8:9 warning") > 50)
        await driver.shows("write done_when:")
        await driver.pilot.resize_terminal(60, 20)
        await driver.until(lambda: column_of(driver, "8:9 warning") == 3)
        await driver.shows("write done_when:")


async def test_of_a_first_version_with_errors_the_problems_alone_are_shown(
    file: Path,
) -> None:
    save(file, ERROR)
    async with preview(file) as driver:
        await driver.shows("Preview › mine.yaml", "It cannot be shown yet.", "8:42 error")
        assert "Step one" not in driver.text()
        save(file, MINE)
        await driver.at("[ ] Step one")
        await driver.press("space")
        await driver.shows("[x] Step one")


async def test_progress_stays_while_the_file_changes_and_can_be_undone(file: Path) -> None:
    async with preview(file) as driver:
        await driver.at("Step one")
        await driver.press("space")
        await driver.shows("[x] Step one", "100%")
        save(file, MINE + STEP.format("two"))
        await driver.shows("[x] Step one", "[ ] Step two", "50%")
        await driver.press("u")
        await driver.shows("[ ] Step one")


async def test_tab_lets_the_keys_move_the_problems_and_back(file: Path) -> None:
    save(file, MINE + "".join(map(STEP.replace(", done_when: You did.", "").format, range(2, 30))))
    async with preview(file) as driver:
        await driver.shows("9:9 warning")
        await driver.press("tab", "G")
        await driver.shows("36:9 warning")
        assert "9:9 warning" not in driver.text().replace("29:9", "")
        assert "Step one" in driver.row()
        await driver.press("tab", "down")
        await driver.at("Step 2")


async def test_a_step_that_is_open_follows_too_and_q_comes_back(file: Path) -> None:
    async with preview(file) as driver:
        await driver.press("enter")
        await driver.shows("It helps.")
        save(file, MINE.replace("It helps.", "It helps a lot."))
        await driver.shows("It helps a lot.")
        await driver.press("q")
        await driver.shows("no problems")
        await driver.press("h", "h", "h")
        await driver.at("+ Only")


async def test_what_a_preview_has_none_of_is_neither_done_nor_said(file: Path) -> None:
    async with preview(file, (120, 60)) as driver:
        await driver.press("1", "2", "3", "F", "r", "f")
        await driver.shows("no problems")
        assert driver.said() == ""
        assert "refresh" not in driver.text()
        await driver.press("question_mark")
        await driver.shows("To what is wrong with the")
        assert "feed" not in driver.text()
        assert "Go to Today" not in driver.text()
