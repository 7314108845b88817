"""Former ids that are no former ones: progress cannot come from what is still there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.catalog.report import quoted
from pmlearn.catalog.walk import name, own, records, texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pmlearn.catalog.report import Report
    from pmlearn.catalog.yamltree import Mapping, Scalar


def check_former(root: Mapping, curriculum: str, report: Report) -> None:
    """Report every `was` that names an id in use in this file, be it the thing's own.

    Raises:
        TooManyProblems: the report is full.
    """
    modules = list(records(root, "modules"))
    steps = [step for module in modules for step in records(module, "steps")]
    parts = [(step, part) for step in steps for part in records(step, "parts")]
    _check("curriculum", [(curriculum, root)], curriculum, report)
    if _any(modules):
        _check("module", [(name(module), module) for module in modules], curriculum, report)
    if _any(steps):
        _check("step", [(name(step), step) for step in steps], curriculum, report)
    if _any(part for _, part in parts):
        named = [(f"{name(step)}/{name(part)}", part) for step, part in parts]
        _check("part", named, curriculum, report)


def _any(things: Iterable[Mapping]) -> bool:
    """Some have former ids: few files do, and only those pay for looking at every id."""
    return any(thing.get("was") is not None for thing in things)


def _check(noun: str, things: list[tuple[str, Mapping]], curriculum: str, report: Report) -> None:
    lines: dict[str, int] = {}
    for id_, thing in things:
        lines.setdefault(id_, thing.line)
    for id_, thing in things:
        for node in texts(thing, "was"):
            former = _within(node.text, noun, id_, curriculum)
            if former in lines:
                _report(node, noun, lines[former], own=former == id_, report=report)


def _within(text: str, noun: str, id_: str, curriculum: str) -> str:
    """The name that an item of a `was` stands for within its curriculum; "" where that is another one."""
    slashes = text.count("/")
    if noun != "part" or slashes == 2:
        return own(text, curriculum)
    return text if slashes else f"{id_.partition('/')[0]}/{text}"


def _report(node: Scalar, noun: str, line: int, *, own: bool, report: Report) -> None:
    if own:
        message = f"the {noun} has the id {quoted(node.text)}, and names it as a former one"
        report.error(node, "was-itself", message, "take it out")
    else:
        message = f"{quoted(node.text)} is no former id: the {noun} in line {line} has it"
        hint = f"give that {noun} another id, or take this out"
        report.error(node, "was-in-use", message, hint)
