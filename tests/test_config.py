from __future__ import annotations

import os
from pathlib import Path

import pytest

from pmlearn.config import Settings, find_places, load
from pmlearn.config.feeds import PresetFeed, holds_secret
from pmlearn.errors import ConfigError
from pmlearn.model.credentials import Credentials

ALL = """
[[feeds]]
url = "https://www.svpg.com/feed/"
title = "SVPG"
topics = ["discovery"]

[network]
allow_private = true
interval = 30
shared = "/var/lib/pmlearn"

[learn]
hours_a_week = 7.5

[screen]
ascii = true
theme = "dark"
thrifty = true

[backup]
keep = 3

[links]
opener = ["firefox", "--new-tab"]

[clipboard]
command = ["xclip", "-i"]

[notes]
editor = true
"""


A = '[[feeds]]\nurl = "https://a.example/"\n'


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def own(tmp_path: Path, text: str) -> dict[str, str]:
    """An environment whose own config.toml has this text."""
    write(tmp_path / "config" / "config.toml", text)
    return {"PMLEARN_HOME": str(tmp_path)}


def test_one_variable_moves_everything() -> None:
    places = find_places({"PMLEARN_HOME": "/srv/pm", "XDG_DATA_HOME": "/elsewhere"})
    found = (places.config, places.data, places.state, places.cache)
    assert found == tuple(Path("/srv/pm", name) for name in ("config", "data", "state", "cache"))
    assert places.journal == Path("/srv/pm/data/journal")
    assert places.curricula == Path("/srv/pm/data/curricula")
    assert places.entries == Path("/srv/pm/data/entries")
    assert places.backups == Path("/srv/pm/data/backups")


def test_a_relative_home_is_made_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_places({"PMLEARN_HOME": "here"}).data == tmp_path / "here" / "data"


def test_without_it_the_base_directories_hold() -> None:
    places = find_places({"HOME": "/home/ada"})
    assert places.config == Path("/home/ada/.config/pmlearn")
    assert places.data == Path("/home/ada/.local/share/pmlearn")
    assert places.state == Path("/home/ada/.local/state/pmlearn")
    assert places.cache == Path("/home/ada/.cache/pmlearn")
    assert places.system_config == (Path("/etc/xdg/pmlearn/config.toml"),)
    assert places.system_curricula == tuple(
        Path(top, "share/pmlearn/curricula") for top in ("/usr/local", "/usr")
    )


def test_base_directories_may_be_elsewhere_but_relative_ones_are_ignored() -> None:
    env = {"HOME": "/home/ada", "XDG_DATA_HOME": "/data", "XDG_CACHE_HOME": "cache", "XDG_DATA_DIRS": "a:/b"}
    places = find_places(env)
    assert places.data == Path("/data/pmlearn")
    assert places.cache == Path("/home/ada/.cache/pmlearn")
    assert places.system_curricula == (Path("/b/pmlearn/curricula"),)


def test_naming_and_reading_create_nothing(tmp_path: Path) -> None:
    assert load({"PMLEARN_HOME": str(tmp_path / "new")}) == Settings(
        find_places({"PMLEARN_HOME": str(tmp_path / "new")})
    )
    assert not list(tmp_path.iterdir())


def test_every_setting_is_read(tmp_path: Path) -> None:
    env = own(tmp_path, ALL)
    assert load(env) == Settings(
        places=find_places(env),
        feeds=(PresetFeed("https://www.svpg.com/feed/", "SVPG", ("discovery",)),),
        allow_private=True,
        interval=30,
        shared=Path("/var/lib/pmlearn"),
        hours_a_week=7.5,
        ascii=True,
        theme="dark",
        thrifty=True,
        keep_backups=3,
        opener=("firefox", "--new-tab"),
        clipboard=("xclip", "-i"),
        editor=True,
        read=(tmp_path / "config" / "config.toml",),
    )


