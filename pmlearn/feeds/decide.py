"""What an answer means for a feed: pure, from what was known and what came to what is known now."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from pmlearn.errors import FetchError
from pmlearn.feeds.address import shown
from pmlearn.feeds.dates import stamp
from pmlearn.feeds.schedule import waits

if TYPE_CHECKING:
    from datetime import datetime

    from pmlearn.errors import ParseError
    from pmlearn.feeds.response import Response
    from pmlearn.model.feed import Fetched, ParsedFeed


_BUSY = ("{where} wants to be left alone{until} (status {status})", "try again after that")
_TROUBLE = ("{where} has trouble of its own (status {status})", "try again later")
_OTHER = ("{where} answered with status {status}, which is no feed", "see what a browser makes of it")
_ANSWERS = {
    304: (
        "{where} says that nothing changed, though nothing of it is known here",
        "try again later, or tell the people who run that site",
    ),
    401: (
        "{where} wants a user name and a password (status 401)",
        "give user and password_command, or token_command, with its address under [[feeds]] in config.toml",
    ),
    403: (
        "{where} lets no feed reader in (status 403)",
        "see whether a browser opens it; if it wants a password or a token, give it under [[feeds]] in "
        "config.toml; else ask the people who run that site",
    ),
    404: ("there is nothing at {where} (status 404)", "look for its new address on the site"),
    410: ("{where} is gone for good (status 410)", "remove it, or look for its new address"),
    429: _BUSY,
    503: _BUSY,
}
"""What an answer means to a person, and the next move, by status."""


class Outcome(StrEnum):
    """How asking a feed ended."""

    UPDATED = "updated"  # its document changed
    UNCHANGED = "unchanged"  # the server, or the body's hash, says so
    MOVED = "moved"  # it lives elsewhere from now on; changed or not
    GONE = "gone"  # its server says that it is no more
    FAILED = "failed"  # it could not be fetched or read
    WAITING = "waiting"  # not asked: its time has not come


@dataclass(frozen=True, slots=True)
class Decision:
    """What is known of a feed from now on, and what to say about it."""

    outcome: Outcome
    fetched: Fetched
    error: str = ""  # one sentence with its next move; "" where nothing failed


def not_asked(
    fetched: Fetched, now: datetime, *, force: bool = False, named: bool = False
) -> Decision | None:
    """Decide before asking: leave it alone, or None to ask; somebody named it, or insists."""
    if force:
        return None
    if fetched.gone:
        return Decision(Outcome.GONE, fetched, fetched.error)
    if waits(fetched, now, named=named):
        return Decision(Outcome.WAITING, fetched, fetched.error)
    return None


def failed(fetched: Fetched, error: FetchError | ParseError, now: datetime, wait: str = "") -> Decision:
    """Decide on an error: what is known stays, validators as well, so that the next answer is read again."""
    text = _sentence(error)
    return Decision(Outcome.FAILED, replace(fetched, checked=stamp(now), error=text, retry_after=wait), text)


def answered(fetched: Fetched, response: Response, now: datetime) -> Decision | None:
    """Decide on an answer without reading its body; None if it has to be parsed, then call `parsed`."""
    match response.status:
        case 304 if fetched.etag or fetched.last_modified:
            return _well(fetched, response, now, Outcome.UNCHANGED)
        case 200 if fetched.body_hash and body_hash(response.body) == fetched.body_hash:
            return _well(_validated(fetched, response), response, now, Outcome.UNCHANGED)
        case 200:
            return None
        case 410:
            text = _sentence(explain(response))
            gone = replace(fetched, checked=stamp(now), error=text, retry_after="", gone=True)
            return Decision(Outcome.GONE, gone, text)
        case _:
            return failed(fetched, explain(response), now, response.retry_after)


def parsed(fetched: Fetched, response: Response, feed: ParsedFeed, now: datetime) -> Decision:
    """Decide on a body that could be read."""
    known = replace(
        _validated(fetched, response),
        title=feed.title,
        body_hash=body_hash(response.body),
        every=feed.every,
    )
    return _well(known, response, now, Outcome.UPDATED)


def body_hash(body: bytes) -> str:
    """The sha256 of a body, hex."""
    return hashlib.sha256(body).hexdigest()


def explain(response: Response) -> FetchError:
    """The error for an answer that is no document."""
    message, hint = _ANSWERS.get(response.status, _OTHER if response.status < 500 else _TROUBLE)
    until = f" until {response.retry_after}" if response.retry_after else ""
    return FetchError(message.format(where=shown(response.url), status=response.status, until=until), hint)


def _sentence(error: FetchError | ParseError) -> str:
    return f"{error.message}: {error.hint}" if error.hint else error.message


def _validated(fetched: Fetched, response: Response) -> Fetched:
    return replace(fetched, etag=response.etag, last_modified=response.last_modified)


def _well(fetched: Fetched, response: Response, now: datetime, outcome: Outcome) -> Decision:
    known = replace(fetched, checked=stamp(now), error="", retry_after="", gone=False, fresh=response.fresh)
    if response.permanent_url:
        return Decision(Outcome.MOVED, replace(known, url=response.permanent_url))
    return Decision(outcome, known)
