"""Paths as people write them, where no file may ever have had such a name."""

from __future__ import annotations

import contextlib
from pathlib import Path

from pmlearn.errors import InputError
from pmlearn.model.text import clean


def path_of(text: str) -> Path:
    """Return the path that a text names, of a file or a folder that need not be there.

    A `~` that leads to nobody's home is part of the name. What a disk cannot be asked for is refused here, so
    that `is_dir()` and `exists()` answer afterwards.

    Raises:
        InputError: no file can have that name, or nobody may look there.
    """
    path = Path(text)
    with contextlib.suppress(RuntimeError):
        path = path.expanduser()
    try:
        path.exists()
    except OSError as error:
        message = f"cannot look at {clean(text, 80)}: {error.strerror}"
        raise InputError(message, "check how it is written, and the permissions of its folder") from error
    return path
