"""A curriculum and what it is made of: modules, steps, parts, links and the feeds that go with it.

The shapes follow format 1 of the curriculum file (`pmlearn.catalog.format` defines the file itself).
All texts have passed through `clean()` or `clean_block()`; long ones are Markdown of a safe subset. Refs are
full, `curriculum/step` or `curriculum/step/part`, whatever a file may leave out.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Kind(StrEnum):
    """What sort of thing a step is."""

    BOOK = "book"
    COURSE = "course"
    CERTIFICATION = "certification"
    TOOL = "tool"
    ARTICLE = "article"
    VIDEO = "video"
    PODCAST = "podcast"
    EXERCISE = "exercise"
    PROJECT = "project"
    EVENT = "event"
    SKILL = "skill"
    READING = "reading"
    ASSESSMENT = "assessment"
    MILESTONE = "milestone"


LEVELS = ("beginner", "intermediate", "advanced", "leader")
"""Whom a curriculum or a step suits, in the order in which one gets there."""


class Source(StrEnum):
    """Where a curriculum was found; a later one in this order replaces an earlier one of the same id."""

    SHIPPED = "shipped"
    SYSTEM = "system"
    USER = "user"


@dataclass(frozen=True, slots=True)
class Resource:
    """A link, or a printed thing, that helps with a step."""

    type: str  # article, book, video, podcast, course, tool, template, reference, community or official
    title: str  # what it is called
    url: str = ""  # http or https address; "" for a thing known by its ISBN alone
    by: str = ""  # author or publisher
    isbn: str = ""  # ISBN-13 of a book, digits alone
    language: str = "en"  # BCP 47 tag
    cost: str = ""  # "free", or a range with its currency; "" where unknown
    checked: str = ""  # the day it was last seen to be right, YYYY-MM-DD; "" where never
    note: str = ""  # what to use it for, one line


@dataclass(frozen=True, slots=True)
class Requirement:
    """A step that comes first; a learner may go ahead all the same."""

    ref: str  # of the step that comes first
    why: str = ""  # why it does, a sentence or two


@dataclass(frozen=True, slots=True)
class Card:
    """A question to practise with, whose answer is revealed."""

    id: str  # unique in its step
    question: str  # Markdown
    answer: str  # Markdown


@dataclass(frozen=True, slots=True)
class Fits:
    """Whom an option suits; "" where the file does not say."""

    goal: str = ""  # by what they want
    stage: str = ""  # by where they are
    budget: str = ""  # by what they can spend
    time: str = ""  # by the hours they have

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """What can be said, in the order of the file."""
        return tuple(each.name for each in fields(cls))


@dataclass(frozen=True, slots=True)
class Option:
    """One of several answers."""

    id: str  # unique in what it answers
    title: str  # what it is called
    fits: Fits = Fits()  # whom it suits
    steps: tuple[str, ...] = ()  # refs of the steps that it leads to


@dataclass(frozen=True, slots=True)
class Choice:
    """A question about the way to go, whose answer is kept."""

    ref: str  # curriculum/choice; a step may have the same one
    title: str  # what is asked
    why: str = ""  # what hangs on it
    options: tuple[Option, ...] = ()  # what there is to choose from


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a step that is ticked on its own: a chapter, a session, a question."""

    ref: str  # curriculum/step/part
    title: str  # what it is called
    minutes: int = 0  # honest time to do it; 0 where the file does not say
    optional: bool = False  # not counted in the percentage
    options: tuple[Option, ...] = ()  # the answers that one can give; () where it asks nothing
    was: tuple[str, ...] = ()  # the refs it had before, those of its step's former ids among them


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, with its reason and the sign that it is done."""

    ref: str  # curriculum/step
    title: str  # what it is called
    kind: Kind  # what sort of thing it is
    why: str = ""  # one or two sentences
    do: str = ""  # what to do, Markdown
    done_when: str = ""  # an observable result
    minutes: int = 0  # the whole step; the sum of its parts where the file does not say
    cost: str = ""  # "free", or a range with its currency; "" where unknown
    provider: str = ""  # who offers it
    level: str = ""  # whom it suits, one of `LEVELS`
    topics: tuple[str, ...] = ()  # plain tags shared with feeds and entries
    resources: tuple[Resource, ...] = ()  # what helps with it, in the order of the file
    parts: tuple[Part, ...] = ()  # what of it is ticked, in order; () where it is ticked itself
    optional: bool = False  # not counted in the percentage
    verified_on: str = ""  # the day its facts were checked, YYYY-MM-DD
    requires: tuple[Requirement, ...] = ()  # what comes first
    alternatives: tuple[str, ...] = ()  # refs of steps of which, with this one, one is enough
    same_as: tuple[str, ...] = ()  # refs of steps of other curricula that teach the same
    cards: tuple[Card, ...] = ()  # for practice
    evidence: str = ""  # what to keep
    options: tuple[Option, ...] = ()  # the answers that one can give; () where it asks nothing
    was: tuple[str, ...] = ()  # the refs it had before

    def units(self) -> tuple[Part | Step, ...]:
        """What of this step is ticked: its parts, or the step itself where it has none."""
        return self.parts or (self,)


@dataclass(frozen=True, slots=True)
class Include:
    """Modules of another curriculum that are shown in this one; their steps keep their refs."""

    curriculum: str  # its id
    modules: tuple[str, ...] = ()  # ids of the modules; () for all of them


@dataclass(frozen=True, slots=True)
class Module:
    """A stretch of steps under one heading."""

    id: str  # unique in its curriculum; no part of a ref
    title: str  # its heading
    summary: str = ""  # what it is about, Markdown
    steps: tuple[Step, ...] = ()  # in the order of the file
    include: tuple[Include, ...] = ()  # what of other curricula follows its own steps
    was: tuple[str, ...] = ()  # the ids it had before, with a curriculum before one where that was another


@dataclass(frozen=True, slots=True)
class Retired:
    """A step or part that is shown no more but in the history."""

    ref: str  # curriculum/step or curriculum/step/part
    title: str  # what it was called
    was: tuple[str, ...] = ()  # the refs it had before


@dataclass(frozen=True, slots=True)
class FeedOffer:
    """A feed that a curriculum recommends; following the curriculum offers it."""

    url: str  # http or https address
    title: str  # what to call it
    topics: tuple[str, ...] = ()  # plain tags shared with steps


@dataclass(frozen=True, slots=True)
class Curriculum:
    """An ordered set of modules and the feeds that go with it."""

    id: str  # the first slug of every ref in it
    title: str  # what it is called
    summary: str = ""  # what it is about, Markdown
    version: str = ""  # of the file, as its authors count
    language: str = "en"  # BCP 47 tag
    authors: tuple[str, ...] = ()  # their names
    license: str = ""  # an SPDX identifier, or the name of a licence
    level: str = ""  # whom it suits, one of `LEVELS`
    topics: tuple[str, ...] = ()  # plain tags that hold for the whole of it
    minutes: int = 0  # the whole of it; the sum of its steps where the file does not say
    modules: tuple[Module, ...] = ()  # in the order of the file
    feeds: tuple[FeedOffer, ...] = ()  # what to read beside it
    choices: tuple[Choice, ...] = ()  # questions about the way to go
    include: tuple[Include, ...] = ()  # what of other curricula follows its own modules
    retired: tuple[Retired, ...] = ()  # what is shown no more but in the history
    was: tuple[str, ...] = ()  # the ids it had before
    source: Source = field(default=Source.USER, compare=False)  # where it was found

    def steps(self) -> Iterator[Step]:
        """Every step, in the order of the file."""
        for module in self.modules:
            yield from module.steps

    def says_its_time(self) -> bool:
        """Its file gives a time for it that is not that of its steps."""
        return self.minutes != sum(step.minutes for step in self.steps())

    def choices_above(self, module: Module) -> list[Choice]:
        """The choices that stand above a module: it has the first of the steps that they lead to.

        A choice that leads to no step of this curriculum stands above the first module.
        """
        homes = {step.ref: each for each in reversed(self.modules) for step in each.steps}
        first = self.modules[0]

        def home(choice: Choice) -> Module:
            held = [homes[ref] for option in choice.options for ref in option.steps if ref in homes]
            return min(held, key=self.modules.index, default=first)

        return [choice for choice in self.choices if home(choice) is module]

    def things(self) -> Iterator[Step | Part]:
        """Every step and, after each, its parts."""
        for step in self.steps():
            yield step
            yield from step.parts


def curriculum_of(ref: str) -> str:
    """The id of the curriculum that a ref of a step or part belongs to."""
    return ref.partition("/")[0]


def step_of(ref: str) -> str:
    """The ref of the step that a ref of a step or part belongs to."""
    return "/".join(ref.split("/", 2)[:2])
