"""Backups, export and import: everything comes back, nothing is overwritten."""

from __future__ import annotations

import contextlib
import errno
import io
import json
import os
import stat
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmlearn.errors import InputError, StoreError
from pmlearn.model.progress import Status
from pmlearn.services.archive import Archive
from tests.services.conftest import SMALL, article, published
from tests.services.test_step import notes
from tests.storage.making import failing

if TYPE_CHECKING:
    from collections.abc import Callable

    from pmlearn.services.outcome import Outcome
    from pmlearn.wiring import Services
    from tests.services.conftest import Clock

MINE = SMALL.replace("id: small", "id: mine").replace("title: Small", "title: Mine")


def path_of(outcome: Outcome) -> Path:
    return Path(outcome.changed[0])


def filled(services: Services) -> Services:
    """A home with something of everything in it."""
    curricula = services.settings.places.curricula
    curricula.mkdir(parents=True)
    (curricula / "mine.yaml").write_text(MINE)
    (services.settings.places.config).mkdir()
    (services.settings.places.config / "config.toml").write_text("[learn]\nhours_a_week = 3\n")
    services.steps.tick(["small/write"])
    services.steps.note("small/write", "mine")
    published(services, article("1", body="<p>b</p>"))
    return services


def truth(services: Services) -> dict[str, bytes]:
    places = services.settings.places
    files = [*places.journal.glob("*"), *places.curricula.glob("*")]
    return {path.name: path.read_bytes() for path in files}


def test_export_and_import_give_equal_journals_and_curricula(
    session: Callable[..., Services], tmp_path: Path
) -> None:
    here = filled(session())
    here.archive.export(tmp_path / "all.zip")
    assert stat.S_IMODE((tmp_path / "all.zip").stat().st_mode) == 0o600
    elsewhere = session("there-00000000", "elsewhere")
    told = elsewhere.archive.import_(tmp_path / "all.zip")
    assert "3 actions" in told.message
    assert truth(elsewhere) == truth(here)
    assert elsewhere.steps.status("small/write") is Status.DONE
    assert notes(elsewhere) == ["mine"]
    # A configuration can name programs to start: it is laid there, and not in force.
    [laid] = elsewhere.settings.places.config.iterdir()
    assert laid.name.startswith("config.toml.imported-")
    assert laid.read_text().startswith("[learn]")
    assert elsewhere.queue.get(published_id(here)).title == "Title 1"
    again = elsewhere.archive.import_(tmp_path / "all.zip")
    assert "0 actions" in again.message
    assert "beside" not in again.message
    assert truth(elsewhere) == truth(here)


def published_id(services: Services) -> str:
    from pmlearn.model.query import Query

    return services.queue.page(Query()).items[0].id


