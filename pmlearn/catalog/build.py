"""Checked values to a `Curriculum`: refs put together, hours made minutes, what is retired set apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmlearn.model.curriculum import (
    Card,
    Choice,
    Curriculum,
    FeedOffer,
    Fits,
    Include,
    Kind,
    Module,
    Option,
    Part,
    Requirement,
    Resource,
    Retired,
    Step,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pmlearn.catalog.check import Values
    from pmlearn.model.curriculum import Source

    Named = Callable[[str], str]  # the full ref that stands for one in a file


def build(values: Values, source: Source) -> Curriculum:
    """Return the curriculum that the values of a file without errors stand for."""
    id_ = values["id"]
    former = tuple(values.get("was", ()))
    modules = tuple(
        Module(
            module["id"],
            module["title"],
            module.get("summary", ""),
            tuple(build_step(step, id_, former) for step in _kept(module, "steps")),
            build_includes(module),
            tuple(module.get("was", ())),
        )
        for module in _kept(values, "modules")
    )
    said = build_minutes(values)
    return Curriculum(
        id=id_,
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
        feeds=build_feeds(values),
        choices=tuple(build_choice(choice, id_, _within(id_)) for choice in values.get("choices", ())),
        include=build_includes(values),
        retired=tuple(_retired(values, id_, former)),
        was=former,
        source=source,
    )


def build_step(
    values: Values, curriculum: str, former: Iterable[str] = (), named: Named | None = None
) -> Step:
    """Return the step of some values.

    Args:
        values: the step's keys and values, `id`, `title` and `kind` among them.
        curriculum: the id that its ref begins with.
        former: the ids that the curriculum had before.
        named: makes full refs of those in the file; within `curriculum` where it is left out.
    """
    named = named or _within(curriculum)
    ref = f"{curriculum}/{values['id']}"
    was = _step_was(values, curriculum, former)
    options = tuple(build_option(option, named) for option in values.get("options", ()))
    parts = tuple(build_part(part, ref, was, named, options) for part in _kept(values, "parts"))
    return Step(
        ref=ref,
        title=values["title"],
        kind=Kind(values["kind"]),
        why=values.get("why", ""),
        do=values.get("do", ""),
        done_when=values.get("done_when", ""),
        minutes=build_minutes(values) or sum(part.minutes for part in parts),
        cost=values.get("cost", ""),
        provider=values.get("provider", ""),
        level=values.get("level", ""),
        topics=tuple(values.get("topics", ())),
        resources=build_resources(values),
        parts=parts,
        optional=values.get("optional", False),
        verified_on=values.get("verified_on", ""),
        requires=build_requirements(values, named),
        alternatives=tuple(named(other) for other in values.get("alternatives", ())),
        same_as=tuple(values.get("same_as", ())),
        cards=tuple(build_card(card) for card in values.get("cards", ())),
        evidence=values.get("evidence", ""),
        options=() if parts else options,
        was=was,
    )


def build_part(
    values: Values, step: str, was: Iterable[str], named: Named, asked: tuple[Option, ...] = ()
) -> Part:
    """Return the part of some values, in the step of a ref and of the refs that this had before.

    `asked` are the answers that hold for every part of the step that names none of its own.
    """
    ref = f"{step}/{values['id']}"
    old = [f"{before}/{values['id']}" for before in was]
    for name in values.get("was", ()):
        slugs = name.split("/")
        if len(slugs) == 1:
            old += [f"{each}/{name}" for each in (step, *was)]
        else:
            old.append(name if len(slugs) == 3 else f"{step.partition('/')[0]}/{name}")
    return Part(
        ref,
        values["title"],
        values.get("minutes", 0),
        values.get("optional", False),
        tuple(build_option(option, named) for option in values.get("options", ())) or asked,
        _unlike(ref, old),
    )


def build_choice(values: Values, curriculum: str, named: Named) -> Choice:
    """Return the choice of some values."""
    return Choice(
        f"{curriculum}/{values['id']}",
        values["title"],
        values.get("why", ""),
        tuple(build_option(option, named) for option in values["options"]),
    )


def build_option(values: Values, named: Named) -> Option:
    """Return the option of some values."""
    return Option(
        values["id"],
        values["title"],
        Fits(**values.get("fits", {})),
        tuple(named(step) for step in values.get("steps", ())),
    )


def build_card(values: Values) -> Card:
    """Return the card of some values."""
    return Card(values["id"], values["question"], values["answer"])


def build_requirements(values: Values, named: Named) -> tuple[Requirement, ...]:
    """Return what comes before a step."""
    return tuple(Requirement(named(each["step"]), each.get("why", "")) for each in values.get("requires", ()))


def build_resources(values: Values) -> tuple[Resource, ...]:
    """Return the links of a step."""
    return tuple(Resource(**resource) for resource in values.get("resources", ()))


def build_feeds(values: Values) -> tuple[FeedOffer, ...]:
    """Return the feeds of a curriculum."""
    return tuple(
        FeedOffer(feed["url"], feed["title"], tuple(feed.get("topics", ())))
        for feed in values.get("feeds", ())
    )


def build_includes(values: Values) -> tuple[Include, ...]:
    """Return what a curriculum or a module takes from other curricula."""
    return tuple(
        Include(each["curriculum"], tuple(each.get("modules", ()))) for each in values.get("include", ())
    )


def build_minutes(values: Values) -> int:
    """Return the minutes of a step or a curriculum, however its file gives them; 0 where it does not."""
    hours: float = values.get("hours", 0)
    return round(60 * hours) if hours else int(values.get("minutes", 0))


def _within(curriculum: str) -> Named:
    return lambda ref: ref if "/" in ref else f"{curriculum}/{ref}"


def _step_was(values: Values, curriculum: str, former: Iterable[str]) -> tuple[str, ...]:
    ids = [curriculum, *former]
    old = [f"{id_}/{values['id']}" for id_ in former]
    for name in values.get("was", ()):
        old += [name] if "/" in name else [f"{id_}/{name}" for id_ in ids]
    return _unlike(f"{curriculum}/{values['id']}", old)


def _unlike(ref: str, old: Iterable[str]) -> tuple[str, ...]:
    return tuple(each for each in dict.fromkeys(old) if each != ref)


def _retired(values: Values, curriculum: str, former: tuple[str, ...]) -> Iterator[Retired]:
    for module in values["modules"]:
        for step in module.get("steps", ()):
            gone = module.get("retired", False) or step.get("retired", False)
            ref, was = f"{curriculum}/{step['id']}", _step_was(step, curriculum, former)
            if gone:
                yield Retired(ref, step["title"], was)
            for values_of_part in step.get("parts", ()):
                if gone or values_of_part.get("retired", False):
                    part = build_part(values_of_part, ref, was, str)
                    yield Retired(part.ref, part.title, part.was)


def _kept(values: Values, key: str) -> Iterator[dict[str, Any]]:
    return (each for each in values.get(key, ()) if not each.get("retired", False))
