"""Two windows of one person, and a shell beside them: what one does shows in the others, unasked.

The design wants it within a second; nothing here presses a key in the window that watches, so that only the
watch on the disk can bring it there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e import terminal as pty
from tests.e2e.documents import RSS
from tests.e2e.shell import shell
from tests.e2e.terminal import Terminal, environment
from tests.e2e.test_learning import FIRST, SECOND, open_inspired
from tests.feedserver import FeedServer, Reply

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

SOON = 10.0
"""The watchdog: ten times what the design allows."""


def test_a_tick_shows_in_the_other_window_and_its_cursor_stays(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env = environment(home)
    with Terminal(env) as one, Terminal(env) as two:
        open_inspired(one)
        open_inspired(two)
        two.press("down").wait_for(lambda t: SECOND in t.line("▸ "))
        monkeypatch.setattr(pty, "WATCHDOG", SOON)
        one.press("space").wait_for(f"[x] {FIRST}")
        two.wait_for(f"[x] {FIRST}")
        shell(env, "step", "done", "inspired/choose-your-product")
        two.wait_for(f"[x] {SECOND}")
        one.wait_for(f"[x] {SECOND}")
        shell(env, "undo")
        two.wait_for(f"[ ] {SECOND}")
        assert SECOND in two.line("▸ ")
        assert FIRST in one.line("▸ ")
        # Each window takes back what it did itself.
        two.press("u").wait_for("nothing to undo in this window")
        one.press("u").wait_for(f"[ ] {FIRST}")
        two.wait_for(f"[ ] {FIRST}")


def test_a_note_written_in_both_windows_at_once_is_kept_twice_and_a_dropped_line_costs_none(
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
        two.wait_for("theirs has three of them")
        two.close()
        assert two.wait_for_end() == 129
    with Terminal(env) as again:
        again.wait_for("? keys").press("a").wait_for("theirs has three of them")
        again.wait_for("your draft goes on here").press("ctrl+s").wait_for("noted: ")
        again.press("enter").wait_for("ours has no goals").wait_for("theirs has three of them")
        again.press("ctrl+q")
        assert again.wait_for_end() == 0
    assert list((home / "pmlearn" / "state" / "drafts").iterdir()) == []


def test_what_a_refresh_from_the_shell_brings_shows_in_the_open_queue(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env = environment(home)
    with FeedServer({"/rss.xml": Reply(RSS, etag='"1"')}) as server, Terminal(env) as window:
        window.wait_for("? keys").press("3").wait_for("Nothing to read yet")
        shell(env, "queue", "add", "--no-fetch", "https://example.org/saved", "--title", "Saved by hand")
        window.press("tab").wait_for("Saved by hand").press("btab").wait_for("Inbox 0")
        monkeypatch.setattr(pty, "WATCHDOG", SOON)
        shell(env, "feed", "add", server.url("/rss.xml"))
        shell(env, "feed", "refresh")
        window.wait_for("Say no & mean it").wait_for("Inbox 2")
        window.press("down").wait_for(lambda t: "What a roadmap promises" in t.line("▸ "))
        shell(env, "queue", "add", "--no-fetch", "https://example.org/another")
        window.wait_for("Queued 2")
        assert "What a roadmap promises" in window.line("▸ ")
