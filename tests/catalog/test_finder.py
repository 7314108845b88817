from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pmlearn.catalog.finder import Catalog, shipped_dir
from pmlearn.errors import UnknownError
from pmlearn.model.curriculum import Source
from tests.catalog.writing import LONG_AGO, put, write, yaml_of


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Directories for every source, each with a curriculum of its own and one called `same`."""
    for name in ("shipped", "weak", "strong", "user"):
        put(tmp_path / name, f"{name}.yaml", yaml_of(name, "one", "two"))
        put(tmp_path / name, "same.yaml", yaml_of("same", title=name))
    return tmp_path


def catalog(root: Path) -> Catalog:
    return Catalog(root / "shipped", [root / "strong", root / "weak"], root / "user", root / "cache", write)


def test_every_source_is_looked_at(root: Path) -> None:
    found = {summary.id: summary.source for summary in catalog(root).summaries()}
    assert list(found) == ["same", "shipped", "strong", "user", "weak"]
    assert found["shipped"] is Source.SHIPPED
    assert found["strong"] is found["weak"] is Source.SYSTEM
    assert found["user"] is Source.USER


@pytest.mark.parametrize("expected", ["user", "strong", "weak", "shipped"])
def test_the_users_own_comes_before_the_administrators_before_the_shipped(root: Path, expected: str) -> None:
    for stronger in ["user", "strong", "weak", "shipped"]:
        if stronger == expected:
            break
        (root / stronger / "same.yaml").unlink()
    one = catalog(root)
    (summary,) = [summary for summary in one.summaries() if summary.id == "same"]
    assert (summary.title, summary.path) == (expected, f"{root}/{expected}/same.yaml")
    found = one.get("same")
    assert found is not None
    assert (found.title, found.source) == (expected, summary.source)


def test_a_summary_counts(root: Path) -> None:
    text = yaml_of("counted", "a", "b").replace("minutes: 5}", "minutes: 5, optional: true}", 1)
    text += (
        "      - {id: c, title: T, kind: book, why: w, done_when: d,"
        " parts: [{id: p, title: P, minutes: 3}, {id: q, title: Q, minutes: 4, optional: true}]}\n"
        "      - {id: d, title: T, kind: book, why: w, done_when: d, optional: true,"
        " parts: [{id: p, title: P, minutes: 3}]}\n"
    )
    put(root / "user", "counted.yaml", text)
    (summary,) = [summary for summary in catalog(root).summaries() if summary.id == "counted"]
    assert (summary.modules, summary.steps, summary.units, summary.minutes) == (1, 4, 2, 8)


def test_a_broken_file_costs_that_file_alone(root: Path) -> None:
    put(root / "user", "same.yaml", "format: 1\nid: same\ntitel: Broken\n")
    one = catalog(root)
    found = one.get("same")
    assert found is not None
    assert found.title == "strong"
    assert one.get("user") is not None
    places = [(problem.file, problem.line, problem.code) for problem in one.problems()]
    assert places == [
        (f"{root}/user/same.yaml", 1, "missing-key"),
        (f"{root}/user/same.yaml", 3, "unknown-key"),
    ]


def test_advice_is_no_problem_of_the_learners(root: Path) -> None:
    put(root / "user", "user.yaml", yaml_of("user").replace("why: w, ", ""))
    one = catalog(root)
    assert one.get("user") is not None
    assert one.problems() == []


def test_an_id_that_is_not_the_files_name_is_told(root: Path) -> None:
    put(root / "user", "other.yml", yaml_of("mine"))
    one = catalog(root)
    assert one.get("mine") is not None
    assert [(problem.code, problem.file) for problem in one.problems()] == [
        ("id-not-file-name", f"{root}/user/other.yml")
    ]


def test_of_two_files_with_one_id_the_first_by_name_is_shown(root: Path) -> None:
    put(root / "user", "user.yml", yaml_of("user", title="The second"))
    one = catalog(root)
    found = one.get("user")
    assert found is not None
    assert found.title == "A title"
    (problem,) = one.problems()
    assert problem.file == f"{root}/user/user.yml"
    assert problem.code == "same-id"
    assert "user.yaml" in problem.message


def test_a_directory_named_twice_counts_where_it_is_strongest(root: Path) -> None:
    user = root / "user"
    one = Catalog(root / "shipped", [user, user], user, root / "cache", write)
    assert {summary.source for summary in one.summaries() if summary.id == "user"} == {Source.USER}
    assert one.problems() == []


def test_only_regular_files_of_the_directory_are_read(root: Path) -> None:
    user = root / "user"
    put(root / "elsewhere", "outside.yaml", yaml_of("outside"))
    put(user, ".hidden.yaml", yaml_of("hidden"))
    put(user, "notes.txt", yaml_of("notes"))
    (user / "outside.yaml").symlink_to(root / "elsewhere" / "outside.yaml")
    (user / "inside.yaml").symlink_to("user.yaml")
    (user / "broken.yaml").symlink_to("nothing.yaml")
    (user / "directory.yaml").mkdir()
    os.mkfifo(user / "pipe.yaml")
    one = catalog(root)
    assert [summary.id for summary in one.summaries() if summary.source is Source.USER] == ["same", "user"]
    codes = {Path(problem.file).name: problem.code for problem in one.problems() if problem.code != "same-id"}
    # The link inside comes first by name, so that the file that it leads to is the one that is not shown.
    assert codes == {
        "broken.yaml": "unreadable",
        "inside.yaml": "id-not-file-name",
        "outside.yaml": "link-outside",
    }


def test_what_may_not_be_read_is_a_problem(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Permissions taken away would not keep root, which builds run as, from reading."""
    real_open, real_scandir = os.open, os.scandir

    def open_(path: str, flags: int) -> int:
        if path.endswith("user.yaml"):
            raise PermissionError(13, "Permission denied")
        return real_open(path, flags)

    def scandir(path: Path) -> Any:
        if path.name == "weak":
            raise PermissionError(13, "Permission denied")
        return real_scandir(path)

    monkeypatch.setattr(os, "open", open_)
    monkeypatch.setattr(os, "scandir", scandir)
    one = catalog(root)
    assert [summary.id for summary in one.summaries()] == ["same", "shipped", "strong"]
    assert [(problem.code, problem.file) for problem in one.problems()] == [
        ("unreadable", f"{root}/user/user.yaml"),
        ("unreadable", f"{root}/weak"),
    ]


