"""An overlay held against the curriculum that it changes: what it names has to be there, or complete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.catalog.across import foreign, missing_step
from pmlearn.catalog.overlaying import added, step_id, steps_of
from pmlearn.catalog.report import near, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pmlearn.catalog.across import Asked
    from pmlearn.catalog.check import Values
    from pmlearn.catalog.marks import Mark
    from pmlearn.model.curriculum import Curriculum
    from pmlearn.model.problem import Problem


def check_overlay(asked: Asked) -> Iterator[Problem]:
    """Yield what of an overlay does not fit its curriculum."""
    for mark in asked.marks("base"):
        base = asked.known.whole(mark.name)
        if base is None:
            hint = "check its file together with this one, or install it; mend the id if it is another"
            message = f"there is no curriculum {quoted(mark.name)} here, so the changes were not looked at"
            yield asked.error(mark, "unknown-curriculum", message, hint)
        elif asked.read.overlay is not None:
            yield from _Checker(asked, base, asked.read.overlay.values).problems()


class _Checker:
    def __init__(self, asked: Asked, base: Curriculum, values: Values) -> None:
        self._asked = asked
        self._base = base
        self._values = values
        self._steps = steps_of(base)
        self._modules = {module.id for module in base.modules}
        self._choices = {step_id(choice.ref) for choice in base.choices}
        in_modules = [step for module in values.get("modules", ()) for step in module.get("steps", ())]
        self._changes: dict[str, Values] = {
            step["id"]: step for step in (*in_modules, *values.get("steps", ()))
        }
        self._added = {step["id"] for step in added(values)}
        self._new_modules = {module["id"] for module in values.get("modules", ()) if "title" in module}

    def problems(self) -> Iterator[Problem]:
        """Yield them, in the order of the file."""
        checks = {
            "step": self._step,
            "part": self._part,
            "module": self._module,
            "choice": self._choice,
            "hide": self._hide,
            "order": self._order,
            **dict.fromkeys(("requires", "alternatives", "steps"), self._ref),
        }
        for mark in self._asked.read.marks:
            if mark.kind in checks:
                yield from checks[mark.kind](mark)

    def _step(self, mark: Mark) -> Iterator[Problem]:
        if mark.name not in self._steps:
            meant = near(mark.name, self._steps)
            name = quoted(mark.name)
            message = f"{self._base.id} has no step {name} to change; a new one goes under add:"
            hint = f"did you mean {meant}?" if meant else "write it in the add: of one of the modules:"
            yield self._asked.error(mark, "unknown-step", message, hint)

    def _part(self, mark: Mark) -> Iterator[Problem]:
        step, _, part = mark.name.partition("/")
        known = [step_id(each.ref) for each in self._steps[step].parts] if step in self._steps else []
        values: list[Values] = self._changes.get(step, {}).get("parts", [])
        if part in known or any(each["id"] == part and "title" in each for each in values):
            return
        meant = near(part, known)
        message = f"{step} has no part {quoted(part)}, and a new one needs a title"
        hint = f"did you mean {meant}?" if meant else "write its title:"
        yield self._asked.error(mark, "incomplete", message, hint)

    def _module(self, mark: Mark) -> Iterator[Problem]:
        if mark.name not in self._modules | self._new_modules:
            meant = near(mark.name, self._modules)
            message = f"{self._base.id} has no module {quoted(mark.name)}, and a new one needs a title"
            hint = f"did you mean {meant}?" if meant else "write its title:"
            yield self._asked.error(mark, "incomplete", message, hint)

    def _choice(self, mark: Mark) -> Iterator[Problem]:
        choices: list[Values] = self._values.get("choices", [])
        values = next((each for each in choices if each["id"] == mark.name), {})
        if mark.name not in self._choices and mark.name in self._added:
            message = f"a choice and a step that are added both have the id {quoted(mark.name)}"
            hint = "give one of the two another id, unique in the overlay"
            yield self._asked.error(mark, "duplicate-id", message, hint)
        elif mark.name not in self._choices and not {"title", "options"} <= values.keys():
            meant = near(mark.name, self._choices)
            message = (
                f"{self._base.id} has no choice {quoted(mark.name)}, and a new one needs title and options"
            )
            hint = f"did you mean {meant}?" if meant else "write its title: and its options:"
            yield self._asked.error(mark, "incomplete", message, hint)

    def _hide(self, mark: Mark) -> Iterator[Problem]:
        step, slash, part = mark.name.partition("/")
        if step not in self._steps:
            yield missing_step(self._asked, mark, step, self._base.id, self._steps)
        elif slash:
            parts = [step_id(each.ref) for each in self._steps[step].parts]
            yield from self._known(mark, "unknown-part", part, parts)

    def _order(self, mark: Mark) -> Iterator[Problem]:
        if mark.holder == "module":
            yield from self._known(mark, "unknown-step", mark.name, self._steps.keys() | self._added)
        else:
            yield from self._known(mark, "unknown-module", mark.name, self._modules | self._new_modules)

    def _ref(self, mark: Mark) -> Iterator[Problem]:
        if "/" in mark.name:
            if mark.name not in {step.ref for step in self._base.steps()}:
                yield from foreign(self._asked, mark, mark.name)
        else:
            yield from self._known(mark, "unknown-step", mark.name, self._steps.keys() | self._added)

    def _known(self, mark: Mark, code: str, name: str, among: Iterable[str]) -> Iterator[Problem]:
        if name not in among:
            meant = near(name, among)
            hint = (
                f"did you mean {meant}?" if meant else f"pmlearn curriculum show {self._base.id} has them all"
            )
            message = f"there is no {code.partition('-')[2]} {quoted(name)} in {self._base.id}"
            yield self._asked.error(mark, code, message, hint)
