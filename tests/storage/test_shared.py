"""Feeds that are kept for all learners: believed only where nobody else could have written them."""

from __future__ import annotations

import os
import stat
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmlearn.errors import StoreError
from pmlearn.model.feed import Entry, Fetched, item_id
from pmlearn.storage.entries import Entries
from pmlearn.storage.fetches import Fetches
from pmlearn.storage.shared import (
    PublicEntries,
    PublicFetches,
    Shared,
    SharedEntries,
    SharedFetches,
    make_public,
)
from tests.storage.making import NOW
from tests.storage.test_entries import FEED, entry, parsed

if TYPE_CHECKING:
    from pathlib import Path

HOUR = timedelta(hours=1)


class Machine:
    """A machine with a directory for all, and a learner."""

    def __init__(self, top: Path) -> None:
        self.directory = top / "all"
        make_public(self.directory)
        self.entries = PublicEntries(self.directory / "entries", lambda: NOW)
        self.fetches = PublicFetches(self.directory, lambda: NOW)
        self.shared = Shared(self.directory, lambda: NOW)
        self.own = Entries(top / "own", lambda: NOW)
        self.seen = SharedEntries(top / "own", lambda: NOW, self.shared)
        self.known = SharedFetches(top / "state", lambda: NOW, self.shared)

    def ids(self) -> list[str]:
        return [found.id for found in self.seen.load(FEED)]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_what_is_kept_for_all_everybody_can_read_and_its_owner_alone_can_write(machine: Machine) -> None:
    before = os.umask(0o077)
    try:
        machine.entries.merge(FEED, parsed(entry("1", body="<p>b</p>")))
        machine.fetches.put({FEED: Fetched(title="T")})
    finally:
        os.umask(before)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in machine.directory.rglob("*.json")}
    assert modes == {0o644}
    assert {stat.S_IMODE(p.stat().st_mode) for p in (machine.directory, machine.directory / "entries")} == {
        0o755
    }
    machine.own.merge(FEED, parsed(entry("1")))
    own = {stat.S_IMODE(path.stat().st_mode) for path in machine.own.directory.glob("*.json")}
    assert own == {0o600}


def test_a_learner_has_what_is_kept_for_all_and_writes_nothing_there(machine: Machine) -> None:
    assert machine.seen.signatures() == {}
    machine.entries.merge(FEED, parsed(entry("1", body="<p>b</p>")))
    assert machine.seen.signatures().keys() == {FEED}
    assert machine.ids() == ["1"]
    assert machine.seen.body(FEED, item_id(FEED, "1")) == "<p>b</p>"
    files = {path: path.read_bytes() for path in machine.directory.rglob("*") if path.is_file()}
    machine.seen.merge(FEED, parsed(entry("2")))
    assert {path: path.read_bytes() for path in machine.directory.rglob("*") if path.is_file()} == files
    assert [found.id for found in machine.own.load(FEED)] == ["2"]
    assert machine.ids() == ["2", "1"]


def test_signatures_follow_both(machine: Machine) -> None:
    machine.seen.merge(FEED, parsed(entry("1")))
    own = machine.seen.signatures()[FEED]
    machine.entries.merge(FEED, parsed(entry("1")))
    both = machine.seen.signatures()[FEED]
    machine.entries.merge(FEED, parsed(entry("2")))
    more = machine.seen.signatures()[FEED]
    machine.seen.merge(FEED, parsed(entry("3")))
    assert len({own, both, more, machine.seen.signatures()[FEED]}) == 4


def test_what_left_there_is_kept_here_and_the_later_version_is_shown(machine: Machine) -> None:
    machine.seen.merge(
        FEED, parsed(entry("1", title="Old"), entry("0"), entry("2", updated="2026-02", title="New"))
    )
    machine.entries.merge(
        FEED, parsed(entry("1", title="Mended"), entry("2", updated="2026-01", title="Stale"))
    )
    assert sorted(machine.ids()) == ["0", "1", "2"]
    titles = {found.id: found.title for found in machine.seen.load(FEED)}
    assert titles == {"0": "Title 0", "1": "Mended", "2": "New"}


def test_an_entry_that_has_another_id_there_is_not_shown_twice(machine: Machine) -> None:
    machine.seen.merge(FEED, parsed(entry("a", "https://example.org/x")))
    machine.entries.merge(FEED, parsed(entry("b", "https://example.org/x"), entry("c")))
    assert machine.ids() == ["a", "c"]


