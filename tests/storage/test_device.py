"""The name under which this host and user write."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from pmlearn.storage.device import device_name

if TYPE_CHECKING:
    from pathlib import Path


def test_the_name_is_the_same_each_time_and_another_for_each_host_machine_and_user() -> None:
    names = [
        device_name("host", "machine", 1),
        device_name("host2", "machine", 1),
        device_name("host", "machine2", 1),
        device_name("host", "machine", 2),
    ]
    assert names[0] == device_name("host", "machine", 1)
    assert len(set(names)) == 4
    assert device_name() == device_name()


@pytest.mark.parametrize(
    "host", ["", "..", "/etc/passwd", "Höst.example.org", "a" * 300, "A B\n", "\udcff", "-", ".jsonl"]
)
def test_the_name_is_safe_as_a_files_name(host: str, tmp_path: Path) -> None:
    name = device_name(host or "x", "machine", 1)
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,31}-[0-9a-f]{8}", name)
    (tmp_path / f"{name}.jsonl").touch()


def test_the_domain_does_not_stand_in_the_name_but_tells_hosts_apart() -> None:
    one, two = device_name("host.a.example", "m", 1), device_name("host.b.example", "m", 1)
    assert one.startswith("host-")
    assert one != two
