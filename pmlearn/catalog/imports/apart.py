"""Foreign files, made curricula in a process with limits: the only way in for them."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmlearn.catalog.decode import SIZE
from pmlearn.catalog.listing import read_bytes
from pmlearn.catalog.names import SLUG, SLUG_LIMIT, slug_of
from pmlearn.catalog.sandbox import ask
from pmlearn.errors import InputError
from pmlearn.model.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

COMMAND = (sys.executable, "-P", "-m", "pmlearn.catalog.imports.worker")
"""-P keeps Python from importing what lies in the directory that the learner happens to be in."""

SECONDS = 5.0
"""Of waiting for what becomes of a file; the process itself computes for two."""


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a foreign file."""

    id: str  # of the curriculum
    text: str  # of its file
    modules: int
    steps: int
    parts: int
    ticked: int  # boxes that were ticked in the foreign file
    warnings: int  # what readers of the curriculum would miss


def convert_apart(file: Path, id_: str = "", command: Sequence[str] = COMMAND) -> Made:
    """Make a curriculum of a Markdown, OPML or CSV file; `id_` is its id, where its title is to give none.

    Raises:
        InputError: the file cannot be read, or no curriculum can be made of it; or the id is none.
    """
    if id_ and (len(id_) > SLUG_LIMIT or not re.fullmatch(SLUG, id_)):
        hint = f"write {slug_of(id_)}" if slug_of(id_) else "write a word such as product-teams"
        raise InputError(f"{clean(id_, 80)} is no id: it has small letters, digits and single hyphens", hint)
    try:
        data = read_bytes(str(file), SIZE + 1)
    except FileNotFoundError as error:
        raise InputError(f"no file {file}", "name a file of Markdown, OPML or CSV") from error
    except OSError as error:
        raise InputError(
            f"cannot read {file}: {error.strerror}", "check its name and its permissions"
        ) from error
    (answer,) = ask([(str(file), data, _take)], (*command, id_) if id_ else command, SECONDS)
    if isinstance(answer, Made):
        return answer
    raise InputError(f"cannot import {file}: {answer.message}", answer.hint)


def _take(doc: dict[str, str]) -> Made | InputError:
    return InputError(doc["message"], doc["hint"]) if "message" in doc else Made(**doc)  # type: ignore[arg-type]
