"""The chapters of one recording; enter plays from one of them on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pmlearn.model.recording import chapter_at, clock
from pmlearn.model.text import duration
from pmlearn.tui.download import fetch_chapters
from pmlearn.tui.listpage import ListPage
from pmlearn.tui.sections import joined
from pmlearn.tui.told import told
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.columns import Column
from pmlearn.tui.widgets.rows import BLANK, Cells, Text, heading, hint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlearn.model.feed import Chapter, Transcript
    from pmlearn.model.queue import QueueItem
    from pmlearn.tui.widgets.lines import Lines
    from pmlearn.wiring import Services


COLUMNS = (
    Column(8, right=True),  # when it begins
    Column(20, grow=1),
    Column(9, rank=2),  # whether the recording was left in it
    Column(7, right=True, rank=1),  # how long it takes
)


@dataclass(frozen=True)
class Data:
    """What the page shows."""

    item: QueueItem
    chapters: tuple[Chapter, ...]
    heard: int  # seconds
    missing: bool  # they can be fetched
    transcripts: tuple[Transcript, ...]  # what is said in it, as its feed names it


class ChaptersPage(ListPage):
    """See the module."""

    NAME = "chapters"
    PLACE = "queue"
    UP = "reader"

    def __init__(self, item: str, at: str = "") -> None:
        super().__init__(at)
        self._item_id = item
        self._missing = False  # they can be fetched
        self._asked = False  # they were fetched, or could not be

    def fetch(self, services: Services) -> Data:
        """Read what is known of them."""
        item = services.queue.get(self._item_id)
        chapters = services.chapters.known(item.id)
        heard = services.listening.heard(item.id)
        missing, transcripts = services.chapters.missing(item.id), services.chapters.transcripts(item.id)
        return Data(item, chapters, heard, missing, transcripts)

    def accept(self, data: Data) -> None:
        """Show them; the cursor begins on the one where the recording was left."""
        self.head.set("Queue", data.item.feed_title, "Chapters")
        if self.lines.cursor < 0 and not self._at and data.chapters:
            here = max(0, chapter_at(data.chapters, data.heard))
            self._at = _key(here, data.chapters[here])
        self._missing = data.missing
        self.show(list(_rows(data, asking=data.missing and not self._asked)))

    def on_mount(self) -> None:
        """Fetch them, if they are not here."""
        if self._missing:
            self.run_worker(self._fetch())

    async def _fetch(self) -> None:
        failed = await fetch_chapters(self._item_id)
        self._asked = True
        await self.reload()
        if failed:
            self.shell.say(failed, bad=True)

    def address(self) -> dict[str, Any]:
        """The item, and the row of the cursor."""
        return {"item": self._item_id, **super().address()}

    def up_address(self) -> dict[str, Any]:
        """The item."""
        return {"item": self._item_id}

    def on_lines_selected(self, event: Lines.Selected) -> None:
        """Play from there."""
        start = event.key.partition("@")[2]
        self.shell.play(self._item_id, int(start) if start.isdecimal() else None)


def _key(at: int, chapter: Chapter) -> str:
    return f"{at}@{chapter.start}"


def _rows(data: Data, *, asking: bool) -> Iterator[Text | Cells]:
    item, here = data.item, chapter_at(data.chapters, data.heard) if data.heard else -1
    yield heading(item.title)
    heard = f"heard to {clock(data.heard)}" if data.heard else ""
    yield hint(joined(item.feed_title, duration(item.minutes) if item.minutes else "", heard), 0)
    yield BLANK
    ends = [chapter.start for chapter in data.chapters[1:]] + [(item.minutes or 0) * 60]
    for at, (chapter, end) in enumerate(zip(data.chapters, ends, strict=False)):
        title = chapter.title or f"Chapter {at + 1}"
        minutes = -(-(end - chapter.start) // 60)
        cells = (
            (clock(chapter.start), ink.MUTED),
            (title, ink.MUTED if at < here else ink.PLAIN),
            ("left here" if at == here else "", ink.ACCENT),
            (duration(minutes) if minutes > 0 else "", ink.PLAIN),
        )
        yield Cells(_key(at, chapter), COLUMNS, cells, main=1, words=title)
    if not data.chapters:
        without = told("It comes without chapters. {play} plays it.", "chapters")
        yield hint("Asking for the chapters…" if asking else without)
    if data.transcripts:
        yield BLANK
        yield heading("Transcripts")
        for transcript in data.transcripts:
            kind = f" ({transcript.language})" if transcript.language else ""
            yield Text(transcript.url + kind)
        yield hint(f"Read one with: pmlearn queue transcript {data.item.id}", 0)
