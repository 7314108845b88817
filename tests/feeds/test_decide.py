"""What answers mean: pure, so every case is one line of facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pmlearn.errors import FetchError
from pmlearn.feeds.decide import Outcome, answered, body_hash, failed, not_asked, parsed
from pmlearn.feeds.response import Response
from pmlearn.model.feed import Fetched, ParsedFeed

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
STAMP = "2026-11-22T18:00:00Z"
URL = "https://a.example/f"
NEW = "https://b.example/f"
KNOWN = Fetched(
    title="T", etag='"1"', last_modified="then", body_hash=body_hash(b"old"), checked="2026-11-21T18:00:00Z"
)


def test_a_feed_is_asked_unless_it_is_gone_or_its_server_wants_to_wait() -> None:
    waiting = replace(KNOWN, retry_after="2026-11-22T18:00:01Z", error="busy")
    gone = replace(KNOWN, gone=True, error="gone for good")
    assert not_asked(Fetched(), NOW) is None
    assert not_asked(replace(waiting, retry_after=STAMP), NOW) is None
    decision = not_asked(waiting, NOW)
    assert decision is not None
    assert (decision.outcome, decision.fetched, decision.error) == (Outcome.WAITING, waiting, "busy")
    decision = not_asked(gone, NOW)
    assert decision is not None
    assert (decision.outcome, decision.fetched, decision.error) == (Outcome.GONE, gone, "gone for good")
    assert not_asked(waiting, NOW, force=True) is None
    assert not_asked(gone, NOW, force=True) is None


def test_304_leaves_everything_and_clears_the_error() -> None:
    before = replace(KNOWN, error="was down", retry_after="2026-11-22T17:00:00Z")
    decision = answered(before, Response(304, URL), NOW)
    assert decision is not None
    assert decision.outcome is Outcome.UNCHANGED
    assert decision.fetched == replace(KNOWN, checked=STAMP)


def test_304_to_a_first_request_is_a_failure() -> None:
    decision = answered(Fetched(), Response(304, URL), NOW)
    assert decision is not None
    assert decision.outcome is Outcome.FAILED
    assert "nothing of it is known here" in decision.error


def test_the_same_body_is_unchanged_and_brings_new_validators() -> None:
    decision = answered(KNOWN, Response(200, URL, body=b"old", etag='"2"'), NOW)
    assert decision is not None
    assert decision.outcome is Outcome.UNCHANGED
    assert decision.fetched == replace(KNOWN, etag='"2"', last_modified="", checked=STAMP)


def test_another_body_is_parsed_first() -> None:
    response = Response(200, URL, body=b"new", etag='"2"', last_modified="now")
    assert answered(KNOWN, response, NOW) is None
    assert answered(Fetched(), response, NOW) is None
    decision = parsed(replace(KNOWN, gone=True, error="x"), response, ParsedFeed("New", "", ()), NOW)
    assert decision.outcome is Outcome.UPDATED
    assert decision.fetched == Fetched(
        title="New", etag='"2"', last_modified="now", body_hash=body_hash(b"new"), checked=STAMP
    )


@pytest.mark.parametrize("status", [200, 304])
def test_a_permanent_redirect_moves_the_feed(status: int) -> None:
    decision = answered(KNOWN, Response(status, NEW, NEW, body=b"old", etag='"1"', last_modified="then"), NOW)
    assert decision is not None
    assert decision.outcome is Outcome.MOVED
    assert decision.fetched == replace(KNOWN, url=NEW, checked=STAMP)
    changed = parsed(KNOWN, Response(200, NEW, NEW, body=b"new"), ParsedFeed("New", "", ()), NOW)
    assert (changed.outcome, changed.fetched.url, changed.fetched.title) == (Outcome.MOVED, NEW, "New")


@pytest.mark.parametrize("status", [404, 500])
def test_a_permanent_redirect_to_nothing_moves_nothing(status: int) -> None:
    decision = answered(KNOWN, Response(status, NEW, NEW), NOW)
    assert decision is not None
    assert (decision.outcome, decision.fetched.url) == (Outcome.FAILED, "")


def test_410_retires_the_feed() -> None:
    decision = answered(KNOWN, Response(410, URL), NOW)
    assert decision is not None
    assert decision.outcome is Outcome.GONE
    assert decision.fetched == replace(KNOWN, checked=STAMP, gone=True, error=decision.error)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (204, "status 204"),
        (401, "user name and a password"),
        (403, "lets no feed reader in"),
        (404, "nothing at https://a.example/f"),
        (418, "status 418"),
        (500, "trouble of its own"),
        (599, "trouble of its own"),
    ],
)
def test_other_answers_say_what_to_do(status: int, said: str) -> None:
    decision = answered(KNOWN, Response(status, URL), NOW)
    assert decision is not None
    assert decision.outcome is Outcome.FAILED
    assert said in decision.error
    assert decision.fetched == replace(KNOWN, checked=STAMP, error=decision.error)


@pytest.mark.parametrize("status", [429, 503])
def test_patience_is_kept(status: int) -> None:
    until = "2026-11-22T19:00:00Z"
    decision = answered(KNOWN, Response(status, URL, retry_after=until), NOW)
    assert decision is not None
    assert (decision.outcome, decision.fetched.retry_after) == (Outcome.FAILED, until)
    assert until in decision.error
    assert not_asked(decision.fetched, NOW) is not None


def test_a_failure_keeps_what_was_known() -> None:
    decision = failed(KNOWN, FetchError("nobody answers", "try again later"), NOW)
    assert decision.error == "nobody answers: try again later"
    assert decision.fetched == replace(KNOWN, checked=STAMP, error=decision.error)
