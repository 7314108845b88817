"""What came of asking: apart from the asking, so that to decide on it takes no HTTP."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answered in the end, after redirects."""

    status: int
    url: str  # that answered, without user name and password
    permanent_url: str = ""  # where it lives now, if redirects led there that were all 301 or 308
    body: bytes = b""  # of a 200 alone, expanded
    content_type: str = ""
    etag: str = ""  # verbatim, each character one byte
    last_modified: str = ""  # verbatim, each character one byte
    retry_after: str = ""  # when to ask again, RFC 3339 in UTC; "" where it does not say
    fresh: int = 0  # seconds for which the server calls it fresh; 0 where it does not say


@dataclass(frozen=True, slots=True)
class Probe:
    """What came of asking whether something is there."""

    status: int
    url: str  # that answered, without user name and password
    moved_to: str  # where it lives now, as far as redirects led there that were 301 or 308; "" if none did
    seconds: float  # until the last answer began
