"""The store: whatever happens around it, the tables are the pure fold of the journals."""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from pmlearn.errors import StoreError, StoreNewerError
from pmlearn.model import fold
from pmlearn.model.action import Action, Change
from pmlearn.storage.journal import Journals
from pmlearn.storage.lines import encode
from pmlearn.storage.state import TABLES, table_of
from tests.storage.making import NOW, action, failing, refuse_at, set_status, store

if TYPE_CHECKING:
    from pmlearn.storage.store import Store


def folded(home: Path) -> dict[str, dict[str, Any]]:
    """What the journals add up to, read line by line with nothing of ours but the pure fold."""
    found: list[Action] = []
    for path in (home / "journal").glob("*.jsonl"):
        found += [Action.from_json(json.loads(line)) for line in path.read_bytes().split(b"\n")[:-1]]
    docs = json.loads(json.dumps(fold.fold(found)))
    return {name: {ref: doc for ref, doc in docs.items() if table_of(ref) == name} for name in TABLES}


def held(kept: Store) -> dict[str, dict[str, Any]]:
    return {name: {doc["ref"]: doc for doc in kept.table(name).docs()} for name in TABLES}


def status(kept: Store, ref: str = "a/b") -> Any:
    return fold.value(kept.table("steps").doc(ref), "status")


REFS = st.sampled_from(["a/b", "a/c/d", "curriculum:a", "item:x", "item:y", "feed:z"])
VALUES = st.sampled_from(["todo", "doing", "done", None])
SESSIONS = st.integers(0, 2)


class Interleaved(RuleBasedStateMachine):
    """Two windows of one device and one of another, at work on one home in any order."""

    @initialize()
    def begin(self) -> None:
        self.home = Path(tempfile.mkdtemp())
        self.clock = NOW
        self.stores = [self.opened(number) for number in range(3)]
        self.acknowledged: set[str] = set()

    def opened(self, number: int) -> Store:
        return store(self.home, "there-00000000" if number == 2 else "here-00000000", lambda: self.clock)

    def teardown(self) -> None:
        shutil.rmtree(self.home, ignore_errors=True)

    @rule(session=SESSIONS, ref=REFS, value=VALUES)
    def write(self, session: int, ref: str, value: str | None) -> None:
        kept = self.stores[session]

        def decide() -> list[Change]:
            return [Change(ref, "status", value, fold.value(kept.table(table_of(ref)).doc(ref), "status"))]

        done = kept.record("set", decide)
        assert done is not None
        self.acknowledged.add(done.id)
        doc = kept.table(table_of(ref)).doc(ref)
        assert fold.set_by(doc, "status") == done.id, "the later action wins"

    @rule(session=SESSIONS, ref=REFS, text=st.sampled_from(["", "x", "y"]))
    def note(self, session: int, ref: str, text: str) -> None:
        kept = self.stores[session]

        def decide() -> list[Change]:
            doc = kept.table(table_of(ref)).doc(ref)
            return [Change(ref, "note", text, "", fold.note_heads(doc))]

        done = kept.record("note", decide)
        assert done is not None
        self.acknowledged.add(done.id)

    @rule(session=SESSIONS)
    def look(self, session: int) -> None:
        self.stores[session].catch_up()

    @rule(session=SESSIONS)
    def save(self, session: int) -> None:
        self.stores[session].save()

    @rule(session=SESSIONS)
    def kill_and_start(self, session: int) -> None:
        self.stores[session] = self.opened(session)

    @rule(hours=st.integers(-50, 50))
    def set_the_clock(self, hours: int) -> None:
        self.clock = NOW + timedelta(hours=hours)

    @rule(session=SESSIONS, cut=st.integers(1, 100))
    def die_while_writing(self, session: int, cut: int) -> None:
        kept = self.stores[session]
        line = encode(action(0))
        if kept.journals.own.exists() and kept.journals.own.read_bytes().endswith(b"\n"):
            with kept.journals.own.open("ab") as file:
                file.write(line[: min(cut, len(line) - 2)])

    @rule(session=SESSIONS)
    def fail_to_write(self, session: int) -> None:
        with pytest.MonkeyPatch.context() as patch:
            refuse_at(patch, "fsync", 1, failing(errno.EIO))
            with pytest.raises(StoreError):
                set_status(self.stores[session], "a/b", "lost")

    @rule(name=st.sampled_from(TABLES))
    def throw_a_table_away(self, name: str) -> None:
        (self.home / "state" / f"{name}.json").unlink(missing_ok=True)

    @rule(name=st.sampled_from(TABLES), at=st.integers(0, 400))
    def damage_a_table(self, name: str, at: int) -> None:
        path = self.home / "state" / f"{name}.json"
        if path.exists():
            path.write_bytes(path.read_bytes()[:at])

    @rule(session=SESSIONS)
    def import_a_copy(self, session: int) -> None:
        copies = {path.name: path.read_bytes() for path in (self.home / "journal").glob("*.jsonl")}
        for name, copy in copies.items():
            assert self.stores[session].journals.merge(name, copy) == 0

    @invariant()
    def tables_are_the_fold(self) -> None:
        expected = folded(self.home)
        for kept in self.stores:
            kept.catch_up()
            assert held(kept) == expected

    @invariant()
    def every_acknowledged_action_is_there(self) -> None:
        there = {found.id for found in self.stores[0].journals.tail({}).actions}
        assert self.acknowledged <= there


