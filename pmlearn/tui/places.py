"""The registry of places and pages: a page is known by its name, and imported when it is first shown."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from pmlearn.errors import PmlearnError
from pmlearn.services.progress import choice_ref

if TYPE_CHECKING:
    from pmlearn.services.finding import Title
    from pmlearn.services.preview import Preview
    from pmlearn.tui.page import Page
    from pmlearn.wiring import Services


@dataclass(frozen=True, slots=True)
class Place:
    """A page that a digit goes to."""

    name: str
    title: str


PLACES = (
    Place("today", "Today"),
    Place("learn", "Learn"),
    Place("queue", "Queue"),
    Place("stats", "Stats"),
)
"""The places, in the order of their digits; later ones append."""

PAGES = {
    "today": "TodayPage",
    "learn": "LearnPage",
    "queue": "QueuePage",
    "stats": "StatsPage",
    "checklist": "ChecklistPage",
    "step": "StepPage",
    "choice": "ChoicePage",
    "cards": "CardsPage",
    "gone": "GonePage",
    "preview": "PreviewPage",
    "feeds": "FeedsPage",
    "found": "FoundPage",
    "fresh": "FreshPage",
    "reader": "ReaderPage",
    "search": "SearchPage",
    "chapters": "ChaptersPage",
    "keys": "KeysPage",
    "welcome": "WelcomePage",
}
"""Every page that is opened by its name, and its class in the module of that name in `screens`."""


NO_TEXTS = {"near": int, "card": int, "top": int, "unfolded": bool}
"""The arguments of pages that are kept, and are no texts."""


def reopen(services: Services) -> Page:
    """Make the page that was open last, with its data; whoever did nothing yet is asked first.

    Runs on the services' thread.

    Raises:
        PmlearnError: there is nothing to show, for the disk or the configuration does not give it.
    """
    # Whatever else stands in the file, an argument of the wrong kind would fail in the middle of a page.
    kept = services.place.load()
    place: dict[str, Any] = {
        name: value for name, value in kept.items() if type(value) is NO_TEXTS.get(name, str)
    }
    if services.welcome.wanted():
        place = {"page": "welcome"}
    elif place.get("page") == "welcome":
        place = {}
    top = place.pop("top", 0)
    try:
        page = make(place.pop("page", "today"), **place)
        page.accept(page.fetch(services))
        page.put_top(max(0, top))
    except (PmlearnError, KeyError, TypeError, ValueError):
        # What was open last is gone, or was written by another version.
        page = make("today")
        page.accept(page.fetch(services))
    return page


def preview(file: Preview, services: Services) -> Page:
    """Make the page of the file under preview, with its data; on the services' thread."""
    page = make("preview", preview=file)
    page.accept(page.fetch(services))
    return page


def page_of(title: Title) -> tuple[str, dict[str, str]]:
    """The page that shows what was found, and its arguments."""
    if title.kind == "curriculum":
        return "checklist", {"curriculum": title.ref}
    if title.kind == "choice":
        return "choice", {"ref": choice_ref(title.ref)}
    if title.kind == "feed":
        return "queue", {"feed": title.ref, "title": title.title}
    if title.kind == "view":
        return "queue", {"view": title.ref}
    if title.kind == "item":
        return "reader", {"item": title.ref}
    return "step", {"ref": title.ref}


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
