"""A home that cannot be written, or is not ours: read on, and say so when something is to be kept."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pmlearn.errors import StoreError
from pmlearn.model.progress import Status
from pmlearn.model.query import Query
from tests.services.conftest import article, published

if TYPE_CHECKING:
    from collections.abc import Callable

    from pmlearn.wiring import Services


@pytest.fixture
def used(here: Services) -> Services:
    here.steps.tick(["small/write"])
    here.steps.note("small/write", "mine")
    here.queue.star(published(here, article("1")))
    here.save()
    return here


@pytest.fixture
def read_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is mounted read-only, as far as the functions of `os` know it."""
    refusal = OSError(errno.EROFS, os.strerror(errno.EROFS))
    real = os.open

    def opened(path: Any, flags: int, *args: Any, **given: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            raise refusal
        return real(path, flags, *args, **given)

    def refused(*_: Any, **__: Any) -> None:
        raise refusal

    monkeypatch.setattr(os, "open", opened)
    for name in ("mkdir", "rename", "replace", "unlink", "link"):
        monkeypatch.setattr(os, name, refused)


def everything_is_read(services: Services) -> None:
    assert services.steps.status("small/write") is Status.DONE
    assert [note.text for note in services.checklists.detail("small/write").notes] == ["mine"]
    assert [item.title for item in services.queue.page(Query()).items] == ["Title 1"]
    assert len(services.feeds.list()) == 1
    assert len(services.history.list()) == 4
    assert services.today.view().next
    services.place.save({"screen": "learn"})
    services.save()
    services.watcher().close()


@pytest.mark.usefixtures("read_only")
def test_a_read_only_home_without_anything_in_it_can_be_looked_at(here: Services) -> None:
    assert here.today.view().next
    here.watcher().close()
    assert not here.settings.places.data.exists()


def test_a_read_only_home_is_read_and_says_why_nothing_can_be_kept(
    used: Services, session: Callable[..., Services], request: pytest.FixtureRequest
) -> None:
    before = used._store.journals.own.read_bytes()
    request.getfixturevalue("read_only")
    again = session()
    everything_is_read(again)
    writes: list[Callable[[], object]] = [
        lambda: again.steps.reopen(["small/write"]),
        lambda: again.steps.note("small/write", "other"),
        lambda: again.queue.add("https://e.example/"),
        again.history.undo,
        again.archive.backup,
        lambda: again.archive.export(Path("all.zip")),
    ]
    for write in writes:
        with pytest.raises(StoreError, match="Read-only") as caught:
            write()
        assert "read-only" in caught.value.hint
    assert used._store.journals.own.read_bytes() == before
    everything_is_read(again)


def test_a_damaged_state_in_a_read_only_home_is_read_from_the_journal(
    used: Services, session: Callable[..., Services], request: pytest.FixtureRequest
) -> None:
    path = used.settings.places.state / "steps.json"
    path.write_bytes(b"{")
    request.getfixturevalue("read_only")
    again = session()
    everything_is_read(again)
    assert str(path) in again.notices()[0]
    assert path.read_bytes() == b"{"


def test_a_home_of_another_user_is_not_written(
    used: Services, session: Callable[..., Services], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = used._store.journals.own.read_bytes()
    monkeypatch.setattr(os, "geteuid", lambda: -1)
    again = session()
    assert again.steps.status("small/write") is Status.DONE
    with pytest.raises(StoreError, match="belongs to another user"):
        again.steps.reopen(["small/write"])
    assert used._store.journals.own.read_bytes() == before


def test_notices_are_told_once(used: Services, session: Callable[..., Services]) -> None:
    for name in ("steps.json", "queue.json", "fetches.json"):
        (used.settings.places.state / name).write_bytes(b"{")
    for path in used.settings.places.entries.glob("*.json"):
        path.write_bytes(b"{")
    again = session()
    again.today.view()
    again.feeds.list()
    assert len(again.notices()) >= 4
    assert again.notices() == []
