"""Repositories through the machine's git, hostile ones among them: they are made here, by that git."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from pmlearn.catalog.git import Git, Limits
from pmlearn.catalog.repository import read_repository
from pmlearn.catalog.sources import GitSource, parse_source
from pmlearn.errors import FetchError, InputError
from tests.catalog.writing import yaml_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

A, B = yaml_of("a").encode(), yaml_of("b").encode()


class Repository:
    """A repository to read from, made blob by blob so that it can hold what git itself would not make."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir()
        self.git("init", "-q", "-b", "main", ".")

    def git(self, *args: str, given: bytes = b"") -> str:
        who = {
            f"GIT_{who}_{what}": "ada@example.org"
            for who in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        }
        done = subprocess.run(
            ["git", *args], cwd=self.path, input=given, capture_output=True, check=True, env=os.environ | who
        )
        return done.stdout.decode().strip()

    def commit(self, tree: Mapping[str, bytes | tuple[str, str]], ref: str = "refs/heads/main") -> str:
        """Commit files at the top; a pair is the mode and id of something else."""
        lines = b""
        for name, held in tree.items():
            mode, id_ = held if isinstance(held, tuple) else ("100644", self.blob(held))
            kind = {"040000": "tree", "160000": "commit"}.get(mode, "blob")
            lines += f"{mode} {kind} {id_}\t".encode() + os.fsencode(name) + b"\0"
        made = self.git("mktree", "-z", "--missing", given=lines)
        commit = self.git("commit-tree", "-m", "It", made)
        self.git("update-ref", ref, commit)
        return commit

    def blob(self, data: bytes) -> str:
        return self.git("hash-object", "-w", "--stdin", given=data)

    def folder(self, **files: bytes) -> tuple[str, str]:
        lines = "".join(f"100644 blob {self.blob(data)}\t{name}.yaml\0" for name, data in files.items())
        return "040000", self.git("mktree", "-z", given=lines.encode())

    def source(self, rest: str = "") -> GitSource:
        source = parse_source(f"git+file://{self.path}{rest}")
        assert isinstance(source, GitSource)
        return source


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """Whatever happens, nothing is left behind where repositories are fetched to."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    yield
    assert not list(temporary.iterdir())


def read(
    source: GitSource, env: Mapping[str, str] = os.environ, limits: Limits | None = None
) -> dict[str, bytes]:
    return dict(read_repository(source, env, limits).files)


def test_the_curriculum_files_of_the_top_or_of_a_folder_or_one_file(repository: Repository) -> None:
    folder = repository.folder(b=B)
    commit = repository.commit(
        {"a.yaml": A, ".hidden.yaml": B, "README.md": b"# It\n", "in": folder, "c.yml": B}
    )
    assert read(repository.source()) == {"a.yaml": A, "c.yml": B}
    assert read(repository.source("#in")) == {"in/b.yaml": B}
    assert read(repository.source("#in/b.yaml")) == {"in/b.yaml": B}
    assert read(repository.source("#README.md")) == {"README.md": b"# It\n"}  # named: then it is read
    assert read_repository(repository.source(), os.environ).commit == commit


def test_a_tag_a_branch_or_a_commit(repository: Repository) -> None:
    first = repository.commit({"a.yaml": A})
    repository.git("tag", "v1")
    repository.git("tag", "-a", "-m", "It", "v1.0", first)
    repository.commit({"a.yaml": B}, "refs/heads/feature/x")
    newest = repository.commit({"b.yaml": B})
    for ref in ("@v1", "@v1.0", f"@{first}", f"@{first[:10]}"):
        found = read_repository(repository.source(ref), os.environ)
        assert (found.commit, dict(found.files)) == (first, {"a.yaml": A}), ref
    assert read(repository.source("@feature/x")) == {"a.yaml": B}
    assert read_repository(repository.source("@main"), os.environ).commit == newest


@pytest.mark.parametrize("ref", ["v2", "0123456", "0" * 40, "refs/nothing"])
def test_a_version_that_is_not_there_is_said(repository: Repository, ref: str) -> None:
    repository.commit({"a.yaml": A})
    with pytest.raises(InputError, match=f"no tag, branch or commit {ref}") as caught:
        read(repository.source(f"@{ref}"))
    assert "git ls-remote" in caught.value.hint


def test_an_empty_repository_and_none_are_said(repository: Repository, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="it has no commit"):
        read(repository.source())
    with pytest.raises(FetchError, match=r"does not get at file:///.*nowhere") as caught:
        read(GitSource(f"file://{tmp_path}/nowhere"))
    assert caught.value.hint


def test_a_path_that_is_not_there_names_those_that_are(repository: Repository) -> None:
    repository.commit({"README.md": b"", "curricula": repository.folder(a=A), "-odd": repository.folder(b=B)})
    for rest in (
        "",
        "#nowhere",
        "#nowhere/x.yaml",
        "#curricula/x.yaml",
        "#README.md/x",
        "#curricula/a.yaml/x",
    ):
        with pytest.raises(InputError) as caught:
            read(repository.source(rest))
        assert "-odd or curricula" in caught.value.hint, rest
    assert read(repository.source("#-odd")) == {"-odd/b.yaml": B}


def test_a_repository_without_curricula_names_none(repository: Repository) -> None:
    repository.commit({"README.md": b""})
    with pytest.raises(InputError, match="no curriculum files at its top") as caught:
        read(repository.source())
    assert "behind a #" in caught.value.hint


def test_links_and_submodules_are_not_followed(repository: Repository, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_bytes(A)
    link = "120000", repository.blob(str(tmp_path / "secret.yaml").encode())
    repository.commit(
        {"a.yaml": A, "x.yaml": link, "sub.yaml": ("160000", "1" * 40), "up": ("120000", link[1])}
    )
    assert read(repository.source()) == {"a.yaml": A}
    for name, kind in (("x.yaml", "link"), ("sub.yaml", "submodule"), ("up", "link")):
        with pytest.raises(InputError, match=f"is a {kind}, which is not followed"):
            read(repository.source(f"#{name}"))


def test_names_never_become_names_of_files(repository: Repository, tmp_path: Path) -> None:
    # As a hostile server would make it: no git checks these names for its author.
    blob = repository.blob(A)
    names = [
        b"--upload-pack=x.yaml",
        b"-x.yaml",
        b"x\\..\\y.yaml",
        b"a\nb.yaml",
        b"../z.yaml",
        b"\xff.yaml",
        b":(top)q.yaml",
    ]
    tree = b"".join(b"100644 " + name + b"\0" + bytes.fromhex(blob) for name in sorted(names))
    made = repository.git("hash-object", "-w", "-t", "tree", "--literally", "--stdin", given=tree)
    repository.git("update-ref", "refs/heads/main", repository.git("commit-tree", "-m", "It", made))
    before = sorted(tmp_path.rglob("*"))
    found = read(repository.source())
    assert {os.fsencode(name) for name in found} == set(names)
    assert set(found.values()) == {A}
    assert sorted(tmp_path.rglob("*")) == before


def test_nothing_of_a_repository_is_run(repository: Repository, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    script = f"#!/bin/sh\ntouch {ran}\ncat\n"
    attributes = b"*.yaml filter=evil diff=evil\n"
    repository.commit(
        {"a.yaml": A, ".gitattributes": attributes, ".gitmodules": b'[submodule "x"]\n\tpath = x\n'}
    )
    hooks = repository.path / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("post-checkout", "post-merge", "reference-transaction", "pre-auto-gc", "post-upload-pack"):
        (hooks / name).write_text(script)
        (hooks / name).chmod(0o755)
    for key in ("filter.evil.smudge", "diff.evil.textconv", "uploadpack.packObjectsHook", "core.fsmonitor"):
        repository.git("config", key, f"touch {ran}; cat")
    assert read(repository.source()) == {"a.yaml": A}
    assert not ran.exists()


def test_hooks_templates_and_variables_of_the_user_have_no_say(
    repository: Repository, home: Path, tmp_path: Path
) -> None:
    ran = tmp_path / "ran"
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    (hooks / "reference-transaction").write_text(f"#!/bin/sh\ntouch {ran}\n")
    (hooks / "reference-transaction").chmod(0o755)
    (home / ".gitconfig").write_text(
        f"[core]\n hooksPath = {hooks}\n[init]\n templateDir = {tmp_path}\n[protocol]\n allow = always\n"
    )
    repository.commit({"a.yaml": A})
    ran.unlink(missing_ok=True)  # by the repository's own commit
    env = os.environ | {
        "GIT_DIR": str(tmp_path / "other"),
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.file://{tmp_path}/other.insteadOf",
        "GIT_CONFIG_VALUE_0": f"file://{repository.path}",
        "GIT_INDEX_FILE": "/nowhere",
    }
    assert read(repository.source(), env) == {"a.yaml": A}
    assert not ran.exists()


@pytest.mark.parametrize("url", ["ext::sh -c touch% ran", "http://127.0.0.1:9/x", "git://127.0.0.1:9/x"])
def test_transports_that_could_run_something_are_not_used_whoever_asks(
    home: Path, tmp_path: Path, url: str
) -> None:
    (home / ".gitconfig").write_text("[protocol]\n allow = always\n")
    with pytest.raises(FetchError, match="not allowed"):
        read(GitSource(url))
    assert not (tmp_path / "ran").exists()


def test_an_address_is_never_an_option(repository: Repository, tmp_path: Path) -> None:
    repository.commit({"a.yaml": A})
    ran = tmp_path / "ran"
    with pytest.raises(FetchError, match=r"'--upload-pack=.*' does not appear|strange|blocked"):
        read(GitSource(f"--upload-pack=touch {ran};"))
    assert not ran.exists()


def test_without_git_it_is_said_how_to_get_it(repository: Repository, tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="git is not installed") as caught:
        read(repository.source(), {"PATH": str(tmp_path)})
    assert "download the file" in caught.value.hint


def test_a_repository_of_ten_thousand_files_is_too_many(repository: Repository) -> None:
    blob = repository.blob(A)
    repository.commit({f"f{number:05}.yaml": ("100644", blob) for number in range(10_000)})
    with pytest.raises(InputError, match="10,000 files there; at most 500") as caught:
        read(repository.source())
    assert "#" in caught.value.hint
    assert read(repository.source("#f00007.yaml")) == {"f00007.yaml": A}


def test_a_repository_that_is_too_large_is_given_up(repository: Repository) -> None:
    repository.commit({"a.yaml": A, "noise": os.urandom(3 << 20)})
    with pytest.raises(FetchError, match="larger than the 1 MiB"):
        read(repository.source(), limits=Limits(size=1 << 20))


def test_a_file_that_is_too_large_is_not_read(repository: Repository) -> None:
    repository.commit({"a.yaml": b"#" * ((1 << 20) + 1)})
    with pytest.raises(InputError, match=r"a\.yaml in .* is larger than 1,048,576 bytes"):
        read(repository.source())


def runs(process: int) -> bool:
    """Whether a process is there, and has not ended without anyone asking for its status."""
    shown = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False
    )
    return shown.stdout.strip()[:1] not in ("", "Z")


def test_a_server_that_never_answers_is_given_up_with_all_that_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = tmp_path / "started"
    ssh = tmp_path / "ssh"
    ssh.write_text(f"#!/bin/sh\necho $$ > {started}.new\nmv {started}.new {started}\nexec sleep 60\n")
    ssh.chmod(0o755)
    env = os.environ | {"GIT_SSH_COMMAND": str(ssh), "GIT_SSH_VARIANT": "simple"}
    # Time passes when the server keeps us waiting, and not before.
    clock = SimpleNamespace(monotonic=lambda: 1000.0 if started.exists() else 0.0)
    monkeypatch.setattr("pmlearn.catalog.git.time", clock)
    with pytest.raises(FetchError, match="was not read within 120 seconds"):
        read(GitSource("ssh://example.invalid/x"), env)
    until = time.monotonic() + 20
    while runs(int(started.read_text())):
        assert time.monotonic() < until, "it runs on"


def test_a_password_is_asked_of_nobody(tmp_path: Path) -> None:
    git = Git(
        tmp_path,
        "https://example.invalid/x",
        os.environ | {"SSH_ASKPASS": "/bin/false", "DISPLAY": ":0"},
        Limits(),
    )
    given = b"protocol=https\nhost=example.invalid\n\n"
    status, out, err = git.attempt("credential", "fill", given=given)
    assert (status, out) == (128, b"")
    assert "terminal prompts disabled" in err
    assert "credential helper" in git.failed(err).hint


def test_git_is_here() -> None:
    """The tests of this file are made of it."""
    assert shutil.which("git")
