"""Transcripts as text: the times and numbers of subtitles taken away, lines joined to paragraphs.

Sources: WebVTT (https://www.w3.org/TR/webvtt1/) and SubRip, which has no specification: blocks of a number, a
line with two times and an arrow, and the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pmlearn.model.text import clean_block

if TYPE_CHECKING:
    from pmlearn.model.feed import Transcript

READABLE = ("text/vtt", "application/x-subrip", "application/srt", "text/srt", "text/plain", "text/html")
"""The media types that can be shown, the best first."""

_TAG = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+(?P<who>[^<>]{1,100})>|</?[^<>]{0,100}>")
_NUMBER = re.compile(r"\d{1,6}")
_SENTENCE = re.compile(r"""[.?!…]["'”’)]?$""")
_PARAGRAPH = 400
"""Characters after which the end of a sentence ends a paragraph."""


def best(transcripts: tuple[Transcript, ...]) -> Transcript | None:
    """The one that reads best; None where none can be shown."""
    known = [one for one in transcripts if one.type in READABLE]
    return min(known, key=lambda one: READABLE.index(one.type), default=None)


def text_of(body: bytes, kind: str) -> str:
    """Make text of a transcript of one of the types in `READABLE` but HTML."""
    text = clean_block(body.decode("utf-8-sig", "replace"))
    return text if kind == "text/plain" and "-->" not in text else _of_cues(text)


def _of_cues(text: str) -> str:
    paragraphs: list[str] = []
    current, speaker, last = "", "", ""
    for block in re.split(r"\n[ \t]*\n", text):
        lines = block.splitlines()
        at = next((n for n, line in enumerate(lines[:3]) if "-->" in line), -1)
        if at < 0:
            continue  # the header, a note, a style
        for line in lines[at + 1 :]:
            who, said = _spoken(line)
            if not said or said == last:
                continue  # rolling subtitles say each line twice
            last = said
            full = len(current) >= _PARAGRAPH and _SENTENCE.search(current)
            if current and (full or (who and who != speaker)):
                paragraphs.append(current)
                current = ""
            if who and who != speaker:
                speaker = who
                said = f"{who}: {said}"
            current = f"{current} {said}".strip()
    return "\n\n".join([*paragraphs, current] if current else paragraphs)


def _spoken(line: str) -> tuple[str, str]:
    """Who speaks, as far as the line says, and what."""
    found = next((tag["who"] for tag in _TAG.finditer(line) if tag["who"]), "")
    said = _TAG.sub("", line).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()
    return found.strip(), "" if _NUMBER.fullmatch(said) else said
