"""What several commands share: options, arguments that complete, and the services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pmlearn import wiring
from pmlearn.cli import output
from pmlearn.errors import PmlearnError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pmlearn.model.problem import Problem
    from pmlearn.services.outcome import Outcome

pass_services = click.make_pass_decorator(wiring.Services)


def json_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --json to a command that reads."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")(command)


def tell(outcome: Outcome) -> None:
    """Print what came of an action."""
    output.say(outcome.message)


def say_problems(problems: Iterable[Problem]) -> None:
    """Print what is wrong with files, and what to write instead."""
    for problem in problems:
        output.say(str(problem))
        if problem.hint:
            output.say(problem.hint, 4)


def complete_refs(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """Refs that begin so: curricula where there are several, else the steps of the one."""
    services = wiring.build()
    id_, slash, _ = incomplete.partition("/")
    ids = [
        row.id for row in services.curricula.list() if row.id == id_ or (not slash and row.id.startswith(id_))
    ]
    # A shell puts a blank behind the only choice: one curriculum alone is none.
    if len(ids) != 1:
        return [f"{each}/" for each in ids]
    steps = list(services.curricula.get(ids[0]).steps())
    refs = [step.ref for step in steps]
    if incomplete.count("/") > 1:
        refs = [part.ref for step in steps for part in step.parts]
    return [ref for ref in refs if ref.startswith(incomplete)]


def complete_questions(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Refs of choices that begin so, and of steps where no choice does."""
    services = wiring.build()
    asked = [
        choice.ref
        for row in services.curricula.list()
        if row.id == incomplete.partition("/")[0]
        for choice in services.curricula.get(row.id).choices
        if choice.ref.startswith(incomplete)
    ]
    return asked + [ref for ref in complete_refs(ctx, param, incomplete) if ref not in asked]


def complete_options(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """The ids of the options of what is being answered."""
    try:
        options = wiring.build().choices.question(ctx.params["ref"]).options
    except PmlearnError:
        return []
    return [option.id for option in options if option.id.startswith(incomplete)]


def complete_curricula(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """Ids of curricula that begin so."""
    return [row.id for row in wiring.build().curricula.list() if row.id.startswith(incomplete)]


def complete_feeds(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    """Ids of feeds that begin so."""
    return [row.id for row in wiring.build().feeds.list() if row.id.startswith(incomplete)]


def complete_items(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:  # noqa: ARG001
    """Ids of items that begin so, with their titles."""
    from click.shell_completion import CompletionItem

    from pmlearn.model.query import OPEN, asking

    page = wiring.build().queue.page(asking(OPEN), 200)
    return [CompletionItem(i.id, help=i.title) for i in page.items if i.id.startswith(incomplete)]
