"""A thousand questions with duplicates, retries, lost replies and three killed bots: each is answered exactly once."""

from __future__ import annotations

import asyncio
import random
import sys
from collections import Counter, defaultdict
from functools import partial
from typing import Any

import pytest

from tests.api.clients.slack.archive import Archive
from tests.api.clients.slack.conftest import StartBot, until
from tests.api.clients.slack.standin import Slack
from tests.api.clients.slack.workspace import BOT, BOT_ID

QUESTIONS = 1000
AT_A_TIME = 4
FAULTS = {"lost": 53, "500": 71, "429": 211}
"""Every how many messages of the bot's what happens: taken but the reply lost, not taken, told to wait."""

Json = dict[str, Any]


def question(n: int) -> str:
    """One that no other question is a part of."""
    return f"question {n:04d} about the bridge"


def asked(slack: Slack, chance: random.Random, threads: list[Json]) -> list[tuple[Json, int]]:
    """All events in the order of writing, each with how often Slack delivers it, among messages that are not questions."""
    events: list[tuple[Json, int]] = []
    for n in range(QUESTIONS):
        times = chance.choice([1, 1, 2, 3])
        kind = chance.choice(["mention", "mention", "direct", "follow-up"])
        if kind == "direct":
            events.append((slack.written(f"D{n % 7}", question(n), user=f"U{n % 31}"), times))
        elif kind == "follow-up":
            start = chance.choice(threads)
            events.append((slack.written(start["channel"], question(n), user=f"U{n % 31}", thread=start["ts"]), times))
        else:
            event = slack.written(f"C{n % 5}", f"<@{BOT}> {question(n)}", user=f"U{n % 31}")
            events += [({**event, "type": "app_mention"}, times), (event, times)]
        if n % 10 == 0:
            events.append((slack.written("C1", f"question from a program {n}", bot_id="B7"), 1))
            events.append((slack.written("D1", f"question from myself {n}", user=BOT, bot_id=BOT_ID), 1))
    return events


def fault(n: int) -> str | None:
    """What happens to the bot's n-th message."""
    return next((name for name, every in FAULTS.items() if n % every == 0), None)


def are_answered(slack: Slack, share: float) -> bool:
    """Whether more than this share of the answers stands there."""
    return len(slack.posts) > share * QUESTIONS


async def deliver_all(slack: Slack, events: list[tuple[Json, int]], chance: random.Random) -> None:
    """Every delivery, a few at a time and out of order, each until it is acknowledged."""
    bodies = [body for event, times in events for body in [slack.body(event)] * times]
    for start in range(0, len(bodies), 200):
        near = bodies[start : start + 200]
        chance.shuffle(near)
        bodies[start : start + 200] = near
    gate = asyncio.Semaphore(AT_A_TIME)

    async def one(body: Json) -> None:
        async with gate:
            await slack.delivered("events_api", body)

    await asyncio.gather(*(one(body) for body in bodies))


@pytest.mark.slow
def test_each_of_a_thousand_questions_is_answered_exactly_once(slack: Slack, archive: Archive, start_bot: StartBot) -> None:
    """SIGKILL comes three times, while questions are being answered and deliveries are on their way."""
    chance = random.Random(20)
    bot = start_bot(SITREP_SLACK_WORKERS="8")
    bot.wait_for("connected")
    threads = [slack.written("C1", f"<@{BOT}> question to begin thread {n}") for n in range(5)]
    for thread in threads:
        slack.deliver("events_api", slack.body({**thread, "type": "app_mention"}))
    events = asked(slack, chance, threads)
    slack.fault, slack.lose_every = fault, 97
    delivering = slack.start(deliver_all(slack, events, chance))
    for share in (0.2, 0.5, 0.8):
        until(partial(are_answered, slack, share), 240)
        bot.kill()
        bot = start_bot(SITREP_SLACK_WORKERS="8")
    delivering.result(300)
    until(lambda: len(slack.posts) >= QUESTIONS + len(threads), 240)
    assert bot.stop() == 0  # it finishes what it has begun, so that one answer too many would be there now
    answers = Counter(n for post in slack.posts for n in range(QUESTIONS) if question(n) in post.text)
    assert {n: answers[n] for n in range(QUESTIONS) if answers[n] != 1} == {}
    assert len(slack.posts) == QUESTIONS + len(threads)
    assert_told_in_order(slack, events)
    report(slack, archive)


def assert_told_in_order(slack: Slack, events: list[tuple[Json, int]]) -> None:
    """Each answer stands in the thread that its question was asked in."""
    where = {
        event["text"].removeprefix(f"<@{BOT}> "): (event["channel"], event.get("thread_ts", event["ts"]))
        for event, _ in events
        if not event.get("bot_id")
    }
    for words, place in where.items():
        post = next(post for post in slack.posts if words in post.text)
        assert (post.channel, post.thread) == place


def report(slack: Slack, archive: Archive) -> None:
    """Figures for who runs this with `-s`."""
    waits = sorted(one.acknowledged_in or 0.0 for one in slack.deliveries)
    again: dict[str, int] = defaultdict(int)
    for one in slack.deliveries:
        again["redelivered"] += one.attempts > 1
    sys.stdout.write(
        f"\n{len(slack.deliveries)} deliveries, {again['redelivered']} sent again unacknowledged, {len(slack.posts)} messages,"
        f" {slack.calls['chat.postMessage']} posts tried, {slack.calls['conversations.replies']} looks before posting,"
        f" {sum(archive.asked.values())} questions to the server; acknowledged in {1000 * waits[len(waits) // 2]:.0f} ms"
        f" at the median, {1000 * waits[-1]:.0f} ms at most\n"
    )