def test_whatever_sessions_do_in_any_order_the_tables_are_the_fold() -> None:
    few = settings(max_examples=25, stateful_step_count=25, deadline=None)
    run_state_machine_as_test(Interleaved, settings=few)


@pytest.mark.soak
def test_whatever_sessions_do_for_long_the_tables_are_the_fold() -> None:
    many = settings(max_examples=2_000, stateful_step_count=60, deadline=None)
    run_state_machine_as_test(Interleaved, settings=many)


# Which action is the later.


def test_a_clock_set_back_a_day_loses_nothing(tmp_path: Path) -> None:
    clock = [NOW]
    kept = store(tmp_path, now=lambda: clock[0])
    set_status(kept, "a/b", "done")
    clock[0] -= timedelta(days=1)
    set_status(kept, "a/b", "todo")
    assert status(kept) == "todo"
    assert status(store(tmp_path)) == "todo"


def test_a_device_in_2038_does_not_outlive_its_turn(tmp_path: Path) -> None:
    ahead = store(tmp_path, "ahead-00000000", lambda: datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC))
    set_status(ahead, "a/b", "done")
    set_status(ahead, "a/c", "done")
    here = store(tmp_path)
    set_status(here, "a/b", "todo")
    assert status(here) == "todo"
    ahead.catch_up()
    assert status(ahead) == "todo"
    set_status(ahead, "a/b", "skipped")
    here.catch_up()
    assert (status(here), status(here, "a/c")) == ("skipped", "done")
    assert json.loads(here.journals.own.read_text())["at"].startswith("2026-11-22T09:30:00.123Z"[:10])


def test_times_are_shown_in_utc_whatever_zone_the_clock_has(tmp_path: Path) -> None:
    from datetime import timezone

    kept = store(tmp_path, now=lambda: NOW.astimezone(timezone(timedelta(hours=9))))
    done = kept.record("tick", lambda: [Change("a/b", "status", "done")])
    assert done is not None
    assert done.at == "2026-11-22T09:30:00.123Z"


def test_two_devices_that_never_met_merge_into_one_state(tmp_path: Path) -> None:
    for name in ("one", "two"):
        kept = store(tmp_path / name, f"{name}-00000000")
        set_status(kept, f"a/{name}", "done")
        set_status(kept, "a/both", name)
    shutil.copy(tmp_path / "one/journal/one-00000000.jsonl", tmp_path / "two/journal")
    both = store(tmp_path / "two", "two-00000000")
    assert held(both) == folded(tmp_path / "two")
    assert both.table("steps").doc("a/one")
    assert both.table("steps").doc("a/two")


