from __future__ import annotations

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color

from pmlearn.model.locale import ascii_wanted
from pmlearn.tui.widgets import glyphs


@pytest.mark.parametrize(
    ("env", "wanted"),
    [
        ({"LANG": "en_GB.UTF-8"}, False),
        ({"LANG": "en_GB.utf8"}, False),
        ({"LC_CTYPE": "UTF-8"}, False),
        ({"LC_CTYPE": "C.UTF-8"}, False),
        ({"LC_CTYPE": "C.UTF-8", "LANG": "C"}, True),
        ({"LC_ALL": "C", "LANG": "en_GB.UTF-8"}, True),
        ({"LANG": "de_DE.ISO-8859-1"}, True),
        ({}, True),
    ],
)
def test_ascii_is_wanted_where_the_locale_is_not_utf_8(env: dict[str, str], wanted: bool) -> None:
    assert ascii_wanted(env) is wanted


def test_every_glyph_has_a_twin_of_its_width() -> None:
    ours = {value for name, value in vars(glyphs).items() if name.isupper() and isinstance(value, str)}
    ours |= {*glyphs.KINDS.values(), *glyphs.SPARKS}
    for glyph in ours:
        for char in glyph:
            assert char.isascii() or char in glyphs.TWINS
    assert all(cell_len(glyph) == len(twin) == 1 for glyph, twin in glyphs.TWINS.items())


def test_letters_lose_their_accents_and_the_rest_keeps_its_room() -> None:
    assert glyphs.to_ascii("Café “naïve” – 日本 🎧") == 'Cafe "naive" - ? ?  ? '


@pytest.mark.parametrize(
    "text",
    ["👩\u200d👩\u200d👧 x", "❤\ufe0f x", "1\ufe0f\u20e3 x", "e\u0301x", "▶\ufe0f x", "🇩🇪 x", "👍🏽 x"],
)
def test_what_is_several_characters_and_one_sign_keeps_its_room(text: str) -> None:
    for shown in (glyphs.Ascii(), glyphs.Ascii(console=True)):
        (segment,) = shown.apply([Segment(text)], Color(0, 0, 0))
        assert segment.cell_length == cell_len(text)


@pytest.mark.parametrize(
    ("env", "wanted", "shown"),
    [
        ({"LANG": "en_GB.UTF-8", "TERM": "xterm"}, False, "▸ ━─ é ★ 日"),
        ({"LANG": "en_GB.UTF-8", "TERM": "linux"}, False, "> =─ é * 日"),
        ({"LANG": "en_GB.UTF-8", "TERM": "linux"}, True, "> =- e * ? "),
        ({"LANG": "C", "TERM": "vt100"}, False, "> =- e * ? "),
    ],
)
def test_a_terminal_gets_the_glyphs_that_it_has(env: dict[str, str], wanted: bool, shown: str) -> None:
    found = glyphs.Ascii.of(env, wanted=wanted)
    given = [Segment("▸ ━─ é ★ 日")]
    assert "".join(s.text for s in (found.apply(given, Color(0, 0, 0)) if found.enabled else given)) == shown


def test_the_filter_keeps_inks_and_ascii() -> None:
    given = [Segment("▸ é", None), Segment("plain")]
    assert [s.text for s in glyphs.Ascii().apply(given, Color(0, 0, 0))] == ["> e", "plain"]