def test_nothing_there_is_nothing_found(tmp_path: Path) -> None:
    one = catalog(tmp_path)
    assert (one.summaries(), one.problems(), one.get("a"), one.refs()) == ([], [], None, {})
    assert not (tmp_path / "cache").exists()


def test_refresh_sees_what_changed(root: Path) -> None:
    one = catalog(root)
    assert one.get("new") is None
    before = one.get("user")
    assert not one.refresh()
    put(root / "user", "new.yaml", yaml_of("new"))
    put(root / "user", "user.yaml", yaml_of("user", "only"), LONG_AGO + 1)
    assert one.get("new") is None
    assert one.refresh()
    assert one.get("new") is not None
    after = one.get("user")
    assert after is not None
    assert after != before
    assert [step.ref for step in after.steps()] == ["user/only"]
    (root / "user" / "new.yaml").unlink()
    assert one.refresh()
    assert one.get("new") is None


def test_a_change_within_the_same_moment_is_seen(root: Path) -> None:
    """Two writes in one tick of the file system's clock, of one size: only the content tells."""
    path = put(root / "user", "user.yaml", yaml_of("user", "old"))
    assert catalog(root).step("user/old")
    index = root / "cache" / "catalog" / "index"
    held = path.stat()
    path.write_text(yaml_of("user", "new"))
    os.utime(path, ns=(held.st_mtime_ns, held.st_mtime_ns))
    os.utime(index, ns=(held.st_mtime_ns, held.st_mtime_ns + 1_000_000_000))
    assert catalog(root).step("user/new")


def test_steps_and_refs(root: Path) -> None:
    one = catalog(root)
    step = one.step("user/two")
    assert step is not None
    assert step.title == "two title"
    assert one.step("user/two/any-part") is step
    assert one.step("user/three") is None
    assert one.step("nobody/two") is None
    assert one.refs()["user"] == {"one": [], "two": []}
    assert one.resolve("user/two") == "user/two"
    assert one.resolve("us/tw") == "user/two"
    with pytest.raises(UnknownError, match="may be any of 4 steps"):
        one.resolve("two")
    with pytest.raises(UnknownError) as raised:
        one.resolve("user/too")
    assert raised.value.hint == "did you mean user/two?"


def test_a_full_ref_loads_its_own_curriculum_alone(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalog(root).summaries()
    one = catalog(root)
    opened: list[str] = []
    real = os.open

    def opening(path: Any, *args: Any, **given: Any) -> int:
        opened.append(Path(path).name)
        return real(path, *args, **given)

    monkeypatch.setattr(os, "open", opening)
    monkeypatch.setattr(Catalog, "refs", None)
    assert one.resolve("strong/two") == "strong/two"
    assert len(opened) == 2
    assert opened[0] == "index"


def test_shipped_curricula_are_good() -> None:
    one = Catalog(shipped_dir(), [], Path("/nonexistent"), Path("/nonexistent"), refuse)
    assert one.problems() == []
    assert {"orientation", "inspired", "cspo", "jira-and-trello"} <= {
        summary.id for summary in one.summaries()
    }


def refuse(path: Path, data: bytes) -> None:
    raise PermissionError


LIGHT = """
import sys
from pathlib import Path
from typing import Any
from pmlearn.catalog.finder import Catalog
root = Path(sys.argv[1])
def write(path, data):
    raise AssertionError("a warm start writes nothing")
one = Catalog(root / "shipped", [root / "strong", root / "weak"], root / "user", root / "cache", write)
assert len(one.summaries()) == 5
assert one.get("same").title == "user"
assert one.resolve("strong/two") == one.resolve("stro/tw") == "strong/two"
assert one.problems() == []
heavy = {"yaml", "difflib", "subprocess", "multiprocessing", "asyncio", "hashlib", "threading", "tempfile",
         "pmlearn.catalog.loader", "pmlearn.catalog.indexing"}
print(*sorted(heavy & sys.modules.keys()))
"""


def test_a_warm_start_imports_nothing_heavy(root: Path) -> None:
    catalog(root).summaries()
    run = subprocess.run(
        [sys.executable, "-c", LIGHT, str(root)], capture_output=True, check=True, text=True, timeout=60
    )
    assert run.stdout.strip() == ""


def test_where_nothing_changed_nothing_is_made_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalog(root).summaries()
    one = catalog(root)
    one.summaries()
    held = one.get("user")
    monkeypatch.setattr(Catalog, "_look", lambda _: pytest.fail("it was looked at again"))
    assert not one.refresh()
    assert one.get("user") is held
    monkeypatch.undo()
    put(root / "user", "user.yaml", yaml_of("user", "one", "two", title="Another"), LONG_AGO + 1)
    assert one.refresh()
    found = one.get("user")
    assert found is not None
    assert found.title == "Another"
