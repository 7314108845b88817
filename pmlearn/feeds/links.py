"""Links of a document: absolute, http or https, or nothing."""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import urljoin, urlsplit

from pmlearn.model.text import clean

_LINE_ENDS = re.compile(r"[\t\n\r]")

_RELATIVE = re.compile(
    r"""(\s(?:href|src)\s{0,9}=\s{0,9}["']?)(?![\w+.-]{1,20}:|\#)([^\s"'<>]+)""", re.IGNORECASE
)

LONGEST = 2_000
"""Characters of a link; longer ones are no links that a server would take."""


def web_link(link: str, base: str = "") -> str:
    """Return what `link` means in a document at `base`; "" if that is no http or https address."""
    # As browsers read them: line ends inside a link are nothing, blanks are written as %20.
    link = clean(_LINE_ENDS.sub("", link[: LONGEST * 2]), LONGEST * 2).strip().replace(" ", "%20")
    try:
        full = urljoin(base, link)
        parts = urlsplit(full)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not host or len(full) > LONGEST or not link:
        return ""
    return full


def rebased(html: str, base: str) -> str:
    """Return HTML with the links in it that are relative made absolute."""

    def absolute(found: re.Match[str]) -> str:
        link = web_link(unescape(found[2]), base)
        return found[1] + (escape(link) if link else found[2])

    return _RELATIVE.sub(absolute, html)
