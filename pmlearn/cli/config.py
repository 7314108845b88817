"""pmlearn config."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pmlearn.cli import output
from pmlearn.cli.options import json_option, pass_services

if TYPE_CHECKING:
    from pmlearn.wiring import Services


@click.command("config")
@json_option
@pass_services
def config_command(services: Services, *, as_json: bool) -> None:
    """Show what is set, and where everything is kept."""
    settings, places = services.settings, services.settings.places
    where = {name: str(getattr(places, name)) for name in ("config", "data", "state", "cache")}
    values: dict[str, object] = {
        "network.allow_private": settings.allow_private,
        "network.interval": settings.interval,
        "network.shared": str(settings.shared) if settings.shared else None,
        "learn.hours_a_week": settings.hours_a_week,
        "learn.language": list(settings.languages),
        "screen.ascii": settings.ascii,
        "screen.theme": services.theme.name(),
        "screen.thrifty": "over SSH" if settings.thrifty is None else settings.thrifty,
        "backup.keep": settings.keep_backups,
        "links.opener": list(settings.opener),
        "clipboard.command": list(settings.clipboard),
        "notes.editor": settings.editor,
        "player.command": list(settings.player) or ["mpv"],
        "player.remote": settings.play_remote,
        "player.cache_mb": settings.cache_mb,
        "player.download_mb": settings.download_mb,
    }
    for key in settings.keys:
        name = f"keys.{key.page}.{key.action}" if key.page else f"keys.{key.action}"
        values[name] = list(key.keys)
    if as_json:
        feeds = [{"url": f.url, "title": f.title, "topics": list(f.topics)} for f in settings.feeds]
        read = [str(path) for path in settings.read]
        output.emit({"places": where, "files": read, "settings": values, "feeds": feeds})
        return
    output.table(where.items())
    output.say()
    if settings.hours_a_week is None:
        values["learn.hours_a_week"] = "as you say: pmlearn profile"
    without = {name for name, value in values.items() if name.startswith("keys.") and not value}
    output.table([(name, "none" if name in without else _shown(value)) for name, value in values.items()])
    output.table([("feeds", feed.url) for feed in settings.feeds])
    output.note(f"set them in {places.config / 'config.toml'}")


def _shown(value: object) -> str:
    if value is None or isinstance(value, str):
        return value or "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    return " ".join(value) or "the system's" if isinstance(value, list) else f"{value:g}"
