from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmlearn.catalog.sources import GitSource, LocalSource, WebSource, parse_source
from pmlearn.errors import InputError


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("mine.yaml", LocalSource("mine.yaml")),
        (" ./folder ", LocalSource("./folder")),
        ("/a/b@c#d.yaml", LocalSource("/a/b@c#d.yaml")),
        ("ext::sh -c true", LocalSource("ext::sh -c true")),  # the name of a file, which git never sees
        ("https://example.org/x.yaml?raw=1#top", WebSource("https://example.org/x.yaml?raw=1")),
        ("HTTP://localhost:8000/x", WebSource("http://localhost:8000/x")),
        ("git+https://example.org/a/b.git", GitSource("https://example.org/a/b.git")),
        ("git+https://example.org/b@v1.0", GitSource("https://example.org/b", "v1.0")),
        (
            "git+https://example.org/b@feature/x#some/folder/",
            GitSource("https://example.org/b", "feature/x", "some/folder"),
        ),
        ("git+ssh://git@example.org:22/b#x.yaml", GitSource("ssh://git@example.org:22/b", "", "x.yaml")),
        ("git+file:///srv/repo@main", GitSource("file:///srv/repo", "main")),
        ("git+file:///a@b/repo@HEAD#-x.yaml", GitSource("file:///a@b/repo", "HEAD", "-x.yaml")),
    ],
)
def test_a_source_is_what_it_is_written_as(text: str, source: object) -> None:
    assert parse_source(text) == source
    assert parse_source(str(source)) == source


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\nb.yaml",
        "x" * 3000,
        "ftp://example.org/x.yaml",
        "file:///x.yaml",
        "git+ext::sh -c true",
        "git+ext://sh -c true",
        "git+http://example.org/repo",
        "git+git://example.org/repo",
        "git+://example.org/repo",
        "git+https://example.org",
        "git+https:///repo",
        "git+ssh://-oProxyCommand=true/repo",
        "git+ssh://-oProxyCommand=true@example.org/repo",
        "git+https://example.org:0/repo",
        "git+https://example.org:port/repo",
        "git+https://[::1/repo",
        "git+file://host/repo",
        "git@example.org:a/b.git",
        "https:///x.yaml",
        *(
            f"git+https://example.org/repo@{ref}"
            for ref in (
                "",
                "--upload-pack=x",
                "+a",
                "a:b",
                "a..b",
                "a b",
                "a^",
                "x.lock",
                "a//b",
                "a*",
            )
        ),
        *(f"git+https://example.org/repo#{inside}" for inside in ("../x", "a/../b", "a//b", "./a")),
    ],
)
def test_what_is_no_source_is_refused_with_the_next_move(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_source(text)
    assert caught.value.hint


def test_a_repository_without_git_is_told_from_a_file() -> None:
    with pytest.raises(InputError, match="is a repository") as caught:
        parse_source("https://example.org/a/b.git")
    assert "git+https://example.org/a/b.git" in caught.value.hint


@pytest.mark.parametrize("text", ["https://ada:secret@example.org/x", "git+https://ada:secret@example.org/x"])
def test_a_password_is_not_kept(text: str) -> None:
    with pytest.raises(InputError, match="a password") as caught:
        parse_source(text)
    assert "secret" not in f"{caught.value.message}{caught.value.hint}"


@given(st.text() | st.text("git+https:/@#.-ab", max_size=30).map(lambda text: f"git+https://{text}"))
def test_any_text_is_a_source_that_is_written_as_it_was_read_or_refused(text: str) -> None:
    try:
        source = parse_source(text)
    except InputError:
        return
    assert parse_source(str(source)) == source
