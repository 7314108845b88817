"""Mistakes as they are found: collected, so that none hides behind the first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from pmlearn.model.problem import Problem, Severity
from pmlearn.model.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

LIMIT = 500
"""Problems kept of one file. A file made to hold more is not worth the time that more would take."""


class Place(Protocol):
    """Anything that knows where it stands: a node of the tree."""

    line: int
    column: int


class TooManyProblems(Exception):  # noqa: N818 - a signal that ends the reading, no failure
    """The limit is reached; what was found stands in the report."""


class Report:
    """The problems of one file."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._problems: list[Problem] = []

    def error(self, at: Place, code: str, message: str, hint: str) -> None:
        """Note a mistake that keeps the file from being used.

        Raises:
            TooManyProblems: this was one more than are kept.
        """
        self._add(at, Severity.ERROR, code, message, hint)

    def warn(self, at: Place, code: str, message: str, hint: str) -> None:
        """Note what readers of the file would miss.

        Raises:
            TooManyProblems: this was one more than are kept.
        """
        self._add(at, Severity.WARNING, code, message, hint)

    def _add(self, at: Place, severity: Severity, code: str, message: str, hint: str) -> None:
        if len(self._problems) >= LIMIT:
            message = f"there are more than {LIMIT} problems; the rest are not listed"
            hint = "mend these first, then check again"
            self._problems.append(
                Problem(self._file, at.line, at.column, severity, "too-many", message, hint)
            )
            raise TooManyProblems
        self._problems.append(Problem(self._file, at.line, at.column, severity, code, message, hint))

    @property
    def broken(self) -> bool:
        """There is an error among the problems."""
        return any(problem.severity is Severity.ERROR for problem in self._problems)

    def problems(self) -> tuple[Problem, ...]:
        """The problems, in the order of the file."""
        return tuple(sorted(self._problems, key=lambda problem: (problem.line, problem.column)))


def quoted(text: str) -> str:
    """Return what stands in a file, harmless and short, as a message shows it."""
    return f"“{clean(text, 60)}”"


def near(word: str, words: Iterable[str]) -> str:
    """Return the word that was probably meant, or ""."""
    if len(word) > 100:  # an id of 10,000 characters resembles nothing, and comparing it takes long
        return ""
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistake needs it

    return next(iter(get_close_matches(word, list(words), 1, 0.6)), "")


def listed(words: Iterable[str]) -> str:
    """Return words as a list in a sentence."""
    return ", ".join(words)
