"""docs/journeys.md: each section has its test, which presses its keys; its keys, commands and names exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import click
import pytest

from pmlearn.cli.main import root
from pmlearn.tui import keymap

TOP = Path(__file__).parents[1]
TEXT = (TOP / "docs" / "journeys.md").read_text("utf-8")
_SECTION = re.compile(r"^## (\d+)\. (.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
SECTIONS = {int(number): text for number, text in _SECTION.findall(TEXT)}
OTHER = frozenset(("config.toml", "--json", "--quiet", "--system"))
"""Spans that are neither a key nor a command nor a variable."""


def spans(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def quoted() -> dict[int, set[str]]:
    """What each test of a journey has in quotes, its keys among it, by the number in its name."""
    found: dict[int, set[str]] = {}
    for path in (TOP / "tests" / "e2e").glob("test_journeys*.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and (number := re.match(r"test_(\d+)_", node.name)):
                constants = (each for each in ast.walk(node) if isinstance(each, ast.Constant))
                found[int(number[1])] = {each.value for each in constants if isinstance(each.value, str)}
    return found


def exists(command: str) -> bool:
    """Whether there is a command, with its options; `pmlearn` alone is one."""
    node: click.Command = root
    for word in command.split()[1:]:
        if word.startswith("-"):
            return any(word in parameter.opts for parameter in node.params)
        group = node.get_command(click.Context(node), word) if isinstance(node, click.Group) else None
        if group is None:
            return False
        node = group
    return True


def test_there_are_ten_and_each_has_its_test() -> None:
    assert list(SECTIONS) == list(range(1, 11))
    assert quoted().keys() == SECTIONS.keys()
    assert all("**Never:**" in text for text in SECTIONS.values())


@pytest.mark.parametrize("number", SECTIONS)
def test_its_keys_are_pressed_and_its_commands_exist(number: int) -> None:
    pressed = quoted()[number]
    for span in spans(SECTIONS[number]):
        if span.startswith("pmlearn"):
            assert exists(span), span
        elif not (span in OTHER or re.fullmatch(r"[A-Z][A-Z_]+", span)):
            assert span in keymap.by_shown(), f"{span}: no key"
            assert span in pressed, f"{span}: not pressed by test_{number}_"
