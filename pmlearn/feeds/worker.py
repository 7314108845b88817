"""A parser process: reads tasks from its standard input, answers on its standard output, within limits.

Run as `python -m pmlearn.feeds.worker`. A task is a frame whose header names it: `{"task": "feed",
"content_type": …, "url": …, "known": …}` with the document, `"look"` with the first two to be told what it
is, `{"task": "text", "base": …}` with HTML, or one of `pmlearn.feeds.saved`; `"cpu"` says how many seconds of
processor time it may take. The answer's header is `{}`, with a feed as `frames.dump_feed` writes it, what was
found, a page or a list as JSON or Markdown as UTF-8, or `{"error": …, "hint": …}`, and `"worn": true` when
the process is better replaced. The end of the input ends it.

Limits are the operating system's (`pmlearn.limits`), so that nothing in a document can talk its way out of
them: a task that takes too much processor time ends the process, and with it only itself.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from typing import TYPE_CHECKING

from pmlearn.errors import ParseError
from pmlearn.feeds.frames import LENGTHS, dump_feed, pack
from pmlearn.limits import allow_cpu, confine, held

if TYPE_CHECKING:
    from typing import BinaryIO

    from pmlearn.feeds.frames import Header

MEMORY = 600 << 20
"""Bytes of address space for everything."""

WORN = 200 << 20
"""Bytes held after a task with which a process is replaced: what parsers leave lying goes with it."""

_NICENESS = 5  # a key that the learner presses comes before a feed


def main() -> None:
    """Answer tasks until the input ends."""
    os.nice(_NICENESS)
    confine(MEMORY)
    # A document makes rubbish without cycles, next to none of which is worth looking for.
    gc.set_threshold(50_000)
    tasks, answers = sys.stdin.buffer, sys.stdout.buffer
    while (frame := _read(tasks)) is not None:
        allow_cpu(frame[0]["cpu"])
        answers.write(_answer(*frame))
        answers.flush()


def _read(tasks: BinaryIO) -> tuple[Header, bytes] | None:
    lengths = tasks.read(LENGTHS.size)
    if len(lengths) < LENGTHS.size:
        return None
    header, body = LENGTHS.unpack(lengths)
    return json.loads(tasks.read(header)), tasks.read(body)


def _answer(header: Header, body: bytes) -> bytes:
    try:
        done = _run(header, body)
        return pack({"worn": True} if held() > WORN else {}, done)
    except ParseError as error:
        return pack({"error": error.message, "hint": error.hint})
    except MemoryError:
        return pack({"error": f"it takes more than {MEMORY >> 20} MiB of memory to read", "worn": True})
    except RecursionError:
        return pack({"error": "its elements are nested too deeply to read"})
    except Exception as error:  # noqa: BLE001 - whatever a document does to a parser, only its own task fails
        return pack({"error": f"it cannot be read ({type(error).__name__})"})


def _run(header: Header, body: bytes) -> bytes:
    if header["task"] == "feed":
        from pmlearn.feeds.reading import read  # noqa: PLC0415 - feedparser takes longer to load than a text

        known = header["known"]
        return dump_feed(
            read(body, header["content_type"], header["url"], None if known is None else set(known))
        )
    if header["task"] == "look":
        from pmlearn.feeds.discover import dump, look  # noqa: PLC0415 - a refresh has no use for it

        return dump(*look(body, header["content_type"], header["url"]))
    if header["task"] in ("page", "list"):
        from pmlearn.feeds.saved import run  # noqa: PLC0415 - not needed by a feed

        return run(header, body)
    from pmlearn.feeds.text import to_markdown  # noqa: PLC0415 - not needed by a feed

    return to_markdown(body.decode("utf-8", "replace"), header["base"]).encode()


if __name__ == "__main__":
    main()
