"""Opening links."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest

from pmlearn.errors import InputError, LinkError
from pmlearn.services.links import Links, hyperlinks, plain_address, web_address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://e.example/a?b#c", "https://e.example/a?b#c"),
        (" e.example ", "https://e.example"),
        ("HTTP://E.example", "HTTP://E.example"),
        ("e.example:8080/x", "https://e.example:8080/x"),
    ],
)
def test_what_names_a_host_is_an_address(text: str, address: str) -> None:
    assert web_address(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "file:///x",
        "javascript://x",
        "ftp://x",
        "https://",
        "//x",
        "http://[",
        "http://x:y",
        "a b",
        "\x1b",
        f"https://e.example/{chr(0xDCFF)}",
        "https://e\x85x",
        "--help\n--x",
        "https://e.example:99999/",
    ],
)
def test_what_is_none_is_refused_with_a_hint(text: str) -> None:
    with pytest.raises(InputError) as caught:
        web_address(text)
    assert caught.value.hint
    with pytest.raises(LinkError):
        Links(["true"], {}).open(text)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    commands: list[list[str]] = []

    def popen(command: list[str], **given: Any) -> None:
        assert not given.get("shell")
        commands.append(command)

    monkeypatch.setattr(subprocess, "Popen", popen)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr("sys.platform", "linux")
    return commands


URL = "https://e.example/;rm%20-rf"


@pytest.mark.parametrize(
    ("opener", "env", "command"),
    [
        (["firefox", "--new-tab"], {"BROWSER": "x"}, ["firefox", "--new-tab", URL]),
        ([], {"BROWSER": "lynx -x %s:other"}, ["lynx", "-x", URL]),
        ([], {"DISPLAY": ":0"}, ["/usr/bin/xdg-open", URL]),
        ([], {"WAYLAND_DISPLAY": "0"}, ["/usr/bin/xdg-open", URL]),
    ],
)
def test_one_program_is_started_with_the_address_as_one_word(
    started: list[list[str]], opener: list[str], env: dict[str, str], command: list[str]
) -> None:
    assert URL in Links(opener, env).open(URL)
    assert started == [command]


@pytest.mark.parametrize(
    "env", [{}, {"DISPLAY": ":0", "SSH_CONNECTION": "x"}, {"DISPLAY": ":0", "SSH_TTY": "x"}]
)
def test_without_a_display_nothing_is_started_and_the_address_is_shown(
    started: list[list[str]], env: dict[str, str]
) -> None:
    assert Links([], env).open(URL) == URL
    assert started == []


def test_a_program_that_is_not_there_is_said_to_be_missing() -> None:
    with pytest.raises(LinkError, match="cannot start") as caught:
        Links(["/not/there"], {}).open(URL)
    assert "opener" in caught.value.hint


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("https://e.example/a?b=c&d=%20#e", "https://e.example/a?b=c&d=%20#e"),
        ("https://e.example/ü?q=日本", "https://e.example/%C3%BC?q=%E6%97%A5%E6%9C%AC"),
        ('https://e.example/"<a>|^`{}\\', "https://e.example/%22%3Ca%3E%7C%5E%60%7B%7D%5C"),
        ("http://münchen.example:8080/x", "http://xn--mnchen-3ya.example:8080/x"),
        ("https://e.example/a\u202eb", "https://e.example/a%E2%80%AEb"),
    ],
)
def test_a_plain_address_is_printable_ascii_and_means_the_same(url: str, plain: str) -> None:
    assert plain_address(url) == plain
    assert plain.isascii()
    assert plain.isprintable()


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "https://e.example/\x1b]0;x\x07"]
)
def test_a_plain_address_is_one_that_may_be_opened(url: str) -> None:
    with pytest.raises(LinkError):
        plain_address(url)


@pytest.mark.parametrize(
    ("env", "so"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "screen", "TMUX": "x"}, True),
        ({"TERM": "tmux-256color"}, True),
        ({"TERM": "screen.xterm-256color"}, False),
        ({"TERM": "xterm", "STY": "1.pts"}, False),
        ({"TERM": "linux"}, False),
        ({"TERM": "vt100"}, False),
        ({"TERM": "dumb"}, False),
        ({}, False),
    ],
)
def test_hyperlinks_go_to_terminals_that_take_them(env: dict[str, str], so: bool) -> None:
    assert hyperlinks(env) is so
    assert Links([], env).hyperlinks is so


def test_whether_a_browser_can_be_started_is_known_before(started: list[list[str]]) -> None:
    assert Links([], {"DISPLAY": ":0"}).opens
    assert not Links([], {"DISPLAY": ":0", "SSH_TTY": "x"}).opens
    assert Links([], {"BROWSER": "w3m", "SSH_TTY": "x"}).opens
    assert started == []
