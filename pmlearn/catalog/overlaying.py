"""An overlay laid over its curriculum: texts replaced, steps added, moved, hidden and put in another order.

What is changed keeps its ref. Steps that an overlay adds stand under `add`, and their refs begin with the
overlay's own id: the curriculum, or another overlay, may gain a step of the same id one day.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from pmlearn.catalog.build import (
    build_card,
    build_choice,
    build_feeds,
    build_includes,
    build_minutes,
    build_option,
    build_part,
    build_requirements,
    build_resources,
    build_step,
)
from pmlearn.model.curriculum import Card, Choice, Curriculum, Fits, Kind, Module, Option, Part, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pmlearn.catalog.check import Values
    from pmlearn.model.curriculum import Include
    from pmlearn.model.overlay import Overlay

T = TypeVar("T")

SAME = ("title", "why", "do", "done_when", "cost", "provider", "level", "optional", "verified_on", "evidence")
"""What stands in a step as it stands in the file."""


def lay(
    overlay: Overlay, curriculum: Curriculum, modules_of: Callable[[Include], Iterable[Module]]
) -> Curriculum:
    """Return the curriculum with the changes of an overlay.

    Args:
        overlay: what is changed; a change of what is not there is passed over.
        curriculum: what it is laid over.
        modules_of: returns what is included of another curriculum.
    """
    work = _Work(overlay, curriculum, modules_of)
    work.change_steps()
    work.change_modules()
    work.hide()
    values = overlay.values
    modules = ordered(work.modules, values.get("order", ()), lambda each: each.module.id)
    return replace(
        curriculum,
        title=values.get("title", curriculum.title),
        summary=values.get("summary", curriculum.summary),
        language=overlay.language or curriculum.language,
        modules=tuple(replace(each.module, steps=tuple(each.steps)) for each in modules),
        choices=tuple(work.choices()),
        feeds=(*curriculum.feeds, *build_feeds(values)),
    )


def step_id(ref: str) -> str:
    """The id of a step or a choice, by its ref."""
    return ref.rpartition("/")[2]


def added(values: Values) -> list[Values]:
    """Return the values of the steps that an overlay adds, in the order of its file."""
    return [step for module in values.get("modules", ()) for step in module.get("add", ())]


def steps_of(curriculum: Curriculum) -> dict[str, Step]:
    """Return the steps of a curriculum by id: its own before those that it includes."""
    found: dict[str, Step] = {}
    for step in curriculum.steps():
        if step.ref == f"{curriculum.id}/{step_id(step.ref)}":
            found[step_id(step.ref)] = step
        else:
            found.setdefault(step_id(step.ref), step)
    return found


def ordered(things: Iterable[T], ids: Iterable[str], id_of: Callable[[T], str]) -> list[T]:
    """Return things in the order of these ids; those that are not named follow as they stood."""
    places = {id_: place for place, id_ in enumerate(ids)}
    return sorted(things, key=lambda thing: places.get(id_of(thing), len(places)))


@dataclass(slots=True)
class _Open:
    """A module that is being changed."""

    module: Module
    steps: list[Step] = field(default_factory=list)


class _Work:
    def __init__(
        self, overlay: Overlay, curriculum: Curriculum, modules_of: Callable[[Include], Iterable[Module]]
    ) -> None:
        self._overlay = overlay
        self._curriculum = curriculum
        self._modules_of = modules_of
        self.modules = [_Open(module, list(module.steps)) for module in curriculum.modules]
        self._there = {id_: step.ref for id_, step in steps_of(curriculum).items()}
        self._own = {step["id"]: f"{overlay.id}/{step['id']}" for step in added(overlay.values)}

    def change_steps(self) -> None:
        """Change steps wherever they stand."""
        for values in self._overlay.values.get("steps", ()):
            for open_ in self.modules:
                for at, step in enumerate(open_.steps):
                    if step.ref == self._there.get(values["id"]):
                        open_.steps[at] = self._changed(step, values)

    def change_modules(self) -> None:
        """Change modules, and add those that are new."""
        for values in self._overlay.values.get("modules", ()):
            open_ = next((each for each in self.modules if each.module.id == values["id"]), None)
            if open_ is None:
                if "title" not in values:
                    continue
                open_ = _Open(Module(values["id"], values["title"]))
                self.modules.append(open_)
            module = open_.module
            open_.module = replace(
                module,
                title=values.get("title", module.title),
                summary=values.get("summary", module.summary),
            )
            for step in values.get("steps", ()):
                self._put(open_, step)
            open_.steps += (
                build_step(step, self._overlay.id, named=self._named) for step in values.get("add", ())
            )
            for include in build_includes(values):
                open_.steps += (step for taken in self._modules_of(include) for step in taken.steps)
            order = map(self._named, values.get("order", ()))
            open_.steps = ordered(open_.steps, order, lambda step: step.ref)

    def hide(self) -> None:
        """Leave out modules, steps and parts, when everything stands where it belongs."""
        modules = {each["id"] for each in self._overlay.values.get("modules", ()) if each.get("hide", False)}
        self.modules = [open_ for open_ in self.modules if open_.module.id not in modules]
        hidden = {self._there.get(ref) for ref in self._overlay.values.get("hide", ()) if "/" not in ref}
        parts = {f"{self._there.get(step)}/{part}" for step, part in self._hidden_parts()}
        for open_ in self.modules:
            steps = (step for step in open_.steps if step.ref not in hidden)
            open_.steps = [
                replace(step, parts=tuple(part for part in step.parts if part.ref not in parts))
                for step in steps
                if not step.parts or any(part.ref not in parts for part in step.parts)
            ]

    def choices(self) -> Iterator[Choice]:
        """The choices, changed and added."""
        changes = {values["id"]: values for values in self._overlay.values.get("choices", ())}
        for choice in self._curriculum.choices:
            values = changes.pop(step_id(choice.ref), None)
            yield self._changed_choice(choice, values) if values else choice
        for values in changes.values():
            if "title" in values and all("title" in option for option in values.get("options", ({},))):
                yield build_choice(values, self._overlay.id, self._named)

    def _hidden_parts(self) -> Iterator[tuple[str, str]]:
        for ref in self._overlay.values.get("hide", ()):
            step, slash, part = ref.partition("/")
            if slash:
                yield step, part

    def _named(self, ref: str) -> str:
        """The full ref of what one in the overlay leads to: what it adds comes before what was there."""
        if "/" in ref:
            return ref
        return self._own.get(ref) or self._there.get(ref) or f"{self._curriculum.id}/{ref}"

    def _put(self, open_: _Open, values: Values) -> None:
        """Change a step in its module, or bring it here from another one."""
        ref = self._there.get(values["id"])
        for other in self.modules:
            for at, step in enumerate(other.steps):
                if step.ref == ref:
                    changed = self._changed(step, values)
                    if other is open_:
                        other.steps[at] = changed
                    else:
                        del other.steps[at]
                        open_.steps.append(changed)
                    return

    def _changed(self, step: Step, values: Values) -> Step:
        given: Values = {key: values[key] for key in SAME if key in values}
        if "kind" in values:
            given["kind"] = Kind(values["kind"])
        for key in ("topics", "same_as"):
            if key in values:
                given[key] = tuple(values[key])
        if "resources" in values:
            given["resources"] = build_resources(values)
        if "requires" in values:
            given["requires"] = build_requirements(values, self._named)
        if "alternatives" in values:
            given["alternatives"] = tuple(map(self._named, values["alternatives"]))
        if "cards" in values:
            given["cards"] = tuple(_merged(step.cards, values["cards"], _card_id, _changed_card, build_card))
        was = _shared_options(step)
        asked = self._changed_options(was, values.get("options", []))
        parts = tuple(replace(part, options=asked) if part.options == was else part for part in step.parts)
        if "parts" in values:
            parts = tuple(
                _merged(
                    parts,
                    values["parts"],
                    lambda part: step_id(part.ref),
                    self._changed_part,
                    lambda part: build_part(part, step.ref, (), self._named, asked),
                )
            )
            if step.minutes == sum(part.minutes for part in step.parts):
                given["minutes"] = sum(part.minutes for part in parts)
        given |= {"parts": parts, "options": () if parts else asked}
        if minutes := build_minutes(values):
            given["minutes"] = minutes
        return replace(step, **given)

    def _changed_part(self, part: Part, values: Values) -> Part:
        given: Values = {key: values[key] for key in ("title", "minutes", "optional") if key in values}
        if "options" in values:
            given["options"] = self._changed_options(part.options, values["options"])
        return replace(part, **given)

    def _changed_options(self, options: tuple[Option, ...], changes: list[Values]) -> tuple[Option, ...]:
        return tuple(
            _merged(
                options,
                changes,
                lambda option: option.id,
                self._changed_option,
                lambda values: build_option(values, self._named),
            )
        )

    def _changed_option(self, option: Option, values: Values) -> Option:
        return Option(
            option.id,
            values.get("title", option.title),
            Fits(**values["fits"]) if "fits" in values else option.fits,
            tuple(map(self._named, values["steps"])) if "steps" in values else option.steps,
        )

    def _changed_choice(self, choice: Choice, values: Values) -> Choice:
        return replace(
            choice,
            title=values.get("title", choice.title),
            why=values.get("why", choice.why),
            options=self._changed_options(choice.options, values.get("options", [])),
        )


def _shared_options(step: Step) -> tuple[Option, ...]:
    """The options that a step asks with, or gave to those of its parts that have none of their own."""
    given = Counter(part.options for part in step.parts if part.options)
    return given.most_common(1)[0][0] if given else step.options


def _card_id(card: Card) -> str:
    return card.id


def _changed_card(card: Card, values: Values) -> Card:
    return Card(card.id, values.get("question", card.question), values.get("answer", card.answer))


def _merged(
    things: Iterable[T],
    changes: Iterable[Values],
    id_of: Callable[[T], str],
    change: Callable[[T, Values], T],
    make: Callable[[Values], T],
) -> Iterator[T]:
    """Return things with their changes, and then those that are new."""
    by_id = {values["id"]: values for values in changes}
    for thing in things:
        values = by_id.pop(id_of(thing), None)
        yield change(thing, values) if values else thing
    for values in by_id.values():
        if "title" in values or {"question", "answer"} <= values.keys():
            yield make(values)
