from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from pmlearn import __version__
from pmlearn.catalog.finder import shipped_dir

TOP = Path(__file__).parents[1]
PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]
NEEDED = [Requirement(line) for line in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]]
CONSTRAINTS = (TOP / "constraints.txt").read_text("utf-8").splitlines()


def test_constraints_are_names_and_versions_and_nothing_else() -> None:
    assert [line for line in CONSTRAINTS if not re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*", line)] == []
    assert sorted(CONSTRAINTS, key=lambda line: line.split("==")) == CONSTRAINTS


@pytest.mark.parametrize("needed", NEEDED, ids=str)
def test_what_is_needed_is_constrained_to_a_version_that_fits(needed: Requirement) -> None:
    versions = dict(line.split("==") for line in CONSTRAINTS)
    assert needed.specifier.contains(versions[canonicalize_name(needed.name)])


def test_the_version_is_in_the_changelog() -> None:
    assert f"## [{__version__}]" in (TOP / "CHANGELOG.md").read_text("utf-8")


def test_the_shipped_curricula_are_where_they_are_looked_for() -> None:
    assert {path.stem for path in shipped_dir().glob("*.yaml")} == {
        path.stem for path in (TOP / "curricula").glob("*.yaml")
    }
