"""pmlearn queue: what there is to read and hear."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from pmlearn.cli import media, output, playing, recording, saving
from pmlearn.cli.helping import count, not_for
from pmlearn.cli.highlight import highlight, highlights, note
from pmlearn.cli.options import complete_items, json_option, pass_services
from pmlearn.cli.qrtext import qr_option, say_code
from pmlearn.cli.triage import TRIAGE
from pmlearn.cli.view import view, views
from pmlearn.errors import LinkError
from pmlearn.model.query import parse
from pmlearn.model.queue import Shelf
from pmlearn.model.text import duration, plural

if TYPE_CHECKING:
    from pmlearn.model.queue import QueueItem
    from pmlearn.wiring import Services

id_argument = click.argument("id_", metavar="ID", shell_complete=complete_items)


@click.group("queue")
def queue_command() -> None:
    """Read, hear, star and clear away what feeds published and links you saved."""


for command in (
    *(*TRIAGE, *saving.COMMANDS, not_for, count, view, views, highlight, highlights, note),
    *(*media.COMMANDS, *playing.COMMANDS, *recording.COMMANDS),
):
    queue_command.add_command(command)


@queue_command.command("list")
@click.argument("query", nargs=-1)
@click.option("--view", help="Of a view that you saved, by its name.")
@click.option("--limit", type=click.IntRange(1), help="How many items at most.")
@json_option
@pass_services
def list_command(
    services: Services, query: tuple[str, ...], view: str | None, limit: int | None, *, as_json: bool
) -> None:
    """List items, what helps most first: the open ones, or those that QUERY asks for.

    QUERY is words of titles, "phrases" and state:inbox, kind:audio, topic:discovery, feed:svpg, minutes:<15,
    since:7d, before:30d, starred:yes, step:CURRICULUM/STEP, order:newest. Put -- before it where it begins
    with a minus, which leaves things out.
    """
    wanted = parse(" ".join(query))
    if view:
        wanted = parse(services.views.get(view).query).and_also(wanted)
    wanted = wanted.opened()
    services.matching.prepare(wanted)
    page = services.queue.page(wanted, limit or -1)
    if as_json:
        items = [item_json(item) for item in page.items]
        output.emit({"items": items, "total": page.total, "minutes": page.minutes})
        return
    output.table(
        (
            (
                item.id,
                word_of(item),
                "*" if item.starred else " ",
                item.title,
                source_of(item),
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
    facts = [", ".join(source.title for source in item.sources), item.author, item.dated[:10]]
    if item.minutes:
        facts.append(duration(item.minutes))
    head = [item.title, " · ".join(fact for fact in facts if fact), item.link]
    head += [enclosure.url for enclosure in item.enclosures]
    head += recording.extras(services, item.id)
    output.page("\n".join(line for line in head if line) + f"\n\n{text}")


@queue_command.command("open")
@id_argument
@qr_option
@pass_services
def open_command(services: Services, id_: str, *, as_qr: bool) -> None:
    """Open an item's link, or print it where there is no browser; the item is then being read."""
    item = services.queue.get(id_)
    address = item.link or next((enclosure.url for enclosure in item.enclosures), "")
    if not address:
        raise LinkError(f"no link comes with {item.title}", f"read it with: pmlearn queue show {item.id}")
    if as_qr:
        say_code(address, ascii=services.settings.ascii)
    else:
        output.say(services.links.open(address))
    services.queue.opened(item.id)


def word_of(item: QueueItem) -> str:
    """Where an item is, in a word or two."""
    return f"until {item.snoozed}" if item.snoozed else item.shelf.value


def source_of(item: QueueItem) -> str:
    """Which feed an item is from, and how many others have it."""
    return f"{item.feed_title} +{len(item.others)}" if item.others else item.feed_title


def item_json(item: QueueItem) -> dict[str, object]:
    """An item as scripts see it."""
    return {
        "id": item.id,
        "title": item.title,
        "link": item.link or None,
        "feed": item.feed or None,
        "published": item.published or None,
        "saved": item.saved or None,
        "kind": item.kind.value,
        "state": item.state.value,
        "starred": item.starred,
        "minutes": item.minutes,
        "topics": list(item.topics),
        "archived": item.shelf is Shelf.ARCHIVED,
        "snoozed": item.snoozed or None,
        "sources": [
            {"id": source.item, "feed": source.feed or None, "title": source.title} for source in item.sources
        ],
    }
