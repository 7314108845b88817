"""The registry of places and pages: a page is known by its name, and imported when it is first shown."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pmlearn.tui.page import Page


@dataclass(frozen=True, slots=True)
class Place:
    """A page that a digit goes to."""

    key: str
    name: str
    title: str


PLACES = (Place("1", "today", "Today"), Place("2", "learn", "Learn"), Place("3", "queue", "Queue"))
"""The places, in the order of their digits; later ones append."""

PAGES = {
    "today": "TodayPage",
    "learn": "LearnPage",
    "queue": "QueuePage",
    "checklist": "ChecklistPage",
    "step": "StepPage",
    "feeds": "FeedsPage",
    "reader": "ReaderPage",
    "keys": "KeysPage",
}
"""Every page that can be returned to, and its class in the module of its name in `screens`."""


def make(name: str, **arguments: Any) -> Page:
    """Make a page by its name.

    Raises:
        KeyError: there is no such page.
        TypeError: these are not its arguments.
    """
    class_name = PAGES[name]
    module = import_module(f"pmlearn.tui.screens.{name}")
    page: Page = getattr(module, class_name)(**arguments)
    return page
