"""pmlearn queue: what there is to read and hear."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import click

from pmlearn.cli import media, output, playing, recording
from pmlearn.cli.options import complete_items, json_option, pass_services, tell
from pmlearn.errors import LinkError
from pmlearn.model.query import OPEN, parse
from pmlearn.model.queue import State
from pmlearn.model.text import duration, plural

if TYPE_CHECKING:
    from pmlearn.model.queue import QueueItem
    from pmlearn.wiring import Services

ids_argument = click.argument("ids", metavar="ID...", nargs=-1, required=True, shell_complete=complete_items)
id_argument = click.argument("id_", metavar="ID", shell_complete=complete_items)


@click.group("queue")
def queue_command() -> None:
    """Read, hear, star and clear away what feeds published and links you saved."""


for command in (*media.COMMANDS, *playing.COMMANDS, *recording.COMMANDS):
    queue_command.add_command(command)


@queue_command.command("list")
@click.argument("query", nargs=-1)
@click.option("--limit", type=click.IntRange(1), help="How many items at most.")
@json_option
@pass_services
def list_command(services: Services, query: tuple[str, ...], limit: int | None, *, as_json: bool) -> None:
    """List items, newest first: the open ones, or those that QUERY asks for.

    QUERY is words of titles and state:inbox, kind:audio, feed:ID, topic:discovery, starred:yes.
    """
    wanted = parse(" ".join(query))
    if not wanted.states and wanted.starred is None:
        wanted = replace(wanted, states=OPEN)
    page = services.queue.page(wanted, limit or -1)
    if as_json:
        items = [item_json(item) for item in page.items]
        output.emit({"items": items, "total": page.total, "minutes": page.minutes})
        return
    output.table(
        (
            (
                item.id,
                item.state.value,
                "*" if item.starred else " ",
                item.title,
                item.feed_title,
                duration(item.minutes) if item.minutes else "",
            )
            for item in page.items
        ),
        right=(5,),
        stretch=3,
    )
    minutes = f", {duration(page.minutes)}" if page.minutes else ""
    output.note(f"{plural(page.total, 'item')}{minutes}")
    if not page.total and not query:
        output.note("fetch some with pmlearn feed refresh, or save a link with pmlearn queue add URL")


@queue_command.command()
@id_argument
@json_option
@pass_services
def show(services: Services, id_: str, *, as_json: bool) -> None:
    """Show an item with its text, made safe."""
    item = services.queue.get(id_)
    text = services.queue.text(item.id)
    if as_json:
        media = [asdict(enclosure) for enclosure in item.enclosures]
        told = {**item_json(item), "author": item.author or None, "enclosures": media, "text": text}
        output.emit(told | recording.extras_json(services, item.id))
        return
    facts = [item.feed_title, item.author, item.published[:10]]
    if item.minutes:
        facts.append(duration(item.minutes))
    head = [item.title, " · ".join(fact for fact in facts if fact), item.link]
    head += [enclosure.url for enclosure in item.enclosures]
    head += recording.extras(services, item.id)
    output.page("\n".join(line for line in head if line) + f"\n\n{text}")


@queue_command.command()
@click.argument("url")
@click.option("--title", default="", help="What to call it; else its address.")
@pass_services
def add(services: Services, url: str, title: str) -> None:
    """Save a link for later."""
    tell(services.queue.add(url, title))


@queue_command.command()
@ids_argument
@pass_services
def done(services: Services, ids: tuple[str, ...]) -> None:
    """Mark items as read or heard."""
    tell(services.queue.set_state(ids, State.DONE))


@queue_command.command()
@ids_argument
@pass_services
def later(services: Services, ids: tuple[str, ...]) -> None:
    """Queue items to read later."""
    tell(services.queue.set_state(ids, State.QUEUED))


@queue_command.command()
@ids_argument
@pass_services
def drop(services: Services, ids: tuple[str, ...]) -> None:
    """Put items away unread; they can still be found."""
    tell(services.queue.set_state(ids, State.DROPPED))


@queue_command.command()
@ids_argument
@click.option("--off", is_flag=True, help="Take the star away.")
@pass_services
def star(services: Services, ids: tuple[str, ...], *, off: bool) -> None:
    """Star items."""
    tell(services.queue.star(ids, on=not off))


@queue_command.command("open")
@id_argument
@pass_services
def open_command(services: Services, id_: str) -> None:
    """Open an item's link, or print it where there is no browser; the item is then being read."""
    item = services.queue.get(id_)
    address = item.link or next((enclosure.url for enclosure in item.enclosures), "")
    if not address:
        raise LinkError(f"no link comes with {item.title}", f"read it with: pmlearn queue show {item.id}")
    output.say(services.links.open(address))
    services.queue.opened(item.id)


def item_json(item: QueueItem) -> dict[str, object]:
    """An item as scripts see it."""
    return {
        "id": item.id,
        "title": item.title,
        "link": item.link or None,
        "feed": item.feed or None,
        "published": item.published or None,
        "kind": item.kind.value,
        "state": item.state.value,
        "starred": item.starred,
        "minutes": item.minutes,
        "topics": list(item.topics),
    }
