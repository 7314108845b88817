"""Services over a directory of the test's own, with curricula made for it and a clock that stands still."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pmlearn import config
from pmlearn.catalog.index import Summary, step_refs, ties
from pmlearn.catalog.ties import Ties
from pmlearn.errors import UnknownError
from pmlearn.model.curriculum import (
    Card,
    Choice,
    Curriculum,
    FeedOffer,
    Fits,
    Kind,
    Module,
    Option,
    Part,
    Requirement,
    Resource,
    Retired,
    Step,
    curriculum_of,
    step_of,
)
from pmlearn.model.feed import Enclosure, Entry, ParsedFeed, feed_id
from pmlearn.wiring import Services
from tests.answered import answered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pmlearn.model.problem import Problem

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SVPG = "https://feeds.example.org/svpg.xml"
LENNY = "https://podcast.example.org/lenny.xml"


def summary(c: Curriculum) -> Summary:
    """What the real catalog would have in its index."""
    steps = list(c.steps())
    units = sum(not (step.optional or unit.optional) for step in steps for unit in step.units())
    return Summary(
        id=c.id,
        title=c.title,
        source=c.source,
        path="/curricula/some.yaml",
        summary=c.summary,
        version=c.version,
        language=c.language,
        level=c.level,
        topics=c.topics,
        minutes=c.minutes,
        modules=len(c.modules),
        steps=len(steps),
        units=units,
    )


class FakeCatalog:
    """Stands in for `pmlearn.catalog.finder.Catalog`."""

    def __init__(self, curricula: Sequence[Curriculum], problems: Sequence[Problem] = ()) -> None:
        self.become(curricula)
        self._problems = list(problems)

    def become(self, curricula: Sequence[Curriculum]) -> None:
        self._curricula = {curriculum.id: curriculum for curriculum in curricula}
        # Once, as the real one has them: a page asks for each of a thousand steps.
        refs = {id_: step_refs(curriculum) for id_, curriculum in self._curricula.items()}
        self._ties = Ties(map(ties, self._curricula.values()), lambda: refs)

    def get(self, id_: str) -> Curriculum | None:
        return self._curricula.get(id_)

    def ids(self) -> Sequence[str]:
        return list(self._curricula)

    def home(self, id_: str) -> str:
        return id_

    def refresh(self) -> bool:
        return False

    def signature(self) -> str:
        return repr(sorted(self._curricula))

    def step(self, ref: str) -> Step | None:
        curriculum = self.get(curriculum_of(ref))
        return next((s for s in curriculum.steps() if s.ref == step_of(ref)), None) if curriculum else None

    def included(self, id_: str) -> list[str]:
        return []

    def find(self, ref: str) -> tuple[Step, Part | None] | None:
        step = self.step(ref)
        if step is None or ref == step.ref:
            return None if step is None else (step, None)
        return next(((step, part) for part in step.parts if part.ref == ref), None)

    def ties(self) -> Ties:
        return self._ties

    def summaries(self) -> list[Summary]:
        return [summary(c) for c in self._curricula.values()]

    def problems(self) -> list[Problem]:
        return self._problems

    def resolve(self, text: str) -> str:
        step = self.step(text)
        if step is None or text not in (step.ref, *(part.ref for part in step.parts)):
            raise UnknownError(text)
        return text


def inspired() -> Curriculum:
    """A small book: three modules, steps with and without parts, an optional one, links and feeds."""

    def step(id_: str, title: str, minutes: int, *parts: str, optional: bool = False) -> Step:
        ref = f"inspired/{id_}"
        return Step(
            ref,
            title,
            Kind.BOOK if parts else Kind.EXERCISE,
            why="The team is the unit that learns; its make-up decides what it finds.",
            do="Read the chapters. Then write down:\n\n1. who is on your team\n2. what it *lacks*\n\n"
            "See [the trio](https://example.org/trio) for one way to see it.",
            done_when="You can say which principles your own team lacks, and why.",
            minutes=minutes,
            topics=("teams", "discovery"),
            resources=(
                Resource(
                    "book",
                    "Inspired",
                    "https://example.org/inspired",
                    by="Marty Cagan",
                    isbn="978-1-119-38750-3",
                ),
                Resource("article", "The product trio", "https://example.org/trio", cost="free"),
            ),
            parts=tuple(
                Part(f"{ref}/{at}", part, minutes=minutes // len(parts)) for at, part in enumerate(parts, 1)
            ),
            optional=optional,
        )

    return Curriculum(
        "inspired",
        "Inspired",
        "The book on how the best teams find and build what people want.",
        minutes=600,
        topics=("teams", "discovery"),
        modules=(
            Module(
                "people",
                "The right people",
                steps=(
                    step(
                        "teams",
                        "Product teams",
                        45,
                        "Principles of strong teams",
                        "The product manager",
                        "The designer",
                    ),
                    step("engineers", "Engineers and their lead", 40),
                    step("scale", "People at scale", 60, optional=True),
                ),
            ),
            Module(
                "product",
                "The right product",
                steps=(
                    step("roadmaps", "Roadmaps and their trouble", 30),
                    step("vision", "Vision and strategy", 90),
                ),
            ),
            Module(
                "process",
                "The right process",
                steps=(step("discovery", "Discovery", 120, "Framing", "Planning", "Ideation"),),
            ),
        ),
        feeds=(
            FeedOffer(SVPG, "SVPG", ("teams", "discovery")),
            FeedOffer(LENNY, "Lenny's Podcast", ("teams",)),
        ),
    )


def scrum() -> Curriculum:
    """A short one."""
    steps = (
        Step("cspo/guide", "Read the Scrum Guide", Kind.READING, minutes=30, topics=("scrum",)),
        Step("cspo/class", "Take the class", Kind.CERTIFICATION, minutes=960, topics=("scrum",)),
    )
    return Curriculum(
        "cspo",
        "CSPO",
        "From the Scrum Guide to the certificate.",
        minutes=990,
        modules=(Module("m", "The class", steps=steps),),
    )


def talks() -> Curriculum:
    """One with all that the format knows: a choice, what waits, alternatives, answers, cards, evidence."""
    guide = Step(
        "talks/guide",
        "Write an interview guide",
        Kind.EXERCISE,
        why="Without one you ask leading questions, and believe the answers.",
        do="Turn what you want to learn into questions about the *past*.",
        done_when="You have ten questions, none of which can be answered with yes.",
        minutes=90,
        cost="free",
        provider="A school",
        level="beginner",
        verified_on="2026-11-21",
        resources=(
            Resource("book", "The short book", by="Ada", isbn="9781492180746", cost="USD 20"),
            Resource("article", "Preguntas", "https://example.org/es", language="es", checked="2026-10-01"),
        ),
        same_as=("basics/questions",),
        evidence="The guide itself, as a file or a link.",
        cards=(
            Card("past", "Why ask about the **past**?", "What people did is a *fact*."),
            Card("yes", "What is wrong with yes?", "It tells you what you want to hear."),
        ),
    )
    talk = Step(
        "talks/talk",
        "Run five interviews",
        Kind.PROJECT,
        why="Five show most of what twenty do.",
        minutes=360,
        requires=(Requirement("talks/guide", "Whoever asks without a guide hears what they want to hear."),),
        cards=(Card("five", "How many talks show most of it?", "Five."),),
    )
    short = Step("talks/short", "Read the short book", Kind.BOOK, minutes=120, alternatives=("talks/long",))
    long = Step("talks/long", "Read the long book", Kind.BOOK, minutes=540, optional=True)
    level = Step(
        "talks/level",
        "How many have you talked to?",
        Kind.ASSESSMENT,
        minutes=1,
        options=(
            Option("none", "None so far"),
            Option("some", "A few, with a guide", Fits(stage="you began")),
        ),
    )
    ways = (
        Step("talks/club", "Join a group", Kind.EVENT, minutes=120),
        Step("talks/class", "Take the class", Kind.COURSE, minutes=1200, cost="USD 400"),
    )
    alone = Option(
        "alone",
        "On my own, with books",
        Fits("to find out whether it is for me", "anywhere", "what a book costs", "an hour here and there"),
        ("talks/club",),
    )
    taught = Option("class", "In a class, with a teacher", Fits(goal="a certificate"), ("talks/class",))
    return Curriculum(
        "talks",
        "Talking to users",
        "How to find out what people need.",
        minutes=2431,
        modules=(
            Module("before", "Before the first talk", steps=(guide, talk, short, long, level)),
            Module("after", "After it", steps=ways),
        ),
        choices=(
            Choice(
                "talks/how",
                "How do you want to learn it?",
                "Both ways lead to the same place.",
                (alone, taught),
            ),
        ),
        retired=(Retired("talks/paper", "Hand out a questionnaire"),),
    )


def basics() -> Curriculum:
    """One that teaches, among other things, what another one teaches, too."""
    step = Step("basics/questions", "Write good questions", Kind.EXERCISE, minutes=60)
    return Curriculum("basics", "Research basics", modules=(Module("m", "Asking", steps=(step,)),))


def measures() -> Curriculum:
    """One that asks: a step with three parts to answer, and one that is ticked, and a step after it."""
    options = (
        Option("hand", "With a hand: somebody checks before it counts", Fits(stage="the first half year")),
        Option("alone", "Alone, on what I was given", Fits(stage="most of the second year")),
        Option("next", "I say what comes next, and it is believed", Fits(stage="three years and more")),
        Option("others", "Others work by what I set up"),
    )
    titles = {
        "independence": "Independence: how far do I get before somebody looks?",
        "scope": "Scope: what do I answer for?",
        "fog": "Fog: how clear is the problem?",
    }
    parts = [Part(f"measures/stand/{id_}", title, 5, options=options) for id_, title in titles.items()]
    stand = Step(
        "measures/stand",
        "Place yourself by three measures",
        Kind.ASSESSMENT,
        why="Titles differ from firm to firm. Measures travel.",
        minutes=35,
        parts=(*parts, Part("measures/stand/show", "Show it to somebody", 20)),
    )
    after = Step(
        "measures/after",
        "Choose what to work on",
        Kind.EXERCISE,
        minutes=30,
        requires=(Requirement("measures/stand"),),
    )
    return Curriculum("measures", "Measures", modules=(Module("m", "Today", steps=(stand, after)),))


def with_talks(home: Path) -> Services:
    """A learner of these two, who did something that is retired, and something that is gone."""
    before = talks()
    gone = tuple(
        Step(f"talks/{name}", title, Kind.EXERCISE) for name, title in (("paper", "P"), ("calls", "C"))
    )
    modules = (*before.modules, Module("gone", "Gone", steps=gone))
    earlier = services(home, (replace(before, modules=modules), basics()))
    earlier.steps.tick(["talks/paper", "talks/calls"])
    earlier.steps.note("talks/calls", "nobody picked up")
    earlier.save()
    return services(home, (before, basics()))


def shelf() -> tuple[Curriculum, ...]:
    """Some that are suggested to newcomers, one of them with a feed, and some that are not."""

    def one(id_: str, title: str, level: str, minutes: int, *feeds: FeedOffer) -> Curriculum:
        step = Step(f"{id_}/first", f"The first step of {title}", Kind.EXERCISE, minutes=minutes)
        summary = f"{title}, for whoever wants to know what it is about. It takes some weeks."
        module = Module("m", "Once", steps=(step,))
        return Curriculum(
            id_, title, summary, level=level, minutes=minutes * 40, modules=(module,), feeds=feeds
        )

    return (
        one("orientation", "Orientation", "beginner", 45, FeedOffer(SVPG, "SVPG", ("teams",))),
        one("two-years", "A map for two years", "beginner", 30),
        one("leading", "Leading", "leader", 60),
        one("books", "Books", "beginner", 50),
        one("strategy", "Strategy", "intermediate", 90, FeedOffer(LENNY, "Lenny's Podcast")),
    )


def large(steps: int = 1000) -> Curriculum:
    """As many steps as a real reading list of years, fifty a module."""
    modules = tuple(
        Module(
            f"m{first}",
            f"Stretch {first // 50 + 1} of the long way",
            steps=tuple(
                Step(
                    f"large/s{at}",
                    f"Step number {at}: practise it and write down what you saw",
                    Kind.EXERCISE,
                    minutes=25,
                )
                for at in range(first, min(first + 50, steps))
            ),
        )
        for first in range(0, steps, 50)
    )
    return Curriculum("large", "The long way", "All of it.", modules=modules)


def entries(count: int = 6) -> dict[str, ParsedFeed]:
    """What two feeds published: articles, and a podcast."""
    articles = tuple(
        Entry(
            f"a{at}",
            f"The product trio in practice, part {at}",
            f"https://example.org/a{at}",
            "Marty Cagan",
            f"2026-11-{20 - at % 19:02d}T08:00:00Z",
            body=f"<p>A trio of three, part {at}. It <em>learns</em> with <a href='https://example.org/x'>users</a>.</p>"
            * (9 if count < 10 else 40),
            summary="A trio of three.",
            topics=("discovery",),
            words=1600,
        )
        for at in range(count)
    )
    talk = Entry(
        "p1",
        "Hiring your first product manager",
        "https://example.org/p1",
        published="2026-11-19T06:00:00Z",
        enclosures=(Enclosure("https://example.org/p1.mp3", "audio/mpeg", 50_000_000, 54 * 60),),
        topics=("teams",),
    )
    return {
        SVPG: ParsedFeed("SVPG", "https://example.org", articles),
        LENNY: ParsedFeed("Lenny's Podcast", "", (talk,)),
    }


def services(
    home: Path,
    curricula: Sequence[Curriculum] | None = None,
    problems: Sequence[Problem] = (),
    *,
    device: str = "laptop-0badcafe",
    env: dict[str, str] | None = None,
    first: bool = False,
) -> Services:
    """Services over `home`, which may hold what an earlier session left.

    The first questions were answered, unless it is to be the `first` time that somebody opens the app.
    """
    if not first:
        answered(home)
    environment = {"PMLEARN_HOME": str(home), "LANG": "en_GB.UTF-8", "XDG_DATA_DIRS": "/none", **(env or {})}
    built = Services(config.load(environment), environment, lambda: NOW, device)
    given = (inspired(), scrum()) if curricula is None else curricula
    built.__dict__["_catalog"] = FakeCatalog(given, problems)
    return built


def with_entries(built: Services, count: int = 6) -> Services:
    """Subscribe two feeds, and let them have published something."""
    feeds = entries(count)
    built.feeds.add(SVPG, "SVPG", ["discovery", "teams"])
    built.feeds.add(LENNY, "Lenny's Podcast", ["teams"])
    for url, parsed in feeds.items():
        built._entries.merge(feed_id(url), parsed)
    return built


def following(built: Services) -> Services:
    """Follow both curricula, with something done in each."""
    built.curricula.follow(["inspired", "cspo"])
    built.steps.tick(["inspired/teams/1"])
    built.steps.start(["inspired/teams/2"])
    return built


if __name__ == "__main__":
    from pmlearn.tui.run import run

    home = Path(os.environ["PMLEARN_HOME"])
    fresh = not home.exists()
    known = services(home, (inspired(), scrum(), large()), env=dict(os.environ))
    if fresh and (who := os.environ.get("PMLEARN_FAKES")) != "empty":
        with_entries(following(known), 24 if who == "reader" else 6)
    raise SystemExit(run(known))
