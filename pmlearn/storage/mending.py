"""Bodies that are not where they were written: what a file that was set aside still has, and what is lost.

One damaged body has the whole file of bodies set aside, so that the feed is fetched whole again. Whatever
else was in it is read from there meanwhile, and moves into the new file when the feed is kept next.
"""

from __future__ import annotations

import contextlib
import os
import re
from typing import TYPE_CHECKING

from pmlearn.storage import bodies
from pmlearn.storage.bodies import extent_of, extents_of
from pmlearn.storage.merging import docs_of, slices_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pmlearn.storage.bodies import Extent
    from pmlearn.storage.tables import Tables

_NAME = re.compile(r"(?P<feed>[a-z0-9-]+)\.(?P<number>\d{1,9})\.bodies")


def missing(tables: Tables, path: Path) -> bool:
    """Whether bodies that a feed's documents name cannot be in its file: it is too short, or not there."""
    ends = (at + length for at, length, _ in extents_of(docs_of(tables)))
    return bodies.size(path) < max(ends, default=0)


def mend(tables: Tables, path: Path) -> None:
    """Have documents name bodies that are there; those that are lost are to be read again from the feed.

    Raises:
        StoreError: the disk did not take those that were found elsewhere.
    """
    entries = tables.get("entries", {})
    named = {key: extent for key, doc in entries.items() if (extent := extent_of(doc))}
    lost = {key: extent for key, extent in named.items() if key not in _read(path, named)}
    found: dict[str, bytes] = {}
    for aside in _asides(path):
        found |= _read(aside, {key: extent for key, extent in lost.items() if key not in found})
    for key in lost:
        del entries[key]["extent"]
    for key, extent in zip(found, bodies.append(path, list(found.values())), strict=True):
        entries[key]["extent"] = list(extent)
    unread = {digest: key for digest, key in slices_of(tables).items() if key not in lost or key in found}
    tables["slices"] = {"1": unread}


def sweep_bodies(directory: Path, number_of: Callable[[str], int]) -> None:
    """Remove files of bodies that were written anew since, by writers that died before they removed them.

    Args:
        directory: of the entries.
        number_of: says which number a feed's documents name.
    """
    numbers: dict[str, list[int]] = {}
    with contextlib.suppress(OSError), os.scandir(directory) as files:
        for file in files:
            if name := _NAME.fullmatch(file.name):
                numbers.setdefault(name["feed"], []).append(int(name["number"]))
    for feed, found in numbers.items():
        if len(found) > 1:
            wanted = number_of(feed)
            for number in found:
                if number < wanted:
                    with contextlib.suppress(OSError):
                        (directory / f"{feed}.{number}.bodies").unlink()


def read_aside(path: Path, extent: Extent) -> bytes:
    """A body that a file of bodies had before it was set aside; b"" where it had it not."""
    return next((body for aside in _asides(path) if (body := _read(aside, {"": extent}).get(""))), b"")


def _asides(path: Path) -> list[Path]:
    return sorted(path.parent.glob(f"{path.name}.unreadable-*"), reverse=True)


def _read(path: Path, extents: dict[str, Extent]) -> dict[str, bytes]:
    try:
        return bodies.read_all(path, extents)
    except OSError:
        return {}
