"""What the sources of installed curricula have for them now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pmlearn.errors import InputError, PmlearnError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pmlearn.model.problem import Problem
    from pmlearn.services.offer import Offer
    from pmlearn.storage.installed import Copy


@dataclass(frozen=True, slots=True)
class Answer:
    """What a source holds now for one installed curriculum."""

    copy: Copy
    source: str  # "" where it is not known any more
    offer: Offer | None = None  # None where the source is unchanged, or failed; several may have the same
    error: PmlearnError | None = None
    problems: Sequence[Problem] = ()  # of files with an error


def settle(answers: Iterable[Answer]) -> list[Answer]:
    """Have one offer for each id, which is the answer for all that it replaces as well.

    That of a curriculum which is installed under its id already counts before one that is renamed to it.
    """
    answers = list(answers)
    offers: dict[str, Offer] = {}
    for answer in sorted(answers, key=lambda each: not each.offer or each.offer.id != each.copy.id):
        if answer.offer:
            offers.setdefault(answer.offer.id, answer.offer)
    takers = {copy.id: offer for offer in offers.values() for copy in offer.former}
    return [
        Answer(each.copy, each.source, takers[each.copy.id])
        if each.copy.id in takers
        else replace(each, offer=each.offer and offers[each.offer.id])
        for each in answers
    ]


def missing(copy: Copy, source: str, problems: Sequence[Problem]) -> Answer:
    """The answer of a source that has a curriculum no more, or holds an error."""
    message = f"its source has no {copy.id} any more"
    hint = f"keep yours as it is, or take it away with: pmlearn curriculum uninstall {copy.id}"
    if problems:
        message, hint = "what its source has now holds an error", "yours stays as it is; tell its author"
    return Answer(copy, source, error=InputError(message, hint), problems=problems)


def edited(copy: Copy) -> InputError:
    """The error for a file that was changed by hand."""
    return InputError(
        f"{copy.path} was changed by hand since it was installed, and is not overwritten",
        "move it away to have the installed one; an overlay keeps changes of your own",
    )
