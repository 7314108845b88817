"""pmlearn curriculum install, update, uninstall: curricula of other people."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from pmlearn.cli import output
from pmlearn.cli.changes import changes_json, say_changes
from pmlearn.cli.options import complete_curricula, json_option, pass_services, say_problems, tell
from pmlearn.errors import PmlearnError
from pmlearn.model.curriculum import Source
from pmlearn.model.text import plural

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from pmlearn.services.offer import Offer
    from pmlearn.services.updates import Answer
    from pmlearn.wiring import Services

    _Row: TypeAlias = tuple[Answer, str, PmlearnError | None]  # with how it ended

yes_option = click.option("--yes", is_flag=True, help="Take what changed without asking.")


@click.command()
@click.argument("source")
@yes_option
@pass_services
@click.pass_context
def install(ctx: click.Context, services: Services, source: str, *, yes: bool) -> None:
    """Install curricula from a file, a folder, an address or a git repository.

    An address is that of one file, https://…; a repository is git+https://host/repo@tag#folder.
    """
    offers, problems = services.library.look(source)
    if problems:
        say_problems(problems)
        output.note("nothing was installed: its author has to mend this first")
        ctx.exit(1)
    waiting = [offer for offer in offers if offer.waiting]
    for offer in waiting:
        say_changes(offer)
    if waiting and not (yes or _agreed()):
        output.note("nothing was installed; take what changed with --yes")
        ctx.exit(1)
    with services.library.taking() as take:
        for offer in offers:
            take(offer)
            word = "updated" if offer.waiting else "already installed" if offer.unchanged else "installed"
            output.say(f"{word}: {offer.title} · {offer.id}")
            if offer.replaces in (Source.SHIPPED, Source.SYSTEM):
                whose = f"the {offer.replaces} one of that id"
                output.note(f"until {offer.id} is uninstalled, {whose} is not shown")
    if doubts := services.library.doubts([offer.id for offer in offers]):
        say_problems(doubts)
        output.note("it is installed; what it names and is not here is passed over until it is")


@click.command()
@click.argument("ids", metavar="[ID...]", nargs=-1, shell_complete=complete_curricula)
@yes_option
@json_option
@pass_services
@click.pass_context
def update(ctx: click.Context, services: Services, ids: tuple[str, ...], *, yes: bool, as_json: bool) -> None:
    """Ask where installed curricula came from for changes, show these, and take them."""
    rows: list[_Row] = []
    told: dict[str, _Row] = {}  # by the id of what was offered
    answers = services.library.updates(ids)
    with services.library.taking() as take:
        for answer in answers:
            offer = answer.offer
            if offer and offer.id in told:
                rows.append((answer, *told[offer.id][1:]))
                continue
            outcome, error = _outcome(answer), answer.error
            if outcome == "waiting" and offer:
                if not as_json:
                    say_changes(offer)
                if yes or (not as_json and _agreed()):
                    outcome, error = _take(take, offer)
            rows.append((answer, outcome, error))
            if offer:
                told[offer.id] = rows[-1]
            if not as_json:
                _tell(*rows[-1])
    if as_json:
        output.emit({"curricula": [_json(*row) for row in rows]})
    elif not rows:
        output.note("nothing is installed yet: pmlearn curriculum install SOURCE")
    outcomes = [outcome for _, outcome, _ in rows]
    if "waiting" in outcomes and not as_json:
        count = plural(outcomes.count("waiting"), "curriculum", "curricula")
        output.note(f"nothing was taken of {count}: take it with pmlearn curriculum update --yes")
    if {"waiting", "failed"} & {*outcomes}:
        ctx.exit(1)


@click.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True, shell_complete=complete_curricula)
@pass_services
def uninstall(services: Services, ids: tuple[str, ...]) -> None:
    """Take installed curricula away; progress stays."""
    outcome = services.library.uninstall(ids)
    tell(outcome)
    for id_ in services.orphans.by_curriculum().keys() & {*outcome.changed}:
        output.note(f"your progress in {id_} stays, and is there again when you install it again")
        output.note(f"to see it now: pmlearn curriculum export {id_} --progress")
    for id_ in outcome.changed:
        if source := services.library.shown(id_):
            output.note(f"the {source} {id_} is shown again")


def _take(take: Callable[[Offer], None], offer: Offer) -> tuple[str, PmlearnError | None]:
    try:
        take(offer)
    except PmlearnError as failure:
        return "failed", failure
    return "updated", None


def _outcome(answer: Answer) -> str:
    if answer.error:
        return "failed"
    return "waiting" if answer.offer and answer.offer.waiting else "unchanged"


def _tell(answer: Answer, outcome: str, error: PmlearnError | None) -> None:
    if error is not None:
        say_problems(answer.problems)
        output.note(f"{answer.copy.id}: {error.message}")
        if error.hint:
            output.note(f"{answer.copy.id}: {error.hint}")
    elif outcome != "waiting":
        output.say(f"{outcome}: {answer.offer.id if answer.offer else answer.copy.id}")


_NOTHING: dict[str, Any] = {
    "from": None,
    "to": None,
    "added": [],
    "removed": [],
    "renamed": [],
    "moved": [],
    "retired": [],
    "changed": [],
    "progress": {"kept": [], "lost": []},
}


def _json(answer: Answer, outcome: str, error: PmlearnError | None) -> dict[str, Any]:
    return {
        "id": answer.copy.id,
        "source": answer.source or None,
        "outcome": outcome,
        **(changes_json(answer.offer) if answer.offer else _NOTHING),
        "error": error.message if error else None,
    }


def _agreed() -> bool:
    """Whether the learner says yes; without a terminal nobody is asked."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    return click.confirm("Take it?", default=False, err=True)
