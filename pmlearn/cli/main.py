"""The root of the command line: finds the command, hands it the services, turns errors into exit statuses."""

from __future__ import annotations

import contextlib
import io
import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from pmlearn import __version__, wiring
from pmlearn.cli import output
from pmlearn.cli.terminal import at_terminal, can_show
from pmlearn.errors import PmlearnError

if TYPE_CHECKING:
    from collections.abc import Callable

COMMANDS = {
    "today": ("today", "next steps, what is fresh for them, the queue"),
    "next": ("today", "what to do now"),
    "curriculum": (
        "curriculum",
        "what can be learnt: list, show, follow, unfollow, new, schema, check, preview, import, export, "
        "install, update, uninstall",
    ),
    "find": ("finding", "where something is taught, by the words of its title"),
    "search": ("search", "what has these words: articles, saved links, notes, steps"),
    "step": ("step", "tick, skip, answer, take notes: done, doing, todo, skip, note, choose, evidence, show"),
    "undo": ("history", "take back the last action of this device"),
    "redo": ("history", "take back the last undo"),
    "history": ("history", "what was done, newest first"),
    "feed": ("feed", "where articles come from: list, show, add, find, set, remove, refresh, import, export"),
    "queue": (
        "queue",
        "what there is to read and hear: list, show, add, import, fetch, open, done, later, star, snooze, "
        "drop, count, not-for, note, highlight, highlights, view, views, play, chapters, transcript, "
        "download, downloads",
    ),
    "stats": ("stats", "a year: days, weeks, curricula, and what the queue takes"),
    "profile": ("profile", "where you are and how many hours a week you have, as you said"),
    "prompt": ("today", "one short line for a shell prompt or a status bar"),
    "backup": ("archive", "write a backup now"),
    "export": ("archive", "write everything to one file"),
    "import": ("archive", "take in what export or backup wrote"),
    "doctor": ("doctor", "look at everything that is kept, and mend it"),
    "config": ("config", "what is set, and where"),
    "keys": ("keys", "every key of the app, page by page"),
    "completion": ("completion", "completion for bash, zsh or fish"),
}
"""A command: the module that holds it, under its own name, and its line in the help."""


GROUPS = ("curriculum", "step", "feed", "queue")
"""The commands that have commands of their own, which their lines end with."""

ELSEWHERE = {
    "version": "pmlearn --version",
    "learn": "pmlearn curriculum list",
    "tick": "pmlearn step done",
    "feeds": "pmlearn feed list",
}
"""Words that people try, and what does it."""


def meant(word: str) -> str:
    """A hint for a word that is no command: a verb without its noun, a word of the app, else a near one."""
    if word in ELSEWHERE:
        return f"did you mean {ELSEWHERE[word]}?"
    nouns = [noun for noun in GROUPS if word in COMMANDS[noun][1].partition(": ")[2].split(", ")]
    if nouns:
        return f"did you mean {' or '.join(f'pmlearn {noun} {word}' for noun in nouns)}?"
    from pmlearn.services.curriculum import did_you_mean

    return did_you_mean(word, list(COMMANDS), "pmlearn --help")


class Root(click.Group):
    """A group that imports a command's module when that command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names of the commands, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"pmlearn.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take `help` before a command for `--help` behind it."""
        return super().parse_args(ctx, [*args[1:], "--help"] if args[:1] == ["help"] else args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; of a name that is none, say what was meant perhaps."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            raise click.UsageError(f"{error.message.rstrip('.')}: {meant(args[0])}", ctx) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.command(
    cls=Root,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="pmlearn", message="%(prog)s %(version)s")
@click.option(
    "--thrifty/--no-thrifty",
    default=None,
    help="Send the terminal as few bytes as can be; by itself over SSH.",
)
@click.pass_context
def root(ctx: click.Context, *, thrifty: bool | None) -> None:
    """Learn product management in your terminal, one ticked step at a time.

    Without a command the app opens: ? shows its keys there, q leaves it. Into a pipe it is the same as today.
    Every command has --help.
    """
    if ctx.resilient_parsing:
        return
    services = wiring.build(thrifty=thrifty)
    ctx.obj = services
    ctx.call_on_close(lambda: _finish(services))
    if ctx.invoked_subcommand is None:
        if at_terminal():
            ctx.exit(_app(services))
        from pmlearn.cli.today import today_command

        ctx.invoke(today_command, as_json=False)


def _app(services: wiring.Services) -> int:
    if not can_show():
        return 1
    from pmlearn.tui import glance

    try:
        from pmlearn.tui.run import run

        return run(services)
    finally:
        glance.give_back()


def _finish(services: wiring.Services) -> None:
    services.save()
    for notice in services.notices():
        output.note(notice)


def main(before_words: Callable[[], object] | None = None) -> int:
    """Run the command line and return the exit status: 0, 1, 2 for wrong usage, 130 where interrupted.

    Args:
        before_words: called when the command has ended, before it is said how.
    """
    # Whatever the umask: what is made here can be read and written by its owner.
    os.umask(os.umask(0o077) & 0o077)
    output.prepare()
    try:
        with contextlib.ExitStack() as stack:
            if before_words is not None:
                stack.callback(before_words)
            status: Any = root.main(prog_name="pmlearn", standalone_mode=False)
        output.finish()
        return status if isinstance(status, int) else 0
    except click.ClickException as error:
        shown = io.StringIO()
        error.show(shown)
        # What was typed, or came from a script, stands in it as it is.
        output.complain(shown.getvalue())
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        output.note("interrupted")
        return 130
    except PmlearnError as error:
        return output.fail(error)
    except BrokenPipeError:
        output.give_up()
        return 1
    except Exception as error:  # noqa: BLE001 - the one place where a crash of our own ends
        return _crashed(error)


def _crashed(error: Exception) -> int:
    from pmlearn.services.crash import keep_report

    hint = "what was done is kept; tell the people who make pmlearn what you did"
    with contextlib.suppress(PmlearnError):
        hint += f", with the report in {keep_report(error, os.environ)}"
    return output.fail(PmlearnError(f"pmlearn itself failed: {type(error).__name__}: {error}", hint))
