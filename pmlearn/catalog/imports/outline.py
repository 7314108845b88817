"""What the readers of foreign files have in common: headings, and items below them to some depth."""

from __future__ import annotations

from dataclasses import dataclass, field

from pmlearn.errors import InputError


@dataclass(frozen=True, slots=True)
class Link:
    """An address and what it is called."""

    title: str  # "" where nothing says
    url: str  # as it stands in the file


@dataclass(slots=True)
class Item:
    """Something to do, with what is told of it."""

    title: str
    text: str = ""  # what is said beyond the title, Markdown
    links: list[Link] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)  # what it consists of
    values: dict[str, str] = field(
        default_factory=dict
    )  # texts by keys of the format: kind, minutes, requires
    ticked: bool = False  # somebody had done it


@dataclass(slots=True)
class Section:
    """A heading and what stands below it."""

    title: str  # "" for what stands before any heading
    text: str = ""  # its paragraphs, Markdown
    items: list[Item] = field(default_factory=list)
    id: str = ""  # where the file gives one
    within: tuple[str, ...] = ()  # the headings that it stands under


@dataclass(slots=True)
class Outline:
    """A whole file."""

    title: str = ""  # "" where it has none
    text: str = ""  # what is said before anything else
    id: str = ""  # where the file gives one
    sections: list[Section] = field(default_factory=list)
    feeds: list[Link] = field(default_factory=list)  # addresses of feeds


MOST = 5_000
"""Items, rows or elements in one file; a file of ours holds far fewer."""


class NotReadError(InputError):
    """A file cannot be made a curriculum; its name is put before the message later."""


def too_many(count: int, what: str) -> None:
    """Refuse more things than a curriculum can have.

    Raises:
        NotReadError: these are more.
    """
    if count > MOST:
        raise NotReadError(f"it holds more than {MOST:,} {what}", "divide it into several files")
