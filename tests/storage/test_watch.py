"""Hearing of other sessions' writes."""

from __future__ import annotations

import select
import sys
from typing import TYPE_CHECKING

import pytest

from pmlearn.storage.files import write_atomic
from pmlearn.storage.watch import Watcher
from tests.storage.making import set_status, store

if TYPE_CHECKING:
    from pathlib import Path

linux = pytest.mark.skipif(sys.platform != "linux", reason="inotify is Linux's")


@linux
def test_an_append_and_an_atomic_write_are_heard(tmp_path: Path) -> None:
    kept = store(tmp_path)
    set_status(kept, "a/b", "done")
    kept.save()
    watcher = Watcher([tmp_path / "journal", tmp_path / "state"])
    try:
        assert watcher.names() == set()
        set_status(store(tmp_path), "a/b", "todo")
        assert select.select([watcher.fd], [], [], 10)[0]
        assert kept.journals.own.name in watcher.names()
        write_atomic(tmp_path / "state" / "fetches.json", b"{}")
        assert select.select([watcher.fd], [], [], 10)[0]
        assert "fetches.json" in watcher.names()
        assert watcher.names() == set()
    finally:
        watcher.close()
    assert watcher.fd == -1
    watcher.close()


def test_where_the_kernel_cannot_tell_nothing_is_heard(tmp_path: Path) -> None:
    watcher = Watcher([tmp_path, tmp_path / "not there"])
    assert watcher.fd == -1
    assert watcher.names() == set()
