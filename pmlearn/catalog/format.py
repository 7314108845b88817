"""Format 1 of the curriculum file, as data: what loads a file goes by it, and so does what describes it.

A file is UTF-8 YAML and holds one curriculum, or an overlay of one (`pmlearn.catalog.overlayformat`); its
name is the id with `.yaml` after it.
"""

from __future__ import annotations

from dataclasses import replace

from pmlearn.catalog.facts import Day, Isbn, Language, Url
from pmlearn.catalog.names import Id, Ref, Slug
from pmlearn.catalog.records import Key, ListOf, Record
from pmlearn.catalog.shapes import Block, Line, Number, OneOf, Truth
from pmlearn.model.curriculum import LEVELS, Kind

FORMAT = 1
"""The format that this pmlearn reads."""

LEVEL = OneOf(LEVELS)
SENTENCES = Line(1000)
TOPICS = Key(
    "topics", ListOf(Slug()), "plain tags that steps, feeds and entries share", example="[discovery]"
)
RETIRED = Key("retired", Truth(), "kept in the history and shown no more", example="true")
MINUTES = Number(1, 60_000)
STEPS = ListOf(Ref())


def _was(most: int) -> Key:
    old = Ref(1, most, looked_up=False, words="an old id, with its curriculum before it if that was another")
    return Key("was", ListOf(old, 1), "the ids it had before; progress comes along", example="[old-id]")


FITS = Record(
    "fits",
    (
        Key("goal", Line(), "whom it suits, by what they want", example="a first job"),
        Key("stage", Line(), "whom it suits, by where they are", example="a student"),
        Key("budget", Line(), "whom it suits, by what they can spend", example="nothing"),
        Key("time", Line(), "whom it suits, by the hours they have", example="five hours a week"),
    ),
)

OPTION = Record(
    "option",
    (
        Key("id", Id("option", ""), "unique in what it answers, and never changed", True, "self-study"),
        Key("title", Line(), "what it is called", True, "On your own"),
        Key("fits", FITS, "whom it suits"),
        Key("steps", STEPS, "the steps that it leads to", example="[scrum-guide]"),
    ),
)

OPTIONS = Key(
    "options",
    ListOf(OPTION, 1),
    "the answers that one can give, as in a self-assessment; giving one ticks it and is kept",
)


PART = Record(
    "part",
    (
        Key("id", Id("part", "step"), "unique in its step, and never changed", True, "chapter-1"),
        Key("title", Line(), "what it is called", True, "The right people"),
        Key("minutes", MINUTES, "honest time to do it, in minutes", example="25"),
        Key("optional", Truth(), "not counted in the percentage", example="true"),
        OPTIONS,
        _was(3),
        RETIRED,
    ),
)

RESOURCE = Record(
    "resource",
    (
        Key(
            "type",
            OneOf(
                (
                    "article",
                    "book",
                    "video",
                    "podcast",
                    "course",
                    "tool",
                    "template",
                    "reference",
                    "community",
                    "official",
                )
            ),
            "what sort of thing it is",
            True,
            "article",
        ),
        Key("title", Line(), "what it is called", True, "The Scrum Guide"),
        Key("url", Url(), "where it is", example="https://scrumguides.org/"),
        Key("by", Line(), "author or publisher", example="Marty Cagan"),
        Key("isbn", Isbn(), "the ISBN-13 of a book, digits alone", example="9781119387503"),
        Key("language", Language(), "its language; en where absent", example="en"),
        Key("cost", Line(), "free, or a range with its currency and year", example="USD 20 to 30 (2026)"),
        Key("checked", Day(), "the day on which it was last seen to be right", example="2026-11-22"),
        Key("note", Line(), "what to use it for", example="Read the first ten pages."),
    ),
    any_of=(("url", "isbn"),),
)

REQUIREMENT = Record(
    "requirement",
    (
        Key("step", Ref(), "the step that comes first", True, "scrum-guide"),
        Key("why", SENTENCES, "why it comes first", example="The exam asks for its words."),
    ),
    short="step",
)

CARD = Record(
    "card",
    (
        Key("id", Id("card", "step"), "unique in its step, and never changed", True, "three-roles"),
        Key("question", Block(2000), "what is asked, in Markdown", True, "Who orders the product backlog?"),
        Key("answer", Block(5000), "what is revealed, in Markdown", True, "The product owner."),
    ),
)

