"""Checked values to a `Curriculum`: refs put together, hours made minutes, what is retired left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmlearn.model.curriculum import Curriculum, FeedOffer, Kind, Module, Part, Resource, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlearn.catalog.check import Values
    from pmlearn.model.curriculum import Source


def build(values: Values, source: Source) -> Curriculum:
    """Return the curriculum that the values of a file without errors stand for."""
    modules = tuple(
        Module(
            module["id"],
            module["title"],
            module.get("summary", ""),
            tuple(_step(step, values["id"]) for step in _kept(module, "steps")),
        )
        for module in _kept(values, "modules")
    )
    said = _minutes(values)
    return Curriculum(
        id=values["id"],
        title=values["title"],
        summary=values.get("summary", ""),
        version=values.get("version", ""),
        language=values.get("language", "en"),
        authors=tuple(values.get("authors", ())),
        license=values.get("license", ""),
        level=values.get("level", ""),
        topics=tuple(values.get("topics", ())),
        minutes=said or sum(step.minutes for module in modules for step in module.steps),
        modules=modules,
        feeds=tuple(
            FeedOffer(feed["url"], feed["title"], tuple(feed.get("topics", ())))
            for feed in values.get("feeds", ())
        ),
        source=source,
    )


def _step(values: Values, curriculum: str) -> Step:
    ref = f"{curriculum}/{values['id']}"
    parts = tuple(
        Part(f"{ref}/{part['id']}", part["title"], part.get("minutes", 0), part.get("optional", False))
        for part in _kept(values, "parts")
    )
    return Step(
        ref=ref,
        title=values["title"],
        kind=Kind(values["kind"]),
        why=values.get("why", ""),
        do=values.get("do", ""),
        done_when=values.get("done_when", ""),
        minutes=_minutes(values) or sum(part.minutes for part in parts),
        cost=values.get("cost", ""),
        provider=values.get("provider", ""),
        level=values.get("level", ""),
        topics=tuple(values.get("topics", ())),
        resources=tuple(Resource(**resource) for resource in values.get("resources", ())),
        parts=parts,
        optional=values.get("optional", False),
        verified_on=values.get("verified_on", ""),
    )


def _kept(values: Values, key: str) -> Iterator[dict[str, Any]]:
    return (each for each in values.get(key, ()) if not each.get("retired", False))


def _minutes(values: Values) -> int:
    hours: float = values.get("hours", 0)
    return round(60 * hours) if hours else int(values.get("minutes", 0))
