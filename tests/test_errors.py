from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest

import pmlearn
from pmlearn import errors
from pmlearn.errors import PmlearnError, StoreError, StoreNewerError

ALL = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, Exception)]
SOURCES = sorted(Path(pmlearn.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("kind", ALL)
def test_every_error_says_what_failed_and_the_next_move_and_ends_with_1(kind: type[PmlearnError]) -> None:
    error = kind("no step c/s", "see them all with: pmlearn curriculum show c")
    assert isinstance(error, PmlearnError)
    assert (str(error), error.message) == ("no step c/s", "no step c/s")
    assert error.hint == "see them all with: pmlearn curriculum show c"
    assert error.exit_status == 1
    assert kind("no hint").hint == ""


def test_a_newer_store_is_a_store_that_failed() -> None:
    assert issubclass(StoreNewerError, StoreError)


def raised() -> list[tuple[str, ast.Call]]:
    names = {kind.__name__ for kind in ALL}
    return [
        (f"{path.name}:{node.lineno}", node.exc)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Raise)
        and isinstance(node.exc, ast.Call)
        and isinstance(node.exc.func, ast.Name)
        and node.exc.func.id in names
    ]


@pytest.mark.parametrize(("where", "call"), raised(), ids=[where for where, _ in raised()])
def test_everything_raised_comes_with_a_next_move(where: str, call: ast.Call) -> None:
    assert len(call.args) == 2, f"{where}: say what to do about it"


@pytest.mark.parametrize(("where", "call"), raised(), ids=[where for where, _ in raised()])
def test_what_is_said_is_one_sentence_without_a_full_stop(where: str, call: ast.Call) -> None:
    for argument in call.args:
        constants = [n.value for n in ast.walk(argument) if isinstance(n, ast.Constant)]
        texts = [text for text in constants if isinstance(text, str)]
        assert not texts or not texts[-1].rstrip().endswith(".") or texts[-1].endswith("…"), where
