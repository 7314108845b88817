"""What the terminal is told besides cells, and when it is not ours to be told anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.tui import modes
from pmlearn.tui.driver import Terminal

if TYPE_CHECKING:
    import pytest


def test_a_sheet_that_is_open_at_the_end_leaves_the_mouse_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal, sent = Terminal.__new__(Terminal), list[str]()
    terminal._mouse, terminal._term = True, "xterm"
    monkeypatch.setattr(terminal, "write", sent.append)
    terminal.lend_mouse(lent=True)
    assert sent == [modes.mouse("xterm", wanted=False)]
    terminal.aside = True  # the terminal was given back before the sheet is closed
    terminal.lend_mouse(lent=False)
    assert len(sent) == 1
