"""Where the learner was: best effort, never in the way."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from tests.storage.making import failing

if TYPE_CHECKING:
    from pmlearn.wiring import Services


def test_a_place_is_kept_for_each_device(here: Services, there: Services, window: Services) -> None:
    assert here.place.load() == {}
    here.place.save({"screen": "learn"})
    assert window.place.load() == {"screen": "learn"}
    assert there.place.load() == {}


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b"[" * 100_000])
def test_a_place_that_cannot_be_read_is_none(here: Services, content: bytes) -> None:
    here.place.save({"screen": "learn"})
    [path] = here.settings.places.state.glob("place-*")
    path.write_bytes(content)
    assert here.place.load() == {}


def test_a_disk_that_refuses_costs_the_place_alone(here: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "replace", failing(errno.ENOSPC))
    here.place.save({"screen": "learn"})
    assert here.place.load() == {}
    assert not list(here.settings.places.state.glob(".*"))
