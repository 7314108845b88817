"""The curriculum files of a git repository, as they stand in one commit.

That commit is fetched into a bare repository that lasts as long as the reading. Files are read from there as
they are kept (git-ls-tree(1), git-cat-file(1)), and their names never become names of files here.
"""

from __future__ import annotations

import io
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pmlearn.catalog.decode import SIZE
from pmlearn.catalog.git import Git, Limits
from pmlearn.catalog.listing import SUFFIXES
from pmlearn.catalog.sources import MOST_FILES
from pmlearn.errors import FetchError, InputError
from pmlearn.model.text import clean, plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pmlearn.catalog.sources import GitSource

_COMMIT = re.compile("[0-9a-f]{7,64}")
_FETCHED = "refs/pmlearn/fetched"
_NO_REF = ("couldn't find remote ref", "not our ref", "unadvertised object")
_LINE = re.compile(rb"(\d+) (\w+) ([0-9a-f]+) +(\d+|-)\t(.*)", re.DOTALL)
_KINDS = {(b"120000", b"blob"): "link", (b"160000", b"commit"): "submodule", (b"040000", b"tree"): "folder"}


@dataclass(frozen=True, slots=True)
class GitFiles:
    """What was read of a repository."""

    commit: str  # the full name of the commit
    files: tuple[tuple[str, bytes], ...]  # their paths in the repository, and what they hold


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of a tree."""

    kind: str  # file, folder, link or submodule
    id: str  # the name of its content
    size: int  # bytes of a file
    path: str  # in the repository


def read_repository(source: GitSource, env: Mapping[str, str], limits: Limits | None = None) -> GitFiles:
    """Return the curriculum files of a repository.

    Raises:
        FetchError: there is no git, or it does not get at the repository, or that is too large or slow.
        InputError: what of it was asked for is not there, or holds no curriculum files, or too many.
    """
    with tempfile.TemporaryDirectory(prefix="pmlearn-git-") as name:
        directory = Path(name)
        git = Git(directory, source.url, env, limits or Limits())
        git.run("init", "--quiet", "--bare", "--template=", "--", str(directory / "repository"))
        commit = _fetch(git, source)
        return GitFiles(commit, tuple(_read(git, _chosen(git, commit, source))))


def _fetch(git: Git, source: GitSource) -> str:
    """Fetch the one commit that is asked for, or all of them where a server gives none by its name."""
    fetch = ("fetch", "--quiet", "--no-tags", "--no-write-fetch-head")
    refspec = f"+{source.ref or 'HEAD'}:{_FETCHED}"
    status, _, err = git.attempt(*fetch, "--depth=1", "--", source.url, refspec)
    wanted = _FETCHED
    if status:
        if not any(said in err for said in _NO_REF):
            raise git.failed(err)
        if not _COMMIT.fullmatch(source.ref):
            raise _no_commit(git, source.ref)
        wanted = source.ref
        git.run(*fetch, "--", source.url, "+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*")
    parsed = ("rev-parse", "--verify", "--quiet", "--end-of-options")
    status, out, _ = git.attempt(*parsed, f"{wanted}^{{commit}}")
    if status:
        raise _no_commit(git, source.ref)
    return out.decode().strip()


def _no_commit(git: Git, ref: str) -> InputError:
    if not ref:
        return InputError(f"{git.where} is empty: it has no commit", "check the address")
    hint = "see what there is with git ls-remote, or leave out @ and what follows for the newest"
    return InputError(f"{git.where} has no tag, branch or commit {clean(ref, 80)}", hint)


def _chosen(git: Git, commit: str, source: GitSource) -> list[_Entry]:
    """The curriculum files in a folder, or the one file that is named."""
    inside = source.inside
    if inside:
        above = _tree(git, commit, inside.rpartition("/")[0])
        found = next((entry for entry in above if entry.path == inside), None)
        if found is None:
            raise _nothing(git, commit, source, f"nothing called {clean(inside, 80)}")
        if found.kind == "file":
            return [found]
        if found.kind != "folder":
            message = f"{clean(inside, 80)} in {git.where} is a {found.kind}, which is not followed"
            raise InputError(message, "name a file or a folder that is in the repository itself")
    found_files = [entry for entry in _tree(git, commit, inside) if entry.kind == "file" and _named(entry)]
    if not found_files:
        where = f"in {clean(inside, 80)}" if inside else "at its top"
        raise _nothing(git, commit, source, f"no curriculum files {where}")
    if len(found_files) > MOST_FILES:
        message = (
            f"{git.where} has {plural(len(found_files), 'file')} there; at most {MOST_FILES} are installed"
        )
        raise InputError(message, "name one of them behind a #")
    return found_files


def _nothing(git: Git, commit: str, source: GitSource, what: str) -> InputError:
    listed = git.run("ls-tree", "-r", "-l", "-z", "--full-tree", commit)
    folders = dict.fromkeys(
        entry.path.rpartition("/")[0] for entry in _entries(listed) if entry.kind == "file" and _named(entry)
    )
    hint = "write a folder or a file behind a #, as git shows it"
    if named := [clean(folder, 80) for folder in folders if folder][:3]:
        hint = f"curriculum files may be in {' or '.join(named)}: write {clean(source.top, 200)}#{named[0]}"
    return InputError(f"{git.where} has {what}", hint)


def _tree(git: Git, commit: str, folder: str) -> list[_Entry]:
    """What a folder holds; nothing where there is no such folder."""
    tree = f"{commit}:{folder}"
    status, out, _ = git.attempt("ls-tree", "-l", "-z", "--full-tree", tree)
    return [] if status else _entries(out, f"{folder}/" if folder else "")


def _entries(out: bytes, before: str = "") -> list[_Entry]:
    entries = []
    for found in filter(None, map(_LINE.fullmatch, out.split(b"\0"))):
        mode, type_, id_, size, name = found.groups()
        path = before + name.decode("utf-8", "surrogateescape")
        kind = _KINDS.get((mode, type_), "file")
        entries.append(_Entry(kind, id_.decode(), 0 if size == b"-" else int(size), path))
    return entries


def _named(entry: _Entry) -> bool:
    name = entry.path.rpartition("/")[2]
    return name.endswith(SUFFIXES) and not name.startswith(".")


def _read(git: Git, entries: list[_Entry]) -> list[tuple[str, bytes]]:
    for entry in entries:
        if entry.size > SIZE:
            message = f"{clean(entry.path, 200)} in {git.where} is larger than {SIZE:,} bytes"
            raise InputError(message, "ask its author to split it into several curricula")
    listed = "".join(f"{entry.id}\n" for entry in entries)
    out = io.BytesIO(git.run("cat-file", "--batch", given=listed.encode()))
    found = []
    for entry in entries:
        # “<id> blob <size>”, a newline, the content, a newline.
        if not out.readline().endswith(f" blob {entry.size}\n".encode()):
            raise FetchError(
                f"{git.where} lacks what it lists as {clean(entry.path, 200)}", "tell its author"
            )
        found.append((entry.path, out.read(entry.size)))
        out.read(1)
    return found
