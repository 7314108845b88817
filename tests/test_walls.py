"""The walls that contracts over imports cannot see; `[tool.importlinter]` in pyproject.toml has the rest."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from importlib.util import resolve_name
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import pmlearn
from pmlearn.cli.main import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(pmlearn.__file__).parent
LONGEST = 300
"""Lines of a file: what is longer is two files."""


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


SOURCES = {name_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}
TREES = {name: ast.parse(path.read_text("utf-8")) for name, path in SOURCES.items()}


def nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node that runs: all but what stands under `if TYPE_CHECKING`."""
    yield tree
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            for other in child.orelse:
                yield from nodes(other)
        else:
            yield from nodes(child)


def imports(name: str) -> set[str]:
    """What a module imports anywhere in it, inside functions too; of ours, the full names of modules."""
    found = set()
    package = name if SOURCES[name].name == "__init__.py" else name.rpartition(".")[0]
    for node in nodes(TREES[name]):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            origin = resolve_name("." * node.level + (node.module or ""), package)
            inner = {f"{origin}.{alias.name}" for alias in node.names}
            modules = inner & SOURCES.keys()
            found |= modules
            if modules != inner:
                found.add(origin)
    return found


IMPORTS = {name: imports(name) for name in SOURCES}


def importers(package: str) -> set[str]:
    return {name for name, found in IMPORTS.items() if any(f"{i}.".startswith(f"{package}.") for i in found)}


def floor(name: str) -> str:
    return ".".join(name.split(".")[:2])


# What may import what.


@pytest.mark.parametrize(
    ("package", "allowed"),
    [("feedparser", {"pmlearn.feeds.parse"}), ("httpx", {"pmlearn.feeds.fetch"})],
)
def test_what_is_imported_in_one_file_is_imported_there_and_nowhere_else(
    package: str, allowed: set[str]
) -> None:
    assert importers(package) == allowed


@pytest.mark.parametrize(
    ("package", "allowed"),
    [
        ("yaml", "pmlearn.catalog"),
        ("tinydb", "pmlearn.storage"),
        ("textual", "pmlearn.tui"),
        ("rich", "pmlearn.tui"),
        ("click", "pmlearn.cli"),
        ("sqlite3", "pmlearn.storage"),
    ],
)
def test_what_is_imported_on_one_floor_is_imported_there_and_nowhere_else(package: str, allowed: str) -> None:
    assert {floor(name) for name in importers(package)} == {allowed}


def test_what_is_pure_imports_the_standard_library_alone() -> None:
    floors = {f"pmlearn.{name}" for name in ("model", "config", "errors", "limits")}
    pure = [name for name in SOURCES if floor(name) in floors]
    found = {i.partition(".")[0] for name in pure for i in IMPORTS[name]}
    assert found <= sys.stdlib_module_names | {"pmlearn"}
    of_ours = {i for name in pure for i in IMPORTS[name] if i.startswith("pmlearn")}
    assert {floor(i) for i in of_ours} <= {"pmlearn.model", "pmlearn.errors", "pmlearn.config"}


def test_screens_do_not_import_screens() -> None:
    screens = "pmlearn.tui.screens."
    crossing = {(name, i) for name in SOURCES if name.startswith(screens) for i in IMPORTS[name]}
    assert not [(name, i) for name, i in crossing if i.startswith(screens)]


def test_there_are_no_cycles_not_even_inside_functions() -> None:
    graph = {name: found & SOURCES.keys() for name, found in IMPORTS.items()}
    # The one import that is made of a text.
    graph["pmlearn.cli.main"] = graph["pmlearn.cli.main"] | {f"pmlearn.cli.{m}" for m, _ in COMMANDS.values()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" <- ".join(error.args[1]))


def test_contracts_know_every_floor() -> None:
    assert {floor(name) for name in SOURCES} == {"pmlearn"} | {
        f"pmlearn.{name}"
        for name in (
            *("__main__", "cli", "tui", "wiring", "services"),
            *("catalog", "feeds", "storage", "config", "model", "errors", "limits"),
        )
    }


# What may be done where.


def calls(name: str) -> set[str]:
    """What a module calls, as it is written: `datetime.now`, `sys.stdout.write`."""
    return {ast.unparse(node.func) for node in nodes(TREES[name]) if isinstance(node, ast.Call)}


# time.monotonic() is no "now": nobody can set it, and nothing that it says is kept.
CLOCK = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns"}


def test_the_clock_is_read_in_wiring_alone() -> None:
    found = {name for name in SOURCES if any(call.endswith(tuple(CLOCK)) for call in calls(name))}
    assert found == {"pmlearn.wiring"}
    # `from time import time` would go by another name.
    assert not {name for name in SOURCES if {"time.time", "time.localtime"} & names_from(name)}


def names_from(name: str) -> set[str]:
    found = [node for node in nodes(TREES[name]) if isinstance(node, ast.ImportFrom)]
    return {f"{node.module}.{alias.name}" for node in found for alias in node.names}


