"""Packed answers: undone, and never beyond the limit."""

from __future__ import annotations

import gzip
import zlib

import pytest

from pmlearn.errors import FetchError
from pmlearn.feeds.expand import Expander

BODY = b"<rss/>" * 1_000
LIMIT = 1 << 20


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


def expand(encoding: str, sent: bytes, piece: int = 1_000) -> bytes:
    expander = Expander(encoding, LIMIT, LIMIT)
    for start in range(0, len(sent), piece):
        expander.feed(sent[start : start + piece])
    return expander.finish()


@pytest.mark.parametrize("piece", [1, 7, 100_000])
@pytest.mark.parametrize(
    ("encoding", "sent"),
    [
        ("", BODY),
        ("identity", BODY),
        ("gzip", gzip.compress(BODY, mtime=0)),
        ("X-GZIP", gzip.compress(BODY, mtime=0)),
        ("gzip", gzip.compress(BODY[:10], mtime=0) + gzip.compress(BODY[10:], mtime=0)),
        ("deflate", zlib.compress(BODY)),
        ("deflate", raw_deflate(BODY)),
    ],
)
def test_the_body_comes_back(encoding: str, sent: bytes, piece: int) -> None:
    assert expand(encoding, sent, piece) == BODY


def test_nothing_is_nothing() -> None:
    assert expand("gzip", b"") == b""


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br", "zstd", "gzip,deflate", "compress"])
def test_other_and_stacked_encodings_are_refused(encoding: str) -> None:
    with pytest.raises(FetchError, match="packed in a way that was not asked for"):
        Expander(encoding, LIMIT, LIMIT)


@pytest.mark.parametrize("wbits", [31, 15, -15])
def test_a_bomb_does_not_go_off(wbits: int) -> None:
    packer = zlib.compressobj(9, wbits=wbits)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(200)) + packer.flush()
    expander = Expander("gzip" if wbits == 31 else "deflate", LIMIT, LIMIT)
    with pytest.raises(FetchError, match="larger than the 1 MiB"):
        expander.feed(bomb)
    assert len(expander._body) == LIMIT + 1


def test_what_is_sent_is_limited_too() -> None:
    expander = Expander("", LIMIT, LIMIT * 10)
    with pytest.raises(FetchError, match="larger than the 1 MiB"):
        expander.feed(bytes(LIMIT + 1))


def test_a_lie_and_a_break_are_said_so() -> None:
    with pytest.raises(FetchError, match="not packed as its header says"):
        expand("gzip", BODY)
    with pytest.raises(FetchError, match="breaks off"):
        expand("gzip", gzip.compress(BODY, mtime=0)[:-4])