STEP = Record(
    "step",
    (
        Key(
            "id", Id("step", "curriculum"), "unique in the curriculum, and never changed", True, "scrum-guide"
        ),
        Key("title", Line(), "what it is called", True, "Read the Scrum Guide"),
        Key("kind", OneOf(tuple(Kind)), "what sort of thing it is", True, "reading"),
        Key("why", SENTENCES, "the reason to do it, one or two sentences", example="The class builds on it."),
        Key(
            "do", Block(), "what to do, in Markdown", example="Read it twice, the second time with a pencil."
        ),
        Key(
            "done_when",
            SENTENCES,
            "a result that somebody else could check",
            example="You can draw the events of a sprint.",
        ),
        Key("minutes", MINUTES, "honest time for the whole step, in minutes", example="45"),
        Key("hours", Number(0.01, 1000, whole=False), "the same in hours, instead of minutes", example="1.5"),
        Key("cost", Line(), "free, or a range with its currency and year", example="USD 500 to 1,200 (2026)"),
        Key("provider", Line(), "who offers it", example="Scrum Alliance"),
        Key("level", LEVEL, "whom it is for", example="beginner"),
        TOPICS,
        Key("resources", ListOf(RESOURCE), "links and books that help"),
        Key("parts", ListOf(PART, 1), "the pieces that are ticked one by one"),
        Key("requires", ListOf(REQUIREMENT), "steps that come first; a learner may go ahead all the same"),
        Key("optional", Truth(), "not counted in the percentage", example="true"),
        Key("alternatives", STEPS, "steps of which, with this one, one is enough", example="[other-class]"),
        Key("verified_on", Day(), "the day on which its facts were last checked", example="2026-11-22"),
        Key(
            "same_as",
            ListOf(Ref(2, words="a step of another curriculum, curriculum/step")),
            "steps elsewhere that teach the same",
            example="[cspo/scrum-guide]",
        ),
        Key("cards", ListOf(CARD), "questions and answers for practice"),
        Key("evidence", SENTENCES, "what to keep, to show it later", example="A photograph of your drawing."),
        replace(
            OPTIONS, says=f"{OPTIONS.says}; of a step with parts, those to each part that has none itself"
        ),
        _was(2),
        RETIRED,
    ),
    not_both=(("minutes", "hours"),),
)

INCLUDE = Record(
    "include",
    (
        Key("curriculum", Slug(), "the id of the curriculum that is included", True, "orientation"),
        Key(
            "modules",
            ListOf(Slug(), 1),
            "the modules that are taken; all where absent",
            example="[first-look]",
        ),
    ),
)
INCLUDES = Key(
    "include",
    ListOf(INCLUDE, 1, alone=True),
    "modules of other curricula, shown here too; progress is shared",
)

MODULE = Record(
    "module",
    (
        Key(
            "id",
            Id("module", "curriculum"),
            "unique in the curriculum, and never changed",
            True,
            "first-look",
        ),
        Key("title", Line(), "what it is called", True, "A first look"),
        Key("summary", Block(5000), "what it is about, in Markdown"),
        Key("steps", ListOf(STEP, 1), "what to do, in order"),
        INCLUDES,
        _was(2),
        RETIRED,
    ),
    any_of=(("steps", "include"),),
)

FEED = Record(
    "feed",
    (
        Key(
            "url", Url(), "the address of the feed itself, not of a page", True, "https://www.svpg.com/feed/"
        ),
        Key("title", Line(), "what it is called", True, "SVPG"),
        TOPICS,
    ),
)

CHOICE = Record(
    "choice",
    (
        Key(
            "id",
            Id("choice", "curriculum"),
            "unique in the curriculum, and never changed",
            True,
            "how-to-learn",
        ),
        Key("title", Line(), "what is asked", True, "How do you want to learn it?"),
        Key("why", SENTENCES, "what hangs on it"),
        Key("options", ListOf(OPTION, 1), "what there is to choose from", True),
    ),
)

CURRICULUM = Record(
    "curriculum",
    (
        Key("format", Number(FORMAT, FORMAT), "the format of this file", True, str(FORMAT)),
        Key(
            "id",
            Id("curriculum", "curriculum"),
            "the name of the file without .yaml, and never changed",
            True,
            "cspo",
        ),
        Key("title", Line(), "what it is called", True, "Certified Scrum Product Owner"),
        Key("summary", Block(5000), "what it is about, one to three sentences in Markdown"),
        Key("version", Line(40), "the version of this text, as its authors count", example="1.0"),
        Key("language", Language(), "its language; en where absent", example="en"),
        Key("authors", ListOf(Line()), "who wrote it", example="[Ada Lovelace]"),
        Key("license", Line(), "the SPDX name of its licence", example="CC-BY-4.0"),
        Key("level", LEVEL, "whom it is for", example="beginner"),
        TOPICS,
        Key(
            "hours",
            Number(0.01, 10_000, whole=False),
            "time for one way through it, in hours; added up from its steps where absent",
            example="40",
        ),
        Key("modules", ListOf(MODULE, 1), "stretches of steps under one heading, in order", True),
        Key("feeds", ListOf(FEED), "feeds that go with it; following the curriculum offers them"),
        Key("choices", ListOf(CHOICE), "questions about the way to go, whose answer is kept"),
        INCLUDES,
        Key("was", ListOf(Slug(), 1), "the ids it had before; progress comes along", example="[old-id]"),
    ),
)
