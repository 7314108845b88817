from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlearn.model.canonical import canonical, work


@pytest.mark.parametrize(
    "link",
    [
        "https://example.org/a/b?x=1&y=2",
        "http://www.EXAMPLE.org/a/b/?y=2&x=1#part",
        "https://example.org:443/a/b?utm_source=feed&x=1&y=2&UTM_Medium=rss&fbclid=q&gclid=&mc_cid=1",
        "https://example.org./a/b?x=1&y=2&source=rss----1",
    ],
)
def test_how_one_came_to_a_page_makes_no_difference(link: str) -> None:
    assert canonical(link) == "example.org/a/b?x=1&y=2"


def test_what_leads_elsewhere_does() -> None:
    links = (
        "a.example/x",
        "a.example:8080/x",
        "a.example/X",
        "a.example/x?id=1",
        "a.example/x?source=b",
        "b.example/x",
    )
    assert len({canonical(f"https://{link}") for link in links}) == 6


@pytest.mark.parametrize(
    "link", ["", "ftp://a.example/x", "https://", "https://a.example/", "https://[", "x"]
)
def test_what_is_no_page_or_a_whole_site_is_nothing(link: str) -> None:
    assert canonical(link) == ""
    assert work(link, "Title") == ""


def test_one_work_has_one_title_whatever_its_form() -> None:
    link = "https://a.example/x"
    assert work(link, "The Trio – in practice!") == work(link, "the trio: In  Practice")
    assert work(link, "The trio") != work(link, "The trio, again")
    assert work(link, "?!") == ""


@given(st.text())
def test_no_link_crashes_it_and_it_says_the_same_of_its_own_answer(text: str) -> None:
    found = canonical(f"https://{text}")
    assert not found or canonical(f"https://{found}") in (found, "")