def test_where_all_link_to_one_page_links_tell_nothing(machine: Machine) -> None:
    page = "https://example.org/changes"
    machine.seen.merge(FEED, parsed(entry("1", page), entry("2", page)))
    machine.entries.merge(FEED, parsed(entry("3", page)))
    assert sorted(machine.ids()) == ["1", "2", "3"]


@settings(max_examples=30)
@given(st.lists(st.integers(0, 9), unique=True), st.lists(st.integers(0, 9), unique=True))
def test_each_that_either_has_is_there_once(
    tmp_path_factory: pytest.TempPathFactory, own: list[int], theirs: list[int]
) -> None:
    machine = Machine(tmp_path_factory.mktemp("machine"))
    machine.seen.merge(FEED, parsed(*(entry(str(n)) for n in own)))
    machine.entries.merge(FEED, parsed(*(entry(str(n)) for n in theirs)))
    assert sorted(machine.ids()) == sorted(map(str, {*own, *theirs}))


def test_the_later_of_two_fetches_is_known_and_the_learners_own_is_what_it_asks_with(
    machine: Machine,
) -> None:
    machine.fetches.put({FEED: Fetched(title="All", checked="2026-11-22T10:00:00Z", etag='"all"')})
    assert (machine.known.get(FEED).title, machine.known.mine(FEED)) == ("All", Fetched())
    assert machine.known.titles() == {FEED: "All"}
    machine.known.put({FEED: Fetched(title="Own", checked="2026-11-22T11:00:00Z")})
    assert machine.known.get(FEED).title == "Own"
    assert machine.known.titles() == {FEED: "Own"}
    assert Fetches(machine.directory, lambda: NOW).get(FEED).title == "All"


@pytest.mark.parametrize(
    ("known", "fresh"),
    [
        (Fetched(), False),
        (Fetched(checked="2026-11-22T17:30:00Z", next="2026-11-22T18:30:00Z"), True),
        (Fetched(checked="2026-11-22T16:30:00Z", next="2026-11-22T17:30:00Z"), True),
        (Fetched(checked="2026-11-22T15:30:00Z", next="2026-11-22T16:30:00Z"), False),
        (Fetched(checked="2026-11-22T17:30:00Z", next="2026-11-24T00:00:00Z", error="down"), True),
        (Fetched(checked="2020-11-22T17:30:00Z", gone=True), True),
    ],
)
def test_what_is_kept_up_to_date_need_not_be_asked_for(
    machine: Machine, known: Fetched, *, fresh: bool
) -> None:
    from datetime import UTC, datetime

    now = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
    machine.fetches.put({FEED: known})
    assert machine.shared.fresh(FEED, now, HOUR) == (known if fresh else None)


# What is not believed.


def spoil_world_writable_file(machine: Machine) -> None:
    next((machine.directory / "entries").glob("*.json")).chmod(0o646)


def spoil_group_writable_directory(machine: Machine) -> None:
    (machine.directory / "entries").chmod(0o775)


def spoil_world_writable_top(machine: Machine) -> None:
    machine.directory.chmod(0o1777)


def spoil_link(machine: Machine) -> None:
    (machine.directory / "entries" / "other-0000.json").symlink_to("/etc/passwd")


def spoil_directory_link(machine: Machine) -> None:
    (machine.directory / "entries").rename(machine.directory.parent / "elsewhere")
    (machine.directory / "entries").symlink_to(machine.directory.parent / "elsewhere")


def spoil_pipe(machine: Machine) -> None:
    os.mkfifo(machine.directory / "entries" / "other-0000.json")


def spoil_file_that_is_a_pipe(machine: Machine) -> None:
    (machine.directory / "fetches.json").unlink()
    os.mkfifo(machine.directory / "fetches.json")


def spoil_directory_above(machine: Machine) -> None:
    machine.directory.parent.chmod(0o777)


def spoil_directory_above_of_another(machine: Machine) -> None:
    if os.geteuid():
        pytest.skip("only root can give files away")
    os.chown(machine.directory.parent, 12345, -1)


def spoil_made_by_whoever_came_first(machine: Machine) -> None:
    if os.geteuid():
        pytest.skip("only root can give files away")
    machine.directory.parent.chmod(0o1777)
    for path in (machine.directory, *machine.directory.rglob("*")):
        os.chown(path, 12345, -1)


