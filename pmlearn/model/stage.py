"""Where learners are on their way, and which of the shipped curricula suit them there."""

from __future__ import annotations

from dataclasses import dataclass

MAP = "two-years"
"""The shipped map over the others; it asks, too, where one comes in."""

ENTRY = f"{MAP}/entry"
"""The choice in which it does."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One answer to “where are you now?”."""

    id: str  # as commands and the journal name it
    title: str  # as people say it of themselves
    suggests: tuple[
        str, ...
    ]  # ids of curricula to begin with, the first one first; those not there are passed over
    levels: tuple[str, ...]  # `LEVELS`, the nearest first
    entry: str  # the option of `ENTRY` that says the same


_UP = ("beginner", "intermediate", "advanced", "leader")

STAGES = (
    Stage(
        "curious",
        "I wonder whether this is for me",
        ("orientation", MAP),
        _UP,
        "question",
    ),
    Stage(
        "switching",
        "I have decided, and want to get in",
        (MAP, "discovery", "ways-in"),
        _UP,
        "decided",
    ),
    Stage(
        "first-job",
        "I am new in a product job",
        ("core-skills", "discovery", "delivery"),
        _UP,
        "in-the-job",
    ),
    Stage(
        "manager",
        "I am a product manager, and want to be a better one",
        ("ladder", "strategy", "metrics"),
        ("intermediate", "advanced", "leader", "beginner"),
        "in-the-job",
    ),
    Stage(
        "leading",
        "I lead product people, or am about to",
        ("leading",),
        ("leader", "advanced", "intermediate", "beginner"),
        "leading",
    ),
)
"""Every one of them, in the order in which one gets there."""


def stage_of(id_: object) -> Stage | None:
    """The stage of this id; None where there is none, as in what a newer version kept."""
    return next((stage for stage in STAGES if stage.id == id_), None)
