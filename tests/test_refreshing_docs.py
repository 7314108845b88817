"""docs/refreshing.md can be taken as it stands: units and crontab lines parse, and what they run exists."""

from __future__ import annotations

import configparser
import re
import shlex
import subprocess
import tomllib
from pathlib import Path

import click
import pytest

from pmlearn.cli.main import root
from pmlearn.config.feeds import read_feeds
from pmlearn.feeds import dates, schedule

TEXT = (Path(__file__).parents[1] / "docs" / "refreshing.md").read_text("utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^ *```{kind}\n(.*?)^ *```", TEXT, re.MULTILINE | re.DOTALL)


def parses(words: list[str]) -> bool:
    """Whether pmlearn knows this command with these options."""
    assert Path(words[0]).name == "pmlearn"
    command: click.Command = root
    context = click.Context(root, info_name="pmlearn")
    rest = words[1:]
    while isinstance(command, click.Group):
        found = command.get_command(context, rest.pop(0))
        assert found is not None
        command = found
    command.make_context(words[1], rest)
    return True


def test_the_units_of_systemd_parse_and_run_a_command_that_exists() -> None:
    service, timer = (configparser.ConfigParser(interpolation=None) for _ in range(2))
    for parser, text in zip((service, timer), blocks("ini"), strict=True):
        parser.optionxform = str  # type: ignore[assignment, method-assign]
        parser.read_string(text)
    assert parses(shlex.split(service["Service"]["ExecStart"]))
    assert service["Service"]["Type"] == "oneshot"
    assert timer["Timer"]["OnCalendar"] == "*:0/20"
    assert timer["Timer"]["RandomizedDelaySec"] == "10min"
    assert timer["Install"]["WantedBy"] == "timers.target"


def test_the_line_for_cron_runs_a_command_that_exists() -> None:
    [line] = blocks("cron")
    times, command = line.split(maxsplit=5)[:5], line.split(maxsplit=5)[5]
    assert times == ["*/20", "*", "*", "*", "*"]
    # cron makes a line end of a % that is not escaped.
    assert not re.search(r"(?<!\\)%", command)
    nap, run = command.replace("\\%", "%").strip().split("; ")
    assert parses(shlex.split(run))
    said = subprocess.run(["/bin/sh", "-c", nap.replace("sleep", "echo", 1)], capture_output=True, check=True)
    assert 0 <= int(said.stdout) < 600


def test_the_configurations_are_read(tmp_path: Path) -> None:
    shared, feeds = (tomllib.loads(re.sub(r"^ {3}", "", text, flags=re.MULTILINE)) for text in blocks("toml"))
    assert shared == {"network": {"shared": "/var/lib/pmlearn"}}
    ada, token = read_feeds(tmp_path, feeds["feeds"])
    assert ada.credentials is not None
    assert token.credentials is not None
    assert (ada.credentials.user, token.credentials.token_command[0]) == ("ada", "secret-tool")


@pytest.mark.parametrize(
    ("said", "true"),
    [
        ("up to a tenth later", schedule.JITTER == 0.1),
        ("a week at most, until it answers", schedule.LONGEST_WAIT.days == 7),
        ("after failures an hour, two, four", schedule.BACK_OFF.total_seconds() == 3600),
        ("a day at most;\n- what its server", schedule.LONGEST_FRESH.days == 1),
        ("`Retry-After`, a day at most", dates.LONGEST_WAIT.days == 1),
        ("after\nthree failures there", schedule.RETREAT == 3),
    ],
)
def test_what_it_says_of_times_is_so(said: str, *, true: bool) -> None:
    assert said in TEXT
    assert true