def test_a_home_that_was_lost_comes_back_from_its_backup(
    session: Callable[..., Services], home: Path
) -> None:
    here = filled(session())
    kept = truth(here)
    backup = home / "kept.zip"
    backup.write_bytes(path_of(here.archive.backup()).read_bytes())
    for path in sorted((home / "pmlearn").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    again = session()
    again.archive.import_(backup)
    assert truth(again) == kept
    assert again.steps.status("small/write") is Status.DONE
    again.history.undo()
    again.history.undo()
    assert notes(again) == []
    assert [f.level for f in again.doctor.check() if f.level != "ok"] == []


def test_devices_that_diverged_are_merged_both_ways(session: Callable[..., Services], tmp_path: Path) -> None:
    here, there = session(), session("there-00000000", "elsewhere")
    here.steps.tick(["small/write"])
    here.archive.export(tmp_path / "1.zip")
    there.archive.import_(tmp_path / "1.zip")
    there.steps.note("small/write", "theirs")
    here.steps.note("small/write", "mine")
    here.archive.export(tmp_path / "2.zip")
    there.archive.import_(tmp_path / "2.zip")
    there.archive.export(tmp_path / "3.zip")
    here.archive.import_(tmp_path / "3.zip")
    for services in (here, there):
        assert services.steps.status("small/write") is Status.DONE
        assert sorted(notes(services)) == ["mine", "theirs"]
    ids = [row.id for row in here.history.list()]
    assert ids == [row.id for row in there.history.list()]
    assert len(ids) == len(set(ids)) == 3


def test_what_differs_is_laid_beside_once(session: Callable[..., Services], tmp_path: Path) -> None:
    here = filled(session())
    here.archive.export(tmp_path / "all.zip")
    mine = here.settings.places.curricula / "mine.yaml"
    mine.write_text(MINE.replace("Mine", "Mine now"))
    told = here.archive.import_(tmp_path / "all.zip")
    assert "mine.yaml" in told.message
    assert "Mine now" in mine.read_text()
    here.archive.import_(tmp_path / "all.zip")
    [beside] = mine.parent.glob("mine.yaml.imported-*")
    assert beside.read_text() == MINE
    assert {row.id for row in here.curricula.list()} == {"small", "other", "mine"}


def test_an_export_never_goes_over_a_file(here: Services, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "not there")
    for name in ("file", "link"):
        with pytest.raises(InputError, match="there already"):
            here.archive.export(tmp_path / name)
    assert (tmp_path / "file").read_text() == "mine"
    assert not (tmp_path / "not there").exists()
    with pytest.raises(StoreError):
        here.archive.export(tmp_path / "no directory" / "file")


@pytest.mark.parametrize("function", ["write", "fsync"])
def test_an_export_that_fails_leaves_no_half_of_it(
    here: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, function, failing(errno.ENOSPC))
        with pytest.raises(StoreError, match="No space"):
            here.archive.export(tmp_path / "all.zip")
    assert not (tmp_path / "all.zip").exists()


# Backups that rotate.


def backups(services: Services) -> list[str]:
    return [path.name for path in services.archive.backups()]


def test_older_backups_go_and_the_newest_stay(here: Services, clock: Clock) -> None:
    made = []
    for number in range(10):
        here.steps.toggle(["small/write"])
        clock.turn(hours=1 if number % 2 else 0)
        made.append(os.path.basename(path_of(here.archive.backup())))  # noqa: PTH119
    assert backups(here) == made[:-8:-1]


def test_two_backups_in_one_second_are_two(here: Services, window: Services) -> None:
    names = [path_of(s.archive.backup()).name for s in (here, window, here)]
    assert names == [f"pmlearn-20261118T120000{end}.zip" for end in ("", "-2", "-3")]
    assert backups(here) == names[::-1]


def test_a_backup_that_holds_more_than_the_new_one_is_not_rotated_away(here: Services, clock: Clock) -> None:
    for _ in range(20):
        here.steps.toggle(["small/write"])
    best = path_of(here.archive.backup()).name
    here._store.journals.own.unlink()
    for _ in range(10):
        clock.turn(days=1)
        here.steps.toggle(["small/write"])
        here.archive.backup()
    assert best in backups(here)
    assert len(backups(here)) == 8


def test_keeping_no_backups_keeps_the_one_just_made(here: Services, clock: Clock) -> None:
    archive = Archive(here._store, here.settings.places, clock, 0)
    for _ in range(2):
        clock.turn(hours=1)
        made = path_of(archive.backup())
    assert archive.backups() == [made]


def test_a_backup_is_due_a_day_after_the_last_if_something_was_done(here: Services, clock: Clock) -> None:
    from datetime import UTC, datetime

    here.archive.backup_if_due()
    assert backups(here) == []
    clock.now = datetime.now(UTC)
    here.steps.tick(["small/write"])
    here.archive.backup_if_due()
    assert len(backups(here)) == 1
    journal = here._store.journals.own
    later = journal.stat().st_mtime + 10
    os.utime(journal, (later, later))
    here.archive.backup_if_due()
    assert len(backups(here)) == 1
    clock.turn(days=1, hours=1)
    here.archive.backup_if_due()
    assert len(backups(here)) == 2
    clock.turn(days=-9)
    os.utime(journal, (later + 99, later + 99))
    here.archive.backup_if_due()
    assert len(backups(here)) == 3


def test_a_backup_that_cannot_be_made_stops_nothing_and_is_told(
    here: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.steps.tick(["small/write"])
    monkeypatch.setattr(os, "fsync", failing(errno.EDQUOT))
    here.archive.backup_if_due()
    assert "no backup was made" in here.notices()[0]


# Archives that are none.


def archive_of(files: dict[str, bytes], manifest: Any = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("manifest.json", json.dumps({"format": 1} if manifest is None else manifest))
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a zip",
        b"PK\x03\x04" + b"\0" * 200,
        archive_of({}, {}),
        archive_of({}, []),
        archive_of({}, {"format": "x"}),
        archive_of({}, {"format": 2}),
    ],
)
def test_what_is_no_archive_is_refused(here: Services, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(InputError) as caught:
        here.archive.import_(tmp_path / "x.zip")
    assert caught.value.hint
    for path in (tmp_path, tmp_path / "not there"):
        with pytest.raises(InputError):
            here.archive.import_(path)


@pytest.mark.parametrize(
    "name",
    [
        "../../out.yaml",
        "/tmp/out.yaml",
        "curricula/../out.yaml",
        "curricula/a/b.yaml",
        "curricula/.hidden",
        "curricula/a\nb",
        "curricula\\out",
        "state/steps.json",
        "journal/../../out.jsonl",
    ],
)
def test_names_that_lead_elsewhere_are_passed_over(here: Services, tmp_path: Path, name: str) -> None:
    (tmp_path / "x.zip").write_bytes(archive_of({name: b"out"}))
    before = {path for path in tmp_path.parent.rglob("*") if "out" in path.name}
    here.archive.import_(tmp_path / "x.zip")
    places = here.settings.places
    assert {path for path in tmp_path.parent.rglob("*") if "out" in path.name} == before
    assert not places.curricula.exists()
    assert not (places.state / "steps.json").exists()


def test_an_archive_of_a_newer_journal_is_refused_whole(here: Services, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(archive_of({"journal/a-1.jsonl": b'{"v":2}\n'}))
    with pytest.raises(InputError, match="newer"):
        here.archive.import_(tmp_path / "x.zip")
    here.steps.tick(["small/write"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_damage_to_an_archive_does_more_than_be_refused(
    session: Callable[..., Services], tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    directory = tmp_path_factory.mktemp("damaged")
    here = session(name=directory.name)
    if not (good := tmp_path_factory.getbasetemp() / "good.zip").exists():
        filled(session("other-00000000", "good")).archive.export(good)
    content = bytearray(good.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    (directory / "x.zip").write_bytes(content[: data.draw(st.integers(len(content) // 2, len(content)))])
    with contextlib.suppress(InputError):
        here.archive.import_(directory / "x.zip")
    here.steps.tick(["small/write"])
    assert not [f for f in here.doctor.check() if f.level == "error" and f.what in ("journal", "state")]


def installed(services: Services, source: Path) -> None:
    with services.library.taking() as take:
        for offer in services.library.look(str(source))[0]:
            take(offer)


def test_where_a_curriculum_came_from_comes_along_with_it(
    session: Callable[..., Services], tmp_path: Path
) -> None:
    here = session()
    (tmp_path / "mine.yaml").write_text(MINE)
    installed(here, tmp_path / "mine.yaml")
    here.archive.export(tmp_path / "all.zip")
    elsewhere = session("laptop-00000000", "elsewhere")
    assert "laid beside" not in elsewhere.archive.import_(tmp_path / "all.zip").message
    assert truth(elsewhere) == truth(here)
    assert [answer.copy.id for answer in elsewhere.library.updates()] == ["mine"]
    note = elsewhere.settings.places.curricula / "mine.source.json"
    note.write_text(note.read_text().replace("2026-11-18", "2026-11-19"))
    assert "laid beside" not in elsewhere.archive.import_(tmp_path / "all.zip").message
    assert "2026-11-19" in note.read_text()


def test_a_note_never_comes_beside_another_file_than_its_own(
    session: Callable[..., Services], tmp_path: Path
) -> None:
    here = session()
    (tmp_path / "mine.yaml").write_text(MINE)
    installed(here, tmp_path / "mine.yaml")
    here.archive.export(tmp_path / "all.zip")
    elsewhere = session("laptop-00000000", "elsewhere")
    own = elsewhere.settings.places.curricula
    own.mkdir(parents=True)
    (own / "mine.yaml").write_text(MINE + "# my own\n")
    assert "laid beside yours" in elsewhere.archive.import_(tmp_path / "all.zip").message
    assert not (own / "mine.source.json").exists()
    assert [path.name.partition(".imported")[0] for path in own.iterdir()] == ["mine.yaml", "mine.yaml"]
