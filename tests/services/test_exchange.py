from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pmlearn.errors import InputError, UnknownError
from pmlearn.services.exchange import FORMATS
from tests.services.conftest import SMALL
from tests.services.test_answers import WAYS

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


def test_evidence_and_answers_are_exported_though_nothing_is_ticked(
    session: Callable[..., Services], shipped: Path
) -> None:
    (shipped / "ways.yaml").write_text(WAYS, "utf-8")
    here = session()
    here.evidence.attach("ways/left", "https://example.org/work")
    here.choices.choose("ways/way", "r")
    here.choices.choose("ways/test/one", "no")
    here.steps.reopen(["ways/test/one"])
    markdown = here.exchange.export("ways", progress=True)
    assert "  Evidence: https://example.org/work\n" in markdown
    assert "- (x) Right\n" in markdown
    assert "    Answer: No\n" in markdown
    (shipped / "ways.yaml").write_text(
        WAYS.replace("id: left", "id: port").replace("[left]", "[port]").replace("id: way\n", "id: course\n"),
        "utf-8",
    )
    for form in FORMATS:
        text = session().exchange.export("ways", form, progress=True)
        gone = text.partition("No longer in it")[2]
        assert "https://example.org/work" in gone
        assert "ways/way" in gone
        assert "choice:" not in gone


def test_an_id_that_is_gone_is_not_the_beginning_of_another(
    here: Services, session: Callable[..., Services], shipped: Path
) -> None:
    here.steps.tick(["small/write"])
    (shipped / "small.yaml").unlink()
    (shipped / "small-two.yaml").write_text(SMALL.replace("id: small", "id: small-two"), "utf-8")
    after = session()
    assert after.exchange.export("small", progress=True).startswith("# small\n\n## No longer in it\n")
    with pytest.raises(UnknownError, match="small is not here any more"):
        after.exchange.export("small")
    assert after.exchange.export("sma", progress=True).startswith("# Small\n")


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


@pytest.mark.parametrize("name", ["The Café of the product teams", "the-cafe-of-the-product-teams-and-more"])
def test_a_name_gives_one_id_whether_a_curriculum_is_begun_or_imported(
    here: Services, tmp_path: Path, name: str
) -> None:
    foreign = tmp_path / "a.md"
    foreign.write_text("- a\n", "utf-8")
    with pytest.raises(InputError) as caught:
        here.writing.new(tmp_path / f"{name}.yml")
    (imported, *_) = here.exchange.import_(foreign, output=tmp_path / f"{name}.yaml")
    assert caught.value.hint == f"call it {tmp_path / imported.changed[0]}.yaml"


def test_the_file_that_is_written_gives_the_id(here: Services, tmp_path: Path) -> None:
    foreign, new = tmp_path / "a.md", tmp_path / "my-list.yaml"
    foreign.write_text("# Theirs\n\n- [x] a\n", "utf-8")
    messages = [outcome.message for outcome in here.exchange.import_(foreign, output=new)]
    assert "\nid: my-list\n" in new.read_text("utf-8")
    assert messages[0] == f"imported: {new}, with 1 module, 1 step, 0 parts"
    assert messages[1] == "1 ticked box in it: progress is not imported"
    assert messages[2].startswith("3 warnings: ")
    assert here.checks.check([new])
