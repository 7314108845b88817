"""Drafts of a window, while others are written and the disk refuses."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from pmlearn.errors import StoreError
from pmlearn.tui.drafting import Drafting

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize("refuses", [False, True])
async def test_what_is_let_go_of_while_another_is_written_is_gone(refuses: bool) -> None:
    kept: list[str] = []

    async def submit(work: Callable[[], object]) -> None:
        # Meanwhile both are kept as notes, or let go of.
        for key in ("a", "b"):
            await drafting.drop(key)
        if refuses:
            raise StoreError("no room", "make some")
        work()

    async def attempt(_: object) -> None:
        return None

    store = SimpleNamespace(keep=lambda key, *_: kept.append(key), close=lambda: None)
    app: Any = SimpleNamespace(
        is_running=False,
        fail=lambda _: None,
        attempt=attempt,
        services=SimpleNamespace(drafts=store),
        thread=SimpleNamespace(submit=submit, run=lambda work, *given: work(*given)),
    )
    drafting = Drafting(cast("Any", app))
    drafting.put("a", "one", ())
    drafting.put("b", "two", ())
    await drafting.save()
    drafting.close()
    assert len(kept) == (0 if refuses else 1)
