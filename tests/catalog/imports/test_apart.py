"""What is made to do harm, in the process that is made for it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from pmlearn.catalog.imports.apart import COMMAND, convert_apart
from pmlearn.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

HARM = {
    "brackets.md": b"[" * 1_000_000,
    "quotes.md": b"> " * 50_000 + b"- a",
    "lists.md": b"- " * 50_000 + b"a",
    "table.md": b"|a|b|\n|-|-|\n" + b"|x|y|\n" * 100_000,
    "wide.md": b"|" + b"a|" * 3000 + b"\n|" + b"-|" * 3000 + b"\n" + (b"|" + b"x|" * 3000 + b"\n") * 100,
    "line.md": b"x" * 10_000_000,
    "nul.csv": b"title\n\0",
    "columns.csv": b",".join([b"title"] * 10_000),
    "bomb.opml": b'<!DOCTYPE o [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><opml>&b;</opml>',
    "binary.md": bytes(range(1, 256)) * 1000,
}
MEMORY = 200 * 1024
"""Kilobytes, as the system counts them."""


def write(directory: Path, name: str, data: bytes) -> Path:
    path = directory / name
    path.write_bytes(data)
    return path


def test_a_file_is_made_a_curriculum(tmp_path: Path) -> None:
    made = convert_apart(write(tmp_path, "a.md", b"# A\n\n- [x] b\n  - c\n"), "mine")
    assert (made.id, made.modules, made.steps, made.parts, made.ticked) == ("mine", 1, 1, 1, 1)
    assert "\nid: mine\n" in made.text


@pytest.mark.parametrize("name", HARM)
def test_harm_is_one_sentence(name: str, tmp_path: Path) -> None:
    path = write(tmp_path, name, HARM[name])
    with pytest.raises(InputError) as caught:
        convert_apart(path)
    assert caught.value.message.startswith(f"cannot import {path}: ")
    assert caught.value.hint
    assert [each.name for each in tmp_path.iterdir()] == [name]


@pytest.mark.skipif(sys.platform != "linux", reason="macOS counts in bytes and keeps no limit")
@pytest.mark.parametrize("name", ["brackets.md", "table.md"])
def test_harm_takes_little_memory(name: str, tmp_path: Path) -> None:
    code = (
        "import resource, sys; from pathlib import Path; from pmlearn.catalog.imports.apart import *\n"
        "try: convert_apart(Path(sys.argv[1]))\n"
        "except InputError: pass\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    command = [sys.executable, "-c", code, str(write(tmp_path, name, HARM[name]))]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert 0 < int(told.stdout) < MEMORY


@pytest.mark.parametrize(
    ("id_", "hint"), [("Not One", "write not-one"), ("../x", "write x"), ("产", "such as")]
)
def test_an_id_that_is_none_is_refused(id_: str, hint: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        convert_apart(write(tmp_path, "a.md", b"- a"), id_)
    assert hint in caught.value.hint


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file"):
        convert_apart(tmp_path / "none.md")
    with pytest.raises(InputError, match="cannot read"):
        convert_apart(tmp_path)


def test_a_process_that_breaks_off_is_a_sentence(tmp_path: Path) -> None:
    path = write(tmp_path, "a.md", b"- a")
    with pytest.raises(InputError, match="ended with status 7"):
        convert_apart(path, command=(sys.executable, "-c", "raise SystemExit(7)"))
    assert "-P" in COMMAND
