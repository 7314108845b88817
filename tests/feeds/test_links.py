"""Links: absolute http and https, or nothing."""

from __future__ import annotations

import pytest

from pmlearn.feeds.links import web_link

BASE = "https://a.example/dir/feed.xml"


@pytest.mark.parametrize(
    ("link", "meant"),
    [
        ("https://b.example/x?a=1&b=2#c", "https://b.example/x?a=1&b=2#c"),
        ("x.html", "https://a.example/dir/x.html"),
        ("//c.example/", "https://c.example/"),
        (" /a b ", "https://a.example/a%20b"),
        ("/a\nb\t", "https://a.example/ab"),
        ("", ""),
        ("javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("JAVASCRIPT:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("mailto:a@b.example", ""),
        ("http://", ""),
        ("http://[", ""),
        ("http://a.example:99999/", ""),
        ("/\x1b]8;;x\x07", "https://a.example/]8;;x"),
        ("/" + "x" * 5_000, ""),
    ],
)
def test_web_link(link: str, meant: str) -> None:
    assert web_link(link, BASE) == meant