def test_the_users_file_wins_over_the_administrators(tmp_path: Path) -> None:
    first = write(
        tmp_path / "first" / "pmlearn" / "config.toml",
        '[backup]\nkeep = 1\n[learn]\nhours_a_week = 1\n[[feeds]]\nurl = "https://a.example/"\ntitle = "A"',
    )
    second = write(
        tmp_path / "second" / "pmlearn" / "config.toml",
        '[backup]\nkeep = 2\n[screen]\nascii = true\n[[feeds]]\nurl = "https://b.example/"',
    )
    env = own(tmp_path, '[learn]\nhours_a_week = 3\n[[feeds]]\nurl = "https://a.example/"\ntitle = "Mine"')
    settings = load(env | {"XDG_CONFIG_DIRS": f"{tmp_path}/first:{tmp_path}/second"})
    assert (settings.keep_backups, settings.hours_a_week, settings.ascii) == (1, 3, True)
    assert [(feed.url, feed.title) for feed in settings.feeds] == [
        ("https://b.example/", ""),
        ("https://a.example/", "Mine"),
    ]
    assert settings.read == (second, first, tmp_path / "config" / "config.toml")


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("true", True), ("0", False), ("", False)])
def test_the_environment_lets_feeds_live_on_private_networks(
    tmp_path: Path, value: str, *, expected: bool
) -> None:
    assert load(own(tmp_path, "") | {"PMLEARN_ALLOW_PRIVATE": value}).allow_private is expected


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("yes", True), ("0", False), ("", False)])
def test_the_environment_asks_for_ascii(tmp_path: Path, value: str, *, expected: bool) -> None:
    assert load(own(tmp_path, "") | {"PMLEARN_ASCII": value}).ascii is expected


def test_the_environment_names_a_theme_over_the_file(tmp_path: Path) -> None:
    env = own(tmp_path, '[screen]\ntheme = "dark"')
    assert load(env | {"PMLEARN_THEME": ""}).theme == "dark"
    assert load(env | {"PMLEARN_THEME": "light"}).theme == "light"
    with pytest.raises(ConfigError) as raised:
        load(env | {"PMLEARN_THEME": "pink"})
    assert raised.value.message == "PMLEARN_THEME is 'pink'"
    assert raised.value.hint == "the themes are terminal, dark, light, contrast, mono"


