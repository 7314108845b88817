"""The command line in this process: for what takes many commands, and is no different for that."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, Protocol

import pytest

from pmlearn.cli.main import main
from tests.e2e.shell import Done

if TYPE_CHECKING:
    from collections.abc import Mapping


class Inside(Protocol):
    """Runs a command that must succeed, in an environment or in the one that the test has."""

    def __call__(self, *words: str, env: Mapping[str, str] | None = None, stdin: str = "") -> Done: ...


@pytest.fixture
def inside(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Inside:
    """Give the command line, with leave to ask this machine."""
    monkeypatch.setenv("PMLEARN_ALLOW_PRIVATE", "1")

    def run(*words: str, env: Mapping[str, str] | None = None, stdin: str = "") -> Done:
        with monkeypatch.context() as patch:
            for name, value in (env or {}).items():
                patch.setenv(name, value)
            patch.setattr(sys, "argv", ["pmlearn", *words])
            patch.setattr(sys, "stdin", io.StringIO(stdin))
            capsys.readouterr()
            status = main()
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        assert status == 0, f"{words}: {status}: {out}{err}"
        return Done(status, out, err)

    return run
