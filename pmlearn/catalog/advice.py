"""Warnings: what a file may leave out, and its readers would miss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.catalog.report import quoted
from pmlearn.catalog.walk import kept
from pmlearn.catalog.yamltree import Scalar

if TYPE_CHECKING:
    from pmlearn.catalog.report import Report
    from pmlearn.catalog.yamltree import Mapping


def advise(root: Mapping, report: Report) -> None:
    """Add what is missing in a curriculum's steps to the report; retired ones need nothing.

    Raises:
        TooManyProblems: the report is full.
    """
    for module in kept(root, "modules"):
        for step in kept(module, "steps"):
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
    for resource in kept(step, "resources"):
        if resource.whole and resource.get("url") is not None and resource.get("checked") is None:
            hint = "follow the link, then write checked: with the day, such as 2026-11-22"
            report.warn(resource, "no-checked", f"a link of {called} has no checked", hint)


def _timed_parts(step: Mapping) -> bool:
    parts = list(kept(step, "parts"))
    return bool(parts) and all(part.get("minutes") is not None for part in parts)
