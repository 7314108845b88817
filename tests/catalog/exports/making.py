"""A small curriculum, and a learner who did something to it, for the tests of what is exported."""

from __future__ import annotations

from dataclasses import replace

from pmlearn.model.curriculum import Choice, Curriculum, Kind, Module, Option, Part, Resource, Step
from pmlearn.model.progress import Status
from pmlearn.model.standing import Standing

BOOK = Step(
    "small/book",
    "The *book*",
    Kind.BOOK,
    why="The rest builds on it.",
    do="1. Read it.\n2. Again.",
    done_when="You can retell it.",
    minutes=50,
    topics=("discovery", "pricing"),
    resources=(
        Resource("book", "A [book]", isbn="9781119387503", by="Ada"),
        Resource("article", "Its page", "https://example.org/a_(b)"),
    ),
    parts=(Part("small/book/one", "Chapter one", 20), Part("small/book/two", "=Two", 30, optional=True)),
)
SHOW = Step("small/show", "Show it", Kind.PROJECT, optional=True, evidence="A photograph.")
INCLUDED = Step("other/read", "Read again", Kind.READING)
SMALL = Curriculum(
    "small",
    "Small",
    summary="Two modules.",
    modules=(
        Module("first", "First things", "What comes first.", (BOOK, SHOW)),
        Module("other/only", "Only", steps=(INCLUDED,)),
    ),
)
STANDINGS = {
    each.ref: each
    for each in (
        Standing("small/book", "The *book*", Status.DOING, "2026-11-12T09:00:00Z", ("One.\n\nTwo.", "-1+1")),
        Standing("small/book/one", "Chapter one", Status.DONE, "2026-11-12T09:00:00Z"),
        Standing("other/read", "Read again", Status.SKIPPED, "2026-11-13T09:00:00Z"),
    )
}
GONE = (
    Standing("small/old", "An old step", Status.DONE, "2026-10-01T09:00:00Z", ("It was good.",)),
    Standing("small/old/part", "small/old/part", Status.DOING, "2026-10-02T09:00:00Z"),
)

ASKING = replace(
    SMALL,
    choices=(
        Choice(
            "small/way",
            "Which *way*?",
            "It sets steps aside.",
            (Option("l", "Left"), Option("r", "=Right")),
        ),
        Choice("small/pace", "Which pace?", options=(Option("slow", "Slow"),)),
    ),
)
KEPT = {
    each.ref: each
    for each in (
        Standing("small/way", "Which *way*?", answer="=Right", asked=True),
        Standing("small/pace", "Which pace?", answer="fast", asked=True),  # it was an option once
        Standing("small/book", "The *book*", evidence=("/home/me/book.pdf",)),
        Standing(
            "small/book/one", "Chapter one", evidence=("=cmd()", "https://example.org/*a*"), answer="Yes"
        ),
        Standing("small/show", "Show it", evidence=("/home/me/photo.png",), answer="much"),
    )
}
"""What a learner answered, and attached, with nothing ticked."""
LEFT = (
    Standing("small/old", "An old step", evidence=("/home/me/old.png",), answer="no"),
    Standing("small/where", "Where", answer="here", asked=True),
)
