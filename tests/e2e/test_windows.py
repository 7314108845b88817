"""Two windows of one person, and a shell beside them: what one does shows in the others, unasked.

The design wants it within a second; nothing here presses a key in the window that watches, so that only the
watch on the disk can bring it there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e import terminal as pty
from tests.e2e.terminal import Terminal, environment
from tests.e2e.test_learning import open_inspired

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

SOON = 10.0
"""The watchdog: ten times what the design allows."""


def test_a_note_written_in_both_windows_at_once_is_kept_twice(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env = environment(home)
    with Terminal(env) as one, Terminal(env) as two:
        for window, words in ((one, "ours has no goals"), (two, "theirs has three")):
            open_inspired(window)
            window.press("a").wait_for("ctrl+s keep").type(words)
            window.wait_for(words)
        monkeypatch.setattr(pty, "WATCHDOG", SOON)
        one.press("ctrl+s").wait_for("noted: ")
        # What came from elsewhere meanwhile changes nothing of what is being typed.
        two.settle().wait_for("theirs has three").type(" of them")
        two.press("ctrl+s").wait_for("noted: ")
        two.press("enter").wait_for("ours has no goals").wait_for("theirs has three of them")
