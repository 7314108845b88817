"""What sort of thing a step is, told by where its link leads and by the words around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pmlearn.model.curriculum import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

_HOSTS = {
    Kind.VIDEO: ("youtube.com", "youtu.be", "vimeo.com", "ted.com"),
    Kind.COURSE: (
        *("coursera.org", "edx.org", "udemy.com", "udacity.com", "khanacademy.org", "futurelearn.com"),
        *("codecademy.com", "pluralsight.com", "skillshare.com", "ocw.mit.edu", "open.edu"),
    ),
    Kind.BOOK: ("goodreads.com", "openlibrary.org", "gutenberg.org", "worldcat.org"),
    Kind.PODCAST: ("podcasts.apple.com", "podcasts.google.com", "overcast.fm", "pca.st"),
    Kind.EVENT: ("meetup.com", "eventbrite.com"),
}
_WORDS = {
    Kind.BOOK: "book books",
    Kind.COURSE: "course courses mooc moocs class classes",
    Kind.CERTIFICATION: "certification certifications certificate certificates exam",
    Kind.TOOL: "tool tools software",
    Kind.ARTICLE: "article articles blog blogs essay essays post posts",
    Kind.VIDEO: "video videos talk talks",
    Kind.PODCAST: "podcast podcasts",
    Kind.EXERCISE: "exercise exercises assignment assignments practice",
    Kind.PROJECT: "project projects capstone",
    Kind.EVENT: "event events conference conferences meetup meetups",
    Kind.SKILL: "skill skills",
    Kind.MILESTONE: "milestone milestones",
    Kind.ASSESSMENT: "assessment assessments quiz quizzes",
}
_VERBS = {
    Kind.READING: "read reread skim",
    Kind.VIDEO: "watch",
    Kind.PODCAST: "listen",
    Kind.COURSE: "enrol enroll",
    Kind.EVENT: "attend",
    Kind.TOOL: "install",
    Kind.PROJECT: "build ship",
    Kind.EXERCISE: "write draw practise practice try sketch interview ask solve list map",
}
_TYPES = {"book", "course", "video", "podcast", "tool"}
_WORD = re.compile("[a-z]+")


def kind_of(said: str, title: str, urls: Iterable[str], headings: Iterable[str]) -> Kind:
    """Return the kind of a step, and `reading` where nothing tells.

    Args:
        said: what the file calls its kind; "" where it does not.
        title: the step's own.
        urls: where its links lead.
        headings: those that it stands under, the nearest first.
    """
    words = _WORD.findall(said.lower())
    by_word = _by_word(words) or next((Kind(word) for word in words if word in set(Kind)), None)
    by_host = next((kind for url in urls if (kind := host_kind(url))), None)
    by_verb = _first(_VERBS, _WORD.findall(title.lower())[:1])
    by_heading = next((kind for text in headings if (kind := _heading_kind(text))), None)
    return by_word or by_host or by_verb or by_heading or Kind.READING


def host_kind(url: str) -> Kind | None:
    """Return the kind of what an address leads to, or None where its host does not tell."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return None
    for kind, hosts in _HOSTS.items():
        if any(host == known or host.endswith(f".{known}") for known in hosts):
            return kind
    return None


def resource_type(url: str, kind: Kind) -> str:
    """Return the type of a link of a step of some kind."""
    found = host_kind(url) or kind
    return found.value if found.value in _TYPES else "article"


def _heading_kind(text: str) -> Kind | None:
    # “Books and talks” says what stands below it; “Before the talk” does not.
    words = _WORD.findall(text.lower())
    return _by_word(words if len(words) < 3 else [word for word in words if word.endswith("s")])


def _by_word(words: list[str]) -> Kind | None:
    return _first(_WORDS, words)


def _first(known: dict[Kind, str], words: Iterable[str]) -> Kind | None:
    for word in words:
        for kind, names in known.items():
            if word in names.split():
                return kind
    return None
