"""What is wrong with a file, and where: one mistake that its author can mend."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Whether a mistake keeps a file from being used."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in one file. `str()` gives `file:line:column: severity: message [code]`."""

    file: str  # as the person who asked named it
    line: int  # from 1
    column: int  # from 1, in characters
    severity: Severity  # whether the file can be used all the same
    code: str  # a stable word for the kind of mistake, such as `unknown-key`
    message: str  # what is wrong, one sentence without a full stop
    hint: str = ""  # what to write instead, one sentence

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.severity}: {self.message} [{self.code}]"
