"""Feed documents, half of them RSS 2.0 and half Atom, of any size, the same in every run."""

from __future__ import annotations

import random
import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from html import escape

WORDS = tuple(
    re.findall(
        r"\w+",
        """
    a about after an and are as at backlog be before bet board by call change class customer day
    decide demand design discovery do each engineer evidence fewer first for from goal good has
    have how idea if in interview is it launch learn less map market measure meeting more need
    next no not of on one opinion or order other outcome over people plan price problem product
    question release research result risk roadmap say scope see sell ship should small so
    stakeholder story strategy team test than that the their them they this time to trade trust
    two under use user value was we week what when which who why will with work write you
        """,
    )
)
BEGIN = datetime(2026, 1, 5, 8, tzinfo=UTC)
PARAGRAPHS = 300
XML = '<?xml version="1.0" encoding="UTF-8"?>'


def document(feed: int, entries: int, size: int, newer: int = 0) -> bytes:
    """The document of a feed, newest entry first.

    Args:
        feed: its number; even ones are RSS 2.0, odd ones Atom.
        entries: how many it holds.
        size: bytes of the document, roughly.
        newer: how many entries it published after the first `entries`, the oldest of which are gone.
    """
    numbers = range(entries + newer - 1, newer - 1, -1)
    one = _rss if feed % 2 == 0 else _atom
    body = "\n".join(one(feed, number, size // entries) for number in numbers)
    title = f"Feed {feed} about products"
    link = f"http://blog-{feed}.example/"
    if feed % 2 == 0:
        head = f'{XML}\n<rss version="2.0"><channel><title>{title}</title><link>{link}</link>'
        return f"{head}<description>Products</description>\n{body}\n</channel></rss>\n".encode()
    head = f'{XML}\n<feed xmlns="http://www.w3.org/2005/Atom"><title>{title}</title>'
    at = _at(numbers[0]).isoformat()
    return f'{head}<link href="{link}"/><id>{link}</id><updated>{at}</updated>\n{body}\n</feed>\n'.encode()


def _rss(feed: int, number: int, size: int) -> str:
    link = f"http://blog-{feed}.example/{number}"
    return (
        f"<item><title>{_title(feed, number)}</title><link>{link}</link><guid>{link}</guid>"
        f"<pubDate>{format_datetime(_at(number))}</pubDate><category>discovery</category>"
        f"<description><![CDATA[{_html(feed, number, size - 300)}]]></description></item>"
    )


def _atom(feed: int, number: int, size: int) -> str:
    link = f"http://blog-{feed}.example/{number}"
    html = escape(_html(feed, number, size - 700))
    return (
        f'<entry><title>{_title(feed, number)}</title><link href="{link}"/><id>{link}</id>'
        f"<updated>{_at(number).isoformat()}</updated><author><name>Author {feed}</name></author>"
        f'<category term="discovery"/><content type="html">{html}</content></entry>'
    )


def _at(number: int) -> datetime:
    return BEGIN + timedelta(hours=7 * number)


def _title(feed: int, number: int) -> str:
    return f"Article {number} of feed {feed}: what a product team learns"


def _html(feed: int, number: int, size: int) -> str:
    paragraphs = _paragraphs()
    at = feed * 31 + number * 7
    found = [paragraphs[at % PARAGRAPHS][: max(size, 20) - 7] if size < 600 else paragraphs[at % PARAGRAPHS]]
    length = len(found[0])
    while length < size - 300:
        at += 1
        found.append(paragraphs[at % PARAGRAPHS])
        length += len(found[-1])
    return "".join(f"<p>{paragraph}</p>" for paragraph in found)


@cache
def _paragraphs() -> list[str]:
    chance = random.Random(20261122)
    return [_paragraph(chance) for _ in range(PARAGRAPHS)]


def _paragraph(chance: random.Random) -> str:
    sentences = [
        " ".join(chance.choices(WORDS, k=chance.randint(8, 20))).capitalize() + "." for _ in range(6)
    ]
    sentences[2] = f"<em>{sentences[2]}</em>"
    sentences[4] = f'<a href="https://example.org/{chance.randrange(1000)}">{sentences[4]}</a>'
    return " ".join(sentences)
