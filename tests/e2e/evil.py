"""A home in which every text that comes from outside means harm."""

from __future__ import annotations

import base64
import html
import json
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from pmlearn.model.feed import feed_id, item_id
from pmlearn.storage.device import device_name
from tests.feedserver import FeedServer, Reply

if TYPE_CHECKING:
    from pathlib import Path

MARK = "PLANTED"

PIECES = {
    "closing tag": "[/]",
    "markup action": f"[@click=app.quit]{MARK}[/]",
    "clipboard": f"\x1b]52;c;{base64.b64encode(MARK.encode()).decode()}\x07",
    "window title": f"\x1b]0;{MARK}\x1b\\",
    "hyperlink": f"\x1b]8;;https://evil.example/{MARK}\x1b\\x\x1b]8;;\x1b\\",
    "device control": f"\x1bP{MARK}\x1b\\\x1b_{MARK}\x1b\\\x1b^{MARK}\x1b\\",
    "cursor": "\x1b[2J\x1b[777;777H\x1b[38;5;199m",
    "modes": "\x1b[?1049l\x1b[?1003h\x1bc",
    "C1": f"\x9b2J\x9d0;{MARK}\x9c\x90{MARK}\x9c",
    "bidi": "\u202egnp.exe\u2066x\u2069\u200f\u061c",
    "controls": "\x07\x08\x08\x7f\x00\x0e\x0f",
    "white space": "a\rb\tc\x0bd\u2028e\x85f\x1cg",
    "invisible": "\ufeff\u2060\U000e0041\ufff9\u200b",
    "long": "W" * 10_000,
    "storm": "z" + "\u0301" * 3_000,
    "scripts": "שלום سلام 製品管理者 한국어 👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 ﷽",
    "markdown": f"[{MARK}](javascript:alert(1)) ![i](\x1b]0;{MARK}\x07) <b onclick=x>`\x1b[2J`",
}
"""What a stranger may write, by what it is after."""

EVIL = " ".join(piece for name, piece in PIECES.items() if name not in ("long", "storm"))
LEGAL = " ".join(PIECES[name] for name in ("closing tag", "markup action", "scripts"))
"""What even a well-formed file may hold."""


def raw_rss() -> bytes:
    """An RSS feed that is not well-formed: the bytes stand in it as they are."""
    items = "".join(
        f"<item><title>{piece.replace('<', '&lt;')} {name}</title><guid>{n}</guid>"
        f"<link>https://evil.example/{n}?{piece.replace('<', '')[:80]}</link><author>{piece[:90]}</author>"
        f"<category>{piece[:60]}</category><description>{escape(piece)}</description></item>"
        for n, (name, piece) in enumerate(PIECES.items())
    )
    document = f'<rss version="2.0"><channel><title>raw {EVIL}</title>{items}</channel></rss>'
    return document.replace("\x00", "").encode("utf-8", "surrogatepass")


def encoded_atom() -> bytes:
    """An Atom feed that is well-formed: what it may not hold is written as HTML's references."""
    entries = "".join(
        f'<entry><id>{n}</id><title type="html">{_twice(piece)} {name}</title>'
        f'<link href="https://evil.example/{n}"/><author><name>{_twice(piece[:90])}</name></author>'
        f'<updated>2026-11-{n + 1:02d}T10:00:00Z</updated><category term="discovery"/>'
        f'<content type="html">{_twice(f"<p>{piece}</p><pre>{piece}</pre><ul><li>{piece}</ul>")}</content>'
        "</entry>"
        for n, (name, piece) in enumerate(PIECES.items())
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f'<title type="html">encoded {_twice(EVIL)}</title><id>x</id>{entries}</feed>'
    ).encode()


def _twice(text: str) -> str:
    # First as HTML has it, with a reference for what XML does not allow; then as XML has that.
    return html.escape("".join(c if c.isprintable() or c == "<" else f"&#{ord(c)};" for c in text))


def podcast(server: FeedServer) -> bytes:
    """A recording whose chapters and transcript mean harm."""
    legal = html.escape(LEGAL)
    return (
        "<rss version='2.0' xmlns:podcast='https://podcastindex.org/namespace/1.0'><channel>"
        f"<title>talk {legal}</title><item><title>talk</title><guid>talk</guid>"
        f"<description>0:00 {legal}</description>"
        f"<enclosure url='{server.url('/talk.mp3')}' type='audio/mpeg {legal}' length='1'/>"
        f"<podcast:chapters url='{server.url('/chapters')}' type='application/json+chapters'/>"
        f"<podcast:transcript url='{server.url('/transcript')}' type='text/vtt' language='{legal}'/>"
        "</item></channel></rss>"
    ).encode()


