"""Search: everything that has some words, found while they are typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from pmlearn.model.progress import Status
from pmlearn.model.queue import ItemKind
from pmlearn.model.search import read
from pmlearn.model.text import plural
from pmlearn.services.search import page_of
from pmlearn.tui import linkkeys
from pmlearn.tui.building import Build
from pmlearn.tui.detail import WORDS
from pmlearn.tui.told import told
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.columns import Column
from pmlearn.tui.widgets.glyphs import BOXES, KINDS
from pmlearn.tui.widgets.line import Line
from pmlearn.tui.widgets.lines import Lines
from pmlearn.tui.widgets.rows import BLANK, Cells, ListRows, Text, heading, hint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual import events
    from textual.timer import Timer
    from textual.widget import Widget

    from pmlearn.services.search import Found, Results
    from pmlearn.wiring import Services

WHERE = 20
"""Cells of the feed's or curriculum's name, at most."""

HEADINGS = {"note": "Notes", "item": "Articles and links", "step": "Steps"}

MOST = 10
"""Rows of each kind: who sees more types another word."""

PAUSE = 0.15
"""Seconds without a key after which is searched; a hand that types makes shorter ones."""


class SearchPage(linkkeys.LinkKeys):
    """The words above what they find."""

    NAME = "search"
    PLACE = "queue"
    UP = "queue"

    def __init__(self, words: str = "", at: str = "") -> None:
        super().__init__()
        self._words = words
        self._at = at  # where the cursor is to be put first
        self._again = bool(words)  # what was found is looked at again, and the words are not changed first
        # Without them: a page is made before there is an app, and what a line holds concerns the app.
        self._input = Line(
            placeholder=told("words to look for; {cancel} goes back"),
            compact=True,
            select_on_focus=False,
            classes="main",
        )
        self._input.cursor_blink = False
        self.lines = Lines()
        self._found: dict[str, Found] = {}  # by the keys of the rows
        self._timer: Timer | None = None
        self._build = Build()

    def body(self) -> Iterator[Widget]:
        """The line for words, and what was found."""
        if self._again:
            self._input.remove_class("main")
            self.lines.add_class("main")
        self.lines.thrifty = self.shell.thrifty
        yield self._input
        yield self.lines

    def fetch(self, services: Services) -> tuple[str, Results | None]:
        """Search."""
        words = self._words
        return words, services.search.find(words, limit=MOST) if read(words).phrases else None

    def accept(self, data: tuple[str, Results | None]) -> None:
        """Show what was found; the answer to words that were changed meanwhile is of no use."""
        words, results = data
        if words != self._words:
            return
        self.head.set("Search", right=_total(results))
        self._found = (
            {f"{each.kind}:{each.id or each.ref}": each for each in results.found} if results else {}
        )
        at, self._at = self._at, ""
        self.lines.show(ListRows(list(_rows(self._found, results))), at)
        if not self.lines.key:
            self.lines.action_first()
        if results is not None and not results.coverage.whole and self.is_attached:
            self.run_worker(self._index(), group="index")

    def address(self) -> dict[str, Any]:
        """The words, and the row of the cursor."""
        return {"words": self._words, "at": self.lines.key}

    def scrolled(self) -> int:
        """The row on top."""
        return self.lines.top

    def put_top(self, top: int) -> None:
        """Put that row on top."""
        self.lines.top = top

    def action_words(self) -> None:
        """Go to the words, to change them; once more, to what they find."""
        (self._input if self.focused is self.lines else self.lines).focus()

    def on_mount(self) -> None:
        """Put the words into their line."""
        self._input.value = self._words

    def on_input_changed(self) -> None:
        """Search once the hand rests."""
        if self._input.value == self._words:
            return
        self._words = self._input.value
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(PAUSE, self._search)

    def _search(self) -> None:
        # A search that was asked for and did not begin yet is not made.
        self.run_worker(self.reload(), group="search", exclusive=True)

    async def on_input_submitted(self) -> None:
        """Open what the cursor is on; back from there, the hand is on what was found."""
        if self.lines.key:
            self.lines.focus()
        await self._open(self.lines.key)

    async def on_lines_selected(self, event: Lines.Selected) -> None:
        """Open what was clicked."""
        await self._open(event.key)

    async def on_key(self, event: events.Key) -> None:
        """Move the cursor while words are being typed."""
        if self.focused is not self._input:
            return
        moves = {"down": 1, "up": -1, "ctrl+n": 1}
        pages = {"pagedown": 1, "pageup": -1}
        if event.key in moves:
            event.stop()
            self.lines.action_move(moves[event.key])
        elif event.key in pages:
            event.stop()
            self.lines.action_page(pages[event.key])

    async def links(self) -> Sequence[str] | None:
        """Those of the item, or of the step."""
        if (found := self._found.get(self.lines.key)) is None:
            return ()
        return await self.shell.attempt(
            lambda s: linkkeys.of_item(s, found.id) if found.id else linkkeys.of_step(s, found.ref)
        )

    def on_unmount(self) -> None:
        """Leave the rest of the texts for another time."""
        self._build.cancel()

    async def _open(self, key: str) -> None:
        if found := self._found.get(key):
            name, arguments = page_of(found)
            await self.shell.open(name, **arguments)

    async def _index(self) -> None:
        if await self._build.run():
            await self.reload()


def _rows(found: dict[str, Found], results: Results | None) -> Iterator[Text | Cells]:
    if results is None:
        yield hint("Searches titles and texts of articles and saved links, your notes, and the steps.")
        yield hint('"Several words" in quotes follow each other; -word leaves out what has it.')
        return
    coverage = results.coverage
    if not coverage.whole:
        yield hint(f"Still indexing: {coverage.done:,} of {plural(coverage.total, 'feed')} so far.")
        yield BLANK
    if not found:
        yield hint(told("Nothing has all of these words. Fewer find more; {cancel} goes back."))
    # Titles have the room that the others do not need.
    where = min(WHERE, max((cell_len(each.where) for each in found.values()), default=0))
    state = max((cell_len(_state(each)) for each in found.values()), default=0)
    columns = (
        Column(3),  # a box, or what kind it is, as on Today
        Column(18, grow=1, gap=1),
        Column(where, rank=2),
        Column(state, right=True, rank=1),
    )
    kind = ""
    for key, each in found.items():
        if each.kind != kind:
            if kind:
                yield BLANK
            kind = each.kind
            yield heading(HEADINGS[kind])
        sign = _sign(each)
        cells = (
            (sign, ink.ACCENT if each.medium else ink.PLAIN),
            (each.title, ink.PLAIN),
            (each.where, ink.MUTED),
            (_state(each), ink.MUTED),
        )
        if sign:
            yield Cells(key, columns, cells, main=1)
        else:  # notes have no state either, and no room for the two
            yield Cells(key, columns[1:-1], cells[1:-1])
        if each.snippet:
            yield hint(each.snippet, indent=4 if sign else 2, most=1)


def _sign(found: Found) -> str:
    if found.kind == "step":
        return BOXES[Status(found.state)]
    return f" {KINDS[ItemKind(found.medium)]} " if found.medium else ""


def _state(found: Found) -> str:
    return WORDS[Status(found.state)] if found.kind == "step" else found.state


def _total(results: Results | None) -> str:
    return f"{len(results.found):,} found" if results is not None else ""
