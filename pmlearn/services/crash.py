"""What is kept of a crash of our own: where it happened, and nothing personal."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

from pmlearn import __version__
from pmlearn.config import find_places
from pmlearn.storage.files import write_atomic

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def keep_report(error: BaseException, env: Mapping[str, str]) -> Path:
    """Write the frames and the error's type to `crash.txt`, over the last one; returns where that is.

    Raises:
        PmlearnError: there is no directory for it, or the disk did not take it.
    """
    path = find_places(env).state / "crash.txt"
    # Frames and the error's type: no values, which could be personal.
    frames = "".join(traceback.format_tb(error.__traceback__))
    write_atomic(path, f"pmlearn {__version__}\n{frames}{type(error).__name__}\n".encode("utf-8", "replace"))
    return path
