"""Two versions of a curriculum side by side: what came, went, and goes on under another name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pmlearn.model.curriculum import Curriculum, Step, step_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pmlearn.model.curriculum import Module, Part

_PAIRS = 20_000
"""Ids compared with each other to name what became of a step; each pair takes 20 µs."""

_LIKE = 0.6
"""How alike two ids or titles are, from 0 to 1, that may be one thing."""


@dataclass(frozen=True, slots=True)
class Named:
    """A step or part of one of the two."""

    ref: str  # curriculum/step or curriculum/step/part
    title: str  # what it is called


@dataclass(frozen=True, slots=True)
class Renamed:
    """A step or part whose progress goes along to another ref."""

    was: str  # the ref that it had
    ref: str  # the one that it has, of another curriculum perhaps
    title: str  # what it is called now


@dataclass(frozen=True, slots=True)
class Moved:
    """A step that stands in another module now, under its ref or a new one."""

    ref: str  # the one that it has now
    title: str  # what it is called now
    was: str  # the title of the module that it stood in
    to: str  # the title of the module that it stands in


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs; each in the order of its file, parts behind their step."""

    added: tuple[Named, ...] = ()  # shown now, and neither shown before nor known by a former ref
    removed: tuple[Named, ...] = ()  # neither shown nor retired now, and no former ref of anything
    renamed: tuple[Renamed, ...] = ()
    moved: tuple[Moved, ...] = ()
    retired: tuple[Renamed, ...] = ()  # shown before, and now in the history alone; most keep their ref
    changed: tuple[str, ...] = ()  # refs of what reads differently; the curriculum's id for its own texts
    divided: tuple[Named, ...] = ()  # steps that were ticked themselves, and are by their parts now

    def __bool__(self) -> bool:
        """Whether anything differs that a learner would see."""
        return any(getattr(self, name) for name in self.__slots__)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A step or part in its module."""

    thing: Step | Part
    module: Module


def compare(old: Curriculum, new: Curriculum, others: Iterable[Curriculum] = ()) -> Comparison:
    """Compare two versions of a curriculum.

    Args:
        old: the version before.
        new: the version after; under another id where its `was` names the old one.
        others: curricula beside the new one, to which steps may have gone.
    """
    before, after = dict(_shown(old)), dict(_shown(new))
    successors = _successors(new, others)
    retirements = {ref: each for each in new.retired for ref in (*each.was, each.ref)}
    gone: list[Named] = []
    renamed: list[Renamed] = []
    retired: list[Renamed] = []
    for ref, title in _titles(old).items():
        if ref in after:
            continue
        if ref in successors:
            renamed.append(Renamed(ref, successors[ref].ref, successors[ref].title))
        elif ref not in retirements:
            gone.append(Named(ref, title))
        elif ref in before:
            retired.append(Renamed(ref, retirements[ref].ref, retirements[ref].title))
    origins = {each.ref: each.was for each in renamed} | {ref: ref for ref in before}
    pairs = [(before[was], now) for ref, now in after.items() if (was := origins.get(ref)) in before]
    return Comparison(
        added=tuple(Named(ref, shown.thing.title) for ref, shown in after.items() if ref not in origins),
        removed=tuple(gone),
        renamed=tuple(renamed),
        moved=tuple(_moved(old, pairs)),
        retired=tuple(retired),
        changed=tuple(_changed(old, new, pairs)),
        divided=tuple(
            Named(now.thing.ref, now.thing.title) for was, now in pairs if _parts(now) and not _parts(was)
        ),
    )


def likely_successors(comparison: Comparison) -> dict[str, str]:
    """Of what was removed, what was added and may be the same thing: ref to ref, each at most once."""
    if len(comparison.removed) * len(comparison.added) > _PAIRS:
        return {}
    from difflib import SequenceMatcher  # noqa: PLC0415 - only a mistake of an author needs it

    def alike(one: str, other: str) -> float:
        return SequenceMatcher(None, one[:100].casefold(), other[:100].casefold()).ratio()

    whole = {each.ref for each in comparison.removed}
    ranked = sorted(
        (
            (max(alike(_last(one.ref), _last(other.ref)), alike(one.title, other.title)), one.ref, other.ref)
            for one in comparison.removed
            for other in comparison.added
            if _may_follow(one.ref, other.ref, whole)
        ),
        key=lambda rank: -rank[0],
    )
    found: dict[str, str] = {}
    for likeness, ref, other_ref in ranked:
        if likeness >= _LIKE and ref not in found and other_ref not in found.values():
            found[ref] = other_ref
    return found


def _may_follow(ref: str, other: str, removed: set[str]) -> bool:
    """Steps follow steps, and parts those of their own step; the parts of a step that went go with it."""
    if ref.count("/") != other.count("/"):
        return False
    return ref.count("/") == 1 or (step_of(ref) == step_of(other) and step_of(ref) not in removed)


def _shown(curriculum: Curriculum) -> Iterator[tuple[str, _Shown]]:
    for module in curriculum.modules:
        for step in module.steps:
            yield step.ref, _Shown(step, module)
            for part in step.parts:
                yield part.ref, _Shown(part, module)


def _titles(curriculum: Curriculum) -> dict[str, str]:
    """What is shown, and what was retired: that is known by its ref to the history."""
    shown = {ref: each.thing.title for ref, each in _shown(curriculum)}
    return {retired.ref: retired.title for retired in curriculum.retired} | shown


def _successors(new: Curriculum, others: Iterable[Curriculum]) -> dict[str, Step | Part]:
    """What is shown now, by the refs that it had before; the new version's own word counts first."""
    found: dict[str, Step | Part] = {}
    for curriculum in (new, *others):
        for _, shown in _shown(curriculum):
            for ref in shown.thing.was:
                found.setdefault(ref, shown.thing)
    return found


def _moved(old: Curriculum, pairs: Iterable[tuple[_Shown, _Shown]]) -> Iterator[Moved]:
    for was, now in pairs:
        if not isinstance(now.thing, Step) or was.module.id == now.module.id:
            continue
        if not {was.module.id, f"{old.id}/{was.module.id}"} & {*now.module.was}:
            yield Moved(now.thing.ref, now.thing.title, was.module.title, now.module.title)


def _changed(old: Curriculum, new: Curriculum, pairs: Iterable[tuple[_Shown, _Shown]]) -> Iterator[str]:
    if _own_texts(old) != _own_texts(new):
        yield new.id
    for was, now in pairs:
        if _bare(was.thing) != _bare(now.thing):
            yield now.thing.ref


def _own_texts(curriculum: Curriculum) -> tuple[object, ...]:
    """What a curriculum says outside of its steps; not its version, which says nothing to a learner."""
    modules = [(module.title, module.summary, module.include) for module in curriculum.modules]
    bare = replace(curriculum, id="", version="", minutes=0, modules=(), choices=(), retired=(), was=())
    return bare, modules, [(choice.title, choice.why, choice.options) for choice in curriculum.choices]


def _bare(thing: Step | Part) -> Step | Part:
    """A thing without its names, and without what is compared by itself."""
    if isinstance(thing, Step):
        # The minutes of a step with parts may be their sum.
        minutes = 0 if thing.parts else thing.minutes
        return replace(thing, ref="", was=(), parts=(), minutes=minutes)
    return replace(thing, ref="", was=())


def _parts(shown: _Shown) -> bool:
    return isinstance(shown.thing, Step) and bool(shown.thing.parts)


def _last(ref: str) -> str:
    return ref.rpartition("/")[2]
