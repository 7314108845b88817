"""Stats: a year of days, weeks, curricula and reading, to look at; the same as text below each picture."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

from textual.containers import Horizontal

from pmlearn.tui import dates, yearrows
from pmlearn.tui.listpage import ListPage
from pmlearn.tui.page import WIDE
from pmlearn.tui.widgets.panel import Panel
from pmlearn.tui.widgets.rows import BLANK, ListRows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual import events
    from textual.widget import Widget

    from pmlearn.services.stats import StatsView
    from pmlearn.tui.widgets.lines import Lines
    from pmlearn.wiring import Services

NO_EARLIER = frozenset({"year"})
"""The actions that there is no use for before anything was done in another year."""

USELESS = NO_EARLIER | {"select", "find"}
"""The same before anything was done at all."""

YEAR = timedelta(weeks=52)
"""How far one goes back at once: weekdays stay where they are."""


class StatsPage(ListPage):
    """The fourth place.

    Args:
        at: the key of the row that the cursor is to be on.
        until: the last day of the year, YYYY-MM-DD; "" for today.
    """

    NAME = "stats"
    PLACE = "stats"

    def __init__(self, at: str = "", until: str = "") -> None:
        super().__init__(at)
        self._panels = (Panel(), Panel())
        self._sides = Horizontal(*self._panels, classes="panes")
        self._panels[0].add_class("main")
        self._panels[1].add_class("side")
        self.lines = self._panels[0]
        self._until = date.fromisoformat(until) if until else None
        self._unfolded: set[str] = set()
        self._view: StatsView | None = None

    def body(self) -> Iterator[Widget]:
        """The sections: one below the other, or in two columns."""
        for panel in self._panels:
            panel.thrifty = self.shell.thrifty
        self._spread()
        yield self._sides

    def fetch(self, services: Services) -> tuple[StatsView, str]:
        """Read the year."""
        return services.stats.view(self._until), dates.date(services.now())

    def accept(self, data: tuple[StatsView, str]) -> None:
        """Show the year."""
        self._view, today = data
        self.head.place = "stats"
        self.head.set(right=today)
        # A second side without anything, and keys to years without anything, would be for nobody.
        self._sides.set_class(self._view.empty, "-alone")
        without: frozenset[str] = frozenset() if self._view.earlier else NO_EARLIER
        self.foot.leave_out(USELESS if self._view.empty else without)
        if self.is_attached:
            self._spread()

    def address(self) -> dict[str, Any]:
        """The year, and the row of the cursor."""
        return {"at": self.lines.key, "until": self._until.isoformat() if self._until else ""}

    def resized(self) -> None:
        """Let the sections stand where there is room for them."""
        self._spread()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Use the side that was clicked."""
        if isinstance(event.widget, Panel):
            self._use(event.widget)

    async def on_lines_selected(self, event: Lines.Selected) -> None:
        """Unfold the numbers of a section, or fold them, or open a curriculum or a feed."""
        kind, _, id_ = event.key.partition(":")
        if kind == "section":
            section = self._at = f"{kind}:{id_.partition(':')[0]}"
            self._unfolded ^= {section}
            self._spread()
            if section in self._unfolded:
                cast("Panel", self.lines).raise_cursor()
        elif kind == "curriculum":
            await self.shell.open("checklist", curriculum=id_)
        elif kind == "feed" and self._view:
            feeds = (*self._view.most_read, *self._view.never_read)
            title = next((feed.title for feed in feeds if feed.id == id_), "")
            await self.shell.open("queue", feed=id_, title=title)

    async def action_year(self, by: int) -> None:
        """Go to the year before, or after."""
        view = self._view
        if view is None:
            return
        if (by < 0 and not view.earlier) or (by > 0 and view.until == view.today):
            self.shell.say("nothing was done before this year" if by < 0 else "this is the year up to today")
            return
        until = min(view.until + by * YEAR, view.today)
        self._until = None if until == view.today else until
        self.shell.say("")
        await self.reload()

    def action_pane(self) -> None:
        """Go to the other side."""
        left, right = self._panels
        if right.is_on_screen:
            (left if self.lines is right else right).focus()

    async def escape(self) -> bool:
        """Come back to the year up to today."""
        if self._until is None:
            return await super().escape()
        self._until = None
        self.shell.say("")
        await self.reload()
        return True

    def _use(self, panel: Panel) -> None:
        self.lines = panel
        for each in self._panels:
            each.use(on=each is panel)

    def _spread(self) -> None:
        """Give each side its sections; where the cursor was, it stays."""
        view = self._view
        if view is None:
            return
        left, right = self._panels
        at, self._at = self._at or self.lines.key, ""
        if view.empty:
            left.show(ListRows(list(yearrows.nothing())))
            right.show(ListRows([]))
            self._use(left)
            return
        first = [*yearrows.year(view, self._unfolded), BLANK, *yearrows.weeks(view, self._unfolded)]
        second = [*yearrows.courses(view), BLANK, *yearrows.reading(view, self._unfolded)]
        wide = self.shell.size.width >= WIDE
        left.show(ListRows(first if wide else [*first, BLANK, *second]), at)
        right.show(ListRows(second if wide else []), at)
        used = right if wide and right.rows.find(at) >= 0 else left
        self._use(used)
        if used is not left or not wide:
            self._focus(used)

    def _focus(self, panel: Panel) -> None:
        if panel.is_attached and not panel.has_focus and self.focused in self._panels:
            panel.focus()
