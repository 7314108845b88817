"""pmlearn completion."""

from __future__ import annotations

import click

from pmlearn.cli import output


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion_command(ctx: click.Context, shell: str) -> None:
    r"""Print what makes SHELL complete commands, refs, feeds and items.

    \b
    bash: pmlearn completion bash >> ~/.bashrc
    zsh:  pmlearn completion zsh >> ~/.zshrc
    fish: pmlearn completion fish > ~/.config/fish/completions/pmlearn.fish
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None
    output.say_block(kind(ctx.find_root().command, {}, "pmlearn", "_PMLEARN_COMPLETE").source())
