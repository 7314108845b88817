"""What helps authors to begin a curriculum, and their editors to check it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pmlearn.errors import InputError
from pmlearn.model.text import clean
from pmlearn.services.outcome import Outcome
from pmlearn.storage.files import write_new

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path
    from typing import Any

SUFFIX = ".yaml"
_SUFFIXES = re.compile(r"\.ya?ml$", re.IGNORECASE)


class Writing:
    """The author's desk. Keeps nothing."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of a curriculum file."""
        from pmlearn.catalog.schema import curriculum_schema  # noqa: PLC0415 - it needs the parser

        return curriculum_schema()

    def schema_file(self, path: Path) -> Path:
        """Where the first line of a new curriculum lets editors look for the schema."""
        from pmlearn.catalog.template import SCHEMA_FILE  # noqa: PLC0415 - a text that only this needs

        return path.with_name(SCHEMA_FILE)

    def new(self, path: Path) -> Outcome:
        """Write a curriculum to begin with, whose id is the name of its file.

        Raises:
            InputError: the file is there already, or its name makes no id.
            StoreError: the disk did not take it; there is no file then.
        """
        from pmlearn.catalog.names import SLUG_LIMIT, slug_of  # noqa: PLC0415 - as above
        from pmlearn.catalog.template import new_curriculum  # noqa: PLC0415

        name = clean(path.name)
        stem = path.name.removesuffix(SUFFIX)
        good = slug_of(_SUFFIXES.sub("", path.name)) or "my-course"
        hint = f"call it {path.parent / (good + SUFFIX)}"
        if not path.name.endswith(SUFFIX):
            raise InputError(f"the name of a curriculum file ends in {SUFFIX}, and “{name}” does not", hint)
        if stem != good:
            rule = f"at most {SLUG_LIMIT} small letters, digits and single hyphens"
            raise InputError(f"“{name}” cannot name a curriculum: its name is its id, {rule}", hint)
        text = new_curriculum(stem, self._now().astimezone().date())
        try:
            write_new(path, text.encode(), 0o666)
        except FileExistsError as error:
            hint = f"name a new file, or check that one with: pmlearn curriculum check {path}"
            raise InputError(f"{path} is there already", hint) from error
        return Outcome(f"written: {path}", (stem,))
