"""pmlearn queue add, import and fetch: links, one by one or as other programs keep them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pmlearn.cli import output
from pmlearn.cli.options import complete_items, json_option, pass_services, tell
from pmlearn.model.text import plural

if TYPE_CHECKING:
    from pmlearn.wiring import Services

FORMS = ("pocket", "wallabag", "bookmarks")


@click.command("add")
@click.argument("url")
@click.option("--title", default="", help="What to call it; else what its page is called.")
@click.option("--no-fetch", is_flag=True, help="Ask nobody for its title and text.")
@pass_services
def add_command(services: Services, url: str, title: str, *, no_fetch: bool) -> None:
    """Save a link for later, with the title and the text of its page."""
    saved = services.saving.add(url, title, fetch=not no_fetch)
    tell(saved.outcome)
    if saved.missing:
        output.note(saved.missing)


@click.command("fetch")
@click.argument("id_", metavar="ID", shell_complete=complete_items)
@pass_services
def fetch_command(services: Services, id_: str) -> None:
    """Fetch the page of an item, so that its whole text can be read and searched in."""
    item = services.queue.get(id_)
    brought = services.saving.fetch_text(item.id)
    output.say(f"{'fetched' if brought else 'here already'}: {item.title}")


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--from", "form", type=click.Choice(FORMS), help="Whose it is; else told by what is in it.")
@click.option("--dry-run", is_flag=True, help="Only say what would be saved.")
@json_option
@pass_services
def import_command(services: Services, file: Path, form: str | None, *, dry_run: bool, as_json: bool) -> None:
    """Save the links of Pocket's CSV or HTML, Wallabag's JSON, or a browser's bookmarks.

    Dates, tags, folders, stars and what was read come along. It is one action: pmlearn undo takes it back.
    """
    found = services.saving.import_list(file, form or "", dry=dry_run)
    if as_json:
        output.emit(
            {
                "from": found.form,
                "saved": found.new,
                "known": found.known,
                "twins": found.twins,
                "left_out": found.left_out,
                "problems": list(found.problems),
            }
        )
        return
    tell(found.outcome)
    for problem in found.problems[:10]:
        output.note(problem)
    if found.left_out:
        output.note(f"{plural(found.left_out, 'entry was', 'entries were')} left out")
    if found.known or found.twins:
        output.note(f"{found.known:,} saved before, {found.twins:,} more than once in the file")


COMMANDS = (add_command, fetch_command, import_command)
