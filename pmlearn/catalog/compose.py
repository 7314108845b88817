"""Putting curricula together: what a file includes of others, and what overlays change of it.

Everything keeps its ref, and so its progress: a step that two curricula include is one step. What is not
there (a curriculum that is not installed, a module that has gone) is passed over; `pmlearn.catalog.across`
tells of it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pmlearn.catalog.overlaying import lay

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence

    from pmlearn.model.curriculum import Choice, Curriculum, Include, Module, Step
    from pmlearn.model.overlay import Overlay


def compose(
    id_: str, get: Callable[[str], Curriculum | None], overlays: Callable[[str], Sequence[Overlay]]
) -> Curriculum | None:
    """Return a curriculum with what it includes and with its overlays; None where there is none.

    Args:
        id_: the id of the curriculum.
        get: returns a curriculum as it stands in its file, or None.
        overlays: returns the overlays of a curriculum that are in force, in their order.
    """
    return _Composer(get, overlays).compose(id_)


def module_of(curriculum: Curriculum, name: str) -> Module | None:
    """The module of an id, or of one that it had before."""
    named = next((module for module in curriculum.modules if module.id == name), None)
    return named or next((module for module in curriculum.modules if name in module.was), None)


class _Composer:
    def __init__(
        self, get: Callable[[str], Curriculum | None], overlays: Callable[[str], Sequence[Overlay]]
    ) -> None:
        self._get = get
        self._overlays = overlays
        self._around: set[str] = set()  # the curricula that are being put together
        self._made: dict[str, Curriculum | None] = {}

    def compose(self, id_: str) -> Curriculum | None:
        # A curriculum that includes itself, by way of others or not, is passed over where it comes again.
        if id_ in self._around:
            return None
        if id_ not in self._made:
            self._around.add(id_)
            self._made[id_] = self._compose(id_)
            self._around.discard(id_)
        return self._made[id_]

    def _compose(self, id_: str) -> Curriculum | None:
        plain = self._get(id_)
        if plain is None:
            return None
        whole = self._include(plain) if _includes(plain) else plain
        for overlay in self._overlays(id_):
            whole = lay(overlay, whole, self._modules)
        return whole if whole is plain else _timed(plain, _distinct(whole))

    def _include(self, plain: Curriculum) -> Curriculum:
        choices: dict[str, Choice] = {choice.ref: choice for choice in plain.choices}
        modules: dict[str, Module] = {}
        for module in plain.modules:
            steps = {step.ref: step for step in module.steps}
            for include in module.include:
                for taken in self._modules(include):
                    steps |= {step.ref: step for step in taken.steps if step.ref not in steps}
                choices |= self._choices(include, steps)
            modules[module.id] = replace(module, steps=tuple(steps.values())) if module.include else module
        for include in plain.include:
            for taken in self._modules(include):
                named = replace(taken, id=f"{include.curriculum}/{taken.id}")
                modules.setdefault(named.id, named)
                choices |= self._choices(include, {step.ref for step in taken.steps})
        return replace(plain, modules=tuple(modules.values()), choices=tuple(choices.values()))

    def _modules(self, include: Include) -> list[Module]:
        other = self.compose(include.curriculum)
        if other is None:
            return []
        if not include.modules:
            return list(other.modules)
        return [module for name in include.modules if (module := module_of(other, name))]

    def _choices(self, include: Include, steps: Container[str]) -> dict[str, Choice]:
        """The choices of an included curriculum that lead to one of the steps that were taken."""
        other = self.compose(include.curriculum)
        return {
            choice.ref: choice
            for choice in (other.choices if other else ())
            if any(ref in steps for option in choice.options for ref in option.steps)
        }


def _includes(curriculum: Curriculum) -> bool:
    return bool(curriculum.include) or any(module.include for module in curriculum.modules)


def _distinct(curriculum: Curriculum) -> Curriculum:
    """A step that was taken twice stands where it was taken first."""
    seen: set[str] = set()

    def new(steps: Iterable[Step]) -> Iterator[Step]:
        for step in steps:
            if step.ref not in seen:
                seen.add(step.ref)
                yield step

    modules = tuple(replace(module, steps=tuple(new(module.steps))) for module in curriculum.modules)
    return replace(curriculum, modules=modules)


def _timed(plain: Curriculum, whole: Curriculum) -> Curriculum:
    """The whole takes as long as its steps do, unless the file says how long."""
    if plain.says_its_time():
        return whole
    return replace(whole, minutes=sum(step.minutes for step in whole.steps()))
