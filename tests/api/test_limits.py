"""Rate limit, pool of threads, idempotency: the numbers by hand."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable

import pytest

from api.errors import KeyReused, RateLimited, RequestInvalid, Saturated, TookTooLong
from api.idempotency import Replies
from api.limits import Limiter
from api.pool import Pool
from index.library import Library
from search.engine import Engine
from tests.api.conftest import MakeClient


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_minutes_worth_may_come_at_once_and_no_more() -> None:
    """Six a minute: the seventh waits ten seconds."""
    limiter = Limiter(6, Clock())
    for _ in range(6):
        limiter.take("a")
    with pytest.raises(RateLimited) as caught:
        limiter.take("a")
    assert caught.value.retry_after_s == 10


def test_what_is_used_comes_back_with_time() -> None:
    """At six a minute one is back after ten seconds, not after nine."""
    clock = Clock()
    limiter = Limiter(6, clock)
    for _ in range(6):
        limiter.take("a")
    clock.now += 9
    with pytest.raises(RateLimited):
        limiter.take("a")
    clock.now += 1
    limiter.take("a")


def test_callers_do_not_use_up_each_others() -> None:
    """Another caller has its own bucket."""
    limiter = Limiter(1, Clock())
    limiter.take("a")
    limiter.take("b")
    with pytest.raises(RateLimited):
        limiter.take("a")


def test_no_limit_is_no_limit() -> None:
    """Zero switches it off."""
    limiter = Limiter(0, Clock())
    for _ in range(1000):
        limiter.take("a")


def test_too_many_requests_are_told_when_to_come_back(shelf: Library, make_client: MakeClient) -> None:
    """429 with `Retry-After` over HTTP; health is never limited."""
    client = make_client(Engine(shelf), rate_per_minute=2)
    statuses = [client.get("/v1/articles").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert 1 <= int(client.get("/v1/articles").headers["retry-after"]) <= 30
    assert client.get("/healthz").status_code == 200


def test_above_threads_and_queue_a_pool_is_saturated() -> None:
    """One runs, one waits, the third is refused; both others finish."""
    gate = threading.Event()

    async def scenario() -> list[str]:
        pool = Pool(1, 1, 10)
        first = asyncio.create_task(pool.run(lambda: gate.wait(10) and "first"))
        second = asyncio.create_task(pool.run(lambda: "second"))
        await asyncio.sleep(0.05)
        assert pool.busy == 2
        with pytest.raises(Saturated):
            await pool.run(lambda: "third")
        gate.set()
        found = [str(await first), str(await second)]
        assert pool.busy == 0
        pool.close()
        return found

    assert asyncio.run(scenario()) == ["first", "second"]


def test_a_call_that_takes_too_long_is_given_up_but_stays_counted() -> None:
    """The caller is free again after the limit; the thread is not."""
    gate = threading.Event()

    async def scenario() -> None:
        pool = Pool(1, 0, 0.05)
        with pytest.raises(TookTooLong):
            await pool.run(lambda: gate.wait(10))
        assert pool.busy == 1
        gate.set()
        for _ in range(100):
            if not pool.busy:
                break
            await asyncio.sleep(0.01)
        assert pool.busy == 0
        pool.close()

    asyncio.run(scenario())


def test_a_waiting_call_whose_caller_leaves_never_starts() -> None:
    """Cancelled in the queue, it gives its place back."""
    gate = threading.Event()
    started: list[str] = []

    async def scenario() -> None:
        pool = Pool(1, 1, 10)
        first = asyncio.create_task(pool.run(lambda: gate.wait(10)))
        second = asyncio.create_task(pool.run(lambda: started.append("second")))
        await asyncio.sleep(0.05)
        second.cancel()
        await asyncio.gather(second, return_exceptions=True)
        assert pool.busy == 1
        gate.set()
        await first
        pool.close()

    asyncio.run(scenario())
    assert started == []


def test_a_timeout_of_the_works_own_is_not_renamed() -> None:
    """Only the pool's clock makes it `TookTooLong`."""

    def work() -> None:
        raise TimeoutError("mine")

    async def scenario() -> None:
        with pytest.raises(TimeoutError, match="mine"):
            await Pool(1, 1, 10).run(work)

    asyncio.run(scenario())


def counting(done: list[int]) -> Callable[[], asyncio.Future[int]]:
    """Work that counts how often it was done."""

    async def work() -> int:
        done.append(1)
        await asyncio.sleep(0.01)
        return len(done)

    return lambda: asyncio.ensure_future(work())


def test_one_key_is_worked_on_once_at_a_time() -> None:
    """While the first runs the second is told so; afterwards it gets the first one's reply."""
    done: list[int] = []

    async def scenario() -> None:
        replies: Replies[int] = Replies()
        first = asyncio.create_task(replies.once("me", "k", b"body", counting(done)))
        await asyncio.sleep(0)
        with pytest.raises(KeyReused):
            await replies.once("me", "k", b"body", counting(done))
        assert await first == 1
        assert await replies.once("me", "k", b"body", counting(done)) == 1
        assert await replies.once("you", "k", b"body", counting(done)) == 2

    asyncio.run(scenario())


def test_a_failed_write_can_be_tried_again_with_its_key() -> None:
    """Only replies are remembered."""

    async def fail() -> int:
        raise Saturated

    async def scenario() -> int:
        replies: Replies[int] = Replies()
        with pytest.raises(Saturated):
            await replies.once("me", "k", b"body", fail)
        return await replies.once("me", "k", b"body", counting([]))

    assert asyncio.run(scenario()) == 1


@pytest.mark.parametrize("key", ["", "x" * 256, "line\nend"])
def test_a_key_that_is_none_is_refused(key: str) -> None:
    """1 to 255 printable characters."""

    async def scenario() -> None:
        with pytest.raises(RequestInvalid):
            await Replies[int]().once("me", key, b"", counting([]))

    asyncio.run(scenario())


class _Slow:
    """An engine whose every search takes a while."""

    def __init__(self, library: Library, seconds: float) -> None:
        self.library = library
        self._real = Engine(library)
        self._seconds = seconds

    def search(self, text: str, **wishes: object) -> object:
        time.sleep(self._seconds)
        return self._real.search(text, **wishes)  # type: ignore[arg-type]


def test_a_slow_question_is_answered_504(shelf: Library, make_client: MakeClient) -> None:
    """Not done within the time limit: a problem with `Retry-After`."""
    client = make_client(_Slow(shelf, 0.5), request_timeout_s=0.1)
    reply = client.post("/v1/search", json={"query": "Bakhmut"})
    assert (reply.status_code, reply.json()["code"]) == (504, "timeout")


def test_more_questions_than_there_is_room_for_are_refused(shelf: Library, make_client: MakeClient) -> None:
    """Two threads, no queue, six at once: some are answered, the others get 503 with `Retry-After`, none anything else."""
    client = make_client(_Slow(shelf, 0.3), threads=2, queue=0)
    replies = []
    asking = [
        threading.Thread(target=lambda: replies.append(client.post("/v1/search", json={"query": "Bakhmut"}))) for _ in range(6)
    ]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    statuses = sorted(reply.status_code for reply in replies)
    assert statuses == [200, 200, 503, 503, 503, 503]
    assert {reply.headers["retry-after"] for reply in replies if reply.status_code == 503} == {"1"}