def chapters() -> bytes:
    """A chapters document: JSON can hold anything."""
    found = [
        {"startTime": n, "title": f"{piece} {MARK}", "url": piece} for n, piece in enumerate(PIECES.values())
    ]
    return json.dumps({"version": "1.2.0", "chapters": found}).encode()


def transcript() -> bytes:
    """A transcript in WebVTT, with what it is not to hold."""
    cues = "".join(
        f"00:0{n % 6}.000 --> 00:0{n % 6}.500\n{p} {MARK}\n\n" for n, p in enumerate(PIECES.values())
    )
    return f"WEBVTT\n\n{cues}".encode("utf-8", "surrogatepass")


def opml() -> bytes:
    """A list of feeds with folders, titles and topics that mean harm."""
    text = html.escape("".join(c for c in EVIL if c.isprintable() or c in "\u202e\u2066\x9b\ufeff"))
    line = f"<outline text='{text}' category='{text}' type='rss' xmlUrl='https://list.example/'/>"
    inside = f"<outline text='{text}'>{line}</outline>"
    return f"<opml><head><title>{text}</title></head><body>{inside}</body></opml>".encode()


def page(server: FeedServer) -> bytes:
    """A web page whose feeds have names that mean harm."""
    text = html.escape(EVIL)
    feeds = "".join(
        f"<link rel='alternate' type='application/rss+xml' title='{text}' href='{server.url(path)}?{text}'>"
        for path in ("/raw", "/encoded", "/error")
    )
    return f"<!DOCTYPE html><title>{text}</title>{feeds}<p>{text}".encode("utf-8", "surrogatepass")


def bookmarks() -> bytes:
    """Links that were saved elsewhere, with tags."""
    text = EVIL.replace("<", "&lt;").replace('"', "")
    lines = "".join(
        f'<DT><A HREF="https://kept.example/{n}" TAGS="{text},{text}">{text}</A>' for n in range(3)
    )
    return f"<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><DT><H3>{text}</H3><DL>{lines}</DL></DL>".encode(
        "utf-8", "surrogatepass"
    )


def serve() -> FeedServer:
    """A server of harm: three feeds, an error with words of its own, redirects, and an endless one."""
    evil = EVIL.replace("\r", "").replace("\x0b", "").encode("utf-8", "surrogatepass")
    moved = f"/moved-{MARK}-[/]-\u202e\x1b]0;{MARK}\x07".encode()
    away = f"http://{MARK}.invalid/\x1b]0;{MARK}\x07[/]".encode()
    start = b"HTTP/1.1 %s\r\nContent-Length: 0\r\nLocation: %s\r\n\r\n"
    return FeedServer(
        {
            "/raw": Reply(raw_rss()),
            "/chapters": Reply(chapters()),
            "/transcript": Reply(transcript()),
            "/talk.mp3": Reply(raw=b"HTTP/1.1 404 " + evil + b"\r\n\r\n"),
            "/encoded": Reply(encoded_atom(), etag='"\x9b2J"'),
            "/error": Reply(raw=b"HTTP/1.1 500 " + evil + b"\r\n\r\n"),
            "/moved": Reply(raw=start % (b"301 Moved", moved)),
            "/away": Reply(raw=start % (b"302 " + evil, away)),
            "/type": Reply(b"<html>", headers={"Content-Type": f"\x9b2J{MARK}[/]"}),
        }
    )


def fill(home: Path, server: FeedServer) -> None:
    """Write what another device, an administrator and an author of curricula may have left in a home."""
    server.feeds["/talk"] = Reply(podcast(server))
    server.feeds["/page"] = Reply(page(server), headers={"Content-Type": "text/html; charset=utf-8"})
    (home / "list.opml").write_bytes(opml())
    lines = "".join(f"## {piece}\n\n- [ ] {piece} {MARK}\n" for piece in PIECES.values() if len(piece) < 300)
    (home / "list.md").write_text(f"# {EVIL}\n\n{lines}", "utf-8", errors="surrogatepass")
    (home / "bookmarks.html").write_bytes(bookmarks())
    actions = [json.dumps(action) for action in _actions(server)]
    _write(home / "data/journal/elsewhere-0badc0de.jsonl", "\n".join(actions) + "\n")
    _write(home / "data/curricula/evil.yaml", _curriculum("evil", LEGAL))
    escaped = EVIL.encode("unicode_escape").decode().replace('"', '\\"').replace("\\'", "'")
    _write(home / "data/curricula/worse.yaml", _curriculum("worse", escaped))
    _write(home / f"data/curricula/\x1b]0;{MARK}\x07[@click=app.quit]\u202e.yaml", f"format: 1\n{EVIL}: 1\n")
    _write(
        home / "config/config.toml",
        f'[[feeds]]\nurl = "{server.url("/error")}"\ntitle = "preset \\u001b]0;{MARK}\\u0007[/]"\n'
        f'topics = ["discovery", "\\u001b[2J"]\n',
    )
    # What another program may have left in the place of the last screen; it is shown before anything else.
    _write(home / "state/screen.txt", f"pmlearn screen 1\n80x24 {EVIL}\n0\t0\t31\t{EVIL}\n")
    _write(home / "state/theme-x.json", json.dumps({"theme": EVIL}))
    for device in ("place", "theme"):
        _write(home / f"state/{device}-{device_name()}.json", json.dumps({device: EVIL, "screen": EVIL}))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8", "surrogateescape"))


