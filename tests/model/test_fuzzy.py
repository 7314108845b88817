from __future__ import annotations

import pytest

from pmlearn.model.fuzzy import fit


def marked(words: str, text: str) -> str:
    """The text, what was meant in capitals; "" where it was not found."""
    found = fit(words, text)
    if found is None:
        return ""
    return "".join(c.upper() if at in found.cells else c for at, c in enumerate(text))


@pytest.mark.parametrize(
    ("words", "text", "seen"),
    [
        ("road", "the roadmaps", "the ROADmaps"),
        ("map", "the roadmaps", "the roadMAPs"),
        ("map road", "the roadmaps", "the ROADMAPs"),
        ("prmap", "product roadmaps", "PRoduct roadMAPs"),
        ("PM", "product management", "Product Management"),
        ("an", "a plan and an end", "a plan ANd an end"),
        ("uct", "product", "prodUCT"),
        ("uc t", "pruducts", "prudUCTs"),
        ("rdp", "product roadmaps", "product RoaDmaPs"),
        ("dct", "product", ""),
        ("x", "product", ""),
        ("pr zz", "product", ""),
        ("", "product", "product"),
        ("stan", "İstanbul", "İSTANbul"),
    ],
)
def test_what_is_found_and_which_letters_of_it(words: str, text: str, seen: str) -> None:
    assert marked(words, text) == seen


def test_word_starts_come_first_then_parts_of_words_then_letters_close_together() -> None:
    texts = ["a part of it all", "party", "depart", "parcel market", "the part"]
    found = {text: fit("part", text) for text in texts}
    ranked = sorted((text for text in texts if found[text]), key=lambda text: found[text] or ())
    assert ranked == ["party", "a part of it all", "the part", "depart", "parcel market"]
