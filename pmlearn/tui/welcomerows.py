"""The rows of the first questions: each with its answers, and below them what hangs on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.model.bare import opening
from pmlearn.model.curriculum import LEVELS
from pmlearn.model.stage import STAGES
from pmlearn.model.text import duration
from pmlearn.tui.told import told
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.columns import Column
from pmlearn.tui.widgets.glyphs import PICK, TAKEN, UNPICKED, UNTAKEN
from pmlearn.tui.widgets.rows import BLANK, Cells, Text, heading, hint

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from pmlearn.services.curriculum import CurriculumRow

HOURS = {
    "2": "2 hours: a step now and then",
    "5": "5 hours: two years to a product job",
    "8": "8 hours: the same, with the extras",
}
"""Usual answers, by the number."""

WELCOME = (
    "Welcome. pmlearn takes you into product management, a step at a time.",
    "Three questions; any can be skipped. Arrows choose, {open} goes on.",
)
"""What somebody reads who has never seen it, nor any program of its kind."""

WHERE = "Where are you now?"

OTHER = "other"
"""The row of any other number."""

CURRICULUM = (
    Column(3),  # whether it is to be followed
    Column(20, grow=1, gap=1),
    Column(8, right=True),  # how long it takes
)


def stage_rows(
    picked: str, room: tuple[int, int] = (0, 0), *, again: bool
) -> tuple[list[Text | Cells], bool]:
    """Where are you now? All answers are seen: first the introduction gives way, then question and numbers.

    Args:
        picked: the id of the stage that is marked; "" for none.
        room: the cells of a row, and how many rows there are; 0 and 0 where that is not known.
        again: it was asked before.

    Returns:
        the rows, and whether the question has to stand in the header instead.
    """
    question = [heading(WHERE)]
    answers = [
        _answer(stage.id, f"{number}  {stage.title}", 7, taken=stage.id == picked)
        for number, stage in enumerate(STAGES, 1)
    ]
    after = [BLANK, hint("It decides what is suggested first. Nothing is hidden from anybody.")]
    for before in ([] if again else [*(hint(told(each, "welcome")) for each in WELCOME), BLANK], []):
        if room == (0, 0) or _height([*before, *question, *answers], room[0]) <= room[1]:
            return [*before, *question, *answers, *after], False
    return [_answer(stage.id, stage.title, 4, taken=stage.id == picked) for stage in STAGES], True


def _height(items: Iterable[Text], width: int) -> int:
    return sum(len(item.fit(width)) for item in items)


def hours_rows(picked: str, typed: str, set_hours: float | None) -> list[Text | Cells]:
    """How many hours a week?

    Args:
        picked: the key of the row that is marked; "" for none.
        typed: what was typed of another number.
        set_hours: what the configuration says, which wins.
    """
    rows: list[Text | Cells] = [heading("How many hours a week?")]
    rows += [_answer(key, words, 4, taken=key == picked) for key, words in HOURS.items()]
    other = f"{typed} hours" if typed else "Another number: type it"
    rows += [_answer(OTHER, other, 4, taken=picked == OTHER), BLANK]
    if set_hours is not None:
        says = f"config.toml says {set_hours:g} hours a week, and that counts as long as it stands there."
        return [*rows, hint(says)]
    return [*rows, hint("Today counts your week against it. A modest number that is kept helps more.")]


def curriculum_rows(
    curricula: Sequence[CurriculumRow],
    suggested: Sequence[str],
    wanted: Collection[str],
    levels: Sequence[str] = LEVELS,
) -> list[Text | Cells]:
    """Which of these would you like to follow?

    Args:
        curricula: all of them.
        suggested: the ids of those that come first.
        wanted: the ids of those that are marked.
        levels: the nearest to where the learner is first.
    """
    by_id = {row.id: row for row in curricula}
    first = [by_id[id_] for id_ in suggested if id_ in by_id]

    def rank(row: CurriculumRow) -> tuple[bool, bool, int]:
        return (
            not row.followed,
            not row.begun,
            levels.index(row.level) if row.level in levels else len(levels),
        )

    others = sorted((row for row in curricula if row not in first), key=rank)
    rows: list[Text | Cells] = [heading("What would you like to follow?")]
    if first:
        rows += [*_curricula(first, wanted), BLANK, heading("Or any of the others")]
    return [
        *rows,
        *_curricula(others, wanted),
        BLANK,
        hint(told("Later, {follow} on Learn follows another one, or one no longer.", "learn")),
    ]


def _curricula(rows: Iterable[CurriculumRow], wanted: Collection[str]) -> Iterator[Text | Cells]:
    for row in rows:
        box = PICK if row.id in wanted else UNPICKED
        time = duration(row.minutes) if row.minutes else ""
        yield Cells(
            row.id,
            CURRICULUM,
            ((box, ink.PLAIN), (row.title, ink.STRONG), (time, ink.MUTED)),
            main=1,
            words=f"{row.title} {row.summary}",
        )
        # The first sentence: a screen shows ten curricula, and each has a page of its own.
        yield hint(opening(row.summary).partition(". ")[0], 4, 1)


def _answer(key: str, words: str, hang: int, *, taken: bool) -> Text:
    return Text(f"{TAKEN if taken else UNTAKEN} {words}", key=key, words=words, indent=0, hang=hang)
