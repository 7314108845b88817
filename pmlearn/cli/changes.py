"""What a new version of an installed curriculum would change: as lines for people, and for --json."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

from pmlearn.cli import output
from pmlearn.model.comparison import Named, Renamed, likely_successors
from pmlearn.model.curriculum import step_of
from pmlearn.model.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pmlearn.services.impact import Held, Impact
    from pmlearn.services.offer import Offer

_MOST = 20
"""Lines of one sort that are printed of one curriculum."""
_Thing = TypeVar("_Thing", Named, Renamed)
_COMMIT = re.compile("[0-9a-f]{40,64}")


def say_changes(offer: Offer) -> None:
    """Print what taking an offer would change, and what that does to the learner's progress."""
    found, before = offer.comparison, offer.replaced[0]
    versions = (
        _version(offer.version_before, before.note.version if before.note else ""),
        _version(offer.thing.version, offer.note.version),
    )
    change = f", {versions[0] or '?'} → {versions[1] or '?'}" if versions[0] != versions[1] else ""
    output.say(f"{before.id}: {offer.title}{change}")
    for copy in offer.former:
        output.say(f"{'it' if copy is before else copy.id} is called {offer.id} now", 2)
    likely = likely_successors(found)
    _say(f"added: {each.title} · {each.ref}" for each in _whole(found.added))
    for each in _whole(found.removed, _MOST):
        output.say(f"removed: {each.title} · {each.ref}", 2)
        if each.ref in likely:
            old = each.ref.rpartition("/")[2]
            output.say(f"was it renamed to {likely[each.ref]}? its author can write there: was: [{old}]", 4)
    _say(f"renamed: {each.was} is {each.ref} now" for each in _renamed(offer))
    _say(f"moved: {each.title}, from {each.was} to {each.to}" for each in found.moved)
    _say(f"retired: {each.title} · {each.ref}" for each in _whole(found.retired))
    _say(f"has parts now, which are ticked one by one: {each.title} · {each.ref}" for each in found.divided)
    if found.changed:
        output.say(f"changed: {plural(len(found.changed), 'text')}", 2)
    if not found:
        output.say("nothing but the order, or what is not shown", 2)
    _say_progress(offer.id, offer.impact)


def changes_json(offer: Offer) -> dict[str, Any]:
    """The keys of --json for what taking an offer would change."""
    found, done = offer.comparison, offer.impact
    before = next(iter(offer.replaced), offer.there)
    note = before.note if before else None
    return {
        "from": (note.version if note else "") or offer.version_before or None,
        "to": offer.note.version or offer.thing.version or None,
        "added": [{"ref": each.ref, "title": each.title} for each in found.added],
        "removed": [{"ref": each.ref, "title": each.title} for each in found.removed],
        "renamed": [{"was": each.was, "ref": each.ref} for each in found.renamed],
        "moved": [{"ref": each.ref, "from": each.was, "to": each.to} for each in found.moved],
        "retired": [{"was": each.was, "ref": each.ref} for each in found.retired],
        "changed": list(found.changed),
        "progress": {
            "kept": [_held_json(held) for held in (*done.kept, *done.retired)],
            "lost": [_held_json(held) for held in done.lost],
        },
    }


def _held_json(held: Held) -> dict[str, Any]:
    return {"ref": held.ref, "to": held.to or None, "status": held.status or None, "notes": held.notes}


def _say_progress(id_: str, done: Impact) -> None:
    for (old, new), held in _by_step(done.kept).items():
        output.say(f"your progress goes along from {old} to {new}: {_amount(held)}", 2)
    for (old, _), held in _by_step(done.retired).items():
        output.say(f"your progress on {old} is kept in the history: {_amount(held)}", 2)
    for (old, _), held in _by_step(done.lost).items():
        output.say(f"your progress on {old} counts no more: {_amount(held)}", 2)
    if done.lost:
        output.say(f"it stays in the history, and in pmlearn curriculum show {id_}", 4)


def _by_step(held: Sequence[Held]) -> dict[tuple[str, str], list[Held]]:
    found: dict[tuple[str, str], list[Held]] = {}
    for each in held:
        found.setdefault((step_of(each.ref), step_of(each.to)), []).append(each)
    return found


def _amount(held: Sequence[Held]) -> str:
    counts = (
        (sum(bool(each.status) for each in held), "tick", "ticks"),
        (sum(each.notes for each in held), "note", "notes"),
        (sum(each.more for each in held), "other thing", "other things"),
    )
    return ", ".join(plural(count, one, many) for count, one, many in counts if count)


def _renamed(offer: Offer) -> Iterator[Renamed]:
    """What was renamed by itself: not with its step, nor with its curriculum."""
    pairs = {(each.was, each.ref) for each in offer.comparison.renamed}
    former = {copy.id for copy in offer.former}
    for each in offer.comparison.renamed:
        steps = (step_of(each.was), step_of(each.ref))
        names = {ref.rpartition("/")[2] for ref in (each.was, each.ref)}
        with_step = steps in pairs and steps != (each.was, each.ref) and len(names) == 1
        old, new = each.was.partition("/"), each.ref.partition("/")
        with_curriculum = old[0] in former and (new[0], new[2]) == (offer.id, old[2])
        if not with_step and not with_curriculum:
            yield each


def _whole(things: Sequence[_Thing], most: int | None = None) -> list[_Thing]:
    """Steps, and of their parts those that came or went without their step."""
    refs = {each.ref for each in things}
    return [each for each in things if each.ref == step_of(each.ref) or step_of(each.ref) not in refs][:most]


def _say(lines: Iterable[str]) -> None:
    said = list(lines)
    for line in said[:_MOST]:
        output.say(line, 2)
    if len(said) > _MOST:
        output.say(f"and {len(said) - _MOST:,} more", 2)


def _version(authors: str, exact: str) -> str:
    """A version as people tell it from another: as its authors count, and the commit."""
    commit = exact[:10] if _COMMIT.fullmatch(exact) else ""
    return f"{authors} ({commit})" if authors and commit else authors or commit
