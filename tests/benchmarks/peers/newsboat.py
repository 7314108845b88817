"""newsboat, as a peer: its files, its cache, its screens; not there on every machine."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from tests.benchmarks.bench import clock
from tests.benchmarks.usage import Usage, watch

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.benchmarks.data.home import Home

ABSENT = "newsboat is not installed here"
EVERYTHING = '"query:Everything:title =~ \\".\\""\n'
"""A line of its file of addresses: one list of all articles."""


def found() -> str | None:
    """Where newsboat is; None where it is not installed."""
    return shutil.which("newsboat")


class Newsboat:
    """newsboat with a home, feeds and a cache of its own."""

    def __init__(
        self, home: Home, addresses: Sequence[str], *, everything: bool = False, threads: int = 32
    ) -> None:
        self.threads = threads
        self.env = {name: value for name, value in home.env.items() if not name.startswith("PMLEARN")}
        self.cache = home.root / "cache.db"
        self._files: dict[str, Path] = {name: home.root / name for name in ("urls", "config")}
        lines = EVERYTHING if everything else ""
        self._files["urls"].write_text(lines + "".join(f"{address}\n" for address in addresses), "utf-8")
        self._files["config"].write_text(f"reload-threads {threads}\n", "utf-8")

    def argv(self, *arguments: str) -> list[str]:
        """Its command line."""
        files = ["-u", str(self._files["urls"]), "-C", str(self._files["config"]), "-c", str(self.cache)]
        return [found() or "newsboat", *files, *arguments]

    def reload(self) -> float:
        """Reload all feeds; returns the seconds."""
        return clock(self.argv("-x", "reload"), self.env)

    def watch(self) -> Usage:
        """Reload all feeds; returns all that it took."""
        return watch(self.argv("-x", "reload"), self.env)

    def analyze(self) -> None:
        """Let SQLite count what is in the cache: without that it picks a bad index, and any win is fake."""
        with closing(sqlite3.connect(self.cache)) as database:
            database.execute("ANALYZE")
            database.commit()

    def forget(self) -> None:
        """Empty the cache, and leave what SQLite knows about it: the first reload of an analyzed cache."""
        with closing(sqlite3.connect(self.cache)) as database:
            database.execute("DELETE FROM rss_item")
            # The feeds stay: where a row is missing newsboat keeps no ETag, and asks for all of it twice.
            database.execute("UPDATE rss_feed SET etag = '', lastmodified = 0")
            database.commit()
            database.execute("VACUUM")
            assert database.execute("SELECT count(*) FROM sqlite_stat1").fetchone()[0]

    def articles(self) -> int:
        """How many articles the cache holds."""
        with closing(sqlite3.connect(self.cache)) as database:
            return int(database.execute("SELECT count(*) FROM rss_item").fetchone()[0])
