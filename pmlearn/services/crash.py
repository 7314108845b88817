"""What is kept of a crash of our own: where it happened, and nothing personal."""

from __future__ import annotations

import sys
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
    # Frames and the error's type: no values, which could be personal, and no directories of this machine.
    frames = "".join(
        f"{_known(frame.filename)}:{frame.lineno} in {frame.name}\n  {frame.line}\n"
        for frame in traceback.extract_tb(error.__traceback__)
    )
    write_atomic(path, f"pmlearn {__version__}\n{frames}{type(error).__name__}\n".encode("utf-8", "replace"))
    return path


def _known(file: str) -> str:
    """The file's name from where it can be imported on, as `pmlearn/cli/main.py`."""
    above = [f"{one.rstrip('/')}/" for one in sys.path if one and file.startswith(one)]
    return file.removeprefix(max(above, key=len)) if above else file.rpartition("/")[2]
