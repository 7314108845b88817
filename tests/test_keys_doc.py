"""docs/keys.md has every key; `PMLEARN_WRITE_DOCS=1 pytest tests/test_keys_doc.py` writes them into it."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

from pmlearn.config.keys import read_keys
from pmlearn.tui import keymap, remap

DOC = Path(__file__).parents[1] / "docs" / "keys.md"
WRITE = bool(os.environ.get("PMLEARN_WRITE_DOCS"))
MARK = "<!-- written by PMLEARN_WRITE_DOCS=1 pytest tests/test_keys_doc.py -->\n"


def cell(text: str) -> str:
    return f"`` {text} ``" if "`" in text else f"`{text}`".replace("|", "\\|")


def written() -> str:
    lines = []
    for page in keymap.pages():
        lines += ["", f"### {keymap.CALLED.get(page, f'On the page {page}')}", ""]
        lines += [
            f"| keys | name: `[keys]`{'' if page == 'app' else f' or `[keys.{page}]`'} | what it does |",
            "|---|---|---|",
        ]
        for key in keymap.KEYMAP:
            if page in key.where:
                keys = " ".join(cell(keymap.shown(each)) for each in key.each)
                lines.append(f"| {keys} | `{key.id}` | {key.about} |")
    return "\n".join(lines) + "\n"


def test_it_has_every_key() -> None:
    text = DOC.read_text("utf-8")
    before, mark, after = text.partition(MARK)
    if WRITE:
        DOC.write_text(before + MARK + written(), "utf-8")
        after = written()
    assert mark
    assert after == written()


def test_its_example_can_be_used() -> None:
    example = DOC.read_text("utf-8").partition("```toml\n")[2].partition("```")[0]
    settings = read_keys(DOC, tomllib.loads(example)["keys"], example)
    keys = {(page, key.id): key.each for key in remap.remapped(settings) for page in key.where}
    assert keys["queue", "star"] == ("asterisk",)
    assert keys["reader", "star"] == ("b",)
    assert keys["app", "suspend"] == ()


def test_what_stands_in_a_table_of_a_list_is_no_key() -> None:
    (setting,) = read_keys(DOC, {"star": "d"}, '[keys]\nstar = "d"\n\n[[feeds]]\nstar = "no setting"\n')
    assert setting.line == 2
