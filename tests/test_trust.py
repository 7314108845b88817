"""Directories of others, ways out of ours, and what stands in the place of a configuration file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from pmlearn.config import load
from pmlearn.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SOMEBODY = 12345


@pytest.fixture
def top(tmp_path: Path) -> Path:
    home = tmp_path / "pm"
    for name in ("config", "data/journal", "state", "cache"):
        (home / name).mkdir(parents=True, mode=0o700)
    (home / "config" / "config.toml").write_text("[screen]\nascii = true\n")
    return home


def refused(top: Path) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        load({"PMLEARN_HOME": str(top)})
    return caught.value


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives a directory away")
@pytest.mark.parametrize("name", [".", "config", "data", "state", "cache", "config/config.toml"])
def test_what_another_user_owns_is_not_used(top: Path, name: str) -> None:
    os.chown(top / name, SOMEBODY, SOMEBODY)
    error = refused(top)
    assert error.message == f"{top / name} belongs to another user"
    assert error.hint == "set PMLEARN_HOME to a directory of yours"


@pytest.mark.parametrize("name", [".", "config", "data", "state", "cache", "config/config.toml"])
def test_what_others_can_write_is_not_used(top: Path, name: str) -> None:
    (top / name).chmod(0o777)
    error = refused(top)
    assert error.message == f"other users can write in {top / name}"
    assert error.hint == f"close it with: chmod go-w {top / name}"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives a directory away")
def test_a_group_of_ones_own_is_nobody_else(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (top / "data").chmod(0o775)
    load({"PMLEARN_HOME": str(top)})
    os.chown(top / "data", 0, SOMEBODY)
    assert "other users can write" in refused(top).message


def test_others_may_look_and_a_sticky_directory_may_be_the_home(top: Path) -> None:
    (top / "data").chmod(0o755)
    top.chmod(0o1777)
    assert load({"PMLEARN_HOME": str(top)}).ascii


@pytest.mark.parametrize("name", ["config", "data", "state", "cache", "data/journal", "state/drafts"])
def test_a_link_in_the_place_of_a_directory_is_not_followed(top: Path, tmp_path: Path, name: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    if (top / name).exists():
        (top / name).rename(tmp_path / "aside")
    (top / name).symlink_to(elsewhere)
    error = refused(top)
    assert error.message == f"{top / name} is a link, and links out of it are not followed"
    assert "move the directory itself there" in error.hint
    assert not list(elsewhere.iterdir())


def test_a_link_may_lead_to_what_the_environment_names(top: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(top)
    assert load({"PMLEARN_HOME": str(tmp_path / "link")}).ascii
    (tmp_path / ".config").mkdir()
    (tmp_path / ".config" / "pmlearn").symlink_to(top / "config")
    assert load({"HOME": str(tmp_path)}).ascii


def test_a_configuration_file_may_be_a_link_of_ones_own(top: Path, tmp_path: Path) -> None:
    held = top / "config" / "config.toml"
    held.rename(tmp_path / "dotfile")
    held.symlink_to(tmp_path / "dotfile")
    assert load({"PMLEARN_HOME": str(top)}).ascii
    (tmp_path / "dotfile").chmod(0o666)
    assert "other users can write" in refused(top).message


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/dev/zero")])
def test_a_pipe_or_a_device_is_no_configuration(top: Path, make: Callable[[Path], None]) -> None:
    held = top / "config" / "config.toml"
    held.unlink()
    make(held)
    assert refused(top).message == f"{held}: cannot be read: it is no file"


def test_a_home_of_somebody_who_is_not_there_is_named() -> None:
    with pytest.raises(ConfigError, match="nobody here has that name"):
        load({"PMLEARN_HOME": "~nobody-of-that-name/pm"})
