"""What mpv says over its JSON socket, and what it is told: pure, so that it can be tried without a player.

Source: mpv's manual, "JSON IPC", "List of events" and "Properties". A message is a line of JSON; mpv's own
texts may be no UTF-8.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pmlearn.model.feed import Chapter
from pmlearn.model.recording import chapter_at, clock
from pmlearn.model.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

OBSERVED = ("time-pos", "duration", "speed", "pause", "chapter-list")
SLOWEST, FASTEST, STEP = 0.5, 3.0, 0.1
"""How fast a recording can be heard, and by how much that changes at once."""

KEEP_EVERY = 180
"""Seconds after which the position is kept, while a recording plays."""

LEAST = 5
"""Seconds by which a position differs from the one kept before, to be worth an action in the journal."""

NEARLY = 30
"""Seconds before its end at which a recording has ended: a stream that breaks off ends earlier."""

MOST_CHAPTERS = 1_000
LONGEST = 400 * 3600.0


@dataclass
class Playing:
    """A recording that plays: how far it is, as the player says."""

    title: str
    position: float = 0.0  # seconds
    duration: float | None = None  # seconds; None until it is known
    speed: float = 1.0
    paused: bool = False
    chapters: tuple[Chapter, ...] = ()  # by their start
    loaded: bool = False  # it is heard
    ended: str = ""  # why it ended: eof, stop, quit, error; "" while it plays
    error: str = ""  # what the player says went wrong
    kept: int = 0  # seconds: the position that was kept last
    kept_at: float | None = None  # when that was, by the clock that `due` is given

    @staticmethod
    def greeting() -> bytes:
        """What the player is asked first: to say whenever one of these changes."""
        return b"".join(message("observe_property", number, name) for number, name in enumerate(OBSERVED, 1))

    def take(self, line: bytes) -> None:
        """Take in a line; what makes no sense is passed over."""
        try:
            said = json.loads(line.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            return
        if not isinstance(said, dict):
            return
        event = said.get("event")
        if event == "property-change":
            self._change(said.get("name"), said.get("data"))
        elif event == "file-loaded":
            self.loaded = True
        elif event == "start-file":
            self.ended = ""  # the one before only led to this one
        elif event == "end-file":
            self.ended = clean(str(said.get("reason") or "stop"), 20)
            self.error = clean(str(said.get("file_error") or ""), 100)

    def _change(self, name: object, data: Any) -> None:
        if name == "pause" and isinstance(data, bool):
            self.paused = data
        elif name == "chapter-list" and isinstance(data, list) and not self.chapters:
            self.chapters = _chapters(data[:MOST_CHAPTERS])
        elif isinstance(data, (int, float)) and not isinstance(data, bool) and 0 <= data <= LONGEST:
            if name == "time-pos":
                self.position = float(data)
            elif name == "duration":
                self.duration = float(data)
            elif name == "speed":
                self.speed = round(float(data), 2)

    @property
    def finished(self) -> bool:
        """It was heard to its end, rather than broken off."""
        near = self.duration is None or self.position >= self.duration - min(NEARLY, self.duration / 2)
        return self.ended == "eof" and near

    def due(self, now: float) -> bool:
        """Whether the position is to be kept: when it pauses or ends, and every few minutes.

        Args:
            now: seconds of a clock that only ever grows.
        """
        if self.kept_at is None:
            self.kept_at = now
        if not self.loaded or self.finished or abs(self.position - self.kept) < LEAST:
            return False
        return self.paused or bool(self.ended) or now - self.kept_at >= KEEP_EVERY

    def keep(self, now: float) -> int:
        """The position in whole seconds; it counts as kept."""
        self.kept, self.kept_at = int(self.position), now
        return self.kept

    # What the player is told.

    def pause(self) -> bytes:
        """Pause, or go on."""
        return message("set_property", "pause", not self.paused)

    @staticmethod
    def seek(by: float) -> bytes:
        """Go on, or back, by so many seconds."""
        return message("seek", by, "relative")

    @staticmethod
    def jump(to: float) -> bytes:
        """Go to a time."""
        return message("seek", to, "absolute")

    def faster(self, steps: int) -> bytes:
        """Play faster by so many steps, or slower."""
        speed = min(max(self.speed + steps * STEP, SLOWEST), FASTEST)
        return message("set_property", "speed", round(speed, 2))

    def chapter(self, by: int) -> bytes:
        """Go to the next chapter, or to the start of this one, then of the one before; b"" for nowhere."""
        at = chapter_at(self.chapters, self.position)
        if by > 0:
            at += 1
        elif at >= 0 and self.position - self.chapters[at].start < LEAST:
            at -= 1
        return self.jump(self.chapters[at].start) if 0 <= at < len(self.chapters) else b""

    # What is shown.

    def where(self) -> str:
        """How far it is: `12:34/54:10 1.5×`."""
        text = clock(self.position)
        if self.duration:
            text += f"/{clock(self.duration)}"
        return f"{text} {self.speed:g}×" if self.speed != 1 else text

    def chapter_title(self) -> str:
        """The title of the chapter that is heard; "" where there is none."""
        at = chapter_at(self.chapters, self.position)
        return self.chapters[at].title if at >= 0 else ""


def message(*words: object) -> bytes:
    """A command as a line for the socket."""
    return json.dumps({"command": words}).encode() + b"\n"


def _chapters(found: Sequence[object]) -> tuple[Chapter, ...]:
    """The chapters that stand in the file itself."""
    chapters = []
    for chapter in found:
        if isinstance(chapter, dict):
            start, title = chapter.get("time"), chapter.get("title")
            if isinstance(start, (int, float)) and 0 <= start <= LONGEST:
                chapters.append(Chapter(int(start), clean(str(title or ""))))
    return tuple(sorted(chapters, key=lambda chapter: chapter.start))
