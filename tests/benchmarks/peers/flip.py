"""A bare Textual app that flips one cell on a key, plus one write and fsync: `flip.py FILE`."""

import os
import sys
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

LINE = b"x" * 249 + b"\n"  # as long as the action of a tick


class Flip(App[None]):
    BINDINGS: ClassVar[list[BindingType]] = [("space", "flip", "Flip")]

    def __init__(self, path: str) -> None:
        super().__init__()
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._on = False

    def compose(self) -> ComposeResult:
        yield Static("[ ]", markup=False)

    def action_flip(self) -> None:
        os.write(self._file, LINE)
        os.fsync(self._file)
        self._on = not self._on
        self.query_one(Static).update("[x]" if self._on else "[ ]")


if __name__ == "__main__":
    Flip(sys.argv[1]).run()
