"""docs/coverage.md: what the curricula that come with pmlearn contain, and where; of docs/coverage.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from tests.shipped import IDS, TOP, curriculum, leaves_a_result, steps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlearn.model.curriculum import Step

MAP = TOP / "docs" / "coverage.yaml"
PAGE = TOP / "docs" / "coverage.md"

HEAD = """\
# What the shipped curricula cover

One line for everything that somebody who becomes, or is, a product manager may expect to find, with the
steps that cover it. The list is kept by hand in [coverage.yaml](coverage.yaml), and read against the steps
whenever one of them changes; `PMLEARN_WRITE_DOCS=1 pytest tests/test_coverage.py` makes this page of it.
Steps in **bold** leave something that another person can look at; each line has at least one.

"""


@dataclass(frozen=True, slots=True)
class Row:
    """Something that has to be covered."""

    section: str
    what: str
    refs: tuple[str, ...]  # of the steps that cover it


def rows() -> Iterator[Row]:
    """Everything that has to be covered, in the order of the list."""
    for section in yaml.safe_load(MAP.read_text("utf-8"))["sections"]:
        for row in section["rows"]:
            for what, refs in row.items():
                yield Row(section["title"], what, tuple(refs))


def podcasts() -> list[str]:
    """The addresses of those feeds that are podcasts."""
    return list(yaml.safe_load(MAP.read_text("utf-8"))["podcasts"])


def page() -> str:
    """The whole of docs/coverage.md."""
    known = {step.ref: step for step in steps()}
    lines = []
    section = ""
    for row in rows():
        if row.section != section:
            section = row.section
            lines += ["", f"## {section}", "", "| what | steps |", "|---|---|"]
        lines.append(f"| {row.what} | {'<br>'.join(_step(known[ref]) for ref in row.refs)} |")
    return HEAD + "\n".join([*_figures(known), *lines]) + "\n"


def _step(step: Step) -> str:
    title = step.title.replace("|", "\\|")
    return f"**{title}** `{step.ref}`" if leaves_a_result(step) else f"{title} `{step.ref}`"


def _figures(known: dict[str, Step]) -> list[str]:
    lines = [
        "| curriculum | for | steps | that leave a result | cards | hours |",
        "|---|---|---|---|---|---|",
    ]
    for id_ in IDS:
        whole = curriculum(id_)
        own = list(whole.steps())
        cards = sum(len(step.cards) for step in own)
        kept = sum(map(leaves_a_result, own))
        lines.append(
            f"| {whole.title} (`{id_}`) | {whole.level} | {len(own)} | {kept} | {cards} | {_hours(own)} |"
        )
    every = list(known.values())
    cards = sum(len(step.cards) for step in every)
    kept = sum(map(leaves_a_result, every))
    return [*lines, f"| all | | {len(every)} | {kept} | {cards} | {_hours(every)} |"]


def _hours(of: list[Step]) -> int:
    return round(sum(step.minutes for step in of) / 60)
