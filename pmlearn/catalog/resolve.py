"""Shortened refs: a step by its id alone, or by the unique beginning of any part of its ref."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.errors import UnknownError
from pmlearn.model.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pmlearn.catalog.index import StepRefs

Tree = dict[str, "StepRefs"]
"""Curricula, the steps of each, the parts of each."""


def resolve(text: str, tree: Tree) -> str:
    """Return the ref that a text stands for.

    Accepted are `curriculum/step`, `curriculum/step/part`, `step` and `step/part`, each slug in full or by
    its beginning. Where a slug is given in full, those that only begin with it are not meant.

    Raises:
        UnknownError: it stands for nothing, or for more than one thing; the hint names what was meant.
    """
    slugs = text.strip().strip("/").split("/")
    found: list[str] = []
    if 2 <= len(slugs) <= 3:
        found = _below(slugs, tree)
    if not found and len(slugs) <= 2:
        steps = {id_: curriculum for id_, curriculum in tree.items() if _fitting(slugs[0], curriculum)}
        exact = {id_: curriculum for id_, curriculum in steps.items() if slugs[0] in curriculum}
        found = [ref for id_ in exact or steps for ref in _below([id_, *slugs], tree)]
    if len(found) == 1:
        return found[0]
    name = clean(text, 80) or "“”"
    if found:
        raise UnknownError(f"{name} may be any of {len(found)} steps", f"write {_either(found[:4])}")
    raise UnknownError(f"no step {name}", _hint(slugs, tree))


def _below(slugs: list[str], tree: Tree) -> list[str]:
    found = []
    for curriculum in _fitting(slugs[0], tree):
        steps = tree[curriculum]
        for step in _fitting(slugs[1], steps):
            ref = f"{curriculum}/{step}"
            if len(slugs) == 2:
                found.append(ref)
            else:
                found += [f"{ref}/{part}" for part in _fitting(slugs[2], steps[step])]
    return found


def _fitting(slug: str, among: Iterable[str]) -> list[str]:
    fitting = [each for each in among if slug and each.startswith(slug)]
    return [slug] if slug in fitting else fitting


def _hint(slugs: list[str], tree: Tree) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistake needs it

    if len(slugs) == 1 and len(fitting := _fitting(slugs[0], tree)) == 1:
        return f"{fitting[0]} is a curriculum; see its steps with: pmlearn curriculum show {fitting[0]}"
    wanted, names = _candidates(slugs, tree)
    near = [names[name] for name in get_close_matches(wanted[:150], names, 3, 0.6)]
    return f"did you mean {_either(near)}?" if near else "see them all with: pmlearn curriculum list"


def _candidates(slugs: list[str], tree: Tree) -> tuple[str, dict[str, str]]:
    """Return the slug that is wrong, and what could stand in its place with the ref that this would make."""
    if len(slugs) > 1 and slugs[0] in tree:
        curriculum, step, *part = slugs
        steps = tree[curriculum]
        if part and step in steps:
            return part[0], {each: f"{curriculum}/{step}/{each}" for each in steps[step]}
        return step, {each: f"{curriculum}/{each}" for each in steps}
    refs = [(curriculum, step) for curriculum, steps in tree.items() for step in steps]
    if len(slugs) == 1:
        return slugs[0], {step: f"{curriculum}/{step}" for curriculum, step in refs}
    return "/".join(slugs), {f"{curriculum}/{step}": f"{curriculum}/{step}" for curriculum, step in refs}


def _either(refs: list[str]) -> str:
    return refs[0] if len(refs) == 1 else f"{', '.join(refs[:-1])} or {refs[-1]}"
