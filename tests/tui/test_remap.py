"""What [keys] of config.toml may say, and what becomes of it on the screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pmlearn.errors import ConfigError
from pmlearn.model.keysetting import KeySetting
from pmlearn.tui import keymap
from pmlearn.tui.remap import remapped, textual_key
from tests.tui.driving import driving
from tests.tui.fakes import following, services, with_entries

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = Path("/home/ada/config.toml")


def a(action: str, *keys: str, page: str = "") -> KeySetting:
    return KeySetting(FILE, page, action, keys)


def keys_of(page: str, *settings: KeySetting) -> dict[str, tuple[str, ...]]:
    return {key.id: key.each for key in remapped(settings) if page in key.where}


@pytest.fixture(autouse=True)
def usual() -> Iterator[None]:
    yield
    keymap.use()


def test_nothing_said_changes_nothing() -> None:
    assert remapped(()) == keymap.KEYMAP


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("t", "t"), ("T", "T"), ("?", "question_mark"), ("*", "asterisk"), ("Ctrl+T", "ctrl+t"),
        ("F5", "f5"), ("PgDn", "pagedown"), (" ", "space"), ("↑", "up"), ("=", "equals_sign"), ("é", "é"),
        ("shift+left", "shift+left"), ("plus", "plus"), ("+", "plus"), ("esc", "escape"),
    ],
)  # fmt: skip
def test_a_key_is_written_as_it_is_printed_or_called(written: str, named: str) -> None:
    assert textual_key(written, "") == named


def test_all_pages_that_have_it_or_one_of_them_and_the_one_counts_more() -> None:
    settings = [a("star", "S", page="queue"), a("star", "*"), a("undo", "B", "f6")]
    assert keys_of("queue", *settings)["star"] == ("S",)
    assert keys_of("reader", *settings)["star"] == ("asterisk",)
    assert keys_of("app", *settings)["undo"] == ("B", "f6")
    assert keys_of("queue", a("star"))["star"] == ()
    # A later file, the learner's own, before the administrator's.
    assert keys_of("queue", a("star", "S"), a("star", "*"))["star"] == ("asterisk",)


def test_two_can_change_places() -> None:
    swapped = keys_of("queue", a("done", "x"), a("drop", "d"))
    assert (swapped["done"], swapped["drop"]) == (("x",), ("d",))


@pytest.mark.parametrize(
    ("settings", "said", "hint"),
    [
        ([a("tikc", "t")], "[keys] tikc: there is no such action", "did you mean tick"),
        ([a("star", "S", page="que")], "[keys.que]: there is no page que", "did you mean queue"),
        ([a("undo", "U", page="queue")], "[keys.queue] undo: this is a key of every page", "under [keys]"),
        ([a("tick", "T", page="queue")], "[keys.queue] tick: this is a key of today", "[keys.today]"),
        ([a("star", "hyper+x")], "[keys] star: there is no key 'hyper+x'", "write it as"),
        ([a("star", "shift+s")], "[keys] star: shift+s is the letter S", 'write "S"'),
        ([a("star", "ctrl+i")], "sends the same for ctrl+i and tab", 'write "tab"'),
        ([a("interrupt", "f9")], "[keys] interrupt: ctrl+c ends pmlearn", "take the line out"),
        ([a("palette", "p")], "[keys] palette: palette works while one types: p could not be", "f2"),
        ([a("palette")], "[keys] palette: without a key for palette nobody", 'palette = "f10"'),
        ([a("back"), a("leave")], "without a key for leave and back there is no way out", "f10"),
        ([a("star", "d")], "[keys] star: d is the key of done on the page", "give one another key"),
        ([a("star", "u", page="queue")], "star: u is the key of undo on the page queue, too", 'undo = ""'),
        ([a("undo", "r")], "[keys] undo: r is the key of refresh everywhere, too", 'refresh = ""'),
        ([a("star", "j", page="queue")], "star: j is the key of down on the page", "pmlearn keys queue"),
        ([a("down", "G")], "[keys] down: G is the key of end", 'end = ""'),
        ([a("keep-passage", "a")], "[keys] keep-passage: a is the key of keep-with-note", "another key"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_a_sentence(settings: list[KeySetting], said: str, hint: str) -> None:
    with pytest.raises(ConfigError) as refused:
        remapped(settings)
    assert refused.value.message.startswith(f"{FILE}: ")
    assert said in refused.value.message
    assert hint in refused.value.hint


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ('# mine\n\n[keys]\ntheme = "f8"\n star = "d"\n', 5),
        ('[ keys . queue ] # mine\n"star" = ["d"]\n[keys]\ntheme = "f8"\n', 2),
        ('keys.theme = "f8"\nkeys.queue.star = "d"\n', 2),
        ('[keys]\ntheme = "f8"\nqueue = { star = "d" }\n', 3),
        ('[screen]\nascii = true\n[keys]\nstar = [\n  "*",\n  "d",\n]\n', 4),
    ],
)
def test_a_conflict_is_refused_with_its_line_and_both_actions(home: Path, written: str, line: int) -> None:
    from pmlearn import config

    file = home / "pmlearn" / "config" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text(written)
    with pytest.raises(ConfigError) as refused:
        remapped(config.load({"PMLEARN_HOME": str(home / "pmlearn"), "XDG_DATA_DIRS": "/none"}).keys)
    assert refused.value.message.startswith(f"{file}:{line}: [keys")
    assert "star: d is the key of done on the page" in refused.value.message


def test_without_one_of_the_ways_out_there_is_the_other() -> None:
    assert remapped([a("back")])
    assert remapped([a("leave")])


async def test_bindings_footer_page_of_keys_and_palette_have_them_alike(home: Path) -> None:
    config = home / "pmlearn" / "config"
    config.mkdir(parents=True)
    (config / "config.toml").write_text(
        '[keys]\ntick = ["t", "enter"]\nopen = "l"\ntick-the-same = ""\nkeys = "f1"\n'
        '[keys.queue]\nstar = "*"\n[keys.note]\nkeep = "f2"\n'
    )
    learner = with_entries(following(services(home / "pmlearn")))
    keymap.use(remapped(learner.settings.keys))
    async with driving(learner) as driver:
        await driver.shows("t tick", "l open", "f1 keys")
        await driver.press("a")
        await driver.shows("f2 keep")
        await driver.press("escape")
        await driver.shows("t tick")
        before = len(learner.history.list())
        await driver.press("space", "t")
        await driver.shows("done: The product manager")
        assert len(learner.history.list()) == before + 1  # space did nothing
        await driver.press("f1")
        await driver.shows("t enter    Tick; once more takes the tick away")
        await driver.press("q", "ctrl+p", *"tick")
        await driver.shows("Tick; once more takes the tick away")
        assert driver.row().endswith(" t")
        await driver.press("escape", "3")
        await driver.shows("Inbox")
        await driver.press("*")
        await driver.shows("starred")
