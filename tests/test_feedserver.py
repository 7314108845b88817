"""The feed server as other tests start it: from a command line, over a directory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest


def test_a_directory_is_served_and_nothing_above_it(tmp_path: Path) -> None:
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "feed.xml").write_bytes(b"<rss/>")
    (tmp_path / "secret").write_bytes(b"secret")
    command = [sys.executable, "-m", "tests.feedserver", str(tmp_path / "web")]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent
    ) as running:
        try:
            assert running.stdout is not None
            url = running.stdout.readline().strip()
            with urlopen(url + "feed.xml", timeout=10) as answer:
                assert answer.read() == b"<rss/>"
                etag = answer.headers["ETag"]
            with pytest.raises(HTTPError, match="304"):
                urlopen(Request(url + "feed.xml", headers={"If-None-Match": etag}), timeout=10)
            with pytest.raises(HTTPError, match="404"):
                urlopen(url + "../secret", timeout=10)
        finally:
            running.kill()
