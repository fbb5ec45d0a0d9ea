"""The workers: a few at a time take what waits in the store, and see it through to its visible end."""

from __future__ import annotations

import asyncio
import logging
import time

from sitrep_slack import parts, render
from sitrep_slack.answering import Answering
from sitrep_slack.delivery import Delivery
from sitrep_slack.errors import SlackRefused, SlackUnreachable
from sitrep_slack.store import Store
from sitrep_slack.types import Job, Kind, Reply
from sitrep_slack.webapi import WebApi

logger = logging.getLogger(__name__)

STARTS_MOST = 3
"""Starts that ended with the process; a job that takes the bot down with it is not tried for ever."""

TRIED_S = 3600.0
"""Seconds after which a reply that Slack cannot be reached for is given up."""

_LONGEST_S = 60.0
_IDLE_S = 5.0


class Workers:
    """The queue's other end."""

    def __init__(self, store: Store, answering: Answering, slack: WebApi, count: int) -> None:
        self._store = store
        self._answering = answering
        self._delivery = Delivery(slack)
        self._slack = slack
        self._count = count
        self._more = asyncio.Event()
        self._stopping = False

    def wake(self) -> None:
        """Something new waits."""
        self._more.set()

    async def run(self) -> None:
        """Work until `stop`; what is begun by then is finished."""
        async with asyncio.TaskGroup() as group:
            for _ in range(self._count):
                group.create_task(self._worker())

    def stop(self) -> None:
        """Begin nothing more."""
        self._stopping = True
        self._more.set()

    async def _worker(self) -> None:
        while not self._stopping:
            job = self._store.take(time.time())
            if job is None:
                await self._rest()
                continue
            await self._see_through(job)
            self._more.set()  # its thread may hold the next one

    async def _rest(self) -> None:
        due = self._store.next_due()
        pause_s = _IDLE_S if due is None else min(max(due - time.time(), 0.05), _IDLE_S)
        self._more.clear()
        try:
            await asyncio.wait_for(self._more.wait(), pause_s)
        except TimeoutError:
            return

    async def _see_through(self, job: Job) -> None:
        began = time.monotonic()
        try:
            end = await self._made_visible(job)
        except SlackUnreachable as error:
            self._later(job, error)
            return
        except SlackRefused as error:
            logger.error("%s: cannot be made visible: %s", job.asked.kind, error.code)
            end = "undeliverable"
        except Exception as error:
            logger.exception("%s: %s", job.asked.kind, type(error).__name__)
            end = await self._broken(job)
        self._store.finish(job, end)
        logger.info("%s: %s in %.0f ms", job.asked.kind, end, 1000 * (time.monotonic() - began))

    async def _made_visible(self, job: Job) -> str:
        if job.asked.kind is Kind.HOME:
            pieces = await self._answering.home()
            await self._slack.home(job.asked.target.person, [piece.block for piece in pieces][: parts.HOME_MOST])
            return "home"
        reply = job.reply or await self._worked_out(job)
        await self._delivery.deliver(job, reply)
        return reply.end

    async def _worked_out(self, job: Job) -> Reply:
        if job.starts > STARTS_MOST:
            reply = _gave_up(job)
        else:
            reply = await self._answering.reply(job.asked)
        self._store.work_out(job, reply)
        return reply

    def _later(self, job: Job, error: SlackUnreachable) -> None:
        now = time.time()
        if now - job.at > TRIED_S:
            logger.error("%s: given up, Slack cannot be reached: %s", job.asked.kind, error)
            self._store.finish(job, "unreachable")
            return
        logger.warning("%s: Slack cannot be reached (%s); again later", job.asked.kind, error)
        self._store.put_back(job, now + min(2.0**job.failures, _LONGEST_S))

    async def _broken(self, job: Job) -> str:
        try:
            await self._delivery.deliver(job, _gave_up(job))
        except (SlackUnreachable, SlackRefused) as error:
            logger.error("%s: not even the error can be shown: %s", job.asked.kind, error)
            return "undeliverable"
        return "error"


def _gave_up(job: Job) -> Reply:
    """An error of the bot's own; its id is the job's number, as the log has it."""
    return render.noted("error", f"No answer: something went wrong in the bot. Please try again.\nRequest id: job-{job.n}")
