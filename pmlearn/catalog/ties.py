"""What leads from one ref to another: the refs that a thing had before, and steps that teach the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pmlearn.catalog.index import Ties as TiesOfOne
    from pmlearn.catalog.resolve import Tree


class Ties:
    """The ties of all curricula together.

    Args:
        each: the ties of every curriculum (`pmlearn.catalog.index.Ties`).
        refs: returns the refs that there are now.
    """

    def __init__(self, each: Iterable[TiesOfOne], refs: Callable[[], Tree]) -> None:
        self._refs = refs
        self._known: dict[str, list[str]] = {}  # what was found out of `before`
        self._before: dict[str, list[str]] = {}  # new ref: old ones
        self._after: dict[str, str] = {}  # old ref: new one
        self._same: dict[str, list[str]] = {}
        for ties in each:
            for ref, old in ties.get("was", {}).items():
                self._before[ref] = old
                for name in old:
                    self._after.setdefault(name, ref)
            for ref, others in ties.get("same", {}).items():
                for other in others:
                    # One file says so, and it holds both ways.
                    self._same.setdefault(ref, []).append(other)
                    self._same.setdefault(other, []).append(ref)

    def before(self, ref: str) -> list[str]:
        """The refs that a thing had before, and those that these had; but for the ones that are in use."""
        if ref not in self._before:
            return []
        if ref not in self._known:
            found: dict[str, None] = {}
            waiting = [ref]
            while waiting:
                for old in self._before.get(waiting.pop(), ()):
                    if old != ref and old not in found and not self._there(old):
                        found[old] = None
                        waiting.append(old)
            self._known[ref] = list(found)
        return self._known[ref]

    def now(self, ref: str) -> str:
        """The ref that a thing has now: another where it was renamed or moved, and is not there any more."""
        seen = {ref}
        while (after := self._after.get(ref)) is not None and after not in seen and not self._there(ref):
            ref = after
            seen.add(ref)
        return ref

    def same(self, ref: str) -> list[str]:
        """The refs of steps that teach the same as a step."""
        return [other for other in dict.fromkeys(self._same.get(ref, ())) if other != ref]

    def _there(self, ref: str) -> bool:
        kind, colon, rest = ref.partition(":")
        curriculum, _, inner = (rest if colon else kind).partition("/")
        steps = self._refs().get(curriculum)
        if colon or steps is None:
            return steps is not None
        step, _, part = inner.partition("/")
        return step in steps and (not part or part in steps[step])
