"""What a configuration file says of a key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class KeySetting:
    """What one line of [keys], or of [keys.<page>], says."""

    file: Path  # where it is written
    page: str  # the page that it is for; "" for every page that has the action
    action: str  # the name of the action
    keys: tuple[str, ...]  # as the learner writes them; () for none
    line: int = 0  # of the file; 0 where it is not known

    @property
    def place(self) -> str:
        """The file and the line, as editors open them."""
        return f"{self.file}:{self.line}" if self.line else str(self.file)

    @property
    def section(self) -> str:
        """The section that it stands in, as the file writes it."""
        return f"[keys.{self.page}]" if self.page else "[keys]"
