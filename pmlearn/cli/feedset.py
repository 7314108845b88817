"""pmlearn feed set and feed show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pmlearn.cli import output
from pmlearn.cli.feedtext import feed_json, feed_lines
from pmlearn.cli.options import complete_feeds, json_option, pass_services, tell
from pmlearn.model.text import plural

if TYPE_CHECKING:
    from pmlearn.wiring import Services


class NumberOr(click.ParamType[Any]):
    """A whole number, or the word that stands for none."""

    name = "number"

    def __init__(self, word: str) -> None:
        self._word = word

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number; the word as it is."""
        if value == self._word or isinstance(value, int):
            return value
        try:
            return int(value)
        except ValueError:
            self.fail(f"{value!r} is neither a whole number nor {self._word}", param, ctx)


@click.command("show")
@click.argument("id_", metavar="ID", shell_complete=complete_feeds)
@json_option
@pass_services
def show_command(services: Services, id_: str, *, as_json: bool) -> None:
    """Show everything that is known and set of a feed."""
    row = services.feeds.get(id_)
    if as_json:
        output.emit({"feed": feed_json(row, services.volume.quiet())})
        return
    output.say(row.title)
    output.table([(f"  {name}", value) for name, value in feed_lines(row, services.now())])


@click.command("set")
@click.argument("ids", metavar="ID...", nargs=-1, required=True, shell_complete=complete_feeds)
@click.option("--title", help="What to call it; empty for what it calls itself.")
@click.option("--topic", "topics", multiple=True, help="A topic it helps with, in place of those it has.")
@click.option("--weight", type=int, help="How far up its entries come, from -3 to 3.")
@click.option("--pause/--resume", "paused", default=None, help="Ask it no more, or again.")
@click.option("--mute", multiple=True, metavar="QUERY", help="What this finds counts as archived.")
@click.option("--keep", multiple=True, metavar="QUERY", help="What no such query finds counts as archived.")
@click.option("--no-filters", "afresh", is_flag=True, help="Take the filters away that there are.")
@click.option("--bodies", type=NumberOr("all"), metavar="N|all", help="Of how many entries texts are kept.")
@click.option(
    "--expires", type=NumberOr("never"), metavar="DAYS|never", help="How long entries stay in the inbox."
)
@click.option("--full-text/--no-full-text", default=None, help="Take texts from the pages, or from the feed.")
@click.option("--folder", help="Where it stands in a list that is exported; a/b is b in a.")
@click.option("--dry-run", is_flag=True, help="Show what would go by --mute and --keep, and change nothing.")
@json_option
@pass_services
@click.pass_context
def set_command(
    ctx: click.Context,
    services: Services,
    /,
    ids: tuple[str, ...],
    *,
    dry_run: bool,
    as_json: bool,
    **given: Any,
) -> None:
    """Set what there is to set of feeds."""
    from pmlearn.services.feedset import Filters

    filters = Filters(given.pop("mute"), given.pop("keep"), given.pop("afresh"))
    values = {name: value for name, value in given.items() if value not in (None, ())}
    if values.get("bodies") == "all":
        values["bodies"] = None
    if values.get("expires") == "never":
        values["expires"] = None
    if not values and not filters.names():
        raise click.UsageError("there is nothing to set: give an option, such as --weight 1", ctx)
    if not dry_run:
        outcome = services.feed_settings.change(ids, values, filters)
        if as_json:
            quiet = services.volume.quiet()
            output.emit({"feeds": [feed_json(services.feeds.get(id_), quiet) for id_ in ids]})
        else:
            tell(outcome)
        return
    items = services.feed_settings.would_go(ids, filters)
    if as_json:
        output.emit(
            {
                "would_go": [
                    {"id": i.id, "title": i.title, "feed": i.feed, "published": i.published or None}
                    for i in items
                ]
            }
        )
        return
    output.table([(item.id, item.published[:10], item.title) for item in items], stretch=2)
    output.note(f"{plural(len(items), 'item')} of the inbox would count as archived; nothing was changed")
