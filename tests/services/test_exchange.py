from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pmlearn.errors import InputError, UnknownError
from pmlearn.model.progress import Status
from pmlearn.model.standing import Standing

if TYPE_CHECKING:
    from pathlib import Path

    from pmlearn.wiring import Services

GONE = (Standing("away/step", "A step", Status.DONE, "2026-10-01T00:00:00Z", ("A note.",)),)


def test_what_was_done_is_exported_where_it_is_asked_for(here: Services) -> None:
    here.steps.tick(["small/book/one", "small/write"])
    here.steps.note("small/extra", "Later.")
    plain = here.exchange.export("small")
    assert "[x]" not in plain
    assert "Later." not in plain
    lines = here.exchange.export("small", progress=True).splitlines()
    assert [line.split(" · ")[0] for line in lines if "[x]" in line] == ["  - [x] One", "- [x] **Write**"]
    assert "- [ ] **The book** · book · 1 h · doing" in "\n".join(lines)
    assert "  > Later." in lines


def test_each_format_is_one_of_its_own(here: Services) -> None:
    assert here.exchange.export("small", "csv").startswith("curriculum,module,step,")
    assert "\nid: small\n" in here.exchange.export("small", "yaml")
    assert here.exchange.export("small", "markdown").startswith("# Small\n")


def test_what_is_no_longer_in_a_curriculum_goes_with_progress(here: Services) -> None:
    assert "A note." in here.exchange.export("small", progress=True, gone=GONE)
    assert "A note." not in here.exchange.export("small", gone=GONE)


def test_of_a_curriculum_that_is_not_there_what_was_done_is_exported(here: Services) -> None:
    for form in ("markdown", "csv"):
        assert "A note." in here.exchange.export("away", form, progress=True, gone=GONE)
    with pytest.raises(UnknownError):
        here.exchange.export("away", progress=True)
    with pytest.raises(UnknownError):
        here.exchange.export("away", "yaml", progress=True, gone=GONE)


def test_importing_never_writes_over_a_file(here: Services, tmp_path: Path) -> None:
    foreign, there = tmp_path / "a.md", tmp_path / "there.yaml"
    foreign.write_text("- a\n", "utf-8")
    there.write_text("mine", "utf-8")
    with pytest.raises(InputError, match="is there already"):
        here.exchange.import_(foreign, output=there)
    assert there.read_text("utf-8") == "mine"


def test_the_file_that_is_written_gives_the_id(here: Services, tmp_path: Path) -> None:
    foreign, new = tmp_path / "a.md", tmp_path / "my-list.yaml"
    foreign.write_text("# Theirs\n\n- [x] a\n", "utf-8")
    messages = [outcome.message for outcome in here.exchange.import_(foreign, output=new)]
    assert "\nid: my-list\n" in new.read_text("utf-8")
    assert messages[0] == f"imported: {new}, with 1 module, 1 step, 0 parts"
    assert messages[1] == "1 ticked box in it: progress is not imported"
    assert messages[2].startswith("3 warnings: ")
    assert here.curricula.check([new])