# Sessions that see each other.


def test_what_others_changed_is_told_once_even_where_it_was_met_while_writing(tmp_path: Path) -> None:
    here, window = store(tmp_path), store(tmp_path)
    here.table("steps")
    set_status(window, "a/b", "done")
    set_status(here, "a/c", "done")
    assert here.catch_up() == {"steps": {"a/b"}}
    assert here.catch_up() == {}


def test_nothing_is_decided_on_what_is_out_of_date(tmp_path: Path) -> None:
    here, window = store(tmp_path), store(tmp_path)
    here.table("steps")
    set_status(window, "a/b", "done")
    seen: list[Any] = []

    def decide() -> list[Change]:
        seen.append(status(here))
        return []

    assert here.record("tick", decide) is None
    assert seen == ["done"]


def test_nothing_to_do_writes_nothing(tmp_path: Path) -> None:
    kept = store(tmp_path)
    assert kept.record("tick", list) is None
    assert not list(kept.journals.backwards())


def test_a_decision_that_raises_writes_nothing_and_lets_go_of_the_lock(tmp_path: Path) -> None:
    kept = store(tmp_path)

    def decide() -> list[Change]:
        raise LookupError

    with pytest.raises(LookupError):
        kept.record("tick", decide)
    set_status(store(tmp_path), "a/b", "done")


# Disks that refuse.