def _curriculum(id_: str, text: str) -> str:
    return f"""format: 1
id: {id_}
title: "{id_} {text}"
summary: "{text}"
modules:
  - id: first
    title: "first {text}"
    steps:
      - id: one
        title: "one {text}"
        kind: book
        why: "{text}"
        do: "{text}"
        done_when: "{text}"
        cost: "{text[:40]}"
        provider: "{text[:40]}"
        minutes: 10
        topics: [discovery]
        resources: [{{type: book, title: "{text}", url: "https://evil.example/", by: "{text}"}}]
        parts: [{{id: a, title: "a {text}"}}, {{id: b, title: "{PIECES["long"][:290]}"}}]
      - {{id: two, title: "{PIECES["storm"][:290]}", kind: exercise}}
"""


def _actions(server: FeedServer) -> list[dict[str, object]]:
    changes: list[tuple[str, str, object]] = [
        ("curriculum:evil", "followed", True),
        ("evil/one/a", "status", "done"),
        ("evil/one/a", "note", EVIL),
        ("evil/two", "note", EVIL + PIECES["storm"]),
        ("inspired/get-the-book", "note", "\n\n".join(PIECES.values())),
        (f"evil/{EVIL}", "status", EVIL),
    ]
    for path in ("/raw", "/encoded", "/talk", "/moved", "/away", "/type", f"/{MARK}\x1b]0;{MARK}\x07[/]"):
        url = server.url(path)
        feed = f"feed:{feed_id(url)}"
        title = f"{path} {EVIL}" if path in ("/moved", "/away") else ""
        changes += [(feed, "subscribed", True), (feed, "url", url), (feed, "title", title)]
        changes += [(feed, "topics", ["discovery", EVIL]), (feed, "folder", EVIL), (feed, "weight", EVIL)]
        changes += [(feed, field, [EVIL, f'"{MARK}\x1b[2J']) for field in ("mute", "keep") if path == "/type"]
        changes += [
            (feed, field, EVIL) for field in ("bodies", "expires", "full_text", "paused") if path == "/type"
        ]
    changes += [("learner:me", "asked", True), ("learner:me", "stage", EVIL), ("learner:me", "hours", EVIL)]
    for name in ("mine", EVIL):
        changes += [(f"view:{name}", "title", EVIL), (f"view:{name}", "query", f"{EVIL} topic:{MARK}\x1b[2J")]
    for n, (name, piece) in enumerate(PIECES.items()):
        item = f"item:{item_id('', f'saved {n}')}"
        entry = {
            "title": f"{piece} {name}", "link": f"https://evil.example/{piece[:200]}", "feed": "",
            "feed_title": piece, "published": f"2026-11-01T10:00:00Z{piece[:20]}", "kind": "link",
            "minutes": 3, "topics": ["discovery", piece[:60]],
        }  # fmt: skip
        changes += [(item, "entry", entry), (item, "state", "queued")]
        mark = {"text": f"{piece} {MARK}", "note": piece, "percent": n if n % 2 else piece}
        changes += [
            (item, f"highlight:{n:016x}", mark),
            (item, "note", piece),
            (item, f"highlight:{EVIL}", piece),
        ]
        changes += [
            (
                "evil/one",
                f"read:{item[5:]}",
                {"title": piece, "link": f"https://evil.example/{piece}", "note": piece},
            )
        ]
        changes += [(item, "place", piece if n % 2 else n), (item, "heard", piece if n % 3 else n)]
        changes += [(item, f"not_for:evil/{'one' if n % 2 else piece}", True)]
        if n % 5 == 0:
            changes.append((item, "snoozed", piece))
    return [
        {
            "v": 1, "id": f"{n:016x}", "order": 1_000 + n, "at": f"2026-11-{n % 28 + 1:02d}T10:00:00.000Z",
            "device": f"elsewhere {EVIL}" if n % 2 else "elsewhere-0badc0de",
            "kind": f"note {EVIL}" if n % 3 else "tick",
            "changes": [{"ref": ref, "field": field, "value": value, "was": None}
                        | ({"base": []} if field == "note" else {})],
        }
        for n, (ref, field, value) in enumerate(changes)
    ]  # fmt: skip
