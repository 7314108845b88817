"""The only writer of stdout: text for people, one object for scripts; messages go to stderr."""

from __future__ import annotations

import codecs
import contextlib
import json
import os
import re
import sys
import unicodedata
from typing import TYPE_CHECKING, Any

from pmlearn.errors import OutputError
from pmlearn.model.text import ascii_twin, clean, clean_block

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pmlearn.errors import PmlearnError

_NOT_ASCII = re.compile(r"[^\x00-\x7e]")
_HIDDEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Unicode's categories of what is no visible character."""

VERSION = 1
"""The `version` of every object that --json prints: keys are added to it, never renamed."""


def say(text: str = "", indent: int = 0) -> None:
    """Print one line of data, so many blanks in."""
    _print((" " * indent + clean(text, 100_000)).rstrip())


def say_block(text: str) -> None:
    """Print several lines of data."""
    _print(clean_block(text))


def say_file(text: str) -> None:
    """Print a whole file, however long."""
    _print(clean_block(text, len(text) + 1))


def page(text: str) -> None:
    """Print what may be longer than the screen: through the pager, where there is a terminal."""
    if not sys.stdout.isatty():
        say_block(text)
        return
    import click

    click.echo_via_pager(clean_block(text) + "\n", color=False)


def emit(content: dict[str, Any]) -> None:
    """Print one JSON object, with the version first."""
    _print(_json({"version": VERSION, **content}, indent=2))


def emit_document(content: dict[str, Any]) -> None:
    """Print one JSON document of a form that others define, which has no version of ours."""
    _print(_json(content, indent=2))


def emit_line(content: dict[str, Any]) -> None:
    """Print one JSON object on one line, at once."""
    _print(_json(content))
    finish()


def _json(content: dict[str, Any], indent: int | None = None) -> str:
    # Whatever the locale, a script gets every character: as itself, or as JSON escapes it.
    unicode = codecs.lookup(sys.stdout.encoding or "utf-8").name == "utf-8"
    text = json.dumps(content, ensure_ascii=not unicode, indent=indent)
    return text if text.isascii() else _NOT_ASCII.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    """What a terminal would act on, or not show, as JSON escapes it; any other character as it is."""
    character = found[0]
    return json.dumps(character)[1:-1] if unicodedata.category(character) in _HIDDEN else character


def note(text: str) -> None:
    """Print a message, which is no data."""
    _tell(f"pmlearn: {clean(text, 10_000)}")


def hint(text: str) -> None:
    """Print what can be done about the message before."""
    _tell(f"  {clean(text, 10_000)}")


def complain(text: str) -> None:
    """Print several lines of a message, as they are laid out."""
    _tell(clean_block(text))


def progress(text: str = "") -> None:
    """Show how far something has come, in place of the last time; say nothing where nobody looks."""
    if sys.stderr.isatty():
        _tell(f"\r{text:<40}" if text else f"\r{'':<40}\r", end="")


def fail(error: PmlearnError) -> int:
    """Print what failed and the next move; returns the exit status."""
    note(error.message)
    for line in error.picture.splitlines():
        # The caret's line begins with the blanks that bring it below its word.
        _tell(f"  {' ' * (len(line) - len(line.lstrip(' ')))}{clean(line, 10_000)}")
    if error.hint:
        hint(error.hint)
    return error.exit_status


def table(rows: Iterable[Sequence[str]], *, right: Sequence[int] = (), stretch: int = -1) -> None:
    """Print rows in columns, two blanks apart.

    Args:
        rows: cells of text.
        right: columns that end flush.
        stretch: the column that is cut where the terminal is too narrow; into a pipe nothing is cut.
    """
    cells = [[clean(cell, 10_000) for cell in row] for row in rows]
    if not cells:
        return
    widths = [max(width(row[column]) for row in cells) for column in range(len(cells[0]))]
    if stretch >= 0 and sys.stdout.isatty():
        import shutil

        room = shutil.get_terminal_size().columns - sum(widths) - 2 * (len(widths) - 1)
        widths[stretch] = max(10, widths[stretch] + min(0, room))
    for row in cells:
        line = []
        for column, cell in enumerate(row):
            text = fit(cell, widths[column])
            pad = " " * (widths[column] - width(text))
            line.append(pad + text if column in right else text + pad)
        _print("  ".join(line).rstrip())


def width(text: str) -> int:
    """The cells that a text takes in a terminal."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def fit(text: str, cells: int) -> str:
    """The text cut to so many cells, with an ellipsis where something is lost."""
    if width(text) <= cells:
        return text
    while text and width(text) > cells - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def prepare() -> None:
    """Make printing safe in any locale (what it cannot write becomes ASCII) and without streams."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            # Closed by who started us: the null device takes its number, which a file of ours would get.
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode))
    codecs.register_error("ascii-twins", _twins)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="ascii-twins")


def _twins(error: UnicodeError) -> tuple[str, int]:
    """As many cells of ASCII as the characters take that a locale cannot write."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    unwritten = error.object[error.start : error.end]
    return "".join(ascii_twin(character).ljust(width(character)) for character in unwritten), error.end


def finish() -> None:
    """Hand over what was printed and is still held back.

    Raises:
        OutputError: the disk that it goes to is full, or fails.
    """
    with _printing():
        sys.stdout.flush()


def give_up() -> None:
    """The reader of our output has gone: write nothing more, not even at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print(text: str) -> None:
    with _printing():
        sys.stdout.write(text + "\n")


@contextlib.contextmanager
def _printing() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        give_up()
        raise OutputError(
            f"cannot print: {error.strerror}", "make room where the output goes, or send it elsewhere"
        ) from error


def _tell(text: str, end: str = "\n") -> None:
    # What was done is done, even where nobody can be told.
    with contextlib.suppress(OSError):
        sys.stderr.write(text + end)
        sys.stderr.flush()
