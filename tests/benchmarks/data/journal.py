"""Journals of any length, written at once: as many actions one by one would wait for the disk as often."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pmlearn.model.action import Action, Change
from pmlearn.model.feed import item_id

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

BEGIN = 1_700_000_000_000
"""The order of the first action, in ms since 1970."""
AT = "2023-11-14T22:13:20.000Z"


def write(directory: Path, changes: Iterable[tuple[Change, ...]], device: str = "elsewhere-00000000") -> Path:
    """Write a device's journal with one action for each tuple of changes."""
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / f"{device}.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for number, some in enumerate(changes):
            action = Action(f"{number:016x}", BEGIN + number, AT, device, "tick", some)
            out.write(json.dumps(action.to_json(), ensure_ascii=False, separators=(",", ":")) + "\n")
    return path


def ticks(count: int, steps: int = 1000) -> Iterable[tuple[Change, ...]]:
    """Ticks of one step after another, and back, over and over."""
    for number in range(count):
        done = number // steps % 2 == 0
        values = ("done", "todo") if done else ("todo", "done")
        yield (Change(f"long/step-{number % steps}", "status", *values),)


def links(count: int) -> Iterable[tuple[Change, ...]]:
    """Saved links, as `pmlearn queue add` writes them."""
    for number in range(count):
        url = f"https://example.org/an-article-about-products/{number}"
        ref = f"item:{item_id('', url)}"
        entry = {
            "id": url,
            "title": f"Article {number} about products",
            "link": url,
            "feed": "",
            "kind": "link",
        }
        yield (Change(ref, "entry", entry), Change(ref, "state", "queued"))
