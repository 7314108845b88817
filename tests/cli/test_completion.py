from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.shell_completion import ShellComplete

from pmlearn.cli.main import root

if TYPE_CHECKING:
    from tests.cli.conftest import Run


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_for_each_shell(ok: Run, shell: str) -> None:
    out = ok("completion", shell).out
    assert "_PMLEARN_COMPLETE" in out
    assert f"{shell}_complete" in out


def test_no_other_shell(run: Run) -> None:
    assert run("completion", "tcsh").status == 2


def offered(line: str) -> list[str]:
    words = line.split(" ")
    complete = ShellComplete(root, {}, "pmlearn", "_PMLEARN_COMPLETE")
    return [item.value for item in complete.get_completions(words[:-1], words[-1])]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("his", ["history"]),
        ("fin", ["find"]),
        ("find chapter --j", ["--json"]),
        ("step d", ["doing", "done"]),
        ("step done ", ["other/", "tiny/"]),
        ("step done t", ["tiny/read", "tiny/show", "tiny/try"]),
        ("step done n", []),
        ("step done tiny/", ["tiny/read", "tiny/show", "tiny/try"]),
        ("step done tiny/read tiny/read/t", ["tiny/read/three", "tiny/read/two"]),
        ("step done nope/", []),
        ("curriculum show t", ["tiny"]),
        ("next --m", ["--minutes"]),
    ],
)
def test_commands_options_and_refs_complete(line: str, expected: list[str]) -> None:
    assert sorted(offered(line)) == expected


def test_feeds_and_items_complete(items: list[str]) -> None:
    assert offered("feed remove ex") == ["example-org-d74f"]
    assert sorted(offered("queue done ")) == sorted(items)
