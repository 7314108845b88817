"""Format 1 of an overlay, as data: what a file may change of a curriculum without copying it.

It is told from a curriculum by its key `overlay`. Its records are those of `pmlearn.catalog.format`, of which
only the id has to be there.
"""

from __future__ import annotations

from dataclasses import replace

from pmlearn.catalog.facts import Language
from pmlearn.catalog.format import CARD, CHOICE, FEED, FORMAT, MODULE, OPTION, OPTIONS, PART, STEP
from pmlearn.catalog.names import Id, Ref, Slug
from pmlearn.catalog.records import Key, ListOf, Record
from pmlearn.catalog.shapes import Block, Line, Number, Truth


def _changed(record: Record, **keys: Key) -> Record:
    """The record of what an overlay changes: only its id has to be there, and some keys are others."""
    made = []
    for key in record.keys:
        if key.name in keys:
            made.append(keys[key.name])
        elif key.name not in _PAST:
            made.append(replace(key, required=key.name == "id"))
    more = [key for name, key in keys.items() if record.key(name) is None]
    return Record(f"{record.name} of an overlay", (*made, *more), record.not_both)


def _added(record: Record, **keys: Key) -> Record:
    """The record of what an overlay adds: what has no past, and ids that are counted by themselves."""
    made = []
    for key in record.keys:
        if isinstance(key.shape, Id):
            says = key.says.replace("the curriculum", "what the overlay adds")
            made.append(replace(key, shape=replace(key.shape, of=f"added {key.shape.of}"), says=says))
        elif key.name not in _PAST:
            made.append(keys.get(key.name, key))
    return replace(record, name=f"{record.name} of its own in an overlay", keys=tuple(made))


_PAST = ("retired", "was")
PART_ADDED = _added(PART)
STEP_ADDED = _added(STEP, parts=Key("parts", ListOf(PART_ADDED, 1), "the pieces that are ticked one by one"))
CARD_CHANGE = _changed(CARD)
OPTION_CHANGE = _changed(OPTION)
OPTIONS_CHANGED = replace(OPTIONS, shape=ListOf(OPTION_CHANGE))
PART_CHANGE = _changed(PART, options=OPTIONS_CHANGED)
STEP_CHANGE = _changed(
    STEP,
    parts=Key("parts", ListOf(PART_CHANGE), "parts that are changed, by their ids, or added"),
    cards=Key("cards", ListOf(CARD_CHANGE), "cards that are changed, by their ids, or added"),
    options=OPTIONS_CHANGED,
)
STEPS_CHANGED = Key(
    "steps",
    ListOf(STEP_CHANGE),
    "steps of the curriculum that are changed, by their ids, or moved here from another module",
)
MODULE_CHANGE = _changed(
    MODULE,
    steps=STEPS_CHANGED,
    add=Key("add", ListOf(STEP_ADDED, 1), "new steps, which belong to the overlay"),
    order=Key(
        "order", ListOf(Slug(), 1), "ids of its steps, in their order; others follow", example="[scrum-guide]"
    ),
    hide=Key("hide", Truth(), "leaves the module out", example="true"),
)
CHOICE_CHANGE = _changed(
    CHOICE, options=Key("options", ListOf(OPTION_CHANGE), "options that are changed, or added")
)

OVERLAY = Record(
    "overlay",
    (
        Key("format", Number(FORMAT, FORMAT), "the format of this file", True, str(FORMAT)),
        Key(
            "id",
            Id("overlay", "overlay"),
            "the name of the file without .yaml, and never changed",
            True,
            "my-cspo",
        ),
        Key("overlay", Slug(), "the id of the curriculum that it changes", True, "cspo"),
        Key(
            "language",
            Language(),
            "makes it a translation: it is in force for those who read this language",
            example="de",
        ),
        Key("title", Line(), "what the curriculum is called instead"),
        Key("summary", Block(5000), "what it is about instead, in Markdown"),
        Key("version", Line(40), "the version of this text, as its authors count", example="1.0"),
        Key("authors", ListOf(Line()), "who wrote it", example="[Ada Lovelace]"),
        Key("license", Line(), "the SPDX name of its licence", example="CC-BY-4.0"),
        Key(
            "hide",
            ListOf(Ref(1, 2, looked_up=False, words="the id of a step, or step/part"), 1),
            "steps, and parts as step/part, that are left out",
            example="[scrum-guide]",
        ),
        Key(
            "order",
            ListOf(Slug(), 1),
            "ids of modules, in their order; others follow",
            example="[first-look]",
        ),
        Key(
            "steps",
            ListOf(STEP_CHANGE),
            "steps that are changed, by their ids, wherever they stand",
        ),
        Key("modules", ListOf(MODULE_CHANGE), "modules that are changed, by their ids, or added"),
        Key("choices", ListOf(CHOICE_CHANGE), "choices that are changed, by their ids, or added"),
        Key("feeds", ListOf(FEED), "feeds that go with it as well"),
    ),
    any_of=(("title", "summary", "hide", "order", "steps", "modules", "choices", "feeds"),),
)
