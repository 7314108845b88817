"""Pages and actions that have something in common, for the registry of keys and what is made of it."""

from __future__ import annotations

TEXTS = ("step", "cards", "gone", "reader", "keys")
"""The pages that are a text to read."""

STEPS = ("checklist", "preview", "step")
"""The pages with a step in hand."""

OUTLINES = ("checklist", "preview")
"""The pages that are a checklist."""

LISTS = ("today", "learn", "stats", *OUTLINES, "choice", "feeds", "found", "fresh", "chapters", "welcome")
"""The pages that are made of a list that one can search, and in which `n` goes to what was found."""

SEARCHED = ("step", "gone", "keys")
"""The same of texts."""

MARKING = ("today", "learn", *OUTLINES, "feeds", "found", "fresh")
"""The pages with a list of which several can be marked, beside the queue."""

HELPING = ("today", "queue", "reader")
"""The pages with items that may help with a step, beside the one that has nothing else."""

LINKED = ("today", *STEPS, "queue", "reader", "fresh", "feeds")
"""The pages on which something with links is in hand, and nothing is typed."""

QUIET = (*STEPS, "choice", "cards", "found", "gone", "keys", "search", "stats", "welcome")
"""The pages about a step, or with one thing to do: their footers do not speak of feeds."""

PLACED = ("today", "learn", "queue", "stats", "preview", "keys", "search", "welcome")
"""The pages whose footers do not say how to go back: a digit goes to them, or they say it elsewhere."""

MODES = {"reader": ("While you mark", "marking")}
"""What a page has keys of its own for while it lasts: how that is called, and whose keys they are."""

FINDING = frozenset((
    "filter", "find", "find_next", "keep_view", "mark", "mark_all", "highlights", "next", "item",
    "read_on", "contents", "heading", "fold", "fold_all", "problems",
))  # fmt: skip
"""What finds one's way in a list or a text: on the page of keys apart from what is done with an item."""

PLAYING = frozenset(("play", "seek", "faster", "chapter", "stop"))
"""What there is to do while something is played."""

NOT_IN_PREVIEW = frozenset({"go", "feeds", "refresh_feeds", "fresh", "search", "welcome"})
"""What a preview has none of: nothing but one file is seen in it, and nothing is kept."""

SAID_THERE = {
    ("welcome", "select"): ("go on", "Go on to the next question"),
    ("jump", "select"): ("goes there", "Go to it"),
    ("chapters", "select"): ("play from here", "Play it from this chapter on"),
}
"""What does something else on a page, by the page and the action: its words and its sentence there."""
