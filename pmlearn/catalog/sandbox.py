"""Files of strangers, read in a process with limits, so that a hostile one costs itself alone."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from pmlearn.catalog.codec import Read, read_from_json
from pmlearn.catalog.decode import SIZE
from pmlearn.catalog.frames import HEAD, LENGTH, NO_ANSWER, OUT_OF_MEMORY
from pmlearn.catalog.listing import read_bytes, unreadable
from pmlearn.model.curriculum import Source
from pmlearn.model.problem import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

T = TypeVar("T")

SECONDS = 20.0
"""Of waiting, for one file; the process itself computes for five at most."""

COMMAND = (sys.executable, "-P", "-m", "pmlearn.catalog.worker")
"""-P keeps Python from importing what lies in the directory that the learner happens to be in."""

GRACE = 5.0
"""Seconds for a process to end by itself."""


def read_files(
    files: Iterable[tuple[str, bytes, Source]],
    command: Sequence[str] = COMMAND,
    seconds: float = SECONDS,
) -> list[Read]:
    """Read files, each given by name, content and source; one answer for each, in their order.

    A file that could not be read within the limits has one problem, `too-costly` or `no-answer`.
    """
    questions = [
        (file, data, partial(read_from_json, file=file, source=source)) for file, data, source in files
    ]
    found = ask(questions, command, seconds)
    return [Read(None, (answer,)) if isinstance(answer, Problem) else answer for answer in found]


def ask(
    questions: Iterable[tuple[str, bytes, Callable[[Any], T]]],
    command: Sequence[str],
    seconds: float = SECONDS,
) -> list[T | Problem]:
    """Have a process with limits look at files; one answer for each, in their order.

    Args:
        questions: the name and the content of a file, and what makes the answer of the JSON that comes back:
            ValueError, TypeError, KeyError or AttributeError where it cannot.
        command: starts the process, which speaks as `pmlearn.catalog.frames` has it.
        seconds: of waiting, for one file.

    Returns:
        For a file that could not be looked at within the limits a problem, `too-costly` or `no-answer`.
    """
    found: list[T | Problem] = []
    child: subprocess.Popen[bytes] | None = None
    try:
        for file, data, take in questions:
            try:
                child = child or _start(command)
            except OSError as error:
                message = f"no process to read the file in could be started: {error.strerror}"
                found.append(_failed(file, NO_ANSWER, message, "close other programs, then try again"))
                continue
            answer = _ask(child, file, data, seconds)
            try:
                found.append(take(json.loads(answer)))
            except (ValueError, TypeError, KeyError, AttributeError):
                found.append(_why(child, file))
                child = None
    finally:
        if child is not None:
            child.kill()
            _end(child)
    return found


def check_paths(paths: Iterable[Path]) -> list[Problem]:
    """Read files, and return what is wrong with them; one that cannot be opened is a problem too."""
    problems: dict[str, tuple[Problem, ...]] = {}  # by file, in the order of the paths
    opened: list[tuple[str, bytes, Source]] = []
    for file in map(str, paths):
        problems[file] = ()
        try:
            opened.append((file, read_bytes(file, SIZE + 1), Source.USER))
        except OSError as error:
            problems[file] = (unreadable(file, error),)
    for (file, *_), read in zip(opened, read_files(opened), strict=True):
        problems[file] = read.problems
    return [problem for found in problems.values() for problem in found]


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own module, an argument list
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


def _ask(child: subprocess.Popen[bytes], file: str, data: bytes, seconds: float) -> bytes:
    """Return the answer, or b"" where the child died or was killed at its deadline."""
    assert child.stdin is not None
    assert child.stdout is not None
    timer = threading.Timer(seconds, child.kill)
    timer.daemon = True
    timer.start()
    try:
        name = os.fsencode(file)
        child.stdin.write(HEAD.pack(len(name), len(data)) + name + data)
        child.stdin.flush()
        length = child.stdout.read(LENGTH.size)
        return child.stdout.read(LENGTH.unpack(length)[0]) if len(length) == LENGTH.size else b""
    except OSError:
        return b""
    finally:
        timer.cancel()


def _why(child: subprocess.Popen[bytes], file: str) -> Problem:
    status = _end(child)
    simpler = "split it into several, or make it simpler"
    if status == -signal.SIGXCPU:
        return _failed(file, "too-costly", "the file takes too long to read", simpler)
    if status == OUT_OF_MEMORY:
        return _failed(file, "too-costly", "the file takes too much memory to read", simpler)
    if status == -signal.SIGKILL:
        message = "the file was not read in time"
        return _failed(file, NO_ANSWER, message, "try again when the machine is less busy")
    message = f"the process that reads the file ended with status {status}"
    return _failed(file, NO_ANSWER, message, "try again; if it stays, install pmlearn anew")


def _end(child: subprocess.Popen[bytes]) -> int:
    for pipe in (child.stdin, child.stdout):
        with contextlib.suppress(OSError):  # of what it did not take any more
            if pipe:
                pipe.close()
    try:
        return child.wait(GRACE)
    except subprocess.TimeoutExpired:
        child.kill()
        return child.wait()


def _failed(file: str, code: str, message: str, hint: str) -> Problem:
    return Problem(file, 1, 1, Severity.ERROR, code, message, hint)
