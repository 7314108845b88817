"""pmlearn feed add, find: from an address that somebody has to the feeds behind it."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click

from pmlearn.cli import output
from pmlearn.cli.feedlist import take
from pmlearn.cli.options import json_option, pass_services, tell
from pmlearn.cli.terminal import at_terminal
from pmlearn.model.text import clean, plural

if TYPE_CHECKING:
    from pmlearn.model.feed import Feed
    from pmlearn.wiring import Services

_guess = click.option("--guess", is_flag=True, help="If a page names no feed, ask the usual places.")


@click.command()
@click.argument("where", metavar="ADDRESS")
@click.option("--title", default="", help="What to call it; else what it calls itself.")
@click.option(
    "--topic", "topics", multiple=True, help="A topic it helps with, such as discovery; repeatable."
)
@click.option("--all", "every", is_flag=True, help="Subscribe to every feed that a page names.")
@_guess
@click.option("--anyway", is_flag=True, help="Subscribe to the address as it stands, unseen.")
@pass_services
@click.pass_context
def add(
    ctx: click.Context,
    services: Services,
    where: str,
    title: str,
    topics: tuple[str, ...],
    *,
    every: bool,
    guess: bool,
    anyway: bool,
) -> None:
    """Subscribe to a feed, or to what a page or a list names."""
    if anyway:
        outcome = services.feeds.add(where, title, topics)
    else:
        looked = services.discovery.look(where, guess=guess)
        if looked.kind == "list":
            take(services, looked.found, topics)
            return
        feeds = looked.found.feeds
        if len(feeds) > 1 and not every:
            feeds = _choose(ctx, feeds, where)
        if len(feeds) > 1 and title:
            raise click.UsageError(f"--title names one feed, and these are {len(feeds)}", ctx)
        outcome = services.feeds.add_found(feeds, title, topics, learn=looked.kind == "feed")
        if looked.why and outcome.action:
            output.note(f"subscribed unseen: {looked.why}")
    tell(outcome)
    if outcome.action:
        output.note(f"fetch it with: pmlearn feed refresh {' '.join(outcome.changed)}")


def _choose(ctx: click.Context, feeds: tuple[Feed, ...], where: str) -> tuple[Feed, ...]:
    if not at_terminal():
        output.note(
            f"{clean(where, 200)} names {plural(len(feeds), 'feed')}: add one of them, or all with --all"
        )
        for feed in feeds:
            output.hint(f"pmlearn feed add {shlex.quote(feed.url)}")
        ctx.exit(1)
    for number, feed in enumerate(feeds, 1):
        output.say(f"{number}  {feed.title or feed.url}")
        if feed.title:
            output.say(feed.url, 3)
    answer = click.prompt(
        f"Which one? 1 to {len(feeds)}, or all",
        type=click.Choice([*(str(number) for number in range(1, len(feeds) + 1)), "all"]),
        show_choices=False,
    )
    return feeds if answer == "all" else (feeds[int(answer) - 1],)


@click.command()
@click.argument("where", metavar="ADDRESS")
@_guess
@json_option
@pass_services
def find(services: Services, where: str, *, guess: bool, as_json: bool) -> None:
    """Show which feeds an address has, without subscribing."""
    looked = services.discovery.look(where, guess=guess)
    known = services.feeds.addresses()
    if as_json:
        output.emit(
            {
                "kind": looked.kind,
                "feeds": [
                    {"url": feed.url, "title": feed.title, "subscribed": feed.url in known}
                    for feed in looked.found.feeds
                ],
                "error": looked.why or None,
            }
        )
        return
    rows = [(feed.url, feed.title, "subscribed" if feed.url in known else "") for feed in looked.found.feeds]
    output.table(rows)
    if looked.why:
        output.note(f"it could not be looked at: {looked.why}")
