"""The keys for a link: open it, copy its address, or show it; on every page that has links."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pmlearn.tui import detail, linking
from pmlearn.tui.page import Page

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from pmlearn.tui.app import PmlearnApp
    from pmlearn.tui.widgets.prose import Prose
    from pmlearn.wiring import Services


def of_item(services: Services, id_: str) -> list[str]:
    """The address of an item, and those of its recordings."""
    item = services.queue.get(id_)
    return [link for link in (item.link, *(enclosure.url for enclosure in item.enclosures)) if link]


def of_step(services: Services, ref: str) -> list[str]:
    """The addresses of a step, as the numbers on its page go."""
    links: list[str] = []
    for _ in detail.text(detail.read(services, ref), links):
        pass
    return links


class LinkKeys(Page):
    """See the module."""

    async def links(self) -> Sequence[str] | None:
        """The addresses of what is in hand, in order; None where the line says why there are none."""
        raise NotImplementedError

    def action_open_link(self) -> None:
        """Open one of its links."""
        self.run_worker(self._with_links(linking.open_link))

    def on_prose_followed(self, event: Prose.Followed) -> None:
        """Open the link that was clicked."""
        self.run_worker(self._with_links(partial(linking.open_link, number=str(event.number))))

    def action_copy_link(self) -> None:
        """Copy the address of one."""
        self.run_worker(self._with_links(linking.copy_link))

    def action_show_link(self) -> None:
        """Show the address of one."""
        self.run_worker(self._with_links(linking.show_link))

    async def _with_links(self, do: Callable[[PmlearnApp, Sequence[str]], Awaitable[None]]) -> None:
        # The number of a link may be typed already.
        with self.shell.ahead.held():
            links = await self.links()
        if links is not None:
            await do(self.shell, links)
