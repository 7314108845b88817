"""What other programs that keep links hand over: links, with what was done with them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SavedLink:
    """A link of somebody's list. All texts have passed through `clean()`."""

    url: str  # http or https address
    title: str  # "" where the list has none
    saved: str = ""  # when it was saved, RFC 3339 in UTC; "" where unknown
    topics: tuple[str, ...] = ()  # its tags and folders, as slugs
    done: bool = False  # read, or archived
    starred: bool = False  # marked as one to keep


@dataclass(frozen=True, slots=True)
class ReadingList:
    """A file that was read."""

    form: str  # pocket, wallabag or bookmarks
    links: tuple[SavedLink, ...]  # each address once, in the order of the file
    twins: int  # links that were there before
    problems: tuple[str, ...]  # what was left out, each with its place and why; the first hundred
    left_out: int  # how many were
