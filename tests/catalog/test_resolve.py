from __future__ import annotations

import pytest

from pmlearn.catalog.resolve import Tree, resolve
from pmlearn.errors import UnknownError

TREE: Tree = {
    "inspired": {
        "teams": ["principles", "the-pm", "the-designer"],
        "teams-at-scale": [],
        "coaching": ["one"],
    },
    "cspo": {"scrum-guide": ["roles", "events"], "class": [], "teams": []},
    "cs": {"class": [], "scrum-guide-in-short": []},
}


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("inspired/teams", "inspired/teams"),
        ("inspired/teams/the-pm", "inspired/teams/the-pm"),
        ("coaching", "inspired/coaching"),
        ("coach", "inspired/coaching"),
        ("insp/teams", "inspired/teams"),
        ("insp/teams-", "inspired/teams-at-scale"),
        ("i/c", "inspired/coaching"),
        ("i/t/p", "inspired/teams/principles"),
        ("cs/class", "cs/class"),
        ("cspo/cl", "cspo/class"),
        ("scrum-guide", "cspo/scrum-guide"),
        ("scrum/roles", "cspo/scrum-guide/roles"),
        ("teams/princ", "inspired/teams/principles"),
        (" inspired/teams/ ", "inspired/teams"),
    ],
)
def test_a_shortened_ref_stands_for_one(text: str, ref: str) -> None:
    assert resolve(text, TREE) == ref


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("teams", "teams may be any of 2 steps", "write inspired/teams or cspo/teams"),
        ("class", "class may be any of 2 steps", "write cspo/class or cs/class"),
        (
            "i/t/the",
            "i/t/the may be any of 2 steps",
            "write inspired/teams/the-pm or inspired/teams/the-designer",
        ),
        ("coahcing", "no step coahcing", "did you mean inspired/coaching?"),
        ("inspired/coahcing", "no step inspired/coahcing", "did you mean inspired/coaching?"),
        ("cspo/scrum-guide/rolls", "no step cspo/scrum-guide/rolls", "did you mean cspo/scrum-guide/roles?"),
        (
            "inspired",
            "no step inspired",
            "inspired is a curriculum; see its steps with: pmlearn curriculum show inspired",
        ),
        ("cspo/scrum-gide/roles", "no step cspo/scrum-gide/roles", "did you mean cspo/scrum-guide?"),
        ("cpso/clas", "no step cpso/clas", "did you mean cspo/class, cs/class or cspo/teams?"),
        ("zzz", "no step zzz", "see them all with: pmlearn curriculum list"),
        ("", "no step “”", "see them all with: pmlearn curriculum list"),
        ("/", "no step /", "see them all with: pmlearn curriculum list"),
        ("a/b/c/d", "no step a/b/c/d", "see them all with: pmlearn curriculum list"),
        ("x\x1b[2J", "no step x[2J", "see them all with: pmlearn curriculum list"),
    ],
)
def test_what_fits_none_or_many_is_refused(text: str, message: str, hint: str) -> None:
    with pytest.raises(UnknownError) as raised:
        resolve(text, TREE)
    assert (raised.value.message, raised.value.hint) == (message, hint)