def test_git_is_started_in_one_file() -> None:
    def names_git(name: str) -> bool:
        return any(isinstance(node, ast.Constant) and node.value == "git" for node in nodes(TREES[name]))

    assert {name for name in SOURCES if names_git(name)} == {"pmlearn.catalog.git"}


WORKERS = {"pmlearn.catalog.worker", "pmlearn.feeds.worker"}
"""Their standard output is a pipe to the process that started them."""


def test_stdout_is_written_in_one_file_of_the_command_line() -> None:
    def writes(name: str) -> bool:
        said = calls(name)
        return (
            "print" in said
            or any(call.startswith(("click.echo", "click.secho")) for call in said)
            or any(call.startswith("sys.stdout.") and "write" in call for call in said)
            or "sys.stdout.buffer" in ast.unparse(TREES[name])
        )

    found = {name for name in SOURCES if writes(name) and not name.startswith("pmlearn.tui.")}
    assert found - WORKERS <= {"pmlearn.cli.output"}


@pytest.mark.parametrize("name", SOURCES)
def test_a_file_that_needs_scrolling_is_two_files(name: str) -> None:
    lines = len(SOURCES[name].read_text("utf-8").splitlines())
    assert lines <= LONGEST


# What a process does.


def run(code: str, *args: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *args], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


RUN = """
import contextlib, io, json, sys
import pmlearn.__main__
from pmlearn.cli.main import main
with contextlib.redirect_stdout(io.StringIO()) as said:
    main()
assert said.getvalue() or sys.argv[1] == "--version", "the command said nothing"
print(json.dumps([said.getvalue(), sorted(sys.modules)]))
"""


def command(*args: str) -> tuple[str, set[str]]:
    """Run a command in a process of its own; returns what it said and the modules that it imported."""
    said, modules = json.loads(run(RUN, *args))
    return said, set(modules)


HEAVY = {"asyncio", "feedparser", "httpx", "importlib.metadata", "msgspec", "rich", "textual", "yaml"}


def test_light_commands_import_nothing_heavy() -> None:
    said, _ = command("next", "--json")  # the first run reads the curricula; those after it need not
    ref = json.loads(said)["next"][0]["ref"]
    for args in (["--version"], ["next"], ["prompt"], ["step", "done", ref], ["step", "todo", ref]):
        said, modules = command(*args)
        assert said
        assert "pmlearn.cli.main" in modules
        assert not HEAVY & modules, f"pmlearn {' '.join(args)}"
        # Who only asks what is next needs neither a database nor the name of this device.
        assert args[0] == "step" or not {"hashlib", "sqlite3"} & modules, f"pmlearn {' '.join(args)}"


def test_what_is_called_heavy_is_what_the_other_commands_import() -> None:
    """The names above are spelled right: the commands that need these packages do import them."""
    import feedparser  # noqa: F401
    import httpx  # noqa: F401
    import textual  # noqa: F401
    import yaml  # noqa: F401

    assert sys.modules.keys() >= HEAVY - {"msgspec", "importlib.metadata", "rich"}


IMPORT_ALL = """
import importlib, json, os, sys
opened, done = [], False
WATCHED = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "os.truncate", "os.utime",
           "os.listdir", "os.scandir", "sqlite3.connect", "socket.connect", "subprocess.Popen", "os.system"}
def hook(event, args):
    if event in WATCHED and not done:
        opened.append([event, str(args[0] if args else "")])
sys.addaudithook(hook)
for name in sys.argv[1:]:
    importlib.import_module(name)
done = True
print(json.dumps(opened))
"""


def test_importing_any_module_touches_no_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    touched = json.loads(run(IMPORT_ALL, *SOURCES))
    ours = tuple(
        os.path.realpath(path)
        for path in (*sys.path, sys.prefix, sys.base_prefix, str(PACKAGE.parent))
        if path
    )
    assert [path for _, path in touched if path.endswith((".py", ".pyc"))]
    foreign = [
        (event, path)
        for event, path in touched
        if event not in ("open", "os.listdir", "os.scandir") or not os.path.realpath(path).startswith(ours)
    ]
    assert not foreign
    # Of our own directory, code alone.
    data = [path for _, path in touched if path.startswith(str(PACKAGE)) and Path(path).is_file()]
    assert {Path(path).suffix for path in data} <= {".py", ".pyc"}
    assert not list(home.rglob("*"))


def test_no_handler_of_an_event_calls_that_of_its_base_class() -> None:
    # Textual calls those of every class by itself: what they do would be done twice.
    handlers = ("on_mount", "on_unmount", "on_resize", "on_focus", "on_blur", "on_screen_")
    twice = [
        f"{name}: {node.attr}"
        for name, tree in TREES.items()
        for node in nodes(tree)
        if isinstance(node, ast.Attribute) and node.attr.startswith(handlers)
        if isinstance(node.value, ast.Call) and ast.unparse(node.value) == "super()"
    ]
    assert not twice
