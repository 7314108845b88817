from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tui.driving import driving
from tests.tui.fakes import services

if TYPE_CHECKING:
    from pathlib import Path

    from pmlearn.wiring import Services


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal with 256 colours."""
    for name in ("NO_COLOR", "COLORTERM", "PMLEARN_THEME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


async def test_a_key_goes_round_the_themes_and_the_choice_is_kept(learner: Services) -> None:
    async with driving(learner) as driver:
        assert driver.app.wears.name == "terminal"
        for name in ("dark", "light", "contrast", "mono", "terminal", "dark"):
            await driver.press("T")
            await driver.until(lambda name=name: driver.said() == f"theme: {name}")  # type: ignore[misc]
            assert driver.app.wears.name == name
        await driver.until(lambda: learner.theme.name() == "dark")


async def test_it_begins_with_what_was_chosen(home: Path) -> None:
    services(home / "pmlearn").theme.keep("light")
    async with driving(services(home / "pmlearn")) as driver:
        assert driver.app.wears.name == "light"
        # By its name in the palette, too.
        await driver.press("ctrl+p", *"themes")
        await driver.shows("Go round the themes")
        await driver.press("enter")
        await driver.until(lambda: driver.app.wears.name == "contrast")


async def test_what_the_configuration_says_is_changed_until_the_end_alone(home: Path) -> None:
    known = services(home / "pmlearn", env={"PMLEARN_THEME": "dark"})
    async with driving(known) as driver:
        assert driver.app.wears.name == "dark"
        await driver.press("T")
        await driver.shows("theme: light, until you leave: PMLEARN_THEME says dark")
    assert services(home / "pmlearn").theme.name() == "terminal"


@pytest.mark.parametrize(
    ("env", "shown", "said"),
    [
        ({"NO_COLOR": "1"}, "mono", "NO_COLOR is set: the theme stays mono"),
        ({"TERM": "vt100"}, "mono", "this terminal has no colours: the theme stays mono"),
        ({"TERM": "linux"}, "terminal", "theme: mono"),
    ],
)
async def test_a_terminal_with_fewer_colours_shows_what_it_can(
    home: Path, monkeypatch: pytest.MonkeyPatch, env: dict[str, str], shown: str, said: str
) -> None:
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    async with driving(services(home / "pmlearn")) as driver:
        assert driver.app.wears.name == shown
        await driver.press("T")
        await driver.until(lambda: driver.said() == said)
    learner = services(home / "pmlearn", env={"PMLEARN_THEME": "dark"})
    async with driving(learner) as driver:
        assert driver.app.wears.name == shown
