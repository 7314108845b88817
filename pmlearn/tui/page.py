"""What every page has: a header, a line for messages, a footer, and the way its data comes to it."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any, ClassVar, cast

from rich.segment import Segment
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from pmlearn.tui import keymap
from pmlearn.tui.widgets.ask import Ask
from pmlearn.tui.widgets.bars import Footer, Header, Status
from pmlearn.tui.widgets.lines import Lines
from pmlearn.tui.widgets.nowplaying import NowPlaying

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from textual.app import ComposeResult

    from pmlearn.tui.app import PmlearnApp
    from pmlearn.wiring import Services

LEAST = (40, 12)
"""Columns and rows below which a page asks for more room."""

WIDE = 100
"""Columns from which a page has a second pane."""


class Page(Screen[None], inherit_bindings=False):
    """A page.

    `fetch` runs on the services' thread and returns what `accept` then gives to the widgets; a page is
    first painted when it has its data.
    """

    NAME: ClassVar[str]  # as the keymap and the registry of pages call it
    PLACE: ClassVar[str]  # the place that it belongs to
    UP: ClassVar[str] = ""  # the page that one goes back to where none is below; "" leaves
    AUTO_FOCUS = ".main"

    def __init__(self) -> None:
        super().__init__()
        keymap.bind(self, self.NAME)
        self.head = Header()
        self.playing = NowPlaying()
        self.line = Status()
        self.foot = Footer(self.NAME)

    @property
    def shell(self) -> PmlearnApp:
        """The app, by its own type."""
        return cast("PmlearnApp", self.app)

    def body(self) -> Iterator[Widget]:
        """The widgets between the header and the line for messages; the main one has the class `main`."""
        raise NotImplementedError

    def fetch(self, services: Services) -> Any:
        """Read what the page shows; on the services' thread.

        Raises:
            PmlearnError: it cannot be read; the page is not opened, or stays as it is.
        """
        raise NotImplementedError

    def await_back(self, refs: Sequence[str]) -> None:
        """Be told what was undone, before it is shown again: the cursor goes to a row that comes back."""

    def accept(self, data: Any) -> None:
        """Show what was read."""
        raise NotImplementedError

    def address(self) -> dict[str, Any]:
        """The arguments that make this page again, with its cursor where it is."""
        return {}

    def scrolled(self) -> int:
        """The first line that is seen of what the page shows."""
        return 0

    def put_top(self, top: int) -> None:
        """Show that line first again, as far as there is one; before the page is painted."""

    def up_address(self) -> dict[str, Any]:
        """The arguments of the page `UP`, with its cursor on what this page is about."""
        return {}

    def parting(self) -> Callable[[Services], object] | None:
        """What is to be kept of this page when it is left, on the services' thread; None for nothing."""
        return None

    # Of the item that the page is about, or that the cursor is on; the keymap says on which pages.

    def _item(self) -> str:
        known = self.address()
        return str(known.get("item") or known.get("at") or "")

    def action_play_this(self) -> None:
        """Play it."""
        self.shell.play_chosen(self._item())

    def action_download(self) -> None:
        """Download it."""
        self.shell.download(self._item())

    async def action_chapters(self) -> None:
        """Show its chapters."""
        if id_ := self._item():
            await self.shell.open("chapters", item=id_)

    async def escape(self) -> bool:
        """Cancel what can be cancelled on this page; False where there is nothing."""
        return False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether there is such a thing to do in this app."""
        return self.shell.check_action(action, parameters)

    def compose(self) -> ComposeResult:
        """Set the header, the body, the line and the footer below each other."""
        self._fit()
        yield self.head
        yield from self.body()
        yield self.playing
        yield self.line
        yield self.foot
        yield self.line.above
        yield Room()

    def on_screen_resume(self) -> None:
        """Show what is played since."""
        self.shell.show_playing()

    def on_resize(self) -> None:
        """Fit the page into the terminal."""
        self._fit()
        self.resized()

    def resized(self) -> None:
        """Be told that the page was fitted: Textual would call an `on_resize` of a page's own before that."""

    def on_status_grown(self, event: Status.Grown) -> None:
        """Let no message cover the row that the cursor is on."""
        for lines in self.query(Lines):
            lines.uncover(event.rows)

    async def reload(self) -> None:
        """Read and show again."""
        data = await self.shell.attempt(self.fetch)
        if data is not None and self.is_attached:
            self.accept(data)

    async def ask(self, label: str, value: str = "", *, over: bool = False) -> str | None:
        """Ask for a line of text below the body; None where it was cancelled. To be awaited in a worker.

        A `value` that is a guess is typed `over`.
        """
        if not (self.is_mounted and self.is_attached) or self.query(Ask):
            # Typed before the page was there, after it was left, or ahead of the answer to another question.
            return None
        ask = Ask(label, value, over=over)
        (said, bad), then, answer = self.line.message, self.line.then, None
        self.line.display = False
        self.line.say("")
        self.foot.ask(asked=True)
        try:
            with self.shell.ahead.held():
                await self.mount(ask, after=self.line)
            answer = await ask.answer
            return answer
        finally:
            if answer is None and not self.line.message[0]:
                # Nothing was answered: what stood there holds still.
                self.line.say(said, bad=bad, then=then)
            self.foot.ask(asked=False)
            with self.shell.ahead.held():
                self.line.display = True
                if ask.is_attached:
                    await ask.remove()
                # None is left where the page was closed meanwhile.
                for main in self.query(".main"):
                    main.focus()

    def _pop_result_callback(self) -> None:
        # The first page of a place was never pushed: it has no callback, which Textual's switch_screen
        # does not expect.
        if self._result_callbacks:
            super()._pop_result_callback()

    def _take_up(self) -> None:
        # In a window of a row or two there was none for the list: it lost the focus.
        if self.is_current and self.focused is None:
            for main in self.query(".main"):
                main.focus()

    def _fit(self) -> None:
        width, height = self.app.size
        tiny = width < LEAST[0] or height < LEAST[1]
        if self.has_class("-tiny") and not tiny:
            self.call_after_refresh(self._take_up)
        self.set_class(tiny, "-tiny")
        self.set_class(width >= WIDE, "-wide")


class Room(Widget):
    """Asks for more room; shown instead of everything else where there is too little."""

    def render_line(self, y: int) -> Strip:
        """Draw the sentence in the middle, in as many lines as it takes."""
        width, height = self.size
        words = f"pmlearn needs {LEAST[0]} columns and {LEAST[1]} rows."
        lines = textwrap.wrap(words, max(1, width))
        at = y - max(0, (height - len(lines)) // 2)
        text = lines[at] if 0 <= at < len(lines) else ""
        return Strip([Segment(text.center(width))]).adjust_cell_length(width)
