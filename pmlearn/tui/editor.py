"""Writing a note in the learner's own editor, while the app steps aside."""

from __future__ import annotations

import asyncio
import os
import shlex
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

USUAL = ("nano", "vi")
"""Editors to look for where the environment names none, the friendlier one first."""


def command(env: Mapping[str, str] = os.environ) -> list[str]:
    """The editor's command: `VISUAL`, `EDITOR`, or what is found; [] where there is none."""
    for name in ("VISUAL", "EDITOR"):
        try:
            words = shlex.split(env.get(name, ""))
        except ValueError:
            continue
        if words:
            return words
    return next(([found] for name in USUAL if (found := shutil.which(name))), [])


async def edit(words: list[str], text: str, lost: Callable[[str], None] = lambda _: None) -> str | None:
    """Let the editor change a text; None where it failed, could not be started, or left no file.

    The file is the learner's alone, and gone afterwards. What was written into it is never: where the editor
    fails or is killed, as when the line drops, and where the app ends first, `lost` is told.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="pmlearn-", ignore_cleanup_errors=True) as directory:
            path = Path(directory) / "note.md"
            path.touch(0o600)
            path.write_text(text, "utf-8")
            ended = False
            try:
                process = await asyncio.create_subprocess_exec(*words, str(path))
                ended = await process.wait() == 0
            finally:
                written = _read(path)
                if not ended and written is not None and written != text:
                    lost(written)
            return written if ended else None
    except OSError:
        # There is no such editor, or no room for the file.
        return None


def _read(path: Path) -> str | None:
    """What stands in the file; None where the editor took it away."""
    try:
        return path.read_text("utf-8", errors="replace")
    except OSError:
        return None
