"""A `Curriculum` back to the values of its file: what `build()` makes of them is equal to it.

It takes a curriculum as its own file has it, without what others brought. Of what is retired the model keeps
the ref, the title and the refs it had, so that is what is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmlearn.catalog.format import FORMAT, MINUTES
from pmlearn.catalog.lineage import former_of_part, former_of_step
from pmlearn.model.curriculum import Kind, curriculum_of, step_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pmlearn.catalog.check import Values
    from pmlearn.model.curriculum import Choice, Curriculum, Include, Module, Option, Part, Retired, Step


def unbuild(curriculum: Curriculum) -> Values:
    """Return the values of the file of a curriculum."""
    return _Writer(curriculum).values()


class _Writer:
    def __init__(self, curriculum: Curriculum) -> None:
        self._curriculum = curriculum
        self._id = curriculum.id
        self._retired = list(curriculum.retired)  # those that are still to be written, in their order

    def values(self) -> Values:
        whole = self._curriculum
        modules = [self._module(module) for module in whole.modules]
        modules = [module for module in modules if "steps" in module or "include" in module]
        if self._retired or not modules:
            modules.append(self._retired_module({module["id"] for module in modules}))
        sum_ = sum(step.minutes for step in whole.steps())
        return _told(
            {
                "format": FORMAT,
                "id": whole.id,
                "title": whole.title,
                "summary": whole.summary,
                "version": whole.version,
                "language": whole.language,
                "authors": list(whole.authors),
                "license": whole.license,
                "level": whole.level,
                "topics": list(whole.topics),
                # Two digits of an hour are less than a minute, and reading rounds to minutes.
                "hours": round(whole.minutes / 60, 2) if whole.minutes != sum_ else 0,
                "modules": modules,
                "feeds": [
                    _told({"url": feed.url, "title": feed.title, "topics": list(feed.topics)})
                    for feed in whole.feeds
                ],
                "choices": [self._choice(choice) for choice in whole.choices],
                "include": _includes(whole.include),
                "was": list(whole.was),
            }
        )

    def _module(self, module: Module) -> Values:
        steps: list[Values] = []
        for step in module.steps:
            # The model has what is retired in the order of its file: what comes before this step, here.
            refs = [step_of(each.ref) for each in self._retired]
            steps += self._take(refs.index(step.ref) if step.ref in refs else 0)
            steps.append(self._step(step, [self._part(part, step) for part in step.parts]))
        if not steps and not module.include and self._retired:
            # Something was in it and is retired: the next thing that is.
            first = step_of(self._retired[0].ref)
            steps = self._take(sum(step_of(each.ref) == first for each in self._retired))
        return _told(
            {
                "id": module.id,
                "title": module.title,
                "summary": module.summary,
                "steps": steps,
                "include": _includes(module.include),
                "was": list(module.was),
            }
        )

    def _step(self, step: Step, parts: list[Values]) -> Values:
        parts += self._retired_parts(step.ref, step.was)
        sum_ = sum(part.minutes for part in step.parts)
        told = step.minutes if step.minutes != sum_ or not all(part.minutes for part in step.parts) else 0
        return _told(
            {
                "id": _last(step.ref),
                "title": step.title,
                "kind": step.kind.value,
                "why": step.why,
                "do": step.do,
                "done_when": step.done_when,
                "minutes": told if told <= MINUTES.most else 0,
                "cost": step.cost,
                "provider": step.provider,
                "level": step.level,
                "topics": list(step.topics),
                "resources": [_lean(resource, {"language": "en"}) for resource in step.resources],
                "parts": parts,
                "requires": [
                    _told({"step": self._name(each.ref), "why": each.why}) for each in step.requires
                ],
                "optional": step.optional,
                "alternatives": list(map(self._name, step.alternatives)),
                "verified_on": step.verified_on,
                "same_as": list(step.same_as),
                "cards": [_lean(card) for card in step.cards],
                "evidence": step.evidence,
                "options": list(map(self._option, step.options)),
                "was": former_of_step(step.ref, step.was, self._curriculum.was),
            }
        )

    def _part(self, part: Part, step: Step) -> Values:
        return _told(
            {
                "id": _last(part.ref),
                "title": part.title,
                "minutes": part.minutes,
                "optional": part.optional,
                "options": list(map(self._option, part.options)),
                "was": former_of_part(part.ref, part.was, step.was),
            }
        )

    def _option(self, option: Option) -> Values:
        return _told(
            {
                "id": option.id,
                "title": option.title,
                "fits": _lean(option.fits),
                "steps": list(map(self._name, option.steps)),
            }
        )

    def _choice(self, choice: Choice) -> Values:
        return _told(
            {
                "id": _last(choice.ref),
                "title": choice.title,
                "why": choice.why,
                "options": list(map(self._option, choice.options)),
            }
        )

    def _take(self, count: int) -> list[Values]:
        """The steps among so many things that are retired, the next ones."""
        taken, self._retired = self._retired[:count], self._retired[count:]
        return [{**step, "retired": True} for step in self._retired_steps(taken)]

    def _retired_steps(self, retired: Sequence[Retired]) -> list[Values]:
        return [
            _told(
                {
                    "id": _last(each.ref),
                    "title": each.title,
                    "kind": Kind.READING.value,  # the format wants one, and nobody sees it
                    "parts": self._parts_of(retired, each.ref, each.was),
                    "was": former_of_step(each.ref, each.was, self._curriculum.was),
                }
            )
            for each in retired
            if each.ref == step_of(each.ref)
        ]

    def _retired_parts(self, step: str, was: Iterable[str]) -> list[Values]:
        parts = self._parts_of(self._retired, step, was)
        self._retired = [each for each in self._retired if step_of(each.ref) != step]
        return [{**part, "retired": True} for part in parts]

    def _parts_of(self, retired: Sequence[Retired], step: str, was: Iterable[str]) -> list[Values]:
        return [
            _told(
                {
                    "id": _last(each.ref),
                    "title": each.title,
                    "was": former_of_part(each.ref, each.was, was),
                }
            )
            for each in retired
            if each.ref.startswith(f"{step}/")
        ]

    def _retired_module(self, taken: set[str]) -> Values:
        name = next(
            name for i in range(len(taken) + 1) if (name := f"retired-{i}" if i else "retired") not in taken
        )
        module: dict[str, Any] = {"id": name, "title": "No longer in it", "retired": True}
        if self._retired:
            module["steps"] = self._retired_steps(self._retired)
        else:
            # A file has a module, and a module something in it, even where nothing is left to be shown.
            module["include"] = [{"curriculum": self._id}]
        return module

    def _name(self, ref: str) -> str:
        """A ref as this file writes it."""
        return _last(ref) if curriculum_of(ref) == self._id else ref


def _includes(includes: Iterable[Include]) -> list[Values]:
    return [_told({"curriculum": each.curriculum, "modules": list(each.modules)}) for each in includes]


def _lean(record: Any, usual: Mapping[str, str] | None = None) -> Values:
    """The fields of a record that has the names of the format's keys, but those that say what is usual."""
    found = {name: getattr(record, name) for name in record.__slots__}
    return {name: value for name, value in _told(found).items() if (usual or {}).get(name) != value}


def _told(values: Values) -> Values:
    """What of some values says something."""
    return {name: value for name, value in values.items() if value not in ("", 0, False, [], {})}


def _last(ref: str) -> str:
    return ref.rpartition("/")[2]
