"""A link where no browser can be started: to click, to copy, to select, or to scan with a phone."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

from rich.segment import Segment
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Label, Static

from pmlearn.errors import PmlearnError
from pmlearn.services import qr
from pmlearn.tui import keymap
from pmlearn.tui.copying import SHEET, copy
from pmlearn.tui.driver import Terminal
from pmlearn.tui.told import told
from pmlearn.tui.unbroken import Unbroken, sequence
from pmlearn.tui.widgets.bars import Status
from pmlearn.tui.widgets.keyline import KeyLine
from pmlearn.tui.widgets.qrcode import QrCode

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.geometry import Size

    from pmlearn.tui.app import PmlearnApp

TOP = 2
"""Rows above the address."""

BESIDE = 7
"""Rows that the rest of the sheet takes."""

LINKED = "A click opens it on your side, in most terminals with ctrl or cmd held.\n"
SELECT = "The mouse selects it as one line."


class Address(Widget):
    """The address from the first column on, without a mark or an edge, as one selects it."""

    DEFAULT_CSS = "Address { height: auto; width: 1fr; }"

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """The rows that it takes, of those that there are."""
        return max(1, min(-(-len(self._address) // max(1, width)), viewport.height - BESIDE))

    def render_line(self, y: int) -> Strip:
        """Draw a row of it."""
        width = self.size.width
        return Strip([Segment(self._address[y * width : (y + 1) * width])]).adjust_cell_length(width)


class LinkSheet(Unbroken):
    """The sheet.

    Args:
        address: printable ASCII alone (`services/links.py: plain_address()`).
        linked: the terminal may be handed a hyperlink.
        ascii: it shows ASCII alone.
    """

    def __init__(self, address: str, *, linked: bool, ascii: bool) -> None:  # noqa: A002 - as the setting
        super().__init__()
        keymap.bind(self, "linksheet")
        self._address = address
        self._linked = linked
        self._code = QrCode(ascii=ascii)
        self._shown = Address(address)
        self._line = Status()
        self._keys = KeyLine("linksheet")

    def compose(self) -> ComposeResult:
        """Set the address above what can be done with it; the code takes all of it when it is asked for."""
        yield Label("Link", classes="heading")
        yield Status()  # which has nothing to say, and is a rule
        yield self._shown
        yield Static(Content((LINKED if self._linked else "") + SELECT), classes="hint")
        yield self._code
        yield self._line
        yield self._keys

    def on_mount(self) -> None:
        """The mouse is the terminal's, to select with."""
        self._lend(lent=True)

    def on_unmount(self) -> None:
        """The mouse is the app's again."""
        self._lend(lent=False)

    def on_screen_suspend(self) -> None:
        """So it is on a page that is gone to meanwhile."""
        self._lend(lent=False)

    def on_screen_resume(self) -> None:
        """Back from there."""
        self._lend(lent=True)

    def on_resize(self) -> None:
        """A code that does not fit any more gives way to the address."""
        if self.has_class("-code") and self._code.lacks(*self._room()):
            self._show_code(shown=False)

    def beyond_cells(self) -> str:
        """The address as the terminal's own line."""
        if self.has_class("-code"):
            return ""
        return sequence(TOP, self._address, self._shown.size.area, linked=self._linked)

    async def action_copy(self) -> None:
        """Copy the address."""
        self._show_code(shown=False)
        await copy(cast("PmlearnApp", self.app), self._address, self._line.say, SHEET)

    async def action_qr(self) -> None:
        """Show it as a QR code; once more, the address."""
        if self.has_class("-code"):
            self._show_code(shown=False)
            return
        try:
            # Not here: what computes it is imported for the first one, and a long one takes a while.
            code = await asyncio.to_thread(qr.modules, self._address)
        except PmlearnError as error:
            self._line.say(error.message, bad=True, then=told("{copy} copies it", "linksheet"))
            return
        self._code.show(code)
        if lacks := self._code.lacks(*self._room()):
            needs = f"its QR code needs {lacks[0]} columns and {lacks[1] + 1} rows"
            self._line.say(needs, then=told("{copy} copies it", "linksheet"))
        else:
            self._show_code(shown=True)

    def action_leave(self) -> None:
        """Back to the address, then to the page."""
        if self.has_class("-code"):
            self._show_code(shown=False)
        elif self.is_current:
            self.dismiss(None)

    def _show_code(self, *, shown: bool) -> None:
        self._line.say("")
        self.set_class(shown, "-code")
        self._keys.leave_out({"qr"} if shown else ())

    def _room(self) -> tuple[int, int]:
        # The line of keys stays.
        return self.size.width, self.size.height - 1

    def _lend(self, *, lent: bool) -> None:
        driver = self.app._driver  # noqa: SLF001 - ours: see `pmlearn.tui.driver`
        if isinstance(driver, Terminal):
            driver.lend_mouse(lent=lent)
