from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.cli.conftest import Run


def test_what_is_set_and_where(ok: Run, places: Mapping[str, Path]) -> None:
    places["config"].mkdir(parents=True)
    path = places["config"] / "config.toml"
    path.write_text('[learn]\nhours_a_week = 3\n[[feeds]]\nurl = "https://example.org/"\n', "utf-8")
    found = ok("config", "--json").json
    assert found["version"] == 1
    assert found["places"] == {name: str(where) for name, where in places.items()}
    assert found["files"] == [str(path)]
    assert found["settings"]["learn.hours_a_week"] == 3
    assert found["settings"]["screen.theme"] == "terminal"
    assert found["feeds"] == [{"url": "https://example.org/", "title": "", "topics": []}]
    ended = ok("config")
    assert "learn.hours_a_week     3\n" in ended.out
    assert str(path) in ended.err
