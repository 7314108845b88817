"""Files that are new or have changed, read and entered into the index; nothing here runs on a warm start."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from pmlearn.catalog.codec import Read
from pmlearn.catalog.decode import SIZE
from pmlearn.catalog.frames import NO_ANSWER
from pmlearn.catalog.index import Entry, Index, about, includes, step_refs, ties, troubling
from pmlearn.catalog.listing import read_bytes, unreadable
from pmlearn.model.curriculum import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pmlearn.catalog.cache import Cache
    from pmlearn.catalog.listing import Found
    from pmlearn.model.problem import Problem

_File = tuple["Found", str, bytes]  # with its key and content


@dataclass(slots=True)
class Update:
    """What came of reading what had changed."""

    index: Index
    reads: dict[str, Read] = field(default_factory=dict)  # by path, of the files that were read
    problems: list[Problem] = field(default_factory=list)  # of files that could not be opened


def update(found: Sequence[Found], old: Index, cache: Cache) -> Update:
    """Return the index of the files that were found, and save it with what the new ones hold."""
    done = Update(Index())
    files: list[_File] = []
    for each in found:
        if (entry := old.trusted(each)) is not None:
            done.index.entries[each.path] = entry
            continue
        try:
            data = read_bytes(each.path, SIZE + 1)
        except OSError as error:
            done.problems.append(unreadable(each.path, error))
            continue
        files.append((each, _key(each, data), data))
    refs, tied = old.refs(), old.ties()
    for each, key, read in _read_all(files, cache):
        done.reads[each.path] = read
        if unanswered(read):
            continue  # the next start asks again
        curriculum, overlay = read.curriculum, read.overlay
        if curriculum is not None:
            refs[key], tied[key] = step_refs(curriculum), ties(curriculum)
        done.index.entries[each.path] = Entry(
            key,
            each.mtime_ns,
            each.ctime_ns,
            each.size,
            each.inode,
            any(map(troubling, read.problems)),
            about(curriculum) if curriculum else None,
            includes(curriculum) if curriculum else [],
            [overlay.id, overlay.base, overlay.language] if overlay else None,
        )
    kept = {entry.key for entry in done.index.entries.values()}
    done.index.refs_json = json.dumps({key: steps for key, steps in refs.items() if key in kept}).encode()
    done.index.ties_json = json.dumps({k: tie for k, tie in tied.items() if tie and k in kept}).encode()
    # Where nothing changed, saving serves to have the index written well after the files.
    if done.index.entries != old.entries or any(map(old.unsettled, done.index.entries.values())):
        cache.save_index(done.index)
    return done


def read_again(found: Found, cache: Cache) -> Read:
    """Return what a file holds now, where what was kept of it has gone."""
    try:
        data = read_bytes(found.path, SIZE + 1)
    except OSError as error:
        return Read(None, (unreadable(found.path, error),))
    return next(read for _, _, read in _read_all([(found, _key(found, data), data)], cache))


def unanswered(read: Read) -> bool:
    """What was read says nothing of the file: the machine was too busy to read it."""
    return any(problem.code == NO_ANSWER for problem in read.problems)


def _read_all(files: list[_File], cache: Cache) -> Iterator[tuple[Found, str, Read]]:
    unread: list[_File] = []
    for each, key, data in files:
        if kept := cache.load(key, each.path, each.source):
            yield each, key, kept
        else:
            unread.append((each, key, data))
    for (each, key, _), read in zip(unread, _read_yaml(unread), strict=True):
        if not unanswered(read):
            cache.save(key, read)
        yield each, key, read


def _read_yaml(files: list[_File]) -> list[Read]:
    """Read our own files here, and those of others in a process with limits."""
    reads: dict[str, Read] = {}
    strange = [file for file in files if file[0].source is not Source.SHIPPED]
    if strange:
        from pmlearn.catalog.sandbox import read_files  # noqa: PLC0415 - brings subprocess

        answers = read_files((each.path, data, each.source) for each, _, data in strange)
        reads = {each.path: read for (each, _, _), read in zip(strange, answers, strict=True)}
    if len(strange) < len(files):
        from pmlearn.catalog.loader import read as read_here  # noqa: PLC0415 - brings yaml

        for each, _, data in files:
            if each.source is Source.SHIPPED:
                reads[each.path] = read_here(data, each.path, each.source)
    return [reads[each.path] for each, _, _ in files]


def _key(found: Found, data: bytes) -> str:
    # The name counts as well: that the id is not the name is among the problems.
    return sha256(found.name.encode("utf-8", "surrogateescape") + b"\0" + data).hexdigest()
