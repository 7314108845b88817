"""Whether what the learner does can be kept: said once, when a window opens, and not first when it fails."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def why_not(journal: Path) -> str:
    """Why nothing can be kept in the journals' directory, or made where it is to be; "" where it can."""
    there = journal
    # Not Path.exists(), which fails where a directory above may not be looked into.
    while not os.path.exists(there) and there != there.parent:  # noqa: PTH110
        there = there.parent
    if os.access(there, os.W_OK | os.X_OK):
        return ""
    return f"nothing that you do can be kept, read on: {there} cannot be written"
