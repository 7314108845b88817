"""One of Textual's own lists with a thousand rows: `lists.py selection|option|table`."""

import sys

from textual.app import App, ComposeResult
from textual.widget import Widget
from textual.widgets import DataTable, OptionList, SelectionList

ROWS = 1000


class Lists(App[None]):
    def __init__(self, kind: str) -> None:
        super().__init__()
        self._kind = kind

    def compose(self) -> ComposeResult:
        yield {"selection": selection, "option": option, "table": table}[self._kind]()


def title(row: int) -> str:
    return f"Step {row}, in which something is learnt"


def selection() -> Widget:
    return SelectionList(*((title(row), row) for row in range(ROWS)))


def option() -> Widget:
    return OptionList(*(title(row) for row in range(ROWS)))


def table() -> Widget:
    made: DataTable[str] = DataTable(cursor_type="row")
    made.add_columns("", "Step", "Minutes")
    made.add_rows(("[ ]", title(row), "25 min") for row in range(ROWS))
    return made


if __name__ == "__main__":
    Lists(sys.argv[1]).run()
