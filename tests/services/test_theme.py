"""Which theme is shown: the configuration's, else the learner's choice, best effort."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from pmlearn.services.theme import ThemeChoice
from tests.storage.making import failing

if TYPE_CHECKING:
    from pathlib import Path

    from pmlearn.wiring import Services


def test_a_choice_is_kept_for_each_device(here: Services, there: Services, window: Services) -> None:
    assert here.theme.name() == "terminal"
    here.theme.keep("dark")
    assert window.theme.name() == "dark"
    assert there.theme.name() == "terminal"


def test_the_configuration_wins(tmp_path: Path) -> None:
    ThemeChoice(tmp_path, "d", "", "").keep("dark")
    assert ThemeChoice(tmp_path, "d", "light", "config.toml").name() == "light"
    assert ThemeChoice(tmp_path, "d", "", "").name() == "dark"


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b'{"theme": "pink"}', b'{"theme": ["dark"]}'])
def test_a_choice_that_cannot_be_read_is_none(here: Services, content: bytes) -> None:
    here.theme.keep("dark")
    [path] = here.settings.places.state.glob("theme-*")
    path.write_bytes(content)
    assert here.theme.name() == "terminal"


def test_a_disk_that_refuses_costs_the_choice_alone(here: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "replace", failing(errno.ENOSPC))
    here.theme.keep("dark")
    assert here.theme.name() == "terminal"
