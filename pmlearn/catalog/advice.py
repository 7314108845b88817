"""Warnings: what a file may leave out, and its readers would miss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.catalog.report import quoted
from pmlearn.catalog.scalars import truth
from pmlearn.catalog.yamltree import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlearn.catalog.report import Report


def advise(root: Mapping, report: Report) -> None:
    """Add what is missing in a curriculum's steps to the report; retired ones need nothing.

    Raises:
        TooManyProblems: the report is full.
    """
    for module in _records(root, "modules"):
        for step in _records(module, "steps"):
            if step.whole:
                _advise_step(step, report)


def _advise_step(step: Mapping, report: Report) -> None:
    name = step.get("id")
    called = f"the step {quoted(name.text)}" if isinstance(name, Scalar) else "the step"
    for key, hint in (
        ("why", "write why: and the reason to do it, in one or two sentences"),
        ("done_when", "write done_when: and what can be seen when it is done"),
    ):
        if step.get(key) is None:
            report.warn(step, f"no-{key.replace('_', '-')}", f"{called} has no {key}", hint)
    if step.get("minutes") is None and step.get("hours") is None and not _timed_parts(step):
        hint = "write minutes: 30 or hours: 1.5, as an honest guess"
        report.warn(step, "no-minutes", f"{called} has neither minutes nor hours", hint)
    for resource in _records(step, "resources"):
        if resource.whole and resource.get("url") is not None and resource.get("checked") is None:
            hint = "follow the link, then write checked: with the day, such as 2026-11-22"
            report.warn(resource, "no-checked", f"a link of {called} has no checked", hint)


def _timed_parts(step: Mapping) -> bool:
    parts = list(_records(step, "parts"))
    return bool(parts) and all(part.get("minutes") is not None for part in parts)


def _records(node: Mapping, key: str) -> Iterator[Mapping]:
    held = node.get(key)
    for item in held.items if isinstance(held, Sequence) else ():
        if isinstance(item, Mapping) and not _retired(item):
            yield item


def _retired(node: Mapping) -> bool:
    retired = node.get("retired")
    return isinstance(retired, Scalar) and truth(retired) is True
