"""Content encodings, undone piece by piece under a limit, so that a bomb never goes off.

Source: RFC 9110, section 8.4.1; gzip is RFC 1952, deflate RFC 1950 (or, as some servers send it, RFC 1951).
"""

from __future__ import annotations

import zlib

from pmlearn.errors import FetchError

ACCEPTED = "gzip, deflate"
"""What a request says it can read."""

_GZIP = 31
_ZLIB = 15
_RAW = -15


class Expander:
    """Turns the bytes of an answer into its body.

    Feed it what came, piece by piece, then call `finish()`.

    Args:
        encoding: the Content-Encoding header, "" for none.
        most_sent: bytes that may come.
        most: bytes that they may become.

    Raises:
        FetchError: at once for an encoding that is not one of `ACCEPTED`, or for several; from `feed` when a
            limit is passed or the bytes are not what the header says; from `finish` when they break off.
    """

    def __init__(self, encoding: str, most_sent: int, most: int) -> None:
        name = encoding.strip().lower()
        if name not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise FetchError(
                f"the answer is packed in a way that was not asked for ({name[:40]!r})",
                "tell the people who run that site",
            )
        self._wbits = {"gzip": _GZIP, "x-gzip": _GZIP, "deflate": _ZLIB}.get(name, 0)
        self._most_sent = most_sent
        self._most = most
        self._sent = 0
        self._body = bytearray()
        self._inflater = zlib.decompressobj(self._wbits) if self._wbits else None
        self._start: bytes | None = b""

    def feed(self, piece: bytes) -> None:
        """Take the next bytes as they came over the wire."""
        self._sent += len(piece)
        if self._sent > self._most_sent:
            raise self._too_large(self._most_sent)
        if self._inflater is None:
            self._body += piece
        else:
            self._inflate(piece)
        if len(self._body) > self._most:
            raise self._too_large(self._most)

    def _inflate(self, piece: bytes) -> None:
        assert self._inflater is not None
        if self._start is not None:
            # RFC 1950's header has two bytes: if they are none, it is the bare RFC 1951.
            self._start = self._start + piece if self._sent - len(piece) < 2 else None
        while piece and len(self._body) <= self._most:
            if self._inflater.eof:
                # A gzip file may be several, one after the other.
                self._inflater = zlib.decompressobj(self._wbits)
            try:
                self._body += self._inflater.decompress(piece, self._most + 1 - len(self._body))
            except zlib.error as error:
                if self._wbits == _ZLIB and self._start is not None:
                    self._wbits = _RAW
                    self._inflater = zlib.decompressobj(_RAW)
                    piece, self._start = self._start, None
                    continue
                raise FetchError(
                    "the answer is not packed as its header says", "tell the people who run that site"
                ) from error
            piece = self._inflater.unconsumed_tail or self._inflater.unused_data

    def finish(self) -> bytes:
        """Return the body."""
        if self._inflater is not None and self._sent and not self._inflater.eof:
            raise FetchError("the answer breaks off in the middle", "try again later")
        return bytes(self._body)

    @staticmethod
    def _too_large(limit: int) -> FetchError:
        return FetchError(
            f"the answer is larger than the {limit >> 20} MiB that may come",
            "ask its author for a smaller one, such as a feed of the newest entries alone",
        )
