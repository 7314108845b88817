"""The command line as a script calls it: a program with an environment, its output and its status."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.e2e.forked import can_be_forked, run_forked
from tests.e2e.terminal import PMLEARN, ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WATCHDOG = 60


@dataclass(frozen=True)
class Done:
    """A program that ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one object that it printed."""
        found = json.loads(self.out)
        assert found["version"] == 1
        return found


def run(env: Mapping[str, str], *words: str, stdin: str | None = None, command: Sequence[str] = ()) -> Done:
    """Run a command, whatever its status; `command` has it done by a new interpreter in any case."""
    given = (stdin or "").encode("utf-8", "surrogateescape")
    if command or not can_be_forked(env):
        done = subprocess.run(
            [*(command or PMLEARN), *words],
            env=dict(env),
            check=False,
            cwd=ROOT,
            input=given,
            capture_output=True,
            timeout=WATCHDOG,
        )
        status, *wrote = done.returncode, done.stdout, done.stderr
    else:
        status, *wrote = run_forked(env, words, given, WATCHDOG)
    # As bytes: text would turn a carriage return, which must not be there, into a newline.
    out, err = (text.decode("utf-8") for text in wrote)
    assert "Traceback" not in err, err
    assert "itself failed" not in err, err
    return Done(status, out, err)


def shell(env: Mapping[str, str], *words: str, stdin: str | None = None) -> Done:
    """Run a command that must succeed."""
    done = run(env, *words, stdin=stdin)
    assert done.status == 0, f"{words}: {done.status}: {done.out}{done.err}"
    return done
