from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from pmlearn.tui.widgets.line import Line
from tests.tui.driving import driving

if TYPE_CHECKING:
    from pmlearn.wiring import Services

PASTED = "\r\n\x1b]52;c;aGk=\x07https://a.example/\u202e" + "x" * 3000 + "\tb\nsecond"


async def test_what_is_pasted_into_any_line_is_text_alone_and_whole(learner: Services) -> None:
    async with driving(learner) as driver:
        for opened in (("3", "a"), ("ctrl+k",), ("ctrl+p",)):
            await driver.press(*opened)
            await driver.until(lambda: isinstance(driver.app.focused, Line))
            line = driver.app.focused
            assert isinstance(line, Line)
            line.post_message(events.Paste(PASTED))
            await driver.until(lambda line=line: bool(line.value))  # type: ignore[misc]
            assert line.value.endswith("https://a.example/" + "x" * 3000 + " b")
            assert line.value.isprintable()
            await driver.press("escape")
