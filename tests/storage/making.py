"""Actions, stores and disks that refuse, for the tests of what is kept."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from pmlearn.model.action import Action, Change
from pmlearn.storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

NOW = datetime(2026, 11, 22, 9, 30, 0, 123_456, UTC)


def action(number: int, ref: str = "a/b", value: Any = "done", **given: Any) -> Action:
    """An action that is told from others by its number."""
    changes = given.pop("changes", (Change(ref, "status", value),))
    values = {"device": "here-00000000", "kind": "tick", "at": "2026-11-22T09:30:00.000Z", **given}
    return Action(id=f"{number:016x}", order=1_000 + number, changes=changes, **values)


def store(home: Path, device: str = "here-00000000", now: Callable[[], datetime] = lambda: NOW) -> Store:
    """A store below a directory."""
    return Store(home / "journal", home / "state", now, device)


def set_status(kept: Store, ref: str, value: str) -> None:
    """Write an action that sets one status."""
    assert kept.record("tick", lambda: [Change(ref, "status", value)])


def refuse_at(
    patch: pytest.MonkeyPatch, function: str, number: int, then: Callable[..., Any]
) -> Callable[[], int]:
    """Have the n-th call of a function of `os` do something else; returns what counts the calls."""
    real = getattr(os, function)
    calls = 0

    def call(*args: Any, **given: Any) -> Any:
        nonlocal calls
        calls += 1
        return then(real, *args, **given) if calls == number else real(*args, **given)

    patch.setattr(os, function, call)
    return lambda: calls


def failing(code: int) -> Callable[..., Any]:
    """What a call does that the disk refuses."""

    def fail(*_: Any, **__: Any) -> Any:
        raise OSError(code, os.strerror(code))

    return fail


texts = st.text(st.characters(codec="utf-8"), max_size=40)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
ids = st.text("0123456789abcdef", min_size=16, max_size=16)
changes = st.one_of(
    st.builds(Change, texts, texts.filter(lambda field: field != "note"), values, values),
    st.builds(Change, texts, st.just("note"), texts, texts, st.lists(ids, max_size=3).map(tuple)),
)
actions = st.builds(
    Action,
    ids,
    st.integers(0, 2**60),
    texts,
    texts,
    texts,
    st.lists(changes, max_size=4).map(tuple),
    texts,
)
