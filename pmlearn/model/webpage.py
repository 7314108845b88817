"""A page of the web, as far as a reader cares: what it is called and what it says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WebPage:
    """What was found in a page. All texts but `html` have passed through `clean()`."""

    url: str  # where it was found, after redirects; http or https
    title: str = ""  # plain text, one line; "" where it has none
    author: str = ""  # a name; "" where unknown
    site: str = ""  # what the site calls itself; "" where unknown
    published: str = ""  # RFC 3339 in UTC; "" where unknown
    html: str = ""  # its main part: untrusted, to be made safe when it is shown
    words: int = 0  # words in that
