"""Steps that could never be begun, or stand for themselves: what they require leads back to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlearn.catalog.report import quoted
from pmlearn.catalog.walk import items, kept, name, own, texts
from pmlearn.catalog.yamltree import Mapping, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlearn.catalog.report import Report
    from pmlearn.catalog.yamltree import Node

Needs = dict[str, list[tuple[str, Scalar]]]
"""Steps by their ids, in the order of the file, with the steps that each requires and where it says so."""

_SHOWN = 3
"""Steps of a long way round that are named at either end of it."""


def check_cycles(root: Mapping, curriculum: str, report: Report) -> None:
    """Report every requirement that closes a circle, and every step that is its own alternative.

    Time and memory grow with the number of requirements alone. Retired steps require nothing.

    Raises:
        TooManyProblems: the report is full.
    """
    needs: Needs = {}
    for module in kept(root, "modules"):
        for step in kept(module, "steps"):
            required, alternatives = items(step, "requires"), list(texts(step, "alternatives"))
            if not (required or alternatives) or not (id_ := name(step)):
                continue
            needs.setdefault(id_, []).extend(_required(required, curriculum))
            for node in alternatives:
                if own(node.text, curriculum) == id_:
                    message = f"the step {quoted(id_)} is its own alternative"
                    hint = "name other steps that serve as well, or take it out"
                    report.error(node, "own-alternative", message, hint)
    _find(needs, report)


def _required(required: list[Node], curriculum: str) -> Iterator[tuple[str, Scalar]]:
    for item in required:
        node = item.get("step") if isinstance(item, Mapping) else item
        if isinstance(node, Scalar):
            yield own(node.text, curriculum), node


def _find(needs: Needs, report: Report) -> None:
    # Depth first, with a stack of our own: a file may hold a chain of any length.
    done: set[str] = set()
    for first in needs:
        if first in done:
            continue
        way = [first]
        places = {first: 0}  # where each step of the way stands in it
        left = [iter(needs[first])]
        while way:
            for wanted, node in left[-1]:
                if wanted in places:
                    _report(way, places[wanted], node, report)
                elif wanted in needs and wanted not in done:
                    places[wanted] = len(way)
                    way.append(wanted)
                    left.append(iter(needs[wanted]))
                    break
            else:
                left.pop()
                done.add(way[-1])
                del places[way.pop()]


def _report(way: list[str], start: int, node: Scalar, report: Report) -> None:
    step = way[-1]
    if start == len(way) - 1:
        message = f"the step {quoted(step)} requires itself"
        report.error(node, "requires-cycle", message, "take the requirement out")
        return
    if len(way) - start > 2 * _SHOWN:
        between = [*way[start : start + _SHOWN], "…", *way[-_SHOWN:-1]]
    else:
        between = way[start:-1]
    circle = " → ".join([step, *between, step])
    hint = "take out one requirement of this circle: no step in it could be the first"
    report.error(node, "requires-cycle", f"the step {quoted(step)} requires itself: {circle}", hint)
