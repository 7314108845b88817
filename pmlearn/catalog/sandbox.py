"""Files of strangers, read in a process with limits, so that a hostile one costs itself alone."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from pmlearn.catalog.codec import Read, read_from_json
from pmlearn.catalog.decode import SIZE
from pmlearn.catalog.frames import HEAD, LENGTH, NO_ANSWER, OUT_OF_MEMORY
from pmlearn.catalog.listing import read_bytes, unreadable
from pmlearn.model.curriculum import Source
from pmlearn.model.problem import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

T = TypeVar("T")

Question = tuple[str, bytes, Callable[[Any], T]]
"""The name of a file, its content, and what makes an answer of the JSON that comes back."""

SECONDS = 20.0
"""Of waiting, for one file; the process itself computes for five at most."""

COMMAND = (sys.executable, "-P", "-m", "pmlearn.catalog.worker")
"""-P keeps Python from importing what lies in the directory that the learner happens to be in."""

LANES = 4
"""Processes that read at once, at most."""

PER_LANE = 500_000
"""Bytes that it takes another process to pay for its start."""

GRACE = 5.0
"""Seconds for a process to end by itself."""


def read_files(
    files: Iterable[tuple[str, bytes, Source]],
    command: Sequence[str] = COMMAND,
    seconds: float = SECONDS,
    *,
    marks: bool = False,
) -> list[Read]:
    """Read files; one answer for each, in their order.

    A file that could not be read within the limits has one problem, `too-costly` or `no-answer`.

    Args:
        files: name, content and source of each.
        command: starts a worker.
        seconds: of waiting, for one file.
        marks: each answer says where the things of its file stand, which costs a little.
    """
    questions = [
        (file, data, partial(read_from_json, file=file, source=source)) for file, data, source in files
    ]
    found = ask(questions, command, seconds, marks=marks)
    return [Read(None, (answer,)) if isinstance(answer, Problem) else answer for answer in found]


def ask(
    questions: Iterable[Question[T]],
    command: Sequence[str],
    seconds: float = SECONDS,
    *,
    marks: bool = False,
) -> list[T | Problem]:
    """Have processes with limits look at files; one answer for each, in their order.

    Args:
        questions: the name and the content of each file, and what makes the answer of the JSON that comes
            back: ValueError, TypeError, KeyError or AttributeError where it cannot.
        command: starts such a process, which speaks as `pmlearn.catalog.frames` has it.
        seconds: of waiting, for one file.
        marks: goes along with every question.

    Returns:
        For a file that could not be looked at within the limits a problem, `too-costly` or `no-answer`.
    """
    left = deque(enumerate(questions))
    found: dict[int, T | Problem] = {}
    workers: list[_Worker] = []

    def work() -> None:
        with contextlib.closing(_Worker(command, seconds, marks=marks)) as worker:
            workers.append(worker)
            while left:
                try:
                    place, question = left.popleft()
                except IndexError:
                    return  # another lane took the last
                found[place] = worker.ask(question)

    lanes = min(os.cpu_count() or 1, LANES, 1 + sum(len(data) for _, (_, data, _) in left) // PER_LANE)
    others = [threading.Thread(target=work, daemon=True) for _ in range(lanes - 1)]
    try:
        for other in others:
            other.start()
        work()
    except BaseException:
        # Nobody wants the rest where this was interrupted, nor waits for it.
        left.clear()
        for worker in workers:
            worker.kill()
        raise
    finally:
        for other in others:
            other.join()
    return [found[place] for place in sorted(found)]


def read_paths(paths: Iterable[Path], *, marks: bool = False) -> list[tuple[str, Read]]:
    """Read files, each once, in their order; one that cannot be opened holds that as its problem."""
    found: dict[str, Read] = {}
    opened: list[tuple[str, bytes, Source]] = []
    for file in dict.fromkeys(map(str, paths)):
        found[file] = Read(None, ())
        try:
            opened.append((file, read_bytes(file, SIZE + 1), Source.USER))
        except OSError as error:
            found[file] = Read(None, (unreadable(file, error),))
    for (file, *_), read in zip(opened, read_files(opened, marks=marks), strict=True):
        found[file] = read
    return list(found.items())


class _Worker:
    """One process that looks at files, started when there is one, and anew after one that ended it."""

    def __init__(self, command: Sequence[str], seconds: float, *, marks: bool) -> None:
        self._command = command
        self._seconds = seconds
        self._marks = marks
        self._child: subprocess.Popen[bytes] | None = None

    def ask(self, question: Question[T]) -> T | Problem:
        file, data, take = question
        try:
            child = self._child = self._child or _start(self._command)
        except OSError as error:
            message = f"no process to read the file in could be started: {error.strerror}"
            return _failed(file, NO_ANSWER, message, "close other programs, then try again")
        answer = _ask(child, file, data, self._seconds, marks=self._marks)
        try:
            return take(json.loads(answer))
        except (ValueError, TypeError, KeyError, AttributeError):
            self._child = None
            return _why(child, file)

    def kill(self) -> None:
        if self._child is not None:
            self._child.kill()

    def close(self) -> None:
        if self._child is not None:
            self._child.kill()
            _end(self._child)


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own module, an argument list
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


def _ask(child: subprocess.Popen[bytes], file: str, data: bytes, seconds: float, *, marks: bool) -> bytes:
    """Return the answer, or b"" where the child died or was killed at its deadline."""
    assert child.stdin is not None
    assert child.stdout is not None
    timer = threading.Timer(seconds, child.kill)
    timer.daemon = True
    timer.start()
    try:
        name = os.fsencode(file)
        child.stdin.write(HEAD.pack(len(name), len(data), marks) + name + data)
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
