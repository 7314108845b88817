from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pmlearn.errors import InputError, UnknownError
from pmlearn.services.exchange import FORMATS
from tests.services.conftest import SMALL

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pmlearn.wiring import Services


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


def test_what_is_no_longer_in_a_curriculum_goes_with_progress(
    here: Services, session: Callable[..., Services], shipped: Path
) -> None:
    here.steps.note("small/write", "A note.")
    (shipped / "small.yaml").write_text(SMALL.replace("id: write", "id: other"), "utf-8")
    after = session()
    for form in FORMATS:
        assert "A note." in after.exchange.export("small", form, progress=True)
        assert "A note." not in after.exchange.export("small", form)


def test_of_a_curriculum_that_is_not_there_what_was_done_is_exported(
    here: Services, session: Callable[..., Services], shipped: Path
) -> None:
    here.steps.note("small/write", "A note.")
    (shipped / "small.yaml").unlink()
    after = session()
    for form in ("markdown", "csv"):
        assert "A note." in after.exchange.export("small", form, progress=True)
    for form, progress in (("yaml", True), ("markdown", False)):
        with pytest.raises(UnknownError):
            after.exchange.export("small", form, progress=progress)
    with pytest.raises(UnknownError):
        after.exchange.export("away", progress=True)


def test_yaml_is_the_file_itself_and_the_others_all_that_is_shown(
    session: Callable[..., Services], shipped: Path
) -> None:
    (shipped / "mine.yaml").write_text("format: 1\nid: mine\noverlay: small\ntitle: Little\n", "utf-8")
    assert session().exchange.export("small").startswith("# Little\n")
    assert "\ntitle: Small\n" in session().exchange.export("small", "yaml")


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
    assert here.checks.check([new])
