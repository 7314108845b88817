"""What the services hear of other sessions."""

from __future__ import annotations

import asyncio
import os

from pmlearn import wiring
from tests.e2e.documents import RSS
from tests.feedserver import FeedServer, Reply


async def refresh(services: wiring.Services) -> None:
    async for _ in services.refresher.refresh():
        pass


def test_what_others_tick_subscribe_and_fetch_is_caught_up_with() -> None:
    with FeedServer({"/rss.xml": Reply(RSS)}) as server:
        here, there = (wiring.build(env=os.environ | {"PMLEARN_ALLOW_PRIVATE": "1"}) for _ in range(2))
        watcher = here.watcher()
        assert here.checklists.of("inspired").statuses == {}
        assert here.feeds.list() == []
        assert here.catch_up() == set()
        there.steps.tick([there.steps.resolve("inspired/get-the-book")])
        assert watcher.names()
        assert here.catch_up() == {"steps"}
        there.feeds.add(server.url("/rss.xml"))
        assert here.catch_up() == {"feeds"}
        asyncio.run(refresh(there))
        assert "fetches.json" in watcher.names()
        assert here.catch_up() == {"entries"}
        assert here.catch_up() == set()
        assert [row.entries for row in here.feeds.list()] == [2]
        watcher.close()
