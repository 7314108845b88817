from __future__ import annotations

from typing import Any

from hypothesis import given

from pmlearn.catalog.build import build
from pmlearn.catalog.exports.file import to_yaml
from pmlearn.catalog.loader import read
from pmlearn.model.curriculum import Source
from pmlearn.model.progress import Status
from pmlearn.model.standing import Standing
from tests.catalog.drawing import TEXT, files
from tests.catalog.exports.making import ASKING, GONE, KEPT, LEFT, SMALL, STANDINGS
from tests.catalog.test_unbuild import slow


@slow
@given(files(), TEXT)
def test_progress_changes_nothing_of_what_is_read_back(values: dict[str, Any], note: str) -> None:
    curriculum = build(values, Source.USER)
    refs = [ref for step in curriculum.steps() for ref in (step.ref, *(part.ref for part in step.parts))]
    refs += (choice.ref for choice in curriculum.choices)
    told: tuple[Any, ...] = (note, Status.DONE, "2026-11-12", (note,), (note,), note)
    standings = {ref: Standing(ref, *told) for ref in refs}
    gone = (Standing(f"{curriculum.id}/gone", *told),)
    found = read(to_yaml(curriculum, standings, gone).encode(), f"{curriculum.id}.yaml")
    assert found.curriculum == curriculum


def test_progress_stands_in_comments() -> None:
    lines = to_yaml(SMALL, STANDINGS, GONE).splitlines()
    step = lines.index("      - id: book")
    assert [line.strip() for line in lines[step - 5 : step]] == [
        "# doing 2026-11-12",
        "# note: One.",
        "#",
        "#       Two.",
        "# note: -1+1",
    ]
    part = lines.index("          - id: one")
    assert lines[part - 1] == "          # done 2026-11-12"


def test_what_is_no_longer_in_it_stands_in_comments_at_the_end() -> None:
    assert to_yaml(SMALL, {}, GONE).endswith(
        "\n\n# No longer in it:\n# An old step (small/old)\n# done 2026-10-01\n# note: It was good.\n"
        "# small/old/part (small/old/part)\n# doing 2026-10-02\n"
    )
    assert "#" not in to_yaml(SMALL).partition("\n")[2]


def test_evidence_and_answers_stand_in_comments_too() -> None:
    lines = [line.strip() for line in to_yaml(ASKING, KEPT, LEFT).splitlines()]
    assert lines[lines.index("- id: way") - 1] == "# answer: =Right"
    part = lines.index("- id: one")
    assert lines[part - 3 : part] == [
        "# answer: Yes",
        "# evidence: =cmd()",
        "# evidence: https://example.org/*a*",
    ]
    assert lines[-5:] == [
        "# An old step (small/old)",
        "# answer: no",
        "# evidence: /home/me/old.png",
        "# Where (small/where)",
        "# answer: here",
    ]
