"""pmlearn queue highlight, highlights and note: what was kept of what was read."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from pmlearn.cli import output
from pmlearn.cli.options import complete_items, json_option, pass_services, tell

if TYPE_CHECKING:
    from pmlearn.model.highlight import Highlight
    from pmlearn.wiring import Services

id_argument = click.argument("id_", metavar="ID", shell_complete=complete_items)


@click.command()
@id_argument
@click.argument("text")
@click.option("--note", help="Your own words on it.")
@pass_services
def highlight(services: Services, id_: str, text: str, note: str | None) -> None:
    """Highlight a passage of an item: TEXT as it stands there, or - to read it from standard input."""
    passage = _given(text)
    item = services.queue.get(id_)
    percent = services.highlights.percent_of(passage, services.queue.text(item.id))
    tell(services.highlights.keep(item.id, passage, note, percent))
    if percent is None:
        output.note("the text of this item does not have this passage: it is kept all the same")


@click.command()
@click.argument("ids", metavar="[ID]...", nargs=-1, shell_complete=complete_items)
@click.option("--all", "every", is_flag=True, help="Of all items.")
@click.option("--since", default="", help="Only what was kept since then: 2026-11-01, 7d, 2w, today.")
@json_option
@pass_services
def highlights(services: Services, ids: tuple[str, ...], since: str, *, every: bool, as_json: bool) -> None:
    """Print highlights as Markdown: title, link, passages as quotes, and your notes."""
    from pmlearn.services.highlight import markdown_of

    if bool(ids) == every:
        raise click.UsageError("name items by ID, or say --all")
    found = services.highlights.kept(ids, services.highlights.start_of(since))
    if as_json:
        items = [
            {
                "id": marked.id,
                "title": marked.title,
                "link": marked.link or None,
                "feed_title": marked.feed_title or None,
                "highlights": [_json(one) for one in marked.highlights],
            }
            for marked in found
        ]
        output.emit({"items": items})
    elif found:
        output.say_file(markdown_of(found))
    else:
        output.note("nothing is highlighted: m in the reader, or pmlearn queue highlight ID TEXT")


@click.command()
@id_argument
@click.argument("text")
@pass_services
def note(services: Services, id_: str, text: str) -> None:
    """Note something on an item: TEXT, or - to read it from standard input; "" takes the note away."""
    tell(services.reading.note(id_, _given(text)))


def _given(text: str) -> str:
    return sys.stdin.read() if text == "-" else text


def _json(one: Highlight) -> dict[str, object]:
    return {
        "key": one.key,
        "text": one.text,
        "note": one.note or None,
        "percent": one.percent,
        "at": one.at,
    }