def spoil_missing(machine: Machine) -> None:
    machine.directory.rename(machine.directory.parent / "gone")


def spoil_owner(machine: Machine) -> None:
    if os.geteuid():
        pytest.skip("only root can give files away")
    os.chown(next((machine.directory / "entries").glob("*.json")), 12345, -1)
    os.chown(machine.directory, 54321, -1)


@pytest.mark.parametrize(
    "spoil",
    [
        spoil_world_writable_file,
        spoil_group_writable_directory,
        spoil_world_writable_top,
        spoil_link,
        spoil_directory_link,
        spoil_pipe,
        spoil_file_that_is_a_pipe,
        spoil_directory_above,
        spoil_directory_above_of_another,
        spoil_made_by_whoever_came_first,
        spoil_missing,
        spoil_owner,
    ],
)
def test_where_others_could_have_written_nothing_is_believed(machine: Machine, spoil: object) -> None:
    machine.entries.merge(FEED, parsed(entry("1", body="b")))
    machine.fetches.put({FEED: Fetched(title="T", checked="2026", next="2099")})
    machine.seen.merge(FEED, parsed(entry("2")))
    assert callable(spoil)
    spoil(machine)
    fresh = Shared(machine.directory, lambda: NOW)
    seen = SharedEntries(machine.own.directory, lambda: NOW, fresh)
    assert [found.id for found in seen.load(FEED)] == ["2"]
    assert seen.body(FEED, item_id(FEED, "1")) == ""
    assert fresh.get(FEED) == Fetched()
    assert fresh.fresh(FEED, NOW, HOUR) is None
    assert fresh.titles() == {}
    assert fresh.trouble


def test_a_file_of_another_owner_that_is_put_there_later_is_seen(machine: Machine) -> None:
    machine.entries.merge(FEED, parsed(entry("1")))
    assert machine.ids() == ["1"]
    spoil_link(machine)
    assert machine.ids() == []
    (machine.directory / "entries" / "other-0000.json").unlink()
    assert machine.ids() == ["1"]


def test_files_of_root_are_believed_and_of_the_directorys_owner(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.geteuid():
        pytest.skip("only root can give files away")
    machine.entries.merge(FEED, parsed(entry("1")))
    for path in (machine.directory, machine.directory / "entries"):
        os.chown(path, 12345, -1)
    assert Shared(machine.directory, lambda: NOW).usable()


def test_a_pipe_keeps_nobody_waiting(machine: Machine) -> None:
    # What is looked at once more only after it changed may be a pipe by the time it is opened.
    machine.entries.merge(FEED, parsed(entry("1", body="b")))
    for path in (machine.directory / "entries").iterdir():
        path.unlink()
        os.mkfifo(path)
    assert Entries(machine.directory / "entries", lambda: NOW).load(FEED) == []
    machine.own.merge(FEED, parsed(entry("1", body="b")))
    bodies = next(machine.own.directory.glob("*.bodies"))
    bodies.unlink()
    os.mkfifo(bodies)
    assert machine.own.body(FEED, item_id(FEED, "1")) == ""


def test_what_is_there_in_a_directory_as_tmp_is_cannot_be_replaced(machine: Machine) -> None:
    machine.directory.parent.chmod(0o1777)
    assert machine.shared.usable()


def test_a_broken_file_there_leaves_the_learners_own(machine: Machine) -> None:
    machine.entries.merge(FEED, parsed(entry("1")))
    machine.seen.merge(FEED, parsed(entry("2")))
    for path in (machine.directory / "entries").glob("*.json"):
        path.write_bytes(b"{")
    assert machine.ids() == ["2"]
    assert machine.seen.notices


def test_a_directory_that_is_not_for_its_user_alone_is_not_written(tmp_path: Path) -> None:
    make_public(tmp_path / "new" / "below")
    assert stat.S_IMODE((tmp_path / "new" / "below" / "entries").stat().st_mode) == 0o755
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o777)
    with pytest.raises(StoreError, match="does not belong to you alone") as raised:
        make_public(tmp_path / "open")
    assert "chmod" in raised.value.hint
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot make"):
        make_public(tmp_path / "file")


def test_entries_of_ours_carry_what_they_carry_there(machine: Machine) -> None:
    whole = Entry("1", "T", "https://example.org/1", "A", "2026-01-01T00:00:00Z", summary="s", words=3)
    machine.entries.merge(FEED, parsed(whole))
    assert machine.seen.load(FEED) == [whole]
