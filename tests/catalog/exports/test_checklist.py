from __future__ import annotations

from markdown_it import MarkdownIt

from pmlearn.catalog.exports.checklist import to_markdown
from pmlearn.model.curriculum import Curriculum, Kind, Module, Resource, Step
from pmlearn.model.standing import Standing
from tests.catalog.exports.making import ASKING, GONE, KEPT, LEFT, SMALL, STANDINGS

CHECKLIST = r"""# Small

Two modules.

## First things

What comes first.

- [ ] **The \*book\*** · book · 50 min · `small/book`

  Why: The rest builds on it.

  Done when: You can retell it.

  1. Read it.
  2. Again.

  Links: A \[book\], Ada (ISBN 9781119387503); [Its page](https://example.org/a_%28b%29)

  - [ ] Chapter one · 20 min · `small/book/one`
  - [ ] =Two · 30 min · optional · `small/book/two`

- [ ] **Show it** · project · optional · `small/show`

  Keep: A photograph.

## Only

- [ ] **Read again** · reading · `other/read`
"""


def test_a_checklist_has_what_there_is_to_know_and_the_refs_of_what_is_included() -> None:
    assert to_markdown(SMALL) == CHECKLIST


def test_with_progress_it_has_ticks_days_and_notes() -> None:
    lines = to_markdown(SMALL, STANDINGS).splitlines()
    assert "- [ ] **The \\*book\\*** · book · 50 min · doing 2026-11-12 · `small/book`" in lines
    assert "  - [x] Chapter one · 20 min · done 2026-11-12 · `small/book/one`" in lines
    assert "- [ ] **Read again** · reading · skipped 2026-11-13 · `other/read`" in lines
    note = lines.index("  > One.")
    assert lines[note : note + 5] == ["  > One.", "  >", "  > Two.", "", "  > -1+1"]


def test_what_is_no_longer_in_it_stands_at_the_end() -> None:
    text = to_markdown(SMALL, STANDINGS, GONE)
    assert text.partition("## No longer in it\n")[2].splitlines() == [
        "",
        "- [x] An old step · done 2026-10-01 · `small/old`",
        "  > It was good.",
        "",
        "- [ ] small/old/part · doing 2026-10-02 · `small/old/part`",
    ]
    alone = to_markdown(Curriculum("small", "small"), {}, GONE)
    assert alone.startswith("# small\n\n## No longer in it\n")


def test_the_choices_come_first_with_the_options_that_were_taken() -> None:
    text = to_markdown(ASKING, KEPT)
    assert text.partition("## Choices\n")[2].partition("## First things")[0].splitlines() == [
        "",
        r"**Which \*way\*?** · `small/way`",
        "",
        "It sets steps aside.",
        "",
        "- ( ) Left",
        "- (x) =Right",
        "",
        "**Which pace?** · `small/pace`",
        "",
        "- ( ) Slow",
        "- (x) fast",
        "",
    ]
    assert "(x)" not in to_markdown(ASKING)


def test_evidence_and_answers_stand_in_paragraphs_of_their_own() -> None:
    text = to_markdown(SMALL, KEPT, LEFT)
    paragraphs = [token.content for token in MarkdownIt("commonmark").parse(text) if token.type == "inline"]
    assert [each for each in paragraphs if each.startswith(("Evidence: ", "Answer: "))] == [
        "Evidence: /home/me/book.pdf",
        "Answer: Yes",
        "Evidence: =cmd()",
        r"Evidence: https://example.org/\*a\*",
        "Answer: much",
        "Evidence: /home/me/photo.png",
        "Answer: no",
        "Evidence: /home/me/old.png",
    ]
    assert text.endswith("\n- (x) Where: here · `small/where`\n")


def test_nothing_of_a_title_is_taken_for_markup() -> None:
    evil = "<b>[x](http://evil.example/) `a` *b*\x1b[31m\n# c"
    link = Resource("article", evil, "https://example.org/)<script>")
    step = Step("x/a", evil, Kind.TOOL, resources=(link,))
    gone = (Standing("x/b", evil, notes=("\x1b]52;c;eA==\x07\n# c",)),)
    text = to_markdown(Curriculum("x", evil, modules=(Module("m", evil, steps=(step,)),)), {}, gone)
    assert "\x1b" not in text
    tokens = MarkdownIt("commonmark").parse(text)
    children = [child for token in tokens for child in token.children or ()]
    assert [c.attrGet("href") for c in children if c.type == "link_open"] == [
        "https://example.org/%29%3Cscript%3E"
    ]
    assert not [c for c in children if c.type in ("html_inline", "em_open")]
    assert sum(token.type == "heading_open" for token in tokens) == 4  # the last is in a note of one's own
