"""The doctor: finds what is wrong, and calls nothing wrong that is not."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

from pmlearn.model.progress import Status
from tests.services.conftest import article, published
from tests.storage.making import action

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from pmlearn.services.doctor import Finding
    from pmlearn.wiring import Services
    from tests.services.conftest import Clock


def troubles(services: Services) -> list[tuple[str, str]]:
    return [(found.level, found.what) for found in services.doctor.check() if found.level != "ok"]


def finding(services: Services, level: str) -> Finding:
    [found] = [found for found in services.doctor.check() if found.level == level]
    assert found.hint
    return found


def test_an_empty_home_and_a_used_one_are_well(here: Services) -> None:
    assert troubles(here) == []
    here.steps.tick(["small/write"])
    here.queue.star(published(here, article("1")))
    here.save()
    assert troubles(here) == []


def test_checking_changes_nothing(here: Services, session: Callable[..., Services]) -> None:
    here.steps.tick(["small/write"])
    here.save()
    places = here.settings.places
    before = {path: path.read_bytes() for path in (*places.journal.iterdir(), *places.state.iterdir())}
    session().doctor.check()
    assert {p: p.read_bytes() for p in (*places.journal.iterdir(), *places.state.iterdir())} == before


def test_a_broken_line_is_an_error_with_its_place_and_the_last_backup(here: Services) -> None:
    here.steps.tick(["small/write"])
    backup = here.archive.backup().changed[0]
    with here._store.journals.own.open("ab") as file:
        file.write(b"oops\n")
    found = finding(here, "error")
    assert f"{here._store.journals.own}:2" in found.message
    assert backup in found.hint


def test_a_torn_line_is_no_error(here: Services) -> None:
    here.steps.tick(["small/write"])
    with here._store.journals.own.open("ab") as file:
        file.write(b'{"v":1')
    assert troubles(here) == [("warning", "journal")]


def test_a_newer_line_says_to_update(here: Services) -> None:
    here.steps.tick(["small/write"])
    with here._store.journals.own.open("ab") as file:
        file.write(b'{"v":2}\n')
    assert "update pmlearn" in finding(here, "warning").hint


def test_a_state_that_says_something_else_is_found_and_made_again(
    here: Services, session: Callable[..., Services]
) -> None:
    here.steps.tick(["small/write"])
    here.save()
    path = here.settings.places.state / "steps.json"
    path.write_text(path.read_text().replace('"done"', '"todo"'))
    again = session()
    assert again.steps.status("small/write") is Status.TODO
    assert "rebuild" in finding(again, "error").hint
    again.doctor.rebuild()
    assert troubles(again) == []
    assert again.steps.status("small/write") is Status.DONE
    assert troubles(session()) == []


def test_what_was_set_aside_is_named(here: Services, session: Callable[..., Services]) -> None:
    here.steps.tick(["small/write"])
    here.save()
    (here.settings.places.state / "steps.json").write_bytes(b"{")
    again = session()
    assert again.steps.status("small/write") is Status.DONE
    assert ("warning", "set aside") in troubles(again)
    assert not [level for level, _ in troubles(again) if level == "error"]


def test_writers_at_work_are_no_error(
    here: Services, window: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.steps.tick(["small/write"])
    real = here._store.gained
    calls: list[int] = []

    def gained(cursors: object) -> object:
        found = real(cursors)  # type: ignore[arg-type]
        if len(calls) < 2:
            calls.append(1)
            window.steps.toggle(["small/write"])
            here._store.catch_up()
        return found

    monkeypatch.setattr(here._store, "gained", gained)
    assert troubles(here) == []
    assert len(calls) == 2


def test_open_directories_and_those_of_others_are_named(
    here: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.steps.tick(["small/write"])
    here.settings.places.data.chmod(0o755)
    assert "chmod 700" in finding(here, "warning").hint
    here.settings.places.data.chmod(0o700)
    monkeypatch.setattr("os.geteuid", lambda: -1)
    assert ("error", "directories") in troubles(here)


def test_entries_that_cannot_be_read_are_named(here: Services) -> None:
    published(here, article("1"))
    for path in here.settings.places.entries.glob("*.json"):
        path.write_bytes(b"{")
    assert ("warning", "feeds") in troubles(here)


def test_a_line_in_a_journal_of_any_device_counts(here: Services) -> None:
    from pmlearn.storage.lines import encode

    here.steps.tick(["small/write"])
    journal = here._store.journals.directory / "there-00000000.jsonl"
    journal.write_bytes(encode(action(1)) + b"{}\n")
    assert str(journal) in finding(here, "error").message


def test_a_backup_that_cannot_be_read_back_is_found_and_not_offered(here: Services, clock: Clock) -> None:
    here.steps.tick(["small/write"])
    good = here.archive.backup().changed[0]
    clock.turn(hours=1)
    with Path(here.archive.backup().changed[0]).open("r+b") as file:
        file.truncate(40)
    assert finding(here, "warning").what == "backups"
    with here._store.journals.own.open("ab") as file:
        file.write(b"oops\n")
    assert finding(here, "error").hint.endswith(f"pmlearn import {good}")


def test_a_disk_without_room_is_found(here: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    here.steps.tick(["small/write"])
    here.save()
    assert troubles(here) == []
    disk = SimpleNamespace(f_bavail=100, f_frsize=4096)
    monkeypatch.setattr(os, "statvfs", lambda _: disk)
    assert set(troubles(here)) == {("warning", "directories")}
