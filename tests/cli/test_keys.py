from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from pmlearn.tui import keymap

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.cli.conftest import Run


@pytest.fixture
def own(places: Mapping[str, Path]) -> Path:
    places["config"].mkdir(parents=True)
    path = places["config"] / "config.toml"
    path.write_text('[keys]\nundo = ["B", "f6"]\nrefresh = ""\n[keys.queue]\nstar = "*"\n', "utf-8")
    return path


def test_every_key_of_every_page_as_it_is_set(ok: Run, own: Path) -> None:
    found = ok("keys", "--json").json
    assert found["version"] == 1
    assert {(key["page"], key["action"]) for key in found["keys"]} == {
        (page, key.id) for key in keymap.KEYMAP for page in key.where
    }
    by_name = {(key["page"], key["action"]): key for key in found["keys"]}
    assert by_name["app", "undo"] == {
        "page": "app",
        "action": "undo",
        "keys": ["B", "f6"],
        "usual": ["u"],
        "about": "Take back what was done last",
    }
    assert by_name["queue", "star"]["keys"] == ["*"]
    assert by_name["reader", "star"]["keys"] == ["s"]
    text = ok("keys").out
    assert text.startswith("Everywhere\n")
    assert re.search(r"^B f6 +undo ", text, re.MULTILINE)
    assert re.search(r"^none +refresh ", text, re.MULTILINE)


def test_those_of_one_page(ok: Run, run: Run, own: Path) -> None:
    ended = ok("keys", "queue")
    assert ended.out.startswith("On the page queue\n")
    assert re.search(r"^\* +star ", ended.out, re.MULTILINE)
    assert str(own) in ended.err
    assert "Everywhere" not in ended.out
    assert "did you mean queue" in run("keys", "qeue").err


def test_what_is_set_is_shown_and_what_cannot_be_is_refused_there_alone(ok: Run, run: Run, own: Path) -> None:
    assert ok("config", "--json").json["settings"]["keys.undo"] == ["B", "f6"]
    shown = ok("config").out
    assert "keys.queue.star        *\n" in shown
    assert "keys.refresh           none\n" in shown
    own.write_text('[keys]\nundo = "r"\n', "utf-8")
    # Who is to mend it sees what there is.
    ended = run("keys", "app")
    assert ended.status == 1
    assert "undo: r is the key of refresh everywhere, too\n  give one another key" in ended.err
    assert re.search(r"^u +undo ", ended.out, re.MULTILINE)
    assert ok("today").out
    own.write_text("[keys]\nundo = 3\n", "utf-8")
    assert 'write a key such as "t"' in run("today").err
