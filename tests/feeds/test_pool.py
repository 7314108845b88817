"""Parser processes: whatever a document does, only its own task fails."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import subprocess
import sys

import pytest

from pmlearn import limits
from pmlearn.errors import ParseError
from pmlearn.feeds import pool as pools
from pmlearn.feeds import worker
from pmlearn.feeds.pool import ParserPool, to_markdown_apart

GOOD = b"<rss version='2.0'><channel><title>T</title><item><title>x</title></item></channel></rss>"
GREEDY = b"<rss version='2.0'><channel>" + b"<a>" * 1_000_000
URL = "https://a.example/f"


async def titles(pool: ParserPool, count: int) -> list[str]:
    feeds = await asyncio.gather(*(pool.feed(GOOD, "application/xml", URL) for _ in range(count)))
    return [feed.entries[0].title for feed in feeds]


def pid(pool: ParserPool) -> int:
    return pool._idle[-1]._process.pid


async def test_feeds_and_texts_are_read() -> None:
    async with ParserPool() as pool:
        assert pool._idle == []
        assert await titles(pool, 5) == ["x"] * 5
        assert await pool.text("<p>Hi <a href='/x'>you</a></p>", URL) == "Hi [you](https://a.example/x)"
        assert len(pool._idle) == 2


async def test_what_is_no_feed_keeps_its_sentence_and_the_process() -> None:
    async with ParserPool(1) as pool:
        await titles(pool, 1)
        before = pid(pool)
        with pytest.raises(ParseError, match="the answer is empty") as raised:
            await pool.feed(b"", "", URL)
        assert raised.value.hint.startswith("try again later")
        assert pid(pool) == before


async def test_too_much_processor_time_costs_the_task_alone() -> None:
    async with ParserPool(2, cpu=1) as pool:
        greedy = asyncio.create_task(pool.feed(GREEDY, "", URL))
        assert await titles(pool, 10) == ["x"] * 10
        with pytest.raises(ParseError, match="more than 1 seconds of processor time"):
            await greedy
        assert await titles(pool, 2) == ["x"] * 2


async def test_too_much_memory_costs_the_task_alone() -> None:
    async with ParserPool(1) as pool:
        with pytest.raises(ParseError, match="more than 600 MiB of memory"):
            # One character outside the first plane makes each take four bytes.
            await pool.text("\U0001f600" + "x" * (45 << 20), URL)
        assert await titles(pool, 1) == ["x"]


async def test_too_long_on_the_clock_costs_the_task_alone() -> None:
    async with ParserPool(1, wall=0.3) as pool:
        with pytest.raises(ParseError, match=r"more than 0\.3 seconds"):
            await pool.feed(GREEDY, "", URL)
        pool._wall = 15
        assert await titles(pool, 1) == ["x"]


async def test_a_killed_process_is_replaced() -> None:
    async with ParserPool(1) as pool:
        await titles(pool, 1)
        worker = pool._idle[0]
        os.kill(pid(pool), signal.SIGKILL)
        await worker._process.wait()
        assert await titles(pool, 3) == ["x"] * 3


async def test_a_process_killed_in_the_middle_fails_its_task_alone() -> None:
    async with ParserPool(1) as pool:
        await titles(pool, 1)
        victim = pid(pool)
        os.kill(victim, signal.SIGSTOP)
        task = asyncio.create_task(pool.feed(GOOD, "", URL))
        await asyncio.sleep(0)
        os.kill(victim, signal.SIGKILL)
        with pytest.raises(ParseError, match="breaks the parser"):
            await task
        assert await titles(pool, 1) == ["x"]


async def test_a_cancelled_task_ends_its_process() -> None:
    async with ParserPool(1) as pool:
        await titles(pool, 1)
        worker = pool._idle[0]
        os.kill(pid(pool), signal.SIGSTOP)
        task = asyncio.create_task(pool.feed(GOOD, "", URL))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert worker._process.returncode == -signal.SIGKILL
        assert await titles(pool, 1) == ["x"]


async def test_processes_are_renewed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "TASKS", 2)
    async with ParserPool(1) as pool:
        seen = []
        for _ in range(2):
            await titles(pool, 1)
            seen.append(pid(pool))
            await titles(pool, 1)
            assert pool._idle == []
        assert len(set(seen)) == 2


async def test_a_process_that_grew_large_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "held", lambda: worker.WORN + 1)
    header, body = {"task": "text", "base": ""}, b"<p>a</p>"
    assert b'"worn": true' in worker._answer(header, body)
    monkeypatch.undo()
    assert 0 <= limits.held() < worker.WORN * 5
    monkeypatch.setattr(worker, "held", lambda: 0)
    assert b"worn" not in worker._answer(header, body)


async def test_processes_end_with_the_pool() -> None:
    async with ParserPool(1) as pool:
        await titles(pool, 1)
        worker = pool._idle[0]
    assert worker._process.returncode is not None


async def test_a_process_has_a_session_of_its_own_and_no_terminal() -> None:
    async with ParserPool(1) as pool:
        await titles(pool, 1)
        assert os.getsid(pid(pool)) == pid(pool)


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="waiting for somebody else's child takes Linux")
def test_a_process_ends_when_the_program_is_killed() -> None:
    program = (
        "import asyncio, os, signal\n"
        "from pmlearn.feeds.pool import ParserPool\n"
        "async def main():\n"
        "    async with ParserPool(1) as pool:\n"
        "        await pool.text('x')\n"
        "        print(pool._idle[0]._process.pid, flush=True)\n"
        "        input()\n"
        "asyncio.run(main())\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        descriptor = os.pidfd_open(int(running.stdout.readline()))
        running.kill()
    try:
        assert select.select([descriptor], [], [], 10)[0]
    finally:
        os.close(descriptor)


def test_a_text_is_read_from_a_thread() -> None:
    assert to_markdown_apart("<h1>Ä</h1>") == "# Ä"
    assert to_markdown_apart("") == ""


def test_a_text_that_takes_too_long_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ParseError, match=r"more than 0\.01 seconds"):
        to_markdown_apart("x", wall=0.01)
    monkeypatch.setattr(pools, "CPU_SECONDS", 1)
    with pytest.raises(ParseError, match="more than 1 seconds of processor time"):
        to_markdown_apart("<ul><li>x" * 400_000)


async def test_where_no_process_can_be_started_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "_COMMAND", ("/nowhere/python",))
    async with ParserPool(1) as pool:
        with pytest.raises(ParseError, match="no process to read it in could be started"):
            await titles(pool, 1)
    with pytest.raises(ParseError, match="no process to read it in could be started"):
        to_markdown_apart("x")


@pytest.mark.parametrize("answer", ["", "12", "\0\0\0\2\0\0\0\4{}x", "\0\0\0\5\0\0\0\0{}"])
def test_half_an_answer_is_none(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    code = f"import sys; sys.stdin.read(); sys.stdout.write({answer!r})"
    monkeypatch.setattr(pools, "_COMMAND", (sys.executable, "-c", code))
    with pytest.raises(ParseError, match="breaks the parser"):
        to_markdown_apart("x")
