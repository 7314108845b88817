from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.cli.conftest import Run


@pytest.fixture
def full(ok: Run, places: Mapping[str, Path], items: list[str]) -> dict[str, bytes]:
    """A home with something of everything; returns what must survive a move."""
    own = places["data"] / "curricula"
    own.mkdir(parents=True)
    (own / "mine.yaml").write_text("format: 1\n", "utf-8")
    places["config"].mkdir(parents=True)
    (places["config"] / "config.toml").write_text("[learn]\nhours_a_week = 3\n", "utf-8")
    ok("step", "done", "tiny/try")
    ok("step", "note", "tiny/try", "a note")
    ok("queue", "star", items[0])
    return everything(places)


def everything(places: Mapping[str, Path]) -> dict[str, bytes]:
    kept = [*places["data"].rglob("*.jsonl"), *(places["data"] / "curricula").rglob("*")]
    kept += (places["data"] / "entries").rglob("*.json")
    return {path.name: path.read_bytes() for path in kept}


def test_what_is_exported_is_imported_elsewhere_to_the_byte(
    ok: Run,
    full: dict[str, bytes],
    places: Mapping[str, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    archive = tmp_path / "all.zip"
    assert ok("export", str(archive)).out == f"exported: {archive}\n"
    assert archive.stat().st_mode & 0o777 == 0o600
    before = ok("history", "--json").json, ok("queue", "list", "--json").json
    monkeypatch.setenv("PMLEARN_HOME", str(tmp_path / "new"))
    assert "imported: 4 actions" in ok("import", str(archive)).out
    new = {name: tmp_path / "new" / name for name in places}
    assert everything(new) == full
    assert (ok("history", "--json").json, ok("queue", "list", "--json").json) == before
    assert "imported: 0 actions" in ok("import", str(archive)).out
    assert everything(new) == full


def test_importing_lays_what_differs_beside_what_is_there(
    ok: Run, full: dict[str, bytes], places: Mapping[str, Path], tmp_path: Path
) -> None:
    ok("export", str(tmp_path / "all.zip"))
    own = places["data"] / "curricula" / "mine.yaml"
    own.write_text("format: 1\nid: mine\n", "utf-8")
    ended = ok("import", str(tmp_path / "all.zip"))
    assert own.read_text("utf-8") == "format: 1\nid: mine\n"
    beside = [path for path in own.parent.iterdir() if path != own]
    assert [path.read_bytes() for path in beside] == [full["mine.yaml"]]
    assert "laid beside yours, for you to look at: curricula/mine.yaml" in ended.out


def test_a_backup_can_be_imported_and_few_are_kept(
    ok: Run, full: dict[str, bytes], places: Mapping[str, Path]
) -> None:
    (places["config"] / "config.toml").write_text("[backup]\nkeep = 2\n", "utf-8")
    names = [ok("backup").out.removeprefix("backed up: ").strip() for _ in range(3)]
    held = sorted(str(path) for path in (places["data"] / "backups").iterdir())
    assert held == sorted(names[1:])
    journal = next(places["data"].rglob("*.jsonl"))
    journal.unlink()
    ok("import", names[-1])
    assert journal.read_bytes() == full[journal.name]


def test_exporting_never_overwrites(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    path.write_text("mine", "utf-8")
    ended = run("export", str(path))
    assert (ended.status, path.read_text("utf-8")) == (1, "mine")
    assert "is there already" in ended.err


def test_exporting_where_there_is_no_directory_fails_in_words(run: Run, tmp_path: Path) -> None:
    ended = run("export", str(tmp_path / "nowhere" / "all.zip"))
    assert ended.status == 1
    assert "No such file or directory" in ended.err


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 torn", b"no archive"])
def test_what_is_no_archive_is_refused(run: Run, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "all.zip"
    path.write_bytes(content)
    ended = run("import", str(path))
    assert ended.status == 1
    assert "is no archive of pmlearn" in ended.err


def test_an_archive_that_is_not_there_is_refused(run: Run, tmp_path: Path) -> None:
    assert run("import", str(tmp_path / "gone.zip")).status == 1
