from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pmlearn.catalog import cache as cache_module
from pmlearn.catalog import indexing
from pmlearn.catalog.finder import Catalog
from pmlearn.errors import StoreError
from tests.catalog.writing import LONG_AGO, put, write, yaml_of

if TYPE_CHECKING:
    from pathlib import Path

    from pmlearn.catalog.codec import Read


def catalog(root: Path) -> Catalog:
    return Catalog(root / "shipped", [], root / "user", root / "cache", write)


def kept(root: Path) -> list[Path]:
    return sorted((root / "cache" / "catalog").glob("*.json"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    put(tmp_path / "shipped", "a.yaml", yaml_of("a"))
    put(tmp_path / "user", "b.yaml", yaml_of("b"))
    put(tmp_path / "user", "broken.yaml", "format: 1\nid: broken\n")
    return tmp_path


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files whose YAML is read."""
    names: list[str] = []
    real = indexing._read_yaml

    def read(files: list[indexing._File]) -> list[Read]:
        names.extend(found.name for found, _, _ in files)
        return real(files)

    monkeypatch.setattr(indexing, "_read_yaml", read)
    return names


def look(root: Path) -> tuple[list[str], list[str]]:
    one = catalog(root)
    ids = [summary.id for summary in one.summaries()]
    assert all(one.get(id_) for id_ in ids)
    return ids, [problem.code for problem in one.problems()]


EXPECTED = (["a", "b"], ["missing-key", "missing-key"])


def test_a_file_is_read_once(root: Path, reads: list[str]) -> None:
    assert look(root) == EXPECTED
    assert sorted(reads) == ["a.yaml", "b.yaml", "broken.yaml"]
    assert len(kept(root)) == 3
    assert look(root) == look(root) == EXPECTED
    assert len(reads) == 3


def test_a_file_that_changed_is_read_again_and_the_rest_are_not(root: Path, reads: list[str]) -> None:
    look(root)
    reads.clear()
    put(root / "user", "b.yaml", yaml_of("b", "changed"), LONG_AGO + 1)
    assert look(root) == EXPECTED
    assert reads == ["b.yaml"]
    assert catalog(root).step("b/changed")
    assert len(kept(root)) == 3


def test_a_file_that_was_only_touched_is_not_read_again(root: Path, reads: list[str]) -> None:
    look(root)
    reads.clear()
    put(root / "user", "b.yaml", yaml_of("b"), LONG_AGO + 9)
    assert look(root) == EXPECTED
    assert reads == []


def test_a_file_that_gets_another_name_is_another(root: Path) -> None:
    look(root)
    (root / "user" / "b.yaml").rename(root / "user" / "c.yaml")
    assert look(root) == (["a", "b"], ["missing-key", "missing-key", "id-not-file-name"])


def test_a_file_that_went_is_dropped(root: Path) -> None:
    look(root)
    (root / "user" / "broken.yaml").unlink()
    assert look(root) == (["a", "b"], [])
    assert len(kept(root)) == 2


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data[:-1],
        lambda data: data.replace(b"title", b"titel").replace(b"A title", b"A tltie"),
        lambda data: b"\xff" * 50,
        lambda data: data.replace(b"catalog 1", b"catalog 0", 1),
    ],
    ids=["empty", "half", "short", "flipped", "noise", "version"],
)
def test_damage_is_mended_silently(root: Path, damage: object) -> None:
    assert callable(damage)
    look(root)
    whole = {path: path.read_bytes() for path in (root / "cache" / "catalog").iterdir()}
    assert len(whole) == 4
    for path in whole:
        path.write_bytes(damage(path.read_bytes()))
    assert look(root) == EXPECTED
    after = {path: path.read_bytes() for path in (root / "cache" / "catalog").iterdir()}
    assert after == whole


def test_contents_that_went_come_back(root: Path, reads: list[str]) -> None:
    look(root)
    reads.clear()
    for path in kept(root):
        path.unlink()
    assert look(root) == EXPECTED
    assert sorted(reads) == ["a.yaml", "b.yaml", "broken.yaml"]
    assert len(kept(root)) == 3


def test_another_version_reads_anew(root: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    look(root)
    reads.clear()
    monkeypatch.setattr(cache_module, "__version__", "999")
    assert look(root) == EXPECTED
    assert len(reads) == 3


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), StoreError("the disk is full")])
def test_a_cache_that_cannot_be_written_only_costs_time(root: Path, error: Exception) -> None:
    def refuse(path: Path, data: bytes) -> None:
        raise error

    one = Catalog(root / "shipped", [], root / "user", root / "cache", refuse)
    assert [summary.id for summary in one.summaries()] == ["a", "b"]
    assert one.get("b") is not None
    assert one.resolve("b/fir") == "b/first"
    assert len(one.problems()) == 2
    assert not (root / "cache").exists()


def test_what_says_nothing_of_a_file_is_not_kept(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pmlearn.catalog.sandbox.read_files.__defaults__", (("/nonexistent",), 1.0))
    written: list[str] = []

    def note(path: Path, data: bytes) -> None:
        written.append(path.name)
        write(path, data)

    one = Catalog(root / "shipped", [], root / "user", root / "cache", note)
    assert [summary.id for summary in one.summaries()] == ["a"]
    assert [problem.code for problem in one.problems()] == ["no-answer", "no-answer"]
    assert len(written) == 2
    monkeypatch.undo()
    assert look(root) == EXPECTED


def test_an_index_that_was_written_long_after_the_files_is_not_written_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(root)
    written: list[str] = []
    one = Catalog(
        root / "shipped", [], root / "user", root / "cache", lambda path, data: written.append(path.name)
    )
    one.summaries()
    assert written == []
