"""Search in everything, beside bare FTS5 on the same texts."""

from __future__ import annotations

import subprocess
import time
from typing import TYPE_CHECKING

from tests.benchmarks.bench import peer_argv
from tests.benchmarks.data.articles import COMMON, RARE, fill
from tests.benchmarks.data.home import Home
from tests.benchmarks.figure import Figure, Measured

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.bench import Bench

BESIDE = "SQLite FTS5 on the same texts, in Python"
SIZES = (20_000, 100_000)
FIGURES = tuple(
    Figure(f"search-{name}-{size}", f"search in {size:,} entries, a {name} word", BESIDE, "ms", 1.5)
    for size in SIZES
    for name in ("rare", "common")
)
INDEX = tuple(
    Figure(f"search-index-{size}", f"size of the index of {size:,} entries", BESIDE, "MB") for size in SIZES
)
FIGURES += INDEX


def measure(bench: Bench) -> Iterator[Measured]:
    """The index has been built before; both sides keep their connection."""
    times = bench.size(9, 2)
    for place, size in enumerate(SIZES):
        home = Home(bench.fresh("search"))
        fill(home, bench.size(size // 200, 5), 200)
        bare = bench.fresh("bare") / "texts.sqlite3"
        subprocess.run(peer_argv("fts5", "--make", str(home.places.entries), str(bare)), check=True)
        assert bare.stat().st_size > size, "the peer found no texts"
        services = home.services()
        for _ in services.search.build():
            pass
        index = services.indexing.index()
        for figure, word in zip(FIGURES[2 * place :], (RARE, COMMON), strict=False):
            ours = []
            for _ in range(times + 1):
                began = time.perf_counter()
                index.search(word, 20)
                ours.append(time.perf_counter() - began)
            argv = peer_argv("fts5", str(bare), word, str(times + 1))
            said = subprocess.run(argv, check=True, capture_output=True, text=True).stdout
            yield Measured(figure, ours[1:], [float(line) for line in said.split()][1:])
        yield Measured(INDEX[place], [index.path.stat().st_size], [bare.stat().st_size])
