"""What `topics.py` and `commonwords.py` of the model are made of: docs/topics.md, and shipped curricula."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from pmlearn.model.aim import words_of
from tests.shipped import TOP, steps

if TYPE_CHECKING:
    from collections.abc import Iterator

ROW = re.compile(r"^\| `([^`]+)` \|[^|]*\|([^|]*)\|$", re.MULTILINE)
TOPICS = TOP / "pmlearn" / "model" / "topics.py"
COMMON = TOP / "pmlearn" / "model" / "commonwords.py"
SHARE = 2
"""Percent of the shipped steps that a common word stands in, at the least."""


def said() -> dict[str, tuple[str, ...]]:
    """Every topic of docs/topics.md with what is also said for it, in the order of the page."""
    text = (TOP / "docs" / "topics.md").read_text("utf-8")
    return {
        topic: tuple(word for each in also.split(",") if (word := each.strip()))
        for topic, also in ROW.findall(text)
    }


def topics_module() -> str:
    """The text of `pmlearn/model/topics.py`."""
    lines = [
        '"""The topics of docs/topics.md and what is also said for each: made of that page, not by hand.',
        "",
        "`PMLEARN_WRITE_DOCS=1 pytest tests/model/test_topics.py` writes this file again.",
        '"""',
        "",
        "from __future__ import annotations",
        "",
        "SAID: dict[str, tuple[str, ...]] = {",
    ]
    for topic, also in said().items():
        whole = f'    "{topic}": ({", ".join(map(_quoted, also))}{"," if len(also) == 1 else ""}),'
        if len(whole) <= 110:
            lines.append(whole)
        else:
            lines += [f'    "{topic}": (', *(f"        {_quoted(each)}," for each in also), "    ),"]
    lines += ["}", '"""By topic, in the order of the page."""', ""]
    return "\n".join(lines)


def common() -> dict[str, int]:
    """The percent of shipped steps that each common word's stem stands in, by stem."""
    seen: Counter[str] = Counter()
    count = 0
    for step in steps():
        count += 1
        words = words_of(f"{step.title} {step.why}")
        seen.update({word for word in words if not word.isdigit()})
    shares = {stem: round(100 * times / count) for stem, times in seen.items()}
    return {stem: share for stem, share in sorted(shares.items()) if share >= SHARE}


def common_module(shares: dict[str, int]) -> str:
    """The text of `pmlearn/model/commonwords.py`."""
    head = [
        '"""How common words are where product management is written about: made of the shipped curricula.',
        "",
        "`PMLEARN_WRITE_DOCS=1 pytest tests/model/test_topics.py` writes this file again.",
        '"""',
        "",
        "from __future__ import annotations",
        "",
    ]
    return "\n".join([*head, "_WORDS = (", *_packed(shares), ")", *_TAIL]) + "\n"


_TAIL = (
    "",
    "SHARES: dict[str, int] = {",
    '    stem: int(share) for stem, _, share in (word.partition(":") for word in _WORDS.split())',
    "}",
    f'"""Percent of the steps that a word stands in, by its stem; of less than {SHARE} nothing is said."""',
)


def _packed(shares: dict[str, int]) -> Iterator[str]:
    line = ""
    for stem, share in shares.items():
        word = f"{stem}:{share} "
        if len(line) + len(word) > 98:
            yield f'    "{line}"'
            line = ""
        line += word
    yield f'    "{line.rstrip()}"'


def _quoted(text: str) -> str:
    return f'"{text}"'
