"""Batching: at once when idle, together when busy, each alone where it must be."""

from __future__ import annotations

import asyncio
import importlib
import threading
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

Row = dict[str, Any]


@pytest.fixture
def batching(runtime: Path) -> Any:
    return importlib.import_module("churn.serving.batching")


class Calls:
    """A function to answer with, which notes how many rows each call had; it may be held up."""

    def __init__(self) -> None:
        self.sizes: list[int] = []
        self.open = threading.Event()
        self.open.set()
        self.threads: set[int] = set()

    def __call__(self, rows: list[Row]) -> list[Any]:
        self.open.wait(30)
        self.sizes.append(len(rows))
        self.threads.add(threading.get_ident())
        if any(row["n"] < 0 for row in rows):
            raise ValueError("negative")
        return [row["n"] * 2 for row in rows]


def batcher(batching: Any, call: Any, *, together: bool = True, **settings: Any) -> Any:
    known = {"max_batch": 64, "max_waiting": 1000, "answer_timeout": 30, **settings}
    return batching.Batcher(call, SimpleNamespace(**known), together=together)


def rows(*numbers: int) -> list[Row]:
    return [{"n": n} for n in numbers]


def while_held(
    calls: Calls, started: Callable[[], list[Awaitable[Any]]]
) -> Callable[[], Awaitable[list[Any]]]:
    """What the asks of `started` get, all made while the first is still being answered."""

    async def run() -> list[Any]:
        calls.open.clear()
        first, *others = started()
        tasks = [asyncio.ensure_future(first)]
        await asyncio.sleep(0.05)
        tasks += map(asyncio.ensure_future, others)
        await asyncio.sleep(0.05)
        calls.open.set()
        return list(await asyncio.gather(*tasks, return_exceptions=True))

    return run


def test_alone_and_off_the_event_loop(batching: Any) -> None:
    calls = Calls()
    found = asyncio.run(batcher(batching, calls).answers(rows(1, 2)))
    assert found == [2, 4]
    assert calls.sizes == [2]
    assert threading.get_ident() not in calls.threads


def test_what_arrives_meanwhile_goes_together(batching: Any) -> None:
    calls = Calls()

    def asks() -> list[Awaitable[Any]]:
        each = batcher(batching, calls)
        return [each.answers(rows(n, n + 1)) for n in range(5)]

    assert asyncio.run(while_held(calls, asks)()) == [[n * 2, n * 2 + 2] for n in range(5)]  # type: ignore[arg-type]
    assert calls.sizes == [2, 8]
    assert len(calls.threads) == 1


def test_clients_that_ask_again_at_once_are_answered_together(batching: Any) -> None:
    """Not in two halves that take turns: each call of a model costs more than its rows."""
    calls = Calls()

    async def run() -> None:
        each = batcher(batching, calls)

        async def client(n: int) -> None:
            for _ in range(5):
                assert await each.answers(rows(n)) == [2 * n]

        calls.open.clear()
        clients = [asyncio.ensure_future(client(0))]
        await asyncio.sleep(0.05)
        clients += [asyncio.ensure_future(client(n)) for n in range(1, 6)]
        await asyncio.sleep(0.05)
        calls.open.set()
        await asyncio.gather(*clients)

    asyncio.run(run())
    first, second, *later = calls.sizes
    assert (first, second) == (1, 6)  # who was first has asked again
    assert later[:3] == [6, 6, 6]


def test_rows_that_are_not_independent_are_never_put_together(batching: Any) -> None:
    calls = Calls()

    def asks() -> list[Awaitable[Any]]:
        each = batcher(batching, calls, together=False)
        return [each.answers(rows(n, n)) for n in range(4)]

    asyncio.run(while_held(calls, asks)())  # type: ignore[arg-type]
    assert calls.sizes == [2, 2, 2, 2]


def test_one_bad_request_does_not_fail_the_others(batching: Any) -> None:
    calls = Calls()

    def asks() -> list[Awaitable[Any]]:
        each = batcher(batching, calls)
        return [each.answers(rows(n)) for n in (0, 1, -1, 3)]

    found = asyncio.run(while_held(calls, asks)())  # type: ignore[arg-type]
    assert [found[0], found[1], found[3]] == [[0], [2], [6]]
    assert isinstance(found[2], batching.NotAnswered)
    assert isinstance(found[2].__cause__, ValueError)
    assert calls.sizes == [1, 3, 1, 1, 1]


def test_too_many_rows_are_sent_away_with_a_time_to_come_back(batching: Any) -> None:
    calls = Calls()

    def asks() -> list[Awaitable[Any]]:
        each = batcher(batching, calls, max_waiting=3)
        return [each.answers(rows(n)) for n in range(8)]

    found = asyncio.run(while_held(calls, asks)())  # type: ignore[arg-type]
    assert found[:4] == [[0], [2], [4], [6]]
    assert {each.status_code for each in found[4:]} == {429}
    assert all(int(each.headers["Retry-After"]) > 0 for each in found[4:])


def test_a_request_larger_than_the_queue_is_answered_when_nothing_waits(batching: Any) -> None:
    found = asyncio.run(batcher(batching, Calls(), max_waiting=3).answers(rows(*range(10))))
    assert found == [n * 2 for n in range(10)]


def test_who_waits_too_long_is_told_and_not_answered(batching: Any) -> None:
    calls = Calls()
    settings = SimpleNamespace(max_batch=64, max_waiting=1000, answer_timeout=0.2)

    async def run() -> list[Any]:
        each = batching.Batcher(calls, settings, together=True)
        calls.open.clear()
        first = asyncio.ensure_future(each.answers(rows(1)))
        await asyncio.sleep(0.05)
        late = await asyncio.gather(first, each.answers(rows(2)), return_exceptions=True)
        calls.open.set()
        settings.answer_timeout = 30
        return [*late, await each.answers(rows(3))]

    *late, last = asyncio.run(run())
    assert last == [6]
    assert [(each.status_code, each.kind) for each in late] == [(503, "timeout")] * 2
    assert calls.sizes == [1, 1]


def test_the_limit_follows_the_time_that_batches_take(batching: Any) -> None:
    async def run(seconds: float) -> int:
        def slow(rows: list[Row]) -> list[Any]:
            time.sleep(seconds)
            return rows

        each = batcher(batching, slow, max_batch=64)
        await asyncio.gather(*[each.answers(rows(n)) for n in range(100)])
        return int(each.limit)

    assert asyncio.run(run(0.0)) == 64
    assert asyncio.run(run(0.08)) < 16


@pytest.mark.parametrize("error", [SystemExit(3), KeyboardInterrupt(), StopIteration()], ids=repr)
def test_code_that_raises_strange_things_ends_neither_thread_nor_loop(batching: Any, error: BaseException) -> None:
    def odd(rows: list[Row]) -> list[Any]:
        if rows[0]["n"]:
            raise error
        return rows

    async def run() -> Any:
        each = batcher(batching, odd, max_batch=8)
        (failed,) = await asyncio.gather(each.answers(rows(1)), return_exceptions=True)
        return failed, await each.answers(rows(0))

    failed, fine = asyncio.run(run())
    assert isinstance(failed, batching.NotAnswered)
    assert fine == rows(0)
