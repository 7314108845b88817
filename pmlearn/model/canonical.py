"""Telling that two feeds carry the same: by the link, without what says how one came there, and the title."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import parse_qsl, urlencode, urlsplit

TRACKING = frozenset(
    (
        *("fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid"),
        *("igshid", "igsh", "mc_cid", "mc_eid", "mkt_tok", "_hsenc", "_hsmi", "hsctatracking", "vero_id"),
        *("oly_anon_id", "oly_enc_id", "cmpid", "_ga", "_gl"),
    )
)
"""Parameters that say where a reader came from."""

PORTS = {"http": 80, "https": 443}


def canonical(link: str) -> str:
    """A web address without scheme, `www.`, tracking parameters, fragment and last slash.

    "" where it is no web address, or names a host and nothing on it: a feed's own page is no article.
    """
    try:
        parts = urlsplit(link)
        port = parts.port
    except ValueError:
        return ""
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    if parts.scheme not in PORTS or not host:
        return ""
    if port is not None and port != PORTS[parts.scheme]:
        host += f":{port}"
    pairs = parse_qsl(parts.query, keep_blank_values=True) if parts.query else ()
    kept = [pair for pair in pairs if not _tracks(*pair)]
    path = parts.path.rstrip("/")
    if not path and not kept:
        return ""
    return f"{host}{path}{'?' + urlencode(sorted(kept)) if kept else ''}"


def _tracks(name: str, value: str) -> bool:
    name = name.lower()
    return name.startswith("utm_") or name in TRACKING or (name == "source" and value.startswith("rss"))


def title_key(title: str) -> str:
    """A title as it is compared: letters and digits alone, whatever their case and form."""
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", title).casefold()).strip()


def work(link: str, title: str) -> str:
    """What entries that are one work have in common: canonical link and title; "" where one is missing."""
    return work_at(canonical(link), title)


def work_at(place: str, title: str) -> str:
    """The same, of a link that is canonical already."""
    name = title_key(title)
    return f"{place}\n{name}" if place and name else ""
