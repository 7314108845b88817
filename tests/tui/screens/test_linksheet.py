"""A link where no browser can be started, and what is copied."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import pytest

from pmlearn.model.query import parse
from pmlearn.services.qr import framed, half_rows, modules
from pmlearn.tui.screens.linksheet import LinkSheet
from pmlearn.tui.unbroken import sequence
from pmlearn.tui.voices import DARK, LIGHT
from tests.tui.driving import Driver, driving
from tests.tui.fakes import following, services, with_entries

if TYPE_CHECKING:
    from pathlib import Path

    from pmlearn.wiring import Services

LONG = "https://example.org/" + "/".join(f"part-{n}" for n in range(20))


def of(home: Path, **env: str) -> Services:
    known = with_entries(following(services(home / "pmlearn")))
    known.env = {"TERM": "xterm", "SSH_CONNECTION": "here", **env}
    return known


async def sheet(driver: Driver, address: str = LONG, *, ascii_: bool = False) -> None:
    await driver.app.push_screen(LinkSheet(address, linked=True, ascii=ascii_))
    await driver.shows("Link", "esc back")


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the terminal is sent beside the cells."""
    found: list[str] = []
    monkeypatch.setattr("pmlearn.tui.app.PmlearnApp.send", lambda _, text: found.append(text))
    return found


async def test_the_address_stands_whole_from_the_first_column_on(home: Path, sent: list[str]) -> None:
    async with driving(of(home)) as driver:
        await sheet(driver)
        await driver.until(lambda: LONG in driver.text().replace("\n", ""))
        screen = driver.app.screen
        assert isinstance(screen, LinkSheet)
        await driver.until(lambda: LONG in screen.beyond_cells().replace("\x1b\\", "", 1))
        await driver.press("y")
        await driver.shows("sent to the terminal's clipboard: some terminals ignore it")
        assert sent == [f"\x1b]52;c;{base64.b64encode(LONG.encode()).decode()}\x07"]
        await driver.press("escape")
        await driver.until(lambda: not isinstance(driver.app.screen, LinkSheet))


async def test_it_becomes_a_code_where_that_fits_and_an_address_again(home: Path) -> None:
    short = "https://example.org/x"
    code = half_rows(framed(modules(short), 4))
    async with driving(of(home)) as driver:
        await sheet(driver, short)
        await driver.press("r")
        await driver.shows(code[3].strip(), code[8].strip())
        assert short not in driver.text()
        assert "QR code" not in driver.text()
        await driver.pilot.resize_terminal(80, 12)
        await driver.shows(short)
        await driver.press("r")
        await driver.shows("its QR code needs 27 columns and 15 rows · y copies it")
        await driver.press("y")
        await driver.shows("sent to")


async def test_in_ascii_it_is_made_of_blanks(home: Path) -> None:
    async with driving(of(home), (80, 60)) as driver:
        await sheet(driver, "https://example.org/x", ascii_=True)
        await driver.press("r")
        await driver.until(lambda: "example" not in driver.text())
        strips = driver.app.screen._compositor.render_strips()
        styles = {str(segment.style) for strip in strips for segment in strip}
        assert {str(DARK), str(LIGHT)} <= styles  # the painter draws these black on white
        assert driver.text().isascii()


@pytest.mark.parametrize("place", ["queue", "today", "step", "reader", "feeds", "fresh", "search"])
async def test_the_address_of_what_is_in_hand_is_copied(home: Path, sent: list[str], place: str) -> None:
    known = of(home)
    item = known.queue.page(parse("")).items[0]
    arguments: dict[str, dict[str, Any]] = {
        "step": {"ref": "inspired/teams"},
        "fresh": {"ref": "inspired/teams"},
        "reader": {"item": item.id},
        "search": {"words": "roadmap"},
    }
    if place == "search":
        known.search.find("x")
    async with driving(known) as driver:
        await driver.app.open(place, **arguments.get(place, {}))
        if place in ("queue", "today", "feeds", "fresh"):
            await driver.until(lambda: bool(driver.lines.key))
        await driver.press("ctrl+y" if place == "search" else "y")
        await driver.until(lambda: bool(sent) or "Link 1 to" in driver.text())
        await driver.press("enter")
        await driver.until(lambda: bool(sent))
        assert sent[0].startswith("\x1b]52;c;")
        assert base64.b64decode(sent[0][7:-1]).startswith(b"http")


async def test_what_may_not_be_opened_is_not_shown_either(home: Path, sent: list[str]) -> None:
    from pmlearn.tui import linking

    async with driving(of(home)) as driver:
        for do in (linking.show_link, linking.copy_link):
            await do(driver.app, ["javascript://alert(1)"])
            await driver.until(lambda: "not opened" in driver.said())
        assert not isinstance(driver.app.screen, LinkSheet)
    assert sent == []


def test_the_sequence_wraps_by_itself_and_takes_nothing_but_an_address() -> None:
    assert sequence(2, "https://e.example/", 9, linked=True) == (
        "\x1b[3;1H\x1b[?7h\x1b]8;;https://e.example/\x1b\\https://e\x1b]8;;\x1b\\\x1b[?7l"
    )
    assert (
        sequence(2, "https://e.example/", 80, linked=False) == "\x1b[3;1H\x1b[?7hhttps://e.example/\x1b[?7l"
    )
    assert sequence(2, "https://e.example/\x1b\\", 80, linked=True) == ""
    assert sequence(2, "https://e.example/ü", 80, linked=True) == ""
