"""Pages and reading lists, read in a parser process: what is asked of it, and what it answers.

The tasks are `{"task": "page", "content_type": …, "url": …}` with a page, answered by a `WebPage` as JSON,
and `{"task": "list", "form": …}` with a file, answered by a `ReadingList` as JSON.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from pmlearn.errors import ParseError
from pmlearn.feeds.frames import LONGEST
from pmlearn.model.readinglist import ReadingList, SavedLink
from pmlearn.model.webpage import WebPage

if TYPE_CHECKING:
    from pmlearn.feeds.frames import Header

LARGEST = LONGEST - (1 << 20)
"""Bytes of a file or a page that a parser process takes."""

LIST_SECONDS = 30
"""Of processor time for a list, which may have tens of thousands of links."""


def page_apart(data: bytes, content_type: str, url: str) -> WebPage:
    """Read a page that came from `url`; in a process of its own, for a thread that can wait.

    Raises:
        ParseError: it is none, or is not read within the limits.
    """
    from pmlearn.feeds.pool import run_apart  # noqa: PLC0415 - not in the process itself

    answer = run_apart({"task": "page", "content_type": content_type, "url": url}, data[:LARGEST])
    try:
        return WebPage(**json.loads(answer))
    except (TypeError, ValueError) as error:
        raise _unreadable() from error


def list_apart(data: bytes, form: str = "") -> ReadingList:
    """Read a reading list of another program; in a process of its own, for a thread that can wait.

    Raises:
        ParseError: it is none, or is not read within the limits.
    """
    if len(data) > LARGEST:
        raise ParseError(f"it has more than {LARGEST >> 20} MiB", "export fewer links at once")
    from pmlearn.feeds.pool import run_apart  # noqa: PLC0415 - not in the process itself

    header = {"task": "list", "form": form, "cpu": LIST_SECONDS}
    answer = run_apart(header, data, wall=3.0 * LIST_SECONDS)
    try:
        found = json.loads(answer)
        links = tuple(SavedLink(**link | {"topics": tuple(link["topics"])}) for link in found["links"])
        return ReadingList(**found | {"links": links, "problems": tuple(found["problems"])})
    except (KeyError, TypeError, ValueError) as error:
        raise _unreadable() from error


def run(header: Header, body: bytes) -> bytes:
    """Do a task; in the process.

    Raises:
        ParseError: what it is about cannot be read.
    """
    if header["task"] == "page":
        from pmlearn.feeds.webpage import extract  # noqa: PLC0415 - not needed by a list

        return json.dumps(asdict(extract(body, header["content_type"], header["url"]))).encode()
    from pmlearn.feeds.readinglist import read_list  # noqa: PLC0415 - not needed by a page

    return json.dumps(asdict(read_list(body, header["form"]))).encode()


def _unreadable() -> ParseError:
    return ParseError("the process that read it answered something else", "try again")
