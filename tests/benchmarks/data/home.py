"""A learner's home: where everything of one program lives, and the environment that says so."""

from __future__ import annotations

import os
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

from pmlearn import config, wiring
from tests.benchmarks.bench import python

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pmlearn.wiring import Services


class Home:
    """A directory that stands for a machine of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        empty = root / "empty"
        empty.mkdir(parents=True, exist_ok=True)
        kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "TZ") if name in os.environ}
        self.env = kept | {
            "HOME": str(root),
            "PMLEARN_HOME": str(root / "pmlearn"),
            "PMLEARN_ALLOW_PRIVATE": "1",
            "XDG_CONFIG_DIRS": str(empty),
            "XDG_DATA_DIRS": str(empty),
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
        }

    @property
    def thrifty(self) -> dict[str, str]:
        """The environment of a session over SSH."""
        return self.env | {"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}

    @property
    def places(self) -> config.Places:
        """Where ours keeps what."""
        return config.find_places(self.env)

    def services(self) -> Services:
        """The services over this home, to fill it."""
        return wiring.build(env=self.env)

    def subscribe(self, addresses: Iterable[str], inbox: int = 1000) -> None:
        """Preset feeds by the configuration, and how many items the inbox holds."""
        self.places.config.mkdir(parents=True, exist_ok=True)
        lines = [f"[queue]\ninbox = {inbox}\n"]
        lines += [f'[[feeds]]\nurl = "{address}"\n' for address in addresses]
        (self.places.config / "config.toml").write_text("\n".join(lines), "utf-8")

    def forget_screen(self) -> None:
        """Let the next start show nothing of the last session's screen."""
        (self.places.state / "screen.txt").unlink(missing_ok=True)

    def forget_place(self) -> None:
        """Let the next session begin on Today."""
        for path in self.places.state.glob("place-*.json"):
            path.unlink()


def pmlearn(*arguments: str) -> list[str]:
    """The command line of ours: the script that an installation makes, else the module."""
    script = Path(sysconfig.get_path("scripts")) / "pmlearn"
    return [str(script), *arguments] if script.exists() else python("-m", "pmlearn", *arguments)
