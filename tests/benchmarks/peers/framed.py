"""A Textual app with a header, a list and a footer."""

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.widgets import Footer, Header, OptionList


class Framed(App[None]):
    TITLE = "framed"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("q", "quit", "Quit"),
        ("r", "noop", "Refresh"),
        ("a", "noop", "Annotate"),
    ]

    def compose(self) -> ComposeResult:
        yield Header()
        yield OptionList(*(f"Line {number} of the list" for number in range(30)))
        yield Footer()

    def action_noop(self) -> None:
        """Nothing."""


if __name__ == "__main__":
    Framed().run()
