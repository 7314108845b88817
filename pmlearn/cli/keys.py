"""pmlearn keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pmlearn.cli import output
from pmlearn.cli.options import json_option, pass_services
from pmlearn.errors import ConfigError, UnknownError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from pmlearn.tui.key import Key
    from pmlearn.wiring import Services


def _pages(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str | CompletionItem]:  # noqa: ARG001
    from pmlearn.tui import keymap

    return [page for page in keymap.pages() if page.startswith(incomplete)]


@click.command("keys")
@click.argument("page", required=False, shell_complete=_pages)
@json_option
@pass_services
def keys_command(services: Services, page: str | None, *, as_json: bool) -> None:
    """Show every key of the app, or those that PAGE has besides: as config.toml sets them."""
    from pmlearn.tui import keymap, remap

    pages = keymap.pages()
    if page is not None and page not in pages:
        from pmlearn.services.curriculum import did_you_mean

        raise UnknownError(f"no page {page}", did_you_mean(page, pages, "pmlearn keys"))
    in_force, refused = keymap.KEYMAP, None
    try:
        in_force = remap.remapped(services.settings.keys)
    except ConfigError as error:
        # Who is to mend it looks here for what keys and actions there are.
        refused = error
    shown = [page] if page else pages
    usual = {(where, key.id): key.each for key in keymap.KEYMAP for where in key.where}
    found = [(name, key) for name in shown for key in in_force if name in key.where]
    if as_json:
        output.emit({"keys": [_described(name, key, usual[name, key.id]) for name, key in found]})
    for name in shown if not as_json else ():
        mine = [key for where, key in found if where == name]
        if name != shown[0]:
            output.say()
        output.say(keymap.CALLED.get(name, f"On the page {name}"))
        rows = [(" ".join(map(keymap.shown, key.each)) or "none", key.id, key.about) for key in mine]
        output.table([(f"  {keys}", id_, about) for keys, id_, about in rows])
    if refused is not None:
        raise refused
    output.note(f"set them under [keys] in {services.settings.places.config / 'config.toml'}")


def _described(page: str, key: Key, usual: tuple[str, ...]) -> dict[str, object]:
    from pmlearn.tui.key import shown

    return {
        "page": page,
        "action": key.id,
        "keys": [shown(each) for each in key.each],
        "usual": [shown(each) for each in usual],
        "about": key.about,
    }
