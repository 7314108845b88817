"""What shows that a step was done: files and addresses that the learner attaches to it.

Each piece is a field of its own, so that two sessions can attach at once: `evidence:` and 16 hex digits of
its SHA-256, whose value is the piece itself, or null where it was taken away. Files are named, not copied.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from pmlearn.errors import InputError
from pmlearn.model.action import Change
from pmlearn.model.text import clean
from pmlearn.services.links import web_address
from pmlearn.services.outcome import Outcome
from pmlearn.services.progress import EVIDENCE, evidence_in

if TYPE_CHECKING:
    from pmlearn.services.progress import Progress
    from pmlearn.services.step import Steps
    from pmlearn.storage.store import Store

LONGEST = 2000
"""Characters of a path or an address."""


class Evidence:
    """Attaches pieces to steps and parts, and takes them away. Not thread-safe."""

    def __init__(self, store: Store, progress: Progress, steps: Steps) -> None:
        self._store = store
        self._progress = progress
        self._steps = steps

    def attach(self, ref: str, what: str) -> Outcome:
        """Attach a file or an address to a step or part, by its full ref.

        Raises:
            UnknownError: there is no such step.
            InputError: there is no such file, or it is no address that could be opened.
        """
        step, part = self._steps.find(ref)
        return self._set(ref, (part or step).title, _piece(what), attached=True)

    def remove(self, ref: str, what: str) -> Outcome:
        """Take a piece away from a step or part, by its full ref; the file itself stays.

        Raises:
            UnknownError: there is no such step.
            InputError: nothing of this name is attached.
        """
        step, part = self._steps.find(ref)
        held = evidence_in(self._progress.doc(ref))
        for piece in (what, str(Path(what).expanduser().absolute())):
            if piece in held:
                return self._set(ref, (part or step).title, piece, attached=False)
        hint = f"it has: {', '.join(map(clean, held))}" if held else f"see it with: pmlearn step show {ref}"
        raise InputError(f"not attached to {ref}: {clean(what)}", hint)

    def _set(self, ref: str, title: str, piece: str, *, attached: bool) -> Outcome:
        field = EVIDENCE + hashlib.sha256(piece.encode("utf-8", "surrogateescape")).hexdigest()[:16]

        def decide() -> list[Change]:
            doc = self._progress.doc(ref)
            held = piece in evidence_in(doc)
            was, value = (None, piece) if attached else (piece, None)
            return [] if held is attached else [Change(ref, field, value, was)]

        action = self._store.record("evidence", decide)
        if action is None:
            return Outcome(f"already attached to {title}: {piece}")
        word = "attached to" if attached else "taken away from"
        return Outcome(f"{word} {title}: {piece}", (ref,), action.id)


def _piece(what: str) -> str:
    what = what.strip()
    if not what or len(what) > LONGEST or any("\ud800" <= character <= "\udfff" for character in what):
        raise InputError(
            f"no file or address: {clean(what, 80)!r}", "name a file, or an address that begins with https://"
        )
    if "://" in what:
        return web_address(what)
    path = Path(what).expanduser().absolute()
    try:
        there = path.exists()
    except OSError:
        there = False
    if not there:
        raise InputError(
            f"no file {clean(str(path))}",
            "name a file that is there, or an address that begins with https://",
        )
    return str(path)
