"""The one registry of keys: bindings, the footer, the page of keys and the palette are all made of it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from pmlearn.tui.key import NAMES, Key, shown
from pmlearn.tui.keygroups import (
    FINDING,
    HELPING,
    LINKED,
    LISTS,
    MARKING,
    MODES,
    NOT_IN_PREVIEW,
    OUTLINES,
    PLACED,
    PLAYING,
    QUIET,
    SAID_THERE,
    SEARCHED,
    STEPS,
    TEXTS,
)
from pmlearn.tui.keyring import CALLED, bind, by_shown, in_force, keys_in

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "CALLED",
    "FINDING",
    "HELPING",
    "KEYMAP",
    "LINKED",
    "LISTS",
    "MARKING",
    "MODES",
    "NAMES",
    "NOT_IN_PREVIEW",
    "OUTLINES",
    "PLACED",
    "PLAYING",
    "QUIET",
    "SEARCHED",
    "STEPS",
    "TEXTS",
    "Key",
    "bind",
    "by_shown",
    "keys_in",
    "shown",
]

KEYMAP: tuple[Key, ...] = (
    # What every page has.
    Key("go('today')", "1", "Today", ("app",), "Go to Today: what to do next"),
    Key("go('learn')", "2", "Learn", ("app",), "Go to Learn: the curricula"),
    Key("go('queue')", "3", "Queue", ("app",), "Go to the Queue: what to read"),
    Key("go('stats')", "4", "Stats", ("app",), "Go to the Stats: what was done, over time"),
    Key("keys", "question_mark", "keys", ("app",), "Show every key of this page"),
    Key(
        "palette", "ctrl+p", "palette", ("app",), "Find by name: what to do, curricula, steps", priority=True
    ),
    Key("search", "ctrl+k", "search", ("app",), "Search in everything: articles, notes, steps"),
    Key(
        "undo",
        "u",
        "undo",
        ("app",),
        "Take back what was done last",
        80,
        unsaid=("cards", "gone", "keys", "search", "welcome"),
    ),
    Key("tick_twins", "t", "the same", ("app",), "Tick what teaches the same, where that is offered"),
    Key("redo", "ctrl+r,U", "redo", ("app",), "Do again what was taken back"),
    Key("refresh_feeds", "r", "refresh", ("app",), "Ask every feed for what is new", 70, unsaid=QUIET),
    Key("feeds", "F", "feeds", ("app",), "Go to the feeds: add, remove, refresh"),
    Key("back", "q", "back", ("app",), "Go back; from a place, leave pmlearn", 78, unsaid=PLACED),
    Key("out", "h,left", "out", ("app",), "Go back"),
    Key("escape", "escape", "cancel", ("app",), "Cancel what is being asked or fetched; else go back"),
    Key("leave", "ctrl+q", "leave", ("app",), "Leave pmlearn at once", priority=True),
    Key("interrupt", "ctrl+c", "interrupt", ("app",), "Leave pmlearn with status 130", priority=True),
    Key("theme", "T", "theme", ("app",), "Go round the themes: terminal, dark, light, contrast, mono"),
    Key("suspend_process", "ctrl+z", "suspend", ("app",), "Go to the shell; fg comes back"),
    # What is played, on whatever page.
    Key("play", "P", "pause", ("app",), "Pause what is played, or go on"),
    Key("seek(-15)", "comma", "back", ("app",), "Fifteen seconds back in what is played"),
    Key("seek(30)", "full_stop", "on", ("app",), "Thirty seconds on"),
    Key("faster(-1)", "left_parenthesis", "slower", ("app",), "Play slower"),
    Key("faster(1)", "right_parenthesis", "faster", ("app",), "Play faster"),
    Key("chapter(-1)", "left_curly_bracket", "chapter before", ("app",), "To the chapter before"),
    Key("chapter(1)", "right_curly_bracket", "next chapter", ("app",), "To the next chapter"),
    Key("stop", "X", "stop", ("app",), "Stop what is played, and keep where"),
    # What lists and texts have.
    Key("move(1)", "down,j", "down", ("list", "prose"), "Down a line"),
    Key("move(-1)", "up,k", "up", ("list", "prose"), "Up a line"),
    Key("page(1)", "pagedown,ctrl+d,ctrl+f", "page down", ("list", "prose"), "Down a page"),
    Key("page(-1)", "pageup,ctrl+u,ctrl+b", "page up", ("list", "prose"), "Up a page"),
    Key("read_on", "space", "read on", ("reader",), "Down a page", 20),
    Key("first", "home", "top", ("list", "prose"), "To the top"),
    Key("last", "end,G", "end", ("list", "prose"), "To the end"),
    Key("g", "g", "top", ("list", "prose"), "Pressed twice: to the top"),
    Key(
        "select",
        "enter,l,right",
        "open",
        ("list",),
        "Open what the cursor is on",
        20,
        unsaid=("choice", "found"),
    ),
    # Steps.
    Key("tick", "space", "tick", ("today", *STEPS), "Tick; once more takes the tick away", 10),
    Key("skip", "x", "skip", ("today", *STEPS), "Skip, without counting it; once more takes it back", 30),
    Key("minutes", "m", "minutes", ("today",), "Say how many minutes you have: what fits is shown", 85),
    Key("annotate", "a", "note", ("today", *STEPS), "Write a note", 40),
    Key("open_link", "o", "link", STEPS, "Open a link of this step", 50),
    Key("open_link", "o", "link", ("today", "fresh"), "Open its link, or the one with a number"),
    Key("open_link", "o", "open", ("feeds",), "Open the feed's address"),
    Key("copy_link", "y", "copy link", LINKED, "Copy the address of its link"),
    Key("words", "tab,slash", "words", ("search",), "From what was found to the words, and back", 20),
    Key("copy_link", "ctrl+y", "copy link", ("search",), "Copy the address of its link"),
    Key("show_link", "Q", "show link", LINKED, "Show the address: to click, to select, as a QR code"),
    # Writing a note.
    Key("keep", "ctrl+s", "keep", ("note",), "Keep the note", 10, priority=True),
    Key("leave", "escape", "leave it as a draft", ("note",), "Leave it as a draft", 20, priority=True),
    Key("elsewhere", "ctrl+e", "your editor", ("note",), "Go on in $VISUAL or $EDITOR", 30, priority=True),
    Key("begin_again", "ctrl+r", "without the draft", ("note",), "Begin again without the draft", 25),
    # The sheet with a link.
    Key("copy", "y", "copy", ("linksheet",), "Copy the address", 10),
    Key("qr", "r,Q", "QR code", ("linksheet",), "Show the address as a QR code, or as text again", 20),
    Key("leave", "escape,q,h,left", "back", ("linksheet",), "Back to the page", 30),
    Key("fresh", "f", "fresh", STEPS, "See what is fresh for this step in the queue", 60),
    Key("choose", "c", "choose", STEPS, "Choose among the options that it has", 92),
    Key("practise", "p", "practise", STEPS, "Practise with the cards of this step, or of this module", 94),
    Key("attach", "e", "evidence", STEPS, "Attach a file or an address that shows that it is done", 96),
    Key("out", "h,left", "out", OUTLINES, "To what this belongs to, fold it, then back"),
    Key("fold", "z", "fold", OUTLINES, "Fold or unfold where the cursor is"),
    Key("fold_all", "Z", "fold all", OUTLINES, "Fold or unfold everything"),
    Key("problems", "tab", "problems", ("preview",), "To what is wrong with the file, and back", 45),
    Key("take", "space", "choose", ("choice",), "Choose this; once more takes the choice back", 10),
    Key("turn", "space,enter", "answer", ("cards",), "Show the answer; once more, the next question", 10),
    Key("card(1)", "n", "next", ("cards",), "The next question; after a search, the next that was found", 20),
    Key("card(-1)", "N", "before", ("cards",), "The question before, or the one found before", 30),
    # The first questions.
    Key(
        "type('{key}')",
        "1,2,3,4,5,6,7,8,9,0,full_stop",
        "by number",
        ("welcome",),
        "Mark by its number; type the hours",
    ),
    Key("rub_out", "backspace", "rub out", ("welcome",), "Take back the last digit"),
    Key(
        "choose", "space", "mark", ("welcome",), "Mark it; a curriculum no longer, when pressed once more", 35
    ),
    Key("skip", "escape", "skip", ("welcome",), "Skip this question", 30),
    Key("skip_all", "q,s", "skip all", ("welcome",), "Skip everything that was not answered yet", 40),
    Key("before", "h,left", "before", ("welcome",), "Go back to the question before", 50),
    Key("welcome", "", "questions", ("app",), "Ask the first questions again"),
    # Curricula.
    Key("follow", "f,space", "follow", ("learn",), "Follow this curriculum, or no longer", 10),
    # Stats.
    Key("year(-1)", "left_square_bracket", "year before", ("stats",), "To the year before", 30),
    Key("year(1)", "right_square_bracket", "year after", ("stats",), "To the year after"),
    Key("pane", "tab", "other side", ("stats",), "To the other side, where there are two"),
    # The queue.
    Key("later", "space", "later", ("queue",), "Put it into the queue; once more, back into the inbox", 10),
    Key("done", "d", "done", ("queue", "reader"), "Done with it", 30),
    Key("drop", "x", "drop", ("queue", "reader"), "Drop it", 40),
    Key("star", "s", "star", ("queue", "reader"), "Star it, or no longer", 45),
    Key("open_link", "o", "link", ("queue", "reader"), "Open its link, or the one with a number", 50),
    Key("play_this", "P", "play", ("queue", "reader", "chapters"), "Play it; what is played pauses", 55),
    Key("download", "D", "download", ("queue", "reader"), "Download it, or what is left of it", 91),
    Key("chapters", "C", "chapters", ("queue", "reader"), "Show its chapters, to jump to one", 93),
    Key("filter(1)", "tab", "next view", ("queue",), "To the next view, as Queued or Done", 48),
    Key("filter(-1)", "shift+tab", "view before", ("queue",), "To the view before"),
    Key("mark", "v", "mark", ("queue",), "Mark it: the next key is for all that is marked", 52),
    Key("mark_all", "V", "mark all", ("queue",), "Mark all of the view, or none of it"),
    Key("mark", "v", "mark", MARKING, "Mark it: the next key is for all that is marked", 98),
    Key("mark_all", "V", "mark all", ("checklist", "preview"), "Mark all of the module, or none of it"),
    Key("mark_all", "V", "mark all", ("learn", "feeds", "found", "fresh"), "Mark all of them, or none"),
    Key("mark_all", "V", "mark all", ("today",), "Mark all of the steps, or of what is fresh, or none"),
    Key("snooze", "z", "snooze", ("queue",), "Snooze it until a day, on which it comes back on top", 49),
    Key("keep_view", "w", "keep view", ("queue",), "Save what was asked for as a view"),
    Key("later", "space", "later", ("fresh",), "Put it into the queue; once more, back into the inbox", 10),
    Key("done", "d", "done", ("fresh",), "Done with it", 30),
    Key("drop", "x", "drop", ("fresh",), "Drop it", 40),
    Key("star", "s", "star", ("fresh",), "Star it, or no longer"),
    Key("not_for", "minus", "not for it", ("fresh",), "Not for this step; its like come lower", 42),
    Key("count_for", "plus", "counts", ("fresh",), "Let it count for the step, with a note", 44),
    Key(
        "not_for",
        "minus",
        "not for it",
        HELPING,
        "Not for the step that it helps with; its like come lower",
        58,
        unsaid=("today",),
    ),
    Key(
        "count_for", "plus", "counts", HELPING, "Let it count for a step, with a note", 56, unsaid=("today",)
    ),
    Key("add", "a", "save a link", ("queue",), "Save a link by its address"),
    Key("next(1)", "n", "next", ("reader",), "The next item; after a search, the next that was found", 60),
    Key("next(-1)", "N", "before", ("reader",), "The item before, or the one found before"),
    Key("item(-1)", "p", "previous", ("reader",), "The item before"),
    # The reader.
    Key("full_text", "f", "full text", ("reader",), "Fetch the whole text from its page", 66),
    Key("find", "slash", "find", ("reader",), "Find words in this text", 62),
    Key("contents", "c", "contents", ("reader",), "The headings of this text, to go to one", 64),
    Key("heading(1)", "right_square_bracket", "next heading", ("reader",), "To the next heading"),
    Key("heading(-1)", "left_square_bracket", "heading before", ("reader",), "To the heading before"),
    Key("mark", "m", "highlight", ("reader",), "Choose a passage to highlight", 63),
    Key("highlights", "H", "highlights", ("reader",), "What is highlighted here: go to it, note, remove"),
    Key("annotate", "a", "note", ("reader",), "Write a note on this item"),
    # The reader, while a passage is being chosen.
    Key("choose_next(1)", "j,down", "next", ("marking",), "The next sentence", 20),
    Key("choose_next(-1)", "k,up", "before", ("marking",), "The sentence before", 60),
    Key("stretch(1)", "l,right", "longer", ("marking",), "One sentence more", 30),
    Key("stretch(-1)", "h,left", "shorter", ("marking",), "One sentence less", 50),
    Key("keep(False)", "enter,m", "keep", ("marking",), "Highlight it", 10),
    Key("keep(True)", "a", "note", ("marking",), "Highlight it, with a note", 40),
    # Lists over the reader.
    Key("leave", "escape,q,h,left", "back", ("jump",), "Back to the text", 50),
    Key("verb('remove')", "x", "remove", ("jump",), "Remove this highlight", 40),
    Key("verb('note')", "a", "note", ("jump",), "Write a note on this highlight", 30),
    # Feeds.
    Key("add_offers", "A", "add offered", ("today", "feeds"), "Add the feeds that come with what you follow"),
    Key("add", "a", "add", ("feeds",), "Add feeds: by an address, of a feed or a page, or an OPML file", 10),
    Key("take", "space", "subscribe", ("found",), "Subscribe to this feed", 10),
    Key("add_all", "A", "subscribe to all", ("found",), "Subscribe to all of these", 20),
    Key("remove", "x", "remove", ("feeds",), "Remove this feed", 30),
    Key("pause", "p", "pause", ("feeds",), "Ask this feed no more; once more goes on with it", 75),
    Key("weigh(1)", "plus", "heavier", ("feeds",), "Its entries come further up in the queue"),
    Key("weigh(-1)", "minus", "lighter", ("feeds",), "Its entries come further down in the queue"),
    Key("refresh_one", "space", "refresh this", ("feeds",), "Ask this feed for what is new", 40),
    # What can be searched.
    Key("find", "slash", "find", LISTS, "Find words in this list", 90, unsaid=("choice", "welcome")),
    Key("find", "slash", "find", ("cards", *SEARCHED), "Find words in this text", 90, unsaid=("cards",)),
    Key("find", "slash", "find", ("queue",), "Show the items that a query finds", 90),
    Key("find_next(1)", "n", "next", (*LISTS, *SEARCHED), "To the next one that was found"),
    Key("find_next(-1)", "N", "previous", (*LISTS, *SEARCHED), "To the one before that was found"),
    Key("find_next(1)", "n", "next", ("queue",), "To the next item"),
    Key("find_next(-1)", "N", "previous", ("queue",), "To the item before"),
)
"""Every key. What a page says in its footer is in the order of `footer`."""


def pages() -> list[str]:
    """What has keys of its own: everything, lists, texts, then the pages by their names."""
    every = {where for key in KEYMAP for where in key.where}
    return [*CALLED, *sorted(every - CALLED.keys())]


in_force.extend(KEYMAP)


def use(keys: Iterable[Key] = KEYMAP) -> None:
    """Let other keys be in force for what is made from here on: once, before there is an app."""
    in_force[:] = keys
    for known in (keys_of, footer_of, by_shown):
        known.cache_clear()


@cache
def keys_of(where: str, lacks: frozenset[str] = frozenset()) -> tuple[Key, ...]:
    """Every key of a page: its own, those of its list or text, and those of every page."""
    inner = "prose" if where in TEXTS else "list"
    keys = (key for place in (where, inner, "app") for key in keys_in(place))
    return tuple(_said_there(where, key) for key in keys if key.name not in lacks)


def _said_there(where: str, key: Key) -> Key:
    words, about = SAID_THERE.get((where, key.name), (key.words, key.about))
    return replace(key, words=words, about=about)


@cache
def footer_of(where: str, lacks: frozenset[str] = frozenset()) -> tuple[Key, ...]:
    """The keys that the footer of a page shows, the most useful first; those of a mode are its own alone."""
    every = keys_in(where) if where in dict(MODES.values()).values() else keys_of(where, lacks)
    keys = (key for key in every if key.footer and key.keys and where not in key.unsaid)
    return tuple(sorted(keys, key=lambda key: key.footer))


def said(id_: str, where: str = "app") -> str:
    """The key of an action as a sentence writes it; where it has none, by way of the palette."""
    key = next(key for key in keys_of(where) if key.id == id_)
    return key.shown or f"{shown_of('palette')} {key.words}"


def shown_of(id_: str, where: str = "app") -> str:
    """The key of an action as people write it; "" where it has none."""
    return next(key.shown for key in keys_of(where) if key.id == id_)
