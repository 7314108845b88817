"""What is done with links: one is opened, copied, or shown where nothing can open it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.errors import PmlearnError
from pmlearn.services.links import plain_address
from pmlearn.tui.copying import copy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pmlearn.tui.app import PmlearnApp


async def open_link(app: PmlearnApp, links: Sequence[str], number: str = "") -> None:
    """Open a link, of several the one of a number, which is asked for. To be awaited in a worker."""
    if (link := await _chosen(app, links, number)) is None:
        return
    if await app.attempt(lambda s: s.links.opens):
        if said := await app.attempt(lambda s: s.links.open(link)):
            app.say(said)
    else:
        await _show(app, link)


async def show_link(app: PmlearnApp, links: Sequence[str]) -> None:
    """Show the address of a link, to copy, to select or to scan; as `open_link`."""
    if (link := await _chosen(app, links)) is not None:
        await _show(app, link)


async def copy_link(app: PmlearnApp, links: Sequence[str]) -> None:
    """Copy the address of a link; as `open_link`."""
    if (link := await _chosen(app, links)) is None:
        return
    try:
        address = plain_address(link)
    except PmlearnError as error:
        app.fail(error)
    else:
        await copy(app, address, app.say)


async def _show(app: PmlearnApp, link: str) -> None:
    from pmlearn.tui.screens.linksheet import LinkSheet  # noqa: PLC0415 - imported when first shown

    try:
        address = plain_address(link)
    except PmlearnError as error:
        app.fail(error)
        return
    linked = await app.attempt(lambda s: s.links.hyperlinks)
    await app.push_screen(LinkSheet(address, linked=bool(linked), ascii=app.ascii.enabled))


async def _chosen(app: PmlearnApp, links: Sequence[str], number: str = "") -> str | None:
    if not links or app.page is None:
        app.say("there is no link here")
        return None
    if not number and len(links) > 1:
        answer = await app.page.ask(f"Link 1 to {len(links)}, enter for 1:")
        if answer is None:
            return None
        number = answer.strip()
    number = number or "1"
    if not (number.isdecimal() and len(number) < 5 and 0 < int(number) <= len(links)):
        app.say(f"there is no link {number}", bad=True)
        return None
    return links[int(number) - 1]