@pytest.mark.parametrize(
    ("text", "said", "hinted"),
    [
        ("[learn]\nhours_a_week = \n", "line 2", "mend that line"),
        (
            "colour = 1",
            "[colour]",
            "network, learn, screen, backup, queue, links, clipboard, notes, player, feeds",
        ),
        (
            "[colour]",
            "[colour]",
            "network, learn, screen, backup, queue, links, clipboard, notes, player, feeds",
        ),
        (
            "learn = 5",
            "[learn]",
            "network, learn, screen, backup, queue, links, clipboard, notes, player, feeds",
        ),
        ("[learn]\nhours = 5", "[learn] has no key hours", "hours_a_week"),
        ("[learn]\nhours_a_week = true", "hours_a_week is True", "a number of hours"),
        ("[learn]\nhours_a_week = 0", "hours_a_week is 0", "more than 0"),
        ("[learn]\nhours_a_week = inf", "hours_a_week is inf", "a number of hours"),
        ("[learn]\nhours_a_week = nan", "hours_a_week is nan", "a number of hours"),
        ("[backup]\nkeep = 0", "keep is 0", "1 or more"),
        ("[backup]\nkeep = -1", "keep is -1", "1 or more"),
        ("[backup]\nkeep = 1.5", "keep is 1.5", "a whole number"),
        ('[screen]\nascii = "yes"', "ascii is 'yes'", "true or false"),
        ('[screen]\ntheme = "pink"', "theme is 'pink'", "terminal, dark, light, contrast, mono"),
        ("[screen]\ntheme = 1", "theme is 1", "terminal, dark, light, contrast, mono"),
        ('[links]\nopener = "firefox"', "opener is 'firefox'", 'such as ["firefox", "--new-tab"]'),
        ('[player]\ncommand = "mpv"', "command is 'mpv'", 'such as ["mpv", "--no-video"]'),
        ("[player]\ncache_mb = 0", "cache_mb is 0", "megabytes"),
        ("[links]\nopener = [1]", "opener is [1]", 'such as ["firefox", "--new-tab"]'),
        ("feeds = 1", "feeds is no list", "[[feeds]]"),
        ('[[feeds]]\ntitle = "x"', "not complete", "[[feeds]]"),
        ('[[feeds]]\nurl = "https://a.example/"\nname = "x"', "not complete", "[[feeds]]"),
        ("[network]\ninterval = 0", "interval is 0", "minutes"),
        ("[network]\ninterval = 1.5", "interval is 1.5", "whole number of minutes"),
        ('[network]\nshared = "all"', "shared is 'all'", "/var/lib/pmlearn"),
        ("[network]\nshared = 1", "shared is 1", "/var/lib/pmlearn"),
        (f"{A}weight = 4", "weight of https://a.example/", "-3 to 3"),
        (f"{A}weight = true", "weight of https://a.example/", "-3 to 3"),
        (f"{A}paused = 1", "paused of https://a.example/", "true or false"),
        (f'{A}mute = "x"', "mute of https://a.example/", "list of queries"),
        (f"{A}keep = [1]", "keep of https://a.example/", "list of queries"),
        (f"{A}bodies = -1", "bodies of https://a.example/", "0 or more"),
        (f"{A}expires = 0", "expires of https://a.example/", "1 or more"),
        (f"{A}folder = 1", "folder of https://a.example/", "a text"),
        (f'{A}user = "ada"', "not complete", "password_command"),
        (f'{A}password = "x"', "not complete", "give user with"),
        (f'{A}user = "a"\ntoken = "x"', "or more than one thing", "token_command"),
        (f'{A}user = "a"\npassword = "x"\npassword_command = ["y"]', "more than one thing", "give user"),
        (f'{A}token_command = "x"', "token_command of https://a.example/", "list of texts"),
        ('[[feeds]]\nurl = "http://[bad"', "url is 'http://[bad'", "https://"),
        ('[[feeds]]\nurl = "http://a.example:x/"', "url is 'http://a.example:x/'", "https://"),
        ('[[feeds]]\nurl = "file:///etc/passwd"', "url is 'file:///etc/passwd'", "https://"),
        ('[[feeds]]\nurl = "a.example"', "url is 'a.example'", "https://"),
        ('[[feeds]]\nurl = "https://a.example/"\ntitle = 1', "title of https://a.example/", "[[feeds]]"),
        ('[[feeds]]\nurl = "https://a.example/"\ntopics = "x"', "topics of https://a.example/", "[[feeds]]"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_what_to_write(
    tmp_path: Path, text: str, said: str, hinted: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        load(own(tmp_path, text))
    assert str(tmp_path / "config" / "config.toml") in caught.value.message
    assert said in caught.value.message
    assert hinted in caught.value.hint


def test_a_file_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    env = own(tmp_path, "")
    (tmp_path / "config" / "config.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match=r"config\.toml: not TOML"):
        load(env)


def test_a_directory_in_the_files_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "config" / "config.toml").mkdir(parents=True)
    with pytest.raises(ConfigError, match=r"config\.toml: cannot be read"):
        load({"PMLEARN_HOME": str(tmp_path)})


def test_without_any_home_it_is_said_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", homeless)
    with pytest.raises(ConfigError) as caught:
        find_places({})
    assert "HOME" in caught.value.hint


def test_the_real_environment_is_the_default(home: Path) -> None:
    assert load().places.data == home / "pmlearn" / "data"
    assert os.environ["PMLEARN_HOME"] == str(home / "pmlearn")


FEED = """
folder = "Work"
weight = -1
paused = true
mute = ["sponsored"]
keep = ["topic:x"]
bodies = 0
expires = 9
full_text = true
user = "ada"
password_command = ["pass", "show", "x"]
"""


def test_every_setting_of_a_feed_is_read_and_nothing_secret_is_shown(tmp_path: Path) -> None:
    [feed] = load(own(tmp_path, A + FEED)).feeds
    known = Credentials("ada", password_command=("pass", "show", "x"))
    assert feed == PresetFeed(
        "https://a.example/", "", (), "Work", -1, True, ("sponsored",), ("topic:x",), 0, 9, True, known
    )
    assert len(feed.sets) == 8
    assert not known.written
    [secret] = load(own(tmp_path, f'{A}token = "s3cret"')).feeds
    assert "s3cret" not in repr(secret)
    assert secret.credentials == Credentials(token="s3cret")
    assert not secret.sets


def test_no_message_repeats_what_may_be_secret(tmp_path: Path) -> None:
    for text in (
        'password = ["s3cret"]',
        "token = 12345",
        'password_command = "s3cret"',
        'url = "ftp://ada:s3cret@a.example/?key=s3cret"',
        'url = "https://ada:s3cret@a.example/?key=s3cret"\nname = "s3cret"',
    ):
        with pytest.raises(ConfigError) as caught:
            load(own(tmp_path, f"{'[[feeds]]' if 'url' in text else A}\n{text}"))
        for hidden in ("s3cret", "12345"):
            assert hidden not in f"{caught.value.message} {caught.value.hint}"


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("", False),
        (f'{A}token = "x"', True),
        (f'{A}user = "a"\npassword = "x"', True),
        (f'{A}token_command = ["x"]', False),
        ('feeds = [{url = "https://a:b@c.example/"}]', True),
        ("not toml", True),
        ("feeds = 1", False),
    ],
)
def test_whether_a_file_holds_a_secret(text: str, *, secret: bool) -> None:
    assert holds_secret(text.encode()) is secret
