from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pmlearn.errors import InputError
from pmlearn.services.paths import path_of

if TYPE_CHECKING:
    from pathlib import Path


def test_a_path_is_what_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert path_of("~/mine.yaml") == tmp_path / "mine.yaml"
    assert path_of(f"{tmp_path}/nowhere/~x") == tmp_path / "nowhere" / "~x"
    assert str(path_of("~nobody-at-all/y")) == "~nobody-at-all/y"


@pytest.mark.parametrize("text", ["x" * 300, f"{'x' * 300}/y", "~/" + "x" * 300, "x/" * 3000])
def test_a_name_that_no_file_can_have_is_refused_with_the_next_move(text: str) -> None:
    with pytest.raises(InputError, match="File name too long") as caught:
        path_of(text)
    assert caught.value.hint
    assert len(caught.value.message) < 200