def test_what_was_acknowledged_is_no_error_when_reading_it_back_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = store(tmp_path)
    set_status(kept, "a/b", "done")
    real = Journals.tail
    calls = []

    def tail(self: Journals, cursors: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise StoreError("cannot read the directory")
        return real(self, cursors)

    monkeypatch.setattr(Journals, "tail", tail)
    set_status(kept, "a/b", "todo")
    assert kept.notices == ["cannot read the directory"]
    kept.catch_up()
    assert status(kept) == "todo"


def test_a_state_that_cannot_be_saved_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = store(tmp_path)
    set_status(kept, "a/b", "done")
    monkeypatch.setattr(os, "replace", failing(errno.ENOSPC))
    kept.save()
    assert not (tmp_path / "state" / "steps.json").exists()
    assert status(store(tmp_path)) == "done"


def test_a_read_only_home_is_read_on_and_says_so_when_something_is_to_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_status(store(tmp_path), "a/b", "done")
    real = os.open

    def read_only(path: Any, flags: int, *args: Any, **given: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return real(path, flags, *args, **given)

    monkeypatch.setattr(os, "open", read_only)
    kept = store(tmp_path)
    assert status(kept) == "done"
    kept.save()
    with pytest.raises(StoreError, match="Read-only") as caught:
        set_status(kept, "a/b", "todo")
    assert "PMLEARN_HOME" in caught.value.hint
    assert status(kept) == "done"


def test_a_journal_of_a_newer_format_is_open_for_reading_only(tmp_path: Path) -> None:
    kept = store(tmp_path)
    set_status(kept, "a/b", "done")
    with kept.journals.own.open("ab") as file:
        file.write(b'{"v":2}\n' + encode(action(2, value="todo")))
    before = kept.journals.own.read_bytes()
    for again in (kept, store(tmp_path)):
        with pytest.raises(StoreNewerError, match="newer pmlearn") as caught:
            set_status(again, "a/b", "skipped")
        assert caught.value.hint
        assert status(again) == "done"
        again.save()
    assert kept.journals.own.read_bytes() == before


def test_a_newer_journal_of_another_device_stops_writing_too(tmp_path: Path) -> None:
    kept = store(tmp_path)
    set_status(kept, "a/b", "done")
    (tmp_path / "journal" / "there-00000000.jsonl").write_bytes(b'{"v":2}\n')
    with pytest.raises(StoreNewerError):
        set_status(kept, "a/b", "todo")


def test_a_journal_of_another_device_that_cannot_be_read_stops_nothing(tmp_path: Path) -> None:
    kept = store(tmp_path)
    set_status(kept, "a/b", "done")
    (tmp_path / "elsewhere").write_bytes(b"")
    (tmp_path / "journal" / "there-00000000.jsonl").symlink_to(tmp_path / "elsewhere")
    set_status(kept, "a/b", "todo")
    assert status(kept) == "todo"
    assert "there-00000000.jsonl" in kept.notices[0]


def test_our_own_journal_that_cannot_be_read_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = store(tmp_path)
    set_status(kept, "a/b", "done")
    before = kept.journals.own.read_bytes()
    real = os.open

    def unreadable(path: Any, flags: int, *args: Any, **given: Any) -> int:
        if str(path).endswith(".jsonl") and not flags & os.O_RDWR:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(path, flags, *args, **given)

    monkeypatch.setattr(os, "open", unreadable)
    with pytest.raises(StoreError, match="nothing was kept"):
        set_status(kept, "a/b", "todo")
    assert kept.journals.own.read_bytes() == before
    assert status(kept) == "done"


def test_what_was_folded_from_a_journal_that_is_gone_is_kept_aside(tmp_path: Path) -> None:
    kept = store(tmp_path)
    set_status(kept, "a/b", "done")
    set_status(kept, "a/c", "done")
    kept.save()
    before = (tmp_path / "state" / "steps.json").read_bytes()
    kept.journals.own.unlink()
    again = store(tmp_path)
    assert status(again) is None
    again.save()
    [aside] = (tmp_path / "state").glob("steps.json.before-*")
    assert aside.read_bytes() == before
    assert aside.name in again.notices[0]
    assert kept.journals.own.name in again.notices[0]


def test_a_line_read_while_its_writer_was_failing_leaves_no_trace(tmp_path: Path) -> None:
    kept, window = store(tmp_path), store(tmp_path)
    set_status(kept, "a/b", "done")
    before = kept.journals.own.read_bytes()
    set_status(kept, "a/b", "todo")
    window.table("steps")
    window.save()
    kept.journals.own.write_bytes(before)
    window.catch_up()
    assert status(window) == "done"
    assert not list((tmp_path / "state").glob("*.before-*"))


def test_broken_lines_are_told_and_the_rest_is_read(tmp_path: Path) -> None:
    kept = store(tmp_path)
    set_status(kept, "a/b", "done")
    with kept.journals.own.open("ab") as file:
        file.write(b"oops\n")
    again = store(tmp_path)
    assert status(again) == "done"
    assert "doctor" in again.notices[0]
    set_status(again, "a/b", "todo")
    assert b"oops\n" in kept.journals.own.read_bytes()


def test_rebuilding_gives_what_folding_from_nothing_gives(tmp_path: Path) -> None:
    kept = store(tmp_path)
    for number in range(5):
        set_status(kept, f"a/{number}", "done")
    kept.save()
    path = tmp_path / "state" / "steps.json"
    wrong = path.read_text().replace('"done"', '"todo"')
    path.write_text(wrong)
    again = store(tmp_path)
    assert status(again, "a/1") == "todo"
    assert again.rebuild() == {"steps": 5, "queue": 0, "feeds": 0}
    assert held(again) == folded(tmp_path)
    assert held(store(tmp_path)) == folded(tmp_path)


def test_a_table_that_must_not_be_written_is_not_said_to_be_rebuilt(tmp_path: Path) -> None:
    set_status(store(tmp_path), "a/b", "done")
    (tmp_path / "state").mkdir(exist_ok=True)
    (tmp_path / "state" / "steps.json").write_text('{"meta": {"1": {"format": 9}}}')
    with pytest.raises(StoreError, match="newer pmlearn"):
        store(tmp_path).rebuild()


def test_what_writers_left_half_written_is_gone_after_the_next_start(tmp_path: Path) -> None:
    for directory in ("state", "journal"):
        (tmp_path / directory).mkdir()
        (tmp_path / directory / ".x.json.12345678.tmp").write_bytes(b"half")
    store(tmp_path)
    assert not list(tmp_path.rglob("*.tmp"))
